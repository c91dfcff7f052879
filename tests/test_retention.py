"""The retention curve and the cohort triangle: ties, the future, what cannot be judged."""

from datetime import date

import pytest

from cs_workbook.errors import OutOfRangeError
from cs_workbook.measures.churn import Span
from cs_workbook.measures.cohorts import cohort_triangle
from cs_workbook.measures.retention import Lifetime, lifetime_until, retention_curve

BEWICK = [(1, 1), (1, 1), (4, 1), (5, 1), (6, 0), (9, 1), (9, 0), (22, 1)]


def test_interval_agrees_with_another_program() -> None:
    # scipy.stats.ecdf(CensoredData(...)).sf.confidence_interval(method="log-log"), version 1.17.
    curve = retention_curve(Lifetime(time, bool(lost)) for time, lost in BEWICK)
    ends = [(step.interval.low, step.interval.high) for step in curve.steps if step.interval]
    assert ends == [
        pytest.approx((31.480711, 93.089832), abs=1e-6),
        pytest.approx((22.933332, 86.069828), abs=1e-6),
        pytest.approx((15.203589, 77.486501), abs=1e-6),
        pytest.approx((5.617565, 65.758222), abs=1e-6),
    ]
    assert curve.steps[-1].interval is None, "nobody left: not defined"


@pytest.mark.parametrize(
    ("lifetimes", "median", "words", "why"),
    [
        ([(1, 1), (2, 1)], 1, "1", "half are lost at 1"),
        ([(1, 1), (2, 0), (3, 0)], None, "not reached", "two thirds are still there"),
        ([(5, 0), (5, 1)], 5, "5", "a loss comes before the end of watching"),
        ([(3, 0), (3, 0)], None, "not reached", "nobody was lost"),
        ([], None, "not reached", "nobody was watched"),
        ([(0, 1), (4, 0)], 0, "0", "lost on the first day"),
    ],
)
def test_median(
    lifetimes: list[tuple[float, int]], median: float | None, words: str, why: str
) -> None:
    curve = retention_curve(Lifetime(time, bool(lost)) for time, lost in lifetimes)
    assert (curve.median, curve.median_words) == (median, words), why


def test_median_is_not_missed_by_rounding() -> None:
    lives = [Lifetime(day, lost=True) for day in range(1, 7)] + [Lifetime(9, lost=False)] * 6
    assert retention_curve(lives).median == 6


def test_curve_is_silent_beyond_what_was_watched() -> None:
    curve = retention_curve([Lifetime(5, lost=True), Lifetime(9, lost=False)])
    assert [curve.retained_at(day) for day in (0, 4, 5, 9, 10)] == [100, 100, 50, 50, None]
    gone = retention_curve([Lifetime(5, lost=True)])
    assert gone.retained_at(100) == 0, "all are lost and stay so"
    assert retention_curve([]).retained_at(1) is None


def test_what_cannot_be_judged_is_counted() -> None:
    curve = retention_curve([None, Lifetime(3, lost=False)])
    assert dict(curve.parts) == {
        "customers": 1,
        "lost": 0,
        "still there when last seen": 1,
        "left out": 1,
    }
    assert retention_curve([None]).reason == "no customers"


def test_impossible_durations() -> None:
    with pytest.raises(OutOfRangeError, match="Duration: expected 0 or more, found -1"):
        retention_curve([Lifetime(-1, lost=True)])
    with pytest.raises(OutOfRangeError, match="End: expected a day on or after the start"):
        lifetime_until(date(2024, 2, 1), date(2024, 1, 1), as_of=date(2024, 12, 31))


@pytest.mark.parametrize(
    ("start", "end", "expected", "why"),
    [
        ("2024-01-01", "2024-03-01", Lifetime(60, lost=True), "first day without is the as-of day"),
        ("2024-01-01", "2024-03-02", Lifetime(60, lost=False), "the end has not happened"),
        ("2024-03-01", None, Lifetime(0, lost=False), "joined today"),
        ("2024-03-02", None, None, "has not begun"),
    ],
)
def test_watching_ends_on_the_as_of_day(
    start: str, end: str | None, expected: Lifetime | None, why: str
) -> None:
    days = date.fromisoformat(start), date.fromisoformat(end) if end else None
    assert lifetime_until(*days, as_of=date(2024, 3, 1)) == expected, why


@pytest.mark.parametrize(
    ("stretches", "retained", "why"),
    [
        ([("2024-01-05", None)], (100, 100, 100, 100), "stays"),
        ([("2024-01-05", "2024-01-20")], (100, 0, 0, 0), "month 0 is 100 by definition"),
        ([("2024-01-05", "2024-02-29")], (100, 0, 0, 0), "the last day of a month decides"),
        ([("2024-01-05", "2024-03-01")], (100, 100, 0, 0), "there on 29 February"),
        ([("2024-01-05", "2024-02-01"), ("2024-03-09", None)], (100, 0, 100, 100), "came back"),
        ([("2024-01-05", "2024-04-15")], (100, 100, 100, 0), "gone on the as-of day"),
        ([("2024-01-05", "2024-04-16")], (100, 100, 100, 100), "that end has not happened"),
    ],
)
def test_one_customer_by_month(
    stretches: list[tuple[str, str | None]], retained: tuple[float, ...], why: str
) -> None:
    spans = [
        Span("A", date.fromisoformat(start), date.fromisoformat(end) if end else None)
        for start, end in stretches
    ]
    triangle = cohort_triangle(spans, as_of=date(2024, 4, 15))
    assert [cohort.retained for cohort in triangle.cohorts] == [retained], why


def test_triangle_without_customers_and_with_wrong_dates() -> None:
    nobody = cohort_triangle([Span("A", date(2025, 1, 1), None)], as_of=date(2024, 4, 15))
    assert (nobody.cohorts, nobody.n) == ((), 0)
    with pytest.raises(OutOfRangeError, match="Customer A: expected an end on or after"):
        cohort_triangle([Span("A", date(2024, 2, 1), date(2024, 1, 1))], as_of=date(2024, 4, 15))
