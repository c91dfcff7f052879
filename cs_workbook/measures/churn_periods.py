"""Churn over other lengths of time: a year from months, a month from a year, a sum of days.

Rates compound: each month can only lose who is left, so twelve times the monthly rate overstates
the year. A blank rate gives a blank.

References:
    churnkey.co, "Convert annual churn to monthly churn"; toption.org, the reverse.
    ChartMogul help, "MRR churn rate" (the daily option for shops with consumers).
"""

import math
from collections.abc import Iterable

from cs_workbook.errors import OutOfRangeError
from cs_workbook.measures.figure import Figure, Part, is_blank

_MONTHS = 12


def annual_from_monthly_churn(monthly: float | None) -> float | None:
    """Return the yearly churn that a constant monthly churn compounds to.

    100 * (1 - (1 - m)^12). Five percent a month is 46 percent a year, not 60: each month can only
    lose who is left.

    Args:
        monthly: Monthly churn in percent from 0 to 100; blank gives blank.

    Returns:
        Annual churn in percent.

    Raises:
        OutOfRangeError: The rate is not from 0 to 100.

    >>> round(annual_from_monthly_churn(5), 2)
    45.96
    """
    return _compound(monthly, _MONTHS)


def monthly_from_annual_churn(annual: float | None) -> float | None:
    """Return the constant monthly churn that compounds to a yearly churn.

    100 * (1 - (1 - a)^(1/12)).

    Args:
        annual: Annual churn in percent from 0 to 100; blank gives blank.

    Returns:
        Monthly churn in percent.

    Raises:
        OutOfRangeError: The rate is not from 0 to 100.

    >>> round(monthly_from_annual_churn(45.96), 2)
    5.0
    """
    return _compound(annual, 1 / _MONTHS)


def monthly_from_period_churn(churn: float | None, *, months: int) -> float | None:
    """Return the constant monthly churn that compounds to the churn of a period.

    100 * (1 - (1 - c)^(1/months)).

    Args:
        churn: Churn of the period in percent from 0 to 100; blank gives blank.
        months: Length of the period, 1 or more.

    Returns:
        Monthly churn in percent.

    Raises:
        OutOfRangeError: The rate is not from 0 to 100, or the period is shorter than a month.

    >>> round(monthly_from_period_churn(45.96, months=12), 2)
    5.0
    """
    if months < 1:
        raise OutOfRangeError(f"Period in months: expected 1 or more, found {months!r}.")
    return _compound(churn, 1 / months)


def churn_summed_by_day(days: Iterable[tuple[float, float]]) -> Figure:
    """Return churn as the sum of daily rates, ChartMogul's option for shops with consumers.

    Sum over the days of 100 * (start - end) / start, where ``end`` is what is left in the evening
    of those (or of the revenue) there in the morning. Long periods can exceed 100.

    Args:
        days: Start and end of each day, customers or revenue.

    Returns:
        The sum in percent; days that start at zero are left out; no value without a day.

    Raises:
        OutOfRangeError: A start or end is negative.

    >>> churn_summed_by_day([(100, 95)]).value
    5.0
    """
    rates: list[float] = []
    empty = 0
    for start, end in days:
        if start < 0 or end < 0:
            raise OutOfRangeError(
                f"Daily churn: expected 0 or more, found start {start!r} and end {end!r}."
            )
        if start == 0:
            empty += 1
        else:
            rates.append(100 * (start - end) / start)
    return Figure(
        value=math.fsum(rates) if rates else None,
        n=len(rates),
        parts=(Part("days", len(rates)), Part("days that start at zero", empty)),
        rule=f"Churn, sum of {len(rates)} daily rates, each in percent of the morning's base.",
        reason=None if rates else "no day with a base",
    )


def _compound(percent: float | None, periods: float) -> float | None:
    if percent is None or is_blank(percent):
        return None
    if not 0 <= percent <= 100:  # noqa: PLR2004 - the percent scale
        raise OutOfRangeError(f"Churn: expected 0 to 100 percent, found {percent!r}.")
    if percent == 100:  # noqa: PLR2004 - log1p has no value here
        return 100.0
    # expm1 and log1p keep small rates exact, where 1 - (1 - m) ** 12 would lose digits.
    return -100 * math.expm1(periods * math.log1p(-percent / 100))
