"""Public data sets with known answers; they lie beside the checkout and are never shipped."""

import csv
import json
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from cs_workbook.engine import DuckDB
from cs_workbook.errors import ImportRejected
from cs_workbook.exports import Import, read_folder
from cs_workbook.exports.recognise import recognise

pytestmark = pytest.mark.shared_data


@pytest.fixture
def engine() -> Iterator[DuckDB]:
    with DuckDB() as engine:
        yield engine


def read(folder: Path, engine: DuckDB, as_of: date) -> Import:
    found = read_folder(folder, engine=engine, as_of=as_of)
    for report in found.files:
        assert report.rows_read == report.rows_used + report.rows_set_aside
    return found


def pairs(engine: DuckDB, sql: str) -> dict[object, object]:
    return {row[0]: row[1] for row in engine.rows(sql)}


def counted(engine: DuckDB) -> dict[object, object]:
    return pairs(engine, "select code, count(*) from problems group by code")


def test_ravenstack(shared_data: Path, engine: DuckDB) -> None:
    found = read(shared_data / "accounts" / "ravenstack", engine, date(2024, 12, 31))
    assert {file.role: file.rows_read for file in found.files} == {
        "accounts": 500,
        "churn_events": 600,
        "usage": 25_000,
        "subscriptions": 5_000,
        "tickets": 2_000,
    }
    assert counted(engine) == {
        "repeated_id": 21,
        "before_subscription": 19_142,
        "after_subscription": 292,
        "flag_contradicts": 110,
    }
    assert engine.rows("select count(*) from usage") == [(25_000 - 21,)]
    assert engine.rows("select count(*), sum(mrr) from subscriptions where end_date is null") == [
        (4_514, 10_159_608)
    ]
    (rated,) = engine.rows("select count(satisfaction), avg(satisfaction) from tickets")
    assert rated == pytest.approx((1_175, 3.9813), abs=5e-5)
    assert engine.rows(
        "select count(distinct account_id), count_if(is_reactivation) from churn_events"
    ) == [(352, 61)]
    assert engine.rows("select count_if(churned) from accounts") == [(110,)]


def test_telco(shared_data: Path, engine: DuckDB) -> None:
    found = read(shared_data / "accounts" / "telco", engine, date(2020, 1, 1))
    assert [file.role for file in found.files] == ["accounts"]
    assert counted(engine) == {"blank_value": 11}
    ((total, churned, lost),) = engine.rows(
        "select count(*), count_if(churned), 100 * sum(mrr) filter (churned) / sum(mrr) "
        "from accounts"
    )
    assert (total, churned) == (7_043, 1_869)
    assert float(str(lost)) == pytest.approx(30.5034, abs=5e-5)


def test_bank_nps_is_day_first(shared_data: Path, engine: DuckDB) -> None:
    found = read(shared_data / "surveys", engine, date(2022, 1, 1))
    assert [(file.role, file.date_order, file.rows_used) for file in found.files] == [
        ("surveys", "dmy", 5_000)
    ]
    assert counted(engine) == {}
    assert engine.rows("select count(*) from accounts") == [(0,)]
    quarters = engine.rows(
        "select quarter(answered_on), survey, "
        "100.0 * (count_if(score >= 9) - count_if(score <= 6)) / count(*) "
        "from surveys group by all order by all"
    )
    assert [survey for _, survey, _ in quarters] == ["NPS"] * 4
    assert [nps for *_, nps in quarters] == pytest.approx(
        [14.1234, 11.5166, 9.9017, 11.7987], abs=5e-5
    )
    # The file says the month of each answer itself.
    with (shared_data / "surveys" / "bank_nps_ddmmyyyy.csv").open(encoding="utf-8") as file:
        months = {row["ID"]: int(row["Month"]) for row in csv.DictReader(file)}
    assert pairs(engine, "select response_id, month(answered_on) from surveys") == months


def test_theydo_has_three_surveys_by_file_name(shared_data: Path, engine: DuckDB) -> None:
    read(shared_data / "surveys" / "theydo_mock", engine, date(2025, 12, 31))
    means = pairs(engine, "select survey, avg(score) from surveys group by survey")
    assert (means["CES"], means["CSAT"]) == pytest.approx((4.78, 3.77))
    (nps,) = engine.rows(
        "select count(*), 100.0 * (count_if(score >= 9) - count_if(score <= 6)) / count(*) "
        "from surveys where survey = 'NPS'"
    )
    assert nps == pytest.approx((100, 15.0))
    assert counted(engine) == {"accounts_derived": 3}


def test_tickets_resolved_before_they_were_answered(shared_data: Path, engine: DuckDB) -> None:
    found = read(shared_data / "tickets", engine, date(2023, 12, 31))
    assert [(file.role, file.rows_used) for file in found.files] == [("tickets", 8_469)]
    assert counted(engine) == {"resolved_before_response": 1_365, "accounts_derived": 1}
    assert engine.rows("select count(closed_at) from tickets") == [(2_769,)]


def test_the_playbook_is_subscriptions(shared_data: Path, engine: DuckDB, tmp_path: Path) -> None:
    shutil.copy(shared_data / "subscriptions" / "mrr_playbook_subscription_periods.csv", tmp_path)
    found = read(tmp_path, engine, date(2020, 1, 1))
    assert [(file.role, file.rows_used) for file in found.files] == [("subscriptions", 121)]


@pytest.mark.parametrize("folder", ["csvkit", "frictionless"])
def test_messy_files_are_named_and_never_fatal(
    shared_data: Path, engine: DuckDB, tmp_path: Path, folder: str
) -> None:
    for path in (shared_data / "messy" / folder).glob("*.csv"):
        shutil.copy(path, tmp_path)
    with pytest.raises(ImportRejected):
        read_folder(tmp_path, engine=engine, as_of=date(2025, 1, 1))
    (tmp_path / "accounts.csv").write_text("account_id,account_name\n1,One\n")
    found = read(tmp_path, engine, date(2025, 1, 1))
    named = engine.rows(
        "select file from problems where code in ('file_not_recognised', 'file_unreadable')"
    )
    assert {name for (name,) in named} == {file.name for file in found.files if not file.role}


def test_every_line_of_messy_files_is_accounted_for(
    shared_data: Path, engine: DuckDB, tmp_path: Path
) -> None:
    # Under a name that says what they are, id and name are enough for an accounts export.
    for path in sorted((shared_data / "messy" / "frictionless").glob("*.csv")):
        if (
            path.read_bytes()
            .lower()
            .startswith((b"id,name", b"\xef\xbb\xbfid,name", b"id,age,name"))
        ):
            shutil.copy(path, tmp_path / f"accounts_{path.name}")
    found = read(tmp_path, engine, date(2025, 1, 1))
    assert len(found.files) > 10
    for file in found.files:
        assert file.role == "accounts"
        lines = (tmp_path / file.name).read_text(encoding="latin-1").splitlines()
        filled = [line for line in lines if line.strip(" ,")]
        if file.name != "accounts_encoding-issue-274.csv":  # has cells of several lines
            assert file.rows_read == len(filled) - 1
        notes = engine.rows(
            "select count(distinct line) from problems where severity = 'Set aside' "
            f"and line is not null and file = '{file.name}'"
        )
        assert notes == [(file.rows_set_aside,)]


def test_the_header_oracles_are_recognised(shared_data: Path) -> None:
    path = shared_data.parent / "oracles" / "export_headers.json"
    found: dict[str, str | None] = {}
    for export in json.loads(path.read_text(encoding="utf-8")):
        if export["header"]:
            recognised = recognise(export["header"])
            key = f"{export['system']}: {export['object']}"
            found[key] = recognised.role.name if recognised else None
    names = {name: role for name, role in found.items() if role}
    assert names == {
        "Salesforce: report export: accounts": "accounts",
        "HubSpot: companies export": "accounts",
        "Zendesk: tickets (view/report CSV, classic)": "tickets",
        "Freshdesk: tickets export": "tickets",
        "Freshservice: tickets export (start of header)": "tickets",
        "Intercom: conversations (Prodsight export tool)": "tickets",
        "Delighted: survey responses": "surveys",
        "Medallia Agent Connect: export responses": "surveys",
        "Stripe: subscriptions export (dashboard)": "subscriptions",
        "dbt mrr-playbook: subscription_periods.csv": "subscriptions",
        "Totango: accounts file": "accounts",
        "ChurnZero: accounts CSV": "accounts",
        "ClientSuccess: clients template": "accounts",
        "Skalin: customers CSV": "accounts",
        "Zoho CRM: accounts export": "accounts",
    }
