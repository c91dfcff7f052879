"""Customer lifetime value (CLTV): what a customer brought so far, or will bring, after costs.

Three rules go by one name, and their results differ by a lot. So each has a function of its own,
and the result says which one it is (:class:`LifetimeRule`):

* historic: payments so far times gross margin. A fact, no forecast.
* margin / churn: with a constant churn a customer stays ``1 / churn`` periods on average.
* discounted: the same forecast, later money worth less.

Revenue, churn and discount belong to **one length of time**: monthly revenue goes with monthly
churn. A blank gives no value; a forecast without churn has no end and therefore no value, and
never a large number that looks like one. The forecasts assume that churn stays as it is and does
not depend on age, which a retention curve (:mod:`cs_workbook.measures.retention`) can check.

References:
    AbraCalc, "Customer lifetime value calculator" (revenue per account times margin / churn).
    S. Gupta and D. R. Lehmann, "Customers as assets", Journal of Interactive Marketing 17 (2003):
    m * r / (1 + i - r); with the first payment today instead of after a period, m(1+i)/(1+i-r).
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from cs_workbook.errors import OutOfRangeError, SettingsError
from cs_workbook.measures.figure import Part, is_blank

_ALL = 100.0


class LifetimeRule(StrEnum):
    """Which lifetime value is meant. The value is the name of the rule as it is printed."""

    HISTORIC = "historic"
    MARGIN_OVER_CHURN = "margin / churn"
    DISCOUNTED = "discounted"


@dataclass(frozen=True, slots=True, kw_only=True)
class LifetimeValue:
    """A lifetime value in the currency of its revenue, with everything needed to explain it.

    Attributes:
        value: The amount; ``None`` where it cannot be computed.
        kind: Which of the three rules it follows.
        n: Payments it rests on; 1 for a forecast from one revenue.
        parts: The numbers it was made of, in reading order.
        rule: The rule in plain words, ready to be printed beside the value.
        reason: Why there is no value, in a few words; ``None`` where there is one.
    """

    value: float | None
    kind: LifetimeRule
    n: int
    parts: tuple[Part, ...]
    rule: str
    reason: str | None = None


def historic_lifetime_value(
    payments: Iterable[float | None], *, gross_margin: float = _ALL
) -> LifetimeValue:
    """Return what a customer brought so far: sum of payments * gross margin.

    Args:
        payments: Everything the customer paid; refunds are negative, blanks are left out and
            counted.
        gross_margin: Percent of the revenue that is left after the cost of serving it. With the
            default of 100 the result is plain revenue.

    Returns:
        The amount; no value where no payment is known.

    Raises:
        OutOfRangeError: A payment is not finite.
        SettingsError: The margin makes no sense.

    >>> historic_lifetime_value([100, 100, 120, 0, None, 80], gross_margin=80).value
    320.0
    """
    _require_margin(gross_margin)
    rows = list(payments)
    known = [payment for payment in rows if payment is not None and not is_blank(payment)]
    for payment in known:
        if not math.isfinite(payment):
            raise OutOfRangeError(f"Payment: expected an amount, found {payment!r}.")
    total = math.fsum(known)
    return LifetimeValue(
        value=total * gross_margin / 100 if known else None,
        kind=LifetimeRule.HISTORIC,
        n=len(known),
        parts=(
            Part("sum of payments", total),
            Part("gross margin (%)", gross_margin),
            Part("blanks", len(rows) - len(known)),
        ),
        rule=f"Lifetime value, {LifetimeRule.HISTORIC}: {len(known)} payments times a gross margin "
        f"of {gross_margin:g} %.",
        reason=None if known else "no payments",
    )


def lifetime_value(
    revenue: float | None, *, gross_margin: float, churn: float | None
) -> LifetimeValue:
    """Return the expected lifetime value: revenue * gross margin / churn.

    Args:
        revenue: Revenue of one customer, or mean revenue per customer, in a period; 0 or more.
            A blank gives no value.
        gross_margin: Percent of the revenue that is left after the cost of serving it.
        churn: Share of customers lost in the same length of time, in percent from 0 to 100. A
            blank gives no value.

    Returns:
        The amount; no value where churn is 0, because the forecast then has no end.

    Raises:
        OutOfRangeError: Revenue is negative, or churn is not 0 to 100.
        SettingsError: The margin makes no sense.

    >>> lifetime_value(50, gross_margin=90, churn=10).value
    450.0
    >>> lifetime_value(50, gross_margin=90, churn=0).reason
    'no churn, so the forecast has no end'
    """
    return _forecast(LifetimeRule.MARGIN_OVER_CHURN, revenue, gross_margin, churn, 0.0)


def discounted_lifetime_value(
    revenue: float | None, *, gross_margin: float, churn: float | None, discount: float
) -> LifetimeValue:
    """Return the expected lifetime value with later money worth less.

    m(1 + d) / (1 + d - r) with m = revenue * gross margin, r = 1 - churn and d = discount, that is
    the sum of m(r / (1 + d))^t from t = 0 on: the first payment is made today. A discount of 0
    gives margin / churn.

    Args:
        revenue: Revenue of one customer in a period; 0 or more. A blank gives no value.
        gross_margin: Percent of the revenue that is left after the cost of serving it.
        churn: Percent lost in the same length of time, 0 to 100. A blank gives no value.
        discount: Percent by which money is worth less one period later; 0 or more. 12 % a year is
            0.95 % a month.

    Returns:
        The amount; no value where churn and discount are both 0.

    Raises:
        OutOfRangeError: Revenue is negative, or churn is not 0 to 100.
        SettingsError: The margin or the discount makes no sense.

    >>> round(discounted_lifetime_value(50, gross_margin=80, churn=5, discount=1).value, 2)
    673.33
    """
    if not 0 <= discount < math.inf:
        raise SettingsError(f"Discount: expected percent from 0, found {discount!r}.")
    return _forecast(LifetimeRule.DISCOUNTED, revenue, gross_margin, churn, discount)


def monthly_from_annual_discount(annual: float) -> float:
    """Return the monthly discount that compounds to a yearly one.

    100 * ((1 + d)^(1/12) - 1).

    Args:
        annual: Percent a year from 0 up.

    Returns:
        Percent a month.

    Raises:
        SettingsError: The discount is negative or not finite.

    >>> round(monthly_from_annual_discount(10), 4)
    0.7974
    """
    if not 0 <= annual < math.inf:
        raise SettingsError(f"Discount: expected percent from 0, found {annual!r}.")
    return _ALL * math.expm1(math.log1p(annual / _ALL) / 12)


def _forecast(
    kind: LifetimeRule,
    revenue: float | None,
    gross_margin: float,
    churn: float | None,
    discount: float,
) -> LifetimeValue:
    _require_margin(gross_margin)
    if revenue is not None and not is_blank(revenue) and not 0 <= revenue < math.inf:
        raise OutOfRangeError(f"Revenue: expected an amount of 0 or more, found {revenue!r}.")
    if churn is not None and not is_blank(churn) and not 0 <= churn <= _ALL:
        raise OutOfRangeError(f"Churn: expected 0 to 100 percent, found {churn!r}.")
    value = lifetime = None
    reason = None
    if revenue is None or is_blank(revenue):
        reason = "revenue not known"
    elif churn is None or is_blank(churn):
        reason = "churn not known"
    elif churn + discount == 0:
        reason = "no churn, so the forecast has no end"
    else:
        # All three in percent: (1 + d) / (1 + d - r) is (100 + d) / (d + churn).
        value = revenue * gross_margin / 100 * (_ALL + discount) / (churn + discount)
    if churn is not None and not is_blank(churn) and churn > 0:
        lifetime = _ALL / churn
    parts = [
        Part("revenue per period", revenue),
        Part("gross margin (%)", gross_margin),
        Part("churn per period (%)", churn),
        Part("expected periods", lifetime),
    ]
    words = f"revenue times a gross margin of {gross_margin:g} %, divided by churn"
    if kind is LifetimeRule.DISCOUNTED:
        parts.append(Part("discount per period (%)", discount))
        words = (
            f"revenue times a gross margin of {gross_margin:g} % over all periods to come, less "
            f"churn and {discount:g} % discount each; the first payment today"
        )
    return LifetimeValue(
        value=value,
        kind=kind,
        n=0 if revenue is None or is_blank(revenue) else 1,
        parts=tuple(parts),
        rule=f"Lifetime value, {kind}: {words}. All of one length of time.",
        reason=reason,
    )


def _require_margin(gross_margin: float) -> None:
    """Refuse margins that cannot be percent; 0.9 is what Excel holds in a cell that shows 90 %."""
    if not -math.inf < gross_margin <= _ALL:
        raise SettingsError(f"Gross margin: expected percent up to 100, found {gross_margin!r}.")
    if 0 < gross_margin <= 1:
        raise SettingsError(
            f"Gross margin: expected percent such as 90, found {gross_margin!r}. A cell formatted "
            f"as a percentage holds a share; multiply it by 100."
        )
