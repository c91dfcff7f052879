"""The command line: ``cs-workbook``, the same verbs as the buttons of the workbook.

Only here is the clock read. Exit codes: 0 done, 1 data problems, 2 wrong usage, 3 the workbook
cannot be read or written. No traceback reaches a person; an unforeseen error says so in a sentence
and where its details are.
"""

import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from cs_workbook import __version__
from cs_workbook.console import print_json, progress_line, sentences, silent
from cs_workbook.model_commands import adopt, preset
from cs_workbook.plan_commands import plan

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


@cli.command()
@click.argument("folder", type=click.Path(path_type=Path), default=Path("cs_demo"))
@_JSON
@sentences
def demo(folder: Path, *, as_json: bool) -> None:
    """Make a demo book of about 120 accounts in FOLDER and refresh a tracker from it.

    The exports are invented and carry the dirt of real ones, so that the import log has something
    to show. FOLDER is cs_demo where you name none.
    """
    from cs_workbook.actions.demo import make_demo  # noqa: PLC0415 - heavy, and --help is not

    made = make_demo(folder, now=datetime.now(), progress=silent if as_json else progress_line)  # noqa: DTZ005 - local wall time, as people read it
    if as_json:
        print_json({"tracker": made.tracker, "exports": made.exports, "refresh": made.refresh})
        return
    _tell_refresh(made.refresh, made.tracker)
    click.echo(f"\nOpen {made.tracker} in Excel or LibreOffice. Its exports are in {made.exports}.")


@cli.command()
@click.argument("path", type=click.Path(path_type=Path))
@sentences
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
@sentences
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
        # Written into Settings, from where the button reads it: it has no folder to start from.
        exports.absolute(),
        as_of=now.date() if as_of is None else as_of.date(),
        now=now,
        dry_run=dry_run,
        allow_missing=allow_missing,
        problems_file=problems,
        progress=silent if as_json else progress_line,
    )
    if as_json:
        print_json({"tracker": tracker, "dry_run": dry_run, "refresh": done})
        return
    _tell_refresh(done, tracker, dry_run=dry_run)


def _tell_refresh(done: Any, tracker: Path, *, dry_run: bool = False) -> None:  # noqa: ANN401 - imported late
    from cs_workbook.actions.sentences import refresh_lines  # noqa: PLC0415 - see demo

    for line in refresh_lines(done, tracker, dry_run=dry_run):
        click.echo(line)


@cli.command()
@_TRACKER
@_JSON
@sentences
def figures(tracker: Path, *, as_json: bool) -> None:
    """Print every headline figure of TRACKER with unit, n, interval and rule."""
    from cs_workbook.actions.figures import read_figures  # noqa: PLC0415 - see demo
    from cs_workbook.actions.sentences import figure_lines  # noqa: PLC0415
    from cs_workbook.workbook.file_book import FileBook  # noqa: PLC0415

    readings = read_figures(FileBook(tracker))
    if as_json:
        print_json(list(readings))
        return
    for line in figure_lines(readings):
        click.echo(line)


@cli.command()
@_TRACKER
@_JSON
@sentences
def check(tracker: Path, *, as_json: bool) -> None:
    """Check TRACKER: layout, settings, its own checks, health scores against Python.

    Exit code 1 where any check fails.
    """
    from cs_workbook.actions.check import check as run_checks  # noqa: PLC0415 - see demo
    from cs_workbook.workbook.file_book import FileBook  # noqa: PLC0415

    _tell_checks(run_checks(FileBook(tracker)), as_json=as_json)


def _tell_checks(results: Any, *, as_json: bool) -> None:  # noqa: ANN401 - imported late
    """Print checks, and leave with exit code 1 where any fails."""
    from cs_workbook.actions.sentences import check_lines  # noqa: PLC0415 - see demo

    failed = [result for result in results if not result.passed]
    if as_json:
        print_json(list(results))
    else:
        for line in check_lines(results):
            click.echo(line)
    if failed:
        sys.exit(1)


@cli.command()
@_TRACKER
@_JSON
@sentences
def undo(tracker: Path, *, as_json: bool) -> None:
    """Put TRACKER back as it was before its last refresh.

    The present state is kept as a backup first, so a second undo brings it back. Close the tracker
    in Excel before.
    """
    from cs_workbook.actions.sentences import undo_lines  # noqa: PLC0415 - see demo
    from cs_workbook.actions.undo import undo_file  # noqa: PLC0415

    done = undo_file(tracker, now=datetime.now())  # noqa: DTZ005 - local wall time, as people read it
    if as_json:
        print_json({"tracker": tracker, "undo": done})
    else:
        click.echo("\n".join(undo_lines(done, tracker)))


@cli.command()
@click.argument("tracker", type=click.Path(path_type=Path), required=False)
@_JSON
@sentences
def doctor(tracker: Path | None, *, as_json: bool) -> None:
    """Say what keeps the buttons of TRACKER from working, and how to mend it.

    Without TRACKER it checks this installation. Exit code 1 where anything is wrong.
    """
    from cs_workbook.actions.doctor import doctor as examine  # noqa: PLC0415 - see demo
    from cs_workbook.actions.machine import this_machine  # noqa: PLC0415

    _tell_checks(examine(this_machine(), tracker), as_json=as_json)


@cli.command()
@_TRACKER
@_JSON
@sentences
def upgrade(tracker: Path, *, as_json: bool) -> None:
    """Give TRACKER the macros and the ribbon of this version.

    All you made stays; a backup is written first. A tracker of an older layout is carried into a
    new one, and refused where something in it could not be. Close the tracker in Excel before.
    """
    from cs_workbook.actions.sentences import upgrade_lines  # noqa: PLC0415 - see demo
    from cs_workbook.actions.upgrade import upgrade_file  # noqa: PLC0415

    done = upgrade_file(tracker, now=datetime.now())  # noqa: DTZ005 - local wall time, as people read it
    if as_json:
        print_json({"tracker": tracker, "upgrade": done})
    else:
        click.echo("\n".join(upgrade_lines(done, tracker)))


@cli.command()
@_TRACKER
@click.option(
    "--exports",
    type=click.Path(path_type=Path),
    help="Folder of dated CSV exports; past scores are rebuilt from them. Default: the history.",
)
@click.option("--as-of", type=_DATE, help="Last day that counts, YYYY-MM-DD. Default: today.")
@_JSON
@sentences
def backtest(tracker: Path, *, exports: Path | None, as_of: datetime | None, as_json: bool) -> None:
    """Put the health score of TRACKER to the test: did it know who would leave?

    With --exports the scores of past months are rebuilt from dated exports, else those of past
    refreshes are taken. The answer is written to the sheet Back-test; a backup is written first.
    Close the tracker in Excel before.
    """
    from cs_workbook.actions.backtest_file import back_test_file  # noqa: PLC0415 - see demo
    from cs_workbook.actions.backtest_rows import backtest_lines  # noqa: PLC0415

    now = datetime.now()  # noqa: DTZ005 - local wall time, as people read it
    done = back_test_file(
        tracker,
        exports,
        as_of=now.date() if as_of is None else as_of.date(),
        now=now,
        progress=silent if as_json else progress_line,
    )
    if as_json:
        print_json({"tracker": tracker, "backtest": done})
    else:
        click.echo("\n".join(backtest_lines(done.report)))


cli.add_command(adopt)
cli.add_command(plan)
cli.add_command(preset)


def main() -> None:
    """Run the command line."""
    cli(prog_name="cs-workbook")
