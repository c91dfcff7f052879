"""Laws of building plans in a real workbook that people edit at random between two builds."""

import tempfile
import zipfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plan_trackers import ACCOUNTS, set_cell, small_tracker

from cs_workbook.actions.plans.closed_file import build_file
from cs_workbook.workbook.file_book import FileBook
from cs_workbook.workbook.package.addresses import column_letters
from cs_workbook.workbook.port import CellValue

NOW = datetime(2025, 1, 2, 9, 30)  # noqa: DTZ001 - local wall time
SHEET = "Acme North"
RENAMED = "Ours and theirs"
LAST_COLUMN = 9
FEW = settings(deadline=None, max_examples=10)

Deed = tuple[int, int, CellValue]
"""Row number, column number, and what is typed there; ``None`` clears the cell."""

words = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]), max_size=12)
typed_words = words.map(lambda word: f"typed {word}.")
changes = st.fixed_dictionaries(
    {
        "CSM": st.sampled_from(["Ida", "Omar", None]),
        "Status": st.sampled_from(["Customer", "Churned"]),
        "NPS answer": st.sampled_from([None, 2, 10]),
        "Active days (28 d)": st.sampled_from([12, 0, None]),
        "Account": st.sampled_from(["Acme / North", "Acme / South"]),
    }
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a tracker with one plan; nobody may change it."""
    path = small_tracker(tmp_path_factory.mktemp("plans") / "CS_Tracker.xlsm", ACCOUNTS[:1])
    build_file(path, now=NOW)
    return path


@dataclass(frozen=True)
class Edits:
    """What somebody did to a plan sheet.

    Attributes:
        deeds: Cells typed into or cleared, in this order.
        renamed: Whether the sheet has another name now.
    """

    deeds: tuple[Deed, ...]
    renamed: bool

    @property
    def sheet(self) -> str:
        return RENAMED if self.renamed else SHEET

    @property
    def standing(self) -> dict[tuple[int, int], CellValue]:
        """What was typed and not cleared again."""
        cells = {(row, column): value for row, column, value in self.deeds}
        return {place: value for place, value in cells.items() if value is not None}


@st.composite
def edits(draw: st.DrawFn, rows: int) -> Edits:
    """Type into the plan, into a note column, below it and beside it; clear cells and rows."""
    deeds: list[Deed] = []
    for _ in range(draw(st.integers(1, 12))):
        row = draw(st.integers(3, rows))
        kind = draw(st.sampled_from(["in", "in", "note", "below", "beside", "clear", "empty"]))
        if kind == "in":
            deeds.append((row, draw(st.integers(2, LAST_COLUMN)), draw(typed_words)))
        elif kind == "note":
            deeds.append((row, LAST_COLUMN, draw(typed_words)))
        elif kind == "below":
            under = rows + draw(st.integers(1, 6))
            deeds.append((under, draw(st.integers(2, LAST_COLUMN)), draw(typed_words)))
        elif kind == "beside":
            deeds.append((row, LAST_COLUMN + draw(st.integers(1, 3)), draw(typed_words)))
        elif kind == "clear":
            deeds.append((row, draw(st.integers(2, LAST_COLUMN)), None))
        else:
            # A row emptied with its name is a row of nobody's; a build writes nothing into it.
            deeds += [(row, column, None) for column in range(1, LAST_COLUMN + 1)]
    return Edits(deeds=tuple(deeds), renamed=draw(st.booleans()))


def rename(path: Path) -> None:
    """Give the plan's sheet another name, as Excel does: on its tab and in what refers to it."""
    with zipfile.ZipFile(path) as package:
        parts = [(info, package.read(info)) for info in package.infolist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for info, data in parts:
            if info.filename == "xl/workbook.xml":
                assert f'name="{SHEET}"'.encode() in data
                data = data.replace(SHEET.encode(), RENAMED.encode())  # noqa: PLW2901 - one part
            package.writestr(info, data)


def apply(path: Path, done: Edits) -> None:
    book = FileBook(path)
    for row, column, value in done.deeds:
        book.write_cell(SHEET, f"{column_letters(column)}{row}", value)
    book.save()
    if done.renamed:
        rename(path)


def cells(path: Path, sheet: str) -> dict[tuple[int, int], CellValue]:
    return {
        (number, column): value
        for number, row in FileBook(path).read_sheet(sheet).items()
        for column, value in enumerate(row, start=1)
    }


@FEW
@given(changed=changes, data=st.data())
def test_every_typed_character_stays_in_its_cell(
    made: Path, changed: dict[str, CellValue], data: st.DataObject
) -> None:
    """Whatever was typed where, a build with other facts leaves it in that very cell.

    What the build wanted to write there instead is listed, and what is listed stands there.
    A build right after it writes no byte.
    """
    rows = max(FileBook(made).read_sheet(SHEET))
    done = data.draw(edits(rows))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "CS_Tracker.xlsm"
        path.write_bytes(made.read_bytes())
        apply(path, done)
        for header, value in changed.items():
            set_cell(path, "A1", header, value)
        report = build_file(path, now=NOW).report
        after = cells(path, done.sheet)
        assert {place: after.get(place) for place in done.standing} == done.standing
        assert FileBook(path).read_table("tblPlans", columns=["Sheet"])["Sheet"] == [done.sheet]
        assert report.made == ()
        listed = FileBook(path).read_table("tblPlanConflicts")
        for address, stands in zip(listed["Cell"], listed["Stands there"], strict=True):
            if address is not None:
                assert FileBook(path).read_cell(done.sheet, str(address)) == stands
        before = path.read_bytes()
        again = build_file(path, now=NOW)
        assert not again.report.anything
        assert path.read_bytes() == before


@FEW
@given(data=st.data())
def test_over_a_cell_of_the_program_both_versions_are_kept(made: Path, data: st.DataObject) -> None:
    """Who writes over a fact keeps the words, and the list says what would stand there."""
    values = FileBook(made).read_sheet(SHEET)
    facts = [n for n, row in values.items() if str(row[0]).startswith("fact.") and len(row) > 2]
    row, mine = data.draw(st.sampled_from(facts)), data.draw(typed_words)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "CS_Tracker.xlsm"
        path.write_bytes(made.read_bytes())
        apply(path, Edits(deeds=((row, 3, mine),), renamed=False))
        build_file(path, now=NOW)
        listed = FileBook(path).read_table("tblPlanConflicts")
        assert listed["Cell"] == [f"C{row}"]
        assert listed["Stands there"] == [mine]
        assert listed["Wanted"] == [values[row][2]]
