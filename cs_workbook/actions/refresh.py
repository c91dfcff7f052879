"""Refresh a tracker from a folder of exports: read, check, add up, write what changed.

Works on any :class:`~cs_workbook.workbook.port.Workbook`, so the closed file and the open book
share it. Nothing is written before everything has been computed, a table that would not change is
not touched, and the same exports twice change nothing at all.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from cs_workbook.actions.account_rows import account_rows
from cs_workbook.actions.analyses.analysis import Known
from cs_workbook.actions.analyses.registry import gather_analyses
from cs_workbook.actions.churn_statements import churn_names
from cs_workbook.actions.earlier_weeks import bands_before, read_history
from cs_workbook.actions.facts import Facts, gather
from cs_workbook.actions.figure_rows import figure_columns
from cs_workbook.actions.health_caps import read_caps
from cs_workbook.actions.listings import listings, quarter_rows, usage_rows
from cs_workbook.actions.logs import import_log
from cs_workbook.actions.problem_list import (
    ProblemCount,
    list_problems,
    shown_problems,
    write_problems,
)
from cs_workbook.actions.tracker import (
    read_model,
    read_settings,
    require_tracker,
)
from cs_workbook.actions.writing import Writer
from cs_workbook.engine import DuckDB
from cs_workbook.errors import ImportRejected
from cs_workbook.exports import FileReport, read_folder
from cs_workbook.schema.exports import ROLES
from cs_workbook.schema.lists import GONE
from cs_workbook.schema.settings import EXPORTS_FOLDER
from cs_workbook.schema.tables import TBL_IMPORT_PROBLEMS
from cs_workbook.workbook.port import CellValue, SheetWorkbook

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshReport:
    """What a refresh did, or in a dry run would do.

    Attributes:
        as_of: The day the figures count up to.
        files: One report per file.
        problems: Kinds of problems with their counts, most frequent first.
        problems_shown: How many single problems the sheet lists.
        accounts: Accounts of the exports.
        new_accounts: Of these, accounts the workbook did not have.
        gone_accounts: Accounts the workbook has and the exports no longer have.
        changed: Names of the tables that changed; empty where nothing did.
        cells: How many named cells changed.
        sheets: Names of the plan sheets that changed.
        notes: What else there is to know, in sentences.
    """

    as_of: date
    files: tuple[FileReport, ...]
    problems: tuple[ProblemCount, ...]
    problems_shown: int
    accounts: int
    new_accounts: int
    gone_accounts: int
    changed: tuple[str, ...]
    cells: int
    sheets: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def anything(self) -> bool:
        """Whether the workbook is any different from before."""
        return bool(self.changed or self.cells or self.sheets)


def refresh(
    workbook: SheetWorkbook,
    exports: Path,
    *,
    as_of: date,
    now: datetime,
    allow_missing: bool = False,
    problems_file: Path | None = None,
    progress: Progress = lambda _: None,
) -> RefreshReport:
    """Bring a tracker up to date from a folder of exports; the caller saves.

    Args:
        workbook: The tracker.
        exports: Folder of the exports.
        as_of: The day figures count up to.
        now: The moment of the refresh, for the log.
        allow_missing: Accept that a kind of export the last refresh had is not there.
        problems_file: Where to write every import problem as CSV, if anywhere.
        progress: Told what is being done, in a few words.

    Returns:
        What changed.

    Raises:
        WorkbookError: The workbook is no tracker, or cannot take the change.
        SettingsError: Settings, weights or bands make no sense.
        ImportRejected: The folder holds nothing that can be used.
    """
    require_tracker(workbook)
    settings = read_settings(workbook)
    model = read_model(workbook, minimum_coverage=settings.minimum_coverage)
    with DuckDB() as engine:
        imported = read_folder(
            exports,
            engine=engine,
            as_of=as_of,
            locale=settings.locale,
            scales=settings.surveys.scales,
            rates=settings.rates,
            progress=progress,
        )
        old_log = workbook.read_table("tblImports")
        if not allow_missing:
            _require_same_roles(old_log, imported.files, exports)
        progress("Adding up per account")
        facts = gather(engine, settings, as_of=as_of)
        lists = listings(engine, settings, imported.files, as_of=as_of)
        analyses = gather_analyses(engine, settings, as_of=as_of)
        problem_list, problem_counts, problem_total = list_problems(engine, settings)
        if problems_file is not None:
            write_problems(engine, problems_file)

    shape = workbook.tables()["tblAccounts"]
    old_accounts = workbook.read_table("tblAccounts")
    history = read_history(workbook, model)
    accounts = account_rows(
        facts.accounts,
        old_accounts,
        model=model,
        as_of=as_of,
        header_row=shape.header_row,
        bands_before=bands_before(history, as_of=as_of),
        smallest_group=settings.smallest_group,
        caps=read_caps(workbook, as_of=as_of),
    )
    progress(f"Writing {len(accounts):,} accounts")
    writer = Writer(workbook)
    writer.table("tblAccounts", accounts.columns, old=old_accounts, origin=accounts.origin)
    writer.table("tblFigures", figure_columns(accounts, facts.counts, settings, as_of=as_of))
    for name, value in churn_names(facts.counts, settings).items():
        writer.name(name, value)
    writer.table("tblQuarters", quarter_rows(facts.quarters))
    writer.table("tblUsage", usage_rows(facts.usage, accounts), keyed_by=("Account ID",))
    for listing in lists:
        progress(f"Writing {len(listing):,} rows of {listing.title.lower()}")
        writer.table(listing.table, listing.columns, keyed_by=listing.key)
        writer.name(listing.shown_name, listing.shown)
    known = Known(
        workbook=workbook,
        facts=facts,
        accounts=accounts,
        settings=settings,
        history=history,
        as_of=as_of,
    )
    sheets: list[str] = []
    notes: list[str] = []
    for analysis in analyses:
        for content in analysis.tables(known):
            sheets += content.sheets
            notes += [] if content.note is None else [content.note]
            writer.table(content.table, content.columns, old=content.old, keyed_by=content.keyed_by)
            for name, value in (content.names or {}).items():
                writer.name(name, value)
    writer.table("tblImportProblems", problem_list, keyed_by=TBL_IMPORT_PROBLEMS.key)
    writer.name("ShownProblems", shown_problems(problem_total, len(problem_list["File"])))
    _stamp(writer, facts, imported.files, as_of=as_of)
    if writer.anything or sheets:
        writer.table("tblImports", import_log(old_log, imported.files, as_of=as_of, now=now))
        # These two say how it came about; by themselves they are no reason to write.
        writer.name("RefreshedAt", now.replace(microsecond=0))
        if workbook.read_name(EXPORTS_FOLDER) is None:
            writer.name(EXPORTS_FOLDER, str(exports.resolve()))
    return RefreshReport(
        as_of=as_of,
        files=imported.files,
        problems=problem_counts,
        problems_shown=len(problem_list["File"]),
        accounts=len(facts.accounts),
        new_accounts=sum(1 for was in accounts.origin if was is None),
        gone_accounts=sum(1 for status in accounts.shown["Status"] if status == GONE),
        changed=tuple(writer.changed_tables),
        cells=writer.changed_names,
        sheets=tuple(sheets),
        notes=tuple(notes),
    )


def _require_same_roles(
    log: Mapping[str, Sequence[CellValue]], files: Sequence[FileReport], exports: Path
) -> None:
    """Refuse a folder that lacks a kind of export the last refresh had.

    An empty table would look like "no tickets", when the truth is "no file".
    """
    numbers = [n for n in log["Refresh"] if isinstance(n, int | float)]
    if not numbers:
        return
    last = max(numbers)
    titles = {role.title for role in ROLES.values()}
    before = {
        str(title): str(file)
        for number, title, file in zip(
            log["Refresh"], log["Recognised as"], log["File"], strict=True
        )
        if number == last and title in titles
    }
    now = {ROLES[file.role].title for file in files if file.role}
    missing = sorted(set(before) - now)
    if missing:
        kind = missing[0]
        raise ImportRejected(
            f"{exports}: expected {kind.lower()} (the last refresh had {before[kind]}), found "
            "none. Put the export back, or allow it to be missing with --allow-missing; its "
            "sheet is then emptied."
        )


def _stamp(writer: Writer, facts: Facts, files: Sequence[FileReport], *, as_of: date) -> None:
    """Write the single cells: the as-of date and what the checks compare with."""
    writer.name("AsOfDate", as_of)
    writer.name("CheckMRR", 0 if facts.counts.mrr is None else facts.counts.mrr)
    writer.name("CheckRowsRead", sum(file.rows_read for file in files))
    writer.name("CheckAccounts", len(facts.accounts))
