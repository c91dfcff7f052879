"""Rollups over the whole book: counts of answers, the churn rules, quarters, totals."""

from datetime import date

import pandas as pd

from cs_workbook.engine import Engine
from cs_workbook.measures.satisfaction import DEFAULT_CSAT, CsatRule
from cs_workbook.rollups.statement import rollup


def survey_counts(engine: Engine, *, as_of: date, survey_window_days: int | None) -> pd.DataFrame:
    """Return how often each score was given in each survey.

    Args:
        engine: Holds the staged tables.
        as_of: The day everything counts up to.
        survey_window_days: Days whose answers count, the as-of date included; ``None`` for all.

    Returns:
        ``survey`` (``NPS``, ``CSAT`` or ``CES``), ``score``, ``n``.
    """
    return rollup(engine, "survey_counts", as_of=as_of, survey_window_days=survey_window_days)


def ticket_ratings(engine: Engine, *, as_of: date, survey_window_days: int | None) -> pd.DataFrame:
    """Return how often tickets got each rating.

    Args:
        engine: Holds the staged tables.
        as_of: The day everything counts up to.
        survey_window_days: Days of ``n_window``, the as-of date included; ``None`` for all.

    Returns:
        ``score`` (1 to 5), ``n_window``, ``n_all``.
    """
    return rollup(engine, "ticket_ratings", as_of=as_of, survey_window_days=survey_window_days)


def churn_parts(engine: Engine, *, as_of: date, period_start: date) -> pd.DataFrame:
    """Return part and base of logo churn by each rule.

    Args:
        engine: Holds the staged tables.
        as_of: The day everything counts up to.
        period_start: The day before the period.

    Returns:
        ``rule`` (``Subscriptions``, ``Churn events``, ``Account flag``), ``part`` (lost),
        ``base``, ``rows_behind``: rows of the exports the rule stands on, 0 where it cannot be
        used.
    """
    return rollup(engine, "churn_parts", as_of=as_of, period_start=period_start)


def churn_losses(engine: Engine, *, as_of: date, period_start: date) -> pd.DataFrame:
    """Return the losses of the period in one row, told apart as the ways of counting need them.

    Args:
        engine: Holds the staged tables.
        as_of: Last day of the period.
        period_start: The day before the period.

    Returns:
        ``customers_at_start``, ``customers_served``, ``lost``, ``joined_and_lost``,
        ``lost_and_back``.
    """
    return rollup(engine, "churn_losses", as_of=as_of, period_start=period_start)


def churn_days(engine: Engine, *, as_of: date, period_start: date) -> pd.DataFrame:
    """Return customers and losses of every day of the period, oldest first.

    Args:
        engine: Holds the staged tables.
        as_of: Last day of the period.
        period_start: The day before the period.

    Returns:
        ``day``, ``customers`` (in the morning), ``lost``.
    """
    return rollup(engine, "churn_days", as_of=as_of, period_start=period_start)


def quarters(engine: Engine, *, as_of: date, csat: CsatRule = DEFAULT_CSAT) -> pd.DataFrame:
    """Return the last eight calendar quarters, oldest first.

    Args:
        engine: Holds the staged tables.
        as_of: Last day of the newest quarter, wherever in the quarter it lies.
        csat: Which CSAT answers are satisfied.

    Returns:
        ``quarter`` (such as ``2024 Q4``), ``first_day``, ``last_day``, ``customers``, ``mrr``,
        ``promoters``, ``passives``, ``detractors``, ``csat_satisfied``, ``csat_n``, ``ces_sum``,
        ``ces_n``, ``tickets``.
    """
    low, high = csat.satisfied_range
    return rollup(engine, "quarters", as_of=as_of, csat_low=low, csat_high=high)


def totals(engine: Engine, *, as_of: date, period_start: date) -> pd.DataFrame:
    """Return the totals of the book in one row.

    Args:
        engine: Holds the staged tables.
        as_of: The day everything counts up to.
        period_start: The day before the period.

    Returns:
        ``accounts``, ``customers``, ``open_mrr``, ``subscriptions``, ``open_subscriptions``
        (without trials), ``open_trials``, ``nps_answers``, ``csat_answers``, ``ces_answers``,
        ``tickets``, ``open_tickets``, ``rated_tickets``, ``rating_sum``, ``usage_rows``,
        ``accounts_with_usage``, ``churn_events``, ``accounts_with_churn_event``.
    """
    return rollup(engine, "totals", as_of=as_of, period_start=period_start)
