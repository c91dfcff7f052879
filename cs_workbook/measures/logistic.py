"""Logistic regression with a ridge penalty, small enough to read.

For each row a chance p of the outcome is assumed with log(p / (1 - p)) = a + b1 x1 + ... + bk xk.
The coefficients maximise the log-likelihood less penalty / 2 x (b1² + ... + bk²); the intercept a
is not penalised. The penalty keeps coefficients finite where the outcome can be told apart
perfectly, and small where there is little to learn from. Columns should be of one scale, such as
standard deviations, because the penalty is the same for each.

Newton's method, halving a step that would make things worse. The function that is maximised is
concave, and strictly so in the coefficients, so there is one answer.

References:
    A. E. Hoerl and R. W. Kennard, "Ridge regression", Technometrics 12 (1970).
    S. le Cessie and J. C. van Houwelingen, "Ridge estimators in logistic regression", Applied
    Statistics 41 (1992).
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

from cs_workbook.errors import NotEnoughDataError, OutOfRangeError

_MOST_STEPS = 100
_MOST_HALVINGS = 50
_CLOSE = 1e-10


class LogisticFit(NamedTuple):
    """A fitted model.

    Attributes:
        intercept: The constant a.
        coefficients: One per column.
    """

    intercept: float
    coefficients: tuple[float, ...]


def fit_logistic(
    rows: Sequence[Sequence[float]], outcomes: Sequence[bool], *, penalty: float = 1.0
) -> LogisticFit:
    """Fit a ridge-penalised logistic regression.

    Args:
        rows: One sequence of column values per case, all of one length, no blanks.
        outcomes: What came of each case.
        penalty: Strength of the ridge, above 0.

    Returns:
        Intercept and coefficients.

    Raises:
        OutOfRangeError: The penalty is not above 0, or rows and outcomes differ in number.
        NotEnoughDataError: One of the two outcomes never occurs.

    >>> fit = fit_logistic([[-1.0], [1.0], [-1.0], [1.0]], [True, True, False, False])
    >>> abs(fit.coefficients[0]) < 1e-9
    True
    """
    if not penalty > 0 or len(rows) != len(outcomes):
        raise OutOfRangeError(
            f"Logistic regression: expected a penalty above 0 and one outcome per row, found "
            f"{penalty!r}, {len(rows)} rows and {len(outcomes)} outcomes."
        )
    if len(set(outcomes)) <= 1:
        raise NotEnoughDataError(
            "Logistic regression: expected both outcomes, found one. There is nothing to compare."
        )
    design = [[1.0, *row] for row in rows]
    beta = [0.0] * len(design[0])
    best = _objective(design, outcomes, beta, penalty)
    for _ in range(_MOST_STEPS):
        step = _newton_step(design, outcomes, beta, penalty)
        size = 1.0
        for _ in range(_MOST_HALVINGS):
            tried = [b + size * s for b, s in zip(beta, step, strict=True)]
            reached = _objective(design, outcomes, tried, penalty)
            if reached >= best:
                break
            size /= 2
        else:
            break  # no step is better any more: rounding is all that is left
        beta, best = tried, reached
        if max(abs(size * s) for s in step) < _CLOSE:
            break
    return LogisticFit(intercept=beta[0], coefficients=tuple(beta[1:]))


def _objective(
    design: Sequence[Sequence[float]],
    outcomes: Sequence[bool],
    beta: Sequence[float],
    penalty: float,
) -> float:
    """Return the penalised log-likelihood."""
    total = -penalty / 2 * sum(b * b for b in beta[1:])
    for row, outcome in zip(design, outcomes, strict=True):
        score = _dot(row, beta)
        total -= _softplus(-score if outcome else score)
    return total


def _newton_step(
    design: Sequence[Sequence[float]],
    outcomes: Sequence[bool],
    beta: Sequence[float],
    penalty: float,
) -> list[float]:
    size = len(beta)
    ridge = [0.0] + [penalty] * (size - 1)
    gradient = [-r * b for r, b in zip(ridge, beta, strict=True)]
    curve = [[ridge[i] if i == j else 0.0 for j in range(size)] for i in range(size)]
    for row, outcome in zip(design, outcomes, strict=True):
        chance = _chance(_dot(row, beta))
        error, spread = outcome - chance, chance * (1 - chance)
        for i, value in enumerate(row):
            gradient[i] += value * error
            weighted = spread * value
            line = curve[i]
            for j in range(i + 1):
                line[j] += weighted * row[j]
    for i in range(size):
        for j in range(i + 1, size):
            curve[i][j] = curve[j][i]
    return solve(curve, gradient)


def solve(matrix: Sequence[Sequence[float]], right: Sequence[float]) -> list[float]:
    """Solve a system of linear equations by elimination with pivoting.

    Args:
        matrix: A square matrix that can be inverted.
        right: The right-hand side.

    Raises:
        OutOfRangeError: The matrix cannot be inverted.

    >>> solve([[2.0, 0.0], [1.0, 1.0]], [4.0, 5.0])
    [2.0, 3.0]
    """
    lines = [[*line, value] for line, value in zip(matrix, right, strict=True)]
    size = len(lines)
    for column in range(size):
        pivot = max(range(column, size), key=lambda row: abs(lines[row][column]))
        if lines[pivot][column] == 0:
            raise OutOfRangeError("Equations: expected ones that have one solution, found others.")
        lines[column], lines[pivot] = lines[pivot], lines[column]
        for row in range(column + 1, size):
            factor = lines[row][column] / lines[column][column]
            for place in range(column, size + 1):
                lines[row][place] -= factor * lines[column][place]
    found = [0.0] * size
    for row in reversed(range(size)):
        known = sum(lines[row][place] * found[place] for place in range(row + 1, size))
        found[row] = (lines[row][size] - known) / lines[row][row]
    return found


def _dot(left: Sequence[float], right: Sequence[float]) -> float:
    return sum(a * b for a, b in zip(left, right, strict=True))


def _chance(score: float) -> float:
    """Return 1 / (1 + e^-score) without overflow."""
    if score >= 0:
        return 1 / (1 + math.exp(-score))
    return math.exp(score) / (1 + math.exp(score))


def _softplus(score: float) -> float:
    """Return log(1 + e^score) without overflow."""
    return max(score, 0.0) + math.log1p(math.exp(-abs(score)))
