"""The buttons on a live LibreOffice: the same rows as the command line, and every way to fail."""

import math
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import xlwings as xw
from click.testing import CliRunner
from print_titles import without_print_titles
from xlwings_libreoffice import fixtures, values
from xlwings_libreoffice.engine import LibreOfficeEngine, installed
from xlwings_libreoffice.journal import Alert
from xlwings_libreoffice.office import Office

from cs_workbook import macros
from cs_workbook.actions import messages
from cs_workbook.actions.closed_file import refresh_file
from cs_workbook.actions.new import new_tracker
from cs_workbook.actions.places import LOG, user_folder
from cs_workbook.cli import cli
from cs_workbook.demo import write_demo_exports
from cs_workbook.workbook.excel_book import ExcelBook
from cs_workbook.workbook.file_book import FileBook
from cs_workbook.workbook.port import CellValue

office = fixtures.office

pytestmark = pytest.mark.libreoffice

NOW = datetime(2026, 7, 31, 9, 0)  # noqa: DTZ001 - local wall time
LAST = datetime(2026, 6, 30, 8, 30)  # noqa: DTZ001
SETTINGS = ("screen_updating", "enable_events", "interactive", "calculation", "status_bar")
_LINES = 200
Tables = dict[str, dict[str, list[CellValue]]]


@dataclass
class Opened:
    """A tracker open in the program, with its exports."""

    engine: LibreOfficeEngine
    book: xw.Book
    tracker: Path
    exports: Path

    def press(self, verb: str) -> Alert | None:
        """Press a button; return the message box, if there was one."""
        self.engine.journal.clear()
        macros.run(verb)
        shown = self.engine.journal.alerts
        assert len(shown) <= 1, "one message at the end"
        return shown[0] if shown else None

    def says(self, verb: str) -> str:
        alert = self.press(verb)
        assert alert is not None
        assert "Traceback" not in alert.prompt
        return alert.prompt

    def settings(self) -> list[object]:
        return [getattr(self.book.app, name) for name in SETTINGS]

    def tables(self, *names: str) -> Tables:
        tracker = ExcelBook(self.book)
        return {name: tracker.read_table(name) for name in names or tracker.tables()}

    def refresh_once(self) -> None:
        """See to it that the last refresh was made by the button."""
        if ExcelBook(self.book).read_name("RefreshedAt") != NOW:
            assert "Undo refresh" in self.says("refresh")


@pytest.fixture(scope="module")
def opened(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """Return a tracker refreshed a month ago, open; each test leaves it as it found it."""
    folder = tmp_path_factory.mktemp("macros")
    exports = folder / "exports"
    exports.mkdir()
    write_demo_exports(exports, accounts=20)
    for export in exports.glob("*.csv"):
        # The first rows of each will do.
        lines = export.read_bytes().splitlines(keepends=True)
        export.write_bytes(b"".join(lines[:_LINES]))
    tracker = new_tracker(folder)
    refresh_file(tracker, exports, as_of=LAST.date(), now=LAST)
    without_print_titles(tracker, tracker)
    with installed(LibreOfficeEngine(office)) as engine:
        engine.strict = True
        app = xw.App(visible=False, add_book=False)
        book = app.books.open(tracker)
        yield Opened(engine, book, tracker, exports)


@pytest.fixture(autouse=True)
def person(
    opened: Opened, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Let the clock stand and give the person a folder, and click in this workbook."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path_factory.getbasetemp() / "person"))
    monkeypatch.setattr(macros, "_now", lambda: NOW)
    opened.book.set_mock_caller()


def unprotect(sheet: xw.Sheet) -> None:
    """Do what Review > Unprotect Sheet does; xlwings has no public way."""
    sheet.impl.uno.unprotect("")


def protect(sheet: xw.Sheet) -> None:
    sheet.impl.uno.protect("")


def differences(ours: Tables, theirs: Tables) -> list[str]:
    """Return the cells in which two trackers differ; floats may in their last bits."""
    found = []
    for name, columns in theirs.items():
        for header, cells in columns.items():
            other = ours[name][header]
            if len(cells) != len(other):
                found.append(f"{name}[{header}]: {len(other)} rows, {len(cells)}")
            found += [
                f"{name}[{header}] row {row}: {pair}"
                for row, pair in enumerate(zip(other, cells, strict=False))
                if not same(*pair)
            ]
    return found


def same(one: CellValue, other: CellValue) -> bool:
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, int | float) and isinstance(other, int | float):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
    return (one or None) == (other or None)


def test_refresh_by_button_and_by_command_give_the_same_cells(
    opened: Opened, tmp_path: Path
) -> None:
    """Preview, refresh, undo, undo the undo: the way of a month."""
    file = Path(shutil.copy2(opened.tracker, tmp_path / "CS_Tracker.xlsm"))
    before, settings = opened.tables(), opened.settings()

    said = opened.says("preview")
    assert "Nothing was written yet" in said
    assert "Accounts" in said
    assert not opened.engine.journal.values("write")

    said = opened.says("refresh")
    assert "accounts as of 2026-07-31" in said
    assert "rows used" in said
    assert "Undo refresh" in said
    assert opened.settings() == settings
    shown = opened.engine.journal.values("status_bar")
    assert any("Writing" in str(text) for text in shown)
    assert shown[-1] is False
    command = ["refresh", str(file), "--exports", str(opened.exports), "--as-of", "2026-07-31"]
    done = CliRunner().invoke(cli, command)
    assert done.exit_code == 0, done.output
    book = FileBook(file)
    after = opened.tables()
    theirs = {name: book.read_table(name) for name in book.tables()}
    for tables in (after, theirs):
        tables["tblImports"].pop("Imported at", None)
    assert not differences(after, theirs)
    for name in ("AsOfDate", "CheckMRR", "CheckRowsRead", "ShownTickets", "KPI_NPS", "KPI_GRR"):
        assert same(ExcelBook(opened.book).read_name(name), book.read_name(name)), name

    said = opened.says("undo")
    assert "as it was after the refresh of 2026-06-30" in said
    assert not differences(opened.tables(), before)
    assert "2026-07-31" in opened.says("undo"), "an undo can be undone"
    some = ("tblAccounts", "tblHistory", "tblTickets")
    assert not differences(opened.tables(*some), {name: after[name] for name in some})


def test_recalculate_and_checks_count_and_show(opened: Opened) -> None:
    assert "checks pass" in opened.says("recalculate")
    opened.says("checks")
    assert opened.book.sheets.active.name == "Checks"


def test_backtest_writes_its_sheet_and_shows_it(opened: Opened) -> None:
    opened.refresh_once()
    said = opened.says("backtest")
    assert "90 days before: Too few to judge" in said
    assert opened.book.sheets.active.name == "Back-test"
    questions = opened.tables("tblBacktest")["tblBacktest"]["Question"]
    assert "Does the score tell who will leave?" in questions
    assert str(ExcelBook(opened.book).read_name("ShownBacktest")) in said


def test_about_shows_its_sheet_without_a_word(opened: Opened) -> None:
    assert opened.press("about") is None
    assert opened.book.sheets.active.name == "About"


def test_log_says_where_it_is_and_what_happened(opened: Opened) -> None:
    said = opened.says("log")
    assert str(user_folder() / LOG) in said
    assert "log in CS_Tracker.xlsm" in said


def test_what_is_not_there_yet_says_so(opened: Opened) -> None:
    assert "cannot be made yet" in opened.says("report")


def test_plans_need_a_refresh_before(opened: Opened) -> None:
    as_of = opened.book.names["AsOfDate"].refers_to_range
    refreshed = as_of.value
    as_of.value = None
    said = opened.says("plans")
    as_of.value = refreshed
    assert "never refreshed" in said


def test_an_unknown_button_names_the_known_ones(opened: Opened) -> None:
    said = opened.says("frobnicate")
    assert "refresh" in said
    assert "upgrade" in said


def folder_setting(opened: Opened, typed: str | None) -> None:
    opened.book.names["ExportsFolder"].refers_to_range.value = typed


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (None, "found a blank"),
        ("exports", "expected a whole path"),
        ("/no/such/folder", "found none"),
        ('"/no/such/folder"', "found none at '/no/such/folder'"),
    ],
)
def test_an_exports_folder_that_cannot_be_used(
    opened: Opened, typed: str | None, expected: str
) -> None:
    folder_setting(opened, typed)
    settings = opened.settings()
    said = opened.says("refresh")
    folder_setting(opened, str(opened.exports))
    assert said.startswith("Not done. Settings, 'Exports folder'")
    assert expected in said
    assert "click again" in said
    assert opened.settings() == settings


def test_a_protected_sheet(opened: Opened) -> None:
    opened.refresh_once()
    settings = opened.settings()
    protect(opened.book.sheets["Accounts"])
    try:
        said = opened.says("undo")
    finally:
        unprotect(opened.book.sheets["Accounts"])
    assert "Unprotect Sheet" in said
    assert "Accounts" in said
    assert ExcelBook(opened.book).read_name("AsOfDate") == NOW.date(), "taken back"
    assert opened.settings() == settings


@pytest.mark.parametrize("verb", ["refresh", "undo"])
@pytest.mark.parametrize(
    "native",
    [
        SimpleNamespace(ReadOnly=True),
        SimpleNamespace(read_only=SimpleNamespace(get=lambda: True)),
    ],
    ids=["Windows", "Mac"],
)
def test_a_read_only_workbook(
    opened: Opened, verb: str, native: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = opened.settings()
    monkeypatch.setattr(type(opened.book), "api", native)
    said = opened.says(verb)
    assert said.startswith("Not done. CS_Tracker.xlsm: the workbook is open read-only")
    assert "Save As" in said
    assert not opened.engine.journal.values("write")
    assert opened.settings() == settings


class ComError(Exception):
    """What pywin32 raises while a cell is edited: a number, Excel's words, and more."""


@pytest.mark.parametrize("verb", ["refresh", "checks", "undo"])
def test_a_cell_being_edited(opened: Opened, verb: str, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = opened.settings()

    def busy(*_: object) -> Any:  # noqa: ANN401 - never returns
        raise ComError(-2146777998, "OLE error 0x800ac472", None, None)

    with monkeypatch.context() as patch:
        patch.setattr(values, "read", busy)
        said = opened.says(verb)
    assert "being edited" in said
    assert opened.settings() == settings


def test_a_table_that_was_renamed_and_a_sheet_that_is_gone(opened: Opened) -> None:
    table = opened.book.sheets["History"].tables["tblHistory"]
    guarded = [opened.book.sheets[name] for name in ("About", "Dashboard", "Checks")]
    for sheet in guarded:
        unprotect(sheet)  # a new table name changes formulas on them
    table.name = "tblMine"
    try:
        assert "tblHistory" in opened.says("refresh")
    finally:
        table.name = "tblHistory"
        for sheet in guarded:
            protect(sheet)
    about = opened.book.sheets["About"]
    about.name = "Mine"
    try:
        assert "expected a sheet named 'About'" in opened.says("about")
    finally:
        about.name = "About"


def test_esc_stops_and_everything_is_as_before(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = opened.settings()
    monkeypatch.setattr(macros, "escape_pressed", lambda _: True)
    assert opened.says("refresh") == "Stopped. The workbook is as it was."
    assert not opened.engine.journal.values("write")
    assert opened.settings() == settings


def test_an_unforeseen_error_is_in_the_log_only(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = opened.settings()

    def fail(_: object) -> object:
        raise ZeroDivisionError("apples by none")

    monkeypatch.setattr(macros, "check", fail)
    said = opened.says("checks")
    assert "did not foresee" in said
    assert "apples" not in said
    assert str(user_folder() / LOG) in said
    assert "ZeroDivisionError: apples by none" in (user_folder() / LOG).read_text(encoding="utf-8")
    assert opened.settings() == settings


def test_a_person_who_calculates_by_hand_still_does_afterwards(opened: Opened) -> None:
    opened.book.app.calculation = "manual"
    opened.book.app.status_bar = "mine"
    try:
        opened.says("report")
        assert opened.book.app.calculation == "manual"
        assert opened.book.app.status_bar == "mine"
    finally:
        opened.book.app.calculation = "automatic"
        opened.book.app.status_bar = False


def test_with_two_workbooks_open_the_one_of_the_button_is_meant(opened: Opened) -> None:
    other = opened.book.app.books.add()
    other.activate()
    try:
        assert "checks pass" in opened.says("checks")
    finally:
        other.close()


def test_nothing_to_undo_is_a_sentence(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    opened.refresh_once()
    monkeypatch.setenv("XDG_DATA_HOME", str(user_folder() / "elsewhere"))
    assert "cs-workbook undo" in opened.says("undo")


def test_a_log_that_cannot_be_written_stops_nobody(
    opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "file"))
    assert "cannot be made yet" in opened.says("report")


def test_without_a_workbook_it_ends_with_a_sentence(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert opened.tracker.exists()

    def none() -> xw.Book:
        raise AttributeError("_xlwindows")

    monkeypatch.setattr(xw.Book, "caller", none)
    with pytest.raises(SystemExit, match="started by a button"):
        macros.run("refresh")


def test_progress_shows_four_messages_a_second_at_most(opened: Opened) -> None:
    ticks = iter(0.1 * number for number in range(100))
    progress = macros.Progress(opened.book.app, clock=lambda: next(ticks), stopped=lambda _: False)
    opened.engine.journal.clear()
    for number in range(20):
        progress(f"step {number}")
    assert 5 <= len(opened.engine.journal.values("status_bar")) <= 8
    opened.book.app.status_bar = False


def test_messages_fit_into_a_box() -> None:
    assert len(messages.shortened("x" * 5000)) <= messages.LONGEST
