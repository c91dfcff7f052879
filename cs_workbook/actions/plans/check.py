"""What is wrong with the plans of a tracker: one list for whoever leads the team.

Read from the sheets as they stand, so that it also sees what people typed since the last build.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from cs_workbook.actions.plans.facts import account_facts, wishes
from cs_workbook.actions.plans.found import find_plans
from cs_workbook.actions.plans.index import read_index
from cs_workbook.actions.plans.records import read_records
from cs_workbook.actions.tracker import require_tracker
from cs_workbook.plans.document import FIRST_COLUMN, FoundRow, Record
from cs_workbook.plans.facts import PlanFacts
from cs_workbook.plans.objectives import lint, read_objectives
from cs_workbook.plans.signoff import SignoffWord, signoff_state
from cs_workbook.plans.status import PlanWord, plan_state
from cs_workbook.schema.tables import column_letter
from cs_workbook.workbook.port import SheetWorkbook

OVERDUE, STALE, UNSIGNED, CHANGED, UNMEASURABLE, OPEN, MISSING = (
    "Overdue",
    "Stale",
    "Unsigned",
    "Changed since sign-off",
    "Not measurable",
    "To be answered",
    "No sheet",
)
KINDS: Final = (MISSING, OVERDUE, CHANGED, STALE, OPEN, UNMEASURABLE, UNSIGNED)
"""Kinds of findings, the most pressing first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing to see to.

    Attributes:
        kind: One of :data:`KINDS`.
        plan_id: The plan.
        account: The account's name.
        where: Sheet, and cell where it is about one.
        what: In a sentence.
    """

    kind: str
    plan_id: str
    account: str
    where: str
    what: str


def check_plans(workbook: SheetWorkbook) -> tuple[Finding, ...]:
    """Return what is to be seen to in the plans, the most pressing first.

    Plans that are closed are left out.

    Raises:
        WorkbookError: The workbook is no tracker, or was never refreshed.
    """
    require_tracker(workbook)
    facts = account_facts(workbook)
    earned = wishes(workbook, facts)
    index = read_index(workbook)
    records = read_records(workbook)
    named = {key: str(row["Sheet"] or "") for key, row in index.items()}
    plans = find_plans(workbook, named=named).plans
    found: list[Finding] = []
    for plan_id, row in index.items():
        account = str(row["Account ID"])
        if account not in earned:
            continue
        name = facts[account].name
        if plan_id not in plans:
            found.append(
                Finding(
                    kind=MISSING,
                    plan_id=plan_id,
                    account=name,
                    where=str(row["Sheet"] or ""),
                    what="The plan's sheet was deleted.",
                )
            )
            continue
        plan = plans[plan_id]
        record = records.written.get(plan_id, {})
        found += _findings(plan_id, facts[account], plan.sheet, plan.rows, record)
    return tuple(sorted(found, key=lambda each: (KINDS.index(each.kind), each.plan_id)))


def _findings(
    plan_id: str, facts: PlanFacts, sheet: str, rows: tuple[FoundRow, ...], record: Record
) -> Iterator[Finding]:
    numbers = {row.ref: row.number for row in rows if row.ref is not None}

    def finding(kind: str, what: str, ref: str = "", column: int = FIRST_COLUMN) -> Finding:
        cell = f"!{column_letter(column)}{numbers[ref]}" if ref in numbers else ""
        return Finding(
            kind=kind, plan_id=plan_id, account=facts.name, where=f"{sheet}{cell}", what=what
        )

    state = plan_state(rows, as_of=facts.as_of, figures=facts.figures)
    for late in state.overdue:
        yield finding(OVERDUE, f"{late.what}: due {late.due:%Y-%m-%d}.", late.ref)
    if state.stale:
        yield finding(STALE, "Nobody reviewed it for too long.")
    if state.word is PlanWord.DRAFT:
        yield finding(OPEN, state.reason)
    for aim in read_objectives(rows):
        missing = " ".join(lint(aim))
        if missing:
            yield finding(UNMEASURABLE, f"{aim.wording}: {missing}", aim.objective.ref)
    signoff = signoff_state(rows, record)
    if signoff.word is SignoffWord.UNSIGNED:
        yield finding(UNSIGNED, "Nobody of theirs signed it with name, role, day and channel.")
    for change in signoff.changes:
        what = f"Signed as {change.was!r}, now {change.now!r}."
        yield finding(CHANGED, what, change.ref, change.column)
