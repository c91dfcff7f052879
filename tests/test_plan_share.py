"""What of a plan goes to the customer: the shared plan, the questionnaire, the report."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from plan_sheets import AS_OF, FACTS, PlanSheet

from cs_workbook.plans.document import FoundRow, RowKind
from cs_workbook.plans.generate import generate
from cs_workbook.plans.questionnaire import questionnaire
from cs_workbook.plans.report import progress_report
from cs_workbook.plans.share import is_internal, shared_rows
from cs_workbook.plans.templates import DEPTHS, NEEDS, template


@pytest.mark.parametrize("need", NEEDS)
@pytest.mark.parametrize("depth", DEPTHS)
def test_a_row_is_internal_by_name_as_it_is_in_the_plan(need: str, depth: str) -> None:
    document = generate(template(need, depth), FACTS, plan_id="P-0001")
    for row in document.rows:
        assert is_internal(row.ref) == row.internal, row.ref


def full_sheet() -> PlanSheet:
    sheet = PlanSheet()
    sheet.type("question.theirs", Answer="Less time lost")
    sheet.type("question.ours", Answer="SECRET-free answer")
    sheet.type("risk.health", Response="SECRET response", Due=AS_OF - timedelta(days=3))
    sheet.type("stakeholder.1", Name="SECRET critic", Sentiment="Critic")
    sheet.type("opportunity.1", Opportunity_or_note="SECRET deal")
    sheet.type("objective.3", Objective="Upsell SECRET modules")
    sheet.build()
    return sheet


def words(rows: tuple[FoundRow, ...]) -> str:
    return "\n".join(str(cell) for row in rows for cell in row.cells if cell is not None)


def test_nothing_internal_is_in_a_shared_plan() -> None:
    sheet = full_sheet()
    shared = words(shared_rows(sheet.rows))
    assert "Less time lost" in shared
    assert "SECRET-free answer" in shared
    for secret in (
        "SECRET response",
        "SECRET critic",
        "SECRET deal",
        "Upsell",
        "At risk\n",
        "health is at risk",
        "120",
        "recommend us",
        "Rescue",
    ):
        assert secret not in shared, secret


def test_an_own_row_goes_with_the_named_row_above_it() -> None:
    sheet = full_sheet()
    rows = []
    for row in sheet.rows:
        rows.append(row)
        if row.ref in {"risk.2", "next.2"}:
            rows.append(FoundRow(number=0, ref=None, cells=(f"own row under {row.ref}",)))
    shared = words(
        shared_rows([replace(row, number=number) for number, row in enumerate(rows, start=1)])
    )
    assert "own row under next.2" in shared
    assert "own row under risk.2" not in shared


def test_a_row_the_plan_no_longer_has_stays_internal() -> None:
    found = [FoundRow(number=1, ref="stakeholder.bo-li", cells=("Bo Li", "Critic"))]
    assert shared_rows(found) == ()


def test_the_questionnaire_asks_and_never_answers() -> None:
    sheet = full_sheet()
    sheet.type("expectation.5", What_they_expect="Free of jargon")
    document = questionnaire(FACTS, plan_id="P-0001", found=sheet.rows)
    told = [str(cell) for row in document.rows for cell in row.cells if cell is not None]
    assert "Free of jargon" in told
    assert not any("SECRET" in text or "Less time lost" in text for text in told)
    headings = [row.cells[0] for row in document.rows if row.kind is RowKind.HEADING]
    assert headings == [
        "What is of value to you?",
        "What do we do for you that you would miss?",
        "1  By which figures would you say that this is a success?",
        "2 and 3  What you expect, and what you get",
        "4  What will you need next, along your own plans?",
    ]
    assert len({row.ref for row in document.rows}) == len(document.rows)
    assert all(len(row.inputs) == 8 for row in document.rows if row.kind is RowKind.INPUT)


def test_the_report_of_one_plan() -> None:
    sheet = full_sheet()
    sheet.type(
        "objective.1", Baseline=8, Target=2, By=date(2025, 6, 30), Owner="Bo", Unit="tickets"
    )
    sheet.type("work.3", Status="Done")
    sheet.type("work.4", Due=AS_OF - timedelta(days=1))
    sheet.type("milestone.2", Due=AS_OF + timedelta(days=30), Owner="Bo")
    sheet.type("milestone.3", Due=AS_OF + timedelta(days=31))
    sheet.type("expectation.1", **{"Expected_(1-5)": 5})
    sheet.type("delivery.1", **{"Delivered_(1-5)": 3})
    sheet.type("review.1", Held_on=AS_OF, Next_review=date(2025, 1, 30))
    text = progress_report(sheet.rows, FACTS, plan_id="P-0001", record=sheet.record)
    assert text == (
        "Acme: success plan P-0001, figures as of 2024-12-31\n"
        "Status: Overdue. List of problems in their order, with dates, due 2024-12-30.\n"
        "Sign-off: Unsigned\n"
        "\n"
        "Objectives:\n"
        "- The open problems are solved: 8 -> 3 -> 2 tickets, 83 % ████████░░, by 2025-06-30\n"
        "- They work with it every working day again: No data -> No data -> No data days\n"
        "\n"
        "Done:\n"
        "- Conversation with the sponsor: what has to change?\n"
        "\n"
        "Overdue:\n"
        "- List of problems in their order, with dates, due 2024-12-30\n"
        "\n"
        "In the next 30 days:\n"
        "- List of problems confirmed, 2025-01-30, Bo\n"
        "\n"
        "What they expect and what they get:\n"
        "- An honest word on what went wrong: -2, ▼ Far below\n"
        "Mean gap -2.0, n = 1".replace("\nMean", "\n- Mean")
        + "\n"
        "\n"
        "Next review: 2025-01-30, in 30 days\n"
    )


def test_only_the_internal_report_names_health_and_risks() -> None:
    sheet = full_sheet()
    ours = progress_report(sheet.rows, FACTS, plan_id="P-0001", internal=True)
    theirs = progress_report(sheet.rows, FACTS, plan_id="P-0001")
    assert "Health: ▼ At risk, Active days 3, NPS answer 4" in ours
    assert "- The account's health is at risk" in ours
    assert "risk" not in theirs.casefold()
    closed = replace(FACTS, closed="left the segment Enterprise")
    assert "Enterprise" not in progress_report(sheet.rows, closed, plan_id="P-0001")
