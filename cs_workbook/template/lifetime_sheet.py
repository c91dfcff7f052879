"""The sheet Lifetime value: what goes in, three rules side by side, and the segments below."""

from dataclasses import dataclass
from typing import Final

from cs_workbook.schema.lists import CUSTOMER
from cs_workbook.schema.retention_tables import (
    CHURN_WITH_PERIOD,
    NO_DATA,
    NOT_DEFINED,
    TBL_LIFETIME,
)
from cs_workbook.schema.settings import SETTING
from cs_workbook.template.data_sheets import repeat_header
from cs_workbook.template.data_tables import draw_table
from cs_workbook.template.layout import Content, Formula, Page, cell

_FROZEN: Final = 2
_FIRST_ROW: Final = 4
_MONEY, _PERCENT, _SHARE, _WHOLE = "#,##0.00", "0.00", "0.0000", "#,##0"
_NO_PERIOD: Final = "not known"
_NO_CHURN: Final = "No churn in the period, so the forecast has no end. "
_DASH: Final = "\N{EN DASH}"
_CUSTOMERS: Final = f'tblAccounts[Status],"{CUSTOMER}",tblAccounts[MRR],">=0"'
_BASE: Final = 'COUNTIFS(tblAccounts[In churn base],"Yes")'
_LOST: Final = 'COUNTIFS(tblAccounts[Lost],"Yes")'
_THAT_PAID: Final = "SUM(tblLifetimeBySegment[Accounts that paid])"
_PAID: Final = "SUM(tblLifetimeBySegment[Paid so far])"
_HISTORIC: Final = 'LifetimeRule="Historic"'
_CHOSEN_DISCOUNT: Final = 'IF(LifetimeRule="Discounted",LifetimeDiscount,0)'


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """One line above the table; ``{key}`` in a formula is the value cell of that line."""

    key: str
    label: str
    formula: str
    rule: str
    value: str | float = NO_DATA
    number_format: str = _MONEY
    name: str | None = None


def _default(name: str) -> str:
    """Read a setting as refresh does: a blank means its default."""
    return f'IF({name}="",{SETTING[name].default},{name})'


def _figure(column: str) -> str:
    return f'N(INDEX(tblFigures[{column}],MATCH("KPI_CLTV",tblFigures[Name],0)))'


_PARTS: Final = (
    _Line(
        key="arpa",
        label="ARPA, MRR per customer",
        formula=f'IF(COUNTIFS({_CUSTOMERS})=0,"{NO_DATA}",'
        f"SUMIFS(tblAccounts[MRR],{_CUSTOMERS})/COUNTIFS({_CUSTOMERS}))",
        rule="MRR of the customers whose MRR is known, divided by their number.",
    ),
    _Line(
        key="months",
        label="Period (months)",
        formula=_default("PeriodMonths"),
        rule="Settings, Period for churn and retention.",
        value=12,
        number_format=_WHOLE,
        name="LifetimeMonths",
    ),
    _Line(
        key="churn",
        label="Logo churn in the period (%)",
        formula=f'IF(OR(ChurnRuleUsed="",ChurnRuleUsed="None",{_BASE}=0),"{NO_DATA}",'
        f'IF(ChurnRuleUsed<>"{CHURN_WITH_PERIOD}","{_NO_PERIOD}",100*{_LOST}/{_BASE}))',
        rule="Customers lost in the period / customers at its start. Churn events and flags count "
        "since ever: no rate of a period.",
        number_format=_PERCENT,
    ),
    _Line(
        key="monthly",
        label="Monthly churn (%)",
        formula="IF(ISNUMBER({churn}),100*(1-(1-{churn}/100)^(1/{months})),{churn})",
        rule="100 x (1 - (1 - churn / 100) ^ (1 / months)): the rate that compounds to it.",
        number_format=_PERCENT,
    ),
    _Line(
        key="margin",
        label="Gross margin (%)",
        formula=_default("GrossMargin"),
        rule="Settings, Gross margin. At 100 lifetime value is revenue, not margin.",
        value=100,
        number_format="0.0",
        name="LifetimeMargin",
    ),
    _Line(
        key="discount",
        label="Discount per month (%)",
        formula=f"100*((1+{_default('DiscountRate')}/100)^(1/12)-1)",
        rule="Settings, Discount: the monthly rate that compounds to it.",
        value=100 * (1.1 ** (1 / 12) - 1),
        number_format=_PERCENT,
        name="LifetimeDiscount",
    ),
    _Line(
        key="paid",
        label="Paid so far per account",
        formula=f'IF({_THAT_PAID}=0,"{NO_DATA}",{_PAID}/{_THAT_PAID})',
        rule="Monthly amount x days of service x 12/365, added up per subscription; without "
        "subscriptions the revenue so far of the accounts export.",
    ),
)
_RESULTS: Final = (
    _Line(
        key="plain",
        label="Margin over churn",
        formula="IF(NOT(AND(ISNUMBER({arpa}),ISNUMBER({monthly}))),"
        f'IF({{monthly}}="{_NO_PERIOD}","{_NO_PERIOD}","{NO_DATA}"),'
        f'IF({{monthly}}=0,"{NOT_DEFINED}",'
        "{arpa}*{margin}/{monthly}))",
        rule="ARPA x margin / monthly churn: a customer stays 1 / churn months on average.",
    ),
    _Line(
        key="discounted",
        label="Discounted",
        formula="IF(NOT(AND(ISNUMBER({arpa}),ISNUMBER({monthly}))),"
        f'IF({{monthly}}="{_NO_PERIOD}","{_NO_PERIOD}","{NO_DATA}"),'
        f'IF({{monthly}}+{{discount}}=0,"{NOT_DEFINED}",'
        "{arpa}*{margin}/100*(100+{discount})/({monthly}+{discount})))",
        rule="The same, each month to come worth less by the discount; first payment today.",
    ),
    _Line(
        key="historic",
        label="Historic",
        formula=f'IF(ISNUMBER({{paid}}),{{paid}}*{{margin}}/100,"{NO_DATA}")',
        rule="Paid so far per account x margin. What was; no forecast.",
    ),
    _Line(
        key="stay",
        label="Expected months",
        formula=f'IF(ISNUMBER({{monthly}}),IF({{monthly}}=0,"{NOT_DEFINED}",100/{{monthly}}),'
        "{monthly})",
        rule="100 / monthly churn. Compare with the curve on Retention: churn may depend on age.",
        number_format="0.0",
    ),
    _Line(
        key="even",
        label="Break-even month",
        formula='IF(AcquisitionCost="","cost not known",'
        f'IF(NOT(ISNUMBER({{arpa}})),"{NO_DATA}",IF({{arpa}}*{{margin}}=0,"never",'
        "AcquisitionCost/({arpa}*{margin}/100))))",
        rule="Acquisition cost (Settings) / (ARPA x margin): months until it is earned back.",
        value="cost not known",
        number_format="0.0",
    ),
)
_PRINTED: Final = (
    _Line(
        key="part",
        label="Part",
        formula=f"IF({_HISTORIC},{_PAID}*{{margin}}/100,"
        "IF(AND(ISNUMBER({arpa}),ISNUMBER({monthly})),"
        f"{{arpa}}*{{margin}}/100*(1+{_CHOSEN_DISCOUNT}/100),0))",
        rule="Margin of a customer and month; for Historic all that was paid so far, as margin.",
        value=0,
        name="LifetimePart",
    ),
    _Line(
        key="base",
        label="Base",
        formula=f"IF({_HISTORIC},{_THAT_PAID},IF(AND(ISNUMBER({{arpa}}),ISNUMBER({{monthly}})),"
        f"({{monthly}}+{_CHOSEN_DISCOUNT})/100,0))",
        rule="Share lost a month, with the discount where the rule has one; for Historic accounts.",
        value=0,
        number_format=_SHARE,
        name="LifetimeBase",
    ),
    _Line(
        key="value",
        label="Customer lifetime value",
        formula=f"IF({{base}}=0,IF(OR({_HISTORIC},NOT(ISNUMBER({{monthly}})),"
        f'NOT(ISNUMBER({{arpa}}))),"{NO_DATA}","{NOT_DEFINED}"),'
        "{part}/{base})",
        rule="Part / base; the figure KPI_CLTV. Which rule: Settings, Lifetime value, rule.",
    ),
    _Line(
        key="interval",
        label="95 % interval",
        formula=f'IF({_figure("High 95 %")}=0,"{_DASH}",FIXED({_figure("Low 95 %")},0)'
        f'&" to "&FIXED({_figure("High 95 %")},0))',
        rule="From the interval of churn (Wilson); ARPA and margin taken as exact. "
        "Written by refresh.",
        value=_DASH,
    ),
)


def draw_lifetime(page: Page) -> None:
    """Draw the sheet Lifetime value."""
    page.set_widths([column.width for column in TBL_LIFETIME.columns])
    page.frame(TBL_LIFETIME.title, TBL_LIFETIME.purpose, frozen_rows=_FROZEN, frozen_columns=1)
    page.put(3, 1, Formula('"Printed by the rule: "&LifetimeRule', _PRINTED_WORDS), "Check Cell")
    page.put(3, 3, "Churn rule in force:", "Explanatory Text", align="right")
    page.put(3, 4, None, "Linked Cell", align="left")
    page.call("ChurnRuleUsed", 3, 4)
    cells: dict[str, str] = {}
    row = _draw_lines(page, _FIRST_ROW, "What goes in", _PARTS, cells)
    row = _draw_lines(page, row, "What a customer is worth, by three rules", _RESULTS, cells)
    row = _draw_lines(page, row, "The figure that is printed", _PRINTED, cells)
    _heading(page, row, "By segment, by the rule that is printed")
    draw_table(page, TBL_LIFETIME)
    repeat_header(page, TBL_LIFETIME)


_PRINTED_WORDS: Final = f"Printed by the rule: {SETTING['LifetimeRule'].default}"


def _heading(page: Page, row: int, text: str) -> None:
    for column in range(1, len(TBL_LIFETIME.columns) + 1):
        page.put(row, column, text if column == 1 else None, "Heading 1")
    page.height(row, 24)


def _draw_lines(
    page: Page, row: int, title: str, lines: tuple[_Line, ...], cells: dict[str, str]
) -> int:
    """Draw a heading and its lines; remember where each value stands."""
    _heading(page, row, title)
    for place, line in enumerate(lines, start=row + 1):
        content: Content = Formula(line.formula.format(**cells), line.value)
        page.put(place, 1, line.label)
        page.put(place, 2, content, "Output", line.number_format, align="left")
        rule: Content = line.rule
        if NOT_DEFINED in line.formula:
            why = f'IF({cell(place, 2)}="{NOT_DEFINED}","{_NO_CHURN}","")'
            rule = Formula(f'{why}&"{line.rule}"', line.rule)
        page.put(place, 3, rule, "Explanatory Text", indent=1)
        cells[line.key] = f"$B${place}"
        if line.name is not None:
            page.call(line.name, place, 2)
    return row + len(lines) + 2
