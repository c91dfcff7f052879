"""Growth: helping the customer's own business grow, not ours."""

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

GROWTH = NeedTemplate(
    need="Growth",
    version="2025.1",
    purpose="The customer's own business grows with our help: their customers, their revenue.",
    suggestions={
        EXPECTATION: (
            ("Ideas for our market, not for more of theirs",),
            ("Contacts to others who did the same",),
            ("Figures we can use with our own customers",),
            ("Somebody who knows our industry",),
        ),
        OBJECTIVE: (
            objective(
                "They win more customers of their own", "New customers a quarter", None, None
            ),
            objective("They sell more with us", "Their own revenue from it", None, None),
        ),
        WORK: (
            strategy("What we do shows in the figures they are measured by"),
            program("Know their market"),
            tactic("Their goals for this year, with figures"),
            tactic("Where our part in them lies"),
            program("Act together"),
            tactic("One joint piece of work for one of their customers"),
            tactic("Meeting with a customer who did the same"),
        ),
        MILESTONE: (
            theirs("Their goals and figures shared"),
            ours("Our part agreed"),
            theirs("First effect seen in their figures"),
            theirs("Story told outside"),
        ),
    },
)
"""The template for growth of the customer's own business."""
