"""Little books with answers worked out by hand."""

import json
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import count
from pathlib import Path

import pandas as pd
import pytest

from cs_workbook import rollups
from cs_workbook.engine import DuckDB, Scalar
from cs_workbook.errors import ImportRejected, OutOfRangeError
from cs_workbook.measures.mrr import monthly_amount_by_interval
from cs_workbook.rollups import LISTINGS, period_start, rollup, rollup_names, rollup_sql, statement
from cs_workbook.schema.exports import ROLES, Kind
from cs_workbook.schema.tables import TABLES

AS_OF = date(2024, 12, 31)
YEAR_BEFORE = date(2023, 12, 31)
SQL_TYPES = {
    Kind.ID: "varchar",
    Kind.TEXT: "varchar",
    Kind.NUMBER: "double",
    Kind.MONEY: "decimal(18, 4)",
    Kind.DATE: "date",
    Kind.MOMENT: "timestamp",
    Kind.YES_NO: "boolean",
}
ORACLES = Path(__file__).resolve().parents[2] / "shared" / "oracles" / "measures.json"


class Book(DuckDB):
    """Staged tables that take rows by field name."""

    def __init__(self) -> None:
        super().__init__()
        self.lines = count(2)
        for role in ROLES.values():
            columns = ", ".join(f'"{f.name}" {SQL_TYPES[f.kind]}' for f in role.fields)
            self.execute(
                f'create table "{role.name}" ({columns}, source_file varchar, source_line bigint)'
            )

    def put(self, table: str, **fields: Scalar) -> None:
        role = ROLES[table]
        fields.setdefault(role.key, f"{table}-{next(self.lines)}")
        row: list[Scalar] = [fields.pop(f.name, None) for f in role.fields]
        assert not fields
        self.insert_rows(table, [[*row, f"{table}.csv", next(self.lines)]])

    def accounts(self, *ids: str) -> None:
        for account_id in ids:
            self.put("accounts", account_id=account_id, account_name=f"Name of {account_id}")


@pytest.fixture
def book() -> Iterator[Book]:
    with Book() as made:
        yield made


def ago(days: int) -> date:
    return AS_OF - timedelta(days=days)


def at(day: date) -> datetime:
    return datetime.combine(day, time(13, 45))


def by_account(frame: pd.DataFrame, *columns: str) -> dict[str, object]:
    """One value, or a tuple of values, per account; blanks as None."""
    found: dict[str, object] = {}
    for row in frame.to_dict("records"):
        values = tuple(plain(row[column]) for column in columns)
        found[row["account_id"]] = values[0] if len(values) == 1 else values
    return found


def plain(value: object) -> object:
    if value is None or value is pd.NA or value is pd.NaT or value != value:  # noqa: PLR0124
        return None
    return value.date() if isinstance(value, datetime) else value


# --- the runner ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", rollup_names())
def test_every_rollup_says_what_it_gives_and_runs_on_empty_tables(name: str, book: Book) -> None:
    text = (Path(rollups.__file__).parent / "sql" / f"{name}.sql").read_text(encoding="utf-8")
    for word in ("-- What:", "-- Unit:", "-- Rule:", "-- Blank:"):
        assert word in text, f"{name}.sql does not say {word}"
    known: dict[str, Scalar] = {
        "as_of": AS_OF,
        "period_start": YEAR_BEFORE,
        "grace_days": 30,
        "survey_window_days": None,
        "count_early": False,
        "rows": 10,
        "csat_low": 4,
        "csat_high": 5,
    }
    wanted = {key: value for key, value in known.items() if f"${key}" in rollup_sql(name)}
    frame = rollup(book, name, **wanted)
    assert len(frame) == {
        "churn_losses": 1,
        "churn_parts": 3,
        "quarters": 8,
        "survey_invitations": 1,
        "totals": 1,
        "without_end": 1,
    }.get(name, 0)


def test_a_rollup_that_is_not_there_is_named() -> None:
    with pytest.raises(LookupError, match="account_usge"):
        rollup_sql("account_usge")


@pytest.mark.parametrize("parameters", [{}, {"as_of": AS_OF, "months": 3}])
def test_parameters_are_the_ones_the_file_names(parameters: dict[str, Scalar], book: Book) -> None:
    with pytest.raises(TypeError, match="expected the parameters as_of, found"):
        rollup(book, "account_churn", **parameters)


def test_more_rows_than_a_sheet_holds_are_refused(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    book.put("surveys", account_id="A", survey="NPS", score=9, answered_on=AS_OF)
    book.put("surveys", account_id="A", survey="NPS", score=8, answered_on=AS_OF)
    monkeypatch.setattr(statement, "ROWS_OF_A_SHEET", 1)
    with pytest.raises(ImportRejected, match="at most 1 rows, the most a worksheet holds, found 2"):
        rollups.list_surveys(book, rows=5)


def test_types_of_columns_do_not_depend_on_the_data(book: Book) -> None:
    book.accounts("A", "B")
    book.put("usage", account_id="A", used_at=at(AS_OF), feature="f", user_id="u")
    full = rollups.account_usage(book, as_of=AS_OF).dtypes
    book.put("usage", account_id="B", used_at=at(AS_OF))
    gaps = rollups.account_usage(book, as_of=AS_OF).dtypes
    assert full.astype(str).to_dict() == gaps.astype(str).to_dict()
    assert full["users_28"] == "Int64"


@pytest.mark.parametrize(
    ("as_of", "months", "expected"),
    [
        (date(2024, 12, 31), 12, date(2023, 12, 31)),
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
        (date(2025, 2, 28), 12, date(2024, 2, 29)),  # the end of a month goes with the end
        (date(2026, 6, 30), 1, date(2026, 5, 31)),
        (date(2026, 3, 30), 1, date(2026, 2, 28)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (date(2, 1, 15), 12, date(1, 1, 15)),
    ],
)
def test_the_period_starts_after_the_same_day_so_many_months_before(
    as_of: date, months: int, expected: date
) -> None:
    assert period_start(as_of, months=months) == expected


@pytest.mark.parametrize("months", [0, -1, 99999])
def test_a_period_needs_a_length(months: int) -> None:
    with pytest.raises(OutOfRangeError, match="Period in months"):
        period_start(AS_OF, months=months)


# --- revenue ------------------------------------------------------------------------------------


def test_the_monthly_amount_prefers_mrr_then_arr_then_the_billed_amount(book: Book) -> None:
    book.put("subscriptions", subscription_id="1", mrr=5, arr=1200, amount=9, billing="month")
    book.put("subscriptions", subscription_id="2", arr=1200, amount=9, billing="month")
    book.put("subscriptions", subscription_id="3", amount=2000, billing=" Yearly ")
    book.put("subscriptions", subscription_id="4", amount=2000)
    book.put("subscriptions", subscription_id="5", amount=2000, billing="biannual")
    book.put("subscriptions", subscription_id="6", billing="month")
    book.put("subscriptions", subscription_id="7", mrr=5, is_trial=True)
    book.put("subscriptions", subscription_id="8", mrr=0)
    frame = rollup(book, "subscription_mrr")
    found = {row["subscription_id"]: plain(row["mrr"]) for row in frame.to_dict("records")}
    assert found == {
        "1": 5,
        "2": 100,
        "3": pytest.approx(166.6666666667),
        "4": None,
        "5": None,
        "6": None,
        "7": None,
        "8": 0,
    }


@pytest.mark.parametrize(
    "word", ["daily", "week", "monthly", "Quarterly", "semi-annual", "half-year", "annual", "year"]
)
def test_billing_words_mean_what_the_measures_say(word: str, book: Book) -> None:
    book.put("subscriptions", amount=600, billing=word)
    found = rollup(book, "subscription_mrr")["mrr"].item()
    assert found == pytest.approx(monthly_amount_by_interval(600, word), rel=1e-9)


def test_the_end_date_is_the_first_day_without_service(book: Book) -> None:
    for account_id, start, end in (
        ("ends today", ago(400), AS_OF),
        ("ends tomorrow", ago(400), AS_OF + timedelta(days=1)),
        ("starts today", AS_OF, None),
        ("starts tomorrow", AS_OF + timedelta(days=1), None),
        ("ended at the start", date(2023, 1, 1), YEAR_BEFORE),
        ("ended the day after", date(2023, 1, 1), date(2024, 1, 1)),
        ("came and went", ago(100), ago(50)),
    ):
        book.put("subscriptions", account_id=account_id, start_date=start, end_date=end, mrr=10)
    frame = rollups.account_revenue(book, as_of=AS_OF, period_start=YEAR_BEFORE)
    columns = ("mrr", "mrr_start", "customer", "customer_at_start", "lost_in_period", "ever_paid")
    assert by_account(frame, *columns) == {
        "ends today": (0, 10, False, True, True, True),
        "ends tomorrow": (10, 10, True, True, False, True),
        "starts today": (10, 0, True, False, False, True),
        "starts tomorrow": (0, 0, False, False, False, False),
        "ended at the start": (0, 0, False, False, False, True),
        "ended the day after": (0, 10, False, True, True, True),
        "came and went": (0, 0, False, False, False, True),
    }


def test_who_left_and_came_back_is_not_lost(book: Book) -> None:
    book.put("subscriptions", account_id="A", start_date=ago(500), end_date=ago(200), mrr=10)
    book.put("subscriptions", account_id="A", start_date=ago(10), mrr=7)
    frame = rollups.account_revenue(book, as_of=AS_OF, period_start=YEAR_BEFORE)
    assert by_account(frame, "mrr", "mrr_start", "lost_in_period") == {"A": (7, 10, False)}


def test_a_trial_makes_no_customer_and_no_revenue(book: Book) -> None:
    book.put("subscriptions", account_id="T", start_date=ago(5), mrr=10, is_trial=True)
    book.put("subscriptions", account_id="P", start_date=ago(5), mrr=10, end_date=ago(-90))
    book.put("subscriptions", account_id="P", start_date=ago(5), is_trial=True, end_date=ago(-9))
    frame = rollups.account_revenue(book, as_of=AS_OF, period_start=YEAR_BEFORE)
    columns = ("mrr", "customer", "open_subscriptions", "open_trials", "ever_paid", "first_start")
    assert by_account(frame, *columns) == {
        "P": (10, True, 1, 1, True, ago(5)),
        "T": (0, False, 0, 1, False, None),
    }
    assert by_account(frame, "next_renewal") == {"P": ago(-90), "T": None}


def test_an_unknown_amount_is_blank_and_no_zero(book: Book) -> None:
    book.put("subscriptions", account_id="unknown", start_date=ago(5))
    book.put("subscriptions", account_id="partly", start_date=ago(5))
    book.put("subscriptions", account_id="partly", start_date=ago(5), mrr=3)
    frame = rollups.account_revenue(book, as_of=AS_OF, period_start=YEAR_BEFORE)
    assert by_account(frame, "mrr", "customer") == {"unknown": (None, True), "partly": (3, True)}


def test_the_next_renewal_is_the_earliest_end_still_ahead(book: Book) -> None:
    for end in (None, ago(-40), ago(-30), AS_OF, ago(10)):
        book.put("subscriptions", account_id="A", start_date=ago(300), end_date=end, mrr=1)
    frame = rollups.account_revenue(book, as_of=AS_OF, period_start=YEAR_BEFORE)
    assert by_account(frame, "next_renewal", "open_subscriptions") == {"A": (ago(-30), 3)}


def test_without_any_subscription_the_accounts_export_speaks(book: Book) -> None:
    book.put("accounts", account_id="stays", mrr=29.85, churned=False, renewal_date=ago(-5))
    book.put("accounts", account_id="left", mrr=56.95, churned=True, renewal_date=ago(5))
    book.put("accounts", account_id="yearly", arr=1200)
    book.put("accounts", account_id="tries", mrr=10, is_trial=True)
    book.put("accounts", account_id="later", mrr=10, customer_since=ago(-1))
    book.put("accounts", account_id="flag only", churned=False)
    book.put("accounts", account_id="nothing known")
    frame = rollups.account_revenue(book, as_of=AS_OF, period_start=YEAR_BEFORE)
    assert by_account(frame, "mrr", "customer", "next_renewal") == {
        "stays": (29.85, True, ago(-5)),
        "left": (0, False, None),
        "yearly": (100, True, None),
        "tries": (0, False, None),
        "later": (0, False, None),
        "flag only": (None, True, None),
    }
    assert set(frame["mrr_from"]) == {"Accounts"}
    assert frame["mrr_start"].isna().all()
    assert frame["lost_in_period"].isna().all()
    # One subscription of anybody is a history, and then the account's own amount is not used.
    book.put("subscriptions", account_id="stays", start_date=ago(1), mrr=1)
    frame = rollups.account_revenue(book, as_of=AS_OF, period_start=YEAR_BEFORE)
    assert by_account(frame, "mrr") == {"stays": 1}


@pytest.mark.shared_data
def test_churn_in_mid_period_as_the_oracle_has_it(book: Book) -> None:
    if not ORACLES.exists():
        pytest.skip("the oracles are not beside the checkout")
    oracles = {entry["id"]: entry for entry in json.loads(ORACLES.read_text(encoding="utf-8"))}
    for customer, start, end in oracles["churn-mid"]["inputs"]["customers"]:
        book.put(
            "subscriptions",
            account_id=customer,
            start_date=date.fromisoformat(start),
            end_date=None if end is None else date.fromisoformat(end),
            mrr=1,
        )
    as_of = date(2024, 3, 31)
    parts = rollups.churn_parts(book, as_of=as_of, period_start=period_start(as_of, months=3))
    expected = oracles["churn-mid"]["expected"]
    first = parts.iloc[0]
    assert (first["part"], first["base"]) == (expected["churned_excl_new"], expected["start"])


@pytest.mark.shared_data
def test_retention_by_account_as_the_oracle_has_it(book: Book) -> None:
    if not ORACLES.exists():
        pytest.skip("the oracles are not beside the checkout")
    oracles = {entry["id"]: entry for entry in json.loads(ORACLES.read_text(encoding="utf-8"))}
    oracle = oracles["grr-acct"]
    for account_id, (then, now) in oracle["inputs"]["mrr_start_end"].items():
        middle = date(2024, 6, 15)
        if then:
            book.put(
                "subscriptions",
                account_id=account_id,
                start_date=date(2023, 1, 1),
                end_date=middle,
                mrr=then,
            )
        if now:
            book.put("subscriptions", account_id=account_id, start_date=middle, mrr=now)
    frame = rollups.account_revenue(book, as_of=AS_OF, period_start=YEAR_BEFORE)
    start = frame["mrr_start"].sum()
    kept = frame[["mrr", "mrr_start"]].min(axis=1).sum()
    assert 100 * kept / start == pytest.approx(oracle["expected"]["grr"])
    assert 100 * frame.loc[frame["mrr_start"] > 0, "mrr"].sum() / start == pytest.approx(
        oracle["expected"]["nrr"]
    )
    lost = 100 * frame["lost_in_period"].sum() / frame["customer_at_start"].sum()
    assert lost == pytest.approx(oracle["expected"]["logo_churn"])


# --- usage --------------------------------------------------------------------------------------


def test_windows_of_usage_end_on_the_as_of_date_and_count_it(book: Book) -> None:
    for days in (0, 27, 28, 89, 90):
        book.put("usage", account_id="A", used_at=at(ago(days)), feature=f"f{days}", user_id="u")
    book.put("usage", account_id="A", used_at=at(ago(-1)), feature="later", user_id="v")
    frame = rollups.account_usage(book, as_of=AS_OF)
    columns = ("usage_rows", "active_days_28", "active_days_90", "users_28", "features_90")
    assert by_account(frame, *columns) == {"A": (5, 2, 4, 1, 4)}
    assert by_account(frame, "first_activity", "last_activity") == {"A": (ago(90), AS_OF)}


def test_weeks_of_usage_are_twelve_times_seven_days(book: Book) -> None:
    for days, uses in ((0, 1), (6, 2), (7, 4), (13, 8), (77, 16), (83, 32), (84, 64)):
        book.put("usage", account_id="A", used_at=at(ago(days)), use_count=uses)
    row = rollups.account_usage(book, as_of=AS_OF).iloc[0]
    weeks = [row[f"week_{number}"] for number in range(1, 13)]
    assert weeks == [3, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 48]
    assert row["uses_28"] == 15


def test_a_row_without_a_count_is_one_use(book: Book) -> None:
    book.put("usage", account_id="A", used_at=at(AS_OF))
    book.put("usage", account_id="A", used_at=at(AS_OF), use_count=0)
    book.put("usage", account_id="A", used_at=at(AS_OF), use_count=7)
    assert by_account(rollups.account_usage(book, as_of=AS_OF), "uses_28") == {"A": 8}


def test_a_silent_account_has_zeros_and_an_unknown_one_is_absent(book: Book) -> None:
    book.accounts("silent", "unknown", "not yet")
    book.put("usage", account_id="silent", used_at=at(ago(200)), user_id="u", feature="f")
    book.put("usage", account_id="not yet", used_at=at(ago(-3)))
    book.put("usage", used_at=at(AS_OF))
    frame = rollups.account_usage(book, as_of=AS_OF)
    columns = ("active_days_28", "users_28", "features_90", "week_1", "usage_rows")
    assert by_account(frame, *columns) == {"silent": (0, 0, 0, 0, 1)}


def test_users_and_features_are_blank_where_no_row_names_any(book: Book) -> None:
    book.put("usage", account_id="A", used_at=at(AS_OF), feature="f")
    book.put("usage", account_id="B", used_at=at(AS_OF), user_id="u")
    book.put("usage", account_id="B", used_at=at(AS_OF), user_id="u")
    book.put("usage", account_id="B", used_at=at(AS_OF))
    frame = rollups.account_usage(book, as_of=AS_OF)
    assert by_account(frame, "users_28", "features_90") == {"A": (None, 1), "B": (1, None)}


def test_usage_before_its_subscription_counts_only_where_it_should(book: Book) -> None:
    book.put("subscriptions", subscription_id="S", account_id="A", start_date=ago(5))
    book.put("subscriptions", subscription_id="R", account_id="B", start_date=AS_OF)
    for subscription_id, account_id, days in (
        ("S", "A", 6),
        ("S", "A", 5),
        (None, "A", 7),
        ("gone", "A", 8),
        ("R", "B", 1),
    ):
        book.put(
            "usage",
            account_id=account_id,
            subscription_id=subscription_id,
            used_at=at(ago(days)),
        )
    counted = rollups.account_usage(book, as_of=AS_OF, count_early=True)
    assert by_account(counted, "active_days_28") == {"A": 4, "B": 1}
    left_out = rollups.account_usage(book, as_of=AS_OF, count_early=False)
    assert by_account(left_out, "active_days_28") == {"A": 3}


# --- tickets and surveys ------------------------------------------------------------------------


def test_an_account_without_a_ticket_has_none_open_and_no_rating(book: Book) -> None:
    book.accounts("A", "B")
    assert rollups.account_tickets(book, as_of=AS_OF, survey_window_days=365).empty
    book.put("tickets", account_id="A", opened_at=at(AS_OF), satisfaction=4)
    book.put("tickets", opened_at=at(AS_OF))
    frame = rollups.account_tickets(book, as_of=AS_OF, survey_window_days=365)
    assert by_account(frame, "open_tickets", "tickets_90", "rating", "rated") == {
        "A": (1, 1, 4, 1),
        "B": (0, 0, None, 0),
    }


@pytest.mark.parametrize(
    ("opened", "closed", "status", "is_open"),
    [
        (ago(3), None, None, True),
        (ago(3), None, "Pending Customer Response", True),
        (ago(3), None, " Closed", False),
        (ago(3), None, "Closed - no reply", False),
        (ago(3), None, "SOLVED", False),
        (ago(3), AS_OF, "Open", False),  # the day it was closed speaks louder
        (ago(3), ago(-1), "Closed", True),  # still open then
        (AS_OF, None, "new", True),
        (ago(-1), None, "new", False),
        (None, None, "Open", True),  # an export without dates
        (None, ago(5), None, False),
    ],
)
def test_what_makes_a_ticket_open(
    opened: date | None, closed: date | None, status: str | None, is_open: bool, book: Book
) -> None:
    book.accounts("A")
    book.put(
        "tickets",
        account_id="A",
        opened_at=opened and at(opened),
        closed_at=closed and at(closed),
        status=status,
    )
    frame = rollups.account_tickets(book, as_of=AS_OF, survey_window_days=None)
    assert by_account(frame, "open_tickets") == {"A": int(is_open)}


def test_tickets_and_ratings_stop_at_the_edges_of_their_windows(book: Book) -> None:
    book.accounts("A")
    for days, rating in ((0, 5), (89, 4), (90, 3), (364, 2), (365, 1), (-1, 1)):
        book.put("tickets", account_id="A", opened_at=at(ago(days)), satisfaction=rating)
    book.put(  # not rated yet at the as-of date
        "tickets", account_id="A", opened_at=at(AS_OF), closed_at=at(ago(-1)), satisfaction=1
    )
    year = rollups.account_tickets(book, as_of=AS_OF, survey_window_days=365)
    assert by_account(year, "tickets_90", "rating", "rated") == {"A": (3, 3.5, 4)}
    ever = rollups.account_tickets(book, as_of=AS_OF, survey_window_days=None)
    assert by_account(ever, "rating", "rated") == {"A": (3, 5)}
    ratings = rollups.ticket_ratings(book, as_of=AS_OF, survey_window_days=365)
    assert ratings.to_numpy().tolist() == [
        [1, 0, 1],
        [2, 1, 1],
        [3, 1, 1],
        [4, 1, 1],
        [5, 1, 1],
    ]


def test_a_year_of_answers_to_the_end_of_2021_begins_with_2021(book: Book) -> None:
    as_of = date(2021, 12, 31)
    book.accounts("A")
    for day, score in ((date(2020, 12, 31), 0), (date(2021, 1, 1), 9), (as_of, 10)):
        book.put("surveys", account_id="A", survey="NPS", score=score, answered_on=day)
    book.put("surveys", account_id="A", survey="NPS", score=1, answered_on=date(2022, 1, 1))
    year = rollups.account_surveys(book, as_of=as_of, survey_window_days=365)
    assert by_account(year, "nps_answer", "nps_n") == {"A": (9.5, 2)}
    ever = rollups.account_surveys(book, as_of=as_of, survey_window_days=None)
    assert by_account(ever, "nps_answer", "nps_n") == {"A": (pytest.approx(19 / 3), 3)}


def test_surveys_stand_apart_and_blanks_stay_blank(book: Book) -> None:
    book.accounts("A", "B", "C")
    book.put("surveys", account_id="A", survey="CSAT", score=4, answered_on=AS_OF)
    book.put("surveys", account_id="B", survey="CES", score=6, answered_on=AS_OF)
    book.put("surveys", account_id="nobody", survey="NPS", score=3, answered_on=AS_OF)
    book.put("surveys", survey="NPS", score=3, answered_on=AS_OF)
    frame = rollups.account_surveys(book, as_of=AS_OF, survey_window_days=365)
    columns = ("nps_answer", "nps_n", "csat_mean", "csat_n", "ces_mean", "ces_n")
    assert by_account(frame, *columns) == {
        "A": (None, 0, 4, 1, None, 0),
        "B": (None, 0, None, 0, 6, 1),
    }
    counts = rollups.survey_counts(book, as_of=AS_OF, survey_window_days=365)
    assert counts.to_numpy().tolist() == [["CES", 6, 1], ["CSAT", 4, 1], ["NPS", 3, 2]]


# --- the book -----------------------------------------------------------------------------------


def test_three_churn_rules_stand_side_by_side(book: Book) -> None:
    for account_id, flag in (("A", True), ("B", False), ("C", None), ("D", False)):
        book.put("accounts", account_id=account_id, churned=flag)
    book.put("subscriptions", account_id="A", start_date=ago(500), mrr=1)
    book.put("subscriptions", account_id="B", start_date=ago(500), end_date=ago(9), mrr=1)
    for account_id, day in (("B", ago(9)), ("B", ago(8)), ("C", AS_OF), ("D", ago(-1))):
        book.put("churn_events", account_id=account_id, churned_on=day)
    book.put("churn_events", account_id="nobody", churned_on=AS_OF)
    parts = rollups.churn_parts(book, as_of=AS_OF, period_start=YEAR_BEFORE)
    assert parts.to_numpy().tolist() == [
        ["Subscriptions", 1, 2, 2],
        ["Churn events", 2, 4, 5],
        ["Account flag", 1, 3, 3],
    ]
    events = rollups.account_churn(book, as_of=AS_OF)
    assert by_account(events, "events", "first_event", "last_event") == {
        "B": (2, ago(9), ago(8)),
        "C": (1, AS_OF, AS_OF),
    }


def test_a_churn_rule_without_rows_is_no_rate_of_zero(book: Book) -> None:
    book.accounts("A", "B")
    parts = rollups.churn_parts(book, as_of=AS_OF, period_start=YEAR_BEFORE)
    assert parts["base"].tolist() == [0, 0, 0]
    assert parts["rows_behind"].tolist() == [0, 0, 0]


def test_quarters_run_up_to_the_as_of_date(book: Book) -> None:
    as_of = date(2024, 11, 15)
    book.put("subscriptions", account_id="A", start_date=date(2023, 6, 30), mrr=10)
    book.put(
        "subscriptions",
        account_id="A",
        start_date=date(2023, 6, 30),
        end_date=date(2024, 6, 30),
        mrr=5,
    )
    book.put("subscriptions", account_id="T", start_date=date(2023, 1, 1), is_trial=True)
    book.put("subscriptions", account_id="B", start_date=date(2024, 11, 16), mrr=99)
    for day, survey, score in (
        (date(2024, 10, 1), "NPS", 9),
        (as_of, "NPS", 8),
        (date(2024, 9, 30), "NPS", 6),
        (date(2024, 11, 16), "NPS", 0),
        (as_of, "CSAT", 4),
        (as_of, "CSAT", 3),
        (as_of, "CES", 7),
        (as_of, "CES", 2),
    ):
        book.put("surveys", survey=survey, score=score, answered_on=day)
    book.put("tickets", opened_at=at(date(2024, 9, 30)))
    frame = rollups.quarters(book, as_of=as_of)
    assert frame["quarter"].tolist() == [
        *("2023 Q1", "2023 Q2", "2023 Q3", "2023 Q4"),
        *("2024 Q1", "2024 Q2", "2024 Q3", "2024 Q4"),
    ]
    assert [day.date() for day in frame["last_day"]][-2:] == [date(2024, 9, 30), as_of]
    assert [day.date() for day in frame["first_day"]][:2] == [date(2023, 1, 1), date(2023, 4, 1)]
    assert frame["customers"].tolist() == [0, 1, 1, 1, 1, 1, 1, 1]
    assert frame["mrr"].tolist() == [0, 15, 15, 15, 15, 10, 10, 10]
    assert frame["tickets"].tolist() == [0, 0, 0, 0, 0, 0, 1, 0]
    last = frame.iloc[-1]
    assert last[["promoters", "passives", "detractors"]].tolist() == [1, 1, 0]
    assert last[["csat_satisfied", "csat_n", "ces_sum", "ces_n"]].tolist() == [1, 2, 9, 2]
    assert frame["detractors"].tolist() == [0, 0, 0, 0, 0, 0, 1, 0]


def test_quarters_leave_blank_what_was_never_exported(book: Book) -> None:
    book.put("surveys", survey="NPS", score=9, answered_on=AS_OF)
    frame = rollups.quarters(book, as_of=AS_OF)
    assert frame[["customers", "mrr", "tickets"]].isna().all().all()
    assert frame["promoters"].tolist() == [0] * 7 + [1]


def test_totals_count_up_to_the_as_of_date(book: Book) -> None:
    book.accounts("A", "B")
    for start, end, trial in (
        (ago(9), None, False),
        (ago(9), AS_OF, False),
        (ago(9), None, True),
        (ago(-1), None, False),
    ):
        book.put(
            "subscriptions", account_id="A", start_date=start, end_date=end, is_trial=trial, mrr=8
        )
    for days in (-1, 0, 5):
        book.put("surveys", survey="NPS", score=1, answered_on=ago(days))
        book.put("tickets", account_id="A", opened_at=at(ago(days)), satisfaction=3)
        book.put("usage", account_id="A", used_at=at(ago(days)))
        book.put("churn_events", account_id="A", churned_on=ago(days))
    row = rollups.totals(book, as_of=AS_OF, period_start=YEAR_BEFORE).iloc[0].to_dict()
    assert row == {
        "accounts": 2,
        "customers": 1,
        "open_mrr": 8,
        "subscriptions": 3,
        "open_subscriptions": 1,
        "open_trials": 1,
        "nps_answers": 2,
        "csat_answers": 0,
        "ces_answers": 0,
        "tickets": 2,
        "open_tickets": 2,
        "rated_tickets": 2,
        "rating_sum": 6,
        "usage_rows": 2,
        "accounts_with_usage": 1,
        "churn_events": 2,
        "accounts_with_churn_event": 1,
    }


# --- listings -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("table", "name"), LISTINGS.items())
def test_listings_have_the_columns_of_their_table(table: str, name: str, book: Book) -> None:
    dated: dict[str, Scalar] = {"as_of": AS_OF} if "$as_of" in rollup_sql(name) else {}
    frame = rollup(book, name, rows=3, **dated)
    assert tuple(frame.columns) == TABLES[table].headers


def test_listings_are_newest_first_with_one_order_among_equals(book: Book) -> None:
    book.accounts("A")
    for response_id, day in (("r1", ago(2)), ("r3", ago(1)), ("r2", ago(1)), ("r4", None)):
        book.put(
            "surveys",
            response_id=response_id,
            account_id="A",
            survey="NPS",
            score=1,
            answered_on=day,
        )
    frame = rollups.list_surveys(book, rows=10)
    assert frame["Response ID"].tolist() == ["r2", "r3", "r1", "r4"]
    assert frame["Account"].tolist() == ["Name of A"] * 4
    assert frame["Source"].iloc[0].startswith("surveys.csv:")
    assert rollups.list_surveys(book, rows=2)["Response ID"].tolist() == ["r2", "r3"]


def test_the_state_of_a_subscription(book: Book) -> None:
    for number, (start, end, trial) in enumerate(
        (
            (ago(-1), None, False),
            (ago(0), None, None),
            (ago(1), ago(0), False),
            (ago(2), ago(-1), True),
            (ago(3), ago(0), True),
        )
    ):
        book.put(
            "subscriptions",
            subscription_id=f"S{number}",
            account_id="A",
            start_date=start,
            end_date=end,
            is_trial=trial,
            mrr=2,
        )
    frame = rollups.list_subscriptions(book, as_of=AS_OF, rows=10)
    assert frame["State"].tolist() == ["Future", "Open", "Ended", "Trial", "Ended"]
    assert [plain(mrr) for mrr in frame["MRR"]] == [2, 2, 2, None, None]
    assert frame["Account"].isna().all()


def test_listings_of_tickets_and_churn_events(book: Book) -> None:
    book.put("tickets", ticket_id="T1", opened_at=at(ago(1)), satisfaction=4, escalated=True)
    book.put("tickets", ticket_id="T2", opened_at=at(ago(-9)))
    assert rollups.list_tickets(book, rows=9)["Ticket ID"].tolist() == ["T2", "T1"]
    book.put("churn_events", churn_event_id="C1", account_id="A", churned_on=AS_OF, refund=4.03)
    assert rollups.list_churn_events(book, rows=9)["Refund"].tolist() == [4.03]
