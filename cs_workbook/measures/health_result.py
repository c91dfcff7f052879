"""What comes of scoring: the score of an account with its parts, or many scores by column."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthPart:
    """What one measure brought to a score.

    Attributes:
        name: Name of the measure.
        value: Raw value; ``None`` for a blank.
        sub_score: 0 to 100; ``None`` where the measure is left out.
        weight: The weight as typed.
        effective_weight_percent: Its share of the weights that made the score, 0 where left out.
        points: Its share of the score; all points add up to the score. ``None`` where left out.
    """

    name: str
    value: float | None
    sub_score: float | None
    weight: float
    effective_weight_percent: float
    points: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthScore:
    """A health score and how it came about.

    Attributes:
        score: 0 to 100; ``None`` where nothing is known.
        coverage: Percent of the weights whose measure is known, 0 to 100.
        band: Name of the band, or of "no data" below the minimum coverage.
        parts: One per measure, in the order of the model.
        rule: The rule in plain words, ready to be printed beside the score.
        uncapped: The score before caps; the points of the parts add up to it.
        held_down_by: Reason of the cap that lowered it; ``None`` where none did.
    """

    score: float | None
    coverage: float
    band: str
    parts: tuple[HealthPart, ...]
    rule: str
    uncapped: float | None = None
    held_down_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthColumns:
    """Scores of many accounts, column by column.

    Attributes:
        scores: As :attr:`HealthScore.score`, one per account.
        coverage: As :attr:`HealthScore.coverage`.
        bands: As :attr:`HealthScore.band`.
    """

    scores: tuple[float | None, ...]
    coverage: tuple[float, ...]
    bands: tuple[str, ...]
