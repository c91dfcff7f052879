"""Calculates cells, each stale cell before those that depend on it."""

from collections.abc import Iterable
from dataclasses import dataclass

from cs_workbook.workbook.calculator.evaluate import Evaluation
from cs_workbook.workbook.calculator.references import Cells, Pending, Position, Reader
from cs_workbook.workbook.calculator.values import CannotCalculate, Scalar, to_cell
from cs_workbook.workbook.port import CellValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Recalculated:
    """What came of recalculating cells.

    Attributes:
        values: New value of each cell that could be calculated.
        refused: Why a cell could not be calculated.
    """

    values: dict[Position, CellValue]
    refused: dict[Position, str]


class Calculator:
    """Calculates formula cells of one workbook in one state; results are kept.

    Args:
        cells: The workbook.
        stale: Formula cells whose cached value must not be used: where another formula needs one
            of them, it is calculated first.
    """

    def __init__(self, cells: Cells, *, stale: Iterable[Position] = ()) -> None:
        self._reader = Reader(cells, stale)

    def calculate(self, sheet: str, row: int, column: int) -> CellValue:
        """Return the value of a cell's formula, or the value of a cell without one.

        Raises:
            CannotCalculate: Excel's value is not certain, or the cell depends on itself.
        """
        target = (sheet, row, column)
        # Kept as a list and not as calls within calls, so that a long chain of cells (a running
        # total down a column) never meets Python's limit of nested calls.
        waiting = [target]
        begun: set[Position] = set()
        while waiting:
            position = waiting[-1]
            if position in self._reader.results or position in self._reader.refused:
                waiting.pop()
                continue
            begun.add(position)
            try:
                self._reader.results[position] = self._calculated(position)
            except CannotCalculate as refusal:
                self._reader.refused[position] = str(refusal)
            except Pending as pending:
                if any(each in begun for each in pending.positions):
                    self._reader.refused[position] = "it depends on itself"
                else:
                    waiting.extend(pending.positions)
        if target in self._reader.refused:
            raise CannotCalculate(self._reader.refused[target])
        return to_cell(self._reader.results[target])

    def evaluate(self, formula: str, *, sheet: str, row: int, column: int) -> CellValue:
        """Return the value a formula would have in a cell.

        Raises:
            CannotCalculate: Excel's value is not certain.
        """
        while True:
            try:
                return to_cell(
                    Evaluation(reader=self._reader, position=(sheet, row, column)).result(formula)
                )
            except Pending as pending:
                for position in pending.positions:
                    self._settle(position)

    def _settle(self, position: Position) -> None:
        try:
            self.calculate(*position)
        except CannotCalculate:
            return  # kept among the refused; who needs the cell is told then

    def _calculated(self, position: Position) -> Scalar:
        sheet, row, column = position
        formula = self._reader.cells.formula(sheet, row, column)
        if formula is None:
            return self._reader.typed(position)
        return Evaluation(reader=self._reader, position=position).result(formula)


def recalculate(
    cells: Cells, stale: Iterable[Position], *, wanted: Iterable[Position] | None = None
) -> Recalculated:
    """Calculate cells anew; none of them is read from its cached value.

    Args:
        cells: The workbook.
        stale: Formula cells whose cached value may no longer be true.
        wanted: Which of them to answer for; all of them where ``None``. The others are calculated
            only where these need them.
    """
    positions = list(dict.fromkeys(stale))
    calculator = Calculator(cells, stale=positions)
    values: dict[Position, CellValue] = {}
    refused: dict[Position, str] = {}
    for position in positions if wanted is None else wanted:
        try:
            values[position] = calculator.calculate(*position)
        except CannotCalculate as refusal:
            refused[position] = str(refusal)
    return Recalculated(values=values, refused=refused)
