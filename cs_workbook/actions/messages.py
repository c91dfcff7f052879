"""What a button says at the end: one box, in counts, what was left out, where to look, how back.

A message box of Excel takes about a thousand characters, so lists are cut short and say so.
"""

from collections.abc import Sequence

from cs_workbook.actions.backtest import Report
from cs_workbook.actions.backtest_rows import shown
from cs_workbook.actions.check import CheckResult
from cs_workbook.actions.open_tracker import OpenRefresh, OpenUndo
from cs_workbook.actions.refresh import RefreshReport
from cs_workbook.actions.signed_model import Adoption, adoption_lines
from cs_workbook.schema.tables import TABLES

_MOST_LINES = 5
LONGEST = 1000


def shortened(text: str) -> str:
    """Return a text that fits into a message box."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 4]} ..."


def preview_message(report: RefreshReport) -> str:
    """Say what a refresh would do."""
    if not report.anything:
        return "\n".join([*_counts(report), "", "A refresh would change nothing."])
    sheets = ", ".join(_sheets(report.changed)) or "Settings"
    return "\n".join(
        [*_counts(report), "", f"Nothing was written yet. Refresh would change: {sheets}."]
    )


def refresh_message(done: OpenRefresh) -> str:
    """Say what a refresh did."""
    report = done.report
    if done.kept is None:
        return "\n".join([*_counts(report), "", "Nothing has changed since the last refresh."])
    lines = [*_counts(report), "", f"Changed: {', '.join(_sheets(report.changed))}."]
    if report.problems:
        lines.append("Look at the sheet Import problems: each row says what to do.")
    lines.append("Save the workbook to keep it, or choose Undo refresh to go back.")
    return "\n".join(lines)


def undo_message(done: OpenUndo) -> str:
    """Say what an undo did."""
    report = done.report
    when = (
        "before its first refresh"
        if report.refreshed_at is None
        else f"after the refresh of {report.refreshed_at:%Y-%m-%d %H:%M}"
    )
    lines = [
        f"The workbook is as it was {when}; what was typed since is kept.",
        f"{report.removed:,} new accounts are gone again.",
    ]
    if report.kept:
        lines.append(
            f"{report.kept:,} new accounts stay because somebody typed into their row; their "
            "status is Not in export."
        )
    lines.append("Save the workbook to keep it, or undo once more to have the refresh back.")
    return "\n".join(lines)


def backtest_message(report: Report) -> str:
    """Say what a back-test found."""
    lines = [shown(report), ""]
    lines += [f"{test.days_before} days before: {test.verdict}" for test in report.tests]
    return "\n".join([*lines, "", "The sheet Back-test has the rest."])


def adopt_message(adoption: Adoption) -> str:
    """Say what adopting the what-if weights did."""
    way_back = "Save the workbook to keep it, or close it without saving to go back."
    return "\n".join([*adoption_lines(adoption), "", way_back])


def checks_message(results: Sequence[CheckResult]) -> str:
    """Say which checks fail."""
    failed = [result for result in results if not result.passed]
    lines = [f"{len(results) - len(failed):,} of {len(results):,} checks pass."]
    lines += [f"✘ {one.check}: {one.found}. {one.remedy}" for one in failed[:_MOST_LINES]]
    if len(failed) > _MOST_LINES:
        lines.append(f"... and {len(failed) - _MOST_LINES:,} more.")
    if failed:
        lines += ["", "The sheet Checks shows both sides of each."]
    return "\n".join(lines)


def _counts(report: RefreshReport) -> list[str]:
    used = sum(file.rows_used for file in report.files)
    read = sum(file.rows_read for file in report.files)
    aside = sum(file.rows_set_aside for file in report.files)
    unused = [file.name for file in report.files if not file.role]
    accounts = f"{report.accounts:,} accounts as of {report.as_of.isoformat()}"
    lines = [
        f"{accounts}: {report.new_accounts:,} new, {report.gone_accounts:,} no longer exported.",
        f"{len(report.files):,} files: {used:,} of {read:,} rows used, {aside:,} set aside.",
    ]
    if unused:
        lines.append(f"Not used: {', '.join(unused[:_MOST_LINES])}.")
    lines += [
        f"  {kind.rows:,} x {kind.title} - {kind.row_was.lower()}"
        for kind in report.problems[:_MOST_LINES]
    ]
    if len(report.problems) > _MOST_LINES:
        lines.append(f"  ... and {len(report.problems) - _MOST_LINES:,} more kinds of problems.")
    lines += report.notes
    return lines


def _sheets(tables: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(TABLES[table].sheet for table in tables))
