"""Customer satisfaction (CSAT): by default the share of answers 4 and 5 on a scale of 1 to 5.

Nobody agrees on one rule: the same ten answers give 60, 40 or 20 depending on whether the sum,
the upper part of the scale or its two top boxes are meant. So the rule belongs to the survey: a
:class:`CsatRule` is stored with it, and every figure names it.

Blanks are left out and counted; no answers give no value. Answers off the scale are refused.

References:
    Delighted help, "How is CSAT calculated?".
    Zencity help, "How are the Experience Surveys scores calculated" (table by scale).
    ServiceRocket docs, "How does the scale correlate with the metric score" (sum of possible).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cs_workbook.errors import SettingsError
from cs_workbook.measures.answers import Answer, count_answers
from cs_workbook.measures.figure import Figure, Part, Unit, percent_of
from cs_workbook.measures.intervals import DEFAULT_CONFIDENCE, wilson_interval

POSITIVE_FROM = {4: 3, 5: 4, 6: 4, 7: 5}
"""Lowest satisfied answer by the length of the scale, for the "positive by scale" rule."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CsatRule:
    """Scale of a satisfaction survey and which answers count as satisfied.

    Attributes:
        minimum: Lowest answer.
        maximum: Highest answer.
        satisfied_from: The least satisfied answer that still counts as satisfied.
        lower_is_better: Whether the lowest answer is the most satisfied one.
    """

    minimum: int = 1
    maximum: int = 5
    satisfied_from: int = 4
    lower_is_better: bool = False

    def __post_init__(self) -> None:
        low, high = self.satisfied_range
        whole_scale = (low, high) == (self.minimum, self.maximum)
        if whole_scale or not self.minimum <= low <= high <= self.maximum:
            way = "<= satisfied from <" if self.lower_is_better else "< satisfied from <="
            raise SettingsError(
                f"CSAT rule: expected minimum {way} maximum, found {self.minimum}, "
                f"{self.satisfied_from} and {self.maximum}."
            )

    @property
    def satisfied_range(self) -> tuple[int, int]:
        """Lowest and highest satisfied answer.

        >>> CsatRule(satisfied_from=2, lower_is_better=True).satisfied_range
        (1, 2)
        """
        if self.lower_is_better:
            return self.minimum, self.satisfied_from
        return self.satisfied_from, self.maximum

    def is_satisfied(self, answer: int) -> bool:
        """Tell whether an answer counts as satisfied.

        Args:
            answer: An answer on the scale.

        >>> CsatRule().is_satisfied(4)
        True
        """
        low, high = self.satisfied_range
        return low <= answer <= high

    @property
    def words(self) -> str:
        """The rule in plain words."""
        low, high = self.satisfied_range
        return f"answers {low} to {high} on a scale of {self.minimum} to {self.maximum}"


DEFAULT_CSAT = CsatRule()


def top_two_box(maximum: int, *, minimum: int = 1) -> CsatRule:
    """Return the rule "the two highest answers are satisfied".

    Args:
        maximum: Highest answer of the scale.
        minimum: Lowest answer of the scale.

    Returns:
        The rule; ``top_two_box(5)`` is the default of this package.

    Raises:
        SettingsError: The scale has fewer than three answers.

    >>> top_two_box(7).words
    'answers 6 to 7 on a scale of 1 to 7'
    """
    return CsatRule(minimum=minimum, maximum=maximum, satisfied_from=maximum - 1)


def positive_by_scale(maximum: int) -> CsatRule:
    """Return the rule "the upper part of the scale is satisfied", by a published table.

    3 to 4 of 4, 4 to 5 of 5, 4 to 6 of 6, 5 to 7 of 7.

    Args:
        maximum: Highest answer of a scale that starts at 1: 4, 5, 6 or 7.

    Returns:
        The rule.

    Raises:
        SettingsError: The table has no row for this scale.

    >>> positive_by_scale(7).satisfied_from
    5
    """
    if maximum not in POSITIVE_FROM:
        raise SettingsError(
            f"CSAT by scale: expected a scale up to 4, 5, 6 or 7, found {maximum!r}. "
            f"Name the lowest satisfied answer instead."
        )
    return CsatRule(maximum=maximum, satisfied_from=POSITIVE_FROM[maximum])


def satisfied_share(
    answers: Iterable[Answer] | Mapping[int, int],
    *,
    rule: CsatRule = DEFAULT_CSAT,
    confidence: float = DEFAULT_CONFIDENCE,
) -> Figure:
    """Return CSAT as the share of satisfied answers, the usual meaning of the word.

    100 * satisfied / n.

    Args:
        answers: Answers one by one (blanks left out), or a table "answer: how often".
        rule: Scale and satisfied answers of this survey; by default 4 and 5 of 5.
        confidence: Level of the Wilson interval in percent.

    Returns:
        The share in percent from 0 to 100; no value without answers.

    Raises:
        OutOfRangeError: An answer is off the scale.

    >>> round(satisfied_share({5: 42, 4: 32, 3: 10, 2: 9, 1: 14}).value, 1)
    69.2
    """
    counts, blanks = count_answers(answers, minimum=rule.minimum, maximum=rule.maximum, what="CSAT")
    n = sum(counts.values())
    satisfied = sum(count for answer, count in counts.items() if rule.is_satisfied(answer))
    return Figure(
        value=percent_of(satisfied, n),
        n=n,
        parts=(Part("satisfied", satisfied), Part("answers", n), Part("blanks", blanks)),
        rule=f"CSAT: share of {rule.words}; {n} answers, {blanks} blank left out.",
        interval=wilson_interval(satisfied, n, confidence),
        reason=None if n else "no answers",
    )


def satisfaction_mean(
    answers: Iterable[Answer] | Mapping[int, int], *, rule: CsatRule = DEFAULT_CSAT
) -> Figure:
    """Return CSAT as the mean answer: sum of answers / n.

    Args:
        answers: Answers one by one (blanks left out), or a table "answer: how often".
        rule: The scale of this survey; ``satisfied_from`` plays no part.

    Returns:
        The mean on the survey's own scale; no value without answers.

    Raises:
        OutOfRangeError: An answer is off the scale.

    >>> satisfaction_mean([4, 5, None]).value
    4.5
    """
    counts, blanks = count_answers(answers, minimum=rule.minimum, maximum=rule.maximum, what="CSAT")
    n = sum(counts.values())
    total = sum(answer * count for answer, count in counts.items())
    return Figure(
        value=total / n if n else None,
        n=n,
        unit=Unit.ANSWER,
        parts=(Part("sum of answers", total), Part("answers", n), Part("blanks", blanks)),
        rule=f"CSAT: mean answer on a scale of {rule.minimum} to {rule.maximum}; {n} answers.",
        reason=None if n else "no answers",
    )


def satisfaction_of_possible(
    answers: Iterable[Answer] | Mapping[int, int], *, rule: CsatRule = DEFAULT_CSAT
) -> Figure:
    """Return CSAT as the sum of answers in percent of the highest possible sum.

    100 * sum / (n * maximum). On a scale that starts at 1 the lowest result is not 0 but
    100 / maximum, so never put it beside a share of satisfied answers.

    Args:
        answers: Answers one by one (blanks left out), or a table "answer: how often".
        rule: The scale of this survey; ``satisfied_from`` plays no part.

    Returns:
        Percent of the possible sum; no value without answers.

    Raises:
        OutOfRangeError: An answer is off the scale.

    >>> satisfaction_of_possible([6, 7, 5, 3, 8, 9, 4, 10, 7, 1], rule=top_two_box(10)).value
    60.0
    """
    counts, blanks = count_answers(answers, minimum=rule.minimum, maximum=rule.maximum, what="CSAT")
    n = sum(counts.values())
    total = sum(answer * count for answer, count in counts.items())
    possible = n * rule.maximum
    return Figure(
        value=percent_of(total, possible),
        n=n,
        parts=(
            Part("sum of answers", total),
            Part("highest possible sum", possible),
            Part("blanks", blanks),
        ),
        rule=f"CSAT: sum of answers in percent of {n} answers times {rule.maximum}.",
        reason=None if n else "no answers",
    )
