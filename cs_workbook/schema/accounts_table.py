"""The Accounts sheet: what is known of an account, what people type, and how it is scored."""

from cs_workbook.schema.columns import (
    ACCOUNT_ID,
    SOURCE,
    Format,
    Table,
    calculated,
    imported,
    stamped,
    typed,
)
from cs_workbook.schema.health_formulas import from_health
from cs_workbook.schema.health_model import NOT_SCORED

_ACCOUNT_HEAD = (
    ACCOUNT_ID,
    imported("Account", Format.TEXT, 26, "The account's name."),
    stamped(
        "Status",
        Format.TEXT,
        12,
        "Customer, Trial, Churned or Prospect at the as-of date; 'Not in export' where the last "
        "accounts export no longer had it. Such a row is kept and counts nowhere.",
    ),
)

_ACCOUNT_FACTS = (
    stamped("MRR", Format.MONEY, 12, "Monthly recurring revenue of open paid subscriptions."),
    imported("CSM", Format.TEXT, 18, "Who looks after the account."),
    typed(
        "CSM pulse",
        Format.WHOLE,
        10,
        "Your own view, 1 very poor to 5 very good. Refresh never changes it.",
        list_name="ListPulse",
    ),
    typed("Pulse date", Format.DATE, 12, "Day the pulse was taken; old ones stop counting."),
    typed(
        "Pulse reason",
        Format.TEXT,
        22,
        "What stands behind the pulse, in a word or two.",
        list_name="ListPulseReasons",
    ),
    typed("Pulse until", Format.DATE, 12, "Last day the pulse counts; blank means no end."),
    calculated(
        "Pulse in force",
        Format.WHOLE,
        10,
        "The pulse as the health score reads it: blank once it has run out.",
        "IF(OR(NOT(ISNUMBER(tblAccounts[[#This Row],[CSM pulse]])),"
        "AND(ISNUMBER(tblAccounts[[#This Row],[Pulse until]]),"
        "tblAccounts[[#This Row],[Pulse until]]<AsOfDate)),"
        '"",tblAccounts[[#This Row],[CSM pulse]])',
    ),
    typed(
        "Notes",
        Format.TEXT,
        34,
        "Anything you want to keep with this account. Refresh never changes it.",
    ),
    imported("Segment", Format.TEXT, 14, "Segment as exported."),
    imported("Plan", Format.TEXT, 13, "Plan or tier as exported."),
    imported("Industry", Format.TEXT, 15, "Industry as exported."),
    imported("Country", Format.TEXT, 15, "Country as exported."),
    imported("Parent", Format.ID, 12, "Id of the parent account as exported; see Families."),
    imported("Customer since", Format.DATE, 13, "Day the account became a customer."),
    stamped(
        "Next renewal",
        Format.DATE,
        13,
        "Renewal date as exported, else the earliest known end of an open subscription.",
    ),
    imported("Seats", Format.WHOLE, 9, "Seats bought."),
    stamped("Subscriptions", Format.WHOLE, 13, "Open paid subscriptions at the as-of date."),
    stamped("MRR at start", Format.MONEY, 13, "MRR at the start of the period (see Settings)."),
    calculated(
        "MRR kept",
        Format.MONEY,
        12,
        "The smaller of MRR at start and MRR now; gross retention adds these up.",
        "MIN(N(tblAccounts[[#This Row],[MRR]]),N(tblAccounts[[#This Row],[MRR at start]]))",
    ),
    stamped(
        "In churn base", Format.YES_NO, 13, "Yes where the churn rule counts the account at all."
    ),
    stamped("Lost", Format.YES_NO, 8, "Yes where the churn rule in force counts it as lost."),
    imported("Churn flag", Format.YES_NO, 11, "Churn flag as exported."),
)

_ACCOUNT_SIGNALS = (
    stamped("Active days (28 d)", Format.WHOLE, 11, "Days with any use in the last 28 days."),
    stamped("Users (28 d)", Format.WHOLE, 15, "Different users in the last 28 days."),
    stamped("Features (90 d)", Format.WHOLE, 17, "Different features in the last 90 days."),
    stamped(
        "Usage trend (%)",
        Format.DECIMAL,
        11,
        "Uses of the last six weeks against the six before; blank where there were none before.",
    ),
    stamped("Last activity", Format.DATE, 13, "Day of the last use up to the as-of date."),
    stamped("Open tickets", Format.WHOLE, 10, "Tickets not closed at the as-of date."),
    stamped("Tickets (90 d)", Format.WHOLE, 16, "Tickets opened in the last 90 days."),
    stamped("Ticket rating", Format.SCORE, 10, "Mean rating (1-5) in the survey window."),
    stamped("NPS answer", Format.SCORE, 10, "Mean NPS answer (0-10) in the survey window."),
)

_ACCOUNT_TAIL = (
    calculated(
        "Risk order",
        Format.MONEY,
        12,
        "MRR of a customer at risk, made unique by its row; the Dashboard ranks by it.",
        'IF(AND(tblAccounts[[#This Row],[Status]]="Customer",'
        "tblAccounts[[#This Row],[Band]]=INDEX(tblBands[Band],1)),"
        'N(tblAccounts[[#This Row],[MRR]])-ROW()/10^7,"")',
    ),
    stamped("First seen", Format.DATE, 12, "As-of date of the refresh that first had it."),
    stamped("Last seen", Format.DATE, 12, "As-of date of the last refresh that had it."),
    SOURCE,
)


INPUT_ENDS = (_ACCOUNT_FACTS[0].header, _ACCOUNT_SIGNALS[-1].header)
"""First and last of the columns a health measure may read: none of them depends on a score."""
INPUTS = f"tblAccounts[[{INPUT_ENDS[0]}]:[{INPUT_ENDS[1]}]]"
"""These columns, as a formula refers to them."""
INPUT_HEADERS = INPUTS.replace("tblAccounts[", "tblAccounts[[#Headers],")
"""Their headers."""

_ACCOUNT_RESULTS = (
    calculated(
        "Band",
        Format.STATE,
        13,
        "Health in a word; the cut-offs are on the Weights sheet, upper bound included.",
        from_health("Band", f'"{NOT_SCORED}"'),
    ),
    calculated(
        "Health",
        Format.SCORE,
        9,
        "The score from 0 to 100; the Health sheet shows how it came about.",
        from_health("Health", '""'),
    ),
    calculated(
        "Coverage (%)",
        Format.PERCENT,
        11,
        "Share of the weights whose input is known and fresh.",
        from_health("Coverage (%)", "0"),
    ),
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
        *_ACCOUNT_TAIL,
    ),
    key=("Account ID",),
    role="accounts",
)
