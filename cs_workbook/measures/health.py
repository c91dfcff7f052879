"""Health score: a weighted mean of sub-scores from 0 to 100, explained part by part.

Each measure turns a raw value (logins, open tickets, NPS) into a sub-score between two anchors.
The score is SUMPRODUCT(weights, sub-scores) / SUM(weights of what is known), added up in the order
of the model, as the worksheet does.
**A blank is not a zero.** A blank measure is left out and the other weights carry the score.
The known share of the weights travels with it as *coverage*; below the model's minimum the score is
still given, but the band says "no data": a 92 made of one third of the weights must not show green.
A measure may have blanks counted as 0 or 50; that changes the score, never the coverage.

References:
    Gainsight support, "Measure weights in scorecards" (weights of any sum).
    Vitally docs, "Health scores" (a metric without data is ignored).
    Natero (Freshsuccess) support, "Define health criteria" (linear scaling).
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from cs_workbook.errors import DataError, SettingsError
from cs_workbook.measures.figure import percent_of
from cs_workbook.measures.health_bands import (
    BAND_DECIMALS,
    DEFAULT_BANDS,
    NO_DATA_BAND,
    TOP_SCORE,
    Band,
    Cap,
    cap_score,
    require_bands,
    steady_band,
)
from cs_workbook.measures.health_measure import HealthMeasure, Scale, WhenBlank
from cs_workbook.measures.health_profiles import Profile, require_profiles
from cs_workbook.measures.health_result import HealthColumns, HealthPart, HealthScore
from cs_workbook.measures.health_scales import percentile_ranks

__all__ = [
    "HealthColumns",
    "HealthMeasure",
    "HealthModel",
    "HealthPart",
    "HealthScore",
    "Scale",
    "WhenBlank",
    "health_score",
    "health_scores",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthModel:
    """The measures of a score, the coverage it needs and its bands.

    Attributes:
        measures: In the order of the worksheet, which is the order of adding up.
        minimum_coverage: Percent of the weights that must be known for a band, 0 to 100.
        bands: From low to high; the upper end of a band belongs to it.
        no_data_band: What stands for the band where too little is known.
        band_margin: Points above a bound that let a score out of its band; see
            :func:`cs_workbook.measures.health_bands.steady_band`.
        profiles: Other weights for some accounts, in the order of precedence. A score is made by
            the model as :meth:`weighing` gives it; the profiles themselves play no part in it.
    """

    measures: tuple[HealthMeasure, ...]
    minimum_coverage: float = 50.0
    bands: tuple[Band, ...] = DEFAULT_BANDS
    no_data_band: str = NO_DATA_BAND
    band_margin: float = 0.0
    profiles: tuple[Profile, ...] = ()

    def __post_init__(self) -> None:
        names = [measure.name for measure in self.measures]
        if len(set(names)) < len(names):
            raise SettingsError(f"Measures: expected a different name for each, found {names!r}.")
        # Times 100, because that is the largest product the score adds up.
        if not 0 < self.total_weight * TOP_SCORE < math.inf:
            raise SettingsError(
                "Weights: expected at least one above 0 and a sum that can be computed, found "
                f"{[measure.weight for measure in self.measures]!r}."
            )
        if not 0 <= self.minimum_coverage <= 100:  # noqa: PLR2004 - the percent scale
            raise SettingsError(
                f"Minimum coverage: expected 0 to 100 percent, found {self.minimum_coverage!r}."
            )
        require_bands(self.bands, self.no_data_band)
        require_profiles(self.profiles, {m.name: m.weight for m in self.measures})

    def weighing(self, profile: Profile | None) -> "HealthModel":
        """Return the model for the accounts of a profile: the same scales, its weights."""
        if profile is None:
            return replace(self, profiles=())
        measures = tuple(replace(m, weight=profile.weight(m.name, m.weight)) for m in self.measures)
        return replace(self, measures=measures, profiles=())

    @property
    def total_weight(self) -> float:
        """Sum of all weights, added in the order of the model."""
        # A loop and not sum(): from Python 3.12 on, sum() corrects rounding and would differ.
        total = 0.0
        for measure in self.measures:
            total += measure.weight
        return total


def health_score(
    model: HealthModel,
    inputs: Mapping[str, float | None],
    *,
    band_before: str | None = None,
    ranks: Mapping[str, float | None] = MappingProxyType({}),
    caps: Iterable[Cap] = (),
) -> HealthScore:
    """Return the health score of one account with all its parts.

    Args:
        model: Measures, minimum coverage and bands.
        inputs: Raw value by measure name; a missing key is a blank, other keys are not looked at.
        band_before: The band shown last, which the margin of bands may hold.
        ranks: Rank among the account's peers by measure, for the scale percentile.
        caps: What limits the score of this account; the lowest counts.

    Returns:
        Score from 0 to 100, coverage in percent, band and parts.

    >>> model = HealthModel(
    ...     measures=(
    ...         HealthMeasure(name="Active users", weight=3, score_0_at=0, score_100_at=50),
    ...         HealthMeasure(name="Open tickets", weight=1, score_0_at=10, score_100_at=0),
    ...     )
    ... )
    >>> result = health_score(model, {"Active users": 40, "Open tickets": 5})
    >>> result.score, result.coverage, result.band
    (72.5, 100.0, '◆ Watch')
    >>> [(part.name, part.points) for part in result.parts]
    [('Active users', 60.0), ('Open tickets', 12.5)]
    """
    known = counted = earned = 0.0
    scaled: list[tuple[HealthMeasure, float | None, float | None]] = []
    for measure in model.measures:
        value, sub_score = measure.read(inputs.get(measure.name), ranks.get(measure.name))
        if value is not None:
            known += measure.weight
        if sub_score is not None:
            counted += measure.weight
            earned += measure.weight * sub_score
        scaled.append((measure, value, sub_score))
    score, coverage = _mean(model.total_weight, known, counted, earned)
    capped = cap_score(score, caps)
    parts = tuple(
        HealthPart(
            name=measure.name,
            value=value,
            sub_score=sub_score,
            weight=measure.weight,
            effective_weight_percent=(
                0.0 if sub_score is None else percent_of(measure.weight, counted) or 0.0
            ),
            points=(
                None if sub_score is None or score is None else measure.weight * sub_score / counted
            ),
        )
        for measure, value, sub_score in scaled
    )
    answered = sum(1 for part in parts if part.value is not None)
    return HealthScore(
        score=capped.score,
        coverage=coverage,
        band=_band(model, capped.score, coverage, band_before),
        parts=parts,
        rule=(
            f"Weighted mean of {answered} of {len(parts)} measures, {coverage:.3g} % of the "
            f"weights; a band needs {model.minimum_coverage:.3g} %."
        ),
        uncapped=capped.uncapped,
        held_down_by=capped.reason,
    )


def health_scores(
    model: HealthModel, columns: Mapping[str, Sequence[float | None]]
) -> HealthColumns:
    """Return the health scores of many accounts at once, equal to :func:`health_score` for each.

    It adds up in the same order and leaves out the parts, which makes it several times faster:
    for history, back-tests and what-if weights. A percentile is a rank among all of them.

    Args:
        model: Measures, minimum coverage and bands.
        columns: Raw values by measure name, one per account, in the same order in each column; a
            missing column is blank throughout, other columns are not looked at.

    Returns:
        Scores, coverage and bands, one each per account.

    Raises:
        DataError: The columns are not equally long.

    >>> model = HealthModel(
    ...     measures=(HealthMeasure(name="NPS", weight=1, score_0_at=-100, score_100_at=100),)
    ... )
    >>> health_scores(model, {"NPS": [50, None]}).scores
    (75.0, None)
    """
    lengths = {name: len(column) for name, column in columns.items()}
    if len(set(lengths.values())) > 1:
        raise DataError(f"Health columns: expected equally many values in each, found {lengths!r}.")
    rows = max(lengths.values(), default=0)
    known, counted, earned = [0.0] * rows, [0.0] * rows, [0.0] * rows
    for measure in model.measures:
        weight = measure.weight
        column = columns.get(measure.name, [None] * rows)
        ranked = measure.scale is Scale.PERCENTILE
        ranks = percentile_ranks(column) if ranked else [None] * rows
        for row, (raw, rank) in enumerate(zip(column, ranks, strict=True)):
            value, sub_score = measure.read(raw, rank)
            if value is not None:
                known[row] += weight
            if sub_score is not None:
                counted[row] += weight
                earned[row] += weight * sub_score
    total = model.total_weight
    finished = [_mean(total, *sums) for sums in zip(known, counted, earned, strict=True)]
    return HealthColumns(
        scores=tuple(score for score, _ in finished),
        coverage=tuple(coverage for _, coverage in finished),
        bands=tuple(_band(model, score, coverage, None) for score, coverage in finished),
    )


def _mean(total: float, known: float, counted: float, earned: float) -> tuple[float | None, float]:
    """Turn the sums of one account into score and coverage."""
    # The share of the whole first: 100 * known could round to more than 100 * total.
    coverage = 100.0 if known == total else min(100.0, 100 * known / total)
    # Rounding in the products can pass the top by the last digit.
    return None if known == 0 else min(TOP_SCORE, earned / counted), coverage


def _band(model: HealthModel, score: float | None, coverage: float, band_before: str | None) -> str:
    enough = round(coverage, BAND_DECIMALS) >= round(model.minimum_coverage, BAND_DECIMALS)
    if score is None or not enough:
        return model.no_data_band
    return steady_band(
        score,
        band_before,
        model.bands,
        margin=model.band_margin,
        no_data_band=model.no_data_band,
    )
