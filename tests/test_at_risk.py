"""The sheets At risk, Gut and data and Expansion: measures, whole trackers, typed text."""

import csv
import math
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from cell_agreement import disagreements
from hypothesis import given
from hypothesis import strategies as st

from cs_workbook.actions.analyses.loss_chances import loss_chances
from cs_workbook.actions.closed_file import refresh_file
from cs_workbook.actions.new import new_tracker
from cs_workbook.actions.plans.closed_file import build_file
from cs_workbook.engine import DuckDB
from cs_workbook.exports import read_folder
from cs_workbook.measures.expansion import Signal, expansion_score
from cs_workbook.measures.health import HealthMeasure, HealthModel, health_score
from cs_workbook.measures.health_bands import DEFAULT_BANDS
from cs_workbook.measures.health_pulls import pulls, why, without_measure
from cs_workbook.measures.judgement import Disagreement, disagreement
from cs_workbook.rollups import account_touches
from cs_workbook.schema.expansion_tables import DEFAULT_SIGNALS, READY, UNKNOWN
from cs_workbook.schema.judgement_tables import GUT_HIGH, GUT_LOW, NO_MORE
from cs_workbook.schema.risk_tables import DEFAULT_LOSS_CHANCES, NOT_LISTED
from cs_workbook.workbook.file_book import FileBook
from cs_workbook.workbook.port import CellValue

AS_OF = date(2026, 6, 30)
NOW = datetime(2026, 7, 1, 9, 0)  # noqa: DTZ001 - local wall time
Table = dict[str, list[CellValue]]
MODEL = HealthModel(
    measures=(
        HealthMeasure(name="Use", weight=3, score_0_at=0, score_100_at=10),
        HealthMeasure(name="Tickets", weight=1, score_0_at=5, score_100_at=0),
        HealthMeasure(name="CSM pulse", weight=1, score_0_at=1, score_100_at=5),
    )
)
RAW = st.none() | st.floats(-5, 15).map(lambda value: round(value, 2))


def rows_of(table: Table) -> list[dict[str, CellValue]]:
    return [dict(zip(table, cells, strict=True)) for cells in zip(*table.values(), strict=True)]


# Measures ---------------------------------------------------------------------------------------


@given(RAW, RAW, RAW)
def test_law_the_points_taken_away_are_100_less_the_score(
    use: float | None, tickets: float | None, pulse: float | None
) -> None:
    score = health_score(MODEL, {"Use": use, "Tickets": tickets, "CSM pulse": pulse})
    taken = math.fsum(pull.points for pull in pulls(score))
    if score.score is None:
        assert taken == 0
    else:
        assert taken == pytest.approx(100 - score.score, abs=1e-9)


@given(RAW, RAW, RAW)
def test_law_leaving_a_measure_out_is_scoring_a_model_without_it(
    use: float | None, tickets: float | None, pulse: float | None
) -> None:
    values = {"Use": use, "Tickets": tickets, "CSM pulse": pulse}
    rest = HealthModel(measures=MODEL.measures[:2])
    expected = health_score(rest, values)
    found = without_measure(health_score(MODEL, values), "CSM pulse")
    assert found.coverage == pytest.approx(expected.coverage)
    if expected.score is None:
        assert found.score is None
    else:
        assert found.score == pytest.approx(expected.score)


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"Use": 2, "Tickets": 5}, "Use at 2: \u221260 points; Tickets at 5: \u221225 points"),
        ({"Use": 10, "Tickets": 0}, "Nothing pulls it down."),
        ({}, "Nothing is known of it."),
        ({"Use": -12.34}, "Use at \u221212: \u2212100 points"),
        (
            {"Use": 9.75, "Tickets": 0.2},
            "Use at 9.8: \u22122 points; Tickets at 0.2: \u22121 point",
        ),
    ],
)
def test_the_reason_in_words(values: dict[str, float], says: str) -> None:
    assert why(health_score(MODEL, values)) == says


@pytest.mark.parametrize(
    ("pulse", "data", "way", "reason"),
    [
        (5, 50, Disagreement.GUT_GOOD, "the cut belongs to the worst band"),
        (4, 50.01, None, "just above it"),
        (3, 0, None, "a 3 says neither"),
        (2, 75, None, "the cut belongs to the middle band"),
        (2, 75.01, Disagreement.GUT_POOR, "just above it"),
        (1, 100, Disagreement.GUT_POOR, "the furthest apart"),
        (None, 10, None, "nobody said anything"),
        (5, None, None, "nothing is known"),
        (5, 90, None, "both good"),
        (1, 10, None, "both poor"),
    ],
)
def test_a_disagreement(
    pulse: float | None, data: float | None, way: Disagreement | None, reason: str
) -> None:
    assert disagreement(pulse, data, DEFAULT_BANDS) is way, reason


SIGNALS = [Signal("A", 3, 0, 10), Signal("B", 1, 10, 0), Signal("C", 0, 0, 1)]


@pytest.mark.parametrize(
    ("values", "score", "coverage", "reason"),
    [
        ({"A": 5, "B": 5, "C": 1}, 50, 100, "weight 0 counts nowhere"),
        ({"A": 20, "B": -3}, 100, 100, "beyond the anchors is as good as on them"),
        ({"B": 10}, 0, 25, "a blank lowers the coverage, not the score"),
        ({"C": 1}, None, 0, "only what has no weight is known"),
        ({}, None, 0, "nothing is known"),
    ],
)
def test_an_expansion_score(
    values: dict[str, float], score: float | None, coverage: float, reason: str
) -> None:
    made = expansion_score(SIGNALS, values)
    assert (made.score, made.coverage) == (score, coverage), reason


def test_a_signal_without_a_scale_is_left_out() -> None:
    made = expansion_score([Signal("A", 1, 5, 5), Signal("B", 1, 0, 10)], {"A": 5, "B": 4})
    assert (made.score, made.coverage) == (40, 50)


def backtest_table(lost: int, left: int, n: int) -> dict[str, list[CellValue]]:
    return {
        "Days before": [90, 90, 60],
        "Question": [
            "Does the score tell who will leave?",
            "How many of a band leave?",
            "How many of a band leave?",
        ],
        "About": ["Health score", "▼ At risk", "▼ At risk"],
        "Part": [lost, left, 999],
        "n": [1000, n, 1000],
    }


@pytest.mark.parametrize(
    ("lost", "left", "n", "chance", "source"),
    [
        (20, 6, 24, 25, "Back-test"),
        (20, 0, 40, 0, "Back-test"),
        (19, 6, 24, 15, "Assumed"),
        (20, 6, 19, 15, "Assumed"),
    ],
)
def test_the_back_tests_rate_counts_from_20_lost_and_20_looks(
    lost: int, left: int, n: int, chance: float, source: str
) -> None:
    rates: dict[str, list[CellValue]] = {
        "Band": [band for band, _ in DEFAULT_LOSS_CHANCES],
        "Assumed (%)": [assumed for _, assumed in DEFAULT_LOSS_CHANCES],
    }
    found = loss_chances(rates, backtest_table(lost, left, n))
    assert found["▼ At risk"] == (chance, source)
    assert found["○ No data"] == (5, "Assumed")


def test_touches_are_the_last_days_up_to_the_as_of_date(tmp_path: Path) -> None:
    files = {
        "accounts": "account_id,account_name\nA,Ada\nB,Bo\nC,Cy\n",
        "tickets": "ticket_id,account_id,submitted_at,closed_at\n"
        "1,A,2026-06-01,2026-06-20\n2,A,2026-07-01,\n3,X,2026-06-02,\n",
        "nps": "response_id,account_id,nps_score,survey_date\n1,A,9,2026-05-05\n2,B,3,2026-06-30\n",
    }
    for name, text in files.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    with DuckDB() as engine:
        read_folder(tmp_path, engine=engine, as_of=AS_OF)
        frame = account_touches(engine, as_of=AS_OF)
    found = {
        str(account): tuple(None if day != day else day.date() for day in days)  # noqa: PLR0124 - NaT is not itself
        for account, *days in frame.itertuples(index=False)
    }
    assert found == {
        "A": (date(2026, 6, 1), date(2026, 5, 5)),
        "B": (None, date(2026, 6, 30)),
    }


# Whole trackers ---------------------------------------------------------------------------------


def test_the_demo_lists_every_customer_by_what_it_may_cost(demo_tracker: Path) -> None:
    book = FileBook(demo_tracker)
    risk = rows_of(book.read_table("tblAtRisk"))
    accounts = {row["Account ID"]: row for row in rows_of(book.read_table("tblAccounts"))}
    customers = {key for key, row in accounts.items() if row["Status"] == "Customer"}
    assert {row["Account ID"] for row in risk} == customers
    assumed = dict(DEFAULT_LOSS_CHANCES)
    for row in risk:
        account = accounts[row["Account ID"]]
        assert (row["MRR"], row["Band"]) == (account["MRR"], account["Band"])
        chance = assumed[str(account["Band"])]
        mrr = account["MRR"]
        expected = 12 * mrr * chance / 100 if isinstance(mrr, int | float) else ""
        assert row["Expected loss"] == pytest.approx(expected)
        assert row["Chance from"] == "Assumed", "never silently"
    losses = [row["Expected loss"] for row in risk if row["Expected loss"] not in (None, "")]
    assert losses == sorted(losses, reverse=True)  # type: ignore[type-var] # numbers only
    rates = rows_of(book.read_table("tblLossRates"))
    assert sum(float(str(row["Expected loss"])) for row in rates) == pytest.approx(
        sum(float(str(loss)) for loss in losses)
    )


def test_the_demos_last_touch_is_the_latest_day_of_the_files(
    demo_tracker: Path, demo_exports: Path
) -> None:
    days: dict[str, str] = {}
    for file, column in (("helpdesk_tickets.csv", "Created at"), ("nps_survey.csv", "Survey date"),
                         ("csat_survey.csv", "Date"), ("ces_survey.csv", "Date"),
                         ("product_usage.csv", "event_time")):  # fmt: skip
        with (demo_exports / file).open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                key = "account_id" if "account_id" in row else "Account ID"
                day = (row[column] or "")[:10]
                if day <= AS_OF.isoformat():
                    days[row[key]] = max(days.get(row[key], ""), day)
    for row in rows_of(FileBook(demo_tracker).read_table("tblAtRisk")):
        touch = row["Last touch"]
        found = touch.isoformat()[:10] if isinstance(touch, date) else ""
        assert found == days.get(str(row["Account ID"]), ""), row["Account ID"]


def test_what_changed_is_the_score_less_that_of_the_refresh_before(
    demo_copy: tuple[Path, Path],
) -> None:
    tracker, exports = demo_copy
    before = {row["Account ID"]: row for row in rows_of(FileBook(tracker).read_table("tblAtRisk"))}
    assert {row["Change"] for row in before.values()} <= {None, ""}, "nothing was there before"
    refresh_file(tracker, exports, as_of=date(2026, 7, 15), now=NOW)
    changed = 0
    for row in rows_of(FileBook(tracker).read_table("tblAtRisk")):
        was, now = before[row["Account ID"]]["Health"], row["Health"]
        if isinstance(was, int | float) and isinstance(now, int | float):
            was = round(was, 2)  # as the history keeps it
            assert row["Health before"] == was
            assert row["Change"] == pytest.approx(now - was)
            changed += abs(now - was) > 1
    assert changed > 5


def test_typed_steps_follow_their_account_and_stay_when_it_leaves(
    demo_copy: tuple[Path, Path],
) -> None:
    tracker, exports = demo_copy
    book = FileBook(tracker)
    ids = [str(key) for key in book.read_table("tblAtRisk")["Account ID"]]
    book.write_table("tblAtRisk", {"Next step": [f"step of {key}" for key in ids]})
    book.save()
    file = exports / "billing_subscriptions.csv"
    gone = ids[0]
    lines = file.read_text(encoding="cp1252").splitlines(keepends=True)
    kept = [line for line in lines if f";{gone};" not in line]
    assert len(kept) < len(lines)
    file.write_text("".join(kept), encoding="cp1252", newline="")
    refresh_file(tracker, exports, as_of=date(2026, 7, 15), now=NOW)
    rows = rows_of(FileBook(tracker).read_table("tblAtRisk"))
    assert all(row["Next step"] == f"step of {row['Account ID']}" for row in rows)
    [last] = [row for row in rows if row["Account ID"] == gone]
    after = rows[rows.index(last) :]
    assert {row["Band"] for row in after} == {NOT_LISTED}, "what left stands at the end"
    assert last["Expected loss"] in (None, "")


def test_the_plan_column_names_state_and_sheet_and_follows_builds_and_refreshes(
    demo_copy: tuple[Path, Path],
) -> None:
    tracker, exports = demo_copy

    def shown() -> dict[CellValue, CellValue]:
        rows = rows_of(FileBook(tracker).read_table("tblAtRisk"))
        return {row["Account ID"]: row["Plan"] for row in rows}

    assert set(shown().values()) <= {None, ""}, "no plan yet: a blank"
    first, second = [str(key) for key in shown()][:2]
    build_file(tracker, now=NOW, account=first)
    plans = rows_of(FileBook(tracker).read_table("tblPlans"))
    assert [plan["Account ID"] for plan in plans] == [first]
    expected = f"{plans[0]['Status']}, {plans[0]['Sheet']}"
    assert shown()[first] == expected, "a build of plans calculates it anew"
    assert shown()[second] in (None, "")
    book = FileBook(tracker)
    book.write_cell(str(plans[0]["Sheet"]), "A1", "no longer a plan")
    book.save()
    refresh_file(tracker, exports, as_of=date(2026, 7, 15), now=NOW)
    assert shown()[first] == "○ Sheet deleted", "a plan without a sheet leads nowhere"


def with_pulses(tracker: Path) -> None:
    """Every good account gets a poor pulse and the other way round, and some a fair one."""
    book = FileBook(tracker)
    bands = book.read_table("tblAccounts")["Band"]
    marks: list[CellValue] = [
        None if row % 7 == 0 else 5 if str(band).startswith("▼") else 1 + row % 3
        for row, band in enumerate(bands)
    ]
    book.write_table("tblAccounts", {"CSM pulse": marks})
    book.save()


def test_gut_and_data_are_listed_both_ways_by_the_score_without_the_pulse(
    demo_copy: tuple[Path, Path],
) -> None:
    tracker, exports = demo_copy
    empty = FileBook(tracker)
    assert "No CSM pulse is typed yet" in str(empty.read_name("ShownDisagreements"))
    without = {row["Account ID"]: row for row in rows_of(empty.read_table("tblAccounts"))}
    with_pulses(tracker)
    refresh_file(tracker, exports, as_of=AS_OF, now=NOW)
    book = FileBook(tracker)
    found = {row["Account ID"]: row for row in rows_of(book.read_table("tblDisagreements"))}
    expected = {}
    for row in rows_of(book.read_table("tblAccounts")):
        before, pulse = without[row["Account ID"]], row["CSM pulse"]
        health, coverage = before["Health"], before["Coverage (%)"]
        if row["Status"] != "Customer" or pulse is None or not isinstance(health, int | float):
            continue
        # Without a pulse its weight of 10 was not known: coverage of the other 90.
        if float(str(coverage)) / 0.9 < 50 - 1e-9:
            continue
        if float(str(pulse)) >= 4 and health <= 50:
            expected[row["Account ID"]] = GUT_HIGH
        elif float(str(pulse)) <= 2 and health > 75:
            expected[row["Account ID"]] = GUT_LOW
    assert {key: row["Says"] for key, row in found.items()} == expected
    assert set(expected.values()) == {GUT_HIGH, GUT_LOW}
    for key, row in found.items():
        assert row["Data score"] == pytest.approx(without[key]["Health"])
        assert "CSM pulse" not in str(row["Why"])
        assert row["Gap"] == pytest.approx(
            25 * (float(str(row["CSM pulse"])) - 1) - float(str(row["Data score"]))
        )


def test_a_comment_stays_when_they_agree_again(demo_copy: tuple[Path, Path]) -> None:
    tracker, exports = demo_copy
    with_pulses(tracker)
    refresh_file(tracker, exports, as_of=AS_OF, now=NOW)
    book = FileBook(tracker)
    table = book.read_table("tblDisagreements")
    key = table["Account ID"][0]
    book.write_table(
        "tblDisagreements", {"Comment": ["I asked them", *[None] * (len(table["Says"]) - 1)]}
    )
    accounts = book.read_table("tblAccounts")
    book.write_table(
        "tblAccounts",
        {
            "CSM pulse": [
                3 if of == key else mark
                for of, mark in zip(accounts["Account ID"], accounts["CSM pulse"], strict=True)
            ]
        },
    )
    book.save()
    refresh_file(tracker, exports, as_of=AS_OF, now=NOW.replace(hour=10))
    rows = rows_of(FileBook(tracker).read_table("tblDisagreements"))
    assert (rows[-1]["Account ID"], rows[-1]["Comment"]) == (key, "I asked them")
    assert rows[-1]["Says"] == NO_MORE


def test_the_demos_expansion_scores_equal_a_second_computation(demo_tracker: Path) -> None:
    book = FileBook(demo_tracker)
    usage = {row["Account ID"]: row for row in rows_of(book.read_table("tblUsage"))}
    rows = rows_of(book.read_table("tblExpansion"))
    assert {"Customer"} == {
        row["Status"]
        for row in rows_of(book.read_table("tblAccounts"))
        if row["Account ID"] in {one["Account ID"] for one in rows}
    }
    for row in rows:
        of_usage = usage.get(row["Account ID"], {})
        assert (row["Seat use (%)"] or "") == (of_usage.get("Seat use (%)") or ""), row
        known = earned = 0.0
        for signal in DEFAULT_SIGNALS:
            value = row[signal.column]
            if isinstance(value, int | float):
                share = (value - signal.zero_at) / (signal.hundred_at - signal.zero_at)
                known += signal.weight
                earned += signal.weight * 100 * min(1.0, max(0.0, share))
        assert row["Coverage (%)"] == pytest.approx(known)
        assert row["Score"] == (pytest.approx(earned / known) if known else "")
        assert (row["Signal"] == UNKNOWN) == (known < 50)
    scored = [float(str(row["Score"])) for row in rows if row["Signal"] != UNKNOWN]
    assert scored == sorted(scored, reverse=True)
    assert any(row["Signal"] == READY for row in rows)


def test_expansion_never_moves_the_health(demo_copy: tuple[Path, Path]) -> None:
    tracker, exports = demo_copy
    before = FileBook(tracker).read_table("tblAccounts")["Health"]
    book = FileBook(tracker)
    book.write_table("tblExpansionParts", {"Weight": [1, 0, 9, 0, 0]})
    book.save()
    refresh_file(tracker, exports, as_of=AS_OF, now=NOW)
    assert FileBook(tracker).read_table("tblAccounts")["Health"] == before


def test_ravenstack_losses_equal_a_count_from_the_accounts(
    shared_data: Path, tmp_path: Path
) -> None:
    tracker = new_tracker(tmp_path)
    exports = shared_data / "accounts" / "ravenstack"
    refresh_file(tracker, exports, as_of=date(2024, 12, 31), now=NOW)
    book = FileBook(tracker)
    rows = rows_of(book.read_table("tblAtRisk"))
    assumed = dict(DEFAULT_LOSS_CHANCES)
    expected = sum(
        12 * float(str(row["MRR"])) * assumed[str(row["Band"])] / 100
        for row in rows_of(book.read_table("tblAccounts"))
        if row["Status"] == "Customer"
    )
    assert len(rows) == 500
    assert sum(float(str(row["Expected loss"])) for row in rows) == pytest.approx(expected)
    assert sum(float(str(row["MRR"])) for row in rows) == pytest.approx(10_159_608)


@pytest.mark.libreoffice
@pytest.mark.filterwarnings("ignore:.* extension is not supported:UserWarning")
def test_every_stored_value_is_what_libreoffice_calculates(
    demo_copy: tuple[Path, Path], recalculate: Callable[[Path], Path]
) -> None:
    """With pulses, a back-test, typed chances and other weights of the expansion score."""
    tracker, exports = demo_copy
    with_pulses(tracker)
    book = FileBook(tracker)
    made = backtest_table(25, 30, 120)
    made["Low 95 %"] = made["High 95 %"] = made["Answer"] = [None, 25, 1]
    book.write_table("tblBacktest", made)
    book.write_table("tblLossRates", {"Assumed (%)": [20, 7.5, 0, 3]})
    book.write_table(
        "tblExpansionParts", {"Weight": [1, 0, 2.5, 4, 3], "0 points at": [0, 0, 8, 5, -5]}
    )
    book.save()
    refresh_file(tracker, exports, as_of=date(2026, 7, 15), now=NOW)
    rows = rows_of(FileBook(tracker).read_table("tblAtRisk"))
    assert {row["Chance from"] for row in rows if row["Band"] == "▼ At risk"} == {"Back-test"}
    assert disagreements(tracker, recalculate(tracker)) == []
