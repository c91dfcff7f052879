"""A table grows and shrinks in a workbook full of things that refer to it or stand near it."""

import re
import zipfile
from pathlib import Path

import pytest
from package_lint import lint
from package_samples import LAST, differing, parts_of, repacked, replaced, rich, seen_by_openpyxl

from cs_workbook.errors import WorkbookRefused
from cs_workbook.workbook.file_book import FileBook
from cs_workbook.workbook.package import notes
from cs_workbook.workbook.port import FormulaCell, FormulaColumn

SHEET, DASHBOARD, TABLE = (
    "xl/worksheets/sheet1.xml",
    "xl/worksheets/sheet2.xml",
    "xl/tables/table1.xml",
)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return rich(tmp_path / "rich.xlsx")


def ids(count: int) -> dict[str, list[str]]:
    return {"id": [f"N{row}" for row in range(count)]}


def keeping_note(count: int) -> list[int | None]:
    """Return an origin in which the row with the note (1) and the link (2) stay."""
    return [1, 2, *[None] * (count - 2)]


def rewrite(path: Path, count: int) -> Path:
    target = path.with_name("after.xlsx")
    book = FileBook(path)
    book.write_table("tblAccounts", ids(count), origin=keeping_note(count))
    book.save(target)
    assert lint(target) == []
    return target


def cell(path: Path, address: str, sheet: str = "Accounts") -> object:
    return seen_by_openpyxl(path, sheet)[address].value


@pytest.mark.parametrize("count", [2, 5, 9, 300])
def test_everything_that_ended_on_the_last_row_ends_on_the_new_one(book: Path, count: int) -> None:
    last = 3 + count
    parts = parts_of(rewrite(book, count))
    sheet, dashboard = parts[SHEET].decode(), parts[DASHBOARD].decode()
    assert f'ref="B3:G{last}"' in parts[TABLE].decode()
    assert f'<autoFilter ref="B3:G{last}"' in parts[TABLE].decode()
    assert f'sqref="D4:D{last}"' in sheet
    assert f"<xm:sqref>F4:F{last}</xm:sqref>" in sheet
    assert f'sqref="G4:G{last}"' in sheet
    assert f"<formula1>$B$4:$B${last}</formula1>" in sheet
    assert f"<f>SUM(Accounts!D4:D{last})</f>" in dashboard
    assert f"<xm:f>Accounts!D4:D{last}</xm:f>" in dashboard
    workbook = parts["xl/workbook.xml"].decode()
    assert f"Accounts!$B$4:$B${last}<" in workbook
    assert f"Accounts!$A$1:$G${last}<" in workbook
    chart = parts["xl/charts/chart1.xml"].decode()
    assert f"<c:f>Accounts!$D$4:$D${last}</c:f>" in chart


def test_only_the_parts_an_edit_concerns_change(book: Path) -> None:
    assert differing(book, rewrite(book, 9)) == {
        SHEET,
        TABLE,
        DASHBOARD,  # formulas and the sparkline that refer to the table
        "xl/workbook.xml",  # names
        "xl/charts/chart1.xml",
        "xl/comments1.xml",  # the note moved with its row
        "xl/drawings/vmlDrawing1.vml",
        "xl/sharedStrings.xml",  # names of deleted accounts
    }


def test_a_note_its_box_a_link_and_a_height_follow_their_rows(book: Path) -> None:
    target = rewrite(book, 4)
    parts = parts_of(target)
    assert 'ref="C4"' in parts["xl/comments1.xml"].decode()
    vml = parts["xl/drawings/vmlDrawing1.vml"].decode()
    assert "<x:Row>3</x:Row>" in vml
    assert re.search(r"<x:Anchor>\s*3, 15, 2, \d+, \d+, \d+, \d+, \d+", vml)
    assert '<hyperlink ref="B5"' in parts[SHEET].decode()
    assert re.search(r'<row r="4"[^>]* ht="33"', parts[SHEET].decode())
    sheet = seen_by_openpyxl(target, "Accounts")
    assert [sheet["C4"].font.b, sheet["C5"].font.b] == [True, False]


@pytest.mark.parametrize(
    ("reason", "origin", "named"),
    [("the note's row goes", [2, 0], "C5"), ("the link's row goes", [1, 0], "B6")],
)
def test_a_row_with_a_note_or_link_may_not_disappear(
    book: Path, reason: str, origin: list[int | None], named: str
) -> None:
    opened = FileBook(book)
    with pytest.raises(WorkbookRefused, match=f"Accounts!{named}: a (note|link) stands on a row"):
        opened.write_table("tblAccounts", ids(2), origin=origin)
    assert not opened.changed, reason


def test_threaded_comments_follow_like_notes() -> None:
    thread = '<threadedComment ref="C5" id="{1}"/><threadedComment ref="C5" parentId="{1}"/>'
    moved = notes.follow_rows(thread, lambda row, _: row + 2, "Accounts")
    assert moved == thread.replace("C5", "C7")
    with pytest.raises(WorkbookRefused, match="Accounts!C5: a note stands on a row"):
        notes.follow_rows(thread, lambda *_: None, "Accounts")


def test_cells_beside_the_table_stay_where_they_are(book: Path) -> None:
    for count in (2, 9):
        target = rewrite(book, count)
        assert [cell(target, "A1"), cell(target, "I5")] == ["Accounts", "beside the table"]


def test_names_of_deleted_accounts_do_not_stay_behind(book: Path) -> None:
    text = parts_of(rewrite(book, 2))["xl/sharedStrings.xml"].decode()
    assert "Name 4" not in text
    assert "note 4" not in text
    assert "Name 1" in text
    assert "beside the table" in text


@pytest.mark.parametrize("count", [2, 5, 6, 40])
def test_a_totals_row_stays_under_the_body(tmp_path: Path, count: int) -> None:
    target = rewrite(rich(tmp_path / "totals.xlsx", totals=True), count)
    last = 3 + count
    assert cell(target, f"B{last + 1}") == "Total"
    assert cell(target, f"D{last + 1}") == "=SUBTOTAL(109,[mrr])"
    assert f'ref="B3:G{last + 1}" totalsRowCount="1"' in parts_of(target)[TABLE].decode()
    assert cell(target, f"B{last + 2}") is None


@pytest.mark.parametrize("totals", [False, True])
def test_what_stands_under_a_growing_table_moves_down(tmp_path: Path, totals: bool) -> None:
    target = rewrite(rich(tmp_path / "under.xlsx", totals=totals, under=True), 45)
    assert cell(target, f"B{LAST + 3 + 40}") == "Remark under the table"
    assert cell(target, f"D{LAST + 3 + 40}") == f"=SUM(D4:D{LAST + 40})"
    assert f'<mergeCell ref="C{LAST + 45}:D{LAST + 45}"/>' in parts_of(target)[SHEET].decode()
    assert cell(target, "B3", "Dash board") == f"=Accounts!D{LAST + 43}"


@pytest.mark.parametrize("totals", [False, True])
def test_nothing_under_a_table_moves_without_need(tmp_path: Path, totals: bool) -> None:
    source = rich(tmp_path / "under.xlsx", totals=totals, under=True)
    for count in (2, 6):
        target = rewrite(source, count)
        assert cell(target, f"B{LAST + 3}") == "Remark under the table"
        assert cell(target, "B3", "Dash board") == f"=Accounts!D{LAST + 3}"


def test_another_table_in_the_way_is_never_overwritten(tmp_path: Path) -> None:
    path = rich(tmp_path / "two.xlsx")
    other = parts_of(path)[TABLE].decode()
    other = other.replace('id="1" name="tblAccounts"', 'id="9" name="tblOther"', 1)
    other = other.replace('displayName="tblAccounts"', 'displayName="tblOther"')
    other = other.replace("B3:G8", "B12:G14")

    def with_other(name: str, data: bytes) -> bytes:
        if name == "[Content_Types].xml":
            kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.table+xml"
            entry = b'<Override PartName="/xl/tables/table9.xml" ContentType="' + kind + b'"/>'
            return data.replace(b"</Types>", entry + b"</Types>")
        if name == "xl/worksheets/_rels/sheet1.xml.rels":
            kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/table"
            entry = b'<Relationship Id="rId9" Type="' + kind + b'" Target="../tables/table9.xml"/>'
            return data.replace(b"</Relationships>", entry + b"</Relationships>")
        return data

    both = repacked(path, tmp_path / "both.xlsx", with_other)
    with zipfile.ZipFile(both, "a") as archive:
        archive.writestr("xl/tables/table9.xml", other)
    opened = FileBook(both)
    with pytest.raises(WorkbookRefused, match=r"found something at B12:G14\. Move it beside"):
        opened.write_table("tblAccounts", ids(9), origin=keeping_note(9))
    opened.write_table("tblAccounts", ids(8), origin=keeping_note(8))


def test_a_filter_left_on_is_cleared_and_its_rows_shown(book: Path, tmp_path: Path) -> None:
    criteria = '<filterColumn colId="0"><filters><filter val="A1"/></filters></filterColumn>'
    step = repacked(
        book,
        tmp_path / "step.xlsx",
        replaced(
            TABLE, '<autoFilter ref="B3:G8"/>', f'<autoFilter ref="B3:G8">{criteria}</autoFilter>'
        ),
    )
    hidden = repacked(
        step, tmp_path / "hidden.xlsx", replaced(SHEET, '<row r="7"', '<row r="7" hidden="1"')
    )
    parts = parts_of(rewrite(hidden, 6))
    assert "filterColumn" not in parts[TABLE].decode()
    assert 'hidden="1"' not in parts[SHEET].decode()


def test_a_row_hidden_by_hand_stays_hidden_with_its_record(book: Path, tmp_path: Path) -> None:
    hidden = repacked(
        book, tmp_path / "hidden.xlsx", replaced(SHEET, '<row r="6"', '<row r="6" hidden="1"')
    )
    assert re.search(r'<row r="5"[^>]* hidden="1"', parts_of(rewrite(hidden, 4))[SHEET].decode())


def test_values_that_may_be_stale_are_dropped_and_others_kept(book: Path) -> None:
    opened = FileBook(book)
    opened.write_table("tblAccounts", ids(6), origin=keeping_note(6))
    opened.write_cell("Dash board", "A2", FormulaCell(formula="SUM(Accounts!D4:D9)", value=31.5))
    target = book.with_name("after.xlsx")
    opened.save(target)
    sheet = seen_by_openpyxl(target, "Dash board", values=True)
    assert [sheet[f"A{row}"].value for row in range(1, 7)] == [
        None,  # names the table
        31.5,  # written with its value
        2,  # reaches nothing that changed
        None,  # reads A1
        4,
        None,  # reads a name that points to A1
    ]
    assert 'fullCalcOnLoad="1"' in parts_of(target)["xl/workbook.xml"].decode()
    assert "numCache" not in parts_of(target)["xl/charts/chart1.xml"].decode()


def test_a_formula_typed_into_a_persons_own_column_follows_its_row(
    book: Path, tmp_path: Path
) -> None:
    typed = repacked(
        book,
        tmp_path / "typed.xlsx",
        lambda name, data: (
            re.sub(
                rb'<c r="G6" t="s"><v>\d+</v></c>', b'<c r="G6"><f>D6*$I$1</f><v>0</v></c>', data
            )
            if name == SHEET
            else data
        ),
    )
    assert cell(rewrite(typed, 4), "G5") == "=D5*$I$1"


def test_shared_formulas_are_written_out_where_rows_are_touched(book: Path, tmp_path: Path) -> None:
    def shared(name: str, data: bytes) -> bytes:
        if name != SHEET:
            return data
        data = re.sub(
            rb'<c r="F4">.*?</c>',
            b'<c r="F4"><f t="shared" ref="F4:F8" si="0">D4*12</f><v>0</v></c>',
            data,
        )
        return re.sub(rb'<c r="(F[5-8])"><f>.*?</f>(<v>.*?</v>)</c>',
                      rb'<c r="\1"><f t="shared" si="0"/>\2</c>', data)  # fmt: skip

    target = rewrite(repacked(book, tmp_path / "shared.xlsx", shared), 4)
    assert [cell(target, f"F{row}") for row in (4, 5)] == ["=D4*12", "=D5*12"]


def test_an_array_formula_is_never_cut(book: Path, tmp_path: Path) -> None:
    array = repacked(
        book,
        tmp_path / "array.xlsx",
        lambda name, data: (
            re.sub(
                rb'<c r="G6" t="s"><v>\d+</v></c>',
                b'<c r="G6"><f t="array" ref="G6:G7">D6:D7*2</f><v>0</v></c>',
                data,
            )
            if name == SHEET
            else data
        ),
    )
    opened = FileBook(array)
    with pytest.raises(WorkbookRefused, match="Accounts!G6: an array formula fills G6:G7"):
        opened.write_table("tblAccounts", ids(5))
    assert not opened.changed


def test_writing_what_is_there_changes_nothing(book: Path) -> None:
    before = book.read_bytes()
    opened = FileBook(book)
    table = opened.read_table("tblAccounts")
    arr = FormulaColumn(formula="tblAccounts[[#This Row],[mrr]]*12", values=table.pop("arr"))
    definition = parts_of(book)[TABLE]
    opened.write_table("tblAccounts", {**table, "arr": arr})
    # XlsxWriter shortens the formula it keeps in the table part; that one is set right.
    assert opened.changed == (b"tblAccounts[[#This Row],[mrr]]*12" not in definition)
    opened = FileBook(book)
    opened.write_table("tblAccounts", table)
    assert not opened.changed
    opened.save()
    assert book.read_bytes() == before


def test_the_same_edit_gives_the_same_file(book: Path) -> None:
    assert rewrite(book, 9).read_bytes() == rewrite(book, 9).read_bytes()


def test_two_tables_names_and_cells_are_kept_by_one_save(book: Path) -> None:
    opened = FileBook(book)
    opened.write_table("tblAccounts", ids(7), origin=keeping_note(7))
    opened.write_table("tblAccounts", {"mrr": [7] * 7})
    opened.write_cell("Accounts", "A2", "written")
    opened.write_name("as_of", 5)
    assert opened.read_table("tblAccounts", columns=["id", "mrr"]) == {**ids(7), "mrr": [7] * 7}
    opened.save()
    assert lint(book) == []
    again = FileBook(book)
    assert again.read_table("tblAccounts", columns=["id", "mrr"]) == {**ids(7), "mrr": [7] * 7}
    assert (again.read_cell("Accounts", "A2"), again.read_name("as_of")) == ("written", 5)
