"""What the command line prints for people, line by line."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from cs_workbook.actions.check import CheckResult
from cs_workbook.actions.closed_file import FileRefresh
from cs_workbook.actions.figures import FigureReading
from cs_workbook.actions.undo import FileUndo
from cs_workbook.actions.upgrade import FileUpgrade


def refresh_lines(done: FileRefresh, tracker: Path, *, dry_run: bool) -> Iterator[str]:
    """Say what a refresh did, or would do."""
    report = done.report
    yield (
        f"As of {report.as_of.isoformat()}: {report.accounts:,} accounts "
        f"({report.new_accounts:,} new, {report.gone_accounts:,} no longer exported)"
    )
    width = max(len(file.name) for file in report.files)
    for file in report.files:
        what = (
            f"{file.rows_used:>9,} of {file.rows_read:,} rows used as {file.role.replace('_', ' ')}"
            if file.role
            else "  not used"
        )
        aside = f", {file.rows_set_aside:,} set aside" if file.rows_set_aside else ""
        yield f"  {file.name:<{width}} {what}{aside}"
    if report.problems:
        total = sum(kind.rows for kind in report.problems)
        where = (
            "each on the sheet 'Import problems'"
            if total == report.problems_shown
            else f"the sheet 'Import problems' lists {report.problems_shown:,} of {total:,}, rows "
            "set aside first; --problems FILE writes them all"
        )
        yield f"Problems ({where}):"
        for kind in report.problems:
            yield f"  {kind.rows:>9,} x {kind.title} - {kind.row_was.lower()}"
    yield from report.notes
    if dry_run:
        changed = (*report.changed, *report.sheets)
        change = f"Would change: {', '.join(changed)}." if report.anything else "No change."
        yield f"Dry run: nothing was written. {change}"
    elif not done.written:
        yield f"Nothing has changed since the last refresh; {tracker} was not touched."
    else:
        yield f"{tracker} is refreshed. The version before is {done.backup}"


def figure_lines(readings: Sequence[FigureReading]) -> Iterator[str]:
    """Say each figure with unit, n and interval, and below it how it is counted."""
    for reading in readings:
        value = (
            "No data" if reading.value is None else f"{reading.value:,.4f}".rstrip("0").rstrip(".")
        )
        n = "" if reading.n is None else f"  n = {reading.n:,}"
        spread = (
            ""
            if reading.low is None or reading.high is None
            else f"  95 %: {reading.low:.1f} to {reading.high:.1f}"
        )
        unit = "" if reading.value is None else f" {reading.unit}"
        yield f"{reading.name:<27} {value}{unit}{n}{spread}"
        yield f"{'':<27} {reading.label}: {reading.rule}"


def check_lines(results: Sequence[CheckResult]) -> Iterator[str]:
    """Say each check, what to do where it fails, and how many pass."""
    for result in results:
        yield f"{'ok    ' if result.passed else 'FAILED'} {result.check}: {result.found}"
        if result.remedy:
            yield f"       {result.remedy}"
    yield f"{sum(result.passed for result in results)} of {len(results)} checks pass."


def undo_lines(done: FileUndo, tracker: Path) -> Iterator[str]:
    """Say what an undo did."""
    yield f"{tracker} is as it was in {done.restored.name}."
    yield (
        f"What it said until now, with everything typed since, is {done.kept}; "
        "undo once more to have it back."
    )


def upgrade_lines(done: FileUpgrade, tracker: Path) -> Iterator[str]:
    """Say what an upgrade did."""
    if done.backup is None:
        yield f"{tracker} is up to date and was not touched."
        return
    yield f"{tracker} is upgraded: {', '.join(done.changed)}."
    yield f"The version before is {done.backup}"
