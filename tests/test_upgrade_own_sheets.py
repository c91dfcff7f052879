"""Sheets of people's own, plan sheets among them, arrive in the new layout as they were."""

import re
import shutil
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.styles import Font, NamedStyle
from own_sheets import OWN, opened, own_workbook, parts_like, seen, with_own_sheets
from package_lint import lint
from package_samples import parts_of, repacked, replaced
from plan_trackers import small_tracker

from cs_workbook.actions.carried_references import CannotFollow, CarriedReferences
from cs_workbook.actions.plans.check import check_plans
from cs_workbook.actions.plans.closed_file import build_file
from cs_workbook.actions.upgrade import upgrade_file
from cs_workbook.errors import WorkbookRefused
from cs_workbook.schema import SCHEMA_VERSION
from cs_workbook.schema.tables import SHEET_ORDER, TBL_ACCOUNTS, column_letter
from cs_workbook.workbook.file_book import FileBook
from cs_workbook.workbook.packaged import packaged_template

OLDER = Path(__file__).parent / "data"
NOW = datetime(2026, 8, 1, 9, 0)  # noqa: DTZ001 - local wall time
LAYOUTS = (1, 2)


@pytest.fixture(scope="module")
def donor(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return own_workbook(tmp_path_factory.mktemp("own") / "own.xlsx")


def older(layout: int, folder: Path) -> Path:
    """Return a tracker of an older layout of one's own."""
    return Path(shutil.copy(OLDER / f"tracker_layout_{layout}.xlsm", folder / "CS_Tracker.xlsm"))


def declared_older(path: Path) -> Path:
    """Say that a tracker of today has an older layout, of which nothing else is known."""
    book = FileBook(path)
    book.write_name("SchemaVersion", 0)
    book.save()
    return path


def refused(path: Path) -> str:
    """Return why a tracker is not upgraded; it must stay as it was."""
    before = path.read_bytes()
    with pytest.raises(WorkbookRefused) as caught:
        upgrade_file(path, now=NOW)
    assert path.read_bytes() == before
    return str(caught.value)


# Own sheets -------------------------------------------------------------------------------------


@pytest.mark.parametrize("layout", LAYOUTS)
def test_own_sheets_arrive_as_they_were(donor: Path, tmp_path: Path, layout: int) -> None:
    path = older(layout, tmp_path)
    with_own_sheets(path, donor)
    mrr = sum(cell or 0 for cell in FileBook(path).read_table("tblAccounts")["MRR"])  # type: ignore[misc]
    done = upgrade_file(path, now=NOW)
    assert done.changed[-1] == "sheets of your own carried: 2"
    for sheet in OWN:
        assert seen(path, sheet) == seen(donor, sheet)
    book = FileBook(path)
    assert book.read_name("SchemaVersion") == SCHEMA_VERSION
    assert book.sheet_names()[:3] == (*OWN, "About"), "they stood in front of all others"
    assert book.read_cell(OWN[0], "B3") == mrr, "calculated from what the tracker holds"
    assert book.read_cell(OWN[1], "A1") == 84
    assert book.read_name("mine") == 42
    assert book.name_formulas()[f"{OWN[0]}!here"] == f"'{OWN[0]}'!$A$1"
    assert book.read_table("tblMine") == {
        "What": ["a", "b"],
        "How many": [1, 2],
        "Twice": [2, 4],
    }
    assert not lint(path)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_hangs_on_own_sheets_is_letter_for_letter_the_same(
    donor: Path, tmp_path: Path, layout: int
) -> None:
    path = older(layout, tmp_path)
    with_own_sheets(path, donor)
    upgrade_file(path, now=NOW)
    for pattern in (
        r"xl/media/.*",
        r"xl/drawings/drawing\d+\.xml",
        r"xl/drawings/vmlDrawing\d+\.vml",
        r"xl/comments\d+\.xml",
    ):
        arrived = parts_like(path, pattern)
        for content in parts_like(donor, pattern):
            assert content in arrived, pattern
    [chart] = parts_like(donor, r"xl/charts/chart\d+\.xml")
    without_points = re.compile(rb"<c:(num|str)Cache>.*?</c:\1Cache>", re.DOTALL)
    bare = [without_points.sub(b"", each) for each in parts_like(path, r"xl/charts/chart\d+\.xml")]
    assert without_points.sub(b"", chart) in bare
    assert b"sparkline" in parts_of(path)[part_of(path, OWN[0])]
    assert b"x14:dataBar" in parts_of(path)[part_of(path, OWN[0])]


def part_of(path: Path, sheet: str) -> str:
    """Return the name of a sheet's part, as openpyxl finds it."""
    with zipfile.ZipFile(path) as package:
        workbook = package.read("xl/workbook.xml").decode()
        links = package.read("xl/_rels/workbook.xml.rels").decode()
    [tag] = re.findall(rf'<sheet name="{sheet}"[^>]*>', workbook)
    [link] = re.findall(r'r:id="(\w+)"', tag)
    [tag] = re.findall(rf'<Relationship [^>]*Id="{link}"[^>]*>', links)
    [target] = re.findall(r'Target="([^"]+)"', tag)
    return f"xl/{target}"


def test_own_sheets_keep_their_place_and_stay_hidden(tmp_path: Path) -> None:
    path = older(2, tmp_path)
    book = FileBook(path)
    book.add_sheet("Between", [[1]], after="Accounts")
    book.add_sheet("Next to it", [["=A1"]], after="Between")
    book.add_sheet("Last", [[2]])
    book.save()
    repacked(
        Path(shutil.move(path, tmp_path / "shown.xlsm")),
        path,
        replaced("xl/workbook.xml", '<sheet name="Last"', '<sheet state="veryHidden" name="Last"'),
    )
    upgrade_file(path, now=NOW)
    names = FileBook(path).sheet_names()
    at = names.index("Accounts")
    assert names[at : at + 3] == ("Accounts", "Between", "Next to it")
    assert names[-2:] == ("xlwings.conf", "Last")
    with zipfile.ZipFile(path) as package:
        [tag] = re.findall(r'<sheet name="Last"[^>]*>', package.read("xl/workbook.xml").decode())
    assert 'state="veryHidden"' in tag
    assert not lint(path)


def test_upgrading_again_changes_nothing(donor: Path, tmp_path: Path) -> None:
    path = older(2, tmp_path)
    with_own_sheets(path, donor)
    upgrade_file(path, now=NOW)
    before = path.read_bytes()
    assert upgrade_file(path, now=NOW.replace(hour=10)).backup is None
    assert path.read_bytes() == before


def test_the_same_upgrade_gives_the_same_file(donor: Path, tmp_path: Path) -> None:
    made = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        path = older(1, tmp_path / name)
        with_own_sheets(path, donor)
        upgrade_file(path, now=NOW)
        made.append(path.read_bytes())
    assert made[0] == made[1]


def test_named_styles_and_default_fonts_of_another_program_arrive(tmp_path: Path) -> None:
    other = openpyxl.Workbook()
    sheet = other.worksheets[0]
    sheet.title = "Styled"
    mine = NamedStyle(name="Mine alone", number_format="0.0000")
    mine.font = Font(name="Courier New", italic=True)
    sheet["A1"], sheet["A2"], sheet["A3"] = 1.25, 2.5, "plain"
    sheet["A1"].style = mine
    sheet["A2"].style = "Input"
    sheet["A2"].font = Font(name="Verdana", size=9)
    other.save(tmp_path / "styled.xlsx")
    before = seen(tmp_path / "styled.xlsx", "Styled")
    path = older(2, tmp_path)
    book = FileBook(path)
    book.carry_sheets(tmp_path / "styled.xlsx", ["Styled"])
    book.save()
    upgrade_file(path, now=NOW)
    assert seen(path, "Styled") == before
    styles = parts_of(path)["xl/styles.xml"].decode()
    assert styles.count('name="Mine alone"') == 1
    assert styles.count('name="Input"') == 1, "the tracker has that one already"
    assert not lint(path)


def test_shared_formulas_and_threads_arrive(tmp_path: Path) -> None:
    """What Excel writes and the libraries here do not: made by hand, as Excel makes it."""
    book = xlsxwriter.Workbook(tmp_path / "plain.xlsx")
    sheet = book.add_worksheet("Threads")
    sheet.write_comment("A1", "[Threaded comment]")
    for row in range(3):
        sheet.write_number(row, 1, row)
        sheet.write_formula(row, 2, f"=B{row + 1}+1", None, row + 1)
    book.close()
    person = "http://schemas.microsoft.com/office/2017/10/relationships/person"
    thread = "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"
    more = {
        "xl/persons/person.xml": b'<personList><person displayName="Ada"/></personList>',
        "xl/threadedComments/threadedComment1.xml": b'<ThreadedComments><threadedComment ref="A1"/>'
        b"</ThreadedComments>",
    }

    def excels(name: str, data: bytes) -> bytes:
        text = data.decode() if not name.endswith(".bin") else ""
        if name == "xl/worksheets/sheet1.xml":
            text = text.replace("<f>B1+1</f>", '<f t="shared" ref="C1:C3" si="0">B1+1</f>')
            for row in (2, 3):
                text = text.replace(f"<f>B{row}+1</f>", '<f t="shared" si="0"/>')
        link = '<Relationship Id="rId99" Type="{}" Target="{}"/></Relationships>'
        if name == "xl/_rels/workbook.xml.rels":
            made = link.format(person, "persons/person.xml")
            text = text.replace("</Relationships>", made)
        if name == "xl/worksheets/_rels/sheet1.xml.rels":
            made = link.format(thread, "../threadedComments/threadedComment1.xml")
            text = text.replace("</Relationships>", made)
        return text.encode()

    excel = repacked(tmp_path / "plain.xlsx", tmp_path / "excel.xlsx", excels)
    with zipfile.ZipFile(excel, "a") as package:
        for name, data in more.items():
            package.writestr(name, data)
    path = older(1, tmp_path)
    target = FileBook(path)
    target.carry_sheets(excel, ["Threads"])
    target.save()
    upgrade_file(path, now=NOW)
    found = opened(path)["Threads"]
    assert [found.cell(row, 3).value for row in (1, 2, 3)] == ["=B1+1", "=B2+1", "=B3+1"]
    assert [row[2] for row in FileBook(path).read_sheet("Threads").values()] == [1, 2, 3]
    arrived = parts_of(path)
    assert more["xl/persons/person.xml"] in arrived.values()
    assert more["xl/threadedComments/threadedComment1.xml"] in arrived.values()
    assert b"relationships/person" in arrived["xl/_rels/workbook.xml.rels"]
    assert not lint(path)


@pytest.mark.libreoffice
@pytest.mark.filterwarnings("ignore:.*not supported and will be removed:UserWarning")
def test_libreoffice_opens_it_and_calculates_the_same(
    donor: Path, tmp_path: Path, recalculate: Callable[[Path], Path]
) -> None:
    path = older(2, tmp_path)
    with_own_sheets(path, donor)
    upgrade_file(path, now=NOW)
    ours = FileBook(path)
    theirs = openpyxl.load_workbook(recalculate(path), data_only=True)
    for sheet, cells in {OWN[0]: ("B3", "B5", "C21", "C22"), OWN[1]: ("A1", "A2")}.items():
        for cell in cells:
            assert theirs[sheet][cell].value == pytest.approx(ours.read_cell(sheet, cell)), cell


# Plan sheets ------------------------------------------------------------------------------------


def test_plan_sheets_work_on_after_an_upgrade(tmp_path: Path) -> None:
    path = small_tracker(tmp_path / "CS_Tracker.xlsm")
    build_file(path, now=NOW)
    book = FileBook(path)
    [sheet, *others] = [name for name in book.sheet_names() if name not in SHEET_ORDER]
    book.write_cell(sheet, "B60", "typed far below")
    book.write_cell(sheet, "D1", "typed beside")
    number = next(n for n, row in book.read_sheet(sheet).items() if row[0] == "question.ours")
    book.write_cell(sheet, f"B{number}", "they save a week a month")
    book.save()
    build_file(path, now=NOW.replace(hour=10))
    said = check_plans(FileBook(path))
    looks = {name: seen(path, name) for name in (sheet, *others)}
    values = {name: FileBook(path).read_sheet(name) for name in (sheet, *others)}
    upgrade_file(declared_older(path), now=NOW.replace(hour=11))
    assert {name: seen(path, name) for name in looks} == looks
    assert {name: FileBook(path).read_sheet(name) for name in values} == values
    assert check_plans(FileBook(path)) == said
    before = path.read_bytes()
    assert not build_file(path, now=NOW.replace(hour=12)).report.anything
    assert path.read_bytes() == before
    assert not lint(path)


# References -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def upgraded(
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[[int], tuple[FileBook, FileBook]]:
    """Return an older tracker and what an upgrade made of it."""
    made: dict[int, tuple[FileBook, FileBook]] = {}

    def both(layout: int) -> tuple[FileBook, FileBook]:
        if layout not in made:
            path = older(layout, tmp_path_factory.mktemp("layout"))
            upgrade_file(path, now=NOW)
            made[layout] = FileBook(OLDER / f"tracker_layout_{layout}.xlsm"), FileBook(path)
        return made[layout]

    return both


def cell_of(book: FileBook, table: str, header: str, row: int) -> str:
    """Return the address of a cell in a table's body, from the table's own place."""
    shape = book.tables()[table]
    letters = column_letter(shape.first_column + shape.columns.index(header))
    return f"{letters}{shape.header_row + 1 + row}"


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("header", ["MRR", "Notes", "Band", "Last seen", "Status"])
def test_a_cell_of_an_account_is_followed_to_its_column(
    upgraded: Callable[[int], tuple[FileBook, FileBook]], layout: int, header: str
) -> None:
    old, new = upgraded(layout)
    follow = CarriedReferences(old, new, own=(), names=())
    there, here = (cell_of(book, "tblAccounts", header, 2) for book in (old, new))
    assert follow.followed(f"Accounts!{there}&TODAY()") == f"Accounts!{here}&TODAY()"
    letters = re.sub(r"\d", "", there), re.sub(r"\d", "", here)
    assert (
        follow.followed(f"COUNTA(Accounts!${letters[0]}:${letters[0]})")
        == f"COUNTA(Accounts!${letters[1]}:${letters[1]})"
    )
    first, last = (
        TBL_ACCOUNTS.header_row + 1,
        TBL_ACCOUNTS.header_row + old.tables()["tblAccounts"].rows,
    )
    assert (
        follow.followed(f"SUM(Accounts!{letters[0]}{first}:{letters[0]}${last})")
        == f"SUM(Accounts!{letters[1]}{first}:{letters[1]}${last})"
    )


def test_a_figure_is_followed_to_its_row(
    upgraded: Callable[[int], tuple[FileBook, FileBook]],
) -> None:
    old, new = upgraded(2)
    fresh = FileBook(new.path)  # not saved: another order than the older layout has
    turned = {name: cells[::-1] for name, cells in fresh.read_table("tblFigures").items()}
    fresh.write_table("tblFigures", turned)
    follow = CarriedReferences(old, fresh, own=(), names=())
    names = old.read_table("tblFigures")["Name"]
    for row, name in enumerate(names):
        there = cell_of(old, "tblFigures", "Value", row)
        here = cell_of(fresh, "tblFigures", "Value", turned["Name"].index(name))
        assert follow.followed(f"Figures!{there}") == f"Figures!{here}"
    first, second = (cell_of(old, "tblFigures", "Value", row) for row in (0, 1))
    with pytest.raises(CannotFollow, match="elsewhere"):
        follow.followed(f"SUM(Figures!{first}:{second})")


def test_a_setting_is_followed_by_its_name(
    upgraded: Callable[[int], tuple[FileBook, FileBook]],
) -> None:
    old, new = upgraded(1)
    follow = CarriedReferences(old, new, own=(), names=())
    sheet, there = old.defined_names()["SurveyWindowDays"]
    here = new.defined_names()["SurveyWindowDays"][1]
    assert there != here
    assert follow.followed(f"{sheet}!{there}*2") == f"{sheet}!{here}*2"
    assert follow.followed("SurveyWindowDays*2") == "SurveyWindowDays*2"


@pytest.mark.parametrize(
    ("formula", "reason"),
    [
        ("SUM(tblAccounts[NPS answers score])", "columns"),
        ("SUM(tblAccounts[[MRR]:[Notes]])", "columns"),
        ("SUM(Accounts:Figures!B9)", "several sheets"),
        ("SUM(Accounts!A:ZZ)", "elsewhere"),
        ("Accounts!$A8:$ZZ900", "elsewhere"),
    ],
)
def test_what_cannot_be_followed_is_not_guessed(
    upgraded: Callable[[int], tuple[FileBook, FileBook]], formula: str, reason: str
) -> None:
    follow = CarriedReferences(*upgraded(1), own=(), names=())
    with pytest.raises(CannotFollow, match=reason):
        follow.followed(formula)


def test_a_cell_that_says_the_same_in_both_layouts_stays_and_another_is_not_guessed(
    upgraded: Callable[[int], tuple[FileBook, FileBook]],
) -> None:
    old, new = upgraded(2)
    follow = CarriedReferences(old, new, own=(), names=())
    named = {address for sheet, address in old.defined_names().values() if sheet == "Settings"}
    there, here = (opened(book.path)["Settings"] for book in (old, new))
    same = other = 0
    for cell in [cell for row in there["A1:C20"] for cell in row]:
        if cell.coordinate in named:
            continue
        reference = f"Settings!{cell.coordinate}"
        if cell.value == here[cell.coordinate].value:
            assert follow.followed(reference) == reference
            same += 1
        else:
            with pytest.raises(CannotFollow, match="elsewhere"):
                follow.followed(reference)
            other += 1
    assert same
    assert other


def test_cells_of_own_sheets_and_texts_stay_as_they_are(
    upgraded: Callable[[int], tuple[FileBook, FileBook]],
) -> None:
    follow = CarriedReferences(*upgraded(2), own=("My own",), names=("mine",))
    for formula in (
        "A1+'My own'!ZZ99+mine",
        '"Settings!A9"&LOG10(100)',
        'HYPERLINK("#Plans!A1","All plans")',
        "SUM(tblAccounts[MRR])/COUNTA(tblAccounts[[#Data],[Account ID]])",
    ):
        assert follow.followed(formula) == formula


def test_a_formula_that_cannot_be_followed_is_named(tmp_path: Path) -> None:
    path = older(1, tmp_path)
    donor = own_workbook(tmp_path / "own.xlsx", formula="=SUM(Accounts!A8:ZZ9)*2")
    with_own_sheets(path, donor)
    said = refused(path)
    assert "the sheet 'My own' has the formula =SUM(Accounts!A8:ZZ9)*2" in said
    assert "Accounts!A8:ZZ9, which stands elsewhere" in said


def test_references_of_own_sheets_move_with_the_layout(tmp_path: Path) -> None:
    path = older(1, tmp_path)
    there = cell_of(FileBook(path), "tblAccounts", "Notes", 0)
    with_own_sheets(path, own_workbook(tmp_path / "own.xlsx", formula=f"=Accounts!{there}"))
    upgrade_file(path, now=NOW)
    book = FileBook(path)
    here = cell_of(book, "tblAccounts", "Notes", 0)
    assert there != here
    found = book.formula(OWN[0], 3, 2)
    assert found is not None
    assert found.text == f"Accounts!{here}"
    assert book.read_cell(OWN[0], "B3") == "Talk to Ada about the pilot"


# What cannot be carried -------------------------------------------------------------------------


def linked(kind: str) -> Callable[[str, bytes], bytes]:
    """Let the first own sheet lead to a part of a kind."""
    link = (
        f'<Relationship Id="rId77" Type="http://schemas.example/relationships/{kind}" '
        'Target="../media/image1.png"/></Relationships>'
    )
    return replaced("xl/worksheets/_rels/sheet1.xml.rels", "</Relationships>", link)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (linked("pivotTable"), "the sheet 'My own' with a pivot table"),
        (linked("slicer"), "the sheet 'My own' with a slicer"),
        (linked("control"), "the sheet 'My own' with an ActiveX control"),
        (linked("oleObject"), "the sheet 'My own' with an embedded file"),
        (linked("queryTable"), "the sheet 'My own' with a query"),
        (linked("newFangled"), "does not know \\(newFangled\\)"),
        (
            replaced("xl/worksheets/sheet1.xml", '<c r="B5"', '<c cm="1" r="B5"'),
            "a formula that fills several cells",
        ),
        (replaced("xl/worksheets/sheet1.xml", '<c r="B5"', '<c vm="1" r="B5"'), "a picture or"),
        (
            replaced("xl/worksheets/sheet1.xml", "<extLst>", "<customSheetViews/><extLst>"),
            "a custom view",
        ),
    ],
)
def test_what_cannot_leave_its_workbook_is_named(
    donor: Path, tmp_path: Path, change: Callable[[str, bytes], bytes], named: str
) -> None:
    odd = repacked(donor, tmp_path / "odd.xlsx", change)
    path = older(2, tmp_path)
    with_own_sheets(path, odd)
    assert re.search(named, refused(path))


@pytest.mark.parametrize(
    ("layout", "sheet"), [(1, "Renewals"), (1, "Health"), (2, "Plans"), (2, "health")]
)
def test_a_sheet_whose_name_is_taken_by_now_is_named(
    tmp_path: Path, layout: int, sheet: str
) -> None:
    path = older(layout, tmp_path)
    book = FileBook(path)
    book.add_sheet(sheet, [["mine"]])
    book.save()
    assert f"the sheet {sheet!r}, whose name the new layout uses itself" in refused(path)


def test_a_table_whose_name_is_taken_by_now_is_named(tmp_path: Path) -> None:
    made = own_workbook(tmp_path / "own.xlsx")
    odd = repacked(
        made,
        tmp_path / "odd.xlsx",
        lambda _, data: data.replace(b"tblMine", b"tblHealth"),
    )
    path = older(2, tmp_path)
    with_own_sheets(path, odd)
    assert "the table tblHealth, whose name the new layout uses itself" in refused(path)


def test_a_name_the_new_layout_uses_is_named(tmp_path: Path) -> None:
    taken = "WhatIfWhy"
    assert taken in FileBook(_template(tmp_path)).name_formulas()
    odd = repacked(
        own_workbook(tmp_path / "own.xlsx"),
        tmp_path / "odd.xlsx",
        lambda _, data: data.replace(b">mine+1<", b">1+1<").replace(
            b'name="mine"', f'name="{taken}"'.encode()
        ),
    )
    path = older(2, tmp_path)
    book = FileBook(path)
    book.carry_sheets(odd, OWN, names=[taken])
    book.save()
    assert f"the name {taken!r}, which the new layout uses itself" in refused(path)


def _template(folder: Path) -> Path:
    path = folder / "template.xlsm"
    path.write_bytes(packaged_template())
    return path


def test_dates_that_count_from_another_day_are_refused(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "mac.xlsx", {"date_1904": True})
    book.add_worksheet("Old").write_datetime("A1", date(2024, 1, 1))
    book.close()
    target = FileBook(older(2, tmp_path))
    with pytest.raises(WorkbookRefused, match="from 1904"):
        target.carry_sheets(tmp_path / "mac.xlsx", ["Old"])
