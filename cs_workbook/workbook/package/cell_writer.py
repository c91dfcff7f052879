"""Writes single cells."""

import re

from cs_workbook.errors import WorkbookRefused
from cs_workbook.workbook.package import xml
from cs_workbook.workbook.package.addresses import Range, parse_cell
from cs_workbook.workbook.package.cells import (
    Cell,
    check_value,
    formula_of,
    inner_xml,
    refuse_value,
    style_attribute,
    style_of,
)
from cs_workbook.workbook.package.following import says
from cs_workbook.workbook.package.readable_book import ReadableBook
from cs_workbook.workbook.package.rows import Row, attributes_for, escaped_formula
from cs_workbook.workbook.package.shared_formulas import expand_shared
from cs_workbook.workbook.package.sheet import Sheet
from cs_workbook.workbook.package.strings import used_in
from cs_workbook.workbook.port import CellContent, FormulaCell


class CellWriter(ReadableBook):
    """A workbook file whose single cells can be written."""

    def write_name(self, name: str, content: CellContent) -> None:
        """Write the single cell a workbook name points to, keeping its format."""
        self.write_cell(*self._named_cell(name), content)

    def write_cell(self, sheet: str, cell: str, content: CellContent) -> None:
        """Write one cell by its sheet and A1 address, keeping its format.

        Raises:
            TableMissing: No such sheet.
            WorkbookRefused: The cell is a table's header or part of an array formula.
        """
        part = self._sheet(sheet)
        row_number, column = parse_cell(cell)
        here = Range(column, row_number, column, row_number)
        address = str(here)
        value, formula = content, None
        if isinstance(content, FormulaCell):
            value, formula = content.value, escaped_formula(content.formula)
        try:
            value = check_value(value)
            kind, inner = inner_xml(value, self._dates, formula)
        except ValueError as error:
            raise refuse_value(sheet, address, error) from error
        row = part.row(row_number)
        old = row.cells.get(column)
        if formula is not None and old is not None:
            kept = self._same_formula(old, formula, kind, inner)
            if kept is not None:
                self._fresh.setdefault(part.name, []).append(here)
                self._put(part, row_number, column, kept)
                return
        if old is not None and says(self._reader, old, value, formula):
            self._fresh.setdefault(part.name, []).append(here)
            return
        if old is None and value is None and formula is None:
            return
        self._check_header(part.name, here, value)
        expand_shared(part, here)
        style = self._style_for(part, row_number, column)
        if not isinstance(value, bool | int | float | str) and hasattr(value, "isoformat"):
            style = self._styles.dated(style, time=hasattr(value, "hour"))
        if formula is not None or (old is not None and formula_of(old[1]) is not None):
            self._formulas_moved = True
        if old is not None:
            self._replaced_strings |= used_in(f"<c{old[0]}>{old[1]}".encode())
        self._fresh.setdefault(part.name, []).append(here)
        self._put(part, row_number, column, (f"{style_attribute(style)}{kind}", inner))

    def _same_formula(self, old: Cell, formula: str, kind: str, inner: str) -> Cell | None:
        """Return a formula cell with another cached value, where the formula stays the same.

        So an array formula or a dynamic array (``cm``) keeps what makes it one.
        """
        found = formula_of(old[1])
        if found is None or not found[1] or 't="shared"' in found[0]:
            return None
        if xml.unescape(found[1]) != xml.unescape(formula) or not found[0]:
            return None
        keep = old[1][: old[1].index("</f>") + 4]
        attributes = "".join(
            part for part in _attribute_texts(old[0]) if not part.startswith(" t=")
        )
        return f"{attributes}{kind}", keep + inner.partition("</f>")[2]

    def _put(self, part: Sheet, number: int, column: int, cell: Cell) -> None:
        row = part.row(number)
        if row.cells.get(column) == cell:
            return
        row.cells[column] = cell
        row.attributes = _fitting(row)
        part.set_row(number, row)
        part.widen(number, column)
        self._dirty.append((part.name, Range(column, number, column, number)))

    def _style_for(self, part: Sheet, number: int, column: int) -> int:
        row = part.row(number)
        cell = row.cells.get(column)
        if cell is not None:
            return style_of(cell[0])
        return part.column_style(column) if row.style is None else row.style

    def _check_header(self, sheet: str, here: Range, value: object) -> None:
        for table, home in self._table_places().values():
            if home != sheet or not table.headers:
                continue
            if table.range._replace(bottom=table.range.top).meets(here):
                name = table.columns[here.left - table.range.left].name
                raise WorkbookRefused(
                    f"{sheet}!{here}: expected the header {name!r} of {table.name} to stay, found "
                    f"{value!r}. Rename a column in Excel, which keeps the table whole."
                )


def _attribute_texts(attributes: str) -> list[str]:
    return re.findall(r'\s[\w:]+="[^"]*"', attributes)


def _fitting(row: Row) -> str:
    """Return a row's attributes without a span that its cells exceed."""
    return attributes_for(row.attributes, first=min(row.cells), last=max(row.cells), unhide=False)
