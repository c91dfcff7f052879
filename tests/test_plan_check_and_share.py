"""Checking the plans of a tracker, and handing one on without anything internal in it."""

import io
import json
import re
import shutil
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from package_lint import lint
from plan_trackers import set_cell, small_tracker

from cs_workbook.actions.plans import share as sharing
from cs_workbook.actions.plans.check import (
    CHANGED,
    MISSING,
    OPEN,
    OVERDUE,
    STALE,
    UNMEASURABLE,
    UNSIGNED,
    WRONG,
    check_plans,
)
from cs_workbook.actions.plans.closed_file import build_file
from cs_workbook.actions.plans.share import share_plan
from cs_workbook.cli import cli
from cs_workbook.errors import WorkbookError
from cs_workbook.workbook.file_book import FileBook
from cs_workbook.workbook.port import CellValue

NOW = datetime(2025, 1, 2, 9, 30)  # noqa: DTZ001 - local wall time
SHEET = "Acme North"
INTERNAL = "we hope they do not notice"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a tracker whose plans are made; nobody may change it."""
    path = small_tracker(tmp_path_factory.mktemp("plans") / "CS_Tracker.xlsm")
    build_file(path, now=NOW)
    return path


@pytest.fixture
def tracker(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy2(made, tmp_path / "CS_Tracker.xlsm"))


@pytest.fixture(autouse=True)
def no_program(monkeypatch: pytest.MonkeyPatch) -> None:
    """Print no PDF, except where a test wants one."""
    monkeypatch.setattr(sharing, "_PROGRAMS", ())


def fill(path: Path, ref: str, **cells: CellValue) -> None:
    """Type into a row of the first plan."""
    book = FileBook(path)
    number = next(n for n, row in book.read_sheet(SHEET).items() if row[0] == ref)
    for letter, value in cells.items():
        book.write_cell(SHEET, f"{letter}{number}", value)
    book.save()


def kinds(path: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for each in check_plans(FileBook(path)):
        if each.plan_id == "P-0001":
            found.setdefault(each.kind, []).append(f"{each.where}: {each.what}")
    return found


def answered(path: Path, on: date = date(2024, 12, 1)) -> None:
    for ref in ("question.theirs", "question.ours"):
        fill(path, ref, B="Fewer calls", E=on)


# Checking ---------------------------------------------------------------------------------------


def test_a_new_plan_is_a_draft_unsigned_and_not_yet_measurable(made: Path) -> None:
    found = kinds(made)
    assert set(found) == {OPEN, UNMEASURABLE, UNSIGNED}


def test_what_is_overdue_is_found_with_its_cell(tracker: Path) -> None:
    answered(tracker)
    fill(tracker, "milestone.1", F=date(2024, 12, 30))
    [late] = kinds(tracker)[OVERDUE]
    assert re.match(r"Acme North!B\d+: .+: due 2024-12-30\.", late)
    fill(tracker, "milestone.1", F=date(2024, 12, 31))
    assert OVERDUE not in kinds(tracker), "what is due today is not late"


def test_what_nobody_looked_at_for_a_quarter_is_stale(tracker: Path) -> None:
    answered(tracker, date(2024, 9, 1))
    assert STALE in kinds(tracker)


def test_what_changed_since_it_was_signed_is_found(tracker: Path) -> None:
    answered(tracker)
    fill(tracker, "signoff.1", B="Ada", C="Director", D="Theirs", E=date(2024, 12, 2), F="Call")
    build_file(tracker, now=NOW)
    assert UNSIGNED not in kinds(tracker)
    fill(tracker, "question.ours", B="Something else")
    [changed] = kinds(tracker)[CHANGED]
    assert "'Fewer calls'" in changed
    assert "'Something else'" in changed


def test_a_deleted_sheet_is_found(tracker: Path) -> None:
    book = FileBook(tracker)
    book.write_cell(SHEET, "A1", "no id any more")
    book.save()
    assert list(kinds(tracker)) == [MISSING]


@pytest.mark.parametrize(
    ("ref", "column", "typed", "expected"),
    [
        ("objective.1", "F", "lots", "expected a number, found 'lots'"),
        ("milestone.1", "F", "next spring", "expected a date, found 'next spring'"),
        ("stakeholder.1", "F", "maybe", "expected one of Yes, No, found 'maybe'"),
        ("expectation.1", "C", 6, "expected one of 1, 2, 3, 4, 5, found '6'"),
    ],
)
def test_an_entry_that_cannot_be_meant_is_named_with_its_cell(
    tracker: Path, ref: str, column: str, typed: CellValue, expected: str
) -> None:
    fill(tracker, ref, **{column: typed})
    values = FileBook(tracker).read_sheet(SHEET)
    number = next(n for n, row in values.items() if row[0] == ref)
    [wrong] = kinds(tracker)[WRONG]
    assert wrong.startswith(f"{SHEET}!{column}{number}: ")
    assert expected in wrong
    assert wrong.endswith("Correct it or empty the cell; until then it counts as unknown.")
    result = CliRunner().invoke(cli, ["plan", "check", str(tracker)])
    assert result.exit_code == 1
    assert wrong in result.output
    fill(tracker, ref, **{column: None})
    assert WRONG not in kinds(tracker)


def test_of_two_rows_with_one_name_the_finding_names_the_one_that_is_read(tracker: Path) -> None:
    fill(tracker, "milestone.1", F="soon")
    book = FileBook(tracker)
    values = book.read_sheet(SHEET)
    number = next(n for n, row in values.items() if row[0] == "milestone.1")
    book.write_cell(SHEET, f"A{max(values) + 2}", "milestone.1")
    book.save()
    [wrong] = kinds(tracker)[WRONG]
    assert wrong.startswith(f"{SHEET}!F{number}: ")


def test_a_closed_plan_is_nobodys_worry(tracker: Path) -> None:
    set_cell(tracker, "A1", "Status", "Churned")
    assert kinds(tracker) == {}


def test_the_command_ends_with_1_where_there_is_something(made: Path) -> None:
    result = CliRunner().invoke(cli, ["plan", "check", str(made)])
    assert result.exit_code == 1
    assert "Unsigned: 3" in result.output
    result = CliRunner().invoke(cli, ["plan", "check", str(made), "--json"])
    assert {each["kind"] for each in json.loads(result.output)["found"]} >= {OPEN, UNSIGNED}


def test_the_command_ends_with_0_where_there_is_nothing(tmp_path: Path) -> None:
    path = small_tracker(tmp_path / "CS_Tracker.xlsm")
    result = CliRunner().invoke(cli, ["plan", "check", str(path)])
    assert (result.exit_code, result.output) == (0, "Plans: nothing to see to.\n")


def test_the_command_builds_and_says_what_it_did(tmp_path: Path) -> None:
    path = small_tracker(tmp_path / "CS_Tracker.xlsm")
    result = CliRunner().invoke(cli, ["plan", "build", str(path), "--account", "A2"])
    assert result.exit_code == 0
    assert "Plans: 1 in all, 1 made" in result.output
    result = CliRunner().invoke(cli, ["plan", "build", str(path), "--account", "A2"])
    assert "is as it was" in result.output


# Sharing ----------------------------------------------------------------------------------------


def test_nothing_internal_is_anywhere_in_the_file(tracker: Path, tmp_path: Path) -> None:
    fill(tracker, "opportunity.1", B=INTERNAL)
    fill(tracker, "risk.1", B=INTERNAL)
    fill(tracker, "question.theirs", B="Fewer calls")
    done = share_plan(tracker, "P-0001", tmp_path)
    assert done.workbook.name == "Acme North plan 2024-12-31.xlsx"
    with zipfile.ZipFile(done.workbook) as package:
        everything = b"".join(package.read(name) for name in package.namelist()).decode("utf-8")
    assert "Fewer calls" in everything
    for word in (INTERNAL, "1200.5", "MRR", "Opportunities", "tblAccounts", "risk.", "P-0001"):
        assert word not in everything, word


def test_the_shared_workbook_is_sound_and_holds_one_sheet(made: Path, tmp_path: Path) -> None:
    done = share_plan(made, "A1", tmp_path)
    assert lint(done.workbook) == []
    book = openpyxl.load_workbook(io.BytesIO(done.workbook.read_bytes()))
    assert book.sheetnames == [SHEET]
    sheet = book[SHEET]
    assert sheet["A1"].value == "Success plan: Acme / North (draft)"
    assert sheet["A1"].style == "Title"
    assert sheet.page_setup.orientation == "portrait"
    assert sheet.column_dimensions["A"].width == pytest.approx(33.7, abs=0.1)
    assert sheet.row_breaks.brk, "its sections stay together on paper"
    assert not [key for key, row in sheet.row_dimensions.items() if row.hidden]
    assert not [key for key, column in sheet.column_dimensions.items() if column.hidden]
    assert sheet.max_row == done.rows


def test_the_tracker_is_only_read(made: Path, tmp_path: Path) -> None:
    before = made.read_bytes()
    share_plan(made, "P-0002", tmp_path)
    assert made.read_bytes() == before


def test_without_libreoffice_a_sentence_says_what_to_do(made: Path, tmp_path: Path) -> None:
    done = share_plan(made, "P-0003", tmp_path)
    assert done.pdf is None
    assert "Save As > PDF" in done.note


@pytest.mark.libreoffice
def test_with_libreoffice_there_is_a_pdf(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed")
    monkeypatch.setattr(sharing, "_PROGRAMS", ("soffice",))
    done = share_plan(made, "P-0001", tmp_path)
    assert done.pdf is not None
    assert done.pdf.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("plan", "folder", "reason"),
    [
        ("P-0009", ".", "expected the plan or account 'P-0009'"),
        ("P-0001", "nowhere", "expected a folder"),
    ],
)
def test_what_cannot_be_shared_is_named(
    made: Path, tmp_path: Path, plan: str, folder: str, reason: str
) -> None:
    with pytest.raises(WorkbookError, match=reason):
        share_plan(made, plan, tmp_path / folder)


def test_a_file_that_is_there_is_not_overwritten(made: Path, tmp_path: Path) -> None:
    done = share_plan(made, "P-0001", tmp_path)
    before = done.workbook.read_bytes()
    with pytest.raises(WorkbookError, match="Move it away"):
        share_plan(made, "P-0001", tmp_path)
    assert done.workbook.read_bytes() == before
