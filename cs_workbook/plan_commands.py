"""The commands about success plans, ``cs-workbook plan build`` and those after it."""

import sys
from datetime import datetime
from pathlib import Path

import click

from cs_workbook.console import print_json, progress_line, sentences, silent

_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON for machines instead.")
_TRACKER = click.argument("tracker", type=click.Path(path_type=Path))


@click.group()
def plan() -> None:
    """Success plans: one sheet per account, kept when they are built again."""


@plan.command()
@_TRACKER
@click.option("--account", help="Id of the only account to build the plan of.")
@click.option("--dry-run", is_flag=True, help="Say what would change and write nothing.")
@_JSON
@sentences
def build(tracker: Path, *, account: str | None, dry_run: bool, as_json: bool) -> None:
    """Make the plans of TRACKER and bring those there are up to date.

    What people typed stays, rows and sheets of their own as well; where both changed a cell, theirs
    stays and the sheet Plan conflicts lists it. A backup is written first. Close the tracker in
    Excel before.
    """
    from cs_workbook.actions.plans.closed_file import build_file  # noqa: PLC0415 - heavy
    from cs_workbook.actions.plans.sentences import build_lines  # noqa: PLC0415

    done = build_file(
        tracker,
        now=datetime.now(),  # noqa: DTZ005 - local wall time, as people read it
        account=account,
        dry_run=dry_run,
        progress=silent if as_json else progress_line,
    )
    if as_json:
        print_json({"tracker": tracker, "dry_run": dry_run, "build": done})
    else:
        click.echo("\n".join(build_lines(done, tracker, dry_run=dry_run)))


@plan.command()
@_TRACKER
@_JSON
@sentences
def check(tracker: Path, *, as_json: bool) -> None:
    """Say which plans of TRACKER are overdue, stale, unsigned, or changed since they were signed.

    Also which cells hold what they cannot mean, such as text for a number, which sheets were
    deleted or copied, which cells merged and which sections removed; which objectives cannot be
    measured, and what keeps a plan a draft. Exit code 1 where there is anything.
    """
    from cs_workbook.actions.plans.check import check_plans  # noqa: PLC0415 - see build
    from cs_workbook.actions.plans.sentences import check_lines  # noqa: PLC0415
    from cs_workbook.workbook.file_book import FileBook  # noqa: PLC0415

    found = check_plans(FileBook(tracker))
    if as_json:
        print_json({"tracker": tracker, "found": found})
    else:
        click.echo("\n".join(check_lines(found)))
    if found:
        sys.exit(1)


@plan.command()
@_TRACKER
@click.argument("name", metavar="PLAN")
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path),
    default=Path(),
    help="Folder for the files. Default: the present one.",
)
@_JSON
@sentences
def share(tracker: Path, name: str, *, folder: Path, as_json: bool) -> None:
    """Write one plan of TRACKER for the customer, as a workbook and, with LibreOffice, as PDF.

    PLAN is the id of the plan or of its account. Internal rows are left out, not hidden. TRACKER is
    only read.
    """
    from cs_workbook.actions.plans.sentences import share_lines  # noqa: PLC0415 - see build
    from cs_workbook.actions.plans.share import share_plan  # noqa: PLC0415

    done = share_plan(tracker, name, folder)
    if as_json:
        print_json({"tracker": tracker, "shared": done})
    else:
        click.echo("\n".join(share_lines(done)))


_ACCOUNT = click.option(
    "--account", required=True, metavar="ID", help="Id of the account, or of its plan."
)
_TO = click.option(
    "--to", "path", type=click.Path(path_type=Path), help="Write a new file instead of the screen."
)


@plan.command()
@_TRACKER
@_ACCOUNT
@_TO
@_JSON
@sentences
def questionnaire(tracker: Path, *, account: str, path: Path | None, as_json: bool) -> None:
    """Print the questions to one customer of TRACKER as Markdown, ready to be sent.

    Only questions and the items to be rated are printed, because an answer that is already there
    leads whoever reads it. There need not be a plan yet. TRACKER is only read.
    """
    from cs_workbook.actions.plans.texts import questionnaire_text  # noqa: PLC0415 - see build

    _hand_out(questionnaire_text(tracker, account), tracker, path, as_json=as_json)


@plan.command()
@_TRACKER
@_ACCOUNT
@_TO
@click.option("--internal", is_flag=True, help="Say also what the customer is not shown.")
@_JSON
@sentences
def report(
    tracker: Path, *, account: str, path: Path | None, internal: bool, as_json: bool
) -> None:
    """Print how far one plan of TRACKER has come: objectives, done, overdue, coming, gaps.

    Without --internal it names neither health nor risks nor our own revenue. TRACKER is only read.
    """
    from cs_workbook.actions.plans.texts import report_text  # noqa: PLC0415 - see build

    text = report_text(tracker, account, internal=internal)
    _hand_out(text, tracker, path, as_json=as_json)


def _hand_out(text: str, tracker: Path, path: Path | None, *, as_json: bool) -> None:
    """Print a text, or write it and say so."""
    from cs_workbook.actions.plans.texts import write_text  # noqa: PLC0415 - see build

    if path is not None:
        write_text(path, text)
    if as_json:
        print_json({"tracker": tracker, "file": path, "text": text})
    elif path is None:
        click.echo(text, nl=False)
    else:
        click.echo(f"{path} is written. Read it once before you send it.")
