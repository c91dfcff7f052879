"""Churn by its named rules, its boundaries and its conversions."""

from datetime import date

import pytest

from cs_workbook.errors import OutOfRangeError, SettingsError
from cs_workbook.measures.churn import ChurnRule, Span, logo_churn, logo_churn_in_period
from cs_workbook.measures.churn_periods import (
    annual_from_monthly_churn,
    churn_summed_by_day,
    monthly_from_annual_churn,
)
from cs_workbook.measures.churn_shares import ever_had_event_share, flagged_share

JANUARY = date(2024, 1, 1)
APRIL = date(2024, 4, 1)
LAST_YEAR = date(2023, 5, 1)


@pytest.mark.parametrize(
    ("stretches", "at_start", "standard", "events", "why"),
    [
        ([(LAST_YEAR, None)], 1, 0, 0, "stays"),
        ([(LAST_YEAR, JANUARY)], 1, 1, 1, "first day without service is the first of the period"),
        ([(LAST_YEAR, date(2023, 12, 31))], 0, 0, 0, "gone before the day before the period"),
        ([(LAST_YEAR, APRIL)], 1, 0, 0, "leaves the day after: next period"),
        ([(LAST_YEAR, date(2024, 3, 31))], 1, 1, 1, "leaves on the last day"),
        ([(JANUARY, None)], 0, 0, 0, "joins on the first day: not there the day before"),
        ([(JANUARY, date(2024, 2, 1))], 0, 0, 1, "joins and leaves: an event, no standard churn"),
        (
            [(LAST_YEAR, date(2024, 2, 1)), (date(2024, 3, 1), None)],
            *(1, 0, 1),
            "leaves and comes back inside the period",
        ),
        (
            [(LAST_YEAR, date(2024, 2, 1)), (date(2024, 2, 10), date(2024, 3, 1))],
            *(1, 1, 2),
            "leaves, comes back, leaves again: lost once, two events",
        ),
        (
            [(LAST_YEAR, date(2024, 2, 1)), (date(2024, 2, 1), None)],
            *(1, 0, 0),
            "the next subscription starts the day the first ends: no loss",
        ),
        (
            [(LAST_YEAR, None), (date(2023, 6, 1), date(2024, 2, 1))],
            *(1, 0, 0),
            "one of two subscriptions ends: still a customer",
        ),
        (
            [(LAST_YEAR, date(2024, 2, 1)), (date(2024, 5, 1), None)],
            *(1, 1, 1),
            "comes back after the period: lost in it",
        ),
        ([(date(2024, 2, 1), date(2024, 2, 1))], 0, 0, 0, "no day of service, no customer"),
    ],
)
def test_one_customer_in_the_first_quarter(
    stretches: list[tuple[date, date | None]],
    at_start: int,
    standard: int,
    events: int,
    why: str,
) -> None:
    spans = [Span("A", start, end) for start, end in stretches]
    for rule, lost in ((ChurnRule.STANDARD, standard), (ChurnRule.ALL_EVENTS, events)):
        result = logo_churn_in_period(spans, period_start=JANUARY, period_end=APRIL, rule=rule)
        assert (result.customers_at_start, result.lost) == (at_start, lost), why
        assert (result.value is None) is (at_start == 0), why


def test_no_customers_at_the_start() -> None:
    result = logo_churn(customers_at_start=0, lost=2)
    assert result.value is None
    assert result.reason == "no customers at the start"
    assert result.interval is None


def test_result_prints_its_rule() -> None:
    assert logo_churn(customers_at_start=24, lost=3).rule == (
        "Churn, ChartMogul standard: customers lost, without those who joined and left inside the "
        "period and those who came back inside it, in percent of customers at the start; 3 of 24."
    )


def test_only_the_standard_rule_has_an_interval() -> None:
    assert logo_churn(customers_at_start=24, lost=3).interval is not None
    assert logo_churn(customers_at_start=24, lost=3, rule=ChurnRule.ALL_EVENTS).interval is None


def test_all_events_may_exceed_the_start() -> None:
    churn = logo_churn(customers_at_start=2, lost=3, rule=ChurnRule.ALL_EVENTS)
    assert churn.value == 150


@pytest.mark.parametrize(
    ("counts", "message"),
    [
        ({"customers_at_start": 10, "lost": -1}, "counts of 0 or more"),
        ({"customers_at_start": 10, "lost": 11}, "at most the 10 customers at the start"),
        ({"customers_at_start": 10, "lost": 1, "joined_and_lost": 2}, "at most 1 losses left out"),
    ],
)
def test_impossible_counts(counts: dict[str, int], message: str) -> None:
    with pytest.raises(OutOfRangeError, match=message):
        logo_churn(
            customers_at_start=counts["customers_at_start"],
            lost=counts["lost"],
            joined_and_lost=counts.get("joined_and_lost", 0),
        )


def test_impossible_dates() -> None:
    with pytest.raises(SettingsError, match="day after the period"):
        logo_churn_in_period([], period_start=APRIL, period_end=APRIL)
    with pytest.raises(OutOfRangeError, match="Customer A: expected an end on or after"):
        logo_churn_in_period([Span("A", APRIL, JANUARY)], period_start=JANUARY, period_end=APRIL)


@pytest.mark.parametrize(
    ("monthly", "annual", "why"),
    [
        (0, 0, "nothing lost"),
        (100, 100, "everybody lost in the first month"),
        (5, 45.964, "compounds; twelve times would be 60"),
        (1e-9, 1.2e-8, "small rates keep their digits"),
        (None, None, "a blank stays blank"),
        (float("nan"), None, "so does the blank of a data frame"),
    ],
)
def test_monthly_to_annual_churn(monthly: float | None, annual: float | None, why: str) -> None:
    found = annual_from_monthly_churn(monthly)
    assert found == (None if annual is None else pytest.approx(annual, rel=1e-4)), why


@pytest.mark.parametrize("percent", [-0.1, 100.1])
def test_churn_to_convert_is_zero_to_100_percent(percent: float) -> None:
    with pytest.raises(OutOfRangeError, match="0 to 100 percent"):
        annual_from_monthly_churn(percent)
    with pytest.raises(OutOfRangeError, match="0 to 100 percent"):
        monthly_from_annual_churn(percent)


def test_daily_rates_add_up_and_skip_empty_days() -> None:
    figure = churn_summed_by_day([(100, 95), (0, 0), (200, 190)])
    assert figure.value == 10
    assert figure.part("days that start at zero") == 1
    assert churn_summed_by_day([]).reason == "no day with a base"
    with pytest.raises(OutOfRangeError, match="Daily churn"):
        churn_summed_by_day([(100, -1)])


def test_flags_leave_blanks_out() -> None:
    figure = flagged_share([True, False, None, False, False])
    assert (figure.value, figure.n) == (25, 4)
    assert "no churn rate" in figure.rule
    assert flagged_share([None]).reason == "no accounts"


def test_events_count_accounts_once_and_report_strangers() -> None:
    figure = ever_had_event_share(["A", "B", "C", "D", "D"], ["A", "A", "Z", "Z"])
    assert (figure.value, figure.n) == (25, 4)
    assert figure.part("events of unknown accounts") == 2
