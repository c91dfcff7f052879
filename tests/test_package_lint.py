"""Every rule of the lint catches the fault it was written for."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from package_lint import lint
from package_samples import repacked, rich

SHEET, TABLE, BOOK = "xl/worksheets/sheet1.xml", "xl/tables/table1.xml", "xl/workbook.xml"
TYPES, RELS = "[Content_Types].xml", "xl/worksheets/_rels/sheet1.xml.rels"


def changed(part: str, pattern: str, new: str) -> Callable[[str, bytes], bytes | None]:
    def change(name: str, data: bytes) -> bytes | None:
        if name != part:
            return data
        text, count = re.subn(pattern, new, data.decode(), count=1)
        assert count, (part, pattern)
        return text.encode()

    return change


def dropped(part: str) -> Callable[[str, bytes], bytes | None]:
    return lambda name, data: None if name == part else data


FAULTS: list[tuple[str, Callable[[str, bytes], bytes | None], str]] = [
    ("not well-formed", changed(SHEET, "</sheetData>", ""), "not well-formed"),
    ("link to nothing", dropped(TABLE), "is missing"),
    ("relationship id twice", changed(RELS, 'Id="rId2"', 'Id="rId1"'), "duplicate relationship"),
    ("unknown relationship", changed(SHEET, 'tablePart r:id="rId3"', 'tablePart r:id="rId9"'),
     "no relationship rId9"),
    ("no content type", changed(TYPES, '<Override PartName="/xl/comments1.xml"[^>]*/>', ""), ""),
    ("content type of nothing", changed(TYPES, "/xl/tables/table1.xml", "/xl/tables/table7.xml"),
     "missing part"),
    ("header is not the column's name", changed(TABLE, 'name="mrr"', 'name="MRR"'), "is not 'MRR'"),
    ("column named twice", changed(TABLE, 'name="mrr"', 'name="id"'), "named twice"),
    ("column id twice", changed(TABLE, '<tableColumn id="2"', '<tableColumn id="1"'),
     "duplicate column ids"),
    ("range wider than columns", changed(TABLE, ' ref="B3:G8"', ' ref="B3:H8"'), "another number"),
    ("no body row", changed(TABLE, ' ref="B3:G8"', ' ref="B3:G3"'), "no body row"),
    ("filter does not fit", changed(TABLE, '<autoFilter ref="B3:G8"', '<autoFilter ref="B3:G7"'),
     "filter"),
    ("rows out of order", changed(SHEET, '<row r="7"', '<row r="5"'), "out of order"),
    ("cells out of order", changed(SHEET, '<c r="C5"', '<c r="A5"'), "out of order"),
    ("cell in another row", changed(SHEET, '<c r="C5"', '<c r="C6"'), "in row 5"),
    ("no such format", changed(SHEET, '<c r="C5"( s="\\d+")?', '<c r="C5" s="99"'),
     "no such format"),
    ("no such string", changed(SHEET, "<v>0</v>", "<v>999</v>"), "no such shared string"),
    ("text where a number belongs", changed(SHEET, '<c r="D4"><v>0</v>', '<c r="D4"><v>x</v>'),
     "is no number"),
    ("formula with =", changed(SHEET, "<f>tbl", "<f>=tbl"), "has no ="),
    ("newer function without prefix",
     changed("xl/worksheets/sheet2.xml", "<f>1\\+1</f>", "<f>XLOOKUP(1,A1,A2)</f>"), "_xlfn"),
    ("two sheets of one name", changed(BOOK, 'name="Dash board"', 'name="ACCOUNTS"'), "one name"),
    ("two sheets of one id", changed(BOOK, 'sheetId="2"', 'sheetId="1"'), "sheetId"),
    ("sheet name too long", changed(BOOK, 'name="Dash board"', f'name="{"x" * 32}"'),
     "not allowed"),
    ("name of a missing sheet", changed(BOOK, "Accounts!\\$B", "Gone!$B"), "missing sheet Gone"),
    ("name defined twice", changed(BOOK, 'name="ids"', 'name="AS_OF"'), "defined twice"),
    ("name of no sheet", changed(BOOK, 'localSheetId="0"', 'localSheetId="5"'), "belongs to no"),
]  # fmt: skip


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = rich(tmp_path_factory.mktemp("lint") / "rich.xlsx", totals=False)
    assert lint(path) == []
    return path


@pytest.mark.parametrize(("reason", "change", "says"), FAULTS, ids=[f[0] for f in FAULTS])
def test_a_planted_fault_is_found(
    sound: Path,
    tmp_path: Path,
    reason: str,
    change: Callable[[str, bytes], bytes | None],
    says: str,
) -> None:
    problems = lint(repacked(sound, tmp_path / "faulty.xlsx", change))
    if says:
        assert any(says in problem for problem in problems), (reason, problems)
