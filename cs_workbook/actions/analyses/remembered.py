"""One refresh as the tracker knows it: from the exports, or from what the history keeps.

What comes from the history is as exact as the history keeps it.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from cs_workbook.actions.kept_history import Kept, KeptHistory, KeptRefresh
from cs_workbook.measures.band_history import Standing
from cs_workbook.measures.health import HealthModel, HealthPart, HealthScore
from cs_workbook.measures.health_profiles import Profile
from cs_workbook.schema.health_model import NO_DATA_BAND, NOT_SCORED
from cs_workbook.schema.history_tables import DWELL_WEEKS


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """Every account on the day of one refresh.

    Attributes:
        refresh: Which one.
        accounts: What is known of each account.
        model: The model of that refresh; ``None`` where it is not known.
        exact: The scores with all their parts, where they come from the exports.
    """

    refresh: KeptRefresh
    accounts: Mapping[str, Kept]
    model: HealthModel | None
    exact: Mapping[str, HealthScore] | None = None

    def score(self, account_id: str) -> HealthScore | None:
        """Return the score of an account with its parts, as far as both are known."""
        if self.exact is not None:
            return self.exact.get(account_id)
        kept = self.accounts.get(account_id)
        if kept is None or self.model is None:
            return None
        if len(kept.sub_scores) != len(self.model.measures):
            return None
        return _score_of(self.model.weighing(self._profile(kept)), kept.sub_scores)

    def _profile(self, kept: Kept) -> Profile | None:
        """Return the profile that weighed a kept score."""
        profiles = () if self.model is None else self.model.profiles
        return next((one for one in profiles if one.place == kept.profile), None)


def _score_of(model: HealthModel, sub_scores: Sequence[float | None]) -> HealthScore | None:
    """Return the score that kept sub-scores give, ``None`` where all are unknown."""
    counted = [
        (measure.weight, score)
        for measure, score in zip(model.measures, sub_scores, strict=True)
        if score is not None
    ]
    weights = math.fsum(weight for weight, _ in counted)
    if weights == 0:
        return None
    return HealthScore(
        score=math.fsum(weight * score for weight, score in counted) / weights,
        coverage=0.0,
        band="",
        parts=tuple(
            HealthPart(
                name=measure.name,
                value=None,
                sub_score=score,
                weight=measure.weight,
                effective_weight_percent=0.0,
                points=None,
            )
            for measure, score in zip(model.measures, sub_scores, strict=True)
        ),
        rule="",
    )


def chosen(
    history: KeptHistory, now: KeptRefresh, *, compare_with: date | None, up_to: date | None
) -> tuple[KeptRefresh | None, KeptRefresh]:
    """Return the earlier and the later refresh to compare.

    Args:
        history: What is kept.
        now: This refresh.
        compare_with: Day typed for the earlier one; ``None`` for the refresh before.
        up_to: Day typed for the later one; ``None`` for this refresh.
    """
    later = now
    if up_to is not None and up_to < now.day:
        kept = [one for one in history.refreshes if one.day <= up_to and _differs(one, now)]
        later = kept[-1] if kept else now
    before = [
        one
        for one in history.refreshes
        if (one.quarter, one.week) < (later.quarter, later.week)
        and (compare_with is None or one.day <= compare_with)
    ]
    return (before[-1] if before else None), later


def _differs(one: KeptRefresh, other: KeptRefresh) -> bool:
    return (one.quarter, one.week) != (other.quarter, other.week)


def measure_names(book: Book) -> tuple[str, ...]:
    """Return the measures of a refresh, in the order of its model."""
    return () if book.model is None else tuple(m.name for m in book.model.measures)


def standings_until(history: KeptHistory, book: Book) -> dict[str, list[Standing]]:
    """Return scores and bands of every account of a refresh over the weeks up to it."""
    day = book.refresh.day
    first = day - timedelta(weeks=DWELL_WEEKS)
    found: dict[str, list[Standing]] = {}
    kept = [
        one
        for one in history.refreshes
        if first < one.day and (one.quarter, one.week) < (book.refresh.quarter, book.refresh.week)
    ]
    for refresh in kept:
        for key, one in history.on(refresh).items():
            found.setdefault(key, []).append(_standing(refresh.day, one))
    for key, one in book.accounts.items():
        found.setdefault(key, []).append(_standing(day, one))
    return {key: found[key] for key in book.accounts}


def _standing(day: date, kept: Kept) -> Standing:
    band = None if kept.band in {NOT_SCORED, NO_DATA_BAND} else kept.band
    return Standing(day=day, score=kept.health, band=band)
