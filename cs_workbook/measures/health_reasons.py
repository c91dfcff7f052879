"""Why a health score is what it is, in words: the measures that cost it most.

What a measure costs is its share of the weights that count, less the points it brings: 20 of 80
weights with a score of 60 could have brought 25 points, brings 15 and costs 10. All costs and the
score add up to 100. A measure that is left out costs nothing.
"""

from collections.abc import Sequence

from cs_workbook.measures.health import HealthPart, HealthScore
from cs_workbook.measures.health_presets import round_half_up

WORTH_NAMING = 0.5
"""Points a measure must cost to be named: less would be shown as 0."""


def lost_points(score: HealthScore) -> tuple[float | None, ...]:
    """Return what each measure costs, in the order of the model; ``None`` where it is left out."""
    counted = 0.0
    for part in score.parts:
        if part.sub_score is not None:
            counted += part.weight
    return tuple(
        None if part.points is None else 100 * part.weight / counted - part.points
        for part in score.parts
    )


def largest_losses(
    parts: Sequence[HealthPart], losses: Sequence[float | None], *, most: int = 2
) -> tuple[tuple[str, float], ...]:
    """Return the measures that cost most, with the points they cost; of equal ones the first.

    >>> from cs_workbook.measures.health import HealthMeasure, HealthModel, health_score
    >>> model = HealthModel(
    ...     measures=tuple(
    ...         HealthMeasure(name=name, weight=1, score_0_at=0, score_100_at=10)
    ...         for name in ("Use", "Support")
    ...     )
    ... )
    >>> score = health_score(model, {"Use": 8, "Support": 3})
    >>> largest_losses(score.parts, lost_points(score))
    (('Support', 35.0), ('Use', 10.0))
    """
    known = [
        (part.name, loss)
        for part, loss in zip(parts, losses, strict=True)
        if loss is not None and loss >= WORTH_NAMING
    ]
    return tuple(sorted(known, key=lambda item: -item[1])[:most])


def in_words(losses: Sequence[tuple[str, float]]) -> str:
    """Return losses as text, in whole points.

    >>> in_words([("Support", 35.0), ("Use", 10.2)])
    'Support (-35), Use (-10)'
    """
    return ", ".join(f"{name} (-{round_half_up(loss)})" for name, loss in losses)
