"""The people at the customer, and what is wrong when they are few.

A relationship that hangs on one person ends when that person leaves. Those who left count as gone;
where nobody is known there is nothing to warn of, only something to ask.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from cs_workbook.plans.anatomy import STAKEHOLDER
from cs_workbook.plans.document import FoundRow
from cs_workbook.plans.rows import entries
from cs_workbook.plans.values import is_blank
from cs_workbook.schema.plan_words import CRITIC, DECISION_MAKER, SPONSOR

_YES = "yes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stakeholder:
    """One person at the customer.

    Attributes:
        ref: Name of the row.
        name: Name of the person.
        role: Role in a word; may be empty.
        sentiment: Sentiment in a word; may be empty.
        left: Whether they have left.
    """

    ref: str
    name: str
    role: str
    sentiment: str
    left: bool


def read_stakeholders(found: Iterable[FoundRow]) -> tuple[Stakeholder, ...]:
    """Return the people of a plan; rows without a name are left out."""
    return tuple(
        Stakeholder(
            ref=entry.ref,
            name=entry.words("Name"),
            role=entry.words("Role"),
            sentiment=entry.words("Sentiment"),
            left=entry["Left"] is True or entry.words("Left").casefold() == _YES,
        )
        for entry in entries(found, STAKEHOLDER)
        if not is_blank(entry["Name"])
    )


def is_single_thread(people: Iterable[Stakeholder]) -> bool:
    """Say whether the relationship hangs on one person who is still there."""
    return len({person.name.casefold() for person in people if not person.left}) == 1


def warnings(people: Iterable[Stakeholder]) -> tuple[str, ...]:
    """Return what is wrong with the people of a plan, a sentence each."""
    known = tuple(people)
    if not known:
        return ("Nobody is named yet.",)
    here = [person for person in known if not person.left]
    found = []
    if not here:
        found.append("Everybody named here has left.")
    if is_single_thread(known):
        found.append(f"Only {here[0].name} carries the relationship.")
    for role in (SPONSOR, DECISION_MAKER):
        holders = [person for person in known if person.role == role]
        if holders and all(person.left for person in holders):
            found.append(f"The {role.lower()} has left: {holders[0].name}.")
    found += [
        f"A critic with a say: {person.name}, {person.role.lower()}."
        for person in here
        if person.sentiment == CRITIC and person.role in (SPONSOR, DECISION_MAKER)
    ]
    return tuple(found)
