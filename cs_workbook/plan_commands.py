"""The commands about success plans: ``cs-workbook plan build``, ``check`` and ``share``."""

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
