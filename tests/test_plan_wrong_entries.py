"""Cells that hold something they cannot mean are listed, each with a sentence."""

from datetime import date

import pytest
from plan_sheets import AS_OF, PlanSheet

from cs_workbook.plans.document import PlanValue
from cs_workbook.plans.wrong_entries import wrong_entries


@pytest.mark.parametrize(
    ("ref", "header", "value", "sentence"),
    [
        ("objective.1", "Target", "lots", "Target: expected a number, found 'lots'."),
        ("objective.1", "By", "in May", "By: expected a date, found 'in May'."),
        ("work.2", "Done_(%)", "half", "Done (%): expected a number, found 'half'."),
        ("work.2", "Objective_no.", 4, "Objective no.: there is no objective 4."),
        ("work.2", "Objective_no.", 2, None),
        ("milestone.1", "Due", 45000, "Due: expected a date, found '45000'."),
        (
            "milestone.1",
            "Status",
            "nearly",
            (
                "Status: expected one of Not started, On track, At risk, Late, Done, Dropped, "
                "found 'nearly'."
            ),
        ),
        (
            "expectation.2",
            "Expected_(1-5)",
            6,
            "Expected (1-5): expected one of 1, 2, 3, 4, 5, found '6'.",
        ),
        ("expectation.2", "Expected_(1-5)", 5.0, None),
        ("stakeholder.1", "Left", True, None),
        ("stakeholder.1", "Left", "maybe", "Left: expected one of Yes, No, found 'maybe'."),
        ("question.ours", "Said_on", date(2025, 1, 1), None),
        ("question.ours", "Remark", 7, None),
        ("question.ours", "Said_on", "  ", None),
    ],
)
def test_what_a_cell_cannot_mean(
    ref: str, header: str, value: PlanValue, sentence: str | None
) -> None:
    sheet = PlanSheet()
    sheet.type(ref, **{header: value})
    found = wrong_entries(sheet.rows)
    assert [(each.ref, each.sentence) for each in found] == (
        [] if sentence is None else [(ref, sentence)]
    )


def test_a_generated_plan_has_nothing_wrong_and_its_progress_is_not_read() -> None:
    sheet = PlanSheet()
    assert sheet.cells("progress.1")[3] == 3.0
    assert wrong_entries(sheet.rows) == ()
    sheet.type("risk.1", Risk="Budget", Due=AS_OF, Severity="Huge")
    (wrong,) = wrong_entries(sheet.rows)
    assert (wrong.ref, wrong.column) == ("risk.1", 4)
