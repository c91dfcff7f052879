"""A small worksheet calculator: cached values for formulas of a workbook nobody has open.

When refresh edits the closed tracker, formula cells outside the tables keep the value they had
before, and viewers, pandas and LibreOffice show it. This package calculates them anew. It answers
as Excel does or not at all: a function, a form of reference or a case of types whose result in
Excel is not certain raises :class:`CannotCalculate`, and the cell is left without a cached value
rather than with an invented one.

===============  ==================================================================
``lexer``        formula text into tokens
``grammar``      tokens into a tree (``syntax``), structured references included
``values``       kinds of values and how one becomes another
``operators``    operators, element by element on arrays
``criteria``     the criteria of COUNTIFS and its kin
``functions``    the worksheet functions
``references``   where references point, and what stands there
``evaluate``     one formula in one cell
``calculation``  cells that depend on each other
===============  ==================================================================

References:
    ECMA-376 Part 1, 18.17 (formulas); Microsoft's reference of worksheet functions.
"""

from cs_workbook.workbook.calculator.calculation import Calculator, Recalculated, recalculate
from cs_workbook.workbook.calculator.grammar import parse
from cs_workbook.workbook.calculator.references import Cells, Position
from cs_workbook.workbook.calculator.values import CannotCalculate

__all__ = [
    "Calculator",
    "CannotCalculate",
    "Cells",
    "Position",
    "Recalculated",
    "parse",
    "recalculate",
]
