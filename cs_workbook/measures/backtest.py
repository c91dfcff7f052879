"""A back-test: what the health score said some days before accounts left, and what came of it.

Two looks are taken. Every lost account as it stood so many days before it left, beside accounts of
the same day that stayed at least as long: does the score tell the two apart (AUC), and how many
left although the score was no warning. And every account on every day looked at: what share of
each band had left so many days later, and do the lowest scores hold more than their share of them
(lift). Under 20 lost accounts the numbers stand with their intervals, but no verdict is given.

References:
    AUC and its interval: :mod:`cs_workbook.measures.discrimination`.
    Wilson intervals: :mod:`cs_workbook.measures.intervals`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cs_workbook.measures.discrimination import (
    Lift,
    Scored,
    area_under_curve,
    lift_among_lowest,
)
from cs_workbook.measures.figure import Figure, Part, percent_of
from cs_workbook.measures.intervals import wilson_interval

FEWEST_LOST = 20
"""Lost accounts needed before the back-test says what the score is worth."""
_COIN = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class BackTest:
    """What a back-test found for one lead time.

    Attributes:
        days_before: How long before leaving the score is looked at.
        lost: Accounts lost that had a score then.
        stayed: Different accounts that stayed and had a score on one of the same days.
        without_score: Lost accounts nothing was known about then.
        auc: Whether the score tells the two apart.
        lift: How the lowest tenth of the scores fared.
        unwarned: Lost accounts whose band was no warning, in percent of the lost.
        bands: Share of the accounts of each band that left, from the worst band up.
        verdict: In words a manager understands.
    """

    days_before: int
    lost: int
    stayed: int
    without_score: int
    auc: Figure
    lift: Lift
    unwarned: Figure
    bands: tuple[Figure, ...]
    verdict: str


def back_test(
    matched: Iterable[Scored],
    followed: Iterable[Scored],
    *,
    days_before: int,
    bands: Sequence[str],
    warning_bands: int = 1,
) -> BackTest:
    """Put a score to the test.

    Args:
        matched: Lost accounts with score and band so many days before they left, and accounts that
            stayed, as they stood on the same days; the day is the group.
        followed: Every account on every day looked at, and whether it had left so many days later.
        days_before: How many days.
        bands: The bands from the worst up.
        warning_bands: How many of the worst bands count as a warning.

    Returns:
        What was found.

    >>> both = [Scored("A", 20, True, "", "bad"), Scored("B", 90, False, "", "good")]
    >>> test = back_test(both, both, days_before=90, bands=("bad", "good"))
    >>> test.auc.value, test.verdict
    (1.0, 'Too few to judge: 1 lost account, and 20 are needed.')
    """
    every, days = list(matched), list(followed)
    lost = [one for one in every if one.left]
    scored = [one for one in lost if one.score is not None]
    auc = area_under_curve(every)
    unwarned = _unwarned(lost, bands, bands[warning_bands:])
    return BackTest(
        days_before=days_before,
        lost=len(scored),
        stayed=len({one.account for one in every if not one.left and one.score is not None}),
        without_score=len(lost) - len(scored),
        auc=auc,
        lift=lift_among_lowest(days),
        unwarned=unwarned,
        bands=tuple(_left_of_band(days, band) for band in bands),
        verdict=_verdict(auc, len(scored)),
    )


def _unwarned(lost: Sequence[Scored], bands: Sequence[str], calm: Sequence[str]) -> Figure:
    known = [one for one in lost if one.band in bands]
    calmly = sum(one.band in calm for one in known)
    return Figure(
        value=percent_of(calmly, len(known)),
        n=len(known),
        parts=(Part("lost without a warning", calmly), Part("lost with a band", len(known))),
        rule=f"Lost accounts whose band was {' or '.join(calm) or 'none'} at the time.",
        interval=wilson_interval(calmly, len(known)),
        reason=None if known else "nobody was lost",
    )


def _left_of_band(outcomes: Sequence[Scored], band: str) -> Figure:
    inside = [one for one in outcomes if one.band == band]
    left = sum(one.left for one in inside)
    return Figure(
        value=percent_of(left, len(inside)),
        n=len(inside),
        parts=(Part("left", left), Part(f"looked at in {band}", len(inside))),
        rule=f"Share of the times an account stood in {band} and left as many days later.",
        interval=wilson_interval(left, len(inside)),
        reason=None if inside else "no account stood in this band",
    )


def _verdict(auc: Figure, lost: int) -> str:
    """Say what the score is worth, no finer than the numbers allow."""
    if lost < FEWEST_LOST:
        accounts = "account" if lost == 1 else "accounts"
        return f"Too few to judge: {lost} lost {accounts}, and {FEWEST_LOST} are needed."
    if auc.value is None or auc.interval is None:
        return "No verdict: nobody who stayed had a score on the same days."
    of_ten = f"{10 * auc.value:.0f} of 10 pairs are the right way round, where a coin gets 5"
    if auc.interval.low > _COIN:
        return f"The score tells who will leave better than a coin: {of_ten}."
    if auc.interval.high < _COIN:
        return f"The score points the wrong way: {of_ten}. Turn the weights round or change them."
    return f"The score does not tell who will leave: {of_ten}, which chance can explain."
