"""Build the plans of a closed tracker: a backup first, then everything or nothing."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cs_workbook.actions.backup import back_up
from cs_workbook.actions.plans.build import PlanBuild, build_plans
from cs_workbook.actions.plans.site import Progress
from cs_workbook.workbook.file_book import FileBook
from cs_workbook.workbook.package.archive import check_free
from cs_workbook.workbook.recalculation import refresh_cached_values


@dataclass(frozen=True, slots=True, kw_only=True)
class FilePlanBuild:
    """What a build on a closed file did.

    Attributes:
        report: What changed in it.
        backup: The copy kept from before; ``None`` where nothing was written.
    """

    report: PlanBuild
    backup: Path | None


def build_file(
    tracker: Path,
    *,
    now: datetime,
    account: str | None = None,
    dry_run: bool = False,
    progress: Progress = lambda _: None,
) -> FilePlanBuild:
    """Build the plans of a closed tracker.

    Args:
        tracker: The workbook.
        now: The moment that names the backup.
        account: Id of the only account to look at; all of them where ``None``.
        dry_run: Say what would change and write nothing.
        progress: Told what is being done.

    Raises:
        WorkbookError: The file cannot be read or written, or is no tracker.
        SettingsError: A need or a depth is none of those there are.
    """
    book = FileBook(tracker)
    if not dry_run:
        check_free(tracker)
    report = build_plans(book, account=account, progress=progress)
    if dry_run or not report.anything:
        return FilePlanBuild(report=report, backup=None)
    progress("Calculating the formulas of the workbook")
    refresh_cached_values(book, all_cells=False)
    progress(f"Saving {tracker.name}")
    backup = back_up(tracker, now=now)
    book.save()
    return FilePlanBuild(report=report, backup=backup)
