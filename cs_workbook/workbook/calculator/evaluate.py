"""Evaluates one parsed formula in one cell."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from cs_workbook.workbook.calculator.functions import FUNCTIONS
from cs_workbook.workbook.calculator.grammar import parse
from cs_workbook.workbook.calculator.operators import BINARY, UNARY, spread
from cs_workbook.workbook.calculator.references import Area, Position, Reader, Value
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
    TableReference,
    Unary,
)
from cs_workbook.workbook.calculator.values import Array, CannotCalculate, Fault, Scalar


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """One formula being evaluated in one cell.

    Attributes:
        reader: The cells of the workbook.
        position: The cell the formula stands in.
        arrays: Whether a range where one value is due means all of its cells, as inside
            SUMPRODUCT. Elsewhere Excel takes the one cell in the formula's own row or column
            (implicit intersection), which no formula should rely on: it is refused.
        within: Workbook names being looked up, to notice a name that refers to itself.
    """

    reader: Reader
    position: Position
    arrays: bool = False
    within: frozenset[str] = frozenset()

    def result(self, formula: str) -> Scalar:
        """Return the value of a formula.

        Raises:
            CannotCalculate: Excel's value is not certain.
            Pending: Stale cells must be calculated first.
        """
        try:
            value = self.scalar(parse(formula))
        except Fault as fault:
            return fault.error
        except RecursionError:
            raise CannotCalculate("a formula with too many parts") from None
        return 0.0 if value is None else value  # a formula never shows an empty cell

    def value(self, node: Node) -> Value:
        """Return what a node stands for: a value, an array, or cells."""
        match node:
            case Literal() | Missing() | ArrayConstant():
                return _written(node)
            case CellReference() | RangeReference() | TableReference():
                return self._located(node)
            case NameReference():
                return self._named(node)
            case Call():
                return self._called(node)
            case Binary():
                operands = [self.operand(node.left), self.operand(node.right)]
                return spread(BINARY[node.operator], operands)
            case Unary():
                return spread(UNARY[node.operator], [self.operand(node.operand)])

    def operand(self, node: Node) -> Scalar | Array:
        """Return the value or array that stands where an operator works on values."""
        value = self.value(node)
        if isinstance(value, Area):
            if value.single:
                return self.reader.value(value.sheet, value.top, value.left)
            if not self.arrays:
                raise CannotCalculate("a range where one value is due")
            return self.reader.array(value)
        return value

    def scalar(self, node: Node) -> Scalar:
        """Return the one value a node stands for.

        Raises:
            CannotCalculate: It stands for several.
        """
        value = self.operand(node)
        if isinstance(value, Array):
            if len(value.values) == 1:
                return value.values[0]
            raise CannotCalculate("an array where one value is due")
        return value

    def array(self, node: Node) -> Array:
        """Return the values a node stands for, one value as an array of one."""
        value = self.value(node)
        if isinstance(value, Area):
            return self.reader.array(value)
        return value if isinstance(value, Array) else Array(1, 1, [value])

    def area(self, node: Node) -> Area:
        """Return the cells a node stands for.

        Raises:
            CannotCalculate: It stands for none; Excel refuses such a formula.
        """
        value = self.value(node)
        if not isinstance(value, Area):
            raise CannotCalculate("a value where a range is due")
        return value

    def in_arrays(self) -> "Evaluation":
        """Return the same evaluation with ranges taken whole."""
        return replace(self, arrays=True)

    def _located(self, node: CellReference | RangeReference | TableReference) -> Value:
        try:
            return self.reader.located(node, self.position)
        except Fault as fault:
            return fault.error

    def _called(self, node: Call) -> Value:
        function = FUNCTIONS.get(node.name)
        if function is None:
            raise CannotCalculate(f"the function {node.name} is not supported")
        if not function.least <= len(node.arguments) <= function.most:
            raise CannotCalculate(f"{len(node.arguments)} arguments for {node.name}")
        try:
            return function.call(self, node.arguments)
        except Fault as fault:
            return fault.error

    def _named(self, node: NameReference) -> Value:
        sheet = node.sheet or self.position[0]
        text = self.reader.name(node.name, sheet)
        if text is None:
            if node.sheet is None and self.reader.table(node.name) is not None:
                return self._located(TableReference(node.name, frozenset(), None, None))
            raise CannotCalculate(f"there is no name {node.name}")
        key = node.name.lower()
        if key in self.within:
            raise CannotCalculate(f"the name {node.name} refers to itself")
        meaning = parse(text)
        _check_fixed(meaning, node.name)
        return replace(self, within=self.within | {key}).value(meaning)


def _written(node: Literal | Missing | ArrayConstant) -> Scalar | Array:
    match node:
        case Literal():
            return node.value
        case Missing():
            return None
        case ArrayConstant():
            values = [value for row in node.rows for value in row]
            return Array(len(node.rows), len(node.rows[0]), values)


def _check_fixed(node: Node, name: str) -> None:
    # A name's relative reference moves with the cell that uses the name.
    match node:
        case CellReference():
            if not node.fixed or node.sheet is None:
                raise CannotCalculate(f"the name {name} refers to a cell relative to its user")
        case RangeReference():
            _check_fixed(node.first, name)
            if not node.last.fixed:
                raise CannotCalculate(f"the name {name} refers to a cell relative to its user")
        case Unary():
            _check_fixed(node.operand, name)
        case Binary():
            _check_all((node.left, node.right), name)
        case Call():
            _check_all(node.arguments, name)
        case _:
            return


def _check_all(nodes: Sequence[Node], name: str) -> None:
    for node in nodes:
        _check_fixed(node, name)
