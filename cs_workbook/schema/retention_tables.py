"""The sheets about how long customers stay and what they are worth: curve, cohorts, segments."""

from cs_workbook.schema.columns import Column, Format, Table, calculated, stamped
from cs_workbook.schema.lists import CUSTOMER

COHORT_MONTHS = tuple(f"M{age}" for age in range(25))
"""Headers of the months since joining, M0 to M24."""
MOST_COHORTS = 36
SMALL_COHORT = 5
"""A cohort of fewer customers is marked: one of them is 20 percent or more."""
SMALL_SEGMENT = 20
"""Churn from fewer customers is marked: one of them is 5 percent or more."""
NO_SEGMENT = "(no segment)"
NO_DATA = "No data"
NOT_DEFINED = "not defined"
CHURN_WITH_PERIOD = "Subscriptions"
"""The one churn rule that counts losses of a period; the others count since ever."""
SURVIVAL_ROW = 31
COHORT_ROW = 7
LIFETIME_ROW = 27

RETENTION_NAMES = (
    "RetentionNote",
    "LeftDayUnknown",
    "TimeToValue",
    "TimeToValueLow",
    "TimeToValueHigh",
    "TimeToValueCustomers",
    "TimeToValueReached",
    "TimeToValueRule",
    "CohortNote",
    "ChurnRuleUsed",
)
"""Cells on these sheets that refresh writes."""
LIFETIME_NAMES = (
    "LifetimeMonths",
    "LifetimeMargin",
    "LifetimeDiscount",
    "LifetimePart",
    "LifetimeBase",
)
"""Live cells on the sheet Lifetime value that formulas elsewhere read."""


def _this(table: str, header: str) -> str:
    return f"{table}[[#This Row],[{header}]]"


TBL_SURVIVAL = Table(
    name="tblSurvival",
    sheet="Retention",
    title="Retention",
    purpose="How long customers stay, those who are still there counted as far as they were seen.",
    columns=(
        stamped("Month", Format.WHOLE, 20, "Months since joining; 0 is the joining day."),
        stamped("At risk", Format.WHOLE, 14, "Customers that reached this month."),
        stamped("Lost", Format.WHOLE, 14, "Of these, lost in this month."),
        stamped(
            "Left the data",
            Format.WHOLE,
            19,
            "Of these, still customers when last seen: nobody knows yet how long they stay.",
        ),
        stamped("Before (%)", Format.PERCENT, 16, "Still customers when the month began."),
        calculated(
            "Still a customer (%)",
            Format.PERCENT,
            23,
            "Before x (1 - lost / at risk): still customers when the month ended (Kaplan-Meier).",
            'IF(N(tblSurvival[[#This Row],[At risk]])=0,"",'
            "tblSurvival[[#This Row],[Before (%)]]*(1-tblSurvival[[#This Row],[Lost]]"
            "/tblSurvival[[#This Row],[At risk]]))",
        ),
        stamped("Low 95 %", Format.PERCENT, 13, "Lower end of the interval (log-log, Greenwood)."),
        stamped("High 95 %", Format.PERCENT, 13, "Upper end of the interval."),
    ),
    key=("Month",),
    frozen=1,
    header_row=SURVIVAL_ROW,
)

TBL_COHORTS = Table(
    name="tblCohorts",
    sheet="Cohorts",
    title="Cohorts",
    purpose="Of those who joined in one month, how many percent are there in each month after it.",
    columns=(
        stamped("Cohort", Format.DATE, 13, "First day of the month in which they joined."),
        stamped("Customers", Format.WHOLE, 13, "How many joined."),
        *(
            stamped(header, Format.WHOLE, 6, f"Percent still there {age} months after joining.")
            for age, header in enumerate(COHORT_MONTHS)
        ),
        stamped("Note", Format.TEXT, 16, f"Marks a cohort of fewer than {SMALL_COHORT}."),
    ),
    key=("Cohort",),
    frozen=2,
    header_row=COHORT_ROW,
)

_T = "tblLifetimeBySegment"
_CHOSEN = (
    f'tblAccounts[Segment],"="&IF({_this(_T, "Segment")}="{NO_SEGMENT}","",{_this(_T, "Segment")})'
)
_PAYING = f'{_CHOSEN},tblAccounts[Status],"{CUSTOMER}",tblAccounts[MRR],">=0"'
_ARPA, _CHURN = _this(_T, "ARPA"), _this(_T, "Monthly churn (%)")
_DISCOUNT = 'IF(LifetimeRule="Discounted",LifetimeDiscount,0)'


def _segment_column(header: str, form: Format, width: float, meaning: str, formula: str) -> Column:
    """Blank in the one empty row of a new tracker."""
    return calculated(header, form, width, meaning, f'IF({_this(_T, "Segment")}="","",{formula})')


TBL_LIFETIME = Table(
    name=_T,
    sheet="Lifetime value",
    title="Lifetime value",
    purpose="What a customer brings over its lifetime, by three rules; a setting chooses one.",
    columns=(
        stamped("Segment", Format.TEXT, 36, "Segment of the Accounts sheet."),
        _segment_column(
            "Customers",
            Format.WHOLE,
            18,
            "Customers on the as-of date.",
            f'COUNTIFS({_CHOSEN},tblAccounts[Status],"{CUSTOMER}")',
        ),
        _segment_column(
            "ARPA",
            Format.MONEY,
            15,
            "Mean MRR of the customers whose MRR is known.",
            f'IF(COUNTIFS({_PAYING})=0,"{NO_DATA}",'
            f"SUMIFS(tblAccounts[MRR],{_PAYING})/COUNTIFS({_PAYING}))",
        ),
        _segment_column(
            "n",
            Format.WHOLE,
            10,
            "Customers at the start of the period, out of whom churn is counted.",
            f'COUNTIFS({_CHOSEN},tblAccounts[In churn base],"Yes")',
        ),
        _segment_column(
            "Lost",
            Format.WHOLE,
            10,
            "Of these, lost in the period.",
            f'COUNTIFS({_CHOSEN},tblAccounts[Lost],"Yes")',
        ),
        _segment_column(
            "Monthly churn (%)",
            Format.DECIMAL,
            20,
            "The monthly rate that compounds to the churn of the period.",
            f'IF(ChurnRuleUsed<>"{CHURN_WITH_PERIOD}","not known",'
            f'IF({_this(_T, "n")}=0,"{NO_DATA}",'
            f"100*(1-(1-{_this(_T, 'Lost')}/{_this(_T, 'n')})^(1/LifetimeMonths))))",
        ),
        stamped(
            "Paid so far", Format.MONEY, 18, "What its accounts have paid up to the as-of date."
        ),
        stamped("Accounts that paid", Format.WHOLE, 21, "Accounts whose payments are known."),
        _segment_column(
            "CLTV",
            Format.MONEY,
            16,
            "Lifetime value by the rule chosen on Settings.",
            'IF(LifetimeRule="Historic",'
            f'IF({_this(_T, "Accounts that paid")}=0,"{NO_DATA}",{_this(_T, "Paid so far")}'
            f"*LifetimeMargin/100/{_this(_T, 'Accounts that paid')}),"
            f'IF(NOT(AND(ISNUMBER({_ARPA}),ISNUMBER({_CHURN}))),"{NO_DATA}",'
            f'IF({_CHURN}+{_DISCOUNT}=0,"{NOT_DEFINED}",'
            f"{_ARPA}*LifetimeMargin/100*(100+{_DISCOUNT})/({_CHURN}+{_DISCOUNT}))))",
        ),
        _segment_column(
            "Note",
            Format.TEXT,
            42,
            "What to keep in mind when reading the row.",
            f'IF(ChurnRuleUsed<>"{CHURN_WITH_PERIOD}","",'
            f'IF({_this(_T, "n")}=0,"Nobody at the start of the period.",'
            f'IF({_this(_T, "Lost")}=0,"No churn in the period. ","")'
            f'&IF({_this(_T, "n")}<{SMALL_SEGMENT},"Few customers: a guess.","")))',
        ),
    ),
    key=("Segment",),
    frozen=1,
    header_row=LIFETIME_ROW,
)
