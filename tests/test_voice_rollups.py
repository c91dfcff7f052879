"""What customers say, added up in the database and once more in plain Python."""

import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from cs_workbook import rollups
from cs_workbook.engine import DuckDB
from cs_workbook.measures.nps_accounts import Response, nps_latest_per_respondent
from cs_workbook.measures.satisfaction import CsatRule
from cs_workbook.schema.exports import ROLES, Kind

AS_OF = date(2025, 5, 17)
WINDOWS = (None, 1, 120)
TYPES = {
    Kind.NUMBER: "double",
    Kind.MONEY: "decimal(18, 4)",
    Kind.DATE: "date",
    Kind.MOMENT: "timestamp",
    Kind.YES_NO: "boolean",
}
KINDS = {"segment": "Segment", "csm": "CSM", "plan": "Plan", "country": "Country"}


@dataclass(frozen=True, kw_only=True)
class Told:
    """One answer of a made-up book."""

    response_id: str
    account_id: str | None
    survey: str
    score: int
    day: date
    person: str | None
    line: int


@dataclass(frozen=True, kw_only=True)
class MadeUp:
    """A made-up book: accounts by field, answers, ticket ratings."""

    accounts: dict[str, dict[str, str | None]]
    answers: list[Told]
    ratings: list[tuple[str | None, int, date]]


def made_up(seed: int) -> MadeUp:
    """Blanks, unknown accounts, ties and days outside the window, as exports have them."""
    pick = random.Random(seed)  # noqa: S311 - the same book every time, not a secret

    def day() -> date:
        return AS_OF - timedelta(days=pick.choice([-9, 0, 1, 119, 120, pick.randint(0, 400)]))

    segments = [None, "SMB", " SMB ", "", "Big"]
    accounts: dict[str, dict[str, str | None]] = {
        f"{number:03d}": {
            "segment": pick.choice(segments),
            "csm": pick.choice([None, "Ada", "Bo"]),
            "plan": pick.choice(["Basic", "Pro"]),
            "country": None,
        }
        for number in range(12)
    }
    surveys = {"NPS": (0, 10), "CES": (1, 7)} | ({"CSAT": (1, 5)} if seed % 2 else {})
    answers = []
    for number in range(150):
        survey = pick.choice(sorted(surveys))
        answers.append(
            Told(
                response_id=f"R{number:03d}",
                account_id=pick.choice([*accounts, "nobody", None]),
                survey=survey,
                score=pick.randint(*surveys[survey]),
                day=day(),
                person=pick.choice([None, "a@x", "b@x"]),
                line=number + 2,
            )
        )
    ratings = [(pick.choice([*accounts, None]), pick.randint(1, 5), day()) for _ in range(40)]
    return MadeUp(accounts=accounts, answers=answers, ratings=ratings)


@pytest.fixture(scope="module", params=range(4))
def book(request: pytest.FixtureRequest) -> MadeUp:
    return made_up(request.param)


@pytest.fixture(scope="module")
def engine(book: MadeUp) -> Iterator[DuckDB]:
    with DuckDB() as made:
        for role in ROLES.values():
            columns = ", ".join(f'"{f.name}" {TYPES.get(f.kind, "varchar")}' for f in role.fields)
            made.execute(
                f'create table "{role.name}" ({columns}, source_file varchar, source_line bigint)'
            )
        for account_id, fields in book.accounts.items():
            made.execute(
                "insert into accounts by name select $id as account_id, $segment as segment, "
                "$csm as csm, $plan as plan, $country as country",
                {"id": account_id, **fields},
            )
        for told in book.answers:
            made.execute(
                "insert into surveys by name select $id as response_id, $account as account_id, "
                "$survey as survey, $score as score, $day as answered_on, $person as respondent, "
                "'s.csv' as source_file, $line as source_line",
                {
                    "id": told.response_id,
                    "account": told.account_id,
                    "survey": told.survey,
                    "score": told.score,
                    "day": told.day,
                    "person": told.person,
                    "line": told.line,
                },
            )
        for account, rating, opened in book.ratings:
            made.execute(
                "insert into tickets by name select $account as account_id, "
                "$rating as satisfaction, cast($day as date) as opened_at",
                {"account": account, "rating": rating, "day": opened},
            )
        yield made


def counts(day: date, window: int | None) -> bool:
    return day <= AS_OF and (window is None or (AS_OF - day).days < window)


@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize(
    "rule",
    [CsatRule(), CsatRule(satisfied_from=3), CsatRule(satisfied_from=2, lower_is_better=True)],
    ids=["4 and 5", "3 to 5", "1 and 2"],
)
def test_groups_are_what_plain_python_counts(
    book: MadeUp, engine: DuckDB, window: int | None, rule: CsatRule
) -> None:
    told = [answer for answer in book.answers if counts(answer.day, window)]
    expected: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for field, kind in KINDS.items():
        names = {key: (fields[field] or "").strip() for key, fields in book.accounts.items()}
        if not any(names.values()):
            continue  # country: no account states it
        for answer in told:
            group = names.get(answer.account_id or "") or "Not stated"
            row = expected[kind, group]
            if answer.survey == "NPS":
                name = "promoters" if answer.score > 8 else "passives"
                row[name if answer.score > 6 else "detractors"] += 1
            elif answer.survey == "CSAT":
                row["csat_n"] += 1
                row["csat_satisfied"] += rule.is_satisfied(answer.score)
            else:
                row["ces_n"] += 1
                row["ces_sum"] += answer.score
        if not any(answer.survey == "CSAT" for answer in told):
            for account, rating, day in book.ratings:
                if counts(day, window):
                    row = expected[kind, names.get(account or "") or "Not stated"]
                    row["csat_n"] += 1
                    row["csat_satisfied"] += rating >= 4
    frame = rollups.voice_groups(engine, as_of=AS_OF, survey_window_days=window, csat=rule)
    fields = [column for column in frame.columns if column not in {"kind", "group"}]
    found = {
        (row["kind"], row["group"]): {field: row[field] for field in fields}
        for row in frame.to_dict("records")
    }
    assert found == {key: {field: row[field] for field in fields} for key, row in expected.items()}
    kinds = [kind for kind, _ in found]
    assert kinds == sorted(kinds, key=list(KINDS.values()).index)


@pytest.mark.parametrize("window", WINDOWS)
def test_each_kind_holds_every_answer_once(
    book: MadeUp, engine: DuckDB, window: int | None
) -> None:
    """Law: the answers of the groups of one kind add up to all answers."""
    frame = rollups.voice_groups(engine, as_of=AS_OF, survey_window_days=window)
    answers = frame[["promoters", "passives", "detractors"]].sum(axis=1)
    everything = sum(
        1 for told in book.answers if told.survey == "NPS" and counts(told.day, window)
    )
    assert set(answers.groupby(frame["kind"]).sum()) <= {everything}


@pytest.mark.parametrize("window", WINDOWS)
def test_the_newest_answer_of_each_person_is_what_the_measure_says(
    book: MadeUp, engine: DuckDB, window: int | None
) -> None:
    """A person is a respondent of an account; without a name each answer is a person."""
    responses = [
        Response(f"{told.account_id}/{told.person or told.line}", told.day, told.score)
        for told in book.answers
        if told.survey == "NPS" and counts(told.day, window)
    ]
    expected = nps_latest_per_respondent(responses)
    frame = rollups.latest_answers(engine, as_of=AS_OF, survey_window_days=window)
    found = {int(score): int(n) for score, n in frame.itertuples(index=False)}
    assert sum(found.values()) == expected.n
    assert sum(n for score, n in found.items() if score >= 9) == expected.promoters
    assert sum(n for score, n in found.items() if score <= 6) == expected.detractors


@pytest.mark.parametrize("window", WINDOWS)
def test_detractors_are_listed_newest_first(
    book: MadeUp, engine: DuckDB, window: int | None
) -> None:
    expected = sorted(
        (
            told
            for told in book.answers
            if told.survey == "NPS" and told.score < 7 and counts(told.day, window)
        ),
        key=lambda told: (-told.day.toordinal(), told.response_id),
    )
    frame = rollups.list_detractors(engine, as_of=AS_OF, survey_window_days=window)
    assert frame["response_id"].tolist() == [told.response_id for told in expected]
    assert frame["source"].tolist() == [f"s.csv:{told.line}" for told in expected]
