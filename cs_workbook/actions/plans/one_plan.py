"""One plan of a closed tracker, asked for by its id or by that of its account."""

from collections.abc import Mapping

from cs_workbook.actions.plans.found import FoundPlan, find_plans
from cs_workbook.actions.plans.index import IndexRow
from cs_workbook.errors import WorkbookError
from cs_workbook.workbook.port import SheetWorkbook


def plan_of(index: Mapping[str, IndexRow], asked: str) -> str | None:
    """Return the id of the plan or of an account's plan; nothing where there is none."""
    return next(
        (plan_id for plan_id, row in index.items() if asked in {plan_id, str(row["Account ID"])}),
        None,
    )


def require_plan(index: Mapping[str, IndexRow], asked: str) -> str:
    """Return the id of a plan.

    Raises:
        WorkbookError: Neither a plan nor the account of one has this id.
    """
    plan_id = plan_of(index, asked)
    if plan_id is None:
        raise WorkbookError(
            f"Sheet Plans: expected the plan or account {asked!r}, found none. Copy the id from "
            "there, or build the plans first."
        )
    return plan_id


def require_sheet(book: SheetWorkbook, index: Mapping[str, IndexRow], plan_id: str) -> FoundPlan:
    """Return the sheet of a plan.

    Raises:
        WorkbookError: It was deleted.
    """
    named = {key: str(row["Sheet"] or "") for key, row in index.items()}
    found = find_plans(book, named=named).plans.get(plan_id)
    if found is None:
        raise WorkbookError(
            f"Plan {plan_id}: expected its sheet, found none; somebody deleted it. Restore it from "
            "a backup, or delete its row on Plans and build again."
        )
    return found
