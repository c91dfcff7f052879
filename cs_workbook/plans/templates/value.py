"""Value: what it brings them, measured and said aloud."""

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

VALUE = NeedTemplate(
    need="Value",
    version="2025.1",
    purpose="What they gain is measured with their own figures and known to those who decide.",
    suggestions={
        EXPECTATION: (
            ("They know what counts for our business",),
            ("Proposals before we ask",),
            ("What is promised is kept",),
            ("A result we can show to our management",),
        ),
        OBJECTIVE: (
            objective("Work takes less time", "Hours saved a month", "hours", None),
            objective("They would recommend us", "NPS answer", "points", "NPS answer"),
        ),
        WORK: (
            strategy("One result of theirs is measured every quarter"),
            program("Agree on the measure"),
            tactic("Baseline taken from their own figures"),
            tactic("Measure and source agreed with the sponsor"),
            program("Show the result"),
            tactic("Result measured and checked with them"),
            tactic("Review with the sponsor"),
        ),
        MILESTONE: (
            theirs("Baseline confirmed"),
            ours("First result measured"),
            theirs("Result confirmed by the sponsor"),
            theirs("Result told within their company"),
        ),
    },
)
"""The template for value."""
