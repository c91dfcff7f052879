"""What the index says of a plan, read from its rows as they stand."""

from collections.abc import Sequence
from typing import Final

from cs_workbook.plans.document import FoundRow, PlanDocument, Record
from cs_workbook.plans.facts import PlanFacts
from cs_workbook.plans.signoff import SignoffWord, signoff_state
from cs_workbook.plans.status import PlanWord, plan_state
from cs_workbook.workbook.port import CellValue

_STATUS_SHAPES: Final = {
    PlanWord.ACTIVE: "▲",
    PlanWord.STALE: "◆",
    PlanWord.OVERDUE: "▼",
    PlanWord.DRAFT: "○",
    PlanWord.CLOSED: "○",
}
_SIGNOFF_SHAPES: Final = {
    SignoffWord.SIGNED: "▲",
    SignoffWord.CHANGED: "◆",
    SignoffWord.UNSIGNED: "○",
}


def index_row(
    document: PlanDocument,
    facts: PlanFacts,
    *,
    depth: str,
    rows: Sequence[FoundRow],
    record: Record,
    sheet: str,
) -> dict[str, CellValue]:
    """Return what the index says of a plan.

    Args:
        document: The plan as it was generated.
        facts: What is known of its account.
        depth: How thorough it is.
        rows: Its rows after the build.
        record: What the program remembers of it.
        sheet: The name of its sheet.
    """
    state = plan_state(rows, as_of=facts.as_of, closed=facts.closed, figures=facts.figures)
    signoff = signoff_state(rows, record)
    return {
        "Plan ID": document.plan_id,
        "Account": facts.name,
        "Status": f"{_STATUS_SHAPES[state.word]} {state.word.value}",
        "Progress (%)": None if state.progress is None else round(state.progress, 1),
        "Sign-off": f"{_SIGNOFF_SHAPES[signoff.word]} {signoff.word.value}",
        "Overdue": len(state.overdue),
        "Stale": "Yes" if state.stale else "No",
        "Owner": facts.csm,
        "Type": document.template,
        "Depth": depth,
        "Account ID": document.account_id,
        "Sheet": sheet,
        "Why": state.reason,
    }
