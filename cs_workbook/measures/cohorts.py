"""Cohorts: of those who joined in one month, which share is there in each month after it.

One row per joining month, one column per month of age. **The future is blank, never 0**: a cohort
that joined two months ago has no third month yet. Month 0 is 100 percent by definition. After it a
month is judged by its last day, as for revenue movements: who leaves on 15 March is not there in
March. A customer with a gap is not there in the gap and there again after it, so a row may rise.

Customers without a start date are to be left out before; a service that starts after the as-of
date has not begun and is left out here. The last month counts as it stands on the as-of date.

References:
    dbt Labs, "MRR playbook" (a month is judged as a whole; definitions only).
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cs_workbook.errors import OutOfRangeError
from cs_workbook.measures.churn import Span
from cs_workbook.measures.figure import percent_of

_MONTHS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohort:
    """Those who joined in one month.

    Attributes:
        month: First day of the joining month.
        customers: How many joined.
        retained: Percent of them there in month 0, 1, 2 and so on; ``None`` in the future.
    """

    month: date
    customers: int
    retained: tuple[float | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortTriangle:
    """All cohorts of a list, as wide as the oldest one.

    Attributes:
        cohorts: From the oldest to the youngest; months in which nobody joined are left out.
        n: Customers in all cohorts.
        rule: The rule in plain words, ready to be printed.
    """

    cohorts: tuple[Cohort, ...]
    n: int
    rule: str = (
        "Retention by joining month: percent of those who joined that are there on the last day of "
        "each month after it; blank where the month has not come."
    )


def cohort_triangle(spans: Iterable[Span], *, as_of: date) -> CohortTriangle:
    """Return the share of each joining month that is there in every month since.

    Args:
        spans: Stretches of service; several per customer are fine, the first one sets its cohort.
        as_of: The day up to which the list is true; the last month shown is its month.

    Returns:
        One cohort per joining month; none without customers.

    Raises:
        OutOfRangeError: A stretch ends before it starts.

    >>> spans = [Span("A", date(2024, 1, 1), None), Span("B", date(2024, 1, 9), date(2024, 2, 1))]
    >>> triangle = cohort_triangle(spans, as_of=date(2024, 3, 31))
    >>> [cohort.retained for cohort in triangle.cohorts]
    [(100.0, 50.0, 50.0)]
    """
    by_customer: dict[str, list[Span]] = defaultdict(list)
    for span in spans:
        if span.end is not None and span.end < span.start:
            raise OutOfRangeError(
                f"Customer {span.customer}: expected an end on or after {span.start}, "
                f"found {span.end}. Swap the dates or correct them at the source."
            )
        if span.start <= as_of:
            by_customer[span.customer].append(span)
    cohorts: dict[int, list[list[Span]]] = defaultdict(list)
    for own in by_customer.values():
        cohorts[_month_number(min(span.start for span in own))].append(own)
    last = _month_number(as_of)
    width = last - min(cohorts, default=last) + 1
    return CohortTriangle(
        cohorts=tuple(
            Cohort(
                month=date(month // _MONTHS, month % _MONTHS + 1, 1),
                customers=len(members),
                retained=tuple(
                    _share_there(members, month, month + age, as_of)
                    if month + age <= last
                    else None
                    for age in range(width)
                ),
            )
            for month, members in sorted(cohorts.items())
        ),
        n=len(by_customer),
    )


def _share_there(members: list[list[Span]], joined: int, month: int, as_of: date) -> float | None:
    if month == joined:
        return 100.0
    there = sum(1 for own in members if any(_there_in(month, span, as_of) for span in own))
    return percent_of(there, len(members))


def _there_in(month: int, span: Span, as_of: date) -> bool:
    """Tell whether a stretch covers the last day of a month, or the as-of date if that is first."""
    if _month_number(span.start) > month:
        return False
    # An end after the as-of date has not happened yet.
    return span.end is None or span.end > as_of or month < _month_number(span.end)


def _month_number(day: date) -> int:
    return day.year * _MONTHS + day.month - 1
