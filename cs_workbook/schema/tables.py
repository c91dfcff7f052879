"""The tables of the workbook, all of them, and the order of its sheets."""

from cs_workbook.schema.accounts_table import TBL_ACCOUNTS
from cs_workbook.schema.attention_tables import TBL_ATTENTION_RULES, TBL_CONTACTS, TBL_PROBLEMS
from cs_workbook.schema.backtest_table import TBL_BACKTEST, TBL_SUGGESTED
from cs_workbook.schema.columns import Column, Format, Owner, Table, column_letter
from cs_workbook.schema.data_tables import (
    TBL_CHURN,
    TBL_SUBSCRIPTIONS,
    TBL_SURVEYS,
    TBL_TICKETS,
    TBL_USAGE,
    WEEKS,
)
from cs_workbook.schema.expansion_tables import TBL_EXPANSION, TBL_EXPANSION_PARTS
from cs_workbook.schema.family_tables import TBL_FAMILIES
from cs_workbook.schema.health_table import TBL_HEALTH
from cs_workbook.schema.judgement_tables import TBL_DISAGREEMENTS
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
from cs_workbook.schema.risk_tables import TBL_AT_RISK, TBL_LOSS_RATES
from cs_workbook.schema.segment_model import TBL_SEGMENT_RULES, TBL_TIER_RULES
from cs_workbook.schema.segment_tables import TBL_OVERLAPS, TBL_PLAN_CHOICE, TBL_SEGMENT_MOVES
from cs_workbook.schema.survey_rules import TBL_SURVEY_RULES
from cs_workbook.schema.trends_table import TBL_SURVEY_TRENDS
from cs_workbook.schema.value_table import TBL_VALUE
from cs_workbook.schema.voice_tables import TBL_FOLLOW_UP, TBL_VOICE_GROUPS, TBL_VOICE_GROWTH

__all__ = [
    "SHEET_ORDER",
    "TABLES",
    "TBL_ACCOUNTS",
    "TBL_ATTENTION_RULES",
    "TBL_AT_RISK",
    "TBL_BACKTEST",
    "TBL_BANDS",
    "TBL_CHANCES",
    "TBL_CHECKS",
    "TBL_CHURN",
    "TBL_CHURN_REASONS",
    "TBL_COHORTS",
    "TBL_CONTACTS",
    "TBL_DISAGREEMENTS",
    "TBL_EXPANSION",
    "TBL_EXPANSION_PARTS",
    "TBL_FAMILIES",
    "TBL_FIGURES",
    "TBL_FOLLOW_UP",
    "TBL_FORECASTS",
    "TBL_HEALTH",
    "TBL_HISTORY",
    "TBL_IMPORTS",
    "TBL_IMPORT_PROBLEMS",
    "TBL_LIFETIME",
    "TBL_LOSS_RATES",
    "TBL_MOVEMENTS",
    "TBL_MRR_MONTHS",
    "TBL_OVERLAPS",
    "TBL_PLAN_CHOICE",
    "TBL_PROBLEMS",
    "TBL_QUARTERS",
    "TBL_RATES",
    "TBL_RENEWALS",
    "TBL_SEGMENT_MOVES",
    "TBL_SEGMENT_RULES",
    "TBL_SUBSCRIPTIONS",
    "TBL_SUGGESTED",
    "TBL_SURVEYS",
    "TBL_SURVEY_RULES",
    "TBL_SURVEY_TRENDS",
    "TBL_SURVIVAL",
    "TBL_TICKETS",
    "TBL_TIER_RULES",
    "TBL_USAGE",
    "TBL_VALUE",
    "TBL_VOICE_GROUPS",
    "TBL_VOICE_GROWTH",
    "TBL_WEIGHTS",
    "WEEKS",
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
        TBL_HEALTH,
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
        TBL_CONTACTS,
        TBL_PROBLEMS,
        TBL_VALUE,
        TBL_OVERLAPS,
        TBL_SEGMENT_MOVES,
        TBL_PLAN_CHOICE,
        TBL_ATTENTION_RULES,
        TBL_TIER_RULES,
        TBL_SEGMENT_RULES,
        TBL_AT_RISK,
        TBL_LOSS_RATES,
        TBL_DISAGREEMENTS,
        TBL_EXPANSION,
        TBL_EXPANSION_PARTS,
        TBL_FAMILIES,
        TBL_SURVEY_RULES,
        TBL_RATES,
        TBL_FIGURES,
        TBL_WEIGHTS,
        TBL_BANDS,
        TBL_IMPORTS,
        TBL_IMPORT_PROBLEMS,
        TBL_HISTORY,
        TBL_BACKTEST,
        TBL_SUGGESTED,
        TBL_CHECKS,
    )
}

SHEET_ORDER = (
    "About",
    "Dashboard",
    "Accounts",
    "Health",
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
    "Contacts",
    "Problems",
    "Value",
    "Overlaps",
    "Segment moves",
    "Plan choice",
    "At risk",
    "Gut and data",
    "Expansion",
    "Families",
    "Back-test",
    "Suggested weights",
    "Surveys",
    "Subscriptions",
    "Tickets",
    "Usage",
    "Churn events",
    "Settings",
    "Weights",
    "Segment model",
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
