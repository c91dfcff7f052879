"""The sheets Retention and Cohorts: what they say in words and figures above their tables."""

from collections.abc import Sequence
from typing import Any, Final

from cs_workbook.schema.retention_tables import COHORT_MONTHS, TBL_COHORTS, TBL_SURVIVAL
from cs_workbook.template.data_sheets import Fact, repeat_header
from cs_workbook.template.data_tables import draw_table
from cs_workbook.template.layout import LAST_ROW, NO_DATA, Content, Formula, Page, must
from cs_workbook.template.retention_chart import draw_retention_chart
from cs_workbook.template.styles import BAR, WHITE

_FROZEN: Final = 2
_WORDS: Final = "Explanatory Text"
_DASH: Final = "\N{EN DASH}"
_NOT_REACHED: Final = "not reached"
_NO_REFRESH: Final = "No refresh yet."
_HEADLINE_ROW, _FACTS_ROW, _RULE_ROW, _VALUE_ROW, _CHART_ROW = 3, 4, 6, 9, 13

_MONTH: Final = "tblSurvival[Month]"
_STILL: Final = "tblSurvival[[Still a customer (%)]]"
_LOW: Final = "tblSurvival[[Low 95 %]]"
_HIGH: Final = "tblSurvival[[High 95 %]]"
# Rounding noise must not hide a median: 50.00000000001 is half.
_OVER_HALF: Final = '">50.0000000005"'
_MONTHS: Final = f"COUNT({_MONTH})"
_FIRST_HALF: Final = f"COUNTIFS({_STILL},{_OVER_HALF})"
_HEADLINE_MONTH: Final = f"MIN(24,MAX({_MONTH}))"

RULE: Final = (
    "Rule (Kaplan-Meier): month by month, before x (1 - lost / at risk). Who is still there counts "
    "as far as it was seen; a month that has begun counts."
)
WAIT_RULE: Final = (
    "Rule: median of the days from joining to the first use (Kaplan-Meier); who has not used it "
    "yet counts as waiting."
)
COHORT_RULE: Final = (
    "Rule: M0 is the month of joining, 100 by definition; then the last day of each month decides. "
    "A month that has not come is blank, never 0."
)
COHORT_KEY: Final = (
    "The darker a cell, the more are still there. Who left and came back is not there in the gap "
    "and there again after it."
)


def _known(formula: str) -> str:
    """Say "No data" where there is no curve."""
    return f'IF({_MONTHS}=0,"{NO_DATA}",{formula})'


def _at(column: str, month: str) -> str:
    """Return the value of a column in one month, a dash where it has none."""
    found = f'COUNTIFS({_MONTH},{month},{column},">=0")'
    return f'IF({found}=0,"{_DASH}",SUMIFS({column},{_MONTH},{month}))'


def _half_at(ends: str) -> str:
    """Return the first month in which an end of the interval is at half or below.

    Before the first loss there is no interval; all are there then.
    """
    return f"(COUNTIFS({_STILL},100)+COUNTIFS({ends},{_OVER_HALF}))"


def headline() -> str:
    """Return the formula of the sentence that sums the curve up."""
    low, high = _half_at(_LOW), _half_at(_HIGH)
    until = f'IF({high}<{_MONTHS},"to "&{high},"or later")'
    reached = (
        f'"Half of the customers are lost by month "&{_FIRST_HALF}&" (95 %: "&{low}&" "&{until}&")"'
    )
    median = f'IF({_FIRST_HALF}<{_MONTHS},{reached},"Median {_NOT_REACHED}")'
    month = _HEADLINE_MONTH
    share = f"FIXED(SUMIFS({_STILL},{_MONTH},{month}),1)"
    ends = f'COUNTIFS({_MONTH},{month},{_LOW},">=0")'
    interval = (
        f'IF({ends}=0," (","'
        f' (95 %: "&FIXED(SUMIFS({_LOW},{_MONTH},{month}),1)&" to "'
        f'&FIXED(SUMIFS({_HIGH},{_MONTH},{month}),1)&"; ")'
        f'&SUMIFS(tblSurvival[At risk],{_MONTH},{month})&" watched that long)."'
    )
    words = f'{median}&": after "&{month}&" months "&{share}&" % are still customers"&{interval}'
    return _known(words)


def _facts() -> Sequence[Fact]:
    return (
        Fact(label="Customers ever", formula=_known("MAX(tblSurvival[At risk])"), value=NO_DATA),
        Fact(label="Lost", formula=_known("SUM(tblSurvival[Lost])"), value=NO_DATA),
        Fact(
            label="Still there",
            formula=_known("SUM(tblSurvival[Left the data])-N(LeftDayUnknown)"),
            value=NO_DATA,
        ),
        Fact(label="Left, day not known", formula="", value=NO_DATA),
        Fact(
            label="Median (months)",
            formula=_known(f'IF({_FIRST_HALF}<{_MONTHS},{_FIRST_HALF},"{_NOT_REACHED}")'),
            value=NO_DATA,
        ),
        *(
            Fact(
                label=label,
                formula=_known(_at(column, "12")),
                value=NO_DATA,
                number_format="0.0",
            )
            for label, column in (
                ("After 12 months (%)", _STILL),
                ("Low 95 %", _LOW),
                ("High 95 %", _HIGH),
            )
        ),
    )


_WAIT: Final = (
    ("TimeToValue", "Time to value (days)"),
    ("TimeToValueLow", "Low 95 %"),
    ("TimeToValueHigh", "High 95 %"),
    ("TimeToValueCustomers", "Customers judged"),
    ("TimeToValueReached", "With a first use"),
)


def draw_retention(page: Page) -> None:
    """Draw the Retention sheet."""
    page.set_widths([column.width for column in TBL_SURVIVAL.columns])
    page.frame(TBL_SURVIVAL.title, TBL_SURVIVAL.purpose, frozen_rows=_FROZEN, frozen_columns=1)
    page.put(_HEADLINE_ROW, 1, Formula(headline(), NO_DATA), "Check Cell")
    for column, fact in enumerate(_facts(), start=1):
        content: Content = Formula(fact.formula, fact.value) if fact.formula else NO_DATA
        _labelled(page, _FACTS_ROW, column, fact.label, content, fact.number_format)
        if not fact.formula:
            page.call("LeftDayUnknown", _FACTS_ROW + 1, column)
    page.put(_RULE_ROW, 1, RULE, _WORDS)
    page.put(_RULE_ROW + 1, 1, _NO_REFRESH, _WORDS)
    page.call("RetentionNote", _RULE_ROW + 1, 1)
    for column, (name, label) in enumerate(_WAIT, start=1):
        _labelled(page, _VALUE_ROW, column, label, NO_DATA)
        page.call(name, _VALUE_ROW + 1, column)
    page.put(_VALUE_ROW + 2, 1, _NO_REFRESH, _WORDS)
    page.call("TimeToValueRule", _VALUE_ROW + 2, 1)
    page.put(_VALUE_ROW + 3, 1, WAIT_RULE, _WORDS)
    draw_retention_chart(page, first_row=_CHART_ROW, rows=TBL_SURVIVAL.header_row - _CHART_ROW)
    draw_table(page, TBL_SURVIVAL)
    repeat_header(page, TBL_SURVIVAL)


def _labelled(
    page: Page,
    row: int,
    column: int,
    label: str,
    content: Content,
    number_format: str | int = "#,##0",
) -> None:
    page.put(row, column, label, _WORDS)
    page.put(row + 1, column, content, "Output", number_format, align="left")


def draw_cohorts(page: Page) -> None:
    """Draw the Cohorts sheet."""
    page.set_widths([column.width for column in TBL_COHORTS.columns])
    page.frame(
        TBL_COHORTS.title,
        TBL_COHORTS.purpose,
        frozen_rows=TBL_COHORTS.header_row,
        frozen_columns=TBL_COHORTS.frozen,
    )
    page.put(3, 1, _NO_REFRESH, "Check Cell")
    page.call("CohortNote", 3, 1)
    page.put(4, 1, COHORT_RULE, _WORDS)
    page.put(5, 1, COHORT_KEY, _WORDS)
    draw_table(page, TBL_COHORTS)
    first = TBL_COHORTS.headers.index(COHORT_MONTHS[0])
    place = (TBL_COHORTS.header_row, first, LAST_ROW - 1, first + len(COHORT_MONTHS) - 1)
    must(page.sheet.conditional_format(*place, _heat()), f"{page.name} heat map")
    repeat_header(page, TBL_COHORTS)


def _heat() -> dict[str, Any]:
    """Return one hue from white at 0 to the palette's light blue at 100; ink reads on all of it."""
    return {
        "type": "2_color_scale",
        "min_type": "num",
        "max_type": "num",
        "min_value": 0,
        "max_value": 100,
        "min_color": WHITE,
        "max_color": BAR,
    }
