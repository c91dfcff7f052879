"""The Revenue sheet: the period's MRR from opening to closing, its ratios, then the months.

Everything above the table is a native formula over the table and the headline figures. What the
months cannot give, because the exports begin later, says "No data" rather than 0.
"""

from collections.abc import Mapping
from typing import Final

from cs_workbook.schema.tables import TBL_MRR_MONTHS
from cs_workbook.template.data_sheets import (
    LABEL_ROW,
    SHOWN_ROW,
    VALUE_ROW,
    Fact,
    draw_strip,
    repeat_header,
)
from cs_workbook.template.data_tables import draw_table
from cs_workbook.template.figure_block import draw_figures_block, draw_heading, draw_labels
from cs_workbook.template.layout import DATE, NO_DATA, NOT_YET, Formula, Page
from cs_workbook.template.revenue_chart import draw_waterfall
from cs_workbook.template.revenue_ratios import (
    CHURN,
    CLOSING,
    CONTRACTION,
    EXPANSION,
    NEW,
    OPENING,
    REACTIVATION,
    STEPS_ROW,
    ratio_lines,
)

_OPENING_DAY, _FIRST_MONTH, _ASKED, _KNOWN = (f"${letter}${VALUE_ROW}" for letter in "ABDE")
_STEPS: Final[Mapping[int, str]] = {
    OPENING: "Opening MRR",
    NEW: "New",
    EXPANSION: "Expansion",
    REACTIVATION: "Reactivation",
    CONTRACTION: "Contraction",
    CHURN: "Churn",
    CLOSING: "Closing MRR",
}
"""The columns of the table that the steps add up."""

DIFFERENCE_ROW: Final = CLOSING + 1
_READING_ROW: Final = DIFFERENCE_ROW + 1
RATIOS_ROW: Final = _READING_ROW + 1
_BLOCK_COLUMNS: Final = 7
_CHART_COLUMN: Final = 9
_CHART_WIDTH, _CHART_HEIGHT = 760, 310
_STEP_HEIGHT: Final = 18
_MONEY: Final = "#,##0.00"


def draw_revenue(page: Page) -> None:
    """Draw the Revenue sheet."""
    table = TBL_MRR_MONTHS
    page.set_widths([column.width for column in table.columns])
    # Only the title stays in view: the blocks above the table are taller than a screen.
    page.frame(table.title, table.purpose, frozen_rows=SHOWN_ROW, frozen_columns=table.frozen)
    draw_strip(page, table)
    _draw_period(page)
    _draw_steps(page)
    draw_heading(
        page, RATIOS_ROW, "Ratios of the period (n: customers at its start)", len(table.columns)
    )
    draw_figures_block(page, RATIOS_ROW + 1, ratio_lines(RATIOS_ROW + 2))
    draw_waterfall(
        page,
        first=OPENING,
        last=CLOSING,
        at=(LABEL_ROW, _CHART_COLUMN),
        width=_CHART_WIDTH,
        height=_CHART_HEIGHT,
    )
    draw_table(page, table, [{}])
    repeat_header(page, table)


def _draw_period(page: Page) -> None:
    """Say which months the period is made of, and how many of them the exports know."""
    day = "DATE(YEAR(AsOfDate),MONTH(AsOfDate)-PeriodMonths+{later},0)"
    since = day.format(later=1)
    first = f"MIN(AsOfDate,{day.format(later=2)})"
    known = f'COUNTIFS(tblMrrMonths[Month],">"&{_OPENING_DAY})'
    facts = (
        Fact(
            label="Opening on",
            formula=f'IF(AsOfDate="","{NOT_YET}",{since})',
            value=NOT_YET,
            number_format=DATE,
        ),
        Fact(
            label="First month to",
            formula=f'IF(AsOfDate="","{NO_DATA}",{first})',
            value=NO_DATA,
            number_format=DATE,
        ),
        Fact(
            label="Closing on",
            formula=f'IF(AsOfDate="","{NO_DATA}",AsOfDate)',
            value=NO_DATA,
            number_format=DATE,
        ),
        Fact(label="Months asked for", formula="PeriodMonths", value=12),
        Fact(label="Months known", formula=f'IF(AsOfDate="",0,{known})'),
    )
    for column, fact in enumerate(facts, start=1):
        page.put(LABEL_ROW, column, fact.label, "Explanatory Text")
        content = Formula(fact.formula, fact.value)
        page.put(VALUE_ROW, column, content, "Output", fact.number_format, align="left")


def _draw_steps(page: Page) -> None:
    """Draw the steps from opening to closing, with what the stacked columns are made of."""
    draw_heading(page, STEPS_ROW - 2, "From opening to closing", _BLOCK_COLUMNS)
    labels = ("Step", "Amount", "% of opening", "Chart: foot", "Chart: total", "Chart: gain")
    draw_labels(page, STEPS_ROW - 1, (*labels, "Chart: loss"))
    for row, header in _STEPS.items():
        page.height(row, _STEP_HEIGHT)
        page.put(row, 1, header, valign="vcenter")
        amount = Formula(_amount(row, header), NO_DATA)
        _put(page, row, 2, amount, "Output", _MONEY)
        share = f'IF(N($B${OPENING})=0,"",100*N($B${row})/$B${OPENING})'
        _put(page, row, 3, Formula(share, ""), "Calculation", "#,##0.0")
        for column, formula in enumerate(_chart_parts(row), start=4):
            content = None if formula is None else Formula(formula, 0)
            _put(page, row, column, content, "Calculation", "#,##0;-#,##0;")
    page.put(DIFFERENCE_ROW, 1, "Closing minus all steps (must be 0.00)")
    both = f"AND(ISNUMBER($B${OPENING}),ISNUMBER($B${CLOSING}))"
    rest = f"ROUND($B${CLOSING}-SUM($B${OPENING}:$B${CHURN}),2)"
    difference = Formula(f'IF({both},{rest},"{NO_DATA}")', NO_DATA)
    _put(page, DIFFERENCE_ROW, 2, difference, "Check Cell", _MONEY)
    few = (
        f'"Only "&{_KNOWN}&" of "&{_ASKED}&" months are known: no opening, and no ratio that '
        'needs one. A shorter period can be set on Settings."'
    )
    reading = (
        f'IF({_KNOWN}=0,"No data: no month with a paid subscription yet.",'
        f'IF({_KNOWN}<{_ASKED},{few},"Every month of the period is known."))'
    )
    empty = "No data: no month with a paid subscription yet."
    page.put(_READING_ROW, 1, Formula(reading, empty), "Explanatory Text")


def _put(
    page: Page, row: int, column: int, content: Formula | None, style: str, number_format: str
) -> None:
    page.put(row, column, content, style, number_format, align="right", valign="vcenter", indent=1)


def _amount(row: int, header: str) -> str:
    """Return the formula of one step: a sum over the period, or one month's opening or closing."""
    column = f"tblMrrMonths[{header}]"
    if row in {OPENING, CLOSING}:
        at = _FIRST_MONTH if row == OPENING else "N(AsOfDate)"
        there = f'COUNTIFS(tblMrrMonths[Month],{at},{column},">=0")'
        return f'IF({there}=0,"{NO_DATA}",SUMIFS({column},tblMrrMonths[Month],{at}))'
    summed = f'SUMIFS({column},tblMrrMonths[Month],">"&{_OPENING_DAY})'
    return f'IF({_KNOWN}=0,"{NO_DATA}",{summed})'


def _chart_parts(row: int) -> tuple[str | None, str | None, str | None, str | None]:
    """Return the formulas of foot, total, gain and loss; they add up to the top of the column."""
    amount = f"N($B${row})"
    if row in {OPENING, CLOSING}:
        return None, amount, None, None
    top_before = f"SUM($D${row - 1}:$F${row - 1})"
    if row in {NEW, EXPANSION, REACTIVATION}:
        return top_before, None, amount, None
    # A loss hangs from the level before it: the top of a gain, the foot of a loss.
    level = top_before if row == CONTRACTION else f"$D${row - 1}"
    return f"{level}+{amount}", None, None, f"-{amount}"
