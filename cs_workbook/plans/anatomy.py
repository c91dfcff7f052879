"""The anatomy of a success plan: its sections, in their fixed order, and their columns.

Two questions come first: what is of value to them, and what is our value to them. Then the four
parts: success in quantifiable terms, what they expect of us, how they see our delivery, and what
they will need next. Objectives, work, milestones, risks, people, changes and reviews follow, and
the sign-off closes the plan.

Every section has the same eight columns' width, so that one sheet carries them all. A section
either takes what people type or shows what the program knows; the two never mix in a row.
"""

from dataclasses import dataclass

from cs_workbook.plans.document import InputCell, PlanValue

WIDTHS = (33.0, 17.0, 13.0, 13.0, 13.0, 13.0, 17.0, 22.0)
"""Widths of the columns B to I in characters."""

COLUMNS = len(WIDTHS)

FULL, LIGHT = "Full", "Light"
DEPTHS = (FULL, LIGHT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One section of a plan.

    Attributes:
        key: First part of the names of its rows: ``objective`` for ``objective.2``.
        title: Its heading.
        note: What to do here, in one or two sentences.
        columns: Header and input of each column; generated sections have no inputs.
        full: Rows of a full plan.
        light: Rows of a light plan; a section without rows is left out.
        agreed: Part of what the customer signs.
        internal: Left out of a plan that is shared.
    """

    key: str
    title: str
    note: str
    columns: tuple[tuple[str, InputCell], ...]
    full: int
    light: int
    agreed: bool = False
    internal: bool = False

    @property
    def headers(self) -> tuple[str, ...]:
        """Return the headers from left to right."""
        return tuple(header for header, _ in self.columns)

    def rows(self, depth: str) -> int:
        """Return how many rows a plan of this depth starts with."""
        return self.full if depth == FULL else self.light


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanTemplate:
    """What a plan for one need and depth starts from.

    Attributes:
        name: Such as ``Onboarding, full``.
        version: Says which wording a plan was made from.
        need: One of the needs.
        depth: ``Full`` or ``Light``.
        purpose: What such a plan is for, in one sentence.
        sections: The sections, from top to bottom.
        suggestions: First cells of the rows that are suggested, under the key of their section.
        widths: Column widths in characters, from column B on.
    """

    name: str
    version: str
    need: str
    depth: str
    purpose: str
    sections: tuple[Section, ...]
    suggestions: dict[str, tuple[tuple[PlanValue, ...], ...]]
    widths: tuple[float, ...] = WIDTHS

    def section(self, key: str) -> Section | None:
        """Return a section, or nothing where the template has none of that name."""
        return next((section for section in self.sections if section.key == key), None)


QUESTION, SUCCESS, EXPECTATION, DELIVERY, NEXT_NEED = (
    "question",
    "success",
    "expectation",
    "delivery",
    "next",
)
OBJECTIVE, AGREEMENT, PROGRESS, WORK, MILESTONE = (
    "objective",
    "agreement",
    "progress",
    "work",
    "milestone",
)
RISK, STAKEHOLDER, ADJUSTMENT, REVIEW, OPPORTUNITIES, SIGNOFF = (
    "risk",
    "stakeholder",
    "adjustment",
    "review",
    "opportunity",
    "signoff",
)

FIRST_QUESTIONS = (
    ("question.theirs", "What is of value to them?"),
    ("question.ours", "What is our value to them?"),
)
"""Name and wording of the two questions every plan answers before anything else."""


def key_of(ref: str) -> str:
    """Return the section a row belongs to.

    >>> key_of("objective.2")
    'objective'
    """
    return ref.split(".", 1)[0]
