"""Rollups of what customers say: answers by group, by person, and the detractors one by one."""

from datetime import date

import pandas as pd

from cs_workbook.engine import Engine
from cs_workbook.measures.satisfaction import DEFAULT_CSAT, CsatRule
from cs_workbook.rollups.statement import rollup


def voice_groups(
    engine: Engine,
    *,
    as_of: date,
    survey_window_days: int | None,
    csat: CsatRule = DEFAULT_CSAT,
) -> pd.DataFrame:
    """Return the answers of each group of accounts, largest group of each kind first.

    Args:
        engine: Holds the staged tables.
        as_of: The day everything counts up to.
        survey_window_days: Days whose answers count, the as-of date included; ``None`` for all.
        csat: Which CSAT answers are satisfied.

    Returns:
        ``kind`` (``Segment``, ``CSM``, ``Plan``, ``Country``), ``group``, ``promoters``,
        ``passives``, ``detractors``, ``csat_satisfied``, ``csat_n``, ``ces_sum``, ``ces_n``.
    """
    low, high = csat.satisfied_range
    return rollup(
        engine,
        "voice_groups",
        as_of=as_of,
        survey_window_days=survey_window_days,
        csat_low=low,
        csat_high=high,
    )


def latest_answers(engine: Engine, *, as_of: date, survey_window_days: int | None) -> pd.DataFrame:
    """Return how many people gave each NPS score, each with the newest answer.

    Args:
        engine: Holds the staged tables.
        as_of: The day everything counts up to.
        survey_window_days: Days whose answers count, the as-of date included; ``None`` for all.

    Returns:
        ``score``, ``n``.
    """
    return rollup(engine, "latest_answers", as_of=as_of, survey_window_days=survey_window_days)


def list_detractors(engine: Engine, *, as_of: date, survey_window_days: int | None) -> pd.DataFrame:
    """Return the NPS answers of 0 to 6, newest first.

    Args:
        engine: Holds the staged tables.
        as_of: The day everything counts up to.
        survey_window_days: Days whose answers count, the as-of date included; ``None`` for all.

    Returns:
        ``response_id``, ``account_id``, ``account_name``, ``csm``, ``score``, ``answered_on``,
        ``comment``, ``respondent``, ``source`` (file and line).
    """
    return rollup(engine, "list_detractors", as_of=as_of, survey_window_days=survey_window_days)


def survey_trends(engine: Engine, *, as_of: date, csat: CsatRule = DEFAULT_CSAT) -> pd.DataFrame:
    """Return the answers of the last eight quarters by kind of group, group and survey.

    Args:
        engine: Holds the staged tables.
        as_of: Last day of the newest quarter.
        csat: Which CSAT answers are satisfied.

    Returns:
        ``kind``, ``group``, ``survey``, ``quarter`` (such as ``2024 Q4``), ``promoters``,
        ``detractors``, ``satisfied``, ``total``, ``n``; oldest quarter first within a group.
    """
    low, high = csat.satisfied_range
    return rollup(engine, "survey_trends", as_of=as_of, csat_low=low, csat_high=high)


def survey_invitations(
    engine: Engine, *, as_of: date, survey_window_days: int | None
) -> pd.DataFrame:
    """Return how many were asked and how many of them answered, in one row.

    Args:
        engine: Holds the staged tables.
        as_of: The day everything counts up to.
        survey_window_days: Days whose invitations count, the as-of date included; ``None`` for all.

    Returns:
        ``asked``, ``answered``, ``accounts_asked``, ``accounts_silent``.
    """
    return rollup(engine, "survey_invitations", as_of=as_of, survey_window_days=survey_window_days)
