"""The tables of the workbook, all of them, and the order of its sheets."""

from cs_workbook.schema.accounts_table import SCORE_LETTERS, TBL_ACCOUNTS, WEIGHTS_RANGE
from cs_workbook.schema.adoption_tables import TBL_ADOPTION, TBL_REFERRALS
from cs_workbook.schema.backtest_table import TBL_BACKTEST
from cs_workbook.schema.columns import Column, Format, Owner, Table, column_letter
from cs_workbook.schema.data_tables import (
    TBL_CHURN,
    TBL_SUBSCRIPTIONS,
    TBL_SURVEYS,
    TBL_TICKETS,
    TBL_USAGE,
    WEEKS,
)
from cs_workbook.schema.log_tables import TBL_HISTORY, TBL_IMPORT_PROBLEMS, TBL_IMPORTS
from cs_workbook.schema.model_tables import (
    TBL_BANDS,
    TBL_CHECKS,
    TBL_FIGURES,
    TBL_QUARTERS,
    TBL_WEIGHTS,
)
from cs_workbook.schema.rates_table import TBL_RATES
from cs_workbook.schema.renewal_tables import TBL_CHANCES, TBL_FORECASTS, TBL_RENEWALS
from cs_workbook.schema.retention_tables import TBL_COHORTS, TBL_LIFETIME, TBL_SURVIVAL
from cs_workbook.schema.revenue_tables import TBL_CHURN_REASONS, TBL_MOVEMENTS, TBL_MRR_MONTHS
from cs_workbook.schema.survey_rules import TBL_SURVEY_RULES
from cs_workbook.schema.trends_table import TBL_SURVEY_TRENDS
from cs_workbook.schema.voice_tables import TBL_FOLLOW_UP, TBL_VOICE_GROUPS, TBL_VOICE_GROWTH

__all__ = [
    "SCORE_LETTERS",
    "SHEET_ORDER",
    "TABLES",
    "TBL_ACCOUNTS",
    "TBL_ADOPTION",
    "TBL_BACKTEST",
    "TBL_BANDS",
    "TBL_CHANCES",
    "TBL_CHECKS",
    "TBL_CHURN",
    "TBL_CHURN_REASONS",
    "TBL_COHORTS",
    "TBL_FIGURES",
    "TBL_FOLLOW_UP",
    "TBL_FORECASTS",
    "TBL_HISTORY",
    "TBL_IMPORTS",
    "TBL_IMPORT_PROBLEMS",
    "TBL_LIFETIME",
    "TBL_MOVEMENTS",
    "TBL_MRR_MONTHS",
    "TBL_QUARTERS",
    "TBL_RATES",
    "TBL_REFERRALS",
    "TBL_RENEWALS",
    "TBL_SUBSCRIPTIONS",
    "TBL_SURVEYS",
    "TBL_SURVEY_RULES",
    "TBL_SURVEY_TRENDS",
    "TBL_SURVIVAL",
    "TBL_TICKETS",
    "TBL_USAGE",
    "TBL_VOICE_GROUPS",
    "TBL_VOICE_GROWTH",
    "TBL_WEIGHTS",
    "WEEKS",
    "WEIGHTS_RANGE",
    "Column",
    "Format",
    "Owner",
    "Table",
    "column_letter",
]

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
        TBL_SURVIVAL,
        TBL_COHORTS,
        TBL_LIFETIME,
        TBL_MRR_MONTHS,
        TBL_MOVEMENTS,
        TBL_CHURN_REASONS,
        TBL_RENEWALS,
        TBL_CHANCES,
        TBL_FORECASTS,
        TBL_VOICE_GROUPS,
        TBL_VOICE_GROWTH,
        TBL_SURVEY_TRENDS,
        TBL_FOLLOW_UP,
        TBL_ADOPTION,
        TBL_REFERRALS,
        TBL_SURVEY_RULES,
        TBL_RATES,
        TBL_FIGURES,
        TBL_WEIGHTS,
        TBL_BANDS,
        TBL_IMPORTS,
        TBL_IMPORT_PROBLEMS,
        TBL_HISTORY,
        TBL_BACKTEST,
        TBL_CHECKS,
    )
}

SHEET_ORDER = (
    "About",
    "Dashboard",
    "Accounts",
    "Figures",
    "Trends",
    "Revenue",
    "MRR movements",
    "Churn reasons",
    "Renewals",
    "Renewal forecasts",
    "Retention",
    "Cohorts",
    "Lifetime value",
    "Satisfaction",
    "Survey trends",
    "Follow-up",
    "Adoption",
    "Referrals",
    "Back-test",
    "Surveys",
    "Subscriptions",
    "Tickets",
    "Usage",
    "Churn events",
    "Settings",
    "Weights",
    "Survey rules",
    "Exchange rates",
    "Import log",
    "Import problems",
    "History",
    "Checks",
    "Functions",
    "Lists",
    "xlwings.conf",
)
"""Worksheets in tab order. The last one has the name xlwings looks for."""
