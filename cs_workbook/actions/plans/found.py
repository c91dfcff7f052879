"""Plan sheets as they stand in a workbook, found by the plan id in their first cell.

People rename, copy and delete sheets. A renamed sheet is found all the same. Of two sheets with one
id the one that the index names is the plan; where it names neither, the first one is. A copy is
left alone and listed.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from cs_workbook.plans.document import FIRST_COLUMN, FoundRow, PlanValue
from cs_workbook.schema.tables import SHEET_ORDER
from cs_workbook.workbook.port import CellError, CellValue, SheetWorkbook

_PLAN_ID: Final = re.compile(r"P-\d{4,}\Z")
_FIRST_ROWS: Final = 20
"""People may put rows above the plan's id; further down it is no plan's sheet."""

SheetValues = Mapping[int, Sequence[CellValue]]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPlan:
    """One plan sheet.

    Attributes:
        sheet: Its present name.
        rows: Its rows below the one with the id.
        last: Number of its last row.
    """

    sheet: str
    rows: tuple[FoundRow, ...]
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPlans:
    """All plan sheets of a workbook.

    Attributes:
        plans: The sheet of each plan by its id.
        copies: Further sheets with an id that is taken, as (plan id, sheet).
    """

    plans: Mapping[str, FoundPlan]
    copies: tuple[tuple[str, str], ...]


def find_plans(workbook: SheetWorkbook, *, named: Mapping[str, str]) -> FoundPlans:
    """Find every plan sheet.

    Args:
        workbook: The tracker.
        named: The sheet of each plan by its id, as the index names it.
    """
    own = {name.casefold() for name in SHEET_ORDER}
    plans: dict[str, FoundPlan] = {}
    copies: list[tuple[str, str]] = []
    for sheet in workbook.sheet_names():
        if sheet.casefold() in own:
            continue
        values = workbook.read_sheet(sheet)
        head = _head(values)
        if head is None:
            continue
        number, plan_id = head
        found = _plan(sheet, values, below=number)
        known = plans.get(plan_id)
        if known is None:
            plans[plan_id] = found
        elif named.get(plan_id, "").casefold() == sheet.casefold():
            plans[plan_id] = found
            copies.append((plan_id, known.sheet))
        else:
            copies.append((plan_id, sheet))
    return FoundPlans(plans=plans, copies=tuple(copies))


def _head(values: SheetValues) -> tuple[int, str] | None:
    """Return row number and plan id where column A begins with one."""
    for number in sorted(values):
        if number > _FIRST_ROWS:
            break
        first = values[number][0] if values[number] else None
        if first is not None:
            text = str(first).strip()
            return (number, text) if _PLAN_ID.match(text) else None
    return None


def _plan(sheet: str, values: SheetValues, *, below: int) -> FoundPlan:
    rows = tuple(
        FoundRow(
            number=number,
            ref=_name(row[0]) if row else None,
            cells=tuple(_plain(value) for value in row[FIRST_COLUMN - 1 :]),
        )
        for number, row in sorted(values.items())
        if number != below
    )
    return FoundPlan(sheet=sheet, rows=rows, last=max(values, default=below))


def _name(value: CellValue) -> str | None:
    return str(value).strip() or None if isinstance(value, str) else None


def _plain(value: CellValue) -> PlanValue:
    """Return a value as plans know it; an error in a cell is what a person sees there."""
    return value.code if isinstance(value, CellError) else value
