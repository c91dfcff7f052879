"""Formula cells: their formulas, the values cached for them, and setting these anew.

Nothing here renders the waiting body of a large table: what was just written to it is read from
the columns it was given.
"""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from cs_workbook.workbook.package import formulas, xml
from cs_workbook.workbook.package.addresses import Range, column_letters, column_number
from cs_workbook.workbook.package.body import TableBody
from cs_workbook.workbook.package.cells import Cell, Dates, formula_of, inner_xml
from cs_workbook.workbook.package.rows import parse_row, seen_row
from cs_workbook.workbook.package.sheet import Sheet
from cs_workbook.workbook.port import CellValue

_FORMULA_CELL = re.compile(rb'<c r="([A-Z]+)\d+"[^>]*><f')
_CELL = re.compile(rb'<c r="[A-Z]+\d+"([^>]*?)(?:/>|>(.*?)</c>)', re.DOTALL)
_FORMULA_TAG = re.compile(r"<f\b[^>]*?(?:/>|>[^<]*</f>)")
_SHARED = re.compile(r'\bsi="(\d+)"')
_TYPE = re.compile(r'\st="\w+"')
# A waiting body of at most so many rows is rendered without a second thought.
_SHORT_BODY = 500


class FormulaText(NamedTuple):
    """A cell's formula; ``plain`` says that it is no array formula or data table."""

    text: str
    plain: bool


def formula_cells(sheet: Sheet, without: Sequence[Range]) -> list[tuple[int, int]]:
    """Return (row, column) of a sheet's formula cells outside some ranges.

    Formulas in the waiting body of a large table are left out: they were written with their values.
    """
    if sheet.body is not None and _may_hide_formulas(sheet.body):
        sheet.settle()
    found = []
    for number in sheet.stored_numbers():
        raw = sheet.raw_unsettled(number)
        if b"<f" not in raw:
            continue
        beside = [area for area in without if area.top <= number <= area.bottom]
        if beside and _all_within(raw, beside):
            continue
        for column, (_, inner) in parse_row(raw.decode("utf-8")).cells.items():
            within = any(area.left <= column <= area.right for area in beside)
            if not within and formula_of(inner) is not None:
                found.append((number, column))
    return found


def _may_hide_formulas(body: TableBody) -> bool:
    return (
        body.keeps_formulas
        or bool(body.calculated)
        or bool(body.places)
        or body.count <= _SHORT_BODY
    )


def _all_within(raw: bytes, areas: Sequence[Range]) -> bool:
    """Say without taking the row apart whether all its formulas stand in some columns."""
    letters = _FORMULA_CELL.findall(raw)
    if len(letters) != raw.count(b"<f>") + raw.count(b"<f ") + raw.count(b"<f/>"):
        return False
    columns = [column_number(each.decode("ascii")) for each in letters]
    return all(any(area.left <= column <= area.right for area in areas) for column in columns)


def formula_text(sheet: Sheet, row: int, column: int) -> FormulaText | None:
    """Return a cell's formula, ``None`` where it has none of its own."""
    cell = seen_row(sheet.raw(row)).cells.get(column)
    found = formula_of(cell[1]) if cell is not None else None
    if found is None:
        return None
    attributes, text = found
    shared = _SHARED.search(attributes) if 't="shared"' in attributes else None
    if shared is None:
        return FormulaText(xml.unescape(text), plain="t=" not in attributes and bool(text))
    if text:
        return FormulaText(xml.unescape(text), plain=True)
    return _from_master(sheet, shared[1], row, column)


def _from_master(sheet: Sheet, group: str, row: int, column: int) -> FormulaText | None:
    """Return a shared formula as a cell without its text means it."""
    mark = f'si="{group}"'.encode()
    for number in sheet.stored_numbers():
        raw = sheet.raw_unsettled(number)
        if mark not in raw:
            continue
        for place, (_, inner) in parse_row(raw.decode("utf-8")).cells.items():
            found = formula_of(inner)
            if found is not None and found[1] and mark.decode() in found[0]:
                text = formulas.shifted(xml.unescape(found[1]), row - number, column - place)
                return FormulaText(text, plain=True)
    return None


def column_values(
    sheet: Sheet, column: int, first: int, last: int, read: Callable[[Cell], CellValue]
) -> tuple[list[CellValue], list[int]]:
    """Return the values of one column, and the rows whose formula has no cached value.

    Args:
        sheet: The sheet.
        column: Number of the column.
        first: First row.
        last: Last row.
        read: Returns the value of a cell.
    """
    body = sheet.body
    if body is None or last < body.first or body.last < first:
        return _stored(sheet, column, first, last, read)
    if column not in body.columns and _may_hide_formulas(body):
        sheet.settle()
        return _stored(sheet, column, first, last, read)
    pieces = [
        _stored(sheet, column, first, body.first - 1, read),
        _waiting(body, column, max(first, body.first), min(last, body.last), read),
        _stored(sheet, column, body.last + 1, last, read),
    ]
    return (
        [value for values, _ in pieces for value in values],
        [row for _, unknown in pieces for row in unknown],
    )


def _stored(
    sheet: Sheet, column: int, first: int, last: int, read: Callable[[Cell], CellValue]
) -> tuple[list[CellValue], list[int]]:
    """Read a column in rows that are rendered."""
    values: list[CellValue] = []
    unknown: list[int] = []
    letters = column_letters(column)
    for number in range(first, last + 1):
        cell = _cell_of(sheet.raw_unsettled(number), letters, number)
        value = None if cell is None else read(cell)
        if value is None and cell is not None and formula_of(cell[1]) is not None:
            unknown.append(number)
        values.append(value)
    return values, unknown


def _waiting(
    body: TableBody, column: int, first: int, last: int, read: Callable[[Cell], CellValue]
) -> tuple[list[CellValue], list[int]]:
    """Read a column in a body that is not rendered yet."""
    start, stop = first - body.first, last - body.first + 1
    new = body.columns.get(column)
    if new is None:  # nobody wrote it: each cell comes with its record, and none has a formula
        letters = column_letters(column)
        cells = [
            None if old is None else _cell_of(body.old_rows(old), letters, old)
            for old in body.origins[start:stop]
        ]
        return [None if cell is None else read(cell) for cell in cells], []
    values = list(new.values[start:stop])
    values += [None] * (stop - start - len(values))  # the one row an empty table shows
    unknown = [
        first + at
        for at, value in enumerate(values)
        if value is None and (new.formula is not None or start + at in new.formulas)
    ]
    return values, unknown


def _cell_of(raw: bytes, letters: str, number: int) -> Cell | None:
    """Return one cell of a row without taking the others apart."""
    start = raw.find(b'<c r="%s%d"' % (letters.encode("ascii"), number))
    match = _CELL.match(raw, start) if start >= 0 else None
    if match is not None:
        return match[1].decode("utf-8").rstrip(), (match[2] or b"").decode("utf-8")
    if raw.count(b'<c r="') == raw.count(b"<c ") + raw.count(b"<c>") + raw.count(b"<c/>"):
        return None
    return parse_row(raw.decode("utf-8")).cells.get(column_number(letters))


def with_value(cell: Cell, value: CellValue, dates: Dates) -> Cell:
    """Return a formula cell with another cached value; its formula stays letter for letter.

    Raises:
        ValueError: No cell can hold the value.
    """
    attributes, inner = cell
    formula = _FORMULA_TAG.search(inner)
    if formula is None:
        raise ValueError("a cell without a formula")
    kind, new = inner_xml(value, dates, "")
    return _TYPE.sub("", attributes) + kind, formula[0] + new.partition("</f>")[2]
