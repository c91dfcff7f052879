"""Check a tracker: its layout, its settings, its own checks, its health scores against Python."""

import math
from dataclasses import dataclass
from datetime import date

from cs_workbook.actions.cell_values import as_date, known_number
from cs_workbook.actions.health_caps import read_caps
from cs_workbook.actions.health_rows import score_accounts
from cs_workbook.actions.tracker import (
    read_model,
    read_settings,
    require_tracker,
)
from cs_workbook.errors import CsWorkbookError
from cs_workbook.measures.health import HealthModel
from cs_workbook.workbook.port import CellError, Workbook

TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """One check.

    Attributes:
        check: What was checked.
        passed: Whether it holds.
        found: What was found, in words.
        remedy: What to do where it fails.
    """

    check: str
    passed: bool
    found: str
    remedy: str


def check(workbook: Workbook) -> tuple[CheckResult, ...]:
    """Run every check on a tracker.

    Args:
        workbook: The tracker.

    Returns:
        One result per check, those of the Checks sheet included.

    Raises:
        WorkbookError: The workbook is no tracker at all.
    """
    require_tracker(workbook)
    results = [
        CheckResult(
            check="Tables, columns and names are there", passed=True, found="all", remedy=""
        )
    ]
    try:
        settings = read_settings(workbook)
        model = read_model(workbook, minimum_coverage=settings.minimum_coverage)
    except CsWorkbookError as error:
        results.append(
            CheckResult(
                check="Settings and weights make sense",
                passed=False,
                found=str(error),
                remedy="Correct the cell it names.",
            )
        )
    else:
        results.append(
            CheckResult(
                check="Settings and weights make sense", passed=True, found="all", remedy=""
            )
        )
        results.append(_health_agrees(workbook, model, smallest_group=settings.smallest_group))
    results.extend(_sheet_checks(workbook))
    return tuple(results)


def _health_agrees(workbook: Workbook, model: HealthModel, *, smallest_group: int) -> CheckResult:
    """Compare every health score in the workbook with the one Python computes."""
    table = workbook.read_table("tblAccounts")
    health = workbook.read_table("tblHealth", columns=["Account ID", "Band before"])
    before = {
        str(key): str(band)
        for key, band in zip(health["Account ID"], health["Band before"], strict=True)
        if key is not None and band is not None
    }
    as_of = as_date(workbook.read_name("AsOfDate")) or date.min
    scored = score_accounts(
        table,
        model,
        as_of=as_of,
        before=before,
        smallest_group=smallest_group,
        caps=read_caps(workbook, as_of=as_of),
    )
    wrong: list[str] = []
    for row, key in enumerate(table["Account ID"]):
        ours = scored[row].score.score
        theirs = known_number(table["Health"][row])
        agree = (
            ours is None and theirs is None
            if ours is None or theirs is None
            else math.isclose(ours, theirs, rel_tol=TOLERANCE, abs_tol=TOLERANCE)
        )
        if not agree:
            wrong.append(f"{key}: sheet {theirs}, computed {ours}")
    count = len(table["Account ID"])
    return CheckResult(
        check="Health scores agree with Python to 1e-9",
        passed=not wrong,
        found=f"{count - len(wrong)} of {count} accounts" + (f"; {wrong[0]}" if wrong else ""),
        remedy="Open the tracker in Excel so that it calculates, save it, and check again."
        if wrong
        else "",
    )


def _sheet_checks(workbook: Workbook) -> list[CheckResult]:
    """Return the checks of the Checks sheet as the workbook shows them."""
    table = workbook.read_table("tblChecks")
    results = []
    for name, found, expected, result, remedy in zip(
        table["Check"],
        table["Found"],
        table["Expected"],
        table["Result"],
        table["If it fails"],
        strict=True,
    ):
        passed = str(result).startswith("✔")
        shown = found.code if isinstance(found, CellError) else found
        results.append(
            CheckResult(
                check=str(name),
                passed=passed,
                found=f"{shown}, expected {expected}",
                remedy="" if passed else str(remedy or ""),
            )
        )
    return results
