"""What the plan commands say to people."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from cs_workbook.actions.plans.build import PlanBuild
from cs_workbook.actions.plans.check import KINDS, Finding
from cs_workbook.actions.plans.closed_file import FilePlanBuild
from cs_workbook.actions.plans.index import LeftAlone
from cs_workbook.actions.plans.share import SharedPlan

_MOST_LINES = 20


def build_lines(done: FilePlanBuild, tracker: Path, *, dry_run: bool = False) -> list[str]:
    """Return what a build on a closed file did."""
    lines = [build_sentence(done.report)]
    lines += [
        f"  {each.plan_id} {_place(each)}: {each.reason}"
        for each in done.report.left_alone[:_MOST_LINES]
    ]
    if len(done.report.left_alone) > _MOST_LINES:
        lines.append("  The sheet Plan conflicts lists them all.")
    if dry_run:
        lines.append("Nothing was written.")
    elif done.backup is None:
        lines.append(f"{tracker} is as it was: nothing would change.")
    else:
        lines.append(f"{tracker} is written. The version before is {done.backup}")
    return lines


def build_sentence(report: PlanBuild) -> str:
    """Return what a build did in one sentence."""
    parts = [
        f"{len(report.made)} made",
        f"{len(report.changed)} brought up to date",
        f"{len(report.closed)} closed",
    ]
    listed = len(report.left_alone)
    tail = f"; {listed} left as people wrote it, see Plan conflicts" if listed else ""
    return f"Plans: {report.plans} in all, {', '.join(parts)}{tail}."


def _place(each: LeftAlone) -> str:
    return f"{each.sheet}!{each.cell}" if each.cell else str(each.sheet or "")


def check_lines(found: Sequence[Finding]) -> list[str]:
    """Return what a check found, kind by kind."""
    if not found:
        return ["Plans: nothing to see to."]
    counts = Counter(each.kind for each in found)
    lines = []
    for kind in KINDS:
        if counts[kind]:
            lines.append(f"{kind}: {counts[kind]}")
            of_kind = [each for each in found if each.kind == kind]
            lines += [
                f"  {each.plan_id} {each.where}: {each.what}" for each in of_kind[:_MOST_LINES]
            ]
            if counts[kind] > _MOST_LINES:
                lines.append(f"  ... and {counts[kind] - _MOST_LINES} more; --json prints all.")
    return lines


def share_lines(done: SharedPlan) -> list[str]:
    """Return what sharing a plan wrote."""
    counted = f"{done.rows} rows of {done.plan_id}, {done.left_out} internal ones left out."
    return [
        f"{done.workbook} is written: {counted}",
        done.note if done.pdf is None else f"{done.pdf} is printed.",
        "Read it once before you send it.",
    ]
