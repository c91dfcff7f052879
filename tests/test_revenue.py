"""Recurring revenue: normalising, retention, churn of revenue, quick ratio, movements."""

from datetime import date

import pytest

from cs_workbook.errors import OutOfRangeError, SettingsError
from cs_workbook.measures.figure import Unit
from cs_workbook.measures.movements import (
    MovementKind,
    Term,
    monthly_movements,
    movement_kind,
    movements_between,
    totals_of,
)
from cs_workbook.measures.mrr import MrrTotals, monthly_amount, monthly_amount_by_interval
from cs_workbook.measures.revenue import (
    gross_mrr_churn,
    gross_revenue_retention,
    gross_revenue_retention_from_totals,
    net_mrr_churn,
    net_revenue_retention,
    net_revenue_retention_from_totals,
    quick_ratio,
)


@pytest.mark.parametrize(
    ("amount", "interval", "count", "monthly", "why"),
    [
        (1200, "year", 1, 100, "twelve months"),
        (1200, " Annually ", 1, 100, "the word of another system"),
        (300, "quarter", 1, 100, "three months"),
        (600, "semi-annual", 1, 100, "six months"),
        (2400, "year", 2, 100, "every two years"),
        (12, "week", 1, 52, "52 weeks a year"),
        (12, "day", 1, 365, "365 days a year"),
        (0, "month", 1, 0, "free is 0"),
        (-50, "month", 1, -50, "a credit stays negative"),
        (None, "year", 1, None, "a blank is not free"),
    ],
)
def test_monthly_amount(
    amount: float | None, interval: str, count: int, monthly: float | None, why: str
) -> None:
    assert monthly_amount_by_interval(amount, interval, count=count) == pytest.approx(monthly), why


def test_terms_and_intervals_that_make_no_sense() -> None:
    with pytest.raises(OutOfRangeError, match="more than 0, found 0"):
        monthly_amount(100, months=0)
    with pytest.raises(SettingsError, match="half-year, year, found 'biannual'"):
        monthly_amount_by_interval(100, "biannual")


@pytest.mark.parametrize(
    ("accounts", "grr", "nrr", "n", "why"),
    [
        ({"A": (100, 150)}, 100, 150, 1, "growth is no part of GRR"),
        ({"A": (100, 80)}, 80, 80, 1, "a smaller contract is a loss"),
        ({"A": (100, 0), "B": (0, 100)}, 0, 0, 1, "a new account makes up for nothing"),
        ({"A": (100, 50), "B": (100, 150)}, 75, 100, 2, "growth elsewhere hides it from NRR only"),
        ({"A": (100, None), "B": (100, 100)}, 100, 100, 1, "not known is not gone"),
        ({"A": (0, 50)}, None, None, 0, "no revenue at the start"),
        ({}, None, None, 0, "no accounts"),
    ],
)
def test_retention_by_account(
    accounts: dict[str, tuple[float | None, float | None]],
    grr: float | None,
    nrr: float | None,
    n: int,
    why: str,
) -> None:
    gross, net = gross_revenue_retention(accounts), net_revenue_retention(accounts)
    assert (gross.value, net.value, gross.n, net.n) == (grr, nrr, n, n), why
    assert (gross.reason is None) is (grr is not None), why


def test_blank_amounts_are_counted() -> None:
    figure = gross_revenue_retention({"A": (100, None), "B": (None, 5), "C": (10, 10)})
    assert figure.part("accounts left out, amount blank") == 2


def test_negative_revenue_names_the_account() -> None:
    with pytest.raises(OutOfRangeError, match="MRR of A: expected 0 or more, found 100 and -1"):
        net_revenue_retention({"A": (100, -1)})


def test_losses_are_written_without_a_minus() -> None:
    with pytest.raises(OutOfRangeError, match=r"MRR churn: .* without a minus"):
        MrrTotals(start=100, churn=-5)


def test_more_lost_than_there_was() -> None:
    with pytest.raises(OutOfRangeError, match="up to the start of 100, found 101"):
        gross_revenue_retention_from_totals(MrrTotals(start=100, churn=101))


def test_start_of_zero_has_no_rates() -> None:
    totals = MrrTotals(start=0, new=10)
    for measure in (
        gross_mrr_churn,
        net_mrr_churn,
        gross_revenue_retention_from_totals,
        net_revenue_retention_from_totals,
    ):
        figure = measure(totals)
        assert (figure.value, figure.reason) == (None, "no revenue at the start")


def test_rates_of_one_period_fit_together() -> None:
    totals = MrrTotals(start=1000, new=70, expansion=50, contraction=30, churn=100)
    assert gross_revenue_retention_from_totals(totals).value == 87
    assert gross_mrr_churn(totals).value == 13
    assert net_revenue_retention_from_totals(totals).value == 92
    assert net_mrr_churn(totals).value == 8
    assert totals.end == 990


@pytest.mark.parametrize(
    ("totals", "with_reactivation", "value", "reason", "why"),
    [
        (MrrTotals(start=0, new=8, churn=2), True, 4, None, "four gained for each lost"),
        (MrrTotals(start=0, new=8, reactivation=2, churn=2), True, 5, None, "came back: gained"),
        (MrrTotals(start=0, new=8, reactivation=2, churn=2), False, 4, None, "left out on request"),
        (MrrTotals(start=0, contraction=2), True, 0, None, "only losses is a true 0"),
        (MrrTotals(start=0, new=8), True, None, "no losses", "undefined, and never 0"),
        (MrrTotals(start=0), True, None, "no losses", "nothing happened"),
    ],
)
def test_quick_ratio(
    totals: MrrTotals,
    with_reactivation: bool,
    value: float | None,
    reason: str | None,
    why: str,
) -> None:
    figure = quick_ratio(totals, with_reactivation=with_reactivation)
    assert (figure.value, figure.reason, figure.unit) == (value, reason, Unit.RATIO), why
    assert ("reactivation" in figure.rule) is with_reactivation


@pytest.mark.parametrize(
    ("before", "after", "ever", "kind", "why"),
    [
        (0, 50, False, "new", "first revenue ever"),
        (0, 50, True, "reactivation", "paid before"),
        (50, 80, True, "expansion", "a second subscription, too"),
        (80, 50, True, "contraction", "one of two cancelled, too"),
        (50, 0, True, "churn", "the last one ends"),
        (50, 50, True, None, "nothing moved"),
        (0, 0, True, None, "nothing there"),
        (0.1 + 0.2, 0.3, True, None, "rounding noise is no contraction"),
        (100, 1e-9, True, "churn", "what is left is noise"),
        (None, 50, False, None, "not known before: no claim"),
        (50, None, False, None, "not known after: no churn"),
    ],
)
def test_movement_kind(
    before: float | None, after: float | None, ever: bool, kind: str | None, why: str
) -> None:
    expected = None if kind is None else MovementKind(kind)
    assert movement_kind(before, after, was_customer_before=ever) == expected, why


def test_account_missing_from_one_side_has_nothing_there() -> None:
    moved = movements_between({"A": 10}, {"B": 20, "C": 5}, former_customers={"C"})
    assert [(movement.account, str(movement.kind), movement.amount) for movement in moved] == [
        ("A", "churn", -10),
        ("B", "new", 20),
        ("C", "reactivation", 5),
    ]


@pytest.mark.parametrize(
    ("start", "end", "months", "why"),
    [
        ((2024, 1, 1), (2024, 4, 1), [1, 4], "ends on the first: churn of that month"),
        ((2024, 1, 15), (2024, 3, 15), [1, 3], "a month is judged by its last day"),
        ((2024, 1, 5), (2024, 1, 20), [], "starts and ends inside a month: never seen"),
        ((2024, 1, 1), None, [1], "still runs"),
        ((2023, 6, 1), (2024, 2, 1), [2], "joined before the months asked for"),
        ((2024, 12, 31), (2025, 2, 1), [12], "ends after the months asked for"),
    ],
)
def test_months_of_movement(
    start: tuple[int, int, int], end: tuple[int, int, int] | None, months: list[int], why: str
) -> None:
    terms = [Term("A", date(*start), date(*end) if end else None, 40)]
    moved = monthly_movements(terms, first=date(2024, 1, 1), last=date(2024, 12, 31))
    assert [dated.month.month for dated in moved] == months, why


def test_upgrade_inside_a_month_is_netted() -> None:
    terms = [
        Term("A", date(2024, 1, 1), date(2024, 2, 10), 40),
        Term("A", date(2024, 2, 10), None, 60),
    ]
    moved = monthly_movements(terms, first=date(2024, 2, 1), last=date(2024, 2, 1))
    assert [(str(dated.movement.kind), dated.movement.amount) for dated in moved] == [
        ("expansion", 20)
    ]


def test_subscriptions_that_make_no_sense() -> None:
    year = {"first": date(2024, 1, 1), "last": date(2024, 12, 1)}
    with pytest.raises(OutOfRangeError, match="Subscription of A: expected an end on or after"):
        monthly_movements([Term("A", date(2024, 2, 1), date(2024, 1, 1), 1)], **year)
    with pytest.raises(OutOfRangeError, match="Subscription of A: expected MRR of 0 or more"):
        monthly_movements([Term("A", date(2024, 1, 1), None, -1)], **year)
    with pytest.raises(OutOfRangeError, match="MRR: expected 0 or more"):
        movement_kind(-1, 0, was_customer_before=False)


def test_totals_turn_signs_around() -> None:
    totals = totals_of(movements_between({"A": 100, "B": 50}, {"A": 70}), start=150)
    assert (totals.contraction, totals.churn, totals.end) == (30, 50, 70)
