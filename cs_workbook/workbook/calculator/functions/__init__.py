"""The worksheet functions, by their English names.

===============  ==================================================
``registry``     what a function is, and common ways to make one
``logic``        conditions, choices, questions about a value
``arithmetic``   SUM, SUMPRODUCT, rounding
``statistics``   counting, mean, median, ranks
``conditional``  COUNTIFS, SUMIFS and their kin
``lookup``       INDEX, MATCH, ROW
``texts``        parts of texts, joining, replacing
``days``         dates as serial numbers
===============  ==================================================
"""

from cs_workbook.workbook.calculator.functions.arithmetic import ARITHMETIC
from cs_workbook.workbook.calculator.functions.conditional import CONDITIONAL
from cs_workbook.workbook.calculator.functions.days import DAYS
from cs_workbook.workbook.calculator.functions.logic import LOGIC
from cs_workbook.workbook.calculator.functions.lookup import LOOKUP
from cs_workbook.workbook.calculator.functions.registry import Function
from cs_workbook.workbook.calculator.functions.statistics import STATISTICS
from cs_workbook.workbook.calculator.functions.texts import TEXTS

FUNCTIONS: dict[str, Function] = {
    **ARITHMETIC,
    **CONDITIONAL,
    **DAYS,
    **LOGIC,
    **LOOKUP,
    **STATISTICS,
    **TEXTS,
}
"""Every function the calculator knows; any other makes a formula one it cannot calculate."""

__all__ = ["FUNCTIONS", "Function"]
