"""Adoption and referrals: worked examples, edges and laws."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cs_workbook.errors import OutOfRangeError
from cs_workbook.measures.adoption import (
    Frequency,
    adoption_breadth,
    adoption_depth,
    adoption_reach,
    seat_utilisation,
    usage_frequency,
)
from cs_workbook.measures.referrals import referrals

COUNTS = st.integers(0, 10_000)


@pytest.mark.parametrize(
    ("users", "seats", "expected", "why"),
    [
        (46, 40, 115.0, "seat-1: above 100 is a true signal and is not cut"),
        (3, 0, None, "seat-0: no seats on file is not known"),
        (0, 40, 0.0, "nobody active is 0 %, which is known"),
        (None, 40, None, "a blank is not 0"),
        (3, None, None, "seats not known"),
    ],
)
def test_seat_utilisation(
    users: float | None, seats: float | None, expected: float | None, why: str
) -> None:
    result = seat_utilisation(users, seats)
    assert result.value == expected, why
    assert (result.reason is None) == (expected is not None)


def test_breadth_reach_and_depth() -> None:
    """The example ``adopt``: 6 of 8 features, 30 of 50 people, 900 actions."""
    assert adoption_breadth(6, 8).value == 75
    assert adoption_reach(30, 50).value == 60
    assert adoption_depth(900, 30).value == 30
    assert adoption_depth(900, 0).value is None
    assert adoption_depth(None, 30).value is None
    assert adoption_depth(0, 30).value == 0


def test_frequency_as_at_pendo() -> None:
    """The example ``pendo``."""
    days = [0, 1, 4, 5, 12, 13, 30]
    words = ["none", "low", "low", "medium", "medium", "high", "high"]
    assert [usage_frequency(number) for number in days] == [Frequency(word) for word in words]
    assert usage_frequency(None) is None


@pytest.mark.parametrize("bad", [-1, float("nan")])
def test_numbers_that_cannot_be_are_refused(bad: float) -> None:
    with pytest.raises(OutOfRangeError, match="expected a number from 0"):
        seat_utilisation(bad, 40)
    with pytest.raises(OutOfRangeError, match="Active days"):
        usage_frequency(bad)


@given(COUNTS, COUNTS, COUNTS)
def test_more_users_never_lower_the_utilisation(users: int, more: int, seats: int) -> None:
    less, greater = seat_utilisation(users, seats), seat_utilisation(users + more, seats)
    if less.value is not None and greater.value is not None:
        assert less.value <= greater.value


def test_referrals() -> None:
    """The example ``ref-1``: 18 of 240 customers, 27 leads, 6 won."""
    found = referrals(customers=240, referring=18, leads=27, won=6)
    assert found.referring_customers.value == 7.5
    assert found.leads_per_customer.value == 0.1125
    assert found.win_rate.value == pytest.approx(22.2222, abs=1e-3)
    assert found.win_rate.interval is not None
    assert found.win_rate.interval.low < 22.2222 < found.win_rate.interval.high


def test_no_customers_and_no_leads_give_no_value() -> None:
    found = referrals(customers=0, referring=0, leads=0, won=0)
    assert found.referring_customers.value is None
    assert found.leads_per_customer.value is None
    assert found.win_rate.value is None


@pytest.mark.parametrize(
    "counts",
    [
        {"customers": 5, "referring": 6, "leads": 9, "won": 0},
        {"customers": 5, "referring": 2, "leads": 2, "won": 3},
        {"customers": 5, "referring": 2, "leads": 1, "won": 0},
        {"customers": -1, "referring": 0, "leads": 0, "won": 0},
    ],
)
def test_counts_that_contradict_each_other_are_refused(counts: dict[str, int]) -> None:
    with pytest.raises(OutOfRangeError, match="Referrals: expected"):
        referrals(**counts)
