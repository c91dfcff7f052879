"""Adds sheets, and writes rows that bring their looks along from a model sheet."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from cs_workbook.workbook.package import sheets as sheet_list
from cs_workbook.workbook.package.addresses import Range, column_letters, parse_cell
from cs_workbook.workbook.package.cell_writer import CellWriter
from cs_workbook.workbook.package.cells import (
    Cell,
    check_value,
    inner_xml,
    refuse_value,
    style_attribute,
    style_of,
)
from cs_workbook.workbook.package.names import with_print_names
from cs_workbook.workbook.package.new_sheets import empty_sheet_like, plain_sheet
from cs_workbook.workbook.package.page_breaks import with_breaks
from cs_workbook.workbook.package.rows import attributes_for, escaped_formula
from cs_workbook.workbook.package.sheet import Sheet
from cs_workbook.workbook.package.strings import used_in
from cs_workbook.workbook.package.validations import Rule, Validations
from cs_workbook.workbook.port import CellValue, FormulaCell, NewCell, NewRow

_HEIGHT = re.compile(r'\s+(?:ht|customHeight)="[^"]*"')
_CHOSEN = re.compile(r'\scustomHeight="(?:1|true)"')


class _Look(NamedTuple):
    """What a cell of a model sheet hands on: its format, and what it accepts."""

    style: int
    rule: Rule | None


class SheetWriter(CellWriter):
    """A workbook file that takes new sheets."""

    def add_sheet(
        self,
        name: str,
        rows: Sequence[Sequence[CellValue]] = (),
        *,
        after: str | None = None,
        like: str | None = None,
    ) -> None:
        """Add a worksheet: with simple values from A1, or empty and set up like another.

        Args:
            name: Its name, at most 31 characters.
            rows: Its values, where it is like no other.
            after: The sheet it stands behind; at the end where ``None``.
            like: The sheet whose columns, view and print set-up it takes over.

        Raises:
            TableMissing: There is no sheet named ``after`` or ``like``.
            WorkbookRefused: Excel would not take the name or a value.
        """
        if after is not None:
            after = self._entry(after).name
        written: Callable[[str], str]
        if like is None:

            def written(code_name: str) -> str:
                return plain_sheet(name, rows, code_name, self._styles, self._dates)
        else:
            model = self._sheet(like)

            def written(code_name: str) -> str:
                return empty_sheet_like(model.head, model.tail, code_name)

        if self._code_names is None:
            self._code_names = sheet_list.known_code_names(self._package)
        entry = sheet_list.add_sheet(
            self._package, name, written, after=after, code_names=self._code_names
        )
        self._entries = sheet_list.worksheets(self._package)
        if like is not None:
            workbook = self._package.text(self._package.workbook_part)
            workbook = with_print_names(workbook, like=self._entry(like).name, name=entry.name)
            self._package.write(self._package.workbook_part, workbook)
        used = Range(1, 1, max(map(len, rows), default=1) or 1, max(len(rows), 1))
        self._dirty.append((entry.name, used))

    def write_rows(self, sheet: str, rows: Mapping[int, NewRow], *, like: str) -> None:
        """Write cells with their looks (see the port)."""
        part, model = self._sheet(sheet), self._sheet(like)
        taken = Validations(part.tail)
        looks = self._looks(model, rows)
        for number, row in rows.items():
            # Whatever may refuse comes first, so that a refused row has changed nothing.
            new = {
                column: self._new_cell(part, number, column, cell, looks)
                for column, cell in row.cells.items()
            }
            old = part.row(number)
            for column in new.keys() & old.cells.keys():
                self._replaced_strings |= used_in(_cell_bytes(old.cells[column]))
            old.cells.update(new)
            if row.height is not None and not (row.grows and _CHOSEN.search(old.attributes)):
                height = f' ht="{row.height:g}"' + ("" if row.grows else ' customHeight="1"')
                old.attributes = _HEIGHT.sub("", old.attributes) + height
            old.attributes = attributes_for(
                old.attributes, first=min(old.cells), last=max(old.cells), unhide=False
            )
            part.set_row(number, old)
            part.widen(number, max(old.cells))
            self._dirty.append((part.name, Range(min(new), number, max(new), number)))
            for column, cell in row.cells.items():
                if cell.like is not None:
                    taken.give(f"{column_letters(column)}{number}", looks[cell.like].rule)
        part.tail = taken.written(part.tail)

    def break_pages(self, sheet: str, rows: Sequence[int]) -> None:
        """Begin printed pages at rows (see the port)."""
        part = self._sheet(sheet)
        tail = with_breaks(part.tail, rows)
        if tail != part.tail:
            part.tail, part.touched = tail, True

    def _looks(self, model: Sheet, rows: Mapping[int, NewRow]) -> dict[str, _Look]:
        """Return what the cells of the model sheet hand on, by their addresses."""
        offered = Validations(model.tail)
        wanted = {cell.like for row in rows.values() for cell in row.cells.values() if cell.like}
        looks = {}
        for address in wanted:
            row, column = parse_cell(address)
            found = model.row(row).cells.get(column)
            style = style_of(found[0]) if found is not None else 0
            looks[address] = _Look(style, offered.of(address))
        return looks

    def _new_cell(
        self, part: Sheet, number: int, column: int, cell: NewCell, looks: Mapping[str, _Look]
    ) -> Cell:
        value, formula = cell.content, None
        here = Range(column, number, column, number)
        if isinstance(cell.content, FormulaCell):
            value, formula = cell.content.value, escaped_formula(cell.content.formula)
            self._formulas_moved = True
            self._fresh.setdefault(part.name, []).append(here)
        try:
            value = check_value(value)
            kind, inner = inner_xml(value, self._dates, formula)
        except ValueError as error:
            raise refuse_value(part.name, str(here), error) from error
        if cell.like is None:
            style = self._style_for(part, number, column)
        else:
            style = looks[cell.like].style
        if isinstance(value, date):
            style = self._styles.dated(style, time=isinstance(value, datetime))
        return f"{style_attribute(style)}{kind}", inner


def _cell_bytes(cell: Cell) -> bytes:
    return f"<c{cell[0]}>{cell[1]}".encode()
