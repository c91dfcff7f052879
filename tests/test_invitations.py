"""The response rate: from a list of who was asked, against a walk through the answers."""

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest
from test_rollups import Book

from cs_workbook.actions.closed_file import refresh_file
from cs_workbook.actions.new import new_tracker
from cs_workbook.rollups import survey_invitations
from cs_workbook.workbook.file_book import FileBook

pytestmark = pytest.mark.filterwarnings("ignore:.* extension is not supported:UserWarning")

AS_OF = date(2025, 6, 30)
NOW = datetime(2025, 7, 1, 9, 0)  # noqa: DTZ001 - local wall time
Asked = tuple[str | None, str | None, str | None, date]
Told = tuple[str | None, str | None, str, date]


@pytest.fixture
def book() -> Iterator[Book]:
    with Book() as made:
        yield made


def count(asked: list[Asked], told: list[Told], window: int | None) -> tuple[int, int, int, int]:
    """Count person by person, as the head of the rollup says it."""
    first: dict[tuple[str | None, str | None, str | None], date] = {}
    for account, person, survey, day in asked:
        if day <= AS_OF and (window is None or (AS_OF - day).days < window):
            key = (account, person and person.lower(), survey)
            first[key] = min(day, first.get(key, day))
    heard = {
        (account, person, survey)
        for (account, person, survey), sent in first.items()
        if any(
            sent <= day <= AS_OF
            and survey in {None, of}
            and (
                (person is not None and who is not None and who.lower() == person)
                or ((person is None or who is None) and account is not None and where == account)
            )
            for where, who, of, day in told
        )
    }
    accounts = {account for account, *_ in first if account is not None}
    loud = {account for account, *_ in heard}
    return len(first), len(heard), len(accounts), len(accounts - loud)


@pytest.mark.parametrize("window", [None, 90])
@pytest.mark.parametrize("seed", range(4))
def test_who_was_asked_and_who_answered(seed: int, window: int | None, book: Book) -> None:
    """Nobody named, asked twice, answered before being asked, another survey, after the day."""
    pick = random.Random(seed)  # noqa: S311 - the same book every time, not a secret

    def day() -> date:
        return AS_OF - timedelta(days=pick.choice([-1, 0, 89, 90, pick.randint(0, 150)]))

    people = [None, "ann@a", "Bob@b", "cy@c", "BOB@b"]
    accounts = ["A", "B", None]
    asked: list[Asked] = [
        (pick.choice(accounts), pick.choice(people), pick.choice(["NPS", "CES", None]), day())
        for _ in range(15)
    ]
    told: list[Told] = [
        (pick.choice(accounts), pick.choice(people), pick.choice(["NPS", "CES"]), day())
        for _ in range(6)
    ]
    for account, person, survey, sent in asked:
        book.put("invitations", account_id=account, respondent=person, survey=survey, sent_on=sent)
    for account, person, survey, answered in told:
        book.put(
            "surveys",
            account_id=account,
            respondent=person,
            survey=survey,
            score=5,
            answered_on=answered,
        )
    found = survey_invitations(book, as_of=AS_OF, survey_window_days=window).iloc[0]
    assert tuple(int(number) for number in found) == count(asked, told, window)


def block(tracker: Path) -> dict[str, object]:
    page = openpyxl.load_workbook(tracker, data_only=True, keep_vba=True)["Satisfaction"]
    rows = page.iter_rows(min_row=22, max_row=30, max_col=2, values_only=True)
    return {str(label): value for label, value in rows if label is not None}


@pytest.mark.parametrize("with_list", [True, False])
def test_the_response_rate_is_known_with_a_list_only(with_list: bool, tmp_path: Path) -> None:
    exports = tmp_path / "exports"
    exports.mkdir()
    (exports / "accounts.csv").write_text(
        "account_id,account_name\nA,Ada\nB,Bob\n", encoding="utf-8"
    )
    (exports / "nps.csv").write_text(
        "response_id,account_id,email,score,date\n1,A,ann@a,9,2025-05-09\n", encoding="utf-8"
    )
    if with_list:
        (exports / "sent.csv").write_text(
            "invitation_id,account_id,recipient_email,survey,sent_on\n"
            "1,A,ann@a,NPS,2025-05-01\n2,A,ann@a,NPS,2025-05-08\n3,A,al@a,NPS,2025-05-01\n"
            "4,B,bo@b,NPS Q2,2025-05-01\n",
            encoding="utf-8",
        )
    tracker = new_tracker(tmp_path / "CS_Tracker.xlsm")
    done = refresh_file(tracker, exports, as_of=AS_OF, now=NOW)
    found = block(tracker)
    labels = ("People asked", "Of these, answered", "Accounts asked, all silent")
    if with_list:
        assert [file.role for file in done.report.files][-1] == "invitations"
        assert found["Response rate (%)"] == pytest.approx(100 / 3)
        assert [found[label] for label in labels] == [3, 1, 1], "B was asked and is silent"
    else:
        assert found["Response rate (%)"] == "Not known"
        assert [found[label] for label in labels] == ["Not known"] * 3
    assert FileBook(tracker).read_name("InvitationsAsked") == found["People asked"]
