"""The sheets of recurring revenue: months from opening to closing, movements, churn reasons."""

from cs_workbook.schema.columns import (
    ACCOUNT,
    ACCOUNT_ID,
    Format,
    Table,
    calculated,
    stamped,
    typed,
)
from cs_workbook.schema.health_model import HEADER_ROW

NO_LOSSES = "no losses"
"""What a quick ratio says where nothing was lost: neither 0 nor infinite."""

NOT_STATED = "not stated"
"""The reason of churn events that give none."""


def _months(header: str, last: str | None = None) -> str:
    """Return this row's cell, or cells up to another column, of ``tblMrrMonths``."""
    columns = f"[{header}]" if last is None else f"[{header}]:[{last}]"
    return f"tblMrrMonths[[#This Row],{columns}]"


_LOST = f"ABS(SUM({_months('Contraction', 'Churn')}))"
_GAINED_AGAIN = f"({_months('Expansion')}+{_months('Reactivation')})"

TBL_MRR_MONTHS = Table(
    name="tblMrrMonths",
    sheet="Revenue",
    title="Recurring revenue",
    purpose="What became of the MRR: from opening to closing, month by month and over the period.",
    columns=(
        stamped("Month", Format.DATE, 34, "Last day of the month; of the newest, the as-of date."),
        stamped("Opening MRR", Format.MONEY, 16, "MRR on the last day of the month before."),
        stamped("New", Format.MONEY, 14, "MRR of accounts that never paid before."),
        stamped("Expansion", Format.MONEY, 14, "More from accounts that paid before and still do."),
        stamped("Contraction", Format.MONEY, 14, "Less from accounts that still pay; negative."),
        stamped("Churn", Format.MONEY, 14, "MRR of accounts that stopped paying; negative."),
        stamped("Reactivation", Format.MONEY, 14, "MRR of accounts that came back after a churn."),
        stamped(
            "Closing MRR",
            Format.MONEY,
            16,
            "MRR of the subscriptions open on the last day, added up apart from the movements.",
        ),
        calculated(
            "Tie-out",
            Format.MONEY,
            9,
            "Closing minus opening and movements, to the cent; it must be 0.00.",
            f"IF(ISNUMBER({_months('Closing MRR')}),"
            f'ROUND({_months("Closing MRR")}-SUM({_months("Opening MRR", "Reactivation")}),2),"")',
        ),
        calculated(
            "Gross MRR churn (%)",
            Format.DECIMAL,
            11,
            "Churn and contraction in percent of the opening; blank where there was none.",
            f'IF(N({_months("Opening MRR")})=0,"",100*{_LOST}/{_months("Opening MRR")})',
        ),
        calculated(
            "Net MRR churn (%)",
            Format.DECIMAL,
            11,
            "The same minus expansion and reactivation; negative where those are more.",
            f'IF(N({_months("Opening MRR")})=0,"",'
            f"100*({_LOST}-{_GAINED_AGAIN})/{_months('Opening MRR')})",
        ),
        calculated(
            "Quick ratio",
            Format.DECIMAL,
            11,
            "New, expansion and reactivation for each unit of churn and contraction.",
            f'IF({_LOST}=0,IF(ISNUMBER({_months("Churn")}),"{NO_LOSSES}",""),'
            f"({_months('New')}+{_GAINED_AGAIN})/{_LOST})",
        ),
        stamped("Customers at start", Format.WHOLE, 11, "Accounts with MRR above 0 when it began."),
        stamped("New customers", Format.WHOLE, 11, "Accounts that never paid before."),
        stamped("Lost customers", Format.WHOLE, 11, "Accounts that stopped paying."),
        stamped("Customers back", Format.WHOLE, 11, "Accounts that came back after a churn."),
        stamped("Customers at end", Format.WHOLE, 11, "Accounts with MRR above 0 on the last day."),
        calculated(
            "Logo churn (%)",
            Format.DECIMAL,
            10,
            "Lost customers in percent of the customers at start; blank where there were none.",
            f'IF(N({_months("Customers at start")})=0,"",'
            f"100*{_months('Lost customers')}/{_months('Customers at start')})",
        ),
        stamped(
            "Without amount",
            Format.WHOLE,
            11,
            "Paid subscriptions open on the last day that carry no amount: they are in no sum.",
        ),
    ),
    key=("Month",),
    frozen=1,
    header_row=30,
)

TBL_MOVEMENTS = Table(
    name="tblMovements",
    sheet="MRR movements",
    title="MRR movements",
    purpose="Each change of an account's MRR from one month's end to the next, newest first.",
    columns=(
        stamped("Month", Format.DATE, 18, "Last day of the month; of the newest, the as-of date."),
        ACCOUNT_ID,
        ACCOUNT,
        stamped(
            "Movement",
            Format.TEXT,
            16,
            "New, Expansion, Contraction, Churn or Reactivation.",
        ),
        stamped("MRR before", Format.MONEY, 16, "Its MRR at the end of the month before."),
        stamped("MRR after", Format.MONEY, 16, "Its MRR at the end of the month."),
        stamped("Change", Format.MONEY, 16, "After minus before; losses are negative."),
    ),
    key=("Month", "Account ID"),
    frozen=3,
)

TBL_CHURN_REASONS = Table(
    name="tblChurnReasons",
    sheet="Churn reasons",
    title="Churn reasons",
    purpose="Why accounts left in the period, by the MRR that went with them.",
    columns=(
        stamped("Reason", Format.TEXT, 36, f'As exported; "{NOT_STATED}" where it is blank.'),
        stamped("Customers", Format.WHOLE, 16, "Accounts, each once, by its newest churn event."),
        stamped(
            "MRR lost",
            Format.MONEY,
            16,
            "Their MRR on the day before the event, else the amount of the event itself.",
        ),
        calculated(
            "Share of MRR lost (%)",
            Format.DECIMAL,
            14,
            "In percent of the MRR lost for all reasons; blank where no amount is known.",
            "IF(N(tblChurnReasons[[#This Row],[MRR lost]])*SUM(tblChurnReasons[MRR lost])=0,"
            '"",100*tblChurnReasons[[#This Row],[MRR lost]]/SUM(tblChurnReasons[MRR lost]))',
        ),
        stamped(
            "Amount not known",
            Format.WHOLE,
            14,
            "Accounts whose lost MRR neither subscriptions nor the event know: in no sum.",
        ),
        stamped(
            "Still paying",
            Format.WHOLE,
            15,
            "Accounts with a churn event that have MRR at the as-of date: back, or never gone.",
        ),
        typed(
            "Preventable",
            Format.YES_NO,
            15,
            "Could we have prevented it? Yes or No; blank means not classified yet.",
            list_name="ListYesNo",
        ),
    ),
    key=("Reason",),
    frozen=1,
    header_row=HEADER_ROW + 6,
)
