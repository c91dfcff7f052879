"""Counting and ranking: how many, the mean, the middle, the smallest and the largest."""

from collections.abc import Callable
from statistics import median
from typing import TYPE_CHECKING

from cs_workbook.workbook.calculator.functions.arithmetic import total
from cs_workbook.workbook.calculator.functions.registry import (
    MANY,
    Arguments,
    Function,
    function,
    numbers_in,
    numbers_of,
    on_numbers,
)
from cs_workbook.workbook.calculator.operators import spread
from cs_workbook.workbook.calculator.references import Area, Value
from cs_workbook.workbook.calculator.values import (
    DIV0,
    NUM,
    Array,
    CannotCalculate,
    Fault,
    Scalar,
    finite,
    read_number,
    to_number,
)
from cs_workbook.workbook.port import CellError

if TYPE_CHECKING:
    from cs_workbook.workbook.calculator.evaluate import Evaluation


def _count(evaluation: "Evaluation", arguments: Arguments) -> Value:
    count = 0
    for argument in arguments:
        value = evaluation.value(argument)
        if isinstance(value, Area):
            value = evaluation.reader.array(value)
        if isinstance(value, Array):
            count += sum(isinstance(each, float) for each in value.values)
        elif isinstance(value, str):
            count += read_number(value) is not None
        else:
            count += not isinstance(value, CellError)
    return float(count)


def _count_filled(evaluation: "Evaluation", arguments: Arguments) -> Value:
    count = 0
    for argument in arguments:
        value = evaluation.value(argument)
        if isinstance(value, Area):
            value = evaluation.reader.array(value)
        if isinstance(value, Array):
            count += sum(each is not None for each in value.values)
        else:
            count += 1
    return float(count)


def _count_empty(evaluation: "Evaluation", arguments: Arguments) -> Value:
    array = evaluation.reader.array(evaluation.area(arguments[0]))
    return float(sum(value is None or value == "" for value in array.values))


def mean(numbers: list[float]) -> Scalar:
    """Return the mean, #DIV/0! of nothing."""
    return finite(total(numbers) / len(numbers)) if numbers else DIV0


def _middle(numbers: list[float]) -> Scalar:
    return finite(median(numbers)) if numbers else NUM


def _ranked(*, largest: bool) -> Callable[["Evaluation", Arguments], Value]:
    def call(evaluation: "Evaluation", arguments: Arguments) -> Value:
        value = evaluation.value(arguments[0])
        if isinstance(value, Area):
            area = value
            ascending = evaluation.reader.keep(
                ("sorted", area), lambda: sorted(numbers_of(evaluation, area))
            )
        else:
            ascending = sorted(numbers_in(evaluation, arguments[:1]))

        def pick(rank: Scalar) -> Scalar:
            place = to_number(rank)
            if place != int(place):
                raise CannotCalculate("a rank with decimals")
            if not 1 <= place <= len(ascending):
                raise Fault(NUM)
            return ascending[-int(place) if largest else int(place) - 1]

        return spread(pick, [evaluation.operand(arguments[1])])

    return call


STATISTICS: dict[str, Function] = {
    "COUNT": function(_count, 1, MANY),
    "COUNTA": function(_count_filled, 1, MANY),
    "COUNTBLANK": function(_count_empty, 1),
    "AVERAGE": on_numbers(mean),
    "MIN": on_numbers(lambda numbers: min(numbers, default=0.0)),
    "MAX": on_numbers(lambda numbers: max(numbers, default=0.0)),
    "MEDIAN": on_numbers(_middle),
    "LARGE": function(_ranked(largest=True), 2),
    "SMALL": function(_ranked(largest=False), 2),
}
