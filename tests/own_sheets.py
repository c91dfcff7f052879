"""Sheets of somebody's own with most of what Excel can put on one, and ways to compare them."""

import re
import struct
import warnings
import zipfile
import zlib
from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
import xlsxwriter
from openpyxl.worksheet.worksheet import Worksheet
from xlsxwriter.worksheet import Worksheet as NewWorksheet

from cs_workbook.workbook.file_book import FileBook

OWN = ("My own", "Hidden one")
SUM_OF_MRR = "=SUM(tblAccounts[MRR])"


def dot() -> BytesIO:
    """Return a picture of one red dot."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">2I5B", 1, 1, 8, 2, 0, 0, 0)
    return BytesIO(
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\x00\xff\x00\x00"))
        + chunk(b"IEND", b"")
    )


def own_workbook(path: Path, *, formula: str = SUM_OF_MRR) -> Path:
    """Write a workbook with two sheets as somebody might add them to a tracker.

    Args:
        path: Where to write.
        formula: A formula about the tracker, in B3 of the first sheet.
    """
    book = xlsxwriter.Workbook(path)
    sheet, hidden = book.add_worksheet(OWN[0]), book.add_worksheet(OWN[1])
    _cells(book, sheet, formula)
    _rules(book, sheet)
    _things(book, sheet)
    hidden.hide()
    hidden.write_formula("A1", f"='{OWN[0]}'!B4*2", None, 84)
    hidden.write_formula("A2", "=mine+1", None, 43)
    book.define_name("mine", f"='{OWN[0]}'!$B$4")
    book.define_name(f"'{OWN[0]}'!here", f"='{OWN[0]}'!$A$1")
    book.close()
    return path


def _cells(book: xlsxwriter.Workbook, sheet: NewWorksheet, formula: str) -> None:
    big = book.add_format(
        {"bold": True, "font_size": 20, "font_name": "Georgia", "font_color": "#123456"}
    )
    odd = book.add_format(
        {
            "num_format": '0.000" apples"',
            "bg_color": "#ABCDEF",
            "border": 6,
            "border_color": "#00AA00",
            "align": "center",
            "rotation": 30,
            "locked": False,
        }
    )
    day = book.add_format({"num_format": "dddd d mmmm yyyy"})
    sheet.write("A1", "What I think", big)
    sheet.write_rich_string("A2", "one ", book.add_format({"italic": True}), "leaning", " word")
    sheet.write("A3", "MRR")
    sheet.write_formula("B3", formula, odd, 0)
    sheet.write("A4", "Answer")
    sheet.write_number("B4", 42, odd)
    sheet.write_formula("B5", "=B4+1", None, 43)
    sheet.write_datetime("B6", date(2024, 2, 29), day)
    sheet.write_boolean("B7", True)
    sheet.write_blank("B8", None, odd)
    sheet.write_url("A9", "https://example.com/a?b=1&c=2", string="outside")
    sheet.write_url("A10", f"internal:'{OWN[1]}'!A1", string="inside")
    sheet.write("A11", ' <R&D> "quoted" ')
    sheet.merge_range("D1:F2", "merged", odd)
    sheet.set_column("A:A", 23.5)
    sheet.set_column("C:C", 4, odd, {"hidden": True})
    sheet.set_row(3, 44, big)
    sheet.freeze_panes(1, 1)
    sheet.print_area("A1:K30")
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_header("&LMine&RPage &P")
    sheet.set_tab_color("#FF8800")
    sheet.protect("", {"format_cells": True})


def _rules(book: xlsxwriter.Workbook, sheet: NewWorksheet) -> None:
    red = book.add_format({"bg_color": "#FFC7CE", "num_format": "0.00%", "bold": True})
    sheet.conditional_format("B3:B8", {"type": "cell", "criteria": ">", "value": 1, "format": red})
    sheet.conditional_format(
        "A1:A9",
        {"type": "formula", "criteria": "=COUNTIF(tblAccounts[Account],A1)>0", "format": red},
    )
    sheet.conditional_format("B3:B8", {"type": "data_bar", "data_bar_2010": True})
    sheet.data_validation("B4", {"validate": "list", "source": ["42", "43"]})
    sheet.data_validation("B8", {"validate": "list", "source": "=ListPulse"})
    sheet.add_sparkline("C4", {"range": f"'{OWN[0]}'!B3:B7"})


def _things(book: xlsxwriter.Workbook, sheet: NewWorksheet) -> None:
    sheet.write_comment("A4", "the answer to everything", {"author": "Ada"})
    sheet.insert_image("H2", "dot.png", {"image_data": dot()})
    sheet.insert_textbox("H6", "text in a box")
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": f"='{OWN[0]}'!$B$3:$B$7", "name": f"='{OWN[0]}'!$A$1"})
    sheet.insert_chart("H12", chart)
    sheet.add_table(
        "A20:C23",
        {
            "name": "tblMine",
            "total_row": True,
            "style": "Table Style Medium 7",
            "columns": [
                {"header": "What", "total_string": "Total"},
                {"header": "How many"},
                {"header": "Twice", "formula": "=tblMine[[#This Row],[How many]]*2"},
            ],
            "data": [["a", 1, 2], ["b", 2, 4]],
        },
    )


def with_own_sheets(tracker: Path, donor: Path) -> None:
    """Put the sheets of a workbook into a tracker, at its end."""
    book = FileBook(tracker)
    book.carry_sheets(donor, OWN, names=["mine"])
    book.save()


def opened(path: Path) -> openpyxl.Workbook:
    """Open a workbook with openpyxl, which says what it does not know."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return openpyxl.load_workbook(BytesIO(path.read_bytes()), rich_text=True)


def seen(path: Path, name: str) -> dict[str, object]:
    """Return everything openpyxl can tell of a sheet, apart from numbers of formats."""
    sheet = opened(path)[name]
    assert isinstance(sheet, Worksheet)
    found: dict[str, object] = {}
    for row in sheet.iter_rows():
        for cell in row:
            found[cell.coordinate] = (
                str(cell.value),
                cell.number_format,
                cell.style,
                *(
                    _said(part)
                    for part in (cell.font, cell.fill, cell.border, cell.alignment, cell.protection)
                ),
                cell.hyperlink and (cell.hyperlink.target, cell.hyperlink.location),
                cell.comment and (cell.comment.text, cell.comment.author),
            )
    found["merged"] = sorted(str(area) for area in sheet.merged_cells.ranges)
    found["widths"] = {
        letters: (column.width, column.hidden, _said(column.font), column.number_format)
        for letters, column in sheet.column_dimensions.items()
    }
    found["heights"] = {
        number: (row.height, row.hidden, _said(row.font))
        for number, row in sheet.row_dimensions.items()
    }
    found["offers"] = [_said(rule) for rule in sheet.data_validations.dataValidation]
    found["states"] = [
        (str(area.sqref), rule.type, rule.formula, rule.dxf and _said(rule.dxf))
        for area in sheet.conditional_formatting
        for rule in area.rules
    ]
    found["paper"] = (
        sheet.print_area,
        sheet.print_title_rows,
        sheet.page_setup.orientation,
        sheet.oddHeader.left.text if sheet.oddHeader and sheet.oddHeader.left else None,
        sheet.freeze_panes,
        sheet.sheet_state,
        _said(sheet.sheet_properties.tabColor),
        _said(sheet.protection),
    )
    found["tables"] = {
        table.name: (table.ref, table.tableStyleInfo and table.tableStyleInfo.name)
        for table in sheet.tables.values()
    }
    return found


def _said(part: object) -> str:
    """Return what an openpyxl object says, without numbers that differ from file to file."""
    return re.sub(r"(?:dxfId|numFmtId)=\S+", "", repr(part))


def parts_like(path: Path, pattern: str) -> list[bytes]:
    """Return the content of the parts whose names match, sorted."""
    with zipfile.ZipFile(path) as package:
        return sorted(
            package.read(name) for name in package.namelist() if re.fullmatch(pattern, name)
        )
