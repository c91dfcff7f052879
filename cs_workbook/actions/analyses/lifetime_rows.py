"""What customers are worth by segment: the rows of ``tblLifetimeBySegment``."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Self

from cs_workbook.actions.account_rows import AccountRows
from cs_workbook.actions.analyses.analysis import Known, TableContent
from cs_workbook.actions.lifetime_figures import Worth, printed_value, worth_of
from cs_workbook.actions.table_columns import live_columns
from cs_workbook.actions.tracker import TrackerSettings
from cs_workbook.engine import DuckDB
from cs_workbook.schema.lists import CUSTOMER
from cs_workbook.schema.retention_tables import (
    CHURN_WITH_PERIOD,
    NO_DATA,
    NO_SEGMENT,
    NOT_DEFINED,
    SMALL_SEGMENT,
    TBL_LIFETIME,
)
from cs_workbook.workbook.port import CellValue, ColumnContent


class LifetimeAnalysis:
    """What accounts have paid so far, and by which rule churn is counted; both are known facts."""

    @classmethod
    def gather(cls, engine: DuckDB, settings: TrackerSettings, *, as_of: date) -> Self:
        """Read nothing more."""
        del engine, settings, as_of
        return cls()

    def tables(self, known: Known) -> Iterable[TableContent]:
        """Return the table and the cell that names the churn rule."""
        rule = known.facts.counts.rule_in_force
        yield TableContent(
            table=TBL_LIFETIME.name,
            columns=lifetime_columns(
                known.accounts,
                known.facts.paid,
                known.settings,
                has_period=rule == CHURN_WITH_PERIOD,
            ),
            keyed_by=TBL_LIFETIME.key,
            names={"ChurnRuleUsed": rule},
        )


def lifetime_columns(
    accounts: AccountRows,
    paid: Mapping[str, float],
    settings: TrackerSettings,
    *,
    has_period: bool,
) -> dict[str, ColumnContent]:
    """Return ``tblLifetimeBySegment``: one row per segment, accounts without one at the end.

    Args:
        accounts: The new content of ``tblAccounts``.
        paid: Account -> what it paid so far.
        settings: Margin, discount, rule and period.
        has_period: Whether the churn rule in force counts the losses of a period.
    """
    rows_of: dict[str, list[int]] = defaultdict(list)
    for row, segment in enumerate(accounts.shown["Segment"]):
        rows_of[NO_SEGMENT if segment in {None, ""} else str(segment)].append(row)
    values: dict[str, list[CellValue]] = {header: [] for header in TBL_LIFETIME.headers}
    for segment in sorted(rows_of, key=lambda name: (name == NO_SEGMENT, name.casefold(), name)):
        worth = worth_of(accounts, rows_of[segment], settings, has_period=has_period)
        payments = [
            paid[key]
            for row in rows_of[segment]
            if (key := str(accounts.shown["Account ID"][row])) in paid
        ]
        line = _line(segment, accounts, rows_of[segment], worth, payments, settings)
        for header, cells in values.items():
            cells.append(line[header])
    return live_columns(TBL_LIFETIME, values)


def _line(
    segment: str,
    accounts: AccountRows,
    rows: list[int],
    worth: Worth,
    payments: list[float],
    settings: TrackerSettings,
) -> dict[str, CellValue]:
    value = printed_value(worth, sum(payments), len(payments), settings)
    if value is None:
        undefined = settings.lifetime_rule != "Historic" and not worth.unknown
        value_shown: CellValue = NOT_DEFINED if undefined else NO_DATA
    else:
        value_shown = value
    churn: CellValue = worth.monthly_churn
    if churn is None:
        churn = NO_DATA if worth.has_period else "not known"
    return {
        "Segment": segment,
        "Customers": sum(accounts.shown["Status"][row] == CUSTOMER for row in rows),
        "ARPA": NO_DATA if worth.arpa is None else worth.arpa,
        "n": worth.base,
        "Lost": worth.lost,
        "Monthly churn (%)": churn,
        "Paid so far": sum(payments) if payments else None,
        "Accounts that paid": len(payments),
        "CLTV": value_shown,
        "Note": _note(worth),
    }


def _note(worth: Worth) -> str:
    if not worth.has_period:
        return ""
    if worth.base == 0:
        return "Nobody at the start of the period."
    none = "No churn in the period. " if worth.lost == 0 else ""
    return none + ("Few customers: a guess." if worth.base < SMALL_SEGMENT else "")
