"""Plan sheets in the workbook: made, brought up to date, and never losing what people did."""

import io
import shutil
import warnings
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
import xlwings as xw
from openpyxl.worksheet.worksheet import Worksheet
from package_lint import lint
from plan_trackers import ACCOUNTS, set_cell, small_tracker
from print_titles import without_print_titles
from xlwings_libreoffice import fixtures

from cs_workbook.actions.plans import build as building
from cs_workbook.actions.plans.build import build_plans
from cs_workbook.actions.plans.closed_file import FilePlanBuild, build_file
from cs_workbook.errors import WorkbookError, WorkbookRefused
from cs_workbook.schema.tables import SHEET_ORDER, TBL_ACCOUNTS
from cs_workbook.workbook.excel_book import ExcelBook
from cs_workbook.workbook.file_book import FileBook
from cs_workbook.workbook.port import CellError, CellValue
from cs_workbook.workbook.recalculation import refresh_cached_values

office, xlwings_engine, excel = fixtures.office, fixtures.xlwings_engine, fixtures.excel

NOW = datetime(2025, 1, 2, 9, 30)  # noqa: DTZ001 - local wall time
NAMES = ("Acme North", "acme north (P-0002)", "Zoë's 'Shop")
MINE = "what I think"


def build(path: Path, account: str | None = None) -> FilePlanBuild:
    return build_file(path, now=NOW, account=account)


def plan_sheets(path: Path) -> tuple[str, ...]:
    return tuple(name for name in FileBook(path).sheet_names() if name not in SHEET_ORDER)


def row_of(path: Path, sheet: str, ref: str) -> int:
    values = FileBook(path).read_sheet(sheet)
    return next(number for number, row in values.items() if row[0] == ref)


def write(path: Path, sheet: str, cell: str, value: CellValue) -> None:
    book = FileBook(path)
    book.write_cell(sheet, cell, value)
    book.save()


def index(path: Path) -> dict[str, dict[str, CellValue]]:
    table = FileBook(path).read_table("tblPlans")
    return {
        str(key): {header: cells[row] for header, cells in table.items()}
        for row, key in enumerate(table["Plan ID"])
    }


def edited(path: Path, change: Callable[[openpyxl.Workbook], None]) -> None:
    """Do to a tracker what only a person in Excel does; openpyxl stands in for Excel here."""
    book = opened(path)
    change(book)
    book.save(path)
    # Excel keeps what formulas show; openpyxl does not.
    saved = FileBook(path)
    refresh_cached_values(saved)
    saved.save()


def opened(path: Path) -> openpyxl.Workbook:
    """Open a tracker with openpyxl, which knows less of drop-downs than Excel and says so."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return openpyxl.load_workbook(io.BytesIO(path.read_bytes()))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a tracker whose plans are made; nobody may change it."""
    path = small_tracker(tmp_path_factory.mktemp("plans") / "CS_Tracker.xlsm")
    build(path)
    return path


@pytest.fixture
def tracker(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy2(made, tmp_path / "CS_Tracker.xlsm"))


# Making -----------------------------------------------------------------------------------------


def test_every_customer_gets_a_sheet_under_a_name_of_its_own(made: Path) -> None:
    assert plan_sheets(made) == NAMES
    for plan_id, sheet in zip(("P-0001", "P-0002", "P-0003"), NAMES, strict=True):
        values = FileBook(made).read_sheet(sheet)
        assert values[1] == (plan_id, "All plans")
        assert values[2][0] == "title"


def test_the_index_says_what_each_plan_is(made: Path) -> None:
    found = index(made)
    assert [row["Account ID"] for row in found.values()] == ["A1", "A2", "A3"]
    first = found["P-0001"]
    assert first["Account"] == ACCOUNTS[0]["Account"]
    assert first["Sheet"] == "Acme North"
    assert first["Open"] == "Open"
    assert (first["Status"], first["Sign-off"]) == ("○ Draft", "○ Unsigned")
    assert (first["Overdue"], first["Stale"], first["Conflicts"]) == (0, "No", 0)
    assert first["Owner"] == "Ida"
    assert first["Progress (%)"] is None, "nothing is known of the progress: a blank, not 0"
    assert found["P-0002"]["Type"] == "Onboarding, full", "a customer for two months"


def test_two_trackers_alike_get_the_same_sheets(made: Path, tmp_path: Path) -> None:
    other = small_tracker(tmp_path / "other.xlsm")
    build(other)
    ours, theirs = FileBook(made), FileBook(other)
    assert ours.sheet_names() == theirs.sheet_names()
    for sheet in NAMES:
        assert ours.read_sheet(sheet) == theirs.read_sheet(sheet)


def test_a_second_build_changes_nothing(tracker: Path) -> None:
    before = tracker.read_bytes()
    done = build(tracker)
    assert not done.report.anything
    assert done.backup is None
    assert tracker.read_bytes() == before


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    path = small_tracker(tmp_path / "CS_Tracker.xlsm")
    before = path.read_bytes()
    done = build_file(path, now=NOW, dry_run=True)
    assert len(done.report.made) == 3
    assert path.read_bytes() == before


def test_the_version_before_is_kept(tmp_path: Path) -> None:
    path = small_tracker(tmp_path / "CS_Tracker.xlsm")
    before = path.read_bytes()
    done = build(path)
    assert done.backup is not None
    assert done.backup.read_bytes() == before


def test_one_account_alone(tmp_path: Path) -> None:
    path = small_tracker(tmp_path / "CS_Tracker.xlsm")
    assert build(path, "A3").report.made == ("P-0001",)
    assert plan_sheets(path) == (NAMES[2],)
    assert build(path).report.made == ("P-0002", "P-0003")
    assert index(path)["P-0001"]["Account ID"] == "A3"


def test_an_account_nobody_knows_is_named(made: Path) -> None:
    with pytest.raises(WorkbookError, match="'A9'"):
        build(made, "A9")


def test_a_tracker_without_a_refresh_says_so(tmp_path: Path) -> None:
    path = small_tracker(tmp_path / "CS_Tracker.xlsm")
    write(path, "Settings", "B5", None)
    with pytest.raises(WorkbookError, match="never refreshed"):
        build(path)


def test_too_many_plans_are_refused_and_nothing_is_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = small_tracker(tmp_path / "CS_Tracker.xlsm")
    before = path.read_bytes()
    monkeypatch.setattr(building, "MOST_PLANS", 2)
    with pytest.raises(WorkbookRefused, match="at most 2 plan sheets"):
        build(path)
    assert path.read_bytes() == before


def test_a_sheet_of_a_person_keeps_its_name_and_content(tmp_path: Path) -> None:
    path = small_tracker(tmp_path / "CS_Tracker.xlsm")
    book = FileBook(path)
    book.add_sheet("ACME NORTH", [[MINE, 42]])
    book.save()
    build(path)
    assert FileBook(path).read_sheet("ACME NORTH") == {1: (MINE, 42)}
    assert index(path)["P-0001"]["Sheet"] == "Acme North (P-0001)"


# Looks ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def drawn(made: Path) -> Worksheet:
    sheet = opened(made)[NAMES[0]]
    assert isinstance(sheet, Worksheet)
    return sheet


def test_only_the_cells_of_people_are_unlocked_and_they_look_it(drawn: Worksheet) -> None:
    assert drawn.protection.sheet
    assert drawn.protection.password is None
    for row in drawn.iter_rows():
        for cell in row:
            assert cell.protection.locked == (cell.style != "Input"), cell.coordinate
    assert sum(cell.style == "Input" for row in drawn.iter_rows() for cell in row) > 200


def test_a_cell_of_people_takes_what_its_column_is_for(made: Path, drawn: Worksheet) -> None:
    number = row_of(made, NAMES[0], "milestone.1")
    rules = {
        cell.coordinate[0]: rule.type
        for cell in drawn[number]
        for rule in drawn.data_validations.dataValidation
        if cell.coordinate in rule.sqref
    }
    assert rules == {
        "B": "textLength",
        "C": "textLength",
        "D": "list",
        "E": "decimal",
        "F": "date",
        "G": "date",
        "H": "list",
        "I": "textLength",
    }


def test_a_plan_prints_upright_one_page_wide(
    drawn: Worksheet,
) -> None:
    assert drawn.page_setup.orientation == "portrait"
    assert drawn.sheet_properties.pageSetUpPr is not None
    assert drawn.sheet_properties.pageSetUpPr.fitToPage
    assert drawn.page_setup.fitToHeight == 0
    assert "&C&A" in str(drawn.HeaderFooter.oddFooter), "every page names the plan"
    assert str(drawn.freeze_panes) == "A3"
    assert not drawn.merged_cells.ranges
    assert not [key for key, row in drawn.row_dimensions.items() if row.hidden]


def test_the_names_of_rows_stay_off_paper(made: Path) -> None:
    names = FileBook(made).name_formulas()
    for sheet in NAMES:
        assert names[f"{sheet}!_xlnm.Print_Area"].endswith("'!$B:$I")
        assert f"{sheet}!_xlnm.Print_Titles" not in names


def test_the_package_is_sound(made: Path) -> None:
    assert lint(made) == []


# What people do ---------------------------------------------------------------------------------


def test_what_people_typed_stays_and_the_state_follows_it(tracker: Path) -> None:
    sheet = NAMES[0]
    for ref in ("question.theirs", "question.ours"):
        number = row_of(tracker, sheet, ref)
        write(tracker, sheet, f"B{number}", MINE)
        write(tracker, sheet, f"E{number}", date(2024, 12, 1))
    build(tracker)
    assert FileBook(tracker).read_sheet(sheet)[row_of(tracker, sheet, "question.ours")][1] == MINE
    assert index(tracker)["P-0001"]["Status"] == "▲ Active"
    status = FileBook(tracker).read_sheet(sheet)[row_of(tracker, sheet, "fact.status")]
    assert status[2] == "Active", "the sheet itself says so too"


def test_a_fact_that_changed_is_brought_up_to_date(tracker: Path) -> None:
    set_cell(tracker, "A1", "CSM", "Omar")
    done = build(tracker)
    assert done.report.changed == ("P-0001",)
    assert (
        FileBook(tracker).read_sheet(NAMES[0])[row_of(tracker, NAMES[0], "fact.owner")][2] == "Omar"
    )
    assert index(tracker)["P-0001"]["Owner"] == "Omar"


def test_a_generated_cell_somebody_wrote_over_is_listed_and_left(tracker: Path) -> None:
    number = row_of(tracker, NAMES[0], "fact.owner")
    write(tracker, NAMES[0], f"C{number}", MINE)
    done = build(tracker)
    [left] = done.report.left_alone
    assert (left.plan_id, left.cell, left.found, left.wanted) == (
        "P-0001",
        f"C{number}",
        MINE,
        "Ida",
    )
    assert FileBook(tracker).read_sheet(NAMES[0])[number][2] == MINE
    listed = FileBook(tracker).read_table("tblPlanConflicts")
    assert listed["Stands there"] == [MINE]
    assert listed["Sheet"] == [NAMES[0]]
    assert index(tracker)["P-0001"]["Conflicts"] == 1
    write(tracker, NAMES[0], f"C{number}", "Ida")
    assert build(tracker).report.left_alone == ()
    assert FileBook(tracker).read_table("tblPlanConflicts")["Plan ID"] == []


def test_an_account_that_left_keeps_its_plan_closed(tracker: Path) -> None:
    number = row_of(tracker, NAMES[2], "question.ours")
    write(tracker, NAMES[2], f"B{number}", MINE)
    set_cell(tracker, "A3", "Status", "Churned")
    done = build(tracker)
    assert done.report.closed == ("P-0003",)
    assert FileBook(tracker).read_sheet(NAMES[2])[number][1] == MINE
    assert index(tracker)["P-0003"]["Status"] == "○ Closed"
    assert index(tracker)["P-0003"]["Why"] == "the customer left"
    set_cell(tracker, "A3", "Status", "Customer")
    assert build(tracker).report.closed == ()
    assert index(tracker)["P-0003"]["Status"] == "○ Draft"


def test_a_renamed_sheet_is_found_again(tracker: Path) -> None:
    def rename(book: openpyxl.Workbook) -> None:
        book[NAMES[1]].title = "My plan"

    edited(tracker, rename)
    done = build(tracker)
    assert done.report.made == ()
    assert plan_sheets(tracker) == (NAMES[0], "My plan", NAMES[2])
    assert index(tracker)["P-0002"]["Sheet"] == "My plan"


def test_a_deleted_sheet_stays_deleted_and_is_listed(tracker: Path) -> None:
    def delete(book: openpyxl.Workbook) -> None:
        del book[NAMES[1]]

    edited(tracker, delete)
    done = build(tracker)
    assert done.report.made == ()
    [left] = done.report.left_alone
    assert (left.plan_id, left.account, left.sheet) == ("P-0002", "acme   north", None)
    assert "stays deleted" in left.reason
    assert index(tracker)["P-0002"]["Status"] == "○ Sheet deleted"
    assert not build(tracker).report.anything, "said once, it is the state of things"


def test_a_copied_sheet_is_left_alone_and_listed(tracker: Path) -> None:
    def copy(book: openpyxl.Workbook) -> None:
        copied = book.copy_worksheet(book[NAMES[0]])
        copied.title = "A copy"
        book.move_sheet(copied, -len(book.sheetnames))

    edited(tracker, copy)
    before = FileBook(tracker).read_sheet("A copy")
    [left] = build(tracker).report.left_alone
    assert (left.plan_id, left.sheet) == ("P-0001", "A copy")
    assert FileBook(tracker).read_sheet("A copy") == before


def test_rows_people_moved_inserted_and_added_stay(tracker: Path) -> None:
    def work(book: openpyxl.Workbook) -> None:
        sheet = book[NAMES[0]]
        sheet.insert_rows(2, amount=3)
        sheet["B3"] = MINE
        sheet.cell(sheet.max_row + 2, 2, "my own section")

    edited(tracker, work)
    set_cell(tracker, "A1", "CSM", "Omar")
    build(tracker)
    values = FileBook(tracker).read_sheet(NAMES[0])
    assert values[3] == (None, MINE)
    assert values[max(values)] == (None, "my own section")
    assert values[row_of(tracker, NAMES[0], "fact.owner")][2] == "Omar"


def test_a_deleted_row_stays_deleted(tracker: Path) -> None:
    number = row_of(tracker, NAMES[0], "milestone.2")

    def delete(book: openpyxl.Workbook) -> None:
        book[NAMES[0]].delete_rows(number)

    edited(tracker, delete)
    build(tracker)
    names = [row[0] for row in FileBook(tracker).read_sheet(NAMES[0]).values()]
    assert "milestone.2" not in names
    assert "milestone.3" in names


def test_what_a_plan_gained_stands_below_everything_under_a_heading(tracker: Path) -> None:
    book = FileBook(tracker)
    record = book.read_table("tblPlanRecord")
    keep = [
        place
        for place, (plan, row) in enumerate(zip(record["Plan ID"], record["Row"], strict=True))
        if (plan, row) != ("P-0001", "review.1")
    ]
    book.write_table(
        "tblPlanRecord", {header: [cells[at] for at in keep] for header, cells in record.items()}
    )
    book.save()
    number = row_of(tracker, NAMES[0], "review.1")
    write(tracker, NAMES[0], f"A{number}", None)
    last = max(FileBook(tracker).read_sheet(NAMES[0]))
    build(tracker)
    values = FileBook(tracker).read_sheet(NAMES[0])
    assert values[last + 2] == (None, "Added on 2024-12-31")
    assert values[last + 3] == (None, "More for: Reviews"), "an empty row alone says nothing"
    assert values[last + 4][:3] == (None, "What was reviewed", "Took part, theirs")
    assert values[last + 5][0] == "review.1"
    sheet = opened(tracker)[NAMES[0]]
    assert sheet.cell(last + 5, 2).style == "Input"
    assert not build(tracker).report.anything


def test_an_error_in_a_cell_of_people_is_no_obstacle(tracker: Path) -> None:
    number = row_of(tracker, NAMES[0], "work.1")
    write(tracker, NAMES[0], f"I{number}", CellError("#N/A"))
    build(tracker)
    assert FileBook(tracker).read_sheet(NAMES[0])[number][8] == CellError("#N/A")


def test_a_damaged_record_is_named(tracker: Path) -> None:
    write(tracker, "Plan record", "D8", "not what a build writes")
    with pytest.raises(WorkbookError, match="Plan record, plan P-0001"):
        build(tracker)


def test_a_look_that_is_gone_is_named(tracker: Path) -> None:
    write(tracker, "Plan pattern", "C9", "my heading")
    with pytest.raises(WorkbookError, match="'heading'"):
        build(tracker)


def test_the_notes_of_people_follow_their_plan(tracker: Path) -> None:
    book = FileBook(tracker)
    book.write_table("tblPlans", {"Notes": [None, MINE, None]})
    book.save()
    set_cell(tracker, "A1", "Status", "Churned")
    build(tracker)
    assert index(tracker)["P-0002"]["Notes"] == MINE


# The open book ----------------------------------------------------------------------------------


@pytest.mark.libreoffice
def test_the_open_book_gets_the_same_plans(made: Path, excel: xw.App, tmp_path: Path) -> None:
    path = small_tracker(tmp_path / "CS_Tracker.xlsm")
    opened = excel.books.open(without_print_titles(path, path))
    book = ExcelBook(opened)
    report = build_plans(book)
    book.save()
    closed, live = FileBook(made), ExcelBook(opened)
    assert report.made == ("P-0001", "P-0002", "P-0003")
    assert live.sheet_names() == closed.sheet_names()
    for sheet in NAMES:
        assert live.read_sheet(sheet) == closed.read_sheet(sheet)
    for table in ("tblPlans", "tblPlanConflicts", "tblPlanRecord"):
        assert live.read_table(table) == closed.read_table(table)
    assert not build_plans(ExcelBook(opened)).anything, "a second build changes nothing"


@pytest.mark.libreoffice
def test_in_the_open_book_people_may_type_where_they_may(excel: xw.App, tmp_path: Path) -> None:
    path = small_tracker(tmp_path / "CS_Tracker.xlsm", ACCOUNTS[:1])
    opened = excel.books.open(without_print_titles(path, path))
    book = ExcelBook(opened)
    build_plans(book)
    book.save()
    sheet = opened.sheets[NAMES[0]]
    values = ExcelBook(opened).read_sheet(NAMES[0])
    typed = next(number for number, row in values.items() if row[0] == "question.ours")
    fact = next(number for number, row in values.items() if row[0] == "fact.owner")
    sheet.range((typed, 2)).value = MINE
    with pytest.raises(Exception, match="locked"):
        sheet.range((fact, 3)).value = MINE
    accounts = opened.sheets["Accounts"]
    accounts.range(f"{TBL_ACCOUNTS.letter('CSM')}{TBL_ACCOUNTS.header_row + 1}").value = "Omar"
    again = ExcelBook(opened)
    assert build_plans(again).changed == ("P-0001",)
    again.save()
    values = ExcelBook(opened).read_sheet(NAMES[0])
    assert values[typed][1] == MINE
    assert values[fact][2] == "Omar"
