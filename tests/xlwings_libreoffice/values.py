"""Whole blocks of cells read and written in one call each.

LibreOffice hands over a block as numbers, texts and ``None`` for errors; whether a number is a
date, an amount or a yes/no says the cell's number format alone. Formats come as rectangles of
equally formatted cells, so that the cost follows their number and not the number of cells.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

from xlwings_libreoffice import cleaning, formulas
from xlwings_libreoffice.addresses import Area
from xlwings_libreoffice.number_formats import Kind
from xlwings_libreoffice.office import OfficeError, UnoObject

if TYPE_CHECKING:
    from xlwings_libreoffice.sheets import Sheet

# What clearContents and queryContentCells call values, dates, texts and formulas.
CONTENTS = 1 | 2 | 4 | 16


def read(sheet: "Sheet", area: Area) -> list[list[cleaning.RawValue]]:
    """Return the values of a block as COM gives them."""
    sheet.journal.record("read", sheet.place(area))
    cells = sheet.cells_of(area)
    rows: list[list[cleaning.RawValue]] = [
        [None if value == "" else value for value in row] if "" in row else list(row)
        for row in cells.getDataArray()
    ]
    for part, kind in _formatted(sheet, cells):
        if kind in (Kind.DATE, Kind.LOGICAL, Kind.CURRENCY):
            top, left = part.row - area.row, part.column - area.column
            for row in rows[top : top + part.rows]:
                for column in range(left, left + part.columns):
                    value = row[column]
                    if isinstance(value, float):
                        row[column] = _meant(value, kind, sheet)
    # Only errors come as None; where there are none this finds nothing and asks nothing.
    for part in areas(cells.queryFormulaCells(4)):
        for row_number in range(part.row, part.last_row + 1):
            for column_number in range(part.column, part.last_column + 1):
                cell = sheet.uno.getCellByPosition(column_number - 1, row_number - 1)
                rows[row_number - area.row][column_number - area.column] = (
                    cleaning.com_error_number(cell.getError())
                )
    return rows


def _meant(value: float, kind: Kind, sheet: "Sheet") -> cleaning.RawValue:
    if kind is Kind.LOGICAL:
        return value != 0
    if kind is Kind.DATE:
        # COM has no date before 1900 and gives the plain number.
        return value if value < 0 else cleaning.moment(value, sheet.book.null_date)
    # COM has a currency type; xlwings hands it on as Decimal on Windows, not on a Mac.
    return cleaning.currency(value) if sheet.book.engine.currency_as_decimal else value


def write(sheet: "Sheet", area: Area, rows: Sequence[Sequence[object]]) -> None:
    """Write a block as Excel takes it from COM: formats decide what a value becomes.

    Raises:
        ReinterpretedText: In strict mode, a text that Excel would not have kept.
        OfficeError: The sheet is protected, or a value is of no type a cell can hold.
    """
    sheet.journal.record("write", sheet.place(area))
    sheet.refuse_if_protected(area)
    cells = sheet.cells_of(area)
    kinds = _KindsOf(sheet, cells, area)
    block: list[tuple[float | str, ...]] = []
    later = _Later()
    for row_number, row in enumerate(rows):
        out: list[float | str] = []
        for column_number, value in enumerate(row):
            kind = kinds.at(row_number, column_number)
            content, after = _content(sheet, value, kind)
            if after is not None:
                later.add(after, row_number, column_number)
            out.append(content)
        block.append(tuple(out))
    for part in kinds.logical:
        # The format of an earlier TRUE would make one of every number written over it.
        sheet.cells_of(part).NumberFormat = sheet.book.formats.general
    with_notes = _Notes(sheet, area)
    try:
        cells.setDataArray(tuple(block))
    except Exception as error:
        raise OfficeError(f"{sheet.place(area)}: the cells could not be written") from error
    with_notes.restore()
    later.apply(sheet, area, rows)


def write_formulas(sheet: "Sheet", area: Area, rows: Sequence[Sequence[object]]) -> None:
    """Write a block of formulas in Excel's text; what is no formula is taken as typed."""
    sheet.journal.record("write", sheet.place(area))
    sheet.refuse_if_protected(area)
    table = sheet.table_name_at(area)
    cells = sheet.cells_of(area)
    kinds = _KindsOf(sheet, cells, area)
    for part in kinds.logical:
        sheet.cells_of(part).NumberFormat = sheet.book.formats.general
    block = tuple(
        tuple(
            _formula_text(value, kinds.at(row_number, column_number), table)
            for column_number, value in enumerate(row)
        )
        for row_number, row in enumerate(rows)
    )
    with_notes = _Notes(sheet, area)
    cells.setFormulaArray(block)
    with_notes.restore()


def read_formulas(sheet: "Sheet", area: Area) -> tuple[tuple[str, ...], ...]:
    """Return a block of formulas in Excel's text, and constants as texts."""
    sheet.journal.record("read", sheet.place(area))
    table = sheet.table_name_at(area)
    cells = sheet.cells_of(area)
    kinds = _KindsOf(sheet, cells, area)
    shown = cells.getDataArray()
    return tuple(
        tuple(
            _excel_formula(text, shown[row][column], kinds.at(row, column), table)
            for column, text in enumerate(line)
        )
        for row, line in enumerate(cells.getFormulaArray())
    )


def contents(cells: UnoObject) -> list[Area]:
    """Return rectangles that hold every cell with a value or formula."""
    return list(areas(cells.queryContentCells(CONTENTS)))


def areas(ranges: UnoObject) -> Iterator[Area]:
    """Yield the rectangles of a collection of cell ranges."""
    for address in ranges.getRangeAddresses():
        yield area_of(address)


def area_of(address: UnoObject) -> Area:
    """Return the rectangle of a UNO cell range address."""
    return Area(
        address.StartRow + 1,
        address.StartColumn + 1,
        address.EndRow - address.StartRow + 1,
        address.EndColumn - address.StartColumn + 1,
    )


def _excel_formula(text: str, shown: object, kind: Kind, table: str | None) -> str:
    if isinstance(shown, str) and text.removeprefix("'") == shown:
        # A text, with LibreOffice's apostrophe where it looks like something else.
        return shown
    # A yes/no of an imported file is a formula to LibreOffice and a constant to Excel.
    if text in ("=TRUE()", "=FALSE()"):
        return text[1:-2]
    if text.startswith(("=", "{=")):
        return formulas.to_excel(text, table=table)
    return str(shown != 0).upper() if kind is Kind.LOGICAL and text else text


def _formula_text(value: object, kind: Kind, table: str | None) -> str:
    if value is None:
        return ""
    text = str(value)
    if kind is Kind.TEXT:
        # In a text cell a formula stays text; the apostrophe tells LibreOffice so.
        return f"'{text}"
    return formulas.to_office(text, table=table) if text.startswith("=") else text


def _content(sheet: "Sheet", value: object, kind: Kind) -> tuple[float | str, str | None]:
    """Return what goes into the block, and what has to be done to the cell afterwards."""
    if isinstance(value, np.generic):
        value = value.item()
    if value is None:
        return "", None
    if isinstance(value, str):
        return _text_content(sheet, value, text_cell=kind is Kind.TEXT)
    number, after = _number_content(sheet, value, kind)
    if kind is Kind.TEXT:
        # Excel makes a text of whatever is written to a text cell.
        return (str(value).upper() if isinstance(value, bool) else f"{number:.15g}"), None
    return number, after


def _number_content(sheet: "Sheet", value: object, kind: Kind) -> tuple[float, str | None]:
    """Return the number of a value, and the format Excel gives a cell that has none."""
    fresh = kind in (Kind.GENERAL, Kind.LOGICAL)
    if isinstance(value, bool):
        return float(value), "logical" if fresh else "formula"
    if isinstance(value, int | float):
        return float(value), None
    if isinstance(value, Decimal):
        return float(value), "currency" if fresh else None
    if isinstance(value, dt.date):
        number = cleaning.serial(value, sheet.book.null_date)
        return number, ("date" if number.is_integer() else "moment") if fresh else None
    raise OfficeError(f"a cell cannot hold {value!r} of type {type(value).__name__}")


def _text_content(sheet: "Sheet", text: str, *, text_cell: bool) -> tuple[float | str, str | None]:
    if text_cell:
        return text, None
    if text.startswith("'"):
        # Excel keeps the apostrophe as a mark of the cell, not as part of its text.
        return text[1:], None
    if sheet.book.engine.strict and cleaning.reinterpreted(text):
        raise cleaning.ReinterpretedText(
            f"Excel would not keep {text[:40]!r} as text in a cell formatted General: format the"
            ' cells "@" first, put an apostrophe before the text, or write a formula by .formula'
        )
    return (text, "formula") if len(text) > 1 and text[0] == "=" else (text, None)


class _KindsOf:
    """The kind of every cell of a block, cheap where all are alike."""

    def __init__(self, sheet: "Sheet", cells: UnoObject, area: Area) -> None:
        parts = list(_formatted(sheet, cells))
        self.logical = [part for part, kind in parts if kind is Kind.LOGICAL]
        alike = {kind for _, kind in parts}
        self._only = alike.pop() if len(alike) == 1 else None
        self._grid: list[list[Kind]] = []
        if self._only is None:
            self._grid = [[Kind.GENERAL] * area.columns for _ in range(area.rows)]
            for part, kind in parts:
                left = part.column - area.column
                for row in self._grid[part.row - area.row :][: part.rows]:
                    row[left : left + part.columns] = [kind] * part.columns

    def at(self, row: int, column: int) -> Kind:
        """Return the kind of one cell, counted from 0 inside the block."""
        return self._grid[row][column] if self._only is None else self._only


class _Later:
    """Formats and formulas to set after the block, gathered into runs down each column."""

    def __init__(self) -> None:
        self._cells: dict[tuple[str, int], list[int]] = defaultdict(list)

    def add(self, what: str, row: int, column: int) -> None:
        """Note one cell, counted from 0 inside the block; rows must come in order."""
        self._cells[what, column].append(row)

    def apply(self, sheet: "Sheet", area: Area, rows: Sequence[Sequence[object]]) -> None:
        """Do what was noted."""
        formats = sheet.book.formats
        keys = {
            "date": formats.date,
            "moment": formats.moment,
            "currency": formats.currency,
            "logical": formats.logical,
        }
        for (what, column), numbers in self._cells.items():
            for first, last in _runs(numbers):
                part = Area(area.row + first, area.column + column, last - first + 1, 1)
                cells = sheet.cells_of(part)
                if what in keys:
                    cells.NumberFormat = keys[what]
                    continue
                table = sheet.table_name_at(part)
                cells.setFormulaArray(
                    tuple(
                        (_written_formula(rows[number][column], table),)
                        for number in range(first, last + 1)
                    )
                )


def _written_formula(value: object, table: str | None) -> str:
    # A yes/no in a cell with a number format shows as such only as a formula.
    return formulas.to_office(
        f"={value}".upper() if isinstance(value, bool) else str(value), table=table
    )


class _Notes:
    """The notes of a block: LibreOffice drops them where values are written, Excel keeps them."""

    def __init__(self, sheet: "Sheet", area: Area) -> None:
        self._sheet = sheet
        annotations = sheet.uno.Annotations
        self._kept: list[tuple[UnoObject, str]] = []
        for number in range(annotations.Count):
            note = annotations.getByIndex(number)
            position = note.Position
            if Area(position.Row + 1, position.Column + 1).within(area):
                self._kept.append((position, note.String))

    def restore(self) -> None:
        """Put back the notes that are gone."""
        for position, text in self._kept:
            cell = self._sheet.uno.getCellByPosition(position.Column, position.Row)
            if not cell.Annotation.String:
                self._sheet.uno.Annotations.insertNew(position, text)


def _formatted(sheet: "Sheet", cells: UnoObject) -> Iterator[tuple[Area, Kind]]:
    groups = cells.getUniqueCellFormatRanges()
    for number in range(groups.Count):
        group = groups.getByIndex(number)
        kind = sheet.book.formats.kind(int(group.NumberFormat))
        for part in areas(group):
            yield part, kind


def _runs(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    first = last = None
    for number in numbers:
        if first is None or last is None or number != last + 1:
            if first is not None and last is not None:
                yield first, last
            first = number
        last = number
    if first is not None and last is not None:
        yield first, last
