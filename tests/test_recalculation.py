"""After an edit every formula cell of the closed file shows its value of now, or none."""

import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from cs_workbook.errors import WorkbookRefused
from cs_workbook.workbook.file_book import FileBook
from cs_workbook.workbook.port import FormulaCell, FormulaColumn
from cs_workbook.workbook.recalculation import refresh_cached_values

ROWS = 510
"""A tall table: its formula columns are written with their values."""
TOTAL = sum(row % 7 for row in range(ROWS))


def made(path: Path) -> Path:
    """Write a workbook in the tracker's manner; its cached values are right."""
    rows, total = ROWS, TOTAL
    with xlsxwriter.Workbook(str(path)) as workbook:
        data = workbook.add_worksheet("Data")
        sheet = workbook.add_worksheet("Dash board")
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        double = {"header": "Double", "formula": "=tblX[[#This Row],[MRR]]*2"}
        columns = [{"header": "Id"}, {"header": "MRR"}, double, {"header": "Note"}]
        data.add_table(5, 0, 5 + rows, 3, {"name": "tblX", "columns": columns})
        for at in range(rows):
            data.write(6 + at, 0, f"A{at}")
            data.write(6 + at, 1, at % 7)
            data.write_formula(6 + at, 2, double["formula"], value=at % 7 * 2)
        workbook.define_name("Total", "='Dash board'!$B$1")
        data.write("A3", "Rows")
        data.write_formula("B3", "=ROWS(tblX[Id])", value=rows)
        sheet.write_formula("B1", "=SUM(tblX[MRR])", value=total)
        sheet.write_formula("B2", "=SUM(tblX[Double])", value=total * 2)
        sheet.write_formula("B3", '=IF(Total>5000,"▲ Much","▼ Little")', value="▼ Little")
        sheet.write_formula("B4", "=COUNT(tblX[Note])", value=0)
        sheet.write_formula("B5", "=1/3", value=1 / 3)
        sheet.write_formula("B6", "=DATE(2026,1,31)", day, value=46053)
        sheet.write_formula("B7", "=Total>0", value=True)
        sheet.write_formula("B8", "=Total/0", value="#DIV/0!")
        sheet.write_formula("B9", '=TEXT(Total,"0.0")', value=f"{total}.0")
        sheet.write_formula("B10", '=B9&"!"', value=f"{total}.0!")
        sheet.write_formula("B11", '=TEXT(1,"0.0")', value="1.0")
        sheet.write_array_formula("B12:B12", "{=SUM(tblX[MRR]*2)}", value=total * 2)
    return path


def values(path: Path) -> list[object]:
    book = openpyxl.load_workbook(path, data_only=True)
    return [cell.value for (cell,) in book["Dash board"]["B1:B12"]]


def refreshed(book: FileBook, mrr: list[int], **more: list[str | None]) -> None:
    book.write_table(
        "tblX",
        {
            "Id": [f"A{row}" for row in range(len(mrr))],
            "MRR": mrr,
            "Double": FormulaColumn(
                formula="tblX[[#This Row],[MRR]]*2", values=[each * 2 for each in mrr]
            ),
            **more,
        },
    )


def test_every_cell_shows_its_value_of_now(tmp_path: Path) -> None:
    path = made(tmp_path / "book.xlsx")
    book = FileBook(path)
    refreshed(book, [7] * 1000)
    report = refresh_cached_values(book)
    book.save()
    day = datetime(2026, 1, 31)  # noqa: DTZ001 - Excel knows no zones
    assert values(path) == [
        7000, 14000, "▲ Much", 0, 1 / 3, day, True, "#DIV/0!", None, None, "1.0", None,
    ]  # fmt: skip
    assert FileBook(path).read_cell("Data", "B3") == 1000
    assert report.dropped == ("Dash board!B9", "Dash board!B10", "Dash board!B12")
    assert report.calculated == 9
    assert report.changed == 4
    assert "TEXT" in report.reasons["Dash board!B9"]
    assert report.reasons["Dash board!B10"].startswith("it needs Dash board!B9: ")
    assert "array formula" in report.reasons["Dash board!B12"]
    assert "Dash board!B11" in report.reasons  # not calculated, not reached, and so kept


def test_an_unchanged_workbook_stays_byte_for_byte(tmp_path: Path) -> None:
    path = made(tmp_path / "book.xlsx")
    before = path.read_bytes()
    book = FileBook(path)
    report = refresh_cached_values(book)
    assert (report.changed, report.dropped, book.changed) == (0, (), False)
    book.save()
    assert path.read_bytes() == before


def test_writing_what_is_there_already_changes_nothing(tmp_path: Path) -> None:
    path = made(tmp_path / "book.xlsx")
    book = FileBook(path)
    book.write_cell("Data", "B8", 1)
    report = refresh_cached_values(book)
    assert (report.changed, report.dropped, book.changed) == (0, (), False)


def test_a_value_that_was_wrong_before_is_put_right(tmp_path: Path) -> None:
    path = made(tmp_path / "book.xlsx")
    book = FileBook(path)
    assert book.set_cached_value("Dash board", 1, 2, 999_999)
    assert not book.set_cached_value("Dash board", 1, 2, 999_999)
    book.save()
    assert values(path)[0] == 999_999
    book = FileBook(path)
    report = refresh_cached_values(book)
    assert report.changed >= 1
    book.save()
    assert values(path)[:2] == [TOTAL, TOTAL * 2]


def test_a_formula_without_a_cached_value_gets_one(tmp_path: Path) -> None:
    path = tmp_path / "bare.xlsx"
    bare = openpyxl.Workbook()
    bare.create_sheet("S").append([1, "=A1+1", "=SUM(A1:B1)"])  # openpyxl caches nothing
    bare.save(path)
    book = FileBook(path)
    assert refresh_cached_values(book).changed == 2
    book.save()
    assert [FileBook(path).read_cell("S", cell) for cell in ("B1", "C1")] == [2, 3]


def test_formulas_of_a_tall_table_that_nobody_wrote_follow_the_change(tmp_path: Path) -> None:
    path = made(tmp_path / "book.xlsx")
    book = FileBook(path)
    book.write_table("tblX", {"MRR": [9] * ROWS})
    refresh_cached_values(book)
    book.save()
    assert FileBook(path).read_table("tblX")["Double"] == [18] * ROWS
    assert values(path)[:2] == [9 * ROWS, 18 * ROWS]


def test_a_written_cell_keeps_the_value_it_was_given(tmp_path: Path) -> None:
    path = made(tmp_path / "book.xlsx")
    book = FileBook(path)
    refreshed(book, [1] * 600)
    book.write_cell("Dash board", "B2", FormulaCell(formula="SUM(tblX[Double])", value=1200))
    refresh_cached_values(book)
    book.save()
    assert values(path)[:2] == [600, 1200]


def test_the_formula_and_its_format_stay_letter_for_letter(tmp_path: Path) -> None:
    path = made(tmp_path / "book.xlsx")
    book = FileBook(path)
    refreshed(book, [7] * 1000)
    refresh_cached_values(book)
    book.save()
    before, after = (
        openpyxl.load_workbook(made(tmp_path / "old.xlsx")),
        openpyxl.load_workbook(path),
    )
    for (old,), (new,) in zip(
        before["Dash board"]["B1:B11"], after["Dash board"]["B1:B11"], strict=True
    ):
        assert (new.value, new.number_format) == (old.value, old.number_format)


def test_shared_formulas_are_calculated_where_they_stand(tmp_path: Path) -> None:
    """Excel writes the text of formulas filled down only once, for the first cell."""
    path = tmp_path / "shared.xlsx"
    with xlsxwriter.Workbook(str(path)) as workbook:
        sheet = workbook.add_worksheet("S")
        for row in range(4):
            sheet.write(row, 0, row + 1)
            sheet.write_formula(row, 1, "=1", value=0)
    plain = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        parts = {info: archive.read(info) for info in archive.infolist()}
    with zipfile.ZipFile(path, "w") as archive:
        for info, data in parts.items():
            if info.filename == "xl/worksheets/sheet1.xml":
                for row in range(1, 5):
                    told = b'<f t="shared" ref="B1:B4" si="0">A1*10+A$1</f>'
                    formula = told if row == 1 else b'<f t="shared" si="0"/>'
                    cell = b'<c r="B%d"><f>1</f>' % row
                    assert cell in data
                    data = data.replace(cell, cell.replace(b"<f>1</f>", formula))  # noqa: PLW2901
            archive.writestr(info, data)
    assert path.read_bytes() != plain
    book = FileBook(path)
    book.write_cell("S", "A1", 5)
    assert refresh_cached_values(book).dropped == ()
    book.save()
    found = FileBook(path)
    assert [found.read_cell("S", f"B{row}") for row in range(1, 5)] == [55, 25, 35, 45]


def test_a_name_of_one_sheet_is_read_there_only(tmp_path: Path) -> None:
    path = tmp_path / "names.xlsx"
    with xlsxwriter.Workbook(str(path)) as workbook:
        for name in ("One", "Two"):
            sheet = workbook.add_worksheet(name)
            sheet.write("A1", 0)
            sheet.write_formula("B1", "=Here+0", value=0)
        workbook.define_name("Here", "=One!$A$1")
        workbook.define_name("Two!Here", "=Two!$A$1")
    book = FileBook(path)
    book.write_cell("One", "A1", 1)
    book.write_cell("Two", "A1", 2)
    refresh_cached_values(book)
    book.save()
    found = FileBook(path)
    assert [found.read_cell(name, "B1") for name in ("One", "Two")] == [1, 2]


def test_more_cells_than_are_worth_it_are_left_without_a_value(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cs_workbook.workbook.recalculation._MOST_IN_TALL_TABLES", 100)
    path = made(tmp_path / "book.xlsx")
    book = FileBook(path)
    book.write_table("tblX", {"MRR": [9] * ROWS})
    report = refresh_cached_values(book)
    book.save()
    assert values(path)[:2] == [9 * ROWS, None]
    assert FileBook(path).read_table("tblX")["Double"] == [None] * ROWS
    assert len(report.dropped) >= ROWS + 1


def test_a_cached_value_needs_a_formula(tmp_path: Path) -> None:
    book = FileBook(made(tmp_path / "book.xlsx"))
    with pytest.raises(WorkbookRefused):
        book.set_cached_value("Data", 7, 1, "x")


def test_dates_in_tables_count_from_the_workbooks_first_day(tmp_path: Path) -> None:
    path = tmp_path / "mac.xlsx"
    with xlsxwriter.Workbook(str(path), {"date_1904": True}) as workbook:
        sheet = workbook.add_worksheet("S")
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_datetime("A1", date(2026, 1, 31), day)
        sheet.write_formula("B1", "=EDATE(A1,1)", day, value=0)
    book = FileBook(path)
    book.write_cell("S", "A1", date(2026, 3, 31))
    refresh_cached_values(book)
    book.save()
    assert FileBook(path).read_cell("S", "B1") == date(2026, 4, 30)
