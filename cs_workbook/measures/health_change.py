"""Why a health score moved: bars that add up to the change exactly, and the slope of a history.

The change is taken apart in three steps, in this order: data that came or went (with the old
weights), values that moved (with the old weights), then the change of weights (with the new
values). Each step ends where the next begins, so nothing is left over. A measure that is blank on
both sides has no part in it.

References:
    Ordinary least squares for the slope.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from cs_workbook.measures.figure import Part, is_blank
from cs_workbook.measures.health import HealthPart, HealthScore

_POINTS_FOR_A_SLOPE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthChange:
    """The change between two health scores of one account, taken apart.

    Attributes:
        before: Earlier score.
        after: Later score.
        change: Later minus earlier; ``None`` where one of them is unknown.
        contributions: Points by measure known on both sides, for the move of its sub-score; a
            changed anchor moves the sub-score and stands here too.
        data_points: Points because measures became known or blank, or left the model.
        weight_points: Points because weights changed, or measures joined the model.
        rule: In words, ready to be printed.
    """

    before: float | None
    after: float | None
    change: float | None
    contributions: tuple[Part, ...]
    data_points: float | None
    weight_points: float | None
    rule: str = (
        "Change of the score: data that came or went, then values that moved, both with the "
        "earlier weights; then the change of weights."
    )


def explain_change(before: HealthScore, after: HealthScore) -> HealthChange:
    """Say which measure moved a score by how many points.

    A measure's contribution is its effective weight (in the earlier weights) times the move of its
    sub-score. ``sum(contributions) + data_points + weight_points`` is the change.

    Args:
        before: Earlier score of the account.
        after: Later score; its model may differ.

    Returns:
        The change taken apart; without numbers where one of the scores is unknown.

    >>> from cs_workbook.measures.health import HealthMeasure, HealthModel, health_score
    >>> model = HealthModel(
    ...     measures=(
    ...         HealthMeasure(name="Usage", weight=5, score_0_at=0, score_100_at=100),
    ...         HealthMeasure(name="Support", weight=5, score_0_at=0, score_100_at=100),
    ...     )
    ... )
    >>> change = explain_change(
    ...     health_score(model, {"Usage": 80, "Support": 50}),
    ...     health_score(model, {"Usage": 60, "Support": 60}),
    ... )
    >>> change.change, [tuple(part) for part in change.contributions]
    (-5.0, [('Usage', -10.0), ('Support', 5.0)])
    """
    if before.score is None or after.score is None:
        return HealthChange(
            before=before.score,
            after=after.score,
            change=None,
            contributions=(),
            data_points=None,
            weight_points=None,
        )
    earlier = {part.name: part for part in before.parts}
    # Measures the model gained had no weight before; that makes them a change of weights.
    steps = [
        _Step(
            name=part.name,
            old_weight=earlier[part.name].weight if part.name in earlier else 0.0,
            old=_sub_score(earlier.get(part.name)),
            new=part.sub_score,
        )
        for part in after.parts
        if part.sub_score is not None
    ]
    weights = math.fsum(step.old_weight for step in steps)
    change = after.score - before.score
    if weights == 0:
        # Nothing that counts now had a weight then: the model was replaced.
        return HealthChange(
            before=before.score,
            after=after.score,
            change=change,
            contributions=(),
            data_points=0.0,
            weight_points=change,
        )
    with_new_data = math.fsum(step.old_weight * step.start for step in steps) / weights
    with_new_values = math.fsum(step.old_weight * step.new for step in steps) / weights
    known_before = {part.name for part in before.parts if part.sub_score is not None}
    known_now = {step.name for step in steps if step.name in earlier}
    return HealthChange(
        before=before.score,
        after=after.score,
        change=change,
        contributions=tuple(
            Part(step.name, step.old_weight * (step.new - step.old) / weights)
            for step in steps
            if step.old is not None
        ),
        data_points=0.0 if known_now == known_before else with_new_data - before.score,
        weight_points=after.score - with_new_values,
    )


def score_slope(scores: Sequence[float | None]) -> float | None:
    """Return the trend of a history of scores: the slope of the least squares line.

    Args:
        scores: Scores at equal distances (weeks, refreshes), old to new. A blank keeps its place
            and is left out.

    Returns:
        Points per step; ``None`` with fewer than two scores, because one point has no trend.

    >>> round(score_slope([70, 68, 66, 60]), 1)
    -3.2
    """
    known = [
        (step, score)
        for step, score in enumerate(scores)
        if score is not None and not is_blank(score)
    ]
    if len(known) < _POINTS_FOR_A_SLOPE:
        return None
    middle = math.fsum(step for step, _ in known) / len(known)
    mean = math.fsum(score for _, score in known) / len(known)
    rise = math.fsum((step - middle) * (score - mean) for step, score in known)
    return rise / math.fsum((step - middle) ** 2 for step, _ in known)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    """A measure that counts now, and what it was before."""

    name: str
    old_weight: float
    old: float | None
    new: float

    @property
    def start(self) -> float:
        """Sub-score before the values move: what just became known starts at its new value."""
        return self.new if self.old is None else self.old


def _sub_score(part: HealthPart | None) -> float | None:
    return None if part is None else part.sub_score
