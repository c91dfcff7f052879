"""Lifetime value by its three rules, its edges and its traps."""

import pytest

from cs_workbook.errors import OutOfRangeError, SettingsError
from cs_workbook.measures.lifetime_value import (
    LifetimeRule,
    discounted_lifetime_value,
    historic_lifetime_value,
    lifetime_value,
)


@pytest.mark.parametrize(
    ("revenue", "churn", "value", "reason"),
    [
        (50, 10, 450, None),
        (0, 10, 0, None),
        (50, 100, 45, None),
        (50, 0, None, "no churn, so the forecast has no end"),
        (None, 10, None, "revenue not known"),
        (float("nan"), 10, None, "revenue not known"),
        (50, None, None, "churn not known"),
    ],
)
def test_margin_over_churn(
    revenue: float | None, churn: float | None, value: float | None, reason: str | None
) -> None:
    result = lifetime_value(revenue, gross_margin=90, churn=churn)
    assert (result.value, result.reason) == (value, reason)
    assert result.kind is LifetimeRule.MARGIN_OVER_CHURN


def test_discount_without_churn_has_an_end() -> None:
    forever = discounted_lifetime_value(100, gross_margin=100, churn=0, discount=1)
    assert forever.value == pytest.approx(10100)
    assert discounted_lifetime_value(100, gross_margin=100, churn=0, discount=0).value is None


def test_each_rule_names_itself() -> None:
    assert lifetime_value(50, gross_margin=90, churn=10).rule == (
        "Lifetime value, margin / churn: revenue times a gross margin of 90 %, divided by churn. "
        "All of one length of time."
    )
    assert "discounted" in discounted_lifetime_value(5, gross_margin=90, churn=9, discount=1).rule
    assert historic_lifetime_value([10, None], gross_margin=90).rule == (
        "Lifetime value, historic: 1 payments times a gross margin of 90 %."
    )


def test_parts_say_how_long_a_customer_is_expected_to_stay() -> None:
    parts = dict(lifetime_value(50, gross_margin=90, churn=0.05).parts)
    assert parts["expected periods"] == 2000


def test_payments_may_be_refunds_and_blanks_are_counted() -> None:
    result = historic_lifetime_value([100, -20, None, 0])
    assert (result.value, result.n, dict(result.parts)["blanks"]) == (80, 3, 1)
    assert historic_lifetime_value([None]).reason == "no payments"
    with pytest.raises(OutOfRangeError, match="Payment"):
        historic_lifetime_value([float("inf")])


@pytest.mark.parametrize(
    ("margin", "why"),
    [(0.9, "a percentage cell holds 0.9"), (1, "so does 100 %"), (101, "more than everything")],
)
def test_margins_that_are_no_percent(margin: float, why: str) -> None:
    with pytest.raises(SettingsError, match="Gross margin: expected percent"):
        lifetime_value(50, gross_margin=margin, churn=10)
    assert why


def test_impossible_numbers() -> None:
    with pytest.raises(OutOfRangeError, match="Revenue"):
        lifetime_value(-1, gross_margin=90, churn=10)
    with pytest.raises(OutOfRangeError, match="Churn"):
        lifetime_value(1, gross_margin=90, churn=101)
    with pytest.raises(SettingsError, match="Discount"):
        discounted_lifetime_value(1, gross_margin=90, churn=10, discount=-1)
