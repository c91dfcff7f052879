"""Laws of the retention curve by month, of months and of the cohorts as a table shows them."""

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from cs_workbook.actions.analyses.retention_rows import cohort_columns, survival_columns
from cs_workbook.actions.analyses.time_to_value import waiting_time
from cs_workbook.measures.churn import Span
from cs_workbook.measures.cohorts import cohort_triangle
from cs_workbook.measures.retention import Lifetime
from cs_workbook.measures.tenure import months_begun, tenure_months
from cs_workbook.schema.retention_tables import COHORT_MONTHS, MOST_COHORTS
from cs_workbook.workbook.port import FormulaColumn

lifetimes = st.lists(st.builds(Lifetime, st.integers(0, 40), st.booleans()), max_size=40)
days = st.integers(0, 2000).map(lambda number: date(2020, 1, 1) + timedelta(days=number))


@given(lifetimes)
def test_the_curve_is_the_product_of_what_stayed(lives: list[Lifetime]) -> None:
    """Exact fractions, worked out from the lifetimes alone, agree with every month."""
    share = Fraction(1)
    for row in tenure_months(lives):
        at_risk = sum(life.duration >= row.month for life in lives)
        lost = sum(life.lost and life.duration == row.month for life in lives)
        assert (row.at_risk, row.lost) == (at_risk, lost)
        assert abs(row.before - 100 * float(share)) < 1e-9
        share *= 1 - Fraction(lost, at_risk)
        assert abs(row.retained - 100 * float(share)) < 1e-9


@given(lifetimes)
def test_the_curve_never_rises_stays_in_bounds_and_lies_in_its_interval(
    lives: list[Lifetime],
) -> None:
    """100 to 0, downwards, inside the interval where there is one."""
    rows = tenure_months(lives)
    for row in rows:
        assert 0 <= row.retained <= row.before <= 100
        if row.interval is not None:
            assert 0 <= row.interval.low <= row.retained + 1e-9
            assert row.retained - 1e-9 <= row.interval.high <= 100
    for one, other in pairwise(rows):
        assert one.retained == other.before
        assert other.at_risk == one.at_risk - one.lost - one.last_seen
    assert sum(row.lost + row.last_seen for row in rows) == len(lives)


@given(lifetimes)
def test_who_is_only_ever_seen_as_a_customer_is_never_lost(lives: list[Lifetime]) -> None:
    """Censoring everybody gives 100 percent in every month."""
    rows = tenure_months(life._replace(lost=False) for life in lives)
    assert all(row.retained == 100 and row.interval is None for row in rows)


@given(lifetimes)
def test_the_live_formula_of_the_table_gives_the_curve(lives: list[Lifetime]) -> None:
    """Before x (1 - lost / at risk), as the worksheet computes it, to 1e-9."""
    columns = survival_columns(lives)
    live = columns["Still a customer (%)"]
    assert isinstance(live, FormulaColumn)
    parts = (columns[header] for header in ("Before (%)", "Lost", "At risk"))
    for before, lost, at_risk, shown in zip(*parts, live.values, strict=True):  # type: ignore[arg-type] # plain columns
        assert abs(before * (1 - lost / at_risk) - shown) < 1e-9


@given(days, days)
def test_a_month_more_begins_when_its_first_day_comes(one: date, other: date) -> None:
    """Months begun never fall as the end moves on, and a day adds at most one."""
    start, end = sorted((one, other))
    months = months_begun(start, end)
    assert months <= months_begun(start, end + timedelta(days=1)) <= months + 1
    assert (months == 0) == (start == end)


@given(
    st.lists(st.tuples(st.sampled_from("abcdef"), days, st.one_of(st.none(), st.integers(0, 900))))
)
def test_cohorts_are_100_at_first_and_blank_only_at_the_right(
    drawn: list[tuple[str, date, int | None]],
) -> None:
    """No gap inside a row of the table: a blank is a month that has not come."""
    spans = [
        Span(customer, start, None if length is None else start + timedelta(days=length))
        for customer, start, length in drawn
    ]
    as_of = date(2026, 1, 31)
    columns = cohort_columns(cohort_triangle(spans, as_of=as_of))
    cohorts = columns["Cohort"]
    assert not isinstance(cohorts, FormulaColumn)
    assert len(cohorts) <= MOST_COHORTS
    for row, month in enumerate(cohorts):
        assert isinstance(month, date)
        cells = [columns[header][row] for header in COHORT_MONTHS]  # type: ignore[index] # plain columns
        come = (as_of.year - month.year) * 12 + as_of.month - month.month + 1
        assert cells[0] == 100
        assert [cell is not None for cell in cells] == [
            age < come for age in range(len(COHORT_MONTHS))
        ]


@given(days, st.one_of(st.none(), days), days)
def test_waiting_is_never_negative(joined: date, first_use: date | None, end: date) -> None:
    """Use before joining is a wait of 0 days, and only a use ends the wait."""
    as_of = max(joined, end)
    wait = waiting_time(joined, None, first_use, as_of=as_of)
    assert wait.duration >= 0
    assert wait.lost == (first_use is not None)
