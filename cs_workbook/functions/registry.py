"""All worksheet functions, and how to call one.

A host binds :data:`FUNCTIONS` and calls :func:`evaluate` with the raw values of its cells. That is
the whole of the interface: cleaning, defaults and error values are settled behind it.
"""

import math
from typing import Final

from cs_workbook.errors import CsWorkbookError, SettingsError
from cs_workbook.functions.about import VERSION_FUNCTION, why_function
from cs_workbook.functions.blocks import Block, Rows, Value
from cs_workbook.functions.cell_errors import CellError, WrongTypeError, cell_error_of
from cs_workbook.functions.churn import CHURN_FUNCTIONS
from cs_workbook.functions.health import HEALTH_FUNCTIONS
from cs_workbook.functions.patterns import PATTERN_FUNCTIONS
from cs_workbook.functions.rates import RATE_FUNCTIONS
from cs_workbook.functions.revenue import REVENUE_FUNCTIONS
from cs_workbook.functions.spec import FunctionSpec, single
from cs_workbook.functions.surveys import SURVEY_FUNCTIONS
from cs_workbook.functions.value import VALUE_FUNCTIONS

_EXPLAINED: Final = {
    spec.name: spec
    for spec in (
        *SURVEY_FUNCTIONS,
        *CHURN_FUNCTIONS,
        *REVENUE_FUNCTIONS,
        *HEALTH_FUNCTIONS,
        *VALUE_FUNCTIONS,
        *RATE_FUNCTIONS,
        *PATTERN_FUNCTIONS,
        VERSION_FUNCTION,
    )
}


def evaluate(spec: FunctionSpec, *raw: object) -> Rows:
    """Compute a worksheet function from the raw values of its cells.

    Args:
        spec: One of :data:`FUNCTIONS`.
        *raw: One per argument, as the host delivers it: a value, a row, or rows of values.
            Arguments that are left out at the end may be missing.

    Returns:
        Rows of numbers, texts, yes or no, :class:`CellError` and ``None`` for a blank; at least
        one cell, all rows equally long.

    >>> evaluate(FUNCTIONS["CS_NPS"], [[10], [9], [3], [None]])
    [[33.333333333333336]]
    >>> evaluate(FUNCTIONS["CS_NPS"], [[11]])
    [[<CellError.NUM: '#NUM!'>]]
    """
    try:
        return [[_finished(value) for value in row] for row in spec.compute(*_blocks(spec, raw))]
    except CsWorkbookError as error:
        return single(cell_error_of(error))
    except OverflowError:
        # Amounts whose sum is beyond what a computer holds: 1.8E+308.
        return single(CellError.NUM)


def explain(name: str, inputs: tuple[Block, ...]) -> Rows:
    """Say in words what a function makes of its inputs, or why it cannot.

    Args:
        name: Its name; upper and lower case are the same.
        inputs: Its arguments; blank ones at the end count as left out.

    Returns:
        One sentence, or one per account.

    Raises:
        SettingsError: No function has this name.

    >>> explain("cs_csat", (Block.of("", [[5, 4]]),))
    [['100 %. CSAT: share of answers 4 to 5 on a scale of 1 to 5; 2 answers, 0 blank left out. \
95 % interval by Wilson: 34.2 to 100.0.']]
    """
    spec = _EXPLAINED.get(name.strip().upper())
    if spec is None:
        raise SettingsError(
            f"function_name: expected one of {', '.join(_EXPLAINED)}, found {name!r}."
        )
    given = list(inputs)
    # CS_WHY has more inputs than most functions; only what is left over may be dropped.
    while len(given) > len(spec.arguments) and given[-1].is_blank:
        given.pop()
    try:
        # The inputs come with the names of CS_WHY; messages are to use the function's own.
        return spec.why(*_blocks(spec, tuple(block.rows for block in given)))
    except CsWorkbookError as error:
        return single(str(error))


def _finished(value: Value) -> Value:
    """Make every number a float: a whole number would be taken for the code of an error."""
    if value is None or isinstance(value, str | bool):
        return value
    return float(value) if math.isfinite(value) else CellError.NUM


def _blocks(spec: FunctionSpec, raw: tuple[object, ...]) -> list[Block]:
    """Clean the inputs of a function and fill up what is left out with blanks."""
    if len(raw) > len(spec.arguments):
        raise WrongTypeError(
            f"{spec.name}: expected at most {len(spec.arguments)} arguments, found {len(raw)}."
        )
    padded = (*raw, *(None,) * (len(spec.arguments) - len(raw)))
    return [
        Block.of(argument.name, value)
        for argument, value in zip(spec.arguments, padded, strict=True)
    ]


FUNCTIONS: Final[dict[str, FunctionSpec]] = {
    **_EXPLAINED,
    "CS_WHY": why_function(explain),
}
"""Every worksheet function by its name."""
