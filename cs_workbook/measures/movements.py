"""MRR movements: what kind of change lies between two months of one customer's revenue.

A customer's revenue is one sum over all subscriptions, so a second subscription is expansion and
cancelling one of two is contraction. *New* is the first revenue ever, *churn* the end of the last
subscription, *reactivation* revenue after churn; a gap inside a customer's life is therefore churn
followed by reactivation. Movements have signs: losses are negative, and the start plus all
movements is the end.

A blank amount is "not known" and makes no movement; an account missing from one side has 0 there.

References:
    ChartMogul help, "Understanding MRR movements".
    dbt Labs, "MRR playbook" (classification by month; definitions only).
"""

import math
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from cs_workbook.errors import OutOfRangeError
from cs_workbook.measures.figure import is_blank
from cs_workbook.measures.mrr import MrrTotals

# 0.1 + 0.2 of two subscriptions against 0.3 of one is no expansion.
_NOISE_DECIMALS = 6
_MONTHS = 12


class MovementKind(StrEnum):
    """The five kinds of MRR movement."""

    NEW = "new"
    EXPANSION = "expansion"
    CONTRACTION = "contraction"
    CHURN = "churn"
    REACTIVATION = "reactivation"


class Movement(NamedTuple):
    """One change of one account's MRR.

    Attributes:
        account: Account id.
        kind: Which kind it is.
        amount: Change of MRR; negative for contraction and churn.
    """

    account: str
    kind: MovementKind
    amount: float


class DatedMovement(NamedTuple):
    """A movement and the month it happened in.

    Attributes:
        month: First day of that month.
        movement: The movement.
    """

    month: date
    movement: Movement


class Term(NamedTuple):
    """One subscription of one account, from its start up to but not including its end.

    Attributes:
        account: Account id.
        start: First day of service.
        end: First day without service; ``None`` while it runs.
        monthly: MRR of the subscription.
    """

    account: str
    start: date
    end: date | None
    monthly: float


def movement_kind(
    before: float | None, after: float | None, *, was_customer_before: bool
) -> MovementKind | None:
    """Return the kind of change between two amounts of one account.

    Args:
        before: MRR at the start, 0 or more.
        after: MRR at the end, 0 or more.
        was_customer_before: Whether the account ever paid before; decides between new and
            reactivation, and counts only where ``before`` is 0.

    Returns:
        The kind; ``None`` where nothing changed or an amount is blank.

    Raises:
        OutOfRangeError: An amount is negative.

    >>> str(movement_kind(0, 150, was_customer_before=True))
    'reactivation'
    """
    if before is None or after is None or is_blank(before) or is_blank(after):
        return None
    if before < 0 or after < 0:
        raise OutOfRangeError(f"MRR: expected 0 or more, found {before!r} and {after!r}.")
    before, after = round(before, _NOISE_DECIMALS), round(after, _NOISE_DECIMALS)
    if before == after:
        return None
    if before == 0:
        return MovementKind.REACTIVATION if was_customer_before else MovementKind.NEW
    if after == 0:
        return MovementKind.CHURN
    return MovementKind.EXPANSION if after > before else MovementKind.CONTRACTION


def movements_between(
    before: Mapping[str, float | None],
    after: Mapping[str, float | None],
    *,
    former_customers: Container[str] = (),
) -> tuple[Movement, ...]:
    """Return the movements between two states of a customer base.

    Args:
        before: MRR per account at the start.
        after: MRR per account at the end.
        former_customers: Accounts that paid at some time before the start.

    Returns:
        One movement per changed account: those of ``before`` in their order, then the others.

    Raises:
        OutOfRangeError: An amount is negative.

    >>> for movement in movements_between({"A": 100.0, "B": 50.0}, {"A": 130.0, "C": 70.0}):
    ...     print(movement.account, movement.kind, movement.amount)
    A expansion 30.0
    B churn -50.0
    C new 70.0
    """
    movements: list[Movement] = []
    for account in dict.fromkeys((*before, *after)):
        old, new = before.get(account, 0.0), after.get(account, 0.0)
        kind = movement_kind(old, new, was_customer_before=account in former_customers)
        # A kind is only given where both amounts are known; mypy cannot see that.
        if kind is not None and old is not None and new is not None:
            movements.append(Movement(account, kind, new - old))
    return tuple(movements)


def monthly_movements(terms: Iterable[Term], *, first: date, last: date) -> list[DatedMovement]:
    """Return the movements of each month from a list of subscriptions.

    A month is judged by its last day: an end on 1 April leaves 31 March paid and is churn of
    April; a start on 15 January is new business of January. Changes inside one month are netted.

    Args:
        terms: Subscriptions. One that starts and ends inside a month is never seen.
        first: Any day of the first month to return. Earlier months still decide whether a customer
            is new or came back.
        last: Any day of the last month to return.

    Returns:
        Movements sorted by month and account.

    Raises:
        OutOfRangeError: A term ends before it starts, or its amount is negative.

    >>> terms = [Term("K", date(2024, 1, 1), date(2024, 4, 1), 40)]
    >>> for month, movement in monthly_movements(
    ...     terms, first=date(2024, 1, 1), last=date(2024, 12, 1)
    ... ):
    ...     print(month, movement.kind, movement.amount)
    2024-01-01 new 40.0
    2024-04-01 churn -40.0
    """
    by_account: dict[str, list[Term]] = defaultdict(list)
    for term in terms:
        if term.end is not None and term.end < term.start:
            raise OutOfRangeError(
                f"Subscription of {term.account}: expected an end on or after {term.start}, "
                f"found {term.end}."
            )
        if term.monthly < 0:
            raise OutOfRangeError(
                f"Subscription of {term.account}: expected MRR of 0 or more, found "
                f"{term.monthly!r}."
            )
        by_account[term.account].append(term)
    found: list[DatedMovement] = []
    for account, own in by_account.items():
        before, seen = 0.0, False
        for month in _months_of_change(own):
            after = math.fsum(term.monthly for term in own if _runs_at_end_of(month, term))
            kind = movement_kind(before, after, was_customer_before=seen)
            if kind is not None and _month_number(first) <= month <= _month_number(last):
                day = date(month // _MONTHS, month % _MONTHS + 1, 1)
                found.append(DatedMovement(day, Movement(account, kind, after - before)))
            before, seen = after, seen or after > 0
    return sorted(found, key=lambda dated: (dated.month, dated.movement.account))


def totals_of(movements: Iterable[Movement], *, start: float) -> MrrTotals:
    """Add movements up by kind.

    Args:
        movements: Movements of one period.
        start: MRR at the start of it.

    Returns:
        Totals with losses as positive amounts; their ``end`` is the MRR at the end.

    >>> totals_of(movements_between({"A": 100}, {"A": 80, "B": 30}), start=100).end
    110.0
    """
    by_kind: dict[MovementKind, list[float]] = defaultdict(list)
    for movement in movements:
        by_kind[movement.kind].append(abs(movement.amount))
    return MrrTotals(
        start=start,
        new=math.fsum(by_kind[MovementKind.NEW]),
        expansion=math.fsum(by_kind[MovementKind.EXPANSION]),
        contraction=math.fsum(by_kind[MovementKind.CONTRACTION]),
        churn=math.fsum(by_kind[MovementKind.CHURN]),
        reactivation=math.fsum(by_kind[MovementKind.REACTIVATION]),
    )


def _month_number(day: date) -> int:
    return day.year * _MONTHS + day.month - 1


def _months_of_change(terms: Iterable[Term]) -> list[int]:
    """Months in which a term starts or ends, in order; between them nothing can change."""
    months = set()
    for term in terms:
        months.add(_month_number(term.start))
        if term.end is not None:
            months.add(_month_number(term.end))
    return sorted(months)


def _runs_at_end_of(month: int, term: Term) -> bool:
    return _month_number(term.start) <= month and (
        term.end is None or month < _month_number(term.end)
    )
