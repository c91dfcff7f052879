"""The worksheet functions for Excel on the desktop: binds the registry to xlwings.

Excel reaches this module through the macro module ``CsFunctions``, which is written by
:mod:`cs_workbook.template.udf_wrappers`. Where there is no Excel (Linux, Mac) xlwings' decorators
do nothing and the module still imports.

Three things xlwings leaves to us: ``ndim=2``, because a row and a column otherwise arrive as the
same flat list; error values, because a Python exception lands in the cell as the text of its
traceback (xlwings #1108) and pywin32 cannot send an error (xlwings #776), so an error leaves here
as its whole number and the macro module turns it into a true one; and blanks, which leave as empty
text, because Excel shows an empty value as 0.
"""

import inspect
import logging
from collections.abc import Callable
from typing import Any

import xlwings as xw

from cs_workbook.functions.blocks import Value
from cs_workbook.functions.cell_errors import CellError
from cs_workbook.functions.registry import FUNCTIONS, evaluate
from cs_workbook.functions.spec import CATEGORY, FunctionSpec

_LOG = logging.getLogger(__name__)

ComRows = list[list[float | str | bool | int]]


def _for_com(value: Value) -> float | str | bool | int:
    """Return a value as Excel takes it; xlwings would let an unknown type through to fail there."""
    if value is None:
        return ""
    return value.com_code if isinstance(value, CellError) else value


def _bind(spec: FunctionSpec) -> Callable[..., ComRows]:
    """Make the function xlwings calls: the name, the arguments and the help of the registry."""

    def function(*cells: Any) -> ComRows:  # noqa: ANN401 - whatever a cell can hold
        try:
            rows = evaluate(spec, *cells)
        except Exception:  # noqa: BLE001 - logged; else a mistake of ours would vanish in the cell
            _LOG.exception("%s failed", spec.name)
            return [[CellError.VALUE.com_code]]
        return [[_for_com(value) for value in row] for row in rows]

    # xlwings reads all of these: the cell's name, VBA's argument list, the wizard's text.
    function.__name__ = function.__qualname__ = spec.name
    function.__doc__ = spec.doc
    function.__annotations__ = {}
    function.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [
            inspect.Parameter(
                argument.name,
                inspect.Parameter.POSITIONAL_OR_KEYWORD,
                default=None if argument.optional else inspect.Parameter.empty,
            )
            for argument in spec.arguments
        ]
    )
    bound: Callable[..., ComRows] = function
    for argument in spec.arguments:
        bound = xw.arg(argument.name, ndim=2, err_to_str=True, doc=argument.doc)(bound)
    # Last, because xw.arg sets the category back to its default.
    return xw.func(category=CATEGORY)(bound)


globals().update({name: _bind(spec) for name, spec in FUNCTIONS.items()})
