"""What each tier is entitled to, and where a customer does not get it.

The tiers themselves follow :mod:`cs_workbook.measures.tiers`: rank by revenue, ties together, or
amounts where each tier has one.

Blank rule: an entitlement that is left blank promises nothing and cannot be broken.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cs_workbook.errors import SettingsError
from cs_workbook.measures.tiers import (
    AmountTier,
    RankTier,
    TierResult,
    tiers_by_amount,
    tiers_by_rank,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entitlement:
    """What a tier gets.

    Attributes:
        tier: Its name.
        up_to: Percent of the customers by revenue this tier and those above it hold; ``None``
            where nobody said.
        at_least: Lowest revenue of the tier; ``None`` where ranks cut.
        dedicated: Whether each customer has a CSM of their own to name.
        most_accounts: Most customers that CSM may look after.
        touch_days: Days between two touches where attention says nothing.
        depth: Depth of plan the tier earns.
    """

    tier: str
    up_to: float | None = None
    at_least: float | None = None
    dedicated: bool = False
    most_accounts: int | None = None
    touch_days: int | None = None
    depth: str | None = None


def cut(revenues: Iterable[float | None], tiers: Sequence[Entitlement]) -> TierResult:
    """Return the tier of each customer: by amount where the tiers have amounts, else by rank.

    Args:
        revenues: Revenue per customer, 0 or more; a blank gets no tier.
        tiers: From the top.

    Raises:
        OutOfRangeError: A revenue is negative.
        SettingsError: Some tiers have an amount and some have none, or a rank is missing, or the
            tiers do not give every customer exactly one name.

    >>> tiers = [Entitlement(tier="Key", at_least=5000), Entitlement(tier="Other", at_least=0)]
    >>> cut([5000, 4999, None], tiers).tiers
    ('Key', 'Other', None)
    """
    amounts = [AmountTier(tier.tier, tier.at_least) for tier in tiers if tier.at_least is not None]
    if not amounts:
        return tiers_by_rank(revenues, [_rank(tier) for tier in tiers])
    if len(amounts) < len(tiers):
        missing = [tier.tier for tier in tiers if tier.at_least is None]
        raise SettingsError(
            f"Tiers: expected a lowest amount for every tier or for none, found none for "
            f"{', '.join(missing)}. Give the last tier 0, or empty the column."
        )
    return tiers_by_amount(revenues, amounts)


def _rank(tier: Entitlement) -> RankTier:
    if tier.up_to is None:
        raise SettingsError(
            f"Tier {tier.tier!r}: expected a rank in percent, found none. Type a number up to 100."
        )
    return RankTier(tier.tier, tier.up_to)


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
