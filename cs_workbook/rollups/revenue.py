"""Rollups of recurring revenue: months from opening to closing, movements, reasons of churn."""

from datetime import date

import pandas as pd

from cs_workbook.engine import Engine
from cs_workbook.rollups.statement import rollup


def mrr_months(engine: Engine, *, as_of: date) -> pd.DataFrame:
    """Return the MRR of each calendar month from opening to closing, newest first.

    Args:
        engine: Holds the staged tables.
        as_of: Last day of the newest month, wherever in the month it lies.

    Returns:
        ``month`` (its last day), ``opening``, ``new``, ``expansion``, ``contraction``, ``churn``,
        ``reactivation`` (losses negative), ``closing``, ``customers_start``, ``customers_new``,
        ``customers_lost``, ``customers_back``, ``customers_end``, ``without_amount``; at most 60
        rows, none before the first paid subscription.
    """
    return rollup(engine, "mrr_months", as_of=as_of)


def mrr_movements(engine: Engine, *, as_of: date, rows: int) -> pd.DataFrame:
    """Return the newest MRR movements under the headers of ``tblMovements``.

    Args:
        engine: Holds the staged tables.
        as_of: Last day of the newest month.
        rows: At most this many.

    Returns:
        The rows, and in ``movements`` how many there are in all.
    """
    return rollup(engine, "mrr_movements", as_of=as_of, rows=rows)


def churn_reasons(engine: Engine, *, as_of: date, period_start: date) -> pd.DataFrame:
    """Return why accounts left in the period, most MRR lost first.

    Args:
        engine: Holds the staged tables.
        as_of: Last day of the period.
        period_start: The day before the period.

    Returns:
        ``reason``, ``customers``, ``mrr_lost``, ``amount_not_known``, ``still_paying``.
    """
    return rollup(engine, "churn_reasons", as_of=as_of, period_start=period_start)
