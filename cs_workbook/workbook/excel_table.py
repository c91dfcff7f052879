"""One table of the open workbook: where it stands, its rows, its size.

Knows xlwings only by the part of its ranges, tables and sheets that is used here, all of it public.
"""

from collections.abc import Sequence
from typing import Any, Protocol

from cs_workbook.workbook import excel_cells
from cs_workbook.workbook.excel_cells import Cells
from cs_workbook.workbook.port import CellContent, CellValue, FormulaCell, TableShape
from cs_workbook.workbook.table_plan import Column, blocks


class Table(Protocol):
    """The part of xlwings' ``Table`` that is used here."""

    show_totals: Any  # yes or no

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def range(self) -> Cells:
        """Its cells, header and totals row included."""

    def resize(self, range: Any) -> None:  # noqa: A002, ANN401 - as xlwings has it
        """Give it other cells."""


class Sheet(Protocol):
    """The part of xlwings' ``Sheet`` that is used here."""

    @property
    def name(self) -> str:
        """Its name."""

    def range(self, cell1: Any, cell2: Any = None) -> Cells:  # noqa: ANN401 - as xlwings has it
        """Return cells by their corners, counted from 1."""


class ExcelTable:
    """A table on its sheet.

    Args:
        table: The table.
        sheet: Its sheet.

    Attributes:
        shape: Where it stands; its rows without header and totals.
    """

    def __init__(self, table: Table, sheet: Sheet) -> None:
        self._table = table
        self._sheet = sheet
        place = table.range
        rows, width = place.shape
        header = sheet.range((place.row, place.column)).resize(1, width)
        self.shape = TableShape(
            name=table.name,
            sheet=sheet.name,
            header_row=place.row,
            first_column=place.column,
            columns=tuple(str(text) for text in header.options(ndim=1).value),
            rows=max(rows - 1 - bool(table.show_totals), 1),
        )

    @property
    def place(self) -> str:
        """Sheet and name, as messages say it."""
        return f"{self.shape.sheet} ({self.shape.name})"

    def values(self) -> list[list[CellValue]]:
        """Return its rows; none where it shows only the one empty row it must."""
        cells = self._rows(self.shape.rows)
        rows = excel_cells.read(cells)
        if self.shape.rows == 1 and all(
            cell is None or isinstance(cell, FormulaCell) for cell in excel_cells.contents(cells)[0]
        ):
            return []
        return rows

    def contents(self) -> list[Sequence[CellContent]]:
        """Return what it holds, column by column."""
        return list(zip(*excel_cells.contents(self._rows(self.shape.rows)), strict=True))

    def probe(self) -> None:
        """Fail where a change would: a header written as it is changes nothing."""
        header = self._sheet.range((self.shape.header_row, self.shape.first_column))
        excel_cells.write(header, [[self.shape.columns[0]]])

    def put(self, rows: int, columns: Sequence[Column | None]) -> None:
        """Give it its rows and columns.

        Args:
            rows: How many rows; at least one.
            columns: What each column gets; ``None`` leaves it as it is.
        """
        # Whether Excel resizes a table under its totals row well nobody has promised.
        totals = self._table.show_totals
        if totals:
            self._table.show_totals = False
        try:
            self._resize(rows)
            for start, block in blocks(columns):
                self._put_block(rows, start, block)
        finally:
            if totals:
                self._table.show_totals = True

    def _rows(self, count: int, *, after: int = 0) -> Cells:
        """Return whole rows of the body, or the cells below it."""
        first = self._sheet.range((self.shape.header_row + 1 + after, self.shape.first_column))
        return first.resize(count, len(self.shape.columns))

    def _resize(self, rows: int) -> None:
        now = self._table.range.shape[0] - 1
        if rows == now:
            return
        more = rows - now
        changed = self._rows(abs(more), after=min(rows, now))
        if more > 0 and any(
            cell is not None for row in excel_cells.contents(changed) for cell in row
        ):
            # Make room for the new rows, as Excel does: what stands below moves down.
            changed.insert(shift="down")
        top = self._sheet.range((self.shape.header_row, self.shape.first_column))
        self._table.resize(top.resize(rows + 1, len(self.shape.columns)))
        if more > 0:
            self._extend_formats(now, more)
        else:
            changed.clear()

    def _extend_formats(self, now: int, more: int) -> None:
        """Give new rows the formats of the row above them."""
        last = self._rows(1, after=now - 1)
        try:
            last.autofill(self._rows(more + 1, after=now - 1), "fill_formats")
        except NotImplementedError:  # number formats at least; they decide what a value becomes
            added = self._rows(more, after=now)
            for column in range(len(self.shape.columns)):
                shown = last[:, column : column + 1].number_format
                added[:, column : column + 1].number_format = shown

    def _put_block(self, rows: int, start: int, block: Sequence[Column]) -> None:
        cells = self._rows(rows)[:, start : start + len(block)]
        formula = block[0].formula
        if formula is not None:
            excel_cells.write_formula(cells[block[0].first :, :], formula)
        else:
            excel_cells.write(cells, list(zip(*(column.cells for column in block), strict=True)))
