"""The sheets Adoption and Referrals: from small exports, and from the demo's own files."""

import csv
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from statistics import median

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_rollups import Book

from cs_workbook.actions.analyses.adoption import adoption_state
from cs_workbook.actions.check import check
from cs_workbook.actions.closed_file import refresh_file
from cs_workbook.actions.new import new_tracker
from cs_workbook.measures.intervals import wilson_interval
from cs_workbook.measures.referrals import referrals
from cs_workbook.rollups import account_adoption, account_referrals
from cs_workbook.schema.adoption_tables import ASK, DISENGAGED, FALLING, IN_USE, NO_USAGE
from cs_workbook.workbook.file_book import FileBook
from cs_workbook.workbook.port import CellValue
from cs_workbook.workbook.recalculation import refresh_cached_values

pytestmark = pytest.mark.filterwarnings("ignore:.* extension is not supported:UserWarning")

AS_OF = date(2025, 6, 30)
NOW = datetime(2025, 7, 1, 9, 0)  # noqa: DTZ001 - local wall time
Row = dict[str, CellValue]


def rows(book: FileBook, table: str) -> dict[str, Row]:
    cells = book.read_table(table)
    return {
        str(line[0]): dict(zip(cells, line, strict=True))
        for line in zip(*cells.values(), strict=True)
    }


def block(tracker: Path, sheet: str) -> dict[str, list[object]]:
    page = openpyxl.load_workbook(tracker, data_only=True, keep_vba=True)[sheet]
    lines = page.iter_rows(min_row=6, max_row=14, max_col=5, values_only=True)
    return {str(line[0]): list(line[1:]) for line in lines if line[0] is not None}


@pytest.fixture
def book() -> Iterator[Book]:
    with Book() as made:
        yield made


# --- rollups ------------------------------------------------------------------------------------


def test_referrals_are_counted_per_account_up_to_the_as_of_date(book: Book) -> None:
    book.accounts("A", "B", "C")
    for account, days, won in (
        ("A", 10, True),
        ("A", 5, False),
        ("A", 0, None),
        ("A", -1, True),  # tomorrow
        ("B", 3, None),
        ("nobody", 3, True),
    ):
        day = AS_OF - timedelta(days=days)
        book.put("referrals", account_id=account, lead="L", referred_on=day, won=won)
    found = account_referrals(book, as_of=AS_OF)
    assert found.drop(columns="last_referred").to_numpy().tolist() == [
        ["A", 3, 1, 1],
        ["B", 1, 0, 0],
    ]
    assert [day.date() for day in found["last_referred"]] == [AS_OF, AS_OF - timedelta(days=3)]


def test_the_features_of_the_book_are_those_of_ninety_days(book: Book) -> None:
    book.put("accounts", account_id="A", features_bought=8, provisioned_users=30)
    book.put("accounts", account_id="B")
    for feature, days in (("x", 0), ("y", 89), ("y", 1), ("z", 90), ("w", -1)):
        moment = datetime.combine(AS_OF - timedelta(days=days), datetime.min.time())
        book.put("usage", account_id="B", used_at=moment, feature=feature)
    found = account_adoption(book, as_of=AS_OF)
    assert found["book_features"].tolist() == [2, 2]
    assert found["features_bought"].tolist()[0] == 8
    assert found["provisioned_users"].isna().tolist() == [False, True]


# --- who has stopped ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("idle", "trend", "expected"),
    [
        (None, None, NO_USAGE),  # not known is not idle
        (14, 80.0, DISENGAGED),  # the limit belongs to it, and a good trend does not help
        (13, None, IN_USE),  # no trend is no fall
        (0, -50.0, FALLING),  # the limit belongs to it
        (0, -49.9, IN_USE),
    ],
)
def test_states_of_adoption(idle: int | None, trend: float | None, expected: str) -> None:
    assert adoption_state(idle, trend, disengaged_days=14, disengaged_fall=50) == expected


@given(idle=st.integers(0, 100), trend=st.floats(-100, 200), days=st.integers(1, 365))
def test_more_patience_never_makes_a_customer_disengaged(
    idle: int, trend: float, days: int
) -> None:
    """A longer limit can only move an account from disengaged to in use or falling."""
    short, long = (
        adoption_state(idle, trend, disengaged_days=limit, disengaged_fall=50)
        for limit in (days, days + 1)
    )
    assert short == long or (short == DISENGAGED and idle == days)


# --- the sheets ---------------------------------------------------------------------------------

FILES = {
    "accounts": "account_id,account_name,seats,features_bought,provisioned_users\n"
    "A,Ada,10,4,5\nB,Bob,10,,\nC,Cy,10,,\n",
    "subscriptions": "subscription_id,account_id,start_date,mrr\n"
    "1,A,2024-01-01,100\n2,B,2024-01-01,50\n3,C,2024-01-01,25\n",
    "usage": "event_id,account_id,user_id,event_time,feature_name,usage_count\n"
    "1,A,u1,2025-06-29,x,3\n2,A,u2,2025-06-29,y,5\n3,B,u9,2025-05-01,z,7\n",
    "nps": "response_id,account_id,score,answered_on\n1,B,10,2025-05-01\n2,C,9,2025-05-01\n",
    "referrals": "referral_id,account_id,lead,referral_date,won\n"
    "1,C,Lead one,2025-02-01,yes\n2,C,Lead two,2025-03-01,\n",
}


@pytest.fixture
def small(tmp_path: Path) -> Path:
    exports = tmp_path / "exports"
    exports.mkdir()
    for name, text in FILES.items():
        (exports / f"{name}.csv").write_text(text, encoding="utf-8")
    tracker = new_tracker(tmp_path / "CS_Tracker.xlsm")
    refresh_file(tracker, exports, as_of=AS_OF, now=NOW)
    return tracker


def test_adoption_is_set_against_what_was_bought(small: Path) -> None:
    found = rows(FileBook(small), "tblAdoption")
    assert found["A"]["Breadth (%)"] == 50, "2 features used of 4 bought"
    assert found["B"]["Breadth (%)"] == pytest.approx(100 / 3), "1 of the 3 the book used"
    assert found["A"]["Reach (%)"] == 40, "2 users of 5 with an access, not of 10 seats"
    assert found["A"]["Uses per user"] == 4
    assert [found[key]["State"] for key in "ABC"] == [IN_USE, DISENGAGED, NO_USAGE]
    assert found["C"]["Days idle"] == "", "nothing is known of C"
    lines = block(small, "Adoption")
    interval = wilson_interval(1, 2)
    assert interval is not None
    share = lines["Disengaged customers (%)"]
    assert share == pytest.approx([50, 2, interval.low, interval.high])
    assert lines["MRR of disengaged customers"][:2] == [50, 1]
    assert lines["Customers of unknown usage"][:2] == [1, 3]
    assert lines["Breadth, median (%)"][0] == pytest.approx((50 + 100 / 3) / 2)
    assert not [result for result in check(FileBook(small)) if not result.passed]


def test_another_limit_moves_the_states_live(small: Path) -> None:
    """What the formula says after a change of Settings is what Python says."""
    book = FileBook(small)
    book.write_name("DisengagedDays", 61)
    refresh_cached_values(book)
    found = rows(book, "tblAdoption")
    idle = (AS_OF - date(2025, 5, 1)).days
    assert idle == 60
    trend = found["B"]["Usage trend (%)"]
    assert isinstance(trend, int | float)
    expected = adoption_state(idle, float(trend), disengaged_days=61, disengaged_fall=50)
    assert found["B"]["State"] == expected != DISENGAGED


def test_referrals_and_references_by_hand(small: Path) -> None:
    book = FileBook(small)
    found = rows(book, "tblReferrals")
    assert [found[key]["Referrals"] for key in "ABC"] == [0, 0, 2]
    assert [found[key]["Next"] for key in "ABC"] == ["", ASK, ""], "C is a promoter who has brought"
    lines = block(small, "Referrals")
    measured = referrals(customers=3, referring=1, leads=2, won=1)
    interval = measured.referring_customers.interval
    assert interval is not None
    assert lines["Referring customers (%)"] == pytest.approx(
        [measured.referring_customers.value, 3, interval.low, interval.high]
    )
    assert lines["Leads per customer"][0] == pytest.approx(measured.leads_per_customer.value)
    assert lines["Win rate of referrals (%)"][:2] == [50, 2]
    assert lines["Promoters to ask"][:2] == [1, 2]
    assert lines["Willing to be a reference (%)"] == ["No data", 0, "–", "–"]  # noqa: RUF001


def test_what_was_typed_follows_its_account(small: Path) -> None:
    book = FileBook(small)
    keys = list(rows(book, "tblReferrals"))
    answers = {"A": "Yes", "B": "No", "C": None}
    book.write_table("tblReferrals", {"Reference": [answers[key] for key in keys]})
    refresh_cached_values(book)
    book.save()
    later = date(2025, 7, 31)
    (small.parent / "exports" / "subscriptions.csv").write_text(
        FILES["subscriptions"]
        .replace("start_date,mrr", "start_date,end_date,mrr")
        .replace("01-01,", "01-01,,")
        .replace("1,A,2024-01-01,,", "1,A,2024-01-01,2025-07-15,"),
        encoding="utf-8",
    )
    refresh_file(small, small.parent / "exports", as_of=later, now=NOW)
    found = rows(FileBook(small), "tblReferrals")
    assert {key: found[key]["Reference"] for key in "ABC"} == answers
    assert found["A"]["Status"] == "Churned", "listed for what was typed beside it"
    assert found["B"]["Next"] == "", "B has said no"
    lines = block(small, "Referrals")
    assert lines["Willing to be a reference (%)"][:2] == [0, 1], "A is no customer any more"


def test_without_a_referrals_export_nothing_is_known(tmp_path: Path) -> None:
    exports = tmp_path / "exports"
    exports.mkdir()
    for name in ("accounts", "subscriptions"):
        (exports / f"{name}.csv").write_text(FILES[name], encoding="utf-8")
    tracker = new_tracker(tmp_path / "CS_Tracker.xlsm")
    refresh_file(tracker, exports, as_of=AS_OF, now=NOW)
    book = FileBook(tracker)
    assert [row["Referrals"] for row in rows(book, "tblReferrals").values()] == [None] * 3
    assert str(book.read_name("ShownReferrals")).startswith("No referrals export")
    for label in ("Referring customers (%)", "Leads per customer", "Win rate of referrals (%)"):
        assert block(tracker, "Referrals")[label][:2] == ["No data", 0]
    asked = block(tracker, "Referrals")["Promoters to ask"]
    assert asked[:2] == ["No data", 0], "nobody was surveyed, so nobody is known to be a promoter"
    assert block(tracker, "Adoption")["Disengaged customers (%)"][:2] == ["No data", 0]


def test_the_demo_equals_its_own_files(demo_tracker: Path, demo_exports: Path) -> None:
    """Counted here with the csv module from the file, not from what refresh made of it."""
    with (demo_exports / "referrals.csv").open(encoding="utf-8", newline="") as file:
        leads = list(csv.DictReader(file))
    brought = Counter(lead["Account ID"] for lead in leads)
    book = FileBook(demo_tracker)
    found = rows(book, "tblReferrals")
    assert {key: row["Referrals"] for key, row in found.items() if row["Referrals"]} == brought
    customers = sum(row["Status"] == "Customer" for row in found.values())
    referring = sum(found[key]["Status"] == "Customer" for key in brought)
    lines = block(demo_tracker, "Referrals")
    assert lines["Referring customers (%)"][0] == pytest.approx(100 * referring / customers)
    won = sum(lead["Won"] == "Yes" for lead in leads)
    assert lines["Win rate of referrals (%)"][:2] == [
        pytest.approx(100 * won / len(leads)),
        len(leads),
    ]
    adoption = rows(book, "tblAdoption")
    breadth = [row["Breadth (%)"] for row in adoption.values() if row["Breadth (%)"] != ""]
    assert block(demo_tracker, "Adoption")["Breadth, median (%)"][0] == pytest.approx(
        median(float(str(value)) for value in breadth)
    )
