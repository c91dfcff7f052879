"""Conditions, choices, and questions about a value."""

from typing import TYPE_CHECKING

from cs_workbook.workbook.calculator.functions.registry import (
    MANY,
    Arguments,
    Function,
    function,
    on_any_values,
    on_values,
)
from cs_workbook.workbook.calculator.references import Area, Value
from cs_workbook.workbook.calculator.values import (
    NA,
    VALUE,
    Array,
    CannotCalculate,
    Fault,
    Scalar,
    to_number,
    to_truth,
    to_whole,
)
from cs_workbook.workbook.port import CellError

if TYPE_CHECKING:
    from cs_workbook.workbook.calculator.evaluate import Evaluation


def _if(evaluation: "Evaluation", arguments: Arguments) -> Value:
    # A condition over a range works only in formulas entered as array formulas, even inside
    # SUMPRODUCT; ``scalar`` refuses it. Only the branch taken is looked at.
    if to_truth(evaluation.scalar(arguments[0])):
        return evaluation.value(arguments[1])
    return evaluation.value(arguments[2]) if len(arguments) > 2 else False  # noqa: PLR2004


def _if_error(evaluation: "Evaluation", arguments: Arguments) -> Value:
    value = evaluation.scalar(arguments[0])
    return evaluation.value(arguments[1]) if isinstance(value, CellError) else value


def _if_na(evaluation: "Evaluation", arguments: Arguments) -> Value:
    value = evaluation.scalar(arguments[0])
    return evaluation.value(arguments[1]) if value == NA else value


def _choose(evaluation: "Evaluation", arguments: Arguments) -> Value:
    place = to_whole(evaluation.scalar(arguments[0]))
    if not 1 <= place < len(arguments):
        raise Fault(VALUE)
    return evaluation.value(arguments[place])


def _truths(evaluation: "Evaluation", arguments: Arguments) -> list[bool]:
    # Text and empty cells are passed over in ranges; an argument of its own must be a yes/no.
    # No argument is spared, so an error in the last one shows even where the first decides.
    truths: list[bool] = []
    for argument in arguments:
        value = evaluation.value(argument)
        if isinstance(value, Area):
            value = evaluation.reader.array(value)
        if not isinstance(value, Array):
            truths.append(to_truth(value))
            continue
        for each in value.values:
            if isinstance(each, CellError):
                raise Fault(each)
            if isinstance(each, float | bool):
                truths.append(bool(each))
    if not truths:
        raise Fault(VALUE)
    return truths


def _and(evaluation: "Evaluation", arguments: Arguments) -> Value:
    return all(_truths(evaluation, arguments))


def _or(evaluation: "Evaluation", arguments: Arguments) -> Value:
    return any(_truths(evaluation, arguments))


def _n(evaluation: "Evaluation", arguments: Arguments) -> Value:
    value = evaluation.value(arguments[0])
    if isinstance(value, Area) and not value.single:
        raise CannotCalculate("N of several cells")
    single = evaluation.scalar(arguments[0])
    if isinstance(single, CellError):
        return single
    return 0.0 if isinstance(single, str) else to_number(single)


def _constant(value: Scalar) -> Function:
    def call(_evaluation: "Evaluation", _arguments: Arguments) -> Value:
        return value

    return function(call, 0)


LOGIC: dict[str, Function] = {
    "IF": function(_if, 2, 3),
    "IFERROR": function(_if_error, 2),
    "IFNA": function(_if_na, 2),
    "CHOOSE": function(_choose, 2, MANY),
    "AND": function(_and, 1, MANY),
    "OR": function(_or, 1, MANY),
    "NOT": on_values(lambda value: not to_truth(value), 1),
    "TRUE": _constant(value=True),
    "FALSE": _constant(value=False),
    "NA": _constant(NA),
    "N": function(_n, 1),
    "ISNUMBER": on_any_values(lambda value: isinstance(value, float), 1),
    "ISTEXT": on_any_values(lambda value: isinstance(value, str), 1),
    "ISLOGICAL": on_any_values(lambda value: isinstance(value, bool), 1),
    "ISBLANK": on_any_values(lambda value: value is None, 1),
    "ISERROR": on_any_values(lambda value: isinstance(value, CellError), 1),
    "ISERR": on_any_values(lambda value: isinstance(value, CellError) and value != NA, 1),
    "ISNA": on_any_values(lambda value: value == NA, 1),
}
