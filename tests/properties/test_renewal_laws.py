"""Laws of renewal rates and renewal forecasts."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cs_workbook.measures.renewal_forecast import Expected, outlook, renewal_forecast, term_months
from cs_workbook.measures.renewals import (
    Renewal,
    RenewalState,
    renewal_rate_by_money,
    renewal_rate_of,
)

days = st.integers(0, 400).map(lambda offset: date(2024, 1, 1) + timedelta(days=offset))
amounts = st.one_of(st.none(), st.integers(0, 10_000).map(lambda cents: cents / 4))
states = st.sampled_from(RenewalState)
contracts = st.lists(
    st.builds(
        Renewal,
        due=days,
        state=states,
        renewed_on=st.one_of(st.none(), days),
        amount_due=amounts,
        amount_after=amounts,
    ),
    max_size=20,
)
expectations = st.lists(
    st.builds(
        Expected,
        state=states,
        target=amounts,
        final=amounts,
        expected=amounts,
        chance=st.integers(0, 100),
        committed=st.booleans(),
    ),
    max_size=20,
)
grace = st.integers(0, 90)


@given(contracts, grace)
def test_states_partition_the_contracts(rows: list[Renewal], grace_days: int) -> None:
    """Renewed, lost and open or late are all that was due, by count and by money."""
    count = renewal_rate_of(rows, grace_days=grace_days)
    assert count.renewed + count.lost + count.open_or_late == count.n == len(rows)
    money = renewal_rate_by_money(rows, grace_days=grace_days)
    due = sum(row.amount_due or 0 for row in rows)
    assert money.renewed + money.lost + money.open_or_late == pytest.approx(due)


@given(contracts, grace)
def test_a_rate_is_0_to_100_and_the_decided_base_never_lowers_it(
    rows: list[Renewal], grace_days: int
) -> None:
    """0 <= rate of due <= rate of decided <= 100, and no base gives no rate."""
    for result in (
        renewal_rate_of(rows, grace_days=grace_days),
        renewal_rate_by_money(rows, grace_days=grace_days),
    ):
        assert (result.value is None) == (result.reason is not None)
        if result.value is None or result.of_decided is None:
            continue
        assert 0 <= result.value <= result.of_decided * (1 + 1e-12)
        assert result.of_decided <= 100


@given(contracts, grace, grace)
def test_more_grace_never_lowers_the_rate(rows: list[Renewal], one: int, other: int) -> None:
    """A renewal in time stays in time when there is more grace."""
    less, more = (
        renewal_rate_of(rows, grace_days=grace_days).renewed for grace_days in sorted((one, other))
    )
    assert less <= more


@given(expectations)
def test_worst_likely_best_and_target_rise(rows: list[Expected]) -> None:
    """0 <= worst <= likely <= best <= target, for each contract and for their sum."""
    for row in rows:
        look = outlook(row)
        assert 0 <= look.worst <= look.likely <= look.best <= (row.target or 0)
    whole = renewal_forecast(rows)
    assert 0 <= whole.worst <= whole.likely <= whole.best <= whole.target
    assert whole.target == sum(row.target or 0 for row in rows)


@given(days, st.integers(1, 900))
def test_a_term_is_as_long_as_its_days(start: date, length: int) -> None:
    """A term of n months has about 30.4 n days, a month being rounded at its middle."""
    months = term_months(start, start + timedelta(days=length))
    assert abs(months - length / 30.4375) <= 1
    assert months >= 1
