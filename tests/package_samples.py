"""A workbook with most of what can stand around a table, and ways to look into packages."""

import warnings
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import xlsxwriter
from openpyxl.worksheet.worksheet import Worksheet
from xlsxwriter.worksheet import Worksheet as NewWorksheet

HEADERS = ["id", "name", "mrr", "start", "arr", "Notes"]
FIRST, ROWS = 4, 5
LAST = FIRST + ROWS - 1


def rich(path: Path, *, rows: int = ROWS, totals: bool = False, under: bool = False) -> Path:
    """Build a workbook whose table stands in B3:G8, with everything that refers to it.

    Args:
        path: Where to write.
        rows: Body rows of the table.
        totals: Whether the table has a totals row.
        under: Whether something stands two rows under the table.
    """
    book = xlsxwriter.Workbook(path)
    sheet, dashboard = book.add_worksheet("Accounts"), book.add_worksheet("Dash board")
    dates = book.add_format({"num_format": "yyyy-mm-dd"})
    bold, red = book.add_format({"bold": True}), book.add_format({"bg_color": "#FFC7CE"})
    last = FIRST + rows - 1
    columns: list[dict[str, object]] = [{"header": header} for header in HEADERS]
    columns[3]["format"] = dates
    columns[4]["formula"] = "=[@mrr]*12"
    if totals:
        columns[0]["total_string"] = "Total"
        columns[2]["total_function"] = "sum"
    table = {"name": "tblAccounts", "columns": columns, "total_row": totals}
    sheet.add_table(f"B3:G{last + totals}", table)
    for row in range(rows):
        number = FIRST + row - 1
        sheet.write_string(number, 1, f"A{row}")
        sheet.write_string(number, 2, f"Name {row}", bold if row == 1 else None)
        sheet.write_number(number, 3, 10.5 * row)
        sheet.write_datetime(number, 4, date(2024, 1, row % 28 + 1), dates)
        formula = "=tblAccounts[[#This Row],[mrr]]*12"
        sheet.write_formula(number, 5, formula, None, 126.0 * row)
        sheet.write_string(number, 6, f"note {row}")
    sheet.write("A1", "Accounts")
    sheet.write("I5", "beside the table")
    sheet.set_row(4, 33)
    sheet.write_comment("C5", "a note on Name 1")
    sheet.write_url("B6", "https://example.com/2", string="A2")
    sheet.conditional_format(
        f"D4:D{last}", {"type": "cell", "criteria": ">", "value": 20, "format": red}
    )
    sheet.conditional_format(f"F4:F{last}", {"type": "data_bar", "data_bar_2010": True})
    sheet.data_validation(f"G4:G{last}", {"validate": "length", "criteria": "<", "value": 200})
    sheet.data_validation("I1", {"validate": "list", "source": f"=$B$4:$B${last}"})
    sheet.print_area(f"A1:G{last}")
    _dashboard(book, dashboard, last)
    if under:
        sheet.write(f"B{last + 3}", "Remark under the table")
        sheet.write_formula(f"D{last + 3}", f"=SUM(D4:D{last})", None, 105)
        sheet.merge_range(f"C{last + 5}:D{last + 5}", "merged")
        dashboard.write_formula("B3", f"=Accounts!D{last + 3}", None, 105)
    book.close()
    return path


def _dashboard(book: xlsxwriter.Workbook, dashboard: NewWorksheet, last: int) -> None:
    """Fill the sheet that refers to the table in every way."""
    dashboard.write_formula("A1", "=SUM(tblAccounts[mrr])", None, 105)
    dashboard.write_formula("A2", f"=SUM(Accounts!D4:D{last})", None, 105)
    dashboard.write_formula("A3", "=1+1", None, 2)
    dashboard.write_formula("A4", "=A1*2", None, 210)
    dashboard.write_formula("A5", "=A3*2", None, 4)
    dashboard.write_formula("A6", "=total*2", None, 210)
    dashboard.add_sparkline("C1", {"range": f"Accounts!D4:D{last}"})
    book.define_name("as_of", "='Dash board'!$B$1")
    book.define_name("ids", f"=Accounts!$B$4:$B${last}")
    book.define_name("total", "='Dash board'!$A$1")
    chart = book.add_chart({"type": "column"})
    chart.add_series(
        {"values": f"=Accounts!$D$4:$D${last}", "categories": f"=Accounts!$B$4:$B${last}"}
    )
    dashboard.insert_chart("D2", chart)


def parts_of(path: Path) -> dict[str, bytes]:
    """Return the unpacked parts of a package."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def differing(before: Path, after: Path) -> set[str]:
    """Return the names of parts that are not byte for byte the same."""
    old, new = parts_of(before), parts_of(after)
    return {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}


def repacked(source: Path, target: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """Copy a package, passing every part through a change (``None`` drops it)."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts_of(source).items():
            new = change(name, data)
            if new is not None:
                archive.writestr(name, new)
    return target


def replaced(part: str, old: str, new: str) -> Callable[[str, bytes], bytes]:
    """Return a change for :func:`repacked` that must find its text."""

    def change(name: str, data: bytes) -> bytes:
        if name != part:
            return data
        assert old.encode() in data, (part, old)
        return data.replace(old.encode(), new.encode(), 1)

    return change


def seen_by_openpyxl(path: Path, sheet: str, *, values: bool = False) -> Worksheet:
    """Return a sheet as openpyxl reads it, formulas or their cached values."""
    with warnings.catch_warnings():
        # It says which features it would lose on saving; nothing here saves with it.
        warnings.simplefilter("ignore", UserWarning)
        found = openpyxl.load_workbook(path, data_only=values)[sheet]
    assert isinstance(found, Worksheet)
    return found
