"""Dwell time, band changes and slope, against counts by hand and in plain Python."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cs_workbook.measures.band_history import (
    Standing,
    band_changes,
    weekly_slope,
    weeks_in_band,
)

FIRST = date(2026, 1, 1)


def standings(*kept: tuple[int, float | None, str | None]) -> list[Standing]:
    """Return standings by day from the first one on."""
    return [
        Standing(day=FIRST + timedelta(days=day), score=score, band=band)
        for day, score, band in kept
    ]


@pytest.mark.parametrize(
    ("kept", "weeks", "changes", "why"),
    [
        ((), None, 0, "nothing is known"),
        (((0, 50.0, "Watch"),), 0, 0, "the first refresh brought it there"),
        (((0, 50.0, None),), None, 0, "no band, no time in it"),
        (((0, 50.0, "Watch"), (13, 50.0, "Watch")), 1, 0, "whole weeks only"),
        (((0, 50.0, "Watch"), (14, 50.0, "Watch")), 2, 0, "a gap ends no stay"),
        (((0, 50.0, "Watch"), (7, 50.0, "Risk"), (14, 50.0, "Watch")), 0, 2, "there and back"),
        (((0, 50.0, "Watch"), (7, None, None), (14, 50.0, "Watch")), 0, 0, "no band ends a stay"),
        (((0, 50.0, "Watch"), (7, None, None), (14, 50.0, "Risk")), 0, 1, "no band is passed over"),
    ],
)
def test_time_in_a_band_and_changes(
    kept: tuple[tuple[int, float | None, str | None], ...],
    weeks: int | None,
    changes: int,
    why: str,
) -> None:
    assert weeks_in_band(standings(*kept)) == weeks, why
    assert band_changes(standings(*kept)) == changes, why


@given(
    st.dictionaries(
        st.integers(min_value=0, max_value=12),
        st.floats(min_value=0, max_value=100),
        min_size=2,
        max_size=13,
    )
)
def test_the_slope_is_the_line_of_least_squares(by_week: dict[int, float]) -> None:
    """Law: covariance over variance, with a weight for no week but the ones with a score."""
    found = weekly_slope(
        standings(*((7 * week, by_week[week], None) for week in sorted(by_week))), weeks=13
    )
    mean_week = sum(by_week) / len(by_week)
    mean = sum(by_week.values()) / len(by_week)
    rise = sum((week - mean_week) * (score - mean) for week, score in by_week.items())
    assert found == pytest.approx(rise / sum((week - mean_week) ** 2 for week in by_week), abs=1e-9)


def test_older_weeks_do_not_count() -> None:
    kept = standings((0, 0.0, None), (70, 10.0, None), (77, 12.0, None))
    assert weekly_slope(kept, weeks=2) == 2.0
    assert weekly_slope(kept, weeks=1) is None
    assert weekly_slope([], weeks=13) is None
