"""The engine that runs xlwings on a live LibreOffice: what macros may rely on."""

import io
import time
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pandas as pd
import pytest
import xlsxwriter
import xlwings as xw
from xlwings_libreoffice import buttons, fixtures
from xlwings_libreoffice.addresses import Area
from xlwings_libreoffice.cleaning import ReinterpretedText, reinterpreted
from xlwings_libreoffice.engine import LibreOfficeEngine, installed
from xlwings_libreoffice.formulas import filled, to_excel, to_office
from xlwings_libreoffice.journal import Alert, Journal
from xlwings_libreoffice.office import Office, OfficeError, why_missing

from cs_workbook.template.vba_project import VbaModule, build_vba_project, document_modules

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.libreoffice

office, xlwings_engine, excel = fixtures.office, fixtures.xlwings_engine, fixtures.excel


def moment(*parts: int) -> datetime:
    """Return a moment without a zone, which is all a workbook knows."""
    return datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001


HEADERS = ["account_id", "mrr", "renewal_date", "active", "arr"]
ROWS: list[list[object]] = [
    ["A1", 100.5, moment(2026, 3, 1), True, 1206.0],
    ["A2", 200.0, moment(2026, 6, 30), False, 2400.0],
    ["A3", None, None, True, 0.0],
]
MODULE = """Option Explicit
Public Sub CsMark()
    ThisWorkbook.Worksheets("Accounts").Range("H1").Value = "pressed"
End Sub
Public Function CsTwice(number)
    CsTwice = number * 2
End Function
"""


@pytest.fixture
def tracker(tmp_path: Path) -> Path:
    """Return a workbook as the template makes them: a table, names, a button, a macro."""
    path = tmp_path / "tracker.xlsm"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Accounts")
    settings = book.add_worksheet("R&D's")
    dates = book.add_format({"num_format": "yyyy-mm-dd"})
    dollars = book.add_format({"num_format": "$#,##0.00"})
    columns: list[dict[str, object]] = [{"header": header} for header in HEADERS]
    sheet.add_table(2, 1, 5, 5, {"name": "tblAccounts", "columns": columns})
    for number, (account, mrr, renewal, active, _) in enumerate(ROWS, start=3):
        sheet.write(number, 1, account)
        sheet.write(number, 2, mrr, dollars)
        if renewal is None:
            sheet.write_blank(number, 3, None, dates)
        else:
            sheet.write(number, 3, renewal, dates)
        sheet.write(number, 4, active)
        sheet.write_formula(number, 5, "=tblAccounts[[#This Row],[mrr]]*12")
    sheet.write_comment("B4", "Key account")
    sheet.write_formula("G1", "=SUM(tblAccounts[mrr])")
    sheet.write_formula("G2", '=COUNTIFS(tblAccounts[active],TRUE,tblAccounts[mrr],">50")')
    sheet.insert_button("J1", {"macro": "CsMark", "caption": "Mark"})
    settings.write("A1", 70)
    settings.write("B1", "one", book.add_format({"num_format": "@"}))
    settings.hide()
    book.define_name("MinimumCoverage", "='R&D''s'!$A$1")
    book.define_name("Accounts!Local", "=Accounts!$G$1")
    modules = [
        VbaModule(name="CsTracker", kind="standard", source=MODULE),
        *document_modules(["S1", "S2"]),
    ]
    book.add_vba_project(io.BytesIO(build_vba_project(modules)), is_stream=True)
    book.set_vba_name("ThisWorkbook")
    sheet.set_vba_name("S1")
    settings.set_vba_name("S2")
    book.close()
    return path


@pytest.fixture
def book(excel: xw.App, tracker: Path) -> xw.Book:
    """Return the workbook, open."""
    return excel.books.open(tracker)


@pytest.fixture
def sheet(excel: xw.App) -> xw.Sheet:
    """Return an empty sheet of a new workbook."""
    return excel.books.add().sheets[0]


class TestAddressesAndFormulas:
    @pytest.mark.parametrize(
        ("text", "area"),
        [
            ("A1", Area(1, 1)),
            ("$D$5:B2", Area(2, 2, 4, 3)),
            ("A:C", Area(1, 1, 1_048_576, 3)),
            ("2:3", Area(2, 1, 2, 16_384)),
            ("XFD1048576", Area(1_048_576, 16_384)),
            ("XFE1", None),
            ("A0", None),
            ("Health", None),
        ],
    )
    def test_an_address_reads_as_excel_reads_it(self, text: str, area: Area | None) -> None:
        assert Area.parse(text) == area

    @pytest.mark.parametrize(
        ("in_excel", "in_office"),
        [
            ('=IF(A1>1,"a,b;c",2)', '=IF(A1>1;"a,b;c";2)'),
            ("=SUM({1,2;3,4})", "=SUM({1;2|3;4})"),
            ("='R&D''s'!A1+Data!$B$2", "=$'R&D''s'.A1+$Data.$B$2"),
            ("=IF(TRUE,1,FALSE)", "=IF(TRUE();1;FALSE())"),
            ("=STDEV.S(A1:A3,B1)", "=STDEV.S(A1:A3;B1)"),
            ("=SUM(tbl[mrr])+[@mrr]", "=SUM(tbl[mrr])+tblA[[#This Row];[mrr]]"),
            ("=[@[Account ID]]", "=tblA[[#This Row];[Account ID]]"),
            ("=tbl[[#Headers],[a]:[b]]", "=tbl[[#Headers];[a]:[b]]"),
            ("=SUM(A:A,1:3)*1.5E+3%", "=SUM(A:A;1:3)*1.5E+3%"),
            ("=MyName&#N/A", "=MyName&#N/A"),
        ],
    )
    def test_a_formula_means_the_same_in_both_grammars(self, in_excel: str, in_office: str) -> None:
        assert to_office(in_excel, table="tblA") == in_office
        assert to_excel(in_office, table="tblA") == in_excel

    def test_future_functions_and_unknown_ones_look_as_in_excel(self) -> None:
        assert to_office("=_xlfn.STDEV.S(A1)+@A1") == "=STDEV.S(A1)+A1"
        assert to_excel("=cs_nps(A1)") == "=CS_NPS(A1)"
        assert to_excel("=tbl[[#This Row];[mrr]]", table="other") == "=tbl[@mrr]"

    def test_a_filled_formula_moves_its_relative_references(self) -> None:
        block = filled('=A1+$B1+C$1+$D$1+A:A+2:2&"A1"&LOG10(2)', rows=3, columns=2)
        assert block[2][1] == '=B3+$B3+D$1+$D$1+B:B+4:4&"A1"&LOG10(2)'
        assert filled("=[@mrr]*$A$1", rows=2, columns=1) == [["=[@mrr]*$A$1"]] * 2


class TestReading:
    def test_a_block_reads_as_com_gives_it(self, book: xw.Book) -> None:
        table = book.sheets["Accounts"].tables["tblAccounts"]
        assert table.range.value == [HEADERS, *ROWS]

    def test_structured_references_calculate(self, book: xw.Book) -> None:
        accounts = book.sheets["Accounts"]
        assert accounts["G1"].value == 300.5
        assert accounts["G2"].value == 1
        assert accounts["F4"].formula == "=[@mrr]*12"
        assert accounts["G1"].formula == "=SUM(tblAccounts[mrr])"

    def test_amounts_are_decimals_where_windows_makes_them_so(
        self, book: xw.Book, xlwings_engine: LibreOfficeEngine
    ) -> None:
        xlwings_engine.currency_as_decimal = True
        value = book.sheets["Accounts"]["C4"].value
        assert value == Decimal("100.5")
        assert isinstance(value, Decimal)

    @pytest.mark.parametrize(
        ("formula", "number", "name"),
        [
            ("=1/0", -2146826281, "#DIV/0!"),
            ("=NA()", -2146826246, "#N/A"),
            ("=NoSuchName", -2146826259, "#NAME?"),
            ("=SQRT(-1)", -2146826252, "#NUM!"),
            ('="a"+1', -2146826273, "#VALUE!"),
        ],
    )
    def test_an_error_has_excels_number(
        self, sheet: xw.Sheet, formula: str, number: int, name: str
    ) -> None:
        sheet["A1"].formula = formula
        assert sheet["A1"].raw_value == number
        assert sheet["A1"].value is None
        assert sheet["A1"].options(err_to_str=True).value == name

    def test_places_answer_to_names_and_structured_references(self, book: xw.Book) -> None:
        accounts = book.sheets["Accounts"]
        assert accounts["tblAccounts"].address == "$B$4:$F$6"
        assert accounts["tblAccounts[[#Headers],[mrr]]"].address == "$C$3"
        assert accounts["Local"].address == "$G$1"
        assert book.sheets["R&D's"]["MinimumCoverage"].value == 70
        with pytest.raises(OfficeError, match="no range"):
            accounts["MinimumCoverage"]

    def test_ctrl_arrow_stops_where_excel_stops(self, sheet: xw.Sheet) -> None:
        sheet["B2"].value = [[1], [2], [None], [4], [5]]
        ends = [
            sheet[start].end(way).address
            for start, way in [
                ("B2", "down"),
                ("B3", "down"),
                ("B6", "up"),
                ("B1", "down"),
                ("B6", "down"),
                ("B2", "left"),
            ]
        ]
        assert ends == ["$B$3", "$B$5", "$B$5", "$B$2", "$B$1048576", "$A$2"]
        assert sheet["B3"].current_region.address == "$B$2:$B$3"
        assert sheet["B2"].expand().address == "$B$2:$B$3"


class TestWriting:
    def test_values_come_back_as_they_went_in(self, sheet: xw.Sheet) -> None:
        block = [
            ["Acme", 1.5, True, moment(2026, 3, 1), None],
            ["Globex", -2.0, False, moment(2026, 3, 1, 13, 45), "x"],
        ]
        sheet["A1:A2"].number_format = "@"
        sheet["B3"].value = block
        sheet["A1"].value = [["007"], ["=1+1"]]
        assert sheet["A1:A2"].value == ["007", "=1+1"]
        assert sheet["B3:F4"].value == block

    def test_a_date_brings_its_format_and_a_number_keeps_it(self, sheet: xw.Sheet) -> None:
        sheet["A1"].value = date(2026, 3, 1)
        assert sheet["A1"].number_format == "m/d/yyyy"
        sheet["A1"].value = 46083
        assert sheet["A1"].value == moment(2026, 3, 2)

    def test_a_yes_leaves_no_format_behind(self, sheet: xw.Sheet) -> None:
        sheet["A1:A2"].value = True
        assert sheet["A1"].number_format == "General"
        sheet["A1"].value = 5
        sheet["A2"].formula = "=A1*2"
        assert sheet["A1:A2"].value == [5.0, 10.0]

    def test_a_number_in_a_text_cell_becomes_text(self, sheet: xw.Sheet) -> None:
        sheet["A1:A3"].number_format = "@"
        sheet["A1"].value = [[7], [True], ["1-2"]]
        assert sheet["A1:A3"].value == ["7", "TRUE", "1-2"]

    @pytest.mark.parametrize(
        "text", ["007", "1-2", "1/2", "=A1", "TRUE", "1e5", "50%", "$5", "12:30", "Mar 5", "-x"]
    )
    def test_strict_mode_refuses_what_excel_would_reinterpret(
        self, sheet: xw.Sheet, text: str
    ) -> None:
        assert reinterpreted(text)
        with pytest.raises(ReinterpretedText, match="Excel would not keep"):
            sheet["A1"].value = text
        assert sheet["A1"].value is None
        sheet["A1"].value = f"'{text}"
        assert sheet["A1"].value == text
        sheet["A2"].number_format = "@"
        sheet["A2"].value = text
        assert sheet["A2"].value == text

    def test_without_strict_mode_texts_stay_and_formulas_are_formulas(
        self, sheet: xw.Sheet, xlwings_engine: LibreOfficeEngine
    ) -> None:
        xlwings_engine.strict = False
        sheet["A1"].value = [["007", "=1+1", "1/2"]]
        assert sheet["A1:C1"].value == ["007", 2.0, "1/2"]

    @pytest.mark.parametrize("value", [timedelta(1), {1}, object()])
    def test_what_no_cell_can_hold_is_refused(self, sheet: xw.Sheet, value: object) -> None:
        with pytest.raises(OfficeError, match="a cell cannot hold"):
            sheet["A1"].raw_value = [[value]]

    def test_an_amount_brings_the_currency_format(self, sheet: xw.Sheet) -> None:
        sheet["A1"].value = Decimal("12.5")
        assert (sheet["A1"].value, sheet["A1"].number_format) == (12.5, "$#,##0.00")

    def test_notes_survive_new_values(self, book: xw.Book) -> None:
        accounts = book.sheets["Accounts"]
        accounts["B4"].value = "A9"
        note = accounts["B4"].note
        assert note is not None
        assert note.text == "Key account"

    def test_a_formula_fills_a_column(self, book: xw.Book) -> None:
        accounts = book.sheets["Accounts"]
        accounts["F4:F6"].formula = "=[@mrr]*10"
        assert accounts["F4:F6"].value == [1005.0, 2000.0, 0.0]
        accounts["H4:H6"].formula = "=C4*2"
        assert accounts["H6"].formula == "=C6*2"
        accounts["H4"].formula = (("=C4",), ("=C5",))[0][0]
        assert accounts["H4"].value == 100.5

    def test_formulas_of_constants_are_what_was_typed(self, sheet: xw.Sheet) -> None:
        sheet["A1:A3"].number_format = "@"
        sheet["A1"].value = [["=a;b"], ["007"], ["it's"]]
        sheet["A4"].value = [[12.5], [True], [date(2026, 3, 1)], [None], ["Acme"]]
        texts = [row[0] for row in sheet["A1:A8"].formula]
        assert texts == ["=a;b", "007", "it's", "12.5", "TRUE", "46082", "", "Acme"]

    def test_locked_cells_are_refused(self, book: xw.Book) -> None:
        accounts = book.sheets["Accounts"]
        accounts.api.protect("")
        changes: list[Callable[[], object]] = [
            lambda: setattr(accounts["A1"], "value", 1),
            lambda: setattr(accounts["A1"], "formula", "=1"),
            lambda: setattr(accounts["A1"], "color", (1, 2, 3)),
            accounts["A1"].clear_contents,
            accounts["1:1"].delete,
        ]
        for change in changes:
            with pytest.raises(OfficeError, match="protected"):
                change()
        accounts.api.unprotect("")

    def test_a_block_of_fifty_thousand_cells_comes_back(self, sheet: xw.Sheet) -> None:
        block = [
            [f"Account {row}" if column % 4 == 0 else row * column / 3 for column in range(20)]
            for row in range(2500)
        ]
        sheet["A1"].value = block
        assert sheet["A1:T2500"].options(ndim=2).value == block


class TestTables:
    def test_growing_takes_formats_along_and_keeps_totals_below(self, book: xw.Book) -> None:
        accounts = book.sheets["Accounts"]
        table = accounts.tables["tblAccounts"]
        table.show_totals = True
        totals = table.totals_row_range
        assert totals is not None
        assert totals.address == "$B$7:$F$7"
        accounts["C7"].formula = "=SUBTOTAL(109,tblAccounts[mrr])"
        table.show_totals = False
        table.resize(accounts["B3:F8"])
        accounts["B7"].value = [["A4", 10, date(2027, 1, 1)], ["A5", 20, date(2027, 1, 2)]]
        table.show_totals = True
        assert accounts["B9:C9"].value == ["Total", 330.5]
        assert accounts["D8"].number_format == "yyyy-mm-dd"
        assert accounts["G1"].value == 330.5
        assert table.data_body_range is not None
        assert table.data_body_range.address == "$B$4:$F$8"

    def test_strict_mode_wants_the_totals_row_hidden_before_a_resize(self, book: xw.Book) -> None:
        table = book.sheets["Accounts"].tables[0]
        table.show_totals = True
        with pytest.raises(OfficeError, match="totals row"):
            table.resize(book.sheets["Accounts"]["B3:F9"])

    def test_the_header_stays_in_its_row(self, book: xw.Book) -> None:
        accounts = book.sheets["Accounts"]
        with pytest.raises(OfficeError, match="header"):
            accounts.tables[0].resize(accounts["B2:F6"])
        with pytest.raises(OfficeError, match="row of data"):
            accounts.tables[0].resize(accounts["B3:F3"])

    def test_a_new_table_calculates_and_updates(self, sheet: xw.Sheet) -> None:
        sheet["A1"].value = [["day", "seats"], ["Mon", 3], ["Tue", 4]]
        table = sheet.tables.add(sheet["A1"].expand(), name="tblUsage")
        sheet["D1"].formula = "=SUM(tblUsage[seats])"
        table.update(pd.DataFrame({"day": ["a", "b", "c"], "seats": [1, 2, 6]}), index=False)
        assert table.range.address == "$A$1:$B$4"
        assert sheet["D1"].value == 9
        table.name = "tblSeats"
        assert sheet["D1"].formula == "=SUM(tblSeats[seats])"
        assert sheet["D1"].value == 9
        assert [column.name for column in table.columns] == ["day", "seats"]

    def test_a_table_without_rows_waits_for_the_first(self, sheet: xw.Sheet) -> None:
        sheet["A1:B1"].value = ["day", "seats"]
        table = sheet.tables.add(sheet["A1:B1"])
        assert table.data_body_range is None
        table.insert_row_range[0, 0].value = "Mon"  # type: ignore[index]
        assert table.data_body_range is not None
        assert table.insert_row_range is None

    def test_a_copied_sheet_has_tables_of_its_own(self, book: xw.Book) -> None:
        copied = book.sheets["Accounts"].copy(name="Archive")
        assert [table.name for table in copied.tables] == ["tblAccounts2"]
        copied["C4"].value = 1000
        assert copied["G1"].value == 1200
        assert book.sheets["Accounts"]["G1"].value == 300.5

    def test_what_is_saved_opens_with_its_tables(self, book: xw.Book, tmp_path: Path) -> None:
        app = book.app
        book.sheets["Accounts"]["C4"].value = 400
        book.save(tmp_path / "other.xlsm")
        book.close()
        again = app.books.open(tmp_path / "other.xlsm")
        assert again.sheets["Accounts"]["G1"].value == 600
        assert again.sheets["Accounts"].tables[0].name == "tblAccounts"


class TestBooksSheetsNames:
    def test_the_caller_is_the_book_it_was_set_to(self, book: xw.Book) -> None:
        book.set_mock_caller()
        assert xw.Book.caller().fullname == book.fullname
        assert xw.Book(book.fullname) == book

    def test_saving_is_for_test_folders_only(self, book: xw.Book) -> None:
        with pytest.raises(OfficeError, match="folders of tests only"):
            book.save(Path.home() / "tracker.xlsm")

    def test_names_belong_to_the_book_or_a_sheet(self, book: xw.Book) -> None:
        assert [name.name for name in book.names] == ["Accounts!Local", "MinimumCoverage"]
        assert book.names["MinimumCoverage"].refers_to == "='R&D''s'!$A$1"
        book.names.add("Pulse", "=Accounts!$C$4:$C$6")
        assert book.names["Pulse"].refers_to_range.address == "$C$4:$C$6"
        assert [name.name for name in book.sheets["Accounts"].names] == ["Accounts!Local"]
        del book.names["Pulse"]
        assert "Pulse" not in book.names

    def test_a_hidden_sheet_is_neither_shown_nor_activated(self, book: xw.Book) -> None:
        settings = book.sheets["R&D's"]
        assert not settings.visible
        with pytest.raises(OfficeError, match="hidden"):
            settings.activate()
        settings.visible = True
        settings.activate()
        assert book.sheets.active == settings
        book.sheets["Accounts"].visible = False
        with pytest.raises(OfficeError, match="visible sheet"):
            settings.visible = False

    @pytest.mark.parametrize("name", ["", "a/b", "x" * 32, "'quoted'"])
    def test_a_sheet_name_excel_refuses_is_refused(self, sheet: xw.Sheet, name: str) -> None:
        with pytest.raises((OfficeError, ValueError), match="sheet name"):
            sheet.name = name

    def test_looks_are_read_back(self, sheet: xw.Sheet) -> None:
        cells = sheet["A1:B2"]
        cells.color = "#1E64C8"
        cells.font.bold = True
        cells.font.color = (255, 0, 0)
        cells.column_width = 22
        cells.row_height = 30
        cells.number_format = "[$-409]mmm yyyy"
        found = (cells.color, cells.font.bold, cells.font.color, cells.column_width)
        assert found == ((30, 100, 200), True, (255, 0, 0), 22.0)
        assert (cells.row_height, cells.number_format) == (30.0, "[$-409]mmm yyyy")
        sheet["A1"].font.bold = False
        assert cells.font.bold is None

    def test_rows_and_cells_move(self, sheet: xw.Sheet) -> None:
        sheet["A1"].value = [[1, 2], [3, 4]]
        sheet["1:1"].insert("down")
        assert sheet["A2:B3"].value == [[1, 2], [3, 4]]
        sheet["A2"].delete("up")
        assert sheet["A2:B3"].value == [[3, 2], [None, 4]]
        sheet["A2:B2"].copy(sheet["D2"])
        assert sheet["D2:E2"].value == [3, 2]
        sheet["A2"].add_hyperlink("#'Sheet1'!A1", "home")
        assert (sheet["A2"].value, sheet["A2"].hyperlink) == ("home", "#'Sheet1'!A1")


class TestApplication:
    def test_what_cannot_be_seen_is_recorded(
        self, excel: xw.App, xlwings_engine: LibreOfficeEngine
    ) -> None:
        excel.status_bar = "Reading exports"
        with excel.properties(screen_updating=False, calculation="manual"):
            pass
        excel.status_bar = False
        assert xlwings_engine.journal.values("status_bar") == ["Reading exports", False]
        assert xlwings_engine.journal.values("screen_updating") == [False, True]
        assert xlwings_engine.journal.values("calculation") == ["manual", "automatic"]

    def test_alerts_are_answered_from_a_script(
        self, excel: xw.App, xlwings_engine: LibreOfficeEngine
    ) -> None:
        xlwings_engine.journal.answer_with("no")
        answers = [
            excel.alert("Refresh now?", title="Tracker", buttons="yes_no", mode="info"),
            excel.alert("Done"),
        ]
        assert answers == ["no", "ok"]
        assert xlwings_engine.journal.alerts == [
            Alert("Refresh now?", "Tracker", "yes_no", "info", "no"),
            Alert("Done", "", "ok", None, "ok"),
        ]
        xlwings_engine.journal.answer_with("cancel")
        with pytest.raises(AssertionError, match="offers ok"):
            excel.alert("Done")

    def test_reads_and_writes_are_counted(
        self, sheet: xw.Sheet, xlwings_engine: LibreOfficeEngine
    ) -> None:
        sheet["B2:C3"].value = 1
        assert sheet["B2:C3"].value == [[1, 1], [1, 1]]
        assert xlwings_engine.journal.values("write") == ["Sheet1!$B$2:$C$3"]
        assert xlwings_engine.journal.values("read") == ["Sheet1!$B$2:$C$3"]

    def test_manual_calculation_waits(self, sheet: xw.Sheet) -> None:
        app = sheet.book.app
        sheet["A1"].value = 2
        sheet["B1"].formula = "=A1*2"
        app.calculation = "manual"
        sheet["A1"].value = 5
        assert sheet["B1"].value == 4
        app.calculate()
        assert sheet["B1"].value == 10

    def test_each_application_has_its_own_books(self, excel: xw.App) -> None:
        other = xw.App(add_book=False)
        book = excel.books.add()
        assert (len(excel.books), len(other.books)) == (1, 0)
        assert xw.apps.active == other
        book.activate()
        assert xw.apps.active == excel
        other.quit()
        assert len(xw.apps) == 1

    def test_a_vba_function_answers(self, book: xw.Book) -> None:
        assert book.macro("CsTracker.CsTwice")(21) == 42
        with pytest.raises(OfficeError, match="no macro"):
            book.macro("CsTracker.Nothing")()


class TestButtons:
    def test_a_pressed_button_runs_its_macro(self, excel: xw.App, tracker: Path) -> None:
        excel.visible = True
        document = excel.books.open(tracker).api
        assert buttons.form_buttons(document) == [
            buttons.FormButton(sheet="Accounts", caption="Mark", macro="CsTracker.CsMark")
        ]
        buttons.press(document, "Accounts", "Mark")
        assert buttons.cells(document, "Accounts", "G1:H1") == [["$300.50", "pressed"]]
        with pytest.raises(OfficeError, match="no button"):
            buttons.press(document, "Accounts", "Nothing")


def test_a_file_beside_a_stale_lock_opens(office: Office, tracker: Path) -> None:
    """A killed LibreOffice leaves its lock; by default no other one opens the file again."""
    tracker.with_name(f".~lock.{tracker.name}#").write_text(",nobody,elsewhere,,;")
    office.open_document(tracker).close(True)


def test_windows_nobody_sees_do_not_crash_libreoffice(excel: xw.App) -> None:
    """By default it paints the cell cursor of a sheet that is gone, from a timer."""
    for _ in range(8):
        book, other = excel.books.add(), excel.books.add()
        book.sheets.add(after=book.sheets[0])
        book.sheets[0].select()
        book.sheets[0].copy(before=other.sheets[0])
        time.sleep(0.03)
        book.sheets["Sheet1"].delete()
        time.sleep(0.03)
        other.close()
        book.close()
    assert excel.books.add().sheet_names == ["Sheet1"]


def test_another_python_is_told_why_it_cannot(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert office.pid
    assert why_missing() is None
    monkeypatch.setattr("sys.version_info", SimpleNamespace(major=3, minor=99))
    assert str(why_missing()).endswith("and this is 3.99")
    monkeypatch.setattr("shutil.which", lambda _: None)
    assert why_missing() == "LibreOffice is not installed"
    with pytest.raises(OfficeError, match="not installed"):
        Office()


def test_xlwings_is_left_as_it_was(office: Office) -> None:
    before = xw.engines.active
    with installed(LibreOfficeEngine(office)):
        assert xw.engines.active is not before
    assert xw.engines.active is before
    assert "libreoffice" not in xw.engines.engines_by_name


def test_a_journal_knows_what_a_box_offers() -> None:
    journal = Journal()
    pressed = [journal.alert("?", "", box, None) for box in ("ok_cancel", "yes_no_cancel")]
    assert pressed == ["ok", "yes"]
