"""Customer churn: which share of the customers at the start was lost, by a named rule.

Customers, not money (for money see :mod:`cs_workbook.measures.revenue`). The base is the customers
active on the day before the period. Service runs from its start date up to but not including its
end date: **the end date is the first day without service**, so an end on the first day of the
period is churn of this period and an end on the day after it belongs to the next.

Two rules are in use, and finance and Customer Success tend to quote one each (:class:`ChurnRule`).
A start of zero customers gives no value: the rate of nothing is not 0 %. Rates over other lengths
of time are in :mod:`cs_workbook.measures.churn_periods`, shares without a period in
:mod:`cs_workbook.measures.churn_shares`.

References:
    ChartMogul help, "Churn rate formulas" (standard formula).
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from cs_workbook.errors import OutOfRangeError, SettingsError
from cs_workbook.measures.figure import Figure, Part, percent_of
from cs_workbook.measures.intervals import DEFAULT_CONFIDENCE, wilson_interval

_ONE_DAY = timedelta(days=1)


class ChurnRule(StrEnum):
    """Which losses count. The value is the name of the rule as it is printed."""

    STANDARD = "ChartMogul standard"
    ALL_EVENTS = "All events"

    @property
    def words(self) -> str:
        """The rule in plain words."""
        if self is ChurnRule.STANDARD:
            return (
                "customers lost, without those who joined and left inside the period and those "
                "who came back inside it, in percent of customers at the start"
            )
        return "every loss inside the period, in percent of customers at the start"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChurnResult(Figure):
    """A churn rate in percent with its counts.

    Attributes:
        lost: Losses that count by the rule.
        customers_at_start: The base.
    """

    lost: int
    customers_at_start: int


class Span(NamedTuple):
    """One stretch of service of one customer, from its start up to but not including its end.

    Attributes:
        customer: Customer id.
        start: First day of service.
        end: First day without service; ``None`` while it runs.
    """

    customer: str
    start: date
    end: date | None


def logo_churn(
    *,
    customers_at_start: int,
    lost: int,
    joined_and_lost: int = 0,
    lost_and_back: int = 0,
    rule: ChurnRule = ChurnRule.STANDARD,
    confidence: float = DEFAULT_CONFIDENCE,
) -> ChurnResult:
    """Return the churn rate from counts.

    Standard: 100 * (lost - joined and lost - lost and back) / customers at start. All events:
    100 * lost / customers at start; it can exceed 100.

    Args:
        customers_at_start: Customers active on the day before the period.
        lost: All losses inside the period.
        joined_and_lost: Those of the losses that had also joined inside the period.
        lost_and_back: Those of the losses, of customers at the start, that did not last to the end
            of the period. No loss belongs to both groups.
        rule: Which losses count.
        confidence: Level of the Wilson interval in percent. Only the standard rule has an
            interval, because only there the lost are part of the base.

    Returns:
        The rate in percent; no value where there was no customer at the start.

    Raises:
        OutOfRangeError: A count is negative, or a part is larger than its whole.

    >>> logo_churn(customers_at_start=100, lost=12, joined_and_lost=1, lost_and_back=1).value
    10.0
    >>> logo_churn(customers_at_start=100, lost=12, rule=ChurnRule.ALL_EVENTS).value
    12.0
    """
    if min(customers_at_start, lost, joined_and_lost, lost_and_back) < 0:
        raise OutOfRangeError(
            f"Churn: expected counts of 0 or more, found customers at start {customers_at_start}, "
            f"lost {lost}, joined and lost {joined_and_lost}, lost and back {lost_and_back}."
        )
    if joined_and_lost + lost_and_back > lost:
        raise OutOfRangeError(
            f"Churn: expected at most {lost} losses left out, found {joined_and_lost} joined and "
            f"lost plus {lost_and_back} lost and back."
        )
    standard = rule is ChurnRule.STANDARD
    counted = lost - joined_and_lost - lost_and_back if standard else lost
    if standard and counted > customers_at_start > 0:
        raise OutOfRangeError(
            f"Churn: expected at most the {customers_at_start} customers at the start to be lost, "
            f"found {counted}. Losses of customers who joined later go to joined and lost."
        )
    return ChurnResult(
        value=percent_of(counted, customers_at_start),
        n=customers_at_start,
        parts=(
            Part("customers at start", customers_at_start),
            Part("lost", lost),
            Part("joined and lost", joined_and_lost),
            Part("lost and back", lost_and_back),
            Part("counted", counted),
        ),
        rule=f"Churn, {rule}: {rule.words}; {counted} of {customers_at_start}.",
        interval=(
            wilson_interval(counted, customers_at_start, confidence)
            if standard and customers_at_start
            else None
        ),
        reason=None if customers_at_start else "no customers at the start",
        lost=counted,
        customers_at_start=customers_at_start,
    )


def logo_churn_in_period(
    spans: Iterable[Span],
    *,
    period_start: date,
    period_end: date,
    rule: ChurnRule = ChurnRule.STANDARD,
    confidence: float = DEFAULT_CONFIDENCE,
) -> ChurnResult:
    """Return the churn rate of a period from the stretches of service.

    Stretches of one customer that touch or overlap are one: a second subscription that starts the
    day the first one ends is no loss.

    Args:
        spans: Stretches of service; several per customer are fine. A stretch that ends on the day
            it starts held no service and is passed over.
        period_start: First day of the period.
        period_end: The day after the period: 1 April for the first quarter.
        rule: Which losses count.
        confidence: Level of the Wilson interval in percent.

    Returns:
        The rate in percent; no value where there was no customer at the start.

    Raises:
        SettingsError: The period does not end after it starts.
        OutOfRangeError: A stretch ends before it starts.

    >>> spans = [Span("A", date(2023, 5, 1), None), Span("B", date(2023, 6, 1), date(2024, 2, 10))]
    >>> result = logo_churn_in_period(
    ...     spans, period_start=date(2024, 1, 1), period_end=date(2024, 4, 1)
    ... )
    >>> result.lost, result.customers_at_start, result.value
    (1, 2, 50.0)
    """
    if period_end <= period_start:
        raise SettingsError(
            f"Churn period: expected an end after {period_start}, found {period_end}. "
            f"The end is the day after the period."
        )
    at_start = events = joined_and_lost = gone = 0
    for stretches in _stretches_by_customer(spans).values():
        was_there = _active_on(stretches, period_start - _ONE_DAY)
        ends = sum(1 for _, end in stretches if end and period_start <= end < period_end)
        events += ends
        if was_there:
            at_start += 1
            gone += not _active_on(stretches, period_end - _ONE_DAY)
        else:
            joined_and_lost += ends
    return logo_churn(
        customers_at_start=at_start,
        lost=events,
        joined_and_lost=joined_and_lost,
        lost_and_back=events - joined_and_lost - gone,
        rule=rule,
        confidence=confidence,
    )


def _stretches_by_customer(
    spans: Iterable[Span],
) -> dict[str, list[tuple[date, date | None]]]:
    """Merge the stretches of each customer that touch or overlap."""
    by_customer: dict[str, list[tuple[date, date | None]]] = defaultdict(list)
    for span in sorted(spans, key=lambda span: span.start):
        if span.end is not None and span.end < span.start:
            raise OutOfRangeError(
                f"Customer {span.customer}: expected an end on or after {span.start}, "
                f"found {span.end}. Swap the dates or correct them at the source."
            )
        if span.end == span.start:
            continue
        stretches = by_customer[span.customer]
        if stretches and (stretches[-1][1] is None or stretches[-1][1] >= span.start):
            first, last = stretches[-1]
            joined = None if last is None or span.end is None else max(last, span.end)
            stretches[-1] = (first, joined)
        else:
            stretches.append((span.start, span.end))
    return by_customer


def _active_on(stretches: list[tuple[date, date | None]], day: date) -> bool:
    return any(start <= day and (end is None or day < end) for start, end in stretches)
