"""The history of older trackers: a row per account and refresh, as layouts 1 and 2 kept it."""

from collections.abc import Sequence
from datetime import date

from cs_workbook.actions.cell_values import as_date, known_number
from cs_workbook.actions.kept_history import Columns, Kept, Table, with_week
from cs_workbook.measures.week_code import week_of
from cs_workbook.schema.tables import TBL_HISTORY
from cs_workbook.workbook.port import Workbook


def has_daily_history(book: Workbook) -> bool:
    """Tell whether a tracker keeps its history that way."""
    shape = book.tables().get(TBL_HISTORY.name)
    return shape is not None and "As of" in shape.columns


def carried_history(old: Table, *, bands: Sequence[str]) -> tuple[Columns, Columns]:
    """Return the two tables of today for such a history.

    Of several refreshes in one week the last one stays.

    Args:
        old: The rows: As of, Account ID, Account, Status, MRR, Health, Band.
        bands: Names of the bands, worst first.

    Returns:
        ``tblHistory``, and the columns of ``tblRefreshes`` that are known.
    """
    days = _by_day(old)
    history: Columns = {header: [] for header in TBL_HISTORY.headers}
    weeks: dict[tuple[date, int], date] = {}
    for day in sorted(days):
        history = with_week(history, days[day], as_of=day, bands=bands)
        weeks[week_of(day)] = day
    refreshes: Columns = {
        "Quarter": [quarter for quarter, _ in weeks],
        "Week": [week for _, week in weeks],
        "As of": list(weeks.values()),
        "Accounts": [len(days[day]) for day in weeks.values()],
    }
    return history, refreshes


def _by_day(old: Table) -> dict[date, list[Kept]]:
    """Return the accounts of every day, as rows of a week."""
    days: dict[date, list[Kept]] = {}
    for place, cell in enumerate(old["As of"]):
        day, account = as_date(cell), old["Account ID"][place]
        if day is None or account is None:
            continue
        name = old["Account"][place] if "Account" in old else None
        days.setdefault(day, []).append(
            Kept(
                account_id=str(account),
                account=None if name is None else str(name),
                status=str(old["Status"][place]),
                band=str(old["Band"][place]),
                mrr=known_number(old["MRR"][place]) if "MRR" in old else None,
                health=known_number(old["Health"][place]),
            )
        )
    return days
