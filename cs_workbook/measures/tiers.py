"""Tiers of customers by revenue: by rank ("the top 10 %") or by amount ("from 5,000 a month").

**Equal revenue, equal tier.** By rank, an account is in the top X percent if fewer than X percent
of the accounts earn more than it does. So a tie at the cut goes up as a whole and the top tier may
hold more than X percent, but nobody is served worse than an equal account; and the best account is
in the top tier however few accounts there are. By amount, the lower end belongs to the tier.

A blank is not a zero: accounts without a known revenue get no tier and are not counted among the
accounts. An account with a revenue of 0 is counted and is in the last tier.

References:
    Standard competition ranking ("1224"), as Excel's RANK.EQ has it.
"""

import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from cs_workbook.errors import OutOfRangeError, SettingsError
from cs_workbook.measures.figure import Part, is_blank

_ALL = 100.0


class RankTier(NamedTuple):
    """A tier by rank.

    Attributes:
        name: As shown.
        up_to: Percent of the accounts, counted from the one with the most revenue, that this tier
            and those above it hold.
    """

    name: str
    up_to: float


class AmountTier(NamedTuple):
    """A tier by amount.

    Attributes:
        name: As shown.
        at_least: Lowest revenue of the tier, part of it.
    """

    name: str
    at_least: float


DEFAULT_RANK_TIERS = (RankTier("Top", 10.0), RankTier("Middle", 50.0), RankTier("Base", _ALL))


@dataclass(frozen=True, slots=True, kw_only=True)
class TierResult:
    """Accounts with their tiers.

    Attributes:
        tiers: Name of the tier of each account, in the order given; ``None`` for a blank.
        n: Accounts with a known revenue.
        parts: How many accounts each tier holds, from the top, then the blanks.
        rule: The rule in plain words, ready to be printed.
    """

    tiers: tuple[str | None, ...]
    n: int
    parts: tuple[Part, ...]
    rule: str


def tiers_by_rank(
    revenues: Iterable[float | None], tiers: Sequence[RankTier] = DEFAULT_RANK_TIERS
) -> TierResult:
    """Return the tier of each account by its rank in revenue.

    The first tier with 100 * (accounts that earn more) / accounts < ``up_to``.

    Args:
        revenues: Revenue per account, 0 or more; blanks get no tier.
        tiers: From the top, the last one up to 100 percent.

    Returns:
        One tier per account, and how many each holds.

    Raises:
        OutOfRangeError: A revenue is negative.
        SettingsError: The tiers do not give every account exactly one name.

    >>> tiers_by_rank([900, 500, 500, 20, None], [RankTier("A", 25), RankTier("B", 100)]).tiers
    ('A', 'B', 'B', 'B', None)
    >>> tiers_by_rank([900, 900, 500, 20], [RankTier("A", 25), RankTier("B", 100)]).tiers
    ('A', 'A', 'B', 'B')
    """
    ends = [tier.up_to for tier in tiers]
    if not ends or ends[-1] != _ALL:
        raise SettingsError(f"Tiers: expected the last one to go up to 100, found {ends!r}.")
    if not ends[0] > 0 or not all(low < high for low, high in pairwise(ends)):
        raise SettingsError(f"Tiers: expected rising percentages from above 0, found {ends!r}.")
    rows = _known(revenues)
    ascending = sorted(revenue for revenue in rows if revenue is not None)
    n = len(ascending)

    def name(revenue: float) -> str:
        more = n - bisect_right(ascending, revenue)
        return next(tier.name for tier in tiers if _ALL * more < tier.up_to * n)

    return _result(
        [None if revenue is None else name(revenue) for revenue in rows],
        [tier.name for tier in tiers],
        "Tier by rank: in the top X percent is who has fewer than X percent of the accounts above; "
        "equal revenue, equal tier",
    )


def tiers_by_amount(revenues: Iterable[float | None], tiers: Sequence[AmountTier]) -> TierResult:
    """Return the tier of each account by the amount of its revenue.

    Args:
        revenues: Revenue per account, 0 or more; blanks get no tier.
        tiers: From the top, the last one from 0.

    Returns:
        One tier per account, and how many each holds.

    Raises:
        OutOfRangeError: A revenue is negative.
        SettingsError: The tiers do not give every account exactly one name.

    >>> tiers_by_amount([5000, 4999, 0], [AmountTier("Key", 5000), AmountTier("Other", 0)]).tiers
    ('Key', 'Other', 'Other')
    """
    ends = [tier.at_least for tier in tiers]
    if not ends or ends[-1] != 0:
        raise SettingsError(f"Tiers: expected the last one to start at 0, found {ends!r}.")
    if not ends[0] < math.inf or not all(high > low for high, low in pairwise(ends)):
        raise SettingsError(f"Tiers: expected falling amounts down to 0, found {ends!r}.")
    return _result(
        [
            None
            if revenue is None
            else next(tier.name for tier in tiers if revenue >= tier.at_least)
            for revenue in _known(revenues)
        ],
        [tier.name for tier in tiers],
        "Tier by amount: the first tier whose lowest amount is reached",
    )


def _known(revenues: Iterable[float | None]) -> list[float | None]:
    """Return the revenues with every kind of blank as ``None``."""
    rows: list[float | None] = []
    for place, revenue in enumerate(revenues, start=1):
        if revenue is None or is_blank(revenue):
            rows.append(None)
        elif 0 <= revenue < math.inf:
            rows.append(revenue)
        else:
            raise OutOfRangeError(
                f"Revenue of account {place}: expected an amount of 0 or more, found {revenue!r}."
            )
    return rows


def _result(found: list[str | None], names: list[str], rule: str) -> TierResult:
    if len(set(names)) < len(names):
        raise SettingsError(f"Tiers: expected a different name for each, found {names!r}.")
    counts = Counter(found)
    blanks = counts[None]
    n = len(found) - blanks
    return TierResult(
        tiers=tuple(found),
        n=n,
        parts=(*(Part(name, counts[name]) for name in names), Part("blanks", blanks)),
        rule=f"{rule}; {n} accounts, {blanks} blank left out.",
    )
