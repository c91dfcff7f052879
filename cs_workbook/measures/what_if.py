"""What-if weights: the score an account would have if its measures weighed differently.

The scores of the single measures do not depend on their weights, so a score that is known with its
parts can be weighed anew without the inputs: new score = SUMPRODUCT(new weights, scores) /
SUM(new weights of what counts). Caps and overrides hold as before.
A blank stays a blank: a measure without a score carries no weight, and no weight at all gives no
score.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from cs_workbook.errors import DataError
from cs_workbook.measures.health_bands import TOP_SCORE
from cs_workbook.measures.health_result import HealthPart


@dataclass(frozen=True, slots=True, kw_only=True)
class Reweighed:
    """A score by other weights.

    Attributes:
        score: 0 to 100, after the cap; ``None`` where nothing is known.
        uncapped: The score before.
        coverage: Percent of the other weights whose measure is known, 0 to 100.
    """

    score: float | None
    uncapped: float | None
    coverage: float


def reweigh(
    parts: Sequence[HealthPart], weights: Sequence[float], *, at_most: float = TOP_SCORE
) -> Reweighed:
    """Return the score of an account by other weights.

    Args:
        parts: The parts of its health score.
        weights: Another weight for each part, 0 or more.
        at_most: The lowest cap that holds for it.

    Returns:
        Score and coverage; weights that are all 0 give neither.

    Raises:
        DataError: There are not as many weights as parts.

    >>> def part(value: float | None) -> HealthPart:
    ...     return HealthPart(name="", value=value, sub_score=value, weight=1,
    ...                       effective_weight_percent=50, points=None)
    >>> reweigh([part(80), part(20)], [3, 1])
    Reweighed(score=65.0, uncapped=65.0, coverage=100.0)
    >>> reweigh([part(80), part(None)], [1, 3], at_most=50)
    Reweighed(score=50, uncapped=80.0, coverage=25.0)
    """
    if len(parts) != len(weights):
        raise DataError(
            f"What-if weights: expected {len(parts)}, one per measure, found {len(weights)}."
        )
    total = known = counted = earned = 0.0
    for part, weight in zip(parts, weights, strict=True):
        total += weight
        if part.value is not None and part.sub_score is not None:
            known += weight
        if part.sub_score is not None:
            counted += weight
            earned += weight * part.sub_score
    if total == 0 or known == 0:
        return Reweighed(score=None, uncapped=None, coverage=0.0)
    uncapped = min(TOP_SCORE, earned / counted)
    return Reweighed(
        score=min(uncapped, at_most),
        uncapped=uncapped,
        coverage=100.0 if known == total else min(100.0, 100 * known / total),
    )
