"""Splits formula text into tokens.

The text is that of the file: English function names, commas between arguments, a point as decimal
mark. What stands in the square brackets of a structured reference is one token, because blanks,
commas and colons mean something else there.
"""

import re
from typing import NamedTuple

from cs_workbook.workbook.calculator.values import CannotCalculate
from cs_workbook.workbook.package.addresses import LAST_COLUMN, LAST_ROW, column_number

_TOKENS = re.compile(
    r"""
    (?P<blank>[ \t\r\n]+)
  | (?P<text>"(?:[^"]|"")*")
  | (?P<error>\#(?:NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|N/A))
  | (?P<sheet>(?:'(?:[^']|'')+'|[^\W\d][\w.]*)!)
  | (?P<cell>\$?[A-Za-z]{1,3}\$?[1-9]\d{0,6}(?![\w.(\[!?\\]))
  | (?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?![\w.]))
  | (?P<name>[^\W\d][\w.?\\]*|\\[\w.?\\]*)
  | (?P<operator><=|>=|<>|[-+*/^&=<>%(),;{}:])
    """,
    re.VERBOSE,
)
_CELL = re.compile(r"(\$?)([A-Za-z]{1,3})(\$?)(\d+)")


class Token(NamedTuple):
    """A piece of formula text: its kind and the text."""

    kind: str
    text: str


END = Token("end", "")


def tokens_of(formula: str) -> list[Token]:
    """Return the tokens of a formula without its leading ``=``.

    Raises:
        CannotCalculate: Something no supported formula contains.

    >>> [token.text for token in tokens_of("SUM(tblX[Paid, net])*2")]
    ['SUM', '(', 'tblX', '[Paid, net]', ')', '*', '2']
    """
    found: list[Token] = []
    at = 0
    while at < len(formula):
        if formula[at] == "[":
            # A bracket that follows no name opens another workbook's name or a column of "here".
            if not found or found[-1].kind != "name" or formula[at - 1].isspace():
                raise CannotCalculate("a reference to another workbook")
            end = _closing(formula, at)
            found.append(Token("brackets", formula[at:end]))
            at = end
            continue
        match = _TOKENS.match(formula, at)
        if match is None or match.lastgroup is None:
            raise CannotCalculate(f"{formula[at : at + 20]!r} in a formula")
        at = match.end()
        if match.lastgroup == "blank":
            continue
        kind = match.lastgroup
        if kind == "cell" and cell_parts(match[0]) is None:
            kind = "name"
        found.append(Token(kind, match[0]))
    return found


def cell_parts(text: str) -> tuple[int, int, bool] | None:
    """Return (row, column, fixed) of a cell's address; ``None`` where no sheet reaches so far.

    >>> cell_parts("$AF$4"), cell_parts("AF4"), cell_parts("XYZ1")
    ((4, 32, True), (4, 32, False), None)
    """
    match = _CELL.fullmatch(text)
    if match is None:
        return None
    row, column = int(match[4]), column_number(match[2])
    if row > LAST_ROW or column > LAST_COLUMN:
        return None
    return row, column, bool(match[1]) and bool(match[3])


def _closing(formula: str, start: int) -> int:
    depth = 0
    at = start
    while at < len(formula):
        mark = formula[at]
        if mark == "'":  # the next character stands for itself
            at += 1
        elif mark == "[":
            depth += 1
        elif mark == "]":
            depth -= 1
            if depth == 0:
                return at + 1
        at += 1
    raise CannotCalculate("a bracket that does not close")
