"""Laws of the profiles of a health score, for any model, any profile and any inputs."""

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cs_workbook.actions.model_versions import definition, model_of
from cs_workbook.measures.health import HealthMeasure, HealthModel, health_score
from cs_workbook.measures.health_change import explain_change
from cs_workbook.measures.health_profiles import Profile, profile_for

NAMES = ("Usage", "Support", "NPS", "Pulse")
SEGMENTS = ("SMB", "Mid", "Enterprise")
numbers = st.sampled_from([0.5, 1.0, 3.0, 7.25, 20.0])
inputs = st.fixed_dictionaries(
    dict.fromkeys(NAMES, st.none() | st.floats(min_value=-20, max_value=120))
)


@st.composite
def profiles(draw: st.DrawFn) -> tuple[Profile, ...]:
    """Return up to three profiles of segments, each with a weight for some of the measures."""
    chosen = draw(st.lists(st.sampled_from(SEGMENTS), max_size=3, unique=True))
    return tuple(
        Profile(
            name=f"For {segment}",
            column="Segment",
            equals=segment,
            weights=tuple(
                (name, draw(numbers))
                for name in draw(st.lists(st.sampled_from(NAMES), unique=True))
            ),
            place=place,
        )
        for place, segment in enumerate(chosen, start=1)
    )


@st.composite
def models(draw: st.DrawFn) -> HealthModel:
    """Return a model of four measures with profiles."""
    return HealthModel(
        measures=tuple(
            HealthMeasure(name=name, weight=draw(numbers), score_0_at=0, score_100_at=100)
            for name in NAMES
        ),
        profiles=draw(profiles()),
    )


def scored_for(model: HealthModel, segment: str) -> HealthModel:
    return model.weighing(profile_for(model.profiles, {"Segment": segment}))


@given(models(), inputs)
def test_a_profile_with_the_weights_of_the_model_changes_nothing(
    model: HealthModel, found: dict[str, float | None]
) -> None:
    """Law: a profile equal to the base weights, or with no weight at all, gives the base score."""
    base = health_score(model.weighing(None), found)
    for weights in (tuple((m.name, m.weight) for m in model.measures), ()):
        profile = Profile(name="P", column="Segment", equals="SMB", weights=weights)
        assert health_score(model.weighing(profile), found) == base


@given(models(), inputs, st.sampled_from([0.5, 2.0, 8.0]))
def test_only_the_shares_of_a_profiles_weights_count(
    model: HealthModel, found: dict[str, float | None], factor: float
) -> None:
    """Law: a profile that sets every weight, all of them times a factor, gives the same score."""
    sets = tuple((m.name, m.weight) for m in model.measures)
    profile = Profile(name="P", column="Segment", equals="SMB", weights=sets)
    scaled = replace(profile, weights=tuple((name, factor * weight) for name, weight in sets))
    one, two = (health_score(model.weighing(p), found) for p in (profile, scaled))
    assert one.coverage == pytest.approx(two.coverage, abs=1e-9)
    assert (one.score is None) == (two.score is None)
    if one.score is not None:
        assert one.score == pytest.approx(two.score, abs=1e-9)


@given(models(), inputs, st.sampled_from(SEGMENTS))
def test_the_score_of_a_profile_is_the_weighted_mean_and_its_points_add_up(
    model: HealthModel, found: dict[str, float | None], segment: str
) -> None:
    """Law: score = sum(weight in force x sub-score) / sum(weights that count) = sum(points)."""
    score = health_score(scored_for(model, segment), found)
    top = bottom = 0.0
    for measure in model.measures:
        value = found[measure.name]
        if value is None:
            continue
        weight = measure.weight
        for profile in reversed(model.profiles):
            if profile.equals == segment:
                weight = next((w for name, w in profile.weights if name == measure.name), weight)
        top += weight * min(100.0, max(0.0, value))
        bottom += weight
    if bottom == 0:
        assert score.score is None
        return
    assert score.score == pytest.approx(top / bottom, abs=1e-9)
    assert math.fsum(part.points or 0.0 for part in score.parts) == pytest.approx(score.score)


@given(models(), inputs, inputs, st.sampled_from(SEGMENTS), st.sampled_from(SEGMENTS))
def test_a_change_of_profile_is_explained_to_the_last_point(
    model: HealthModel,
    then: dict[str, float | None],
    now: dict[str, float | None],
    was: str,
    becomes: str,
) -> None:
    """Law: contributions + data + weights = change, also for an account that changes profile."""
    before = health_score(scored_for(model, was), then)
    after = health_score(scored_for(model, becomes), now)
    explained = explain_change(before, after)
    if before.score is None or after.score is None:
        assert explained.change is None
        return
    parts = [part.value or 0.0 for part in explained.contributions]
    total = math.fsum([*parts, explained.data_points or 0, explained.weight_points or 0])
    assert total == pytest.approx(after.score - before.score, abs=1e-9)


@given(models())
def test_a_model_with_profiles_is_read_back_exactly(model: HealthModel) -> None:
    """Law: model_of(definition(model)) = model."""
    assert model_of(definition(model)) == model


@given(profiles(), st.sampled_from([*SEGMENTS, "", "smb", "ENTERPRISE", "Other"]))
def test_the_first_profile_that_fits_applies(found: tuple[Profile, ...], segment: str) -> None:
    """Law: it fits, none above it does, and a blank fits nothing."""
    applies = profile_for(found, {"Segment": segment})
    fitting = [one for one in found if segment and one.equals.lower() == segment.lower()]
    assert applies == (fitting[0] if fitting else None)
