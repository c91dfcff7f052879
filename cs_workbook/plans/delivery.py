"""The gap between what a customer expects and how they see our delivery, on one scale.

``gap = delivered - expected``, both from 1 to 5, so a gap of -2 means that something that matters
much is seen as poor. Row 2 of the delivery judges row 2 of the expectations. An item with only one
of the two ratings has no gap; it is not a zero.

References:
    Parasuraman, Zeithaml and Berry, "SERVQUAL" (Journal of Retailing, 1988): quality as
    perception less expectation. Martilla and James, "Importance-performance analysis" (1977).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import fmean

from cs_workbook.plans.anatomy import DELIVERY, EXPECTATION
from cs_workbook.plans.document import FoundRow, PlanValue
from cs_workbook.plans.rows import entries
from cs_workbook.plans.values import is_blank, number, text
from cs_workbook.schema.plan_words import OUR_GUESS, PLAN_RATINGS

FAR_BELOW = -2


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Expectation and delivery of one item.

    Attributes:
        place: Its number.
        item: What is expected, in words.
        expected: 1 to 5; ``None`` where it is not said.
        delivered: 1 to 5; ``None`` where it is not said.
        guessed: Either rating is our guess, not their word.
        problem: What is wrong with a rating, in a sentence; empty where nothing is.
    """

    place: int
    item: str
    expected: float | None
    delivered: float | None
    guessed: bool
    problem: str = ""

    @property
    def gap(self) -> float | None:
        """Return delivered less expected; nothing where either is unknown."""
        if self.expected is None or self.delivered is None:
            return None
        return self.delivered - self.expected

    @property
    def words(self) -> str:
        """Return the gap in words."""
        if self.problem:
            return self.problem
        if self.gap is None:
            return "○ Expectation open" if self.expected is None else "○ Delivery open"
        told = "▼ Far below" if self.gap <= FAR_BELOW else "◆ Below" if self.gap < 0 else "▲ Met"
        return f"{told} (our guess)" if self.guessed else told


def gaps(found: Iterable[FoundRow]) -> tuple[Gap, ...]:
    """Return the gap of every item that is expected or judged, in order."""
    rows = tuple(found)
    expected = {entry.place: entry for entry in entries(rows, EXPECTATION)}
    delivered = {entry.place: entry for entry in entries(rows, DELIVERY)}
    result = []
    for place in sorted(place for place in {*expected, *delivered} if place is not None):
        wish, view = expected.get(place), delivered.get(place)
        ratings = (
            None if wish is None else wish["Expected (1-5)"],
            None if view is None else view["Delivered (1-5)"],
        )
        result.append(
            Gap(
                place=place,
                item=(wish.words("What they expect") if wish is not None else "")
                or (view.words("What they judge") if view is not None else "")
                or f"Item {place}",
                expected=_rating(ratings[0]),
                delivered=_rating(ratings[1]),
                guessed=any(
                    entry is not None and entry.words("Theirs or ours") == OUR_GUESS
                    for entry in (wish, view)
                ),
                problem=" ".join(filter(None, map(_wrong, ratings))),
            )
        )
    return tuple(result)


def mean_gap(items: Iterable[Gap]) -> tuple[float | None, int]:
    """Return the mean of the known gaps, and how many there are."""
    known = [item.gap for item in items if item.gap is not None]
    return (fmean(known) if known else None), len(known)


def _rating(value: PlanValue) -> float | None:
    rating = number(value)
    return rating if rating in PLAN_RATINGS else None


def _wrong(value: PlanValue) -> str:
    if is_blank(value) or _rating(value) is not None:
        return ""
    return f"Expected a rating from 1 to 5, found {text(value)!r}."
