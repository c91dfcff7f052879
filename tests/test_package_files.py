"""Which files are opened, which are refused, and how the new file takes the old one's place."""

import io
import os
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from package_samples import parts_of, repacked, replaced, rich

from cs_workbook.errors import WorkbookError, WorkbookLocked, WorkbookRefused
from cs_workbook.workbook.file_book import FileBook
from cs_workbook.workbook.package.archive import ZipWriter

Make = Callable[[Path, Path], None]
SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return rich(tmp_path / "rich.xlsx")


def _encrypted(good: Path, bad: Path) -> None:
    del good
    bad.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))


def _twice(good: Path, bad: Path) -> None:
    data = io.BytesIO(good.read_bytes())
    with zipfile.ZipFile(data, "a") as archive:
        archive.writestr("XL/workbook.xml", "<x/>")
    bad.write_bytes(data.getvalue())


def _bomb(good: Path, bad: Path) -> None:
    bad.write_bytes(good.read_bytes())
    with zipfile.ZipFile(bad, "a", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("xl/media/image1.png", bytes(120 << 20))


def _strict(good: Path, bad: Path) -> None:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    strict = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    repacked(good, bad, replaced("xl/workbook.xml", main, strict))


def _flipped(good: Path, bad: Path) -> None:
    data = bytearray(good.read_bytes())
    with zipfile.ZipFile(good) as archive:
        info = archive.getinfo(SHEET)
    data[info.header_offset + 30 + len(info.filename) + 40] ^= 0xFF
    bad.write_bytes(data)


def _entities(good: Path, bad: Path) -> None:
    attack = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>\n<workbook '
    repacked(good, bad, replaced("xl/workbook.xml", "<workbook ", attack))


BAD_FILES: list[tuple[str, Make, type[WorkbookError], str]] = [
    ("missing", lambda *_: None, WorkbookError, "there is no such file"),
    ("a folder", lambda _, bad: bad.mkdir(), WorkbookError, "cannot be read"),
    ("empty", lambda _, bad: bad.touch(), WorkbookError, "expected an Excel workbook"),
    ("a text", lambda _, bad: (bad.write_text("a,b\n"), None)[1], WorkbookError,
     "expected an Excel workbook"),
    ("cut off", lambda good, bad: (bad.write_bytes(good.read_bytes()[:3000]), None)[1],
     WorkbookError, "expected an Excel workbook"),
    ("password", _encrypted, WorkbookRefused, "protected with a password"),
    ("part names that differ in case only", _twice, WorkbookRefused, "two parts are named"),
    ("zip bomb", _bomb, WorkbookRefused, "would unpack to"),
    ("strict", _strict, WorkbookRefused, "Strict Open XML"),
    ("no workbook inside",
     lambda good, bad: (repacked(good, bad, lambda n, d: None if n == "xl/workbook.xml" else d),
                        None)[1], WorkbookError, "expected an Excel workbook"),
    ("damaged part", _flipped, WorkbookError, "damaged"),
    ("damaged XML",
     lambda good, bad: (repacked(good, bad, replaced("xl/workbook.xml", "</sheets>", "</sheet>")),
                        None)[1], WorkbookError, "the XML is damaged"),
    ("damaged rows",
     lambda good, bad: (repacked(good, bad, replaced(SHEET, "</row>", "</rov>")), None)[1],
     WorkbookError, "damaged"),
    ("entities", _entities, WorkbookError, "document type"),
    ("prefixed tags",
     lambda good, bad: (repacked(good, bad, lambda n, d: d.replace(
         b"<workbook xmlns=", b"<x:workbook xmlns:x=").replace(b"</workbook>", b"</x:workbook>")
         .replace(b"<workbookPr", b"<x:workbookPr") if n == "xl/workbook.xml" else d), None)[1],
     WorkbookRefused, "prefix"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("reason", "make", "error", "says"), BAD_FILES, ids=[b[0] for b in BAD_FILES]
)
def test_a_file_that_is_no_good_is_refused_in_one_sentence(
    book: Path, tmp_path: Path, reason: str, make: Make, error: type[WorkbookError], says: str
) -> None:
    bad = tmp_path / "bad.xlsx"
    make(book, bad)
    with pytest.raises(error, match=says) as caught:
        FileBook(bad).read_table("tblAccounts")
    assert type(caught.value) is error, reason
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("lock", ["~$rich.xlsx", ".~lock.rich.xlsx#"])
def test_a_workbook_open_elsewhere_is_not_written(book: Path, lock: str) -> None:
    opened = FileBook(book)
    opened.write_name("as_of", 7)
    book.with_name(lock).touch()
    before = book.read_bytes()
    with pytest.raises(WorkbookLocked, match=r"rich\.xlsx: the workbook is open"):
        opened.save()
    assert book.read_bytes() == before


def test_a_workbook_saved_in_the_meantime_is_not_overwritten(book: Path) -> None:
    mine, theirs = FileBook(book), FileBook(book)
    theirs.write_name("as_of", 1)
    theirs.save()
    mine.write_name("as_of", 2)
    with pytest.raises(WorkbookLocked, match="saved the workbook in the meantime"):
        mine.save()
    assert FileBook(book).read_name("as_of") == 1


def test_a_signed_workbook_is_read_but_not_changed(book: Path, tmp_path: Path) -> None:
    signed = repacked(book, tmp_path / "signed.xlsx", lambda _, data: data)
    with zipfile.ZipFile(signed, "a") as archive:
        archive.writestr("_xmlsignatures/sig1.xml", "<Signature/>")
    opened = FileBook(signed)
    opened.save()
    opened.write_name("as_of", 1)
    with pytest.raises(WorkbookRefused, match="digitally signed"):
        opened.save()


@pytest.mark.skipif(os.name != "posix", reason="permissions are a matter of POSIX systems")
def test_the_file_keeps_its_permissions(book: Path) -> None:
    book.chmod(0o640)
    opened = FileBook(book)
    opened.write_name("as_of", 1)
    opened.save()
    assert stat.S_IMODE(book.stat().st_mode) == 0o640
    assert [path.name for path in book.parent.iterdir()] == [book.name]


def test_a_failure_while_writing_leaves_the_old_file(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = book.read_bytes()
    opened = FileBook(book)
    opened.write_name("as_of", 1)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(ZipWriter, "finish", full)
    with pytest.raises(WorkbookError, match=r"could not be written \(No space left on device\)"):
        opened.save()
    assert book.read_bytes() == before
    assert [path.name for path in book.parent.iterdir()] == [book.name]


def test_untouched_members_keep_even_their_compressed_bytes(book: Path) -> None:
    def compressed() -> dict[str, bytes]:
        data = book.read_bytes()
        with zipfile.ZipFile(book) as archive:
            return {
                info.filename: data[
                    info.header_offset + 30 + len(info.filename) :
                ][: info.compress_size]
                for info in archive.infolist()
            }  # fmt: skip

    before = compressed()
    opened = FileBook(book)
    opened.write_name("as_of", 1)
    opened.save()
    after = compressed()
    assert list(after) == list(before)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"xl/worksheets/sheet2.xml"}


def test_a_copy_is_saved_elsewhere_and_the_original_stays(book: Path, tmp_path: Path) -> None:
    before = book.read_bytes()
    opened = FileBook(book)
    same = tmp_path / "same.xlsx"
    opened.save(same)
    assert same.read_bytes() == before
    opened.write_name("as_of", 1)
    other = tmp_path / "other.xlsx"
    opened.save(other)
    assert (book.read_bytes(), FileBook(other).read_name("as_of")) == (before, 1)


@pytest.mark.parametrize("large_from", [0, 100, 0xFFFFFFFF])
def test_members_beyond_four_gigabytes_use_the_wide_fields(large_from: int) -> None:
    """The limit is lowered here, because the fields are the same at any size."""
    file = io.BytesIO()
    writer = ZipWriter(file, large_from=large_from)
    writer.deflate("a.xml", [b"one" * 100, b"two"])
    with zipfile.ZipFile(io.BytesIO(_one_member())) as other:
        info = other.infolist()[0]
        writer.copy(info, _one_member()[info.header_offset + 35 :][: info.compress_size])
    writer.finish(["a.xml", "b.xml"])
    with zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None
        assert archive.read("a.xml") == b"one" * 100 + b"two"
        assert archive.read("b.xml") == b"stored" * 50


def _one_member() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("b.xml"), b"stored" * 50)
    return file.getvalue()


@pytest.mark.skipif(os.name != "posix", reason="links need rights on Windows")
def test_a_link_to_a_workbook_stays_a_link(book: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.xlsx"
    link.symlink_to(book)
    opened = FileBook(link)
    opened.write_name("as_of", 1)
    opened.save()
    assert link.is_symlink()
    assert FileBook(book).read_name("as_of") == 1


NAMES = [
    ("too long", "x" * 32, "32 characters"),
    ("empty", " ", "an empty one"),
    ("forbidden", "a/b", "one of"),
    ("taken, in other case", "accounts", "taken already"),
    ("quoted at the end", "it'", "apostrophe"),
    ("reserved", "History", "reserves"),
]


@pytest.mark.parametrize(("reason", "name", "says"), NAMES, ids=[n[0] for n in NAMES])
def test_sheet_names_excel_would_not_take(book: Path, reason: str, name: str, says: str) -> None:
    opened = FileBook(book)
    with pytest.raises(WorkbookRefused, match=says):
        opened.add_sheet(name, [])
    assert not opened.changed, reason


def test_a_sheet_put_between_others_keeps_every_name_where_it_belongs(book: Path) -> None:
    opened = FileBook(book)
    opened.add_sheet("First & foremost", [["a", 1, None, True]], after="Accounts")
    opened.save()
    assert opened.sheet_names() == ("Accounts", "First & foremost", "Dash board")
    assert opened.read_cell("First & foremost", "D1") is True
    parts = parts_of(book)
    assert b"<vt:i4>3</vt:i4>" in parts["docProps/app.xml"]
    assert b"First &amp; foremost" in parts["docProps/app.xml"]
    assert b'localSheetId="0">Accounts!$A$1' in parts["xl/workbook.xml"]
    opened.add_sheet("At the front of the dashboard", [], after="Accounts")
    opened.save()
    assert len(opened.sheet_names()) == 4
