from datetime import date, datetime

import pytest

from cs_workbook.workbook.package.cell_reader import Reader
from cs_workbook.workbook.package.cells import (
    BadValue,
    Cell,
    Dates,
    check_column,
    inner_xml,
    plain_text,
)
from cs_workbook.workbook.package.column_writer import ColumnWriter
from cs_workbook.workbook.package.rows import parse_row
from cs_workbook.workbook.package.styles import Shows, Styles, shown_by
from cs_workbook.workbook.port import CellError, CellValue

FROM_1900, FROM_1904 = Dates(from_1904=False), Dates(from_1904=True)
NOON = datetime.fromisoformat("2026-01-31T12:00:00")

WRITTEN: list[tuple[str, CellValue, str | None, tuple[str, str]]] = [
    ("text", "Acme", None, (' t="inlineStr"', "<is><t>Acme</t></is>")),
    ("never a formula", "=A1", None, (' t="inlineStr"', "<is><t>=A1</t></is>")),
    ("markup", "a<b&c", None, (' t="inlineStr"', "<is><t>a&lt;b&amp;c</t></is>")),
    ("blank at an end", "a ", None,
     (' t="inlineStr"', '<is><t xml:space="preserve">a </t></is>')),
    ("carriage return", "a\rb", None, (' t="inlineStr"', "<is><t>a_x000D_b</t></is>")),
    ("looks escaped", "_x000D_", None, (' t="inlineStr"', "<is><t>_x005F_x000D_</t></is>")),
    ("control character", "a\x01b", None, (' t="inlineStr"', "<is><t>a_x0001_b</t></is>")),
    ("half a letter", "a\ud83d", None, (' t="inlineStr"', "<is><t>a_xD83D_</t></is>")),
    ("number", 1.5, None, ("", "<v>1.5</v>")),
    ("shortest text of a double", 0.1 + 0.2, None, ("", "<v>0.30000000000000004</v>")),
    ("yes", True, None, (' t="b"', "<v>1</v>")),
    ("error", CellError("#DIV/0!"), None, (' t="e"', "<v>#DIV/0!</v>")),
    ("day", date(2026, 1, 31), None, ("", "<v>46053</v>")),
    ("moment", NOON, None, ("", "<v>46053.5</v>")),
    ("empty", None, None, ("", "")),
    ("formula with a text", "x", "A1&amp;B1", (' t="str"', "<f>A1&amp;B1</f><v>x</v>")),
    ("formula with a number", 3, "1+2", ("", "<f>1+2</f><v>3</v>")),
    ("formula without a value", None, "1+2", ("", "<f>1+2</f>")),
]  # fmt: skip


@pytest.mark.parametrize(
    ("reason", "value", "formula", "xml"), WRITTEN, ids=[w[0] for w in WRITTEN]
)
def test_value_becomes_cell_xml(
    reason: str, value: CellValue, formula: str | None, xml: tuple[str, str]
) -> None:
    assert inner_xml(value, FROM_1900, formula) == xml, reason


@pytest.mark.parametrize(
    ("day", "serial_1900", "serial_1904"),
    [
        (date(1900, 1, 1), 1, None),
        (date(1900, 2, 28), 59, None),  # 60 is the leap day Excel believes in
        (date(1900, 3, 1), 61, None),
        (date(1904, 1, 1), 1462, 0),
        (date(2026, 1, 31), 46053, 44591),
        (date(9999, 12, 31), 2958465, 2957003),
    ],
)
def test_days_count_in_both_date_systems(
    day: date, serial_1900: int, serial_1904: int | None
) -> None:
    assert FROM_1900.serial(day) == serial_1900
    assert FROM_1900.moment(serial_1900, time=False) == day
    if serial_1904 is None:
        with pytest.raises(ValueError, match="before Excel's first day"):
            FROM_1904.serial(day)
    else:
        assert FROM_1904.serial(day) == serial_1904
        assert FROM_1904.moment(serial_1904, time=False) == day


@pytest.mark.parametrize("serial", [0, 0.5, 60, -1, 2_958_466])
def test_a_serial_that_is_no_day_stays_a_number(serial: float) -> None:
    assert FROM_1900.moment(serial, time=False) == serial


FORMATS = [
    ("d mmm yyyy", Shows.DATE),
    ("mmm-yy", Shows.DATE),
    ("[$-409]d/m/yyyy;@", Shows.DATE),
    ("yyyy-mm-dd hh:mm", Shows.MOMENT),
    ("mm:ss", Shows.TIME),
    ("[h]:mm", Shows.TIME),
    ('0.0" days"', Shows.NUMBER),
    ("#,##0\\ [$€-407]", Shows.NUMBER),
    ("[Red]0;[Blue]-0", Shows.NUMBER),
    ("General", Shows.NUMBER),
    ("0.00E+00", Shows.NUMBER),
]


@pytest.mark.parametrize(("code", "shows"), FORMATS)
def test_number_formats_that_show_dates(code: str, shows: Shows) -> None:
    assert shown_by(code) is shows


STYLES = (
    '<styleSheet><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
    '<cellXfs count="3"><xf numFmtId="0" fontId="0"/><xf numFmtId="164" fontId="1"/>'
    '<xf numFmtId="22" fontId="0"><alignment wrapText="1"/></xf></cellXfs></styleSheet>'
)

READ: list[tuple[str, Cell, CellValue]] = [
    ("shared string", (' t="s"', "<v>1</v>"), "second"),
    ("inline string", (' t="inlineStr"', "<is><t>a</t></is>"), "a"),
    ("rich text", (' t="inlineStr"', "<is><r><t>a</t></r><r><t> b</t></r></is>"),
     "a b"),
    ("formula's text", (' t="str"', "<f>A1</f><v>a_x000D_&amp;</v>"), "a\r&"),
    ("whole number", ("", "<v>5</v>"), 5),
    ("decimal", (' t="n"', "<v>5.0</v>"), 5.0),
    ("power of ten", ("", "<v>1E+20</v>"), 1e20),
    ("day", (' s="1"', "<v>46053</v>"), date(2026, 1, 31)),
    ("day with a time in it", (' s="1"', "<v>46053.5</v>"), NOON),
    ("midnight under a format with time", (' s="2"', "<v>46053</v>"),
     datetime.fromisoformat("2026-01-31T00:00:00")),
    ("ISO day", (' t="d"', "<v>2026-01-31</v>"), date(2026, 1, 31)),
    ("yes", (' t="b"', "<v>1</v>"), True),
    ("error", (' t="e"', "<f>1/0</f><v>#DIV/0!</v>"), CellError("#DIV/0!")),
    ("formula nobody calculated", ("", "<f>A1</f>"), None),
    ("only a format", (' s="1"', ""), None),
]  # fmt: skip


@pytest.mark.parametrize(("reason", "cell", "value"), READ, ids=[r[0] for r in READ])
def test_cell_xml_becomes_value(reason: str, cell: Cell, value: CellValue) -> None:
    reader = Reader(strings=["first", "second"], styles=Styles(STYLES), dates=FROM_1900)
    found = reader.value(cell)
    assert (type(found), found) == (type(value), value), reason


BAD: list[tuple[str, object]] = [
    ("not a number", float("nan")),
    ("endless", float("inf")),
    ("a moment with a zone", datetime.fromisoformat("2026-01-31T12:00:00+01:00")),
    ("before the first day", date(1899, 12, 31)),
    ("too long", "x" * 32_768),
    ("too long for UTF-16", "😀" * 16_384),
    ("a list", ["a"]),
    ("an error Excel does not know", CellError("#OOPS!")),
]


@pytest.mark.parametrize(("reason", "value"), BAD, ids=[b[0] for b in BAD])
def test_a_value_no_cell_holds_is_found_by_its_position(reason: str, value: object) -> None:
    with pytest.raises(BadValue) as error:
        check_column([None, value, None], FROM_1900)
    assert error.value.position == 1, reason


def test_a_date_gets_a_date_format_once_and_existing_ones_stay() -> None:
    styles = Styles(STYLES)
    assert styles.dated(1, time=False) == 1
    assert styles.dated(1, time=True) == 3
    assert styles.dated(0, time=False) == 4
    assert styles.dated(0, time=False) == 4
    assert [styles.shows(3), styles.shows(4)] == [Shows.MOMENT, Shows.DATE]
    assert styles.text.startswith(STYLES.partition("<cellXfs")[0])
    assert 'fontId="1" applyNumberFormat="1"/>' in styles.text
    assert '<cellXfs count="5">' in styles.text


def test_fast_and_careful_rendering_agree() -> None:
    """A column of one type takes a short cut; mixed with another it does not."""
    writer = ColumnWriter(sheet="S", column=2, dates=FROM_1900)
    for values in (
        ["a", "<&>", "c"],
        ["x ", "y", "z"],
        [1, 2, 3],
        [1.5, -0.0, 1e300],
        [date(2026, 1, 1), date(1900, 1, 5), date(2000, 2, 29)],
        ["\x1e", "_x0041_", "d"],
    ):
        fast = writer.render([5, 6, 7], values, ' s="4"')
        careful = writer.render([5, 6, 7, 8], [*values, None], ' s="4"')[:3]
        assert fast == careful


ROWS = [
    ("usual", '<row r="3"><c r="A3" s="1"/><c r="C3"><v>1</v></c></row>',
     {1: (' s="1"', ""), 3: ("", "<v>1</v>")}),
    ("address not first", '<row r="3"><c s="1" r="B3"><v>2</v></c></row>',
     {2: (' s="1"', "<v>2</v>")}),
    ("no addresses", "<row><c><v>1</v></c><c><v>2</v></c></row>",
     {1: ("", "<v>1</v>"), 2: ("", "<v>2</v>")}),
    ("empty row", '<row r="3" ht="20"/>', {}),
]  # fmt: skip


@pytest.mark.parametrize(("reason", "text", "cells"), ROWS, ids=[r[0] for r in ROWS])
def test_rows_are_taken_apart(reason: str, text: str, cells: dict[int, Cell]) -> None:
    assert parse_row(text).cells == cells, reason


def test_reading_aids_are_not_part_of_a_text() -> None:
    """Japanese readings (phonetic runs) stand beside a text, not in it."""
    assert plain_text('<t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh>') == "東京"
