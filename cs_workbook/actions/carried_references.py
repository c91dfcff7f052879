"""What formulas on carried sheets refer to, followed from an older layout into this one.

Tables, columns and names are found by name and need to be there. Cells of the tracker's own sheets
are found by what they are: a column of a table, a row by its key, a cell with a name, or a cell
that says the same in both layouts. A formula that refers to anything else is refused, because it
would show another figure under the same words.
"""

from collections.abc import Collection, Mapping
from functools import cached_property

from cs_workbook.schema.tables import TABLES
from cs_workbook.workbook.calculator import CannotCalculate
from cs_workbook.workbook.calculator.structured import parse_brackets
from cs_workbook.workbook.file_book import FileBook
from cs_workbook.workbook.package import formulas
from cs_workbook.workbook.package.addresses import LAST_ROW, Range, parse_cell
from cs_workbook.workbook.package.formulas import Reference
from cs_workbook.workbook.port import CellValue, TableShape

_MOST_COMPARED = 2_000
_Key = tuple[CellValue, ...]


class CannotFollow(ValueError):
    """Something a formula refers to is not there, or not for certain."""


class CarriedReferences:
    """Follows the references of formulas from an older tracker into the new one.

    Args:
        old: The older tracker.
        new: The new one, its tables filled with what the older one held.
        own: The sheets of people's own, which are carried as they are.
        names: The names of people's own, which are carried too.
    """

    def __init__(
        self, old: FileBook, new: FileBook, *, own: Collection[str], names: Collection[str]
    ) -> None:
        self._old = old
        self._new = new
        self._own = {name.casefold() for name in own}
        self._names = {name.casefold() for name in names}
        self._keys: dict[tuple[bool, str], list[_Key] | None] = {}
        self._followed: dict[str, str] = {}

    def followed(self, formula: str) -> str:
        """Return a formula as it says the same in the new tracker.

        Raises:
            CannotFollow: It refers to something that is not there, or not for certain.
        """
        if formula not in self._followed:
            self._check_names(formula)
            for table, brackets in formulas.table_references(formula):
                self._check_columns(table, brackets)
            self._followed[formula] = formulas.changed_references(formula, self._moved)
        return self._followed[formula]

    @cached_property
    def _old_tables(self) -> Mapping[str, TableShape]:
        return {name.casefold(): shape for name, shape in self._old.tables().items()}

    @cached_property
    def _new_tables(self) -> Mapping[str, TableShape]:
        return {name.casefold(): shape for name, shape in self._new.tables().items()}

    @cached_property
    def _gone(self) -> set[str]:
        """Names and tables the new tracker does not have; those of own sheets go along."""
        own_tables = {
            name for name, shape in self._old_tables.items() if shape.sheet.casefold() in self._own
        }
        new_names = {name.casefold() for name in self._new.name_formulas()}
        tables = self._old_tables.keys() - self._new_tables.keys() - own_tables
        names = {
            name.casefold() for name in self._old.name_formulas() if "!" not in name
        } - new_names
        return tables | (names - self._names)

    def _check_names(self, formula: str) -> None:
        for word in sorted(formulas.words(formula) & self._gone):
            raise CannotFollow(f"{word!r}, which the new layout does not have")

    def _check_columns(self, table: str, brackets: str) -> None:
        old, new = (tables.get(table.casefold()) for tables in (self._old_tables, self._new_tables))
        if old is None or old.sheet.casefold() in self._own or new is None:
            return
        try:
            reference = parse_brackets(table, brackets)
        except CannotCalculate as error:
            raise CannotFollow(f"{table}{brackets}, which cannot be read") from error
        if reference.first is None:
            return
        last = reference.last or reference.first
        if _between(old, reference.first, last) != _between(new, reference.first, last):
            raise CannotFollow(f"{table}{brackets}, whose columns the new layout has otherwise")

    def _moved(self, reference: Reference) -> str | None:
        """Return how a reference is written in the new tracker, ``None`` where it is the same."""
        sheet = reference.sheet
        if sheet is None or sheet.casefold() in self._own:
            return None
        if ":" in sheet:
            raise CannotFollow(f"{sheet}!{reference.text}, which spans several sheets")
        if sheet.casefold() not in {name.casefold() for name in self._new.sheet_names()}:
            raise CannotFollow(f"the sheet {sheet!r}, which the new layout does not have")
        cells = self._place(sheet, reference.range)
        if cells is None:
            raise CannotFollow(
                f"{formulas.quoted_sheet(sheet)}!{reference.text}, which stands elsewhere in the "
                "new layout"
            )
        return None if cells == reference.range else formulas.relocated(reference.text, cells)

    def _place(self, sheet: str, cells: Range) -> Range | None:
        """Return where cells of a tracker's own sheet stand now, ``None`` where it is not sure."""
        for name, shape in self._old_tables.items():
            if shape.sheet.casefold() == sheet.casefold() and _in_columns(cells, shape):
                new = self._new_tables.get(name)
                if new is None or new.sheet.casefold() != sheet.casefold():
                    return None
                found = self._in_table(shape, new, cells)
                if found is not None or cells.bottom > shape.header_row:
                    return found
        return self._by_name(sheet, cells) or (cells if self._same(sheet, cells) else None)

    def _in_table(self, old: TableShape, new: TableShape, cells: Range) -> Range | None:
        """Return where cells in a table's columns stand, ``None`` where they do not or above it."""
        first, last = (old.columns[at - old.first_column] for at in (cells.left, cells.right))
        columns = _between(old, first, last)
        if columns is None or columns != _between(new, first, last):
            return None
        rows = self._rows(old, new, cells)
        if rows is None:
            return None
        left = new.first_column + _headers(new).index(first.casefold())
        return Range(left, rows[0], left + len(columns) - 1, rows[1])

    def _rows(self, old: TableShape, new: TableShape, cells: Range) -> tuple[int, int] | None:
        body = old.header_row + 1
        if (cells.top, cells.bottom) == (1, LAST_ROW):
            return 1, LAST_ROW
        if cells.top < old.header_row:
            return None
        top_at = cells.top - body
        if top_at <= 0 and cells.bottom >= old.header_row + old.rows:
            # The whole body, perhaps with its header and room to grow.
            more = cells.bottom - (old.header_row + old.rows)
            top = new.header_row + 1 + top_at
            last = LAST_ROW if cells.bottom == LAST_ROW else new.header_row + new.rows + more
            return top, min(last, LAST_ROW)
        if cells.bottom == old.header_row:
            return new.header_row, new.header_row
        return self._body_rows(old, new, top_at, cells.bottom - body)

    def _body_rows(
        self, old: TableShape, new: TableShape, first: int, last: int
    ) -> tuple[int, int] | None:
        """Return where rows of a body, counted from 0, stand as long as they stand together."""
        there, here = self._key_column(old, new=False), self._key_column(new, new=True)
        if first < 0 or last >= old.rows:
            return None
        if there is None or here is None:
            return (
                (new.header_row + 1 + first, new.header_row + 1 + last)
                if old.rows == new.rows
                else None
            )
        wanted = there[first : last + 1]
        # Of two rows with one key nobody knows which is meant.
        if here.count(wanted[0]) != 1 or there.count(wanted[0]) != 1:
            return None
        start = here.index(wanted[0])
        if here[start : start + len(wanted)] != wanted:
            return None
        return new.header_row + 1 + start, new.header_row + len(wanted) + start

    def _key_column(self, shape: TableShape, *, new: bool) -> list[_Key] | None:
        """Return the keys of a table's rows; ``None`` where rows are known by their place."""
        if (new, shape.name) not in self._keys:
            book = self._new if new else self._old
            key = TABLES[shape.name].key if shape.name in TABLES else ()
            keys = None
            if key and set(key) <= set(shape.columns):
                table = book.read_table(shape.name, columns=key)
                keys = list(zip(*(table[header] for header in key), strict=True))
            self._keys[new, shape.name] = keys
        return self._keys[new, shape.name]

    def _by_name(self, sheet: str, cells: Range) -> Range | None:
        """Return where the cell stands that has the same name."""
        there = self._new.defined_names()
        for name, (its_sheet, address) in self._old.defined_names().items():
            row, column = parse_cell(address)
            if its_sheet.casefold() == sheet.casefold() and cells == (column, row, column, row):
                new_sheet, new_address = there.get(name, ("", ""))
                if new_sheet.casefold() == sheet.casefold():
                    row, column = parse_cell(new_address)
                    return Range(column, row, column, row)
        return None

    def _same(self, sheet: str, cells: Range) -> bool:
        """Say whether cells say the same in both layouts: formulas, or values without one."""
        rows, columns = cells.bottom - cells.top + 1, cells.right - cells.left + 1
        if rows * columns > _MOST_COMPARED:
            return False
        return all(
            self._says(self._old, sheet, row, column) == self._says(self._new, sheet, row, column)
            for row in range(cells.top, cells.bottom + 1)
            for column in range(cells.left, cells.right + 1)
        )

    @staticmethod
    def _says(book: FileBook, sheet: str, row: int, column: int) -> tuple[str | None, CellValue]:
        formula = book.formula(sheet, row, column)
        if formula is not None:
            return formula.text, None
        return None, book.read_cell(sheet, str(Range(column, row, column, row)))


def _headers(shape: TableShape) -> list[str]:
    return [header.casefold() for header in shape.columns]


def _between(shape: TableShape, first: str, last: str) -> list[str] | None:
    """Return the headers from one column to another, ``None`` where one is not there."""
    headers = _headers(shape)
    try:
        left, right = sorted((headers.index(first.casefold()), headers.index(last.casefold())))
    except ValueError:
        return None
    return headers[left : right + 1]


def _in_columns(cells: Range, shape: TableShape) -> bool:
    last = shape.first_column + len(shape.columns) - 1
    return shape.first_column <= cells.left and cells.right <= last
