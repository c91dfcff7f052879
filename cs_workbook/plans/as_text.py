"""The rows of a plan document as Markdown, which also reads well as plain text.

A heading becomes a heading, a table a table whose columns are as wide as their longest cell, and a
row to be filled in an empty line of it. A blank stays a blank.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from cs_workbook.plans.document import PlanDocument, PlanRow, PlanValue, RowKind
from cs_workbook.plans.values import text

_ROOM_TO_WRITE: Final = 12
_MARKS: Final = {RowKind.TITLE: "# ", RowKind.HEADING: "## "}
_TABLE: Final = frozenset({RowKind.HEADER, RowKind.INPUT, RowKind.GENERATED})


def markdown(document: PlanDocument) -> str:
    """Return a document as Markdown, with a newline at its end."""
    blocks: list[str] = []
    for in_table, rows in groupby(document.rows, key=lambda row: row.kind in _TABLE):
        if in_table:
            blocks += ["\n".join(_table(table)) for table in _tables(list(rows))]
        else:
            blocks += [_MARKS.get(row.kind, "") + _words(row.cells[0]) for row in rows]
    return "\n\n".join(blocks) + "\n"


def _tables(rows: Sequence[PlanRow]) -> Iterator[list[PlanRow]]:
    """Split rows at every header."""
    table: list[PlanRow] = []
    for row in rows:
        if row.kind is RowKind.HEADER and table:
            yield table
            table = []
        table.append(row)
    if table:
        yield table


def _table(rows: Sequence[PlanRow]) -> Iterator[str]:
    header = [_words(value) for value in rows[0].cells if value is not None]
    lines = [
        [_words(value) for value in (*row.cells, *[None] * len(header))][: len(header)]
        for row in rows[1:]
    ]
    widths = [
        max(_ROOM_TO_WRITE, *(len(line[at]) for line in (header, *lines)))
        for at in range(len(header))
    ]
    yield _line(header, widths)
    yield _line(["-" * width for width in widths], widths)
    for line in lines:
        yield _line(line, widths)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
    return f"| {' | '.join(padded)} |"


def _words(value: PlanValue) -> str:
    r"""Return a value on one line; a bar would end its cell.

    >>> _words("seats | users\nper month")
    'seats \\| users per month'
    """
    return " ".join(text(value).split()).replace("|", r"\|")
