"""The health score: direction, blanks, coverage, weights, bands and refusals."""

import math
from collections.abc import Sequence

import pytest

from cs_workbook.errors import CsWorkbookError, DataError, SettingsError
from cs_workbook.measures.health import (
    HealthMeasure,
    HealthModel,
    WhenBlank,
    health_score,
    health_scores,
)
from cs_workbook.measures.health_bands import Band


def measure(
    name: str,
    weight: float = 1,
    zero_at: float = 0,
    hundred_at: float = 100,
    when_blank: WhenBlank = WhenBlank.LEAVE_OUT,
) -> HealthMeasure:
    return HealthMeasure(
        name=name,
        weight=weight,
        score_0_at=zero_at,
        score_100_at=hundred_at,
        when_blank=when_blank,
    )


USAGE = measure("Usage", 50, 0, 40)
TICKETS = measure("Open tickets", 30, 10, 0)
NPS = measure("NPS", 20, -100, 100)
MODEL = HealthModel(measures=(USAGE, TICKETS, NPS))


@pytest.mark.parametrize(
    ("inputs", "score", "coverage", "band", "why"),
    [
        ({"Usage": 40, "Open tickets": 0, "NPS": 100}, 100, 100, "▲ Healthy", "all at the top"),
        ({"Usage": 0, "Open tickets": 10, "NPS": -100}, 0, 100, "▼ At risk", "all at the bottom"),
        ({"Usage": 90, "Open tickets": -5, "NPS": 100}, 100, 100, "▲ Healthy", "clipped on top"),
        ({"Usage": 20, "Open tickets": 5, "NPS": 0}, 50, 100, "▼ At risk", "50 belongs below"),
        ({"Usage": 40, "Open tickets": 0}, 100, 80, "▲ Healthy", "a blank is left out"),
        ({"Usage": 40, "Open tickets": None, "NPS": None}, 100, 50, "▲ Healthy", "just enough"),
        ({"Open tickets": 0}, 100, 30, "○ No data", "a score from 30 % shows no band"),
        ({"NPS": float("nan"), "Open tickets": 0}, 100, 30, "○ No data", "NaN is a blank"),
        ({}, None, 0, "○ No data", "nothing known, no score"),
        ({"usage": 40}, None, 0, "○ No data", "keys are spelled as in the model"),
        ({"Usage": math.inf}, 100, 50, "▲ Healthy", "beyond the anchor is the anchor"),
    ],
)
def test_score(
    inputs: dict[str, float | None], score: float | None, coverage: float, band: str, why: str
) -> None:
    result = health_score(MODEL, inputs)
    assert (result.score, result.coverage, result.band) == (score, coverage, band), why


def test_every_figure_is_explained_by_its_parts() -> None:
    result = health_score(MODEL, {"Usage": 30, "Open tickets": 8, "NPS": None})
    assert [
        (
            part.name,
            part.value,
            part.sub_score,
            part.weight,
            part.effective_weight_percent,
            part.points,
        )
        for part in result.parts
    ] == [
        ("Usage", 30, 75, 50, 62.5, 46.875),
        ("Open tickets", 8, 20, 30, 37.5, 7.5),
        ("NPS", None, None, 20, 0, None),
    ]
    assert result.score == 54.375
    assert (
        result.rule == "Weighted mean of 2 of 3 measures, 80 % of the weights; a band needs 50 %."
    )


@pytest.mark.parametrize(
    ("when_blank", "score", "points"),
    [
        (WhenBlank.LEAVE_OUT, 80, None),
        (WhenBlank.COUNT_AS_0, 40, 0),
        (WhenBlank.COUNT_AS_50, 65, 25),
    ],
)
def test_a_measure_may_count_blanks_but_never_as_known(
    when_blank: WhenBlank, score: float, points: float | None
) -> None:
    model = HealthModel(measures=(measure("A"), measure("B", when_blank=when_blank)))
    result = health_score(model, {"A": 80})
    assert (result.score, result.coverage) == (score, 50)
    assert result.parts[1].points == points


def test_blanks_counted_as_50_make_no_score_on_their_own() -> None:
    model = HealthModel(measures=(measure("A", when_blank=WhenBlank.COUNT_AS_50),))
    result = health_score(model, {})
    assert (result.score, result.coverage, result.band) == (None, 0, "○ No data")
    assert result.parts[0].points is None


def test_known_measures_without_weight_make_no_score() -> None:
    model = HealthModel(measures=(measure("A", 0), measure("B")), minimum_coverage=0)
    result = health_score(model, {"A": 100})
    assert (result.score, result.band) == (None, "○ No data")


def test_rounding_noise_moves_no_band() -> None:
    # 0.1 * 0 + 0.3 * ... adds up to 50.00000000000001 or 49.99999999999999 by the order of terms.
    weights = [0.1, 0.2, 0.3, 0.4]
    values = [10.0, 30.0, 50.0, 70.0]
    model = HealthModel(
        measures=tuple(measure(str(weight), weight) for weight in weights),
        bands=(Band("low", 50), Band("high", 100)),
    )
    inputs = dict(zip(map(str, weights), values, strict=True))
    assert health_score(model, inputs).band == "low"


def test_coverage_exactly_at_the_minimum_is_enough() -> None:
    model = HealthModel(
        measures=(measure("A", 0.1), measure("B", 0.2), measure("C", 0.7)), minimum_coverage=30
    )
    assert health_score(model, {"A": 100, "B": 100}).band == "▲ Healthy"


def _model_with(
    measures: Sequence[HealthMeasure] = (USAGE,),
    minimum_coverage: float = 50,
    bands: Sequence[Band] = (Band("all", 100),),
) -> HealthModel:
    return HealthModel(
        measures=tuple(measures), minimum_coverage=minimum_coverage, bands=tuple(bands)
    )


@pytest.mark.parametrize(
    ("measures", "message"),
    [
        ([], "at least one above 0"),
        ([measure("A", 0), measure("B", 0)], "at least one above 0"),
        ([measure("A", 1e308), measure("B", 1e308)], "a sum that can be computed"),
        ([measure("A"), measure("A")], "a different name for each"),
    ],
)
def test_measures_that_make_no_model(measures: list[HealthMeasure], message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        _model_with(measures)


@pytest.mark.parametrize("weight", [-1, math.inf, float("nan")])
def test_weights_are_numbers_from_zero(weight: float) -> None:
    with pytest.raises(SettingsError, match="Weight of A: expected a number from 0, found"):
        measure("A", weight)


@pytest.mark.parametrize("anchors", [(5, 5), (0, math.inf), (float("nan"), 1), (-1e308, 1e308)])
def test_anchors_are_two_numbers(anchors: tuple[float, float]) -> None:
    with pytest.raises(SettingsError, match="Anchors of A: expected two different numbers"):
        measure("A", 1, *anchors)


@pytest.mark.parametrize(
    ("bands", "message"),
    [
        ([], "last band to go up to 100"),
        ([Band("low", 50)], "last band to go up to 100"),
        ([Band("low", 60), Band("mid", 60), Band("high", 100)], "rising upper ends"),
        ([Band("low", -1), Band("high", 100)], "rising upper ends"),
        ([Band("low", float("nan")), Band("high", 100)], "rising upper ends"),
        ([Band("same", 50), Band("same", 100)], "a different name"),
        ([Band("○ No data", 50), Band("high", 100)], "a different name"),
    ],
)
def test_bands_that_leave_a_gap_or_a_doubt(bands: list[Band], message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        _model_with(bands=bands)


@pytest.mark.parametrize("minimum", [-1, 101, float("nan")])
def test_minimum_coverage_is_percent(minimum: float) -> None:
    with pytest.raises(SettingsError, match="Minimum coverage: expected 0 to 100 percent"):
        _model_with(minimum_coverage=minimum)


def test_settings_errors_are_one_sentence() -> None:
    with pytest.raises(CsWorkbookError) as caught:
        measure("A", -1)
    assert str(caught.value) == "Weight of A: expected a number from 0, found -1."


def test_columns_equal_single_scores() -> None:
    columns: dict[str, list[float | None]] = {
        "Usage": [40, None, 13, None],
        "Open tickets": [0, 3, None, None],
        "Not in the model": [1, 2, 3, 4],
    }
    found = health_scores(MODEL, columns)
    single = [
        health_score(MODEL, {name: column[row] for name, column in columns.items()})
        for row in range(4)
    ]
    assert found.scores == tuple(result.score for result in single)
    assert found.coverage == tuple(result.coverage for result in single)
    assert found.bands == tuple(result.band for result in single)


def test_columns_have_equal_length() -> None:
    with pytest.raises(DataError, match="equally many values"):
        health_scores(MODEL, {"Usage": [1, 2], "NPS": [1]})
    assert health_scores(MODEL, {}).scores == ()
