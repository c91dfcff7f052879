"""Ridge logistic regression: known answers, laws, and refusals."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cs_workbook.errors import NotEnoughDataError, OutOfRangeError
from cs_workbook.measures.logistic import fit_logistic, solve

VALUES = st.floats(-3, 3).map(lambda value: round(value, 3))
CASES = st.lists(st.tuples(VALUES, VALUES, st.booleans()), min_size=2, max_size=40).filter(
    lambda rows: len({left for _, _, left in rows}) == 2
)


def gradient(
    rows: list[tuple[float, ...]], left: list[bool], fit: tuple[float, ...], penalty: float
) -> list[float]:
    """Slope of the penalised log-likelihood, written down a second time."""
    slopes = [0.0] * len(fit)
    for row, gone in zip(rows, left, strict=True):
        design = (1.0, *row)
        chance = 1 / (1 + math.exp(-sum(b * x for b, x in zip(fit, design, strict=True))))
        slopes = [s + (gone - chance) * x for s, x in zip(slopes, design, strict=True)]
    return [
        s - (penalty * b if place else 0)
        for place, (s, b) in enumerate(zip(slopes, fit, strict=True))
    ]


@given(CASES, st.sampled_from([0.1, 1.0, 10.0]))
@settings(deadline=None)
def test_law_at_the_answer_the_slope_is_zero(
    cases: list[tuple[float, float, bool]], penalty: float
) -> None:
    rows = [(a, b) for a, b, _ in cases]
    left = [gone for *_, gone in cases]
    fit = fit_logistic(rows, left, penalty=penalty)
    for slope in gradient(list(rows), left, (fit.intercept, *fit.coefficients), penalty):
        assert slope == pytest.approx(0, abs=1e-6)


@given(CASES)
@settings(deadline=None)
def test_law_a_stronger_penalty_never_gives_larger_coefficients(
    cases: list[tuple[float, float, bool]],
) -> None:
    rows, left = [(a, b) for a, b, _ in cases], [gone for *_, gone in cases]
    sizes = [
        sum(b * b for b in fit_logistic(rows, left, penalty=penalty).coefficients)
        for penalty in (0.1, 1.0, 10.0)
    ]
    assert sizes[0] >= sizes[1] - 1e-9
    assert sizes[1] >= sizes[2] - 1e-9


def test_a_weak_penalty_gives_the_log_odds_ratio_of_a_table_of_four() -> None:
    """30 of 40 left where x = 1, 10 of 40 where x = 0: log of (30/10) / (10/30)."""
    rows = [(1.0,)] * 40 + [(0.0,)] * 40
    left = [True] * 30 + [False] * 10 + [True] * 10 + [False] * 30
    fit = fit_logistic(rows, left, penalty=1e-9)
    assert fit.intercept == pytest.approx(math.log(10 / 30), abs=1e-6)
    assert fit.coefficients[0] == pytest.approx(math.log(9), abs=1e-6)


def test_what_can_be_told_apart_perfectly_stays_finite() -> None:
    fit = fit_logistic([(-2.0,), (-1.0,), (1.0,), (2.0,)], [True, True, False, False])
    assert -5 < fit.coefficients[0] < -0.5


def test_one_outcome_is_nothing_to_compare() -> None:
    with pytest.raises(NotEnoughDataError, match="expected both outcomes"):
        fit_logistic([(1.0,), (2.0,)], [True, True])


@pytest.mark.parametrize("penalty", [0.0, -1.0, math.nan])
def test_a_penalty_is_above_0(penalty: float) -> None:
    with pytest.raises(OutOfRangeError, match="penalty above 0"):
        fit_logistic([(1.0,), (2.0,)], [True, False], penalty=penalty)


def test_equations_with_no_solution_are_refused() -> None:
    with pytest.raises(OutOfRangeError, match="one solution"):
        solve([[1.0, 1.0], [1.0, 1.0]], [1.0, 2.0])
    assert solve([[0.0, 2.0], [1.0, 0.0]], [4.0, 3.0]) == [3.0, 2.0], "rows are swapped"
