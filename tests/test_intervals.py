"""Intervals of rates, at their edges and against published figures."""

from collections.abc import Callable

import pytest

from cs_workbook.errors import OutOfRangeError, SettingsError
from cs_workbook.measures.intervals import (
    Interval,
    adjusted_wald_interval,
    critical_value,
    wilson_interval,
)

METHODS: list[Callable[[int, int], Interval | None]] = [wilson_interval, adjusted_wald_interval]


@pytest.mark.parametrize(
    ("k", "n", "low", "high", "why"),
    [
        (3, 24, 4.344, 31.004, "3 of 24 lost: nothing unusual from 4 to 31 %"),
        (0, 10, 0.0, 27.753, "nobody lost is not proof of 0 %"),
        (10, 10, 72.247, 100.0, "the mirror image"),
        (1, 1, 20.655, 100.0, "one of one says little"),
        (50, 100, 40.383, 59.617, "symmetric in the middle"),
    ],
)
def test_wilson(k: int, n: int, low: float, high: float, why: str) -> None:
    interval = wilson_interval(k, n)
    assert interval is not None
    assert (interval.low, interval.high) == pytest.approx((low, high), abs=0.001), why
    assert interval.method == "Wilson"


@pytest.mark.parametrize("method", METHODS)
def test_no_cases_no_interval(method: Callable[[int, int], Interval | None]) -> None:
    assert method(0, 0) is None


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    ("k", "n", "why"),
    [(-1, 5, "negative"), (6, 5, "more than all"), (1, 0, "some of nothing"), (0, -1, "no base")],
)
def test_counts_that_are_no_part_of_a_whole(
    method: Callable[[int, int], Interval | None], k: int, n: int, why: str
) -> None:
    with pytest.raises(OutOfRangeError, match="expected"):
        pytest.fail(f"{why}: {method(k, n)}")


@pytest.mark.parametrize(
    ("confidence", "why"),
    [(0.95, "a share where percent is meant"), (100, "never certain"), (float("nan"), "no number")],
)
def test_confidence_is_in_percent(confidence: float, why: str) -> None:
    with pytest.raises(SettingsError, match="Write 95"):
        pytest.fail(f"{why}: {critical_value(confidence)}")


@pytest.mark.parametrize(
    ("confidence", "z"), [(90, 1.644854), (95, 1.959964), (99, 2.575829), (99.9, 3.290527)]
)
def test_critical_values_of_the_normal_table(confidence: float, z: float) -> None:
    assert critical_value(confidence) == pytest.approx(z, abs=1e-6)
