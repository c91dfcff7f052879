"""Survey answers on a scale of whole numbers: which count, which are blank, which are wrong.

Exports hold blanks, words and values beyond the scale. A blank is someone who did not answer and
is counted apart. Anything else that is not a whole number on the scale is wrong: a measure refuses
it by name, or :func:`split_answers` sets it aside first so that it can be listed.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from cs_workbook.errors import OutOfRangeError
from cs_workbook.measures.figure import is_blank

Answer = float | str | None


class RejectedAnswer(NamedTuple):
    """An answer that is not on the scale.

    Attributes:
        position: Place in the list, counted from 1 and with the blanks.
        value: What was found there.
    """

    position: int
    value: Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitAnswers:
    """Answers taken apart.

    Attributes:
        good: Whole numbers on the scale, in their order.
        blanks: How many were blank.
        rejected: What is not on the scale, with its place.
    """

    good: tuple[int, ...]
    blanks: int
    rejected: tuple[RejectedAnswer, ...]


def split_answers(answers: Iterable[Answer], *, minimum: int, maximum: int) -> SplitAnswers:
    """Take answers apart into good ones, blanks and those that are not on the scale.

    Args:
        answers: Numbers, blanks, or text that was left where a number belongs. Text is never read
            as a number here; that is for the import, which knows the locale.
        minimum: Lowest answer of the scale.
        maximum: Highest answer of the scale.

    Returns:
        The three groups; together they are as many as ``answers``.

    >>> split = split_answers([9, None, 11, 7.0, 8.5], minimum=0, maximum=10)
    >>> split.good, split.blanks, [tuple(rejected) for rejected in split.rejected]
    ((9, 7), 1, [(3, 11), (5, 8.5)])
    """
    good: list[int] = []
    rejected: list[RejectedAnswer] = []
    blanks = 0
    for position, answer in enumerate(answers, start=1):
        if is_blank(answer):
            blanks += 1
        # TRUE in a cell is 1 in Python and would pass for the worst answer of a 1 to 5 scale.
        elif (
            isinstance(answer, int | float)
            and not isinstance(answer, bool)
            and minimum <= answer <= maximum
            and answer == int(answer)
        ):
            good.append(int(answer))
        else:
            rejected.append(RejectedAnswer(position, answer))
    return SplitAnswers(good=tuple(good), blanks=blanks, rejected=tuple(rejected))


def require_answers(
    answers: Iterable[Answer], *, minimum: int, maximum: int, what: str
) -> SplitAnswers:
    """Take answers apart and refuse them if any is not on the scale.

    Args:
        answers: Numbers and blanks.
        minimum: Lowest answer of the scale.
        maximum: Highest answer of the scale.
        what: Name of the measure, for the message.

    Returns:
        The good answers and the number of blanks; ``rejected`` is empty.

    Raises:
        OutOfRangeError: An answer is not a whole number on the scale; the first one is named.
    """
    split = split_answers(answers, minimum=minimum, maximum=maximum)
    if split.rejected:
        first = split.rejected[0]
        more = f" ({len(split.rejected) - 1} more like it)" if len(split.rejected) > 1 else ""
        raise OutOfRangeError(
            f"{what} answer {first.position}: expected a whole number from {minimum} to {maximum}, "
            f"found {first.value!r}{more}. Correct it at the source or set it aside."
        )
    return split


def count_answers(
    answers: Iterable[Answer] | Mapping[int, int], *, minimum: int, maximum: int, what: str
) -> tuple[dict[int, int], int]:
    """Count how often each answer was given.

    Args:
        answers: Answers one by one, blanks left out; or a table "answer: how often", in which
            answers nobody gave may be missing.
        minimum: Lowest answer of the scale.
        maximum: Highest answer of the scale.
        what: Name of the measure, for the message.

    Returns:
        Counts sorted by answer, and the number of blanks.

    Raises:
        OutOfRangeError: An answer is not on the scale or a count is negative.

    >>> count_answers([5, 4, 5, None], minimum=1, maximum=5, what="CSAT")
    ({4: 1, 5: 2}, 1)
    """
    if not isinstance(answers, Mapping):
        split = require_answers(answers, minimum=minimum, maximum=maximum, what=what)
        return dict(sorted(Counter(split.good).items())), split.blanks
    for answer, count in answers.items():
        if not minimum <= answer <= maximum:
            raise OutOfRangeError(
                f"{what}: expected answers from {minimum} to {maximum}, found {answer!r}."
            )
        if count < 0:
            raise OutOfRangeError(
                f"{what}: expected a count of 0 or more for answer {answer}, found {count!r}."
            )
    return dict(sorted(answers.items())), 0
