"""Expansion score: may this customer want more? Kept apart from health on purpose.

Each signal is scaled to points from 0 to 100 between two anchors; the score is the weighted mean
of the points that are known. A blank is left out and lowers the coverage, the known share of the
weights; it is never 0 points. A signal whose two anchors are equal has no scale and is left out.

A full product that nobody pays more for is healthy and an opportunity; a churning one may be full
as well. Mixing the two would hide both, so nothing of this enters the health score.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from cs_workbook.measures.figure import is_blank
from cs_workbook.measures.health_scales import scale_linear


class Signal(NamedTuple):
    """One signal of the score.

    Attributes:
        name: Key of its value.
        weight: 0 or more.
        zero_at: Value worth 0 points.
        hundred_at: Value worth 100 points.
    """

    name: str
    weight: float
    zero_at: float
    hundred_at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpansionScore:
    """An expansion score and its parts.

    Attributes:
        score: 0 to 100; ``None`` where nothing with a weight is known.
        coverage: Percent of the weights that is known.
        known_weight: Sum of these weights.
        points: Points by signal; ``None`` where it is not known.
    """

    score: float | None
    coverage: float
    known_weight: float
    points: Mapping[str, float | None]


def expansion_score(
    signals: Sequence[Signal], values: Mapping[str, float | None]
) -> ExpansionScore:
    """Return the expansion score of one account.

    Args:
        signals: The signals with weights and anchors.
        values: Value by signal; a blank or a missing one is not known.

    >>> signals = (Signal("Seats", 3, 70, 100), Signal("Growth", 1, 0, 20))
    >>> made = expansion_score(signals, {"Seats": 100, "Growth": None})
    >>> made.score, made.coverage
    (100.0, 75.0)
    """
    points = {signal.name: _points(signal, values.get(signal.name)) for signal in signals}
    known = earned = total = 0.0
    for signal in signals:
        total += signal.weight
        reached = points[signal.name]
        if reached is not None:
            known += signal.weight
            earned += reached * signal.weight
    return ExpansionScore(
        score=earned / known if known else None,
        coverage=100 * known / total if total else 0.0,
        known_weight=known,
        points=points,
    )


def _points(signal: Signal, value: float | None) -> float | None:
    if value is None or is_blank(value) or signal.zero_at == signal.hundred_at:
        return None
    return scale_linear(value, signal.zero_at, signal.hundred_at)
