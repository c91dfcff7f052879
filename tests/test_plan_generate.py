"""What a generated plan holds, section by section."""

from dataclasses import replace
from datetime import date

import pytest
from plan_sheets import AS_OF, FACTS, PlanSheet

from cs_workbook.errors import SettingsError
from cs_workbook.plans.anatomy import FIRST_QUESTIONS
from cs_workbook.plans.document import PlanDocument, RowKind
from cs_workbook.plans.facts import Contact, PlanFacts
from cs_workbook.plans.generate import generate
from cs_workbook.plans.merge import merge
from cs_workbook.plans.sections import SECTIONS
from cs_workbook.plans.templates import DEPTHS, NEEDS, template
from cs_workbook.schema.plan_words import PLAN_LISTS

ORDER = (
    "Two questions first",
    "1  Success in quantifiable terms",
    "2  What they expect of us",
    "3  How they see our delivery",
    "4  What they will need next",
    "Objectives",
)


def plan(need: str = "Rescue", depth: str = "Full", facts: PlanFacts = FACTS) -> PlanDocument:
    return generate(template(need, depth), facts, plan_id="P-0001")


def texts(document: PlanDocument) -> dict[str, tuple[object, ...]]:
    return {row.ref: row.cells for row in document.rows}


@pytest.mark.parametrize("need", NEEDS)
@pytest.mark.parametrize("depth", DEPTHS)
def test_every_plan_begins_with_the_questions_and_the_four_parts(need: str, depth: str) -> None:
    headings = [row.cells[0] for row in plan(need, depth).rows if row.kind is RowKind.HEADING]
    assert headings[0] == "At a glance"
    assert tuple(headings[1:7]) == ORDER
    assert headings[-1] == "Sign-off"


@pytest.mark.parametrize("need", NEEDS)
def test_a_light_plan_has_fewer_rows_and_only_tactics(need: str) -> None:
    full, light = plan(need), plan(need, "Light")
    assert len(light.rows) < len(full.rows)
    levels = {row.cells[2] for row in light.rows if row.ref.startswith("work.") and row.cells[2]}
    assert levels == {"Tactic"}


def test_each_section_has_a_free_row_and_eight_columns() -> None:
    for section in SECTIONS:
        assert len(section.columns) == 8, section.key
        assert len(set(section.headers)) == 8, section.key
    for need in NEEDS:
        rows = plan(need).rows
        for key in ("success", "expectation", "next", "objective", "work", "milestone", "review"):
            assert any(row.spare for row in rows if row.ref.startswith(f"{key}.")), (need, key)


def test_every_list_a_cell_offers_is_one_of_the_workbook() -> None:
    known = {name for name, *_ in PLAN_LISTS} | {"ListYesNo"}
    used = {cell.list_name for row in plan().rows for cell in row.inputs if cell.shows == "list"}
    assert used == known
    for row in plan().rows:
        for value, cell in zip(row.cells, row.inputs, strict=False):
            offered = {name: values for name, _, values, _ in PLAN_LISTS}.get(cell.list_name or "")
            assert value is None or offered is None or value in offered, row.ref


def test_a_plan_is_a_draft_until_both_questions_are_answered() -> None:
    sheet = PlanSheet()
    assert sheet.cells("title")[0] == "Success plan: Acme (draft)"
    for (ref, _), word in zip(FIRST_QUESTIONS, ("Draft", "Active"), strict=True):
        sheet.type(ref, Answer="Less time lost")
        sheet.build()
        assert sheet.cells("fact.status")[1] == word
    assert sheet.cells("title")[0] == "Success plan: Acme"


def test_what_is_not_known_is_no_data_and_never_a_zero() -> None:
    rows = texts(plan(facts=PlanFacts(account_id="A", name="Acme", as_of=AS_OF)))
    for name in ("segment", "owner", "mrr", "renewal", "health", "nps", "progress", "last_review"):
        assert rows[f"fact.{name}"][1] == "No data", name
    assert not any("None" in str(cell) for cells in rows.values() for cell in cells if cell)
    assert set(rows["risk.health"]) == {None}


def test_what_the_tracker_knows_stands_at_a_glance() -> None:
    rows = texts(plan())
    assert rows["fact.mrr"][:3] == ("MRR", 120.0, "EUR a month")
    assert rows["fact.renewal"][:3] == ("Next renewal", date(2025, 1, 31), "in 31 days")
    assert rows["fact.health"][:3] == (
        "Health",
        "▼ At risk",
        "41 of 100; Active days 3, NPS answer 4",
    )
    assert rows["risk.renewal"][:3] == ("The renewal on 2025-01-31 is near", None, "High")


@pytest.mark.parametrize(
    ("renewal", "near", "why"),
    [
        (date(2024, 12, 30), False, "it is over"),
        (date(2024, 12, 31), True, "today"),
        (date(2025, 3, 31), True, "90 days"),
        (date(2025, 4, 1), False, "91 days"),
        (None, False, "not known"),
    ],
)
def test_a_near_renewal_is_a_risk(renewal: date | None, near: bool, why: str) -> None:
    rows = texts(plan(facts=replace(FACTS, renewal_date=renewal)))
    assert (rows["risk.renewal"][0] is not None) == near, why


def test_free_rows_stand_above_risks_that_wait_for_a_signal() -> None:
    names = [row.ref for row in plan().rows if row.kind is RowKind.INPUT]
    risks = [name for name in names if name.startswith("risk.")]
    assert risks == [
        "risk.health",
        "risk.renewal",
        "risk.nps",
        "risk.1",
        "risk.2",
        "risk.3",
        "risk.people",
    ]


def test_a_lone_contact_is_a_warning_and_a_risk() -> None:
    lone = replace(FACTS, contacts=(Contact(name="Bo Li"), Contact(name="Al Fox", left=True)))
    rows = texts(plan(facts=lone))
    assert rows["people.warning"][0] == "◆ Only Bo Li carries the relationship."
    assert rows["risk.people"][0] == "One person carries the relationship"
    two = replace(FACTS, contacts=(Contact(name="Bo Li"), Contact(name="Al Fox")))
    assert texts(plan(facts=two))["risk.people"][0] is None


def test_a_live_objective_moves_at_the_next_build() -> None:
    sheet = PlanSheet()
    sheet.type("objective.1", Baseline=10, Target=2, By=date(2025, 6, 30), Owner="Bo")
    sheet.type("agreement.1", Agreed_by="Bo", Agreed_on=AS_OF)
    sheet.build(facts=replace(FACTS, figures={"Open tickets": 8.0}))
    progress = sheet.cells("progress.1")
    assert progress[1:6] == ("◆ Under way", 10, 8.0, 2, 25.0)
    assert progress[6:] == ("██░░░░░░░░", None)
    sheet.build(facts=replace(FACTS, figures={"Open tickets": 2.0}))
    assert sheet.cells("progress.1")[1] == "▲ Reached"
    assert sheet.cells("fact.progress")[1:3] == (
        100.0,
        "mean of 1 of 2 objectives; 1 with something missing, see below",
    )


def test_a_revenue_objective_is_warned_of_and_proposed_as_an_opportunity() -> None:
    sheet = PlanSheet()
    sheet.type("objective.3", Objective="Upsell two modules", Owner="Anna", By=date(2025, 6, 30))
    sheet.build()
    assert sheet.cells("progress.3")[1] == "□ Not counted"
    assert sheet.cells("opportunity.3") == (
        "Upsell two modules",
        "Anna",
        "Opportunity",
        None,
        date(2025, 6, 30),
        None,
        None,
        "From objective 3",
    )
    assert sheet.cells("objective.3")[0] == "Upsell two modules"
    assert "of 2 objectives" in str(sheet.cells("fact.progress")[2])


def test_an_item_to_judge_follows_each_expectation() -> None:
    sheet = PlanSheet()
    sheet.type("expectation.5", What_they_expect="Free of jargon", **{"Expected_(1-5)": 5})
    sheet.build()
    assert sheet.cells("delivery.5")[0] == "Free of jargon"
    assert sheet.cells("gap.5")[:2] == ("Free of jargon", "○ Delivery open")
    sheet.type("delivery.5", **{"Delivered_(1-5)": 3})
    sheet.build()
    assert sheet.cells("gap.5")[:5] == ("Free of jargon", "▼ Far below", 5.0, 3.0, -2.0)


def test_a_closed_plan_says_so_and_keeps_everything() -> None:
    sheet = PlanSheet()
    sheet.type("question.theirs", Answer="Less time lost")
    sheet.build(facts=replace(FACTS, closed="left its segment"))
    assert sheet.cells("title")[0] == "Success plan: Acme (closed)"
    assert sheet.cells("question.theirs")[0] == "Less time lost"


@pytest.mark.parametrize("what", ["Onbording", "", "None"])
def test_an_unknown_need_is_a_sentence(what: str) -> None:
    with pytest.raises(SettingsError, match="Need: expected one of Onboarding, Adoption"):
        template(what, "Full")
    with pytest.raises(SettingsError, match="Plan depth: expected one of Full, Light"):
        template("Value", what)


@pytest.mark.parametrize("missing", [section.key for section in SECTIONS])
def test_a_template_without_a_section_loses_nothing(missing: str) -> None:
    sheet = PlanSheet()
    whole = template("Rescue", "Full")
    ref = next((r for r in sheet.refs() if r and r.startswith(f"{missing}.")), "")
    assert ref
    if missing != "progress":
        sheet.put(ref, ("typed", *sheet.cells(ref)[1:]))
    short = replace(whole, sections=tuple(s for s in whole.sections if s.key != missing))
    fresh = generate(short, FACTS, plan_id="P-0001", found=sheet.rows, record=sheet.record)
    change = merge(sheet.record, fresh, sheet.rows)
    written = {write.number for write in change.writes}
    row = next(row for row in sheet.rows if row.ref == ref)
    assert (row.number in written) == (missing == "progress")
    assert (ref in {conflict.ref for conflict in change.conflicts}) == (missing != "progress")
