"""Spans of customers from little books, and the same spans added up in plain Python."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_rollups import AS_OF, Book, ago, by_account, plain

from cs_workbook.rollups import customer_revenue, customer_spans, customer_stretches

Period = tuple[date, date | None]


@pytest.fixture
def book() -> Iterator[Book]:
    with Book() as made:
        yield made


def subscribe(book: Book, account: str, *periods: Period, trial: bool = False) -> None:
    for start, end in periods:
        book.put(
            "subscriptions", account_id=account, start_date=start, end_date=end, is_trial=trial
        )


@pytest.mark.parametrize(
    ("periods", "expected", "why"),
    [
        ([(ago(90), None)], (ago(90), None, False, 0), "still there"),
        ([(ago(90), ago(30))], (ago(90), ago(30), True, 0), "lost on the first day without"),
        ([(ago(90), AS_OF)], (ago(90), AS_OF, True, 0), "the as-of day is the first one without"),
        ([(ago(90), ago(-1))], (ago(90), None, False, 0), "that end has not happened"),
        ([(ago(90), ago(60)), (ago(60), ago(9))], (ago(90), ago(9), True, 0), "touching is one"),
        ([(ago(90), ago(20)), (ago(80), ago(60))], (ago(90), ago(20), True, 0), "one inside"),
        ([(ago(90), ago(60)), (ago(30), None)], (ago(90), None, False, 1), "left and came back"),
        ([(ago(90), ago(60)), (ago(30), ago(9))], (ago(90), ago(9), True, 1), "lost twice"),
        ([(ago(9), ago(9))], None, "no day of service"),
        ([(ago(-1), None)], None, "has not begun"),
    ],
)
def test_a_span_from_subscriptions(
    book: Book,
    periods: list[Period],
    expected: tuple[date, date | None, bool, int] | None,
    why: str,
) -> None:
    book.accounts("A")
    subscribe(book, "A", *periods)
    found = by_account(
        customer_spans(book, as_of=AS_OF), "joined_on", "left_on", "lost", "gaps"
    ).get("A")
    assert found == expected, why


def test_a_trial_is_no_service(book: Book) -> None:
    book.accounts("A", "B")
    subscribe(book, "A", (ago(90), ago(60)), trial=True)
    subscribe(book, "A", (ago(60), None))
    subscribe(book, "B", (ago(90), None), trial=True)
    spans = by_account(customer_spans(book, as_of=AS_OF), "joined_on")
    assert spans == {"A": ago(60)}


@pytest.mark.parametrize(
    ("account", "events", "expected", "why"),
    [
        ({"customer_since": ago(99)}, [], (ago(99), None, False), "nothing says it left"),
        ({"customer_since": ago(99), "churned": True}, [], (ago(99), None, True), "day not known"),
        (
            {"customer_since": ago(99), "churned": True},
            [(ago(40), False), (ago(20), False)],
            (ago(99), ago(20), True),
            "the last event says when",
        ),
        (
            {"customer_since": ago(99), "churned": False},
            [(ago(40), False)],
            (ago(99), None, False),
            "the flag says that it is back",
        ),
        ({"customer_since": ago(99)}, [(ago(40), False)], (ago(99), ago(40), True), "no flag"),
        (
            {"customer_since": ago(99)},
            [(ago(40), False), (ago(20), True)],
            (ago(99), None, False),
            "came back last",
        ),
        ({"customer_since": ago(9)}, [(ago(40), False)], (ago(9), None, False), "an earlier life"),
        ({"customer_since": ago(99)}, [(ago(-1), False)], (ago(99), None, False), "to come"),
        ({"churned": True}, [], (None, None, True), "joining day not known"),
        ({"customer_since": ago(99), "is_trial": True}, [], None, "on trial"),
        ({"customer_since": ago(-1)}, [], None, "to come"),
    ],
)
def test_a_span_without_subscriptions(
    book: Book,
    account: dict[str, date | bool],
    events: list[tuple[date, bool]],
    expected: tuple[date | None, date | None, bool] | None,
    why: str,
) -> None:
    book.put("accounts", account_id="A", account_name="A", **account)
    for day, back in events:
        book.put("churn_events", account_id="A", churned_on=day, is_reactivation=back)
    found = by_account(customer_spans(book, as_of=AS_OF), "joined_on", "left_on", "lost").get("A")
    assert found == expected, why


def test_accounts_are_silent_where_there_are_subscriptions(book: Book) -> None:
    book.put("accounts", account_id="A", account_name="A", customer_since=ago(99))
    book.put("accounts", account_id="B", account_name="B")
    subscribe(book, "B", (ago(9), None))
    assert by_account(customer_spans(book, as_of=AS_OF), "span_from") == {"B": "Subscriptions"}


def test_what_was_paid_so_far(book: Book) -> None:
    book.accounts("A", "B", "C")
    book.put("subscriptions", account_id="A", start_date=ago(364), mrr=100)
    book.put("subscriptions", account_id="A", start_date=ago(364), end_date=ago(364 - 73), mrr=50)
    book.put("subscriptions", account_id="B", start_date=ago(9), mrr=10, is_trial=True)
    book.put("subscriptions", account_id="C", start_date=ago(-5), mrr=10)
    paid = by_account(customer_revenue(book, as_of=AS_OF), "revenue")
    assert paid == {"A": pytest.approx(100 * 12 + 50 * 12 * 73 / 365)}


def test_what_was_paid_so_far_comes_from_the_accounts_without_subscriptions(book: Book) -> None:
    book.put("accounts", account_id="A", account_name="A", total_revenue=12.5)
    book.accounts("B")
    assert by_account(customer_revenue(book, as_of=AS_OF), "revenue") == {"A": 12.5}


periods = st.lists(
    st.tuples(
        st.sampled_from("ABC"),
        st.integers(-20, 60),
        st.one_of(st.none(), st.integers(-2, 30)),
        st.booleans(),
    ),
    max_size=12,
)


@settings(max_examples=60, deadline=None)
@given(periods)
def test_stretches_are_the_days_with_service(
    drawn: list[tuple[str, int, int | None, bool]],
) -> None:
    """A stretch is a longest run of days on each of which some paid subscription is open."""
    with Book() as book:
        open_days: dict[str, set[date]] = {account: set() for account in "ABC"}
        for account, age, length, trial in drawn:
            start = ago(age)
            end = None if length is None else start + timedelta(days=length)
            subscribe(book, account, (start, end), trial=trial)
            last = AS_OF if end is None else min(AS_OF, end - timedelta(days=1))
            if not trial:
                open_days[account] |= {
                    start + timedelta(days=step) for step in range((last - start).days + 1)
                }
        expected = []
        for account, days in open_days.items():
            for day in sorted(days):
                if day - timedelta(days=1) not in days:
                    expected.append([account, day, None])
                if day + timedelta(days=1) not in days and day != AS_OF:
                    expected[-1][2] = day + timedelta(days=1)
        frame = customer_stretches(book, as_of=AS_OF)
        found = [[plain(cell) for cell in row] for row in frame.itertuples(index=False)]
        assert found == expected
        spans = by_account(customer_spans(book, as_of=AS_OF), "joined_on", "left_on", "gaps")
        for account, days in open_days.items():
            own = [row for row in expected if row[0] == account]
            assert spans.get(account) == ((own[0][1], own[-1][2], len(own) - 1) if days else None)
