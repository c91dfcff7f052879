"""From a raw value to points: linear between two anchors, by rank among peers, by tiers.

A blank gives no points, which is not the same as 0 points: what follows leaves it out.

References:
    Natero (Freshsuccess) support, "Define health criteria" (two anchors, clipped, invertible).
    ChurnZero support, "Setting up ChurnScore factors": the top of a tier is inclusive.
    Mid-rank percentile: ties share the middle of their places.
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from cs_workbook.errors import SettingsError
from cs_workbook.measures.figure import is_blank


class Tier(NamedTuple):
    """A stretch of raw values that earns the same points.

    Attributes:
        above: Lower end, itself not part of the tier.
        up_to: Upper end, part of the tier.
        points: What a value in the tier earns.
    """

    above: float
    up_to: float
    points: float


def require_anchors(zero_at: float, hundred_at: float, *, where: str = "Anchors") -> None:
    """Refuse anchors between which nothing can be scaled.

    Args:
        zero_at: Raw value that is worth 0.
        hundred_at: Raw value that is worth 100.
        where: Start of the message.

    Raises:
        SettingsError: They are equal, not finite, or too far apart to be subtracted.
    """
    width = hundred_at - zero_at
    if width == 0 or not math.isfinite(width):
        raise SettingsError(
            f"{where}: expected two different numbers for 0 and 100 points, found {zero_at!r} and "
            f"{hundred_at!r}."
        )


def scale_linear(value: float | None, zero_at: float, hundred_at: float) -> float | None:
    """Return where a value lies between two anchors, from 0 to 100.

    100 * (value - zero_at) / (hundred_at - zero_at), clipped to 0 and 100. The direction follows
    from the anchors: with ``zero_at`` above ``hundred_at`` a smaller value is better. In a cell:
    ``=MAX(0, MIN(100, 100*(value-zero_at)/(hundred_at-zero_at)))``.

    Args:
        value: The raw value; a blank gives a blank.
        zero_at: Raw value that is worth 0.
        hundred_at: Raw value that is worth 100.

    Returns:
        0 to 100; ``None`` for a blank.

    Raises:
        SettingsError: The anchors are equal or not finite.

    >>> scale_linear(18, 8, 28)
    50.0
    >>> scale_linear(4, 10, 0)  # open tickets: none is best
    60.0
    """
    require_anchors(zero_at, hundred_at)
    if value is None or is_blank(value):
        return None
    share = (value - zero_at) / (hundred_at - zero_at)
    if share <= 0:
        return 0.0
    # Settled before multiplying, so that a value on the anchor is 100 and not 99.99999999999999.
    if share >= 1:
        return 100.0
    return min(100.0, 100 * (value - zero_at) / (hundred_at - zero_at))


def percentile_mid_rank(value: float | None, population: Iterable[float | None]) -> float | None:
    """Return the share of peers below a value, peers with the same value counted half.

    100 * (below + equal / 2) / n.

    Args:
        value: The raw value; a blank gives a blank.
        population: Values of all peers, normally with the value itself; blanks are left out.

    Returns:
        0 to 100; ``None`` for a blank or without peers.

    >>> percentile_mid_rank(20, [10, 20, 20, 30])
    50.0
    """
    if value is None or is_blank(value):
        return None
    peers = [peer for peer in population if peer is not None and not is_blank(peer)]
    if not peers:
        return None
    below = sum(1 for peer in peers if peer < value)
    equal = sum(1 for peer in peers if peer == value)
    return 100 * (below + equal / 2) / len(peers)


def percentile_ranks(values: Sequence[float | None], *, smallest: int = 1) -> list[float | None]:
    """Return the :func:`percentile_mid_rank` of each value among all of them.

    Args:
        values: Blanks get a blank and are nobody's peer.
        smallest: Fewest peers, the value itself among them; fewer give a blank.

    >>> percentile_ranks([10, 20, None, 20, 30])
    [12.5, 50.0, None, 50.0, 87.5]
    """
    peers = sorted(value for value in values if value is not None and not is_blank(value))
    if len(peers) < max(1, smallest):
        return [None] * len(values)
    ranks: list[float | None] = []
    for value in values:
        if value is None or is_blank(value):
            ranks.append(None)
            continue
        below = bisect_left(peers, value)
        equal = bisect_right(peers, value) - below
        ranks.append(100 * (below + equal / 2) / len(peers))
    return ranks


def points_by_tier(value: float | None, tiers: Sequence[Tier]) -> float | None:
    """Return the points of the tier a value falls into; a tier's top belongs to it.

    Args:
        value: The raw value; a blank gives a blank.
        tiers: Tiers from low to high that do not overlap.

    Returns:
        The points of the tier; ``None`` for a blank and for a value in no tier.

    Raises:
        SettingsError: A tier is empty, or begins before the one below it ends.

    >>> points_by_tier(5, [Tier(0, 5, 50), Tier(5, 10, 100)])
    50
    """
    floor = -math.inf
    for tier in tiers:
        if tier.above < floor or not tier.above < tier.up_to:
            raise SettingsError(
                f"Tiers: expected ascending tiers without overlap, found one above {tier.above!r} "
                f"up to {tier.up_to!r}."
            )
        floor = tier.up_to
    if value is None or is_blank(value):
        return None
    return next((tier.points for tier in tiers if tier.above < value <= tier.up_to), None)
