"""The Suggested weights sheet: what the suggestion is worth and how it is made, above it."""

from typing import Final

from cs_workbook.measures.backtest import FEWEST_LOST
from cs_workbook.measures.suggested_weights import PARTS, PENALTY
from cs_workbook.schema.backtest_table import (
    TBL_SUGGESTED,
    WEIGHTS_NOW,
    WEIGHTS_QUESTION,
    WEIGHTS_SUGGESTED,
)
from cs_workbook.template.blocks import Label, draw_heading, draw_labels, put_figure
from cs_workbook.template.data_sheets import draw_strip, repeat_header
from cs_workbook.template.data_tables import draw_table
from cs_workbook.template.layout import NO_DATA, Formula, Page

_HEADING_ROW: Final = 4
_NOTES_ROW: Final = 9
_FIELDS: Final = (
    ("Pairs right (%)", "Answer", "0.0"),
    ("Low 95 %", "Low 95 %", "0.0"),
    ("High 95 %", "High 95 %", "0.0"),
    ("Lost", "n", "#,##0"),
)
_NOTES: Final = (
    (
        "Pairs right: of all pairs of one who left and one who stayed that day, how many the score "
        "put the right way round 90 days before; a coin gets 50. Interval: Newcombe."
    ),
    (
        f"Suggested: scored with weights made from other accounts (cross-validation, {PARTS} "
        "parts), so that the suggestion is not judged by what it was made from."
    ),
    (
        "Method: logistic regression of who left on the sub-scores, each less its mean of the day "
        f"and in standard deviations; ridge penalty {PENALTY:g}; wrong way round = 0. Under "
        f"{FEWEST_LOST} lost: no suggestion."
    ),
    (
        "Nothing here changes a score. To follow a suggestion, type it on Weights. Weights now are "
        "those of Weights for every account; profiles play no part here."
    ),
)


def draw_suggested(page: Page) -> None:
    """Draw the Suggested weights sheet."""
    table = TBL_SUGGESTED
    page.set_widths([column.width for column in table.columns])
    page.frame(
        table.title, table.purpose, frozen_rows=table.header_row, frozen_columns=table.frozen
    )
    draw_strip(page, table)
    draw_heading(page, _HEADING_ROW, range(1, 8), "What it is worth")
    labels = [Label(column=n, text=label) for n, (label, _, _) in enumerate(_FIELDS, start=2)]
    draw_labels(page, _HEADING_ROW + 1, [Label(column=1, text="Score by", right=False), *labels])
    for row, about in enumerate((WEIGHTS_NOW, WEIGHTS_SUGGESTED), start=_HEADING_ROW + 2):
        page.put(row, 1, about)
        chosen = f'tblBacktest[Question],"{WEIGHTS_QUESTION}",tblBacktest[About],"{about}"'
        for column, (_, header, number_format) in enumerate(_FIELDS, start=2):
            value = (
                f'IF(SUMIFS(tblBacktest[n],{chosen})=0,"{NO_DATA}",'
                f"SUMIFS(tblBacktest[{header}],{chosen}))"
            )
            put_figure(page, row, column, Formula(value, NO_DATA), number_format)
    for row, note in enumerate(_NOTES, start=_NOTES_ROW):
        page.put(row, 1, note, "Explanatory Text")
    draw_table(page, table)
    repeat_header(page, table)
