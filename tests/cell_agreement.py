"""Compares what a tracker stores with what a spreadsheet program calculates, cell by cell."""

import math
import re
import zipfile
from datetime import date, datetime
from html import unescape
from pathlib import Path

from openpyxl.utils import column_index_from_string, get_column_letter
from python_calamine import CalamineWorkbook

from cs_workbook.template.functions_sheet import FUNCTIONS_SHEET

_CELL = re.compile(rb'<c r="([A-Z]+)(\d+)"([^>]*)>(<f[ />])?')
_ERROR = b't="e"'
_RELATION = re.compile(r"<Relationship\s[^>]*>")
_SHEET = re.compile(r"<sheet\s[^>]*>")


class Stored:
    """The cells a workbook file stores, as an independent reader sees them.

    Attributes:
        formulas: Sheet, column and row (from 0) of every formula cell, in their order.
    """

    def __init__(self, path: Path) -> None:
        book = CalamineWorkbook.from_path(path)
        self._rows = {
            name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            for name in book.sheet_names
        }
        self._errors: set[tuple[str, int, int]] = set()
        self.formulas: list[tuple[str, int, int]] = []
        with zipfile.ZipFile(path) as package:
            for sheet, part in _sheet_parts(package).items():
                for letters, row, attributes, formula in _CELL.findall(package.read(part)):
                    place = (sheet, column_index_from_string(letters.decode()) - 1, int(row) - 1)
                    if _ERROR in attributes:
                        self._errors.add(place)
                    if formula:
                        self.formulas.append(place)

    def value(self, place: tuple[str, int, int]) -> object:
        """Return the value of a cell, "#ERROR" for an error and "" for a blank."""
        if place in self._errors:
            return "#ERROR"  # the reader shows errors as blanks
        sheet, column, row = place
        rows = self._rows[sheet]
        return rows[row][column] if row < len(rows) and column < len(rows[row]) else ""


def disagreements(written: Path, recalculated: Path) -> list[str]:
    """Return every cell whose stored value is not the one LibreOffice calculates."""
    ours, theirs = Stored(written), Stored(recalculated)
    assert ours.formulas, "a tracker is full of formulas"
    wrong = []
    for place in ours.formulas:
        sheet, column, row = place
        if sheet == FUNCTIONS_SHEET:
            continue  # the worksheet functions are not at work in this LibreOffice
        was, now = ours.value(place), theirs.value(place)
        if not agree(was, now):
            wrong.append(
                f"{sheet}!{get_column_letter(column + 1)}{row + 1}: {was!r}, found {now!r}"
            )
    return wrong


def agree(was: object, now: object) -> bool:
    """Return whether two values of a cell are the same, numbers to 1e-9."""
    if isinstance(was, datetime | date) and isinstance(now, datetime | date):
        return str(was)[:10] == str(now)[:10]
    if isinstance(was, int | float) and isinstance(now, int | float):
        return math.isclose(was, now, rel_tol=1e-9, abs_tol=1e-9)
    # An empty text and an empty cell read alike.
    return (was or "") == (now or "")


def _sheet_parts(package: zipfile.ZipFile) -> dict[str, str]:
    """Return the part of every sheet by its name."""
    relations = package.read("xl/_rels/workbook.xml.rels").decode()
    targets = {
        _attribute(entry, "Id"): _attribute(entry, "Target").removeprefix("/xl/")
        for entry in _RELATION.findall(relations)
    }
    sheets = _SHEET.findall(package.read("xl/workbook.xml").decode())
    return {
        unescape(_attribute(entry, "name")): f"xl/{targets[_attribute(entry, 'r:id')]}"
        for entry in sheets
    }


def _attribute(element: str, name: str) -> str:
    found = re.search(rf'\s{name}="([^"]*)"', element)
    assert found is not None, element
    return found[1]
