"""Refresh a closed workbook: a backup first, then everything or nothing."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from cs_workbook.actions.backup import back_up
from cs_workbook.actions.refresh import Progress, RefreshReport, refresh
from cs_workbook.workbook.file_book import FileBook
from cs_workbook.workbook.package.archive import check_free
from cs_workbook.workbook.recalculation import refresh_cached_values


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRefresh:
    """What a refresh of a closed file did.

    Attributes:
        report: What changed in it.
        backup: The copy kept from before; ``None`` where nothing was written.
        written: Whether the file was replaced.
    """

    report: RefreshReport
    backup: Path | None
    written: bool


def refresh_file(
    tracker: Path,
    exports: Path,
    *,
    as_of: date,
    now: datetime,
    dry_run: bool = False,
    allow_missing: bool = False,
    problems_file: Path | None = None,
    progress: Progress = lambda _: None,
) -> FileRefresh:
    """Refresh a closed tracker from a folder of exports.

    Args:
        tracker: The workbook.
        exports: Folder of the exports.
        as_of: The day figures count up to.
        now: The moment of the refresh.
        dry_run: Compute everything and write nothing.
        allow_missing: Accept that a kind of export of the last refresh is not there.
        problems_file: Where to write every import problem as CSV, if anywhere.
        progress: Told what is being done.

    Returns:
        The report. Where nothing would change, the file is not touched and no backup is made.

    Raises:
        WorkbookError: The file cannot be read or written, or is no tracker.
        SettingsError: Its settings make no sense.
        ImportRejected: The folder holds nothing that can be used.
    """
    book = FileBook(tracker)
    if not dry_run:
        # Said before the work, not after minutes of it.
        check_free(tracker)
    report = refresh(
        book,
        exports,
        as_of=as_of,
        now=now,
        allow_missing=allow_missing,
        problems_file=problems_file,
        progress=progress,
    )
    if dry_run or not report.anything:
        return FileRefresh(report=report, backup=None, written=False)
    progress("Calculating the formulas of the workbook")
    refresh_cached_values(book)
    progress(f"Saving {tracker.name}")
    backup = back_up(tracker, now=now)
    book.save()
    return FileRefresh(report=report, backup=backup, written=True)
