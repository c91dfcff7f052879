"""Undo the last refresh, on the closed file or in the open workbook.

The closed file is put back as it was, byte for byte. In the open workbook the rows of the version
before are written back, and what people typed since stays. In both cases the present state is
kept first, so that an undo can be undone by a second one.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cs_workbook.actions.account_rows import KEPT_WHEN_GONE
from cs_workbook.actions.backup import back_up
from cs_workbook.actions.carry import STAMPED_NAMES, with_formulas
from cs_workbook.actions.cell_values import as_date
from cs_workbook.actions.plans.build import update_plans, write_update
from cs_workbook.actions.plans.index import read_index
from cs_workbook.actions.tracker import require_tracker
from cs_workbook.actions.writing import Writer
from cs_workbook.errors import CsWorkbookError, WorkbookError
from cs_workbook.schema.lists import GONE
from cs_workbook.schema.names import REFRESHED_AT
from cs_workbook.schema.tables import TABLES, TBL_ACCOUNTS, Owner
from cs_workbook.workbook.file_book import FileBook
from cs_workbook.workbook.package.archive import check_free, replacing
from cs_workbook.workbook.port import CellValue, SheetWorkbook, Workbook

_BY_KEY = tuple(
    TABLES[name]
    for name in (
        "tblHealth",
        "tblSurveys",
        "tblSubscriptions",
        "tblTickets",
        "tblChurnEvents",
        "tblUsage",
        "tblHistory",
        "tblRefreshes",
        "tblModelVersions",
        "tblMovers",
        "tblCohorts",
        "tblLifetimeBySegment",
        "tblMovements",
        "tblChurnReasons",
        "tblRenewals",
        "tblForecasts",
        "tblVoiceGroups",
        "tblSurveyTrends",
        "tblFollowUp",
        "tblValue",
        "tblOverlaps",
        "tblSegmentMoves",
        "tblPlanChoice",
        "tblAtRisk",
        "tblLossRates",
        "tblDisagreements",
        "tblExpansion",
        "tblFamilies",
        "tblAdoption",
        "tblReferrals",
        "tblWhatIf",
    )
)
_BY_POSITION = tuple(
    TABLES[name]
    for name in (
        "tblFigures",
        "tblQuarters",
        "tblSurvival",
        "tblMrrMonths",
        "tblImportProblems",
        "tblImports",
        "tblVoiceGrowth",
    )
)
_STAMP = re.compile(r"\d{4}-\d\d-\d\d \d{6}\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class FileUndo:
    """What undoing on a closed file did.

    Attributes:
        restored: The version put back.
        kept: The copy of the state that was replaced.
    """

    restored: Path
    kept: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoReport:
    """What undoing in an open workbook did, or would do.

    Attributes:
        refreshed_at: The refresh the workbook shows again; ``None`` where it was the first one.
        changed: Names of the tables that changed.
        cells: How many named cells changed.
        removed: Accounts that were new in the undone refresh.
        kept: Of the new accounts, those that stay because somebody typed into their row.
    """

    refreshed_at: datetime | None
    changed: tuple[str, ...]
    cells: int
    removed: int
    kept: int


def undo_file(tracker: Path, *, now: datetime) -> FileUndo:
    """Put a closed tracker back as it was before its last refresh.

    Args:
        tracker: The workbook.
        now: The moment that names the copy of the present state.

    Returns:
        Which version was put back and where the present one is kept.

    Raises:
        WorkbookLocked: The workbook is open or may not be written.
        WorkbookError: There is nothing to go back to, or the backup is damaged.
    """
    if not tracker.is_file():
        raise WorkbookError(
            f"{tracker.name}: there is no such file. Check the folder and the file name."
        )
    check_free(tracker)
    present = tracker.read_bytes()
    newest = _newest_backup(tracker, present)
    _check_is_newest(tracker, newest)
    # A damaged backup is refused here, before anything is replaced.
    FileBook(newest)
    data = newest.read_bytes()
    kept = back_up(tracker, now=now)
    with replacing(tracker) as file:
        file.write(data)
    return FileUndo(restored=newest, kept=kept)


def _newest_backup(tracker: Path, present: bytes) -> Path:
    """Return the newest backup that differs from the workbook."""
    folder = tracker.with_name(f"{tracker.stem} backups")
    copies = sorted(
        (
            copy
            for copy in folder.glob(f"*{tracker.suffix}")
            if copy.stem.startswith(f"{tracker.stem} ")
            and _STAMP.match(copy.stem[len(tracker.stem) + 1 :])
        ),
        key=lambda copy: copy.stem,
        reverse=True,
    )
    for copy in copies:
        if copy.stat().st_size != len(present) or copy.read_bytes() != present:
            return copy
    raise WorkbookError(
        f"{tracker.name}: there is no refresh to undo; {folder} holds no earlier version of it. "
        "A refresh keeps one there before it changes anything."
    )


def _check_is_newest(tracker: Path, backup: Path) -> None:
    """Refuse to go back behind a refresh that a button made, whose backup is elsewhere."""
    try:
        refreshed = FileBook(tracker).read_name(REFRESHED_AT)
    except WorkbookError:
        return  # a damaged workbook is what people go back from
    kept_at = datetime.strptime(  # noqa: DTZ007 - local wall time, as the name shows it
        backup.stem[len(tracker.stem) + 1 :], "%Y-%m-%d %H%M%S"
    )
    if isinstance(refreshed, datetime) and refreshed.replace(microsecond=0) > kept_at:
        raise WorkbookError(
            f"{tracker.name}: the last refresh ({refreshed:%Y-%m-%d %H:%M}) was made by the button "
            f"in Excel; the newest version beside the workbook is older ({kept_at:%Y-%m-%d %H:%M})."
            " Open the workbook and choose Undo refresh, or copy an older version from "
            f"{backup.parent} by hand."
        )


def undo_in(workbook: SheetWorkbook, before: Workbook) -> UndoReport:
    """Write back what a tracker held before its last refresh; the caller saves.

    Typed columns, settings and weights stay as they are. Rows of accounts stay in their order;
    an account the refresh brought in goes, unless somebody has typed into its row: then the row
    stays and is marked "Not in export".

    Args:
        workbook: The tracker.
        before: The version to go back to.

    Raises:
        WorkbookError: One of the two is no tracker of this layout, or cannot take the change.
    """
    require_tracker(workbook)
    require_tracker(before)
    writer = Writer(workbook)
    now = workbook.read_table(TBL_ACCOUNTS.name)
    rows, origin, removed, kept = _accounts(now, before.read_table(TBL_ACCOUNTS.name))
    writer.table(TBL_ACCOUNTS.name, with_formulas(TBL_ACCOUNTS, rows), old=now, origin=origin)
    for table in _BY_KEY:
        # Typed columns are left out: they follow their row with what they say now.
        ours = [c.header for c in table.columns if c.owner is not Owner.TYPED]
        old = before.read_table(table.name, columns=ours)
        writer.table(table.name, with_formulas(table, old), keyed_by=table.key)
    for table in _BY_POSITION:
        old = before.read_table(table.name, columns=table.headers)
        writer.table(table.name, with_formulas(table, old))
    for name in STAMPED_NAMES:
        writer.name(name, before.read_name(name))
    _bring_plans_back(writer, workbook)
    refreshed = before.read_name(REFRESHED_AT)
    return UndoReport(
        refreshed_at=refreshed if isinstance(refreshed, datetime) else None,
        changed=tuple(writer.changed_tables),
        cells=writer.changed_names,
        removed=removed,
        kept=kept,
    )


def _bring_plans_back(writer: Writer, workbook: SheetWorkbook) -> None:
    """Let the plans say again what follows from the accounts as they were."""
    as_of = as_date(workbook.read_name("AsOfDate"))
    if as_of is None or not read_index(workbook):
        return
    try:
        update = update_plans(workbook, as_of=as_of)
    except CsWorkbookError:
        return  # they stay as they are, and the next refresh says why
    write_update(workbook, update, writer)


def _accounts(
    now: Mapping[str, Sequence[CellValue]], before: Mapping[str, Sequence[CellValue]]
) -> tuple[dict[str, list[CellValue]], list[int | None], int, int]:
    """Line up the accounts as they are with the accounts as they were.

    Returns:
        The values by header, the present row each row continues, and how many new accounts go
        and stay.
    """
    were: dict[CellValue, list[int]] = {}
    for row, key in enumerate(before["Account ID"]):
        if key is not None:
            were.setdefault(key, []).append(row)
    typed = {column.header for column in TBL_ACCOUNTS.columns if column.owner is Owner.TYPED}
    people = [*typed, *(header for header in now if header not in TBL_ACCOUNTS.headers)]
    lines: list[tuple[int | None, int | None]] = []  # (row now, row before)
    removed = kept = 0
    for row, key in enumerate(now["Account ID"]):
        if places := were.get(key):
            lines.append((row, places.pop(0)))
        elif any(now[header][row] is not None for header in people):
            lines.append((row, None))
            kept += key is not None
        else:
            removed += key is not None
    lines.extend((None, was) for was in sorted(row for rows in were.values() for row in rows))
    columns: dict[str, list[CellValue]] = {
        header: [
            _cell(header, row, was, now=now, before=before, typed=header in typed)
            for row, was in lines
        ]
        for header in TBL_ACCOUNTS.headers
    }
    return columns, [row for row, _ in lines], removed, kept


def _cell(
    header: str,
    row: int | None,
    was: int | None,
    *,
    now: Mapping[str, Sequence[CellValue]],
    before: Mapping[str, Sequence[CellValue]],
    typed: bool,
) -> CellValue:
    """Return what a cell of ``tblAccounts`` says after the undo."""
    if row is not None and (typed or (was is None and header in KEPT_WHEN_GONE)):
        return now[header][row]
    if was is not None:
        return before[header][was]
    return GONE if header == "Status" else None
