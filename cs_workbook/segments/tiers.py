"""What each tier is entitled to, and where a customer does not get it.

The tiers themselves follow :mod:`cs_workbook.measures.tiers`: rank by revenue, ties together.

Blank rule: an entitlement that is left blank promises nothing and cannot be broken.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Entitlement:
    """What a tier gets.

    Attributes:
        tier: Its name.
        up_to: Percent of the customers by revenue this tier and those above it hold.
        dedicated: Whether each customer has a CSM of their own to name.
        most_accounts: Most customers that CSM may look after.
        touch_days: Days between two touches where attention says nothing.
        depth: Depth of plan the tier earns.
    """

    tier: str
    up_to: float
    dedicated: bool = False
    most_accounts: int | None = None
    touch_days: int | None = None
    depth: str | None = None


def breaches(entitlement: Entitlement, *, csm: str | None, load: Mapping[str, int]) -> list[str]:
    """Return which promises of its tier a customer does not get, in words.

    Args:
        entitlement: What its tier is entitled to.
        csm: Who looks after the customer.
        load: CSM -> customers they look after.

    >>> breaches(Entitlement(tier="Top", up_to=10, dedicated=True), csm=None, load={})
    ['no CSM is named']
    """
    found = []
    if entitlement.dedicated and not csm:
        found.append("no CSM is named")
    most = entitlement.most_accounts
    if csm and most is not None and load.get(csm, 0) > most:
        found.append(f"{csm} looks after {load[csm]} customers, {most} at most")
    return found
