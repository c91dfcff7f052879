"""What every workbook adapter promises, stated on the port alone.

An adapter is a function that opens a file for reading and writing; after ``save`` opening the same
file again must show what was kept. For the open workbook that is the workbook as it stands open. A
new adapter joins by a line in ``ADAPTERS``.
"""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter
import xlwings as xw  # noqa: TC002 - pytest reads the annotations of fixtures
from xlwings_libreoffice import fixtures

from cs_workbook.errors import TableMissing, WorkbookRefused
from cs_workbook.workbook.excel_book import ExcelBook
from cs_workbook.workbook.file_book import FileBook
from cs_workbook.workbook.port import (
    CellContent,
    CellError,
    CellValue,
    FormulaCell,
    FormulaColumn,
    NewCell,
    NewRow,
    SheetWorkbook,
)

Open = Callable[[Path], SheetWorkbook]

office, xlwings_engine, excel = fixtures.office, fixtures.xlwings_engine, fixtures.excel

ADAPTERS = [
    pytest.param("closed file", id="closed_file"),
    pytest.param("open workbook", id="open_workbook", marks=pytest.mark.libreoffice),
]

COLUMNS = ["account_id", "name", "mrr", "renewal_date", "active", "arr", "Notes"]
ACCOUNTS: list[list[CellValue]] = [
    ["A1", "Acme", 100, date(2026, 3, 1), True, "call on Monday"],
    ["A2", "Globex & Sons", 250.5, date(2026, 6, 30), False, None],
    ["A3", "=Initech", None, None, None, "<asked for a discount>"],
]


@pytest.fixture(params=ADAPTERS)
def open_book(request: pytest.FixtureRequest) -> Open:
    """Return how one adapter opens a workbook."""
    if request.param == "closed file":
        return FileBook
    app: xw.App = request.getfixturevalue("excel")
    books: dict[Path, xw.Book] = {}

    def open_in_excel(path: Path) -> SheetWorkbook:
        if path not in books:
            books[path] = app.books.open(path)
        return ExcelBook(books[path])

    return open_in_excel


@pytest.fixture
def tracker(tmp_path: Path) -> Path:
    """Return a small workbook: a table with a person's own column, an empty table, names."""
    path = tmp_path / "tracker.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Accounts")
    settings = book.add_worksheet("R&D's settings")
    dates = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write("A1", "Accounts of the team")
    sheet.add_table(
        2,
        1,
        5,
        7,
        {
            "name": "tblAccounts",
            "columns": [
                {"header": header, "format": dates}
                if header == "renewal_date"
                else {"header": header, "formula": "=[@mrr]*12"}
                if header == "arr"
                else {"header": header}
                for header in COLUMNS
            ],
        },
    )
    for number, account in enumerate(ACCOUNTS, start=3):
        *row, notes = account
        for column, value in enumerate(row, start=1):
            if isinstance(value, str):
                sheet.write_string(number, column, value)
            elif isinstance(value, date):
                sheet.write_datetime(number, column, value, dates)
            elif value is not None:
                sheet.write(number, column, value)
        sheet.write_formula(
            number, 6, "=tblAccounts[[#This Row],[mrr]]*12", None, float(str(row[2] or 0)) * 12
        )
        if notes is not None:
            sheet.write_string(number, 7, notes)
    settings.write("A1", "As of")
    settings.write_datetime("B1", date(2026, 1, 31), dates)
    settings.write_formula("B2", "=SUM(tblAccounts[mrr])", None, 350.5)
    settings.add_table(
        4, 0, 5, 1, {"name": "tblEmpty", "columns": [{"header": "k"}, {"header": "v"}]}
    )
    form = book.add_worksheet("Form")
    form.set_column(1, 1, 40)
    form.write("A1", "a title", book.add_format({"bold": True}))
    form.write_blank("B1", None, book.add_format({"num_format": "yyyy-mm-dd", "locked": False}))
    form.write("B2", "one", book.add_format({"locked": False, "text_wrap": True}))
    form.data_validation("B2", {"validate": "list", "source": ["one", "two"]})
    book.define_name("as_of", "='R&D''s settings'!$B$1")
    book.define_name("total_mrr", "='R&D''s settings'!$B$2")
    book.define_name("both", "='R&D''s settings'!$A$1:$B$1")
    book.close()
    return path


VALUES = [
    ("plain text", "Acme"),
    ("text that looks like a formula stays text", "=1+1"),
    ("so does every other start of a formula", "-5 % of seats"),
    ("a mention is no function", "@anna"),
    ("an identifier keeps its zeros", "007"),
    ("markup", '<b> & "quotes"'),
    ("blanks at both ends", "  two  "),
    ("line break and tab", "one\ntwo\tthree"),
    ("a carriage return survives XML", "one\r\ntwo"),
    ("text that looks like an escape", "_x0041_"),
    ("letters outside the basic plane", "Zoë 😀 東京"),
    ("an empty text is no empty cell", ""),
    ("whole number", 42),
    ("negative decimal", -0.1),
    ("a number with many digits", 0.1 + 0.2),
    ("large number", 9_007_199_254_740_991),
    ("yes", True),
    ("no", False),
    ("a day", date(2026, 2, 28)),
    ("before Excel's false leap day", date(1900, 2, 28)),
    ("a moment", datetime.fromisoformat("2026-02-28T13:30:15")),
    ("an error value", CellError("#N/A")),
    ("an empty cell", None),
]

NOT_IN_AN_OPEN_WORKBOOK = {
    "an empty text is no empty cell": "xlwings shows no difference between the two",
    "line break and tab": "LibreOffice keeps a tab beside a line break as another character",
    "a carriage return survives XML": "LibreOffice turns it into a plain line break",
}


def test_sheets_and_tables_are_named(open_book: Open, tracker: Path) -> None:
    book = open_book(tracker)
    assert book.sheet_names() == ("Accounts", "R&D's settings", "Form")
    shape = book.tables()["tblAccounts"]
    assert (shape.sheet, shape.header_row, shape.first_column, shape.rows) == ("Accounts", 3, 2, 3)
    assert shape.columns[:2] == ("account_id", "name")


def test_a_table_is_read_by_column_with_its_types(open_book: Open, tracker: Path) -> None:
    table = open_book(tracker).read_table("tblAccounts")
    assert table["account_id"] == ["A1", "A2", "A3"]
    assert table["name"] == ["Acme", "Globex & Sons", "=Initech"]
    assert table["mrr"] == [100, 250.5, None]
    assert table["renewal_date"] == [date(2026, 3, 1), date(2026, 6, 30), None]
    assert table["active"] == [True, False, None]
    assert table["arr"] == [1200, 3006, 0]
    assert open_book(tracker).read_table("tblAccounts", columns=["Notes"]) == {
        "Notes": ["call on Monday", None, "<asked for a discount>"]
    }


def test_a_table_that_shows_only_its_obligatory_row_has_no_rows(
    open_book: Open, tracker: Path
) -> None:
    assert open_book(tracker).read_table("tblEmpty") == {"k": [], "v": []}
    assert open_book(tracker).tables()["tblEmpty"].rows == 1


@pytest.mark.parametrize(("reason", "value"), VALUES, ids=[reason for reason, _ in VALUES])
def test_a_written_value_is_read_back(
    open_book: Open, tracker: Path, reason: str, value: CellValue
) -> None:
    book = open_book(tracker)
    if reason in NOT_IN_AN_OPEN_WORKBOOK and isinstance(book, ExcelBook):
        pytest.skip(NOT_IN_AN_OPEN_WORKBOOK[reason])
    book.write_table("tblEmpty", {"k": ["first", "second"], "v": [value, value]})
    book.write_cell("Accounts", "K20", value)
    book.save()
    book = open_book(tracker)
    assert book.read_table("tblEmpty")["v"] == [value, value], reason
    assert [type(cell) for cell in book.read_table("tblEmpty")["v"]] == [type(value)] * 2


@pytest.mark.parametrize("rows", [0, 1, 2, 3, 4, 50])
def test_a_table_grows_and_shrinks_to_the_new_rows(
    open_book: Open, tracker: Path, rows: int
) -> None:
    book = open_book(tracker)
    book.write_table("tblAccounts", {"account_id": [f"N{row}" for row in range(rows)]})
    assert book.read_table("tblAccounts")["account_id"] == [f"N{row}" for row in range(rows)]
    book.save()
    book = open_book(tracker)
    assert book.read_table("tblAccounts")["account_id"] == [f"N{row}" for row in range(rows)]
    assert book.tables()["tblAccounts"].rows == max(rows, 1)


def test_a_persons_own_column_follows_its_row(open_book: Open, tracker: Path) -> None:
    book = open_book(tracker)
    book.write_table(
        "tblAccounts",
        {"account_id": ["A9", "A3", "A1"], "name": ["Newco", "Initech", "Acme"]},
        origin=[None, 2, 0],
    )
    book.save()
    table = open_book(tracker).read_table("tblAccounts")
    assert table["Notes"] == [None, "<asked for a discount>", "call on Monday"]
    assert table["mrr"] == [None, None, 100]


def test_without_origin_rows_continue_by_position(open_book: Open, tracker: Path) -> None:
    book = open_book(tracker)
    book.write_table("tblAccounts", {"account_id": ["X1", "X2", "X3", "X4"]})
    assert book.read_table("tblAccounts")["Notes"] == [
        "call on Monday",
        None,
        "<asked for a discount>",
        None,
    ]


def test_formulas_carry_the_value_they_have_now(open_book: Open, tracker: Path) -> None:
    book = open_book(tracker)
    formula = FormulaColumn(
        formula="tblAccounts[[#This Row],[mrr]]*12", values=[12, CellError("#N/A"), "none"]
    )
    mrr: list[CellContent] = [1, FormulaCell(formula="1+1", value=2), None]
    book.write_table("tblAccounts", {"mrr": mrr, "arr": formula})
    book.write_name("total_mrr", FormulaCell(formula="SUM(tblAccounts[mrr])", value=3))
    book.save()
    book = open_book(tracker)
    # An open workbook calculates; a closed file shows what was said to be the value now.
    calculated = isinstance(book, ExcelBook)
    assert book.read_table("tblAccounts", columns=["mrr", "arr"]) == {
        "mrr": [1, 2, None],
        "arr": [12, 24, 0] if calculated else [12, CellError("#N/A"), "none"],
    }
    assert book.read_name("total_mrr") == 3


def test_named_cells_are_read_and_written(open_book: Open, tracker: Path) -> None:
    book = open_book(tracker)
    assert book.read_name("as_of") == date(2026, 1, 31)
    book.write_name("as_of", date(2026, 2, 28))
    book.save()
    assert open_book(tracker).read_name("as_of") == date(2026, 2, 28)


def test_nothing_is_kept_before_save(open_book: Open, tracker: Path) -> None:
    before = tracker.read_bytes()
    book = open_book(tracker)
    book.write_table("tblAccounts", {"account_id": ["gone"]})
    assert tracker.read_bytes() == before


MISSING: list[tuple[str, Callable[[SheetWorkbook], object]]] = [
    ("table to read", lambda book: book.read_table("tblGone")),
    ("column to read", lambda book: book.read_table("tblAccounts", columns=["gone"])),
    ("table to write", lambda book: book.write_table("tblGone", {"a": [1]})),
    ("column to write", lambda book: book.write_table("tblAccounts", {"gone": [1]})),
    ("name", lambda book: book.read_name("gone")),
    ("name of two cells", lambda book: book.read_name("both")),
    ("name to write", lambda book: book.write_name("gone", 1)),
    ("sheet", lambda book: book.write_cell("Gone", "A1", 1)),
]


@pytest.mark.parametrize(("reason", "act"), MISSING, ids=[reason for reason, _ in MISSING])
def test_what_is_missing_is_named(
    open_book: Open, tracker: Path, reason: str, act: Callable[[SheetWorkbook], object]
) -> None:
    with pytest.raises(TableMissing, match=r"expected .+, found .+\. Restore"):
        act(open_book(tracker))
    assert reason


REFUSED: list[tuple[str, Callable[[SheetWorkbook], None]]] = [
    ("columns of two lengths",
     lambda book: book.write_table("tblAccounts", {"name": ["a"], "mrr": [1, 2]})),
    ("one old row continued twice",
     lambda book: book.write_table("tblAccounts", {"name": ["a", "b"]}, origin=[0, 0])),
    ("an old row that is not there",
     lambda book: book.write_table("tblAccounts", {"name": ["a"]}, origin=[7])),
    ("no number", lambda book: book.write_table("tblAccounts", {"mrr": [float("nan")]})),
    ("more text than a cell holds",
     lambda book: book.write_cell("Accounts", "K1", "x" * 32_768)),
    ("the header of a table", lambda book: book.write_cell("Accounts", "B3", "id")),
]  # fmt: skip


@pytest.mark.parametrize(("reason", "act"), REFUSED, ids=[reason for reason, _ in REFUSED])
def test_a_refused_edit_changes_nothing(
    open_book: Open, tracker: Path, reason: str, act: Callable[[SheetWorkbook], None]
) -> None:
    book = open_book(tracker)
    before = book.read_table("tblAccounts")
    with pytest.raises(WorkbookRefused, match=r"expected .+, found "):
        act(book)
    assert book.read_table("tblAccounts") == before
    assert reason


# Sheets

PLAN = {
    1: NewRow(cells={1: NewCell(content="P-0001", like="A1")}, height=30),
    3: NewRow(
        cells={
            2: NewCell(content=date(2026, 4, 1), like="B1"),
            3: NewCell(content="007", like="B2"),
            4: NewCell(content=FormulaCell(formula="1+1", value=2), like="A1"),
        }
    ),
    4: NewRow(cells={2: NewCell(content=None, like="B2"), 3: NewCell(content=1.5, like="A1")}),
}
SHOWN = {
    1: ("P-0001",),
    3: (None, date(2026, 4, 1), "007", 2),
    4: (None, None, 1.5),
}


def test_a_sheet_reads_row_by_row(open_book: Open, tracker: Path) -> None:
    found = open_book(tracker).read_sheet("accounts")
    assert found[1] == ("Accounts of the team",)
    assert found[4] == (None, *ACCOUNTS[0][:5], 1200, "call on Monday")
    assert 2 not in found


def test_an_error_cell_of_a_sheet_is_no_blank(open_book: Open, tracker: Path) -> None:
    book = open_book(tracker)
    book.write_cell("Form", "D4", CellError("#N/A"))
    book.save()
    assert open_book(tracker).read_sheet("Form")[4] == (None, None, None, CellError("#N/A"))


def test_a_sheet_is_added_like_another(open_book: Open, tracker: Path) -> None:
    book = open_book(tracker)
    book.add_sheet("Zoë's & co", like="Form", after="Accounts")
    book.write_rows("Zoë's & co", PLAN, like="Form")
    assert book.read_sheet("Zoë's & co") == SHOWN, "before it is saved"
    book.save()
    again = open_book(tracker)
    assert again.sheet_names() == ("Accounts", "Zoë's & co", "R&D's settings", "Form")
    assert again.read_sheet("zoë's & co") == SHOWN
    assert again.read_sheet("Form") == {1: ("a title",), 2: (None, "one")}, "the model stays"


def test_rows_are_written_on_a_protected_sheet(open_book: Open, tracker: Path) -> None:
    book = open_book(tracker)
    book.add_sheet("Plan", like="Form")
    book.write_rows("Plan", PLAN, like="Form")
    book.save()
    book = open_book(tracker)
    change = {
        3: NewRow(cells={3: NewCell(content="new"), 5: NewCell(content=True)}),
        9: NewRow(cells={2: NewCell(content="below", like="B2")}, height=45),
    }
    book.write_rows("Plan", change, like="Form")
    book.save()
    found = open_book(tracker).read_sheet("Plan")
    assert found[3] == (None, date(2026, 4, 1), "new", 2, True)
    assert found[9] == (None, "below")
    assert found[1] == SHOWN[1]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("accounts", "taken without regard to case"),
        ("a/b", "a character Excel refuses"),
        ("x" * 32, "too long"),
        ("", "empty"),
    ],
)
def test_a_sheet_name_excel_refuses_is_refused(
    open_book: Open, tracker: Path, name: str, reason: str
) -> None:
    book = open_book(tracker)
    with pytest.raises(WorkbookRefused, match="sheet name"):
        book.add_sheet(name, like="Form")
    assert book.sheet_names() == ("Accounts", "R&D's settings", "Form"), reason


def test_a_sheet_or_a_model_that_is_not_there_is_named(open_book: Open, tracker: Path) -> None:
    book = open_book(tracker)
    with pytest.raises(TableMissing, match="'Nowhere'"):
        book.read_sheet("Nowhere")
    with pytest.raises(TableMissing, match="'Nowhere'"):
        book.add_sheet("Plan", like="Nowhere")
    with pytest.raises(TableMissing, match="'Nowhere'"):
        book.write_rows("Nowhere", PLAN, like="Form")


def test_a_value_no_cell_can_hold_is_refused_with_its_place(open_book: Open, tracker: Path) -> None:
    book = open_book(tracker)
    bad = {7: NewRow(cells={3: NewCell(content="x" * 40_000)})}
    with pytest.raises(WorkbookRefused, match="Form!C7"):
        book.write_rows("Form", bad, like="Form")
