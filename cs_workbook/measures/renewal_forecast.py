"""Renewal forecast: best, likely and worst amount of the contracts that come up, and their terms.

Each contract counts up to its target, the amount due, and no further: what a customer adds at the
renewal is expansion. So worst <= likely <= best <= target holds for every contract, and for any
sum of them. A contract without an amount has target 0 and is counted.

References:
    Gainsight, "Renewal Center metric calculations": due is the sum of the targets, won contracts
    count with their final amount, open ones with their forecast, and anything over target is left
    out.
    ClientSuccess, "Subscriptions" (months of a term, forecast MRR).
"""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cs_workbook.errors import OutOfRangeError
from cs_workbook.measures.figure import Figure, Part, is_blank, percent_of
from cs_workbook.measures.renewals import RenewalState, renewed_amount

_LAST_DAY_DROPPED = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What is expected of one contract.

    Attributes:
        state: What became of it so far.
        target: Amount due; ``None`` where it is unknown.
        final: Amount after the renewal, for one that is renewed.
        expected: Amount somebody expects to keep; ``None`` goes by the chance.
        chance: Chance in percent that it is renewed.
        committed: Whether somebody has committed to it.
    """

    state: RenewalState
    target: float | None
    final: float | None = None
    expected: float | None = None
    chance: float = 0
    committed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """Worst, likely and best amount of one contract."""

    worst: float
    likely: float
    best: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RenewalForecast(Figure):
    """A forecast; its value is the likely amount in percent of the target.

    Attributes:
        target: Sum of the amounts due.
        worst: What is renewed already, and what is committed.
        likely: Each contract at what is expected of it.
        best: Everything but what has no chance.
    """

    target: float
    worst: float
    likely: float
    best: float


def outlook(contract: Expected) -> Outlook:
    """Return what one contract may bring.

    Renewed: its final amount up to the target. Lost: 0. Open or late: *likely* is the amount
    expected, else target x chance, between 0 and the target; *best* is the target, unless the
    chance is 0: then the same as likely; *worst* is likely where it is committed, else 0.

    Args:
        contract: The contract.

    Raises:
        OutOfRangeError: The chance is not 0 to 100, or the target is negative.

    >>> outlook(Expected(state=RenewalState.OPEN, target=200, chance=80))
    Outlook(worst=0.0, likely=160.0, best=200.0)
    """
    if not 0 <= contract.chance <= 100:  # noqa: PLR2004 - the ends of the percent scale
        raise OutOfRangeError(f"Chance: expected 0 to 100 percent, found {contract.chance!r}.")
    target = _known(contract.target)
    if target < 0:
        raise OutOfRangeError(f"Target: expected 0 or more, found {contract.target!r}.")
    if contract.state is RenewalState.RENEWED:
        kept = renewed_amount(target, contract.final)
        return Outlook(worst=kept, likely=kept, best=kept)
    if contract.state is RenewalState.LOST:
        return Outlook(worst=0.0, likely=0.0, best=0.0)
    by_chance = target * contract.chance / 100
    expected = by_chance if contract.expected is None else contract.expected
    likely = float(min(target, max(0.0, expected)))
    return Outlook(
        worst=likely if contract.committed else 0.0,
        likely=likely,
        best=target if contract.chance > 0 else likely,
    )


def renewal_forecast(contracts: Iterable[Expected]) -> RenewalForecast:
    """Return the forecast of a list of contracts: their targets and outlooks added up.

    Args:
        contracts: The contracts due in the time looked at.

    Returns:
        Target, worst, likely and best; no value where nothing with an amount is due.

    >>> forecast = renewal_forecast(
    ...     [
    ...         Expected(state=RenewalState.RENEWED, target=100, final=120),
    ...         Expected(state=RenewalState.OPEN, target=50, chance=40),
    ...     ]
    ... )
    >>> forecast.worst, forecast.likely, forecast.best, forecast.target
    (100.0, 120.0, 150.0, 150.0)
    """
    rows = list(contracts)
    looks = [outlook(contract) for contract in rows]
    known = [c.target for c in rows if c.target is not None and not is_blank(c.target)]
    target = float(sum(known))
    likely = sum(look.likely for look in looks)
    worst = sum(look.worst for look in looks)
    best = sum(look.best for look in looks)
    return RenewalForecast(
        value=percent_of(likely, target),
        n=len(rows),
        parts=(
            Part("target", target),
            Part("worst", worst),
            Part("likely", likely),
            Part("best", best),
            Part("without amount", len(rows) - len(known)),
        ),
        rule="Each contract up to its amount due. Renewed: its final amount. Open: the amount "
        "expected, else amount due x chance; best all of it unless it has no chance; worst only "
        "what is committed.",
        reason=None if target else "nothing with an amount is due",
        target=target,
        worst=worst,
        likely=likely,
        best=best,
    )


def _known(amount: float | None) -> float:
    return 0.0 if amount is None or is_blank(amount) else float(amount)


def term_months(start: date, end: date) -> int:
    """Return the months of a term: whole months, one more where over 14 days are left, at least 1.

    Args:
        start: First day of service.
        end: First day without service.

    Raises:
        OutOfRangeError: It does not end after it starts.

    >>> term_months(date(2024, 1, 1), date(2024, 8, 1))
    7
    >>> term_months(date(2024, 1, 1), date(2024, 8, 20))
    8
    """
    if end <= start:
        raise OutOfRangeError(f"Term: expected an end after {start}, found {end}.")
    months = 12 * (end.year - start.year) + end.month - start.month
    days = end.day - start.day
    if days < 0:
        # The days since the same day of the month before; a short month ends on its last day.
        months -= 1
        days = (end - _same_day(start, months)).days
    return max(1, months + (days > _LAST_DAY_DROPPED))


def _same_day(day: date, months: int) -> date:
    """Return the same day of the month so many months later, or the last day of a shorter one."""
    number = day.year * 12 + day.month - 1 + months
    year, month = number // 12, number % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def forecast_mrr(amount: float, months: int) -> float:
    """Return the monthly amount of a term: amount / months.

    Args:
        amount: Value of the whole term.
        months: Months of the term, 1 or more; see :func:`term_months`.

    Raises:
        OutOfRangeError: The term has no month.

    >>> forecast_mrr(1393, 7)
    199.0
    """
    if months < 1:
        raise OutOfRangeError(f"Months of the term: expected 1 or more, found {months!r}.")
    return amount / months
