"""New content of a table, brought into the form its rows are rendered from."""

import re
from collections.abc import Iterable, Mapping

from cs_workbook.errors import WorkbookRefused
from cs_workbook.workbook.package import xml
from cs_workbook.workbook.package.addresses import Range, column_letters
from cs_workbook.workbook.package.cells import formula_of
from cs_workbook.workbook.package.column_writer import NewColumn
from cs_workbook.workbook.package.readable_book import Place
from cs_workbook.workbook.package.rows import Row, escaped_formula, height_of
from cs_workbook.workbook.package.sheet import Sheet
from cs_workbook.workbook.package.tables import Table
from cs_workbook.workbook.port import CellValue, ColumnContent, FormulaCell, FormulaColumn

_FORMULA_CELL = re.compile(rb'<c r="([A-Z]+)\d+"[^>]*><f')


def new_column(content: ColumnContent) -> NewColumn:
    """Return a column with its values and formulas apart."""
    if isinstance(content, FormulaColumn):
        return NewColumn(
            values=list(content.values), formula=escaped_formula(content.formula), formulas={}
        )
    if FormulaCell not in set(map(type, content)):
        return NewColumn(values=list(content), formula=None, formulas={})  # type: ignore[arg-type]
    values: list[CellValue] = []
    own: dict[int, str] = {}
    for position, cell in enumerate(content):
        if isinstance(cell, FormulaCell):
            own[position] = escaped_formula(cell.formula)
            values.append(cell.value)
        else:
            values.append(cell)
    return NewColumn(values=values, formula=None, formulas=own)


def common_length(place: Place, new: Mapping[int, NewColumn]) -> int:
    """Return how many rows all columns have.

    Raises:
        WorkbookRefused: They differ, or there is no column.
    """
    lengths = {len(column.values) for column in new.values()}
    if len(lengths) == 1:
        return lengths.pop()
    raise WorkbookRefused(
        f"{place.sheet} ({place.table.name}): expected columns of one length, found "
        f"{sorted(lengths) or 'no column'}. Give every column the same number of rows."
    )


def calculated(table: Table, template: Row, new: Mapping[int, NewColumn]) -> dict[int, str]:
    """Return the formulas a new row gets in columns nobody writes, as Excel fills them.

    The text comes from the first body row; what the table part says is not always what the cells
    say (LibreOffice writes another syntax there).
    """
    found = {}
    for position, column in enumerate(table.columns):
        number = table.range.left + position
        if number in new or column.formula is None:
            continue
        cell = template.cells.get(number)
        own = formula_of(cell[1]) if cell is not None else None
        found[number] = xml.unescape(own[1]) if own is not None else column.formula
    return found


def keeps_formulas(body: Range, new: Mapping[int, NewColumn], rows: Iterable[bytes]) -> bool:
    """Say whether a column nobody writes holds formulas."""
    kept = {
        column_letters(column).encode()
        for column in range(body.left, body.right + 1)
        if column not in new
    }
    if not kept:
        return False
    for raw in rows:
        if b"<f" in raw:
            found = set(_FORMULA_CELL.findall(raw))
            if found & kept or len(found) == 0:
                return True
    return False


def common_height(sheet: Sheet, table: Table) -> str:
    """Return the height new rows get: that of the old rows, where they agree on one."""
    heights = {height_of(sheet.row(number).attributes) for number in {table.first, table.last}}
    return heights.pop() if len(heights) == 1 else ""
