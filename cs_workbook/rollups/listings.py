"""Raw rows for the data sheets: newest first, under the headers of their table.

The listings show every row of the exports, those after the as-of date too; only the figures stop
there.
"""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

import pandas as pd

from cs_workbook.engine import Engine
from cs_workbook.rollups.statement import rollup

LISTINGS: Mapping[str, str] = MappingProxyType(
    {
        "tblSurveys": "list_surveys",
        "tblSubscriptions": "list_subscriptions",
        "tblTickets": "list_tickets",
        "tblChurnEvents": "list_churn_events",
    }
)
"""Which rollup fills which table of the workbook."""


def list_surveys(engine: Engine, *, rows: int) -> pd.DataFrame:
    """Return the newest survey answers under the headers of ``tblSurveys``.

    Args:
        engine: Holds the staged tables.
        rows: At most this many.

    Returns:
        The rows; ``Source`` is file and line.
    """
    return rollup(engine, "list_surveys", rows=rows)


def list_subscriptions(engine: Engine, *, as_of: date, rows: int) -> pd.DataFrame:
    """Return the newest subscriptions under the headers of ``tblSubscriptions``.

    Args:
        engine: Holds the staged tables.
        as_of: The day of ``State``: ``Open``, ``Ended``, ``Trial`` or ``Future``.
        rows: At most this many.

    Returns:
        The rows; ``Source`` is file and line.
    """
    return rollup(engine, "list_subscriptions", as_of=as_of, rows=rows)


def list_tickets(engine: Engine, *, rows: int) -> pd.DataFrame:
    """Return the newest tickets under the headers of ``tblTickets``.

    Args:
        engine: Holds the staged tables.
        rows: At most this many.

    Returns:
        The rows; ``Source`` is file and line.
    """
    return rollup(engine, "list_tickets", rows=rows)


def list_churn_events(engine: Engine, *, rows: int) -> pd.DataFrame:
    """Return the newest churn events under the headers of ``tblChurnEvents``.

    Args:
        engine: Holds the staged tables.
        rows: At most this many.

    Returns:
        The rows; ``Source`` is file and line.
    """
    return rollup(engine, "list_churn_events", rows=rows)
