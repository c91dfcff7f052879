"""The Figures sheet: every headline figure with its parts, live where the workbook knows them.

A part or base that only refresh knows starts blank, so that the figure says "No data" instead of
a zero nobody counted.
"""

from typing import Final

from cs_workbook.schema.churn_figures import CHURN_NAMES
from cs_workbook.schema.figures import FIGURES, Figure
from cs_workbook.schema.settings import SETTING
from cs_workbook.schema.tables import TBL_FIGURES
from cs_workbook.template.data_sheets import (
    LABEL_ROW,
    SHOWN_ROW,
    VALUE_ROW,
    draw_strip,
    repeat_header,
)
from cs_workbook.template.data_tables import Row, draw_table
from cs_workbook.template.layout import NO_DATA, Content, Formula, Page

_FROM_REFRESH: Final = (None, "1")
_MONEY: Final = "#,##0.00"
_CHURN_NOTE: Final = (
    "Logo churn counts accounts, live. Where Settings, Losses that count, asks for another count, "
    "refresh writes it here; blank otherwise."
)
_CHURN_LABELS: Final = ("Churn, part by that count", "Churn, base of that count")


def draw_figures(page: Page) -> None:
    """Draw the Figures sheet."""
    page.set_widths([column.width for column in TBL_FIGURES.columns])
    page.frame(
        TBL_FIGURES.title,
        TBL_FIGURES.purpose,
        frozen_rows=TBL_FIGURES.header_row,
        frozen_columns=TBL_FIGURES.frozen,
    )
    draw_strip(page, TBL_FIGURES)
    _draw_churn_parts(page)
    draw_table(
        page,
        TBL_FIGURES,
        [_row(figure) for figure in FIGURES],
        number_formats=[_number_formats(figure) for figure in FIGURES],
        open_ended=False,
    )
    repeat_header(page, TBL_FIGURES)


def _draw_churn_parts(page: Page) -> None:
    """Draw the two cells refresh fills where losses are not counted by account."""
    page.put(SHOWN_ROW, 1, _CHURN_NOTE, "Explanatory Text")
    for column, (name, label) in enumerate(zip(CHURN_NAMES, _CHURN_LABELS, strict=True), start=1):
        page.put(LABEL_ROW, column, label, "Explanatory Text")
        page.put(VALUE_ROW, column, None, "Output", "#,##0.####", align="left")
        page.call(name, VALUE_ROW, column)


def rule(figure: Figure) -> str:
    """Say how a figure is counted, until refresh says it with the settings in force."""
    words = figure.part_is if not figure.base_is else f"{figure.part_is} / {figure.base_is}"
    return f"{words[0].upper()}{words[1:]}."


def _row(figure: Figure) -> Row:
    return {
        "Name": figure.name,
        "Figure": figure.label,
        "Value": NO_DATA,
        "Unit": str(SETTING["Currency"].default) if figure.unit == "money" else figure.unit,
        "Factor": figure.factor,
        "Part": _live(figure.part),
        "Part is": figure.part_is,
        "Base": _live(figure.base),
        "Base is": figure.base_is or None,
        "Rule": rule(figure),
    }


def _live(formula: str | None) -> Content:
    return None if formula in _FROM_REFRESH else Formula(str(formula), 0)


def _number_formats(figure: Figure) -> dict[str, str]:
    """Show money with cents, sums of scores with a decimal, counts whole."""
    part = base = "#,##0"
    if "[MRR" in f"{figure.part}" or "MRR]" in f"{figure.part}":
        part = _MONEY
    elif "[Health]" in f"{figure.part}":
        part = "#,##0.0"
    elif figure.part == "LifetimePart":
        part, base = _MONEY, "#,##0.0000"
    if "[MRR" in f"{figure.base}":
        base = _MONEY
    ends = figure.number_format
    return {
        "Value": figure.number_format,
        "Part": part,
        "Base": base,
        "Low 95 %": ends,
        "High 95 %": ends,
    }
