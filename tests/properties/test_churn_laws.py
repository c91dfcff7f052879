"""Laws of churn."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cs_workbook.measures.churn import ChurnRule, Span, logo_churn, logo_churn_in_period
from cs_workbook.measures.churn_periods import annual_from_monthly_churn, monthly_from_annual_churn
from cs_workbook.measures.churn_shares import ever_had_event_share, flagged_share

days = st.integers(0, 200).map(lambda offset: date(2024, 1, 1) + timedelta(days=offset))
spans = st.lists(
    st.builds(
        lambda customer, start, length: Span(
            customer, start, None if length is None else start + timedelta(days=length)
        ),
        st.sampled_from("abcde"),
        days,
        st.one_of(st.none(), st.integers(0, 90)),
    ),
    max_size=15,
)
periods = st.tuples(days, st.integers(1, 90)).map(
    lambda pair: (pair[0], pair[0] + timedelta(days=pair[1]))
)


def on_day(rows: list[Span], day: date) -> set[str]:
    """Customers in service on a day, straight from the definition."""
    return {row.customer for row in rows if row.start <= day and (row.end is None or day < row.end)}


@given(spans, periods)
def test_standard_churn_is_who_was_there_and_is_not(
    rows: list[Span], period: tuple[date, date]
) -> None:
    """Standard churn counts customers of the day before who are not there on the last day."""
    start, end = period
    result = logo_churn_in_period(rows, period_start=start, period_end=end)
    before = on_day(rows, start - timedelta(days=1))
    gone = before - on_day(rows, end - timedelta(days=1))
    assert (result.customers_at_start, result.lost) == (len(before), len(gone))


@given(spans, periods)
def test_all_events_never_below_standard(rows: list[Span], period: tuple[date, date]) -> None:
    """Counting every event never gives less than the standard rule, and never another base."""
    start, end = period
    standard, events = (
        logo_churn_in_period(rows, period_start=start, period_end=end, rule=rule)
        for rule in (ChurnRule.STANDARD, ChurnRule.ALL_EVENTS)
    )
    assert standard.customers_at_start == events.customers_at_start
    assert standard.lost <= events.lost
    assert standard.value is None or 0 <= standard.value <= 100


@given(spans, periods, st.data())
def test_order_plays_no_part(
    rows: list[Span], period: tuple[date, date], data: st.DataObject
) -> None:
    """The order of the rows does not change the rate."""
    shuffled = data.draw(st.permutations(rows))
    start, end = period
    assert logo_churn_in_period(rows, period_start=start, period_end=end) == logo_churn_in_period(
        shuffled, period_start=start, period_end=end
    )


@given(spans, days, st.integers(1, 90), st.integers(1, 90))
def test_events_of_two_periods_add_up(
    rows: list[Span], start: date, first: int, second: int
) -> None:
    """No event is lost or doubled at the boundary of two periods in a row."""
    middle = start + timedelta(days=first)
    end = middle + timedelta(days=second)

    def events(period_start: date, period_end: date) -> int:
        return logo_churn_in_period(
            rows, period_start=period_start, period_end=period_end, rule=ChurnRule.ALL_EVENTS
        ).lost

    assert events(start, middle) + events(middle, end) == events(start, end)


@given(st.integers(1, 1000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_interval_contains_the_rate(counts: tuple[int, int]) -> None:
    """The interval of a churn rate contains the rate."""
    churn = logo_churn(customers_at_start=counts[1], lost=counts[0])
    assert churn.value is not None
    assert churn.interval is not None
    assert churn.interval.low - 1e-9 <= churn.value <= churn.interval.high + 1e-9


@given(st.floats(0, 99.9))
def test_conversion_there_and_back(annual: float) -> None:
    """Monthly and annual churn convert into each other, and a month never loses more."""
    monthly = monthly_from_annual_churn(annual)
    assert monthly is not None
    assert 0 <= monthly <= annual
    back = annual_from_monthly_churn(monthly)
    assert back is not None
    assert abs(back - annual) < 1e-9


@given(st.floats(0, 100))
def test_compounding_never_exceeds_twelve_times(monthly: float) -> None:
    """A year loses at most twelve times the month, and at most everybody."""
    annual = annual_from_monthly_churn(monthly)
    assert annual is not None
    assert 0 <= annual <= min(100, 12 * monthly + 1e-9)


@given(st.lists(st.one_of(st.none(), st.booleans())), st.integers(0, 5))
def test_blank_flags_change_nothing(flags: list[bool | None], blanks: int) -> None:
    """A blank flag is not a no."""
    assert flagged_share(flags) == flagged_share([*flags, *[None] * blanks])


@given(st.lists(st.sampled_from("abcdef")), st.lists(st.sampled_from("abcxyz")))
def test_share_with_events_is_a_share(accounts: list[str], events: list[str]) -> None:
    """The share lies within 0 and 100 percent, and repeated rows change nothing."""
    share = ever_had_event_share(accounts, events)
    assert (share.value is None) == (not accounts)
    assert share.value is None or 0 <= share.value <= 100
    assert ever_had_event_share([*accounts, *accounts], events) == share
