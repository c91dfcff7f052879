"""A rectangle of cells behind xlwings' ``Range``: values, formulas, moving about, editing."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Self

from xlwings_libreoffice import cleaning, formulas, values
from xlwings_libreoffice.addresses import COLUMNS, ROWS, Area, quoted_sheet
from xlwings_libreoffice.editing import Editing
from xlwings_libreoffice.looks import Font
from xlwings_libreoffice.notes import Note
from xlwings_libreoffice.office import OfficeError, UnoObject

if TYPE_CHECKING:
    from xlwings_libreoffice.names import Name
    from xlwings_libreoffice.sheets import Sheet
    from xlwings_libreoffice.table import Table

_DIRECTIONS = {
    "d": "down",
    "u": "up",
    "l": "left",
    "r": "right",
    "down": "down",
    "up": "up",
    "left": "left",
    "right": "right",
}


class Range(Editing):
    """A rectangle of one sheet. An empty slice has no cells: it reads as nothing, writes nothing.

    Attributes:
        area: Where it lies.
        options: xlwings' own: how values are converted.
    """

    def __init__(self, sheet: "Sheet", area: Area) -> None:
        self._sheet = sheet
        self.area = area
        self.options: dict[str, object] = {}

    @property
    def api(self) -> UnoObject:
        """The UNO cell range, or ``None`` for an empty slice."""
        return self._sheet.cells_of(self.area) if len(self) else None

    @property
    def coords(self) -> tuple["Sheet", int, int, int, int]:
        area = self.area
        return self._sheet, area.row, area.column, area.rows, area.columns

    @property
    def sheet(self) -> "Sheet":
        return self._sheet

    @property
    def row(self) -> int:
        return self.area.row

    @property
    def column(self) -> int:
        return self.area.column

    @property
    def shape(self) -> tuple[int, int]:
        return self.area.rows, self.area.columns

    def __len__(self) -> int:
        return self.area.rows * self.area.columns

    def __call__(self, *position: int) -> Self:
        """Return one cell by its number along the rows, or by row and column, counted from 1."""
        if len(position) == 1:
            row, column = divmod(position[0] - 1, self.area.columns)
        else:
            row, column = position[0] - 1, position[1] - 1
        return self.other(Area(self.area.row + row, self.area.column + column))

    # Values and formulas

    @property
    def raw_value(self) -> cleaning.RawValue | tuple[tuple[cleaning.RawValue, ...], ...]:
        """The value as COM gives it: one value, or a tuple of row tuples."""
        if not len(self):
            return None
        rows = values.read(self._sheet, self.area)
        return rows[0][0] if len(self) == 1 else tuple(tuple(row) for row in rows)

    @raw_value.setter
    def raw_value(self, data: object) -> None:
        if len(self):
            values.write(self._sheet, self.area, self._block(data))

    @property
    def formula(self) -> str | tuple[tuple[str, ...], ...] | None:
        if not len(self):
            return None
        rows = values.read_formulas(self._sheet, self.area)
        return rows[0][0] if len(self) == 1 else rows

    @formula.setter
    def formula(self, data: object) -> None:
        if not len(self):
            return
        if isinstance(data, str) and data.startswith("="):
            # One formula for many cells moves its relative references along, as when typed with
            # Ctrl+Enter.
            rows: cleaning.Rows = formulas.filled(data, rows=self.shape[0], columns=self.shape[1])
        else:
            rows = self._block(data)
        values.write_formulas(self._sheet, self.area, rows)

    @property
    def formula2(self) -> str | tuple[tuple[str, ...], ...] | None:
        return self.formula

    @formula2.setter
    def formula2(self, data: object) -> None:
        self.formula = data

    @property
    def formula_array(self) -> str | None:
        if not len(self):
            return None
        text = str(self.api.getArrayFormula())
        return formulas.to_excel(text) if text else None

    @formula_array.setter
    def formula_array(self, data: str) -> None:
        if len(self):
            self._sheet.refuse_if_protected(self.area)
            table = self._sheet.table_name_at(self.area)
            self.api.setArrayFormula(formulas.to_office(data, table=table))

    @property
    def has_array(self) -> bool:
        return bool(len(self)) and bool(self.api.getArrayFormula())

    # Moving about

    def get_address(
        self,
        row_absolute: bool = True,
        col_absolute: bool = True,
        external: bool = False,
    ) -> str:
        address = self.area.address(row_absolute=row_absolute, column_absolute=col_absolute)
        if not external:
            return address
        place = f"[{self._sheet.book.name}]{self._sheet.name}"
        return f"{quoted_sheet(place, always=' ' in place or chr(39) in place)}!{address}"

    @property
    def address(self) -> str:
        return self.area.address()

    @property
    def current_region(self) -> Self:
        if not len(self):
            return self
        cursor = self._sheet.uno.createCursorByRange(self.api)
        cursor.collapseToCurrentRegion()
        return self.other(values.area_of(cursor.RangeAddress))

    def end(self, direction: str) -> Self:
        """Return the cell Ctrl+arrow leads to from the first cell."""
        way = _DIRECTIONS[direction]
        row, column = self.area.row, self.area.column
        if way in ("down", "up"):
            line, start, edge = Area(1, column, ROWS, 1), row, ROWS
        else:
            line, start, edge = Area(row, 1, 1, COLUMNS), column, COLUMNS
        spans = sorted(
            (part.row, part.last_row) if line.columns == 1 else (part.column, part.last_column)
            for part in values.contents(self._sheet.cells_of(line))
        )
        if way in ("up", "left"):
            mirrored = sorted((-last, -first) for first, last in spans)
            stop = -_jump(-start, mirrored, edge=-1)
        else:
            stop = _jump(start, spans, edge=edge)
        return self.other(Area(stop, column) if line.columns == 1 else Area(row, stop))

    @property
    def rows(self) -> Self:
        return self

    @property
    def columns(self) -> Self:
        return self

    def select(self) -> None:
        self._sheet.activate()
        self._sheet.book.controller.select(self.api)

    # What belongs to the cells

    @property
    def font(self) -> Font:
        return Font(self)

    @property
    def name(self) -> "Name | None":
        return self._sheet.book.names.of_range(self._sheet, self.area)

    @name.setter
    def name(self, value: str) -> None:
        target = f"={quoted_sheet(self._sheet.name)}!{self.area.address()}"
        self._sheet.book.names.add(value, target)

    @property
    def table(self) -> "Table | None":
        return self._sheet.tables.at(self.area)

    @property
    def note(self) -> Note | None:
        return Note.of_cell(self(1).api)

    def add_note(self, text: str) -> Note:
        self._sheet.uno.Annotations.insertNew(self._sheet.position(self.area), text)
        note = Note.of_cell(self(1).api)
        assert note is not None
        return note

    @property
    def hyperlink(self) -> str:
        fields = self(1).api.getTextFields()
        if not fields.Count:
            raise OfficeError("The cell doesn't seem to contain a hyperlink!")
        return str(fields.getByIndex(0).URL)

    def add_hyperlink(
        self, address: str, text_to_display: str | None = None, screen_tip: str | None = None
    ) -> None:
        del screen_tip  # LibreOffice shows the address itself
        self._sheet.refuse_if_protected(self.area)
        cell = self(1).api
        field = self._sheet.book.document.createInstance("com.sun.star.text.TextField.URL")
        field.URL = address
        field.Representation = text_to_display or address
        cell.setString("")
        cell.insertTextContent(cell.createTextCursor(), field, False)

    def other(self, area: Area) -> Self:
        """Return another range of the same sheet."""
        return type(self)(self._sheet, area)

    def _block(self, data: object) -> Sequence[Sequence[object]]:
        """Return what was assigned as rows: one value fills all, one row repeats down."""
        rows, columns = self.shape
        if not isinstance(data, list | tuple):
            return [[data] * columns] * rows
        block: Sequence[Sequence[object]] = (
            data if data and isinstance(data[0], list | tuple) else [data]
        )
        if len(block) == 1 and rows > 1:
            block = [block[0]] * rows
        if len(block) != rows or any(len(row) != columns for row in block):
            raise OfficeError(f"{self.address} does not have the shape of what is written to it")
        return block


def _jump(start: int, spans: Sequence[tuple[int, int]], *, edge: int) -> int:
    """Return where Ctrl+arrow stops: the end of this run of cells, or the start of the next."""
    joined: list[tuple[int, int]] = []
    for first, last in spans:
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    for first, last in joined:
        if first <= start < last:
            return last
        if first > start:
            return first
    return edge
