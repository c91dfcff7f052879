"""Why a score moved: values, data and weights, each with its own bar."""

import pytest

from cs_workbook.measures.health import HealthMeasure, HealthModel, health_score
from cs_workbook.measures.health_change import explain_change, score_slope


def model(**weights: float) -> HealthModel:
    return HealthModel(
        measures=tuple(
            HealthMeasure(name=name, weight=weight, score_0_at=0, score_100_at=100)
            for name, weight in weights.items()
        )
    )


EVEN = model(a=1, b=1)


@pytest.mark.parametrize(
    ("first", "before", "second", "after", "bars", "data", "weights", "why"),
    [
        (EVEN, {"a": 80, "b": 40}, EVEN, {"a": 60, "b": 40}, {"a": -10, "b": 0}, 0, 0, "a value"),
        (EVEN, {"a": 80, "b": 40}, EVEN, {"a": 80}, {"a": 0}, 20, 0, "b went blank"),
        (EVEN, {"a": 80}, EVEN, {"a": 80, "b": 40}, {"a": 0}, -20, 0, "b became known"),
        (EVEN, {"a": 80}, EVEN, {"b": 40}, {}, -40, 0, "one known instead of the other"),
        (
            *(EVEN, {"a": 80, "b": 40}, model(a=3, b=1), {"a": 80, "b": 40}),
            *({"a": 0, "b": 0}, 0, 10),
            "weights only",
        ),
        (
            *(EVEN, {"a": 80, "b": 40}, model(a=3, b=1), {"a": 60, "b": 40}),
            *({"a": -10, "b": 0}, 0, 5),
            "the value with the old weights, the weights with the new value",
        ),
        (
            *(EVEN, {"a": 80, "b": 40}, model(a=1, b=1, c=2), {"a": 80, "b": 40, "c": 100}),
            *({"a": 0, "b": 0}, 0, 20),
            "a measure joined the model",
        ),
        (EVEN, {"a": 80, "b": 40}, model(a=1), {"a": 80}, {"a": 0}, 20, 0, "one left the model"),
        (model(a=1), {"a": 80}, model(z=1), {"z": 30}, {}, 0, -50, "another model altogether"),
    ],
)
def test_bars(
    first: HealthModel,
    before: dict[str, float | None],
    second: HealthModel,
    after: dict[str, float | None],
    bars: dict[str, float],
    data: float,
    weights: float,
    why: str,
) -> None:
    change = explain_change(health_score(first, before), health_score(second, after))
    assert dict(change.contributions) == pytest.approx(bars), why
    assert change.data_points == pytest.approx(data), why
    assert change.weight_points == pytest.approx(weights), why
    assert change.change == pytest.approx(sum(bars.values()) + data + weights), why


@pytest.mark.parametrize(("before", "after"), [({}, {"a": 1.0}), ({"a": 1.0}, {})])
def test_unknown_score_has_no_change(
    before: dict[str, float | None], after: dict[str, float | None]
) -> None:
    change = explain_change(health_score(EVEN, before), health_score(EVEN, after))
    assert change.change is None
    assert change.contributions == ()
    assert (change.data_points, change.weight_points) == (None, None)


@pytest.mark.parametrize(
    ("scores", "slope", "why"),
    [
        ([70, 68, 66, 60], -3.2, "falling"),
        ([50, 50, 50], 0, "flat"),
        ([50, None, 60], 5, "a blank keeps its place: ten points in two steps"),
        ([50, 60], 10, "two points are enough"),
        ([50, None], None, "one point has no trend"),
        ([], None, "no history"),
    ],
)
def test_slope(scores: list[float | None], slope: float | None, why: str) -> None:
    assert score_slope(scores) == (None if slope is None else pytest.approx(slope)), why
