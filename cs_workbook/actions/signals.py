"""The signals of the health score, per account, as they stood on any day."""

from datetime import date

import pandas as pd

from cs_workbook.actions.tracker import TrackerSettings
from cs_workbook.engine import Engine
from cs_workbook.rollups import account_surveys, account_tickets, account_usage

_WEEKS = 12


def signals(rolled: pd.DataFrame) -> pd.DataFrame:
    """Return the inputs of the health score under the headers of ``tblAccounts``.

    What people enter, the CSM pulse, is not among them.

    Args:
        rolled: Columns of the usage, ticket and survey rollups, one row per account.

    Returns:
        The same rows; a blank is not known.
    """
    return pd.DataFrame(
        {
            "Active days (28 d)": rolled["active_days_28"],
            "Usage trend (%)": usage_trend(rolled),
            "Features (90 d)": rolled["features_90"],
            "Open tickets": rolled["open_tickets"],
            "Ticket rating": rolled["rating"],
            "NPS answer": rolled["nps_answer"],
        }
    )


def signals_on(engine: Engine, settings: TrackerSettings, *, day: date) -> pd.DataFrame:
    """Return the signals as the exports would have shown them on a day.

    Nothing dated after that day is looked at.

    Args:
        engine: Holds the staged tables.
        settings: The settings of the tracker.
        day: The day.

    Returns:
        One row per account, indexed by its id.
    """
    window = settings.survey_window_days
    accounts = engine.query("select distinct account_id from accounts order by account_id")
    for frame in (
        account_usage(engine, as_of=day, count_early=settings.count_early_usage),
        account_tickets(engine, as_of=day, survey_window_days=window),
        account_surveys(engine, as_of=day, survey_window_days=window),
    ):
        accounts = accounts.merge(frame, how="left", on="account_id", validate="one_to_one")
    return signals(accounts).set_index(accounts["account_id"])


def usage_trend(usage: pd.DataFrame) -> "pd.Series[float]":
    """Return the change from the older to the newer six weeks in percent.

    Args:
        usage: Columns ``week_12`` (oldest) to ``week_1``.
    """
    half = _WEEKS // 2
    older, newer = (
        usage[[f"week_{week}" for week in weeks]].astype(float).sum(axis=1, min_count=1)
        for weeks in (range(_WEEKS, half, -1), range(half, 0, -1))
    )
    return 100 * (newer / older.where(older != 0) - 1)
