"""Laws of what counts as "before": earlier weeks, the last refresh of each, bands only."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cs_workbook.actions.earlier_weeks import bands_before
from cs_workbook.actions.kept_history import Columns, Kept, KeptHistory, with_week
from cs_workbook.measures.week_code import week_of
from cs_workbook.schema.health_model import NO_DATA_BAND, NOT_SCORED
from cs_workbook.schema.tables import TBL_HISTORY

BANDS = ("▼ At risk", "◆ Watch", "▲ Healthy")
FIRST = date(2026, 1, 1)
DAYS = st.lists(st.integers(0, 200), min_size=1, max_size=8, unique=True).map(sorted)
SHOWN = st.sampled_from([*BANDS, NO_DATA_BAND, NOT_SCORED])


def kept(account: str, band: str) -> Kept:
    return Kept(
        account_id=account,
        account=None,
        status="Customer",
        band=band,
        mrr=None,
        health=None,
    )


@given(days=DAYS, data=st.data())
def test_the_band_before_is_the_last_one_of_an_earlier_week(
    days: list[int], data: st.DataObject
) -> None:
    history: Columns = {header: [] for header in TBL_HISTORY.headers}
    weeks: dict[tuple[date, int], tuple[date, dict[str, str]]] = {}
    for offset in days:
        day = FIRST + timedelta(days=offset)
        bands = {account: data.draw(SHOWN) for account in "AB"}
        rows = [kept(account, band) for account, band in bands.items()]
        history = with_week(history, rows, as_of=day, bands=BANDS)
        weeks[week_of(day)] = day, bands
    refreshes: Columns = {
        "Quarter": [quarter for quarter, _ in weeks],
        "Week": [week for _, week in weeks],
        "As of": [day for day, _ in weeks.values()],
        "Model version": [1] * len(weeks),
    }
    as_of = FIRST + timedelta(days=data.draw(st.integers(0, 220)))
    expected = {
        account: band
        for week, (_, bands) in sorted(weeks.items())
        if week < week_of(as_of)
        for account, band in bands.items()
        if band in BANDS
    }
    book = KeptHistory(history, refreshes, bands=BANDS)
    assert bands_before(book, as_of=as_of) == expected
