"""Plans by the dozen: in the open book they must be the same as on the closed file.

The customers are RavenStack's, the first by rank on *Plan choice*. ``CS_WORKBOOK_PLANS=60`` builds
sixty plans in one go; two keep every other run short.
"""

import os
import shutil
import time
from datetime import date, datetime
from pathlib import Path

import pytest
import xlwings as xw
from print_titles import without_print_titles
from xlwings_libreoffice import fixtures

from cs_workbook.actions.closed_file import refresh_file
from cs_workbook.actions.new import new_tracker
from cs_workbook.actions.plans.build import build_plans
from cs_workbook.actions.plans.closed_file import build_file
from cs_workbook.actions.refresh import refresh
from cs_workbook.schema.tables import SHEET_ORDER
from cs_workbook.workbook.excel_book import ExcelBook
from cs_workbook.workbook.file_book import FileBook
from cs_workbook.workbook.recalculation import refresh_cached_values

pytestmark = [pytest.mark.libreoffice, pytest.mark.shared_data]
office, xlwings_engine, excel = fixtures.office, fixtures.xlwings_engine, fixtures.excel

PLANS = int(os.environ.get("CS_WORKBOOK_PLANS", "2"))
NOW = datetime(2026, 1, 1, 9, 0)  # noqa: DTZ001 - local wall time


@pytest.fixture(scope="module")
def ravenstack(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a refreshed tracker in which so many customers earn a plan."""
    path = new_tracker(tmp_path_factory.mktemp("ravenstack") / "CS_Tracker.xlsm")
    book = FileBook(path)
    book.write_name("RowsShown", 100)
    book.save()
    exports = shared_data / "accounts" / "ravenstack"
    refresh_file(path, exports, as_of=date(2024, 12, 31), now=NOW)
    book = FileBook(path)
    choice = book.read_table("tblPlanChoice", columns=["Status", "Plan depth"])
    earned = [
        row
        for row, status in enumerate(choice["Status"])
        if status == "Customer" and choice["Plan depth"][row] != "None"
    ][:PLANS]
    depths = ["None"] * len(choice["Status"])
    for row in earned:
        depths[row] = str(choice["Plan depth"][row])
    book.write_table("tblPlanChoice", {"Plan depth": depths})
    book.save()
    assert len(earned) == PLANS
    return path


def test_the_open_book_gets_the_plans_the_closed_file_gets(
    ravenstack: Path, excel: xw.App, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = Path(shutil.copy2(ravenstack, tmp_path / "closed.xlsm"))
    start = time.perf_counter()
    on_file = build_file(path, now=NOW).report
    took = time.perf_counter() - start
    closed = FileBook(path)
    opened = excel.books.open(without_print_titles(ravenstack, tmp_path / "CS_Tracker.xlsm"))
    start = time.perf_counter()
    book = ExcelBook(opened)
    report = build_plans(book)
    book.save()
    with capsys.disabled():
        print(  # noqa: T201 - what the two doors cost
            f"\n{PLANS} plans: closed file {took:.1f} s, "
            f"open book {time.perf_counter() - start:.1f} s"
        )
    live = ExcelBook(opened)
    assert len(report.made) == PLANS
    assert report.made == on_file.made
    assert live.sheet_names() == closed.sheet_names()
    for sheet in closed.sheet_names():
        if sheet not in SHEET_ORDER:
            assert live.read_sheet(sheet) == closed.read_sheet(sheet), sheet
    for table in ("tblPlans", "tblPlanConflicts", "tblPlanRecord"):
        assert live.read_table(table) == closed.read_table(table), table
    assert not build_plans(ExcelBook(opened)).anything, "a second build changes nothing"
    assert not build_file(path, now=NOW).report.anything


def test_a_refresh_moves_the_plans_of_both_alike(
    demo_copy: tuple[Path, Path], excel: xw.App, tmp_path: Path
) -> None:
    path, exports = demo_copy
    closed = FileBook(path)
    accounts = closed.read_table("tblPlanChoice", columns=["Account ID"])["Account ID"]
    for account in accounts[:PLANS]:
        build_plans(closed, account=str(account))
    refresh_cached_values(closed)
    closed.save()
    opened = excel.books.open(without_print_titles(path, tmp_path / "open.xlsm"))
    later = date(2026, 7, 31)
    done = refresh_file(path, exports, as_of=later, now=NOW)
    live = ExcelBook(opened)
    report = refresh(live, exports, as_of=later, now=NOW)
    live.save()
    assert report.sheets == done.report.sheets != ()
    assert report.notes == done.report.notes
    live, closed = ExcelBook(opened), FileBook(path)
    for sheet in report.sheets:
        assert live.read_sheet(sheet) == closed.read_sheet(sheet), sheet
    for table in ("tblPlans", "tblPlanConflicts", "tblPlanRecord"):
        assert live.read_table(table) == closed.read_table(table), table
