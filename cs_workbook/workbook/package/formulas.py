"""References inside formula text: found, changed, and moved with a copied formula.

The text is cut into quoted texts, bracketed structured references, cell references and other words;
only cell references are ever rewritten, so ``LOG10(`` or ``"A1"`` or ``Table[A1]`` stay.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

from cs_workbook.workbook.package import xml
from cs_workbook.workbook.package.addresses import (
    LAST_COLUMN,
    LAST_ROW,
    Range,
    column_letters,
    column_number,
)

_BRACKETS = r"\[(?:'.|[^\[\]']|\[(?:'.|[^\[\]'])*\])*\]"
_SHEET = r"(?:'(?:[^']|'')+'|[^\W\d][\w.]*(?::[^\W\d][\w.]*)?)!"
_CELL = r"\$?[A-Za-z]{1,3}\$?[1-9][0-9]{0,6}"
_REFERENCE = (
    rf"{_CELL}:{_CELL}|{_CELL}|\$?[A-Za-z]{{1,3}}:\$?[A-Za-z]{{1,3}}"
    r"|\$?[1-9][0-9]{0,6}:\$?[1-9][0-9]{0,6}"
)
_TOKEN = re.compile(
    rf"""(?P<text>"(?:[^"]|"")*")
    |(?P<outside>\[\d+\](?:[^\W\d][\w.]*)?!(?:{_REFERENCE}|[\w.]+))
    |(?P<brackets>{_BRACKETS})
    |(?P<sheet>{_SHEET})?(?P<cells>{_REFERENCE})(?![\w(.!\[])
    |(?P<scope>{_SHEET})(?P<local>[^\W\d][\w.\\?]*)
    |(?P<word>[\w.\\?]+)""",
    re.VERBOSE,
)
_CORNER = re.compile(r"(\$?)([A-Za-z]{1,3})(\$?)(\d+)\Z")
# Stands among the words of a formula for the table it belongs to.
OWN = "["
_FORMULA_TAG = re.compile(
    r"(<(?:f|formula|formula1|formula2|xm:f|c:f|cx:f|calculatedColumnFormula|totalsRowFormula)\b"
    r"[^>]*>)([^<]+)(?=</)"
)


class Reference(NamedTuple):
    """A reference to cells in a formula.

    Attributes:
        sheet: The sheet it names, ``None`` for the formula's own.
        range: The cells; whole columns and rows are given as such.
        text: How the formula writes the cells.
    """

    sheet: str | None
    range: Range
    text: str


def sheet_of(prefix: str) -> str:
    """Return the sheet name of a prefix such as ``'R&D'!``."""
    name = prefix[:-1]
    if name.startswith("'"):
        name = name[1:-1].replace("''", "'")
    return name


def quoted_sheet(name: str) -> str:
    """Return a sheet name as a formula writes it.

    >>> quoted_sheet("Accounts"), quoted_sheet("R&D 2026")
    ('Accounts', "'R&D 2026'")
    """
    if re.fullmatch(r"[^\W\d][\w.]*", name) and not re.fullmatch(
        r"[A-Za-z]{1,3}\d+|[RrCc]\d*", name
    ):
        return name
    return "'" + name.replace("'", "''") + "'"


@lru_cache(maxsize=1 << 15)
def parse_reference(text: str) -> Range:
    """Return the cells of a reference, also of whole columns or rows."""
    first, _, last = text.replace("$", "").partition(":")
    last = last or first
    if first.isdigit():
        return Range(1, int(first), LAST_COLUMN, int(last))
    if first.isalpha():
        return Range(column_number(first), 1, column_number(last), LAST_ROW)
    corners = [re.match(r"([A-Za-z]+)(\d+)", corner) for corner in (first, last)]
    columns = sorted(column_number(corner[1]) for corner in corners if corner)
    rows = sorted(int(corner[2]) for corner in corners if corner)
    return Range(columns[0], rows[0], columns[-1], rows[-1])


def references(formula: str) -> Iterator[Reference]:
    """Yield every reference to cells of this workbook."""
    for match in _TOKEN.finditer(formula):
        if match["cells"] and "[" not in (match["sheet"] or ""):
            sheet = sheet_of(match["sheet"]) if match["sheet"] else None
            yield Reference(sheet, parse_reference(match["cells"]), match["cells"])


def words(formula: str) -> set[str]:
    """Return the names, table names and functions of a formula, in lower case.

    A structured reference without a table's name (``[mrr]`` in the table itself) gives :data:`OWN`.
    """
    found = set()
    end = -1
    for match in _TOKEN.finditer(formula):
        word = match["word"] or match["local"]
        if word:
            found.add(word.lower())
            end = match.end()
        elif match["brackets"] and match.start() != end:
            found.add(OWN)
    return found


def table_references(formula: str) -> Iterator[tuple[str, str]]:
    """Yield table name and brackets of every structured reference that names its table.

    >>> list(table_references("SUM(tblX[MRR])+[@MRR]"))
    [('tblX', '[MRR]')]
    """
    word, end = "", -1
    for match in _TOKEN.finditer(formula):
        if match["word"]:
            word, end = match["word"], match.end()
        elif match["brackets"] and match.start() == end:
            yield word, match["brackets"]


def changed_references(formula: str, change: Callable[[Reference], str | None]) -> str:
    """Return a formula with references replaced where ``change`` gives a new text for the cells."""

    def replaced(match: re.Match[str]) -> str:
        if not match["cells"] or "[" in (match["sheet"] or ""):
            return match[0]
        sheet = sheet_of(match["sheet"]) if match["sheet"] else None
        new = change(Reference(sheet, parse_reference(match["cells"]), match["cells"]))
        return match[0] if new is None else (match["sheet"] or "") + new

    return _TOKEN.sub(replaced, formula)


def with_rows(text: str, top: int, bottom: int) -> str:
    """Return a reference with other rows, keeping its dollar signs.

    >>> with_rows("$B$2:$B$9", 2, 20)
    '$B$2:$B$20'
    """
    corners = text.split(":")
    rows = [top, bottom]
    if len(corners) == 1 and top != bottom:
        corners *= 2
    return ":".join(
        _CORNER.sub(rf"\g<1>\g<2>\g<3>{row}", corner)
        for corner, row in zip(corners, rows, strict=False)
    )


def relocated(text: str, cells: Range) -> str:
    """Return a reference to other cells of the same shape, keeping its dollar signs.

    >>> relocated("$B2:C$9", Range(4, 12, 5, 19)), relocated("F:$G", Range(1, 1, 2, LAST_ROW))
    ('$D12:E$19', 'A:$B')
    """
    corners = text.split(":")
    columns, rows = (cells.left, cells.right), (cells.top, cells.bottom)
    written = []
    for corner, column, row in zip(corners, columns, rows, strict=False):
        found = _CORNER.match(corner)
        if found:
            written.append(f"{found[1]}{column_letters(column)}{found[3]}{row}")
        else:
            dollar = "$" if corner.startswith("$") else ""
            whole_row = corner.lstrip("$").isdigit()
            written.append(f"{dollar}{row if whole_row else column_letters(column)}")
    return ":".join(written)


def shifted(
    formula: str,
    rows: int,
    columns: int = 0,
    *,
    only: Callable[[Reference], bool] | None = None,
) -> str:
    """Return a formula as a copy of its cell would hold it: relative references move along.

    Args:
        formula: The formula text.
        rows: By how many rows the copy stands lower.
        columns: By how many columns it stands further right.
        only: Which references move; all where ``None``.
    """

    def corner(match: re.Match[str]) -> str:
        letters, row = match[2], int(match[4])
        if not match[1]:
            # Excel wraps around the edge of the sheet when it copies; so must we.
            letters = column_letters((column_number(letters) + columns - 1) % LAST_COLUMN + 1)
        if not match[3]:
            row = (row + rows - 1) % LAST_ROW + 1
        return f"{match[1]}{letters}{match[3]}{row}"

    def change(reference: Reference) -> str | None:
        if only is not None and not only(reference):
            return None
        parts = reference.text.split(":")
        if _CORNER.match(parts[0]):
            return ":".join(_CORNER.sub(corner, part) for part in parts)
        return ":".join(_half_shifted(part, rows, columns) for part in parts)

    return changed_references(formula, change)


def _half_shifted(part: str, rows: int, columns: int) -> str:
    """Move one side of a whole-column or whole-row reference."""
    if part.startswith("$"):
        return part
    if part.isdigit():
        return str((int(part) + rows - 1) % LAST_ROW + 1)
    return column_letters((column_number(part) + columns - 1) % LAST_COLUMN + 1)


def each_formula(text: str, change: Callable[[str], str]) -> str:
    """Return XML in which every formula went through ``change``; the rest stays as it is."""

    def replaced(match: re.Match[str]) -> str:
        formula = xml.unescape(match[2])
        new = change(formula)
        return match[0] if new == formula else match[1] + xml.escape(new)

    return _FORMULA_TAG.sub(replaced, text)
