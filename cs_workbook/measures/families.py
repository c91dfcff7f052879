"""Families of accounts: who belongs to whom, and what a family's health is.

An account belongs to the family of its topmost parent. A parent nobody knows still heads a family:
its children belong together. Parents that lead in a circle head none; the circle is cut at the
account whose id comes first, and the family says so. An account that names itself has no parent.

Three rules give a family's health; each leaves out accounts without a score. *Mean*: each account
counts once. *MRR-weighted*: each counts by its MRR; accounts without an amount count nowhere, and
without any amount there is none. *Worst*: the lowest score. A family of one large healthy and one
small dying account is fair, healthy and at risk by the three: which one is asked for is a choice.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import NamedTuple


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """One family.

    Attributes:
        head: Id of the topmost parent.
        members: Ids of its accounts in the order given; the head among them where it is known.
        known_head: Whether the head is an account.
        circle: Whether parents lead in a circle, which was cut.
    """

    head: str
    members: tuple[str, ...]
    known_head: bool
    circle: bool


def families(parents: Mapping[str, str | None]) -> list[Family]:
    """Return the families, those of one account without a parent too.

    Args:
        parents: Account id -> id of its parent; ``None`` for none.

    Returns:
        The families in the order of their first account; every account is in exactly one.

    >>> [(f.head, f.members) for f in families({"A": None, "B": "A", "C": "B", "D": "X"})]
    [('A', ('A', 'B', 'C')), ('X', ('D',))]
    """
    circles = _circles(parents)
    members: dict[str, list[str]] = {}
    for account in parents:
        members.setdefault(_head(account, parents, circles), []).append(account)
    return [
        Family(
            head=head,
            members=tuple(found),
            known_head=head in parents,
            circle=head in circles,
        )
        for head, found in members.items()
    ]


def _circles(parents: Mapping[str, str | None]) -> dict[str, str]:
    """Return every account of a circle and the account at which the circle is cut."""
    done: set[str] = set()
    cut: dict[str, str] = {}
    for start in parents:
        path: list[str] = []
        at: str | None = start
        while at is not None and at in parents and at not in done and at not in path:
            path.append(at)
            at = parents[at]
        if at in path and len(circle := path[path.index(at) :]) > 1:
            cut.update(dict.fromkeys(circle, min(circle)))
        done.update(path)
    return {account: first for account, first in cut.items() if account == first}


def _head(account: str, parents: Mapping[str, str | None], circles: Mapping[str, str]) -> str:
    at = account
    while at in parents and at not in circles:
        above = parents[at]
        if above is None or above == at:
            break
        at = above
    return at


class FamilyHealth(NamedTuple):
    """The health of a family by each rule; ``None`` where it cannot be told.

    Attributes:
        mean: Every account with a score counts once.
        weighted: By MRR.
        worst: The lowest score.
        n: Accounts with a score.
    """

    mean: float | None
    weighted: float | None
    worst: float | None
    n: int


def family_health(accounts: Sequence[tuple[float | None, float | None]]) -> FamilyHealth:
    """Return the health of a family.

    Args:
        accounts: Health score (0 to 100) and MRR of each; blanks are not known.

    >>> family_health([(90, 900), (10, 100), (None, 50)])
    FamilyHealth(mean=50.0, weighted=82.0, worst=10, n=2)
    """
    scores = [score for score, _ in accounts if score is not None]
    paying = [(score, mrr) for score, mrr in accounts if score is not None and mrr and mrr > 0]
    total = math.fsum(mrr for _, mrr in paying)
    return FamilyHealth(
        mean=fmean(scores) if scores else None,
        weighted=math.fsum(score * mrr for score, mrr in paying) / total if total else None,
        worst=min(scores, default=None),
        n=len(scores),
    )
