"""A refresh brings the plans that are there up to date, makes none, and loses nothing."""

import shutil
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pytest

from cs_workbook.actions.analyses.plans import ALL_PLANS
from cs_workbook.actions.closed_file import FileRefresh, refresh_file
from cs_workbook.actions.plans.build import build_plans
from cs_workbook.actions.plans.closed_file import build_file
from cs_workbook.actions.refresh import RefreshReport
from cs_workbook.actions.refresh import refresh as refresh_book
from cs_workbook.actions.sentences import refresh_lines
from cs_workbook.actions.undo import undo_in
from cs_workbook.plans.sections import BY_KEY
from cs_workbook.schema.plan_pattern import FIRST_PATTERN_ROW, KEY_COLUMN, PATTERN_SHEET
from cs_workbook.schema.tables import column_letter
from cs_workbook.workbook.file_book import FileBook
from cs_workbook.workbook.port import CellValue
from cs_workbook.workbook.recalculation import refresh_cached_values

AS_OF, LATER = date(2026, 6, 30), date(2026, 7, 31)
NOW = datetime(2026, 8, 1, 9, 0)  # noqa: DTZ001 - local wall time
FIGURE = "Active days (28 d)"
MINE = "what they said in their own words"
PLANS = 3


@dataclass(frozen=True)
class Refreshed:
    """A tracker after a refresh, and what the refresh said."""

    tracker: Path
    report: RefreshReport


def refresh(tracker: Path, *, as_of: date = LATER, dry_run: bool = False) -> FileRefresh:
    return refresh_file(tracker, tracker.parent / "exports", as_of=as_of, now=NOW, dry_run=dry_run)


def refreshed(book: FileBook) -> RefreshReport:
    """Refresh a book in memory; nothing is calculated or saved."""
    return refresh_book(book, book.path.parent / "exports", as_of=LATER, now=NOW)


def sheets_of(book: FileBook) -> dict[str, str]:
    """Return the plan's sheet of each account that has one."""
    table = book.read_table("tblPlans")
    return {
        str(account): str(sheet)
        for account, sheet in zip(table["Account ID"], table["Sheet"], strict=True)
    }


def plan_rows(book: FileBook, sheet: str) -> dict[str, tuple[CellValue, ...]]:
    return {str(row[0]): row for row in book.read_sheet(sheet).values() if row[0] is not None}


def put(book: FileBook, sheet: str, ref: str, header: str, value: CellValue) -> None:
    number = next(n for n, row in book.read_sheet(sheet).items() if row[0] == ref)
    headers = BY_KEY[ref.partition(".")[0]].headers
    book.write_cell(sheet, f"{column_letter(headers.index(header) + 2)}{number}", value)


def figure(book: FileBook, account: str, header: str) -> CellValue:
    table = book.read_table("tblAccounts", columns=["Account ID", header])
    return table[header][table["Account ID"].index(account)]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, demo_book: tuple[Path, Path]) -> Path:
    """Return a folder nobody may change: a tracker with three plans, one of them filled in."""
    folder = tmp_path_factory.mktemp("plans")
    tracker = Path(shutil.copy2(demo_book[0], folder / "CS_Tracker.xlsm"))
    shutil.copytree(demo_book[1], folder / "exports")
    book = FileBook(tracker)
    choice = book.read_table("tblPlanChoice", columns=["Account ID", "Plan depth", "Status"])
    wanted = [
        str(account)
        for account, depth in zip(choice["Account ID"], choice["Plan depth"], strict=True)
        if depth != "None" and figure(book, str(account), FIGURE) is not None
    ]
    for account in wanted[:PLANS]:
        build_plans(book, account=account)
    sheet = sheets_of(book)[wanted[0]]
    for header, value in (
        ("Objective", MINE),
        ("Metric", "Days of use"),
        ("Unit", "days"),
        ("Baseline", 0),
        ("Target", 40),
    ):
        put(book, sheet, "objective.1", header, value)
    put(book, sheet, "objective.1", "Data source", FIGURE)
    build_plans(book, account=wanted[0])
    refresh_cached_values(book)
    book.save()
    return folder


@pytest.fixture(scope="module")
def done(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Refreshed:
    """Return it refreshed a month later; nobody may change it."""
    folder = Path(shutil.copytree(made, tmp_path_factory.mktemp("later") / "plans"))
    tracker = folder / "CS_Tracker.xlsm"
    return Refreshed(tracker=tracker, report=refresh(tracker).report)


@pytest.fixture
def tracker(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "plans")) / "CS_Tracker.xlsm"


@pytest.fixture
def later(done: Refreshed, tmp_path: Path) -> Path:
    return Path(shutil.copytree(done.tracker.parent, tmp_path / "plans")) / "CS_Tracker.xlsm"


def filled(book: FileBook) -> tuple[str, str]:
    """Return account and sheet of the plan that is filled in."""
    return next(
        (account, sheet)
        for account, sheet in sheets_of(book).items()
        if MINE in plan_rows(book, sheet).get("objective.1", ())
    )


def now_cell(book: FileBook, sheet: str) -> CellValue:
    headers = BY_KEY["progress"].headers
    return plan_rows(book, sheet)["progress.1"][headers.index("Now") + 1]


def test_figures_on_plans_move_with_a_refresh_and_what_was_typed_stays(
    made: Path, done: Refreshed
) -> None:
    before, after = FileBook(made / "CS_Tracker.xlsm"), FileBook(done.tracker)
    account, sheet = filled(before)
    assert now_cell(before, sheet) == figure(before, account, FIGURE)
    assert figure(after, account, FIGURE) != figure(before, account, FIGURE), "the data moved"
    assert now_cell(after, sheet) == figure(after, account, FIGURE)
    assert plan_rows(after, sheet)["objective.1"] == plan_rows(before, sheet)["objective.1"]
    assert str(figure(after, account, "Band")) in str(plan_rows(after, sheet)["fact.health"])
    assert sheet in done.report.sheets
    assert any(f"Plans: {PLANS} in all, 0 made" in note for note in done.report.notes)
    assert sheets_of(after) == sheets_of(before), "a refresh makes no plan"


def test_nothing_is_left_for_a_second_refresh_or_a_build(later: Path) -> None:
    assert not refresh(later).report.anything
    account, _ = filled(FileBook(later))
    assert not build_file(later, now=NOW, account=account).report.anything


def test_a_locked_cell_somebody_emptied_is_reason_enough_to_write(done: Refreshed) -> None:
    book = FileBook(done.tracker)
    _, sheet = filled(book)
    number = next(n for n, row in book.read_sheet(sheet).items() if row[0] == "fact.status")
    book.write_cell(sheet, f"C{number}", None)
    report = refreshed(book)
    assert report.anything
    assert report.sheets == (sheet,)
    assert book.read_sheet(sheet)[number][2] is not None


def test_a_dry_run_names_the_sheets_and_writes_nothing(tracker: Path) -> None:
    before = tracker.read_bytes()
    done = refresh(tracker, dry_run=True)
    assert tracker.read_bytes() == before
    _, sheet = filled(FileBook(tracker))
    assert any(sheet in line for line in refresh_lines(done, tracker, dry_run=True))


def test_the_state_of_a_plan_is_the_same_on_at_risk(done: Refreshed) -> None:
    book = FileBook(done.tracker)
    plans, risk = book.read_table("tblPlans"), book.read_table("tblAtRisk")
    shown = dict(zip(risk["Account ID"], risk["Plan"], strict=True))
    states = {
        account: f"{status}, {sheet}"
        for account, status, sheet in zip(
            plans["Account ID"], plans["Status"], plans["Sheet"], strict=True
        )
        if account in shown
    }
    assert states, "one of the plans is of an account at risk"
    assert {account: shown[account] for account in states} == states


def test_a_damaged_pattern_keeps_the_plans_and_not_the_figures_from_being_refreshed(
    tracker: Path,
) -> None:
    book = FileBook(tracker)
    sheets = sheets_of(book).values()
    cell = f"{column_letter(KEY_COLUMN)}{FIRST_PATTERN_ROW}"
    name = book.read_cell(PATTERN_SHEET, cell)
    book.write_cell(PATTERN_SHEET, cell, "something else")
    before = {sheet: book.read_sheet(sheet) for sheet in sheets}
    report = refreshed(book)
    assert book.read_name("AsOfDate") == LATER
    assert {sheet: book.read_sheet(sheet) for sheet in sheets} == before
    [note] = report.notes
    assert note.startswith("The plans were not brought up to date. ")
    assert PATTERN_SHEET in note
    conflicts = book.read_table("tblPlanConflicts")
    assert (conflicts["Plan ID"], conflicts["Reason"]) == ([ALL_PLANS], [note])
    book.write_cell(PATTERN_SHEET, cell, name)
    refreshed(book)
    assert ALL_PLANS not in book.read_table("tblPlanConflicts")["Plan ID"]
    assert {sheet: book.read_sheet(sheet) for sheet in sheets} != before


def test_undo_in_the_open_workbook_takes_the_plans_along(made: Path, done: Refreshed) -> None:
    before, book = FileBook(made / "CS_Tracker.xlsm"), FileBook(done.tracker)
    _, sheet = filled(before)
    number = next(n for n, row in book.read_sheet(sheet).items() if row[0] == "question.theirs")
    book.write_cell(sheet, f"B{number}", MINE)
    undo_in(book, before)
    assert now_cell(book, sheet) == now_cell(before, sheet)
    for ref in ("fact.health", "fact.mrr", "fact.renewal", "objective.1"):
        assert plan_rows(book, sheet)[ref] == plan_rows(before, sheet)[ref], ref
    assert book.read_sheet(sheet)[number][1] == MINE, "typed after the refresh"
    assert book.read_table("tblPlanConflicts")["Plan ID"] == []


def test_a_tracker_without_plans_hears_nothing_of_them(demo_copy: tuple[Path, Path]) -> None:
    report = refreshed(FileBook(demo_copy[0]))
    assert report.anything
    assert (report.notes, report.sheets) == ((), ())
