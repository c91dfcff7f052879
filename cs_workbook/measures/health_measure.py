"""One measure of a health score: its weight, its scale, and what a blank does.

References:
    Natero (Freshsuccess) support, "Define health criteria" (linear scaling).
"""

import math
from dataclasses import dataclass
from enum import StrEnum

from cs_workbook.errors import SettingsError
from cs_workbook.measures.figure import is_blank
from cs_workbook.measures.health_scales import Tier, points_by_tier, require_anchors, scale_linear


class Scale(StrEnum):
    """How a value becomes a sub-score."""

    LINEAR = "Linear"  # a straight line between two anchors
    TIERS = "Tiers"
    PERCENTILE = "Percentile"  # rank among peers


class WhenBlank(StrEnum):
    """What a blank does to the score; the coverage never counts it as known."""

    LEAVE_OUT = "leave out"
    COUNT_AS_0 = "count as 0"
    COUNT_AS_50 = "count as 50"

    @property
    def sub_score(self) -> float | None:
        """The sub-score a blank gets; ``None`` where it is left out."""
        return {"leave out": None, "count as 0": 0.0, "count as 50": 50.0}[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthMeasure:
    """One signal of the score: its weight and the two anchors of its scale.

    Attributes:
        name: Name of the signal; the key of its value.
        weight: Any number from 0; only the relation between weights matters.
        score_0_at: Raw value worth 0 points.
        score_100_at: Raw value worth 100 points; below ``score_0_at`` where less is better.
        when_blank: What a blank does to the score.
        source: Where its value comes from: the header of a column.
        dated_by: Header of the column with the day of the value; ``None`` where it has none.
        fresh_days: Days after which a value counts as blank; ``None`` for no limit.
        scale: How a value becomes a sub-score. By rank, the anchors only say which end is better.
        tiers: From low to high, where the scale is tiers.
        slot: Its place in the model as typed, from 1; 0 where it has none.
    """

    name: str
    weight: float
    score_0_at: float
    score_100_at: float
    when_blank: WhenBlank = WhenBlank.LEAVE_OUT
    source: str = ""
    dated_by: str | None = None
    fresh_days: float | None = None
    scale: Scale = Scale.LINEAR
    tiers: tuple[Tier, ...] = ()
    slot: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.weight < math.inf:
            raise SettingsError(
                f"Weight of {self.name}: expected a number from 0, found {self.weight!r}."
            )
        require_anchors(self.score_0_at, self.score_100_at, where=f"Anchors of {self.name}")

    def read(
        self, raw: float | None, rank: float | None = None
    ) -> tuple[float | None, float | None]:
        """Return the value, ``None`` if it counts as unknown, and the sub-score that counts.

        Args:
            raw: The value.
            rank: Its rank among its peers in percent, where the scale is percentile; ``None``
                where they are too few.
        """
        if raw is None or is_blank(raw):
            return None, self.when_blank.sub_score
        if self.scale is Scale.LINEAR:
            return raw, scale_linear(raw, self.score_0_at, self.score_100_at)
        if self.scale is Scale.TIERS:
            score = points_by_tier(raw, self.tiers)
        elif rank is not None and self.score_100_at < self.score_0_at:
            score = 100 - rank
        else:
            score = rank
        # In no tier, or without peers: nothing can be said, whatever a blank would count.
        return (None, None) if score is None else (raw, score)

    def is_stale(self, age_days: float | None) -> bool:
        """Say whether a value is too old to count; one of unknown age is not."""
        return self.fresh_days is not None and age_days is not None and age_days > self.fresh_days
