"""Where a printed plan turns the page: before a section that would not fit on what is left.

A row grows with its text, and only the program that prints knows by how much; so heights are
estimated from widths and texts, and a page is taken a little shorter than the shorter one of A4
and Letter. A section that is longer than a page begins where its first rows still fit.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from cs_workbook.plans.anatomy import key_of
from cs_workbook.plans.document import FIRST_COLUMN
from cs_workbook.schema.plan_pattern import WIDTHS
from cs_workbook.workbook.port import CellValue

TITLE_HEIGHT: Final = 28.0
HEADING_HEIGHT: Final = 24.0
NOTE_HEIGHT: Final = 18.0
_LINE: Final = 15.0
_OF_ONE_LINE: Final = {
    "title": TITLE_HEIGHT,
    "heading": HEADING_HEIGHT,
    "purpose": NOTE_HEIGHT,
    "note": NOTE_HEIGHT,
    "live": NOTE_HEIGHT,
    "ask": NOTE_HEIGHT,
    "people": _LINE,
}
"""Heights of rows that do not wrap, by the first part of their name."""
FACT: Final = "fact"

# All columns on one page of Letter print at 71 %; that leaves 1,004 points of rows on it, and more
# on A4.
_PAGE: Final = 1000.0
_REPEATED: Final = _LINE + TITLE_HEIGHT
"""Height of the rows a shared plan repeats on top of every page; a tracker has it to spare."""
_FIRST_ROWS: Final = 5
"""Heading, note, header and two rows: less than that at the foot of a page says nothing."""
_SPACE: Final = 0.5
_NARROW, _WIDE = frozenset("fijlrtI.,:;'|!()[]-/"), frozenset("mwMW%@")

SheetRows = Mapping[int, Sequence[CellValue]]
"""Values by row number, each row from column A; rows without a value are left out."""


def page_breaks(rows: SheetRows) -> tuple[int, ...]:
    """Return the rows of a plan's sheet that begin a new page.

    Args:
        rows: The sheet as it stands, with the names of its rows in column A.

    Returns:
        Row numbers from top to bottom; the first page needs none.
    """
    breaks = []
    used = 0.0
    for first, heights in _blocks(rows):
        whole = sum(heights)
        needed = whole if whole <= _PAGE - _REPEATED else sum(heights[:_FIRST_ROWS])
        if used > _REPEATED and used + needed > _PAGE:
            breaks.append(first)
            used = _REPEATED
        used += whole
        while used > _PAGE:
            used -= _PAGE - _REPEATED
    return tuple(breaks)


def _blocks(rows: SheetRows) -> Iterator[tuple[int, list[float]]]:
    """Yield first row and heights of what belongs together: a section, or what an empty row ends.

    The way back, the title and the first section are one block.
    """
    first, heights, before = 1, list[float](), 0
    filled = (n for n in sorted(rows) if any(value is not None for value in rows[n]))
    for number in filled:
        ref = _ref(rows[number])
        gap = number - before - 1
        begins = key_of(ref) == "heading" and ref != "heading.facts"
        if heights and (begins or gap):
            yield first, heights + [_LINE] * gap
            first, heights = number, []
        heights.append(row_height(ref, rows[number][FIRST_COLUMN - 1 :]))
        before = number
    if heights:
        yield first, heights


def _ref(values: Sequence[CellValue]) -> str:
    return values[0].strip() if values and isinstance(values[0], str) else ""


def row_height(ref: str, cells: Sequence[CellValue]) -> float:
    """Return how high a row of a plan must be for its text, in points.

    Args:
        ref: Its name; empty for a row a person added.
        cells: Its values from column B on.

    >>> row_height("work.1", ["one line"]), row_height("work.1", ["more than a line " * 4])
    (15.0, 30.0)
    """
    key = key_of(ref)
    if key in _OF_ONE_LINE:
        return _OF_ONE_LINE[key]
    wrapped = list(zip(cells, WIDTHS, strict=False))
    if key == FACT:
        # What explains a fact runs on into the empty cells beside it.
        wrapped = wrapped[:2]
    lines = [lines_needed(value, width) for value, width in wrapped if isinstance(value, str)]
    return _LINE * max(lines, default=1)


def lines_needed(text: str, width: float) -> int:
    r"""Return how many lines a wrapped text takes in a column of that width.

    Args:
        text: The text.
        width: Width of the column in digits, as Excel counts it.

    >>> lines_needed("Active days (28 d)", 12), lines_needed("one\ntwo", 12)
    (2, 2)
    """
    total = 0
    for line in text.split("\n"):
        lines, room = 1, width
        for word in line.split():
            needed = _digits(word)
            if needed > room and room < width:
                lines, room = lines + 1, width
            # A word longer than the column is broken.
            whole, rest = divmod(needed, width)
            lines += int(whole) if rest else max(int(whole) - 1, 0)
            room -= rest + _SPACE
        total += lines
    return total


def _digits(word: str) -> float:
    """Return about how many digits wide a word is in the workbook's font."""
    narrow = sum(letter in _NARROW for letter in word)
    wide = sum(letter in _WIDE for letter in word)
    capital = sum(letter.isupper() for letter in word)
    return len(word) * 1.05 - narrow * 0.4 + wide * 0.5 + capital * 0.1
