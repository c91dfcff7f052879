"""Text to records: fields, the physical line each record starts on, and recovery from lost quotes.

The csv module splits fields; this module decides which physical lines make one record. A quote
that is opened and never closed would swallow the rows after it, so a record of several lines is
accepted only if it closes cleanly and none of the lines inside it looks like a row of its own;
otherwise its first line alone is broken and reading goes on with the next line.
"""

import csv
import re
from collections import deque
from collections.abc import Iterable, Iterator
from typing import NamedTuple

_MOST_LINES = 1000
_MOST_CHARACTERS = 1 << 20
# A cell may be longer than the csv module's default of 131,072 characters (a pasted e-mail thread).
_LONGEST_CELL = 1 << 24


class Record(NamedTuple):
    """One record of a file.

    Attributes:
        line: Physical line it starts on, from 1.
        fields: Its cells, untrimmed.
        broken: A quote in it is opened and not closed properly.
    """

    line: int
    fields: list[str]
    broken: bool


def records(
    lines: Iterable[str], delimiter: str, *, width: int | None = None, first_line: int = 1
) -> Iterator[Record]:
    """Split lines into records, skipping blank lines.

    Args:
        lines: Physical lines with their line ends.
        delimiter: The mark between fields.
        width: How many fields the header has; helps to tell a cell of several lines from a lost
            quote. ``None`` while the header is not known yet.
        first_line: Number of the first of these lines in the file.

    Yields:
        Each record with its line. NUL characters are dropped.
    """
    csv.field_size_limit(_LONGEST_CELL)
    source = _Lines(lines, first_line)
    while (line := source.next()) is not None:
        text = line.replace("\0", "") if "\0" in line else line
        if not text.strip():
            continue
        number = source.number
        if '"' not in text:
            yield Record(number, text.rstrip("\r\n").split(delimiter), broken=False)
            continue
        fields, state = _split([text], delimiter)
        if state == _OPEN:
            yield _several_lines(source, text, delimiter, width)
        elif state == _MALFORMED:
            fields = next(csv.reader([text.rstrip("\r\n")], delimiter=delimiter))
            yield Record(number, fields, broken=width is not None and len(fields) != width)
        else:
            yield Record(number, fields, broken=False)


class _Lines:
    """Lines that can be put back, and the number of the last one taken."""

    def __init__(self, lines: Iterable[str], first_line: int) -> None:
        self._lines = iter(lines)
        self._waiting: deque[str] = deque()
        self.number = first_line - 1

    def next(self) -> str | None:
        line = self._waiting.popleft() if self._waiting else next(self._lines, None)
        if line is not None:
            self.number += 1
        return line

    def put_back(self, lines: list[str]) -> None:
        self._waiting.extendleft(reversed(lines))
        self.number -= len(lines)


_COMPLETE, _OPEN, _MALFORMED = range(3)


def _split(lines: list[str], delimiter: str) -> tuple[list[str], int]:
    try:
        return next(csv.reader(iter(lines), delimiter=delimiter, strict=True)), _COMPLETE
    except csv.Error as error:
        # The csv module has one exception; only its text tells the two faults apart.
        return [], _OPEN if "unexpected end" in str(error) else _MALFORMED


def _several_lines(source: _Lines, first: str, delimiter: str, width: int | None) -> Record:
    """Read the rest of a record whose first line leaves a quote open."""
    number, size = source.number, len(first)
    taken: list[str] = []
    broken = Record(number, [first.rstrip("\r\n")], broken=True)
    while len(taken) < _MOST_LINES and size < _MOST_CHARACTERS:
        line = source.next()
        if line is None:
            break
        taken.append(line)
        size += len(line)
        if '"' not in line:
            continue
        joined = [text.replace("\0", "") for text in (first, *taken)]
        fields, state = _split(joined, delimiter)
        if state == _OPEN:
            continue
        if state == _MALFORMED or _swallowed(fields, taken, delimiter, width):
            break
        return Record(number, fields, broken=False)
    source.put_back(taken)
    return broken


def _swallowed(fields: list[str], inner: list[str], delimiter: str, width: int | None) -> bool:
    """Tell whether a line inside a record is a row of its own, swallowed by a lost quote."""
    wanted = width if width is not None else len(fields)
    build = _build(fields[0].partition("\n")[0].partition(delimiter)[0])
    # A line of prose may happen to have as many commas as a row has. It is taken for a row only
    # where it also begins with an id like the record's, or where the record is misshapen anyway.
    if wanted < 2 or (len(fields) == wanted and "9" not in build):  # noqa: PLR2004 - see above
        return False
    for line in inner:
        cells, state = _split([line], delimiter)
        if state == _COMPLETE and len(cells) == wanted and _build(cells[0]) == build:
            return True
    return False


def _build(cell: str) -> str:
    """Reduce a cell to its build: ``A-00123`` and ``B-7`` are both ``a-9``."""
    return re.sub(r"[0-9]+", "9", re.sub(r"[^\W0-9_]+", "a", cell.strip()))
