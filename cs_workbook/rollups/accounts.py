"""Rollups with one row per account: revenue, usage, tickets, survey answers, churn events.

An account that is absent from an answer is not known there; that is no zero. The head of each SQL
file says which accounts it holds.
"""

from datetime import date

import pandas as pd

from cs_workbook.engine import Engine
from cs_workbook.rollups.statement import rollup


def account_revenue(engine: Engine, *, as_of: date, period_start: date) -> pd.DataFrame:
    """Return what each account pays now and paid at the start of the period.

    Args:
        engine: Holds the staged tables.
        as_of: The day everything counts up to.
        period_start: The day before the period, see :func:`~cs_workbook.rollups.period_start`.

    Returns:
        ``account_id``, ``mrr_from`` (``Subscriptions`` or ``Accounts``), ``customer``, ``mrr``,
        ``mrr_start`` (money per month), ``open_subscriptions``, ``open_trials``, ``ever_paid``,
        ``first_start``, ``next_renewal``, ``customer_at_start``, ``lost_in_period``.
    """
    return rollup(engine, "account_revenue", as_of=as_of, period_start=period_start)


def account_usage(engine: Engine, *, as_of: date, count_early: bool = True) -> pd.DataFrame:
    """Return what each account used, up to the as-of date.

    Args:
        engine: Holds the staged tables.
        as_of: The day everything counts up to, and the last day of every window.
        count_early: Whether usage dated before its subscription starts counts.

    Returns:
        ``account_id``, ``usage_rows``, ``active_days_28``, ``active_days_90``, ``users_28``,
        ``features_90``, ``uses_28``, ``first_activity``, ``last_activity`` and the uses of
        ``week_12`` to ``week_1``, which ends on the as-of date.
    """
    return rollup(engine, "account_usage", as_of=as_of, count_early=count_early)


def account_tickets(engine: Engine, *, as_of: date, survey_window_days: int | None) -> pd.DataFrame:
    """Return each account's open and recent tickets and their mean rating.

    Args:
        engine: Holds the staged tables.
        as_of: The day everything counts up to.
        survey_window_days: Days whose ratings count, the as-of date included; ``None`` for all.

    Returns:
        ``account_id``, ``open_tickets``, ``tickets_90``, ``rating`` (mean of 1 to 5), ``rated``.
    """
    return rollup(engine, "account_tickets", as_of=as_of, survey_window_days=survey_window_days)


def account_surveys(engine: Engine, *, as_of: date, survey_window_days: int | None) -> pd.DataFrame:
    """Return each account's mean answers.

    Args:
        engine: Holds the staged tables.
        as_of: The day everything counts up to.
        survey_window_days: Days whose answers count, the as-of date included; ``None`` for all.

    Returns:
        ``account_id`` and mean and count of each survey: ``nps_answer`` (0 to 10), ``nps_n``,
        ``csat_mean`` (1 to 5), ``csat_n``, ``ces_mean`` (1 to 7), ``ces_n``.
    """
    return rollup(engine, "account_surveys", as_of=as_of, survey_window_days=survey_window_days)


def account_churn(engine: Engine, *, as_of: date) -> pd.DataFrame:
    """Return the accounts with a churn event.

    Args:
        engine: Holds the staged tables.
        as_of: The day everything counts up to.

    Returns:
        ``account_id``, ``events``, ``first_event``, ``last_event``.
    """
    return rollup(engine, "account_churn", as_of=as_of)


def account_touches(engine: Engine, *, as_of: date) -> pd.DataFrame:
    """Return the last day of a ticket and of a survey answer of each account.

    Args:
        engine: Holds the staged tables.
        as_of: Nothing after this day counts.

    Returns:
        ``account_id``, ``last_ticket``, ``last_answer``.
    """
    return rollup(engine, "account_touches", as_of=as_of)
