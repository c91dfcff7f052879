"""Gives the formula cells of an edited, closed workbook the values they have now.

Columns of tables are written with their values. All other formula cells (cards, strips of facts,
checks) are calculated here from what the workbook now says. Where the calculator does not know
Excel's value for certain and the change may reach the cell, saving leaves it without a cached
value: Excel and LibreOffice then calculate it when they open the workbook, and no reader is shown
a stale figure.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from cs_workbook.workbook.calculator import CannotCalculate, Position, recalculate
from cs_workbook.workbook.file_book import FileBook
from cs_workbook.workbook.package.addresses import column_letters
from cs_workbook.workbook.package.cells import Dates
from cs_workbook.workbook.port import CellValue, TableShape

# Bodies of more rows than this hold full formula columns, which are written with their values.
# They are calculated here only where a change reached them that did not write them.
_TALL_TABLE = 500
_MOST_IN_TALL_TABLES = 30_000
# Excel and Python may add in another order; a value that differs less is not a different one.
_SAME = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True)
class RecalculationReport:
    """What recalculating a workbook did.

    Attributes:
        calculated: How many formula cells have a value known to be right.
        changed: How many of them showed another value, or none.
        dropped: Cells (``Sheet!A1``) whose cached value saving drops.
        reasons: Why cells could not be calculated, by cell.
    """

    calculated: int
    changed: int
    dropped: tuple[str, ...]
    reasons: Mapping[str, str]


def refresh_cached_values(
    book: FileBook, *, sheets: Collection[str] | None = None, all_cells: bool = True
) -> RecalculationReport:
    """Calculate the formula cells of a workbook anew and set what they show.

    Cells written in this session with a value keep it. A cell that shows the right value already
    is not touched, so an unchanged workbook stays byte for byte as it is.

    Args:
        book: The workbook, edited and not yet saved.
        sheets: The only sheets whose cells are set; all where ``None``.
        all_cells: Whether to calculate cells too that no change of this session reaches, such as
            those that never had a value.

    Raises:
        WorkbookError: A cell of the workbook is damaged.
    """
    tall = [shape.name for shape in book.tables().values() if shape.rows > _TALL_TABLE]
    targets = dict.fromkeys(book.formula_cells(without=tall))
    reached = book.stale_cells()
    if not all_cells:
        targets = {position: None for position in reached if position in targets}
    in_tall = [position for position in reached if position not in targets]
    too_many = len(in_tall) > _MOST_IN_TALL_TABLES
    stale = [*targets, *in_tall]
    cells = BookCells(book, stale=set(stale), refused=set(in_tall) if too_many else set())
    wanted = [
        position
        for position in (targets if too_many else stale)
        if sheets is None or position[0] in sheets
    ]
    found = recalculate(cells, stale, wanted=wanted)
    changed: set[Position] = set()
    # Down each column, so that what is noted about written cells stays short.
    values = {
        position: value
        for position, value in found.values.items()
        if sheets is None or position[0] in sheets
    }
    for sheet, row, column in sorted(values, key=lambda each: (each[0], each[2], each[1])):
        value = values[sheet, row, column]
        shown = book.column_values(sheet, column, row, row)[0][0]
        if _same(shown, value, book.dates):
            value = shown
        if book.set_cached_value(sheet, row, column, value):
            changed.add((sheet, row, column))
    if not changed <= set(reached):  # a value that was wrong before any change reaches further
        reached = book.stale_cells()
    return RecalculationReport(
        calculated=len(values),
        changed=len(changed),
        dropped=tuple(_address(each) for each in sorted(reached) if each not in values),
        reasons={_address(position): reason for position, reason in found.refused.items()},
    )


def _address(position: Position) -> str:
    sheet, row, column = position
    return f"{sheet}!{column_letters(column)}{row}"


def _same(shown: CellValue, value: CellValue, dates: Dates) -> bool:
    if isinstance(shown, date):
        shown = dates.serial(shown)
    if isinstance(shown, bool) or isinstance(value, bool):
        return shown is value
    if isinstance(shown, int | float) and isinstance(value, int | float):
        return math.isclose(shown, value, rel_tol=_SAME, abs_tol=0)
    return shown == value and type(shown) is type(value)


class BookCells:
    """A closed workbook as the calculator sees it.

    Args:
        book: The workbook.
        stale: Cells whose cached value is not used.
        refused: Of these, the ones not to calculate.
    """

    def __init__(
        self, book: FileBook, *, stale: AbstractSet[Position], refused: AbstractSet[Position]
    ) -> None:
        self._book = book
        self._stale = stale
        self._refused = refused
        self._sheets = frozenset(book.sheet_names())
        # A cell that must wait for others is asked again.
        self._formulas: dict[Position, str | None] = {}

    @cached_property
    def tables(self) -> Mapping[str, TableShape]:
        """Every table by name, without those that show no header."""
        unusual = self._book.unusual_tables()
        return {
            name: shape
            for name, shape in self._book.tables().items()
            if unusual.get(name) != "header"
        }

    @cached_property
    def with_totals(self) -> frozenset[str]:
        """Names of the tables that show a totals row."""
        return frozenset(self._book.unusual_tables())

    @cached_property
    def names(self) -> Mapping[str, str]:
        """What each workbook name refers to."""
        return self._book.name_formulas()

    @property
    def dates(self) -> Dates:
        """The workbook's date system."""
        return self._book.dates

    def value(self, sheet: str, row: int, column: int) -> CellValue:
        """Return the value of one cell (see the calculator's ``Cells``)."""
        return self.values(sheet, column, row, row)[0]

    def values(self, sheet: str, column: int, first: int, last: int) -> Sequence[CellValue]:
        """Return the values of one column (see the calculator's ``Cells``)."""
        if sheet not in self._sheets:
            raise KeyError(sheet)
        values, unknown = self._book.column_values(sheet, column, first, last)
        for row in unknown:
            if (sheet, row, column) not in self._stale:
                raise CannotCalculate(f"{_address((sheet, row, column))} has no cached value")
        return values

    def formula(self, sheet: str, row: int, column: int) -> str | None:
        """Return a cell's formula (see the calculator's ``Cells``)."""
        position = (sheet, row, column)
        if position in self._refused:
            raise CannotCalculate("more cells than are calculated at once")
        if position not in self._formulas:
            found = self._book.formula(sheet, row, column)
            if position in self._stale and (found is None or not found.plain):
                raise CannotCalculate("part of an array formula or a data table")
            self._formulas[position] = None if found is None else found.text
        return self._formulas[position]
