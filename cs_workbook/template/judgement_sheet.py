"""The sheet Gut and data: how often the two are apart, above the customers they are apart for."""

from typing import Final

from cs_workbook.schema.health_model import DEFAULT_BANDS
from cs_workbook.schema.interval_formulas import wilson_end
from cs_workbook.schema.judgement_tables import (
    GOOD_PULSE,
    GUT_HIGH,
    GUT_LOW,
    POOR_PULSE,
    TBL_DISAGREEMENTS,
)
from cs_workbook.schema.lists import CUSTOMER
from cs_workbook.schema.voice_formulas import share
from cs_workbook.template.blocks import Label, draw_heading, draw_labels, put_figure
from cs_workbook.template.data_sheets import draw_strip, repeat_header
from cs_workbook.template.data_tables import draw_table
from cs_workbook.template.layout import NO_DATA, Formula, Page, cell

_HEADING_ROW: Final = 4
_COUNT, _SHARE, _LOW, _HIGH, _MRR, _N = range(3, 9)
_WITH_PULSE: Final = (
    f'COUNTIFS(tblAccounts[Status],"{CUSTOMER}",tblAccounts[CSM pulse],">=1",'
    'tblAccounts[CSM pulse],"<=5")'
)
_NOTES: Final = (
    (
        f"Gut good: a pulse of {GOOD_PULSE} or 5. Gut poor: 1 or {POOR_PULSE}. A 3 says neither. "
        f"Data poor: score in {DEFAULT_BANDS[0][0]}; data good: score in {DEFAULT_BANDS[-1][0]} "
        "(cuts on Weights)."
    ),
    (
        "Data score: the health score without the pulse; below the minimum coverage of Settings "
        "nothing is said. Share: of customers with a pulse. Interval: Wilson."
    ),
    (
        "Gut good, data poor: the data sees what the CSM does not, or the CSM knows what the data "
        "cannot. Ask before you act."
    ),
    (
        "Gut poor, data good: a sponsor may be leaving while the product is in full use. The score "
        "alone would not warn."
    ),
)


def draw_judgement(page: Page) -> None:
    """Draw the sheet."""
    table = TBL_DISAGREEMENTS
    page.set_widths([column.width for column in table.columns])
    page.frame(
        table.title, table.purpose, frozen_rows=table.header_row, frozen_columns=table.frozen
    )
    draw_strip(page, table)
    draw_heading(page, _HEADING_ROW, range(1, _N + 1), "How often they are apart")
    texts = ("Customers", "Share (%)", "Low 95 %", "High 95 %", "MRR", "With a pulse")
    labels = [Label(column=n, text=text) for n, text in enumerate(texts, start=_COUNT)]
    draw_labels(page, _HEADING_ROW + 1, [Label(column=1, text="Apart", right=False), *labels])
    first = _HEADING_ROW + 2
    for row, state in enumerate((GUT_HIGH, GUT_LOW), start=first):
        page.put(row, 1, state)
        chosen = f'tblDisagreements[Says],"{state}"'
        count, n = cell(row, _COUNT), cell(row, _N)
        put_figure(page, row, _N, Formula(_WITH_PULSE, 0), "#,##0")
        for column, formula, number_format in (
            (_COUNT, f"COUNTIFS({chosen})", "#,##0"),
            (_MRR, f"SUMIFS(tblDisagreements[MRR],{chosen})", "#,##0"),
        ):
            content = Formula(f'IF({n}=0,"{NO_DATA}",{formula})', NO_DATA)
            put_figure(page, row, column, content, number_format)
        put_figure(page, row, _SHARE, Formula(share(f"N({count})", n), NO_DATA), "0.0")
        for column, high in ((_LOW, False), (_HIGH, True)):
            end = Formula(wilson_end(f"N({count})", n, high=high), "")
            put_figure(page, row, column, end, "0.0")
    for row, note in enumerate(_NOTES, start=first + 3):
        page.put(row, 1, note, "Explanatory Text")
    draw_table(page, table)
    repeat_header(page, table)
