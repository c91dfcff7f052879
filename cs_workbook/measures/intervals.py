"""Intervals for rates: how far a percentage from few cases can be trusted.

Three lost customers of twenty-four are 12.5 % churn, but a share between 4 % and 31 % would
produce such a quarter without anything unusual. Both functions take whole-number counts and
return percent from 0 to 100. No cases (``n = 0``) give ``None``: there is nothing to be unsure
about. Blanks have to be left out before counting.

References:
    E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal
    of the American Statistical Association 22 (1927).
    A. Agresti and B. A. Coull, "Approximate is better than 'exact' for interval estimation of
    binomial proportions", The American Statistician 52 (1998).
    R package statpsych, function ``ci.prop`` (adjusted Wald with 2 and 2).
"""

import math
from dataclasses import dataclass
from statistics import NormalDist

from cs_workbook.errors import OutOfRangeError, SettingsError

DEFAULT_CONFIDENCE = 95.0
_LOWEST_CONFIDENCE = 50.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A two-sided interval around a figure, in the figure's own unit.

    Attributes:
        low: Lower end.
        high: Upper end.
        confidence: Confidence level in percent, such as 95.
        method: Name of the method, ready to be printed.
    """

    low: float
    high: float
    confidence: float
    method: str


def critical_value(confidence: float = DEFAULT_CONFIDENCE) -> float:
    """Return how many standard errors reach to each side at a confidence level.

    Args:
        confidence: Level in percent, from 50 up to but not including 100. Below 50 it is refused,
            because 0.95 almost certainly means 95.

    Returns:
        The two-sided normal quantile, 1.96 at 95 percent.

    Raises:
        SettingsError: The level is not within 50 to 100.

    >>> round(critical_value(95), 4)
    1.96
    """
    if not _LOWEST_CONFIDENCE <= confidence < 100:  # noqa: PLR2004 - the end of the percent scale
        raise SettingsError(
            f"Confidence: expected percent from 50 to below 100, found {confidence!r}. "
            f"Write 95 for the usual level."
        )
    return NormalDist().inv_cdf(0.5 + confidence / 200)


def wilson_interval(k: int, n: int, confidence: float = DEFAULT_CONFIDENCE) -> Interval | None:
    """Return the Wilson score interval of a rate, the default for shares in this package.

    With p = k/n and z the critical value: centre (p + z²/2n) / (1 + z²/n), half width
    z / (1 + z²/n) * sqrt(p(1-p)/n + z²/4n²). It never leaves 0 to 100, always contains the rate
    itself and does not collapse when nobody, or everybody, was counted.

    Args:
        k: Cases counted, from 0 to ``n``.
        n: All cases, 0 or more.
        confidence: Level in percent.

    Returns:
        The interval in percent, ``None`` for ``n = 0``.

    Raises:
        OutOfRangeError: ``k`` is not between 0 and ``n``.
        SettingsError: The confidence level makes no sense.

    >>> interval = wilson_interval(3, 24)
    >>> round(interval.low, 1), round(interval.high, 1)
    (4.3, 31.0)
    """
    z = critical_value(confidence)
    _check_counts(k, n)
    if n == 0:
        return None
    share = k / n
    shrink = 1 + z * z / n
    centre = (share + z * z / (2 * n)) / shrink
    half = z / shrink * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    # At k = 0 and k = n the end is exactly 0 or 100; rounding would leave it a hair beside that.
    low = 0.0 if k == 0 else max(0.0, 100 * (centre - half))
    high = 100.0 if k == n else min(100.0, 100 * (centre + half))
    return Interval(low=low, high=high, confidence=confidence, method="Wilson")


def adjusted_wald_interval(
    k: int, n: int, confidence: float = DEFAULT_CONFIDENCE
) -> Interval | None:
    """Return the adjusted Wald interval of a rate: add 2 cases and 2 non-cases, then Wald.

    With p = (k+2)/(n+4): p ± z * sqrt(p(1-p)/(n+4)), clipped to 0 to 100. Easier to do by hand
    than Wilson's and close to it at 95 percent.

    Args:
        k: Cases counted, from 0 to ``n``.
        n: All cases, 0 or more.
        confidence: Level in percent.

    Returns:
        The interval in percent, ``None`` for ``n = 0``.

    Raises:
        OutOfRangeError: ``k`` is not between 0 and ``n``.
        SettingsError: The confidence level makes no sense.

    >>> interval = adjusted_wald_interval(12, 100)
    >>> round(interval.low, 2), round(interval.high, 2)
    (6.9, 20.02)
    """
    z = critical_value(confidence)
    _check_counts(k, n)
    if n == 0:
        return None
    share = (k + 2) / (n + 4)
    half = z * math.sqrt(share * (1 - share) / (n + 4))
    return Interval(
        low=max(0.0, 100 * (share - half)),
        high=min(100.0, 100 * (share + half)),
        confidence=confidence,
        method="adjusted Wald (adds 2 and 2)",
    )


def _check_counts(k: int, n: int) -> None:
    """Refuse counts that are no part of a whole."""
    if n < 0:
        raise OutOfRangeError(f"Number of cases: expected 0 or more, found {n!r}.")
    if not 0 <= k <= n:
        raise OutOfRangeError(f"Cases counted: expected 0 to {n}, found {k!r}.")
