"""Rollups of contract terms: what came up for renewal, and what never does."""

from datetime import date

import pandas as pd

from cs_workbook.engine import Engine
from cs_workbook.rollups.statement import rollup

FURTHEST_DAYS = 365
"""How far ahead of the as-of date a renewal is listed."""


def renewals_due(
    engine: Engine, *, as_of: date, period_start: date, grace_days: int
) -> pd.DataFrame:
    """Return the contracts that came or come up for renewal, by date.

    Args:
        engine: Holds the staged tables.
        as_of: The day everything counts up to.
        period_start: The day before the first renewal date wanted.
        grace_days: Days around its date within which a renewal counts as renewed.

    Returns:
        ``account_id``, ``renewal_date``, ``term_start``, ``auto_renew``, ``subscriptions``,
        ``mrr_due`` (money per month), ``state`` (``renewed``, ``open``, ``late`` or ``lost``),
        ``followed``, ``mrr_after``.
    """
    return rollup(engine, "renewals", as_of=as_of, period_start=period_start, grace_days=grace_days)


def without_end(engine: Engine, *, as_of: date) -> pd.DataFrame:
    """Return how many paid subscriptions run on without an end date, in one row.

    Args:
        engine: Holds the staged tables.
        as_of: The day everything counts up to.

    Returns:
        ``subscriptions``, ``accounts``, ``mrr``.
    """
    return rollup(engine, "without_end", as_of=as_of)
