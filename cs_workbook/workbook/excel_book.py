"""The open workbook as a :class:`~cs_workbook.workbook.port.SheetWorkbook`, through xlwings.

Only xlwings' public interface is used, and the workbook is never asked where it lies. Tables are
read in one block each, and once. Changes are gathered and written by ``save`` in one go: values in
blocks of neighbouring columns, a calculated column as one formula. Where anything stops it, what
was written is taken back. Saving the file is left to the person.

Empty cells and empty texts both read as ``None``. When rows change their order, values and formulas
of people's own columns follow; what hangs on a cell (its format, a note) stays at its place.
"""

import dataclasses
from collections.abc import Callable, Mapping, Sequence

import xlwings as xw

from cs_workbook import errors
from cs_workbook.errors import TableMissing, WorkbookError
from cs_workbook.workbook import excel_cells
from cs_workbook.workbook.excel_refusals import asking, refuse_if_busy, require_writable
from cs_workbook.workbook.excel_sheets import PendingSheets, read_rows
from cs_workbook.workbook.excel_table import ExcelTable
from cs_workbook.workbook.package.addresses import column_letters, parse_cell
from cs_workbook.workbook.pending import (
    Pending,
    checked,
    checked_cell,
    checked_origin,
    header_of,
    values_of,
)
from cs_workbook.workbook.port import (
    CellContent,
    CellValue,
    ColumnContent,
    FormulaCell,
    NewRow,
    TableShape,
)
from cs_workbook.workbook.table_plan import as_it_is, plan


class ExcelBook:
    """A workbook open in Excel.

    Args:
        book: The workbook, as ``xw.Book.caller()`` gives it.
        told: Told what is being written, before it is; may raise to stop.
    """

    def __init__(self, book: xw.Book, *, told: Callable[[str], None] = lambda _: None) -> None:
        self._book = book
        self._told = told
        self._forget()

    def _forget(self) -> None:
        self._known: dict[str, ExcelTable] | None = None
        self._bodies: dict[str, dict[str, list[CellValue]]] = {}
        self._pending: dict[str, Pending] = {}
        self._cells: dict[tuple[str, int, int], CellContent] = {}
        self._sheets = PendingSheets()
        self._names: dict[str, xw.Name] | None = None
        self._named_cells: dict[str, tuple[xw.Sheet, int, int]] = {}

    # Reading

    def sheet_names(self) -> tuple[str, ...]:
        """Return the worksheet names in tab order."""
        with asking("the sheets"):
            return (*self._book.sheet_names, *self._sheets.added)

    def read_sheet(self, sheet: str) -> dict[int, tuple[CellValue, ...]]:
        """Return the values of a sheet by row number (see the port)."""
        name = self._sheet_name(sheet)
        with asking(name):
            found = {} if name in self._sheets.added else read_rows(self._book.sheets[name])
        return self._sheets.over(name, found)

    def tables(self) -> Mapping[str, TableShape]:
        """Return every table by name."""
        shapes = {name: table.shape for name, table in self._tables().items()}
        for name, pending in self._pending.items():
            shapes[name] = dataclasses.replace(shapes[name], rows=max(pending.count, 1))
        return shapes

    def read_table(
        self, table: str, *, columns: Sequence[str] | None = None
    ) -> dict[str, list[CellValue]]:
        """Return the body of a table, column by column (see the port)."""
        found = self._table(table)
        wanted = found.shape.columns if columns is None else columns
        headers = {name: header_of(found.shape, name) for name in wanted}
        body = self._body(found)
        pending = self._pending.get(found.shape.name)
        if pending is not None:
            return {name: pending.view(header, body[header]) for name, header in headers.items()}
        return {name: list(body[header]) for name, header in headers.items()}

    def read_name(self, name: str) -> CellValue:
        """Return the value of the single cell a workbook name points to."""
        sheet, row, column = self._named(name)
        if (sheet.name, row, column) in self._cells:
            content = self._cells[sheet.name, row, column]
            return content.value if isinstance(content, FormulaCell) else content
        with asking(f"the name {name}"):
            block = excel_cells.read(sheet.range((row, column)))
        return block[0][0]

    # Gathering changes

    def write_table(
        self,
        table: str,
        columns: Mapping[str, ColumnContent],
        *,
        origin: Sequence[int | None] | None = None,
    ) -> None:
        """Replace the body of a table, once saved (see the port)."""
        found = self._table(table)
        shape = found.shape
        good = checked(shape, {header_of(shape, name): cells for name, cells in columns.items()})
        count = len(values_of(next(iter(good.values()))))
        old = self._pending.get(shape.name)
        before = old.count if old else len(self._body(found)[shape.columns[0]])
        origins = checked_origin(shape, count, before, origin)
        self._pending[shape.name] = (
            old.then(origins, good) if old else Pending(origins=origins, columns=good)
        )

    def write_name(self, name: str, content: CellContent) -> None:
        """Write the single cell a workbook name points to, once saved, keeping its format."""
        sheet, row, column = self._named(name)
        self.write_cell(sheet.name, f"{column_letters(column)}{row}", content)

    def write_cell(self, sheet: str, cell: str, content: CellContent) -> None:
        """Write one cell by its sheet and A1 address, once saved, keeping its format.

        Raises:
            TableMissing: No such sheet.
            WorkbookRefused: The cell is a table's header.
        """
        name = self._sheet_name(sheet)
        row, column = parse_cell(cell)
        for shape in self.tables().values():
            at = column - shape.first_column
            here = shape.sheet == name and shape.header_row == row
            if here and 0 <= at < len(shape.columns):
                raise errors.WorkbookRefused(
                    f"{name}!{cell}: expected the header {shape.columns[at]!r} of "
                    f"{shape.name} to stay, found {content!r}. Rename a column in Excel, "
                    "which keeps the table whole."
                )
        self._cells[name, row, column] = checked_cell(name, cell, content)

    def add_sheet(self, name: str, *, like: str, after: str | None = None) -> None:
        """Add an empty sheet set up like another one, once saved (see the port)."""
        behind = None if after is None else self._sheet_name(after)
        self._sheets.add(name, like=self._sheet_name(like), after=behind, taken=self.sheet_names())

    def write_rows(self, sheet: str, rows: Mapping[int, NewRow], *, like: str) -> None:
        """Write cells with their looks, once saved (see the port)."""
        self._sheets.write(self._sheet_name(sheet), rows, like=self._sheet_name(like))

    def break_pages(self, sheet: str, rows: Sequence[int]) -> None:
        """Begin printed pages at rows, once saved (see the port)."""
        self._sheets.breaks[self._sheet_name(sheet)] = tuple(rows)

    def require_writable(self) -> None:
        """Refuse a workbook that was opened read-only, before anybody works for nothing.

        Raises:
            WorkbookLocked: Excel says it is read-only.
        """
        require_writable(self._book)

    def save(self) -> None:
        """Put every change into the open workbook: all of it, or none of it.

        Raises:
            WorkbookLocked: A cell is being edited, or a sheet is protected.
            WorkbookError: Excel did not take a change.
        """
        undo: list[Callable[[], None]] = []
        try:
            # Single cells first: the protected ones are among them, and refuse at once.
            for (sheet, row, column), content in self._cells.items():
                self._told(f"Writing {sheet}")
                self._put_cell(sheet, row, column, content, undo)
            for name, pending in self._pending.items():
                self._told(f"Writing {name}")
                self._put_table(name, pending, undo)
            self._sheets.put(self._book, self._told, undo)
        except BaseException as error:
            self._take_back(undo, error)
            raise
        self._forget()

    # Putting changes into the workbook

    def _put_cell(
        self,
        sheet: str,
        row: int,
        column: int,
        content: CellContent,
        undo: list[Callable[[], None]],
    ) -> None:
        where = f"{sheet}!{column_letters(column)}{row}"
        with asking(where):
            cell = self._book.sheets[sheet].range((row, column))
            old = excel_cells.contents(cell)[0][0]
            excel_cells.write(cell, [[content]])
            undo.append(lambda: excel_cells.write(cell, [[old]]))

    def _put_table(self, name: str, pending: Pending, undo: list[Callable[[], None]]) -> None:
        table = self._table(name)
        with asking(table.place):
            table.probe()
            old = table.contents()
            undo.append(lambda: table.put(table.shape.rows, as_it_is(table.shape, old)))
            empty = not self._body(table)[table.shape.columns[0]]
            columns = plan(table.shape, pending, old, empty=empty)
            table.put(max(pending.count, 1), columns)

    def _take_back(self, undo: list[Callable[[], None]], error: BaseException) -> None:
        """Write back what was there, last first."""
        self._known = None
        for step in reversed(undo):
            try:
                step()
            except Exception as failed:  # noqa: BLE001 - whatever Excel says no with
                raise WorkbookError(
                    f"{self._book.name}: the change stopped ({error}) and could not be taken back "
                    f"({failed}). Close the workbook without saving."
                ) from error

    # Looking things up

    def _tables(self) -> dict[str, ExcelTable]:
        if self._known is None:
            with asking("the tables"):
                self._known = {
                    table.name: ExcelTable(table, sheet)
                    for sheet in self._book.sheets
                    for table in sheet.tables
                }
        return self._known

    def _table(self, name: str) -> ExcelTable:
        known = self._tables()
        for spelling, table in known.items():
            if spelling.casefold() == name.casefold():
                return table
        raise TableMissing(
            f"{self._book.name}: expected a table named {name!r}, found "
            f"{', '.join(known) or 'no table'}. Restore the table or its name."
        )

    def _sheet_name(self, name: str) -> str:
        names = self.sheet_names()
        for known in names:
            if known.casefold() == name.casefold():
                return known
        raise TableMissing(
            f"{self._book.name}: expected a sheet named {name!r}, found {', '.join(names)}. "
            "Restore the sheet or its name."
        )

    def _named(self, name: str) -> tuple[xw.Sheet, int, int]:
        """Return sheet, row and column of the cell a name points to."""
        if self._names is None:
            with asking("the names"):
                self._names = {known.name.casefold(): known for known in self._book.names}
        key = name.casefold()
        if key not in self._named_cells:
            found = None
            if key in self._names:
                try:
                    target = self._names[key].refers_to_range
                    found = (target.sheet, target.row, target.column) if target.size == 1 else None
                except Exception as error:  # noqa: BLE001 - the cells are gone: each platform has its own
                    refuse_if_busy(error, f"the name {name}")
            if found is None:
                raise TableMissing(
                    f"{self._book.name}: expected the name {name!r} to point to one cell, found no "
                    "such name. Restore it under Formulas > Name Manager."
                )
            self._named_cells[key] = found
        return self._named_cells[key]

    def _body(self, table: ExcelTable) -> dict[str, list[CellValue]]:
        """Return the values of a table as the sheet has them, read once."""
        shape = table.shape
        if shape.name not in self._bodies:
            with asking(table.place):
                rows = table.values()
            self._bodies[shape.name] = {
                header: [row[place] for row in rows] for place, header in enumerate(shape.columns)
            }
        return self._bodies[shape.name]
