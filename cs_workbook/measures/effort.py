"""Customer effort (CES): how easy it was, on a scale whose direction belongs to the survey.

On most scales a high answer means easy; on some, 1 is the best answer. A score read in the wrong
direction turns a health score upside down, so the direction is part of the :class:`CesRule`, and
``ease`` puts every scale on 0 (hardest) to 100 (easiest).

Blanks are left out and counted; no answers give no value. Answers off the scale are refused.

References:
    Delighted help, "How is CES calculated?" (share of 4 and 5 on a scale of 1 to 5).
    CloseAlert help, "How the NPS, CES, sentiment and rating score are calculated": lower is better.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from cs_workbook.errors import OutOfRangeError, SettingsError
from cs_workbook.measures.answers import Answer, count_answers
from cs_workbook.measures.figure import Figure, Part, Unit, percent_of
from cs_workbook.measures.intervals import DEFAULT_CONFIDENCE, Interval, wilson_interval


class Direction(StrEnum):
    """Which end of an effort scale is the good one."""

    HIGHER_IS_EASIER = "higher is easier"
    LOWER_IS_EASIER = "lower is easier"


@dataclass(frozen=True, slots=True, kw_only=True)
class CesRule:
    """Scale of an effort survey, its direction and which answers count as easy.

    Attributes:
        minimum: Lowest answer.
        maximum: Highest answer.
        easy_from: The least easy answer that still counts as easy.
        direction: Which end of the scale is the easy one.
    """

    minimum: int = 1
    maximum: int = 7
    easy_from: int = 5
    direction: Direction = Direction.HIGHER_IS_EASIER

    def __post_init__(self) -> None:
        if not self.minimum <= self.easy_from <= self.maximum or self.minimum == self.maximum:
            raise SettingsError(
                f"CES rule: expected minimum <= easy from <= maximum on a scale with a width, "
                f"found {self.minimum}, {self.easy_from} and {self.maximum}."
            )

    def is_easy(self, answer: int) -> bool:
        """Tell whether an answer counts as easy.

        Args:
            answer: An answer on the scale.

        Returns:
            ``True`` at ``easy_from`` and on its easy side.

        >>> CesRule(maximum=5, easy_from=2, direction=Direction.LOWER_IS_EASIER).is_easy(1)
        True
        """
        if self.direction is Direction.HIGHER_IS_EASIER:
            return answer >= self.easy_from
        return answer <= self.easy_from

    @property
    def words(self) -> str:
        """The rule in plain words."""
        return f"scale {self.minimum} to {self.maximum}, {self.direction}"


DEFAULT_CES = CesRule()


@dataclass(frozen=True, slots=True, kw_only=True)
class CesResult(Figure):
    """A customer effort score: the mean answer, and two readings that know the direction.

    Attributes:
        easy_percent: Share of easy answers in percent; ``None`` without answers.
        easy_interval: Wilson interval of that share.
        ease: The mean on a scale from 0 (hardest) to 100 (easiest), whatever the direction: the
            reading a health score can use.
    """

    easy_percent: float | None
    easy_interval: Interval | None
    ease: float | None


def customer_effort_score(
    answers: Iterable[Answer] | Mapping[int, int],
    *,
    rule: CesRule = DEFAULT_CES,
    confidence: float = DEFAULT_CONFIDENCE,
) -> CesResult:
    """Return the customer effort score: mean answer, share of easy answers, ease.

    Args:
        answers: Answers one by one (blanks left out), or a table "answer: how often".
        rule: Scale, direction and easy answers; by default 1 to 7, higher is easier, easy from 5.
        confidence: Level of the Wilson interval of the easy share in percent.

    Returns:
        The mean on the survey's scale as ``value``, besides it the easy share and the ease from
        0 to 100; no values without answers.

    Raises:
        OutOfRangeError: An answer is off the scale.

    >>> result = customer_effort_score({1: 2, 2: 1, 3: 3, 4: 4, 5: 10, 6: 12, 7: 8})
    >>> result.value, result.easy_percent
    (5.175, 75.0)
    """
    counts, blanks = count_answers(answers, minimum=rule.minimum, maximum=rule.maximum, what="CES")
    n = sum(counts.values())
    total = sum(answer * count for answer, count in counts.items())
    easy = sum(count for answer, count in counts.items() if rule.is_easy(answer))
    mean = total / n if n else None
    side = "and above" if rule.direction is Direction.HIGHER_IS_EASIER else "and below"
    return CesResult(
        value=mean,
        n=n,
        unit=Unit.ANSWER,
        parts=(Part("easy", easy), Part("answers", n), Part("blanks", blanks)),
        rule=f"CES: mean answer, {rule.words}; easy is {rule.easy_from} {side}; {n} answers.",
        reason=None if n else "no answers",
        easy_percent=percent_of(easy, n),
        easy_interval=wilson_interval(easy, n, confidence),
        ease=None if mean is None else ease_of_mean(mean, rule=rule),
    )


def ease_of_mean(mean: float, *, rule: CesRule = DEFAULT_CES) -> float:
    """Return a mean effort answer on a scale from 0 (hardest) to 100 (easiest).

    Args:
        mean: Mean answer on the survey's scale.
        rule: Scale and direction.

    Returns:
        0 to 100; above 50 is the easy half, on every scale and in both directions.

    Raises:
        OutOfRangeError: The mean is off the scale.

    >>> rule = CesRule(maximum=5, easy_from=2, direction=Direction.LOWER_IS_EASIER)
    >>> ease_of_mean(2.0, rule=rule)
    75.0
    """
    if not rule.minimum <= mean <= rule.maximum:
        raise OutOfRangeError(
            f"CES mean: expected {rule.minimum} to {rule.maximum}, found {mean!r}."
        )
    if rule.direction is Direction.HIGHER_IS_EASIER:
        return 100 * (mean - rule.minimum) / (rule.maximum - rule.minimum)
    return 100 * (rule.maximum - mean) / (rule.maximum - rule.minimum)
