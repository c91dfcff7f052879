"""The open workbook through xlwings, on a live LibreOffice: what the contract suite cannot say."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
import xlwings as xw
from xlwings_libreoffice import fixtures, values
from xlwings_libreoffice.engine import LibreOfficeEngine

from cs_workbook.errors import TableMissing, WorkbookError, WorkbookLocked
from cs_workbook.workbook.excel_book import ExcelBook
from cs_workbook.workbook.excel_cells import cleaned
from cs_workbook.workbook.port import CellError, CellValue, FormulaCell, FormulaColumn

office, xlwings_engine, excel = fixtures.office, fixtures.xlwings_engine, fixtures.excel

pytestmark = pytest.mark.libreoffice

HEADERS = ["id", "Name", "MRR", "Year", "Since", "Share", "Notes"]
ROWS: list[list[CellValue]] = [
    ["001", "Acme", 100, None, datetime(2024, 1, 1), None, "first"],  # noqa: DTZ001
    ["002", "Globex", 250, None, datetime(2025, 6, 1), None, None],  # noqa: DTZ001
    ["003", "Initech", 50, None, None, None, "third"],
]


@pytest.fixture
def book(excel: xw.App, tmp_path: Path) -> xw.Book:
    """Return an open workbook: a table with a totals row, and a person's text below another."""
    path = tmp_path / "T.xlsx"
    made = xlsxwriter.Workbook(path)
    texts = made.add_format({"num_format": "@"})
    days = made.add_format({"num_format": "yyyy-mm-dd"})
    euros = made.add_format({"num_format": "[$€-x-euro2] #,##0.00"})
    accounts = made.add_worksheet("Accounts")
    other = made.add_worksheet("Other")
    locked = made.add_worksheet("Locked")
    formats = {"id": texts, "Since": days, "MRR": euros}
    accounts.add_table(
        "A3:G7",
        {
            "name": "tblAccounts",
            "total_row": True,
            "columns": [
                {"header": header, "format": formats.get(header)}
                | ({"total_function": "sum"} if header == "MRR" else {})
                for header in HEADERS
            ],
        },
    )
    for number, row in enumerate(ROWS, start=4):
        cells = dict(zip(HEADERS, row, strict=True))
        accounts.write_string(f"A{number}", str(cells["id"]), texts)
        accounts.write(f"B{number}", cells["Name"])
        accounts.write(f"C{number}", cells["MRR"], euros)
        accounts.write_formula(f"D{number}", f"=C{number}*12")
        if cells["Since"] is not None:
            accounts.write_datetime(f"E{number}", cells["Since"], days)
        accounts.write_formula(f"F{number}", f"=C{number}/SUM($C$4:$C$6)")
        if cells["Notes"]:
            accounts.write(f"G{number}", cells["Notes"])
    other.add_table("B2:C4", {"name": "tblOther", "columns": [{"header": "k"}, {"header": "v"}]})
    other.write_column("B3", ["a", "b"])
    other.write_column("C3", [1, 2])
    other.write("B6", "a person's remark")
    locked.protect()
    made.define_name("here", "=Locked!$A$1")
    made.define_name("free", "=Other!$F$1")
    made.close()
    return excel.books.open(path)


def test_texts_stay_texts_in_every_kind_of_cell(book: xw.Book) -> None:
    texts = ["007", "1-2", "=1+1", "TRUE", "'quoted", "1e5", "50 %", "März 2026", "Acme"]
    ids = ["0", "1-2", "=x", "TRUE", "12:30", "+49", "@x", "1/2", "A1"]
    tracker = ExcelBook(book)
    tracker.write_table("tblAccounts", {"id": ids, "Name": texts})
    tracker.save()
    table = ExcelBook(book).read_table("tblAccounts")
    assert table["Name"] == texts
    assert table["id"] == ids


def test_what_is_no_text_is_none_in_cells_formatted_as_text(book: xw.Book) -> None:
    tracker = ExcelBook(book)
    found: list[CellValue] = [1, CellError("#N/A"), True, "007"]
    tracker.write_table("tblAccounts", {"id": found})
    tracker.save()
    assert ExcelBook(book).read_table("tblAccounts")["id"] == found
    tracker = ExcelBook(book)
    tracker.write_table("tblAccounts", {"id": FormulaColumn(formula="1+1", values=[2] * 4)})
    tracker.save()
    assert ExcelBook(book).read_table("tblAccounts")["id"] == [2, 2, 2, 2]


def test_currency_errors_dates_and_blanks_are_cleaned(
    book: xw.Book, xlwings_engine: LibreOfficeEngine
) -> None:
    xlwings_engine.currency_as_decimal = True
    book.sheets["Accounts"]["B5"].formula = "=1/0"
    table = ExcelBook(book).read_table("tblAccounts")
    assert table["MRR"] == [100, 250, 50]
    assert all(type(cell) is int for cell in table["MRR"])
    assert table["Name"] == ["Acme", CellError("#DIV/0!"), "Initech"]
    assert [str(day) for day in table["Since"]] == ["2024-01-01", "2025-06-01", "None"]


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        (-2146826246, CellError("#N/A")),
        (-2146826243, CellError("#SPILL!")),
        (-2146826230, CellError("#VALUE!")),
        (-5, -5),
        (0.5, 0.5),
        ("", None),
    ],
)
def test_error_codes_of_excel_are_errors(raw: object, clean: CellValue) -> None:
    assert cleaned(raw) == clean


def test_own_columns_and_their_formulas_follow_their_row(book: xw.Book) -> None:
    tracker = ExcelBook(book)
    tracker.write_table(
        "tblAccounts",
        {"id": ["003", "004", "001"], "Name": ["Initech", "New", "Acme"]},
        origin=[2, None, 0],
    )
    assert tracker.read_table("tblAccounts")["Notes"] == ["third", None, "first"]
    tracker.save()
    table = ExcelBook(book).read_table("tblAccounts")
    assert table["Notes"] == ["third", None, "first"]
    assert table["MRR"] == [50, None, 100]
    assert table["Year"] == [600, 0, 1200]
    sheet = book.sheets["Accounts"]
    assert [sheet[f"D{row}"].formula for row in (4, 5, 6)] == ["=C4*12", "=C5*12", "=C6*12"]
    assert sheet["F4"].formula == "=C4/SUM($C$4:$C$6)", "absolute references stay"


def test_a_table_grows_under_its_totals_row(book: xw.Book) -> None:
    tracker = ExcelBook(book)
    tracker.write_table("tblAccounts", {"id": ["001", "002", "003", "004", "005"]})
    assert tracker.tables()["tblAccounts"].rows == 5
    tracker.save()
    table = book.sheets["Accounts"].tables["tblAccounts"]
    assert table.show_totals
    assert table.range.address == "$A$3:$G$9"
    assert ExcelBook(book).tables()["tblAccounts"].rows == 5
    assert book.sheets["Accounts"]["D8"].formula == "=C8*12", "a column of one formula goes on"
    assert book.sheets["Accounts"]["A8"].number_format == "@"
    assert str(book.sheets["Accounts"]["C9"].formula).startswith("=SUBTOTAL(109,")


def test_what_stands_below_moves_down_and_nothing_is_lost(book: xw.Book) -> None:
    tracker = ExcelBook(book)
    tracker.write_table("tblOther", {"k": list("abcdef"), "v": [1, 2, 3, 4, 5, 6]})
    tracker.save()
    assert book.sheets["Other"].tables["tblOther"].range.address == "$B$2:$C$8"
    remarks = [row for row in range(9, 16) if book.sheets["Other"][f"B{row}"].value]
    assert len(remarks) == 1
    assert ExcelBook(book).read_table("tblOther")["k"] == list("abcdef")


def test_a_table_shrinks_to_its_one_empty_row(book: xw.Book) -> None:
    tracker = ExcelBook(book)
    tracker.write_table("tblAccounts", {"id": []})
    assert tracker.read_table("tblAccounts")["id"] == []
    tracker.save()
    table = ExcelBook(book).read_table("tblAccounts")
    assert table == {header: [] for header in HEADERS}
    assert book.sheets["Accounts"]["G4"].value is None


def test_changes_add_up_before_they_are_saved(book: xw.Book) -> None:
    tracker = ExcelBook(book)
    tracker.write_table("tblAccounts", {"Name": ["A", "B", "C"]})
    tracker.write_table("tblAccounts", {"id": ["z", "y"]}, origin=[2, None])
    tracker.write_name("free", 1)
    tracker.write_name("free", FormulaCell(formula="1+1", value=2))
    table = tracker.read_table("tblAccounts", columns=["id", "Name", "Notes"])
    assert table == {"id": ["z", "y"], "Name": ["C", None], "Notes": ["third", None]}
    assert tracker.read_name("free") == 2
    assert ExcelBook(book).read_table("tblAccounts")["Name"] == ["Acme", "Globex", "Initech"]
    tracker.save()
    after = ExcelBook(book).read_table("tblAccounts", columns=["id", "Name", "Notes"])
    assert after == table
    assert ExcelBook(book).read_name("FREE") == 2


def test_reading_and_writing_take_few_calls(
    book: xw.Book, xlwings_engine: LibreOfficeEngine
) -> None:
    tracker = ExcelBook(book)
    tracker.tables()
    xlwings_engine.journal.clear()
    tracker.read_table("tblAccounts")
    tracker.read_table("tblAccounts", columns=["id"])
    assert len(xlwings_engine.journal.values("read")) == 1
    rows = 200
    tracker.write_table(
        "tblAccounts",
        {
            "id": [str(row) for row in range(rows)],
            "Name": ["x"] * rows,
            "MRR": [1] * rows,
            "Year": FormulaColumn(formula="tblAccounts[[#This Row],[MRR]]*12", values=[12] * rows),
            "Share": FormulaColumn(formula="tblAccounts[[#This Row],[MRR]]/2", values=[0.5] * rows),
        },
    )
    xlwings_engine.journal.clear()
    tracker.save()
    writes = xlwings_engine.journal.values("write")
    assert len(writes) == 4, "the header, one block of values, two formulas"


Act = Callable[[ExcelBook], None]


def two_changes(tracker: ExcelBook) -> None:
    tracker.write_name("free", "new")
    tracker.write_table("tblAccounts", {"id": ["z"], "Name": ["Z"]}, origin=[2])
    tracker.write_table("tblOther", {"k": list("abcdef")})


def state(book: xw.Book) -> list[object]:
    return [
        [sheet.name, sheet.used_range.address, sheet.used_range.formula] for sheet in book.sheets
    ]


def test_a_protected_sheet_is_a_sentence_and_the_workbook_is_as_it_was(book: xw.Book) -> None:
    before = state(book)
    tracker = ExcelBook(book)
    two_changes(tracker)
    tracker.write_name("here", 1)
    with pytest.raises(WorkbookLocked, match=r"Locked!A1: .+ Unprotect Sheet"):
        tracker.save()
    assert state(book) == before


def test_esc_on_the_way_takes_everything_back(book: xw.Book) -> None:
    before = state(book)

    def told(message: str) -> None:
        if "tblOther" in message:
            raise KeyboardInterrupt

    tracker = ExcelBook(book, told=told)
    two_changes(tracker)
    with pytest.raises(KeyboardInterrupt):
        tracker.save()
    assert state(book) == before


class ComError(Exception):
    """What pywin32 raises: a number, Excel's words, and more."""


def test_a_cell_being_edited_is_a_sentence(book: xw.Book, monkeypatch: pytest.MonkeyPatch) -> None:
    before = state(book)
    tracker = ExcelBook(book)
    two_changes(tracker)
    real = values.write

    def busy(sheet: Any, area: Any, rows: Any) -> None:  # noqa: ANN401 - the engine's own
        if sheet.name == "Accounts":
            raise ComError(-2146777998, "OLE error 0x800ac472", None, None)
        real(sheet, area, rows)

    with monkeypatch.context() as patch:
        patch.setattr(values, "write", busy)
        with pytest.raises(WorkbookError, match="being edited"):
            tracker.save()
    assert state(book) == before


def test_deleted_and_renamed_tables_are_named(book: xw.Book) -> None:
    book.sheets["Other"].tables["tblOther"].name = "tblMine"
    with pytest.raises(TableMissing, match=r"tblOther.+tblMine"):
        ExcelBook(book).read_table("tblOther")
    book.sheets["Locked"].delete()
    with pytest.raises(TableMissing, match="here"):
        ExcelBook(book).read_name("here")
    with pytest.raises(TableMissing, match="Locked"):
        ExcelBook(book).write_cell("Locked", "A1", 1)
