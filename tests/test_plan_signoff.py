"""Sign-off: who signed, what they signed, and what was changed since."""

import hashlib
from datetime import date

import pytest
from plan_sheets import FACTS, PlanSheet

from cs_workbook.plans.document import PlanValue
from cs_workbook.plans.signoff import (
    SignoffWord,
    agreed_hash,
    agreed_rows,
    latest_signature,
    signoff_state,
)

SIGNED_ON = date(2025, 1, 15)
SIGNED_BY = "Bo Li, Head of Finance, 2025-01-15, E-mail, version 1"
WHOLE: dict[str, PlanValue] = {
    "Signed_by": "Bo Li",
    "Role": "Head of Finance",
    "Side": "Theirs",
    "Signed_on": SIGNED_ON,
    "Channel": "E-mail",
    "Version": 1,
}


def signed_sheet() -> PlanSheet:
    sheet = PlanSheet()
    sheet.type("question.theirs", Answer="Less time lost")
    sheet.type("signoff.1", **WHOLE)
    sheet.build()
    return sheet


@pytest.mark.parametrize(
    ("changed", "signed", "why"),
    [
        ({}, True, "complete"),
        ({"Signed_by": None}, False, "a person is needed"),
        ({"Role": " "}, False, "a role is needed"),
        ({"Signed_on": None}, False, "a day is needed"),
        ({"Signed_on": "in May"}, False, "text is no day"),
        ({"Channel": None}, False, "a channel is needed"),
        ({"Version": None}, True, "the version may be left open"),
        ({"Side": None}, True, "a side that is not said counts as theirs"),
        ({"Side": "Ours"}, False, "our own signature is no consent of theirs"),
    ],
)
def test_what_makes_a_signature(changed: dict[str, PlanValue], signed: bool, why: str) -> None:
    sheet = PlanSheet()
    sheet.type("signoff.2", **{**WHOLE, **changed})
    assert (latest_signature(sheet.rows) is not None) == signed, why
    sheet.build()
    assert (sheet.cells("fact.signoff")[1] == "Signed") == signed, why


def test_an_agreed_cell_that_changes_is_listed_with_both_values() -> None:
    sheet = signed_sheet()
    sheet.type("question.theirs", Answer="More time won")
    sheet.type("objective.1", Target=2)
    state = signoff_state(sheet.rows, sheet.record)
    assert state.word is SignoffWord.CHANGED
    assert [(change.ref, change.column, change.was, change.now) for change in state.changes] == [
        ("objective.1", 6, None, 2),
        ("question.theirs", 2, "Less time lost", "More time won"),
    ]
    sheet.build()
    assert sheet.cells("fact.signoff")[1:3] == (
        "Changed since sign-off",
        f"{SIGNED_BY}. Changed: objective.1, question.theirs",
    )
    sheet.type("question.theirs", Answer="Less time lost")
    sheet.type("objective.1", Target=None)
    assert signoff_state(sheet.rows, sheet.record).word is SignoffWord.SIGNED


@pytest.mark.parametrize(
    ("ref", "values"),
    [
        ("agreement.1", {"Latest_value": 3}),
        ("milestone.1", {"Status": "Done"}),
        ("delivery.1", {"Why": "late twice"}),
        ("review.1", {"What_was_reviewed": "First quarter"}),
        ("risk.1", {"Risk": "Budget"}),
    ],
)
def test_daily_work_does_not_touch_the_sign_off(ref: str, values: dict[str, PlanValue]) -> None:
    sheet = signed_sheet()
    sheet.type(ref, **values)
    sheet.build()
    assert sheet.cells("fact.signoff")[1] == "Signed"


def test_a_new_signature_remembers_what_stands_now() -> None:
    sheet = signed_sheet()
    sheet.type("question.theirs", Answer="More time won")
    sheet.type("signoff.2", **{**WHOLE, "Signed_on": date(2025, 4, 1), "Version": 2})
    sheet.build()
    state = signoff_state(sheet.rows, sheet.record)
    assert (state.word, state.signed_hash) == (SignoffWord.SIGNED, state.hash_now)
    assert state.signature is not None
    assert state.signature.on == date(2025, 4, 1)


def test_a_signature_that_is_cleared_is_forgotten() -> None:
    sheet = signed_sheet()
    assert any(ref.startswith("signed") for ref in sheet.record)
    sheet.type("signoff.1", Signed_by=None)
    sheet.build()
    assert sheet.cells("fact.signoff")[1] == "Unsigned"
    assert not any(ref.startswith("signed") for ref in sheet.record)


def test_a_signed_row_keeps_its_suggestion_when_the_template_changes() -> None:
    sheet = signed_sheet()
    unsigned = PlanSheet()
    before = sheet.cells("expectation.1")
    change = sheet.build(need="Value")
    unsigned.build(need="Value")
    assert sheet.cells("expectation.1") == before
    assert unsigned.cells("expectation.1") != before
    assert {"expectation.1", "objective.1"} <= {conflict.ref for conflict in change.conflicts}
    assert sheet.cells("fact.signoff")[1] == "Signed"
    assert sheet.cells("work.1") == unsigned.cells("work.1")


def test_a_signed_row_the_template_no_longer_has_stays() -> None:
    sheet, unsigned = signed_sheet(), PlanSheet()
    change = sheet.build(depth="Light")
    unsigned.build(depth="Light")
    assert sheet.cells("expectation.4")[0] == "News every week until it is solved"
    assert unsigned.cells("expectation.4")[0] is None
    assert "expectation.4" in {conflict.ref for conflict in change.conflicts}
    assert sheet.cells("fact.signoff")[1] == "Signed"


def test_a_deleted_agreed_row_is_a_change() -> None:
    sheet = signed_sheet()
    sheet.delete("objective.1")
    state = signoff_state(sheet.rows, sheet.record)
    assert {change.ref for change in state.changes} == {"objective.1"}
    assert all(change.now is None for change in state.changes)


def test_the_hash_is_the_one_it_says_it_is() -> None:
    rows = {"question.ours": ("Näh", 4.0, None), "objective.1": (date(2025, 1, 2), True)}
    lines = 'objective.1\t[{"date":"2025-01-02"},true]\nquestion.ours\t["Näh",4]\n'
    assert agreed_hash(rows) == hashlib.sha256(lines.encode()).hexdigest()


def test_without_a_record_a_signature_is_taken_as_fresh() -> None:
    sheet = signed_sheet()
    state = signoff_state(sheet.rows)
    assert state.word is SignoffWord.SIGNED
    assert agreed_rows(sheet.rows)["question.theirs"] == ("Less time lost",)
    assert FACTS.as_of < SIGNED_ON
