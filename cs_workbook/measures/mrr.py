"""Monthly recurring revenue (MRR): a month's worth of a contract, and the totals of a period.

Only what recurs belongs in it: no one-off fees, no tax, one currency. A blank amount gives a blank
MRR, not 0.

References:
    ChartMogul help, "Understanding MRR movements": four yearly plans billed at 2,000 are 166.67.
"""

import math
from dataclasses import dataclass

from cs_workbook.errors import OutOfRangeError, SettingsError
from cs_workbook.measures.figure import is_blank

MONTHS_IN = {
    "day": 12 / 365,
    "week": 12 / 52,
    "month": 1.0,
    "quarter": 3.0,
    "half-year": 6.0,
    "year": 12.0,
}
"""Length of a billing interval in months: 365 days, 52 weeks or 12 months make a year."""

_OTHER_WORDS = {
    "daily": "day",
    "weekly": "week",
    "monthly": "month",
    "quarterly": "quarter",
    "semi-annual": "half-year",
    "semi-annually": "half-year",
    "half-yearly": "half-year",
    "annual": "year",
    "annually": "year",
    "yearly": "year",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MrrTotals:
    """What happened to the recurring revenue of a period; losses are positive amounts.

    Attributes:
        start: MRR at the start.
        new: From customers never seen before.
        expansion: More from existing customers.
        contraction: Less from customers who stay.
        churn: From customers who left.
        reactivation: From former customers who came back.
    """

    start: float
    new: float = 0.0
    expansion: float = 0.0
    contraction: float = 0.0
    churn: float = 0.0
    reactivation: float = 0.0

    def __post_init__(self) -> None:
        for name, amount in self.amounts.items():
            if not 0 <= amount < math.inf:
                raise OutOfRangeError(
                    f"MRR {name}: expected an amount of 0 or more, found {amount!r}. "
                    f"Losses are written without a minus."
                )

    @property
    def amounts(self) -> dict[str, float]:
        """The six amounts by name, in reading order."""
        return {
            "start": self.start,
            "new": self.new,
            "expansion": self.expansion,
            "contraction": self.contraction,
            "churn": self.churn,
            "reactivation": self.reactivation,
        }

    @property
    def end(self) -> float:
        """MRR at the end: start + new + expansion + reactivation - contraction - churn."""
        gains = (self.start, self.new, self.expansion, self.reactivation)
        return math.fsum((*gains, -self.contraction, -self.churn))


def monthly_amount(amount: float | None, *, months: float) -> float | None:
    """Return the monthly recurring revenue of a contract: amount / months in its term.

    Args:
        amount: Value of the whole term without one-off fees; blank gives blank.
        months: Length of the term in months, more than 0.

    Returns:
        The amount per month.

    Raises:
        OutOfRangeError: The term is not longer than 0.

    >>> monthly_amount(27000, months=18)
    1500.0
    """
    if not 0 < months < math.inf:
        raise OutOfRangeError(f"Term in months: expected more than 0, found {months!r}.")
    if amount is None or is_blank(amount):
        return None
    return amount / months


def monthly_amount_by_interval(
    amount: float | None, interval: str, *, count: int = 1
) -> float | None:
    """Return the monthly recurring revenue of an amount billed per interval.

    Args:
        amount: Amount billed each time; blank gives blank.
        interval: ``day``, ``week``, ``month``, ``quarter``, ``half-year`` or ``year``, or a usual
            word such as ``monthly`` or ``annual``; upper and lower case are the same.
        count: Intervals between two bills: 2 for "every 2 weeks".

    Returns:
        The amount per month.

    Raises:
        SettingsError: The interval is not known. "Biannual" is refused on purpose: it is read as
            twice a year and as every two years.
        OutOfRangeError: ``count`` is below 1.

    >>> round(monthly_amount_by_interval(2000, "year"), 2)
    166.67
    """
    word = interval.strip().lower()
    word = _OTHER_WORDS.get(word, word)
    if word not in MONTHS_IN:
        raise SettingsError(
            f"Billing interval: expected {', '.join(MONTHS_IN)}, found {interval!r}."
        )
    return monthly_amount(amount, months=MONTHS_IN[word] * count)
