"""How long customers stay: the Kaplan-Meier curve, its median and its interval.

Most customers of a list are still there, so nobody knows yet how long they will stay. To leave
them out would make retention look worse, to count them as lost today worse still, and a mean over
those who left is always too short. Kaplan and Meier count every customer for as long as it was
watched: at each time at which someone left, the share that stayed is multiplied by
``1 - lost / at risk``.

**A loss comes before the end of watching** at the same time: a customer last seen on day 9 was
still at risk when another one left on day 9. The same arithmetic serves time to value ("still
without a first success"), where being lost is the good news.

Customers without a start date are left out and counted. Nobody watched: no curve. Beyond the
longest time anyone was watched the curve says nothing.

The month by month table of joining months is in :mod:`cs_workbook.measures.cohorts`.

References:
    E. L. Kaplan and P. Meier, Journal of the American Statistical Association 53 (1958).
    V. Bewick, L. Cheek and J. Ball, "Statistics review 12: survival analysis", Critical Care 8
    (2004), table 2.
    J. D. Kalbfleisch and R. L. Prentice (1980): interval of log(-log S) with Greenwood's variance,
    which never leaves 0 to 100 (R package survival, ``conf.type = "log-log"``).
"""

import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from cs_workbook.errors import OutOfRangeError
from cs_workbook.measures.figure import Part, is_blank
from cs_workbook.measures.intervals import DEFAULT_CONFIDENCE, Interval, critical_value

_ALL = 100.0
_HALF = 50.0
# 0.8 * 0.75 * 5/6 is 0.5000000000000001 in binary; the median must not miss it.
_NOISE_DECIMALS = 9


class Lifetime(NamedTuple):
    """How long one customer was watched, and how it ended.

    Attributes:
        duration: From the start to the loss or to the end of watching, in any unit; 0 or more.
        lost: ``True`` if the customer was lost, ``False`` if it was still there when last seen.
    """

    duration: float
    lost: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionStep:
    """One time at which customers were lost.

    Attributes:
        time: Time since the start, in the unit of the durations.
        at_risk: Customers watched up to this time and not lost before.
        lost: Customers lost at this time.
        retained: Percent that stays longer than this time.
        interval: Where that share plausibly lies; ``None`` once nobody is left.
    """

    time: float
    at_risk: int
    lost: int
    retained: float
    interval: Interval | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionCurve:
    """A retention curve with everything needed to explain it.

    Attributes:
        steps: The times at which someone was lost, rising. Before the first one it is 100 percent.
        n: Customers it rests on.
        longest: The longest time anyone was watched; ``None`` without customers.
        median: Time by which half of the customers are lost; ``None`` if not reached.
        parts: The counts behind it, in reading order.
        rule: The rule in plain words, ready to be printed.
        reason: Why there is no curve, in a few words; ``None`` where there is one.
    """

    steps: tuple[RetentionStep, ...]
    n: int
    longest: float | None
    median: float | None
    parts: tuple[Part, ...]
    rule: str
    reason: str | None = None

    @property
    def median_words(self) -> str:
        """The median as text: a number, or ``not reached`` while more than half are there."""
        return "not reached" if self.median is None else f"{self.median:g}"

    def step_at(self, time: float) -> RetentionStep | None:
        """Return the last step up to a time.

        Args:
            time: Time since the start, 0 or more.

        Returns:
            The step; ``None`` before the first one, where 100 percent are there.
        """
        place = bisect_right(self.steps, time, key=lambda step: step.time)
        return self.steps[place - 1] if place else None

    def retained_at(self, time: float) -> float | None:
        """Return the percent of customers that stay longer than a time.

        Args:
            time: Time since the start, 0 or more.

        Returns:
            0 to 100; ``None`` beyond the longest time anyone was watched, unless all are lost.

        >>> curve = retention_curve([Lifetime(30, True), Lifetime(60, False)])
        >>> curve.retained_at(10), curve.retained_at(30), curve.retained_at(90)
        (100.0, 50.0, None)
        """
        if self.longest is None:
            return None
        step = self.step_at(time)
        if time > self.longest and (step is None or step.retained > 0):
            return None
        return _ALL if step is None else step.retained


def lifetime_until(start: date, end: date | None, *, as_of: date) -> Lifetime | None:
    """Return how many days a customer was watched, up to a day on which the list was made.

    Args:
        start: First day of service.
        end: First day without service; ``None`` while it runs. An end after ``as_of`` has not
            happened yet.
        as_of: The day up to which the list is true.

    Returns:
        Days and whether the customer was lost; ``None`` if the service starts after ``as_of``.

    Raises:
        OutOfRangeError: The end lies before the start.

    >>> lifetime_until(date(2024, 1, 1), date(2024, 1, 31), as_of=date(2024, 12, 31))
    Lifetime(duration=30, lost=True)
    >>> lifetime_until(date(2024, 1, 1), None, as_of=date(2024, 1, 11))
    Lifetime(duration=10, lost=False)
    """
    if end is not None and end < start:
        raise OutOfRangeError(f"End: expected a day on or after the start {start}, found {end}.")
    if start > as_of:
        return None
    if end is not None and end <= as_of:
        return Lifetime((end - start).days, True)
    return Lifetime((as_of - start).days, False)


def retention_curve(
    lifetimes: Iterable[Lifetime | None], *, confidence: float = DEFAULT_CONFIDENCE
) -> RetentionCurve:
    """Return the Kaplan-Meier curve of customers that stay.

    S(t) = product over all times up to t of (1 - lost / at risk). Interval:
    S^exp(±z * sqrt(V) / log S) with V = sum of lost / (at risk * (at risk - lost)).

    Args:
        lifetimes: One per customer; ``None`` for those that cannot be judged, which are counted.
        confidence: Level of the interval in percent.

    Returns:
        The curve; without steps where nobody was lost.

    Raises:
        OutOfRangeError: A duration is negative or not finite.
        SettingsError: The confidence level makes no sense.

    >>> curve = retention_curve([Lifetime(4, True), Lifetime(6, False), Lifetime(9, True)])
    >>> [(step.time, step.at_risk, step.lost, round(step.retained, 1)) for step in curve.steps]
    [(4, 3, 1, 66.7), (9, 1, 1, 0.0)]
    >>> curve.median_words
    '9'
    """
    z = critical_value(confidence)
    rows = list(lifetimes)
    known = [life for life in rows if life is not None]
    for life in known:
        if is_blank(life.duration) or not 0 <= life.duration < math.inf:
            raise OutOfRangeError(f"Duration: expected 0 or more, found {life.duration!r}.")
    lost_at = Counter(life.duration for life in known if life.lost)
    watched = sorted(life.duration for life in known)
    steps: list[RetentionStep] = []
    share, variance = 1.0, 0.0
    below = 0
    for time in sorted(lost_at):
        # Everybody watched up to exactly this time still counts: a loss comes first.
        while watched[below] < time:
            below += 1
        at_risk, lost = len(watched) - below, lost_at[time]
        share *= (at_risk - lost) / at_risk
        if at_risk > lost:
            variance += lost / (at_risk * (at_risk - lost))
        steps.append(
            RetentionStep(
                time=time,
                at_risk=at_risk,
                lost=lost,
                retained=_ALL * share,
                interval=_log_log_interval(share, variance, z, confidence),
            )
        )
    n, lost_in_all = len(known), sum(lost_at.values())
    return RetentionCurve(
        steps=tuple(steps),
        n=n,
        longest=watched[-1] if watched else None,
        median=next(
            (step.time for step in steps if round(step.retained, _NOISE_DECIMALS) <= _HALF), None
        ),
        parts=(
            Part("customers", n),
            Part("lost", lost_in_all),
            Part("still there when last seen", n - lost_in_all),
            Part("left out", len(rows) - n),
        ),
        rule=f"Kaplan-Meier: share of customers that stay longer than a time, each counted for as "
        f"long as it was watched; {n} customers, {lost_in_all} of them lost.",
        reason=None if n else "no customers",
    )


def _log_log_interval(
    share: float, variance: float, z: float, confidence: float
) -> Interval | None:
    """Return the interval of log(-log S), turned back; ``None`` at 0, where it is not defined."""
    if share == 0:
        return None
    width = z * math.sqrt(variance) / abs(math.log(share))
    return Interval(
        low=_ALL * share ** math.exp(width),
        high=_ALL * share ** math.exp(-width),
        confidence=confidence,
        method="log-log, Greenwood",
    )
