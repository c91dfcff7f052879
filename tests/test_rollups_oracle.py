"""Every rollup against plain Python loops over the same random book, and against itself shuffled.

The book has what exports have: blanks everywhere, ties, accounts without any row, rows of accounts
nobody knows, ends on the day of a start, days after the as-of date.
"""

import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, TypeAlias

import pandas as pd
import pytest

from cs_workbook import rollups
from cs_workbook.engine import DuckDB
from cs_workbook.schema.exports import ROLES, Kind

Row: TypeAlias = dict[str, Any]
Rows: TypeAlias = dict[str, list[Row]]

AS_OF = date(2025, 5, 17)
START = date(2024, 11, 17)
WINDOW = 120
TYPES = {
    Kind.NUMBER: "double",
    Kind.MONEY: "decimal(18, 4)",
    Kind.DATE: "date",
    Kind.MOMENT: "timestamp",
    Kind.YES_NO: "boolean",
}
MONTHS = {"Monthly": 1, "quarter": 3, "semi-annual": 6, "annual": 12, "YEAR": 12, "weekly": 12 / 52}


def random_book(seed: int) -> Rows:
    pick = random.Random(seed)  # noqa: S311 - the same book every time, not a secret

    def day() -> date:
        return AS_OF - timedelta(days=pick.randint(-20, 700))

    def maybe(value: Any, share: float = 0.8) -> Any:  # noqa: ANN401 - any field of any kind
        return value if pick.random() < share else None

    ids = [f"{number:04d}" for number in range(60)]
    known = [*ids, "nobody", None]
    book: Rows = {name: [] for name in ROLES}
    for account_id in ids:
        book["accounts"].append(
            {"account_id": account_id, "churned": maybe(pick.random() < 0.2, 0.9)}
        )
    for number in range(300):
        start = day()
        book["subscriptions"].append(
            {
                "subscription_id": f"S{number}",
                "account_id": pick.choice(ids[:50]),
                "start_date": start,
                "end_date": maybe(start + timedelta(days=pick.choice([0, 1, 30, 181, 365])), 0.6),
                "mrr": maybe(pick.randint(0, 900000) / 10000, 0.5),
                "arr": maybe(pick.randint(0, 900000) / 10000, 0.5),
                "amount": maybe(pick.randint(0, 900000) / 100),
                "billing": maybe(pick.choice([*MONTHS, "biannual"])),
                "is_trial": maybe(pick.random() < 0.15, 0.9),
            }
        )
    for _ in range(400):
        survey, high = pick.choice([("NPS", 10), ("CSAT", 5), ("CES", 7)])
        book["surveys"].append(
            {
                "account_id": pick.choice(known),
                "survey": survey,
                "score": pick.choice([pick.randint(1, high), pick.randint(1, 10 * high) / 10]),
                "answered_on": day(),
            }
        )
    for _ in range(400):
        opened = day()
        book["tickets"].append(
            {
                "account_id": pick.choice(known),
                "status": maybe(pick.choice(["Closed", "open", "Solved", "pending"])),
                "opened_at": maybe(datetime.combine(opened, time(23, 59)), 0.9),
                "closed_at": maybe(
                    datetime.combine(opened + timedelta(days=pick.randint(0, 9)), time(0, 1)), 0.7
                ),
                "satisfaction": maybe(pick.randint(1, 5), 0.6),
            }
        )
    for _ in range(3000):
        book["usage"].append(
            {
                "account_id": pick.choice(ids[5:55]),
                "subscription_id": maybe(f"S{pick.randint(0, 320)}"),
                "user_id": maybe(f"u{pick.randint(0, 9)}"),
                "feature": maybe(f"f{pick.randint(0, 9)}"),
                "use_count": maybe(pick.randint(0, 20)),
                "used_at": datetime.combine(day(), time(pick.randint(0, 23), 30)),
            }
        )
    for _ in range(40):
        book["churn_events"].append(
            {"account_id": pick.choice([*ids, "nobody"]), "churned_on": day()}
        )
    return numbered(book)


def numbered(book: Rows) -> Rows:
    """Give every row its line, and an id that two rows share."""
    for name, rows in book.items():
        for line, row in enumerate(rows):
            row.setdefault(ROLES[name].key, f"{name}-{line // 2}")
            row |= {"source_file": "x.csv", "source_line": line}
    return book


def staged(book: Rows) -> DuckDB:
    engine = DuckDB()
    for role in ROLES.values():
        names = [f.name for f in role.fields]
        casts = [
            f'cast("{f.name}" as {TYPES.get(f.kind, "varchar")}) as "{f.name}"' for f in role.fields
        ]
        columns = [*names, "source_file", "source_line"]
        engine.stage_frame("loose", pd.DataFrame(book[role.name], columns=columns, dtype=object))
        engine.execute(
            f'create table "{role.name}" as select {", ".join(casts)},'
            " cast(source_file as varchar) as source_file,"
            " cast(source_line as bigint) as source_line from loose"
        )
    return engine


# --- the same figures, once more, in loops ------------------------------------------------------


def monthly(row: Row) -> float | None:
    if row["is_trial"]:
        return None
    if row["mrr"] is not None:
        return float(row["mrr"])
    if row["arr"] is not None:
        return float(row["arr"]) / 12
    if row["amount"] is not None and row["billing"] in MONTHS:
        return float(row["amount"]) / MONTHS[row["billing"]]
    return None


def is_open(row: Row, day: date) -> bool:
    return bool(row["start_date"] <= day and (row["end_date"] is None or row["end_date"] > day))


def grouped(rows: Iterable[Row]) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row["account_id"] is not None:
            groups[row["account_id"]].append(row)
    return groups


def mean(values: list[float]) -> float | None:
    return sum(values) / len(values) if values else None


def revenue_at(rows: list[Row], day: date) -> tuple[bool, float | None]:
    paid = [monthly(row) for row in rows if is_open(row, day) and not row["is_trial"]]
    amounts = [amount for amount in paid if amount is not None]
    return bool(paid), sum(amounts) if amounts or not paid else None


def oracle_revenue(book: Rows) -> dict[str, Row]:
    answer = {}
    for account_id, rows in grouped(book["subscriptions"]).items():
        customer, mrr = revenue_at(rows, AS_OF)
        at_start, mrr_start = revenue_at(rows, START)
        paid = [row for row in rows if not row["is_trial"]]
        running = [row for row in paid if is_open(row, AS_OF)]
        begun = [row["start_date"] for row in paid if row["start_date"] <= AS_OF]
        answer[account_id] = {
            "mrr_from": "Subscriptions",
            "customer": customer,
            "mrr": mrr,
            "mrr_start": mrr_start,
            "open_subscriptions": len(running),
            "open_trials": len([r for r in rows if r["is_trial"] and is_open(r, AS_OF)]),
            "ever_paid": bool(begun),
            "first_start": min(begun, default=None),
            "next_renewal": min((r["end_date"] for r in running if r["end_date"]), default=None),
            "customer_at_start": at_start,
            "lost_in_period": at_start and not customer,
        }
    return answer


def uses(row: Row) -> float:
    return 1 if row["use_count"] is None else float(row["use_count"])


def recent(rows: list[tuple[date, Row]], days: int) -> list[tuple[date, Row]]:
    return [(day, row) for day, row in rows if (AS_OF - day).days < days]


def oracle_usage(book: Rows, *, count_early: bool) -> dict[str, Row]:
    starts = {row["subscription_id"]: row["start_date"] for row in book["subscriptions"]}
    answer = {}
    for account_id, all_rows in grouped(book["usage"]).items():
        rows = []
        for row in all_rows:
            day = row["used_at"].date()
            early = day < starts.get(row["subscription_id"], date.min)
            if day <= AS_OF and (count_early or not early):
                rows.append((day, row))
        if not rows:
            continue
        users = any(row["user_id"] for _, row in rows)
        features = any(row["feature"] for _, row in rows)
        answer[account_id] = {
            "usage_rows": len(rows),
            "active_days_28": len({d for d, _ in recent(rows, 28)}),
            "active_days_90": len({d for d, _ in recent(rows, 90)}),
            "users_28": len({r["user_id"] for _, r in recent(rows, 28)} - {None})
            if users
            else None,
            "features_90": len({r["feature"] for _, r in recent(rows, 90)} - {None})
            if features
            else None,
            "uses_28": sum(uses(r) for _, r in recent(rows, 28)),
            "first_activity": min(d for d, _ in rows),
            "last_activity": max(d for d, _ in rows),
        } | {
            f"week_{n}": sum(uses(r) for d, r in rows if (AS_OF - d).days // 7 == n - 1)
            for n in range(1, 13)
        }
    return answer


def ticket_facts(row: Row) -> tuple[date | None, bool, float | None] | None:
    """Day, whether it is open, rating; None for a ticket that is not there yet."""
    opened = row["opened_at"] and row["opened_at"].date()
    closed = row["closed_at"] and row["closed_at"].date()
    if opened and opened > AS_OF:
        return None
    still = closed > AS_OF if closed else row["status"] not in {"Closed", "Solved"}
    rating = None if closed and closed > AS_OF else row["satisfaction"]
    return opened or closed, still, rating


def oracle_tickets(book: Rows) -> dict[str, Row]:
    groups = grouped(book["tickets"])
    answer = {}
    for account in book["accounts"]:
        rows = groups.get(account["account_id"], [])
        facts = [(row, found) for row in rows if (found := ticket_facts(row))]
        rated = [
            rating
            for _, (day, _, rating) in facts
            if rating is not None and day and (AS_OF - day).days < WINDOW
        ]
        opened = [row["opened_at"].date() for row, _ in facts if row["opened_at"]]
        answer[account["account_id"]] = {
            "open_tickets": sum(still for _, (_, still, _) in facts),
            "tickets_90": sum((AS_OF - day).days < 90 for day in opened),
            "rating": mean(rated),
            "rated": len(rated),
        }
    return answer


def in_window(row: Row) -> bool:
    return bool(0 <= (AS_OF - row["answered_on"]).days < WINDOW)


def oracle_surveys(book: Rows) -> dict[str, Row]:
    known = {row["account_id"] for row in book["accounts"]}
    answer = {}
    for account_id, rows in grouped(filter(in_window, book["surveys"])).items():
        if account_id in known:
            scores = {
                survey: [row["score"] for row in rows if row["survey"] == survey]
                for survey in ("NPS", "CSAT", "CES")
            }
            answer[account_id] = {
                "nps_answer": mean(scores["NPS"]),
                "nps_n": len(scores["NPS"]),
                "csat_mean": mean(scores["CSAT"]),
                "csat_n": len(scores["CSAT"]),
                "ces_mean": mean(scores["CES"]),
                "ces_n": len(scores["CES"]),
            }
    return answer


def oracle_survey_counts(book: Rows) -> dict[tuple[str, float], int]:
    counts: dict[tuple[str, float], int] = defaultdict(int)
    for row in filter(in_window, book["surveys"]):
        counts[row["survey"], row["score"]] += 1
    return dict(counts)


def oracle_quarters(book: Rows) -> list[list[Any]]:
    answer = []
    for back in range(7, -1, -1):
        number = AS_OF.year * 4 + (AS_OF.month - 1) // 3 - back
        first = date(number // 4, number % 4 * 3 + 1, 1)
        following = date((number + 1) // 4, (number + 1) % 4 * 3 + 1, 1)
        last = min(following - timedelta(days=1), AS_OF)
        running = [
            row for row in book["subscriptions"] if is_open(row, last) and not row["is_trial"]
        ]
        scores: dict[str, list[float]] = {"NPS": [], "CSAT": [], "CES": []}
        for row in book["surveys"]:
            if first <= row["answered_on"] <= last:
                scores[row["survey"]].append(row["score"])
        answer.append(
            [
                f"{first.year} Q{number % 4 + 1}",
                first,
                last,
                len({row["account_id"] for row in running}),
                sum(monthly(row) or 0 for row in running),
                sum(score >= 9 for score in scores["NPS"]),
                sum(7 <= score < 9 for score in scores["NPS"]),
                sum(score < 7 for score in scores["NPS"]),
                sum(score >= 4 for score in scores["CSAT"]),
                len(scores["CSAT"]),
                sum(scores["CES"]),
                len(scores["CES"]),
                sum(
                    first <= row["opened_at"].date() <= last
                    for row in book["tickets"]
                    if row["opened_at"]
                ),
            ]
        )
    return answer


# --- comparing ----------------------------------------------------------------------------------


def same(found: object, expected: object) -> bool:
    if expected is None:
        return bool(pd.isna(found))  # type: ignore[call-overload]
    if isinstance(found, pd.Timestamp):
        return found.date() == expected
    if isinstance(expected, float):
        return bool(found == pytest.approx(expected, rel=1e-9, abs=1e-9))
    return bool(found == expected)


def assert_same_accounts(frame: pd.DataFrame, expected: Mapping[str, Row]) -> None:
    assert frame["account_id"].tolist() == sorted(expected)
    for row in frame.to_dict("records"):
        answer = expected[row.pop("account_id")]
        assert row.keys() == answer.keys()
        for column, found in row.items():
            assert same(found, answer[str(column)]), (column, found, answer[str(column)])


@pytest.mark.parametrize("seed", range(4))
def test_rollups_equal_plain_loops(seed: int) -> None:
    book = random_book(seed)
    with staged(book) as engine:
        assert_same_accounts(
            rollups.account_revenue(engine, as_of=AS_OF, period_start=START), oracle_revenue(book)
        )
        for early in (True, False):
            assert_same_accounts(
                rollups.account_usage(engine, as_of=AS_OF, count_early=early),
                oracle_usage(book, count_early=early),
            )
        assert_same_accounts(
            rollups.account_tickets(engine, as_of=AS_OF, survey_window_days=WINDOW),
            oracle_tickets(book),
        )
        assert_same_accounts(
            rollups.account_surveys(engine, as_of=AS_OF, survey_window_days=WINDOW),
            oracle_surveys(book),
        )
        counts = rollups.survey_counts(engine, as_of=AS_OF, survey_window_days=WINDOW)
        assert {
            (row["survey"], row["score"]): row["n"] for row in counts.to_dict("records")
        } == oracle_survey_counts(book)
        quarters = rollups.quarters(engine, as_of=AS_OF).to_dict("records")
        for row, expected in zip(quarters, oracle_quarters(book), strict=True):
            for (column, found), answer in zip(row.items(), expected, strict=True):
                assert same(found, answer), (column, found, answer)


@pytest.mark.parametrize("seed", range(2))
def test_the_parts_add_up_to_the_totals(seed: int) -> None:
    book = random_book(seed)
    with staged(book) as engine:
        total = rollups.totals(engine, as_of=AS_OF, period_start=START).iloc[0]
        revenue = rollups.account_revenue(engine, as_of=AS_OF, period_start=START)
        listed = rollups.list_subscriptions(engine, as_of=AS_OF, rows=10_000)
        usage = rollups.account_usage(engine, as_of=AS_OF)
        ratings = rollups.ticket_ratings(engine, as_of=AS_OF, survey_window_days=None)
        last = rollups.quarters(engine, as_of=AS_OF).iloc[-1]
        parts = rollups.churn_parts(engine, as_of=AS_OF, period_start=START)
    opened = listed[listed["State"] == "Open"]
    assert total["open_mrr"] == pytest.approx(revenue["mrr"].sum(), rel=1e-9)
    assert total["open_mrr"] == pytest.approx(opened["MRR"].sum(), rel=1e-9)
    assert total["open_mrr"] == pytest.approx(last["mrr"], rel=1e-9)
    assert total["open_subscriptions"] == len(opened) == revenue["open_subscriptions"].sum()
    assert total["open_trials"] == (listed["State"] == "Trial").sum()
    assert total["customers"] == last["customers"] == revenue["customer"].sum()
    assert total["usage_rows"] == usage["usage_rows"].sum()
    assert total["accounts_with_usage"] == len(usage)
    assert total["rated_tickets"] == ratings["n_all"].sum() == ratings["n_window"].sum()
    assert total["rating_sum"] == (ratings["score"] * ratings["n_all"]).sum()
    assert parts["part"].tolist() == [
        revenue["lost_in_period"].sum(),
        len(
            {r["account_id"] for r in book["churn_events"] if r["churned_on"] <= AS_OF} - {"nobody"}
        ),
        sum(bool(row["churned"]) for row in book["accounts"]),
    ]


ALL: dict[str, Callable[[DuckDB], pd.DataFrame]] = {
    "account_revenue": lambda e: rollups.account_revenue(e, as_of=AS_OF, period_start=START),
    "account_usage": lambda e: rollups.account_usage(e, as_of=AS_OF, count_early=False),
    "account_tickets": lambda e: rollups.account_tickets(e, as_of=AS_OF, survey_window_days=WINDOW),
    "account_surveys": lambda e: rollups.account_surveys(e, as_of=AS_OF, survey_window_days=WINDOW),
    "account_churn": lambda e: rollups.account_churn(e, as_of=AS_OF),
    "survey_counts": lambda e: rollups.survey_counts(e, as_of=AS_OF, survey_window_days=WINDOW),
    "ticket_ratings": lambda e: rollups.ticket_ratings(e, as_of=AS_OF, survey_window_days=WINDOW),
    "churn_parts": lambda e: rollups.churn_parts(e, as_of=AS_OF, period_start=START),
    "quarters": lambda e: rollups.quarters(e, as_of=AS_OF),
    "totals": lambda e: rollups.totals(e, as_of=AS_OF, period_start=START),
    "list_surveys": lambda e: rollups.list_surveys(e, rows=300),
    "list_subscriptions": lambda e: rollups.list_subscriptions(e, as_of=AS_OF, rows=200),
    "list_tickets": lambda e: rollups.list_tickets(e, rows=300),
    "list_churn_events": lambda e: rollups.list_churn_events(e, rows=30),
}


def test_the_order_of_the_rows_changes_nothing_to_the_last_digit() -> None:
    book = random_book(11)
    with staged(book) as engine:
        first = {name: run(engine) for name, run in ALL.items()}
        again = {name: run(engine) for name, run in ALL.items()}
    for rows in book.values():
        random.Random(5).shuffle(rows)  # noqa: S311 - see random_book
    with staged(book) as engine:
        shuffled = {name: run(engine) for name, run in ALL.items()}
    for name, frame in first.items():
        pd.testing.assert_frame_equal(frame, again[name], check_exact=True)
        pd.testing.assert_frame_equal(frame, shuffled[name], check_exact=True)
