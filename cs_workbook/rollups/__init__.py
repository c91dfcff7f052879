"""From many rows to one row per account: readable SQL, run where the rows are.

Each rollup is one file in ``sql/``, whose first lines say what it gives, in which unit, by which
rule and what a blank means. :func:`rollup` runs any of them by name; :mod:`.accounts`,
:mod:`.book`, :mod:`.revenue` and :mod:`.listings` give each its parameters by name and type.

The files speak DuckDB's dialect, kept to what other databases understand the same way: days are
subtracted as dates, divisors are guarded, sums of money and scores are decimals, and every order
ends in something unique. pandas holds the answers only, never the rows they were made from.
"""

from cs_workbook.rollups.accounts import (
    account_churn,
    account_revenue,
    account_surveys,
    account_tickets,
    account_touches,
    account_usage,
)
from cs_workbook.rollups.adoption import account_adoption, account_referrals
from cs_workbook.rollups.book import (
    churn_days,
    churn_losses,
    churn_parts,
    quarters,
    survey_counts,
    ticket_ratings,
    totals,
)
from cs_workbook.rollups.listings import (
    LISTINGS,
    list_churn_events,
    list_subscriptions,
    list_surveys,
    list_tickets,
)
from cs_workbook.rollups.periods import period_start
from cs_workbook.rollups.renewals import FURTHEST_DAYS, renewals_due, without_end
from cs_workbook.rollups.retention import customer_revenue, customer_spans, customer_stretches
from cs_workbook.rollups.revenue import churn_reasons, mrr_months, mrr_movements
from cs_workbook.rollups.statement import ROWS_OF_A_SHEET, rollup, rollup_names, rollup_sql
from cs_workbook.rollups.voice import (
    latest_answers,
    list_detractors,
    survey_invitations,
    survey_trends,
    voice_groups,
)

__all__ = [
    "FURTHEST_DAYS",
    "LISTINGS",
    "ROWS_OF_A_SHEET",
    "account_adoption",
    "account_churn",
    "account_referrals",
    "account_revenue",
    "account_surveys",
    "account_tickets",
    "account_touches",
    "account_usage",
    "churn_days",
    "churn_losses",
    "churn_parts",
    "churn_reasons",
    "customer_revenue",
    "customer_spans",
    "customer_stretches",
    "latest_answers",
    "list_churn_events",
    "list_detractors",
    "list_subscriptions",
    "list_surveys",
    "list_tickets",
    "mrr_months",
    "mrr_movements",
    "period_start",
    "quarters",
    "renewals_due",
    "rollup",
    "rollup_names",
    "rollup_sql",
    "survey_counts",
    "survey_invitations",
    "survey_trends",
    "ticket_ratings",
    "totals",
    "voice_groups",
    "without_end",
]
