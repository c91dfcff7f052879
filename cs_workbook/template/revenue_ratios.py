"""The ratios of the period on the Revenue sheet, each a native formula with its rule in words.

Amounts are read from the steps beside the chart, retention by account and logo churn from the
headline figures, so that a ratio never has a second definition.
"""

from typing import Final

from cs_workbook.schema.revenue_tables import NO_LOSSES
from cs_workbook.template.data_sheets import VALUE_ROW
from cs_workbook.template.figure_block import (
    HIGH_COLUMN,
    LOW_COLUMN,
    NOT_DUE,
    VALUE_COLUMN,
    FigureLine,
    value_cell,
)
from cs_workbook.template.layout import NO_DATA, Formula, cell

STEPS_ROW: Final = VALUE_ROW + 3
OPENING, NEW, EXPANSION, REACTIVATION, CONTRACTION, CHURN, CLOSING = range(STEPS_ROW, STEPS_ROW + 7)
"""Rows of the steps; gains first, so that the columns of the chart never reach below zero."""

_O, _N, _E, _R, _C, _L = (value_cell(row) for row in range(OPENING, CLOSING))

_LOST: Final = f"ABS(SUM({_C}:{_L}))"
_CUSTOMERS: Final = "SUMIFS(tblMrrMonths[Customers at start],tblMrrMonths[Month],$B$5)"
_NEGATIVE: Final = "Negative: existing customers grew by more than was lost. "
_LOGO_CHURN: Final = (
    "Counted as Settings, Losses that count, says: by default customers at the start without any "
    "open paid subscription at the end."
)
_NET: Final = "(Churn + contraction - expansion - reactivation) / opening MRR (ChartMogul)."


def _of_opening(part: str) -> str:
    return f'IF(N({_O})=0,"{NO_DATA}",100*{part}/{_O})'


def _quick(gained: str) -> str:
    nothing = f'IF(ISNUMBER({_L}),"{NO_LOSSES}","{NO_DATA}")'
    return f"IF({_LOST}=0,{nothing},SUM({gained})/{_LOST})"


def _figure(column: str, name: str) -> str:
    return f'INDEX(tblFigures[{column}],MATCH("{name}",tblFigures[Name],0))'


def _retention(label: str, name: str, rule: str) -> FigureLine:
    return FigureLine(
        label=label, value=_figure("Value", name), n=f"N({_figure('n', name)})", rule=rule
    )


def ratio_lines(row: int) -> tuple[FigureLine, ...]:
    """Return the ratios.

    Args:
        row: Row of the first of them.
    """
    net_row, churn_row = row + 1, row + 7
    return (
        FigureLine(
            label="Gross MRR churn (%)",
            value=_of_opening(_LOST),
            n=_CUSTOMERS,
            rule="(Churn + contraction) / opening MRR; churn of customers won in the period "
            "counts too.",
        ),
        FigureLine(
            label="Net MRR churn (%)",
            value=_of_opening(f"({_LOST}-SUM({_E}:{_R}))"),
            n=_CUSTOMERS,
            rule=Formula(f'IF(N({value_cell(net_row)})<0,"{_NEGATIVE}","")&"{_NET}"', _NET),
        ),
        _retention(
            "GRR by account (%)",
            "KPI_GRR",
            "Per account the smaller of MRR at start and now / MRR at start. Never above 100: "
            "growth is not counted.",
        ),
        _retention(
            "NRR of the starting customers (%)",
            "KPI_NRR",
            "MRR now of the accounts that paid at the start / their MRR then.",
        ),
        FigureLine(
            label="NRR from movements (%)",
            value=_of_opening(f"SUM({_O},{_E}:{_L})"),
            n=_CUSTOMERS,
            rule="(Opening + expansion + reactivation - contraction - churn) / opening MRR "
            "(ChartMogul); what customers won in the period did later counts too.",
        ),
        FigureLine(
            label="Quick ratio",
            value=_quick(f"{_N}:{_R}"),
            n=_CUSTOMERS,
            number_format="#,##0.00",
            rule="(New + expansion + reactivation) / (churn + contraction): gained for each "
            f'unit lost; "{NO_LOSSES}" where nothing was lost.',
        ),
        FigureLine(
            label="Quick ratio without reactivation",
            value=_quick(f"{_N}:{_E}"),
            n=_CUSTOMERS,
            number_format="#,##0.00",
            rule="(New + expansion) / (churn + contraction).",
        ),
        _logo_churn(),
        _compounded(
            "Logo churn per month (%)",
            churn_row,
            "1/PeriodMonths",
            "The constant monthly churn that compounds to it: 1 - (1 - churn)^(1 / months). A "
            "twelfth of a yearly rate would be too little. Only for ChartMogul standard.",
        ),
        _compounded(
            "Logo churn per year (%)",
            churn_row,
            "12/PeriodMonths",
            "The same over twelve months: 1 - (1 - churn)^(12 / months).",
        ),
    )


def _logo_churn() -> FigureLine:
    name = "KPI_LogoChurnSubscriptions"
    low, high = _figure("Low 95 %", name), _figure("High 95 %", name)
    none = f"N({low})=N({high})"
    return FigureLine(
        label="Logo churn of the period (%)",
        value=_figure("Value", name),
        n=f"N({_figure('n', name)})",
        low=f'IF({none},"{NOT_DUE}",{low})',
        high=f'IF({none},"{NOT_DUE}",{high})',
        rule=Formula(f'IF(AsOfDate="","{_LOGO_CHURN}",{_figure("Rule", name)})', _LOGO_CHURN),
    )


def _compounded(label: str, churn_row: int, power: str, rule: str) -> FigureLine:
    # Only a share of the customers compounds; it is the one that has an interval.
    is_share = f"ISNUMBER({cell(churn_row, LOW_COLUMN)})"
    counted = f"ISNUMBER({cell(churn_row, VALUE_COLUMN)})"

    def moved(column: int, otherwise: str) -> str:
        churn = cell(churn_row, column)
        return f"IF({is_share},100*(1-(1-{churn}/100)^({power})),{otherwise})"

    return FigureLine(
        label=label,
        value=moved(VALUE_COLUMN, f'IF({counted},"{NOT_DUE}","{NO_DATA}")'),
        n=f"$C${churn_row}",
        low=moved(LOW_COLUMN, f'"{NOT_DUE}"'),
        high=moved(HIGH_COLUMN, f'"{NOT_DUE}"'),
        number_format="#,##0.00",
        rule=rule,
    )
