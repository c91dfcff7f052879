"""The switch "Losses that count": from the exports to Figures, Dashboard and Revenue."""

from datetime import date, datetime
from itertools import pairwise
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from cs_workbook.actions.check import check
from cs_workbook.actions.churn_statements import churn_losses_by_rule
from cs_workbook.actions.closed_file import refresh_file
from cs_workbook.actions.figures import FigureReading, read_figures
from cs_workbook.actions.new import new_tracker
from cs_workbook.engine import DuckDB
from cs_workbook.exports import read_folder
from cs_workbook.schema.settings import ALL_EVENTS, DAILY_SUM, STANDARD_COUNTING
from cs_workbook.template.figure_block import NOT_DUE
from cs_workbook.workbook.file_book import FileBook
from cs_workbook.workbook.recalculation import refresh_cached_values

pytestmark = pytest.mark.filterwarnings("ignore:.* extension is not supported:UserWarning")

NOW = datetime(2026, 7, 1, 9, 0)  # noqa: DTZ001 - local wall time
AS_OF = date(2025, 12, 31)

# Of A to D, customers on 31 December 2024: A stays, B leaves, C leaves and is back, D leaves twice.
# E joins and leaves within the year. Morning bases are worked out by hand in the test.
SUBSCRIPTIONS = """subscription_id,account_id,start_date,end_date,mrr
1,A,2024-01-01,,100
2,B,2024-01-01,2025-03-01,100
3,C,2024-01-01,2025-05-01,100
4,C,2025-08-01,,100
5,D,2024-01-01,2025-05-01,100
6,D,2025-06-01,2025-10-01,100
7,E,2025-02-01,2025-09-01,100
"""
# 1 March: B of 5. 1 May: C and D of 4. 1 September: E of A, C, D, E. 1 October: D of A, C, D.
BY_HAND = {
    STANDARD_COUNTING: 100 * 2 / 4,
    ALL_EVENTS: 100 * 5 / 4,
    DAILY_SUM: 100 * (1 / 5 + 2 / 4 + 1 / 4 + 1 / 3),
}


def tracker_with(folder: Path, counting: str, **settings: str) -> Path:
    exports = folder / "exports"
    exports.mkdir(exist_ok=True)
    (exports / "subscriptions.csv").write_text(SUBSCRIPTIONS, encoding="utf-8")
    tracker = new_tracker(folder / "CS_Tracker.xlsm")
    book = FileBook(tracker)
    for name, choice in {"ChurnCounting": counting, **settings}.items():
        book.write_name(name, choice)
    book.save()
    refresh_file(tracker, exports, as_of=AS_OF, now=NOW)
    return tracker


def readings(tracker: Path) -> dict[str, FigureReading]:
    return {reading.name: reading for reading in read_figures(FileBook(tracker))}


def lines(tracker: Path, sheet: str) -> dict[str, list[object]]:
    page = openpyxl.load_workbook(tracker, data_only=True, keep_vba=True)[sheet]
    rows = page.iter_rows(max_row=29, max_col=6, values_only=True)
    return {str(row[0]): list(row[1:]) for row in rows if row[0] is not None}


@pytest.mark.parametrize("counting", BY_HAND)
def test_each_way_of_counting_gives_what_was_worked_out_by_hand(
    counting: str, tmp_path: Path
) -> None:
    """Only a share of the customers has an interval, and only that compounds to a month."""
    tracker = tracker_with(tmp_path, counting)
    found = readings(tracker)
    for name in ("KPI_LogoChurn", "KPI_LogoChurnSubscriptions"):
        assert found[name].value == pytest.approx(BY_HAND[counting], abs=1e-9)
        assert f"'{counting}'" in found[name].rule
    churn = found["KPI_LogoChurn"]
    others = [other for other in BY_HAND if other != counting]
    assert all(f"{other}: {BY_HAND[other]:.1f} %" in churn.rule for other in others)
    is_share = counting == STANDARD_COUNTING
    assert (churn.low is not None) is is_share, "only a share of customers has Wilson's interval"
    book = FileBook(tracker)
    stamped = [book.read_name(name) for name in ("ChurnPart", "ChurnBase")]
    assert (stamped == [None, None]) is is_share
    assert book.read_name("KPI_LogoChurn") == pytest.approx(BY_HAND[counting], abs=1e-9)
    assert not [result for result in check(book) if not result.passed]
    block = lines(tracker, "Revenue")
    value, _, low, _, rule = block["Logo churn of the period (%)"]
    assert value == pytest.approx(BY_HAND[counting], abs=1e-9)
    assert counting in str(rule)
    monthly = block["Logo churn per month (%)"][0]
    if counting == STANDARD_COUNTING:
        assert isinstance(low, float)
        assert monthly == pytest.approx(100 * (1 - 0.5 ** (1 / 12)), abs=1e-9)
    else:
        assert (low, monthly) == (NOT_DUE, NOT_DUE), (
            "125 % has no monthly rate that compounds to it"
        )


def test_the_figure_follows_the_stamped_cells(tmp_path: Path) -> None:
    tracker = tracker_with(tmp_path, DAILY_SUM)
    book = FileBook(tracker)
    book.write_name("ChurnPart", 0.125)
    refresh_cached_values(book)
    book.save()
    assert readings(tracker)["KPI_LogoChurn"].value == 12.5, "the figure follows its cell, live"


def test_switching_back_clears_the_stamped_cells(tmp_path: Path) -> None:
    tracker = tracker_with(tmp_path, ALL_EVENTS)
    book = FileBook(tracker)
    book.write_name("ChurnCounting", STANDARD_COUNTING)
    book.save()
    refresh_file(tracker, tmp_path / "exports", as_of=AS_OF, now=NOW)
    assert FileBook(tracker).read_name("ChurnPart") is None
    assert readings(tracker)["KPI_LogoChurn"].value == 50


def test_flags_have_no_days_so_the_count_stays_by_account_and_says_so(tmp_path: Path) -> None:
    exports = tmp_path / "exports"
    exports.mkdir()
    text = "account_id,account_name,churn_flag\nA,Ada,yes\nB,Bob,no\n"
    (exports / "accounts.csv").write_text(text, encoding="utf-8")
    tracker = new_tracker(tmp_path / "CS_Tracker.xlsm")
    book = FileBook(tracker)
    book.write_name("ChurnCounting", DAILY_SUM)
    book.save()
    refresh_file(tracker, exports, as_of=AS_OF, now=NOW)
    found = readings(tracker)
    assert found["KPI_LogoChurn"].value == 50
    assert "'Daily sum' needs subscriptions" in found["KPI_LogoChurn"].rule
    assert found["KPI_LogoChurnSubscriptions"].value is None, "no customers: no data, not 0"


@pytest.mark.shared_data
def test_ravenstack_by_every_way_of_counting(shared_data: Path) -> None:
    """An independent count in pandas, day by day; no customer left for good, some for a while."""
    folder = shared_data / "accounts" / "ravenstack"
    as_of, start = pd.Timestamp(2024, 12, 31), pd.Timestamp(2023, 12, 31)
    rows = pd.read_csv(
        folder / "ravenstack_subscriptions.csv", parse_dates=["start_date", "end_date"]
    )
    rows = rows[~rows["is_trial"].astype(bool) & (rows["start_date"] <= as_of)]

    def there(day: pd.Timestamp) -> set[str]:
        running = (rows["start_date"] <= day) & (rows["end_date"].isna() | (rows["end_date"] > day))
        return set(rows.loc[running, "account_id"])

    days = [there(day) for day in pd.date_range(start, as_of)]
    lost = [len(before - after) for before, after in pairwise(days)]
    expected = {
        ALL_EVENTS: 100 * sum(lost) / len(days[0]),
        DAILY_SUM: sum(
            100 * n / len(before) for n, before in zip(lost, days[:-1], strict=True) if before
        ),
    }
    with DuckDB() as engine:
        read_folder(folder, engine=engine, as_of=as_of.date())
        losses = churn_losses_by_rule(engine, as_of=as_of.date(), start=start.date())
    assert losses.standard.value == 0
    assert losses.all_events.value == pytest.approx(expected[ALL_EVENTS], abs=1e-9)
    assert losses.daily.value == pytest.approx(expected[DAILY_SUM], abs=1e-9)
    assert losses.all_events.lost > 0
