"""Parses what stands in the brackets of a structured reference.

Column names escape ``[``, ``]``, ``#``, ``@`` and ``'`` with a single quote. ``tbl[@Cost]`` is how
Excel shows ``tbl[[#This Row],[Cost]]``; both are read.
"""

from cs_workbook.workbook.calculator.syntax import TableReference
from cs_workbook.workbook.calculator.values import CannotCalculate

_ITEMS = frozenset({"#all", "#data", "#headers", "#totals", "#this row"})


def parse_brackets(table: str, brackets: str) -> TableReference:
    """Return the structured reference of a table's name and its brackets.

    Raises:
        CannotCalculate: The brackets do not follow Excel's rules.

    >>> parse_brackets("tblX", "[[#This Row],[A]:[B]]")
    TableReference(table='tblX', items=frozenset({'#this row'}), first='A', last='B')
    """
    inner = brackets[1:-1]
    here = inner.startswith("@")
    if here:
        inner = inner[1:]
    items: set[str] = {"#this row"} if here else set()
    if not inner.strip():
        return TableReference(table, frozenset(items), None, None)
    if not inner.lstrip().startswith("["):
        if not here and inner.strip().lower() in _ITEMS:
            return TableReference(table, frozenset({inner.strip().lower()}), None, None)
        return TableReference(table, frozenset(items), _column(inner), None)
    columns: list[str] = []
    spans = False
    for separator, part in _parts(inner):
        if part.lower() in _ITEMS and not columns and separator != ":":
            items.add(part.lower())
            continue
        if columns and (separator != ":" or spans):
            raise CannotCalculate("a structured reference to columns that do not touch")
        spans = bool(columns)
        columns.append(_column(part))
    first = columns[0] if columns else None
    return TableReference(table, frozenset(items), first, columns[1] if spans else None)


def _parts(inner: str) -> list[tuple[str, str]]:
    """Return (separator before it, text) of each bracketed part."""
    parts: list[tuple[str, str]] = []
    at = 0
    while at < len(inner):
        start = inner.find("[", at)
        separator = inner[at:start].strip() if start >= 0 else "?"
        if separator not in ("", ",", ":") or (separator == "") != (not parts):
            raise CannotCalculate(f"{inner!r} in a structured reference")
        end = start + 1
        while end < len(inner) and inner[end] != "]":
            end += 2 if inner[end] == "'" else 1
        parts.append((separator, inner[start + 1 : end]))
        at = end + 1
        if not inner[at:].strip():
            break
    return parts


def _column(text: str) -> str:
    name: list[str] = []
    marks = iter(text)
    for mark in marks:
        if mark in "[]#@":
            raise CannotCalculate(f"{text!r} in a structured reference")
        name.append(next(marks, "") if mark == "'" else mark)
    return "".join(name)
