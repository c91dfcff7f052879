"""What a worksheet function is to the evaluator, and the common ways to make one."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from cs_workbook.workbook.calculator.operators import Operation, spread
from cs_workbook.workbook.calculator.references import Area, Value
from cs_workbook.workbook.calculator.syntax import Node
from cs_workbook.workbook.calculator.values import (
    Array,
    CannotCalculate,
    Fault,
    Scalar,
    to_number,
)
from cs_workbook.workbook.port import CellError

if TYPE_CHECKING:
    from cs_workbook.workbook.calculator.evaluate import Evaluation

Arguments: TypeAlias = tuple[Node, ...]

MANY = 255
"""The most arguments Excel takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """A worksheet function.

    Attributes:
        call: Takes the evaluation and the arguments as parsed, and returns the value; raises
            ``Fault`` for an error value and ``CannotCalculate`` where Excel's is not certain.
        least: Fewest arguments.
        most: Most arguments.
    """

    call: Callable[["Evaluation", Arguments], Value]
    least: int
    most: int


def function(
    call: Callable[["Evaluation", Arguments], Value], least: int, most: int | None = None
) -> Function:
    """Return a function that looks at its arguments itself."""
    return Function(call=call, least=least, most=least if most is None else most)


def on_values(operation: Operation, least: int, most: int | None = None) -> Function:
    """Return a function of single values: an error value among them is its result."""

    def checked(*values: Scalar) -> Scalar:
        for value in values:
            if isinstance(value, CellError):
                return value
        return operation(*values)

    return on_any_values(checked, least, most)


def on_any_values(operation: Operation, least: int, most: int | None = None) -> Function:
    """Return a function of single values that looks at error values itself."""

    def call(evaluation: "Evaluation", arguments: Arguments) -> Value:
        return spread(operation, [evaluation.operand(argument) for argument in arguments])

    return function(call, least, most)


def on_numbers(operation: Callable[[list[float]], Scalar]) -> Function:
    """Return a function of all numbers in its arguments, such as SUM."""

    def call(evaluation: "Evaluation", arguments: Arguments) -> Value:
        return operation(list(numbers_in(evaluation, arguments)))

    return function(call, 1, MANY)


def numbers_in(evaluation: "Evaluation", arguments: Arguments) -> Iterator[float]:
    """Yield the numbers in arguments.

    In cells and arrays text, yes/no and empty cells are passed over. As an argument of its own a
    text must be a number and TRUE counts 1.

    Raises:
        Fault: An error value among them.
    """
    for argument in arguments:
        value = evaluation.value(argument)
        if isinstance(value, Area):
            yield from numbers_of(evaluation, value)
        elif isinstance(value, Array):
            yield from only_numbers(value.values)
        else:
            yield to_number(value)


def numbers_of(evaluation: "Evaluation", area: Area) -> list[float]:
    """Return the numbers in cells; read once per rectangle."""
    reader = evaluation.reader
    return reader.keep(("numbers", area), lambda: only_numbers(reader.array(area).values))


def only_numbers(values: Sequence[Scalar]) -> list[float]:
    """Return the numbers among values.

    Raises:
        Fault: The error value among them.
        CannotCalculate: Several different error values; which one Excel shows is not documented.
    """
    errors = {value for value in values if isinstance(value, CellError)}
    if len(errors) > 1:
        raise CannotCalculate("several different error values in a range")
    if errors:
        raise Fault(errors.pop())
    return [value for value in values if isinstance(value, float)]
