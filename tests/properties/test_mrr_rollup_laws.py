"""Laws of the MRR rollups, against the measures and a plain loop over the same books."""

from collections.abc import Iterator
from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_rollups import Book

from cs_workbook import rollups
from cs_workbook.measures.movements import Term, monthly_movements
from cs_workbook.schema.exports import ROLES

FIRST, AS_OF = date(2023, 1, 1), date(2024, 6, 30)
MONTH_ENDS = [date(2023 + m // 12, m % 12 + 1, 1) - timedelta(days=1) for m in range(1, 19)]

terms = st.lists(
    st.builds(
        lambda account, start, length, cents: Term(
            account,
            FIRST + timedelta(days=start),
            None if length is None else FIRST + timedelta(days=start + length),
            cents / 100,
        ),
        st.sampled_from("abcd"),
        st.integers(0, 700),
        st.one_of(st.none(), st.integers(0, 300)),
        st.one_of(st.just(0), st.integers(0, 100_000)),
    ),
    max_size=14,
)


@pytest.fixture(scope="module")
def engine() -> Iterator[Book]:
    with Book() as made:
        yield made


def fill(engine: Book, own: list[Term]) -> None:
    engine.execute("delete from subscriptions")
    rows = [
        {
            "subscription_id": str(number),
            "account_id": term.account,
            "start_date": term.start,
            "end_date": term.end,
            "mrr": term.monthly,
        }
        for number, term in enumerate(own)
    ]
    fields = [field.name for field in ROLES["subscriptions"].fields]
    if rows:
        lines = [[*map(row.get, fields), "file.csv", 2] for row in rows]
        engine.insert_rows("subscriptions", lines)


# One engine serves all examples; each fills it anew.
books = settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@books
@given(own=terms)
def test_the_database_finds_the_movements_of_the_measure(engine: Book, own: list[Term]) -> None:
    """Same month, account and kind, and the same amount to the cent."""
    fill(engine, own)
    listed = rollups.mrr_movements(engine, as_of=AS_OF, rows=10_000)
    found = sorted(
        (month.date().replace(day=1), account, kind.lower(), round(100 * change))
        for month, account, kind, change in listed[
            ["Month", "Account ID", "Movement", "Change"]
        ].itertuples(index=False)
    )
    expected = sorted(
        (month, movement.account, str(movement.kind), round(100 * movement.amount))
        for month, movement in monthly_movements(own, first=FIRST, last=AS_OF)
    )
    assert found == expected


@books
@given(own=terms)
def test_opening_and_movements_are_the_closing_of_a_plain_sum(
    engine: Book, own: list[Term]
) -> None:
    """Opening + movements = closing = the sum over open terms, and so for the customers."""
    fill(engine, own)
    frame = rollups.mrr_months(engine, as_of=AS_OF).set_index("month")
    for day in MONTH_ENDS:
        running = [t for t in own if t.start <= day and (t.end is None or t.end > day)]
        if pd.Timestamp(day) not in frame.index:
            assert not [t for t in own if t.start <= day], "no row before the first subscription"
            continue
        row = frame.loc[pd.Timestamp(day)]
        cents = round(100 * row["closing"])
        assert cents == sum(round(100 * term.monthly) for term in running)
        steps = ("opening", "new", "expansion", "contraction", "churn", "reactivation")
        assert cents == sum(round(100 * row[step]) for step in steps)
        customers = len({term.account for term in running if term.monthly > 0})
        assert row["customers_end"] == customers
        assert customers == (
            row["customers_start"]
            + row["customers_new"]
            + row["customers_back"]
            - row["customers_lost"]
        )
