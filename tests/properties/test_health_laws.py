"""Laws of the health score, its bands, caps and explanations."""

import math
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from cs_workbook.measures.health import (
    HealthMeasure,
    HealthModel,
    WhenBlank,
    health_score,
    health_scores,
)
from cs_workbook.measures.health_bands import (
    DEFAULT_BANDS,
    NO_DATA_BAND,
    Band,
    Cap,
    band_of,
    cap_score,
    require_bands,
    steady_band,
    steady_bands,
)
from cs_workbook.measures.health_change import explain_change, score_slope
from cs_workbook.measures.health_scales import percentile_mid_rank, scale_linear

NAMES = "abcdef"
ORDER = [band.name for band in DEFAULT_BANDS]
# Anchors and values with a few decimals, as people type them.
typed = st.integers(-10_000, 10_000).map(lambda number: number / 100)
weights = st.one_of(st.just(0.0), st.integers(1, 10_000).map(lambda number: number / 100))
scores = st.floats(0, 100)
Inputs = dict[str, float | None]


@st.composite
def measures(draw: st.DrawFn, name: str, *, blanks_left_out: bool = False) -> HealthMeasure:
    zero_at = draw(typed)
    rule = WhenBlank.LEAVE_OUT if blanks_left_out else draw(st.sampled_from(WhenBlank))
    return HealthMeasure(
        name=name,
        weight=draw(weights),
        score_0_at=zero_at,
        score_100_at=draw(typed.filter(lambda number: number != zero_at)),
        when_blank=rule,
    )


@st.composite
def models(draw: st.DrawFn, *, blanks_left_out: bool = False) -> HealthModel:
    names = NAMES[: draw(st.integers(1, len(NAMES)))]
    found = [draw(measures(name, blanks_left_out=blanks_left_out)) for name in names]
    if all(measure.weight == 0 for measure in found):
        found = [changed(found[0], weight=1.0), *found[1:]]
    return HealthModel(measures=tuple(found), minimum_coverage=draw(scores))


inputs = st.dictionaries(st.sampled_from(NAMES), st.one_of(st.none(), typed))


def changed(measure: HealthMeasure, *, weight: float) -> HealthMeasure:
    return HealthMeasure(
        name=measure.name,
        weight=weight,
        score_0_at=measure.score_0_at,
        score_100_at=measure.score_100_at,
        when_blank=measure.when_blank,
    )


@given(st.one_of(st.none(), st.floats(allow_infinity=True)), typed, typed)
def test_scale_bounds(value: float | None, zero_at: float, width: float) -> None:
    """A scaled value lies within 0 and 100; a blank, NaN too, has none."""
    hundred_at = zero_at + (width or 1.0)
    scaled = scale_linear(value, zero_at, hundred_at)
    if value is None or math.isnan(value):
        assert scaled is None
    else:
        assert scaled is not None
        assert 0 <= scaled <= 100


@given(typed, typed, typed, typed.filter(bool))
def test_scale_is_monotone_in_its_direction(
    low: float, high: float, zero_at: float, width: float
) -> None:
    """More is never worse where the anchors rise, and never better where they fall."""
    low, high = sorted((low, high))
    hundred_at = zero_at + width
    below, above = (scale_linear(value, zero_at, hundred_at) for value in (low, high))
    assert below is not None
    assert above is not None
    assert below <= above if hundred_at > zero_at else below >= above


@given(typed, typed, typed.filter(bool))
def test_swapped_anchors_mirror_the_scale(value: float, zero_at: float, width: float) -> None:
    """Exchanging the anchors turns x points into 100 - x."""
    hundred_at = zero_at + width
    up, down = scale_linear(value, zero_at, hundred_at), scale_linear(value, hundred_at, zero_at)
    assert up is not None
    assert down is not None
    assert abs(up + down - 100) < 1e-6


@given(models(), inputs)
def test_bounds(model: HealthModel, values: Inputs) -> None:
    """Score and coverage lie within 0 and 100; a score exists exactly where something is known."""
    result = health_score(model, values)
    assert 0 <= result.coverage <= 100
    assert (result.score is None) == (result.coverage == 0)
    assert result.score is None or 0 <= result.score <= 100


@given(models(), inputs)
def test_parts_add_up(model: HealthModel, values: Inputs) -> None:
    """Points add up to the score, effective weights to 100 percent."""
    result = health_score(model, values)
    if result.score is None:
        assert all(part.points is None for part in result.parts)
        return
    points = math.fsum(part.points for part in result.parts if part.points is not None)
    assert abs(points - result.score) < 1e-9
    assert abs(math.fsum(part.effective_weight_percent for part in result.parts) - 100) < 1e-9


@given(models(), inputs)
def test_score_lies_between_its_sub_scores(model: HealthModel, values: Inputs) -> None:
    """A mean is never outside of what it is made of."""
    result = health_score(model, values)
    subs = [part.sub_score for part in result.parts if part.sub_score is not None]
    if result.score is not None:
        assert min(subs) - 1e-9 <= result.score <= max(subs) + 1e-9


@given(models(), inputs, st.sampled_from(NAMES), typed, typed)
def test_monotone_in_each_input(
    model: HealthModel, values: Inputs, name: str, one: float, other: float
) -> None:
    """Moving one known input towards its anchor of 100 never lowers the score."""
    measure = next((measure for measure in model.measures if measure.name == name), None)
    if measure is None:
        return
    rising = measure.score_100_at > measure.score_0_at
    worse, better = sorted((one, other), reverse=not rising)
    before = health_score(model, {**values, name: worse}).score
    after = health_score(model, {**values, name: better}).score
    assert (before is None) == (after is None)
    assert before is None or after is None or before <= after


@given(models(), inputs, st.data())
def test_order_of_measures_plays_no_part(
    model: HealthModel, values: Inputs, data: st.DataObject
) -> None:
    """Reordering the measures changes the score by no more than rounding."""
    shuffled = HealthModel(
        measures=tuple(data.draw(st.permutations(model.measures))),
        minimum_coverage=model.minimum_coverage,
    )
    one, other = health_score(model, values), health_score(shuffled, values)
    assert (one.score is None) == (other.score is None)
    assert one.score is None or other.score is None or abs(one.score - other.score) < 1e-9
    assert abs(one.coverage - other.coverage) < 1e-9


@given(models(), inputs, st.sampled_from([0.01, 0.3, 2.0, 7.0, 1000.0]))
def test_only_the_relation_of_weights_matters(
    model: HealthModel, values: Inputs, factor: float
) -> None:
    """Multiplying all weights by the same number changes the score by no more than rounding."""
    scaled = HealthModel(
        measures=tuple(
            changed(measure, weight=measure.weight * factor) for measure in model.measures
        ),
        minimum_coverage=model.minimum_coverage,
    )
    one, other = health_score(model, values), health_score(scaled, values)
    assert (one.score is None) == (other.score is None)
    assert one.score is None or other.score is None or abs(one.score - other.score) < 1e-9
    assert abs(one.coverage - other.coverage) < 1e-9


@given(models(blanks_left_out=True), inputs, st.sampled_from(NAMES))
def test_blank_is_not_zero(model: HealthModel, values: Inputs, name: str) -> None:
    """Leaving a value blank scores no lower than the worst value and no higher than the best."""
    measure = next((measure for measure in model.measures if measure.name == name), None)
    if measure is None:
        return
    blank = health_score(model, {**values, name: None})
    worst = health_score(model, {**values, name: measure.score_0_at})
    best = health_score(model, {**values, name: measure.score_100_at})
    assert blank.coverage <= worst.coverage
    if blank.score is not None and worst.score is not None and best.score is not None:
        assert worst.score - 1e-9 <= blank.score <= best.score + 1e-9


@given(models(), inputs)
def test_too_little_data_shows_no_band(model: HealthModel, values: Inputs) -> None:
    """Below the minimum coverage the band is "no data", at and above it the band of the score."""
    result = health_score(model, values)
    enough = round(result.coverage, 9) >= round(model.minimum_coverage, 9)
    if result.score is None or not enough:
        assert result.band == NO_DATA_BAND
    else:
        assert result.band == band_of(result.score)


@given(models(), st.lists(inputs, max_size=8))
def test_columns_equal_single_scores(model: HealthModel, rows: list[Inputs]) -> None:
    """The columns give the same figures as one account after the other, to the last digit."""
    columns = {name: [row.get(name) for row in rows] for name in NAMES}
    found = health_scores(model, columns)
    single = [health_score(model, row) for row in rows]
    assert found.scores == tuple(result.score for result in single)
    assert found.coverage == tuple(result.coverage for result in single)
    assert found.bands == tuple(result.band for result in single)


cuts = st.sets(st.integers(0, 9_999), max_size=5).map(
    lambda found: tuple(
        Band(str(cut), cut) for cut in [*(number / 100 for number in sorted(found)), 100.0]
    )
)


@given(cuts, scores)
def test_every_score_has_one_band(bands: tuple[Band, ...], score: float) -> None:
    """Bands are total: a score is above the end of the band below and at most at its own."""
    require_bands(bands)
    place = [band.name for band in bands].index(band_of(score, bands))
    assert round(score, 9) <= bands[place].up_to
    assert place == 0 or round(score, 9) > bands[place - 1].up_to


@given(scores, scores)
def test_a_better_score_never_has_a_worse_band(one: float, other: float) -> None:
    """Bands rise with the score."""
    low, high = sorted((one, other))
    assert ORDER.index(band_of(low)) <= ORDER.index(band_of(high))


@given(st.lists(scores), st.floats(0, 40))
def test_steady_band_never_better_than_plain(history: list[float], margin: float) -> None:
    """Holding on can only delay good news, never bad news."""
    for score, shown in zip(history, steady_bands(history, margin=margin), strict=True):
        assert ORDER.index(shown) <= ORDER.index(band_of(score))


@given(st.lists(st.floats(50.000001, 54.999), min_size=1))
def test_steady_band_never_flips_within_the_margin(history: list[float]) -> None:
    """Inside the margin above a cut the band stays what it was."""
    for start in (40.0, 60.0):
        shown = steady_bands([start, *history], margin=5)
        assert set(shown) == {shown[0]}


@given(st.lists(scores), st.floats(0, 24))
def test_steady_bands_change_no_more_often_than_plain_ones(
    history: list[float], margin: float
) -> None:
    """With two bands, holding never adds a change."""
    bands = (Band("low", 50.0), Band("high", 100.0))

    def changes(shown: tuple[str, ...]) -> int:
        return sum(one != other for one, other in pairwise(shown))

    plain = tuple(band_of(score, bands) for score in history)
    assert changes(steady_bands(history, bands, margin=margin)) <= changes(plain)


@given(scores, st.one_of(st.none(), st.sampled_from(ORDER)))
def test_margin_of_zero_is_the_plain_band(score: float, previous: str | None) -> None:
    """Without a margin the memory plays no part."""
    assert steady_band(score, previous, margin=0) == band_of(score)


caps = st.lists(st.builds(Cap, reason=st.text(max_size=5), at_most=scores), max_size=5)


@given(st.one_of(st.none(), scores), caps)
def test_cap_never_raises(score: float | None, in_force: list[Cap]) -> None:
    """A capped score is at most the score and at most each cap, and is one of them."""
    capped = cap_score(score, in_force)
    assert capped.uncapped == score
    if score is None:
        assert capped.score is None
        return
    assert capped.score == min([score, *(cap.at_most for cap in in_force)])
    assert (capped.reason is None) == (capped.score == score)
    assert cap_score(capped.score, in_force).score == capped.score


@given(models(), inputs, models(), inputs)
def test_explanation_adds_up(
    before_model: HealthModel, before: Inputs, after_model: HealthModel, after: Inputs
) -> None:
    """Contributions, data bar and weights bar add up to the change, whatever changed."""
    change = explain_change(health_score(before_model, before), health_score(after_model, after))
    if change.change is None:
        return
    assert change.data_points is not None
    assert change.weight_points is not None
    total = math.fsum(
        (
            *(part.value or 0 for part in change.contributions),
            change.data_points,
            change.weight_points,
        )
    )
    assert abs(total - change.change) < 1e-9


@given(models(), inputs)
def test_nothing_changed_explains_nothing(model: HealthModel, values: Inputs) -> None:
    """Comparing a score with itself gives bars of 0."""
    result = health_score(model, values)
    change = explain_change(result, result)
    if change.change is not None:
        assert all(part.value == 0 for part in change.contributions)
        assert abs(change.data_points or 0) + abs(change.weight_points or 0) < 1e-9


@given(st.lists(scores, min_size=2, max_size=20), st.floats(-50, 50))
def test_slope_ignores_the_level(history: list[float], shift: float) -> None:
    """Adding the same number to all scores leaves the slope; turning time around negates it."""
    slope = score_slope(history)
    moved = score_slope([score + shift for score in history])
    turned = score_slope(history[::-1])
    assert slope is not None
    assert moved is not None
    assert turned is not None
    assert abs(slope - moved) < 1e-6
    assert abs(slope + turned) < 1e-6


@given(st.lists(typed, min_size=1), typed)
def test_percentile_bounds_and_mean(peers: list[float], value: float) -> None:
    """A rank lies within 0 and 100, and the mean rank of all peers is 50."""
    rank = percentile_mid_rank(value, peers)
    assert rank is not None
    assert 0 <= rank <= 100
    ranks = [percentile_mid_rank(peer, peers) or 0.0 for peer in peers]
    assert abs(math.fsum(ranks) / len(ranks) - 50) < 1e-9
