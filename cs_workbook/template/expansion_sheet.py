"""The Expansion sheet: what the score is made of and what it adds up to, above the customers."""

from typing import Final

from cs_workbook.schema.expansion_tables import (
    DEFAULT_SIGNALS,
    MAYBE,
    MAYBE_FROM,
    MEND_FIRST,
    NOT_NOW,
    READY,
    READY_FROM,
    TBL_EXPANSION,
    TBL_EXPANSION_PARTS,
    UNKNOWN,
)
from cs_workbook.template.blocks import Label, draw_heading, draw_labels, put_figure
from cs_workbook.template.data_sheets import draw_strip, repeat_header
from cs_workbook.template.data_tables import Row, draw_table
from cs_workbook.template.layout import NO_DATA, Formula, Page

_FROZEN_ROWS: Final = 3
_HEADING_ROW: Final = 12
_COUNT, _MRR, _MEND, _WORDS = range(3, 7)
_WIDE: Final = range(1, 12)
_STATES: Final = (
    (READY, f"Score of {READY_FROM} or more."),
    (MAYBE, f"Score from {MAYBE_FROM} up to {READY_FROM}."),
    (NOT_NOW, f"Score below {MAYBE_FROM}."),
    (UNKNOWN, "Less than the minimum coverage of Settings is known."),
)
_RULE: Final = (
    "Score = sum of weight x points over the weights that are known; points = 100 x (value - 0 at) "
    "/ (100 at - 0 at), from 0 to 100. A blank is left out, never 0."
)


def draw_expansion(page: Page) -> None:
    """Draw the Expansion sheet."""
    table, parts = TBL_EXPANSION, TBL_EXPANSION_PARTS
    page.set_widths([column.width for column in table.columns])
    page.frame(table.title, table.purpose, frozen_rows=_FROZEN_ROWS, frozen_columns=table.frozen)
    draw_strip(page, table)
    draw_heading(page, parts.header_row - 1, _WIDE, parts.title)
    total = sum(signal.weight for signal in DEFAULT_SIGNALS)
    rows: list[Row] = [
        {
            "Signal": signal.name,
            "Reads": signal.column,
            "Weight": signal.weight,
            "Effective %": 100 * signal.weight / total,
            "0 points at": signal.zero_at,
            "100 points at": signal.hundred_at,
            "Meaning": signal.meaning,
        }
        for signal in DEFAULT_SIGNALS
    ]
    draw_table(page, parts, rows, open_ended=False)
    draw_heading(page, _HEADING_ROW, _WIDE, "What there is", tall=False)
    texts = ("Customers", "MRR", MEND_FIRST)
    labels = [Label(column=n, text=text) for n, text in enumerate(texts, start=_COUNT)]
    labels[-1] = Label(column=_MEND, text="Mend first")
    draw_labels(page, _HEADING_ROW + 1, [Label(column=1, text="Signal", right=False), *labels])
    first = _HEADING_ROW + 2
    for row, (state, words) in enumerate(_STATES, start=first):
        chosen = f'tblExpansion[Signal],"{state}",tblExpansion[Account ID],"<>"'
        page.put(row, 1, state)
        for column, formula in (
            (_COUNT, f"COUNTIFS({chosen})"),
            (_MRR, f"SUMIFS(tblExpansion[MRR],{chosen})"),
            (_MEND, f'COUNTIFS({chosen},tblExpansion[First],"{MEND_FIRST}")'),
        ):
            value = Formula(
                f'IF(COUNTA(tblExpansion[Account ID])=0,"{NO_DATA}",{formula})', NO_DATA
            )
            put_figure(page, row, column, value, "#,##0")
        page.put(row, _WORDS, words, "Explanatory Text", indent=1)
    page.colour_states(first, 1, first + len(_STATES) - 1)
    page.put(first + len(_STATES), 1, _RULE, "Explanatory Text")
    draw_table(page, table, [{"Signal": UNKNOWN, "Coverage (%)": 0, "Known weight": 0}])
    repeat_header(page, table)
