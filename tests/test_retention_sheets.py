"""The sheets Retention, Cohorts and Lifetime value after a refresh, from exports made by hand."""

import csv
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from cs_workbook.actions.check import check
from cs_workbook.actions.closed_file import refresh_file
from cs_workbook.actions.new import new_tracker
from cs_workbook.schema.retention_tables import COHORT_MONTHS
from cs_workbook.workbook.file_book import FileBook
from cs_workbook.workbook.port import CellValue

AS_OF = date(2024, 12, 31)
ACCOUNTS = "account_id,account_name,segment\n"
SUBSCRIPTIONS = "subscription_id,account_id,start_date,end_date,mrr\n"


def refreshed(
    folder: Path, files: Mapping[str, str], names: dict[str, CellValue] | None = None
) -> FileBook:
    """Return a new tracker refreshed from CSV texts, with some settings typed before."""
    exports = folder / "exports"
    exports.mkdir()
    for name, text in files.items():
        (exports / f"{name}.csv").write_text(text, encoding="utf-8")
    return from_exports(folder, exports, names)


def from_exports(
    folder: Path, exports: Path, names: dict[str, CellValue] | None = None, as_of: date = AS_OF
) -> FileBook:
    tracker = new_tracker(folder / "T.xlsm")
    book = FileBook(tracker)
    for name, value in (names or {}).items():
        book.write_name(name, value)
    book.save()
    refresh_file(tracker, exports, as_of=as_of, now=datetime(2025, 1, 1))  # noqa: DTZ001
    return FileBook(tracker)


def subscribers(count: int, mrr: float, *, lost: int) -> dict[str, str]:
    """Return exports of customers of one segment, of whom some left in December."""
    ids = [f"A{number}" for number in range(count)]
    ends = ["2024-12-15" if number < lost else "" for number in range(count)]
    rows = (f"S{key},{key},2024-01-01,{end},{mrr}\n" for key, end in zip(ids, ends, strict=True))
    return {
        "accounts": ACCOUNTS + "".join(f"{key},Name {key},SMB\n" for key in ids),
        "subscriptions": SUBSCRIPTIONS + "".join(rows),
    }


def line(book: FileBook, label: str) -> CellValue:
    """Return the value beside a label of the sheet Lifetime value."""
    for row in range(1, 30):
        if book.read_cell("Lifetime value", f"A{row}") == label:
            return book.read_cell("Lifetime value", f"B{row}")
    raise AssertionError(label)


@pytest.mark.parametrize(
    ("count", "mrr", "names", "expected", "oracle"),
    [
        (10, 50, {"GrossMargin": 90}, 450, "ltv-50"),
        (50, 500, {"GrossMargin": 70}, 17_500, "ltv-500"),
        (
            20,
            50,
            {
                "GrossMargin": 80,
                "LifetimeRule": "Discounted",
                "DiscountRate": 100 * (1.01**12 - 1),
            },
            40 * 1.01 / 0.06,
            "ltv-disc",
        ),
    ],
)
def test_the_printed_value_is_the_published_one(
    tmp_path: Path,
    count: int,
    mrr: float,
    names: dict[str, CellValue],
    expected: float,
    oracle: str,
) -> None:
    book = refreshed(tmp_path, subscribers(count, mrr, lost=1), names | {"PeriodMonths": 1})
    assert book.read_name("KPI_CLTV") == pytest.approx(expected, rel=1e-9), oracle
    assert line(book, "Customer lifetime value") == pytest.approx(expected, rel=1e-9)
    table = book.read_table("tblLifetimeBySegment")
    assert table["Segment"] == ["SMB"]
    assert table["CLTV"][0] == pytest.approx(expected, rel=1e-9)
    assert (table["n"], table["Lost"], table["Customers"]) == ([count], [1], [count - 1])
    assert ("Few" in str(table["Note"][0])) == (count < 20)


def test_what_was_paid_is_the_historic_value(tmp_path: Path) -> None:
    """The oracle ltv-hist: payments of 100, 100, 120, 0 and 80 at a margin of 80 %."""
    accounts = "account_id,account_name,churned,total_revenue\nA,Acme,No,400\n"
    names: dict[str, CellValue] = {"GrossMargin": 80, "LifetimeRule": "Historic"}
    book = refreshed(tmp_path, {"accounts": accounts}, names)
    assert book.read_name("KPI_CLTV") == pytest.approx(320)
    assert line(book, "Historic") == pytest.approx(320)
    assert line(book, "Margin over churn") == "not known", "a flag has no period"
    assert book.read_table("tblLifetimeBySegment")["Segment"] == ["(no segment)"]


def test_no_churn_is_no_endless_value(tmp_path: Path) -> None:
    files = subscribers(3, 50, lost=0)
    files["subscriptions"] = files["subscriptions"].replace("2024-01-01", "2023-06-01")
    book = refreshed(tmp_path, files)
    assert book.read_name("KPI_CLTV") == "No data"
    assert line(book, "Margin over churn") == "not defined"
    assert line(book, "Expected months") == "not defined"
    discount = 1.1 ** (1 / 12) - 1
    assert line(book, "Discounted") == pytest.approx(50 * (1 + discount) / discount)
    assert line(book, "Break-even month") == "cost not known"
    figures = book.read_table("tblFigures")
    assert "Not defined: no churn in the period." in str(
        figures["Rule"][figures["Name"].index("KPI_CLTV")]
    )


def test_a_year_of_churn_is_compounded_to_a_month(tmp_path: Path) -> None:
    """One of four lost in twelve months; 3 x 60 earn a cost of 90 back at a margin of 50 %."""
    files = subscribers(4, 60, lost=1)
    files["subscriptions"] = files["subscriptions"].replace("2024-01-01", "2023-06-01")
    names: dict[str, CellValue] = {"GrossMargin": 50, "AcquisitionCost": 90}
    book = refreshed(tmp_path, files, names)
    monthly = 1 - 0.75 ** (1 / 12)
    assert line(book, "Monthly churn (%)") == pytest.approx(100 * monthly)
    assert book.read_name("KPI_CLTV") == pytest.approx(30 / monthly)
    assert line(book, "Break-even month") == pytest.approx(3)
    figures = book.read_table("tblFigures")
    row = figures["Name"].index("KPI_CLTV")
    low, high = figures["Low 95 %"][row], figures["High 95 %"][row]
    # Wilson for 1 of 4 by hand: centre and half width with z = 1.959964.
    z = 1.959963984540054
    centre = (0.25 + z * z / 8) / (1 + z * z / 4)
    half = z / (1 + z * z / 4) * (0.25 * 0.75 / 4 + z * z / 64) ** 0.5
    assert low == pytest.approx(30 / (1 - (1 - centre - half) ** (1 / 12)))
    assert high == pytest.approx(30 / (1 - (1 - centre + half) ** (1 / 12)))


def test_segments_with_odd_names_are_told_apart(tmp_path: Path) -> None:
    """A name that looks like a condition, and accounts without any segment."""
    accounts = ACCOUNTS + "A,a,<50\nB,b,<50\nC,c,>=50\nD,d,\n"
    rows = "".join(f"S{key},{key},2023-01-01,,{mrr}\n" for key, mrr in zip("ABCD", (1, 3, 7, 11)))  # noqa: B905
    book = refreshed(tmp_path, {"accounts": accounts, "subscriptions": SUBSCRIPTIONS + rows})
    table = book.read_table("tblLifetimeBySegment")
    assert table["Segment"] == ["<50", ">=50", "(no segment)"]
    assert table["Customers"] == [2, 1, 1]
    assert table["ARPA"] == [2, 7, 11]


def test_curve_and_cohorts_of_a_little_book(tmp_path: Path) -> None:
    """Five customers: one lost after 40 days, one with a gap, three still there."""
    accounts = ACCOUNTS + "".join(f"{key},{key},\n" for key in "ABCDE")
    subscriptions = SUBSCRIPTIONS + (
        "S1,A,2024-01-01,2024-02-10,5\n"
        "S2,B,2024-01-20,2024-03-01,5\nS3,B,2024-05-01,,5\n"
        "S4,C,2024-01-31,,5\nS5,D,2024-12-01,,5\nS6,E,2024-11-30,,5\n"
    )
    usage = (
        "usage_id,subscription_id,account_id,usage_date,feature_name,usage_count\n"
        "U1,S1,A,2024-01-01,f,1\nU2,S2,B,2024-01-30,f,1\nU3,S5,D,2024-12-04,f,1\n"
    )
    book = refreshed(
        tmp_path, {"accounts": accounts, "subscriptions": subscriptions, "usage": usage}
    )
    curve = book.read_table("tblSurvival")
    assert curve["Month"] == list(range(13))
    assert curve["At risk"][:4] == [5, 5, 4, 2]
    assert (curve["Lost"][2], curve["Left the data"][1:3]) == (1, [1, 1])
    assert curve["Still a customer (%)"][:3] == [100, 100, 75]
    assert curve["Low 95 %"][:2] == [None, None]
    assert book.read_cell("Retention", "A3") == (
        "Median not reached: after 12 months 75.0 % are still customers "
        "(95 %: 12.8 to 96.1; 1 watched that long)."
    )
    assert "1 left and came back" in str(book.read_name("RetentionNote"))
    cohorts = book.read_table("tblCohorts")
    assert cohorts["Cohort"] == [date(2024, month, 1) for month in (1, 11, 12)]
    january = [cohorts[header][0] for header in COHORT_MONTHS]
    assert january[:6] == pytest.approx([100, 200 / 3, *[100 / 3] * 2, *[200 / 3] * 2])
    assert january[12:] == [None] * 13
    assert set(cohorts["Note"]) == {"few: n < 5"}
    # A waited 0 days, B 10, D 3; C (335 days) and E (31) still wait.
    assert book.read_name("TimeToValue") == 10
    assert book.read_name("TimeToValueCustomers") == 5
    assert book.read_name("TimeToValueReached") == 3


def test_half_is_lost_by_a_month_the_sentence_names(tmp_path: Path) -> None:
    files = subscribers(4, 5, lost=3)
    book = refreshed(tmp_path, files)
    assert str(book.read_cell("Retention", "A3")).startswith(
        "Half of the customers are lost by month 12 (95 %: 12 or later): after 12 months 25.0 %"
    )
    assert book.read_cell("Retention", "E5") == 12


def test_customers_that_left_on_an_unknown_day_are_said_to_be(tmp_path: Path) -> None:
    accounts = (
        "account_id,account_name,customer_since,churned\n"
        "A,a,2024-01-01,Yes\nB,b,2024-01-01,No\nC,c,,Yes\n"
    )
    book = refreshed(tmp_path, {"accounts": accounts})
    assert book.read_name("LeftDayUnknown") == 1
    note = str(book.read_name("RetentionNote"))
    assert "1 left, day not known" in note
    assert "1 without a joining day are left out" in note
    assert book.read_table("tblSurvival")["Left the data"][0] == 1
    assert book.read_table("tblCohorts")["Customers"] == [1]
    assert "2 customers without a known joining or leaving day" in str(book.read_name("CohortNote"))
    assert book.read_name("TimeToValue") == "no usage export"
    assert book.read_cell("Retention", "C5") == 1


def test_exports_without_customers_give_no_data(tmp_path: Path) -> None:
    nps = "account_id,account_name,nps_score,response_date\nA,a,9,2024-12-01\n"
    book = refreshed(
        tmp_path, {"accounts": "account_id,account_name,is_trial\nA,a,Yes\n", "nps": nps}
    )
    assert book.read_table("tblSurvival")["Month"] == []
    assert book.read_cell("Retention", "A3") == "No data"
    assert [book.read_cell("Retention", f"{letter}5") for letter in "ABCE"] == ["No data"] * 4
    assert book.read_name("KPI_CLTV") == "No data"
    assert not [result for result in check(book) if not result.passed]


def test_the_demo_has_the_customers_of_its_subscriptions(
    demo_tracker: Path, demo_exports: Path
) -> None:
    """Everyone who ever paid is on the curve, whoever is no customer any more is lost on it."""
    book = FileBook(demo_tracker)
    curve = book.read_table("tblSurvival")
    statuses = Counter(book.read_table("tblAccounts")["Status"])
    assert curve["At risk"][0] == statuses["Customer"] + statuses["Churned"]
    assert sum(n for n in curve["Lost"] if isinstance(n, int)) == statuses["Churned"]
    assert demo_exports.is_dir()


@pytest.mark.shared_data
def test_ravenstack_by_subscriptions(shared_data: Path, tmp_path: Path) -> None:
    """Nobody is lost by subscriptions; joining days are counted here from the raw file."""
    folder = shared_data / "accounts" / "ravenstack"
    book = from_exports(tmp_path, folder, {"RowsShown": 100})
    with (folder / "ravenstack_subscriptions.csv").open(encoding="utf-8", newline="") as file:
        paid = [
            row
            for row in csv.DictReader(file)
            if row["is_trial"] == "False"
            and row["start_date"] <= AS_OF.isoformat()
            and row["end_date"] != row["start_date"]
        ]
    joined: dict[str, str] = {}
    for row in paid:
        day = min(joined.get(row["account_id"], row["start_date"]), row["start_date"])
        joined[row["account_id"]] = day
    curve = book.read_table("tblSurvival")
    assert (curve["At risk"][0], curve["Lost"]) == (len(joined), [0] * len(curve["Month"]))
    cohorts = book.read_table("tblCohorts")
    months = Counter(day[:7] for day in joined.values())
    found = {
        f"{month:%Y-%m}": n
        for month, n in zip(cohorts["Cohort"], cohorts["Customers"], strict=True)
        if isinstance(month, date)
    }
    assert found == dict(months)
    assert book.read_name("KPI_CLTV") == "No data"
    assert line(book, "ARPA, MRR per customer") == pytest.approx(10_159_608 / 500)


@pytest.mark.shared_data
def test_telco_takes_its_curve_from_tenure(shared_data: Path, tmp_path: Path) -> None:
    """No dates at all: months and flag of the accounts export; figures of lifelines 0.30.3."""
    book = from_exports(
        tmp_path, shared_data / "accounts" / "telco", {"RowsShown": 100}, date(2020, 12, 31)
    )
    curve = book.read_table("tblSurvival")
    assert (curve["At risk"][0], curve["Month"][-1]) == (7043, 72)
    assert curve["Still a customer (%)"][24] == pytest.approx(78.87363983705966, abs=1e-9)
    assert curve["Low 95 %"][24] == pytest.approx(77.83129555299131, abs=1e-9)
    assert book.read_table("tblCohorts")["Cohort"] == []


@pytest.mark.libreoffice
@pytest.mark.filterwarnings("ignore:.* extension is not supported:UserWarning")
@pytest.mark.parametrize("rule", ["Discounted", "Historic"])
def test_libreoffice_computes_the_other_rules_alike(
    tmp_path: Path, recalculate: Callable[[Path], Path], rule: str
) -> None:
    names: dict[str, CellValue] = {"LifetimeRule": rule, "AcquisitionCost": 12.5, "GrossMargin": 75}
    files = subscribers(5, 50, lost=1)
    files["accounts"] = files["accounts"].replace("A1,SMB", "A1,<9").replace("A2,SMB", "A2,")
    files["subscriptions"] = files["subscriptions"].replace("2024-01-01", "2023-06-01")
    refreshed(tmp_path, files, names)
    tracker = tmp_path / "T.xlsm"
    ours = openpyxl.load_workbook(tracker, data_only=True, keep_vba=True)
    theirs = openpyxl.load_workbook(recalculate(tracker), data_only=True)
    compared = 0
    for name in ("Retention", "Lifetime value"):
        for row in ours[name].iter_rows():
            for cell in row:
                now = theirs[name][str(cell.coordinate)].value
                if isinstance(cell.value, int | float):
                    compared += 1
                    assert now == pytest.approx(cell.value, rel=1e-9, abs=1e-9), cell.coordinate
                elif not isinstance(cell.value, date):
                    assert (now or "") == (cell.value or ""), f"{name}!{cell.coordinate}"
    assert compared > 100
