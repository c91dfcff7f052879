"""Recurring revenue month by month: little books worked by hand, and the published example."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TypeAlias

import pandas as pd
import pytest
from test_rollups import Book, plain

from cs_workbook import rollups
from cs_workbook.engine import DuckDB, Scalar
from cs_workbook.exports import read_folder
from cs_workbook.rollups import rollup

AS_OF = date(2024, 12, 31)
# Account, first day, first day without service, MRR, trial.
Subscription: TypeAlias = tuple[str, date, date | None, float | None, bool]
Movement: TypeAlias = tuple[date, str, str, float]


@pytest.fixture
def book() -> Iterator[Book]:
    with Book() as made:
        yield made


def paid(
    account: str, start: date, end: date | None, mrr: float | None, *, trial: bool = False
) -> Subscription:
    return account, start, end, mrr, trial


def put(book: Book, *subscriptions: Subscription) -> None:
    for account, start, end, mrr, trial in subscriptions:
        book.put(
            "subscriptions",
            account_id=account,
            start_date=start,
            end_date=end,
            mrr=mrr,
            is_trial=trial,
        )


def movements(book: Book, as_of: date = AS_OF) -> list[Movement]:
    """All movements, oldest first."""
    frame = rollups.mrr_movements(book, as_of=as_of, rows=1_000)
    rows = frame[["Month", "Account ID", "Movement", "Change"]].itertuples(index=False)
    return sorted((month.date(), account, kind, change) for month, account, kind, change in rows)


def months(book: Book, as_of: date = AS_OF) -> list[dict[str, object]]:
    """All months, oldest first, blanks as None."""
    frame = rollups.mrr_months(book, as_of=as_of)
    lines = [
        {str(key): plain(cell) for key, cell in row.items()} for row in frame.to_dict("records")
    ]
    return lines[::-1]


JAN, FEB, MAR, APR = (date(2024, month, day) for month, day in ((1, 31), (2, 29), (3, 31), (4, 30)))


@pytest.mark.parametrize(
    ("subscriptions", "expected"),
    [
        pytest.param(
            [paid("A", date(2024, 1, 15), None, 40)],
            [(JAN, "A", "New", 40)],
            id="a start in the middle of a month is new business of that month",
        ),
        pytest.param(
            [paid("A", date(2024, 1, 1), date(2024, 4, 1), 40)],
            [(JAN, "A", "New", 40), (APR, "A", "Churn", -40)],
            id="an end on the first of April leaves March paid",
        ),
        pytest.param(
            [paid("A", date(2024, 1, 1), date(2024, 3, 31), 40)],
            [(JAN, "A", "New", 40), (MAR, "A", "Churn", -40)],
            id="the end is the first day without service, so 31 March is not paid",
        ),
        pytest.param(
            [
                paid("A", date(2024, 1, 1), date(2024, 2, 1), 40),
                paid("A", date(2024, 3, 1), None, 50),
            ],
            [(JAN, "A", "New", 40), (FEB, "A", "Churn", -40), (MAR, "A", "Reactivation", 50)],
            id="a gap is churn and reactivation, not expansion by 10",
        ),
        pytest.param(
            [
                paid("A", date(2024, 1, 1), date(2024, 2, 10), 40),
                paid("A", date(2024, 2, 20), None, 40),
            ],
            [(JAN, "A", "New", 40)],
            id="a gap within one month is never seen",
        ),
        pytest.param(
            [
                paid("A", date(2024, 1, 1), date(2024, 3, 1), 40),
                paid("A", date(2024, 2, 1), None, 25),
            ],
            [(JAN, "A", "New", 40), (FEB, "A", "Expansion", 25), (MAR, "A", "Contraction", -40)],
            id="overlapping subscriptions add up",
        ),
        pytest.param(
            [
                paid("A", date(2024, 1, 1), date(2024, 2, 1), 80),
                paid("A", date(2024, 2, 1), None, 55),
            ],
            [(JAN, "A", "New", 80), (FEB, "A", "Contraction", -25)],
            id="a smaller successor on the same day is contraction",
        ),
        pytest.param(
            [paid("A", date(2024, 1, 1), None, 0), paid("A", date(2024, 3, 1), None, 30)],
            [(MAR, "A", "New", 30)],
            id="a subscription worth nothing makes no customer, so the first MRR is new",
        ),
        pytest.param(
            [
                paid("A", date(2024, 3, 1), date(2024, 1, 1), 99),
                paid("A", date(2024, 2, 1), None, 30),
            ],
            [(FEB, "A", "New", 30)],
            id="an end before the start is never open",
        ),
        pytest.param(
            [paid("A", date(2024, 2, 1), date(2024, 2, 28), 99)],
            [],
            id="what starts and ends within a month is at no month's end",
        ),
        pytest.param(
            [
                paid("A", date(2024, 1, 1), date(2024, 2, 1), 70, trial=True),
                paid("A", date(2024, 2, 1), None, 70),
            ],
            [(FEB, "A", "New", 70)],
            id="a trial is no revenue, whatever amount it carries: the paid start is new",
        ),
        pytest.param(
            [paid("A", date(2024, 1, 1), None, None), paid("A", date(2024, 2, 1), None, 30)],
            [(FEB, "A", "New", 30)],
            id="an amount nobody knows adds nothing",
        ),
        pytest.param(
            [paid("A", date(2025, 1, 1), None, 30)],
            [],
            id="a start after the as-of date has not happened",
        ),
        pytest.param(
            [paid("A", date(2024, 4, 1), date(2025, 2, 1), 30)],
            [(APR, "A", "New", 30)],
            id="nor has an end after it",
        ),
    ],
)
def test_movements_by_hand(
    book: Book, subscriptions: list[Subscription], expected: list[Movement]
) -> None:
    put(book, *subscriptions)
    assert movements(book) == expected


def test_the_newest_month_ends_on_the_as_of_date(book: Book) -> None:
    put(
        book,
        paid("A", date(2024, 3, 1), date(2024, 4, 20), 40),
        paid("B", date(2024, 4, 3), date(2024, 4, 25), 30),
        paid("C", date(2024, 4, 20), None, 20),
    )
    middle = date(2024, 4, 15)
    assert movements(book, middle) == [(MAR, "A", "New", 40), (middle, "B", "New", 30)]
    newest = months(book, middle)[-1]
    assert (newest["month"], newest["opening"], newest["closing"]) == (middle, 40, 70)


def test_a_month_without_any_customer_stands_between_the_others(book: Book) -> None:
    put(
        book,
        paid("A", date(2024, 1, 1), date(2024, 2, 1), 40),
        paid("A", date(2024, 4, 1), None, 50),
    )
    lines = months(book, APR)
    amounts = ("opening", "new", "expansion", "contraction", "churn", "reactivation", "closing")
    assert [tuple(line[name] for name in amounts) for line in lines] == [
        (0, 40, 0, 0, 0, 0, 40),
        (40, 0, 0, 0, -40, 0, 0),
        (0, 0, 0, 0, 0, 0, 0),
        (0, 0, 0, 0, 0, 50, 50),
    ]
    heads = ("start", "new", "lost", "back", "end")
    assert [tuple(line[f"customers_{name}"] for name in heads) for line in lines] == [
        (0, 1, 0, 0, 1),
        (1, 0, 1, 0, 0),
        (0, 0, 0, 0, 0),
        (0, 0, 0, 1, 1),
    ]


def test_there_is_no_month_before_the_first_paid_subscription(book: Book) -> None:
    put(
        book,
        paid("A", date(2023, 5, 1), None, 40, trial=True),
        paid("A", date(2024, 3, 10), None, 40),
    )
    assert [line["month"] for line in months(book, APR)] == [MAR, APR]


def test_at_most_sixty_months_with_the_opening_from_before_them(book: Book) -> None:
    put(book, paid("A", date(2001, 1, 1), None, 40))
    lines = months(book)
    assert len(lines) == 60
    assert (lines[0]["month"], lines[-1]["month"]) == (date(2020, 1, 31), AS_OF)
    assert (lines[0]["opening"], lines[0]["new"], lines[0]["customers_start"]) == (40, 0, 1)


def test_a_day_whose_amounts_nobody_knows_is_blank_and_counted(book: Book) -> None:
    put(
        book,
        paid("A", date(2024, 1, 1), None, None),
        paid("B", date(2024, 3, 1), date(2024, 4, 1), 30),
    )
    lines = months(book, APR)
    assert [line["closing"] for line in lines] == [None, None, 30, None]
    assert [line["new"] for line in lines] == [None] * 4
    assert [line["without_amount"] for line in lines] == [1, 1, 1, 1]
    assert [line["customers_end"] for line in lines] == [0, 0, 1, 0]


def test_the_listing_is_cut_and_says_how_many_there_are(book: Book) -> None:
    book.accounts("A")
    put(book, *(paid(name, date(2024, 1, 1), None, 10) for name in "CBA"))
    put(book, paid("A", date(2024, 2, 1), None, 5))
    frame = rollups.mrr_movements(book, as_of=APR, rows=2)
    shown = frame[["Month", "Account ID", "Account", "Movement", "MRR before", "MRR after"]]
    assert [tuple(plain(cell) for cell in row) for row in shown.itertuples(index=False)] == [
        (FEB, "A", "Name of A", "Expansion", 10, 15),
        (JAN, "A", "Name of A", "New", 0, 10),
    ]
    assert frame["movements"].tolist() == [4, 4]
    names = rollups.mrr_movements(book, as_of=APR, rows=9)["Account"]
    assert names.isna().sum() == 2, "B and C are not in the accounts export"


# Published ------------------------------------------------------------------------------------


def test_the_published_classification_of_dbt(book: Book) -> None:
    """The same customers as in the measure's test, here through the database."""
    oracles = json.loads(
        (Path(__file__).parent / "data" / "oracles.json").read_text(encoding="utf-8")
    )
    found = oracles if isinstance(oracles, list) else oracles["oracles"]
    oracle = next(entry for entry in found if entry["id"] == "mrr-dbt")
    [rows] = oracle["inputs"].values()
    for _, customer, start, end, monthly in rows:
        put(book, paid(customer, date.fromisoformat(start), date.fromisoformat(end), monthly))
    words = {"upgrade": "expansion", "downgrade": "contraction"}
    expected = sorted(
        (date.fromisoformat(month), customer, words.get(kind, kind).title(), amount)
        for customer, month, kind, amount in oracle["expected"]
    )
    assert [(month.replace(day=1), *rest) for month, *rest in movements(book)] == expected
    closing = {line["month"]: line["closing"] for line in months(book)}
    assert closing[AS_OF] == 0


# Reasons of churn -----------------------------------------------------------------------------

START = date(2023, 12, 31)


def reasons(book: Book) -> dict[str, tuple[object, ...]]:
    frame = rollups.churn_reasons(book, as_of=AS_OF, period_start=START)
    return {row[0]: tuple(plain(cell) for cell in row[1:]) for row in frame.itertuples(index=False)}


def left(book: Book, account: str, day: date, reason: str | None, **fields: Scalar) -> None:
    book.put("churn_events", account_id=account, churned_on=day, reason=reason, **fields)


@pytest.mark.parametrize(
    ("start", "end", "day", "own", "expected"),
    [
        (date(2024, 1, 1), date(2024, 6, 1), date(2024, 6, 1), 7.0, 40.0),  # open the day before
        (date(2024, 1, 1), None, date(2024, 6, 1), 7.0, 40.0),  # still open: what it paid then
        (date(2024, 1, 1), date(2024, 5, 1), date(2024, 6, 1), 7.0, 7.0),  # ended: the event's own
        (date(2024, 1, 1), date(2024, 5, 1), date(2024, 6, 1), None, None),  # nobody knows
        (date(2024, 6, 1), None, date(2024, 6, 1), None, None),  # begins on the day itself
    ],
)
def test_what_was_lost_is_the_mrr_of_the_day_before(
    book: Book, start: date, end: date | None, day: date, own: float | None, expected: float | None
) -> None:
    put(book, paid("A", start, end, 40))
    left(book, "A", day, "price", mrr_lost=own)
    customers, lost, unknown, _ = reasons(book)["price"]
    assert (customers, lost, unknown) == (1, expected, int(expected is None))


def test_an_account_counts_once_by_its_newest_event_of_the_period(book: Book) -> None:
    put(book, paid("A", date(2023, 1, 1), None, 40), paid("B", date(2023, 1, 1), AS_OF, 60))
    left(book, "A", date(2024, 2, 1), "price")
    left(book, "A", date(2024, 9, 1), None)
    left(book, "B", AS_OF, "  ")
    left(book, "B", START, "before the period")
    left(book, "B", date(2025, 1, 1), "after the as-of date")
    assert reasons(book) == {"not stated": (2, 100, 0, 1)}


def test_the_largest_loss_comes_first_and_unknown_ones_last(book: Book) -> None:
    for account, reason, lost in (("A", "x", 5), ("B", "y", 9), ("C", "y", None), ("D", "z", None)):
        left(book, account, date(2024, 5, 5), reason, mrr_lost=lost)
    assert list(reasons(book).items()) == [
        ("y", (2, 9, 1, 0)),
        ("x", (1, 5, 0, 0)),
        ("z", (1, None, 1, 0)),
    ]


# RavenStack -----------------------------------------------------------------------------------


@pytest.mark.shared_data
def test_ravenstack_ties_to_its_known_mrr(shared_data: Path) -> None:
    """Against sums made here with pandas, straight from the file."""
    folder = shared_data / "accounts" / "ravenstack"
    with DuckDB() as engine:
        read_folder(folder, engine=engine, as_of=AS_OF)
        frame = rollups.mrr_months(engine, as_of=AS_OF)
        listed = rollup(engine, "mrr_movements", as_of=AS_OF, rows=100_000)
    newest = frame.iloc[0]
    assert newest["closing"] == 10_159_608
    assert newest["customers_end"] == 500
    raw = pd.read_csv(
        next(folder.glob("*subscriptions*.csv")), parse_dates=["start_date", "end_date"]
    )
    raw = raw[~raw["is_trial"]]
    for row in frame.itertuples(index=False):
        open_then = (raw["start_date"] <= row.month) & ~(raw["end_date"] <= row.month)
        assert row.closing == raw.loc[open_then, "mrr_amount"].sum()
    assert listed["Change"].sum() == 10_159_608
    assert len(listed) == listed["movements"].iloc[0]
