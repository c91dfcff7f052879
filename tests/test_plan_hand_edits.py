"""What people do to whole plan sheets: nothing is lost, and the check says what stands in the way.

openpyxl stands in for Excel here, since only a person in Excel renames, copies, merges and deletes.
"""

import io
import shutil
import warnings
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from openpyxl.worksheet.worksheet import Worksheet
from plan_trackers import ACCOUNTS, set_cell, small_tracker

from cs_workbook.actions.plans.check import (
    KINDS,
    MERGED,
    MISSING,
    NO_SECTION,
    STRANGE,
    check_plans,
)
from cs_workbook.actions.plans.closed_file import build_file
from cs_workbook.cli import cli
from cs_workbook.workbook.file_book import FileBook
from cs_workbook.workbook.recalculation import refresh_cached_values

NOW = datetime(2025, 1, 2, 9, 30)  # noqa: DTZ001 - local wall time
SHEET = "Acme North"
MINE = "what I think"
STRUCTURAL = {MISSING, STRANGE, MERGED, NO_SECTION}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a tracker whose plans are made and in one of which somebody typed."""
    path = small_tracker(tmp_path_factory.mktemp("plans") / "CS_Tracker.xlsm", ACCOUNTS[:2])
    build_file(path, now=NOW)
    book = FileBook(path)
    book.write_cell(SHEET, f"B{row_of(path, 'question.ours')}", MINE)
    book.save()
    build_file(path, now=NOW)
    return path


@pytest.fixture
def tracker(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy2(made, tmp_path / "CS_Tracker.xlsm"))


def row_of(path: Path, ref: str, sheet: str = SHEET) -> int:
    values = FileBook(path).read_sheet(sheet)
    return next(number for number, row in values.items() if row[0] == ref)


def edit(path: Path, change: Callable[[openpyxl.Workbook, Worksheet], None]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
    sheet = book[SHEET]
    assert isinstance(sheet, Worksheet)
    change(book, sheet)
    book.save(path)
    # Excel keeps what formulas show; openpyxl does not.
    saved = FileBook(path)
    refresh_cached_values(saved)
    saved.save()


def listed(path: Path) -> dict[str, list[str]]:
    """Return what the check says of the sheets themselves."""
    found: dict[str, list[str]] = {}
    for each in check_plans(FileBook(path)):
        if each.kind in STRUCTURAL:
            found.setdefault(each.kind, []).append(f"{each.where}: {each.what}")
    return found


def texts(path: Path, sheet: str = SHEET) -> list[object]:
    return [value for row in FileBook(path).read_sheet(sheet).values() for value in row]


def test_a_sheet_nobody_touched_has_nothing_to_list(made: Path) -> None:
    assert listed(made) == {}


def test_a_renamed_sheet_is_no_problem(tracker: Path) -> None:
    def rename(_: openpyxl.Workbook, sheet: Worksheet) -> None:
        sheet.title = "Ours & theirs"

    edit(tracker, rename)
    assert listed(tracker) == {}
    set_cell(tracker, "A1", "CSM", "Omar")
    build_file(tracker, now=NOW)
    assert {MINE, "Omar"} <= set(texts(tracker, "Ours & theirs"))


def test_a_deleted_sheet_is_named_before_and_after_the_next_build(tracker: Path) -> None:
    def delete(book: openpyxl.Workbook, sheet: Worksheet) -> None:
        book.remove(sheet)

    edit(tracker, delete)
    [told] = listed(tracker)[MISSING]
    assert told.startswith(f"{SHEET}: The plan's sheet was deleted. Restore it from a backup")
    build_file(tracker, now=NOW)
    assert len(listed(tracker)[MISSING]) == 1


def test_a_copied_sheet_is_listed_and_both_keep_their_words(tracker: Path) -> None:
    def copy(book: openpyxl.Workbook, sheet: Worksheet) -> None:
        book.copy_worksheet(sheet).title = "A copy"

    edit(tracker, copy)
    assert [told.partition(":")[0] for told in listed(tracker)[STRANGE]] == ["A copy"]
    set_cell(tracker, "A1", "CSM", "Omar")
    build_file(tracker, now=NOW)
    assert {MINE, "Omar"} <= set(texts(tracker))
    assert MINE in texts(tracker, "A copy")
    assert "Omar" not in texts(tracker, "A copy")


def test_a_sheet_whose_row_on_plans_was_deleted_is_listed(tracker: Path) -> None:
    book = FileBook(tracker)
    table = book.read_table("tblPlans")
    book.write_table("tblPlans", {header: cells[1:] for header, cells in table.items()})
    book.save()
    [told] = listed(tracker)[STRANGE]
    assert told.startswith(f"{SHEET}: The sheet holds a plan that Plans does not list.")


def test_merged_cells_in_the_plan_are_listed_and_keep_their_text(tracker: Path) -> None:
    answer, owner = row_of(tracker, "question.ours"), row_of(tracker, "fact.owner")
    own = max(FileBook(tracker).read_sheet(SHEET)) + 2

    def merge(_: openpyxl.Workbook, sheet: Worksheet) -> None:
        sheet.merge_cells(f"B{answer}:D{answer}")
        sheet.merge_cells(f"B{owner}:C{owner}")
        sheet.cell(own, 2, "my own heading")
        sheet.merge_cells(f"B{own}:F{own}")
        sheet.merge_cells(f"L{answer}:M{answer}")

    edit(tracker, merge)
    places = [told.partition(": ")[0] for told in listed(tracker)[MERGED]]
    assert sorted(places) == sorted([f"{SHEET}!B{answer}:D{answer}", f"{SHEET}!B{owner}:C{owner}"])
    set_cell(tracker, "A1", "CSM", "Omar")
    build_file(tracker, now=NOW)
    after = texts(tracker)
    assert {MINE, "my own heading", "Omar"} <= set(after)
    assert len(FileBook(tracker).merged_cells(SHEET)) == 4, "what people merged stays merged"
    assert len(listed(tracker)[MERGED]) == 2, "said until it is undone"


def test_a_deleted_section_is_named_and_comes_back_as_the_sentence_says(tracker: Path) -> None:
    names = [row[0] for row in FileBook(tracker).read_sheet(SHEET).values()]
    section = [str(name) for name in names if "milestone" in str(name)]
    assert len(section) > 3
    numbers = [row_of(tracker, name) for name in section]

    def delete(_: openpyxl.Workbook, sheet: Worksheet) -> None:
        for number in sorted(numbers, reverse=True):
            sheet.delete_rows(number)

    edit(tracker, delete)
    [told] = listed(tracker)[NO_SECTION]
    assert told.startswith(f"{SHEET}: Milestones: expected its heading or a row of it, found none.")
    build_file(tracker, now=NOW)
    assert len(listed(tracker)[NO_SECTION]) == 1
    assert MINE in texts(tracker)
    book = FileBook(tracker)
    record = book.read_table("tblPlanRecord")
    keep = [
        place
        for place, (plan, row) in enumerate(zip(record["Plan ID"], record["Row"], strict=True))
        if not (plan == "P-0001" and "milestone" in str(row))
    ]
    book.write_table(
        "tblPlanRecord", {header: [cells[at] for at in keep] for header, cells in record.items()}
    )
    book.save()
    build_file(tracker, now=NOW)
    assert listed(tracker) == {}
    assert set(section) <= set(texts(tracker))
    assert MINE in texts(tracker)


def test_a_heading_alone_says_that_its_rows_are_gone_on_purpose(tracker: Path) -> None:
    numbers = [row_of(tracker, f"adjustment.{place}") for place in range(1, 5)]

    def delete(_: openpyxl.Workbook, sheet: Worksheet) -> None:
        for number in sorted(numbers, reverse=True):
            sheet.delete_rows(number)

    edit(tracker, delete)
    assert listed(tracker) == {}


def test_every_kind_has_its_place_and_the_command_prints_it(tracker: Path) -> None:
    assert set(KINDS) >= STRUCTURAL

    def merge(_: openpyxl.Workbook, sheet: Worksheet) -> None:
        sheet.merge_cells("B4:C4")

    edit(tracker, merge)
    result = CliRunner().invoke(cli, ["plan", "check", str(tracker)])
    assert result.exit_code == 1
    assert "Merged cells: 1\n  P-0001 Acme North!B4:C4: Expected single cells" in result.output
