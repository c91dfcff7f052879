"""Where a plan stands, who is in it, and how their view differs from what they expect."""

from datetime import date, timedelta

import pytest
from plan_sheets import AS_OF, PlanSheet

from cs_workbook.plans.delivery import gaps, mean_gap
from cs_workbook.plans.document import PlanValue
from cs_workbook.plans.stakeholders import read_stakeholders, warnings
from cs_workbook.plans.status import PlanWord, plan_state

PAST, FUTURE = AS_OF - timedelta(days=1), AS_OF + timedelta(days=1)


def answered(said_on: date | None = None) -> PlanSheet:
    sheet = PlanSheet()
    for ref in ("question.theirs", "question.ours"):
        sheet.type(ref, Answer="Less time lost", Said_on=said_on)
    return sheet


@pytest.mark.parametrize(
    ("ref", "values", "late", "why"),
    [
        ("work.3", {"Due": PAST}, True, "due yesterday"),
        ("work.3", {"Due": AS_OF}, False, "due today"),
        ("work.3", {"Due": FUTURE}, False, "due tomorrow"),
        ("work.3", {"Due": PAST, "Status": "Done"}, False, "done"),
        ("work.3", {"Due": PAST, "Status": "Dropped"}, False, "dropped"),
        ("work.3", {"Due": PAST, "Done_(%)": 100}, False, "all of it done"),
        ("work.3", {"Due": PAST, "Done_(%)": 99}, True, "not quite"),
        ("work.3", {"Due": "yesterday"}, False, "text is no date"),
        ("milestone.1", {"Due": PAST}, True, "a milestone"),
        ("milestone.1", {"Due": PAST, "Done_on": PAST}, False, "reached"),
        ("risk.1", {"Risk": "Budget", "Due": PAST}, True, "a risk"),
        ("risk.1", {"Risk": "Budget", "Due": PAST, "Closed_on": PAST}, False, "closed"),
        ("objective.3", {"Objective": "Faster", "By": PAST}, True, "an objective not reached"),
        ("objective.3", {"Objective": "Upsell", "By": PAST}, False, "ours, so it does not count"),
        ("review.1", {"What_was_reviewed": "Q", "Next_review": PAST}, True, "a missed review"),
    ],
)
def test_what_is_overdue(ref: str, values: dict[str, PlanValue], late: bool, why: str) -> None:
    sheet = answered()
    sheet.type(ref, **values)
    state = plan_state(sheet.rows, as_of=AS_OF)
    assert bool(state.overdue) == late, why
    assert state.word == (PlanWord.OVERDUE if late else PlanWord.ACTIVE), why


def test_a_reached_objective_is_never_overdue() -> None:
    sheet = answered()
    sheet.type("objective.3", Objective="Faster", Baseline=9, Target=4, By=PAST)
    sheet.type("agreement.3", Latest_value=4)
    assert not plan_state(sheet.rows, as_of=AS_OF).overdue


@pytest.mark.parametrize(
    ("said", "held", "stale", "why"),
    [
        (90, None, False, "ninety days ago is not too long"),
        (91, None, True, "ninety-one is"),
        (91, 10, False, "a review was held since"),
        (10, 91, True, "the last review counts more than an answer"),
        (None, None, False, "nothing is dated, so nobody can say"),
        (91, -5, True, "a review in the future was not held"),
    ],
)
def test_a_plan_nobody_looks_at_grows_stale(
    said: int | None, held: int | None, stale: bool, why: str
) -> None:
    sheet = answered(None if said is None else AS_OF - timedelta(days=said))
    if held is not None:
        sheet.type("review.2", Held_on=AS_OF - timedelta(days=held))
    state = plan_state(sheet.rows, as_of=AS_OF)
    assert state.stale == stale, why
    assert state.word == (PlanWord.STALE if stale else PlanWord.ACTIVE)


def test_the_latest_answer_counts() -> None:
    sheet = answered(AS_OF - timedelta(days=200))
    sheet.type("question.ours", Confirmed_on=AS_OF - timedelta(days=10))
    assert not plan_state(sheet.rows, as_of=AS_OF).stale


def test_the_word_is_the_first_that_holds() -> None:
    sheet = answered(AS_OF - timedelta(days=200))
    sheet.type("work.3", Due=PAST)
    assert plan_state(sheet.rows, as_of=AS_OF, closed="left").word is PlanWord.CLOSED
    assert plan_state(sheet.rows, as_of=AS_OF).word is PlanWord.OVERDUE
    sheet.type("work.3", Due=FUTURE)
    assert plan_state(sheet.rows, as_of=AS_OF).word is PlanWord.STALE
    sheet.type("question.ours", Answer="  ")
    draft = plan_state(sheet.rows, as_of=AS_OF)
    assert (draft.word, draft.unanswered) == (PlanWord.DRAFT, ("What is our value to them?",))


def test_an_earlier_promise_of_a_review_is_settled_by_the_review() -> None:
    sheet = answered()
    sheet.type("review.1", Held_on=AS_OF - timedelta(days=40), Next_review=PAST)
    sheet.type("review.2", Held_on=PAST, Next_review=FUTURE)
    state = plan_state(sheet.rows, as_of=AS_OF)
    assert (state.last_review, state.next_review) == (PAST, FUTURE)
    assert not state.overdue


def test_progress_is_limited_before_it_is_averaged() -> None:
    sheet = answered()
    for place, latest in ((3, 30), (4, -5), (5, None)):
        sheet.type(f"objective.{place}", Objective=f"Aim {place}", Baseline=0, Target=10)
        sheet.type(f"agreement.{place}", Latest_value=latest)
    state = plan_state(sheet.rows, as_of=AS_OF)
    assert (state.progress, state.progress_n, state.objectives) == (50.0, 2, 5)


def test_work_is_the_mean_of_the_tactics_that_are_known() -> None:
    sheet = answered()
    sheet.type("work.1", **{"Done_(%)": 100})  # a strategy: its tactics count
    sheet.type("work.3", **{"Done_(%)": 20})
    sheet.type("work.4", Status="Done")
    sheet.type("work.6", Status="Dropped", **{"Done_(%)": 90})
    state = plan_state(sheet.rows, as_of=AS_OF)
    assert (state.work_done, state.work_n) == (60.0, 2)


@pytest.mark.parametrize(
    ("expected", "delivered", "gap", "words"),
    [
        (5, 3, -2, "▼ Far below"),
        (5, 4, -1, "◆ Below"),
        (4, 4, 0, "▲ Met"),
        (2, 5, 3, "▲ Met"),
        (5, None, None, "○ Delivery open"),
        (None, 4, None, "○ Expectation open"),
        (5, 6, None, "Expected a rating from 1 to 5, found '6'."),
        ("much", 4, None, "Expected a rating from 1 to 5, found 'much'."),
        (4.5, 4, None, "Expected a rating from 1 to 5, found '4.5'."),
    ],
)
def test_the_gap_is_delivery_less_expectation(
    expected: PlanValue, delivered: PlanValue, gap: float | None, words: str
) -> None:
    sheet = PlanSheet()
    sheet.type("expectation.2", **{"Expected_(1-5)": expected})
    sheet.type("delivery.2", **{"Delivered_(1-5)": delivered})
    found = {item.place: item for item in gaps(sheet.rows)}
    assert (found[2].gap, found[2].words) == (gap, words)
    assert mean_gap(found.values()) == (gap, 0 if gap is None else 1)


def test_a_gap_from_our_guess_says_so() -> None:
    sheet = PlanSheet()
    sheet.type("expectation.1", Theirs_or_ours="Our guess", **{"Expected_(1-5)": 4})
    sheet.type("delivery.1", Theirs_or_ours="Theirs", **{"Delivered_(1-5)": 4})
    assert gaps(sheet.rows)[0].words == "▲ Met (our guess)"


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        ([], ("Nobody is named yet.",)),
        ([("Bo", "User", "Neutral", None)], ("Only Bo carries the relationship.",)),
        ([("Bo", "User", "Neutral", None), ("Al", "User", "Neutral", "No")], ()),
        (
            [("Bo", "Champion", None, "Yes"), ("Al", "User", None, None)],
            ("Only Al carries the relationship.",),
        ),
        ([("Bo", "User", None, "yes")], ("Everybody named here has left.",)),
        (
            [
                ("Bo", "Executive sponsor", None, "Yes"),
                ("Al", "User", None, None),
                ("Cy", "User", None, None),
            ],
            ("The executive sponsor has left: Bo.",),
        ),
        (
            [("Bo", "Decision maker", "Critic", None), ("Al", "User", "Critic", None)],
            ("A critic with a say: Bo, decision maker.",),
        ),
        (
            [("Bo", None, None, None), ("bo", None, None, None)],
            ("Only Bo carries the relationship.",),
        ),
    ],
)
def test_what_is_wrong_with_the_people(
    people: list[tuple[PlanValue, ...]], expected: tuple[str, ...]
) -> None:
    sheet = PlanSheet()
    for place, (name, role, sentiment, left) in enumerate(people, start=1):
        sheet.put(f"stakeholder.{place}", (name, role, sentiment, None, left))
    assert warnings(read_stakeholders(sheet.rows)) == expected
