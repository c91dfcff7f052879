"""A plan on paper: rows as high as their text, and sections that stay together."""

import io
import re
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plan_trackers import ACCOUNTS, set_cell, small_tracker

from cs_workbook.actions.plans.build import build_plans
from cs_workbook.actions.plans.page_breaks import SheetRows, page_breaks
from cs_workbook.workbook.excel_sheets import PendingSheets
from cs_workbook.workbook.file_book import FileBook
from cs_workbook.workbook.package.page_breaks import with_breaks
from cs_workbook.workbook.port import CellValue, NewCell, NewRow

LETTER = 1004.0
"""Points of rows on a page of Letter, at the scale at which a plan's columns fit its width."""
REPEATED = 43.0
TOP: dict[int, tuple[CellValue, ...]] = {
    1: ("P-0001", "All plans"),
    2: ("title", "Success plan: Acme"),
}


def sheet(*sections: int) -> dict[int, tuple[CellValue, ...]]:
    """Return a plan of sections with so many one-line rows each."""
    rows: dict[int, tuple[CellValue, ...]] = dict(TOP)
    for section, count in enumerate(sections):
        rows[len(rows) + 1] = (f"heading.{'facts' if section == 0 else section}", "Heading")
        for _ in range(count):
            rows[len(rows) + 1] = (f"objective.{len(rows)}", "one line")
    return rows


def height(rows: SheetRows, first: int, end: int) -> float:
    """Return how high rows are that hold one line each, as the looks of a plan say."""
    heights = {"title": 28.0, "heading": 24.0}
    return sum(heights.get(str(rows[n][0]).split(".")[0], 15.0) for n in range(first, end))


@given(counts=st.lists(st.integers(min_value=0, max_value=55), min_size=1, max_size=12))
@settings(deadline=None)
def test_law_a_section_that_fits_a_page_stands_on_one(counts: list[int]) -> None:
    """Law: pages turn before headings only, and what lies between two turns fits one page.

    Sections of at most 55 rows of one line fit a page, so none is ever cut.
    """
    rows = sheet(*counts)
    breaks = page_breaks(rows)
    assert list(breaks) == sorted(set(breaks))
    assert all(str(rows[row][0]).startswith("heading.") for row in breaks)
    for number, (first, end) in enumerate(zip((1, *breaks), (*breaks, max(rows) + 1), strict=True)):
        assert height(rows, first, end) + (REPEATED if number else 0) <= LETTER


@given(counts=st.lists(st.integers(min_value=0, max_value=55), min_size=2, max_size=12))
@settings(deadline=None)
def test_law_no_page_turns_too_early(counts: list[int]) -> None:
    """Law: the section after a turn would not have fitted on the page before it."""
    rows = sheet(*counts)
    headings = [n for n, row in rows.items() if str(row[0]).startswith("heading.")]
    starts = (1, *page_breaks(rows))
    for number, (first, turn) in enumerate(pairwise(starts)):
        after = next((n for n in headings if n > turn), max(rows) + 1)
        assert height(rows, first, after) + (REPEATED if number else 0) > 0.95 * LETTER


@pytest.mark.parametrize(
    ("rows", "expected", "reason"),
    [
        ({}, (), "an empty sheet"),
        (sheet(13, 4, 4), (), "all on one page"),
        (sheet(40, 40), (44,), "the second section would be cut"),
        (sheet(13, 100), (), "longer than a page: it begins where it stands"),
        (sheet(58, 100), (62,), "longer than a page, and no room for its first rows"),
        (
            sheet(40) | {n: (f"work.{n}", "a " * 200) for n in range(44, 48)},
            (),
            "long texts of one section, however high",
        ),
        (
            sheet(30) | {34: ("heading.work", "Work")}
            | {n: (f"work.{n}", "a " * 200) for n in range(35, 42)},
            (34,),
            "eleven lines a row need the room of eleven rows",
        ),
        (
            sheet(45) | dict.fromkeys(range(60, 80), (None, "mine")),
            (60,),
            "what stands below an empty row is a section of its own",
        ),
    ],
)  # fmt: skip
def test_where_pages_turn(rows: SheetRows, expected: tuple[int, ...], reason: str) -> None:
    assert page_breaks(rows) == expected, reason


@pytest.mark.parametrize(
    ("tail", "reason"),
    [
        ("</sheetData></worksheet>", "nothing else"),
        ('</sheetData><pageMargins left="1"/><tableParts/></worksheet>', "before the tables"),
        (
            "</sheetData><headerFooter><oddFooter>x</oddFooter></headerFooter><drawing/></sheet>",
            "between footer and drawing",
        ),
        (
            '</sheetData><pageSetup/><rowBreaks count="1"><brk id="2"/></rowBreaks></worksheet>',
            "in place of older ones",
        ),
    ],
)
def test_breaks_stand_where_the_schema_wants_them(tail: str, reason: str) -> None:
    written = with_breaks(tail, [12, 5])
    order = re.findall(
        r"<(pageMargins|pageSetup|headerFooter|rowBreaks|drawing|tableParts)", written
    )
    known = ["pageMargins", "pageSetup", "headerFooter", "rowBreaks", "drawing", "tableParts"]
    assert order == sorted(order, key=known.index), reason
    assert re.findall(r'<brk id="(\d+)"', written) == ["4", "11"], "the rows above the breaks"
    assert with_breaks(written, []) == with_breaks(tail, []), "and go again without a trace"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a tracker with one plan."""
    path = small_tracker(tmp_path_factory.mktemp("paper") / "T.xlsm", ACCOUNTS[:1])
    book = FileBook(path)
    build_plans(book)
    book.save()
    return path


def plan_of(book: FileBook) -> str:
    return str(book.read_table("tblPlans")["Sheet"][0])


def xml_of(path: Path, sheet: str) -> str:
    part = FileBook(path)._sheet(sheet)
    return b"".join(part.chunks()).decode()


def test_a_new_plan_has_the_breaks_of_its_rows(made: Path) -> None:
    book = FileBook(made)
    name = plan_of(book)
    breaks = page_breaks(book.read_sheet(name))
    assert breaks, "a full plan is longer than a page"
    found = [int(row) + 1 for row in re.findall(r'<brk id="(\d+)"', xml_of(made, name))]
    assert tuple(found) == breaks


def test_only_rows_that_do_not_wrap_keep_their_height_when_somebody_types(made: Path) -> None:
    book = FileBook(made)
    name = plan_of(book)
    refs = {number: str(row[0]) for number, row in book.read_sheet(name).items()}
    rows = re.findall(r'<row r="(\d+)"([^>]*)>', xml_of(made, name))
    assert all("ht=" in attributes for n, attributes in rows if int(n) in refs and int(n) > 1)
    fixed = {refs[int(n)].split(".")[0] for n, attributes in rows if "customHeight" in attributes}
    assert fixed == {"title", "purpose", "heading", "note", "live", "ask"}


def test_a_height_a_person_chose_stays_and_a_fitted_one_follows_the_text(
    made: Path, tmp_path: Path
) -> None:
    """Excel notes the height of a row it fitted; with a new text that is the wrong one."""
    path = tmp_path / "T.xlsm"
    path.write_bytes(made.read_bytes())
    book = FileBook(path)
    name = plan_of(book)
    refs = {str(row[0]): number for number, row in book.read_sheet(name).items()}
    mine, fitted = refs["fact.owner"], refs["fact.segment"]
    cell = NewCell(content="Label")
    book.write_rows(name, {mine: NewRow(cells={2: cell}, height=70)}, like="Plan pattern")
    part = book._sheet(name)
    row = part.row(fitted)
    row.attributes = re.sub(r'ht="[^"]*"', 'ht="60"', row.attributes)
    part.set_row(fitted, row)
    book.save()
    set_cell(path, "A1", "Segment", "SMB")
    set_cell(path, "A1", "CSM", "Anna")
    book = FileBook(path)
    build_plans(book)
    book.save()
    rows = dict(re.findall(r'<row r="(\d+)"([^>]*)>', xml_of(path, name)))
    assert 'ht="70"' in rows[str(mine)]
    assert 'ht="15"' in rows[str(fitted)]


# openpyxl knows less of drop-downs than Excel and says so.
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_a_fact_that_becomes_known_looks_like_the_others(tmp_path: Path) -> None:
    """A number stands right, also where "No data" stood before it."""
    path = small_tracker(tmp_path / "T.xlsm", ({**ACCOUNTS[0], "MRR": None},))
    looks = []
    for amount in (None, 1250.5):
        set_cell(path, "A1", "MRR", amount)
        book = FileBook(path)
        build_plans(book)
        book.save()
        name = plan_of(FileBook(path))
        values = FileBook(path).read_sheet(name)
        row = next(number for number, cells in values.items() if cells[0] == "fact.mrr")
        cell = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))[name].cell(row, 3)
        looks.append((cell.value, cell.alignment.horizontal, cell.style))
    assert looks == [("No data", "left", "Calculation"), (1250.5, "right", "Calculation")]


class _Windows:
    """A sheet as Excel for Windows offers it, with the breaks it was given."""

    def __init__(self) -> None:
        self.log: list[object] = []
        self.HPageBreaks = self
        self.ProtectContents = True

    def Add(self, *, Before: object) -> None:  # noqa: N802, N803 - Excel's names
        self.log.append(Before)

    def ResetAllPageBreaks(self) -> None:  # noqa: N802 - Excel's name
        self.log.append("reset")

    def Rows(self, row: int) -> str:  # noqa: N802 - Excel's name
        return f"{row}:{row}"

    def Unprotect(self) -> None:  # noqa: N802 - Excel's name
        self.log.append("unprotected")

    def Protect(self, **_: object) -> None:  # noqa: N802 - Excel's name
        self.log.append("protected")


@pytest.mark.parametrize(
    ("native", "expected"),
    [
        (_Windows(), ["unprotected", "reset", "4:4", "9:9", "protected"]),
        (SimpleNamespace(log=[]), []),
    ],
    ids=["Windows", "a Mac offers none"],
)
def test_the_open_book_breaks_pages_where_it_can(native: Any, expected: list[object]) -> None:  # noqa: ANN401
    pending = PendingSheets()
    pending.breaks["Acme"] = (4, 9)
    book = SimpleNamespace(sheets={"Acme": SimpleNamespace(api=native)})
    pending.put(cast("Any", book), lambda _: None, [])
    assert native.log == expected
