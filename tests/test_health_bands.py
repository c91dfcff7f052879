"""Bands with their boundary, bands that hold, caps, tiers and ranks."""

from collections.abc import Iterable

import pytest

from cs_workbook.errors import SettingsError
from cs_workbook.measures.health_bands import (
    DEFAULT_BANDS,
    Cap,
    band_of,
    cap_score,
    require_bands,
    steady_band,
    steady_bands,
)
from cs_workbook.measures.health_scales import (
    Tier,
    percentile_mid_rank,
    points_by_tier,
    scale_linear,
)

RISK, WATCH, HEALTHY = (band.name for band in DEFAULT_BANDS)
NO_DATA = "○ No data"


def test_default_bands_are_sound() -> None:
    require_bands(DEFAULT_BANDS)
    assert [band.up_to for band in DEFAULT_BANDS] == [50, 75, 100]


@pytest.mark.parametrize(
    ("score", "band", "why"),
    [
        (0, RISK, "bottom"),
        (50, RISK, "the upper end belongs to the band"),
        (50.000000001, WATCH, "one billionth above is above"),
        (50.0000000001, RISK, "less than that is rounding noise"),
        (49.99999999999999, RISK, "noise from below"),
        (75, WATCH, "upper end again"),
        (75.00000000000001, WATCH, "noise from above"),
        (100, HEALTHY, "top"),
        (None, NO_DATA, "no score, no band"),
        (float("nan"), NO_DATA, "NaN is a blank"),
    ],
)
def test_boundaries(score: float | None, band: str, why: str) -> None:
    assert band_of(score) == band, why


@pytest.mark.parametrize(
    ("score", "previous", "band", "why"),
    [
        (52, None, WATCH, "no memory: the plain band"),
        (52, RISK, RISK, "inside the margin: held"),
        (54.99, RISK, RISK, "still inside"),
        (55, RISK, WATCH, "the margin is reached"),
        (77, RISK, WATCH, "far enough for one step, not for two"),
        (80, RISK, HEALTHY, "far enough for both"),
        (50, HEALTHY, RISK, "down at once, two steps if need be"),
        (74, HEALTHY, WATCH, "down at once"),
        (52, "Amber", WATCH, "a band of other settings holds nothing"),
        (52, NO_DATA, WATCH, "no data holds nothing"),
        (None, RISK, NO_DATA, "no score, no band"),
    ],
)
def test_steady_band(score: float | None, previous: str | None, band: str, why: str) -> None:
    assert steady_band(score, previous, margin=5) == band, why


def test_margin_beyond_the_top_still_lets_accounts_out() -> None:
    assert steady_band(100, WATCH, margin=40) == HEALTHY
    assert steady_band(99, WATCH, margin=40) == WATCH


def test_a_gap_does_not_clear_the_memory() -> None:
    assert steady_bands([40, None, 52, 56], margin=5) == (RISK, NO_DATA, RISK, WATCH)


@pytest.mark.parametrize("margin", [-1, float("nan"), float("inf")])
def test_margin_is_zero_or_more(margin: float) -> None:
    with pytest.raises(SettingsError, match="Margin of bands"):
        steady_band(50, None, margin=margin)


OVERDUE = Cap(reason="payment overdue", at_most=49)
NO_SPONSOR = Cap(reason="no sponsor", at_most=70)


@pytest.mark.parametrize(
    ("score", "caps", "capped", "reason", "why"),
    [
        (88, [NO_SPONSOR, OVERDUE], 49, "payment overdue", "the lowest cap bites"),
        (60, [NO_SPONSOR], 60, None, "a cap above the score does nothing"),
        (70, [NO_SPONSOR], 70, None, "nor does one at the score"),
        (30, [OVERDUE], 30, None, "a cap never raises"),
        (88, [], 88, None, "no cap in force"),
        (None, [OVERDUE], None, None, "a cap makes no score"),
    ],
)
def test_caps(
    score: float | None, caps: Iterable[Cap], capped: float | None, reason: str | None, why: str
) -> None:
    result = cap_score(score, caps)
    assert (result.score, result.uncapped, result.reason) == (capped, score, reason), why


def test_cap_is_a_score() -> None:
    with pytest.raises(SettingsError, match=r"Cap \(test\): expected a score from 0 to 100"):
        Cap(reason="test", at_most=101)


@pytest.mark.parametrize(
    ("value", "zero_at", "hundred_at", "points", "why"),
    [
        (0, 0, 50, 0, "lower anchor"),
        (50, 0, 50, 100, "upper anchor"),
        (0.3, 0.1, 0.3, 100, "exactly 100 on the anchor, whatever the decimals"),
        (10, 10, 0, 0, "less is better: worst"),
        (0, 10, 0, 100, "less is better: best"),
        (-1e308, 0, 1, 0, "far below"),
        (1e308, 0, 1, 100, "far above"),
        (None, 0, 1, None, "a blank has no points"),
        (float("nan"), 0, 1, None, "nor has the blank of a data frame"),
    ],
)
def test_linear_scale(
    value: float | None, zero_at: float, hundred_at: float, points: float | None, why: str
) -> None:
    assert scale_linear(value, zero_at, hundred_at) == points, why


def test_worst_value_is_a_plain_zero() -> None:
    # -0.0 would print as "-0" in the workbook.
    assert str(scale_linear(10, 10, 0)) == "0.0"


@pytest.mark.parametrize(
    ("value", "peers", "rank", "why"),
    [
        (20, [10, 20, 20, 30], 50, "ties share the middle"),
        (10, [10], 50, "alone is the middle"),
        (5, [10, 20], 0, "below all"),
        (25, [10, None, 20], 100, "above all; blanks are no peers"),
        (25, [], None, "no peers"),
        (25, [None], None, "no known peers"),
        (None, [10], None, "a blank has no rank"),
    ],
)
def test_percentile(
    value: float | None, peers: list[float | None], rank: float | None, why: str
) -> None:
    assert percentile_mid_rank(value, peers) == rank, why


TIERS = [Tier(0, 5, 50), Tier(5, 10, 100)]


@pytest.mark.parametrize(
    ("value", "points", "why"),
    [
        (5, 50, "the top belongs to its tier"),
        (5.01, 100, "the bottom does not"),
        (0, None, "the bottom of the first one neither"),
        (10.01, None, "in no tier"),
        (None, None, "a blank is in no tier"),
    ],
)
def test_tiers(value: float | None, points: float | None, why: str) -> None:
    assert points_by_tier(value, TIERS) == points, why


@pytest.mark.parametrize(
    "tiers", [[Tier(5, 5, 1)], [Tier(0, 6, 1), Tier(5, 10, 2)], [Tier(5, 10, 2), Tier(0, 5, 1)]]
)
def test_tiers_that_overlap_or_are_empty(tiers: list[Tier]) -> None:
    with pytest.raises(SettingsError, match="ascending tiers without overlap"):
        points_by_tier(1, tiers)
