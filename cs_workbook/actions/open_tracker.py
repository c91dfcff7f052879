"""Refresh and undo in a tracker that is open, keeping the version before in the person's folder.

The closed file has its own way (:mod:`cs_workbook.actions.closed_file`): there a copy of the file
is the backup. Here the workbook itself saves all of a change or none of it, and saving the file is
left to the person.
"""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path, PureWindowsPath

from cs_workbook.actions.adopt import adopt
from cs_workbook.actions.backtest import Report, back_test_exports, back_test_history
from cs_workbook.actions.backtest_file import write_report
from cs_workbook.actions.refresh import Progress, RefreshReport, refresh
from cs_workbook.actions.signed_model import Adoption
from cs_workbook.actions.snapshot import find_snapshot, keep_snapshot
from cs_workbook.actions.undo import UndoReport, undo_in
from cs_workbook.errors import SettingsError, WorkbookError
from cs_workbook.schema.names import REFRESHED_AT
from cs_workbook.schema.settings import EXPORTS_FOLDER, SETTING
from cs_workbook.schema.what_if_table import WHAT_IF_BY, WHAT_IF_WHY
from cs_workbook.workbook.file_book import FileBook
from cs_workbook.workbook.port import SheetWorkbook, Workbook


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRefresh:
    """What a refresh of an open tracker did.

    Attributes:
        report: What changed in it.
        kept: The version before; ``None`` where nothing was written.
    """

    report: RefreshReport
    kept: Path | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenUndo:
    """What an undo in an open tracker did.

    Attributes:
        report: What changed in it.
        restored: The version written back.
        kept: The version before the undo.
    """

    report: UndoReport
    restored: Path
    kept: Path


def exports_folder(workbook: Workbook) -> Path:
    """Return the folder of exports the Settings sheet names.

    Raises:
        SettingsError: It is blank, no whole path, or not there.
    """
    where = f"Settings, {SETTING[EXPORTS_FOLDER].label!r}"
    typed = workbook.read_name(EXPORTS_FOLDER)
    # "Copy as path" of the Windows Explorer puts quotation marks around it.
    text = "" if typed is None else str(typed).strip().strip('"')
    if not text:
        raise SettingsError(
            f"{where}: expected the folder of your CSV exports, found a blank. "
            "Type its whole path there and click again."
        )
    folder = Path(text).expanduser()
    if not folder.is_absolute() and not PureWindowsPath(text).is_absolute():
        raise SettingsError(
            f"{where}: expected a whole path, found {text!r}. "
            "Type it from the drive or the first folder on, and click again."
        )
    if not folder.is_dir():
        raise SettingsError(
            f"{where}: expected a folder, found none at {text!r}. "
            "Correct the path or make the folder, and click again."
        )
    return folder


def preview_open(
    workbook: SheetWorkbook, *, as_of: date, now: datetime, progress: Progress
) -> RefreshReport:
    """Say what a refresh would change; the caller must not save.

    Raises:
        CsWorkbookError: The refresh cannot be done.
    """
    return refresh(workbook, exports_folder(workbook), as_of=as_of, now=now, progress=progress)


def refresh_open(
    workbook: SheetWorkbook,
    before: Workbook,
    *,
    name: str,
    as_of: date,
    now: datetime,
    folder: Path,
    progress: Progress,
) -> OpenRefresh:
    """Refresh an open tracker from the folder its settings name.

    Args:
        workbook: The tracker.
        before: The same tracker, to be read while the changes are not saved.
        name: Its file name.
        as_of: The day figures count up to.
        now: The moment of the refresh.
        folder: The person's folder, for the version before.
        progress: Told what is being done; may raise to stop.

    Raises:
        CsWorkbookError: It cannot be done; the workbook is as it was.
    """
    report = refresh(workbook, exports_folder(workbook), as_of=as_of, now=now, progress=progress)
    if not report.anything:
        return OpenRefresh(report=report, kept=None)
    progress("Keeping the version before")
    moment = now.replace(microsecond=0)
    kept = keep_snapshot(before, name=name, refreshed_at=moment, now=now, folder=folder)
    workbook.save()
    return OpenRefresh(report=report, kept=kept)


def backtest_open(workbook: Workbook, *, as_of: date, progress: Progress) -> Report:
    """Back-test an open tracker: by the exports folder of its settings, else by its history.

    Raises:
        CsWorkbookError: It cannot be done; the workbook is as it was.
    """
    if workbook.read_name(EXPORTS_FOLDER) is None:
        report = back_test_history(workbook)
    else:
        report = back_test_exports(
            workbook, exports_folder(workbook), as_of=as_of, progress=progress
        )
    if write_report(workbook, report):
        workbook.save()
    return report


def adopt_open(
    workbook: Workbook, before: Workbook, *, name: str, now: datetime, folder: Path
) -> Adoption:
    """Adopt the what-if weights of an open tracker, by the name and reason typed on the sheet.

    Args:
        workbook: The tracker.
        before: The same tracker, to be read while the changes are not saved.
        name: Its file name.
        now: The moment, which the version before is filed under: no refresh replaced it, so that
            Undo refresh does not take it for one.
        folder: The person's folder, for the version before.

    Raises:
        CsWorkbookError: It cannot be done; the workbook is as it was.
    """
    adoption = adopt(
        workbook, by=workbook.read_name(WHAT_IF_BY), why=workbook.read_name(WHAT_IF_WHY)
    )
    keep_snapshot(
        before, name=name, refreshed_at=now.replace(microsecond=0), now=now, folder=folder
    )
    workbook.save()
    return adoption


def undo_open(
    workbook: SheetWorkbook,
    present: Workbook,
    *,
    name: str,
    now: datetime,
    folder: Path,
    progress: Progress,
) -> OpenUndo:
    """Write back what an open tracker held before its last refresh.

    Args:
        workbook: The tracker.
        present: The same tracker, to be read while the changes are not saved.
        name: Its file name.
        now: The moment of the undo.
        folder: The person's folder, where the versions are.
        progress: Told what is being done; may raise to stop.

    Raises:
        WorkbookError: There is nothing to go back to, or it cannot be written.
    """
    refreshed = workbook.read_name(REFRESHED_AT)
    if not isinstance(refreshed, datetime):
        raise WorkbookError(f"{name}: there is no refresh to undo; it was never refreshed.")
    restored = find_snapshot(
        name=name, refreshed_at=refreshed.replace(microsecond=0), folder=folder
    )
    if restored is None:
        raise WorkbookError(
            f"{name}: the last refresh ({refreshed:%Y-%m-%d %H:%M}) was not made by the button on "
            "this computer, or its version before is gone. If the command line made it, close the "
            "workbook and run 'cs-workbook undo' on it."
        )
    progress("Reading the version before")
    report = undo_in(workbook, FileBook(restored))
    progress("Keeping the present version")
    moment = report.refreshed_at or now
    kept = keep_snapshot(
        present, name=name, refreshed_at=moment.replace(microsecond=0), now=now, folder=folder
    )
    workbook.save()
    return OpenUndo(report=report, restored=restored, kept=kept)
