"""Parses formulas by Excel's precedence.

From tightest to loosest: ``:``, ``%``, signs, ``^``, ``* /``, ``+ -``, ``&``, comparisons; all of
them from left to right, so ``-2^2`` is 4 and ``2^3^2`` is 64 (Excel's own rule).
"""

from functools import lru_cache

from cs_workbook.workbook.calculator.lexer import END, Token, cell_parts, tokens_of
from cs_workbook.workbook.calculator.structured import parse_brackets
from cs_workbook.workbook.calculator.syntax import (
    ArrayConstant,
    Binary,
    Call,
    CellReference,
    Literal,
    Missing,
    NameReference,
    Node,
    RangeReference,
    Unary,
)
from cs_workbook.workbook.calculator.values import CannotCalculate, Scalar
from cs_workbook.workbook.port import CellError

_BINDING = {
    **dict.fromkeys(("=", "<>", "<", ">", "<=", ">="), 1),
    "&": 2,
    **dict.fromkeys(("+", "-"), 3),
    **dict.fromkeys(("*", "/"), 4),
    "^": 5,
}


@lru_cache(maxsize=4096)
def parse(formula: str) -> Node:
    """Return the tree of a formula; a leading ``=`` is optional.

    Raises:
        CannotCalculate: The text is no formula, or uses a form of reference not supported here.

    >>> parse("=-2^2")
    Binary(operator='^', left=Unary(operator='-', operand=Literal(value=2.0)), \
right=Literal(value=2.0))
    """
    parser = _Parser(tokens_of(formula.removeprefix("=")))
    try:
        node = parser.expression()
    except RecursionError:
        raise CannotCalculate("a formula nested deeper than Excel allows") from None
    if parser.next is not END:
        raise CannotCalculate(f"{parser.next.text!r} where a formula should end")
    return node


class _Parser:
    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._at = 0

    @property
    def next(self) -> Token:
        return self._tokens[self._at] if self._at < len(self._tokens) else END

    def _take(self) -> Token:
        token = self.next
        self._at += 1
        return token

    def _took(self, operator: str) -> bool:
        if self.next.kind == "operator" and self.next.text == operator:
            self._at += 1
            return True
        return False

    def _expect(self, operator: str) -> None:
        if not self._took(operator):
            raise CannotCalculate(f"{self.next.text!r} where {operator!r} should stand")

    def expression(self, least: int = 1) -> Node:
        node = self._signed()
        while True:
            binding = _BINDING.get(self.next.text, 0) if self.next.kind == "operator" else 0
            if binding < least:
                return node
            node = Binary(self._take().text, node, self.expression(binding + 1))

    def _signed(self) -> Node:
        signs = []
        while self.next.kind == "operator" and self.next.text in ("-", "+"):
            signs.append(self._take().text)
        node = self._operand()
        while self._took("%"):
            node = Unary("%", node)
        for sign in reversed(signs):
            node = Unary(sign, node)
        return node

    def _operand(self) -> Node:
        token = self._take()
        match token.kind:
            case "number" | "text" | "error":
                return Literal(_constant(token))
            case "sheet":
                return self._on_sheet(_sheet_name(token.text))
            case "cell":
                return self._range(self._cell(token, None))
            case "name":
                return self._named(token)
            case "operator" if token.text == "(":
                node = self.expression()
                self._expect(")")
                return node
            case "operator" if token.text == "{":
                return self._array()
        raise CannotCalculate(f"{token.text!r} where a value should stand")

    def _on_sheet(self, sheet: str) -> Node:
        token = self._take()
        if token.kind == "cell":
            return self._range(self._cell(token, sheet))
        if token.kind == "name" and self.next.kind != "brackets" and self.next.text != "(":
            return NameReference(sheet, token.text)
        if token.kind == "error":
            return Literal(CellError(token.text))
        raise CannotCalculate(f"{token.text!r} after the name of a sheet")

    def _cell(self, token: Token, sheet: str | None) -> CellReference:
        parts = cell_parts(token.text)
        if parts is None:
            raise CannotCalculate(f"{token.text!r} where a cell should stand")
        row, column, fixed = parts
        return CellReference(sheet, row, column, fixed)

    def _range(self, first: CellReference) -> Node:
        if not self._took(":"):
            return first
        token = self._take()
        if token.kind != "cell":
            raise CannotCalculate("a range that does not end in a cell")
        node = RangeReference(first, self._cell(token, None))
        if self.next.text == ":":
            raise CannotCalculate("a range of three corners")
        return node

    def _named(self, token: Token) -> Node:
        if self.next.kind == "brackets":
            return parse_brackets(token.text, self._take().text)
        if self._took("("):
            # The file marks functions younger than Excel 2007 with a prefix Excel never shows.
            name = token.text.upper().removeprefix("_XLFN.").removeprefix("_XLWS.")
            return Call(name, self._arguments())
        if token.text.upper() in ("TRUE", "FALSE"):
            return Literal(token.text.upper() == "TRUE")
        return NameReference(None, token.text)

    def _arguments(self) -> tuple[Node, ...]:
        if self._took(")"):
            return ()
        arguments: list[Node] = []
        while True:
            if self.next.kind == "operator" and self.next.text in (",", ")"):
                arguments.append(Missing())
            else:
                arguments.append(self.expression())
            if not self._took(","):
                break
        self._expect(")")
        return tuple(arguments)

    def _array(self) -> ArrayConstant:
        rows: list[tuple[Scalar, ...]] = []
        row: list[Scalar] = []
        while True:
            negative = self._took("-")
            token = self._take()
            if token.kind not in ("number", "text", "error"):
                if token.kind != "name" or token.text.upper() not in ("TRUE", "FALSE"):
                    raise CannotCalculate(f"{token.text!r} in an array constant")
                row.append(token.text.upper() == "TRUE")
            else:
                value = _constant(token)
                row.append(-value if negative and isinstance(value, float) else value)
            if self._took(","):
                continue
            rows.append(tuple(row))
            row = []
            if not self._took(";"):
                break
        self._expect("}")
        if len({len(each) for each in rows}) != 1:
            raise CannotCalculate("an array constant with rows of different length")
        return ArrayConstant(tuple(rows))


def _constant(token: Token) -> Scalar:
    if token.kind == "text":
        return token.text[1:-1].replace('""', '"')
    if token.kind == "error":
        return CellError(token.text)
    number = float(token.text)
    if number == float("inf"):
        raise CannotCalculate(f"{token.text} is larger than any number of Excel")
    return number


def _sheet_name(token: str) -> str:
    name = token[:-1]
    if name.startswith("'"):
        name = name[1:-1].replace("''", "'")
    if "[" in name or ":" in name:
        raise CannotCalculate("a reference to another workbook or through several sheets")
    return name
