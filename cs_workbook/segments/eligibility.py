"""Who earns a success plan: all customers of a small book, else those the rules name.

A rule says what depth an account *earns*; the capacity says how many full plans people can look
after. Accounts are ranked by the points of their segments, then by MRR, then by lower health, then
by id. Where the capacity ends, a full plan becomes a light one, and the rank of that line is said.

A person may override the depth with a reason and their name; such a choice comes before the line
and takes up capacity. Only customers have a plan: nobody writes one for a prospect, a trial or an
account that has left, whatever the override says.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cs_workbook.segments.words import DEPTHS, FULL, LIGHT, NO_PLAN

ABOVE, BELOW, LIGHT_PLAN, NO_PLAN_LINE, REFUSED = (
    "▲ Above the line",
    "◆ Below the line",
    "○ Light plan",
    "○ No plan",
    "○ No customer",
)
"""Where an account stands in the ranked list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An account that may earn a plan.

    Attributes:
        account_id: Its id.
        customer: Whether it is a customer.
        status: Its status in words.
        mrr: Its MRR; ``None`` where not known, which ranks last.
        health: Its health; ``None`` where not known, which ranks after all known ones.
        points: Weights of its segments added up.
        tier: Its tier.
        tier_depth: Depth its tier earns; ``None`` where the tier says nothing.
        segment_depths: Segment -> depth it earns.
        override: Depth a person chose, with a reason and a name.
    """

    account_id: str
    customer: bool = True
    status: str = "Customer"
    mrr: float | None = None
    health: float | None = None
    points: float = 0
    tier: str = ""
    tier_depth: str | None = None
    segment_depths: tuple[tuple[str, str], ...] = ()
    override: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What an account gets.

    Attributes:
        account_id: Its id.
        rank: Its place among the customers, from 1; ``None`` where it is none.
        suggested: Depth by rule and capacity.
        depth: Depth in force: the override where there is a valid one.
        line: Where it stands in the ranked list.
        why: The rule in words.
    """

    account_id: str
    rank: int | None
    suggested: str
    depth: str
    line: str
    why: str


def valid_override(depth: str | None, reason: str | None, author: str | None) -> str | None:
    """Return an override that counts: a known depth, with a reason and an author.

    >>> valid_override("Full", "board asked", "Ada"), valid_override("Full", None, "Ada")
    ('Full', None)
    """
    return depth if depth in DEPTHS and reason and author else None


def choose_plans(
    candidates: Iterable[Candidate], *, all_up_to: int, capacity: int | None
) -> tuple[Choice, ...]:
    """Return what every account gets, customers by rank, then the others by id.

    Args:
        candidates: All accounts.
        all_up_to: With so many customers or fewer everyone earns a full plan.
        capacity: How many full plans people can look after; ``None`` for any number.
    """
    everyone = list(candidates)
    customers = sorted((c for c in everyone if c.customer), key=_order)
    small = len(customers) <= all_up_to
    left = None if capacity is None else capacity - sum(c.override == FULL for c in customers)
    choices = []
    for rank, candidate in enumerate(customers, start=1):
        earned, why = _earned(candidate, small=small, customers=len(customers))
        suggested = earned
        if earned == FULL and candidate.override is None and left is not None:
            if left > 0:
                left -= 1
            else:
                suggested = LIGHT
                why = f"{why}; capacity of {capacity} full plans is used up"
        depth = candidate.override or suggested
        if candidate.override is not None:
            why = f"Chosen by hand; by rule: {earned} ({why})"
        choices.append(
            Choice(
                account_id=candidate.account_id,
                rank=rank,
                suggested=suggested,
                depth=depth,
                line=_line(depth, cut=suggested != earned),
                why=why,
            )
        )
    others = sorted((c for c in everyone if not c.customer), key=lambda c: c.account_id)
    choices.extend(
        Choice(
            account_id=candidate.account_id,
            rank=None,
            suggested=NO_PLAN,
            depth=NO_PLAN,
            line=REFUSED,
            why=f"{candidate.status}: a success plan is for existing customers",
        )
        for candidate in others
    )
    return tuple(choices)


def deepest(depths: Sequence[str]) -> str:
    """Return the deepest of some depths, no plan where there is none.

    >>> deepest(["None", "Light"]), deepest([])
    ('Light', 'None')
    """
    return min((depth for depth in depths if depth in DEPTHS), key=DEPTHS.index, default=NO_PLAN)


def suggested_need(
    *,
    new: bool,
    at_risk: bool,
    escalated: bool,
    low_use: bool,
    healthy: bool,
    growing: bool,
) -> str:
    """Return what a plan for an account should be about; the first that holds.

    >>> suggested_need(
    ...     new=False, at_risk=True, escalated=False, low_use=True, healthy=False, growing=False
    ... )
    'Rescue'
    """
    if escalated:
        return "Rescue"
    if new:
        return "Onboarding"
    if at_risk:
        return "Rescue"
    if low_use:
        return "Adoption"
    return "Growth" if healthy and growing else "Value"


def _line(depth: str, *, cut: bool) -> str:
    if depth == NO_PLAN:
        return NO_PLAN_LINE
    if depth == FULL:
        return ABOVE
    return BELOW if cut else LIGHT_PLAN


def _order(candidate: Candidate) -> tuple[float, float, float, str]:
    known = candidate.mrr if candidate.mrr is not None else float("-inf")
    health = candidate.health if candidate.health is not None else float("inf")
    return -candidate.points, -known, health, candidate.account_id


def _earned(candidate: Candidate, *, small: bool, customers: int) -> tuple[str, str]:
    """Return the depth an account earns by rule, and why."""
    if small:
        return FULL, f"A small book: all {customers} customers earn a plan"
    by_tier = [candidate.tier_depth] if candidate.tier_depth else []
    depth = deepest([*by_tier, *(depth for _, depth in candidate.segment_depths)])
    if depth == NO_PLAN:
        return depth, "No rule earns it a plan; problems are solved and the cadence is kept"
    sources = [f"tier {candidate.tier}"] if candidate.tier_depth == depth else []
    sources += [f"segment {name}" for name, found in candidate.segment_depths if found == depth]
    return depth, f"Earned by {', '.join(sources)}"
