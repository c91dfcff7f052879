"""What pulls a health score down: the points each measure costs, the most first."""

from collections.abc import Container
from typing import NamedTuple

from cs_workbook.measures.figure import percent_of
from cs_workbook.measures.health import HealthScore
from cs_workbook.measures.health_reasons import WORTH_NAMING, lost_points

_NO_DECIMALS_FROM = 10


class Pull(NamedTuple):
    """What one measure takes away.

    Attributes:
        name: The measure.
        value: Its raw value; ``None`` where a blank is counted.
        points: Points of the score it takes away, 0 or more.
    """

    name: str
    value: float | None
    points: float


def pulls(score: HealthScore) -> list[Pull]:
    """Return what each measure takes away, the most first.

    Args:
        score: A health score with its parts.

    Returns:
        One entry per measure that counted; ties stand in the order of the model.
    """
    found = [
        Pull(part.name, part.value, lost)
        for part, lost in zip(score.parts, lost_points(score), strict=True)
        if lost is not None
    ]
    return sorted(found, key=lambda pull: -pull.points)


def why(score: HealthScore, *, most: int = 2, without: Container[str] = ()) -> str:
    """Say which measures pull a score down most.

    Args:
        score: A health score with its parts.
        most: How many measures are named.
        without: Measures that are not named.

    Returns:
        Such as ``Usage trend at -40: -13 points; Open tickets at 4: -8 points``.
    """
    counted = [pull for pull in pulls(score) if pull.name not in without]
    if not counted:
        return "Nothing is known of it."
    strongest = [pull for pull in counted if pull.points >= WORTH_NAMING][:most]
    if not strongest:
        return "Nothing pulls it down."
    return "; ".join(
        f"{pull.name}{_at(pull.value)}: \N{MINUS SIGN}{pull.points:.0f} "
        f"{'point' if f'{pull.points:.0f}' == '1' else 'points'}"
        for pull in strongest
    )


class Without(NamedTuple):
    """A health score as it would be without one of its measures.

    Attributes:
        score: 0 to 100; ``None`` where nothing else is known.
        coverage: Percent of the other weights that is known; 0 where there are none.
    """

    score: float | None
    coverage: float


def without_measure(score: HealthScore, name: str) -> Without:
    """Return the score as it would be without one of its measures.

    Args:
        score: A health score with its parts.
        name: The measure to leave out.
    """
    others = [part for part in score.parts if part.name != name]
    counted = [(part.weight, part.sub_score) for part in others if part.sub_score is not None]
    total = sum(weight for weight, _ in counted)
    known = sum(part.weight for part in others if part.value is not None)
    every = sum(part.weight for part in others)
    return Without(
        score=sum(weight * points for weight, points in counted) / total if total else None,
        coverage=percent_of(known, every) or 0.0,
    )


def _at(value: float | None) -> str:
    if value is None:
        return ""
    whole = value == round(value) or abs(value) >= _NO_DECIMALS_FROM
    shown = f"{value:,.0f}" if whole else f"{value:,.1f}"
    return f" at {shown.replace('-', chr(0x2212))}"
