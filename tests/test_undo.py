"""Undo of a refresh: the file byte for byte, the open workbook with what people typed since."""

import shutil
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pytest

from cs_workbook.actions.closed_file import refresh_file
from cs_workbook.actions.new import new_tracker
from cs_workbook.actions.snapshot import find_snapshot, keep_snapshot
from cs_workbook.actions.undo import undo_file, undo_in
from cs_workbook.errors import WorkbookError, WorkbookLocked
from cs_workbook.schema.tables import TABLES
from cs_workbook.workbook.file_book import FileBook
from cs_workbook.workbook.port import CellValue

NOW = datetime(2026, 8, 1, 9, 0)  # noqa: DTZ001 - local wall time, as the log shows it


@dataclass(frozen=True)
class Refreshed:
    """A tracker refreshed a month later, with two new accounts."""

    tracker: Path
    before: bytes
    after: bytes
    backup: Path


@pytest.fixture(scope="module")
def month_later(tmp_path_factory: pytest.TempPathFactory, demo_book: tuple[Path, Path]) -> Path:
    """Return a folder nobody may change: tracker, backups, and ``before.xlsm``."""
    folder = tmp_path_factory.mktemp("later")
    tracker = Path(shutil.copy2(demo_book[0], folder / "CS_Tracker.xlsm"))
    shutil.copy2(tracker, folder / "before.xlsm")
    exports = Path(shutil.copytree(demo_book[1], folder / "exports"))
    file = next(exports.glob("*accounts*.csv"))
    text = file.read_text(encoding="utf-8")
    rest = "," * (text.splitlines()[0].count(",") - 1)
    new = "".join(f"{key},Newcomer{rest}\n" for key in ("NEW1", "NEW2"))
    file.write_text(text + new, encoding="utf-8")
    refresh_file(tracker, exports, as_of=date(2026, 7, 31), now=NOW)
    return folder


@pytest.fixture
def later(month_later: Path, tmp_path: Path) -> Refreshed:
    """Return a copy of it."""
    folder = Path(shutil.copytree(month_later, tmp_path / "later"))
    tracker = folder / "CS_Tracker.xlsm"
    return Refreshed(
        tracker=tracker,
        before=(folder / "before.xlsm").read_bytes(),
        after=tracker.read_bytes(),
        backup=next((folder / "CS_Tracker backups").iterdir()),
    )


def everything(book: FileBook) -> dict[str, dict[str, list[CellValue]]]:
    return {name: book.read_table(name) for name in TABLES if name != "tblChecks"}


def test_the_file_is_put_back_byte_for_byte_and_undo_is_undone(later: Refreshed) -> None:
    done = undo_file(later.tracker, now=NOW.replace(hour=10))
    assert later.tracker.read_bytes() == later.before
    assert done.restored == later.backup
    assert done.kept.read_bytes() == later.after
    undo_file(later.tracker, now=NOW.replace(hour=11))
    assert later.tracker.read_bytes() == later.after


def test_a_damaged_workbook_can_be_put_back(later: Refreshed) -> None:
    later.tracker.write_bytes(b"half a file")
    undo_file(later.tracker, now=NOW.replace(hour=10))
    assert later.tracker.read_bytes() == later.before


def test_without_a_backup_it_says_so(demo_copy: tuple[Path, Path]) -> None:
    tracker, _ = demo_copy
    before = tracker.read_bytes()
    (tracker.parent / "CS_Tracker backups").mkdir()
    (tracker.parent / "CS_Tracker backups" / "CS_Tracker of mine.xlsm").write_bytes(b"mine")
    with pytest.raises(WorkbookError, match="no refresh to undo"):
        undo_file(tracker, now=NOW)
    assert tracker.read_bytes() == before


def test_a_damaged_backup_changes_nothing(later: Refreshed) -> None:
    later.backup.write_bytes(b"no zip")
    with pytest.raises(WorkbookError, match="damaged"):
        undo_file(later.tracker, now=NOW.replace(hour=10))
    assert later.tracker.read_bytes() == later.after


def test_an_open_or_missing_workbook_is_left_alone(later: Refreshed) -> None:
    lock = later.tracker.with_name(f"~${later.tracker.name}")
    lock.touch()
    with pytest.raises(WorkbookLocked, match="Close it"):
        undo_file(later.tracker, now=NOW)
    lock.unlink()
    later.tracker.unlink()
    with pytest.raises(WorkbookError, match="no such file"):
        undo_file(later.tracker, now=NOW)


def test_it_does_not_go_back_behind_a_refresh_made_by_the_button(later: Refreshed) -> None:
    book = FileBook(later.tracker)
    book.write_name("RefreshedAt", NOW.replace(month=9))
    book.save()
    with pytest.raises(WorkbookError, match="button"):
        undo_file(later.tracker, now=NOW.replace(month=9))


def test_in_the_open_workbook_every_table_is_as_before(later: Refreshed) -> None:
    before = later.tracker.with_name("before.xlsm")
    names = ("AsOfDate", "RefreshedAt", "ShownTickets", "CheckMRR")
    cells = {name: FileBook(before).read_name(name) for name in names}
    book = FileBook(later.tracker)
    report = undo_in(book, FileBook(later.backup))
    assert everything(book) == everything(FileBook(before))
    assert {name: book.read_name(name) for name in names} == cells
    assert report.refreshed_at == cells["RefreshedAt"]
    assert report.removed == 2
    assert {"tblAccounts", "tblHistory", "tblImports"} <= set(report.changed)
    assert undo_in(book, FileBook(later.backup)).changed == ()


def test_what_people_typed_since_stays(later: Refreshed) -> None:
    book = FileBook(later.tracker)
    ids = [str(key) for key in book.read_table("tblAccounts", columns=["Account ID"])["Account ID"]]
    notes: list[CellValue] = [f"note of {key}" for key in ids]
    notes[ids.index("NEW2")] = None
    book.write_table("tblAccounts", {"Notes": notes})
    book.write_name("SurveyWindowDays", 90)
    report = undo_in(book, FileBook(later.backup))
    after = book.read_table("tblAccounts")
    assert (report.removed, report.kept) == (1, 1)
    assert after["Account ID"] == [key for key in ids if key != "NEW2"]
    assert after["Notes"] == [f"note of {key}" for key in after["Account ID"]]
    assert after["Status"][ids.index("NEW1")] == "Not in export"
    assert after["MRR"][ids.index("NEW1")] is None
    assert book.read_name("SurveyWindowDays") == 90


def test_a_version_is_kept_for_its_refresh_and_ten_are_enough(
    tmp_path: Path, demo_tracker: Path
) -> None:
    book = FileBook(demo_tracker)
    later = NOW.replace(minute=5)
    path = keep_snapshot(book, name="T: 1.xlsm", refreshed_at=NOW, now=NOW, folder=tmp_path)
    assert everything(FileBook(path)) == everything(book)
    assert FileBook(path).read_name("AsOfDate") == book.read_name("AsOfDate")
    assert find_snapshot(name="T: 1.xlsm", refreshed_at=NOW, folder=tmp_path) == path
    assert find_snapshot(name="T: 1.xlsm", refreshed_at=later, folder=tmp_path) is None
    assert find_snapshot(name="U.xlsm", refreshed_at=NOW, folder=tmp_path) is None
    for second in range(9):
        path.with_name(f"2026-01-01 000000 kept 2026-01-01 00000{second}.xlsm").touch()
    empty = FileBook(new_tracker(tmp_path / "empty.xlsm"))
    keep_snapshot(empty, name="T: 1.xlsm", refreshed_at=NOW, now=later, folder=tmp_path)
    assert path.exists(), "the oldest go first"
    assert find_snapshot(name="T: 1.xlsm", refreshed_at=NOW, folder=tmp_path) != path
    assert len(list(path.parent.iterdir())) == 10


def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path: Path, demo_tracker: Path) -> None:
    (tmp_path / "backups").write_text("in the way", encoding="utf-8")
    with pytest.raises(WorkbookLocked, match="expected to keep"):
        keep_snapshot(
            FileBook(demo_tracker), name="T.xlsm", refreshed_at=NOW, now=NOW, folder=tmp_path
        )
