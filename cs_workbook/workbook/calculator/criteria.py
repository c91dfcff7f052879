"""The criteria of COUNTIF, SUMIFS and their kin.

===============  ================================================================================
Criterion        What it finds
===============  ================================================================================
``5``, ``"=5"``  the number 5, and text that reads as 5
``">5"``         numbers only; text never is above or below a number
``"x"``          text equal to it regardless of case; ``*`` any text, ``?`` one character, ``~``
                 before either takes it literally
``"<>x"``        everything else, empty cells and numbers included
``""``           empty cells and empty texts
``"="``          empty cells only
``"<>"``         everything but empty cells; an empty text is not an empty cell
empty cell       as 0
===============  ================================================================================
"""

import re
from collections.abc import Callable, Sequence
from typing import TypeAlias

from cs_workbook.workbook.calculator.comparison import fold, same_text, text_order
from cs_workbook.workbook.calculator.values import CannotCalculate, Scalar, read_number, same_number
from cs_workbook.workbook.package.cells import ERRORS
from cs_workbook.workbook.port import CellError

Test: TypeAlias = Callable[[Scalar], bool]

_PARTS = re.compile(r"(<=|>=|<>|<|>|=)?(.*)", re.DOTALL)
_LONGEST = 255


def mask(values: Sequence[Scalar], criterion: Scalar) -> bytes:
    r"""Return 1 for each value that meets a criterion, else 0.

    Raises:
        CannotCalculate: Excel's answer for one of the values is not certain.

    >>> mask([1.0, 5.0, "5", None, "x"], "<>5")
    b'\x01\x00\x00\x01\x01'
    """
    meets = compile_criterion(criterion)
    seen: dict[str, bool] = {}
    marks = bytearray(len(values))
    for place, value in enumerate(values):
        if type(value) is str:
            found = seen.get(value)
            if found is None:
                found = seen[value] = meets(value)
        else:
            found = meets(value)
        if found:
            marks[place] = 1
    return bytes(marks)


def compile_criterion(criterion: Scalar) -> Test:
    """Return the test a criterion stands for.

    Raises:
        CannotCalculate: Excel's reading of the criterion is not certain.
    """
    if isinstance(criterion, CellError):
        raise CannotCalculate("an error value as a criterion")
    if criterion is None:
        return _number_test("=", 0.0)
    if isinstance(criterion, bool):
        return _truth_test("=", truth=criterion)
    if isinstance(criterion, float):
        return _number_test("=", criterion)
    return _written(criterion)


def _written(criterion: str) -> Test:
    if len(criterion) > _LONGEST:
        raise CannotCalculate("a criterion longer than Excel takes")
    match = _PARTS.fullmatch(criterion)
    operator, rest = (match[1] or "", match[2]) if match else ("", criterion)
    if not rest:
        return _empty_test(operator)
    operator = operator or "="
    number = read_number(rest)
    if number is not None:
        return _number_test(operator, number)
    if rest.upper() in ("TRUE", "FALSE"):
        return _truth_test(operator, truth=rest.upper() == "TRUE")
    if rest.upper() in ERRORS:
        raise CannotCalculate("an error value as a criterion")
    return _text_test(operator, rest)


def _empty_test(operator: str) -> Test:
    if operator == "":
        return lambda value: value is None or value == ""
    if operator == "=":
        return lambda value: value is None
    if operator == "<>":
        return lambda value: value is not None
    raise CannotCalculate(f"the criterion {operator!r} without a value")


def _number_test(operator: str, wanted: float) -> Test:
    def equal(value: Scalar) -> bool:
        if isinstance(value, float):
            return _certainly_equal(value, wanted)
        # COUNTIF reads text as a number here, which is why long ids look alike to it.
        if isinstance(value, str):
            number = read_number(value)
            return number is not None and _certainly_equal(number, wanted)
        return False

    if operator == "=":
        return equal
    if operator == "<>":
        return lambda value: not equal(_no_error(value))
    wants_more, wants_equal = operator.startswith(">"), operator.endswith("=")

    def ordered(value: Scalar) -> bool:
        if not isinstance(value, float):
            return False
        if _certainly_equal(value, wanted):
            return wants_equal
        return (value > wanted) is wants_more

    return ordered


def _certainly_equal(value: float, wanted: float) -> bool:
    if value == wanted:
        return True
    near = abs(value - wanted) <= 1e-14 * abs(wanted)
    if near and same_number(value, wanted):
        raise CannotCalculate(f"{value!r} and {wanted!r} differ only beyond 15 digits")
    return False


def _truth_test(operator: str, *, truth: bool) -> Test:
    def equal(value: Scalar) -> bool:
        if isinstance(value, str) and value.upper() in ("TRUE", "FALSE"):
            raise CannotCalculate("a yes/no as a criterion for text")
        return value is truth

    if operator == "=":
        return equal
    if operator == "<>":
        return lambda value: not equal(_no_error(value))
    raise CannotCalculate("the order of a yes/no as a criterion")


def _text_test(operator: str, wanted: str) -> Test:
    if operator in ("=", "<>"):
        equal = text_pattern(wanted)
        if operator == "=":
            return lambda value: isinstance(value, str) and equal(value)
        return lambda value: not (isinstance(_no_error(value), str) and equal(str(value)))
    if any(mark in wanted for mark in "*?~"):
        raise CannotCalculate("the order of a pattern")
    wants_more, wants_equal = operator.startswith(">"), operator.endswith("=")

    def ordered(value: Scalar) -> bool:
        if not isinstance(value, str):
            return False
        place = text_order(value, wanted)
        return wants_equal if place == 0 else (place > 0) is wants_more

    return ordered


def _no_error(value: Scalar) -> Scalar:
    if isinstance(value, CellError):
        raise CannotCalculate("an error value in a range that a criterion with <> looks at")
    return value


def text_pattern(wanted: str) -> Callable[[str], bool]:
    """Return the test for texts equal to ``wanted``, in which ``*`` and ``?`` are wildcards.

    Raises:
        CannotCalculate: A ``~`` that escapes nothing.

    >>> text_pattern("Q? ~*")("q3 *")
    True
    """
    if not any(mark in wanted for mark in "*?~"):
        return lambda value: same_text(value, wanted)
    parts: list[str] = []
    marks = iter(fold(wanted))
    for mark in marks:
        if mark == "~":
            escaped = next(marks, "")
            if escaped not in ("*", "?", "~"):
                raise CannotCalculate(f"a ~ that escapes nothing in {wanted!r}")
            parts.append(re.escape(escaped))
        else:
            parts.append({"*": ".*", "?": "."}.get(mark) or re.escape(mark))
    pattern = re.compile("".join(parts), re.DOTALL)
    return lambda value: pattern.fullmatch(fold(value)) is not None
