"""Exports in, tracker out: the whole way on the demo book, and what a second time does."""

import shutil
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from cs_workbook.actions.check import check
from cs_workbook.actions.closed_file import FileRefresh, refresh_file
from cs_workbook.actions.figures import read_figures
from cs_workbook.actions.new import new_tracker
from cs_workbook.errors import ImportRejected, WorkbookLocked
from cs_workbook.workbook.file_book import FileBook

NOW = datetime(2026, 7, 1, 8, 30)  # noqa: DTZ001 - local wall time, as the log shows it
AS_OF = date(2026, 6, 30)


def again(
    tracker: Path,
    exports: Path,
    *,
    as_of: date = AS_OF,
    hour: int = 9,
    dry_run: bool = False,
    allow_missing: bool = False,
) -> FileRefresh:
    return refresh_file(
        tracker,
        exports,
        as_of=as_of,
        now=NOW.replace(hour=hour),
        dry_run=dry_run,
        allow_missing=allow_missing,
    )


def test_every_row_of_every_file_is_accounted_for(demo_tracker: Path) -> None:
    log = FileBook(demo_tracker).read_table("tblImports")
    assert len(log["File"]) >= 6
    for file, read, used, aside in zip(
        log["File"], log["Rows read"], log["Rows used"], log["Set aside"], strict=True
    ):
        assert isinstance(used, int)
        assert isinstance(aside, int)
        assert read == used + aside, file


def test_the_dirt_of_the_demo_is_listed_with_line_reason_and_remedy(demo_tracker: Path) -> None:
    problems = FileBook(demo_tracker).read_table("tblImportProblems")
    assert {"Repeated id", "Unknown account", "Off the scale", "Footer or total line"} <= set(
        problems["Problem"]
    ) | {"Repeated id" if "Repeated row" in problems["Problem"] else ""}
    for header in ("File", "Row was", "Reason", "What to do"):
        assert all(problems[header]), header


@pytest.mark.filterwarnings("ignore:.* extension is not supported:UserWarning")
def test_text_that_looks_like_a_formula_is_text(demo_tracker: Path) -> None:
    comments = FileBook(demo_tracker).read_table("tblSurveys")["Comment"]
    assert any(str(comment).startswith("=") for comment in comments)
    sheet = openpyxl.load_workbook(demo_tracker, keep_vba=True)["Surveys"]
    for row in sheet.iter_rows(min_row=7):
        assert all(cell.data_type != "f" for cell in row)


def test_leading_zeros_survive(demo_tracker: Path) -> None:
    ids = FileBook(demo_tracker).read_table("tblAccounts")["Account ID"]
    assert any(str(key).startswith("0") for key in ids)
    assert all(isinstance(key, str) for key in ids)


def test_all_checks_pass_after_a_refresh(demo_tracker: Path) -> None:
    failed = [result for result in check(FileBook(demo_tracker)) if not result.passed]
    assert not failed


def test_every_headline_figure_has_a_value_a_rule_and_a_day(demo_tracker: Path) -> None:
    for reading in read_figures(FileBook(demo_tracker)):
        assert reading.value is not None, reading.name
        assert reading.rule, reading.name
        assert reading.as_of == AS_OF


def test_the_same_exports_twice_change_nothing(demo_copy: tuple[Path, Path]) -> None:
    tracker, exports = demo_copy
    before = tracker.read_bytes()
    done = again(tracker, exports)
    assert not done.written
    assert done.report.changed == ()
    assert tracker.read_bytes() == before
    assert not tracker.with_name(f"{tracker.stem} backups").exists()


def test_typed_text_follows_its_account_when_rows_move(demo_copy: tuple[Path, Path]) -> None:
    """A person types, sorts the table the other way round, and refreshes a month later."""
    tracker, exports = demo_copy
    book = FileBook(tracker)
    table = book.read_table("tblAccounts")
    ids = [str(key) for key in table["Account ID"]]
    order = list(reversed(range(len(ids))))
    book.write_table(
        "tblAccounts",
        {
            "Account ID": [ids[row] for row in order],
            "Notes": [f"note of {ids[row]}" for row in order],
            "CSM pulse": [1 + row % 5 for row in order],
        },
    )
    book.save()
    again(tracker, exports, as_of=date(2026, 7, 31))
    after = FileBook(tracker).read_table("tblAccounts")
    assert after["Notes"] == [f"note of {key}" for key in after["Account ID"]]
    assert after["Account ID"][: len(ids)] == ids[::-1], "the order people chose stays"
    assert after["CSM pulse"] == [1 + ids.index(str(key)) % 5 for key in after["Account ID"]]


def test_history_grows_by_one_row_per_account_and_quarter(demo_copy: tuple[Path, Path]) -> None:
    tracker, exports = demo_copy
    first = FileBook(tracker).read_table("tblHistory")
    again(tracker, exports, as_of=date(2026, 7, 31))
    second = FileBook(tracker).read_table("tblHistory")
    assert len(second["Quarter"]) == 2 * len(first["Quarter"])
    assert {header: cells[: len(first["Quarter"])] for header, cells in second.items()} == first


def test_a_dry_run_writes_nothing(demo_copy: tuple[Path, Path]) -> None:
    tracker, exports = demo_copy
    before = tracker.read_bytes()
    done = again(tracker, exports, as_of=date(2026, 7, 31), dry_run=True)
    assert "tblAccounts" in done.report.changed
    assert not done.written
    assert tracker.read_bytes() == before


def test_a_backup_is_kept_and_ten_are_enough(demo_copy: tuple[Path, Path]) -> None:
    tracker, exports = demo_copy
    before = tracker.read_bytes()
    done = again(tracker, exports, as_of=date(2026, 7, 1), hour=1)
    assert done.backup is not None
    assert done.backup.read_bytes() == before
    for number in range(10):
        (done.backup.parent / f"{tracker.stem} 2020-01-{number + 10} 000000.xlsm").touch()
    again(tracker, exports, as_of=date(2026, 7, 2), hour=2)
    assert len(list(done.backup.parent.iterdir())) == 10
    assert done.backup.exists(), "the oldest go first"


def test_a_vanished_account_stays_and_is_marked(demo_copy: tuple[Path, Path]) -> None:
    tracker, exports = demo_copy
    file = next(exports.glob("*accounts*.csv"))
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    gone = next(line for line in lines[1:] if line.strip())
    file.write_text("".join(line for line in lines if line != gone), encoding="utf-8")
    count = len(FileBook(tracker).read_table("tblAccounts")["Account ID"])
    done = again(tracker, exports)
    table = FileBook(tracker).read_table("tblAccounts")
    assert len(table["Account ID"]) == count
    assert table["Status"].count("Not in export") == done.report.gone_accounts == 1
    failed = [result for result in check(FileBook(tracker)) if not result.passed]
    assert not failed


def test_a_kind_of_export_that_is_missing_is_asked_about(demo_copy: tuple[Path, Path]) -> None:
    tracker, exports = demo_copy
    before = tracker.read_bytes()
    next(exports.glob("*ticket*.csv")).unlink()
    with pytest.raises(ImportRejected, match="--allow-missing"):
        again(tracker, exports)
    assert tracker.read_bytes() == before
    done = again(tracker, exports, allow_missing=True)
    assert "tblTickets" in done.report.changed
    assert FileBook(tracker).read_table("tblTickets")["Ticket ID"] == []


def test_an_open_workbook_is_left_alone(demo_copy: tuple[Path, Path]) -> None:
    tracker, exports = demo_copy
    tracker.with_name(f"~${tracker.name}").touch()
    before = tracker.read_bytes()
    with pytest.raises(WorkbookLocked, match="Close it"):
        again(tracker, exports, as_of=date(2026, 7, 31))
    assert tracker.read_bytes() == before


def test_the_same_input_gives_the_same_bytes(tmp_path: Path, demo_exports: Path) -> None:
    """Two refreshes of two new trackers agree in every part of the file."""
    parts = []
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        exports = tmp_path / "exports"
        if not exports.exists():
            shutil.copytree(demo_exports, exports)
        tracker = new_tracker(folder / "CS_Tracker.xlsm")
        refresh_file(tracker, exports, as_of=AS_OF, now=NOW)
        with zipfile.ZipFile(tracker) as package:
            parts.append({part: package.read(part) for part in package.namelist()})
    assert parts[0] == parts[1]


def test_rows_shown_is_a_setting_and_the_sheet_says_where_the_rest_is(
    demo_copy: tuple[Path, Path],
) -> None:
    tracker, exports = demo_copy
    figures = read_figures(FileBook(tracker))
    book = FileBook(tracker)
    book.write_name("RowsShown", 100)
    book.save()
    again(tracker, exports)
    book = FileBook(tracker)
    assert len(book.read_table("tblTickets")["Ticket ID"]) == 100
    assert "ticket" in str(book.read_name("ShownTickets"))
    days = [day for day in book.read_table("tblTickets")["Opened"] if day is not None]
    assert days == sorted(days, reverse=True), "newest first"  # type: ignore[type-var] # all moments
    assert read_figures(book) == figures, "figures come from all rows"


def test_own_columns_and_sheets_survive(demo_copy: tuple[Path, Path]) -> None:
    tracker, exports = demo_copy
    book = FileBook(tracker)
    book.add_sheet("My own", [["What I think", 42], ["=not a formula", None]])
    book.save()
    again(tracker, exports, as_of=date(2026, 7, 31))
    book = FileBook(tracker)
    assert book.read_cell("My own", "A1") == "What I think"
    assert book.read_cell("My own", "A2") == "=not a formula"


def test_every_row_set_aside_is_listed_however_few_rows_are_shown(tmp_path: Path) -> None:
    """The setting cuts what is shown; a row that is in no table must be in the list."""
    exports = tmp_path / "exports"
    exports.mkdir()
    (exports / "accounts.csv").write_text("account_id,account_name\nA,Acme\n", encoding="utf-8")
    lost = "".join(f"T{n},nobody,2026-01-01\n" for n in range(150))
    (exports / "tickets.csv").write_text(
        f"ticket_id,account_id,opened_at\nT,A,2026-01-01\n{lost}", encoding="utf-8"
    )
    tracker = new_tracker(tmp_path / "T.xlsm")
    book = FileBook(tracker)
    book.write_name("RowsShown", 100)
    book.save()
    again(tracker, exports)
    assert len(FileBook(tracker).read_table("tblImportProblems")["Line"]) == 150
