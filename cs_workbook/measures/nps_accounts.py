"""Net Promoter Score for a book of accounts: repeated answers, small populations, two periods.

In business with companies the same score can be counted in several honest ways, and they differ:
five promoters in one account and one passive in another are 83 points by answers and 50 points by
accounts. Each function names its way. Blank answers are left out before anything else: a blank
reply never replaces an earlier answer, and an account with blanks only has no score.

References:
    Satrix Solutions, "3 methods to calculate Net Promoter Score for B2B companies".
    R package NPS by B. Rocks, function ``nps_test`` (two samples).
    J. D. Maturen, gist on NPS intervals (finite population; its covariance is not followed).
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from cs_workbook.errors import OutOfRangeError
from cs_workbook.measures.answers import Answer, require_answers
from cs_workbook.measures.figure import is_blank
from cs_workbook.measures.intervals import DEFAULT_CONFIDENCE, critical_value
from cs_workbook.measures.nps import (
    HIGHEST_ANSWER,
    LOWEST_ANSWER,
    NpsCategory,
    NpsResult,
    net_promoter_score,
    net_promoter_score_from_counts,
    nps_category,
)

SIGNIFICANT_BELOW = 0.05
_FEW_ANSWERS = 30


class Response(NamedTuple):
    """One answer to a survey.

    Attributes:
        respondent: Who answered: an e-mail address or a contact id, spelled the same each time.
        answered: The day of the answer.
        score: 0 to 10, or blank.
    """

    respondent: str
    answered: date
    score: Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountNps:
    """The same answers counted by answer and by account.

    Attributes:
        all_answers: Every answer counts once; talkative accounts weigh more.
        mean_per_account: Every account counts once, by the mean of its answers.
    """

    all_answers: NpsResult
    mean_per_account: NpsResult


@dataclass(frozen=True, slots=True, kw_only=True)
class NpsComparison:
    """Whether a score really moved between two periods.

    Attributes:
        difference: Later minus earlier score in points; ``None`` if one has no answers.
        standard_error: Of the difference, in points.
        p_value: Probability (0 to 1, not percent) of a difference at least this large if nothing
            had changed; ``None`` where it cannot be computed.
        words: The verdict in one sentence.
        rule: How it was tested.
    """

    difference: float | None
    standard_error: float | None
    p_value: float | None
    words: str
    rule: str = "Two-sided z test of two independent periods."


def latest_answers(responses: Iterable[Response]) -> tuple[Response, ...]:
    """Keep only the newest answer of each respondent.

    Args:
        responses: Answers in the order of the export. Blank answers are passed over.

    Returns:
        One response per respondent who answered, in the order of their first answer. Of two
        answers on one day, the later row wins.

    >>> rows = [Response("a", date(2024, 1, 5), 4), Response("a", date(2024, 6, 1), 9)]
    >>> [response.score for response in latest_answers(rows)]
    [9]
    """
    newest: dict[str, Response] = {}
    for response in responses:
        if is_blank(response.score):
            continue
        known = newest.get(response.respondent)
        if known is None or response.answered >= known.answered:
            newest[response.respondent] = response
    return tuple(newest.values())


def nps_latest_per_respondent(
    responses: Iterable[Response], *, confidence: float = DEFAULT_CONFIDENCE
) -> NpsResult:
    """Return the Net Promoter Score where each person counts once, with the newest answer.

    Args:
        responses: Answers in the order of the export, already limited to the wanted window.
        confidence: Level of the interval in percent.

    Returns:
        The score in points; ``n`` is the number of people.

    Raises:
        OutOfRangeError: A counted answer is not a whole number from 0 to 10.

    >>> rows = [Response("a", date(2024, 1, 5), 4), Response("a", date(2024, 6, 1), 9)]
    >>> nps_latest_per_respondent(rows).value
    100.0
    """
    return net_promoter_score(
        [response.score for response in latest_answers(responses)], confidence=confidence
    )


def nps_by_account(
    responses: Mapping[str, Sequence[Answer]], *, confidence: float = DEFAULT_CONFIDENCE
) -> AccountNps:
    """Return the Net Promoter Score by answers and by accounts.

    Args:
        responses: Answers per account; blanks are left out.
        confidence: Level of the intervals in percent.

    Returns:
        Both scores. By account, the mean of the answers decides the group without rounding:
        promoter from 9, detractor below 7. Accounts without an answer are its blanks.

    Raises:
        OutOfRangeError: An answer is not a whole number from 0 to 10.

    >>> both = nps_by_account({"A": [10, 9, 9, 10, 9], "B": [7]})
    >>> round(both.all_answers.value, 1), both.mean_per_account.value
    (83.3, 50.0)
    """
    groups: list[NpsCategory] = []
    silent = 0
    for account, answers in responses.items():
        good = require_answers(
            answers, minimum=LOWEST_ANSWER, maximum=HIGHEST_ANSWER, what=f"NPS, account {account},"
        ).good
        if good:
            groups.append(nps_category(sum(good) / len(good)))
        else:
            silent += 1
    return AccountNps(
        all_answers=net_promoter_score(
            [answer for answers in responses.values() for answer in answers], confidence=confidence
        ),
        mean_per_account=net_promoter_score_from_counts(
            promoters=groups.count(NpsCategory.PROMOTER),
            passives=groups.count(NpsCategory.PASSIVE),
            detractors=groups.count(NpsCategory.DETRACTOR),
            blanks=silent,
            confidence=confidence,
        ),
    )


def nps_margin_of_error(
    result: NpsResult, *, population: int | None = None, confidence: float = DEFAULT_CONFIDENCE
) -> float | None:
    """Return the margin of error of a score in points, smaller where most were asked and answered.

    z * standard error * sqrt((N - n) / (N - 1)). With all N answers in, nothing is left to chance
    and the margin is 0.

    Args:
        result: A Net Promoter Score.
        population: N, all who could have answered; ``None`` for "many", without correction.
        confidence: Level in percent.

    Returns:
        The margin in points; ``None`` without answers.

    Raises:
        OutOfRangeError: The population is smaller than the number of answers.

    >>> result = net_promoter_score_from_counts(promoters=20, passives=12, detractors=8)
    >>> round(nps_margin_of_error(result), 1), round(nps_margin_of_error(result, population=100), 1)
    (24.2, 18.8)
    """
    z = critical_value(confidence)
    if population is not None and population < result.n:
        raise OutOfRangeError(
            f"NPS population: expected at least the {result.n} who answered, found {population!r}."
        )
    if result.standard_error is None:
        return None
    if population is None:
        return z * result.standard_error
    if population == result.n:
        return 0.0
    return z * result.standard_error * math.sqrt((population - result.n) / (population - 1))


def compare_nps(earlier: NpsResult, later: NpsResult) -> NpsComparison:
    """Say whether the score moved between two periods or whether chance explains the difference.

    z = difference / sqrt(SE1² + SE2²), two-sided. The periods are taken as independent: where the
    same people answered twice, the test is a little too cautious.

    Args:
        earlier: Score of the earlier period.
        later: Score of the later period.

    Returns:
        The difference in points, its standard error, the p-value and a sentence.

    >>> first = net_promoter_score_from_counts(promoters=45, passives=30, detractors=25)
    >>> second = net_promoter_score_from_counts(promoters=60, passives=25, detractors=15)
    >>> compare_nps(first, second).words
    'Up 25 points (20 to 45): unlikely to be chance (p = 0.023).'
    """
    if (
        earlier.value is None
        or later.value is None
        or earlier.standard_error is None
        or later.standard_error is None
    ):
        return NpsComparison(
            difference=None,
            standard_error=None,
            p_value=None,
            words="No comparison: one of the periods has no answers.",
        )
    difference = later.value - earlier.value
    error = math.hypot(earlier.standard_error, later.standard_error)
    way = "Up" if difference > 0 else "Down" if difference < 0 else "Unchanged,"
    moved = f"{way} {abs(difference):.3g} points ({earlier.value:.3g} to {later.value:.3g})"
    few = min(earlier.n, later.n) < _FEW_ANSWERS
    if error == 0:
        p_value = None
        verdict = "not testable, all answers of a period fall into one group"
    else:
        p_value = math.erfc(abs(difference) / error / math.sqrt(2))
        shown = "p < 0.001" if p_value < 0.001 else f"p = {p_value:.3f}"  # noqa: PLR2004
        chance = "unlikely to be chance" if p_value < SIGNIFICANT_BELOW else "could be chance"
        verdict = f"{chance} ({shown})"
    hint = f"; fewer than {_FEW_ANSWERS} answers in a period, take it as a hint" if few else ""
    return NpsComparison(
        difference=difference,
        standard_error=error,
        p_value=p_value,
        words=f"{moved}: {verdict}{hint}.",
    )
