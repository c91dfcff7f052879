"""The rollup of contract terms: cases by hand, a plain Python twin, and RavenStack counted anew."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pytest
from test_rollups import AS_OF, YEAR_BEFORE, Book, ago, plain

from cs_workbook import rollups
from cs_workbook.engine import DuckDB
from cs_workbook.exports import read_folder

GRACE = 30
EVER = date(1, 1, 1)


@pytest.fixture
def book() -> Iterator[Book]:
    with Book() as made:
        made.accounts("A")
        yield made


class Term(NamedTuple):
    """What the rollup says of one renewal."""

    due: date
    state: str
    followed: bool
    mrr_due: float | None
    mrr_after: float | None


def signed(
    book: Book, start: date, end: date | None, mrr: float | None = 100, **more: object
) -> None:
    fields = {"account_id": "A", "start_date": start, "end_date": end, "mrr": mrr} | more
    book.put("subscriptions", **fields)  # type: ignore[arg-type] # all of them are scalars


def terms(book: DuckDB, *, since: date = YEAR_BEFORE, grace: int = GRACE) -> list[Term]:
    frame = rollups.renewals_due(book, as_of=AS_OF, period_start=since, grace_days=grace)
    wanted = ["renewal_date", "state", "followed", "mrr_due", "mrr_after"]
    return [
        Term(*(plain(value) for value in row))  # type: ignore[arg-type] # as the rollup promises
        for row in frame[wanted].itertuples(index=False)
    ]


@pytest.mark.parametrize(
    ("due", "next_start", "expected"),
    [
        # what follows on the day, within grace before or after, renews
        (ago(100), ago(100), ("renewed", True, 80)),
        (ago(100), ago(130), ("renewed", True, 80)),  # early, on the first day of grace
        (ago(100), ago(70), ("renewed", True, 80)),  # late, on the last day of grace
        # earlier than that, the account stays but the amount did not follow
        (ago(100), ago(131), ("renewed", False, 0)),
        # later than that, it came back
        (ago(100), ago(69), ("lost", False, 0)),
        # nothing follows
        (ago(31), None, ("lost", False, 0)),  # grace passed yesterday
        (ago(30), None, ("late", False, None)),  # last day of grace
        (ago(1), None, ("late", False, None)),
        (ago(0), None, ("open", False, None)),  # due today
        (ago(-200), None, ("open", False, None)),
        # a future one is renewed by what is signed for it, not by what runs beside it
        (ago(-20), ago(-20), ("renewed", True, 80)),
        (ago(-200), ago(300), ("open", False, None)),
    ],
)
def test_what_becomes_of_a_contract(
    book: Book, due: date, next_start: date | None, expected: tuple[object, ...]
) -> None:
    signed(book, date(2022, 1, 1), due)
    if next_start is not None:
        signed(book, next_start, None, 80)
    state, followed, after = expected
    assert terms(book, since=EVER) == [(due, state, followed, 100, after)]


def test_two_subscriptions_on_one_date_are_one_renewal(book: Book) -> None:
    signed(book, ago(500), ago(100), 100, auto_renew=True)
    signed(book, ago(300), ago(100), 30, auto_renew=False)
    signed(book, ago(100), None, 90)
    assert terms(book) == [(ago(100), "renewed", True, 130, 90)]
    frame = rollups.renewals_due(book, as_of=AS_OF, period_start=YEAR_BEFORE, grace_days=GRACE)
    row = frame.iloc[0]
    assert (row["subscriptions"], row["term_start"].date()) == (2, ago(500))
    assert not row["auto_renew"]


def test_a_subscription_follows_the_nearer_of_two_renewals_only(book: Book) -> None:
    signed(book, ago(500), ago(120), 100)
    signed(book, ago(500), ago(100), 50)
    signed(book, ago(108), None, 90)
    found = terms(book)
    assert found == [
        (ago(120), "renewed", False, 100, 0),
        (ago(100), "renewed", True, 50, 90),
    ]


def test_of_two_equally_near_the_earlier_is_followed(book: Book) -> None:
    signed(book, ago(500), ago(120), 100)
    signed(book, ago(500), ago(100), 50)
    signed(book, ago(110), None, 90)
    assert [row[2] for row in terms(book)] == [True, False]


def test_monthly_terms_follow_one_another_and_the_last_is_lost(book: Book) -> None:
    days = [date(2024, month, 1) for month in range(1, 7)]
    for start, end in pairwise(days):
        signed(book, start, end)
    assert [row[1] for row in terms(book)] == ["renewed"] * 4 + ["lost"]


def test_trials_and_contracts_without_a_day_are_no_renewals(book: Book) -> None:
    signed(book, ago(200), ago(100), is_trial=True)
    signed(book, ago(100), ago(100))
    signed(book, ago(50), ago(20), account_id="stranger")
    assert terms(book) == []
    signed(book, ago(300), ago(100))
    signed(book, ago(100), None, is_trial=True)
    assert [row[1] for row in terms(book)] == ["lost"], "a trial renews nothing"


def test_amounts_nobody_knows_stay_blank(book: Book) -> None:
    signed(book, ago(300), ago(100), None)
    signed(book, ago(100), None, None)
    assert terms(book) == [(ago(100), "renewed", True, None, None)]


def test_the_list_begins_after_the_period_and_ends_after_a_year(book: Book) -> None:
    for end in (YEAR_BEFORE, YEAR_BEFORE + timedelta(days=1), ago(-365), ago(-366)):
        signed(book, date(2020, 1, 1), end)
    assert [row[0] for row in terms(book)] == [YEAR_BEFORE + timedelta(days=1), ago(-365)]


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        (ago(-90), (ago(-90), "open", False, 70, None)),
        (ago(90), (ago(90), "renewed", True, 70, 70)),  # it runs on past its date
    ],
)
def test_without_any_end_the_accounts_export_gives_the_date(
    book: Book, stated: date, expected: tuple[object, ...]
) -> None:
    book.put("accounts", account_id="B", account_name="B", renewal_date=stated)
    signed(book, ago(400), None, 70, account_id="B")
    signed(book, ago(400), None, 40)
    assert terms(book) == [expected]
    endless = rollups.without_end(book, as_of=AS_OF).iloc[0]
    assert (endless["subscriptions"], endless["mrr"]) == (1, 40), "only A's comes up for none"


@pytest.mark.parametrize(
    ("stated", "churned", "expected"),
    [
        (ago(-90), False, [(ago(-90), "open", False, 10, None)]),
        (ago(-90), True, []),  # gone: nothing comes up
        (ago(90), False, [(ago(90), "renewed", True, 10, 10)]),
        (ago(90), None, [(ago(90), "renewed", True, 10, 10)]),
        (ago(90), True, [(ago(90), "lost", False, 10, 0)]),
    ],
)
def test_without_subscriptions_the_accounts_export_speaks(
    stated: date, churned: bool | None, expected: list[tuple[object, ...]]
) -> None:
    with Book() as book:
        book.put(
            "accounts",
            account_id="A",
            account_name="A",
            renewal_date=stated,
            churned=churned,
            arr=120,
        )
        assert terms(book) == expected


def test_what_has_no_end_is_counted_apart(book: Book) -> None:
    signed(book, ago(10), None, 40)
    signed(book, ago(-10), None, 7)  # not begun
    signed(book, ago(10), None, 900, is_trial=True)
    signed(book, ago(10), ago(-10), 800)
    row = rollups.without_end(book, as_of=AS_OF).iloc[0]
    assert (row["subscriptions"], row["accounts"], row["mrr"]) == (1, 1, 40)


# --- a plain Python twin -------------------------------------------------------------------------


class Contract(NamedTuple):
    account: str
    start: date
    end: date | None
    mrr: int


def twin(contracts: list[Contract], grace: int) -> list[Term]:
    """The rule of the file, told once more without SQL."""
    ends = sorted({(c.end, c.account) for c in contracts if c.end and c.end > c.start})
    rows: list[Term] = []
    for due, account in ends:
        own = [c for c in contracts if c.account == account and (c.end is None or c.end > c.start)]
        dates = [day for day, name in ends if name == account]
        past_it = [c for c in own if c.end is None or c.end > due]
        followers = []
        for c in past_it:
            reachable = [
                day
                for day in dates
                if abs((c.start - day).days) <= grace and (c.end is None or c.end > day)
            ]
            nearest = min(reachable, key=lambda d, c=c: (abs((c.start - d).days), d), default=None)  # type: ignore[misc] # c is bound on purpose
            if nearest == due:
                followers.append(c)
        amount = sum(c.mrr for c in own if c.end == due)
        if followers:
            rows.append(Term(due, "renewed", True, amount, sum(c.mrr for c in followers)))
        elif due >= AS_OF:
            rows.append(Term(due, "open", False, amount, None))
        elif any((c.start - due).days <= grace for c in past_it):
            rows.append(Term(due, "renewed", False, amount, 0))
        elif (AS_OF - due).days > grace:
            rows.append(Term(due, "lost", False, amount, 0))
        else:
            rows.append(Term(due, "late", False, amount, None))
    return [row for row in rows if (row.due - AS_OF).days <= 365]


@pytest.mark.parametrize("seed", range(12))
def test_the_sql_says_what_the_rule_says(seed: int) -> None:
    about = random.Random(seed)  # noqa: S311 - made up, not secret
    grace = about.choice((0, 7, 30, 60))
    contracts = []
    with Book() as book:
        accounts = [f"A{number}" for number in range(6)]
        book.accounts(*accounts)
        for _ in range(40):
            start = ago(about.randint(-60, 500))
            length = about.choice((None, 0, 30, 30, 90, 180, 365))
            contract = Contract(
                about.choice(accounts),
                start,
                None
                if length is None
                else start + timedelta(days=length + about.choice((0, 0, 9))),
                about.randint(1, 900),
            )
            contracts.append(contract)
            signed(book, start, contract.end, contract.mrr, account_id=contract.account)
        assert terms(book, since=EVER, grace=grace) == twin(contracts, grace)


# --- RavenStack ----------------------------------------------------------------------------------


@pytest.mark.shared_data
def test_ravenstack_counted_anew(shared_data: Path) -> None:
    folder = shared_data / "accounts" / "ravenstack"
    with DuckDB() as engine:
        read_folder(folder, engine=engine, as_of=AS_OF)
        found = rollups.renewals_due(
            engine, as_of=AS_OF, period_start=YEAR_BEFORE, grace_days=GRACE
        )
        endless = rollups.without_end(engine, as_of=AS_OF).iloc[0]
    rows = pd.read_csv(
        folder / "ravenstack_subscriptions.csv", parse_dates=["start_date", "end_date"]
    )
    paid = rows[~rows["is_trial"]]
    assert endless["subscriptions"] == paid["end_date"].isna().sum()
    assert endless["mrr"] == paid.loc[paid["end_date"].isna(), "mrr_amount"].sum()
    paid = paid[paid["end_date"].isna() | (paid["end_date"] > paid["start_date"])]
    ended = paid[(paid["end_date"] > "2023-12-31") & (paid["end_date"] <= "2025-12-31")]
    dues = ended.groupby(["account_id", "end_date"])["mrr_amount"].sum()
    assert len(found) == len(dues) == 377
    assert found["mrr_due"].sum() == dues.sum() == 1_081_320
    # An account is still there where any paid subscription spans its date, or begins in grace.
    states = found.set_index(["account_id", "renewal_date"])["state"]
    past = [(key, day) for key, day in dues.index if day < pd.Timestamp(AS_OF)]
    stayed = 0
    for key, day in past:
        own = paid[paid["account_id"] == key]
        on = own["end_date"].isna() | (own["end_date"] > day)
        stays = bool((on & (own["start_date"] <= day + pd.Timedelta(days=GRACE))).any())
        assert (states[(key, day)] == "renewed") == stays
        stayed += stays
    assert (stayed, len(past)) == (360, 361)


@pytest.mark.shared_data
def test_the_twin_agrees_on_ravenstack(shared_data: Path) -> None:
    """State and MRR of every renewal; the renewal rate by MRR is 470,589 of 1,009,837."""
    folder = shared_data / "accounts" / "ravenstack"
    rows = pd.read_csv(
        folder / "ravenstack_subscriptions.csv", parse_dates=["start_date", "end_date"]
    )
    paid = rows[~rows["is_trial"]]
    contracts = [
        Contract(*(plain(value) for value in row))  # type: ignore[arg-type] # as the file has them
        for row in paid[["account_id", "start_date", "end_date", "mrr_amount"]].itertuples(
            index=False
        )
    ]
    with DuckDB() as engine:
        read_folder(folder, engine=engine, as_of=AS_OF)
        found = terms(engine, since=EVER)
    assert found == twin(contracts, GRACE)
    past = [row for row in found if YEAR_BEFORE < row.due < AS_OF]
    assert sum(row.mrr_due or 0 for row in past) == 1_009_837
    assert sum(min(row.mrr_due or 0, row.mrr_after or 0) for row in past) == 470_589
