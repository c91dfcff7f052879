"""How other products make a health score, for those who bring one along.

These are published rules, kept apart from ours on purpose: none of them says how much it knows.
A measure without a value is left out; no values give no score. Their whole numbers are rounded to
the nearest, halves upwards, as Excel's ROUND does (Python's own ``round`` would make 2.5 a 2).

References:
    Totango support, "Configure profiles for multidimensional health" and "... account health".
    Vitally docs, "Health scores"; Planhat support, "How health is calculated".
    ChurnZero's tiers are :func:`cs_workbook.measures.health_scales.points_by_tier`.
"""

import math
from collections.abc import Iterable
from enum import StrEnum

from cs_workbook.errors import SettingsError
from cs_workbook.measures.figure import is_blank


class Rating(StrEnum):
    """Three grades of a measure, as most products have them."""

    GOOD = "good"
    AVERAGE = "average"
    POOR = "poor"


TOTANGO_POINTS = {Rating.GOOD: 100.0, Rating.AVERAGE: 60.0, Rating.POOR: 0.0}
VITALLY_POINTS = {Rating.GOOD: 10.0, Rating.AVERAGE: 5.0, Rating.POOR: 0.0}
_PLANHAT_START = 5.0
_PLANHAT_TOP = 10.0


def totango_weighted(measures: Iterable[tuple[Rating | None, float]]) -> int | None:
    """Return Totango's multidimensional health: weighted mean of 100, 60 and 0, rounded.

    Args:
        measures: Rating and weight of each measure; a blank rating is left out.

    Returns:
        0 to 100; ``None`` where nothing is rated or the weights of what is rated are 0.

    Raises:
        SettingsError: A weight is negative.

    >>> totango_weighted([(Rating.GOOD, 50), (Rating.AVERAGE, 30), (Rating.POOR, 20)])
    68
    """
    rated: list[tuple[float, float]] = []
    for rating, weight in measures:
        if not 0 <= weight < math.inf:
            raise SettingsError(f"Weight: expected a number from 0, found {weight!r}.")
        if rating is not None:
            rated.append((TOTANGO_POINTS[rating], weight))
    weights = math.fsum(weight for _, weight in rated)
    if weights == 0:
        return None
    return round_half_up(math.fsum(points * weight for points, weight in rated) / weights)


def totango_colour(ratings: Iterable[Rating | None]) -> Rating | None:
    """Return Totango's account health: poor if any is poor, good if all are, else average.

    Args:
        ratings: Rating of each measure; blanks are left out.

    Returns:
        The rating of the account; ``None`` where nothing is rated.

    >>> str(totango_colour([Rating.GOOD, None, Rating.POOR]))
    'poor'
    """
    known = {rating for rating in ratings if rating is not None}
    if not known:
        return None
    if Rating.POOR in known:
        return Rating.POOR
    return Rating.GOOD if known == {Rating.GOOD} else Rating.AVERAGE


def vitally_mean(ratings: Iterable[Rating | None]) -> float | None:
    """Return Vitally's metric of several traits: mean of 10 (healthy), 5 and 0.

    Args:
        ratings: Rating of each trait; blanks are left out.

    Returns:
        0 to 10; ``None`` where nothing is rated.

    >>> round(vitally_mean([Rating.GOOD, Rating.GOOD, Rating.POOR]), 2)
    6.67
    """
    return planhat_group_mean(
        None if rating is None else VITALLY_POINTS[rating] for rating in ratings
    )


def planhat_points(points: Iterable[float | None]) -> float:
    """Return Planhat's health: start at 5, add and subtract points, stay within 0 and 10.

    Args:
        points: Points of each factor, positive or negative; blanks add nothing.

    Returns:
        0 to 10.

    >>> planhat_points([4, 3, -1])
    10.0
    """
    known = (number for number in points if number is not None and not is_blank(number))
    return max(0.0, min(_PLANHAT_TOP, math.fsum((_PLANHAT_START, *known))))


def planhat_group_mean(scores: Iterable[float | None]) -> float | None:
    """Return the health of a parent with its children: the plain mean.

    Planhat shows it rounded, see :func:`round_half_up`.

    Args:
        scores: Scores of the parent and the children; blanks are left out.

    Returns:
        The mean; ``None`` where no score is known.

    >>> mean = planhat_group_mean([10, 5, 5, 5])
    >>> mean, round_half_up(mean)
    (6.25, 6)
    """
    known = [score for score in scores if score is not None and not is_blank(score)]
    return math.fsum(known) / len(known) if known else None


def round_half_up(number: float) -> int:
    """Round a number from 0 to the nearest whole one, halves upwards.

    Args:
        number: 0 or more.

    Returns:
        What Excel's ``ROUND(number, 0)`` gives.

    >>> round_half_up(2.5), round(2.5)
    (3, 2)
    """
    return math.floor(number + 0.5)
