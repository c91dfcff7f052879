"""Compares what a tracker stores with what a spreadsheet program calculates, cell by cell."""

import math
from datetime import date, datetime
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from cs_workbook.template.functions_sheet import FUNCTIONS_SHEET


def disagreements(written: Path, recalculated: Path) -> list[str]:
    """Return every cell whose stored value is not the one LibreOffice calculates."""
    ours = openpyxl.load_workbook(written, data_only=True, keep_vba=True)
    formulas = openpyxl.load_workbook(written, keep_vba=True)
    theirs = openpyxl.load_workbook(recalculated, data_only=True)
    wrong = []
    for sheet in formulas:
        assert isinstance(sheet, Worksheet)
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type != "f" or sheet.title == FUNCTIONS_SHEET:
                    continue  # the worksheet functions are not at work in this LibreOffice
                was = ours[sheet.title][cell.coordinate].value
                now = theirs[sheet.title][cell.coordinate].value
                if not agree(was, now):
                    wrong.append(f"{sheet.title}!{cell.coordinate}: {was!r}, found {now!r}")
    return wrong


def agree(was: object, now: object) -> bool:
    """Return whether two values of a cell are the same, numbers to 1e-9."""
    if isinstance(was, datetime | date) and isinstance(now, datetime | date):
        return str(was)[:10] == str(now)[:10]
    if isinstance(was, int | float) and isinstance(now, int | float):
        return math.isclose(was, now, rel_tol=1e-9, abs_tol=1e-9)
    # An empty text and an empty cell read alike.
    return (was or "") == (now or "")
