"""Net Promoter Score: share of promoters (9, 10) minus share of detractors (0 to 6), in points.

The score runs from -100 to 100. Blanks are left out and counted; no answers give no score, never
0, because 0 is a real score. Answers that are not whole numbers from 0 to 10 are refused by name;
:func:`split_nps_answers` sets them aside first.

The interval beside the score is the adjusted Wald interval: as if three more people had answered,
three quarters of a promoter, three quarters of a detractor and one and a half passives. Plain Wald
calls a single answer of 10 a certain +100; the adjusted one says -48 to +98.

Several answers of one person or one account, two periods and small populations are the business of
:mod:`cs_workbook.measures.nps_accounts`.

References:
    MeasuringU, "Confidence intervals for Net Promoter Scores: three methods".
    R package NPS by B. Rocks, functions ``nps_var``, ``nps_se`` and ``nps_test``.
    Cross Validated, "How to calculate the margin of error in a Net Promoter Score" (W. Huber).
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from cs_workbook.errors import OutOfRangeError
from cs_workbook.measures.answers import Answer, SplitAnswers, require_answers, split_answers
from cs_workbook.measures.figure import Figure, Part, Unit, percent_of
from cs_workbook.measures.intervals import DEFAULT_CONFIDENCE, Interval, critical_value

LOWEST_ANSWER = 0
HIGHEST_ANSWER = 10
PROMOTER_FROM = 9
PASSIVE_FROM = 7

# The pseudo-answers of the adjusted Wald interval; the missing 1.5 of the 3 are passives.
_EXTRA_PROMOTERS = _EXTRA_DETRACTORS = 0.75
_EXTRA_ANSWERS = 3.0


class NpsCategory(StrEnum):
    """The three groups of the Net Promoter Score."""

    PROMOTER = "promoter"
    PASSIVE = "passive"
    DETRACTOR = "detractor"


@dataclass(frozen=True, slots=True, kw_only=True)
class NpsResult(Figure):
    """A Net Promoter Score in points from -100 to 100, with the counts behind it.

    Attributes:
        promoters: Answers of 9 and 10.
        passives: Answers of 7 and 8.
        detractors: Answers of 0 to 6.
        blanks: Blank answers, left out.
        variance: Variance of the marks -1, 0 and +1 of single answers, divided by n, from 0 to 1;
            ``None`` without answers.
    """

    promoters: int
    passives: int
    detractors: int
    blanks: int
    variance: float | None

    @property
    def standard_error(self) -> float | None:
        """Standard error of the score in points: 100 * sqrt(variance / n)."""
        return None if self.variance is None else 100 * math.sqrt(self.variance / self.n)


def nps_category(answer: float) -> NpsCategory:
    """Return the group of one answer, or of the mean answer of one account.

    A mean is not rounded first: 8.6 is passive, because a promoter needs 9 or more. A mean below
    7 is a detractor, so that every mean has a group.

    Args:
        answer: An answer or a mean from 0 to 10.

    Returns:
        Promoter from 9, passive from 7, detractor below.

    Raises:
        OutOfRangeError: The answer is not from 0 to 10.

    >>> str(nps_category(8.6))
    'passive'
    """
    if not LOWEST_ANSWER <= answer <= HIGHEST_ANSWER:
        raise OutOfRangeError(
            f"NPS answer: expected {LOWEST_ANSWER} to {HIGHEST_ANSWER}, found {answer!r}."
        )
    if answer >= PROMOTER_FROM:
        return NpsCategory.PROMOTER
    return NpsCategory.PASSIVE if answer >= PASSIVE_FROM else NpsCategory.DETRACTOR


def split_nps_answers(scores: Iterable[Answer]) -> SplitAnswers:
    """Take answers apart into good ones, blanks and those that are not 0 to 10.

    Args:
        scores: Numbers, blanks or stray text.

    Returns:
        The three groups, the rejected ones with their place.

    >>> split_nps_answers([9, None, 11]).rejected[0].value
    11
    """
    return split_answers(scores, minimum=LOWEST_ANSWER, maximum=HIGHEST_ANSWER)


def net_promoter_score(
    scores: Iterable[Answer], *, confidence: float = DEFAULT_CONFIDENCE
) -> NpsResult:
    """Return the Net Promoter Score of a list of answers.

    Args:
        scores: Whole numbers from 0 to 10; blanks are left out and counted.
        confidence: Level of the interval in percent.

    Returns:
        The score in points from -100 to 100; no value where nobody answered.

    Raises:
        OutOfRangeError: An answer is not a whole number from 0 to 10.

    >>> result = net_promoter_score([0, 7, 7, 9, 9, 9, None])
    >>> round(result.value, 1), result.n, result.blanks
    (33.3, 6, 1)
    """
    split = require_answers(scores, minimum=LOWEST_ANSWER, maximum=HIGHEST_ANSWER, what="NPS")
    groups = [nps_category(score) for score in split.good]
    return net_promoter_score_from_counts(
        promoters=groups.count(NpsCategory.PROMOTER),
        passives=groups.count(NpsCategory.PASSIVE),
        detractors=groups.count(NpsCategory.DETRACTOR),
        blanks=split.blanks,
        confidence=confidence,
    )


def net_promoter_score_from_counts(
    *,
    promoters: int,
    passives: int,
    detractors: int,
    blanks: int = 0,
    confidence: float = DEFAULT_CONFIDENCE,
) -> NpsResult:
    """Return the Net Promoter Score from the size of the three groups.

    100 * (promoters - detractors) / n; variance (p + d - (p - d)²) with p and d as shares.

    Args:
        promoters: Answers of 9 and 10.
        passives: Answers of 7 and 8.
        detractors: Answers of 0 to 6.
        blanks: Blank answers; only reported.
        confidence: Level of the interval in percent.

    Returns:
        The score in points with its adjusted Wald interval; no value where n is 0.

    Raises:
        OutOfRangeError: A count is negative.

    >>> net_promoter_score_from_counts(promoters=3, passives=1, detractors=1).value
    40.0
    """
    counts = {
        "promoters": promoters,
        "passives": passives,
        "detractors": detractors,
        "blanks": blanks,
    }
    for name, count in counts.items():
        if count < 0:
            raise OutOfRangeError(f"NPS {name}: expected 0 or more, found {count!r}.")
    n = promoters + passives + detractors
    return NpsResult(
        value=percent_of(promoters - detractors, n),
        n=n,
        unit=Unit.POINTS,
        parts=tuple(Part(name, count) for name, count in counts.items()),
        rule=(
            "NPS: share of answers 9 to 10 minus share of answers 0 to 6, in points; "
            f"{n} answers, {blanks} blank left out."
        ),
        interval=nps_adjusted_wald_interval(
            promoters=promoters, passives=passives, detractors=detractors, confidence=confidence
        ),
        reason=None if n else "no answers",
        promoters=promoters,
        passives=passives,
        detractors=detractors,
        blanks=blanks,
        variance=_variance(promoters, detractors, n) if n else None,
    )


def nps_wald_interval(
    *, promoters: int, passives: int, detractors: int, confidence: float = DEFAULT_CONFIDENCE
) -> Interval | None:
    """Return the plain Wald interval: score ± z standard errors, not clipped.

    Here for comparison with published figures. It has width 0 where all answers fall into one
    group, so the adjusted interval is the one to show.

    Args:
        promoters: Answers of 9 and 10.
        passives: Answers of 7 and 8.
        detractors: Answers of 0 to 6.
        confidence: Level in percent.

    Returns:
        The interval in points; ``None`` without answers.

    >>> interval = nps_wald_interval(promoters=3, passives=2, detractors=1)
    >>> round(interval.low, 1), round(interval.high, 1)
    (-26.3, 93.0)
    """
    z = critical_value(confidence)
    n = promoters + passives + detractors
    if n == 0:
        return None
    score = 100 * (promoters - detractors) / n
    half = 100 * z * math.sqrt(_variance(promoters, detractors, n) / n)
    return Interval(low=score - half, high=score + half, confidence=confidence, method="Wald")


def nps_adjusted_wald_interval(
    *, promoters: int, passives: int, detractors: int, confidence: float = DEFAULT_CONFIDENCE
) -> Interval | None:
    """Return the adjusted Wald interval, the one shown beside the score.

    Adds 3/4 to the promoters, 3/4 to the detractors and 3 to n, then takes the Wald interval
    around the adjusted score and clips it to -100 and 100. With one or two answers the interval
    may end just short of the score itself: that many answers cannot support it.

    Args:
        promoters: Answers of 9 and 10.
        passives: Answers of 7 and 8.
        detractors: Answers of 0 to 6.
        confidence: Level in percent.

    Returns:
        The interval in points; ``None`` without answers.

    >>> interval = nps_adjusted_wald_interval(promoters=1, passives=0, detractors=0)
    >>> round(interval.low), round(interval.high)
    (-48, 98)
    """
    z = critical_value(confidence)
    if promoters + passives + detractors == 0:
        return None
    n = promoters + passives + detractors + _EXTRA_ANSWERS
    ups, downs = promoters + _EXTRA_PROMOTERS, detractors + _EXTRA_DETRACTORS
    score = 100 * (ups - downs) / n
    half = 100 * z * math.sqrt(_variance(ups, downs, n) / n)
    return Interval(
        low=max(-100.0, score - half),
        high=min(100.0, score + half),
        confidence=confidence,
        method="adjusted Wald (3/4, 3/4, 3)",
    )


def _variance(ups: float, downs: float, n: float) -> float:
    """Variance of the marks +1, 0, -1; never below 0, which rounding could make of 0."""
    up, down = ups / n, downs / n
    return max(0.0, up + down - (up - down) ** 2)
