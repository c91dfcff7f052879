"""What every measure returns: the value, what it rests on, its parts, its rule in words.

Two people who quote different churn rates usually use different rules, so the rule travels with
the number. Missing values: ``None``, NaN and empty text are blanks (:func:`is_blank`); they are
left out and counted, never read as zero. A base of zero gives ``None`` with a reason, not 0 %.
"""

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from cs_workbook.measures.intervals import Interval


class Unit(StrEnum):
    """What the value of a figure is counted in."""

    PERCENT = "percent"
    POINTS = "points"
    RATIO = "ratio"
    ANSWER = "answer on the survey's scale"


class Part(NamedTuple):
    """One named number a figure was made of.

    Attributes:
        name: In words, ready to be shown: ``customers at start``.
        value: The number; ``None`` where it is unknown.
    """

    name: str
    value: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A computed measure with everything needed to explain it.

    Attributes:
        value: The figure in ``unit``; ``None`` where it cannot be computed.
        n: How many answers, customers or accounts it rests on.
        unit: What ``value`` is counted in.
        parts: The numbers it was made of, in reading order.
        rule: The rule in plain words, ready to be printed beside the figure.
        interval: Where the true value plausibly lies, in the same unit; ``None`` if not known.
        reason: Why there is no value, in a few words; ``None`` where there is one.
    """

    value: float | None
    n: int
    unit: Unit = Unit.PERCENT
    parts: tuple[Part, ...]
    rule: str
    interval: Interval | None = None
    reason: str | None = None

    def part(self, name: str) -> float | None:
        """Return the part called ``name``.

        Args:
            name: A name exactly as it stands in ``parts``.

        Returns:
            Its value, ``None`` if that is unknown.

        Raises:
            KeyError: The figure has no such part.
        """
        return dict(self.parts)[name]


def is_blank(value: object) -> bool:
    """Tell whether a value counts as "nothing was entered".

    Args:
        value: Anything a cell or an export can hold.

    Returns:
        ``True`` for ``None``, NaN and text without a visible character; ``False`` otherwise, and
        in particular for 0.

    >>> [is_blank(value) for value in (None, float("nan"), "  ", 0, "0")]
    [True, True, True, False, False]
    """
    if value is None:
        return True
    if isinstance(value, float):
        return math.isnan(value)
    return isinstance(value, str) and not value.strip()


def percent_of(part: float, whole: float) -> float | None:
    """Return ``part`` in percent of ``whole``.

    Multiplying before dividing keeps whole-number results whole: 57 of 100 is 57, not
    56.99999999999999.

    Args:
        part: The numerator, in the unit of ``whole``.
        whole: The base.

    Returns:
        ``100 * part / whole``; ``None`` where the base is zero.

    >>> percent_of(57, 100)
    57.0
    >>> percent_of(1, 0) is None
    True
    """
    if whole == 0:
        return None
    if part == whole:
        return 100.0
    return 100 * part / whole
