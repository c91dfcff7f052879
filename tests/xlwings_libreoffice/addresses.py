"""Rectangles of cells and how Excel writes them down.

Rows and columns count from 1, as in Excel. A whole column is the rectangle of all its rows, so that
``A:C`` and ``1:3`` need no special case anywhere else.
"""

import re
from dataclasses import dataclass
from typing import Self

ROWS = 1_048_576
COLUMNS = 16_384

_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9]\d*)")
_COLUMN = re.compile(r"\$?([A-Za-z]{1,3})")
_ROW = re.compile(r"\$?([1-9]\d*)")
# Anything but letters, digits, points and underscores; or a start that a number could have.
_NEEDS_QUOTES = re.compile(r"[^\w.]|^\d|^[A-Za-z]{1,3}\d+$")


def column_letters(column: int) -> str:
    """Return the letters of a column.

    >>> column_letters(1), column_letters(28), column_letters(16384)
    ('A', 'AB', 'XFD')
    """
    letters = ""
    while column > 0:
        column, digit = divmod(column - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters


def column_number(letters: str) -> int:
    """Return the number of a column.

    >>> column_number("A"), column_number("xfd")
    (1, 16384)
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def quoted_sheet(name: str, *, always: bool = False) -> str:
    """Return a sheet name as a formula writes it.

    >>> quoted_sheet("Accounts"), quoted_sheet("R&D's")
    ('Accounts', "'R&D''s'")
    """
    if always or _NEEDS_QUOTES.search(name):
        return "'" + name.replace("'", "''") + "'"
    return name


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells; ``rows`` or ``columns`` may be 0 for an empty slice.

    Attributes:
        row: Its first row, counted from 1.
        column: Its first column, counted from 1.
        rows: How many rows it has.
        columns: How many columns it has.
    """

    row: int
    column: int
    rows: int = 1
    columns: int = 1

    @property
    def last_row(self) -> int:
        """The row number of its last row."""
        return self.row + self.rows - 1

    @property
    def last_column(self) -> int:
        """The column number of its last column."""
        return self.column + self.columns - 1

    def around(self, other: "Area") -> "Area":
        """Return the smallest rectangle that holds both."""
        row, column = min(self.row, other.row), min(self.column, other.column)
        return Area(
            row,
            column,
            max(self.last_row, other.last_row) - row + 1,
            max(self.last_column, other.last_column) - column + 1,
        )

    def within(self, other: "Area") -> "Area | None":
        """Return the part of this rectangle that lies in another one, if any does."""
        row, column = max(self.row, other.row), max(self.column, other.column)
        last_row = min(self.last_row, other.last_row)
        last_column = min(self.last_column, other.last_column)
        if last_row < row or last_column < column:
            return None
        return Area(row, column, last_row - row + 1, last_column - column + 1)

    def body(self, *, above: int = 0, below: int = 0) -> "Area":
        """Return the rectangle without rows at its top and bottom."""
        return Area(self.row + above, self.column, self.rows - above - below, self.columns)

    def address(self, *, row_absolute: bool = True, column_absolute: bool = True) -> str:
        """Return its A1 address.

        >>> Area(2, 2, 4, 3).address(), Area(1, 1, ROWS, 2).address()
        ('$B$2:$D$5', '$A:$B')
        """
        row_mark, column_mark = "$" * row_absolute, "$" * column_absolute
        first = column_mark + column_letters(self.column)
        last = column_mark + column_letters(self.last_column)
        if self.rows == ROWS:
            return f"{first}:{last}"
        if self.columns == COLUMNS:
            return f"{row_mark}{self.row}:{row_mark}{self.last_row}"
        first += f"{row_mark}{self.row}"
        last += f"{row_mark}{self.last_row}"
        return first if first == last else f"{first}:{last}"

    @classmethod
    def parse(cls, address: str) -> Self | None:
        """Return the rectangle of an A1 address, or ``None`` where the text is none.

        >>> Area.parse("$B$2:D5"), Area.parse("Health")
        (Area(row=2, column=2, rows=4, columns=3), None)
        """
        first, _, last = address.partition(":")
        last = last or first
        if (start := _CELL.fullmatch(first)) and (end := _CELL.fullmatch(last)):
            rows = sorted((int(start[2]), int(end[2])))
            columns = sorted((column_number(start[1]), column_number(end[1])))
        elif ":" not in address:
            return None
        elif (start := _COLUMN.fullmatch(first)) and (end := _COLUMN.fullmatch(last)):
            rows = [1, ROWS]
            columns = sorted((column_number(start[1]), column_number(end[1])))
        elif (start := _ROW.fullmatch(first)) and (end := _ROW.fullmatch(last)):
            rows = sorted((int(start[1]), int(end[1])))
            columns = [1, COLUMNS]
        else:
            return None
        if rows[1] > ROWS or columns[1] > COLUMNS:
            return None
        return cls(rows[0], columns[0], rows[1] - rows[0] + 1, columns[1] - columns[0] + 1)
