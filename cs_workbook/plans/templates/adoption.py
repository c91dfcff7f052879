"""Adoption: more of their people and teams use what was bought."""

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

ADOPTION = NeedTemplate(
    need="Adoption",
    version="2025.1",
    purpose="More of their people use what was bought, for the work it was bought for.",
    suggestions={
        EXPECTATION: (
            ("Help that fits each team's work",),
            ("We hear of new features that matter to us",),
            ("Questions answered within a working day",),
            ("Figures on who uses what",),
        ),
        OBJECTIVE: (
            objective(
                "More people use it for their work", "Users in 28 days", "people", "Users (28 d)"
            ),
            objective(
                "The bought features are in use",
                "Features used in 90 days",
                "features",
                "Features (90 d)",
            ),
        ),
        WORK: (
            strategy("Every team that pays for it has a task it is best for"),
            program("Find out who does not use it, and why"),
            tactic("List of teams and people without use"),
            tactic("Three conversations with people who stopped"),
            program("Make the first steps easy"),
            tactic("Short training for each team, on its own task"),
            tactic("One person per team who answers first"),
        ),
        MILESTONE: (
            ours("Use by team is known"),
            theirs("One first helper per team named"),
            ours("Every team trained once"),
            theirs("The last team works with it"),
        ),
    },
)
"""The template for adoption."""
