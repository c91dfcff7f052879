"""Published rules of other products, at their edges."""

import pytest

from cs_workbook.errors import SettingsError
from cs_workbook.measures.health_presets import (
    Rating,
    planhat_group_mean,
    planhat_points,
    round_half_up,
    totango_colour,
    totango_weighted,
    vitally_mean,
)

GOOD, AVERAGE, POOR = Rating.GOOD, Rating.AVERAGE, Rating.POOR


@pytest.mark.parametrize(
    ("measures", "score", "why"),
    [
        ([(GOOD, 50), (AVERAGE, 30), (POOR, 20)], 68, "the worked example"),
        ([(GOOD, 50), (None, 50)], 100, "a blank is left out"),
        ([(AVERAGE, 1), (POOR, 1), (GOOD, 0)], 30, "no weight, no say"),
        ([(GOOD, 1), (POOR, 199)], 1, "0.5 rounds up, as in Excel"),
        ([(None, 1)], None, "nothing rated"),
        ([(GOOD, 0)], None, "no weight at all"),
    ],
)
def test_totango_weighted(
    measures: list[tuple[Rating | None, float]], score: int | None, why: str
) -> None:
    assert totango_weighted(measures) == score, why


def test_totango_refuses_negative_weights() -> None:
    with pytest.raises(SettingsError, match="Weight: expected a number from 0, found -1"):
        totango_weighted([(GOOD, -1)])


@pytest.mark.parametrize(
    ("ratings", "colour", "why"),
    [
        ([GOOD, GOOD], GOOD, "good needs all"),
        ([GOOD, None], GOOD, "all that have a value"),
        ([GOOD, AVERAGE], AVERAGE, "mixed"),
        ([GOOD, AVERAGE, POOR], POOR, "poor needs one"),
        ([None], None, "nothing rated"),
    ],
)
def test_totango_colour(ratings: list[Rating | None], colour: Rating | None, why: str) -> None:
    assert totango_colour(ratings) == colour, why


@pytest.mark.parametrize(
    ("points", "health", "why"),
    [
        ([], 5, "starts in the middle"),
        ([4, 3], 10, "limited above"),
        ([-4, -3], 0, "limited below"),
        ([1, None], 6, "a blank adds nothing"),
    ],
)
def test_planhat_points(points: list[float | None], health: float, why: str) -> None:
    assert planhat_points(points) == health, why


def test_means_leave_blanks_out() -> None:
    assert vitally_mean([GOOD, None, POOR]) == 5
    assert planhat_group_mean([10, None]) == 10
    assert planhat_group_mean([]) is None


@pytest.mark.parametrize(("number", "whole"), [(0.49, 0), (0.5, 1), (1.5, 2), (2.5, 3)])
def test_rounding_as_in_excel(number: float, whole: int) -> None:
    assert round_half_up(number) == whole
