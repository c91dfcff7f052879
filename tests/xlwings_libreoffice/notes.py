"""Notes on cells (what LibreOffice calls comments)."""

from typing import Self

from xlwings import base_classes

from xlwings_libreoffice.office import UnoObject


class Note(base_classes.Note):
    """The note of one cell."""

    def __init__(self, cell: UnoObject) -> None:
        self._cell = cell

    @classmethod
    def of_cell(cls, cell: UnoObject) -> Self | None:
        """Return the note of a cell that has one."""
        # A cell without a note answers with an annotation that has no text and no author.
        return cls(cell) if cell.Annotation.String else None

    @property
    def api(self) -> UnoObject:
        return self._cell.Annotation

    @property
    def text(self) -> str:
        return str(self._cell.Annotation.String)

    @text.setter
    def text(self, value: str) -> None:
        self._cell.Annotation.String = value

    @property
    def author(self) -> str:
        return str(self._cell.Annotation.Author)

    def delete(self) -> None:
        annotations = self._cell.Spreadsheet.Annotations
        here = self._cell.CellAddress
        for number in range(annotations.Count):
            position = annotations.getByIndex(number).Position
            if (position.Row, position.Column) == (here.Row, here.Column):
                annotations.removeByIndex(number)
                return
