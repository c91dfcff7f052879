"""What stays of an old cell: whether it already says the new, and its formula in a new row."""

from collections.abc import Callable

from cs_workbook.workbook.package import formulas, xml
from cs_workbook.workbook.package.addresses import Range
from cs_workbook.workbook.package.cell_reader import Reader
from cs_workbook.workbook.package.cells import (
    Cell,
    formula_of,
)
from cs_workbook.workbook.port import CellValue


def says(reader: Reader, cell: Cell, value: CellValue, formula: str | None) -> bool:
    """Say whether a cell already holds a value (and formula), however it is written."""
    found = formula_of(cell[1])
    if (found is None) != (formula is None):
        return False
    if found is not None and formula is not None:
        same = xml.unescape(found[1]) == xml.unescape(formula)
        if not same or "t=" in found[0]:
            return False
    known = reader.value(cell)
    if type(known) is type(value):
        return known == value
    number = (int, float)
    return (
        isinstance(known, number)
        and isinstance(value, number)
        and not isinstance(known, bool)
        and not isinstance(value, bool)
        and known == value
    )


def follow_formula(body: Range) -> Callable[[str, int, int], str]:
    """Return the change a kept formula needs in a new row.

    Relative references into the table's own body move with the row, as they do when Excel sorts
    a table; references elsewhere stay where they point.
    """

    def moved(formula: str, old: int, new: int) -> str:
        if old == new or not any(letter.isdigit() for letter in formula):
            return formula
        return formulas.shifted(
            formula,
            new - old,
            only=lambda reference: reference.sheet is None and body.meets(reference.range),
        )

    return moved
