"""Rounding, and products over arrays.

Excel rounds what it shows, 15 significant digits, half away from zero: ``ROUND(2.675,2)`` is 2.68
although the nearest binary number is a little below. Where the digits beyond the 15th decide, the
cell is not calculated.
"""

from collections.abc import Callable
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Context, Decimal
from math import floor, fsum
from typing import TYPE_CHECKING

from cs_workbook.workbook.calculator.functions.registry import (
    MANY,
    Arguments,
    Function,
    function,
    on_numbers,
    on_values,
    only_numbers,
)
from cs_workbook.workbook.calculator.references import Value
from cs_workbook.workbook.calculator.values import (
    VALUE,
    CannotCalculate,
    Fault,
    Scalar,
    finite,
    same_number,
    to_15_digits,
    to_number,
    to_whole,
)

if TYPE_CHECKING:
    from cs_workbook.workbook.calculator.evaluate import Evaluation

_EXACT = Context(prec=700)  # any float at any number of digits within 308
_MOST_DIGITS = 308


def rounding_by(rounding: str) -> Callable[[Scalar, Scalar], Scalar]:
    """Return a function that rounds to digits in one of the ways of ``decimal``."""

    def call(value: Scalar, digits: Scalar) -> Scalar:
        number = to_number(value)
        places = max(-_MOST_DIGITS, min(_MOST_DIGITS, to_whole(digits)))
        rounded = _rounded(number, places, rounding)
        if not same_number(rounded, _rounded(to_15_digits(number), places, rounding)):
            raise CannotCalculate(f"rounding {number!r} depends on its 16th digit")
        return rounded

    return call


round_half_up = rounding_by(ROUND_HALF_UP)
"""ROUND: to the nearest, half away from zero."""


def _rounded(number: float, places: int, rounding: str) -> float:
    exact = Decimal(repr(number))
    unit = Decimal(1).scaleb(-places)
    # Adding 0.0 turns minus zero, which Excel does not have, into zero.
    return finite(float(exact.quantize(unit, rounding=rounding, context=_EXACT)) + 0.0)


def _whole_below(value: Scalar) -> Scalar:
    number = to_number(value)
    if floor(number) != floor(to_15_digits(number)):
        raise CannotCalculate(f"the whole number below {number!r} depends on its 16th digit")
    return float(floor(number))


def _sign(value: Scalar) -> Scalar:
    number = to_number(value)
    return float((number > 0) - (number < 0))


def _sum_of_products(evaluation: "Evaluation", arguments: Arguments) -> Value:
    whole = evaluation.in_arrays()
    arrays = [whole.array(argument) for argument in arguments]
    if len({(array.rows, array.columns) for array in arrays}) != 1:
        raise Fault(VALUE)
    for array in arrays:
        only_numbers(array.values)  # shows the error value
    if len(arrays) == 1:
        products = [value for value in arrays[0].values if isinstance(value, float)]
        return finite(fsum(products))
    total: list[float] = []
    for factors in zip(*(array.values for array in arrays), strict=True):
        product = 1.0
        for factor in factors:
            # Text, yes/no and empty cells count as 0: a comparison needs its ``--``.
            product *= factor if type(factor) is float else 0.0
        total.append(finite(product))
    return finite(fsum(total))


def total(numbers: list[float]) -> float:
    """Return a sum that does not depend on the order of its parts."""
    return finite(fsum(numbers))


ARITHMETIC: dict[str, Function] = {
    "SUM": on_numbers(total),
    "SUMPRODUCT": function(_sum_of_products, 1, MANY),
    "ROUND": on_values(round_half_up, 2),
    "ROUNDUP": on_values(rounding_by(ROUND_UP), 2),
    "ROUNDDOWN": on_values(rounding_by(ROUND_DOWN), 2),
    "INT": on_values(_whole_below, 1),
    "SIGN": on_values(_sign, 1),
    "ABS": on_values(lambda value: abs(to_number(value)), 1),
}
