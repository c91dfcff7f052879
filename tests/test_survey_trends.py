"""Survey trends: the rollup against plain Python, the sheet against the answers it shows."""

import random
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
from test_rollups import Book

from cs_workbook.measures.intervals import wilson_interval
from cs_workbook.measures.nps import net_promoter_score
from cs_workbook.measures.satisfaction import CsatRule
from cs_workbook.rollups import survey_trends
from cs_workbook.workbook.file_book import FileBook

pytestmark = pytest.mark.filterwarnings("ignore:.* extension is not supported:UserWarning")

AS_OF = date(2025, 5, 17)
FIRST = date(2023, 7, 1)  # of the eight quarters up to the one of the as-of date
Key = tuple[str, str, str, str]


@pytest.fixture
def book() -> Iterator[Book]:
    with Book() as made:
        yield made


def quarter(day: date) -> str:
    return f"{day.year} Q{(day.month + 2) // 3}"


def tenure(since: date | None, day: date) -> str:
    if since is None:
        return "Not stated"
    for years, words in ((1, "Under 1 year"), (3, "1 to 3 years")):
        if day < since.replace(year=since.year + years):
            return words
    return "3 years and more"


@pytest.mark.parametrize("seed", range(4))
def test_every_group_and_quarter_equals_a_plain_count(seed: int, book: Book) -> None:
    """Blanks, unknown accounts, days on the edges of quarters and after the as-of date."""
    pick = random.Random(seed)  # noqa: S311 - the same book every time, not a secret
    groups: dict[str, tuple[str | None, date | None]] = {}
    for name in "ABCDE":
        segment, since = (
            pick.choice([None, " SMB ", "Big"]),
            pick.choice([None, date(2021, 4, 1), date(2024, 1, 1)]),
        )
        groups[name] = (segment, since)
        book.put("accounts", account_id=name, segment=segment, customer_since=since)
    stated = any(segment for segment, _ in groups.values())
    dated = any(since for _, since in groups.values())
    expected: dict[Key, list[int]] = defaultdict(list)
    for _ in range(200):
        survey = pick.choice(["NPS", "CSAT", "CES"])
        score = pick.randint(*{"NPS": (0, 10), "CSAT": (1, 5), "CES": (1, 7)}[survey])
        edges = [FIRST, FIRST - timedelta(days=1), AS_OF, AS_OF + timedelta(days=1)]
        day = pick.choice([*edges, AS_OF - timedelta(days=pick.randint(0, 800))])
        account = pick.choice([*groups, "nobody", None])
        book.put("surveys", account_id=account, survey=survey, score=score, answered_on=day)
        if not FIRST <= day <= AS_OF:
            continue
        segment, since = groups.get(str(account), (None, None))
        expected["Whole book", "All answers", survey, quarter(day)].append(score)
        if stated:
            own = (segment or "Not stated").strip()
            expected["Segment", own, survey, quarter(day)].append(score)
        if dated:
            expected["Tenure", tenure(since, day), survey, quarter(day)].append(score)
    found = survey_trends(book, as_of=AS_OF, csat=CsatRule(satisfied_from=4))
    seen = {}
    for row in found.to_dict(orient="records"):
        key = (row["kind"], row["group"], row["survey"], row["quarter"])
        seen[key] = tuple(
            int(row[c]) for c in ("promoters", "detractors", "satisfied", "total", "n")
        )
    assert seen == {
        key: (
            sum(s >= 9 for s in scores) if key[2] == "NPS" else 0,
            sum(s <= 6 for s in scores) if key[2] == "NPS" else 0,
            sum(s >= 4 for s in scores) if key[2] == "CSAT" else 0,
            sum(scores),
            len(scores),
        )
        for key, scores in expected.items()
    }


def test_tenure_without_a_joining_day_begins_with_the_first_paid_subscription(book: Book) -> None:
    book.accounts("A")
    book.put("subscriptions", account_id="A", start_date=date(2024, 1, 1), is_trial=True)
    book.put("subscriptions", account_id="A", start_date=date(2024, 4, 1), mrr=5)
    for day in (date(2025, 3, 31), date(2025, 4, 1)):
        book.put("surveys", account_id="A", survey="NPS", score=9, answered_on=day)
    found = survey_trends(book, as_of=AS_OF)
    rows = found[found["kind"] == "Tenure"]
    assert rows["group"].tolist() == ["Under 1 year", "1 to 3 years"]


def test_the_sheet_adds_up_the_answers_it_shows(demo_tracker: Path) -> None:
    """An independent count from the Surveys sheet; value and interval by the measures."""
    tracker = FileBook(demo_tracker)
    surveys = tracker.read_table("tblSurveys")
    answers: dict[tuple[str, str], list[int]] = defaultdict(list)
    for survey, score, day in zip(
        surveys["Survey"], surveys["Score"], surveys["Answered on"], strict=True
    ):
        assert isinstance(day, date)
        assert isinstance(score, int | float)
        answers[str(survey), quarter(day)].append(int(score))
    trends = tracker.read_table("tblSurveyTrends")
    rows = [dict(zip(trends, cells, strict=True)) for cells in zip(*trends.values(), strict=True)]
    book = [row for row in rows if row["By"] == "Whole book"]
    assert len(book) >= 3 * 6
    for row in book:
        scores = answers[str(row["Survey"]), str(row["Quarter"])]
        assert row["n"] == len(scores)
        assert row["Note"] == ("○ Few answers" if len(scores) < 30 else "")
        if row["Survey"] == "NPS":
            nps = net_promoter_score(scores)
            assert nps.interval is not None
            ends: tuple[float | None, ...] = (nps.value, nps.interval.low, nps.interval.high)
        elif row["Survey"] == "CSAT":
            good = sum(score >= 4 for score in scores)
            interval = wilson_interval(good, len(scores))
            assert interval is not None
            ends = (100 * good / len(scores), interval.low, interval.high)
        else:
            ends = (sum(scores) / len(scores), None, None)
        assert (row["Value"], row["Low 95 %"], row["High 95 %"]) == pytest.approx(ends)
    by_segment = [row for row in rows if row["By"] == "Segment"]
    assert sum(int(str(r["n"])) for r in by_segment) == sum(int(str(r["n"])) for r in book)


def test_the_block_repeats_the_table_quarter_by_quarter(demo_tracker: Path) -> None:
    page = openpyxl.load_workbook(demo_tracker, data_only=True, keep_vba=True)["Survey trends"]
    trends = FileBook(demo_tracker).read_table("tblSurveyTrends")
    table = {
        key: (value, n)
        for *key_, value, n in zip(
            *(trends[h] for h in ("By", "Group", "Survey", "Quarter", "Value", "n")), strict=True
        )
        for key in [tuple(key_)]
    }
    quarters = [page.cell(6, column).value for column in range(3, 11)]
    assert quarters == FileBook(demo_tracker).read_table("tblQuarters")["Quarter"]
    for row, survey in ((7, "NPS"), (9, "CSAT"), (11, "CES")):
        for column, name in enumerate(quarters, start=3):
            value, n = table.get(("Whole book", "All answers", survey, str(name)), ("No data", 0))
            assert page.cell(row, column).value == pytest.approx(value)
            assert page.cell(row + 1, column).value == n
    segment = page.cell(13, 1).value
    value, n = table["Segment", str(segment), "NPS", str(quarters[-1])]
    assert page.cell(13, 10).value == pytest.approx(value)
    assert page.cell(14, 10).value == n
