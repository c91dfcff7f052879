"""Notes, threaded comments and links in a table's body: they follow their row.

A note is written in two or three parts at once (its text, the box it is drawn in, and the thread
behind it), each with its own way to name the cell.
"""

import re
from collections.abc import Callable

from cs_workbook.errors import WorkbookRefused
from cs_workbook.workbook.package.addresses import Range, column_letters, parse_cell, parse_range

_COMMENT = re.compile(r'(<(?:\w+:)?(?:comment|threadedComment)\b[^>]*?\bref=")([^"]+)(")')
_SHAPE = re.compile(r"<v:shape\b.*?</v:shape>", re.DOTALL)
_SHAPE_ROW = re.compile(r"(<x:Row>)\s*(\d+)\s*(</x:Row>)")
_SHAPE_COLUMN = re.compile(r"<x:Column>\s*(\d+)\s*</x:Column>")
_ANCHOR = re.compile(r"(<x:Anchor>)([^<]*)(</x:Anchor>)")
_LINK = re.compile(r'(<hyperlink\b[^>]*?\bref=")([^"]+)(")')
_MERGED = re.compile(r'<mergeCell\b[^>]*?\bref="([^"]+)"')
# Anchor: left column, offset, top row, offset, right column, offset, bottom row, offset.
_ANCHOR_ROWS = (2, 6)
_ANCHOR_FIELDS = 8

MapRow = Callable[[int, int], int | None]


def follow_rows(text: str, new_row: MapRow, sheet: str) -> str:
    """Return a comments or threaded-comments part with every note at its row's new place.

    Raises:
        WorkbookRefused: The row of a note disappears.
    """

    def replaced(match: re.Match[str]) -> str:
        row, column = parse_cell(match[2])
        new = new_row(row, column)
        if new is None:
            raise refused(sheet, match[2], "a note")
        return f"{match[1]}{column_letters(column)}{new}{match[3]}"

    return _COMMENT.sub(replaced, text)


def follow_shapes(text: str, new_row: MapRow) -> str:
    """Return a VML drawing whose note boxes stand at their rows' new places."""

    def replaced(match: re.Match[str]) -> str:
        shape = match[0]
        row, column = _SHAPE_ROW.search(shape), _SHAPE_COLUMN.search(shape)
        if 'ObjectType="Note"' not in shape or row is None or column is None:
            return shape
        old = int(row[2]) + 1
        new = new_row(old, int(column[1]) + 1)
        if new is None or new == old:
            return shape
        shape = _SHAPE_ROW.sub(lambda found: f"{found[1]}{new - 1}{found[3]}", shape, count=1)
        return _ANCHOR.sub(
            lambda found: found[1] + _lower(found[2], new - old) + found[3], shape, 1
        )

    return _SHAPE.sub(replaced, text)


def _lower(anchor: str, rows: int) -> str:
    fields = anchor.split(",")
    if len(fields) != _ANCHOR_FIELDS:
        return anchor
    for position in _ANCHOR_ROWS:
        text = fields[position]
        blank = text[: len(text) - len(text.lstrip())]
        fields[position] = f"{blank}{max(int(text) + rows, 0)}"
    return ",".join(fields)


def follow_links(tail: str, new_row: MapRow, sheet: str, body: Range) -> str:
    """Return the text after a sheet's rows with links at their rows' new places.

    Raises:
        WorkbookRefused: The row of a link disappears, or a link or merged cell spans rows that
            do not stay together.
    """
    for reference in _MERGED.findall(tail):
        merged = parse_range(reference)
        if merged.meets(body) and not _still(merged, new_row):
            raise refused(sheet, reference, "a merged cell")

    def replaced(match: re.Match[str]) -> str:
        link = parse_range(match[2])
        if not link.meets(body) or _still(link, new_row):
            return match[0]
        new = new_row(link.top, link.left)
        if new is None or link.top != link.bottom:
            raise refused(sheet, match[2], "a link")
        return f"{match[1]}{link._replace(top=new, bottom=new)}{match[3]}"

    return _LINK.sub(replaced, tail)


def _still(cells: Range, new_row: MapRow) -> bool:
    return all(new_row(row, cells.left) == row for row in range(cells.top, cells.bottom + 1))


def refused(sheet: str, address: str, what: str) -> WorkbookRefused:
    """Word the refusal to lose something a person attached to a cell."""
    return WorkbookRefused(
        f"{sheet}!{address}: {what} stands on a row that would disappear or be torn apart. Move or "
        "delete it in Excel and try again."
    )
