"""Read the headline figures of a tracker as they stand in it."""

from dataclasses import dataclass
from datetime import date

from cs_workbook.actions.cell_values import as_date
from cs_workbook.actions.tracker import require_tracker
from cs_workbook.schema.figures import FIGURES
from cs_workbook.workbook.port import CellError, CellValue, Workbook


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureReading:
    """One headline figure as the workbook shows it.

    Attributes:
        name: Workbook name.
        label: The figure in words.
        value: Its value; ``None`` where there is no data.
        unit: Unit of the value.
        n: How many answers, customers or rows stand behind it.
        low: Lower end of the 95 % interval, where one is due.
        high: Upper end.
        as_of: The day it counts up to.
        rule: How it is counted.
    """

    name: str
    label: str
    value: float | None
    unit: str
    n: int | None
    low: float | None
    high: float | None
    as_of: date | None
    rule: str


def read_figures(workbook: Workbook) -> tuple[FigureReading, ...]:
    """Return every headline figure, in the order of the Figures sheet.

    Raises:
        WorkbookError: The workbook is no tracker of this layout.
    """
    require_tracker(workbook)
    table = workbook.read_table("tblFigures")
    row_of = {str(name): row for row, name in enumerate(table["Name"])}
    readings = []
    for figure in FIGURES:
        row = row_of.get(figure.name)

        def cell(header: str, row: int | None = row) -> CellValue:
            return None if row is None else table[header][row]

        n = _number(cell("n"))
        readings.append(
            FigureReading(
                name=figure.name,
                label=figure.label,
                value=_number(workbook.read_name(figure.name)),
                unit=str(cell("Unit") or figure.unit),
                n=None if n is None else int(n),
                low=_number(cell("Low 95 %")),
                high=_number(cell("High 95 %")),
                as_of=as_date(cell("As of")),
                rule=str(cell("Rule") or ""),
            )
        )
    return tuple(readings)


def _number(value: CellValue) -> float | None:
    if isinstance(value, bool | CellError) or not isinstance(value, int | float):
        return None
    return value
