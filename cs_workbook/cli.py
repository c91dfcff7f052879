"""The command line: ``cs-workbook``, the same verbs as the buttons of the workbook.

Only here is the clock read. Exit codes: 0 done, 1 data problems, 2 wrong usage, 3 the workbook
cannot be read or written. No traceback reaches a person; an unforeseen error says so in a sentence
and where its details are.
"""

import dataclasses
import json
import logging
import sys
import tempfile
from collections.abc import Callable
from datetime import date, datetime
from functools import wraps
from pathlib import Path
from typing import Any, NoReturn

import click

from cs_workbook import __version__
from cs_workbook.errors import CsWorkbookError

_DATE = click.DateTime(formats=["%Y-%m-%d"])
_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON for machines instead.")
_TRACKER = click.argument("tracker", type=click.Path(path_type=Path))


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 96})
@click.version_option(__version__, prog_name="cs-workbook")
def cli() -> None:
    """Customer Success in an Excel workbook: CSV exports in, a tracker you can follow out.

    \b
    First time:   cs-workbook demo
    Your data:    cs-workbook new CS_Tracker.xlsm
                  cs-workbook refresh CS_Tracker.xlsm --exports FOLDER
    """  # noqa: D301 - click reads the backspace as "do not re-wrap"


def _sentences(command: Callable[..., None]) -> Callable[..., None]:
    """Turn every error into one sentence and its exit code."""

    @wraps(command)
    def run(*args: Any, **options: Any) -> None:  # noqa: ANN401 - click passes what it parsed
        try:
            command(*args, **options)
        except CsWorkbookError as error:
            click.echo(f"Not done. {error}", err=True)
            sys.exit(error.exit_code)
        except Exception:  # noqa: BLE001 - the last door: nobody shall see a traceback
            _unforeseen()

    return run


def _unforeseen() -> NoReturn:
    """Keep the details of an error nobody foresaw, and say where."""
    with tempfile.NamedTemporaryFile(
        "w", prefix="cs-workbook-", suffix=".log", delete=False, encoding="utf-8"
    ) as log:
        handler = logging.StreamHandler(log)
        logger = logging.getLogger("cs_workbook")
        logger.propagate = False
        logger.addHandler(handler)
        logger.exception("cs-workbook %s: %s", __version__, sys.argv[1:])  # noqa: LOG004 - called from the handler
        logger.removeHandler(handler)
    click.echo(
        "Not done. Something happened that cs-workbook did not foresee; the workbook is as it "
        f"was. Please report it with the details in {log.name}",
        err=True,
    )
    sys.exit(3)


def _progress(message: str) -> None:
    click.echo(f"  {message} ...", err=True)


def _silent(_: str) -> None:
    return


def _as_json(value: object) -> None:
    click.echo(json.dumps(value, indent=2, ensure_ascii=False, default=_plain))


def _plain(value: object) -> object:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.asdict(value)
    return value.isoformat() if isinstance(value, date) else str(value)


@cli.command()
@click.argument("folder", type=click.Path(path_type=Path), default=Path("cs_demo"))
@_JSON
@_sentences
def demo(folder: Path, *, as_json: bool) -> None:
    """Make a demo book of about 120 accounts in FOLDER and refresh a tracker from it.

    The exports are invented and carry the dirt of real ones, so that the import log has something
    to show. FOLDER is cs_demo where you name none.
    """
    from cs_workbook.actions.demo import make_demo  # noqa: PLC0415 - heavy, and --help is not

    made = make_demo(folder, now=datetime.now(), progress=_silent if as_json else _progress)  # noqa: DTZ005 - local wall time, as people read it
    if as_json:
        _as_json({"tracker": made.tracker, "exports": made.exports, "refresh": made.refresh})
        return
    _tell_refresh(made.refresh, made.tracker)
    click.echo(f"\nOpen {made.tracker} in Excel or LibreOffice. Its exports are in {made.exports}.")


@cli.command()
@click.argument("path", type=click.Path(path_type=Path))
@_sentences
def new(path: Path) -> None:
    """Write a new, empty tracker to PATH (a name ending in .xlsm, or a folder)."""
    from cs_workbook.actions.new import new_tracker  # noqa: PLC0415 - see demo

    written = new_tracker(path)
    click.echo(
        f"{written} is written. Put your exports into a folder, then:\n"
        f"  cs-workbook refresh {written} --exports FOLDER"
    )


@cli.command()
@_TRACKER
@click.option(
    "--exports",
    required=True,
    type=click.Path(path_type=Path),
    help="Folder of the CSV exports: accounts, subscriptions, surveys, tickets, usage, churn.",
)
@click.option(
    "--as-of", type=_DATE, help="Day the figures count up to, YYYY-MM-DD. Default: today."
)
@click.option("--dry-run", is_flag=True, help="Say what would change and write nothing.")
@click.option(
    "--allow-missing",
    is_flag=True,
    help="Accept that a kind of export the last refresh had is not there; its sheet is emptied.",
)
@click.option(
    "--problems",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Also write every import problem to this CSV file.",
)
@_JSON
@_sentences
def refresh(
    tracker: Path,
    *,
    exports: Path,
    as_of: datetime | None,
    dry_run: bool,
    allow_missing: bool,
    problems: Path | None,
    as_json: bool,
) -> None:
    """Refresh TRACKER from a folder of exports.

    Every row of every file ends in the workbook or in its list of import problems. What people
    typed is kept; a backup is written first; the same exports twice change nothing. Close the
    tracker in Excel before.
    """
    from cs_workbook.actions.closed_file import refresh_file  # noqa: PLC0415 - see demo

    now = datetime.now()  # noqa: DTZ005 - local wall time, as people read it
    done = refresh_file(
        tracker,
        exports,
        as_of=now.date() if as_of is None else as_of.date(),
        now=now,
        dry_run=dry_run,
        allow_missing=allow_missing,
        problems_file=problems,
        progress=_silent if as_json else _progress,
    )
    if as_json:
        _as_json({"tracker": tracker, "dry_run": dry_run, "refresh": done})
        return
    _tell_refresh(done, tracker, dry_run=dry_run)


def _tell_refresh(done: Any, tracker: Path, *, dry_run: bool = False) -> None:  # noqa: ANN401 - imported late
    report = done.report
    click.echo(f"As of {report.as_of.isoformat()}: {report.accounts:,} accounts", nl=False)
    click.echo(f" ({report.new_accounts:,} new, {report.gone_accounts:,} no longer exported)")
    width = max(len(file.name) for file in report.files)
    for file in report.files:
        what = (
            f"{file.rows_used:>9,} of {file.rows_read:,} rows used as {file.role.replace('_', ' ')}"
            if file.role
            else "  not used"
        )
        aside = f", {file.rows_set_aside:,} set aside" if file.rows_set_aside else ""
        click.echo(f"  {file.name:<{width}} {what}{aside}")
    if report.problems:
        click.echo("Problems (each row is on the sheet 'Import problems'):")
        for kind in report.problems:
            click.echo(f"  {kind.rows:>9,} x {kind.title} - {kind.row_was.lower()}")
    if dry_run:
        click.echo(
            "Dry run: nothing was written. "
            + (f"Would change: {', '.join(report.changed)}." if report.anything else "No change.")
        )
    elif not done.written:
        click.echo(f"Nothing has changed since the last refresh; {tracker} was not touched.")
    else:
        click.echo(f"{tracker} is refreshed. The version before is {done.backup}")


@cli.command()
@_TRACKER
@_JSON
@_sentences
def figures(tracker: Path, *, as_json: bool) -> None:
    """Print every headline figure of TRACKER with unit, n, interval and rule."""
    from cs_workbook.actions.figures import read_figures  # noqa: PLC0415 - see demo
    from cs_workbook.workbook.file_book import FileBook  # noqa: PLC0415

    readings = read_figures(FileBook(tracker))
    if as_json:
        _as_json(list(readings))
        return
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
        click.echo(f"{reading.name:<27} {value}{unit}{n}{spread}")
        click.echo(f"{'':<27} {reading.label}: {reading.rule}")


@cli.command()
@_TRACKER
@_JSON
@_sentences
def check(tracker: Path, *, as_json: bool) -> None:
    """Check TRACKER: layout, settings, its own checks, health scores against Python.

    Exit code 1 where any check fails.
    """
    from cs_workbook.actions.check import check as run_checks  # noqa: PLC0415 - see demo
    from cs_workbook.workbook.file_book import FileBook  # noqa: PLC0415

    results = run_checks(FileBook(tracker))
    failed = [result for result in results if not result.passed]
    if as_json:
        _as_json(list(results))
    else:
        for result in results:
            click.echo(f"{'ok    ' if result.passed else 'FAILED'} {result.check}: {result.found}")
            if result.remedy:
                click.echo(f"       {result.remedy}")
        click.echo(f"{len(results) - len(failed)} of {len(results)} checks pass.")
    if failed:
        sys.exit(1)


def main() -> None:
    """Run the command line."""
    cli(prog_name="cs-workbook")
