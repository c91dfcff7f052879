"""Cell addresses and ranges as Excel writes them, counted from 1."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from cs_workbook.errors import WorkbookRefused

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384

_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9]\d{0,6})\Z")


class Range(NamedTuple):
    """A rectangle of cells, both corners included."""

    left: int
    top: int
    right: int
    bottom: int

    def __str__(self) -> str:
        first = f"{column_letters(self.left)}{self.top}"
        if self.left == self.right and self.top == self.bottom:
            return first
        return f"{first}:{column_letters(self.right)}{self.bottom}"

    def meets(self, other: "Range") -> bool:
        """Say whether two ranges share a cell."""
        return (
            self.left <= other.right
            and other.left <= self.right
            and self.top <= other.bottom
            and other.top <= self.bottom
        )


@lru_cache(maxsize=LAST_COLUMN)
def column_letters(number: int) -> str:
    """Return the letters of a column number.

    >>> column_letters(1), column_letters(28)
    ('A', 'AB')
    """
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@lru_cache(maxsize=LAST_COLUMN)
def column_number(letters: str) -> int:
    """Return the number of a column's letters.

    >>> column_number("AB")
    28
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def parse_cell(text: str) -> tuple[int, int]:
    """Return (row, column) of an address such as ``B7`` or ``$B$7``.

    Raises:
        WorkbookRefused: The text is no cell address.
    """
    match = _CELL.match(text)
    if match:
        row, column = int(match[2]), column_number(match[1])
        if row <= LAST_ROW and column <= LAST_COLUMN:
            return row, column
    raise WorkbookRefused(f"{text!r}: expected a cell address such as B7. Correct the address.")


def parse_range(text: str) -> Range:
    """Return the rectangle of ``B2:C9`` or of the single cell ``B2``.

    >>> parse_range("$B$2:C9")
    Range(left=2, top=2, right=3, bottom=9)
    """
    first, _, last = text.partition(":")
    top, left = parse_cell(first)
    bottom, right = parse_cell(last or first)
    return Range(min(left, right), min(top, bottom), max(left, right), max(top, bottom))


class Covered:
    """The cells of many ranges, asked one by one.

    Args:
        ranges: The ranges; they may overlap.

    >>> covered = Covered([Range(1, 2, 3, 9)])
    >>> covered.holds(2, 9), covered.holds(2, 10)
    (True, False)
    """

    def __init__(self, ranges: Iterable[Range]) -> None:
        self._rows: dict[int, list[tuple[int, int]]] = {}
        for part in ranges:
            for column in range(part.left, part.right + 1):
                self._rows.setdefault(column, []).append((part.top, part.bottom))

    def holds(self, column: int, row: int) -> bool:
        """Say whether a cell lies in one of the ranges."""
        return any(top <= row <= bottom for top, bottom in self._rows.get(column, ()))
