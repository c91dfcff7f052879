"""The questions of a plan on paper, for the customer to answer.

Only questions and the items to be rated are printed. Neither our guesses nor earlier answers are:
whoever reads an answer first is led by it.

References:
    Tourangeau, Rips and Rasinski, "The Psychology of Survey Response" (2000), on context effects.
"""

from collections.abc import Sequence

from cs_workbook.plans.anatomy import EXPECTATION
from cs_workbook.plans.document import FoundRow, InputCell, PlanDocument, PlanRow, RowKind
from cs_workbook.plans.facts import PlanFacts
from cs_workbook.plans.glance import padded
from cs_workbook.plans.inputs import CHANNEL, DATE, RATING, TEXT
from cs_workbook.plans.rows import entries

VERSION = "2025.1"
_FREE_LINES = 3
_BLANK_ITEMS = 2
_SCALE = "1 very little or very poor, 5 very much or very good. Leave open what you cannot judge."

_FREE_QUESTIONS = (
    ("theirs", "What is of value to you?", ("Your answer",)),
    ("ours", "What do we do for you that you would miss?", ("Your answer",)),
    (
        "success",
        "1  By which figures would you say that this is a success?",
        ("Success in your words", "From", "To", "By when"),
    ),
)
_NEXT_QUESTION = (
    "next",
    "4  What will you need next, along your own plans?",
    ("What you will need", "Step of your plans", "From when"),
)


def questionnaire(
    facts: PlanFacts, *, plan_id: str, found: Sequence[FoundRow] = ()
) -> PlanDocument:
    """Return the questions to one customer as rows that can be drawn like a plan.

    Args:
        facts: What is known of the account.
        plan_id: The plan the answers are for.
        found: Rows of the plan; its expectations are the items to be rated.
    """
    rows = [
        _words("title", RowKind.TITLE, f"Questions to {facts.name}"),
        _words("purpose", RowKind.PURPOSE, "Your answers decide what we work for."),
        _words("header.who", RowKind.HEADER, "Who answers", "Role", "On", "Channel"),
        _blank("who.1", TEXT, TEXT, DATE, CHANNEL),
    ]
    for name, question, headers in _FREE_QUESTIONS:
        rows += _free(name, question, headers)
    rows += _ratings(found)
    rows += _free(*_NEXT_QUESTION)
    rows.append(_words("thanks", RowKind.NOTE, "Thank you. We answer with what we make of it."))
    return PlanDocument(
        plan_id=plan_id,
        account_id=facts.account_id,
        template="Questionnaire",
        template_version=VERSION,
        rows=tuple(rows),
    )


def _free(name: str, question: str, headers: tuple[str, ...]) -> list[PlanRow]:
    lines = 1 if len(headers) == 1 else _FREE_LINES
    return [
        _words(f"heading.{name}", RowKind.HEADING, question),
        _words(f"header.{name}", RowKind.HEADER, *headers),
        *(_blank(f"{name}.{line}", *[TEXT] * len(headers)) for line in range(1, lines + 1)),
    ]


def _ratings(found: Sequence[FoundRow]) -> list[PlanRow]:
    items = [
        entry.words("What they expect")
        for entry in entries(found, EXPECTATION)
        if entry.words("What they expect")
    ]
    return [
        _words("heading.rating", RowKind.HEADING, "2 and 3  What you expect, and what you get"),
        _words("note.rating", RowKind.NOTE, _SCALE),
        _words(
            "header.rating", RowKind.HEADER, "Item", "It matters (1-5)", "We do it (1-5)", "Why"
        ),
        *(
            PlanRow(
                ref=f"rating.{place}",
                kind=RowKind.INPUT,
                cells=padded(item),
                inputs=_inputs(TEXT, RATING, RATING, TEXT),
                spare=item is None,
            )
            for place, item in enumerate([*items, *[None] * _BLANK_ITEMS], start=1)
        ),
    ]


def _blank(ref: str, *inputs: InputCell) -> PlanRow:
    return PlanRow(ref=ref, kind=RowKind.INPUT, cells=padded(), inputs=_inputs(*inputs), spare=True)


def _inputs(*inputs: InputCell) -> tuple[InputCell, ...]:
    return (*inputs, *[TEXT] * (len(padded()) - len(inputs)))


def _words(ref: str, kind: RowKind, *cells: str) -> PlanRow:
    return PlanRow(ref=ref, kind=kind, cells=padded(*cells))
