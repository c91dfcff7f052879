"""The sheets of renewals after a refresh: order, typed text, forecasts and what came of them."""

import shutil
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest

from cs_workbook.actions.closed_file import refresh_file
from cs_workbook.actions.figures import read_figures
from cs_workbook.actions.new import new_tracker
from cs_workbook.actions.undo import undo_in
from cs_workbook.measures.intervals import wilson_interval
from cs_workbook.schema.renewal_tables import HORIZONS
from cs_workbook.workbook.file_book import FileBook
from cs_workbook.workbook.port import CellValue

NOW = datetime(2026, 7, 1, 8, 30)  # noqa: DTZ001 - local wall time
AS_OF = date(2026, 6, 30)
TYPED = ("Forecast", "Forecast MRR", "Notes")

SUBSCRIPTIONS = """subscription_id,account_id,start_date,end_date,mrr
S1,A,2025-07-31,2026-07-31,100
S2,B,2025-08-15,2026-08-15,200
S3,C,2025-06-10,2026-06-10,50
S4,D,2025-01-01,2026-01-01,80
S5,D,2026-01-01,,60
S6,E,2025-02-01,2026-02-01,40
"""
FOLLOWED = SUBSCRIPTIONS + "S7,A,2026-07-31,2027-07-31,120\nS8,B,2026-08-20,,150\n"


def write(exports: Path, subscriptions: str) -> None:
    exports.mkdir(exist_ok=True)
    names = "".join(f"{key},Name of {key}\n" for key in "ABCDE")
    (exports / "accounts.csv").write_text(f"account_id,account_name\n{names}", encoding="utf-8")
    (exports / "subscriptions.csv").write_text(subscriptions, encoding="utf-8")


def refreshed(tracker: Path, as_of: date = AS_OF) -> FileBook:
    refresh_file(tracker, tracker.parent / "exports", as_of=as_of, now=NOW)
    return FileBook(tracker)


@pytest.fixture
def tracker(tmp_path: Path) -> Path:
    """Return a tracker refreshed from five little accounts."""
    write(tmp_path / "exports", SUBSCRIPTIONS)
    path = new_tracker(tmp_path / "T.xlsm")
    refreshed(path)
    return path


def type_into(tracker: Path, **cells: Sequence[CellValue]) -> None:
    book = FileBook(tracker)
    book.write_table("tblRenewals", {name.replace("_", " "): list(c) for name, c in cells.items()})
    book.save()


def column(book: FileBook, header: str) -> list[CellValue]:
    return book.read_table("tblRenewals")[header]


def block(tracker: Path, label: str) -> list[object]:
    """Return the row of the sheet that has this label above the table."""
    sheet = openpyxl.load_workbook(tracker, data_only=True, keep_vba=True)["Renewals"]
    for row in sheet.iter_rows(max_row=29, values_only=True):
        for place, value in enumerate(row):
            if value == label:
                return list(row[place + 1 :])
    raise AssertionError(label)


pytestmark = pytest.mark.filterwarnings("ignore:.* extension is not supported:UserWarning")


def test_late_ones_stand_first_then_what_comes_next_then_the_past(tracker: Path) -> None:
    book = FileBook(tracker)
    assert column(book, "Account ID") == ["C", "A", "B", "E", "D"]
    assert column(book, "State") == ["▼ Late", "◆ Open", "◆ Open", "▼ Lost", "▲ Renewed"]
    assert column(book, "Bucket") == ["Late", "31-60 days", "31-60 days", "Past", "Past"]
    assert column(book, "Days left") == [-20, 31, 46, -149, -180]
    assert column(book, "Notice by")[1] == date(2026, 7, 1)
    assert column(book, "MRR after") == [None, None, None, 0, 60]
    assert column(book, "Renewed MRR") == [0, 0, 0, 0, 60]
    said = str(book.read_name("ShownRenewals"))
    assert "5 renewals" in said
    assert "1 paid subscriptions (MRR 60 USD) run on" in said


def test_the_rates_stand_with_both_bases_and_their_interval(tracker: Path) -> None:
    # Past: C late (50), D renewed 60 of 80, E lost (40).
    due, decided = wilson_interval(1, 3), wilson_interval(1, 2)
    assert due is not None
    assert decided is not None
    for label, rate, interval in (
        ("Number, of all due", 100 / 3, due),
        ("Number, of decided", 50.0, decided),
    ):
        values = [value for value in block(tracker, label) if isinstance(value, int | float)]
        assert values[:3] == pytest.approx([rate, interval.low, interval.high])
    assert block(tracker, "MRR, of all due")[1] == pytest.approx(100 * 60 / 170)
    assert block(tracker, "MRR, of decided")[1] == pytest.approx(100 * 60 / 120)
    figures = {reading.name: reading.value for reading in read_figures(FileBook(tracker))}
    assert figures["KPI_RenewalRate"] == pytest.approx(100 / 3)
    assert figures["KPI_RenewalRateMRR"] == pytest.approx(100 * 60 / 170)


def test_a_forecast_typed_moves_worst_likely_and_best(tracker: Path) -> None:
    type_into(
        tracker,
        Forecast=["Lost", "Commit", None, None, None],
        Forecast_MRR=[None, 90, 5e3, None, None],
    )
    book = refreshed(tracker)
    assert column(book, "Chance (%)")[:3] == [0, 100, 60], "B has no data"
    assert column(book, "Worst")[:3] == [0, 90, 0]
    assert column(book, "Likely")[:3] == [0, 90, 200], "never more than is due"
    assert column(book, "Best")[:3] == [0, 100, 200]
    count, share, target, worst, likely, best = block(tracker, "60 days")[2:8]
    assert (count, target, worst, likely, best) == (2, 300, 90, 290, 300)
    assert share == pytest.approx(100 * 290 / 300)
    assert block(tracker, "30 days")[2:8] == [0, "No data", 0, 0, 0, 0]


def test_chances_of_ones_own_are_used(tracker: Path) -> None:
    book = FileBook(tracker)
    chances = list(book.read_table("tblChances")["Chance (%)"])
    at = book.read_table("tblChances")["Stands at"].index("○ No data")
    chances[at] = 25
    book.write_table("tblChances", {"Chance (%)": chances})
    book.save()
    assert column(refreshed(tracker), "Likely")[1:3] == [25, 50]


def test_typed_text_follows_its_contract_through_a_refresh(tracker: Path) -> None:
    ids = [str(key) for key in column(FileBook(tracker), "Account ID")]
    type_into(tracker, Notes=[f"note of {key}" for key in ids], Forecast=["Likely"] * 5)
    write(tracker.parent / "exports", FOLLOWED)
    book = refreshed(tracker, date(2026, 9, 30))
    after = [str(key) for key in column(book, "Account ID")]
    assert after != ids
    notes = dict(
        zip(
            zip(after, column(book, "Renewal date"), strict=True),
            column(book, "Notes"),
            strict=True,
        )
    )
    for (key, day), note in notes.items():
        assert note == (None if day == date(2027, 7, 31) else f"note of {key}")


def test_a_row_with_a_note_stays_when_its_contract_leaves_and_counts_nowhere(tracker: Path) -> None:
    type_into(tracker, Notes=["C", "A", None, None, "D"])
    gone = "".join(line for line in SUBSCRIPTIONS.splitlines(keepends=True) if "S1," not in line)
    write(tracker.parent / "exports", gone)
    book = refreshed(tracker, date(2027, 1, 15))
    kept = dict(zip(column(book, "Account ID"), column(book, "State"), strict=True))
    assert kept["A"] == "□ Not in export"
    assert kept["D"] == "□ Before the period"
    buckets = dict(zip(column(book, "Account ID"), column(book, "Bucket"), strict=True))
    assert buckets["A"] == buckets["D"] == "Not counted"
    # B lost, C lost, E lost: neither A nor D is in the base.
    assert block(tracker, "Number, of all due")[5] == 3
    before = tracker.read_bytes()
    refreshed(tracker, date(2027, 1, 15))
    assert tracker.read_bytes() == before, "the same exports twice change nothing"


def test_forecasts_are_kept_per_day_and_horizon(tracker: Path) -> None:
    first = FileBook(tracker).read_table("tblForecasts")
    assert first["Horizon (days)"] == list(HORIZONS)
    assert first["Target MRR"] == [0, 300, 300]
    type_into(tracker, Forecast=[None, "Commit", None, None, None])
    again = refreshed(tracker).read_table("tblForecasts")
    assert again["As of"] == first["As of"], "the same day replaces its rows"
    assert again["Worst"] == [0, 100, 100]
    later = refreshed(tracker, AS_OF + timedelta(days=1)).read_table("tblForecasts")
    assert Counter(later["As of"]) == {AS_OF: 3, AS_OF + timedelta(days=1): 3}
    assert [cells[:3] for cells in later.values()] == [cells[:3] for cells in again.values()]


@pytest.mark.parametrize(
    ("as_of", "outcome", "state"),
    [
        (date(2026, 8, 29), None, "○ Not yet due"),  # the last day it covers
        (date(2026, 8, 30), 250, "◆ In grace"),
        (date(2026, 9, 28), 250, "◆ In grace"),  # the last day of grace
        (date(2026, 9, 29), 250, "▲ Final"),
    ],
)
def test_what_came_of_a_forecast(
    tracker: Path, as_of: date, outcome: float | None, state: str
) -> None:
    """A renews at 120 and counts with the 100 due, B five days late at 150 of 200."""
    write(tracker.parent / "exports", FOLLOWED)
    kept = refreshed(tracker, as_of).read_table("tblForecasts")
    row = kept["Horizon (days)"].index(60)
    assert (kept["Outcome MRR"][row], kept["Outcome is"][row]) == (outcome, state)
    # Both have no health data: 60 % of 300.
    expected = "" if outcome is None else 100 * (180 - outcome) / 300
    assert (kept["Error (%)"][row] or "") == (
        expected if expected == "" else pytest.approx(expected)
    )


def test_the_mean_error_counts_final_forecasts_and_says_how_many(tracker: Path) -> None:
    write(tracker.parent / "exports", FOLLOWED)
    refreshed(tracker, date(2026, 10, 31))
    sheet = openpyxl.load_workbook(tracker, data_only=True, keep_vba=True)["Renewal forecasts"]
    rows = {row[0]: row[1:4] for row in sheet.iter_rows(min_row=6, max_row=9, values_only=True)}
    assert list(rows[30]) == [0, "No data", "No data"], "nothing was due in its 30 days"
    mean = 100 * (180 - 250) / 300
    assert list(rows[60]) == [1, pytest.approx(mean), pytest.approx(-mean)]
    assert rows["All"][0] == 2


def test_without_any_contract_outcomes_stay_as_they_were(tracker: Path) -> None:
    write(tracker.parent / "exports", FOLLOWED)
    before = refreshed(tracker, date(2026, 10, 31)).read_table("tblForecasts")
    write(tracker.parent / "exports", SUBSCRIPTIONS.splitlines()[0] + "\nS5,D,2026-01-01,,60\n")
    after = refreshed(tracker, date(2026, 11, 30)).read_table("tblForecasts")
    assert after["Outcome MRR"][:3] == before["Outcome MRR"][:3]


def test_undo_puts_rows_back_and_leaves_what_is_typed(tracker: Path) -> None:
    before = Path(shutil.copy2(tracker, tracker.with_name("before.xlsm")))
    write(tracker.parent / "exports", FOLLOWED)
    refreshed(tracker, date(2026, 7, 20))
    present = FileBook(tracker).read_table("tblRenewals")
    notes = [
        None if day == date(2027, 7, 31) else f"note of {key}"
        for key, day in zip(present["Account ID"], present["Renewal date"], strict=True)
    ]
    type_into(tracker, Notes=notes)
    book = FileBook(tracker)
    undo_in(book, FileBook(before))
    table, was = book.read_table("tblRenewals"), FileBook(before).read_table("tblRenewals")
    for header, cells in was.items():
        if header not in TYPED:
            assert table[header] == cells, header
    assert table["Notes"] == [f"note of {key}" for key in table["Account ID"]]
    assert book.read_table("tblForecasts") == FileBook(before).read_table("tblForecasts")


def test_the_demo_agrees_with_its_own_rows(demo_tracker: Path) -> None:
    """Counts above the table are those of the rows, taken one by one."""
    table = FileBook(demo_tracker).read_table("tblRenewals")
    states = Counter(zip(table["State"], table["Bucket"], strict=True))
    renewed, lost = states["▲ Renewed", "Past"], states["▼ Lost", "Past"]
    late = states["▼ Late", "Late"]
    assert renewed > 50
    assert block(demo_tracker, "Number, of all due")[1] == pytest.approx(
        100 * renewed / (renewed + lost + late)
    )
    soon = [
        row
        for row, day in enumerate(table["Renewal date"])
        if isinstance(day, date) and AS_OF <= day <= AS_OF + timedelta(days=90)
    ]
    target = sum(float(str(table["MRR due"][row])) for row in soon)
    likely = sum(float(str(table["Likely"][row])) for row in soon)
    shown = block(demo_tracker, "90 days")
    assert shown[2] == len(soon)
    assert (shown[4], shown[6]) == (pytest.approx(target), pytest.approx(likely))
