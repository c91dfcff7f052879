"""The rows of a plan as cells: which look each gets, and which rows have a height of their own.

A row is laid out by its kind alone. The first row of a sheet belongs to the program: the plan's id,
by which the sheet is found again whatever its name, and the way back to the index.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from cs_workbook.actions.plans.page_breaks import (
    HEADING_HEIGHT,
    NOTE_HEIGHT,
    TITLE_HEIGHT,
    row_height,
)
from cs_workbook.errors import WorkbookError
from cs_workbook.plans.document import FIRST_COLUMN, PlanRow, PlanValue, RowKind
from cs_workbook.schema.plan_pattern import (
    HEADER,
    HEADER_INPUT,
    HEADING,
    KEY_COLUMN,
    LINK,
    LOOKS,
    NOTE,
    PATTERN_SHEET,
    PURPOSE,
    REF,
    SAMPLE_COLUMN,
    TITLE,
    WIDTHS,
    entered,
    generated,
)
from cs_workbook.schema.tables import TBL_PLANS, column_letter
from cs_workbook.workbook.port import FormulaCell, NewCell, NewRow, SheetWorkbook

Looks = Mapping[str, str]
"""Address of the sample on the pattern sheet by the name of a look."""

_FACT_CELLS: Final = 2
_BACK: Final = FormulaCell(
    formula=f'HYPERLINK("#{TBL_PLANS.sheet}!A1","All plans")', value="All plans"
)
_HEIGHTS: Final = {
    RowKind.TITLE: TITLE_HEIGHT,
    RowKind.HEADING: HEADING_HEIGHT,
    RowKind.PURPOSE: NOTE_HEIGHT,
    RowKind.NOTE: NOTE_HEIGHT,
}
"""Heights of the rows that do not wrap; all others grow with their text."""
_WORDS: Final = {RowKind.TITLE: TITLE, RowKind.PURPOSE: PURPOSE, RowKind.NOTE: NOTE}


def read_looks(workbook: SheetWorkbook) -> Looks:
    """Return where each look stands on the pattern sheet.

    Raises:
        WorkbookError: The name of a look is not there.
    """
    sample = column_letter(SAMPLE_COLUMN)
    found = {
        str(values[KEY_COLUMN - 1]): f"{sample}{number}"
        for number, values in workbook.read_sheet(PATTERN_SHEET).items()
        if len(values) >= KEY_COLUMN
    }
    for look in LOOKS:
        if look.key not in found:
            raise WorkbookError(
                f"Sheet {PATTERN_SHEET}, column {column_letter(KEY_COLUMN)}: expected the name "
                f"{look.key!r}, found none. Copy the sheet from a new tracker "
                "('cs-workbook new PATH') or write the name back beside its sample."
            )
    return found


def head_row(plan_id: str, looks: Looks) -> NewRow:
    """Return the first row of a plan's sheet."""
    return NewRow(
        cells={
            1: NewCell(content=plan_id, like=looks[REF]),
            FIRST_COLUMN: NewCell(content=_BACK, like=looks[LINK]),
        }
    )


def rows_from(number: int, rows: Sequence[PlanRow], looks: Looks) -> dict[int, NewRow]:
    """Return rows of a plan as they are written from a row number on.

    Args:
        number: Row number of the first one.
        rows: The rows.
        looks: Where each look stands.
    """
    written, columns = {}, 0
    for place, row in enumerate(rows):
        filled = False
        if row.kind is RowKind.HEADING:
            columns = 0
        elif row.kind is RowKind.HEADER:
            columns = _filled(row.cells)
            below = (under.kind for under in rows[place + 1 :] if under.kind is not RowKind.NOTE)
            filled = next(below, None) is RowKind.INPUT
        written[number + place] = _row(row, looks, columns=columns, filled=filled)
    return written


def heading_row(text: str, looks: Looks) -> NewRow:
    """Return a heading the program puts over rows it adds later."""
    return _row(
        PlanRow(ref="", kind=RowKind.HEADING, cells=(text,)),
        looks,
        columns=len(WIDTHS),
        filled=False,
    )


def generated_cell(value: PlanValue, looks: Looks) -> NewCell:
    """Return a cell the program writes, shown by what it holds."""
    return NewCell(content=value, like=looks[generated(_shows(value))])


def _row(row: PlanRow, looks: Looks, *, columns: int, filled: bool) -> NewRow:
    """Lay out one row.

    Args:
        row: The row.
        looks: Where each look stands.
        columns: How many headers stand above it; 0 where there is no table.
        filled: Whether people fill the cells under this header.
    """
    count = max(_filled(row.cells), columns)
    names: list[str]
    if row.kind is RowKind.INPUT:
        names = [entered(cell.shows, cell.list_name) for cell in row.inputs]
    elif row.kind is RowKind.GENERATED and columns:
        names = [generated(_shows(value)) for value in _cells(row, count)]
    elif row.kind is RowKind.GENERATED:
        names = _fact_looks(row.cells[:count])
    elif row.kind is RowKind.HEADER:
        names = [HEADER_INPUT if filled else HEADER] * count
    elif row.kind is RowKind.HEADING:
        names = [HEADING] * len(WIDTHS)
    else:
        names = [_WORDS[row.kind]] * count
    cells = {
        FIRST_COLUMN + place: NewCell(content=value, like=looks[name])
        for place, (value, name) in enumerate(zip(_cells(row, len(names)), names, strict=True))
    }
    ref = {1: NewCell(content=row.ref, like=looks[REF])} if row.ref else {}
    height = _HEIGHTS.get(row.kind)
    if height is not None:
        return NewRow(cells=ref | cells, height=height)
    return NewRow(cells=ref | cells, height=row_height(row.ref, row.cells), grows=True)


def _fact_looks(cells: Sequence[PlanValue]) -> list[str]:
    """Return the looks of a row outside a table: label, value, and words that run on."""
    if len(cells) == 1:
        return [NOTE]
    return [
        generated(_shows(value)) if place < _FACT_CELLS else NOTE
        for place, value in enumerate(cells)
    ]


def _cells(row: PlanRow, count: int) -> list[PlanValue]:
    return [*row.cells[:count], *[None] * (count - len(row.cells))]


def _filled(cells: Sequence[PlanValue]) -> int:
    """Return how many cells there are up to the last one that says something."""
    return max((at for at, value in enumerate(cells, start=1) if value is not None), default=0)


def _shows(value: PlanValue) -> str:
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return "text"
    if isinstance(value, date):
        return "date"
    return "whole" if isinstance(value, int) or value.is_integer() else "number"
