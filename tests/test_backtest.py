"""Back-tests of the health score: the measure, the days looked at, whole trackers."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from cs_workbook.actions.backtest import back_test_exports, back_test_history
from cs_workbook.actions.backtest_file import back_test_file
from cs_workbook.actions.daily_history import carried_history
from cs_workbook.actions.landmarks import (
    Stretch,
    followed,
    landmarks_until,
    matched,
    without_short_gaps,
)
from cs_workbook.actions.new import new_tracker
from cs_workbook.cli import cli
from cs_workbook.errors import NotEnoughDataError
from cs_workbook.measures.backtest import FEWEST_LOST, back_test
from cs_workbook.measures.discrimination import Scored
from cs_workbook.schema.lists import CHURNED, CUSTOMER
from cs_workbook.workbook.file_book import FileBook

BANDS = ("▼ At risk", "◆ Watch", "▲ Healthy")
AS_OF = date(2025, 12, 31)
NOW = datetime(2026, 1, 1, 8, 0)  # noqa: DTZ001 - local wall time


def outcomes(lost: int, stayed: int, *, apart: float) -> list[Scored]:
    """Lost accounts at about 50 points, those that stayed so many points above."""
    gone = [Scored(f"L{n}", 50 + n % 5, True, "d", BANDS[n % 2]) for n in range(lost)]
    there = [Scored(f"S{n}", 50 + apart + n % 5, False, "d", BANDS[2]) for n in range(stayed)]
    return gone + there


@pytest.mark.parametrize(
    ("lost", "apart", "says"),
    [
        (FEWEST_LOST - 1, 40, "Too few to judge: 19 lost accounts"),
        (FEWEST_LOST, 40, "better than a coin: 10 of 10 pairs"),
        (FEWEST_LOST, 0, "does not tell who will leave: 5 of 10 pairs"),
        (FEWEST_LOST, -40, "points the wrong way: 0 of 10 pairs"),
        (0, 40, "Too few to judge: 0 lost accounts"),
    ],
)
def test_the_verdict_says_no_more_than_the_numbers_allow(
    lost: int, apart: float, says: str
) -> None:
    book = outcomes(lost, 60, apart=apart)
    assert says in back_test(book, book, days_before=90, bands=BANDS).verdict


def test_lost_without_a_warning_and_the_share_of_each_band() -> None:
    """As published: of 40 lost, 16 stood above the worst band 90 days before: 40 %."""
    lost = [Scored(f"L{n}", 10, True, "d", BANDS[0 if n < 24 else 1]) for n in range(40)]
    stayed = [Scored(f"S{n}", 90, False, "d", BANDS[2]) for n in range(60)]
    result = back_test(lost + stayed, lost + stayed, days_before=90, bands=BANDS)
    assert result.unwarned.value == 40
    assert result.unwarned.interval is not None
    assert [band.value for band in result.bands] == [100, 100, 0]
    assert [band.n for band in result.bands] == [24, 16, 60]


def test_landmarks_are_the_last_days_of_whole_months_and_the_newest() -> None:
    assert landmarks_until(date(2025, 12, 1), AS_OF) == [], "December has not ended before it"
    days = landmarks_until(date(2000, 1, 1), AS_OF)
    assert len(days) == 36
    assert days[-1] == date(2025, 11, 30)
    assert all((day + timedelta(days=1)).day == 1 for day in days)


DAYS = st.dates(date(2024, 1, 1), date(2025, 12, 31))
STRETCHES = st.lists(st.tuples(st.sampled_from("ABCDE"), DAYS, st.none() | st.integers(1, 300)))


@given(STRETCHES, st.sampled_from([60, 90, 180]))
def test_what_a_landmark_says_is_known_by_the_as_of_date(
    rows: list[tuple[str, date, int | None]], days: int
) -> None:
    stretches = without_short_gaps(
        Stretch(account, start, None if length is None else start + timedelta(days=length))
        for account, start, length in rows
    )
    landmarks = landmarks_until(date(2024, 1, 1), AS_OF)
    until = {one: one.end for one in stretches}
    for look in (followed, matched):
        for one in look(stretches, landmarks, days=days, as_of=AS_OF):
            there = [s for s in until if s.account == one.account and s.start <= one.day]
            running = [s for s in there if s.end is None or s.end > one.day]
            assert running, "only customers of that day are looked at"
            [stretch] = running
            if one.left:
                assert stretch.end is not None
                assert stretch.end <= AS_OF, "nobody knows yet who leaves later"
    for one in matched(stretches, landmarks, days=days, as_of=AS_OF):
        if one.left:
            [end] = [
                s.end
                for s in stretches
                if s.account == one.account
                and s.start <= one.day
                and s.end is not None
                and s.end > one.day
            ]
            assert days <= (end - one.day).days <= days + 31


def exports_of(folder: Path, *, peek: bool) -> Path:
    """Write a book of 60 accounts of which 24 leave; usage says nothing about it.

    Args:
        folder: Where to.
        peek: Whether every account that leaves falls silent on the day it leaves, and every one
            that stays never: a signal that is there only afterwards.
    """
    exports = folder / "exports"
    exports.mkdir(parents=True)
    accounts, subscriptions, usage = ["account_id,account_name"], [], []
    subscriptions.append("subscription_id,account_id,start_date,end_date,mrr_amount")
    usage.append("usage_id,subscription_id,usage_date,feature_name,usage_count")
    first = date(2024, 1, 1)
    number = 0
    for n in range(60):
        leaves = n % 5 < 2
        end = date(2025, 1, 15) + timedelta(days=5 * n) if leaves else None
        accounts.append(f"A{n:03},Account {n}")
        ends = "" if end is None or end > AS_OF else end.isoformat()
        subscriptions.append(f"S{n:03},A{n:03},{first.isoformat()},{ends},100")
        day = first
        while day <= AS_OF:
            silent = peek and ends and day >= date.fromisoformat(ends)
            if not silent and (day.toordinal() * 7 + n * 13) % 4 == 0:
                number += 1
                usage.append(
                    f"U{number},S{n:03},{day.isoformat()},feature{day.day % 3},{n % 4 + 1}"
                )
            day += timedelta(days=3)
    files = {"accounts": accounts, "subscriptions": subscriptions, "usage": usage}
    for name, lines in files.items():
        (exports / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return exports


def test_a_signal_of_the_time_after_is_not_seen(tmp_path: Path) -> None:
    tracker = FileBook(new_tracker(tmp_path))
    plain = back_test_exports(tracker, exports_of(tmp_path / "a", peek=False), as_of=AS_OF)
    peeked = back_test_exports(tracker, exports_of(tmp_path / "b", peek=True), as_of=AS_OF)
    assert peeked.lost == plain.lost >= FEWEST_LOST
    for before, after in zip(plain.tests, peeked.tests, strict=True):
        assert after.auc == before.auc, "no look-ahead"
        assert after.auc.interval is not None
        assert after.auc.interval.low < 0.5 < after.auc.interval.high, "chance"
        assert after.bands == before.bands
    assert peeked.suggestion == plain.suggestion


def test_the_answer_stands_on_its_sheet_and_twice_changes_nothing(tmp_path: Path) -> None:
    tracker = new_tracker(tmp_path)
    exports = exports_of(tmp_path / "a", peek=False)
    done = back_test_file(tracker, exports, as_of=AS_OF, now=NOW)
    assert done.backup is not None
    assert done.backup.exists()
    book = FileBook(tracker)
    table = book.read_table("tblBacktest")
    assert sorted(set(table["Days before"])) == [60, 90, 180]  # type: ignore[type-var]
    main = done.report.tests[1]
    row = next(
        place
        for place, (days, about) in enumerate(
            zip(table["Days before"], table["About"], strict=True)
        )
        if (days, about) == (90, "Health score")
    )
    assert main.auc.value is not None
    assert table["Answer"][row] == pytest.approx(100 * main.auc.value)
    assert str(book.read_name("ShownBacktest")).startswith("Scores rebuilt from dated exports")
    before = tracker.read_bytes()
    assert back_test_file(tracker, exports, as_of=AS_OF, now=NOW).backup is None
    assert tracker.read_bytes() == before


def test_from_history(tmp_path: Path) -> None:
    """Two of three leave after the second refresh; both had the lower score."""
    tracker = new_tracker(tmp_path)
    book = FileBook(tracker)
    days = [date(2025, 1, 1), date(2025, 1, 31), date(2025, 5, 1)]
    rows = [
        (day, account, CHURNED if account != "C" and day == days[-1] else CUSTOMER, score)
        for day in days
        for account, score in (("A", 20), ("B", 40), ("C", 90))
    ]
    history, refreshes = carried_history(
        {
            "As of": [row[0] for row in rows],
            "Account ID": [row[1] for row in rows],
            "Status": [row[2] for row in rows],
            "Health": [row[3] for row in rows],
            "Band": [BANDS[0] if row[3] < 30 else BANDS[2] for row in rows],
        },
        bands=BANDS,
    )
    book.write_table("tblHistory", history)
    book.write_table("tblRefreshes", refreshes)
    report = back_test_history(book)
    assert report.lost == 2
    assert not report.measures
    at_90 = report.tests[1]
    assert (at_90.lost, at_90.auc.value, at_90.unwarned.value) == (2, 1.0, 50.0)


def test_one_refresh_is_no_history(tmp_path: Path) -> None:
    result = CliRunner().invoke(cli, ["backtest", str(new_tracker(tmp_path))])
    assert result.exit_code == 1
    assert "expected two refreshes or more, found 0" in result.output


def test_exports_without_days(tmp_path: Path) -> None:
    folder = tmp_path / "exports"
    folder.mkdir()
    (folder / "accounts.csv").write_text("account_id,account_name\nA,Ada\n", encoding="utf-8")
    with pytest.raises(NotEnoughDataError, match="expected days on which accounts joined"):
        back_test_exports(FileBook(new_tracker(tmp_path)), folder, as_of=AS_OF)


def test_ravenstack_by_events_equals_a_count_by_hand(shared_data: Path, tmp_path: Path) -> None:
    """Lost accounts and their AUC on one measure, computed from the files with pandas alone."""
    folder = shared_data / "accounts" / "ravenstack"
    tracker = new_tracker(tmp_path)
    book = FileBook(tracker)
    book.write_name("LogoChurnRule", "Churn events")
    book.save()
    as_of = date(2024, 12, 31)
    report = back_test_exports(FileBook(tracker), folder, as_of=as_of)
    [events_file] = folder.glob("*churn*.csv")
    events = pd.read_csv(events_file, parse_dates=["churn_date"])
    first = events.groupby("account_id")["churn_date"].min()
    [subscriptions_file] = folder.glob("*subscriptions*.csv")
    subscriptions = pd.read_csv(subscriptions_file, parse_dates=["start_date"])
    paid = subscriptions[~subscriptions["is_trial"].astype(bool)]
    joined = paid.groupby("account_id")["start_date"].min()
    both = pd.concat({"joined": joined, "left": first}, axis=1).dropna(subset=["joined"])
    gone = both[both["left"] > both["joined"]]
    assert report.lost == len(gone)
    ends = [day.date() for day in pd.date_range("2021-01-31", "2024-11-30", freq="ME")]
    scored = sum(
        any(joined.date() <= day <= left.date() - timedelta(days=90) for day in ends)
        for joined, left in zip(gone["joined"], gone["left"], strict=True)
    )
    at_90 = report.tests[1]
    assert at_90.lost + at_90.without_score == scored
    assert at_90.auc.interval is not None
    assert at_90.auc.interval.low < 0.5 < at_90.auc.interval.high, "its churn is drawn at random"
