"""History and Refreshes: what a refresh writes, what it leaves alone, what older layouts bring."""

from datetime import date

import pytest

from cs_workbook.actions.daily_history import carried_history
from cs_workbook.actions.earlier_weeks import Earlier, bands_before, earlier_scores
from cs_workbook.actions.kept_history import (
    Columns,
    Kept,
    KeptHistory,
    with_week,
)
from cs_workbook.measures.week_code import week_of
from cs_workbook.schema.health_model import NO_DATA_BAND
from cs_workbook.schema.tables import TBL_HISTORY

BANDS = ("▼ At risk", "◆ Watch", "▲ Healthy")
EMPTY: Columns = {header: [] for header in TBL_HISTORY.headers}


def kept(
    account: str, health: float | None, *, band: str = BANDS[1], status: str = "Customer"
) -> Kept:
    return Kept(
        account_id=account,
        account=f"Name of {account}",
        status=status,
        band=band,
        mrr=100.0,
        health=health,
        sub_scores=(health, None),
    )


def after(*refreshes: tuple[date, list[Kept]]) -> Columns:
    """Return the history after some refreshes, in the order they were run."""
    history = EMPTY
    for day, rows in refreshes:
        history = with_week(history, rows, as_of=day, bands=BANDS)
    return history


def book_of(history: Columns, days: dict[tuple[date, int], date]) -> KeptHistory:
    refreshes: Columns = {
        "Quarter": [quarter for quarter, _ in days],
        "Week": [week for _, week in days],
        "As of": list(days.values()),
        "Model version": [1] * len(days),
    }
    return KeptHistory(history, refreshes, bands=BANDS)


def read(history: Columns, days: dict[tuple[date, int], date]) -> dict[date, dict[str, Kept]]:
    book = book_of(history, days)
    return {refresh.day: book.on(refresh) for refresh in book.refreshes}


def test_a_quarter_of_an_account_is_one_row() -> None:
    history = after(
        (date(2026, 4, 3), [kept("A", 40), kept("B", 60)]),
        (date(2026, 4, 10), [kept("A", 45.678, band=BANDS[0])]),
        (date(2026, 7, 1), [kept("A", 50), kept("C", 70)]),
    )
    assert history["Quarter"] == [date(2026, 4, 1)] * 2 + [date(2026, 7, 1)] * 2
    assert history["Account ID"] == ["A", "B", "A", "C"]
    assert history["W1"] == [40, 60, 50, 70]
    assert history["W2"] == [45.68, None, None, None]
    assert history["Band"] == [BANDS[0], BANDS[1], BANDS[1], BANDS[1]]
    assert history["Signals"][0] == "1C2 100 40,-;2C1 = 45.68,"
    assert history["Weeks kept"] == [2, 1, 1, 1]


def test_what_was_written_is_read_back() -> None:
    first, second = date(2026, 4, 3), date(2026, 4, 10)
    rows = [kept("A", 40), kept("B", None, band="○ No data"), kept("C", None, band="□ Not scored")]
    history = after((first, rows), (second, rows[:1]))
    found = read(history, {(date(2026, 4, 1), 1): first, (date(2026, 4, 1), 2): second})
    assert found[first] == {one.account_id: one for one in rows}
    assert found[second] == {"A": rows[0]}


def test_the_last_refresh_of_a_week_stays() -> None:
    once = after((date(2026, 4, 2), [kept("A", 40), kept("B", 50)]))
    again = with_week(once, [kept("A", 44)], as_of=date(2026, 4, 3), bands=BANDS)
    assert again["W1"] == [44]
    assert again["Account ID"] == ["A"], "B was in no export of the week's last refresh"


def test_the_same_refresh_twice_changes_nothing() -> None:
    rows = [kept("A", 40.123456), kept("B", None)]
    once = after((date(2026, 4, 2), rows))
    assert with_week(once, rows, as_of=date(2026, 4, 2), bands=BANDS) == once


def test_an_earlier_day_leaves_later_weeks_as_they_are() -> None:
    """Refreshing in another order gives the same history, apart from the order of its rows."""
    early, late = date(2026, 4, 3), date(2026, 5, 22)
    in_order = after((early, [kept("A", 40)]), (late, [kept("A", 60, band=BANDS[2])]))
    backwards = after((late, [kept("A", 60, band=BANDS[2])]), (early, [kept("A", 40)]))
    assert backwards == in_order
    assert backwards["Band"] == [BANDS[2]], "the newest week says band, status and MRR"
    earlier_quarter = with_week(in_order, [kept("A", 10)], as_of=date(2026, 3, 31), bands=BANDS)
    assert earlier_quarter["Quarter"] == [date(2026, 1, 1), date(2026, 4, 1)]
    assert earlier_quarter["Signals"][1] == in_order["Signals"][0]


def test_rows_of_an_older_layout_are_put_together() -> None:
    """Two refreshes in one week: the later day stays. Parts were not kept, and stay unknown."""
    days = [date(2026, 4, 1), date(2026, 4, 2), date(2026, 4, 30)]
    old: Columns = {
        "As of": [*days, days[0]],
        "Account ID": ["A", "A", "A", "B"],
        "Account": ["Ada", "Ada", "Ada", "Bob"],
        "Status": ["Customer", "Customer", "Churned", "Trial"],
        "MRR": [10, 20, 0, None],
        "Health": [50, 55.556, None, 70],
        "Band": [BANDS[1], BANDS[1], "□ Not scored", BANDS[1]],
    }
    history, refreshes = carried_history(old, bands=BANDS)
    assert history["Account ID"] == ["A"]
    assert history["W1"] == [55.56]
    assert history["Signals"] == ["1C2 20 .;5Lx 0 ="]
    assert refreshes["As of"] == [date(2026, 4, 2), date(2026, 4, 30)]
    assert refreshes["Accounts"] == [1, 1]


@pytest.mark.parametrize("days", [1, 156])
def test_rows_grow_with_quarters_and_not_with_weeks(days: int) -> None:
    history = after(
        *(
            (date.fromordinal(date(2024, 1, 1).toordinal() + 7 * week), [kept("A", week % 100)])
            for week in range(days)
        )
    )
    assert len(history["Quarter"]) == (1 if days == 1 else 12)
    assert sum(weeks for weeks in history["Weeks kept"] if isinstance(weeks, int)) == days


def test_before_is_an_earlier_week_with_a_score_or_a_band() -> None:
    """Also within a week: what a second refresh of it overwrites is not "before"."""
    march, april = date(2026, 3, 30), date(2026, 4, 10)
    history = after(
        (march, [kept("A", 40, band=BANDS[0]), kept("B", 70, band=BANDS[1])]),
        (april, [kept("A", 90, band=BANDS[2]), kept("B", None, band=NO_DATA_BAND)]),
    )
    book = book_of(history, {week_of(day): day for day in (march, april)})
    next_week, same_week = date(2026, 4, 17), date(2026, 4, 13)
    assert week_of(same_week) == week_of(april)
    assert earlier_scores(book, as_of=next_week) == {
        "A": Earlier(on=april, health=90),
        "B": Earlier(on=march, health=70),
    }
    assert bands_before(book, as_of=next_week) == {"A": BANDS[2], "B": BANDS[1]}
    for day in (april, same_week):
        assert earlier_scores(book, as_of=day)["A"] == Earlier(on=march, health=40)
        assert bands_before(book, as_of=day) == {"A": BANDS[0], "B": BANDS[1]}
    assert earlier_scores(book, as_of=date(2028, 1, 1)) == {}, "too long ago"
