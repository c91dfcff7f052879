"""The drop-down lists of the workbook: each a small table on the Lists sheet and a workbook name.

A data-validation rule cannot take a table column directly, so each list has a name that points to
its column; a value added to the table is then in the drop-down at once.
"""

from cs_workbook.schema.health_model import SCALES, WHEN_BLANK
from cs_workbook.schema.list_table import ListTable
from cs_workbook.schema.plan_words import PLAN_LISTS
from cs_workbook.schema.profile_words import PROFILE_COLUMNS
from cs_workbook.schema.segment_lists import SEGMENT_LISTS
from cs_workbook.schema.settings import (
    CHURN_COUNTINGS,
    CHURN_RULES,
    DATE_ORDERS,
    DECIMAL_MARKS,
    EARLY_USAGE,
    FAMILY_RULES,
    LIFETIME_RULES,
)

CUSTOMER, TRIAL, CHURNED, PROSPECT, GONE = (
    "Customer",
    "Trial",
    "Churned",
    "Prospect",
    "Not in export",
)
FORECASTS = COMMIT, LIKELY, AT_RISK, LOST = ("Commit", "Likely", "At risk", "Lost")
"""What the Forecast column of the Renewals sheet may hold."""

STATUSES = (CUSTOMER, TRIAL, CHURNED, PROSPECT, GONE)
"""What the Status column of the Accounts sheet may hold."""

DIRECTIONS = (HIGHER_IS_BETTER, LOWER_IS_BETTER) = ("Higher is better", "Lower is better")
"""Which end of a survey's scale is the good one."""

PULSE_REASONS = (
    "Sponsor left",
    "New sponsor",
    "Value proven",
    "Value not seen",
    "Adoption stalls",
    "Adoption grows",
    "Product gap",
    "Service trouble",
    "Price or budget",
    "Competitor",
    "Company in change",
    "Relationship",
)
"""What may stand behind a CSM's pulse."""

OUTCOMES = ("Problem solved", "Explained", "Passed on", "No reply", "Nothing to do")
"""What may come of a follow-up."""

LISTS: tuple[ListTable, ...] = (
    ListTable(
        name="ListPulse",
        header="CSM pulse",
        values=(1, 2, 3, 4, 5),
        meaning="Accounts, column CSM pulse: 1 very poor to 5 very good.",
    ),
    ListTable(
        name="ListPulseReasons",
        header="Pulse reason",
        values=PULSE_REASONS,
        meaning="Accounts, column Pulse reason.",
    ),
    ListTable(
        name="ListScales",
        header="Scale",
        values=SCALES,
        meaning="Weights, column Scale.",
    ),
    ListTable(
        name="ListComparisons",
        header="Input is",
        values=("at least", "at most"),
        meaning="Caps, column Input is.",
    ),
    ListTable(
        name="ListWhenBlank",
        header="When blank",
        values=WHEN_BLANK,
        meaning="Weights, column When blank.",
    ),
    ListTable(
        name="ListProfileColumns",
        header="Where",
        values=PROFILE_COLUMNS,
        meaning="Profiles, column Where.",
    ),
    ListTable(
        name="ListStatuses",
        header="Status",
        values=STATUSES,
        meaning="Accounts, column Status: what refresh writes there.",
    ),
    ListTable(
        name="ListYesNo",
        header="Yes or no",
        values=("Yes", "No"),
        meaning="Churn reasons, column Preventable; blank means not said.",
    ),
    ListTable(
        name="ListForecasts",
        header="Forecast",
        values=FORECASTS,
        meaning="Renewals, column Forecast: how sure the renewal is.",
    ),
    ListTable(
        name="ListChurnRules",
        header="Churn rule",
        values=CHURN_RULES,
        meaning="Settings, Churn rule.",
    ),
    ListTable(
        name="ListChurnCountings",
        header="Losses that count",
        values=CHURN_COUNTINGS,
        meaning="Settings, Losses that count.",
    ),
    ListTable(
        name="ListEarlyUsage",
        header="Early usage",
        values=EARLY_USAGE,
        meaning="Settings, Usage before its subscription.",
    ),
    ListTable(
        name="ListLifetimeRules",
        header="Lifetime rule",
        values=LIFETIME_RULES,
        meaning="Settings, Lifetime value, rule.",
    ),
    ListTable(
        name="ListFamilyRules",
        header="Family rule",
        values=FAMILY_RULES,
        meaning="Settings, Health of a family.",
    ),
    ListTable(
        name="ListDateOrders",
        header="Date order",
        values=DATE_ORDERS,
        meaning="Settings, Order of day and month.",
    ),
    ListTable(
        name="ListDecimalMarks",
        header="Decimal mark",
        values=DECIMAL_MARKS,
        meaning="Settings, Decimal mark.",
    ),
    ListTable(
        name="ListDirections",
        header="Direction",
        values=DIRECTIONS,
        meaning="Survey rules, column Direction.",
    ),
    ListTable(
        name="ListOutcomes",
        header="Outcome",
        values=OUTCOMES,
        meaning="Follow-up, column Outcome.",
    ),
    *SEGMENT_LISTS,
    *(
        ListTable(name=name, header=header, values=values, meaning=meaning)
        for name, header, values, meaning in PLAN_LISTS
    ),
)
