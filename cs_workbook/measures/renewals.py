"""Renewal rate: which share of the contracts that came up for renewal was renewed.

The base is the contracts that were due, not the customers: a renewal rate is **not** 100 % less
churn. Contracts that were never due are in no renewal rate, and by count it cannot exceed 100 %.
Each contract is in exactly one state (:class:`RenewalState`), and as long as some are open or late
two bases are worth showing: all that were due, and those that are decided. A base of zero gives no
value; contracts without an amount are left out of the rate by money and counted.

References:
    Bigdelta, "Renewal rate" (which asks what a renewal signed 30 days late counts as).
    Gainsight, "Renewal Center metric calculations" (nothing above the target counts).
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from cs_workbook.errors import OutOfRangeError
from cs_workbook.measures.figure import Figure, Part, is_blank, percent_of
from cs_workbook.measures.intervals import DEFAULT_CONFIDENCE, Interval, wilson_interval


class RenewalState(StrEnum):
    """What became of a contract that is due."""

    RENEWED = "renewed"
    LOST = "lost"
    OPEN = "open"
    LATE = "late"


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewal:
    """One contract that is due.

    Attributes:
        due: Its renewal date.
        state: What is known of it.
        renewed_on: Day it was renewed; blank where that is not known or it was not.
        amount_due: What it is worth before the renewal; ``None`` where that is unknown.
        amount_after: What it is worth after it; ``None`` counts as nothing renewed.
    """

    due: date
    state: RenewalState
    renewed_on: date | None = None
    amount_due: float | None = None
    amount_after: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RenewalRate(Figure):
    """A renewal rate in percent of what was due.

    Attributes:
        renewed: Contracts renewed, or what was renewed of their amount.
        lost: Contracts lost, or what was lost of the amount.
        open_or_late: Contracts not decided, or their amount.
        of_decided: Renewed in percent of renewed and lost; ``None`` where nothing is decided.
        of_decided_interval: Its interval; ``None`` where the rate counts money.
    """

    renewed: float
    lost: float
    open_or_late: float
    of_decided: float | None
    of_decided_interval: Interval | None = None


def renewal_rate(
    *,
    renewed: int,
    lost: int = 0,
    open_or_late: int = 0,
    due: int | None = None,
    confidence: float = DEFAULT_CONFIDENCE,
) -> RenewalRate:
    """Return the renewal rate by count: 100 * renewed / due.

    Args:
        renewed: Contracts renewed.
        lost: Contracts lost.
        open_or_late: Contracts due and not decided.
        due: All of them; blank adds the three up. A larger number leaves some unaccounted for:
            they count as open or late.
        confidence: Level of the Wilson intervals in percent.

    Returns:
        The rate of all that were due, and of those decided; no value where none was due.

    Raises:
        OutOfRangeError: A count is negative, or the states hold more contracts than were due.

    >>> result = renewal_rate(renewed=1, lost=1, open_or_late=2)
    >>> result.value, result.of_decided
    (25.0, 50.0)
    """
    if min(renewed, lost, open_or_late) < 0:
        raise OutOfRangeError(
            f"Renewal rate: expected counts of 0 or more, found renewed {renewed}, lost {lost}, "
            f"open or late {open_or_late}. A renewal rate is no 100 % less churn."
        )
    base = renewed + lost + open_or_late if due is None else due
    if renewed + lost + open_or_late > base:
        raise OutOfRangeError(
            f"Renewal rate: expected at most the {base} contracts due, found renewed {renewed}, "
            f"lost {lost}, open or late {open_or_late}. Growth is no renewal."
        )
    decided = renewed + lost
    return RenewalRate(
        value=percent_of(renewed, base),
        n=base,
        parts=(
            Part("due", base),
            Part("renewed", renewed),
            Part("lost", lost),
            Part("open or late", base - decided),
        ),
        rule=f"Renewal rate by count: {renewed} renewed of {base} due; {decided} of them decided.",
        interval=wilson_interval(renewed, base, confidence),
        reason=None if base else "nothing was due",
        renewed=renewed,
        lost=lost,
        open_or_late=base - decided,
        of_decided=percent_of(renewed, decided),
        of_decided_interval=wilson_interval(renewed, decided, confidence),
    )


def renewal_rate_of(
    renewals: Iterable[Renewal], *, grace_days: int, confidence: float = DEFAULT_CONFIDENCE
) -> RenewalRate:
    """Return the renewal rate by count of a list of contracts.

    Args:
        renewals: The contracts due; see :func:`settled` for what grace does.
        grace_days: Days after the renewal date within which a renewal is in time.
        confidence: Level of the Wilson intervals in percent.

    Returns:
        The rate as :func:`renewal_rate` gives it.
    """
    states = Counter(settled(renewal, grace_days=grace_days) for renewal in renewals)
    return renewal_rate(
        renewed=states[RenewalState.RENEWED],
        lost=states[RenewalState.LOST],
        open_or_late=states[RenewalState.OPEN] + states[RenewalState.LATE],
        confidence=confidence,
    )


def settled(renewal: Renewal, *, grace_days: int) -> RenewalState:
    """Return the state a contract counts in: renewed after the days of grace is late.

    Args:
        renewal: The contract.
        grace_days: Days after the renewal date that are still in time, 0 or more.

    Raises:
        OutOfRangeError: The days of grace are negative.

    >>> from datetime import date
    >>> late = Renewal(
    ...     due=date(2024, 6, 15), state=RenewalState.RENEWED, renewed_on=date(2024, 7, 20)
    ... )
    >>> str(settled(late, grace_days=30))
    'late'
    """
    if grace_days < 0:
        raise OutOfRangeError(f"Days of grace: expected 0 or more, found {grace_days!r}.")
    if (
        renewal.state is RenewalState.RENEWED
        and renewal.renewed_on is not None
        and renewal.renewed_on > renewal.due + timedelta(days=grace_days)
    ):
        return RenewalState.LATE
    return renewal.state


def renewed_amount(amount_due: float | None, amount_after: float | None) -> float:
    """Return what of an amount due was renewed: never more than was due, never less than 0.

    >>> renewed_amount(100, 120), renewed_amount(100, 60), renewed_amount(None, 60)
    (100.0, 60.0, 0.0)
    """
    if amount_due is None or amount_after is None:
        return 0.0
    return float(max(0, min(amount_due, amount_after)))


def renewal_rate_by_money(renewals: Iterable[Renewal], *, grace_days: int) -> RenewalRate:
    """Return the renewal rate by money: 100 * amount renewed / amount due.

    A renewal at a lower amount is renewed in part and lost for the rest; growth is left out.

    Args:
        renewals: The contracts due. One without an amount is left out and counted in the part
            "without amount".
        grace_days: Days after the renewal date within which a renewal is in time.

    Returns:
        The rate of the amount due, and of the amount decided; no value where no amount was due.

    Raises:
        OutOfRangeError: An amount due is negative.

    >>> from datetime import date
    >>> due = date(2024, 6, 30)
    >>> kept = Renewal(due=due, state=RenewalState.RENEWED, amount_due=100, amount_after=80)
    >>> gone = Renewal(due=due, state=RenewalState.LOST, amount_due=60)
    >>> renewal_rate_by_money([kept, gone], grace_days=30).value
    50.0
    """
    return renewal_rate_of_amounts(
        (settled(renewal, grace_days=grace_days), renewal.amount_due, renewal.amount_after)
        for renewal in renewals
    )


def renewal_rate_of_amounts(
    contracts: Iterable[tuple[RenewalState, float | None, float | None]],
) -> RenewalRate:
    """Return the renewal rate by money, as :func:`renewal_rate_by_money`, of settled contracts.

    Args:
        contracts: State, amount due and amount after of each.

    Raises:
        OutOfRangeError: An amount due is negative.
    """
    due = renewed = lost = 0.0
    counted = blanks = 0
    for state, amount, after in contracts:
        if amount is None or is_blank(amount):
            blanks += 1
            continue
        if amount < 0:
            raise OutOfRangeError(f"Amount due: expected 0 or more, found {amount!r}.")
        counted += 1
        due += amount
        if state is RenewalState.RENEWED:
            kept = renewed_amount(amount, after)
            renewed += kept
            lost += amount - kept
        elif state is RenewalState.LOST:
            lost += amount
    return _by_money(due=due, renewed=renewed, lost=lost, n=counted, blanks=blanks)


def renewal_rate_by_totals(*, due: float, lost: float, downgraded: float = 0) -> RenewalRate:
    """Return the renewal rate by money from totals: 100 * (due - lost - downgraded) / due.

    Args:
        due: Amount that came up for renewal.
        lost: Of it, the amount of contracts lost.
        downgraded: Of it, what contracts were renewed for less.

    Returns:
        The rate; no value where no amount was due.

    Raises:
        OutOfRangeError: An amount is negative, or more was lost than due.

    >>> renewal_rate_by_totals(due=4_000_000, lost=500_000, downgraded=300_000).value
    80.0
    """
    if min(due, lost, downgraded) < 0 or lost + downgraded > due:
        raise OutOfRangeError(
            f"Renewal rate by money: expected 0 up to the {due:g} due, found lost {lost:g} and "
            f"downgraded {downgraded:g}. Growth is no renewal."
        )
    gone = lost + downgraded
    return _by_money(due=due, renewed=due - gone, lost=gone, n=0, blanks=0)


def _by_money(*, due: float, renewed: float, lost: float, n: int, blanks: int) -> RenewalRate:
    # Sums of parts may end a hair beyond the whole.
    undecided = max(0.0, due - renewed - lost)
    return RenewalRate(
        value=percent_of(min(renewed, due), due),
        n=n,
        parts=(
            Part("amount due", due),
            Part("renewed", renewed),
            Part("lost", lost),
            Part("open or late", undecided),
            Part("without amount", blanks),
        ),
        rule="Renewal rate by money: what was renewed, up to the amount due of each contract, "
        "over the amount due.",
        reason=None if due else "no amount was due",
        renewed=renewed,
        lost=lost,
        open_or_late=undecided,
        of_decided=percent_of(renewed, renewed + lost),
    )
