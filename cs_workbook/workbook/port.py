"""What a use case may ask of a workbook, whoever holds it.

A table is named columns of equal length. ``None`` is an empty cell; it is never a zero and never
an empty text. Dates are ``date``, moments are ``datetime`` without a zone, numbers are ``int`` or
``float``, yes/no is ``bool``. An error cell reads as :class:`CellError`, so that it is never
mistaken for a blank.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol, TypeAlias


@dataclass(frozen=True, slots=True)
class CellError:
    """An error value in a cell, such as ``#N/A``."""

    code: str


CellValue: TypeAlias = str | int | float | bool | date | datetime | CellError | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FormulaColumn:
    """A column that holds one formula in every row, with the values it has now.

    Attributes:
        formula: The formula without its leading ``=``, in Excel's English file syntax, the same
            text in every row (structured references with ``[#This Row]``).
        values: One cached result per row, shown by viewers that do not calculate.
    """

    formula: str
    values: Sequence[CellValue]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormulaCell:
    """One cell with a formula and the value it has now."""

    formula: str
    value: CellValue


CellContent: TypeAlias = CellValue | FormulaCell
ColumnContent: TypeAlias = Sequence[CellContent] | FormulaColumn


@dataclass(frozen=True, slots=True, kw_only=True)
class TableShape:
    """Where a table stands.

    Attributes:
        name: The table's name, such as ``tblAccounts``.
        sheet: The name of its worksheet.
        header_row: Row number of the header, counted from 1.
        first_column: Column number of the first column, counted from 1.
        columns: Header texts from left to right.
        rows: How many body rows it has (an Excel table always shows at least one).
    """

    name: str
    sheet: str
    header_row: int
    first_column: int
    columns: tuple[str, ...]
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCell:
    """One cell of a row that is written with its looks.

    Attributes:
        content: Its value or formula.
        like: A1 address of the cell on the model sheet whose format, protection and drop-down it
            gets; where ``None`` it keeps what it has.
    """

    content: CellContent
    like: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRow:
    """Some cells of one row.

    Attributes:
        cells: The cells by column number; all others stay as they are.
        height: Height of the row in points; where ``None`` it keeps the one it has.
        grows: Whether the height is a guess, right until somebody types: from then on the program
            that shows the row fits it to its text. A height a person chose stays.
    """

    cells: Mapping[int, NewCell]
    height: float | None = None
    grows: bool = False


class Workbook(Protocol):
    """A workbook that can be read and changed; nothing is kept before ``save``."""

    def sheet_names(self) -> tuple[str, ...]:
        """Return the worksheet names in tab order."""

    def tables(self) -> Mapping[str, TableShape]:
        """Return every table by name."""

    def read_table(
        self, table: str, *, columns: Sequence[str] | None = None
    ) -> dict[str, list[CellValue]]:
        """Return the body of a table, column by column.

        A table that shows only its one obligatory empty row reads as no rows.

        Args:
            table: The table's name.
            columns: Which columns to read; all of them where ``None``.

        Raises:
            TableMissing: No such table, or no such column.
        """

    def write_table(
        self,
        table: str,
        columns: Mapping[str, ColumnContent],
        *,
        origin: Sequence[int | None] | None = None,
    ) -> None:
        """Replace the body of a table; the table grows or shrinks to the new rows.

        What a person added stays with its row: columns that are not among ``columns``, cell
        formats, row heights and notes follow ``origin``.

        Args:
            table: The table's name.
            columns: New content by header text, all of one length.
            origin: For each new row the position (from 0) of the old row it continues, ``None``
                for a new row. Where ``origin`` itself is ``None``, rows continue by position.

        Raises:
            TableMissing: No such table, or no such column.
            WorkbookRefused: The change would overwrite or lose something a person made.
        """

    def read_name(self, name: str) -> CellValue:
        """Return the value of the single cell a workbook name points to.

        Raises:
            TableMissing: No such name, or it is not a single cell.
        """

    def write_name(self, name: str, content: CellContent) -> None:
        """Write the single cell a workbook name points to, keeping its format.

        Raises:
            TableMissing: No such name, or it is not a single cell.
        """

    def write_cell(self, sheet: str, cell: str, content: CellContent) -> None:
        """Write one cell by its sheet and A1 address, keeping its format.

        Raises:
            TableMissing: No such sheet.
        """

    def save(self) -> None:
        """Keep every change: all of it, or none of it."""


class SheetWorkbook(Workbook, Protocol):
    """A workbook whose sheets can be read as they stand, and that takes new ones."""

    def read_sheet(self, sheet: str) -> dict[int, tuple[CellValue, ...]]:
        """Return the values of a sheet by row number, each row from column A to its last value.

        Rows without a value are left out.

        Raises:
            TableMissing: No such sheet.
        """

    def add_sheet(self, name: str, *, like: str, after: str | None = None) -> None:
        """Add an empty, protected sheet with the columns, view and print set-up of another one.

        Args:
            name: Its name, at most 31 characters.
            like: The model sheet.
            after: The sheet it stands behind; at the end where ``None``.

        Raises:
            TableMissing: There is no sheet ``like`` or ``after``.
            WorkbookRefused: Excel would not take the name.
        """

    def write_rows(self, sheet: str, rows: Mapping[int, NewRow], *, like: str) -> None:
        """Write cells with their looks, whether or not the sheet is protected.

        Args:
            sheet: The sheet to write on; it may be one added before.
            rows: What to write, by row number.
            like: The model sheet the cells take their looks from.

        Raises:
            TableMissing: No such sheet.
            WorkbookRefused: No cell can hold a value.
        """

    def break_pages(self, sheet: str, rows: Sequence[int]) -> None:
        """Begin a new printed page before each of these rows of a sheet, and nowhere else by hand.

        Args:
            sheet: The sheet; it may be one added before.
            rows: Row numbers, from 2 on; none takes every such break away.

        Raises:
            TableMissing: No such sheet.
        """
