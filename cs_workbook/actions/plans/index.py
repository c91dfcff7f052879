"""The index of the plans: one row per plan, and what a build listed as left alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cs_workbook.actions.table_columns import live_columns
from cs_workbook.schema.tables import TBL_PLAN_CONFLICTS, TBL_PLANS, Owner
from cs_workbook.workbook.port import CellValue, ColumnContent, Workbook

IndexRow = dict[str, CellValue]

WRITTEN = tuple(column.header for column in TBL_PLANS.columns if column.owner is Owner.STAMPED)
"""The columns a build writes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftAlone:
    """Something a build left as it found it.

    Attributes:
        plan_id: The plan.
        account: The account's name.
        sheet: The sheet.
        reason: Why, and what to do.
        cell: The cell, where it is about one.
        row: Name of the row.
        found: What stands there.
        wanted: What the program would write.
    """

    plan_id: str
    account: CellValue
    sheet: CellValue
    reason: str
    cell: str | None = None
    row: str | None = None
    found: CellValue = None
    wanted: CellValue = None


def read_index(workbook: Workbook) -> dict[str, IndexRow]:
    """Return the rows of the index by plan id, in their order."""
    table = workbook.read_table(TBL_PLANS.name, columns=WRITTEN)
    return {
        str(key): {header: table[header][row] for header in WRITTEN}
        for row, key in enumerate(table["Plan ID"])
        if key is not None
    }


def index_columns(rows: Sequence[IndexRow]) -> dict[str, ColumnContent]:
    """Return the index as it is to be written."""
    shown: list[CellValue] = ["Open" if row.get("Sheet") else "" for row in rows]
    live = {column.header: shown for column in TBL_PLANS.columns if column.formula is not None}
    written = {header: [row.get(header) for row in rows] for header in WRITTEN}
    return live_columns(TBL_PLANS, {**written, **live})


def read_left_alone(workbook: Workbook) -> list[LeftAlone]:
    """Return what earlier builds listed."""
    table = workbook.read_table(TBL_PLAN_CONFLICTS.name)
    return [
        LeftAlone(
            plan_id=str(table["Plan ID"][row]),
            account=table["Account"][row],
            sheet=table["Sheet"][row],
            cell=_text(table["Cell"][row]),
            row=_text(table["Row"][row]),
            found=table["Stands there"][row],
            wanted=table["Wanted"][row],
            reason=str(table["Reason"][row] or ""),
        )
        for row in range(len(table["Plan ID"]))
        if table["Plan ID"][row] is not None
    ]


def left_alone_columns(listed: Sequence[LeftAlone]) -> Mapping[str, list[CellValue]]:
    """Return the list as it is to be written."""
    return {
        "Plan ID": [each.plan_id for each in listed],
        "Account": [each.account for each in listed],
        "Sheet": [each.sheet for each in listed],
        "Cell": [each.cell for each in listed],
        "Row": [each.row for each in listed],
        "Stands there": [each.found for each in listed],
        "Wanted": [each.wanted for each in listed],
        "Reason": [each.reason for each in listed],
    }


def _text(value: CellValue) -> str | None:
    return None if value is None else str(value)
