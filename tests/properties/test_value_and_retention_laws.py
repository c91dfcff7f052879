"""Laws of lifetime value, retention curves, cohorts and tiers."""

import math
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from cs_workbook.measures.churn import Span
from cs_workbook.measures.cohorts import cohort_triangle
from cs_workbook.measures.lifetime_value import (
    discounted_lifetime_value,
    historic_lifetime_value,
    lifetime_value,
)
from cs_workbook.measures.retention import Lifetime, retention_curve
from cs_workbook.measures.tiers import (
    AmountTier,
    RankTier,
    tiers_by_amount,
    tiers_by_rank,
)

amounts = st.integers(0, 10_000_000).map(lambda cents: cents / 100)
margins = st.integers(2, 100).map(float)
shares = st.integers(1, 1000).map(lambda tenths: tenths / 10)
lifetimes = st.lists(st.builds(Lifetime, st.integers(0, 40), st.booleans()), max_size=30)
days = st.integers(0, 900).map(lambda number: date(2023, 1, 1) + timedelta(days=number))
spans = st.lists(
    st.builds(
        lambda customer, start, length: Span(
            customer, start, None if length is None else start + timedelta(days=length)
        ),
        st.sampled_from("abcdef"),
        days,
        st.one_of(st.none(), st.integers(0, 400)),
    ),
    max_size=12,
)


@given(amounts, margins, shares)
def test_no_discount_is_margin_over_churn(revenue: float, margin: float, churn: float) -> None:
    """With a discount of 0 both forecasts agree."""
    plain = lifetime_value(revenue, gross_margin=margin, churn=churn).value
    discounted = discounted_lifetime_value(
        revenue, gross_margin=margin, churn=churn, discount=0
    ).value
    assert plain is not None
    assert plain == discounted


@given(amounts, margins, shares, shares, shares)
def test_more_discount_or_churn_is_never_worth_more(
    revenue: float, margin: float, churn: float, one: float, other: float
) -> None:
    """The forecast falls as discount rises, and it never falls below the first payment."""
    low, high = sorted((one, other))
    first = revenue * margin / 100
    less = discounted_lifetime_value(revenue, gross_margin=margin, churn=churn, discount=high).value
    more = discounted_lifetime_value(revenue, gross_margin=margin, churn=churn, discount=low).value
    assert less is not None
    assert more is not None
    assert less <= more * (1 + 1e-12)
    assert less >= first * (1 - 1e-12)


@given(st.lists(st.one_of(st.none(), amounts), min_size=1, max_size=20), margins)
def test_a_blank_payment_changes_nothing(payments: list[float | None], margin: float) -> None:
    """A blank is not a zero, and in a sum the two differ only in the count."""
    result = historic_lifetime_value(payments, gross_margin=margin)
    more = historic_lifetime_value([*payments, None], gross_margin=margin)
    assert (more.value, more.n) == (result.value, result.n)


@given(lifetimes)
def test_retention_never_rises_and_keeps_its_interval(lives: list[Lifetime]) -> None:
    """Shares fall from step to step within 0 and 100 and lie within their interval."""
    curve = retention_curve(lives)
    retained = [100.0, *(step.retained for step in curve.steps)]
    assert all(before > after >= 0 for before, after in pairwise(retained))
    for step in curve.steps:
        assert (step.interval is None) == (step.retained == 0)
        if step.interval is not None:
            assert 0 <= step.interval.low <= step.retained <= step.interval.high <= 100
    assert sum(step.lost for step in curve.steps) == sum(life.lost for life in lives)


@given(st.lists(st.integers(0, 40), min_size=1, max_size=30), st.integers(0, 40))
def test_where_all_are_lost_the_curve_is_the_plain_share(times: list[int], day: int) -> None:
    """Without anyone still watched, Kaplan-Meier counts who stayed longer."""
    retained = retention_curve(Lifetime(time, lost=True) for time in times).retained_at(day)
    longer = sum(1 for time in times if time > day)
    assert retained is not None
    assert math.isclose(retained, 100 * longer / len(times), abs_tol=1e-9)


@given(lifetimes, st.data())
def test_order_of_customers_plays_no_part(lives: list[Lifetime], data: st.DataObject) -> None:
    """A curve is the same in any order of customers."""
    assert retention_curve(data.draw(st.permutations(lives))) == retention_curve(lives)


@given(spans, days)
def test_cohorts_are_a_triangle(rows: list[Span], as_of: date) -> None:
    """Month 0 is 100, the future is blank, and every customer is in exactly one cohort."""
    triangle = cohort_triangle(rows, as_of=as_of)
    assert sum(cohort.customers for cohort in triangle.cohorts) == triangle.n
    assert triangle.n == len({row.customer for row in rows if row.start <= as_of})
    for cohort in triangle.cohorts:
        past = 12 * (as_of.year - cohort.month.year) + as_of.month - cohort.month.month + 1
        assert cohort.retained[0] == 100
        assert all(share is not None and 0 <= share <= 100 for share in cohort.retained[:past])
        assert all(share is None for share in cohort.retained[past:])


@given(st.lists(st.one_of(st.none(), amounts), max_size=30), st.integers(1, 99))
def test_more_revenue_never_has_a_worse_tier(revenues: list[float | None], cut: int) -> None:
    """Equal revenue means equal tier, more never worse; the top holds at least its share."""
    tiers = tiers_by_rank(revenues, [RankTier("A", cut), RankTier("B", 100)]).tiers
    pairs = sorted(
        ((revenue, tier or "") for revenue, tier in zip(revenues, tiers, strict=True) if tier),
        key=lambda pair: -(pair[0] or 0),
    )
    names = [tier for _, tier in pairs]
    assert names == sorted(names)
    assert len(dict(pairs)) == len(set(pairs))
    assert 100 * names.count("A") >= cut * len(names)


@given(st.lists(amounts, max_size=30), st.integers(1, 1000))
def test_amount_tiers_do_not_depend_on_other_accounts(revenues: list[float], cut: int) -> None:
    """By amount, each account is judged alone."""
    tiers = [AmountTier("A", cut), AmountTier("B", 0)]
    together = tiers_by_amount(revenues, tiers).tiers
    assert together == tuple(tiers_by_amount([revenue], tiers).tiers[0] for revenue in revenues)
