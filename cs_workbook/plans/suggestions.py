"""Input rows of each section with what is suggested in them.

A suggestion depends on what is known of the account or on what people typed elsewhere in the plan.
Its name says what it is about (``risk.renewal``), so that it can come and go without moving
anybody's text. Its wording holds no figure that changes with every refresh.
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from cs_workbook.plans.anatomy import (
    AGREEMENT,
    COLUMNS,
    DELIVERY,
    EXPECTATION,
    FIRST_QUESTIONS,
    OBJECTIVE,
    OPPORTUNITIES,
    PROGRESS,
    QUESTION,
    RISK,
    STAKEHOLDER,
    PlanTemplate,
    Section,
)
from cs_workbook.plans.document import FoundRow, PlanRow, PlanValue, RowKind
from cs_workbook.plans.facts import PlanFacts
from cs_workbook.plans.objectives import is_about_our_revenue, read_objectives
from cs_workbook.plans.rows import entries
from cs_workbook.plans.stakeholders import is_single_thread, read_stakeholders
from cs_workbook.schema.plan_words import HIGH, LOW, MEDIUM, OPPORTUNITY

RENEWAL_NEAR = timedelta(days=90)
DETRACTOR_UP_TO = 6.0
AT_RISK_BAND, WATCH_BAND = "at risk", "watch"

Cells = tuple[PlanValue, ...]

AFTER_OTHERS = (DELIVERY, AGREEMENT, RISK, OPPORTUNITIES)
"""Sections whose suggestions follow from what stands in other sections."""


def first_rows(
    template: PlanTemplate, facts: PlanFacts, typed: Sequence[FoundRow]
) -> list[PlanRow]:
    """Return the input rows that depend on template and account alone."""
    rows: list[PlanRow] = []
    for section in template.sections:
        if section.key in (*AFTER_OTHERS, PROGRESS):
            continue
        if section.key == QUESTION:
            rows += [input_row(section, ref) for ref, _ in FIRST_QUESTIONS]
            continue
        if section.key == STAKEHOLDER:
            rows += [input_row(section, ref, cells) for ref, cells in _people(facts)]
        rows += _numbered(section, template, typed)
    return rows


def dependent_rows(
    template: PlanTemplate, facts: PlanFacts, typed: Sequence[FoundRow], settled: Sequence[FoundRow]
) -> list[PlanRow]:
    """Return the input rows that depend on what stands in other sections.

    Args:
        template: The template.
        facts: What is known of the account.
        typed: The rows in which somebody typed.
        settled: The rows of the other sections as they will stand after this build.
    """
    rows: list[PlanRow] = []
    for section in template.sections:
        if section.key == RISK:
            known = _risks(facts, settled)
            named = [input_row(section, f"risk.{name}", known.get(name, ())) for name in _RISKS]
            # Free rows stand above those that wait for a signal: people fill the first free one.
            rows += [row for row in named if not row.spare]
            rows += _numbered(section, template, typed)
            rows += [row for row in named if row.spare]
        elif section.key in AFTER_OTHERS:
            rows += _mirrored(section, template, typed, settled)
    return rows


def input_row(section: Section, ref: str, cells: Cells = ()) -> PlanRow:
    """Return one input row of a section."""
    return PlanRow(
        ref=ref,
        kind=RowKind.INPUT,
        cells=(*cells, *[None] * (COLUMNS - len(cells))),
        inputs=tuple(shows for _, shows in section.columns),
        internal=section.internal,
        agreed=section.agreed,
        spare=not any(value is not None for value in cells),
    )


def row_count(section: Section, depth: str, typed: Iterable[FoundRow]) -> int:
    """Return how many numbered rows a section has: one is always left to fill."""
    filled = (entry.place for entry in entries(typed, section.key))
    last = max((place for place in filled if place is not None), default=0)
    return max(section.rows(depth), last + 1)


def _numbered(section: Section, template: PlanTemplate, typed: Sequence[FoundRow]) -> list[PlanRow]:
    suggested = template.suggestions.get(section.key, ())
    return [
        input_row(
            section,
            f"{section.key}.{place}",
            suggested[place - 1] if place <= len(suggested) else (),
        )
        for place in range(1, row_count(section, template.depth, typed) + 1)
    ]


def _mirrored(
    section: Section,
    template: PlanTemplate,
    typed: Sequence[FoundRow],
    settled: Sequence[FoundRow],
) -> list[PlanRow]:
    """Return rows that follow another section number by number."""
    leader_key = EXPECTATION if section.key == DELIVERY else OBJECTIVE
    leader = template.section(leader_key)
    count = section.rows(template.depth)
    if leader is not None:
        count = max(count, row_count(leader, template.depth, typed))
    if section.key == OPPORTUNITIES:
        count = max(count, row_count(section, template.depth, typed))
    suggested = _SUGGESTERS[section.key](settled)
    return [
        input_row(section, f"{section.key}.{place}", suggested.get(place, ()))
        for place in range(1, count + 1)
    ]


def _items_to_judge(settled: Sequence[FoundRow]) -> dict[int, Cells]:
    return {
        entry.place: (entry["What they expect"],)
        for entry in entries(settled, EXPECTATION)
        if entry.place is not None and entry.words("What they expect")
    }


def _objectives_to_agree(settled: Sequence[FoundRow]) -> dict[int, Cells]:
    return {
        aim.place: (aim.wording,)
        for aim in read_objectives(settled)
        if not is_about_our_revenue(aim)
    }


def _opportunities(settled: Sequence[FoundRow]) -> dict[int, Cells]:
    """Return the objectives about our revenue, where they belong."""
    return {
        aim.place: (
            aim.wording,
            aim.cell("Owner"),
            OPPORTUNITY,
            None,
            aim.by,
            None,
            None,
            f"From objective {aim.place}",
        )
        for aim in read_objectives(settled)
        if is_about_our_revenue(aim)
    }


_SUGGESTERS = {
    DELIVERY: _items_to_judge,
    AGREEMENT: _objectives_to_agree,
    OPPORTUNITIES: _opportunities,
}

_RISKS = ("health", "renewal", "nps", "people")


def _risks(facts: PlanFacts, settled: Sequence[FoundRow]) -> dict[str, Cells]:
    """Return the risks the signals of the account speak for, under their names."""
    band = (facts.band or "").casefold()
    risks: dict[str, Cells] = {}
    if AT_RISK_BAND in band:
        risks["health"] = _risk(
            "The account's health is at risk", HIGH, "Ask the sponsor what would have to change"
        )
    elif WATCH_BAND in band:
        risks["health"] = _risk(
            "The account's health is to be watched", MEDIUM, "Look at the signals named above"
        )
    if facts.renewal_date is not None and (
        timedelta(0) <= facts.renewal_date - facts.as_of <= RENEWAL_NEAR
    ):
        risks["renewal"] = _risk(
            f"The renewal on {facts.renewal_date.isoformat()} is near",
            HIGH if AT_RISK_BAND in band else LOW,
            "Show what was reached before the renewal is spoken of",
        )
    if facts.nps is not None and facts.nps <= DETRACTOR_UP_TO:
        risks["nps"] = _risk(
            "They would not recommend us", HIGH, "Call back and ask for the reason"
        )
    if is_single_thread(read_stakeholders(settled)):
        risks["people"] = _risk(
            "One person carries the relationship", MEDIUM, "Get to know two more people"
        )
    return risks


def _risk(what: str, severity: str, response: str) -> Cells:
    return (what, None, severity, None, None, None, None, response)


def _people(facts: PlanFacts) -> list[tuple[str, Cells]]:
    """Return the known people under names made of their own, the same at every build."""
    people: dict[str, Cells] = {}
    for person in facts.contacts:
        slug = "-".join(person.name.casefold().split()).replace(".", "-")
        if not slug or slug.isdecimal() or f"{STAKEHOLDER}.{slug}" in people:
            continue
        people[f"{STAKEHOLDER}.{slug}"] = (
            person.name,
            person.role,
            None,
            None,
            None if person.left is None else "Yes" if person.left else "No",
            person.last_contact,
            person.reached_by,
        )
    return list(people.items())
