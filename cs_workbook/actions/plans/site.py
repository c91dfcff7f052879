"""Every plan of a tracker while a build works on it: what is known, what is found, what is new.

Nothing is written here. What a build is going to write is gathered, so that a plan that cannot be
computed leaves all of them as they are.
"""

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from cs_workbook.actions.plans.facts import PlanWish
from cs_workbook.actions.plans.found import FoundPlans, find_plans
from cs_workbook.actions.plans.index import IndexRow, LeftAlone, read_index
from cs_workbook.actions.plans.records import PlanRecords, read_records
from cs_workbook.actions.plans.sheet_rows import Looks, head_row, read_looks, rows_from
from cs_workbook.actions.plans.states import index_row
from cs_workbook.actions.plans.update import updated_rows, what_was_left
from cs_workbook.plans.document import FoundRow, PlanDocument, Record
from cs_workbook.plans.facts import PlanFacts
from cs_workbook.plans.generate import generate
from cs_workbook.plans.merge import applied, merge
from cs_workbook.plans.naming import free_ids, sheet_names
from cs_workbook.plans.rows import as_found
from cs_workbook.plans.templates import template
from cs_workbook.workbook.port import NewRow, SheetWorkbook

Progress = Callable[[str], None]

_NOT_EARNED: Final = "the account left its segment"
_SHEET_GONE: Final = (
    "The plan's sheet was deleted, and stays deleted. For a new plan delete this plan's row on "
    "Plans and build again."
)
_NO_ACCOUNT: Final = "The account is no longer on Accounts; the plan stays as it is."
_NO_ROW: Final = (
    "The sheet holds a plan that Plans does not list; it stays as it is. Put its row back, or "
    "delete the sheet if nobody needs it."
)
_COPY: Final = "A copy of this plan's sheet; it stays as it is. Builds work on the other one."


@dataclass(slots=True, kw_only=True)
class PlanSite:
    """Everything a build works on, and what it is going to write.

    Attributes:
        workbook: The tracker.
        looks: Where each look stands on the pattern sheet.
        facts: What is known of its accounts.
        index: The rows of Plans by plan id, as they are going to be.
        found: The plan sheets as they stand.
        records: What was last written on each plan, as it is going to be.
        made: Ids of the new plans.
        changed: Ids of the plans whose sheet changes.
        listed: What is left as people wrote it.
        sheets: Names of the new sheets.
        rows: What is new, by sheet and row number.
    """

    workbook: SheetWorkbook
    looks: Looks
    facts: Mapping[str, PlanFacts]
    index: dict[str, IndexRow]
    found: FoundPlans
    records: PlanRecords
    made: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    listed: list[LeftAlone] = field(default_factory=list)
    sheets: list[str] = field(default_factory=list)
    rows: dict[str, dict[int, NewRow]] = field(default_factory=dict)


def plan_site(workbook: SheetWorkbook, facts: Mapping[str, PlanFacts]) -> PlanSite:
    """Return the site of a tracker, before anything is decided.

    Args:
        workbook: The tracker; it is only read.
        facts: What is known of its accounts.

    Raises:
        WorkbookError: The pattern or the record of plans is damaged.
    """
    index = read_index(workbook)
    named = {key: str(row["Sheet"] or "") for key, row in index.items()}
    return PlanSite(
        workbook=workbook,
        looks=read_looks(workbook),
        facts=facts,
        index=index,
        found=find_plans(workbook, named=named),
        records=read_records(workbook),
    )


def continue_plan(site: PlanSite, plan_id: str, wish: PlanWish | None) -> None:
    """Bring one plan of the index up to date."""
    row = site.index[plan_id]
    found = site.found.plans.get(plan_id)
    facts = site.facts.get(str(row["Account ID"]))
    if facts is None or found is None:
        reason = _NO_ACCOUNT if found is not None else _SHEET_GONE
        site.listed.append(
            LeftAlone(
                plan_id=plan_id,
                account=row["Account"],
                sheet=None if found is None else found.sheet,
                reason=reason,
            )
        )
        if found is None:
            row |= {"Sheet": None, "Status": "○ Sheet deleted", "Conflicts": 0, "Why": reason}
        return
    if wish is None:
        facts = dataclasses.replace(facts, closed=facts.closed or _NOT_EARNED)
    depth = wish.depth if wish is not None else str(row["Depth"])
    # A plan keeps what it is about: a need that comes and goes must not rewrite an agreement.
    need = str(row["Type"]).partition(",")[0]
    record = site.records.written.get(plan_id, {})
    document = generate(
        template(need, depth), facts, plan_id=plan_id, found=found.rows, record=record
    )
    merged = merge(record, document, found.rows)
    rows = updated_rows(document, merged, found, site.looks, as_of=facts.as_of)
    if rows:
        site.rows[found.sheet] = rows
        site.changed.append(plan_id)
    site.listed += what_was_left(merged, found, plan_id=plan_id, account=facts.name)
    _note(site, document, facts, depth, applied(found.rows, merged), merged.record, found.sheet)
    site.index[plan_id]["Conflicts"] = len(merged.conflicts)


def make_plans(site: PlanSite, new: Iterable[PlanWish], progress: Progress) -> None:
    """Make the plans that are not there yet."""
    ids = free_ids({*site.index, *site.found.plans, *site.records.written})
    planned = [(next(ids), wish) for wish in new]
    names = sheet_names(
        [(plan_id, wish.facts.name) for plan_id, wish in planned], site.workbook.sheet_names()
    )
    for plan_id, wish in planned:
        progress(f"Making {plan_id}")
        document = generate(template(wish.need, wish.depth), wish.facts, plan_id=plan_id)
        sheet = names[plan_id]
        site.sheets.append(sheet)
        head = {1: head_row(plan_id, site.looks)}
        site.rows[sheet] = head | rows_from(2, document.rows, site.looks)
        record = merge({}, document, ()).record
        site.index[plan_id] = {"Made on": wish.facts.as_of, "Conflicts": 0}
        _note(site, document, wish.facts, wish.depth, as_found(document.rows), record, sheet)
        site.made.append(plan_id)


def _note(
    site: PlanSite,
    document: PlanDocument,
    facts: PlanFacts,
    depth: str,
    rows: tuple[FoundRow, ...],
    record: Record,
    sheet: str,
) -> None:
    plan_id = document.plan_id
    site.records.put(plan_id, record)
    site.records.internal[plan_id] = {row.ref for row in document.rows if row.internal}
    site.index[plan_id] |= index_row(
        document, facts, depth=depth, rows=rows, record=record, sheet=sheet
    )


def list_strangers(site: PlanSite) -> None:
    """List sheets that look like a plan and are none of the index."""
    for plan_id, sheet in site.found.copies:
        account = site.index.get(plan_id, {}).get("Account")
        site.listed.append(LeftAlone(plan_id=plan_id, account=account, sheet=sheet, reason=_COPY))
    for plan_id, found in site.found.plans.items():
        if plan_id not in site.index:
            site.listed.append(
                LeftAlone(plan_id=plan_id, account=None, sheet=found.sheet, reason=_NO_ROW)
            )
