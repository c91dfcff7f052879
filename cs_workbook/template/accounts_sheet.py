"""The Accounts sheet: the table, and above each score column its weight and anchors.

The three rows fetch weight and anchors from the Weights sheet by the column's own header, so that
each score can be traced without leaving the sheet.
"""

from cs_workbook.schema.health_model import (
    DEFAULT_MEASURES,
    HUNDRED_ROW,
    MEASURE_LOOKUP,
    WEIGHT_ROW,
    ZERO_ROW,
)
from cs_workbook.schema.tables import SCORE_LETTERS, TBL_ACCOUNTS
from cs_workbook.template.data_sheets import draw_data_sheet
from cs_workbook.template.layout import Formula, Page


def draw_accounts(page: Page) -> None:
    """Draw the Accounts sheet."""
    draw_data_sheet(page, TBL_ACCOUNTS)
    first = TBL_ACCOUNTS.headers.index(DEFAULT_MEASURES[0].score_column) + 1
    page.put(WEIGHT_ROW - 1, first, "From the Weights sheet; change it there.", "Explanatory Text")
    rows = (
        (WEIGHT_ROW, "Weight", [measure.weight for measure in DEFAULT_MEASURES]),
        (ZERO_ROW, "0 points at", [measure.zero_at for measure in DEFAULT_MEASURES]),
        (HUNDRED_ROW, "100 points at", [measure.hundred_at for measure in DEFAULT_MEASURES]),
    )
    for row, label, values in rows:
        page.put(row, first - 1, label, "Explanatory Text", align="right", indent=1)
        for offset, (measure, value) in enumerate(zip(DEFAULT_MEASURES, values, strict=True)):
            header = f"{SCORE_LETTERS[measure.score_column]}${TBL_ACCOUNTS.header_row}"
            lookup = MEASURE_LOOKUP.format(column=label, header=header)
            page.put(
                row,
                first + offset,
                Formula(lookup, value),
                "Linked Cell",
                "#,##0.0",
                align="right",
                indent=1,
            )
