"""The used range a sheet stores in its head; several readers trust it."""

import re

from cs_workbook.errors import WorkbookRefused
from cs_workbook.workbook.package.addresses import Range, parse_range

_DIMENSION = re.compile(r'(<dimension\b[^>]*\bref=")([^"]+)(")')


def _known(head: str) -> Range | None:
    match = _DIMENSION.search(head)
    try:
        return parse_range(match[2]) if match is not None else None
    except WorkbookRefused:  # whole columns or rows; nothing to correct
        return None


def _written(head: str, used: Range) -> str:
    return _DIMENSION.sub(lambda found: f"{found[1]}{used}{found[3]}", head, count=1)


def ending(head: str, last: int, *, right: int) -> str:
    """Return a sheet's head for rows that end elsewhere.

    Args:
        head: The text before the rows.
        last: The last row.
        right: A column that is in use.
    """
    known = _known(head)
    if known is None:
        return head
    top, right = min(known.top, last), max(known.right, right)
    return _written(head, Range(known.left, top, right, last))


def including(head: str, cells: Range) -> str:
    """Return a sheet's head for a used range that includes some cells."""
    known = _known(head)
    if known is None:
        return head
    left, top = min(known.left, cells.left), min(known.top, cells.top)
    right, bottom = max(known.right, cells.right), max(known.bottom, cells.bottom)
    return _written(head, Range(left, top, right, bottom))
