"""Which weights would have told best who left: a suggestion, never applied by itself.

A logistic regression with a ridge penalty (:mod:`.logistic`) explains who left by the sub-scores.
Each column is taken less its mean of the same day, so that only accounts of one day are compared,
and divided by its standard deviation. A blank is put at the mean of its day: it speaks neither
way. A measure's suggested weight is its coefficient per point of sub-score; one that points the
wrong way gets 0. Measures nobody knows of the past keep the weight they have, and the others share
what is left of 100.

What the suggestion is worth is measured on accounts it was not made from: accounts are dealt into
five parts, and each part is scored with weights made from the other four. Under 20 lost accounts
nothing is suggested, because so few would suggest almost anything.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from cs_workbook.measures.backtest import FEWEST_LOST
from cs_workbook.measures.discrimination import Scored, area_under_curve
from cs_workbook.measures.figure import Figure
from cs_workbook.measures.logistic import fit_logistic

PENALTY = 1.0
"""Ridge on standardised columns: as if each coefficient were known to be about 0 ± 1."""
PARTS = 5
"""Parts the accounts are dealt into to measure what the suggestion is worth."""
_LEAST_CASES = 2

Columns = Mapping[str, Sequence[float | None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestedWeight:
    """One measure of a suggestion.

    Attributes:
        name: The measure.
        now: Its share of all weights now, in percent.
        suggested: Its suggested share in percent; ``None`` where nothing is suggested.
        tested: Whether enough was known of the past to test it.
        n: Cases in which it was known.
        lost: Of these, lost accounts.
        alone: Its AUC alone.
    """

    name: str
    now: float
    suggested: float | None
    tested: bool
    n: int
    lost: int
    alone: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """Suggested weights and what they are worth.

    Attributes:
        measures: In the order of the model.
        lost: Lost accounts of which anything tested was known.
        cases: Accounts on a day, lost and not, of which anything tested was known.
        now: AUC of the weights in force.
        out_of_sample: AUC of weights made from other accounts; no value without a suggestion.
        words: What follows from it.
    """

    measures: tuple[SuggestedWeight, ...]
    lost: int
    cases: int
    now: Figure
    out_of_sample: Figure
    words: str


def suggest_weights(
    sub_scores: Columns, outcomes: Sequence[Scored], *, weights: Mapping[str, float]
) -> Suggestion:
    """Suggest weights from sub-scores before and what came of it.

    Args:
        sub_scores: Sub-scores (0 to 100, high is good) by measure, one per case; a blank is not
            known. A measure of the model that is missing here was not tested.
        outcomes: The cases with account, day as group, the score of today's weights, and outcome.
        weights: The weights in force by measure, in the order of the model.

    Returns:
        The suggestion; without suggested weights under 20 lost accounts.
    """
    total = math.fsum(weights.values())
    now = {name: 100 * weight / total if total else 0.0 for name, weight in weights.items()}
    every = {name: sub_scores.get(name, (None,) * len(outcomes)) for name in weights}
    tested = [name for name, cells in every.items() if _varies(cells)]
    known = [
        case
        for case in range(len(outcomes))
        if any(every[name][case] is not None for name in tested)
    ]
    outcomes = [outcomes[case] for case in known]
    columns = {name: [cells[case] for case in known] for name, cells in every.items()}
    lost = sum(one.left for one in outcomes)
    enough = FEWEST_LOST <= lost < len(outcomes)
    shares = weight_shares({name: columns[name] for name in tested}, outcomes) if enough else {}
    suggested = _beside_untested(now, shares, tested) if any(shares.values()) else {}
    checked: list[float | None] = (
        _scored_by_others({name: columns[name] for name in tested}, outcomes)
        if suggested
        else [None] * len(outcomes)
    )
    out_of_sample = area_under_curve(
        one._replace(score=score) for one, score in zip(outcomes, checked, strict=True)
    )
    in_force = area_under_curve(outcomes)
    return Suggestion(
        measures=tuple(
            SuggestedWeight(
                name=name,
                now=now[name],
                suggested=suggested.get(name),
                tested=name in tested,
                n=sum(cell is not None for cell in cells),
                lost=sum(
                    cell is not None and one.left for cell, one in zip(cells, outcomes, strict=True)
                ),
                alone=area_under_curve(
                    one._replace(score=cell) for one, cell in zip(outcomes, cells, strict=True)
                ),
            )
            for name, cells in columns.items()
        ),
        lost=lost,
        cases=len(outcomes),
        now=in_force,
        out_of_sample=out_of_sample,
        words=_words(lost, in_force, out_of_sample),
    )


def weight_shares(columns: Columns, outcomes: Sequence[Scored]) -> dict[str, float]:
    """Return each measure's share of the weights (0 to 1) that tells best who left.

    Args:
        columns: Sub-scores by measure, one per case.
        outcomes: The cases; both outcomes occur.

    Returns:
        Shares that add up to 1; all 0 where no measure points the right way.

    >>> told = [Scored(f"{n}", None, left=n < 5) for n in range(10)]
    >>> shares = weight_shares({"Use": [20.0] * 5 + [80.0] * 5, "Other": [20.0, 80.0] * 5}, told)
    >>> shares["Use"] > shares["Other"] > 0
    True
    """
    scaled, spreads = [], []
    for cells in columns.values():
        centred = _less_the_mean_of_the_day(cells, outcomes)
        spread = math.sqrt(fmean(value * value for value in centred))
        spreads.append(spread)
        scaled.append([value / spread if spread else 0.0 for value in centred])
    fit = fit_logistic(
        list(zip(*scaled, strict=True)), [one.left for one in outcomes], penalty=PENALTY
    )
    # A good sub-score is high, so a measure that points the right way has a negative coefficient.
    pulls = [
        max(0.0, -coefficient / spread) if spread else 0.0
        for coefficient, spread in zip(fit.coefficients, spreads, strict=True)
    ]
    total = math.fsum(pulls)
    return {name: pull / total if total else 0.0 for name, pull in zip(columns, pulls, strict=True)}


def _less_the_mean_of_the_day(
    cells: Sequence[float | None], outcomes: Sequence[Scored]
) -> list[float]:
    days: dict[str, list[float]] = {}
    for cell, one in zip(cells, outcomes, strict=True):
        if cell is not None:
            days.setdefault(one.group, []).append(cell)
    means = {day: fmean(values) for day, values in days.items()}
    return [
        0.0 if cell is None else cell - means[one.group]
        for cell, one in zip(cells, outcomes, strict=True)
    ]


def _varies(cells: Sequence[float | None]) -> bool:
    return len({cell for cell in cells if cell is not None}) >= _LEAST_CASES


def _beside_untested(
    now: Mapping[str, float], shares: Mapping[str, float], tested: Sequence[str]
) -> dict[str, float]:
    """Share out among the tested measures what the others leave of 100."""
    room = 100 - math.fsum(share for name, share in now.items() if name not in tested)
    return {name: room * shares[name] if name in tested else now[name] for name in now}


def _scored_by_others(columns: Columns, outcomes: Sequence[Scored]) -> list[float | None]:
    """Return every case's score by weights made from other accounts."""
    part = _deal(outcomes)
    scores: list[float | None] = [None] * len(outcomes)
    for number in range(PARTS):
        rest = [case for case, one in enumerate(outcomes) if part[one.account] != number]
        others = [outcomes[case] for case in rest]
        if len({one.left for one in others}) <= 1:
            continue
        shares = weight_shares(
            {name: [cells[case] for case in rest] for name, cells in columns.items()}, others
        )
        for case, one in enumerate(outcomes):
            if part[one.account] == number:
                scores[case] = _weighted_mean(columns, shares, case)
    return scores


def _deal(outcomes: Sequence[Scored]) -> dict[str, int]:
    """Deal accounts into parts, lost ones first, so that each part holds about as many."""
    lost = {one.account for one in outcomes if one.left}
    others = {one.account for one in outcomes} - lost
    order = [*sorted(lost), *sorted(others)]
    return {account: place % PARTS for place, account in enumerate(order)}


def _weighted_mean(columns: Columns, shares: Mapping[str, float], case: int) -> float | None:
    """Return the score as the health score makes it: blanks are left out."""
    known = [
        (shares[name], cell) for name, cells in columns.items() if (cell := cells[case]) is not None
    ]
    total = math.fsum(share for share, _ in known)
    return math.fsum(share * cell for share, cell in known) / total if total else None


def _words(lost: int, now: Figure, other: Figure) -> str:
    if lost < FEWEST_LOST:
        accounts = "account" if lost == 1 else "accounts"
        return (
            f"Too few lost: {lost} {accounts}, and {FEWEST_LOST} are needed; no suggestion. Keep "
            "your weights."
        )
    if other.value is None or other.interval is None or now.value is None:
        return "No suggestion: no measure tells who left the right way round. Keep your weights."
    says = (
        f"On accounts it was not made from, the suggestion puts {100 * other.value:.0f} of 100 "
        f"pairs the right way round; your weights put {100 * now.value:.0f}."
    )
    if other.interval.low <= 0.5:  # noqa: PLR2004 - a coin
        return f"{says} Chance can explain the suggestion: keep your weights."
    if other.value <= now.value:
        return f"{says} It is no better: keep your weights."
    return f"{says} Look at it; nothing changes unless you type it on Weights."
