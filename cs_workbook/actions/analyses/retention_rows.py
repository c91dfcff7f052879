"""How long customers stay: the rows of ``tblSurvival`` and ``tblCohorts``, and time to value."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

import pandas as pd

from cs_workbook.actions.account_rows import plain
from cs_workbook.actions.analyses.analysis import Known, TableContent
from cs_workbook.actions.analyses.time_to_value import time_to_value_cells
from cs_workbook.actions.cell_values import as_date
from cs_workbook.actions.tracker import TrackerSettings
from cs_workbook.engine import DuckDB
from cs_workbook.measures.churn import Span
from cs_workbook.measures.cohorts import CohortTriangle, cohort_triangle
from cs_workbook.measures.retention import Lifetime
from cs_workbook.measures.tenure import lifetime_in_months, tenure_months
from cs_workbook.rollups import account_usage, customer_spans, customer_stretches
from cs_workbook.schema.retention_tables import (
    COHORT_MONTHS,
    MOST_COHORTS,
    SMALL_COHORT,
    TBL_COHORTS,
    TBL_SURVIVAL,
)
from cs_workbook.workbook.port import CellValue, ColumnContent, FormulaColumn


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """One account that ever was a customer.

    Attributes:
        account: Account id.
        joined: First day of service; blank where no export says it.
        left: First day without service; blank for a customer, and where the day is not known.
        lost: Whether it was lost.
        tenure_months: Months of service, where an export states them.
        gaps: How often it left and came back; ``None`` where that is not known.
        by_subscriptions: Whether subscriptions say so, or the accounts export.
    """

    account: str
    joined: date | None
    left: date | None
    lost: bool
    tenure_months: float | None
    gaps: int | None
    by_subscriptions: bool

    @property
    def left_on_unknown_day(self) -> bool:
        """Whether it was lost and nobody knows when."""
        return self.lost and self.left is None and self.tenure_months is None


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionAnalysis:
    """Who joined and left when, and who used the product first when."""

    customers: Sequence[Customer]
    stretches: Sequence[Span]
    first_use: Mapping[str, date]

    @classmethod
    def gather(cls, engine: DuckDB, settings: TrackerSettings, *, as_of: date) -> Self:
        """Read spans, stretches and first uses from the exports."""
        customers = tuple(_customers(customer_spans(engine, as_of=as_of)))
        usage = account_usage(engine, as_of=as_of, count_early=settings.count_early_usage)
        return cls(
            customers=customers,
            stretches=_stretches(customers, customer_stretches(engine, as_of=as_of)),
            first_use={
                str(account): day
                for account, cell in zip(usage["account_id"], usage["first_activity"], strict=True)
                if (day := as_date(plain(cell))) is not None
            },
        )

    def tables(self, known: Known) -> Iterable[TableContent]:
        """Return both tables and the cells above them."""
        lives = [
            lifetime_in_months(
                customer.joined,
                customer.left,
                lost=customer.lost,
                as_of=known.as_of,
                tenure_months=customer.tenure_months,
            )
            for customer in self.customers
        ]
        judged = [
            (customer, life)
            for customer, life in zip(self.customers, lives, strict=True)
            if life is not None
        ]
        unknown = sum(customer.left_on_unknown_day for customer, _ in judged)
        triangle = cohort_triangle(self.stretches, as_of=known.as_of)
        yield TableContent(
            table=TBL_SURVIVAL.name,
            columns=survival_columns([life for _, life in judged]),
            names={
                "RetentionNote": _retention_note(self.customers, left_out=lives.count(None)),
                "LeftDayUnknown": unknown,
                **time_to_value_cells(
                    self.first_use,
                    [
                        (customer.account, customer.joined, customer.left)
                        for customer in self.customers
                        if customer.joined is not None
                        and customer.lost == (customer.left is not None)
                    ],
                    as_of=known.as_of,
                ),
            },
        )
        yield TableContent(
            table=TBL_COHORTS.name,
            columns=cohort_columns(triangle),
            keyed_by=TBL_COHORTS.key,
            names={"CohortNote": _cohort_note(triangle, left_out=len(self.customers) - triangle.n)},
        )


def _customers(frame: pd.DataFrame) -> Iterable[Customer]:
    for row in frame.to_dict(orient="records"):
        tenure, gaps = plain(row["tenure_months"]), plain(row["gaps"])
        yield Customer(
            account=str(row["account_id"]),
            joined=as_date(plain(row["joined_on"])),
            left=as_date(plain(row["left_on"])),
            lost=bool(row["lost"]),
            tenure_months=float(tenure) if isinstance(tenure, int | float) else None,
            gaps=int(gaps) if isinstance(gaps, int | float) else None,
            by_subscriptions=row["span_from"] == "Subscriptions",
        )


def _stretches(customers: Sequence[Customer], frame: pd.DataFrame) -> tuple[Span, ...]:
    """Return the stretches of service; one per customer where only the accounts export speaks.

    Who joined or left on an unknown day is in no cohort: its row would be too good or too bad.
    """
    spans = [
        Span(str(account), start, as_date(plain(end)))
        for account, begun, end in frame.itertuples(index=False)
        if (start := as_date(plain(begun))) is not None
    ]
    spans.extend(
        Span(customer.account, customer.joined, customer.left)
        for customer in customers
        if not customer.by_subscriptions
        and customer.joined is not None
        and customer.lost == (customer.left is not None)
    )
    return tuple(spans)


def survival_columns(lifetimes: Sequence[Lifetime]) -> dict[str, ColumnContent]:
    """Return ``tblSurvival``: the curve with a row for every month."""
    rows = tenure_months(lifetimes)
    formula = TBL_SURVIVAL.columns[TBL_SURVIVAL.headers.index("Still a customer (%)")].formula
    return {
        "Month": [row.month for row in rows],
        "At risk": [row.at_risk for row in rows],
        "Lost": [row.lost for row in rows],
        "Left the data": [row.last_seen for row in rows],
        "Before (%)": [row.before for row in rows],
        "Still a customer (%)": FormulaColumn(
            formula=str(formula), values=[row.retained for row in rows]
        ),
        "Low 95 %": [None if row.interval is None else row.interval.low for row in rows],
        "High 95 %": [None if row.interval is None else row.interval.high for row in rows],
    }


def cohort_columns(triangle: CohortTriangle) -> dict[str, ColumnContent]:
    """Return ``tblCohorts``: the newest cohorts, oldest first; months to come are blank."""
    shown = triangle.cohorts[-MOST_COHORTS:]
    columns: dict[str, list[CellValue]] = {
        "Cohort": [cohort.month for cohort in shown],
        "Customers": [cohort.customers for cohort in shown],
        "Note": [
            f"few: n < {SMALL_COHORT}" if cohort.customers < SMALL_COHORT else None
            for cohort in shown
        ],
    }
    for age, header in enumerate(COHORT_MONTHS):
        columns[header] = [
            cohort.retained[age] if age < len(cohort.retained) else None for cohort in shown
        ]
    return dict(columns)


def _retention_note(customers: Sequence[Customer], *, left_out: int) -> str:
    """Say where the days come from and what they do not say."""
    if not customers:
        return "No data: no export says who is a customer since when."
    by_subscriptions = any(customer.by_subscriptions for customer in customers)
    words = [
        "Days from the subscriptions: first paid day to first day without service."
        if by_subscriptions
        else "No subscriptions: days from the accounts export and churn events, as far as they go."
    ]
    back = sum((customer.gaps or 0) > 0 for customer in customers)
    if back:
        words.append(f"{back:,} left and came back: not lost, the gap is ignored.")
    unknown = sum(
        customer.left_on_unknown_day and customer.joined is not None for customer in customers
    )
    if unknown:
        words.append(
            f"{unknown:,} left, day not known: watched on their joining day only, so the curve is "
            "too high."
        )
    if left_out:
        words.append(f"{left_out:,} without a joining day are left out.")
    return " ".join(words)


def _cohort_note(triangle: CohortTriangle, *, left_out: int) -> str:
    count = len(triangle.cohorts)
    if not count:
        return "No data: no export says who joined when."
    words = (
        f"The newest {MOST_COHORTS} of {count} cohorts are shown."
        if count > MOST_COHORTS
        else f"All {count} cohorts are shown, {triangle.n:,} customers."
    )
    if left_out:
        words += f" {left_out:,} customers without a known joining or leaving day are in none."
    return words
