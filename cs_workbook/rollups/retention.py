"""Rollups about how long customers stay: stretches of service, one span per customer, revenue."""

from datetime import date

import pandas as pd

from cs_workbook.engine import Engine
from cs_workbook.rollups.statement import rollup


def customer_stretches(engine: Engine, *, as_of: date) -> pd.DataFrame:
    """Return every stretch of paid service without a break.

    Args:
        engine: Holds the staged tables.
        as_of: The day everything counts up to.

    Returns:
        ``account_id``, ``started_on``, ``ended_on`` (first day without service; blank while it
        runs). Empty without a subscriptions export.
    """
    return rollup(engine, "customer_stretches", as_of=as_of)


def customer_spans(engine: Engine, *, as_of: date) -> pd.DataFrame:
    """Return when each account that ever was a customer joined and left.

    Args:
        engine: Holds the staged tables.
        as_of: The day everything counts up to.

    Returns:
        ``account_id``, ``span_from`` (``Subscriptions`` or ``Accounts``), ``joined_on``,
        ``left_on``, ``lost``, ``tenure_months``, ``gaps``.
    """
    return rollup(engine, "customer_spans", as_of=as_of)


def customer_revenue(engine: Engine, *, as_of: date) -> pd.DataFrame:
    """Return what each account has paid so far.

    Args:
        engine: Holds the staged tables.
        as_of: The day everything counts up to.

    Returns:
        ``account_id``, ``revenue``; accounts of which no amount is known are absent.
    """
    return rollup(engine, "customer_revenue", as_of=as_of)
