"""Public data sets with known answers, refreshed as a new user would: a folder and a date."""

import csv
import json
from collections import Counter
from datetime import date, datetime
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from cs_workbook.actions.closed_file import FileRefresh, refresh_file
from cs_workbook.actions.figures import FigureReading, read_figures
from cs_workbook.actions.new import new_tracker
from cs_workbook.cli import cli
from cs_workbook.workbook.file_book import FileBook

pytestmark = pytest.mark.shared_data
NOW = datetime(2026, 1, 1)  # noqa: DTZ001 - local wall time


def refreshed(exports: Path, as_of: date, folder: Path) -> tuple[FileBook, FileRefresh]:
    tracker = new_tracker(folder / "CS_Tracker.xlsm")
    done = refresh_file(tracker, exports, as_of=as_of, now=NOW)
    return FileBook(tracker), done


def figures(book: FileBook) -> dict[str, FigureReading]:
    return {reading.name: reading for reading in read_figures(book)}


def value(readings: dict[str, FigureReading], name: str) -> float:
    found = readings[name].value
    assert found is not None, name
    return found


@pytest.fixture(scope="module")
def ravenstack(
    shared_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[FileBook, FileRefresh]:
    folder = tmp_path_factory.mktemp("ravenstack")
    return refreshed(shared_data / "accounts" / "ravenstack", date(2024, 12, 31), folder)


def test_ravenstack_counts(ravenstack: tuple[FileBook, FileRefresh]) -> None:
    book, done = ravenstack
    rows = {file.role: file.rows_read for file in done.report.files}
    assert rows == {
        "accounts": 500,
        "subscriptions": 5000,
        "tickets": 2000,
        "usage": 25000,
        "churn_events": 600,
    }
    assert len(book.read_table("tblAccounts")["Account ID"]) == 500
    assert len(book.read_table("tblSubscriptions")["Subscription ID"]) == 5000
    tickets = book.read_table("tblTickets", columns=["Rating"])["Rating"]
    ratings = [rating for rating in tickets if isinstance(rating, int | float)]
    assert (len(tickets), len(ratings)) == (2000, 1175)
    assert sum(ratings) / len(ratings) == pytest.approx(3.9813, abs=5e-5)
    states = Counter(book.read_table("tblSubscriptions")["State"])
    assert states["Open"] + states["Trial"] == 4514


def test_ravenstack_money_and_churn_by_three_rules(
    ravenstack: tuple[FileBook, FileRefresh],
) -> None:
    readings = figures(ravenstack[0])
    assert value(readings, "KPI_MRR") == 10_159_608
    assert value(readings, "KPI_LogoChurn") == 0
    assert "'Subscriptions'" in readings["KPI_LogoChurn"].rule
    assert value(readings, "KPI_LogoChurnEvents") == pytest.approx(70.4)
    assert value(readings, "KPI_LogoChurnFlag") == pytest.approx(22.0)
    assert readings["KPI_NPS"].value is None, "no survey was exported: no data, not 0"


def test_ravenstack_doubtful_usage_is_reported_row_by_row(
    ravenstack: tuple[FileBook, FileRefresh], shared_data: Path
) -> None:
    book, done = ravenstack
    counts = {kind.code: kind.rows for kind in done.report.problems}
    assert counts["repeated_id"] == 21
    assert counts["before_subscription"] == 19_142
    problems = book.read_table("tblImportProblems")
    assert Counter(problems["Problem"])["Usage before its subscription"] == 19_142
    # One of them, followed back to its line in the file.
    row = problems["Problem"].index("Repeated id")
    line = problems["Line"][row]
    file = shared_data / "accounts" / "ravenstack" / str(problems["File"][row])
    assert isinstance(line, int)
    assert str(problems["Value"][row]) in file.read_text(encoding="utf-8").splitlines()[line - 1]
    used = book.read_table("tblUsage", columns=["Rows"])["Rows"]
    assert sum(n for n in used if isinstance(n, int | float)) == 25_000 - 21


def test_ravenstack_retention_equals_an_independent_computation(
    ravenstack: tuple[FileBook, FileRefresh], shared_data: Path
) -> None:
    """Plain pandas, written only here."""
    frame = pd.read_csv(
        shared_data / "accounts" / "ravenstack" / "ravenstack_subscriptions.csv",
        parse_dates=["start_date", "end_date"],
    )

    def mrr(day: str) -> "pd.Series[float]":
        moment = pd.Timestamp(day)
        is_open = (frame["start_date"] <= moment) & ~(frame["end_date"] <= moment)
        return frame[is_open].groupby("account_id")["mrr_amount"].sum()

    start, end = mrr("2023-12-31"), mrr("2024-12-31")
    start = start[start > 0]
    end = end.reindex(start.index).fillna(0)
    readings = figures(ravenstack[0])
    grr = 100 * pd.concat([start, end], axis=1).min(axis=1).sum() / start.sum()
    assert value(readings, "KPI_GRR") == pytest.approx(grr, rel=1e-12)
    assert value(readings, "KPI_NRR") == pytest.approx(100 * end.sum() / start.sum(), rel=1e-12)
    assert readings["KPI_GRR"].n == len(start)


def test_ravenstack_leaving_early_usage_out_is_a_setting(shared_data: Path, tmp_path: Path) -> None:
    tracker = new_tracker(tmp_path / "CS_Tracker.xlsm")
    book = FileBook(tracker)
    book.write_name("EarlyUsage", "Leave it out")
    book.save()
    exports = shared_data / "accounts" / "ravenstack"
    refresh_file(tracker, exports, as_of=date(2024, 12, 31), now=NOW)
    book = FileBook(tracker)
    rows = book.read_table("tblUsage", columns=["Rows"])["Rows"]
    counted = sum(n for n in rows if isinstance(n, int | float))
    problems = Counter(book.read_table("tblImportProblems")["Problem"])
    assert problems["Usage before its subscription"] == 19_142, "still listed"
    assert 25_000 - 19_142 - 21 <= counted < 25_000 - 19_142 + 1


def test_bank_nps_and_its_quarters(shared_data: Path, tmp_path: Path) -> None:
    exports = tmp_path / "exports"
    exports.mkdir()
    source = shared_data / "surveys" / "bank_nps_ddmmyyyy.csv"
    (exports / source.name).write_bytes(source.read_bytes())
    book, done = refreshed(exports, date(2021, 12, 31), tmp_path)
    assert done.report.files[0].date_order == "dmy"
    readings = figures(book)
    assert value(readings, "KPI_NPS") == pytest.approx(11.8, abs=1e-9)
    assert readings["KPI_NPS"].n == 5000
    assert "2309 promoters, 972 passives, 1719 detractors" in readings["KPI_NPS"].rule
    quarters = book.read_table("tblQuarters")
    year = {
        str(name): nps
        for name, nps in zip(quarters["Quarter"], quarters["NPS"], strict=True)
        if str(name).startswith("2021")
    }
    assert year == pytest.approx(
        {"2021 Q1": 14.1234, "2021 Q2": 11.5166, "2021 Q3": 9.9017, "2021 Q4": 11.7987}, abs=5e-5
    )
    # The file says the month itself, in a column of its own.
    with source.open(encoding="utf-8-sig", newline="") as file:
        months = Counter(int(row["Month"]) for row in csv.DictReader(file))
    days = book.read_table("tblSurveys", columns=["Answered on"])["Answered on"]
    assert Counter(day.month for day in days if isinstance(day, date)) == months


def test_theydo_gives_its_three_answers(shared_data: Path, tmp_path: Path) -> None:
    exports = shared_data / "surveys" / "theydo_mock"
    book, _ = refreshed(exports, date(2025, 12, 31), tmp_path)
    readings = figures(book)
    assert value(readings, "KPI_NPS") == pytest.approx(15.0)
    assert value(readings, "KPI_CSAT") == pytest.approx(63.0)
    assert value(readings, "KPI_CSATMean") == pytest.approx(3.77)
    assert value(readings, "KPI_CES") == pytest.approx(4.78)
    assert value(readings, "KPI_CESAgree") == pytest.approx(59.0)
    assert [readings[name].n for name in ("KPI_NPS", "KPI_CSAT", "KPI_CES")] == [100, 100, 100]


def test_telco_loads_with_its_blank_charges_reported(shared_data: Path, tmp_path: Path) -> None:
    exports = shared_data / "accounts" / "telco"
    book, done = refreshed(exports, date(2020, 12, 31), tmp_path)
    assert {kind.code: kind.rows for kind in done.report.problems} == {"blank_value": 11}
    problems = book.read_table("tblImportProblems")
    assert set(problems["Column"]) == {"TotalCharges"}
    readings = figures(book)
    assert value(readings, "KPI_LogoChurn") == pytest.approx(100 * 1869 / 7043)
    assert "'Account flag'" in readings["KPI_LogoChurn"].rule
    assert value(readings, "KPI_Accounts") == 7043 - 1869
    assert readings["KPI_GRR"].value is None, "no dates, no retention: no data, not 0"


def test_mrr_playbook_periods(shared_data: Path, tmp_path: Path) -> None:
    exports = tmp_path / "exports"
    exports.mkdir()
    source = shared_data / "subscriptions" / "mrr_playbook_subscription_periods.csv"
    (exports / source.name).write_bytes(source.read_bytes())
    day = date(2019, 6, 15)
    with source.open(encoding="utf-8", newline="") as file:
        due = sum(
            float(row["monthly_amount"])
            for row in csv.DictReader(file)
            if row["start_date"] <= day.isoformat()
            and not (row["end_date"] and row["end_date"] <= day.isoformat())
        )
    book, _ = refreshed(exports, day, tmp_path)
    assert value(figures(book), "KPI_MRR") == pytest.approx(due)


def test_the_command_line_needs_only_the_folder_and_the_date(
    shared_data: Path, tmp_path: Path
) -> None:
    tracker = new_tracker(tmp_path / "T.xlsm")
    exports = shared_data / "surveys" / "theydo_mock"
    words = ["refresh", str(tracker), "--exports", str(exports), "--as-of", "2025-12-31", "--json"]
    result = CliRunner().invoke(cli, words)
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["refresh"]["report"]["accounts"] > 0
