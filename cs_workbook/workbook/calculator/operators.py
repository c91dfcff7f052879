"""Operators on single values and on arrays.

An array and a single value work element by element; two arrays of different size fill what only
one of them has with #N/A. The left operand's error value wins over the right one's.
"""

from collections.abc import Callable, Sequence
from operator import ge, gt, le, lt
from typing import TypeAlias

from cs_workbook.workbook.calculator.comparison import equal, order
from cs_workbook.workbook.calculator.values import (
    DIV0,
    NA,
    NUM,
    Array,
    CannotCalculate,
    Fault,
    Scalar,
    finite,
    same_number,
    short_enough,
    to_number,
    to_text,
)
from cs_workbook.workbook.port import CellError

Operation: TypeAlias = Callable[..., Scalar]

_MOST_CELLS = 5_000_000


def spread(operation: Operation, operands: Sequence[Scalar | Array]) -> Scalar | Array:
    """Apply an operation once, or to each element where an operand is an array.

    Raises:
        CannotCalculate: The result would be larger than any sheet of ours needs.
    """
    arrays = [operand for operand in operands if isinstance(operand, Array)]
    if not arrays:
        return _settled(operation, operands)
    rows = max(array.rows for array in arrays)
    columns = max(array.columns for array in arrays)
    if rows * columns > _MOST_CELLS:
        raise CannotCalculate("an array larger than this calculator takes")
    streams = [_stretched(operand, rows, columns) for operand in operands]
    return Array(rows, columns, [_settled(operation, each) for each in zip(*streams, strict=True)])


def _settled(operation: Operation, operands: Sequence[Scalar | Array]) -> Scalar:
    try:
        return operation(*operands)
    except Fault as fault:
        return fault.error


def _stretched(operand: Scalar | Array, rows: int, columns: int) -> Sequence[Scalar]:
    if not isinstance(operand, Array):
        return [operand] * (rows * columns)
    if (operand.rows, operand.columns) == (rows, columns):
        return operand.values
    stretched: list[Scalar] = []
    for row in range(rows):
        from_row = 0 if operand.rows == 1 else row
        for column in range(columns):
            from_column = 0 if operand.columns == 1 else column
            if from_row < operand.rows and from_column < operand.columns:
                stretched.append(operand.values[from_row * operand.columns + from_column])
            else:
                stretched.append(NA)
    return stretched


def add(left: Scalar, right: Scalar) -> Scalar:
    """Return ``left + right``."""
    return _sum(to_number(left), to_number(right))


def subtract(left: Scalar, right: Scalar) -> Scalar:
    """Return ``left - right``."""
    return _sum(to_number(left), -to_number(right))


def _sum(left: float, right: float) -> float:
    total = finite(left + right)
    # Excel shows 0 where both operands agree in all the digits it keeps (KB 78113).
    if total and abs(total) < 1e-14 * abs(left) and same_number(left, -right):
        return 0.0
    return total


def multiply(left: Scalar, right: Scalar) -> Scalar:
    """Return ``left * right``."""
    if type(left) is float and type(right) is float:
        return finite(left * right)
    return finite(to_number(left) * to_number(right))


def divide(left: Scalar, right: Scalar) -> Scalar:
    """Return ``left / right``, #DIV/0! by zero."""
    dividend, divisor = to_number(left), to_number(right)
    if divisor == 0:
        return DIV0
    return finite(dividend / divisor)


def power(left: Scalar, right: Scalar) -> Scalar:
    """Return ``left ^ right``."""
    base, exponent = to_number(left), to_number(right)
    if base == 0 and exponent <= 0:
        return NUM if exponent == 0 else DIV0
    if base < 0 and exponent != int(exponent):
        return NUM
    try:
        return finite(base**exponent)
    except OverflowError:
        return NUM


def join(left: Scalar, right: Scalar) -> Scalar:
    """Return ``left & right``."""
    return short_enough(to_text(left) + to_text(right))


def negate(operand: Scalar) -> Scalar:
    """Return ``-operand``."""
    number = to_number(operand)
    return -number if number else 0.0


def percent(operand: Scalar) -> Scalar:
    """Return ``operand%``."""
    return finite(to_number(operand) / 100)


def keep(operand: Scalar) -> Scalar:
    """Return ``+operand``: Excel's plus sign changes nothing, not even text."""
    return operand


def _check(left: Scalar, right: Scalar) -> None:
    if isinstance(left, CellError):
        raise Fault(left)
    if isinstance(right, CellError):
        raise Fault(right)


def _same(left: Scalar, right: Scalar) -> Scalar:
    _check(left, right)
    return equal(left, right)


def _different(left: Scalar, right: Scalar) -> Scalar:
    _check(left, right)
    return not equal(left, right)


def _ordered(compare: Callable[[int, int], bool]) -> Operation:
    def operation(left: Scalar, right: Scalar) -> Scalar:
        _check(left, right)
        return compare(order(left, right), 0)

    return operation


BINARY: dict[str, Operation] = {
    "+": add,
    "-": subtract,
    "*": multiply,
    "/": divide,
    "^": power,
    "&": join,
    "=": _same,
    "<>": _different,
    "<": _ordered(lt),
    ">": _ordered(gt),
    "<=": _ordered(le),
    ">=": _ordered(ge),
}

UNARY: dict[str, Operation] = {"-": negate, "+": keep, "%": percent}
