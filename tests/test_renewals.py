"""Renewal rates, forecasts and terms: published examples, and the edges in tables."""

from datetime import date, timedelta

import pytest

from cs_workbook.errors import OutOfRangeError
from cs_workbook.measures.renewal_forecast import (
    Expected,
    Outlook,
    forecast_mrr,
    outlook,
    renewal_forecast,
    term_months,
)
from cs_workbook.measures.renewals import (
    Renewal,
    RenewalState,
    renewal_rate,
    renewal_rate_by_money,
    renewal_rate_by_totals,
    renewal_rate_of,
    settled,
)

RENEWED, LOST, OPEN, LATE = (
    RenewalState.RENEWED,
    RenewalState.LOST,
    RenewalState.OPEN,
    RenewalState.LATE,
)
DUE = date(2024, 6, 30)


@pytest.mark.parametrize(
    ("due", "renewed", "expected"),
    [
        (100, 85, 85.0),  # dock.us, calculate renewal rates
        (24, 22, 91.6667),  # bigdelta.com, renewal rate; printed as 92 %
        (50, 45, 90.0),  # winsabove.com: 45 renewed and 2 churned of 50 leave 3 open
    ],
)
def test_published_rates_by_count(due: int, renewed: int, expected: float) -> None:
    assert renewal_rate(due=due, renewed=renewed).value == pytest.approx(expected, abs=1e-3)


def test_contracts_unaccounted_for_are_open_not_lost() -> None:
    """winsabove.com tells of 50 contracts, 45 renewed and 2 churned."""
    result = renewal_rate(due=50, renewed=45, lost=2)
    assert result.open_or_late == 3
    assert result.of_decided == pytest.approx(100 * 45 / 47)


def test_a_published_rate_by_money() -> None:
    """winsabove.com: 4 m due, 0.5 m lost, 0.3 m downgraded."""
    assert renewal_rate_by_totals(due=4e6, lost=5e5, downgraded=3e5).value == 80


def test_a_renewal_rate_is_not_all_less_churn() -> None:
    """churnzero.net: a churn of -5 % is said to give 105 %. Growth is refused instead."""
    with pytest.raises(OutOfRangeError, match="at most the 100 contracts due, found renewed 105"):
        renewal_rate(due=100, renewed=105)
    with pytest.raises(OutOfRangeError, match="no 100 % less churn"):
        renewal_rate(renewed=100, lost=-5)
    with pytest.raises(OutOfRangeError, match="Growth is no renewal"):
        renewal_rate_by_totals(due=100, lost=-5)


def test_both_bases_where_some_are_late() -> None:
    """bigdelta.com asks what a renewal signed late counts as: B came 35 days late."""
    result = renewal_rate_of(
        [
            Renewal(due=DUE, state=RENEWED, renewed_on=date(2024, 6, 20)),
            Renewal(due=date(2024, 6, 15), state=RENEWED, renewed_on=date(2024, 7, 20)),
            Renewal(due=date(2024, 5, 31), state=LOST),
            Renewal(due=DUE, state=OPEN),
        ],
        grace_days=30,
    )
    assert (result.n, result.renewed, result.lost, result.open_or_late) == (4, 1, 1, 2)
    assert (result.value, result.of_decided) == (25.0, 50.0)


@pytest.mark.parametrize(
    ("days_after", "grace", "expected"),
    [
        (-20, 30, RENEWED),  # early
        (0, 0, RENEWED),  # on the day
        (1, 0, LATE),  # without grace every day counts
        (30, 30, RENEWED),  # the last day of grace is in time
        (31, 30, LATE),
    ],
)
def test_the_last_day_of_grace_is_in_time(
    days_after: int, grace: int, expected: RenewalState
) -> None:
    contract = Renewal(due=DUE, state=RENEWED, renewed_on=DUE + timedelta(days=days_after))
    assert settled(contract, grace_days=grace) is expected


def test_nothing_due_is_no_rate() -> None:
    result = renewal_rate(renewed=0)
    assert (result.value, result.of_decided, result.interval) == (None, None, None)
    assert result.reason == "nothing was due"
    assert renewal_rate_by_money([], grace_days=30).reason == "no amount was due"


def test_money_counts_up_to_what_was_due_and_blanks_are_counted() -> None:
    result = renewal_rate_by_money(
        [
            Renewal(due=DUE, state=RENEWED, amount_due=100, amount_after=130),  # grew: 100
            Renewal(due=DUE, state=RENEWED, amount_due=100, amount_after=70),  # shrank: 70
            Renewal(due=DUE, state=RENEWED, amount_due=50, amount_after=None),  # nothing known: 0
            Renewal(due=DUE, state=LOST, amount_due=50),
            Renewal(due=DUE, state=OPEN, amount_due=100),
            Renewal(due=DUE, state=RENEWED, amount_due=None, amount_after=900),  # left out
        ],
        grace_days=30,
    )
    assert (result.renewed, result.lost, result.open_or_late) == (170, 130, 100)
    assert result.value == pytest.approx(42.5)
    assert result.of_decided == pytest.approx(100 * 170 / 300)
    assert (result.n, result.part("without amount")) == (5, 1)


def test_gainsights_forecast_leaves_out_what_is_over_target() -> None:
    """support.gainsight.com: min(100, 120) + min(200, 150) + min(50, 80) of 425 due."""
    forecast = renewal_forecast(
        [
            Expected(state=RENEWED, target=100, final=120),
            Expected(state=OPEN, target=200, expected=150, chance=80),
            Expected(state=OPEN, target=50, expected=80, chance=80),
            Expected(state=LOST, target=75, expected=75),
        ]
    )
    assert (forecast.target, forecast.likely) == (425, 300)
    assert forecast.value == pytest.approx(70.5882, abs=1e-3)


@pytest.mark.parametrize(
    ("contract", "expected"),
    [
        # committed: likely counts in the worst case too
        (Expected(state=OPEN, target=100, chance=100, committed=True), (100, 100, 100)),
        (Expected(state=OPEN, target=100, chance=90, committed=True), (90, 90, 100)),
        # not committed: nothing is sure
        (Expected(state=OPEN, target=100, chance=80), (0, 80, 100)),
        (Expected(state=LATE, target=100, chance=40), (0, 40, 100)),
        # no chance: nothing, unless somebody typed an amount
        (Expected(state=OPEN, target=100, chance=0), (0, 0, 0)),
        (Expected(state=OPEN, target=100, chance=0, expected=25), (0, 25, 25)),
        # an amount typed stands in place of the chance, between 0 and the target
        (Expected(state=OPEN, target=100, chance=80, expected=10), (0, 10, 100)),
        (Expected(state=OPEN, target=100, chance=80, expected=0), (0, 0, 100)),
        (Expected(state=OPEN, target=100, chance=80, expected=250), (0, 100, 100)),
        (Expected(state=OPEN, target=100, chance=80, expected=-5), (0, 0, 100)),
        # decided: what somebody typed no longer counts
        (Expected(state=RENEWED, target=100, final=60, expected=90), (60, 60, 60)),
        (Expected(state=LOST, target=100, expected=90, committed=True), (0, 0, 0)),
        # no amount known: nothing to expect
        (Expected(state=OPEN, target=None, chance=80, expected=50), (0, 0, 0)),
    ],
)
def test_worst_likely_and_best_of_one_contract(
    contract: Expected, expected: tuple[float, float, float]
) -> None:
    worst, likely, best = expected
    assert outlook(contract) == Outlook(worst=worst, likely=likely, best=best)


def test_a_chance_beyond_the_scale_is_refused() -> None:
    with pytest.raises(OutOfRangeError, match="0 to 100 percent, found 101"):
        outlook(Expected(state=OPEN, target=1, chance=101))


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (date(2024, 1, 1), date(2024, 8, 1), 7),  # ClientSuccess
        (date(2024, 1, 1), date(2024, 8, 20), 8),  # ClientSuccess: 19 days make another month
        (date(2024, 1, 1), date(2024, 8, 15), 7),  # 14 days do not
        (date(2024, 1, 1), date(2024, 8, 16), 8),  # 15 do
        (date(2024, 1, 1), date(2024, 1, 5), 1),  # never less than a month
        (date(2023, 6, 30), date(2024, 6, 30), 12),
        (date(2024, 1, 31), date(2024, 2, 29), 1),  # from end to end of the month
        (date(2024, 1, 20), date(2024, 3, 6), 2),  # one month and 14 days are 1, 15 are 2
        (date(2024, 1, 20), date(2024, 3, 5), 1),
    ],
)
def test_months_of_a_term(start: date, end: date, months: int) -> None:
    assert term_months(start, end) == months


def test_a_term_needs_a_day_and_a_month() -> None:
    """ClientSuccess: 1,393 for 7 months are 199 a month, 2,388 a year."""
    assert forecast_mrr(1393, 7) * 12 == pytest.approx(2388)
    with pytest.raises(OutOfRangeError, match="expected an end after"):
        term_months(DUE, DUE)
    with pytest.raises(OutOfRangeError, match="1 or more, found 0"):
        forecast_mrr(100, 0)
