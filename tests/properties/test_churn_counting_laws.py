"""Laws of counting losses: the rollups against a walk through the days, one customer at a time."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_rollups import Book

from cs_workbook import rollups
from cs_workbook.actions.churn_statements import churn_losses_by_rule
from cs_workbook.engine import Scalar
from cs_workbook.measures.churn import ChurnRule, Span, logo_churn_in_period
from cs_workbook.schema.exports import ROLES

if TYPE_CHECKING:
    from cs_workbook.engine import Scalar

START, AS_OF = date(2024, 3, 31), date(2024, 6, 30)
ONE_DAY = timedelta(days=1)

spans = st.lists(
    st.builds(
        lambda account, start, length: Span(
            account,
            date(2024, 2, 1) + timedelta(days=start),
            None if length is None else date(2024, 2, 1) + timedelta(days=start + length),
        ),
        st.sampled_from("abcde"),
        st.integers(0, 170),
        st.one_of(st.none(), st.integers(1, 120)),
    ),
    max_size=12,
)


@pytest.fixture(scope="module")
def engine() -> Iterator[Book]:
    with Book() as made:
        yield made


def fill(engine: Book, own: list[Span]) -> None:
    engine.execute("delete from subscriptions")
    fields = [field.name for field in ROLES["subscriptions"].fields]
    for number, span in enumerate(own):
        row: dict[str, Scalar] = {
            "subscription_id": str(number),
            "account_id": span.customer,
            "start_date": span.start,
            "end_date": span.end,
            "mrr": 10,
        }
        engine.insert_rows("subscriptions", [[*map(row.get, fields), "file.csv", 2]])


def there(own: list[Span], day: date) -> set[str]:
    """Return who has service on a day."""
    return {s.customer for s in own if s.start <= day and (s.end is None or day < s.end)}


# One engine serves all examples; each fills it anew.
SHARED = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@SHARED
@given(own=spans)
def test_every_way_of_counting_equals_a_walk_through_the_days(
    engine: Book, own: list[Span]
) -> None:
    """Standard compares two days, all events adds up who went missing, daily sum their shares."""
    fill(engine, own)
    losses = churn_losses_by_rule(engine, as_of=AS_OF, start=START)
    days = [START + ONE_DAY * step for step in range(1, (AS_OF - START).days + 1)]
    at_start, at_end = there(own, START), there(own, AS_OF)
    mornings = [(there(own, day - ONE_DAY), there(own, day)) for day in days]
    assert losses.standard.lost == len(at_start - at_end)
    assert losses.standard.customers_at_start == len(at_start)
    assert losses.all_events.lost == sum(len(before - after) for before, after in mornings)
    shares = [100 * len(before - after) / len(before) for before, after in mornings if before]
    if shares:
        assert losses.daily.value == pytest.approx(sum(shares), abs=1e-9)
    else:
        assert losses.daily.value is None
    served: set[str] = set(at_start).union(*(after for _, after in mornings))
    assert losses.served == len(served)


@SHARED
@given(own=spans)
def test_the_rollup_gives_what_the_measure_gives(engine: Book, own: list[Span]) -> None:
    """One definition of churn: the SQL and the pure function never part."""
    fill(engine, own)
    losses = churn_losses_by_rule(engine, as_of=AS_OF, start=START)
    for rule, found in (
        (ChurnRule.STANDARD, losses.standard),
        (ChurnRule.ALL_EVENTS, losses.all_events),
    ):
        # A subscription that begins after the as-of date has not happened yet.
        begun = [span for span in own if span.start <= AS_OF]
        wanted = logo_churn_in_period(
            begun, period_start=START + ONE_DAY, period_end=AS_OF + ONE_DAY, rule=rule
        )
        assert (found.lost, found.value) == (wanted.lost, wanted.value)
    parts = rollups.churn_parts(engine, as_of=AS_OF, period_start=START)
    assert int(parts["part"].iloc[0]) == losses.standard.lost
    assert int(parts["base"].iloc[0]) == losses.standard.customers_at_start
