"""The sheets of recurring revenue: months, movements and reasons of churn, as table columns.

Amounts the exports do not give stay blank and are counted. A reason that somebody classified stays
in its table with 0 customers when nobody left for it in the period, so that what was typed is
never lost and never counts twice.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Self

import pandas as pd

from cs_workbook.actions.account_rows import plain
from cs_workbook.actions.analyses.analysis import Known, TableContent
from cs_workbook.actions.cell_values import known_number
from cs_workbook.actions.table_columns import columns_of, live_columns
from cs_workbook.actions.tracker import TrackerSettings
from cs_workbook.engine import DuckDB
from cs_workbook.rollups import churn_reasons, mrr_months, mrr_movements, period_start
from cs_workbook.schema.columns import Owner, Table
from cs_workbook.schema.names import SHOWN_NAMES
from cs_workbook.schema.revenue_tables import NO_LOSSES
from cs_workbook.schema.tables import TBL_CHURN_REASONS, TBL_MOVEMENTS, TBL_MRR_MONTHS
from cs_workbook.workbook.port import CellValue, ColumnContent, Workbook

MONTH_FIELDS: Mapping[str, str] = {
    "Month": "month",
    "Opening MRR": "opening",
    "New": "new",
    "Expansion": "expansion",
    "Contraction": "contraction",
    "Churn": "churn",
    "Reactivation": "reactivation",
    "Closing MRR": "closing",
    "Customers at start": "customers_start",
    "New customers": "customers_new",
    "Lost customers": "customers_lost",
    "Customers back": "customers_back",
    "Customers at end": "customers_end",
    "Without amount": "without_amount",
}
"""Headers of ``tblMrrMonths`` that are no formula, and their fields in the rollup."""

_REASON_FIELDS: Mapping[str, str] = {
    "Reason": "reason",
    "Customers": "customers",
    "MRR lost": "mrr_lost",
    "Amount not known": "amount_not_known",
    "Still paying": "still_paying",
}
_NO_REASON_ROW: Mapping[str, CellValue] = {
    "Customers": 0,
    "MRR lost": 0,
    "Amount not known": 0,
    "Still paying": 0,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RevenueAnalysis:
    """What the exports say about recurring revenue.

    Attributes:
        months: The months rollup, newest first.
        movements: The newest movements, under the headers of ``tblMovements``.
        reasons: Reasons of churn in the period.
        start: The day before the period.
    """

    months: pd.DataFrame
    movements: pd.DataFrame
    reasons: pd.DataFrame
    start: date

    @classmethod
    def gather(cls, engine: DuckDB, settings: TrackerSettings, *, as_of: date) -> Self:
        """Run the rollups."""
        start = period_start(as_of, months=settings.period_months)
        return cls(
            months=mrr_months(engine, as_of=as_of),
            movements=mrr_movements(engine, as_of=as_of, rows=settings.rows_shown),
            reasons=churn_reasons(engine, as_of=as_of, period_start=start),
            start=start,
        )

    def tables(self, known: Known) -> Iterable[TableContent]:
        """Return the three tables with the sentence above each."""
        yield _content(
            TBL_MRR_MONTHS, month_columns(self.months), _shown_months(self.months), keyed=False
        )
        movements = {
            header: [plain(cell) for cell in self.movements[header].tolist()]
            for header in TBL_MOVEMENTS.headers
        }
        yield _content(TBL_MOVEMENTS, movements, _shown_movements(self.movements))
        yield _content(
            TBL_CHURN_REASONS,
            reason_columns(self.reasons, known.workbook),
            _shown_reasons(self.reasons, start=self.start, as_of=known.as_of),
        )


def _content(
    table: Table, columns: Mapping[str, ColumnContent], shown: str, *, keyed: bool = True
) -> TableContent:
    return TableContent(
        table=table.name,
        columns=columns,
        keyed_by=table.key if keyed else None,
        names={SHOWN_NAMES[table.name]: shown},
    )


def month_columns(months: pd.DataFrame) -> dict[str, ColumnContent]:
    """Return ``tblMrrMonths``: the parts from the rollup, the ratios as live formulas."""
    parts = {
        header: [plain(cell) for cell in months[field].tolist()]
        for header, field in MONTH_FIELDS.items()
    }
    rows = [dict(zip(parts, cells, strict=True)) for cells in zip(*parts.values(), strict=True)]
    ratios = [_ratios(row) for row in rows]
    return columns_of(
        TBL_MRR_MONTHS, [row | ratio for row, ratio in zip(rows, ratios, strict=True)]
    )


def _ratios(row: Mapping[str, CellValue]) -> dict[str, CellValue]:
    """Return what the formulas of one month give, an empty text for a blank."""

    def amount(header: str) -> float:
        return known_number(row[header]) or 0.0

    opening, closing = amount("Opening MRR"), known_number(row["Closing MRR"])
    lost = abs(amount("Contraction") + amount("Churn"))
    again = amount("Expansion") + amount("Reactivation")
    steps = ("Opening MRR", "New", "Expansion", "Contraction", "Churn", "Reactivation")
    at_start = amount("Customers at start")
    quick: CellValue = NO_LOSSES if known_number(row["Churn"]) is not None else ""
    return {
        "Tie-out": ""
        if closing is None
        else round(closing - math.fsum(amount(header) for header in steps), 2) + 0.0,
        "Gross MRR churn (%)": 100 * lost / opening if opening else "",
        "Net MRR churn (%)": 100 * (lost - again) / opening if opening else "",
        "Quick ratio": (amount("New") + again) / lost if lost else quick,
        "Logo churn (%)": 100 * amount("Lost customers") / at_start if at_start else "",
    }


def reason_columns(reasons: pd.DataFrame, workbook: Workbook) -> dict[str, ColumnContent]:
    """Return ``tblChurnReasons``: the reasons of the period, then others somebody wrote beside."""
    parts: dict[str, list[CellValue]] = {
        header: [plain(cell) for cell in reasons[field].tolist()]
        for header, field in _REASON_FIELDS.items()
    }
    for reason in _written_beside(workbook):
        if reason not in parts["Reason"]:
            parts["Reason"].append(reason)
            for header, nothing in _NO_REASON_ROW.items():
                parts[header].append(nothing)
    amounts = [known_number(cell) or 0.0 for cell in parts["MRR lost"]]
    total = math.fsum(amounts)
    parts["Share of MRR lost (%)"] = [
        100 * amount / total if amount * total else "" for amount in amounts
    ]
    return live_columns(TBL_CHURN_REASONS, parts)


def _written_beside(workbook: Workbook) -> list[CellValue]:
    """Return the reasons of the workbook beside which somebody wrote something."""
    old = workbook.read_table(TBL_CHURN_REASONS.name)
    written = {
        column.header for column in TBL_CHURN_REASONS.columns if column.owner is not Owner.TYPED
    }
    own = [cells for header, cells in old.items() if header not in written]
    return [
        reason
        for row, reason in enumerate(old["Reason"])
        if reason is not None and any(cells[row] is not None for cells in own)
    ]


def _shown_months(months: pd.DataFrame) -> str:
    if months.empty:
        return "No data: no paid subscription with a start date was imported."
    without = int(months["without_amount"].iloc[0])
    left_out = (
        f" {without:,} open paid subscriptions carry no amount and are in no sum."
        if without
        else ""
    )
    return f"{len(months)} months are shown, newest first.{left_out}"


def _shown_movements(movements: pd.DataFrame) -> str:
    shown = len(movements)
    if not shown:
        return "No movements: no paid subscription with an amount was imported."
    total = int(movements["movements"].iloc[0])
    if total == shown:
        return f"All {total:,} movements are shown; the sheet Revenue adds them up by month."
    return (
        f"The newest {shown:,} of {total:,} movements are shown; the sheet Revenue adds up all "
        "of them by month."
    )


def _shown_reasons(reasons: pd.DataFrame, *, start: date, as_of: date) -> str:
    period = f"after {start.isoformat()} and up to {as_of.isoformat()}"
    if reasons.empty:
        return f"No data: no churn event {period} was imported."
    customers = int(reasons["customers"].sum())
    return f"Churn events {period}: {customers:,} accounts, each once by its newest event."
