"""How many months of a customer's life have begun, and the retention curve month by month.

A sheet needs whole months. **A month that has begun counts**: who leaves after 40 days is lost in
month 2, who leaves exactly a month after joining in month 1. Whoever is still there is counted as
watched through the month it is in, so that a customer of 40 days is at risk in month 2 as well. The
month of a loss and the month a customer was last seen in are counted alike; within one month a
loss comes first, as in :mod:`cs_workbook.measures.retention`.

A month is a calendar month from the joining day; where that day does not exist, the last of the
month, as with EDATE. A customer without a joining day has no lifetime.
"""

import calendar
import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cs_workbook.errors import OutOfRangeError
from cs_workbook.measures.figure import is_blank
from cs_workbook.measures.intervals import DEFAULT_CONFIDENCE, Interval
from cs_workbook.measures.retention import Lifetime, RetentionCurve, retention_curve

_MONTHS = 12
_ALL = 100.0
_HALF = 50.0
_NOISE_DECIMALS = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class TenureMonth:
    """One month of the life of all customers.

    Attributes:
        month: 0 is the joining day, 1 the first month.
        at_risk: Customers that reached this month.
        lost: Of these, lost in it.
        last_seen: Of these, still customers in it when last seen.
        before: Percent still there when the month began.
        retained: Percent still there when it ended: ``before * (1 - lost / at_risk)``.
        interval: Where that share plausibly lies; ``None`` before the first loss and at 0.
    """

    month: int
    at_risk: int
    lost: int
    last_seen: int
    before: float
    retained: float
    interval: Interval | None


def months_begun(start: date, end: date) -> int:
    """Return how many months have begun between two days.

    Args:
        start: First day of service.
        end: First day without service, or the day on which the customer was last seen.

    Returns:
        0 where both are the same day.

    Raises:
        OutOfRangeError: The end lies before the start.

    >>> months_begun(date(2024, 1, 1), date(2024, 2, 1)), months_begun(
    ...     date(2024, 1, 1), date(2024, 2, 2)
    ... )
    (1, 2)
    """
    if end < start:
        raise OutOfRangeError(f"End: expected a day on or after the start {start}, found {end}.")
    months = (end.year - start.year) * _MONTHS + end.month - start.month
    last_of_month = calendar.monthrange(end.year, end.month)[1]
    return months if min(start.day, last_of_month) >= end.day else months + 1


def lifetime_in_months(
    joined: date | None,
    left: date | None,
    *,
    lost: bool,
    as_of: date,
    tenure_months: float | None = None,
) -> Lifetime | None:
    """Return how many months a customer was watched, and whether it was lost.

    Args:
        joined: First day of service; blank where no export says it.
        left: First day without service; blank for a customer, and where the day is not known.
        lost: Whether the customer was lost.
        as_of: The day up to which the list is true.
        tenure_months: Months of service as an export states them, used where the days are not
            known; 0 or more.

    Returns:
        The lifetime in months begun. A lost customer of whom neither day nor tenure is known was
        watched on its joining day only. ``None`` where nothing is known.

    >>> lifetime_in_months(date(2024, 1, 1), None, lost=False, as_of=date(2024, 6, 30))
    Lifetime(duration=6, lost=False)
    >>> lifetime_in_months(None, None, lost=True, as_of=date(2024, 6, 30), tenure_months=3)
    Lifetime(duration=3, lost=True)
    >>> lifetime_in_months(date(2024, 1, 1), None, lost=True, as_of=date(2024, 6, 30))
    Lifetime(duration=0, lost=False)
    """
    if joined is not None and lost and left is not None:
        return Lifetime(months_begun(joined, left), lost=True)
    if joined is not None and not lost:
        return Lifetime(months_begun(joined, as_of), lost=False)
    if tenure_months is not None and not is_blank(tenure_months):
        return Lifetime(math.ceil(tenure_months), lost=lost)
    return None if joined is None else Lifetime(0, lost=False)


def tenure_months(
    lifetimes: Iterable[Lifetime], *, confidence: float = DEFAULT_CONFIDENCE
) -> tuple[TenureMonth, ...]:
    """Return the Kaplan-Meier curve with a row for every month, those without a loss too.

    Args:
        lifetimes: In months begun, one per customer.
        confidence: Level of the interval in percent.

    Returns:
        Months 0 to the longest one anyone was watched; none without customers.

    Raises:
        OutOfRangeError: A lifetime is no whole number of months.

    >>> rows = tenure_months([Lifetime(1, True), Lifetime(2, False)])
    >>> [(row.month, row.at_risk, row.lost, row.last_seen, row.retained) for row in rows]
    [(0, 2, 0, 0, 100.0), (1, 2, 1, 0, 50.0), (2, 1, 0, 1, 50.0)]
    """
    known = list(lifetimes)
    for life in known:
        if life.duration != int(life.duration):
            raise OutOfRangeError(f"Months: expected a whole number, found {life.duration!r}.")
    curve = retention_curve(known, confidence=confidence)
    lost = Counter(int(life.duration) for life in known if life.lost)
    seen = Counter(int(life.duration) for life in known if not life.lost)
    rows: list[TenureMonth] = []
    at_risk, before = len(known), _ALL
    for month in range(0 if curve.longest is None else int(curve.longest) + 1):
        step = curve.step_at(month)
        retained = _ALL if step is None else step.retained
        rows.append(
            TenureMonth(
                month=month,
                at_risk=at_risk,
                lost=lost[month],
                last_seen=seen[month],
                before=before,
                retained=retained,
                interval=None if step is None else step.interval,
            )
        )
        at_risk, before = at_risk - lost[month] - seen[month], retained
    return tuple(rows)


def median_interval(curve: RetentionCurve) -> tuple[float | None, float | None]:
    """Return the times between which the median plausibly lies (Brookmeyer and Crowley).

    The first times at which the lower and the upper end of the curve's interval are at half or
    below.

    Args:
        curve: A retention curve.

    Returns:
        Both times; ``None`` where that end never comes down to half.

    >>> median_interval(retention_curve([Lifetime(day, True) for day in range(1, 21)]))
    (5, 15)
    """
    low = high = None
    for step in curve.steps:
        lower = 0.0 if step.interval is None else step.interval.low
        upper = 0.0 if step.interval is None else step.interval.high
        if low is None and round(lower, _NOISE_DECIMALS) <= _HALF:
            low = step.time
        if high is None and round(upper, _NOISE_DECIMALS) <= _HALF:
            high = step.time
    return low, high
