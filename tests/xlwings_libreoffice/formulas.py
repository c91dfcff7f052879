"""Excel's formula text and LibreOffice's, in both directions.

LibreOffice's programming interface writes ``=SUM(A1;$'R&D'.B2)`` where Excel writes
``=SUM(A1,'R&D'!B2)``, ``{1;2|3;4}`` for ``{1,2;3,4}``, ``TRUE()`` for ``TRUE`` and
``tbl[[#This Row];[mrr]]`` for ``[@mrr]``. Its own parser for Excel's syntax does not know tables,
so the text is translated token by token. Names of functions are the same in both, but for six
that no tracker uses.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

from xlwings_libreoffice.addresses import COLUMNS, ROWS, column_letters, column_number

_COMMON = r"""
    (?P<text>"(?:[^"]|"")*")
  | (?P<sheet>{sheet})
  | (?P<error>\#(?:N/A|[A-Z0/]+[!?]))
  | (?P<ref>\$?[A-Za-z]{{1,3}}\$?[1-9]\d*(?![\w(.!\[])
      |\$?[A-Za-z]{{1,3}}:\$?[A-Za-z]{{1,3}}(?![\w(.!\[])
      |\$?[1-9]\d*:\$?[1-9]\d*(?![\w.]))
  | (?P<number>\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+)
  | (?P<name>(?:[^\W\d]|\\)[\w.\\?]*)
  | (?P<other>.)
"""
_EXCEL = re.compile(_COMMON.format(sheet=r"'(?:[^']|'')+'!|(?:[^\W]|\.)+!"), re.VERBOSE | re.DOTALL)
# LibreOffice ends a sheet with a point, which function names such as STDEV.S hold too.
_OFFICE_SHEET = r"\$?'(?:[^']|'')+'\.|\$\w+\.|\w+\.(?=\$?[A-Z]{1,3}\$?[1-9]\d*(?![\w(]))"
_OFFICE = re.compile(_COMMON.format(sheet=_OFFICE_SHEET), re.VERBOSE | re.DOTALL)
_PART = re.compile(r"\[((?:[^\[\]']|'.)*)\]")
_FUTURE = re.compile(r"_xlfn\.(?:_xlws\.)?|_xlpm\.", re.IGNORECASE)
_SECTIONS = {"#headers": "#Headers", "#data": "#Data", "#totals": "#Totals", "#all": "#All"}
_PLAIN_COLUMN = re.compile(r"\w+")


class _Token(NamedTuple):
    kind: str
    text: str


@lru_cache(maxsize=1024)
def to_office(formula: str, *, table: str | None = None) -> str:
    """Return Excel's formula text in LibreOffice's grammar.

    Args:
        formula: The formula with its leading ``=``.
        table: The table the cell lies in, which ``[@column]`` leaves unsaid.

    >>> to_office('=IF([@mrr]>1,"a,b",SUM({1,2;3,4}))', table="tblA")
    '=IF(tblA[[#This Row];[mrr]]>1;"a,b";SUM({1;2|3;4}))'
    """
    tokens = list(_tokens(_FUTURE.sub("", formula), _EXCEL))
    out: list[str] = []
    depth = 0
    for index, (kind, text) in enumerate(tokens):
        if kind == "bracket":
            named = index > 0 and tokens[index - 1].kind == "name"
            out.append(("" if named else table or "") + _structured_to_office(text))
        elif kind == "sheet":
            out.append(f"${text[:-1]}.")
        elif kind == "name" and text.upper() in ("TRUE", "FALSE"):
            called = index + 1 < len(tokens) and tokens[index + 1].text == "("
            out.append(text.upper() + ("" if called else "()"))
        elif text == "@":
            # Excel's mark for "one value of these": LibreOffice takes one value anyway.
            continue
        else:
            depth += (text == "{") - (text == "}")
            swap = {",": ";", ";": "|"} if depth else {",": ";"}
            out.append(swap.get(text, text) if kind == "other" else text)
    return "".join(out)


@lru_cache(maxsize=1024)
def to_excel(formula: str, *, table: str | None = None) -> str:
    """Return LibreOffice's formula text as Excel shows it.

    Args:
        formula: The formula with its leading ``=``; ``{=...}`` for an array formula.
        table: The table the cell lies in, which Excel leaves unsaid for the cell's own row.

    >>> to_excel("=IF(tblA[[#This Row];[mrr]]>1;$'R&D'.A1;TRUE())", table="tblA")
    "=IF([@mrr]>1,'R&D'!A1,TRUE)"
    """
    if formula.startswith("{=") and formula.endswith("}"):
        formula = formula[1:-1]
    tokens = list(_tokens(formula, _OFFICE))
    out: list[str] = []
    depth = 0
    index = 0
    while index < len(tokens):
        kind, text = tokens[index]
        following = "".join(token.text for token in tokens[index + 1 : index + 3])
        if kind == "bracket":
            row_of = _own_row(text)
            if row_of is not None:
                if table is not None and out and out[-1].lower() == table.lower():
                    out.pop()
                out.append(row_of)
            else:
                out.append(_sections_to_excel(text.replace(";", ",")))
        elif kind == "sheet":
            out.append(f"{text[:-1].removeprefix('$')}!")
        elif kind == "name" and text in ("TRUE", "FALSE") and following == "()":
            out.append(text)
            index += 2
        elif kind == "name" and following.startswith("("):
            # LibreOffice writes functions it does not know in lower case.
            out.append(text.upper())
        else:
            depth += (text == "{") - (text == "}")
            swap = {";": ",", "|": ";"} if depth else {";": ",", "~": ",", "!": " "}
            out.append(swap.get(text, text) if kind == "other" else text)
        index += 1
    return "".join(out)


def filled(formula: str, *, rows: int, columns: int) -> list[list[str]]:
    """Return Excel's formula text for a block of cells, its relative references moving along.

    >>> filled("=A1+$B$2*Data!C3", rows=2, columns=2)[1]
    ['=A2+$B$2*Data!C4', '=B2+$B$2*Data!D4']
    """
    tokens = list(_tokens(formula, _EXCEL))
    # The references stand at odd places between the texts that stay.
    parts = [""]
    for kind, text in tokens:
        if kind == "ref":
            parts += [text, ""]
        else:
            parts[-1] += text

    def moved(row: int, column: int) -> str:
        return "".join(
            _shifted_reference(part, row, column) if number % 2 else part
            for number, part in enumerate(parts)
        )

    if moved(1, 1) == formula:
        return [[formula] * columns] * rows
    return [[moved(row, column) for column in range(columns)] for row in range(rows)]


def renamed_table(formula: str, old: str, new: str) -> str:
    """Return LibreOffice's formula text with a table called by its new name.

    >>> renamed_table("=SUM(tblA[mrr];tblAb[x])", "tblA", "tblB")
    '=SUM(tblB[mrr];tblAb[x])'
    """
    return "".join(
        new if kind == "name" and text.lower() == old.lower() else text
        for kind, text in _tokens(formula, _OFFICE)
    )


def _tokens(formula: str, grammar: re.Pattern[str]) -> Iterator[_Token]:
    position = 0
    while position < len(formula):
        if formula[position] == "[":
            end = _bracket_end(formula, position)
            yield _Token("bracket", formula[position:end])
            position = end
            continue
        match = grammar.match(formula, position)
        assert match is not None
        assert match.lastgroup is not None
        yield _Token(match.lastgroup, match[0])
        position = match.end()


def _bracket_end(formula: str, start: int) -> int:
    """Return where a structured reference ends; ``'`` escapes the next character inside it."""
    depth = 0
    position = start
    while position < len(formula):
        character = formula[position]
        if character == "'":
            position += 1
        elif character in "[]":
            depth += 1 if character == "[" else -1
            if depth == 0:
                return position + 1
        position += 1
    return len(formula)


def _structured_to_office(bracket: str) -> str:
    """Return ``[@a]`` as ``[[#This Row];[a]]`` and commas between the parts as semicolons."""
    inside = bracket[1:-1].strip()
    if inside.startswith("@"):
        column = inside[1:]
        if not column:
            return "[#This Row]"
        return f"[[#This Row];{column}]" if column.startswith("[") else f"[[#This Row];[{column}]]"
    if not inside.startswith("["):
        return f"[{inside}]"
    return "[" + _between_parts(inside, lambda text: text.replace(",", ";").replace(" ", "")) + "]"


def _between_parts(inside: str, change: Callable[[str], str]) -> str:
    out, position = [], 0
    for part in _PART.finditer(inside):
        out += [change(inside[position : part.start()]), part[0]]
        position = part.end()
    return "".join([*out, change(inside[position:])])


def _own_row(bracket: str) -> str | None:
    """Return ``[[#This Row];[a]]`` as ``[@a]``, or ``None`` for any other structured reference."""
    inside = bracket[1:-1]
    if inside.lower() == "#this row":
        return "[@]"
    if not inside.lower().startswith("[#this row]"):
        return None
    rest = inside[len("[#this row]") :].lstrip(";, ")
    column = _PART.fullmatch(rest)
    if column is not None and _PLAIN_COLUMN.fullmatch(column[1]):
        return f"[@{column[1]}]"
    return f"[@{rest}]"


def _sections_to_excel(bracket: str) -> str:
    for written, shown in _SECTIONS.items():
        bracket = re.sub(re.escape(f"[{written}]"), f"[{shown}]", bracket, flags=re.IGNORECASE)
    return bracket


def _shifted_reference(reference: str, rows: int, columns: int) -> str:
    return ":".join(_shifted_corner(corner, rows, columns) for corner in reference.split(":"))


def _shifted_corner(corner: str, rows: int, columns: int) -> str:
    match = re.fullmatch(r"(\$?)([A-Za-z]*)(\$?)(\d*)", corner)
    assert match is not None
    column_mark, letters, row_mark, digits = match.groups()
    if not letters:
        # A whole row: its only mark was read as the column's.
        column_mark, row_mark = "", column_mark or row_mark
    if letters and not column_mark:
        letters = column_letters((column_number(letters) - 1 + columns) % COLUMNS + 1)
    if digits and not row_mark:
        digits = str((int(digits) - 1 + rows) % ROWS + 1)
    return f"{column_mark}{letters}{row_mark}{digits}"
