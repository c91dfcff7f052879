"""What is wrong with the plans of a tracker: one list for whoever leads the team.

Read from the sheets as they stand, so that it also sees what people typed since the last build.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from cs_workbook.actions.plans.facts import account_facts, as_of_day, wishes
from cs_workbook.actions.plans.found import FoundPlan, FoundPlans, find_plans
from cs_workbook.actions.plans.hand_edits import merged_over_plan, missing_sections
from cs_workbook.actions.plans.index import IndexRow, read_index
from cs_workbook.actions.plans.records import read_records
from cs_workbook.actions.tracker import require_tracker
from cs_workbook.plans.document import FIRST_COLUMN, FoundRow, Record
from cs_workbook.plans.facts import PlanFacts
from cs_workbook.plans.objectives import lint, read_objectives
from cs_workbook.plans.rows import by_ref
from cs_workbook.plans.signoff import SignoffWord, signoff_state
from cs_workbook.plans.status import PlanWord, plan_state
from cs_workbook.plans.wrong_entries import wrong_entries
from cs_workbook.schema.tables import column_letter
from cs_workbook.workbook.file_book import FileBook

OVERDUE, STALE, UNSIGNED, CHANGED, UNMEASURABLE, OPEN, MISSING = (
    "Overdue",
    "Stale",
    "Unsigned",
    "Changed since sign-off",
    "Not measurable",
    "To be answered",
    "No sheet",
)
WRONG, MERGED, NO_SECTION, STRANGE = (
    "Wrong entry",
    "Merged cells",
    "Section missing",
    "Not on Plans",
)
KINDS: Final = (
    MISSING,
    STRANGE,
    WRONG,
    MERGED,
    NO_SECTION,
    OVERDUE,
    CHANGED,
    STALE,
    OPEN,
    UNMEASURABLE,
    UNSIGNED,
)
"""Kinds of findings: first what keeps a plan from being read, then the most pressing ones."""

_GONE: Final = (
    "The plan's sheet was deleted. Restore it from a backup, or delete this plan's row on Plans "
    "and build again for a new one."
)
_CORRECT: Final = "Correct it or empty the cell; until then it counts as unknown."
_UNMERGE: Final = (
    "Expected single cells, found merged ones. Choose Home, Unmerge Cells: what a build writes "
    "under them is not seen."
)
_COPY: Final = (
    "A copy of this plan's sheet, which no build reads. Move what you need to the sheet that "
    "Plans names, then delete the copy."
)
_STRANGER: Final = (
    "The sheet holds a plan that Plans does not list. Put its row back, or delete the sheet if "
    "nobody needs it."
)


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


def check_plans(workbook: FileBook) -> tuple[Finding, ...]:
    """Return what is to be seen to in the plans, the most pressing first.

    Plans that are closed are left out, except that a sheet which Plans does not name is listed
    whosever it is.

    Raises:
        WorkbookError: The workbook is no tracker, or was never refreshed.
    """
    require_tracker(workbook)
    facts = account_facts(workbook, as_of=as_of_day(workbook))
    earned = wishes(workbook, facts)
    index = read_index(workbook)
    records = read_records(workbook)
    named = {key: str(row["Sheet"] or "") for key, row in index.items()}
    sheets = find_plans(workbook, named=named)
    found = list(_strangers(sheets, index))
    for plan_id, row in index.items():
        account = str(row["Account ID"])
        if account not in earned:
            continue
        plan = sheets.plans.get(plan_id)
        if plan is None:
            found.append(
                Finding(
                    kind=MISSING,
                    plan_id=plan_id,
                    account=facts[account].name,
                    where=str(row["Sheet"] or ""),
                    what=_GONE,
                )
            )
            continue
        record = records.written.get(plan_id, {})
        found += _findings(plan_id, facts[account], plan.sheet, plan.rows, record)
        found += [
            Finding(kind=kind, plan_id=plan_id, account=facts[account].name, where=where, what=what)
            for kind, where, what in _of_the_sheet(
                plan, record, workbook.merged_cells(plan.sheet), depth=str(row["Depth"])
            )
        ]
    return tuple(sorted(found, key=lambda each: (KINDS.index(each.kind), each.plan_id)))


def _strangers(sheets: FoundPlans, index: Mapping[str, IndexRow]) -> Iterator[Finding]:
    """Return the sheets that look like a plan and are none of the index."""
    listed = [(plan_id, sheet, _COPY) for plan_id, sheet in sheets.copies]
    listed += [
        (plan_id, plan.sheet, _STRANGER)
        for plan_id, plan in sheets.plans.items()
        if plan_id not in index
    ]
    for plan_id, sheet, what in listed:
        account = str(index.get(plan_id, {}).get("Account") or "")
        yield Finding(kind=STRANGE, plan_id=plan_id, account=account, where=sheet, what=what)


def _of_the_sheet(
    plan: FoundPlan, record: Record, merged: Sequence[str], *, depth: str
) -> Iterator[tuple[str, str, str]]:
    """Return kind, place and sentence of what people did to the sheet itself."""
    for address in merged_over_plan(merged, plan.rows):
        yield MERGED, f"{plan.sheet}!{address}", _UNMERGE
    for key, title in missing_sections(plan.rows, record, depth=depth).items():
        what = (
            f"{title}: expected its heading or a row of it, found none. To have it back, delete "
            f"this plan's lines with {key!r} in the column Row of Plan record, and build again."
        )
        yield NO_SECTION, plan.sheet, what


def _findings(
    plan_id: str, facts: PlanFacts, sheet: str, rows: tuple[FoundRow, ...], record: Record
) -> Iterator[Finding]:
    numbers = {ref: row.number for ref, row in by_ref(rows).items()}

    def finding(kind: str, what: str, ref: str = "", column: int = FIRST_COLUMN) -> Finding:
        cell = f"!{column_letter(column)}{numbers[ref]}" if ref in numbers else ""
        return Finding(
            kind=kind, plan_id=plan_id, account=facts.name, where=f"{sheet}{cell}", what=what
        )

    for wrong in wrong_entries(rows):
        yield finding(WRONG, f"{wrong.sentence} {_CORRECT}", wrong.ref, wrong.column)
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
