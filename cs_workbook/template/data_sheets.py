"""The sheets that hold one table: frame, a strip of facts above it, the table itself.

Above a table stand what refresh says about it (row 3) and a few native figures (labels in row 4,
values in row 5). Nothing stands beside or under a table, so that it can grow.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from cs_workbook.schema.health_model import NOT_SCORED
from cs_workbook.schema.lists import CUSTOMER
from cs_workbook.schema.names import SHOWN_NAMES
from cs_workbook.schema.tables import (
    TBL_ACCOUNTS,
    TBL_BACKTEST,
    TBL_CAPS,
    TBL_CHURN,
    TBL_HEALTH,
    TBL_HISTORY,
    TBL_IMPORT_PROBLEMS,
    TBL_IMPORTS,
    TBL_MODEL_VERSIONS,
    TBL_MOVEMENTS,
    TBL_OVERRIDES,
    TBL_QUARTERS,
    TBL_REFRESHES,
    TBL_SUBSCRIPTIONS,
    TBL_SUGGESTED,
    TBL_SURVEYS,
    TBL_TICKETS,
    TBL_TIERS,
    TBL_USAGE,
    Table,
)
from cs_workbook.template.data_tables import Row, draw_table
from cs_workbook.template.layout import DATE, MOMENT, NO_DATA, Content, Formula, Page

SHOWN_ROW: Final = 3
LABEL_ROW: Final = 4
VALUE_ROW: Final = 5
QUARTERS: Final = 8
_NINETY: Final = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One figure in the strip above a table.

    Attributes:
        label: What it is.
        formula: Native formula without ``=``.
        value: What it gives in an empty tracker.
        number_format: Excel number format.
    """

    label: str
    formula: str
    value: str | float = 0
    number_format: str | int = "#,##0"


def _known(count: str, formula: str) -> str:
    """Say "No data" instead of dividing by nothing."""
    return f'IF({count}=0,"{NO_DATA}",{formula})'


def _ninety(header: str, question: str) -> str:
    """Repeat an answer of the back-test 90 days before."""
    chosen = f'tblBacktest[Days before],{_NINETY},tblBacktest[Question],"{question}"'
    return (
        f'IF(SUMIFS(tblBacktest[n],{chosen})=0,"{NO_DATA}",SUMIFS(tblBacktest[{header}],{chosen}))'
    )


FACTS: Final[Mapping[str, tuple[Fact, ...]]] = {
    TBL_ACCOUNTS.name: (
        Fact(label="Accounts", formula="COUNTA(tblAccounts[Account ID])"),
        Fact(label="Customers", formula=f'COUNTIFS(tblAccounts[Status],"{CUSTOMER}")'),
    ),
    TBL_HEALTH.name: (
        Fact(label="Accounts", formula="COUNTA(tblHealth[Account ID])"),
        Fact(label="With a score", formula="COUNT(tblHealth[Health])"),
        Fact(
            label="Median health",
            formula=_known("COUNT(tblHealth[Health])", "MEDIAN(tblHealth[Health])"),
            value=NO_DATA,
            number_format="0.0",
        ),
    ),
    **{
        table.name: (
            Fact(label="Listed", formula=f"COUNTA({table.name}[{table.headers[0]}])"),
            Fact(label="Acting", formula=f'COUNTIFS({table.name}[Acts],"Yes")'),
        )
        for table in (TBL_CAPS, TBL_OVERRIDES)
    },
    TBL_TIERS.name: (
        Fact(label="Tiers", formula="COUNTA(tblTiers[Measure])"),
        Fact(label="Used", formula='COUNTIFS(tblTiers[Used],"Yes")'),
    ),
    TBL_SURVEYS.name: (
        Fact(label="Answers shown", formula="COUNT(tblSurveys[Score])"),
        Fact(label="NPS answers", formula='COUNTIFS(tblSurveys[Survey],"NPS")'),
        Fact(label="CSAT answers", formula='COUNTIFS(tblSurveys[Survey],"CSAT")'),
        Fact(label="CES", formula='COUNTIFS(tblSurveys[Survey],"CES")'),
    ),
    TBL_SUBSCRIPTIONS.name: (
        Fact(label="Shown", formula="COUNTA(tblSubscriptions[Subscription ID])"),
        Fact(label="Open", formula='COUNTIFS(tblSubscriptions[State],"Open")'),
        Fact(
            label="MRR of open ones shown",
            formula='SUMIFS(tblSubscriptions[MRR],tblSubscriptions[State],"Open")',
            number_format="#,##0.00",
        ),
    ),
    TBL_TICKETS.name: (
        Fact(label="Shown", formula="COUNTA(tblTickets[Ticket ID])"),
        Fact(label="Rated", formula="COUNT(tblTickets[Rating])"),
        Fact(
            label="Mean rating (1-5)",
            formula=_known("COUNT(tblTickets[Rating])", "AVERAGE(tblTickets[Rating])"),
            value=NO_DATA,
            number_format="0.00",
        ),
    ),
    TBL_USAGE.name: (
        Fact(label="Accounts", formula="COUNTA(tblUsage[Account ID])"),
        Fact(label="Usage rows counted", formula="SUM(tblUsage[Rows])"),
    ),
    TBL_CHURN.name: (
        Fact(label="Events shown", formula="COUNTA(tblChurnEvents[Event ID])"),
        Fact(label="Came back", formula='COUNTIFS(tblChurnEvents[Reactivation],"Yes")'),
        Fact(
            label="Refunds shown",
            formula="SUM(tblChurnEvents[Refund])",
            number_format="#,##0.00",
        ),
    ),
    TBL_QUARTERS.name: (
        Fact(label="Quarters", formula="COUNT(tblQuarters[From])"),
        Fact(label="With NPS", formula="COUNT(tblQuarters[NPS])"),
    ),
    TBL_MOVEMENTS.name: (
        Fact(label="Movements shown", formula="COUNTA(tblMovements[Movement])"),
        *(
            Fact(
                label=f"{kind} shown",
                formula=f'SUMIFS(tblMovements[Change],tblMovements[Movement],"{kind}")',
                number_format="#,##0.00",
            )
            for kind in ("New", "Expansion", "Contraction", "Churn", "Reactivation")
        ),
    ),
    TBL_IMPORTS.name: (
        Fact(label="Refreshes", formula="MAX(tblImports[Refresh])"),
        Fact(
            label="Last one at",
            formula=_known("COUNT(tblImports[Imported at])", "MAX(tblImports[Imported at])"),
            value=NO_DATA,
            number_format=MOMENT,
        ),
    ),
    TBL_IMPORT_PROBLEMS.name: (
        Fact(label="Problems listed", formula="COUNTA(tblImportProblems[Problem])"),
    ),
    TBL_HISTORY.name: (
        Fact(label="Rows", formula="COUNT(tblHistory[Quarter])"),
        Fact(
            label="First day",
            formula=_known("COUNT(tblRefreshes[As of])", "MIN(tblRefreshes[As of])"),
            value=NO_DATA,
            number_format=DATE,
        ),
        Fact(
            label="Last day",
            formula=_known("COUNT(tblRefreshes[As of])", "MAX(tblRefreshes[As of])"),
            value=NO_DATA,
            number_format=DATE,
        ),
        Fact(label="Weeks kept", formula="COUNT(tblRefreshes[As of])"),
    ),
    TBL_REFRESHES.name: (
        Fact(label="Weeks kept", formula="COUNT(tblRefreshes[As of])"),
        Fact(
            label="First day",
            formula=_known("COUNT(tblRefreshes[As of])", "MIN(tblRefreshes[As of])"),
            value=NO_DATA,
            number_format=DATE,
        ),
        Fact(
            label="Last day",
            formula=_known("COUNT(tblRefreshes[As of])", "MAX(tblRefreshes[As of])"),
            value=NO_DATA,
            number_format=DATE,
        ),
        Fact(
            label="Book health",
            formula=_known(
                "COUNT(tblRefreshes[Book health])",
                "INDEX(tblRefreshes[Book health],COUNTA(tblRefreshes[As of]))",
            ),
            value=NO_DATA,
            number_format="0.0",
        ),
    ),
    TBL_MODEL_VERSIONS.name: (
        Fact(label="Versions", formula="COUNT(tblModelVersions[Version])"),
        Fact(
            label="Newest since",
            formula=_known(
                "COUNT(tblModelVersions[First as of])", "MAX(tblModelVersions[First as of])"
            ),
            value=NO_DATA,
            number_format=DATE,
        ),
    ),
    TBL_BACKTEST.name: (
        Fact(
            label="90 days before",
            formula=_ninety("Part", "Does the score tell who will leave?"),
            value=NO_DATA,
            number_format='#,##0" lost"',
        ),
        Fact(
            label="Pairs the right way round (%)",
            formula=_ninety("Answer", "Does the score tell who will leave?"),
            value=NO_DATA,
            number_format="0.0",
        ),
        Fact(
            label="Without a warning (%)",
            formula=_ninety("Answer", "How many left without a warning?"),
            value=NO_DATA,
            number_format="0.0",
        ),
    ),
}

_SHOWN: Final[Mapping[str, Content]] = {
    TBL_USAGE.name: Formula(
        'IF(SUM(tblUsage[Rows])=0,"No usage rows yet.","Every account with usage is shown.")',
        "No usage rows yet.",
    ),
    TBL_IMPORT_PROBLEMS.name: "No refresh yet.",
    TBL_BACKTEST.name: "Not run yet. Close this workbook and type: "
    "cs-workbook backtest CS_Tracker.xlsm --exports exports",
    TBL_SUGGESTED.name: "Not run yet. Close this workbook and type: "
    "cs-workbook backtest CS_Tracker.xlsm --exports exports",
}

_FIRST_ROW: Final[Mapping[str, Row]] = {
    # What the formulas of the one empty row give; every other one gives an empty text.
    TBL_ACCOUNTS.name: {"Band": NOT_SCORED, "Coverage (%)": 0, "MRR kept": 0},
    TBL_CAPS.name: {"Points off": 0},
    TBL_OVERRIDES.name: {"Points off": 0},
}


def draw_data_sheet(page: Page, table: Table) -> None:
    """Draw a sheet that holds one table."""
    page.set_widths([column.width for column in table.columns])
    page.frame(
        table.title,
        table.purpose,
        frozen_rows=table.header_row,
        frozen_columns=table.frozen,
    )
    draw_strip(page, table)
    rows = [_FIRST_ROW.get(table.name, {})]
    if table is TBL_QUARTERS:
        rows = [{}] * QUARTERS
    draw_table(page, table, rows, open_ended=table is not TBL_QUARTERS)
    repeat_header(page, table)


def draw_strip(page: Page, table: Table) -> None:
    """Write the facts above a table."""
    shown = SHOWN_NAMES.get(table.name)
    if shown is not None:
        page.put(SHOWN_ROW, 1, _SHOWN.get(table.name, "No refresh yet."), "Explanatory Text")
        page.call(shown, SHOWN_ROW, 1)
    for column, fact in enumerate(FACTS.get(table.name, ()), start=1):
        page.put(LABEL_ROW, column, fact.label, "Explanatory Text")
        value = Formula(fact.formula, fact.value)
        page.put(VALUE_ROW, column, value, "Output", fact.number_format, align="left")


def repeat_header(page: Page, table: Table) -> None:
    """Print the header row, and where pages stand side by side the columns in view, on every page.

    Every title makes LibreOffice lay out all sheets anew while it opens the file, about half a
    second each, so no sheet has one that changes nothing on paper.
    """
    page.sheet.repeat_rows(table.header_row - 1)
    if page.pages_wide > 1:
        page.sheet.repeat_columns(0, table.frozen - 1)
