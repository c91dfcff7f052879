"""Where references point, and the values that stand there.

A cell named as stale is read as its newly calculated value; every other formula cell as the value
the file has cached for it. Columns are fetched once and kept.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol, TypeAlias, TypeVar, cast

from cs_workbook.workbook.calculator.syntax import (
    CellReference,
    RangeReference,
    TableReference,
)
from cs_workbook.workbook.calculator.values import (
    REF,
    VALUE,
    Array,
    CannotCalculate,
    Fault,
    Scalar,
    from_cell,
)
from cs_workbook.workbook.package.addresses import column_letters
from cs_workbook.workbook.package.cells import Dates
from cs_workbook.workbook.port import CellValue, TableShape

Position: TypeAlias = tuple[str, int, int]
"""Sheet, row and column of a cell, counted from 1."""

_Kept = TypeVar("_Kept")
_MOST_CELLS = 5_000_000


class Cells(Protocol):
    """What the calculator needs to know of a workbook."""

    @property
    def tables(self) -> Mapping[str, TableShape]:
        """Every table by name."""

    @property
    def with_totals(self) -> Collection[str]:
        """Names of the tables that show a totals row under their body."""

    @property
    def names(self) -> Mapping[str, str]:
        """What each workbook name refers to, such as ``Settings!$C$6``.

        A name that belongs to one sheet only stands under ``Sheet!Name``.
        """

    @property
    def dates(self) -> Dates:
        """The workbook's date system."""

    def value(self, sheet: str, row: int, column: int) -> CellValue:
        """Return a cell's value; of a formula cell the cached one.

        Raises:
            KeyError: No such sheet.
            CannotCalculate: A formula cell without a cached value.
        """

    def values(self, sheet: str, column: int, first: int, last: int) -> Sequence[CellValue]:
        """Return the values of one column from row ``first`` to row ``last``, as :meth:`value`."""

    def formula(self, sheet: str, row: int, column: int) -> str | None:
        """Return a cell's formula, ``None`` where it has none.

        Raises:
            CannotCalculate: A formula this calculator may not treat as a plain one.
        """


class Area(NamedTuple):
    """A rectangle of cells on one sheet, both corners included."""

    sheet: str
    top: int
    left: int
    bottom: int
    right: int

    @property
    def rows(self) -> int:
        """How many rows it has."""
        return self.bottom - self.top + 1

    @property
    def columns(self) -> int:
        """How many columns it has."""
        return self.right - self.left + 1

    @property
    def single(self) -> bool:
        """Whether it is one cell."""
        return self.top == self.bottom and self.left == self.right


Value: TypeAlias = Scalar | Array | Area


class Pending(Exception):
    """Other stale cells must be calculated first; carries their positions."""

    def __init__(self, positions: list[Position]) -> None:
        super().__init__(positions)
        self.positions = positions


class Reader:
    """Reads cells for formulas and keeps what it has read.

    Args:
        cells: The workbook.
        stale: Formula cells whose cached value must not be used.

    Attributes:
        results: What has been calculated so far.
        refused: Cells that cannot be calculated, and why.
    """

    def __init__(self, cells: Cells, stale: Iterable[Position]) -> None:
        self.cells = cells
        self.results: dict[Position, Scalar] = {}
        self.refused: dict[Position, str] = {}
        self.dates = cells.dates
        self._tables = {name.lower(): shape for name, shape in cells.tables.items()}
        self._totals = {name.lower() for name in cells.with_totals}
        self._names = {name.lower(): text for name, text in cells.names.items()}
        self._stale = frozenset(stale)
        self._stale_rows: dict[tuple[str, int], list[int]] = {}
        for sheet, row, column in sorted(self._stale):
            self._stale_rows.setdefault((sheet, column), []).append(row)
        self._kept: dict[tuple[object, ...], object] = {}

    def keep(self, key: tuple[object, ...], make: Callable[[], _Kept]) -> _Kept:
        """Return what ``make`` gave for this key the first time."""
        if key not in self._kept:
            self._kept[key] = make()
        return cast("_Kept", self._kept[key])  # the first part of a key names its maker

    def name(self, name: str, sheet: str) -> str | None:
        """Return what a workbook name refers to; a sheet's own name comes first."""
        local = self._names.get(f"{sheet}!{name}".lower())
        return self._names.get(name.lower()) if local is None else local

    def table(self, name: str) -> TableShape | None:
        """Return where a table stands."""
        return self._tables.get(name.lower())

    def value(self, sheet: str, row: int, column: int) -> Scalar:
        """Return the value of one cell.

        Raises:
            Pending: It is stale and not calculated yet.
            CannotCalculate: It is stale and cannot be calculated, or there is no such cell.
        """
        position = (sheet, row, column)
        if position in self._stale:
            return self._recalculated([position])[0]
        try:
            return from_cell(self.cells.value(sheet, row, column), self.dates)
        except KeyError:
            raise CannotCalculate(f"there is no sheet {sheet!r}") from None

    def typed(self, position: Position) -> Scalar:
        """Return what stands in a cell that has no formula, stale or not."""
        return from_cell(self.cells.value(*position), self.dates)

    def array(self, area: Area) -> Array:
        """Return the values of a rectangle of cells.

        Raises:
            Pending: A cell in it is stale and not calculated yet.
            CannotCalculate: It is too large, or a cell in it cannot be calculated.
        """
        return self.keep(("array", area), lambda: self._read(area))

    def _read(self, area: Area) -> Array:
        if area.rows * area.columns > _MOST_CELLS:
            raise CannotCalculate("a range larger than this calculator takes")
        if area.rows == 1:
            values = [
                self.value(area.sheet, area.top, column)
                for column in range(area.left, area.right + 1)
            ]
            return Array(1, area.columns, values)
        columns = [
            self._column(area.sheet, column, area.top, area.bottom)
            for column in range(area.left, area.right + 1)
        ]
        if len(columns) == 1:
            return Array(area.rows, 1, columns[0])
        by_row = [value for row in zip(*columns, strict=True) for value in row]
        return Array(area.rows, area.columns, by_row)

    def _column(self, sheet: str, column: int, first: int, last: int) -> list[Scalar]:
        return self.keep(
            ("column", sheet, column, first, last),
            lambda: self._fetch(sheet, column, first, last),
        )

    def _fetch(self, sheet: str, column: int, first: int, last: int) -> list[Scalar]:
        rows = self._stale_rows.get((sheet, column), [])
        rows = rows[bisect_left(rows, first) : bisect_right(rows, last)]
        fresh = self._recalculated([(sheet, row, column) for row in rows])
        try:
            found = self.cells.values(sheet, column, first, last)
        except KeyError:
            raise CannotCalculate(f"there is no sheet {sheet!r}") from None
        values = [from_cell(value, self.dates) for value in found]
        for row, value in zip(rows, fresh, strict=True):
            values[row - first] = value
        return values

    def _recalculated(self, positions: list[Position]) -> list[Scalar]:
        pending = [
            each for each in positions if each not in self.results and each not in self.refused
        ]
        if pending:
            raise Pending(pending)
        for position in positions:
            if position in self.refused:
                sheet, row, column = position
                reason = self.refused[position]
                if reason.startswith("it needs "):  # the cell at the root says the most
                    raise CannotCalculate(reason)
                address = f"{sheet}!{column_letters(column)}{row}"
                raise CannotCalculate(f"it needs {address}: {reason}")
        return [self.results[position] for position in positions]

    def located(
        self, node: CellReference | RangeReference | TableReference, position: Position
    ) -> Area:
        """Return the cells a reference in the formula of ``position`` means.

        Raises:
            Fault: The error value of a reference that means no cells.
            CannotCalculate: The table is not known, or its shape does not tell.
        """
        match node:
            case CellReference():
                sheet = node.sheet or position[0]
                return Area(sheet, node.row, node.column, node.row, node.column)
            case RangeReference():
                rows = sorted((node.first.row, node.last.row))
                columns = sorted((node.first.column, node.last.column))
                sheet = node.first.sheet or position[0]
                return Area(sheet, rows[0], columns[0], rows[1], columns[1])
            case TableReference():
                return self._in_table(node, position)

    def _in_table(self, node: TableReference, position: Position) -> Area:
        table = self.table(node.table)
        if table is None:
            raise CannotCalculate(f"there is no table {node.table}")
        left, right = 0, len(table.columns) - 1
        if node.first is not None:
            left = right = _place(table, node.first)
        if node.last is not None:
            left, right = sorted((left, _place(table, node.last)))
        first = table.header_row + 1
        last = table.header_row + max(table.rows, 1)
        top, bottom = self._rows_of(node.items, table, first=first, last=last)
        if node.items == {"#this row"}:
            top = bottom = position[1]
            if not first <= top <= last or position[0] != table.sheet:
                raise Fault(VALUE)
        return Area(table.sheet, top, table.first_column + left, bottom, table.first_column + right)

    def _rows_of(
        self, items: frozenset[str], table: TableShape, *, first: int, last: int
    ) -> tuple[int, int]:
        if items in (frozenset(), {"#data"}, {"#this row"}):
            return first, last
        if items == {"#headers"}:
            return table.header_row, table.header_row
        if items == {"#headers", "#data"}:
            return table.header_row, last
        if items == {"#all"} and table.name.lower() not in self._totals:
            return table.header_row, last
        if items == {"#totals"} and table.name.lower() not in self._totals:
            raise Fault(REF)
        raise CannotCalculate("a structured reference to a totals row")


def _place(table: TableShape, column: str) -> int:
    wanted = column.lower()
    for place, header in enumerate(table.columns):
        if header.lower() == wanted:
            return place
    raise CannotCalculate(f"{table.name} has no column {column!r}")
