"""The Churn reasons sheet: how much of what left could have been kept, then the reasons."""

from typing import Final

from cs_workbook.schema.revenue_tables import TBL_CHURN_REASONS
from cs_workbook.template.data_sheets import LABEL_ROW, draw_strip, repeat_header
from cs_workbook.template.data_tables import draw_table
from cs_workbook.template.figure_block import (
    FigureLine,
    draw_figures_block,
    draw_heading,
    wilson_end_of,
)
from cs_workbook.template.layout import NO_DATA, Page

_FIRST_LINE: Final = LABEL_ROW + 2


def _sum(header: str, answer: str) -> str:
    """Return the sum over the reasons with that answer; a blank one is ``""``."""
    return f'SUMIFS(tblChurnReasons[{header}],tblChurnReasons[Preventable],"{answer}")'


def _classified(header: str) -> str:
    return f"({_sum(header, 'Yes')}+{_sum(header, 'No')})"


def _share(header: str) -> str:
    return (
        f'IF({_classified(header)}=0,"{NO_DATA}",100*{_sum(header, "Yes")}/{_classified(header)})'
    )


def _known(formula: str) -> str:
    """Say "No data" where there is no reason at all."""
    return f'IF(COUNT(tblChurnReasons[Customers])=0,"{NO_DATA}",{formula})'


def _open(header: str) -> str:
    return f"SUM(tblChurnReasons[{header}])-{_classified(header)}"


_LINES: Final = (
    FigureLine(
        label="Preventable, by MRR (%)",
        value=_share("MRR lost"),
        n=_classified("Customers"),
        rule="MRR lost for reasons marked Yes / MRR lost for reasons marked Yes or No.",
    ),
    FigureLine(
        label="Preventable, by customers (%)",
        value=_share("Customers"),
        n=_classified("Customers"),
        low=wilson_end_of(_FIRST_LINE + 1, high=False),
        high=wilson_end_of(_FIRST_LINE + 1, high=True),
        rule="Customers lost for reasons marked Yes / marked Yes or No. Interval: Wilson.",
    ),
    FigureLine(
        label="MRR lost, not classified yet",
        value=_known(_open("MRR lost")),
        n=_open("Customers"),
        number_format="#,##0.00",
        rule="In neither share. Choose Yes or No in the yellow column.",
    ),
    FigureLine(
        label="Accounts whose MRR lost is not known",
        value=_known("SUM(tblChurnReasons[Amount not known])"),
        n="SUM(tblChurnReasons[Customers])",
        number_format="#,##0",
        rule="Not in any amount: no subscription was open the day before, and the event says none.",
    ),
    FigureLine(
        label="Accounts that still pay all the same",
        value=_known("SUM(tblChurnReasons[Still paying])"),
        n="SUM(tblChurnReasons[Customers])",
        number_format="#,##0",
        rule="They came back, or never left: compare the events with the subscriptions.",
    ),
)


def draw_churn_reasons(page: Page) -> None:
    """Draw the Churn reasons sheet."""
    table = TBL_CHURN_REASONS
    page.set_widths([column.width for column in table.columns])
    page.frame(
        table.title, table.purpose, frozen_rows=table.header_row, frozen_columns=table.frozen
    )
    draw_strip(page, table)
    draw_heading(page, LABEL_ROW, "Could it have been prevented?", len(table.columns))
    draw_figures_block(page, LABEL_ROW + 1, _LINES)
    draw_table(page, table, [{}])
    repeat_header(page, table)
