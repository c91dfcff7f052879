"""The catalogue of data problems: one table that feeds messages, the workbook, docs and tests.

A problem is never an exception: it is a row of data about a row of data. ``severity`` says what
became of the row: an *error* was set aside (it is in no figure), a *warning* was used and should
be looked at, a *note* tells what was left out on purpose (a footer line, a blank row).
"""

from dataclasses import dataclass

from cs_workbook.problem_kinds import KINDS, ProblemKind, Severity

__all__ = ["CATALOGUE", "Problem", "ProblemKind", "Severity", "problem"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One data problem at one place.

    Attributes:
        code: Code of its :class:`ProblemKind`.
        file: File name the row came from.
        line: Line in that file, counted from 1; ``None`` where the whole file is meant.
        column: Column header as the file spells it; ``None`` where the whole row is meant.
        value: The text found there, shortened to 200 characters; ``None`` for a blank.
        reason: What is wrong, in one sentence.
        remedy: What to do.
        severity: What became of the row.
    """

    code: str
    file: str
    line: int | None
    column: str | None
    value: str | None
    reason: str
    remedy: str
    severity: Severity


CATALOGUE: dict[str, ProblemKind] = {kind.code: kind for kind in KINDS}


def problem(
    code: str,
    *,
    file: str,
    line: int | None = None,
    column: str | None = None,
    value: str | None = None,
    expected: str = "",
) -> Problem:
    """Make a problem of a catalogued kind.

    Args:
        code: A code of :data:`CATALOGUE`.
        file: File name.
        line: Line in the file, from 1.
        column: Column header as the file spells it.
        value: Text found there.
        expected: What would have been right; fills ``{expected}`` in the reason.

    Returns:
        The problem with its reason and remedy in words.

    >>> problem("not_a_date", file="a.csv", line=3, column="Renewal", value="31/02/2026",
    ...         expected="day first").reason
    'Renewal should be a date (day first); the cell was left blank.'
    """
    kind = CATALOGUE[code]
    return Problem(
        code=code,
        file=file,
        line=line,
        column=column,
        value=None if value is None else value[:200],
        reason=kind.reason.format(column=column or "the column", expected=expected),
        remedy=kind.remedy,
        severity=kind.severity,
    )
