"""The sheets Adoption and Referrals: native figures above one row per account."""

from typing import Final

from cs_workbook.schema.adoption_tables import ASK, DISENGAGED, FALLING, NO_USAGE
from cs_workbook.schema.lists import CUSTOMER
from cs_workbook.schema.tables import TBL_ADOPTION, TBL_REFERRALS, Table
from cs_workbook.template.data_sheets import SHOWN_ROW, repeat_header
from cs_workbook.template.data_tables import Row, draw_table
from cs_workbook.template.figure_block import (
    FigureLine,
    draw_figures_block,
    draw_heading,
    wilson_end_of,
)
from cs_workbook.template.layout import NO_DATA, Page

_HEADING_ROW: Final = 4
_FIRST_LINE: Final = _HEADING_ROW + 2
_KNOWN_USAGE: Final = (
    f'(COUNTIFS(tblAdoption[State],"<>{NO_USAGE}",tblAdoption[Last activity],">0"))'
)
_BOTH: Final = 'tblAdoption[Users (28 d)],">=0",tblAdoption[Access],">0"'
_CUSTOMERS: Final = f'tblReferrals[Status],"{CUSTOMER}"'
_ALL_CUSTOMERS: Final = f"COUNTIFS({_CUSTOMERS})"
_ANSWERED: Final = f'COUNTIFS({_CUSTOMERS},tblReferrals[NPS answer],">=0")'
_LEADS: Final = "SUM(tblReferrals[Referrals])"


def _in_state(state: str) -> str:
    return f'COUNTIFS(tblAdoption[State],"{state}")'


def _share(part: str, base: str) -> str:
    return f'IF({base}=0,"{NO_DATA}",100*{part}/{base})'


def _median(header: str) -> str:
    column = f"tblAdoption[{header}]"
    return f'IF(COUNT({column})=0,"{NO_DATA}",MEDIAN({column}))'


def _adoption_lines(row: int) -> tuple[FigureLine, ...]:
    return (
        FigureLine(
            label="Disengaged customers (%)",
            value=_share(_in_state(DISENGAGED), _KNOWN_USAGE),
            n=_KNOWN_USAGE,
            low=wilson_end_of(row, high=False),
            high=wilson_end_of(row, high=True),
            rule="Customers idle for Days without use (Settings) or longer / customers whose usage "
            "is known. Interval: Wilson.",
        ),
        FigureLine(
            label="Falling customers (%)",
            value=_share(_in_state(FALLING), _KNOWN_USAGE),
            n=_KNOWN_USAGE,
            low=wilson_end_of(row + 1, high=False),
            high=wilson_end_of(row + 1, high=True),
            rule="Still in use, but down by Fall of usage (Settings) or more in six weeks / the "
            "same. Interval: Wilson.",
        ),
        FigureLine(
            label="MRR of disengaged customers",
            value=f'IF({_KNOWN_USAGE}=0,"{NO_DATA}",'
            f'SUMIFS(tblAdoption[MRR],tblAdoption[State],"{DISENGAGED}"))',
            n=_in_state(DISENGAGED),
            number_format="#,##0.00",
            rule="Filter State to see them; sort by MRR.",
        ),
        FigureLine(
            label="Customers of unknown usage",
            value=f'IF(COUNTA(tblAdoption[Account ID])=0,"{NO_DATA}",{_in_state(NO_USAGE)})',
            n="COUNTA(tblAdoption[Account ID])",
            number_format="#,##0",
            rule="No usage row names them: in no share here. Not known is not idle.",
        ),
        FigureLine(
            label="Breadth, median (%)",
            value=_median("Breadth (%)"),
            n="COUNT(tblAdoption[Breadth (%)])",
            rule="Features used in 90 days / features bought, else / features the whole book used.",
        ),
        FigureLine(
            label="Features the whole book used",
            value=f'IF(N(BookFeatures)=0,"{NO_DATA}",BookFeatures)',
            n="COUNT(tblAdoption[Features used (90 d)])",
            number_format="#,##0",
            rule="Different features in 90 days: the base of breadth where Features bought is "
            "blank.",
        ),
        FigureLine(
            label="Reach (%)",
            value=_share(
                f"SUMIFS(tblAdoption[Users (28 d)],{_BOTH})", f"SUMIFS(tblAdoption[Access],{_BOTH})"
            ),
            n=f"COUNTIFS({_BOTH})",
            rule="Users in 28 days / users with an access, else seats; customers of whom both are "
            "known. May exceed 100.",
        ),
        FigureLine(
            label="Uses per user, median",
            value=_median("Uses per user"),
            n="COUNT(tblAdoption[Uses per user])",
            rule="Depth: uses / users in 28 days, per customer.",
        ),
    )


def _referral_lines(row: int) -> tuple[FigureLine, ...]:
    known = "COUNT(tblReferrals[Referrals])=0"
    referring = f'COUNTIFS({_CUSTOMERS},tblReferrals[Referrals],">0")'
    leads = f"SUMIFS(tblReferrals[Referrals],{_CUSTOMERS})"
    yes, no = (f'COUNTIFS({_CUSTOMERS},tblReferrals[Reference],"{w}")' for w in ("Yes", "No"))
    per_customer = f'IF(OR({known},{_ALL_CUSTOMERS}=0),"{NO_DATA}",{{}}/{_ALL_CUSTOMERS})'
    return (
        FigureLine(
            label="Referring customers (%)",
            value=per_customer.format(f"100*{referring}"),
            n=f"IF({known},0,{_ALL_CUSTOMERS})",
            low=wilson_end_of(row, high=False),
            high=wilson_end_of(row, high=True),
            rule="Customers who brought at least one lead / customers. Interval: Wilson.",
        ),
        FigureLine(
            label="Leads per customer",
            value=per_customer.format(leads),
            n=f"IF({known},0,{_ALL_CUSTOMERS})",
            number_format="#,##0.00",
            rule="Leads that customers brought / customers.",
        ),
        FigureLine(
            label="Win rate of referrals (%)",
            value=f'IF({_LEADS}=0,"{NO_DATA}",100*SUM(tblReferrals[Won])/{_LEADS})',
            n=_LEADS,
            low=wilson_end_of(row + 2, high=False),
            high=wilson_end_of(row + 2, high=True),
            rule="Leads won / all leads, open ones too; also of accounts that have left. Interval: "
            "Wilson.",
        ),
        FigureLine(
            label="Willing to be a reference (%)",
            value=f'IF({yes}+{no}=0,"{NO_DATA}",100*{yes}/({yes}+{no}))',
            n=f"({yes}+{no})",
            low=wilson_end_of(row + 3, high=False),
            high=wilson_end_of(row + 3, high=True),
            rule="Customers marked Yes / marked Yes or No. Not asked is in neither. Interval: "
            "Wilson.",
        ),
        FigureLine(
            label="Promoters to ask",
            value=f'IF({_ANSWERED}=0,"{NO_DATA}",COUNTIFS(tblReferrals[Next],"{ASK}"))',
            n=_ANSWERED,
            number_format="#,##0",
            rule="Customers with a mean NPS answer from 9 who have brought nobody and have not "
            "said no. Growth by NPS group: Satisfaction.",
        ),
    )


def draw_adoption(page: Page) -> None:
    """Draw the Adoption sheet."""
    table = TBL_ADOPTION
    _frame(page, table)
    words = "Features the whole book used in 90 days, counted by refresh:"
    page.put(SHOWN_ROW, 1, words, "Explanatory Text")
    page.put(SHOWN_ROW, 4, None, "Output", "#,##0", align="left")
    page.call("BookFeatures", SHOWN_ROW, 4)
    draw_heading(page, _HEADING_ROW, "Is it used?", len(table.columns))
    draw_figures_block(page, _HEADING_ROW + 1, _adoption_lines(_FIRST_LINE))
    _draw_rows(page, table, {"State": NO_USAGE})


def draw_referrals(page: Page) -> None:
    """Draw the Referrals sheet."""
    table = TBL_REFERRALS
    _frame(page, table)
    page.put(SHOWN_ROW, 1, "No refresh yet.", "Explanatory Text")
    page.call("ShownReferrals", SHOWN_ROW, 1)
    draw_heading(page, _HEADING_ROW, "Do customers bring customers?", len(table.columns))
    draw_figures_block(page, _HEADING_ROW + 1, _referral_lines(_FIRST_LINE))
    _draw_rows(page, table, {})


def _frame(page: Page, table: Table) -> None:
    page.set_widths([column.width for column in table.columns])
    page.frame(
        table.title, table.purpose, frozen_rows=table.header_row, frozen_columns=table.frozen
    )


def _draw_rows(page: Page, table: Table, first: Row) -> None:
    draw_table(page, table, [first])
    repeat_header(page, table)
