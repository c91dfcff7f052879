"""Makes room under a table, or closes up to it: nothing that stands there is lost.

Totals rows always stay directly under the body. What stands further down is moved down where the
table needs its place, as Excel does when cells are inserted in the table's columns only.
"""

import re
from collections.abc import Iterable

from cs_workbook.errors import WorkbookRefused
from cs_workbook.workbook.package.addresses import (
    LAST_ROW,
    Range,
    column_letters,
    column_number,
    parse_range,
)
from cs_workbook.workbook.package.cells import Cell, formula_of
from cs_workbook.workbook.package.resize import Resize
from cs_workbook.workbook.package.rows import Row, height_of, without_height
from cs_workbook.workbook.package.shared_formulas import expand_shared
from cs_workbook.workbook.package.sheet import Sheet
from cs_workbook.workbook.package.tables import Table

_MERGED = re.compile(r'<mergeCell\b[^>]*?\bref="([^"]+)"')
_FIRST_CELL = re.compile(rb'<c r="([A-Z]+)')


def planned(sheet: Sheet, table: Table, last: int, *, obstacles: Iterable[Range]) -> Resize:
    """Decide what moves with a table's new last row.

    Args:
        sheet: The table's sheet.
        table: The table as it is.
        last: The new last body row.
        obstacles: Ranges of other tables and of pivot tables on the sheet.

    Raises:
        WorkbookRefused: What stands under the table cannot be moved.
    """
    body, totals = table.body, table.totals
    where = f"{sheet.name} ({table.name})"
    if last + totals > LAST_ROW:
        raise WorkbookRefused(
            f"{where}: expected at most {LAST_ROW:,} rows, found {last + totals:,}. "
            "Import fewer rows."
        )
    moved_to = body.bottom + totals
    if last > body.bottom:
        needed = Range(body.left, body.bottom + totals + 1, body.right, last + totals)
        under = Range(body.left, body.bottom + totals + 1, body.right, LAST_ROW)
        for other in obstacles:
            if other.meets(needed):
                raise _refuse_growth(where, last - body.bottom, str(other))
        merged = [parse_range(reference) for reference in _MERGED.findall(sheet.tail)]
        in_the_way = _first_filled(sheet, needed) or next(
            (str(cells) for cells in merged if cells.meets(needed)), None
        )
        if in_the_way:
            torn = [cells for cells in merged if cells.meets(under) and not _inside(cells, under)]
            blocking = [other for other in obstacles if other.meets(under)] + torn
            if blocking:
                raise _refuse_growth(where, last - body.bottom, str(blocking[0]))
            numbers = sheet.row_numbers()
            if numbers and numbers[-1] + last - body.bottom > LAST_ROW:
                raise _refuse_growth(where, last - body.bottom, f"row {numbers[-1]}")
            moved_to = LAST_ROW
    return Resize(
        sheet=sheet.name,
        body=body,
        header=table.range.top,
        last=last,
        totals=totals,
        moved_to=moved_to,
    )


def _refuse_growth(where: str, rows: int, found: str) -> WorkbookRefused:
    return WorkbookRefused(
        f"{where}: expected {rows} free rows under the table, found something at {found}. "
        "Move it beside the table or to another sheet and try again."
    )


def _inside(inner: Range, outer: Range) -> bool:
    return inner.left >= outer.left and inner.right <= outer.right and inner.top >= outer.top


def _first_filled(sheet: Sheet, cells: Range) -> str | None:
    for number in sheet.rows_from(cells.top):
        if number > cells.bottom:
            return None
        for column, cell in sheet.row(number).cells.items():
            if cells.left <= column <= cells.right and cell[1]:
                return f"{column_letters(column)}{number}"
    return None


def lift(sheet: Sheet, resize: Resize) -> dict[int, tuple[dict[int, Cell], str]]:
    """Take the cells under the body off the sheet, for :func:`put_down` at their new rows.

    Returns:
        By new row number: the cells, and the row's height where the whole row moves.
    """
    body = resize.body
    area = Range(body.left, body.bottom + 1, body.right, resize.moved_to)
    lifted: dict[int, tuple[dict[int, Cell], str]] = {}
    if not resize.rows or area.top > area.bottom:
        return lifted
    expand_shared(sheet, area)
    for number in sheet.rows_from(area.top):
        if number > area.bottom:
            break
        row = sheet.row(number)
        cells = {
            column: _array_moved(cell, resize.rows)
            for column, cell in row.cells.items()
            if body.left <= column <= body.right
        }
        others = {column: cell for column, cell in row.cells.items() if column not in cells}
        height = "" if others else height_of(row.attributes)
        attributes = row.attributes if others else without_height(row.attributes)
        lifted[number + resize.rows] = (cells, height)
        sheet.set_row(number, Row(attributes, others, row.rest))
    return lifted


def _array_moved(cell: Cell, rows: int) -> Cell:
    """Return a cell whose own-cell array formula names its new place."""
    found = formula_of(cell[1])
    if found is None or 't="array"' not in found[0]:
        return cell

    def lower(match: re.Match[str]) -> str:
        old = parse_range(match[2])
        return f"{match[1]}{old._replace(top=old.top + rows, bottom=old.bottom + rows)}{match[3]}"

    return cell[0], re.sub(r'(<f\b[^>]*\bref=")([^"]+)(")', lower, cell[1], count=1)


def put_down(sheet: Sheet, lifted: dict[int, tuple[dict[int, Cell], str]]) -> None:
    """Put lifted cells at their new rows."""
    for number, (cells, height) in lifted.items():
        row = sheet.row(number)
        row.cells.update(cells)
        if height and not height_of(row.attributes):
            row.attributes += height
        sheet.set_row(number, row)


def beside(raw: bytes, left: int, right: int) -> bool:
    """Say whether a row holds cells left or right of a table, without taking it apart.

    Args:
        raw: The row's XML.
        left: First column of the table.
        right: Last column of the table.
    """
    first = _FIRST_CELL.search(raw)
    final = raw.rfind(b'<c r="')
    end = _FIRST_CELL.match(raw, final) if final >= 0 else None
    if first is None or end is None:
        return b"<c" in raw
    if b"<extLst" in raw[-400:] or raw.count(b"<c ") != raw.count(b'<c r="'):
        return True
    return column_number(first[1].decode()) < left or column_number(end[1].decode()) > right
