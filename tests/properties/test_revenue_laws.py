"""Laws of recurring revenue."""

import math
from datetime import date, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from cs_workbook.measures.movements import (
    MovementKind,
    Term,
    monthly_movements,
    movements_between,
    totals_of,
)
from cs_workbook.measures.mrr import MrrTotals, monthly_amount
from cs_workbook.measures.revenue import (
    gross_mrr_churn,
    gross_revenue_retention,
    gross_revenue_retention_from_totals,
    net_mrr_churn,
    net_revenue_retention,
    net_revenue_retention_from_totals,
    quick_ratio,
)

# Amounts in whole cents, as invoices have them.
amounts = st.integers(0, 10_000_000).map(lambda cents: cents / 100)
states = st.dictionaries(st.sampled_from("abcdefgh"), amounts, max_size=8)
pairs = st.dictionaries(st.text(max_size=3), st.tuples(amounts, amounts), max_size=12)
terms = st.lists(
    st.builds(
        lambda account, start, length, cents: Term(
            account,
            date(2024, 1, 1) + timedelta(days=start),
            None if length is None else date(2024, 1, 1) + timedelta(days=start + length),
            cents / 100,
        ),
        st.sampled_from("abc"),
        st.integers(0, 400),
        st.one_of(st.none(), st.integers(0, 300)),
        st.integers(0, 100_000),
    ),
    max_size=10,
)


@given(pairs)
def test_gross_at_most_100_and_at_most_net(accounts: dict[str, tuple[float, float]]) -> None:
    """GRR lies within 0 and 100 percent and never exceeds NRR."""
    gross = gross_revenue_retention(accounts).value
    net = net_revenue_retention(accounts).value
    assert (gross is None) == (net is None)
    if gross is not None and net is not None:
        assert 0 <= gross <= 100
        assert gross <= net


@given(pairs, st.data())
def test_order_plays_no_part(accounts: dict[str, tuple[float, float]], data: st.DataObject) -> None:
    """Retention is the same to the last digit in any order of accounts."""
    items = data.draw(st.permutations(list(accounts.items())))
    assert gross_revenue_retention(dict(items)) == gross_revenue_retention(accounts)
    assert net_revenue_retention(dict(items)) == net_revenue_retention(accounts)


@given(pairs, st.sampled_from([(None, 5.0), (5.0, None), (None, None), (0.0, 5.0)]))
def test_unknown_and_new_accounts_change_nothing(
    accounts: dict[str, tuple[float, float]], other: tuple[float | None, float | None]
) -> None:
    """A blank is not a zero, and a new account is in neither rate."""
    more = {**accounts, "another account": other}
    assert gross_revenue_retention(more).value == gross_revenue_retention(accounts).value
    assert net_revenue_retention(more).value == net_revenue_retention(accounts).value


@given(states, states)
def test_accounts_and_movements_tell_the_same_story(
    before: dict[str, float], after: dict[str, float]
) -> None:
    """Rates by account equal rates from the movements of the same accounts."""
    accounts = {name: (before.get(name, 0.0), after.get(name, 0.0)) for name in before | after}
    totals = totals_of(
        movements_between(before, after), start=math.fsum(start for start, _ in accounts.values())
    )
    assert abs(totals.end - math.fsum(end for _, end in accounts.values())) < 0.005
    for by_account, by_totals in (
        (gross_revenue_retention(accounts), gross_revenue_retention_from_totals(totals)),
        (net_revenue_retention(accounts), net_revenue_retention_from_totals(totals)),
    ):
        if by_account.value is None:
            assert by_totals.value is None
        else:
            assert by_totals.value is not None
            assert math.isclose(by_account.value, by_totals.value, rel_tol=1e-9, abs_tol=1e-6)


@given(states, states, st.sets(st.sampled_from("abcdefgh")))
def test_movements_tie_out_and_have_their_sign(
    before: dict[str, float], after: dict[str, float], former: set[str]
) -> None:
    """Start plus movements is end for each account, and losses alone are negative."""
    moved = movements_between(before, after, former_customers=former)
    change = {movement.account: movement for movement in moved}
    assert len(change) == len(moved)
    for name in before | after:
        found = change[name].amount if name in change else 0.0
        assert math.isclose(before.get(name, 0) + found, after.get(name, 0), abs_tol=1e-6)
    for movement in moved:
        is_loss = movement.kind in {MovementKind.CONTRACTION, MovementKind.CHURN}
        assert (movement.amount < 0) == is_loss
        assert movement.kind is not MovementKind.NEW or movement.account not in former


@given(terms)
def test_monthly_movements_walk_to_what_runs_at_the_end(rows: list[Term]) -> None:
    """The sum of all movements is the MRR on the last day, and each life begins with new."""
    last = date(2026, 12, 31)
    ledger = monthly_movements(rows, first=date(2024, 1, 1), last=last)
    running = math.fsum(row.monthly for row in rows if row.end is None)
    assert math.isclose(math.fsum(dated.movement.amount for dated in ledger), running, abs_tol=1e-6)
    for account in "abc":
        kinds = [d.movement.kind for d in ledger if d.movement.account == account]
        assert kinds.count(MovementKind.NEW) == (1 if kinds else 0)
        assert not kinds or kinds[0] is MovementKind.NEW
        # Coming back is only possible after leaving.
        ends = [kind for kind in kinds if kind in {MovementKind.CHURN, MovementKind.REACTIVATION}]
        assert all(
            kind is (MovementKind.CHURN if place % 2 == 0 else MovementKind.REACTIVATION)
            for place, kind in enumerate(ends)
        )


@given(terms, st.integers(1, 24))
def test_months_can_be_asked_for_in_two_pieces(rows: list[Term], months: int) -> None:
    """Asking for a stretch of months in two pieces gives the same movements as in one."""
    first, last = date(2024, 1, 1), date(2026, 12, 1)
    middle = date(2024 + (months - 1) // 12, (months - 1) % 12 + 1, 28)
    after = middle + timedelta(days=10)
    assert monthly_movements(rows, first=first, last=middle) + monthly_movements(
        rows, first=after, last=last
    ) == monthly_movements(rows, first=first, last=last)


totals_strategy = st.builds(
    MrrTotals,
    start=amounts,
    new=amounts,
    expansion=amounts,
    contraction=amounts,
    churn=amounts,
    reactivation=amounts,
)


@given(totals_strategy)
def test_churn_rates_mirror_retention(totals: MrrTotals) -> None:
    """Gross churn is 100 - GRR; net churn is 100 - NRR less the reactivation."""
    assume(totals.start > 0 and totals.contraction + totals.churn <= totals.start)
    gross, grr = gross_mrr_churn(totals).value, gross_revenue_retention_from_totals(totals).value
    net, nrr = net_mrr_churn(totals).value, net_revenue_retention_from_totals(totals).value
    assert gross is not None
    assert grr is not None
    assert net is not None
    assert nrr is not None
    back = 100 * totals.reactivation / totals.start
    assert math.isclose(gross, 100 - grr, rel_tol=1e-9, abs_tol=1e-9)
    assert math.isclose(net, 100 - nrr - back, rel_tol=1e-9, abs_tol=1e-6)
    assert net <= gross


@given(totals_strategy)
def test_quick_ratio_has_a_value_exactly_where_something_was_lost(totals: MrrTotals) -> None:
    """The quick ratio is never negative and never invented."""
    with_back, without = quick_ratio(totals), quick_ratio(totals, with_reactivation=False)
    assert (with_back.value is None) == (totals.churn + totals.contraction == 0)
    if with_back.value is not None and without.value is not None:
        assert 0 <= without.value <= with_back.value


@given(amounts, st.integers(1, 60))
def test_a_term_adds_up_to_its_amount(amount: float, months: int) -> None:
    """The monthly amount times the months is the contract."""
    monthly = monthly_amount(amount, months=months)
    assert monthly is not None
    assert math.isclose(monthly * months, amount, rel_tol=1e-12)
