"""Onboarding: from the signature to the first value the customer can name."""

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

ONBOARDING = NeedTemplate(
    need="Onboarding",
    version="2025.1",
    purpose="From the signature to the first result the customer can name, as fast as possible.",
    suggestions={
        EXPECTATION: (
            ("One person who knows our case",),
            ("A date for every step, and news when it moves",),
            ("Training that fits our own work",),
            ("Everything sold is there on the first day",),
        ),
        OBJECTIVE: (
            objective(
                "The team works with it every working day",
                "Active days in 28 days",
                "days",
                "Active days (28 d)",
            ),
            objective("The first result is reached", "Days to the first result", "days", None),
        ),
        WORK: (
            strategy("The people who need it use it for one real task"),
            program("Set up"),
            tactic("Hand over from sales: what was promised, to whom, by when"),
            tactic("Accounts, rights and data ready"),
            program("Learn"),
            tactic("Training with their own example"),
            tactic("First real task done together"),
        ),
        MILESTONE: (
            ours("Set up and data checked"),
            ours("Core team trained"),
            theirs("First real task finished"),
            theirs("First result confirmed in their words"),
        ),
    },
)
"""The template for onboarding."""
