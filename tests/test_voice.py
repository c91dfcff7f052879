"""Satisfaction and Follow-up after a refresh: worked examples, real data, and what people typed."""

import json
import shutil
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from voice_exports import (
    AS_OF,
    NOW,
    line,
    nps_answers,
    refreshed,
    write_accounts,
    write_answers,
    write_csv,
)

from cs_workbook.actions.analyses.follow_up import follow_up_state
from cs_workbook.actions.check import check
from cs_workbook.actions.closed_file import refresh_file
from cs_workbook.actions.figures import read_figures
from cs_workbook.actions.new import new_tracker
from cs_workbook.actions.undo import undo_in
from cs_workbook.errors import SettingsError
from cs_workbook.measures.nps import net_promoter_score_from_counts
from cs_workbook.measures.nps_accounts import compare_nps
from cs_workbook.schema.voice_tables import FEW, IN_TIME, LATE, OLDER, OPEN, OVERDUE
from cs_workbook.workbook.file_book import FileBook
from cs_workbook.workbook.port import CellValue

ORACLES = {
    entry["id"]: entry
    for entry in json.loads(
        (Path(__file__).parent / "data" / "oracles.json").read_text(encoding="utf-8")
    )
}
SHEET, LOOP = "Satisfaction", "Follow-up"


def near(value: CellValue, expected: float, tolerance: float = 1e-9) -> bool:
    assert isinstance(value, int | float), value
    return abs(value - expected) <= tolerance


def no_check_fails(book: FileBook) -> bool:
    return all(result.passed for result in check(book))


# Worked examples --------------------------------------------------------------------------------


def test_all_answers_and_accounts_differ_as_in_the_published_example(tmp_path: Path) -> None:
    oracle = ORACLES["nps-account"]
    answers = [
        (f"{account}{number}", account, "NPS", score, AS_OF, f"p{number}")
        for account, scores in oracle["inputs"]["responses"].items()
        for number, score in enumerate(scores)
    ]
    write_answers(tmp_path / "exports", answers)
    book = refreshed(tmp_path / "T.xlsm", tmp_path / "exports")
    expected = oracle["expected"]
    everything, mean = line(book, SHEET, "All answers"), line(book, SHEET, "Mean of each account")
    assert near(everything["G"], expected["all_responses"], oracle["tolerance"])
    assert near(mean["G"], expected["average_score_per_account"], oracle["tolerance"])
    assert (everything["F"], mean["F"]) == (6, 2)


def test_the_newest_answer_of_a_person_counts_once(tmp_path: Path) -> None:
    oracle = ORACLES["nps-latest"]
    answers = [
        (f"R{number}", "A", "NPS", score, day, person)
        for number, (person, day, score) in enumerate(oracle["inputs"]["responses"])
    ]
    write_answers(tmp_path / "exports", answers)
    book = refreshed(tmp_path / "T.xlsm", tmp_path / "exports", as_of=date(2024, 12, 31))
    latest = line(book, SHEET, "Latest per person")
    assert (latest["G"], latest["F"]) == (oracle["expected"]["nps"], oracle["expected"]["n"])
    assert line(book, SHEET, "All answers")["G"] == 25


def test_the_margin_shrinks_where_the_book_is_small(tmp_path: Path) -> None:
    oracle = ORACLES["nps-fpc"]
    inputs = oracle["inputs"]
    scores = [10] * inputs["promoters"] + [7] * inputs["passives"] + [3] * inputs["detractors"]
    exports = tmp_path / "exports"
    write_answers(exports, nps_answers(scores, accounts=len(scores)))
    write_accounts(
        exports, [(f"A{n}", f"Account {n}", "") for n in range(1, inputs["population"] + 1)]
    )
    book = refreshed(tmp_path / "T.xlsm", exports)
    found = line(book, SHEET, "Customers, of all there are")
    assert found["G"] == 30
    assert near(found["I"], 30 + oracle["expected"], oracle["tolerance"])
    assert near(found["H"], 30 - oracle["expected"], oracle["tolerance"])
    assert line(book, SHEET, "Customers without an answer")["B"] == 60
    assert line(book, SHEET, "Customers who answered")["C"] == "of 100 customers: 40 %"


PERIODS = [
    ((60, 25, 15), (45, 30, 25), "▲ A real change up", "below 0.05", "the published example"),
    ((45, 30, 25), (60, 25, 15), "▼ A real change down", "below 0.05", "the other way round"),
    ((50, 30, 20), (48, 30, 22), "◆ Could be chance", "0.1 or more", "a few answers more"),
    ((9, 0, 1), (1, 0, 9), "▲ A real change up", "below 0.001", "large, though of few answers"),
    ((5, 0, 0), (5, 0, 0), "○ Not testable", "No data", "all answers in one group"),
    ((5, 0, 0), (0, 0, 0), "○ No data", "No data", "nobody was asked before"),
]


@pytest.mark.parametrize(("now", "before", "verdict", "p", "why"), PERIODS)
def test_two_windows_are_compared_in_words(
    now: tuple[int, int, int],
    before: tuple[int, int, int],
    verdict: str,
    p: str,
    why: str,
    tmp_path: Path,
) -> None:
    def scores(groups: tuple[int, int, int]) -> list[int]:
        return [10] * groups[0] + [8] * groups[1] + [2] * groups[2]

    answers = nps_answers(scores(now)) + nps_answers(
        scores(before), day=AS_OF - timedelta(days=365), start=1000
    )
    write_answers(tmp_path / "exports", answers)
    book = refreshed(tmp_path / "T.xlsm", tmp_path / "exports")
    assert line(book, SHEET, "Verdict")["B"] == verdict, why
    assert line(book, SHEET, "p")["B"] == p, why
    earlier, later = (
        net_promoter_score_from_counts(promoters=g[0], passives=g[1], detractors=g[2])
        for g in (before, now)
    )
    by_python = compare_nps(earlier, later)
    if by_python.difference is not None and by_python.standard_error:
        assert near(line(book, SHEET, "Change (points)")["B"], by_python.difference)
        assert near(line(book, SHEET, "Standard error (points)")["B"], by_python.standard_error)
    few = "Few answers" in str(line(book, SHEET, "Verdict")["C"])
    assert few == (0 < min(earlier.n, later.n) < 30), why


def test_the_two_period_oracle() -> None:
    """The published standard error and p-value, for the example the table above begins with."""
    oracle = ORACLES["nps-2s"]
    found = compare_nps(
        net_promoter_score_from_counts(**oracle["inputs"]["y"]),
        net_promoter_score_from_counts(**oracle["inputs"]["x"]),
    )
    assert found.p_value == pytest.approx(oracle["expected"]["p_value"], abs=1e-3)
    assert found.p_value is not None
    assert 0.01 <= found.p_value < 0.05, "what the sheet calls 'below 0.05'"


# The demo ---------------------------------------------------------------------------------------


def test_the_sheet_says_what_the_dashboard_says(demo_tracker: Path) -> None:
    book = FileBook(demo_tracker)
    [nps] = [reading for reading in read_figures(book) if reading.name == "KPI_NPS"]
    found = line(book, SHEET, "All answers")
    assert found["F"] == nps.n
    assert found["G"] == pytest.approx(nps.value)
    assert found["H"] == pytest.approx(nps.low)
    assert found["I"] == pytest.approx(nps.high)


def test_who_has_not_spoken_is_counted_from_the_rows(demo_tracker: Path) -> None:
    """Counted again in plain Python from the data sheets."""
    book = FileBook(demo_tracker)
    accounts, surveys = book.read_table("tblAccounts"), book.read_table("tblSurveys")
    spoke = {
        account
        for account, survey, day in zip(
            surveys["Account ID"], surveys["Survey"], surveys["Answered on"], strict=True
        )
        if survey == "NPS" and isinstance(day, date) and 0 <= (AS_OF - day).days < 365
    }
    silent = [
        float(str(mrr or 0))
        for account, status, mrr in zip(
            accounts["Account ID"], accounts["Status"], accounts["MRR"], strict=True
        )
        if status == "Customer" and account not in spoke
    ]
    assert silent
    assert line(book, SHEET, "Customers without an answer")["B"] == len(silent)
    assert near(line(book, SHEET, "Their MRR")["B"], sum(silent), 1e-6)
    assert line(book, SHEET, "Response rate (%)")["B"] == "Not known"


def test_growth_is_what_the_accounts_say(demo_tracker: Path) -> None:
    """Plain Python over the data sheets: the groups then, their customers and MRR now."""
    book = FileBook(demo_tracker)
    accounts, surveys = book.read_table("tblAccounts"), book.read_table("tblSurveys")
    start = date(2025, 6, 30)
    told: dict[CellValue, list[float]] = {}
    for account, survey, day, score in zip(
        *(surveys[header] for header in ("Account ID", "Survey", "Answered on", "Score")),
        strict=True,
    ):
        if survey == "NPS" and isinstance(day, date) and 0 <= (start - day).days < 365:
            told.setdefault(account, []).append(float(str(score)))
    expected: dict[str, list[float]] = {
        group: [0, 0, 0.0, 0.0] for group in ("Promoter", "Passive", "Detractor", "Silent")
    }
    for row, account in enumerate(accounts["Account ID"]):
        then, now = (float(str(accounts[h][row] or 0)) for h in ("MRR at start", "MRR"))
        if then <= 0:
            continue  # in this book every customer pays
        group = "Silent"
        if account in told:
            mean = sum(told[account]) / len(told[account])
            group = "Promoter" if mean >= 9 else "Passive" if mean >= 7 else "Detractor"
        kept = accounts["Status"][row] == "Customer"
        for place, value in enumerate((1, kept, then, min(then, now))):
            expected[group][place] += value
    growth = book.read_table("tblVoiceGrowth")
    for row, name in enumerate(growth["NPS group"]):
        found = [growth[h][row] for h in ("Customers", "Still there", "MRR then", "MRR kept")]
        assert found == pytest.approx(expected[str(name)]), name
    assert sum(float(str(n)) for n in growth["Customers"]) > 50


def test_groups_with_few_answers_are_marked_by_the_registry(demo_copy: tuple[Path, Path]) -> None:
    tracker, exports = demo_copy
    book = FileBook(tracker)
    groups = book.read_table("tblVoiceGroups")
    expected = [FEW if 0 < int(str(n)) < 30 else "" for n in groups["n"]]
    assert [note or "" for note in groups["Note"]] == expected
    assert FEW in expected
    book.write_table("tblSurveyRules", {"n needed": [1, 30, 30]})
    book.save()
    groups = refreshed(tracker, exports).read_table("tblVoiceGroups")
    assert FEW not in groups["Note"]


# Real data --------------------------------------------------------------------------------------


@pytest.mark.shared_data
def test_bank_nps_has_a_row_per_detractor(shared_data: Path, tmp_path: Path) -> None:
    exports = tmp_path / "exports"
    exports.mkdir()
    shutil.copy2(shared_data / "surveys" / "bank_nps_ddmmyyyy.csv", exports)
    book = refreshed(tmp_path / "T.xlsm", exports, as_of=date(2021, 12, 31))
    found = line(book, SHEET, "All answers")
    assert [found[letter] for letter in "CDEF"] == [2309, 972, 1719, 5000]
    assert near(found["G"], 11.8)
    states = Counter(book.read_table("tblFollowUp")["State"])
    assert states.total() == 1719
    assert set(states) == {OPEN, OVERDUE}
    assert line(book, LOOP, "Closed loop (%)")["D"] == 1719
    assert no_check_fails(book)


@pytest.mark.shared_data
def test_theydo_groups_give_its_three_answers(shared_data: Path, tmp_path: Path) -> None:
    exports = shared_data / "surveys" / "theydo_mock"
    book = refreshed(tmp_path / "T.xlsm", exports, as_of=date(2025, 12, 31))
    groups = book.read_table("tblVoiceGroups")
    row = groups["Group"].index("All answers")
    found = [groups[header][row] for header in ("NPS", "CSAT (%)", "CES")]
    assert found == pytest.approx([15.0, 63.0, 4.78])
    assert [groups[header][row] for header in ("n", "CSAT n", "CES n")] == [100, 100, 100]


@pytest.mark.shared_data
def test_ravenstack_has_no_survey_and_says_so(shared_data: Path, tmp_path: Path) -> None:
    exports = shared_data / "accounts" / "ravenstack"
    book = refreshed(tmp_path / "T.xlsm", exports, as_of=date(2024, 12, 31))
    for label in ("All answers", "Mean of each account", "Customers, of all there are"):
        assert line(book, SHEET, label)["G"] == "No data"
    assert line(book, SHEET, "Customers without an answer")["B"] == "No data"
    groups = book.read_table("tblVoiceGroups")
    row = groups["Group"].index("All answers")
    ratings = {r.name: r for r in read_figures(book)}["KPI_CSAT"]
    assert groups["CSAT (%)"][row] == pytest.approx(ratings.value), "ticket ratings stand in"
    assert book.read_table("tblFollowUp")["Answer ID"] == []
    assert no_check_fails(book)


# Follow-up --------------------------------------------------------------------------------------

DAY = date(2026, 1, 1)
STATES = [
    (DAY, None, DAY, 365, OPEN, "answered today"),
    (DAY, None, DAY + timedelta(days=14), 365, OPEN, "the last day is in time"),
    (DAY, None, DAY + timedelta(days=15), 365, OVERDUE, "one day more is not"),
    (DAY, DAY + timedelta(days=14), DAY + timedelta(days=90), 365, IN_TIME, "closed on the day"),
    (DAY, DAY + timedelta(days=15), DAY + timedelta(days=90), 365, LATE, "closed a day late"),
    (DAY, DAY, DAY + timedelta(days=365), 365, OLDER, "the window has gone on"),
    (DAY, None, DAY + timedelta(days=364), 365, OVERDUE, "the first day of the window"),
    (DAY, None, DAY + timedelta(days=900), None, OVERDUE, "no window, no end"),
    (None, DAY, DAY, 365, "", "a row without an answer"),
]


@pytest.mark.parametrize(("answered", "closed", "as_of", "window", "state", "why"), STATES)
def test_the_state_of_an_answer(
    answered: date | None,
    closed: date | None,
    as_of: date,
    window: int | None,
    state: str,
    why: str,
) -> None:
    found = follow_up_state(
        answered, closed, as_of=as_of, follow_up_days=14, survey_window_days=window
    )
    assert found == state, why


def close_some(tracker: Path) -> dict[CellValue, tuple[CellValue, ...]]:
    """Type into the table as people do; return what stands beside each answer."""
    book = FileBook(tracker)
    table = book.read_table("tblFollowUp")
    answered = [day for day in table["Answered on"] if isinstance(day, date)]
    # In time, late, not at all, in turn; nothing else in two of three rows.
    closed = [[day, day + timedelta(days=20), None][row % 3] for row, day in enumerate(answered)]
    notes = [
        f"note on {key}" if row % 3 == 0 else None for row, key in enumerate(table["Answer ID"])
    ]
    outcomes = ["Explained" if day is not None else None for day in closed]
    book.write_table("tblFollowUp", {"Closed on": closed, "Notes": notes, "Outcome": outcomes})
    book.save()
    return dict(zip(table["Answer ID"], zip(closed, notes, outcomes, strict=True), strict=True))


def typed(book: FileBook) -> dict[CellValue, tuple[CellValue, ...]]:
    table = book.read_table("tblFollowUp")
    beside = zip(table["Closed on"], table["Notes"], table["Outcome"], strict=True)
    return dict(zip(table["Answer ID"], beside, strict=True))


def test_what_is_typed_follows_its_answer(demo_copy: tuple[Path, Path]) -> None:
    """New answers push rows down, old ones leave the window; nothing typed is lost or moved."""
    tracker, exports = demo_copy
    before = close_some(tracker)
    book = refreshed(tracker, exports, as_of=date(2026, 12, 31), hour=10)
    after = typed(book)
    states = dict(zip(after, book.read_table("tblFollowUp")["State"], strict=True))
    gone = [key for key in before if key not in after]
    assert all(before[key] == (None, None, None) for key in gone)
    assert gone
    assert {key: after[key] for key in before if key in after} == {
        key: cells for key, cells in before.items() if key not in gone
    }
    kept = [key for key, state in states.items() if state == OLDER]
    assert kept
    assert all(any(after[key]) for key in kept)
    assert no_check_fails(book)


def test_the_same_exports_twice_change_nothing_beside_typed_text(
    demo_copy: tuple[Path, Path],
) -> None:
    tracker, exports = demo_copy
    close_some(tracker)
    refreshed(tracker, exports, as_of=date(2026, 12, 31), hour=10)
    once = tracker.read_bytes()
    done = refresh_file(tracker, exports, as_of=date(2026, 12, 31), now=NOW.replace(hour=11))
    assert not done.written
    assert tracker.read_bytes() == once


def test_the_closed_loop_is_counted_from_what_people_typed(demo_copy: tuple[Path, Path]) -> None:
    tracker, exports = demo_copy
    close_some(tracker)
    book = refreshed(tracker, exports, hour=10)
    table = book.read_table("tblFollowUp")
    states = Counter(table["State"])
    n = len(table["State"])
    closed, in_time = line(book, LOOP, "Closed loop (%)"), line(book, LOOP, "Closed in time (%)")
    assert near(closed["B"], 100 * (states[IN_TIME] + states[LATE]) / n)
    assert (closed["C"], closed["D"]) == (states[IN_TIME] + states[LATE], n)
    decided = states[IN_TIME] + states[LATE] + states[OVERDUE]
    assert near(in_time["B"], 100 * states[IN_TIME] / decided)
    assert min(states[IN_TIME], states[LATE], states[OVERDUE]) > 5
    accounts = book.read_table("tblAccounts")
    mrr = dict(zip(accounts["Account ID"], accounts["MRR"], strict=True))
    late = {
        key
        for key, state in zip(table["Account ID"], table["State"], strict=True)
        if state == OVERDUE
    }
    expected = sum(float(str(mrr[key] or 0)) for key in late)
    assert near(line(book, LOOP, "MRR of accounts overdue")["B"], expected, 1e-6)


def test_undo_keeps_what_was_typed_since(demo_copy: tuple[Path, Path]) -> None:
    tracker, exports = demo_copy
    before = FileBook(shutil.copy2(tracker, tracker.with_name("before.xlsm")))
    refreshed(tracker, exports, as_of=date(2026, 7, 31), hour=10)
    since = close_some(tracker)
    book = FileBook(tracker)
    undo_in(book, before)
    after = typed(book)
    assert {key: after[key] for key in since if key in after} == {
        key: cells for key, cells in since.items() if key in after
    }
    assert set(before.read_table("tblFollowUp")["Answer ID"]) <= set(after)


# The registry -----------------------------------------------------------------------------------


def with_rules(path: Path, **columns: list[CellValue]) -> Path:
    """Make a tracker whose survey rules say something else for NPS, CSAT and CES."""
    tracker = new_tracker(path / "T.xlsm")
    book = FileBook(tracker)
    book.write_table(
        "tblSurveyRules", {name.replace("_", " "): cells for name, cells in columns.items()}
    )
    book.save()
    return tracker


def test_figures_and_quarters_follow_the_registry(tmp_path: Path) -> None:
    """CSAT of 1 to 10 from 8, CES of 1 to 5 where 1 is easy: read as they were asked."""
    tracker = with_rules(
        tmp_path,
        Highest=[10, 10, 5],
        Satisfied_from=[9, 8, 2],
        Direction=["Higher is better", "Higher is better", "Lower is better"],
    )
    csat, ces = [10, 8, 7, 1, 11], [1, 2, 3, 5, 6]
    answers = [(f"S{n}", "A", "CSAT", score, AS_OF, "p") for n, score in enumerate(csat)]
    answers += [(f"E{n}", "A", "CES", score, AS_OF, "p") for n, score in enumerate(ces)]
    write_answers(tmp_path / "exports", answers)
    book = refreshed(tracker, tmp_path / "exports")
    readings = {reading.name: reading for reading in read_figures(book)}
    assert readings["KPI_CSAT"].value == 50
    assert readings["KPI_CES"].value == 11 / 4
    assert readings["KPI_CESAgree"].value == 50
    assert "8, 9 and 10 on a 1-10 scale" in readings["KPI_CSAT"].rule
    assert "1 and 2 on a 1-5 scale where lower is easier" in readings["KPI_CESAgree"].rule
    quarters = book.read_table("tblQuarters")
    assert (quarters["CSAT (%)"][-1], quarters["CSAT n"][-1]) == (50, 4)
    groups = book.read_table("tblVoiceGroups")
    assert (groups["CSAT (%)"][0], groups["CES"][0]) == (50, 11 / 4)
    problems = book.read_table("tblImportProblems")
    assert list(zip(problems["Problem"], problems["Value"], strict=True)) == [
        ("Off the scale", "11"),
        ("Off the scale", "6"),
        ("No accounts export", "1 accounts"),
    ], "an answer off its scale is set aside, never read on another one"


def test_where_low_is_good_csat_counts_the_low_answers(tmp_path: Path) -> None:
    """School marks: 1 is best, 6 worst."""
    tracker = with_rules(
        tmp_path,
        Highest=[10, 6, 7],
        Satisfied_from=[9, 2, 5],
        Direction=["Higher is better", "Lower is better", "Higher is better"],
    )
    marks = [(f"S{n}", "A", "CSAT", mark, AS_OF, "p") for n, mark in enumerate([1, 2, 3, 6])]
    write_answers(tmp_path / "exports", marks)
    book = refreshed(tracker, tmp_path / "exports")
    readings = {reading.name: reading for reading in read_figures(book)}
    assert readings["KPI_CSAT"].value == 50
    words = book.read_table("tblSurveyRules")["Good answers"]
    assert words == ["9 to 10 of 0 to 10", "1 to 2 of 1 to 6", "5 to 7 of 1 to 7"]


WRONG_RULES = [
    ({"Highest": [11, 5, 7]}, "NPS is one published rule", "another scale for NPS"),
    ({"Lowest": [0, 5, 1]}, "row 'CSAT': expected Lowest", "a scale of one answer"),
    ({"Satisfied_from": [9, 6, 5]}, "row 'CSAT': expected Lowest", "good beyond the scale"),
    ({"Satisfied_from": [9, 1, 5]}, "CSAT rule: expected minimum <", "every answer is good"),
    ({"Highest": [10, "five", 7]}, "expected a whole number, found 'five'", "text"),
    ({"Highest": [10, 5.5, 7]}, "expected a whole number, found 5.5", "half an answer"),
    ({"Direction": [None, "Up", None]}, "found 'Up'", "a direction nobody knows"),
]


@pytest.mark.parametrize(("columns", "message", "why"), WRONG_RULES)
def test_rules_that_cannot_be_are_refused_by_row(
    columns: dict[str, list[CellValue]], message: str, why: str, tmp_path: Path
) -> None:
    tracker = with_rules(tmp_path, **columns)
    write_answers(tmp_path / "exports", nps_answers([9]))
    before = tracker.read_bytes()
    with pytest.raises(SettingsError, match=message):
        refreshed(tracker, tmp_path / "exports")
    assert tracker.read_bytes() == before, why


def test_a_blank_rule_is_its_default(tmp_path: Path) -> None:
    blank: list[CellValue] = [None, None, None]
    tracker = with_rules(
        tmp_path, Lowest=blank, Highest=blank, Direction=blank, Satisfied_from=blank
    )
    write_answers(tmp_path / "exports", [("S", "A", "CSAT", 4, AS_OF, "p")])
    book = refreshed(tracker, tmp_path / "exports")
    assert {r.name: r.value for r in read_figures(book)}["KPI_CSAT"] == 100


def test_segments_come_from_the_accounts_export(tmp_path: Path) -> None:
    exports = tmp_path / "exports"
    write_answers(exports, nps_answers([10, 0, 10, 0, 9], accounts=2))
    write_accounts(exports, [("A1", "One", "Big"), ("A2", "Two", "")])
    book = refreshed(tmp_path / "T.xlsm", exports)
    groups = book.read_table("tblVoiceGroups")
    found = {
        (kind, group): (n, score)
        for kind, group, n, score in zip(
            groups["Kind"], groups["Group"], groups["n"], groups["NPS"], strict=True
        )
        if kind == "Segment"
    }
    assert found == {("Segment", "Not stated"): (3, 100), ("Segment", "Big"): (2, -100)}
    assert no_check_fails(book)


def test_the_growth_of_customers_who_left(tmp_path: Path) -> None:
    """One promoter grew, one detractor left, one silent customer shrank: by hand."""
    exports = tmp_path / "exports"
    then = date(2025, 6, 1)
    write_answers(
        exports,
        [
            ("R1", "A", "NPS", 10, then, "p"),
            ("R2", "B", "NPS", 3, then, "q"),
            ("R3", "C", "NPS", 10, date(2026, 6, 1), "too late to tell"),
        ],
    )
    headers = ("subscription_id", "account_id", "start_date", "end_date", "mrr")
    write_csv(
        exports / "subscriptions.csv",
        headers,
        [
            ("S1", "A", "2025-01-01", "2026-01-01", 100),
            ("S2", "A", "2026-01-01", "", 150),
            ("S3", "B", "2025-01-01", "2026-03-01", 80),
            ("S4", "C", "2025-01-01", "2026-01-01", 60),
            ("S5", "C", "2026-01-01", "", 45),
            ("S6", "D", "2026-01-01", "", 999),
        ],
    )
    book = refreshed(tmp_path / "T.xlsm", exports)
    growth = book.read_table("tblVoiceGrowth")
    headers = ("Customers", "Still there", "Kept (%)", "GRR (%)", "NRR (%)")
    found = {
        group: tuple(growth[header][row] for header in headers)
        for row, group in enumerate(growth["NPS group"])
    }
    assert found == {
        "Promoter": (1, 1, 100, 100, 150),
        "Passive": (0, 0, "No data", "No data", "No data"),
        "Detractor": (1, 0, 0, 0, 0),
        "Silent": (1, 1, 100, 75, 75),
    }
    assert no_check_fails(book)
