"""Put together ``tblFigures``: every headline figure with its parts, n, interval and rule.

A part the workbook can compute from its own rows is written as a live formula with the value it
has now; a part that needs all rows of the exports is written as the number.
"""

from datetime import date

from cs_workbook.actions.account_rows import AccountRows
from cs_workbook.actions.counts import Counts, Stated
from cs_workbook.actions.figure_statements import stated_figures
from cs_workbook.actions.tracker import TrackerSettings
from cs_workbook.schema.figures import FIGURES, VALUE_FORMULA, Figure
from cs_workbook.schema.tables import TBL_FIGURES
from cs_workbook.workbook.port import CellContent, CellValue, ColumnContent, FormulaCell

NO_DATA = "No data"


def figure_columns(
    accounts: AccountRows, counts: Counts, settings: TrackerSettings, *, as_of: date
) -> dict[str, ColumnContent]:
    """Return every column of ``tblFigures``."""
    stated = stated_figures(accounts, counts, settings)
    columns: dict[str, list[CellContent]] = {header: [] for header in TBL_FIGURES.headers}
    for figure in FIGURES:
        known = stated[figure.name]
        row: dict[str, CellContent] = {
            "Name": figure.name,
            "Figure": figure.label,
            "Value": FormulaCell(formula=VALUE_FORMULA, value=figure_value(figure, known)),
            "Unit": settings.currency if figure.unit == "money" else figure.unit,
            "Factor": figure.factor,
            "Part": _live(figure.part, known.part),
            "Part is": known.part_is or figure.part_is,
            "Base": _live(figure.base, known.base),
            "Base is": figure.base_is or None,
            "n": known.n,
            "Low 95 %": None if known.interval is None else known.interval.low,
            "High 95 %": None if known.interval is None else known.interval.high,
            "As of": as_of,
            "Rule": known.rule,
        }
        for header, cells in columns.items():
            cells.append(row[header])
    return dict(columns)


def figure_value(figure: Figure, known: Stated) -> CellValue:
    """Return what the figure's value cell shows."""
    if not known.base:
        return NO_DATA
    return figure.factor * (known.part or 0) / known.base


def _live(formula: str | None, value: float | None) -> CellContent:
    if formula is None:
        return value
    return value if formula == "1" else FormulaCell(formula=formula, value=value)
