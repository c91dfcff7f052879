"""Cells cleared, moved, copied and merged."""

from typing import TYPE_CHECKING, Self

from xlwings_libreoffice import values
from xlwings_libreoffice.addresses import COLUMNS, ROWS, Area
from xlwings_libreoffice.looks import Looks
from xlwings_libreoffice.office import OfficeError, enum

if TYPE_CHECKING:
    import xlwings as xw

# clearContents: values, dates, texts, formulas | notes | formats, styles, formats inside texts.
_FORMATS = 32 | 64 | 512
_NOTES = 8


class Editing(Looks):
    """The part of a range that changes what cells hold and where they are."""

    def other(self, area: Area) -> Self:
        """Return another range of the same sheet."""
        raise NotImplementedError

    def clear_contents(self) -> None:
        self._clear(values.CONTENTS)

    def clear_formats(self) -> None:
        self._clear(_FORMATS)

    def clear(self) -> None:
        self._clear(values.CONTENTS | _FORMATS | _NOTES)

    def insert(self, shift: str | None = None, copy_origin: str | None = None) -> None:  # noqa: ARG002
        self.sheet.refuse_if_protected(self.area)
        mode = "DOWN" if shift == "down" or (shift is None and not self._tall) else "RIGHT"
        if self.area.columns == COLUMNS:
            mode = "ROWS"
        elif self.area.rows == ROWS:
            mode = "COLUMNS"
        self.sheet.uno.insertCells(self.api.RangeAddress, enum("sheet.CellInsertMode", mode))

    def delete(self, shift: str | None = None) -> None:
        self.sheet.refuse_if_protected(self.area)
        # Without a direction Excel decides by the shape of the range; a single cell goes left.
        mode = "UP" if shift == "up" or (shift is None and not self._tall_or_square) else "LEFT"
        if self.area.columns == COLUMNS:
            mode = "ROWS"
        elif self.area.rows == ROWS:
            mode = "COLUMNS"
        self.sheet.uno.removeRange(self.api.RangeAddress, enum("sheet.CellDeleteMode", mode))

    def copy(self, destination: "xw.Range | None" = None) -> None:
        """Copy to another place, or remember the range for :meth:`paste`."""
        if destination is None:
            self.sheet.book.app.clipboard = self
        else:
            self._copy_to(destination.impl)

    def paste(
        self,
        paste: str | None = None,
        operation: str | None = None,
        skip_blanks: bool = False,
        transpose: bool = False,
    ) -> None:
        source = self.sheet.book.app.clipboard
        if source is None:
            raise OfficeError("there is nothing to paste: copy a range first")
        if operation or skip_blanks or transpose:
            raise NotImplementedError("only plain pasting is supported")
        target = self.other(Area(self.row, self.column, *source.shape))
        if paste in (None, "all"):
            source._copy_to(target)
        elif paste == "values":
            target.raw_value = source.raw_value
        elif paste == "formats":
            kept = target.api.getFormulaArray()
            source._copy_to(target)
            target.api.setFormulaArray(kept)
        else:
            raise NotImplementedError(f"pasting {paste} is not supported")

    def merge(self, across: bool = False) -> None:
        # A merged part would keep LibreOffice from merging the whole.
        self.unmerge()
        if not across:
            self.api.merge(True)
            return
        for number in range(self.area.rows):
            line = Area(self.row + number, self.column, 1, self.area.columns)
            self.sheet.cells_of(line).merge(True)

    def unmerge(self) -> None:
        self.api.merge(False)

    @property
    def merge_cells(self) -> bool:
        return bool(self.api.getIsMerged()) or len(self.merge_area) > 1

    @property
    def merge_area(self) -> Self:
        first = self.other(Area(self.area.row, self.area.column))
        cursor = self.sheet.uno.createCursorByRange(first.api)
        cursor.collapseToMergedArea()
        return self.other(values.area_of(cursor.RangeAddress))

    def _clear(self, what: int) -> None:
        if not len(self):
            return
        self.sheet.refuse_if_protected(self.area)
        self.sheet.journal.record("write", self.sheet.place(self.area))
        self.api.clearContents(what)

    def _copy_to(self, target: "Editing") -> None:
        """Copy to a range; as in Excel, one that is a multiple of this one is filled."""
        if target.sheet.book is not self.sheet.book:
            raise NotImplementedError("copying cells between workbooks is not supported")
        rows, columns = self.shape
        wanted = (target.area.rows, target.area.columns)
        fits = wanted[0] % rows == 0 and wanted[1] % columns == 0
        last_row, last_column = wanted if fits else (rows, columns)
        target.sheet.refuse_if_protected(Area(target.row, target.column, last_row, last_column))
        sheet = target.sheet.uno
        position = target.sheet.position(target.area)
        sheet.copyRange(position, self.api.RangeAddress)
        # What is filled is copied beside and then below itself until there is enough.
        while columns < last_column or rows < last_row:
            across = columns < last_column
            wide = min(columns, last_column - columns) if across else columns
            tall = rows if across else min(rows, last_row - rows)
            place = Area(target.row, target.column, tall, wide)
            beside = (target.row, target.column + columns)
            below = (target.row + rows, target.column)
            corner = target.sheet.position(Area(*(beside if across else below)))
            sheet.copyRange(corner, target.sheet.cells_of(place).RangeAddress)
            columns, rows = (columns + wide, rows) if across else (columns, rows + tall)

    @property
    def _tall_or_square(self) -> bool:
        return self.area.rows >= self.area.columns

    @property
    def _tall(self) -> bool:
        return self.area.rows > self.area.columns
