"""Laws of the intervals of rates."""

from hypothesis import given
from hypothesis import strategies as st

from cs_workbook.measures.intervals import adjusted_wald_interval, wilson_interval

counts = st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
confidences = st.floats(50, 99.9)


@given(counts, confidences)
def test_bounds(count: tuple[int, int], confidence: float) -> None:
    """An interval of a rate lies within 0 and 100 percent, low end first."""
    for method in (wilson_interval, adjusted_wald_interval):
        interval = method(*count, confidence)
        assert interval is not None
        assert 0 <= interval.low <= interval.high <= 100


@given(counts, confidences)
def test_wilson_contains_the_estimate(count: tuple[int, int], confidence: float) -> None:
    """Wilson's interval contains the rate itself, at any confidence."""
    interval = wilson_interval(*count, confidence)
    assert interval is not None
    estimate = 100 * count[0] / count[1]
    assert interval.low - 1e-9 <= estimate <= interval.high + 1e-9


@given(counts)
def test_adjusted_wald_contains_the_estimate_at_95(count: tuple[int, int]) -> None:
    """Adding 2 and 2 keeps the rate inside at 95 percent, the level it was made for."""
    interval = adjusted_wald_interval(*count)
    assert interval is not None
    assert interval.low <= 100 * count[0] / count[1] <= interval.high


@given(counts, confidences)
def test_mirror(count: tuple[int, int], confidence: float) -> None:
    """The interval of the kept is the mirror image of the interval of the lost."""
    k, n = count
    for method in (wilson_interval, adjusted_wald_interval):
        lost, kept = method(k, n, confidence), method(n - k, n, confidence)
        assert lost is not None
        assert kept is not None
        assert abs(lost.low - (100 - kept.high)) < 1e-9
        assert abs(lost.high - (100 - kept.low)) < 1e-9


@given(counts, st.integers(2, 20))
def test_more_cases_narrow_the_interval(count: tuple[int, int], times: int) -> None:
    """The same rate from more cases is never less certain."""
    k, n = count
    few, many = wilson_interval(k, n), wilson_interval(k * times, n * times)
    assert few is not None
    assert many is not None
    assert many.high - many.low <= few.high - few.low + 1e-9


@given(counts, st.tuples(confidences, confidences))
def test_more_confidence_widens_the_interval(
    count: tuple[int, int], levels: tuple[float, float]
) -> None:
    """A higher confidence level never gives a narrower interval."""
    loose, strict = (wilson_interval(*count, level) for level in sorted(levels))
    assert loose is not None
    assert strict is not None
    assert strict.low <= loose.low + 1e-9
    assert strict.high >= loose.high - 1e-9
