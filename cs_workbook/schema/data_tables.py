"""The data sheets: one row per answer, subscription, ticket, churn event, or account in use."""

from cs_workbook.schema.columns import (
    ACCOUNT,
    ACCOUNT_ID,
    SOURCE,
    Format,
    Table,
    calculated,
    imported,
    stamped,
)

TBL_SURVEYS = Table(
    name="tblSurveys",
    sheet="Surveys",
    title="Survey answers",
    purpose="Every answer as imported, newest first.",
    columns=(
        imported("Response ID", Format.ID, 16, "Id of the answer."),
        ACCOUNT_ID,
        ACCOUNT,
        imported("Survey", Format.TEXT, 9, "NPS (0-10), CSAT (1-5) or CES (1-7)."),
        imported("Score", Format.WHOLE, 8, "The answer as given."),
        imported("Answered on", Format.DATE, 13, "Day of the answer."),
        imported("Respondent", Format.TEXT, 24, "Who answered."),
        imported("Channel", Format.TEXT, 16, "Where the question was asked."),
        imported("Comment", Format.TEXT, 50, "The answer in words."),
        SOURCE,
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
        imported("Subscription ID", Format.ID, 16, "Id of the subscription."),
        ACCOUNT_ID,
        ACCOUNT,
        stamped("State", Format.TEXT, 11, "Open, Ended, Trial or Future at the as-of date."),
        imported("Plan", Format.TEXT, 14, "Plan or product."),
        imported("Seats", Format.WHOLE, 9, "Seats bought."),
        imported("Start", Format.DATE, 12, "First day of service."),
        imported("End", Format.DATE, 12, "First day without service; blank while it runs."),
        stamped("MRR", Format.MONEY, 12, "Monthly amount; yearly / 12 where only that is known."),
        imported(
            "Currency",
            Format.TEXT,
            11,
            "Currency as exported. MRR is in the book currency, converted at the rate in force on "
            "Start (Exchange rates).",
        ),
        imported("Billing", Format.TEXT, 12, "How often it is billed."),
        imported("Auto-renew", Format.YES_NO, 11, "Whether it renews by itself."),
        SOURCE,
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
        imported("Ticket ID", Format.ID, 14, "Id of the ticket."),
        ACCOUNT_ID,
        ACCOUNT,
        imported("Subject", Format.TEXT, 30, "What it is about."),
        imported("Status", Format.TEXT, 14, "Status as exported."),
        imported("Priority", Format.TEXT, 11, "Priority as exported."),
        imported("Opened", Format.MOMENT, 17, "When it was opened."),
        imported("Closed", Format.MOMENT, 17, "When it was closed."),
        imported("First response (min)", Format.WHOLE, 15, "Minutes to the first response."),
        imported("Resolution (h)", Format.DECIMAL, 13, "Hours to the resolution."),
        imported("Rating", Format.WHOLE, 9, "Rating 1 to 5, where one was given."),
        imported("Escalated", Format.YES_NO, 11, "Whether it was escalated."),
        SOURCE,
    ),
    key=("Ticket ID", "Source"),
    role="tickets",
)

WEEKS = tuple(f"Week -{number}" for number in range(12, 0, -1))
"""Headers of the 12 weekly columns of ``tblUsage``, oldest first; ``Week -1`` ends on the as-of
date."""


_ROW = "tblUsage[[#This Row],"


def _weeks(first: int, last: int) -> str:
    return f"tblUsage[[#This Row],[Week -{first}]:[Week -{last}]]"


TBL_USAGE = Table(
    name="tblUsage",
    sheet="Usage",
    title="Product usage",
    purpose="One row per account, added up from every usage row of the exports.",
    columns=(
        ACCOUNT_ID,
        ACCOUNT,
        stamped("Rows", Format.WHOLE, 9, "Usage rows counted, up to the as-of date."),
        stamped("Active days (28 d)", Format.WHOLE, 11, "Days with any use in 28 days."),
        stamped("Active days (90 d)", Format.WHOLE, 11, "Days with any use in 90 days."),
        stamped("Users (28 d)", Format.WHOLE, 15, "Different users in the last 28 days."),
        stamped("Features (90 d)", Format.WHOLE, 17, "Different features in 90 days."),
        stamped("Uses (28 d)", Format.WHOLE, 14, "Sum of uses in the last 28 days."),
        stamped("First activity", Format.DATE, 13, "Day of the first use."),
        stamped("Last activity", Format.DATE, 13, "Day of the last use."),
        *(
            stamped(week, Format.WHOLE, 10, "Uses in that week; Week -1 ends on the as-of date.")
            for week in WEEKS
        ),
        calculated(
            "Usage trend (%)",
            Format.DECIMAL,
            11,
            "Uses of the last six weeks against the six before; blank where there were none.",
            f'IF(SUM({_weeks(12, 7)})=0,"",100*(SUM({_weeks(6, 1)})/SUM({_weeks(12, 7)})-1))',
        ),
        stamped("Seats", Format.WHOLE, 9, "Seats paid for, as on Accounts; blank: not known."),
        calculated(
            "Seat use (%)",
            Format.DECIMAL,
            10,
            "100 x users of 28 days / seats. Above 100: more people than seats.",
            f'IF(OR(N({_ROW}[Seats]])=0,{_ROW}[Users (28 d)]]=""),"",'
            f"100*{_ROW}[Users (28 d)]]/{_ROW}[Seats]])",
        ),
        calculated(
            "Uses per user",
            Format.DECIMAL,
            10,
            "Uses of 28 days / users of 28 days.",
            f'IF(N({_ROW}[Users (28 d)]])=0,"",{_ROW}[Uses (28 d)]]/{_ROW}[Users (28 d)]])',
        ),
        calculated(
            "Frequency",
            Format.TEXT,
            11,
            "Active days of 28: 13 and more high, 5 to 12 medium, 1 to 4 low, 0 none.",
            f'IF({_ROW}[Active days (28 d)]]="","",IF({_ROW}[Active days (28 d)]]>=13,"high",'
            f'IF({_ROW}[Active days (28 d)]]>=5,"medium",'
            f'IF({_ROW}[Active days (28 d)]]>=1,"low","none"))))',
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
        imported("Event ID", Format.ID, 14, "Id of the event."),
        ACCOUNT_ID,
        ACCOUNT,
        imported("Churned on", Format.DATE, 13, "Day of the event."),
        imported("Reason", Format.TEXT, 16, "Reason as exported."),
        imported("Refund", Format.MONEY, 12, "Amount paid back."),
        imported("Reactivation", Format.YES_NO, 13, "Whether the account had come back before."),
        imported("Comment", Format.TEXT, 40, "What they said."),
        SOURCE,
    ),
    key=("Event ID", "Source"),
    role="churn_events",
)
