"""Laws of editing a closed workbook, for any table and any edit."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from package_lint import lint
from package_samples import HEADERS, parts_of, rich, seen_by_openpyxl

from cs_workbook.errors import WorkbookRefused
from cs_workbook.workbook.file_book import FileBook
from cs_workbook.workbook.package import formulas
from cs_workbook.workbook.package.addresses import column_letters, column_number
from cs_workbook.workbook.package.cells import Dates, escape_text, plain_text
from cs_workbook.workbook.port import CellError, CellValue

LAWS = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

texts = st.text(max_size=12) | st.sampled_from(
    ["=1+1", "007", "_x000D_", " ", "\r\n", "<&>", "é😀"]
)
numbers = st.integers(-(10**15), 10**15) | st.floats(allow_nan=False, allow_infinity=False)
moments = st.integers(0, 10**12).map(
    lambda milliseconds: datetime(1990, 1, 1) + timedelta(milliseconds=milliseconds)  # noqa: DTZ001
)
values: st.SearchStrategy[CellValue] = st.one_of(
    st.none(),
    texts,
    numbers,
    st.booleans(),
    st.dates(date(1900, 1, 1), date(9999, 12, 31)),
    st.sampled_from([CellError("#N/A"), CellError("#DIV/0!")]),
)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return rich(tmp_path_factory.mktemp("laws") / "rich.xlsx", rows=8, totals=True, under=True)


@st.composite
def edits(draw: st.DrawFn) -> tuple[list[int | None], dict[str, list[CellValue]]]:
    """Return an origin that keeps the note's and the link's rows, and columns to write."""
    old: list[int | None] = list(draw(st.permutations([1, 2, *draw(st.sets(st.integers(3, 7)))])))
    origin = draw(st.permutations([*old, *[None] * draw(st.integers(0, 12))]))
    written = draw(st.sets(st.sampled_from(["id", "name", "mrr"]), min_size=1))
    rows = st.lists(values, min_size=len(origin), max_size=len(origin))
    return list(origin), {name: draw(rows) for name in sorted(written)}


@LAWS
@given(edit=edits())
def test_what_was_written_is_read_and_own_columns_follow(
    book: Path, edit: tuple[list[int | None], dict[str, list[CellValue]]]
) -> None:
    """read(write(table)) = table, and row i of every other column is old row origin[i]."""
    origin, columns = edit
    target = book.with_name("after.xlsx")
    opened = FileBook(book)
    before = opened.read_table("tblAccounts")
    opened.write_table("tblAccounts", columns, origin=origin)
    opened.save(target)
    assert lint(target) == []
    after = FileBook(target).read_table("tblAccounts")
    assert {name: after[name] for name in columns} == columns
    for name in set(HEADERS) - set(columns) - {"arr"}:
        assert after[name] == [None if old is None else before[name][old] for old in origin]
    assert seen_by_openpyxl(target, "Accounts")["I5"].value == "beside the table"
    again = FileBook(target)
    again.write_table("tblAccounts", columns)
    assert not again.changed, "writing the same twice changes nothing"


@LAWS
@given(edit=edits(), later=edits())
def test_nothing_outside_the_table_is_lost(
    book: Path,
    edit: tuple[list[int | None], dict[str, list[CellValue]]],
    later: tuple[list[int | None], dict[str, list[CellValue]]],
) -> None:
    """However the table grows and shrinks, what stands under it survives, once."""
    opened = FileBook(book)
    for origin, columns in (edit, later):
        # The note and the link stand on the same two records, wherever those are now.
        known = [position for position in origin if position in (1, 2)]
        try:
            opened.write_table("tblAccounts", columns, origin=origin)
        except WorkbookRefused:
            assert known
    target = book.with_name("twice.xlsx")
    opened.save(target)
    assert lint(target) == []
    sheet = seen_by_openpyxl(target, "Accounts")
    found = [cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None]
    for text in ("Remark under the table", "merged", "Total", "beside the table"):
        assert found.count(text) == 1
    untouched = ("xl/theme/theme1.xml", "docProps/core.xml", "_rels/.rels")
    old, new = parts_of(book), parts_of(target)
    assert [old[name] == new[name] for name in untouched] == [True] * 3


@LAWS
@given(value=values)
def test_one_cell_is_read_as_it_was_written(book: Path, value: CellValue) -> None:
    """read(write(cell)) = cell, in type and value, before and after saving."""
    opened = FileBook(book)
    opened.write_cell("Dash board", "H9", value)
    found = opened.read_cell("Dash board", "H9")
    assert (type(found), found) == (type(value), value)
    target = book.with_name("cell.xlsx")
    opened.save(target)
    assert FileBook(target).read_cell("Dash board", "H9") == value


@given(text=st.text())
def test_escaping_a_text_loses_nothing(text: str) -> None:
    """plain(escape(text)) = text, and what is escaped is legal XML."""
    assert plain_text(f"<t>{escape_text(text)}</t>") == text


@given(moment=moments, from_1904=st.booleans())
def test_a_serial_gives_its_moment_back(moment: datetime, from_1904: bool) -> None:
    """moment(serial(t)) = t to the millisecond, in both date systems."""
    dates = Dates(from_1904=from_1904)
    assert dates.moment(dates.serial(moment), time=True) == moment


@given(number=st.integers(1, 16_384))
def test_columns_have_one_name(number: int) -> None:
    """number(letters(n)) = n."""
    assert column_number(column_letters(number)) == number


@given(
    formula=st.text(alphabet="A1$:!'\"[]+(). BZ9_", max_size=30),
    rows=st.integers(-3, 3),
)
def test_moving_a_formula_there_and_back_changes_nothing(formula: str, rows: int) -> None:
    """shifted(shifted(f, n), -n) = f for any text, formula or not."""
    there = formulas.shifted(formula.upper(), rows)
    assert formulas.shifted(there, -rows) == formula.upper()
