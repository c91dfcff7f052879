"""The Exchange rates sheet: rates people type, with the rule they follow above them."""

from typing import Final

from cs_workbook.schema.tables import TBL_RATES
from cs_workbook.template.data_sheets import LABEL_ROW, SHOWN_ROW, VALUE_ROW, repeat_header
from cs_workbook.template.data_tables import Row, draw_table
from cs_workbook.template.layout import Formula, Page

_BOOK: Final = '"Book currency: "&Currency&" (Settings). An amount without a currency is in it."'
_RULE: Final = (
    "A subscription is converted once, at the rate in force on its first day, so that a change of "
    "rates is no expansion and no contraction."
)
_REST: Final = (
    "Churn events: rate of their day. Amounts of the accounts export: rate of the as-of date. No "
    "rate in force: the amount stays blank and the row is among the import problems."
)
_EMPTY_ROWS: Final = 12
_RATE: Final = "0.0000####"


def draw_rates(page: Page) -> None:
    """Draw the Exchange rates sheet."""
    table = TBL_RATES
    page.set_widths([column.width for column in table.columns])
    page.frame(
        table.title,
        table.purpose,
        frozen_rows=table.header_row,
        frozen_columns=table.frozen,
    )
    book = Formula(_BOOK, "Book currency: USD (Settings). An amount without a currency is in it.")
    page.put(SHOWN_ROW, 1, book, "Explanatory Text")
    page.put(LABEL_ROW, 1, _RULE, "Explanatory Text")
    page.put(VALUE_ROW, 1, _REST, "Explanatory Text")
    rows: list[Row] = [{}] * _EMPTY_ROWS
    draw_table(page, table, rows, number_formats=[{"Rate": _RATE}] * _EMPTY_ROWS)
    repeat_header(page, table)
