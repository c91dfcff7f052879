"""How long an account has been in its band, how often it changed, and where its score is heading.

All three read the scores that were kept, one per week at most, from old to new. A week without a
refresh is a gap: it ends no stay and counts as no change. A refresh that gave an account no band,
because it was no customer then, ends a stay.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from cs_workbook.measures.health_change import score_slope

DAYS_IN_A_WEEK = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Score and band of an account on the day of one refresh.

    Attributes:
        day: As-of date of the refresh.
        score: Health score; ``None`` where it had none.
        band: Name of its band; ``None`` where it had none.
    """

    day: date
    score: float | None
    band: str | None


def weeks_in_band(standings: Sequence[Standing]) -> int | None:
    """Return the whole weeks since an account is known to be in the band it is in.

    Args:
        standings: From old to new.

    Returns:
        0 where the newest refresh brought it there, or is the only one; ``None`` where it is in
        no band.

    >>> weeks_in_band(
    ...     [
    ...         Standing(day=date(2026, 1, day), score=50, band=band)
    ...         for day, band in ((1, "Watch"), (8, "At risk"), (22, "At risk"))
    ...     ]
    ... )
    2
    """
    if not standings or standings[-1].band is None:
        return None
    newest = standings[-1]
    since = newest.day
    for standing in reversed(standings):
        if standing.band != newest.band:
            break
        since = standing.day
    return (newest.day - since).days // DAYS_IN_A_WEEK


def band_changes(standings: Sequence[Standing]) -> int:
    """Return how often the band differed from the one of the refresh before.

    A refresh in which the account had no band is passed over.

    >>> days = [date(2026, 1, day) for day in (1, 8, 15, 22)]
    >>> bands = ["Watch", None, "At risk", "Watch"]
    >>> pairs = zip(days, bands, strict=True)
    >>> band_changes([Standing(day=day, score=50, band=band) for day, band in pairs])
    2
    """
    bands = [standing.band for standing in standings if standing.band is not None]
    return sum(one != other for one, other in pairwise(bands))


def weekly_slope(standings: Sequence[Standing], *, weeks: int) -> float | None:
    """Return the trend of the scores in points per week: the slope of the least squares line.

    Args:
        standings: From old to new; the newest one is the last week.
        weeks: How many weeks to look at, the newest one included.

    Returns:
        ``None`` with fewer than two scores.

    >>> days = [date(2026, 1, day) for day in (1, 8, 15, 22)]
    >>> scores = zip(days, [70, 68, 66, 60], strict=True)
    >>> standings = [Standing(day=day, score=score, band=None) for day, score in scores]
    >>> round(weekly_slope(standings, weeks=13), 1)
    -3.2
    """
    if not standings:
        return None
    newest = standings[-1].day
    first = newest - timedelta(days=DAYS_IN_A_WEEK * weeks)
    scores: list[float | None] = [None] * weeks
    for standing in standings:
        if standing.day > first:
            back = (newest - standing.day).days // DAYS_IN_A_WEEK
            scores[weeks - 1 - back] = standing.score
    return score_slope(scores)
