"""The sheets of recurring revenue, against sums made here from the rows the workbook shows."""

import shutil
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from cs_workbook.actions.check import check
from cs_workbook.actions.closed_file import refresh_file
from cs_workbook.actions.new import new_tracker
from cs_workbook.actions.undo import undo_file
from cs_workbook.measures.churn_periods import monthly_from_annual_churn
from cs_workbook.measures.intervals import wilson_interval
from cs_workbook.template.revenue_ratios import CLOSING, OPENING
from cs_workbook.workbook.file_book import FileBook
from cs_workbook.workbook.port import CellValue
from cs_workbook.workbook.recalculation import refresh_cached_values

pytestmark = pytest.mark.filterwarnings("ignore:.* extension is not supported:UserWarning")

AS_OF = date(2026, 6, 30)
NOW = datetime(2026, 7, 1, 9, 0)  # noqa: DTZ001 - local wall time
STEPS = ("Opening MRR", "New", "Expansion", "Reactivation", "Contraction", "Churn", "Closing MRR")


def block(tracker: Path, sheet: str) -> dict[str, list[object]]:
    """Return the lines above a table by their label, as a viewer shows them."""
    page = openpyxl.load_workbook(tracker, data_only=True, keep_vba=True)[sheet]
    lines: dict[str, list[object]] = {}
    for row in page.iter_rows(max_row=29 if sheet == "Revenue" else 11, values_only=True):
        if row[0] is not None:
            lines.setdefault(str(row[0]), list(row[1:6]))
    return lines


def value(lines: dict[str, list[object]], label: str) -> float:
    found = lines[label][0]
    assert isinstance(found, int | float), (label, found)
    return float(found)


def number(cell: CellValue) -> float:
    assert isinstance(cell, int | float)
    return float(cell)


def open_mrr(tracker: Path, day: date) -> dict[str, float]:
    """Return the MRR of each account on a day, from the Subscriptions sheet."""
    rows = FileBook(tracker).read_table("tblSubscriptions")
    found: dict[str, float] = {}
    for account, state, start, end, mrr in zip(
        *(rows[header] for header in ("Account ID", "State", "Start", "End", "MRR")), strict=True
    ):
        assert isinstance(start, date)
        assert end is None or isinstance(end, date)
        if state != "Trial" and mrr is not None and start <= day and (end is None or end > day):
            found[str(account)] = found.get(str(account), 0) + number(mrr)
    return found


def test_the_steps_lead_from_the_opening_to_the_closing(demo_tracker: Path) -> None:
    lines = block(demo_tracker, "Revenue")
    before, after = (open_mrr(demo_tracker, day) for day in (date(2025, 6, 30), AS_OF))
    amounts = [value(lines, step) for step in STEPS]
    assert amounts[0] == pytest.approx(sum(before.values()), abs=0.005)
    assert amounts[-1] == pytest.approx(sum(after.values()), abs=0.005)
    assert sum(amounts[:-1]) == pytest.approx(amounts[-1], abs=0.005)
    assert value(lines, "Closing minus all steps (must be 0.00)") == 0
    assert lines["Gross MRR churn (%)"][1] == len(before)


def test_the_ratios_follow_from_the_steps(demo_tracker: Path) -> None:
    lines = block(demo_tracker, "Revenue")
    opening, new, more, back, less, gone, _ = (value(lines, step) for step in STEPS)
    lost = -(less + gone)
    assert value(lines, "Gross MRR churn (%)") == pytest.approx(100 * lost / opening)
    net = 100 * (lost - more - back) / opening
    assert value(lines, "Net MRR churn (%)") == pytest.approx(net)
    assert net < 0
    assert str(lines["Net MRR churn (%)"][4]).startswith("Negative: existing customers grew")
    assert value(lines, "NRR from movements (%)") == pytest.approx(100 - net)
    assert value(lines, "Quick ratio") == pytest.approx((new + more + back) / lost)
    without = value(lines, "Quick ratio without reactivation")
    assert without == pytest.approx((new + more) / lost)


def test_retention_and_logo_churn_follow_from_the_accounts(demo_tracker: Path) -> None:
    lines = block(demo_tracker, "Revenue")
    before, after = (open_mrr(demo_tracker, day) for day in (date(2025, 6, 30), AS_OF))
    start = sum(before.values())
    kept = sum(min(mrr, after.get(account, 0)) for account, mrr in before.items())
    cohort = sum(after.get(account, 0) for account in before)
    assert value(lines, "GRR by account (%)") == pytest.approx(100 * kept / start)
    label = "NRR of the starting customers (%)"
    assert value(lines, label) == pytest.approx(100 * cohort / start)
    lost = len(set(before) - set(after))
    churn = 100 * lost / len(before)
    assert value(lines, "Logo churn of the period (%)") == pytest.approx(churn)
    assert value(lines, "Logo churn per year (%)") == pytest.approx(churn)
    interval = wilson_interval(lost, len(before))
    assert interval is not None
    found = lines["Logo churn per month (%)"]
    expected = [monthly_from_annual_churn(c) for c in (churn, interval.low, interval.high)]
    assert [found[0], found[2], found[3]] == pytest.approx(expected)


def height(part: object) -> float:
    """Return what a chart draws for a cell: nothing for a blank."""
    return float(part) if isinstance(part, int | float) else 0.0


def test_the_columns_of_the_chart_touch_each_other(demo_tracker: Path) -> None:
    """Each step begins where the one before it ended; nothing reaches below zero."""
    page = openpyxl.load_workbook(demo_tracker, data_only=True, keep_vba=True)["Revenue"]
    level = 0.0
    for row in range(OPENING, CLOSING + 1):
        amount, _, foot, total, gain, loss = (
            page.cell(row, column).value for column in range(2, 8)
        )
        assert isinstance(amount, int | float)
        parts = [height(part) for part in (foot, total, gain, loss)]
        assert min(parts) >= 0
        top = sum(parts)
        if row in {OPENING, CLOSING}:
            assert parts[0] == 0
            assert top == pytest.approx(amount)
            assert row == OPENING or level == pytest.approx(top)
            level = top
        else:
            assert (parts[0], top) == pytest.approx(sorted((level, level + amount)))
            level += amount


def test_an_untouched_tracker_says_no_data_and_never_zero(tmp_path: Path) -> None:
    tracker = new_tracker(tmp_path)
    for sheet, labels in (
        ("Revenue", (*STEPS, "Gross MRR churn (%)", "Quick ratio", "Logo churn per month (%)")),
        ("Churn reasons", ("Preventable, by MRR (%)", "MRR lost, not classified yet")),
    ):
        lines = block(tracker, sheet)
        assert {lines[label][0] for label in labels} == {"No data"}


def test_months_before_the_first_data_are_not_zero(demo_copy: tuple[Path, Path]) -> None:
    """A period of 60 months over 30 known ones has no opening, but keeps what it knows."""
    tracker, exports = demo_copy
    book = FileBook(tracker)
    book.write_name("PeriodMonths", 60)
    book.save()
    refresh_file(tracker, exports, as_of=AS_OF, now=NOW)
    lines = block(tracker, "Revenue")
    for label in ("Opening MRR", "Gross MRR churn (%)", "Net MRR churn (%)"):
        assert lines[label][0] == "No data", label
    assert any(label.startswith("Only 30 of 60 months are known") for label in lines)
    months = FileBook(tracker).read_table("tblMrrMonths")
    assert value(lines, "New") == pytest.approx(sum(number(cell) for cell in months["New"]))
    assert value(lines, "Quick ratio") > 0


@pytest.mark.parametrize("as_of", [date(2026, 6, 30), date(2026, 5, 13), date(2024, 2, 10)])
def test_all_checks_pass_on_any_day(demo_copy: tuple[Path, Path], as_of: date) -> None:
    tracker, exports = demo_copy
    refresh_file(tracker, exports, as_of=as_of, now=NOW)
    results = {result.check: result for result in check(FileBook(tracker))}
    assert results["MRR movements tie out"].passed
    assert results["Newest closing MRR is the MRR of the Accounts sheet"].passed


def test_a_changed_amount_fails_the_check(demo_copy: tuple[Path, Path]) -> None:
    tracker, _ = demo_copy
    book = FileBook(tracker)
    closing = book.read_table("tblMrrMonths")["Closing MRR"]
    book.write_table("tblMrrMonths", {"Closing MRR": [number(closing[0]) + 1, *closing[1:]]})
    refresh_cached_values(book)
    failed = {result.check for result in check(book) if not result.passed}
    assert failed == {
        "MRR movements tie out",
        "Newest closing MRR is the MRR of the Accounts sheet",
    }


def test_what_is_preventable_is_kept_and_never_counts_twice(demo_copy: tuple[Path, Path]) -> None:
    """Two reasons are classified; one of them leaves the period and stays with nobody in it."""
    tracker, exports = demo_copy
    table = FileBook(tracker).read_table("tblChurnReasons")
    assert len(table["Reason"]) >= 3
    marks: list[CellValue] = ["Yes", "No", *[None] * (len(table["Reason"]) - 2)]
    book = FileBook(tracker)
    book.write_table("tblChurnReasons", {"Preventable": marks})
    book.write_name("PeriodMonths", 13)
    book.save()
    refresh_file(tracker, exports, as_of=AS_OF, now=NOW)
    after = FileBook(tracker).read_table("tblChurnReasons")
    marked = dict(zip(after["Reason"], after["Preventable"], strict=True))
    assert marked[table["Reason"][0]] == "Yes"
    assert marked[table["Reason"][1]] == "No"
    by_mark = {
        mark: [
            (number(lost), number(customers))
            for lost, customers, own in zip(
                after["MRR lost"], after["Customers"], after["Preventable"], strict=True
            )
            if own == mark
        ]
        for mark in ("Yes", "No", None)
    }
    lost = {mark: sum(amount for amount, _ in rows) for mark, rows in by_mark.items()}
    customers = {mark: sum(n for _, n in rows) for mark, rows in by_mark.items()}
    lines = block(tracker, "Churn reasons")
    share = 100 * lost["Yes"] / (lost["Yes"] + lost["No"])
    classified = customers["Yes"] + customers["No"]
    assert lines["Preventable, by MRR (%)"][:2] == pytest.approx([share, classified])
    assert value(lines, "MRR lost, not classified yet") == pytest.approx(lost[None])
    interval = wilson_interval(int(customers["Yes"]), int(classified))
    assert interval is not None
    ends = lines["Preventable, by customers (%)"][2:4]
    assert ends == pytest.approx([interval.low, interval.high])

    # An as-of date before the first event: nobody left, what was typed stays.
    refresh_file(tracker, exports, as_of=date(2024, 2, 29), now=NOW)
    early = FileBook(tracker).read_table("tblChurnReasons")
    assert set(early["Reason"]) >= {table["Reason"][0], table["Reason"][1]}
    row = early["Reason"].index(table["Reason"][0])
    assert (early["Preventable"][row], early["MRR lost"][row]) == ("Yes", 0)


def test_undo_brings_the_months_back(demo_copy: tuple[Path, Path]) -> None:
    tracker, exports = demo_copy
    before = FileBook(tracker).read_table("tblMrrMonths")
    shutil.copy2(tracker, tracker.with_name("before.xlsm"))
    refresh_file(tracker, exports, as_of=date(2026, 5, 31), now=NOW)
    assert FileBook(tracker).read_table("tblMrrMonths") != before
    undo_file(tracker, now=NOW.replace(hour=10))
    assert FileBook(tracker).read_table("tblMrrMonths") == before


@pytest.mark.shared_data
def test_ravenstack_from_opening_to_closing(shared_data: Path, tmp_path: Path) -> None:
    tracker = new_tracker(tmp_path)
    book = FileBook(tracker)
    book.write_name("RowsShown", 100)
    book.save()
    folder = shared_data / "accounts" / "ravenstack"
    refresh_file(tracker, folder, as_of=date(2024, 12, 31), now=NOW)
    lines = block(tracker, "Revenue")
    assert [value(lines, step) for step in STEPS] == [
        1_262_113,
        2_008_992,
        7_379_322,
        9_932,
        -494_980,
        -5_771,
        10_159_608,
    ]
    shown = FileBook(tracker).read_table("tblMovements")
    assert len(shown["Month"]) == 100
    sentence = FileBook(tracker).read_name("ShownMovements")
    assert str(sentence).startswith("The newest 100 of 2,709 movements are shown")
    assert not [result.check for result in check(FileBook(tracker)) if not result.passed]
