"""COUNTIF, SUMIFS and their kin: figures over the rows that meet criteria."""

from collections.abc import Callable
from itertools import compress
from typing import TYPE_CHECKING

from cs_workbook.workbook.calculator.criteria import mask
from cs_workbook.workbook.calculator.functions.arithmetic import total
from cs_workbook.workbook.calculator.functions.registry import (
    MANY,
    Arguments,
    Function,
    function,
    only_numbers,
)
from cs_workbook.workbook.calculator.functions.statistics import mean
from cs_workbook.workbook.calculator.operators import spread
from cs_workbook.workbook.calculator.references import Area, Value
from cs_workbook.workbook.calculator.values import (
    VALUE,
    Array,
    CannotCalculate,
    Fault,
    Scalar,
)

if TYPE_CHECKING:
    from cs_workbook.workbook.calculator.evaluate import Evaluation

_MOST_TESTS = 5_000_000


def _marks(evaluation: "Evaluation", area: Area, criterion: Scalar) -> int:
    # Marks are bytes of 0 and 1, joined as one large integer each: ``&`` of two columns of any
    # length is then one operation. TRUE, 1 and an empty cell are different criteria.
    reader = evaluation.reader
    return reader.keep(
        ("marks", area, type(criterion), criterion),
        lambda: int.from_bytes(mask(reader.array(area).values, criterion), "little"),
    )


def _over_rows(
    evaluation: "Evaluation",
    pairs: Arguments,
    result: Callable[[int], Scalar],
    *,
    shape: Area | None = None,
) -> Value:
    """Return ``result`` of the rows that meet all criteria, for each criterion of an array."""
    if len(pairs) % 2:
        raise CannotCalculate("a range without its criterion")
    areas = [evaluation.area(node) for node in pairs[::2]]
    criteria = [evaluation.operand(node) for node in pairs[1::2]]
    size = shape or areas[0]
    if any((area.rows, area.columns) != (size.rows, size.columns) for area in areas):
        raise Fault(VALUE)
    asked = sum(len(each.values) for each in criteria if isinstance(each, Array))
    if asked * size.rows * size.columns > _MOST_TESTS:
        raise CannotCalculate("more criteria than this calculator takes")

    def one(*values: Scalar) -> Scalar:
        joint = -1
        for area, criterion in zip(areas, values, strict=True):
            joint &= _marks(evaluation, area, criterion)
        return result(joint)

    return spread(one, criteria)


def _chosen(evaluation: "Evaluation", area: Area, marks: int) -> list[float]:
    # An error value counts only where its row is chosen.
    chosen = marks.to_bytes(area.rows * area.columns, "little")
    return only_numbers(list(compress(evaluation.reader.array(area).values, chosen)))


def _count_ifs(evaluation: "Evaluation", arguments: Arguments) -> Value:
    return _over_rows(evaluation, arguments, lambda marks: float(marks.bit_count()))


def _ifs(of: Callable[[list[float]], Scalar]) -> Function:
    """Return SUMIFS or its kin: the range to work on comes first."""

    def call(evaluation: "Evaluation", arguments: Arguments) -> Value:
        area = evaluation.area(arguments[0])
        return _over_rows(
            evaluation,
            arguments[1:],
            lambda marks: of(_chosen(evaluation, area, marks)),
            shape=area,
        )

    return function(call, 3, MANY)


def _if(of: Callable[[list[float]], Scalar]) -> Function:
    """Return SUMIF or AVERAGEIF: the range to work on comes last, or is the range tested."""

    def call(evaluation: "Evaluation", arguments: Arguments) -> Value:
        tested = evaluation.area(arguments[0])
        start = evaluation.area(arguments[2]) if len(arguments) > 2 else tested  # noqa: PLR2004
        # Excel takes the first cell of the last range only, and the size of the tested one.
        area = Area(
            start.sheet,
            start.top,
            start.left,
            start.top + tested.rows - 1,
            start.left + tested.columns - 1,
        )
        return _over_rows(
            evaluation, arguments[:2], lambda marks: of(_chosen(evaluation, area, marks))
        )

    return function(call, 2, 3)


CONDITIONAL: dict[str, Function] = {
    "COUNTIF": function(_count_ifs, 2),
    "COUNTIFS": function(_count_ifs, 2, MANY),
    "SUMIF": _if(total),
    "SUMIFS": _ifs(total),
    "AVERAGEIF": _if(mean),
    "AVERAGEIFS": _ifs(mean),
    "MINIFS": _ifs(lambda numbers: min(numbers, default=0.0)),
    "MAXIFS": _ifs(lambda numbers: max(numbers, default=0.0)),
}
