"""Put together ``tblRenewals``: contract terms by date, each with what people typed about it.

The order is the order of work: late renewals first, then what comes next, then the past, newest
first. A row somebody typed into stays even when its renewal leaves the exports or the period; it
then says so and counts nowhere.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from cs_workbook.actions.account_rows import AccountRows, plain
from cs_workbook.actions.cell_values import as_date, known_number
from cs_workbook.actions.table_columns import columns_of
from cs_workbook.measures.renewal_forecast import Expected, Outlook, outlook, term_months
from cs_workbook.measures.renewals import RenewalState, renewed_amount
from cs_workbook.schema.health_model import NO_DATA_BAND
from cs_workbook.schema.lists import COMMIT
from cs_workbook.schema.renewal_tables import (
    GONE_STATE,
    LATE_BUCKET,
    LATE_STATE,
    LOST_STATE,
    NO_BUCKET,
    OLD_STATE,
    OPEN_STATE,
    PAST_BUCKET,
    RENEWED_STATE,
    TIME_BUCKETS,
)
from cs_workbook.schema.tables import TBL_RENEWALS, Owner
from cs_workbook.workbook.port import CellValue, ColumnContent

Key = tuple[str, date]

STATE_WORDS: Mapping[RenewalState, str] = {
    RenewalState.RENEWED: RENEWED_STATE,
    RenewalState.OPEN: OPEN_STATE,
    RenewalState.LATE: LATE_STATE,
    RenewalState.LOST: LOST_STATE,
}
_YES_NO = {True: "Yes", False: "No", None: None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One renewal as the exports know it.

    Attributes:
        account_id: Account.
        renewal_date: First day without service.
        state: What became of it up to the as-of date.
        mrr_due: MRR of the contracts that end; ``None`` where unknown.
        mrr_after: MRR of those that follow.
        auto_renew: Whether all of them renew by themselves.
        months: Months of the longest.
    """

    account_id: str
    renewal_date: date
    state: RenewalState
    mrr_due: float | None
    mrr_after: float | None
    auto_renew: bool | None = None
    months: int | None = None

    @property
    def renewed(self) -> float:
        """What was renewed of the MRR due."""
        if self.state is not RenewalState.RENEWED:
            return 0.0
        return renewed_amount(self.mrr_due, self.mrr_after)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of ``tblRenewals`` with what its formulas show.

    Attributes:
        cells: Content by header, typed columns left out.
        due: The renewal; ``None`` where it counts nowhere.
        outlook: What it may bring.
    """

    cells: Mapping[str, CellValue]
    due: Due | None
    outlook: Outlook


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What people typed about renewals.

    Attributes:
        rows: The row of the workbook of each renewal.
        table: ``tblRenewals`` as it stands.
        chances: Forecast or band in lower case -> chance in percent.
    """

    rows: Mapping[Key, int]
    table: Mapping[str, Sequence[CellValue]]
    chances: Mapping[str, float]

    def cell(self, key: Key, header: str) -> CellValue:
        """Return what stands in a typed column of a renewal."""
        row = self.rows.get(key)
        return None if row is None else self.table[header][row]


def dues_of(terms: pd.DataFrame) -> list[Due]:
    """Return the renewals of the rollup."""
    dues = []
    for line in terms.to_dict(orient="records"):
        found = {str(name): plain(value) for name, value in line.items()}
        day, begun = as_date(found["renewal_date"]), as_date(found["term_start"])
        if day is None:
            continue
        auto = found["auto_renew"]
        dues.append(
            Due(
                account_id=str(found["account_id"]),
                renewal_date=day,
                state=RenewalState(str(found["state"])),
                mrr_due=known_number(found["mrr_due"]),
                mrr_after=known_number(found["mrr_after"]),
                auto_renew=None if auto is None else bool(auto),
                months=None if begun is None else term_months(begun, day),
            )
        )
    return dues


def typed_of(
    table: Mapping[str, Sequence[CellValue]], chances: Mapping[str, Sequence[CellValue]]
) -> Typed:
    """Read what people typed about renewals, and the chances in force."""
    rows: dict[Key, int] = {}
    for row, (account, day) in enumerate(
        zip(table["Account ID"], table["Renewal date"], strict=True)
    ):
        known = as_date(day)
        if account is not None and known is not None:
            rows.setdefault((str(account), known), row)
    shares: dict[str, float] = {}
    for name, chance in zip(chances["Stands at"], chances["Chance (%)"], strict=True):
        shares.setdefault(str(name).lower(), min(100.0, max(0.0, known_number(chance) or 0.0)))
    return Typed(rows=rows, table=table, chances=shares)


def renewal_rows(
    dues: Sequence[Due],
    typed: Typed,
    accounts: AccountRows,
    *,
    as_of: date,
    period_start: date,
    notice_days: int,
) -> list[Row]:
    """Return the rows of the table in their order.

    Args:
        dues: Every renewal the exports know, of any time.
        typed: What people typed.
        accounts: The new content of ``tblAccounts``.
        as_of: The day figures count up to.
        period_start: The day before the period; earlier renewals are not listed.
        notice_days: Days of notice.
    """
    known = {(due.account_id, due.renewal_date): due for due in dues}
    listed = {key: due for key, due in known.items() if due.renewal_date > period_start}
    own = [
        header
        for header in typed.table
        if header not in TBL_RENEWALS.headers or header in _TYPED_HEADERS
    ]
    kept = [
        key
        for key, row in typed.rows.items()
        if key not in listed and any(typed.table[header][row] is not None for header in own)
    ]
    place = {str(key): row for row, key in enumerate(accounts.shown["Account ID"])}

    def row_of(key: Key, due: Due | None, state: str) -> Row:
        row = place.get(key[0])
        band = NO_DATA_BAND if row is None else accounts.shown["Band"][row]
        look, chance = _look(key, due, state, str(band), typed)
        days = (key[1] - as_of).days
        values: dict[str, CellValue] = {
            "Account ID": key[0],
            "Account": typed.cell(key, "Account")
            if row is None
            else accounts.shown["Account"][row],
            "CSM": typed.cell(key, "CSM") if row is None else accounts.shown["CSM"][row],
            "Renewal date": key[1],
            "Days left": days,
            "Bucket": bucket(days, state),
            "Notice by": key[1] - timedelta(days=notice_days),
            "Auto-renew": None if due is None else _YES_NO[due.auto_renew],
            "Term (months)": None if due is None else due.months,
            "MRR due": None if due is None else due.mrr_due,
            "State": state,
            "MRR after": None if due is None else due.mrr_after,
            "Health band": band,
            "Chance (%)": chance,
            "Renewed MRR": due.renewed if due is not None and state == RENEWED_STATE else 0,
            "Worst": look.worst,
            "Likely": look.likely,
            "Best": look.best,
        }
        return Row(cells=values, due=None if state.startswith("□") else due, outlook=look)

    rows = [row_of(key, due, STATE_WORDS[due.state]) for key, due in listed.items()]
    rows.sort(key=lambda row: _order(row.due, as_of))
    rows.extend(
        row_of(key, known.get(key), OLD_STATE if key in known else GONE_STATE) for key in kept
    )
    return rows


_TYPED_HEADERS = frozenset(
    column.header for column in TBL_RENEWALS.columns if column.owner is Owner.TYPED
)


def renewal_columns(rows: Sequence[Row]) -> dict[str, ColumnContent]:
    """Return every column of ``tblRenewals`` refresh writes."""
    return columns_of(TBL_RENEWALS, [row.cells for row in rows])


def bucket(days_left: int, state: str) -> str:
    """Return what the Bucket column shows.

    >>> bucket(30, "◆ Open"), bucket(31, "◆ Open"), bucket(-1, "▼ Late"), bucket(-1, "▼ Lost")
    ('0-30 days', '31-60 days', 'Late', 'Past')
    """
    if state.startswith("□"):
        return NO_BUCKET
    if days_left < 0:
        return LATE_BUCKET if state == LATE_STATE else PAST_BUCKET
    return next((name for name, last in TIME_BUCKETS if days_left <= last), TIME_BUCKETS[-1][0])


def _look(key: Key, due: Due | None, state: str, band: str, typed: Typed) -> tuple[Outlook, float]:
    """Return what a renewal may bring, and its chance in percent."""
    forecast = typed.cell(key, "Forecast")
    chance = typed.chances.get(str(forecast or band).lower(), 0.0)
    if due is None or state.startswith("□"):
        return Outlook(worst=0.0, likely=0.0, best=0.0), chance
    expected = Expected(
        state=due.state,
        target=due.mrr_due,
        final=due.mrr_after,
        expected=known_number(typed.cell(key, "Forecast MRR")),
        chance=chance,
        committed=str(forecast or "").lower() == COMMIT.lower(),
    )
    return outlook(expected), chance


def _order(due: Due | None, as_of: date) -> tuple[int, int, str]:
    if due is None:
        return 3, 0, ""
    day = due.renewal_date.toordinal()
    if due.state is RenewalState.LATE:
        return 0, day, due.account_id
    if due.renewal_date >= as_of:
        return 1, day, due.account_id
    return 2, -day, due.account_id
