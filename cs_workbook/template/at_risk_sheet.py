"""The At risk sheet: the expected loss in figures and a chart, above its customers."""

from dataclasses import dataclass
from typing import Final

from cs_workbook.schema.health_model import DEFAULT_BANDS
from cs_workbook.schema.risk_tables import (
    ASSUMED,
    CALIBRATED,
    DEFAULT_LOSS_CHANCES,
    HORIZON_DAYS,
    TBL_AT_RISK,
    TBL_LOSS_RATES,
)
from cs_workbook.template.at_risk_chart import draw_largest
from cs_workbook.template.blocks import draw_heading, put_figure
from cs_workbook.template.data_sheets import draw_strip, repeat_header
from cs_workbook.template.data_tables import Row, draw_table
from cs_workbook.template.layout import NO_DATA, Formula, Page

_FROZEN_ROWS: Final = 3
_LINES_ROW: Final = 12
_VALUE, _WORDS = 3, 4
_COLUMNS: Final = range(1, len(TBL_LOSS_RATES.columns) + 1)
_LOSS: Final = "tblAtRisk[Expected loss]"
_MRR: Final = "tblAtRisk[MRR]"
_WORST: Final = DEFAULT_BANDS[0][0]
_FROM: Final = "tblLossRates[Chance from]"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """One figure above the table.

    Attributes:
        label: What it is.
        formula: How it is computed where there is anything to compute.
        words: The rule in words.
        number_format: Excel number format.
    """

    label: str
    formula: str
    words: str
    number_format: str = "#,##0"


def _end(header: str) -> str:
    """Return one end of the expected loss: every counted rate at that end of its interval."""
    counted = f'tblLossRates[MRR]*({_FROM}="{CALIBRATED}")'
    assumed = f'tblLossRates[MRR]*({_FROM}="{ASSUMED}")'
    total = (
        f"12*(SUMPRODUCT({counted},tblLossRates[{header}])"
        f"+SUMPRODUCT({assumed},tblLossRates[Chance (%)]))/100"
    )
    return f'IF(COUNTIFS({_FROM},"{CALIBRATED}")=0,"{ASSUMED}",{total})'


_LINES: Final = (
    _Line(
        label="Expected loss",
        formula=f"SUM({_LOSS})",
        words=f"12 x MRR x chance of leaving within {HORIZON_DAYS} days, added up: the yearly "
        "revenue expected to go.",
    ),
    _Line(
        label="Share of yearly revenue (%)",
        formula=f"IF(SUM({_MRR})=0,0,100*SUM({_LOSS})/(12*SUM({_MRR})))",
        words="Expected loss / (12 x MRR of the customers listed).",
        number_format="0.0",
    ),
    _Line(
        label="Every counted rate at its low end",
        formula=_end("Low 95 %"),
        words="Wilson. An assumed chance has no interval and is taken as it is; where all are "
        "assumed, so says the cell.",
    ),
    _Line(
        label="Every counted rate at its high end",
        formula=_end("High 95 %"),
        words="The same at the other end.",
    ),
    _Line(
        label="Customers in the worst band",
        formula=f'COUNTIFS(tblAtRisk[Band],"{_WORST}")',
        words="Customers of the list whose health is in the lowest band.",
    ),
    _Line(
        label=f"of these, to renew in {HORIZON_DAYS} days",
        formula='COUNTIFS(tblAtRisk[Days left],">=0",tblAtRisk[Days left],'
        f'"<={HORIZON_DAYS}",tblAtRisk[Band],"{_WORST}")',
        words=f"Customers of the worst band whose next renewal is at most {HORIZON_DAYS} days "
        "away.",
    ),
)

_NOTE: Final = (
    "Counted by: cs-workbook backtest CS_Tracker.xlsm --exports exports. An account counts once "
    "per month's end, so the intervals are somewhat too narrow."
)


def draw_at_risk(page: Page) -> None:
    """Draw the At risk sheet."""
    table, rates = TBL_AT_RISK, TBL_LOSS_RATES
    page.set_widths([column.width for column in table.columns])
    page.frame(table.title, table.purpose, frozen_rows=_FROZEN_ROWS, frozen_columns=table.frozen)
    draw_strip(page, table)
    draw_heading(page, rates.header_row - 1, _COLUMNS, rates.title)
    rows: list[Row] = [
        {
            "Band": band,
            "Chance from": ASSUMED,
            "Chance (%)": chance,
            "Assumed (%)": chance,
            **dict.fromkeys(("Left", "n", "Customers", "MRR", "Expected loss"), 0),
        }
        for band, chance in DEFAULT_LOSS_CHANCES
    ]
    draw_table(page, rates, rows, open_ended=False)
    page.put(rates.header_row + len(rows) + 1, 1, _NOTE, "Explanatory Text")
    draw_heading(page, _LINES_ROW, _COLUMNS, "What the book may lose", tall=False)
    for row, line in enumerate(_LINES, start=_LINES_ROW + 1):
        page.put(row, 1, line.label)
        value = Formula(f'IF(COUNT({_LOSS})=0,"{NO_DATA}",{line.formula})', NO_DATA)
        put_figure(page, row, _VALUE, value, line.number_format)
        page.put(row, _WORDS, line.words, "Explanatory Text", indent=1)
    draw_largest(page, row=rates.header_row - 1, last_row=table.header_row - 2)
    draw_table(page, table)
    repeat_header(page, table)
