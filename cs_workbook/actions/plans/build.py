"""Build the success plans of a tracker: make new ones, bring the others up to date, lose nothing.

Works on any :class:`~cs_workbook.workbook.port.SheetWorkbook`, so the closed file and the open book
share it. A plan is found by the id on its sheet and its rows by their names, whatever people did to
either. Nothing is ever inserted, moved or deleted on a plan; what is new stands below everything
else. A plan of an account that no longer earns one is closed and kept.
"""

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from cs_workbook.actions.plans.facts import (
    PlanWish,
    account_facts,
    require_account,
    wishes,
)
from cs_workbook.actions.plans.found import FoundPlans, find_plans
from cs_workbook.actions.plans.index import (
    IndexRow,
    LeftAlone,
    index_columns,
    left_alone_columns,
    read_index,
    read_left_alone,
)
from cs_workbook.actions.plans.page_breaks import page_breaks
from cs_workbook.actions.plans.records import PlanRecords, read_records
from cs_workbook.actions.plans.sheet_rows import Looks, head_row, read_looks, rows_from
from cs_workbook.actions.plans.states import index_row
from cs_workbook.actions.plans.update import updated_rows, what_was_left
from cs_workbook.actions.tracker import require_tracker
from cs_workbook.actions.writing import Writer
from cs_workbook.errors import WorkbookRefused
from cs_workbook.plans.document import FoundRow, PlanDocument, Record
from cs_workbook.plans.facts import PlanFacts
from cs_workbook.plans.generate import generate
from cs_workbook.plans.merge import applied, merge
from cs_workbook.plans.naming import sheet_names
from cs_workbook.plans.rows import as_found
from cs_workbook.plans.templates import template
from cs_workbook.schema.plan_pattern import PATTERN_SHEET
from cs_workbook.schema.tables import TBL_PLAN_CONFLICTS, TBL_PLAN_RECORD, TBL_PLANS
from cs_workbook.workbook.port import SheetWorkbook

Progress = Callable[[str], None]

MOST_PLANS: Final = 500
"""More sheets than this and Excel, and whoever looks for one, take too long."""
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


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanBuild:
    """What a build did, or would do.

    Attributes:
        made: Ids of new plans.
        changed: Ids of plans whose sheet changed.
        closed: Ids of the plans that are closed.
        plans: How many plans there are now.
        left_alone: What stayed as people wrote it, and why.
        anything: Whether the workbook is any different from before.
    """

    made: tuple[str, ...]
    changed: tuple[str, ...]
    closed: tuple[str, ...]
    plans: int
    left_alone: tuple[LeftAlone, ...]
    anything: bool


@dataclass(slots=True, kw_only=True)
class _Site:
    """Everything a build works on."""

    workbook: SheetWorkbook
    looks: Looks
    facts: Mapping[str, PlanFacts]
    index: dict[str, IndexRow]
    found: FoundPlans
    records: PlanRecords
    made: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    listed: list[LeftAlone] = field(default_factory=list)


def build_plans(
    workbook: SheetWorkbook, *, account: str | None = None, progress: Progress = lambda _: None
) -> PlanBuild:
    """Build every plan of a tracker, or that of one account; the caller saves.

    Args:
        workbook: The tracker.
        account: Id of the only account to look at; all of them where ``None``.
        progress: Told what is being done.

    Raises:
        WorkbookError: The workbook is no tracker, was never refreshed, or cannot take the change.
        WorkbookRefused: There would be more plans than a workbook can hold well.
        SettingsError: A need or a depth is none of those there are.
    """
    require_tracker(workbook)
    facts = account_facts(workbook)
    wanted = wishes(workbook, facts)
    index = read_index(workbook)
    if account is not None:
        require_account(facts, account)
        wanted = {key: wish for key, wish in wanted.items() if key == account}
    progress("Reading the plans")
    site = _Site(
        workbook=workbook,
        looks=read_looks(workbook),
        facts=facts,
        index=index,
        found=find_plans(
            workbook, named={key: str(row["Sheet"] or "") for key, row in index.items()}
        ),
        records=read_records(workbook),
    )
    by_account = {str(row["Account ID"]): key for key, row in index.items()}
    new = [wish for key, wish in wanted.items() if key not in by_account]
    _refuse_too_many(len(set(site.found.plans) | set(index)) + len(new))
    for plan_id, row in index.items():
        key = str(row["Account ID"])
        if account is None or key == account:
            progress(f"Bringing {plan_id} up to date")
            _continue(site, plan_id, wanted.get(key))
    _make(site, new, progress)
    if account is None:
        _list_strangers(site)
    return _write(site, account=account)


def _continue(site: _Site, plan_id: str, wish: PlanWish | None) -> None:
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
        site.workbook.write_rows(found.sheet, rows, like=PATTERN_SHEET)
        _turn_pages(site, found.sheet)
        site.changed.append(plan_id)
    site.listed += what_was_left(merged, found, plan_id=plan_id, account=facts.name)
    _note(site, document, facts, depth, applied(found.rows, merged), merged.record, found.sheet)
    site.index[plan_id]["Conflicts"] = len(merged.conflicts)


def _make(site: _Site, new: Iterable[PlanWish], progress: Progress) -> None:
    """Make the plans that are not there yet."""
    ids = _free_ids({*site.index, *site.found.plans, *site.records.written})
    planned = [(next(ids), wish) for wish in new]
    names = sheet_names(
        [(plan_id, wish.facts.name) for plan_id, wish in planned], site.workbook.sheet_names()
    )
    for plan_id, wish in planned:
        progress(f"Making {plan_id}")
        document = generate(template(wish.need, wish.depth), wish.facts, plan_id=plan_id)
        sheet = names[plan_id]
        site.workbook.add_sheet(sheet, like=PATTERN_SHEET)
        rows = {1: head_row(plan_id, site.looks)} | rows_from(2, document.rows, site.looks)
        site.workbook.write_rows(sheet, rows, like=PATTERN_SHEET)
        _turn_pages(site, sheet)
        record = merge({}, document, ()).record
        site.index[plan_id] = {"Made on": wish.facts.as_of, "Conflicts": 0}
        _note(site, document, wish.facts, wish.depth, as_found(document.rows), record, sheet)
        site.made.append(plan_id)


def _turn_pages(site: _Site, sheet: str) -> None:
    """Keep the sections of a plan together on paper, as it stands after this build."""
    site.workbook.break_pages(sheet, page_breaks(site.workbook.read_sheet(sheet)))


def _note(
    site: _Site,
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


def _free_ids(taken: Iterable[str]) -> Iterator[str]:
    number = max((int(key.removeprefix("P-")) for key in taken if _is_number(key)), default=0)
    while True:
        number += 1
        yield f"P-{number:04d}"


def _is_number(key: str) -> bool:
    return key.removeprefix("P-").isdecimal()


def _list_strangers(site: _Site) -> None:
    """List sheets that look like a plan and are none of the index."""
    for plan_id, sheet in site.found.copies:
        account = site.index.get(plan_id, {}).get("Account")
        site.listed.append(LeftAlone(plan_id=plan_id, account=account, sheet=sheet, reason=_COPY))
    for plan_id, found in site.found.plans.items():
        if plan_id not in site.index:
            site.listed.append(
                LeftAlone(plan_id=plan_id, account=None, sheet=found.sheet, reason=_NO_ROW)
            )


def _write(site: _Site, *, account: str | None) -> PlanBuild:
    """Write the three tables where they differ."""
    listed = site.listed
    if account is not None:
        touched = (
            {each.plan_id for each in listed}
            | set(site.made)
            | {key for key, row in site.index.items() if row.get("Account ID") == account}
        )
        kept = [each for each in read_left_alone(site.workbook) if each.plan_id not in touched]
        listed = [*kept, *listed]
    writer = Writer(site.workbook)
    rows = list(site.index.values())
    writer.table(TBL_PLANS.name, index_columns(rows), keyed_by=TBL_PLANS.key)
    writer.table(TBL_PLAN_CONFLICTS.name, left_alone_columns(listed))
    writer.table(TBL_PLAN_RECORD.name, site.records.columns(), keyed_by=TBL_PLAN_RECORD.key)
    return PlanBuild(
        made=tuple(site.made),
        changed=tuple(site.changed),
        closed=tuple(
            key for key, row in site.index.items() if str(row.get("Status")).endswith("Closed")
        ),
        plans=len(rows),
        left_alone=tuple(listed),
        anything=bool(writer.anything or site.made or site.changed),
    )


def _refuse_too_many(count: int) -> None:
    if count > MOST_PLANS:
        raise WorkbookRefused(
            f"Plans: expected at most {MOST_PLANS} plan sheets in one workbook, found that there "
            f"would be {count:,}. Choose fewer accounts on Plan choice, or build them one by one "
            "with --account; nothing was changed."
        )
