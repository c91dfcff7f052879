"""The sheets Renewals and Renewal forecasts: blocks of native figures above the growing table.

The blocks stand in the columns of the table under them. The sheet freezes only its title: Excel
shows a table's headers in place of the column letters while its rows are scrolled.
"""

from typing import Final

from cs_workbook.schema.renewal_tables import (
    DEFAULT_CHANCES,
    FINAL,
    HORIZONS,
    LATE_BUCKET,
    LATE_STATE,
    OPEN_STATE,
    TIME_BUCKETS,
)
from cs_workbook.schema.tables import TBL_CHANCES, TBL_FORECASTS, TBL_RENEWALS
from cs_workbook.template.blocks import Label, draw_heading, draw_labels, put_figure
from cs_workbook.template.data_sheets import draw_strip, repeat_header
from cs_workbook.template.data_tables import Row, draw_table
from cs_workbook.template.layout import NO_DATA, Formula, Page, cell
from cs_workbook.template.renewals_blocks import draw_outlook, draw_rates
from cs_workbook.template.renewals_chart import draw_due_chart

_FROZEN_ROWS: Final = 3
_BUCKETS_ROW: Final = 4
_CHANCES_COLUMNS: Final = range(1, len(TBL_CHANCES.columns) + 1)
_EMPTY: Final = "COUNT(tblRenewals[Renewal date])=0"
_AT_RISK: Final = "tblRenewals[Health band],INDEX(tblBands[Band],1)"
_WHOLE: Final = "#,##0"
_PERCENT: Final = "0.0"


def draw_renewals(page: Page) -> None:
    """Draw the Renewals sheet."""
    page.set_widths([column.width for column in TBL_RENEWALS.columns])
    page.frame(
        TBL_RENEWALS.title,
        TBL_RENEWALS.purpose,
        frozen_rows=_FROZEN_ROWS,
        frozen_columns=TBL_RENEWALS.frozen,
    )
    draw_strip(page, TBL_RENEWALS)
    last = _draw_buckets(page, _BUCKETS_ROW)
    draw_due_chart(page, first_row=_BUCKETS_ROW, labels_row=_BUCKETS_ROW + 1, last_row=last)
    heading = TBL_CHANCES.header_row - 2
    draw_heading(page, heading, _CHANCES_COLUMNS, TBL_CHANCES.title)
    page.put(heading + 1, 1, "By the forecast typed, else by health band.", "Explanatory Text")
    rows: list[Row] = [
        {"Stands at": name, "Meaning": meaning, "Chance (%)": chance}
        for name, chance, meaning in DEFAULT_CHANCES
    ]
    draw_table(page, TBL_CHANCES, rows, open_ended=False)
    after = draw_rates(page, heading)
    draw_outlook(page, after + 1)
    first: Row = {"Chance (%)": 0, "Renewed MRR": 0, "Worst": 0, "Likely": 0, "Best": 0}
    draw_table(page, TBL_RENEWALS, [first])
    repeat_header(page, TBL_RENEWALS)


def _draw_buckets(page: Page, row: int) -> int:
    """Draw what is still to be renewed by time to go; return the row of the last bucket."""
    draw_heading(page, row, range(1, 7), "Still to be renewed, by time to go")
    labels = (
        Label(column=1, text="Bucket", right=False),
        *(
            Label(column=column, text=text)
            for column, text in enumerate(
                ("MRR due", "Renewals", "MRR at risk", "At risk", "Past notice"), start=2
            )
        ),
    )
    draw_labels(page, row + 1, labels)
    first = row + 2
    buckets = (LATE_BUCKET, *(name for name, _ in TIME_BUCKETS))
    for place, name in enumerate(buckets, start=first):
        state = LATE_STATE if name == LATE_BUCKET else OPEN_STATE
        chosen = f'tblRenewals[Bucket],{cell(place, 1)},tblRenewals[State],"{state}"'
        page.put(place, 1, name)
        for column, formula in (
            (2, f"SUMIFS(tblRenewals[MRR due],{chosen})"),
            (3, f"COUNTIFS({chosen})"),
            (4, f"SUMIFS(tblRenewals[MRR due],{chosen},{_AT_RISK})"),
            (5, f"COUNTIFS({chosen},{_AT_RISK})"),
            (6, f'COUNTIFS({chosen},tblRenewals[Notice by],"<"&N(AsOfDate))'),
        ):
            content = Formula(f'IF({_EMPTY},"{NO_DATA}",{formula})', NO_DATA)
            page.put(place, column, content, "Normal", _WHOLE, align="right", indent=1)
    last = first + len(buckets) - 1
    page.put(last + 1, 1, "Together", "Output")
    for column in range(2, 7):
        total = f"SUM({cell(first, column)}:{cell(last, column)})"
        content = Formula(f'IF({_EMPTY},"{NO_DATA}",{total})', NO_DATA)
        put_figure(page, last + 1, column, content, _WHOLE)
    note = (
        "At risk: lowest health band. Past notice: the last day to give notice has passed without "
        "a contract that follows."
    )
    page.put(last + 2, 1, note, "Explanatory Text")
    return last


def draw_forecasts(page: Page) -> None:
    """Draw the Renewal forecasts sheet."""
    page.set_widths([column.width for column in TBL_FORECASTS.columns])
    page.frame(
        TBL_FORECASTS.title,
        TBL_FORECASTS.purpose,
        frozen_rows=_FROZEN_ROWS,
        frozen_columns=TBL_FORECASTS.frozen,
    )
    draw_strip(page, TBL_FORECASTS)
    _draw_errors(page, _BUCKETS_ROW)
    draw_table(page, TBL_FORECASTS)
    repeat_header(page, TBL_FORECASTS)


def _draw_errors(page: Page, row: int) -> None:
    """Draw how far the final forecasts were off, by horizon."""
    draw_heading(page, row, range(1, 5), "How far off the forecasts were")
    texts = ("Final (n)", "Mean error (%)", "Without sign (%)")
    labels = [Label(column=n, text=text) for n, text in enumerate(texts, start=2)]
    draw_labels(page, row + 1, [Label(column=1, text="Horizon", right=False), *labels])
    settled = f'tblForecasts[Outcome is],"{FINAL}",tblForecasts[Target MRR],">0"'
    error = "tblForecasts[Error (%)]"
    for place, days in enumerate((*HORIZONS, None), start=row + 2):
        if days is None:
            page.put(place, 1, "All", align="left")
            chosen = settled
        else:
            page.put(place, 1, days, "Normal", '0" days"', align="left")
            chosen = f"tblForecasts[Horizon (days)],{cell(place, 1)},{settled}"
        n = cell(place, 2)
        put_figure(page, place, 2, Formula(f"COUNTIFS({chosen})", 0), _WHOLE)
        mean = f"SUMIFS({error},{chosen})/{n}"
        over, under = (f'SUMIFS({error},{error},"{sign}0",{chosen})' for sign in "><")
        for column, formula in ((3, mean), (4, f"({over}-{under})/{n}")):
            content = Formula(f'IF({n}=0,"{NO_DATA}",{formula})', NO_DATA)
            put_figure(page, place, column, content, _PERCENT)
    for line, text in enumerate(_ERROR_NOTES, start=row + 2):
        page.put(line, 6, text, "Explanatory Text")


_ERROR_NOTES: Final = (
    "Error: likely less outcome, in percent of the target. Above 0 the forecast was too high.",
    "Without sign: the mean size of the errors, whichever way they point.",
    "Final: the last day it covers and the days of grace have passed.",
    "The next refresh counts outcomes from the exports. Below ten, take the mean as a hint.",
)
