"""Blocks of cells of the open workbook: read in one call, written in as few as possible.

What Excel hands over is cleaned here and nowhere else: amounts in currency cells come as
``Decimal``, errors as names or as integer codes, every number as a fraction, every day as a moment.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Protocol, Self

from cs_workbook.workbook.port import CellContent, CellError, CellValue, FormulaCell
from cs_workbook.workbook.typed_text import TEXT_FORMAT, typed

GENERAL = "General"

_ERRORS = {
    -2146826288: "#NULL!",
    -2146826281: "#DIV/0!",
    -2146826273: "#VALUE!",
    -2146826265: "#REF!",
    -2146826259: "#NAME?",
    -2146826252: "#NUM!",
    -2146826246: "#N/A",
    -2146826245: "#GETTING_DATA",
    -2146826243: "#SPILL!",
    -2146826242: "#CONNECT!",
    -2146826241: "#BLOCKED!",
    -2146826240: "#UNKNOWN!",
    -2146826239: "#FIELD!",
    -2146826238: "#CALC!",
}
_DAY_0, _FIRST_DAY = datetime(1899, 12, 30), datetime(1900, 1, 1)  # noqa: DTZ001 - Excel's days
_ERROR_NAMES = frozenset(_ERRORS.values())
_FIRST_ERROR, _LAST_ERROR = -2146826288, -2146826200


class Cells(Protocol):
    """The part of xlwings' ``Range`` that is used here."""

    value: Any  # whatever COM or AppleScript gives
    formula: Any  # a text, or a block of them
    number_format: Any  # a text, None where cells differ

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""

    @property
    def row(self) -> int:
        """Number of the first row, from 1."""

    @property
    def column(self) -> int:
        """Number of the first column, from 1."""

    def options(self, convert: Any = None, **options: Any) -> Self:  # noqa: ANN401 - as xlwings has it
        """Return the same cells, to be read in another way."""

    def resize(self, row_size: int | None = None, column_size: int | None = None) -> Self:
        """Return cells from the same corner, of another size."""

    def insert(self, shift: str) -> None:
        """Make room for as many empty cells."""

    def clear(self) -> None:
        """Clear contents and formats."""

    def autofill(self, destination: Any, type_: Any = "fill_default") -> None:  # noqa: ANN401
        """Fill further cells from these."""

    def __getitem__(self, key: tuple[int | slice, int | slice] | int | slice) -> Self:
        """Return a part of the cells, counted from 0."""


def read(cells: Cells) -> list[list[CellValue]]:
    """Return the values of a block, row by row."""
    rows = cells.options(ndim=2, err_to_str=True).value
    columns = [
        _column(cells, place, column) for place, column in enumerate(zip(*rows, strict=True))
    ]
    return [list(row) for row in zip(*columns, strict=True)]


def _column(cells: Cells, place: int, raw: Sequence[object]) -> list[CellValue]:
    values = [cleaned(value) for value in raw]
    if not any(isinstance(value, datetime) for value in values):
        return values
    part = cells[:, place : place + 1]
    shown = part.number_format
    # A moment at midnight and a day are the same number; only the format tells them apart.
    moments = shown is not None and any(letter in _plain(shown) for letter in "hs")
    return [
        value.date()
        if isinstance(value, datetime) and not moments and value.time() == datetime.min.time()
        else value
        for value in values
    ]


def _plain(number_format: str) -> str:
    """Return a number format in small letters without its quoted and bracketed parts."""
    kept, closing = [], ""
    for letter in number_format.lower():
        if closing:
            closing = "" if letter == closing else closing
        elif letter in '"[':
            closing = '"' if letter == '"' else "]"
        else:
            kept.append(letter)
    return "".join(kept)


def cleaned(value: object) -> CellValue:
    """Return one value as the port has it.

    >>> from decimal import Decimal
    >>> cleaned(3.0), cleaned(Decimal("9.90")), cleaned("#N/A"), cleaned(-2146826243)
    (3, 9.9, CellError(code='#N/A'), CellError(code='#SPILL!'))
    >>> cleaned(datetime(1899, 12, 30))
    0
    """
    if value is None or value == "":
        return None
    if isinstance(value, datetime) and value < _FIRST_DAY:
        # A number in a cell that shows dates, such as the 0 of a formula not calculated yet.
        value = (value - _DAY_0) / timedelta(days=1)
    if isinstance(value, bool | datetime | date):
        return value
    if isinstance(value, str):
        return CellError(value) if value in _ERROR_NAMES else value
    if isinstance(value, int) and _FIRST_ERROR <= value <= _LAST_ERROR:
        return CellError(_ERRORS.get(value, "#VALUE!"))
    if isinstance(value, int | float | Decimal):
        number = float(value)
        return int(number) if number.is_integer() else number
    return str(value)


def contents(cells: Cells) -> list[list[CellContent]]:
    """Return what a block holds: values, and formulas with the value each shows."""
    values = read(cells)
    formulas = _block(cells.formula)
    return [
        [_content(*pair) for pair in zip(row, texts, strict=True)]
        for row, texts in zip(values, formulas, strict=True)
    ]


def _content(value: CellValue, formula: object) -> CellContent:
    # A text that begins with "=" has itself for a formula.
    if isinstance(formula, str) and formula.startswith("=") and formula != value:
        return FormulaCell(formula=formula[1:], value=value)
    return value


def _block(found: Any) -> Sequence[Sequence[object]]:  # noqa: ANN401 - one text, or rows of them
    if not isinstance(found, list | tuple):
        return [[found]]
    return found if isinstance(found[0], list | tuple) else [found]


def write(cells: Cells, rows: Sequence[Sequence[CellContent]]) -> None:
    """Write a block: all values at once, then its formulas in runs down each column."""
    columns = [list(column) for column in zip(*rows, strict=True)]
    texts = [
        _text_cells(cells[:, place : place + 1], column) for place, column in enumerate(columns)
    ]
    cells.value = [
        [_handed(content, text=texts[place][row]) for place, content in enumerate(line)]
        for row, line in enumerate(rows)
    ]
    for place, column in enumerate(columns):
        live = [_formula(content) is not None for content in column]
        for first, last in runs(live):
            part = cells[first : last + 1, place : place + 1]
            part.formula = [[f"={_formula(content)}"] for content in column[first : last + 1]]


def write_formula(cells: Cells, formula: str) -> None:
    """Write one formula into a column; relative references move from row to row."""
    for first, last in runs(_formatted_as_text(cells)):
        # A formula in a cell formatted as text shows itself.
        cells[first : last + 1, :].number_format = GENERAL
    cells.formula = f"={formula}"


def _formula(content: CellContent) -> str | None:
    """Return the formula a cell gets; Excel has no other way in for an error value."""
    if isinstance(content, FormulaCell):
        return content.formula
    return content.code if isinstance(content, CellError) else None


def _handed(content: CellContent, *, text: bool) -> object:
    """Return a value as Excel is handed it."""
    if content is None or _formula(content) is not None:
        return None
    if isinstance(content, str):
        return content if text else typed(content)
    # A whole number of more than 32 bits is no type Excel takes.
    return float(content) if type(content) is int else content


def _text_cells(column: Cells, contents: Sequence[CellContent]) -> list[bool]:
    """Say which cells of a column are formatted as text; those that get no text are freed of it.

    In a cell formatted as text a number becomes digits and a formula shows itself.
    """
    if all(cell is None or (isinstance(cell, str) and typed(cell) == cell) for cell in contents):
        return [False] * len(contents)  # it makes no difference
    text = list(_formatted_as_text(column))
    freed = [
        is_text and cell is not None and not isinstance(cell, str)
        for is_text, cell in zip(text, contents, strict=True)
    ]
    for first, last in runs(freed):
        column[first : last + 1, :].number_format = GENERAL
    return [is_text and not free for is_text, free in zip(text, freed, strict=True)]


def _formatted_as_text(column: Cells) -> Iterator[bool]:
    """Yield for each cell whether it is formatted as text; differing formats give ``None``."""
    shown, rows = column.number_format, column.shape[0]
    if shown is None and rows > 1:
        yield from _formatted_as_text(column[: rows // 2, :])
        yield from _formatted_as_text(column[rows // 2 :, :])
    else:
        yield from [shown == TEXT_FORMAT] * rows


def runs(marks: Iterable[bool]) -> Iterator[tuple[int, int]]:
    """Yield first and last position of each run of marks.

    >>> list(runs([True, True, False, True]))
    [(0, 1), (3, 3)]
    """
    first = None
    last = -1
    for last, mark in enumerate(marks):
        if mark and first is None:
            first = last
        elif not mark and first is not None:
            yield first, last - 1
            first = None
    if first is not None:
        yield first, last
