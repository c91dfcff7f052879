"""What a template says for one need."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from cs_workbook.schema.plan_words import NOT_STARTED, OURS, PROGRAM, STRATEGY, TACTIC, THEIRS

SuggestedRow: TypeAlias = tuple[str | int | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedTemplate:
    """What a template says for one need.

    Attributes:
        need: Its name.
        version: Raised whenever a wording changes.
        purpose: What such a plan is for.
        suggestions: First cells of suggested rows, under the key of their section.
    """

    need: str
    version: str
    purpose: str
    suggestions: Mapping[str, tuple[SuggestedRow, ...]]


def objective(wording: str, metric: str, unit: str | None, source: str | None) -> SuggestedRow:
    """Return a suggested objective; its numbers, date and owner are for the customer to say."""
    return (wording, metric, unit, None, None, None, None, source)


def strategy(what: str) -> SuggestedRow:
    """Return a suggested strategy, which serves the first objective."""
    return (what, None, STRATEGY, 1, None, None, NOT_STARTED)


def program(what: str) -> SuggestedRow:
    """Return a suggested program."""
    return (what, None, PROGRAM, 1, None, None, NOT_STARTED)


def tactic(what: str) -> SuggestedRow:
    """Return a suggested tactic."""
    return (what, None, TACTIC, 1, None, None, NOT_STARTED)


def ours(what: str) -> SuggestedRow:
    """Return a suggested milestone that is ours to reach."""
    return (what, None, OURS, 1, None, None, NOT_STARTED)


def theirs(what: str) -> SuggestedRow:
    """Return a suggested milestone that is theirs to reach."""
    return (what, None, THEIRS, 1, None, None, NOT_STARTED)
