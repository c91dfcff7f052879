"""Does a score tell those who left from those who stayed? AUC, and lift among the lowest scores.

A good health score is low for accounts that leave soon. The area under the ROC curve (AUC) is the
share of pairs, one who left and one who stayed, in which the one who left had the lower score; a
tie counts half. 0.5 is a coin, 1 is perfect, below 0.5 the score points the wrong way. Accounts
are compared within groups, such as the same day, so that a book that drifts over the years does
not look like foresight. Blanks are left out and counted.

References:
    J. A. Hanley and B. J. McNeil, "The meaning and use of the area under a receiver operating
    characteristic (ROC) curve", Radiology 143 (1982).
    R. G. Newcombe, "Confidence intervals for an effect size measure based on the Mann-Whitney
    statistic, part 2", Statistics in Medicine 25 (2006), method 5.
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from cs_workbook.errors import OutOfRangeError
from cs_workbook.measures.figure import Figure, Part, Unit, is_blank, percent_of
from cs_workbook.measures.intervals import DEFAULT_CONFIDENCE, Interval, critical_value

_STEPS = 60  # halvings; more than a double can tell apart


class Scored(NamedTuple):
    """One account on one day, and what became of it.

    Attributes:
        account: Its id.
        score: Its score on that day; ``None`` where nothing was known.
        left: Whether it left later.
        group: Accounts are compared within a group only; the day, as a rule.
        band: The band of the score, in words.
    """

    account: str
    score: float | None
    left: bool
    group: str = ""
    band: str = ""


def area_under_curve(
    outcomes: Iterable[Scored], *, confidence: float = DEFAULT_CONFIDENCE
) -> Figure:
    """Return the AUC of a score where low is bad.

    Args:
        outcomes: Accounts with score and outcome.
        confidence: Level of Newcombe's interval in percent.

    Returns:
        A ratio from 0 to 1; no value where no group holds both outcomes.

    >>> outcomes = [Scored("A", 30, True), Scored("B", 55, True), Scored("C", 55, False)]
    >>> area_under_curve(outcomes).value
    0.75
    """
    known, blank = _known(outcomes)
    better = pairs = 0.0
    left_n, stayed_n = 0, set()
    for group in _groups(known).values():
        left = [one.score for one in group if one.left and one.score is not None]
        stayed = sorted(one.score for one in group if not one.left and one.score is not None)
        if not left or not stayed:
            continue
        left_n += len(left)
        stayed_n |= {one.account for one in group if not one.left}
        pairs += len(left) * len(stayed)
        for score in left:
            below, up_to = bisect_left(stayed, score), bisect_right(stayed, score)
            better += (len(stayed) - up_to) + (up_to - below) / 2
    value = better / pairs if pairs else None
    return Figure(
        value=value,
        n=left_n,
        unit=Unit.RATIO,
        parts=(
            Part("who left", left_n),
            Part("who stayed", len(stayed_n)),
            Part("pairs compared", pairs),
            Part("pairs the right way round", better),
            Part("without a score", blank),
        ),
        rule=(
            "Share of pairs, one who left and one who stayed on the same day, in which the one "
            "who left had the lower score; ties count half. 0.5 is a coin."
        ),
        interval=None if value is None else _newcombe(value, left_n, len(stayed_n), confidence),
        reason=None if pairs else "nobody to compare",
    )


class Lift(NamedTuple):
    """How many of those who left stood among the lowest scores.

    Attributes:
        lift: Their share among the lowest over their share among all; ``None`` without any.
        captured: Percent of all who left that stood among the lowest.
        lowest: How many accounts the lowest share is.
        left_among_lowest: How many of them left; ties at the edge count in part.
        n: All accounts with a score.
        left: How many of all left.
    """

    lift: float | None
    captured: float | None
    lowest: float
    left_among_lowest: float
    n: int
    left: int


def lift_among_lowest(outcomes: Iterable[Scored], *, share: float = 10.0) -> Lift:
    """Return the lift among the accounts with the lowest scores.

    Accounts that tie at the edge are taken in part, so that the order of the rows changes nothing.

    Args:
        outcomes: Accounts with score and outcome.
        share: Percent of the accounts that count as the lowest, above 0 up to 100.

    Returns:
        The lift; 1 is what picking at random would reach.

    Raises:
        OutOfRangeError: The share is not above 0 and at most 100.

    >>> some = [Scored(f"{n}", n, left=n < 2) for n in range(20)]
    >>> lift_among_lowest(some).lift
    10.0
    """
    if not 0 < share <= 100:  # noqa: PLR2004 - the percent scale
        raise OutOfRangeError(
            f"Share: expected percent above 0 and at most 100, found {share!r}. Use 10."
        )
    known, _ = _known(outcomes)
    scores = sorted((one.score, one.left) for one in known if one.score is not None)
    n, left = len(scores), sum(gone for _, gone in scores)
    room = n * share / 100
    lowest, hit = room, 0.0
    place = 0
    while room > 0 and place < n:
        tied = bisect_right(scores, scores[place][0], key=lambda pair: pair[0])
        taken = min(1.0, room / (tied - place))
        hit += taken * sum(gone for _, gone in scores[place:tied])
        room -= taken * (tied - place)
        place = tied
    return Lift(
        lift=hit / lowest / (left / n) if left and lowest else None,
        captured=percent_of(hit, left),
        lowest=lowest,
        left_among_lowest=hit,
        n=n,
        left=left,
    )


def single_measure_auc(
    sub_scores: Mapping[str, Sequence[float | None]], outcomes: Sequence[Scored]
) -> dict[str, Figure]:
    """Return the AUC each measure would have alone.

    Args:
        sub_scores: Sub-scores by measure, in the order of the outcomes; high is good.
        outcomes: The accounts; their own score is not looked at.

    Returns:
        The AUC by measure, in the order given.
    """
    return {
        name: area_under_curve(
            one._replace(score=score) for one, score in zip(outcomes, scores, strict=True)
        )
        for name, scores in sub_scores.items()
    }


def _known(outcomes: Iterable[Scored]) -> tuple[list[Scored], int]:
    known, blank = [], 0
    for one in outcomes:
        if is_blank(one.score):
            blank += 1
        else:
            known.append(one)
    return known, blank


def _groups(outcomes: Iterable[Scored]) -> dict[str, list[Scored]]:
    groups: dict[str, list[Scored]] = {}
    for one in outcomes:
        groups.setdefault(one.group, []).append(one)
    return groups


def _newcombe(area: float, left: int, stayed: int, confidence: float) -> Interval:
    """Return the areas that are not further from the one found than their own error allows.

    Unlike the usual interval it has a width at 0 and at 1, and never leaves them.
    """
    z = critical_value(confidence)
    middle = (left + stayed) / 2 - 1

    def reaches(guess: float) -> bool:
        variance = (
            guess
            * (1 - guess)
            * (1 + middle * (1 - guess) / (2 - guess) + middle * guess / (1 + guess))
            / (left * stayed)
        )
        return abs(area - guess) <= z * math.sqrt(variance)

    return Interval(
        low=_edge(area, 0.0, reaches) if area > 0 else 0.0,
        high=_edge(area, 1.0, reaches) if area < 1 else 1.0,
        confidence=confidence,
        method="Newcombe",
    )


def _edge(inside: float, outside: float, reaches: Callable[[float], bool]) -> float:
    """Return by halving where guesses stop to be within reach."""
    for _ in range(_STEPS):
        half = (inside + outside) / 2
        if reaches(half):
            inside = half
        else:
            outside = half
    return inside
