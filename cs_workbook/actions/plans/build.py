"""Build the success plans of a tracker: make new ones, bring the others up to date, lose nothing.

Works on any :class:`~cs_workbook.workbook.port.SheetWorkbook`, so the closed file and the open book
share it. A plan is found by the id on its sheet and its rows by their names, whatever people did to
either. Nothing is ever inserted, moved or deleted on a plan; what is new stands below everything
else. A plan of an account that no longer earns one is closed and kept. Nothing is written before
every plan has been computed.
"""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from cs_workbook.actions.plans.facts import (
    account_facts,
    as_of_day,
    require_account,
    wishes,
)
from cs_workbook.actions.plans.index import (
    LeftAlone,
    index_columns,
    left_alone_columns,
    read_left_alone,
)
from cs_workbook.actions.plans.page_breaks import page_breaks
from cs_workbook.actions.plans.site import (
    PlanSite,
    Progress,
    continue_plan,
    list_strangers,
    make_plans,
    plan_site,
)
from cs_workbook.actions.tracker import require_tracker
from cs_workbook.actions.writing import Writer
from cs_workbook.errors import WorkbookRefused
from cs_workbook.schema.plan_pattern import PATTERN_SHEET
from cs_workbook.schema.tables import TBL_PLAN_CONFLICTS, TBL_PLAN_RECORD, TBL_PLANS
from cs_workbook.workbook.port import ColumnContent, NewRow, SheetWorkbook

MOST_PLANS: Final = 500
"""More sheets than this and Excel, and whoever looks for one, take too long."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanUpdate:
    """What brings the plans up to date; nothing of it is written yet.

    Attributes:
        report: What it changes.
        rows: What is new on the sheets of plans, by sheet and row number.
        tables: What the tables about plans are to hold: name, columns, and the headers that tell
            rows apart.
    """

    report: PlanBuild
    rows: Mapping[str, Mapping[int, NewRow]]
    tables: Sequence[tuple[str, Mapping[str, ColumnContent], Sequence[str] | None]]


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
    facts = account_facts(workbook, as_of=as_of_day(workbook))
    wanted = wishes(workbook, facts)
    if account is not None:
        require_account(facts, account)
        wanted = {key: wish for key, wish in wanted.items() if key == account}
    progress("Reading the plans")
    site = plan_site(workbook, facts)
    by_account = {str(row["Account ID"]): key for key, row in site.index.items()}
    new = [wish for key, wish in wanted.items() if key not in by_account]
    _refuse_too_many(len(set(site.found.plans) | set(site.index)) + len(new))
    for plan_id, row in site.index.items():
        key = str(row["Account ID"])
        if account is None or key == account:
            progress(f"Bringing {plan_id} up to date")
            continue_plan(site, plan_id, wanted.get(key))
    make_plans(site, new, progress)
    if account is None:
        list_strangers(site)
    else:
        _keep_listed(site, account)
    update = _update(site)
    for sheet in site.sheets:
        workbook.add_sheet(sheet, like=PATTERN_SHEET)
    writer = Writer(workbook)
    write_update(workbook, update, writer)
    return dataclasses.replace(
        update.report, anything=bool(writer.anything or update.report.anything)
    )


def update_plans(workbook: SheetWorkbook, *, as_of: date) -> PlanUpdate:
    """Return what brings the plans that are there up to date; none is made.

    Args:
        workbook: The tracker, its accounts and Plan choice as they are to be.
        as_of: The day its figures count up to.

    Raises:
        WorkbookError: The pattern or the record of plans is damaged.
        SettingsError: A need or a depth is none of those there are.
    """
    facts = account_facts(workbook, as_of=as_of)
    wanted = wishes(workbook, facts)
    site = plan_site(workbook, facts)
    for plan_id, row in site.index.items():
        continue_plan(site, plan_id, wanted.get(str(row["Account ID"])))
    list_strangers(site)
    return _update(site)


def write_update(workbook: SheetWorkbook, update: PlanUpdate, writer: Writer) -> None:
    """Write an update: the sheets of the plans, and the tables about them where they differ.

    Args:
        workbook: The tracker; new sheets are there already.
        update: What to write.
        writer: The writer of the tracker.
    """
    write_rows(workbook, update.rows)
    for name, columns, keyed_by in update.tables:
        writer.table(name, columns, keyed_by=keyed_by)


def write_rows(workbook: SheetWorkbook, rows: Mapping[str, Mapping[int, NewRow]]) -> None:
    """Write what is new on plans, and keep the sections of these plans together on paper.

    Args:
        workbook: The tracker.
        rows: What is new, by sheet and row number.
    """
    for sheet, new in rows.items():
        workbook.write_rows(sheet, new, like=PATTERN_SHEET)
        workbook.break_pages(sheet, page_breaks(workbook.read_sheet(sheet)))


def _keep_listed(site: PlanSite, account: str) -> None:
    """Go on listing what earlier builds listed of other accounts than this one."""
    touched = (
        {each.plan_id for each in site.listed}
        | set(site.made)
        | {key for key, row in site.index.items() if row.get("Account ID") == account}
    )
    kept = [each for each in read_left_alone(site.workbook) if each.plan_id not in touched]
    site.listed[:0] = kept


def _update(site: PlanSite) -> PlanUpdate:
    """Return everything the site is going to write, and what it comes to."""
    index = site.index
    report = PlanBuild(
        made=tuple(site.made),
        changed=tuple(site.changed),
        closed=tuple(
            key for key, row in index.items() if str(row.get("Status")).endswith("Closed")
        ),
        plans=len(index),
        left_alone=tuple(site.listed),
        anything=bool(site.rows),
    )
    tables = (
        (TBL_PLANS.name, index_columns(list(index.values())), TBL_PLANS.key),
        (TBL_PLAN_CONFLICTS.name, left_alone_columns(site.listed), None),
        (TBL_PLAN_RECORD.name, site.records.columns(), TBL_PLAN_RECORD.key),
    )
    return PlanUpdate(report=report, rows=site.rows, tables=tables)


def _refuse_too_many(count: int) -> None:
    if count > MOST_PLANS:
        raise WorkbookRefused(
            f"Plans: expected at most {MOST_PLANS} plan sheets in one workbook, found that there "
            f"would be {count:,}. Choose fewer accounts on Plan choice, or build them one by one "
            "with --account; nothing was changed."
        )
