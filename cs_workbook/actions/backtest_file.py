"""Back-test a closed tracker and write the answer to its sheet."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from cs_workbook.actions.backtest import Report, back_test_exports, back_test_history
from cs_workbook.actions.backtest_rows import backtest_rows, shown
from cs_workbook.actions.backup import back_up
from cs_workbook.actions.suggested_rows import suggested_columns, suggested_shown
from cs_workbook.actions.writing import Writer
from cs_workbook.schema.names import SHOWN_NAMES
from cs_workbook.schema.tables import TBL_BACKTEST, TBL_SUGGESTED
from cs_workbook.workbook.file_book import FileBook
from cs_workbook.workbook.package.archive import check_free
from cs_workbook.workbook.port import Workbook
from cs_workbook.workbook.recalculation import refresh_cached_values


@dataclass(frozen=True, slots=True, kw_only=True)
class FileBackTest:
    """What a back-test on a file did.

    Attributes:
        report: What was found.
        backup: The copy kept from before; ``None`` where the sheet said the same already.
    """

    report: Report
    backup: Path | None


def back_test_file(
    tracker: Path,
    exports: Path | None,
    *,
    as_of: date,
    now: datetime,
    progress: Callable[[str], None] = lambda _: None,
) -> FileBackTest:
    """Back-test a closed tracker.

    Args:
        tracker: The workbook.
        exports: Folder of dated exports; ``None`` takes the tracker's own history.
        as_of: The last day that counts; the history ends with its last refresh.
        now: The moment that names the backup.
        progress: Told what is being done.

    Raises:
        WorkbookError: The file cannot be read or written, or is no tracker.
        SettingsError: Its settings or its model make no sense.
        NotEnoughDataError: Nothing says who left.
    """
    check_free(tracker)
    book = FileBook(tracker)
    report = (
        back_test_history(book)
        if exports is None
        else back_test_exports(book, exports, as_of=as_of, progress=progress)
    )
    if not write_report(book, report):
        return FileBackTest(report=report, backup=None)
    refresh_cached_values(book)
    backup = back_up(tracker, now=now)
    book.save()
    return FileBackTest(report=report, backup=backup)


def write_report(workbook: Workbook, report: Report) -> bool:
    """Write a back-test to its sheet; say whether anything was different."""
    writer = Writer(workbook)
    writer.table(TBL_BACKTEST.name, backtest_rows(report))
    writer.name(SHOWN_NAMES[TBL_BACKTEST.name], shown(report))
    if report.suggestion is not None:
        writer.table(TBL_SUGGESTED.name, suggested_columns(report.suggestion))
        writer.name(SHOWN_NAMES[TBL_SUGGESTED.name], suggested_shown(report.suggestion))
    return writer.anything
