"""Only what differs is written, and what people added goes along with its row."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

import pytest

from cs_workbook.actions.writing import Writer, same
from cs_workbook.errors import TableMissing
from cs_workbook.workbook.port import (
    CellContent,
    CellError,
    CellValue,
    ColumnContent,
    FormulaColumn,
    TableShape,
)


class OneTable:
    """A workbook of one table and one name that remembers what was written."""

    def __init__(self, **columns: list[CellValue]) -> None:
        self.columns = columns
        self.named: CellValue = None
        self.written: list[tuple[Mapping[str, ColumnContent], Sequence[int | None] | None]] = []

    def sheet_names(self) -> tuple[str, ...]:
        return ("S",)

    def tables(self) -> Mapping[str, TableShape]:
        return {}

    def read_table(
        self, table: str, *, columns: Sequence[str] | None = None
    ) -> dict[str, list[CellValue]]:
        assert columns is None
        assert table == "t"
        return self.columns

    def write_table(
        self,
        table: str,
        columns: Mapping[str, ColumnContent],
        *,
        origin: Sequence[int | None] | None = None,
    ) -> None:
        assert table == "t"
        self.written.append((columns, origin))

    def read_name(self, name: str) -> CellValue:
        assert name
        return self.named

    def write_name(self, name: str, content: CellContent) -> None:
        assert name
        assert not isinstance(content, FormulaColumn)
        self.written.append(({name: [content]}, None))

    def write_cell(self, sheet: str, cell: str, content: CellContent) -> None:
        raise NotImplementedError

    def save(self) -> None:
        raise NotImplementedError


@pytest.mark.parametrize(
    ("was", "now", "formula", "expected", "reason"),
    [
        (1, 1.0, False, True, "a file keeps no difference between whole and decimal"),
        (None, 0, False, False, "a blank is not a zero"),
        (None, "", False, False, "a blank is not an empty text"),
        (None, "", True, True, "a formula that says nothing may read as blank"),
        (0.1 + 0.2, 0.3, False, False, "a stamped number is written as it is"),
        (0.1 + 0.2, 0.3, True, True, "a live formula may differ in its last bits"),
        (1, True, False, False, "yes is not one"),
        ("1", 1, False, False, "text is not a number"),
        (date(2026, 1, 1), datetime(2026, 1, 1), False, True, "midnight is the day"),  # noqa: DTZ001
        (CellError("#N/A"), CellError("#N/A"), False, True, "errors compare by code"),
        (CellError("#N/A"), "#N/A", False, False, "an error is not its text"),
    ],
)
def test_same(
    was: CellValue, now: CellValue, *, formula: bool, expected: bool, reason: str
) -> None:
    assert same(was, now, formula=formula) is expected, reason


def test_an_equal_table_is_not_written() -> None:
    book = OneTable(k=["a", "b"], v=[1, None])
    writer = Writer(book)
    writer.table("t", {"k": ["a", "b"], "v": [1.0, None]}, keyed_by=("k",))
    assert not book.written
    assert not writer.anything


def test_another_order_is_a_difference() -> None:
    book = OneTable(k=["a", "b"], v=[1, 1])
    Writer(book).table("t", {"k": ["b", "a"], "v": [1, 1]}, keyed_by=("k",))
    assert book.written[0][1] == [1, 0]


def test_old_rows_with_typed_text_are_kept_when_their_row_goes() -> None:
    book = OneTable(k=["a", "b", "c"], v=[1, 2, 3], mine=[None, "keep me", None])
    Writer(book).table("t", {"k": ["c"], "v": [3]}, keyed_by=("k",))
    columns, origin = book.written[0]
    assert columns["k"] == ["c", "b"]
    assert columns["v"] == [3, 2]
    assert origin == [2, 1]


def test_two_rows_with_one_key_continue_one_row_each() -> None:
    book = OneTable(k=["a"], v=[1])
    Writer(book).table("t", {"k": ["a", "a"], "v": [1, 2]}, keyed_by=("k",))
    assert book.written[0][1] == [0, None]


def test_a_missing_column_is_named() -> None:
    with pytest.raises(TableMissing, match="'v'"):
        Writer(OneTable(k=["a"])).table("t", {"k": ["a"], "v": [1]})


def test_a_name_is_written_only_where_it_differs() -> None:
    book = OneTable()
    book.named = 5
    writer = Writer(book)
    writer.name("n", 5)
    assert not writer.anything
    writer.name("n", 6)
    assert writer.changed_names == 1
