"""The tables of the workbook: sheet, columns, widths, formats, and who owns each column."""

from dataclasses import dataclass
from enum import StrEnum

from cs_workbook.schema.figures import VALUE_FORMULA
from cs_workbook.schema.health_model import (
    BAND_FORMULA,
    DEFAULT_MEASURES,
    HEADER_ROW,
    WEIGHT_ROW,
    coverage_formula,
    health_formula,
    score_formula,
)


class Owner(StrEnum):
    """Who fills a column."""

    IMPORTED = "imported"  # refresh, straight from an export
    STAMPED = "stamped"  # refresh, computed from the exports
    CALCULATED = "calculated"  # a live formula
    TYPED = "typed"  # people; refresh never changes it


class Format(StrEnum):
    """How a column's cells are shown."""

    ID = "id"  # text, letter for letter
    TEXT = "text"
    LONG_TEXT = "long_text"  # wrapped
    WHOLE = "whole"
    DECIMAL = "decimal"
    SCORE = "score"
    PERCENT = "percent"  # a number in percent, such as 12.5
    MONEY = "money"
    DATE = "date"
    MOMENT = "moment"
    STATE = "state"  # a band in words
    YES_NO = "yes_no"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a table.

    Attributes:
        header: Header text, unique in the table.
        owner: Who fills it.
        format: How its cells are shown.
        width: Width in characters.
        meaning: What it says, in one sentence; shown as the header's note.
        formula: Live formula (without ``=``) where ``owner`` is calculated.
        list_name: Workbook name of its drop-down list, for typed columns.
        lowest: Smallest number a typed column accepts.
        highest: Largest number a typed column accepts.
    """

    header: str
    owner: Owner
    format: Format
    width: float
    meaning: str
    formula: str | None = None
    list_name: str | None = None
    lowest: float | None = None
    highest: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table of the workbook.

    Attributes:
        name: Table name.
        sheet: Worksheet it stands on.
        title: Title of that sheet.
        purpose: What the sheet is for, in one line.
        columns: Columns from left to right.
        key: Headers that tell rows apart.
        role: Canonical export role it shows, if any.
        frozen: How many columns stay in view.
        header_row: Row of the header, from 1.
    """

    name: str
    sheet: str
    title: str
    purpose: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    role: str | None = None
    frozen: int = 2
    header_row: int = HEADER_ROW

    @property
    def headers(self) -> tuple[str, ...]:
        """Header texts from left to right."""
        return tuple(column.header for column in self.columns)

    def letter(self, header: str) -> str:
        """Return the sheet letter of a column; every table starts in column A."""
        return column_letter(self.headers.index(header) + 1)


def column_letter(number: int) -> str:
    """Return the letters of a sheet column, counted from 1.

    >>> column_letter(1), column_letter(28)
    ('A', 'AB')
    """
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _imported(header: str, form: Format, width: float, meaning: str) -> Column:
    return Column(header=header, owner=Owner.IMPORTED, format=form, width=width, meaning=meaning)


def _stamped(header: str, form: Format, width: float, meaning: str) -> Column:
    return Column(header=header, owner=Owner.STAMPED, format=form, width=width, meaning=meaning)


def _calculated(header: str, form: Format, width: float, meaning: str, formula: str) -> Column:
    return Column(
        header=header,
        owner=Owner.CALCULATED,
        format=form,
        width=width,
        meaning=meaning,
        formula=formula,
    )


_ACCOUNT_ID = _imported("Account ID", Format.ID, 14, "The account's id, letter for letter.")
_ACCOUNT = _stamped("Account", Format.TEXT, 26, "The account's name.")
_SOURCE = _stamped("Source", Format.TEXT, 30, "File and line the row came from.")

_ACCOUNT_HEAD = (
    _ACCOUNT_ID,
    _imported("Account", Format.TEXT, 26, "The account's name."),
    _stamped(
        "Status",
        Format.TEXT,
        12,
        "Customer, Trial, Churned or Prospect at the as-of date; 'Not in export' where the last "
        "accounts export no longer had it. Such a row is kept and counts nowhere.",
    ),
)

_ACCOUNT_FACTS = (
    _stamped("MRR", Format.MONEY, 12, "Monthly recurring revenue of open paid subscriptions."),
    _imported("CSM", Format.TEXT, 18, "Who looks after the account."),
    Column(
        header="CSM pulse",
        owner=Owner.TYPED,
        format=Format.WHOLE,
        width=10,
        meaning="Your own view, 1 very poor to 5 very good. Refresh never changes it.",
        list_name="ListPulse",
    ),
    Column(
        header="Notes",
        owner=Owner.TYPED,
        format=Format.TEXT,
        width=34,
        meaning="Anything you want to keep with this account. Refresh never changes it.",
    ),
    _imported("Segment", Format.TEXT, 14, "Segment as exported."),
    _imported("Plan", Format.TEXT, 13, "Plan or tier as exported."),
    _imported("Industry", Format.TEXT, 15, "Industry as exported."),
    _imported("Country", Format.TEXT, 15, "Country as exported."),
    _imported("Customer since", Format.DATE, 13, "Day the account became a customer."),
    _stamped(
        "Next renewal",
        Format.DATE,
        13,
        "Renewal date as exported, else the earliest known end of an open subscription.",
    ),
    _imported("Seats", Format.WHOLE, 9, "Seats bought."),
    _stamped("Subscriptions", Format.WHOLE, 13, "Open paid subscriptions at the as-of date."),
    _stamped("MRR at start", Format.MONEY, 13, "MRR at the start of the period (see Settings)."),
    _calculated(
        "MRR kept",
        Format.MONEY,
        12,
        "The smaller of MRR at start and MRR now; gross retention adds these up.",
        "MIN(N(tblAccounts[[#This Row],[MRR]]),N(tblAccounts[[#This Row],[MRR at start]]))",
    ),
    _stamped(
        "In churn base", Format.YES_NO, 13, "Yes where the churn rule counts the account at all."
    ),
    _stamped("Lost", Format.YES_NO, 8, "Yes where the churn rule in force counts it as lost."),
    _imported("Churn flag", Format.YES_NO, 11, "Churn flag as exported."),
)

_ACCOUNT_SIGNALS = (
    _stamped("Active days (28 d)", Format.WHOLE, 11, "Days with any use in the last 28 days."),
    _stamped("Users (28 d)", Format.WHOLE, 15, "Different users in the last 28 days."),
    _stamped("Features (90 d)", Format.WHOLE, 17, "Different features in the last 90 days."),
    _stamped(
        "Usage trend (%)",
        Format.DECIMAL,
        11,
        "Uses of the last six weeks against the six before; blank where there were none before.",
    ),
    _stamped("Last activity", Format.DATE, 13, "Day of the last use up to the as-of date."),
    _stamped("Open tickets", Format.WHOLE, 10, "Tickets not closed at the as-of date."),
    _stamped("Tickets (90 d)", Format.WHOLE, 16, "Tickets opened in the last 90 days."),
    _stamped("Ticket rating", Format.SCORE, 10, "Mean rating (1-5) in the survey window."),
    _stamped("NPS answer", Format.SCORE, 10, "Mean NPS answer (0-10) in the survey window."),
)

_ACCOUNT_TAIL = (
    _calculated(
        "Risk order",
        Format.MONEY,
        12,
        "MRR of a customer at risk, made unique by its row; the Dashboard ranks by it.",
        'IF(AND(tblAccounts[[#This Row],[Status]]="Customer",'
        "tblAccounts[[#This Row],[Band]]=INDEX(tblBands[Band],1)),"
        'N(tblAccounts[[#This Row],[MRR]])-ROW()/10^7,"")',
    ),
    _stamped("First seen", Format.DATE, 12, "As-of date of the refresh that first had it."),
    _stamped("Last seen", Format.DATE, 12, "As-of date of the last refresh that had it."),
    _SOURCE,
)


def _score_letters() -> dict[str, str]:
    # The score columns stand after head (3), three results, facts and signals.
    first = len(_ACCOUNT_HEAD) + 3 + len(_ACCOUNT_FACTS) + len(_ACCOUNT_SIGNALS) + 1
    return {
        measure.score_column: column_letter(first + position)
        for position, measure in enumerate(DEFAULT_MEASURES)
    }


SCORE_LETTERS: dict[str, str] = _score_letters()
"""Sheet letter of each score column of the Accounts sheet."""

_letters = list(SCORE_LETTERS.values())
WEIGHTS_RANGE = f"${_letters[0]}${WEIGHT_ROW}:${_letters[-1]}${WEIGHT_ROW}"
"""The weights above the score columns of the Accounts sheet."""

_ACCOUNT_RESULTS = (
    _calculated(
        "Band",
        Format.STATE,
        13,
        "Health in a word; the cut-offs are on the Weights sheet, upper bound included.",
        BAND_FORMULA,
    ),
    _calculated(
        "Health",
        Format.SCORE,
        9,
        "Weighted mean (0-100) of the scores that are known.",
        health_formula(WEIGHTS_RANGE),
    ),
    _calculated(
        "Coverage (%)",
        Format.PERCENT,
        11,
        "Share of the weights whose signal is known.",
        coverage_formula(WEIGHTS_RANGE),
    ),
)

_ACCOUNT_SCORES = tuple(
    _calculated(
        measure.score_column,
        Format.SCORE,
        13,
        f"{measure.meaning} Scaled to 0-100 between the two anchors above.",
        score_formula(measure.input_column, SCORE_LETTERS[measure.score_column]),
    )
    for measure in DEFAULT_MEASURES
)

TBL_ACCOUNTS = Table(
    name="tblAccounts",
    sheet="Accounts",
    title="Accounts",
    purpose="One row per account. Yellow columns are yours; refresh keeps them by account id.",
    columns=(
        *_ACCOUNT_HEAD,
        *_ACCOUNT_RESULTS,
        *_ACCOUNT_FACTS,
        *_ACCOUNT_SIGNALS,
        *_ACCOUNT_SCORES,
        *_ACCOUNT_TAIL,
    ),
    key=("Account ID",),
    role="accounts",
)

TBL_SURVEYS = Table(
    name="tblSurveys",
    sheet="Surveys",
    title="Survey answers",
    purpose="Every answer as imported, newest first.",
    columns=(
        _imported("Response ID", Format.ID, 16, "Id of the answer."),
        _ACCOUNT_ID,
        _ACCOUNT,
        _imported("Survey", Format.TEXT, 9, "NPS (0-10), CSAT (1-5) or CES (1-7)."),
        _imported("Score", Format.WHOLE, 8, "The answer as given."),
        _imported("Answered on", Format.DATE, 13, "Day of the answer."),
        _imported("Respondent", Format.TEXT, 24, "Who answered."),
        _imported("Channel", Format.TEXT, 16, "Where the question was asked."),
        _imported("Comment", Format.TEXT, 50, "The answer in words."),
        _SOURCE,
    ),
    key=("Response ID", "Source"),
    role="surveys",
)

TBL_SUBSCRIPTIONS = Table(
    name="tblSubscriptions",
    sheet="Subscriptions",
    title="Subscriptions",
    purpose="Every subscription as imported, newest first.",
    columns=(
        _imported("Subscription ID", Format.ID, 16, "Id of the subscription."),
        _ACCOUNT_ID,
        _ACCOUNT,
        _stamped("State", Format.TEXT, 11, "Open, Ended, Trial or Future at the as-of date."),
        _imported("Plan", Format.TEXT, 14, "Plan or product."),
        _imported("Seats", Format.WHOLE, 9, "Seats bought."),
        _imported("Start", Format.DATE, 12, "First day of service."),
        _imported("End", Format.DATE, 12, "First day without service; blank while it runs."),
        _stamped("MRR", Format.MONEY, 12, "Monthly amount; yearly / 12 where only that is known."),
        _imported("Billing", Format.TEXT, 12, "How often it is billed."),
        _imported("Auto-renew", Format.YES_NO, 11, "Whether it renews by itself."),
        _SOURCE,
    ),
    key=("Subscription ID", "Source"),
    role="subscriptions",
)

TBL_TICKETS = Table(
    name="tblTickets",
    sheet="Tickets",
    title="Support tickets",
    purpose="Every ticket as imported, newest first.",
    columns=(
        _imported("Ticket ID", Format.ID, 14, "Id of the ticket."),
        _ACCOUNT_ID,
        _ACCOUNT,
        _imported("Subject", Format.TEXT, 30, "What it is about."),
        _imported("Status", Format.TEXT, 14, "Status as exported."),
        _imported("Priority", Format.TEXT, 11, "Priority as exported."),
        _imported("Opened", Format.MOMENT, 17, "When it was opened."),
        _imported("Closed", Format.MOMENT, 17, "When it was closed."),
        _imported("First response (min)", Format.WHOLE, 15, "Minutes to the first response."),
        _imported("Resolution (h)", Format.DECIMAL, 13, "Hours to the resolution."),
        _imported("Rating", Format.WHOLE, 9, "Rating 1 to 5, where one was given."),
        _imported("Escalated", Format.YES_NO, 11, "Whether it was escalated."),
        _SOURCE,
    ),
    key=("Ticket ID", "Source"),
    role="tickets",
)

WEEKS = tuple(f"Week -{number}" for number in range(12, 0, -1))
"""Headers of the 12 weekly columns of ``tblUsage``, oldest first; ``Week -1`` ends on the as-of
date."""


def _weeks(first: int, last: int) -> str:
    return f"tblUsage[[#This Row],[Week -{first}]:[Week -{last}]]"


TBL_USAGE = Table(
    name="tblUsage",
    sheet="Usage",
    title="Product usage",
    purpose="One row per account, added up from every usage row of the exports.",
    columns=(
        _ACCOUNT_ID,
        _ACCOUNT,
        _stamped("Rows", Format.WHOLE, 9, "Usage rows counted, up to the as-of date."),
        _stamped("Active days (28 d)", Format.WHOLE, 11, "Days with any use in 28 days."),
        _stamped("Active days (90 d)", Format.WHOLE, 11, "Days with any use in 90 days."),
        _stamped("Users (28 d)", Format.WHOLE, 15, "Different users in the last 28 days."),
        _stamped("Features (90 d)", Format.WHOLE, 17, "Different features in 90 days."),
        _stamped("Uses (28 d)", Format.WHOLE, 14, "Sum of uses in the last 28 days."),
        _stamped("First activity", Format.DATE, 13, "Day of the first use."),
        _stamped("Last activity", Format.DATE, 13, "Day of the last use."),
        *(
            _stamped(week, Format.WHOLE, 8, "Uses in that week; Week -1 ends on the as-of date.")
            for week in WEEKS
        ),
        _calculated(
            "Usage trend (%)",
            Format.DECIMAL,
            11,
            "Uses of the last six weeks against the six before; blank where there were none.",
            f'IF(SUM({_weeks(12, 7)})=0,"",100*(SUM({_weeks(6, 1)})/SUM({_weeks(12, 7)})-1))',
        ),
    ),
    key=("Account ID",),
    role="usage",
)

TBL_CHURN = Table(
    name="tblChurnEvents",
    sheet="Churn events",
    title="Churn events",
    purpose="Every churn event as imported, newest first.",
    columns=(
        _imported("Event ID", Format.ID, 14, "Id of the event."),
        _ACCOUNT_ID,
        _ACCOUNT,
        _imported("Churned on", Format.DATE, 13, "Day of the event."),
        _imported("Reason", Format.TEXT, 16, "Reason as exported."),
        _imported("Refund", Format.MONEY, 12, "Amount paid back."),
        _imported("Reactivation", Format.YES_NO, 13, "Whether the account had come back before."),
        _imported("Comment", Format.TEXT, 40, "What they said."),
        _SOURCE,
    ),
    key=("Event ID", "Source"),
    role="churn_events",
)

TBL_QUARTERS = Table(
    name="tblQuarters",
    sheet="Trends",
    title="Trends by quarter",
    purpose="The last eight calendar quarters, the newest one up to the as-of date.",
    columns=(
        _stamped("Quarter", Format.TEXT, 11, "Calendar quarter."),
        _stamped("From", Format.DATE, 12, "First day."),
        _stamped("To", Format.DATE, 12, "Last day, at most the as-of date."),
        _stamped("Customers", Format.WHOLE, 11, "Accounts with an open paid subscription."),
        _stamped("MRR", Format.MONEY, 14, "MRR on the last day."),
        _stamped("NPS", Format.DECIMAL, 9, "NPS of the answers in the quarter."),
        _stamped("NPS n", Format.WHOLE, 9, "Answers."),
        _stamped("NPS low", Format.DECIMAL, 9, "Lower end of the 95 % interval."),
        _stamped("NPS high", Format.DECIMAL, 9, "Upper end of the 95 % interval."),
        _stamped("CSAT (%)", Format.DECIMAL, 10, "Satisfied answers (4 or 5 of 5)."),
        _stamped("CSAT n", Format.WHOLE, 9, "Answers."),
        _stamped("CES", Format.SCORE, 9, "Mean answer 1-7."),
        _stamped("CES n", Format.WHOLE, 9, "Answers."),
        _stamped("Tickets", Format.WHOLE, 10, "Tickets opened."),
    ),
    key=("Quarter",),
    frozen=1,
)

TBL_FIGURES = Table(
    name="tblFigures",
    sheet="Figures",
    title="Figures and their parts",
    purpose="Every headline figure is factor x part / base; the parts stand beside it.",
    columns=(
        _stamped("Name", Format.TEXT, 27, "Workbook name of the figure."),
        _stamped("Figure", Format.TEXT, 30, "The figure in words."),
        _calculated(
            "Value",
            Format.DECIMAL,
            15,
            "Factor x part / base.",
            VALUE_FORMULA,
        ),
        _stamped("Unit", Format.TEXT, 11, "Unit of the value."),
        _stamped("Factor", Format.WHOLE, 8, "100 for a share in percent, 12 for a year."),
        _stamped("Part", Format.DECIMAL, 16, "What is counted or added up."),
        _stamped("Part is", Format.TEXT, 46, "The part in words."),
        _stamped("Base", Format.DECIMAL, 16, "What it is divided by."),
        _stamped("Base is", Format.TEXT, 34, "The base in words."),
        _stamped("n", Format.WHOLE, 9, "How many answers, customers or rows stand behind it."),
        _stamped("Low 95 %", Format.DECIMAL, 10, "Lower end of the interval, where one is due."),
        _stamped("High 95 %", Format.DECIMAL, 10, "Upper end of the interval."),
        _stamped("As of", Format.DATE, 12, "The day it counts up to."),
        _stamped("Rule", Format.TEXT, 84, "How it is counted, in words."),
    ),
    key=("Name",),
    frozen=2,
)

TBL_WEIGHTS = Table(
    name="tblWeights",
    sheet="Weights",
    title="Health score: weights and bands",
    purpose="What the health score is made of. Change a weight or an anchor and every score moves.",
    columns=(
        _stamped("Measure", Format.TEXT, 16, "The signal."),
        _stamped("Accounts column", Format.TEXT, 20, "Column of the Accounts sheet it reads."),
        _stamped("Score column", Format.TEXT, 21, "Column of the Accounts sheet it fills."),
        Column(
            header="Weight",
            owner=Owner.TYPED,
            format=Format.DECIMAL,
            width=12,
            meaning="Any number from 0 up; weights need not add up to 100. 0 leaves it out.",
            lowest=0,
        ),
        _calculated(
            "Effective %",
            Format.DECIMAL,
            16,
            "The weight as a share of all weights.",
            "IF(SUM(tblWeights[Weight])=0,0,"
            "100*tblWeights[[#This Row],[Weight]]/SUM(tblWeights[Weight]))",
        ),
        Column(
            header="0 points at",
            owner=Owner.TYPED,
            format=Format.DECIMAL,
            width=15,
            meaning="The value that is worth no points.",
        ),
        Column(
            header="100 points at",
            owner=Owner.TYPED,
            format=Format.DECIMAL,
            width=18,
            meaning="The value that is worth all points; below the other anchor where lower is "
            "better. The two must differ.",
        ),
        _calculated(
            "Direction",
            Format.TEXT,
            17,
            "Follows from the two anchors.",
            "IF(tblWeights[[#This Row],[100 points at]]>tblWeights[[#This Row],[0 points at]],"
            '"Higher is better","Lower is better")',
        ),
        _stamped("Meaning", Format.TEXT, 62, "What the signal says."),
    ),
    key=("Measure",),
    frozen=1,
)

TBL_BANDS = Table(
    name="tblBands",
    sheet="Weights",
    title="Bands",
    purpose="A score belongs to the first band whose upper bound it does not exceed.",
    columns=(
        _stamped("Band", Format.STATE, 16, "Name of the band, worst first."),
        Column(
            header="Up to",
            owner=Owner.TYPED,
            format=Format.DECIMAL,
            width=20,
            meaning="Highest score of the band; the bound itself belongs to it.",
            lowest=0,
            highest=100,
        ),
        _stamped("What to do", Format.TEXT, 21, "What the band asks for."),
    ),
    key=("Band",),
    header_row=HEADER_ROW + len(DEFAULT_MEASURES) + 4,
)

TBL_IMPORTS = Table(
    name="tblImports",
    sheet="Import log",
    title="Import log",
    purpose="One row per file and refresh. Rows read = rows used + rows set aside.",
    columns=(
        _stamped("Refresh", Format.WHOLE, 9, "Number of the refresh."),
        _stamped("Imported at", Format.MOMENT, 17, "When it was read."),
        _stamped("As of", Format.DATE, 12, "As-of date of the refresh."),
        _stamped("File", Format.TEXT, 34, "File name."),
        _stamped("Recognised as", Format.TEXT, 18, "Kind of export."),
        _stamped("Rows read", Format.WHOLE, 11, "Rows of data in the file."),
        _stamped("Rows used", Format.WHOLE, 11, "Rows the figures count."),
        _stamped("With a warning", Format.WHOLE, 14, "Of the used rows, those to look at."),
        _stamped("Set aside", Format.WHOLE, 11, "Rows listed among the import problems only."),
        _stamped("Encoding", Format.TEXT, 12, "How the bytes were read."),
        _stamped("Delimiter", Format.TEXT, 10, "What separates the fields."),
        _stamped("Decimal mark", Format.TEXT, 13, "Point or comma, as found or set."),
        _stamped("Date order", Format.TEXT, 13, "As found or set."),
        _stamped("Header line", Format.WHOLE, 11, "Line of the header in the file."),
        _stamped("Columns left out", Format.TEXT, 50, "Columns the tracker has no use for."),
        _stamped("Fingerprint", Format.TEXT, 15, "Start of the file's SHA-256."),
    ),
    key=("Refresh", "File"),
    frozen=1,
)

TBL_IMPORT_PROBLEMS = Table(
    name="tblImportProblems",
    sheet="Import problems",
    title="Import problems",
    purpose="Every row of the last refresh that was set aside or needs a look, and what to do.",
    columns=(
        _stamped("File", Format.TEXT, 32, "File name."),
        _stamped("Line", Format.WHOLE, 9, "Line in the file."),
        _stamped("Column", Format.TEXT, 20, "Column of the file."),
        _stamped("Value", Format.TEXT, 36, "What stands there."),
        _stamped("Row was", Format.TEXT, 18, "Set aside, used, or left out on purpose."),
        _stamped("Problem", Format.TEXT, 28, "The problem in a few words."),
        _stamped("Reason", Format.TEXT, 70, "The problem in a sentence."),
        _stamped("What to do", Format.TEXT, 64, "How to mend it."),
    ),
    key=("File", "Line", "Column", "Problem"),
)

TBL_HISTORY = Table(
    name="tblHistory",
    sheet="History",
    title="History",
    purpose="One row per account and refresh, kept from the first refresh on.",
    columns=(
        _stamped("As of", Format.DATE, 12, "As-of date of the refresh."),
        _ACCOUNT_ID,
        _ACCOUNT,
        _stamped("Status", Format.TEXT, 12, "Status on that day."),
        _stamped("MRR", Format.MONEY, 12, "MRR on that day."),
        _stamped("Health", Format.SCORE, 9, "Health score on that day."),
        _stamped("Coverage (%)", Format.PERCENT, 11, "Coverage on that day."),
        _stamped("Band", Format.STATE, 13, "Band on that day."),
        _stamped("NPS answer", Format.SCORE, 10, "Mean NPS answer then."),
        _stamped("Active days (28 d)", Format.WHOLE, 11, "Active days then."),
        _stamped("Open tickets", Format.WHOLE, 10, "Open tickets then."),
    ),
    key=("As of", "Account ID"),
    frozen=3,
)

TBL_CHECKS = Table(
    name="tblChecks",
    sheet="Checks",
    title="Checks",
    purpose="Each check compares two figures that must agree. The total stands on every sheet.",
    columns=(
        _stamped("Check", Format.TEXT, 46, "What is checked."),
        _stamped("Found", Format.DECIMAL, 16, "What the workbook says."),
        _stamped("Expected", Format.DECIMAL, 16, "What it should say."),
        _stamped("Tolerance", Format.DECIMAL, 12, "How far they may differ."),
        _calculated(
            "Result",
            Format.TEXT,
            12,
            "Whether they agree.",
            'IF(ISERROR(tblChecks[[#This Row],[Found]]),"✘ Failed",'
            "IF(ABS(N(tblChecks[[#This Row],[Found]])-N(tblChecks[[#This Row],[Expected]]))"
            '<=tblChecks[[#This Row],[Tolerance]],"✔ OK","✘ Failed"))',
        ),
        _stamped("If it fails", Format.TEXT, 70, "What to do."),
    ),
    key=("Check",),
    frozen=1,
)

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        TBL_ACCOUNTS,
        TBL_SURVEYS,
        TBL_SUBSCRIPTIONS,
        TBL_TICKETS,
        TBL_USAGE,
        TBL_CHURN,
        TBL_QUARTERS,
        TBL_FIGURES,
        TBL_WEIGHTS,
        TBL_BANDS,
        TBL_IMPORTS,
        TBL_IMPORT_PROBLEMS,
        TBL_HISTORY,
        TBL_CHECKS,
    )
}

SHEET_ORDER = (
    "About",
    "Dashboard",
    "Accounts",
    "Figures",
    "Trends",
    "Surveys",
    "Subscriptions",
    "Tickets",
    "Usage",
    "Churn events",
    "Settings",
    "Weights",
    "Import log",
    "Import problems",
    "History",
    "Checks",
    "Lists",
)
"""Worksheets in tab order."""
