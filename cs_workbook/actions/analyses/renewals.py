"""The analysis of renewals: the sheets Renewals and Renewal forecasts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Self

from cs_workbook.actions.account_rows import plain
from cs_workbook.actions.analyses.analysis import Known, TableContent
from cs_workbook.actions.analyses.renewal_history import forecast_columns
from cs_workbook.actions.analyses.renewal_rows import (
    Due,
    Row,
    dues_of,
    renewal_columns,
    renewal_rows,
    typed_of,
)
from cs_workbook.actions.cell_values import known_number
from cs_workbook.actions.tracker import TrackerSettings
from cs_workbook.engine import DuckDB
from cs_workbook.rollups import period_start, renewals_due, without_end
from cs_workbook.schema.names import SHOWN_NAMES
from cs_workbook.schema.tables import TBL_CHANCES, TBL_FORECASTS, TBL_RENEWALS

_EVER = date(1, 1, 1)
"""Outcomes of old forecasts need renewals of any time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewals:
    """What the exports know about renewals.

    Attributes:
        dues: Every renewal, by date.
        endless: Paid subscriptions that run on without an end.
        endless_mrr: Their MRR; ``None`` where none carries an amount.
    """

    dues: tuple[Due, ...]
    endless: int
    endless_mrr: float | None

    @classmethod
    def gather(cls, engine: DuckDB, settings: TrackerSettings, *, as_of: date) -> Self:
        """Read every renewal, and what never comes up for one."""
        terms = renewals_due(
            engine, as_of=as_of, period_start=_EVER, grace_days=settings.grace_days
        )
        endless = without_end(engine, as_of=as_of).iloc[0]
        return cls(
            dues=tuple(dues_of(terms)),
            endless=int(endless["subscriptions"]),
            endless_mrr=known_number(plain(endless["mrr"])),
        )

    def tables(self, known: Known) -> Iterable[TableContent]:
        """Return the renewals with what people typed, and the forecasts of every refresh."""
        settings = known.settings
        rows = renewal_rows(
            self.dues,
            typed_of(
                known.workbook.read_table(TBL_RENEWALS.name),
                known.workbook.read_table(TBL_CHANCES.name),
            ),
            known.accounts,
            as_of=known.as_of,
            period_start=period_start(known.as_of, months=settings.period_months),
            notice_days=settings.notice_days,
        )
        yield TableContent(
            table=TBL_RENEWALS.name,
            columns=renewal_columns(rows),
            keyed_by=TBL_RENEWALS.key,
            names={SHOWN_NAMES[TBL_RENEWALS.name]: self._shown(rows, settings)},
        )
        forecasts = forecast_columns(
            known.workbook.read_table(TBL_FORECASTS.name),
            rows,
            self.dues,
            as_of=known.as_of,
            grace_days=settings.grace_days,
        )
        yield TableContent(
            table=TBL_FORECASTS.name,
            columns=forecasts,
            keyed_by=TBL_FORECASTS.key,
            names={
                SHOWN_NAMES[TBL_FORECASTS.name]: "Every refresh adds its forecasts; refreshing "
                "again on the same as-of date replaces them."
            },
        )

    def _shown(self, rows: Iterable[Row], settings: TrackerSettings) -> str:
        """Say what is listed, and what never comes up for renewal."""
        count = sum(row.due is not None for row in rows)
        listed = (
            f"{count:,} renewals of the last {settings.period_months} months and the next 365 days."
            if count
            else "No contract ends in the last "
            f"{settings.period_months} months or the next 365 days."
        )
        if not self.endless:
            return f"{listed} No paid subscription runs on without an end date."
        amount = (
            ""
            if self.endless_mrr is None
            else f" (MRR {self.endless_mrr:,.0f} {settings.currency})"
        )
        return (
            f"{listed} {self.endless:,} paid subscriptions{amount} run on without an end date: "
            "they never come up for renewal and are not listed."
        )
