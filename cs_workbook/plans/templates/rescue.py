"""Rescue: an account that is about to leave, and what would make it stay."""

from cs_workbook.plans.anatomy import EXPECTATION, MILESTONE, OBJECTIVE, WORK
from cs_workbook.plans.templates.need import (
    NeedTemplate,
    objective,
    ours,
    program,
    strategy,
    tactic,
    theirs,
)

RESCUE = NeedTemplate(
    need="Rescue",
    version="2025.1",
    purpose="What went wrong is put right, and the customer says so.",
    suggestions={
        EXPECTATION: (
            ("An honest word on what went wrong",),
            ("One person with the power to decide",),
            ("Dates that hold",),
            ("News every week until it is solved",),
        ),
        OBJECTIVE: (
            objective("The open problems are solved", "Open tickets", "tickets", "Open tickets"),
            objective(
                "They work with it every working day again",
                "Active days in 28 days",
                "days",
                "Active days (28 d)",
            ),
        ),
        WORK: (
            strategy("The problem that matters most is solved first"),
            program("Understand"),
            tactic("Conversation with the sponsor: what has to change?"),
            tactic("List of problems in their order, with dates"),
            program("Put right"),
            tactic("First problem of the list solved"),
            tactic("Weekly call until the list is empty"),
        ),
        MILESTONE: (
            ours("Conversation with the sponsor held"),
            theirs("List of problems confirmed"),
            ours("First problem solved"),
            theirs("They confirm that it is put right"),
        ),
    },
)
"""The template for a rescue."""
