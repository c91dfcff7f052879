"""The days a back-test looks back to, and who was a customer then and left later.

Scores are looked at on the last day of each month. An account is lost on the first day without
service, unless it is back within the days of grace; then it never was away.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

DAYS_OF_GRACE = 30
MOST_LANDMARKS = 36


class Stretch(NamedTuple):
    """A time of service without a break.

    Attributes:
        account: Whose.
        start: First day.
        end: First day without service; ``None`` while it runs.
    """

    account: str
    start: date
    end: date | None


def without_short_gaps(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Join stretches of one account with no more than the days of grace between them.

    >>> first = Stretch("A", date(2024, 1, 1), date(2024, 3, 1))
    >>> back = Stretch("A", date(2024, 3, 20), None)
    >>> without_short_gaps([first, back])[0].end is None
    True
    """
    joined: list[Stretch] = []
    for stretch in sorted(stretches, key=lambda one: (one.account, one.start)):
        last = joined[-1] if joined else None
        if (
            last is not None
            and last.account == stretch.account
            and (last.end is None or (stretch.start - last.end).days <= DAYS_OF_GRACE)
        ):
            ends = (last.end, stretch.end)
            end = None if None in ends else max(day for day in ends if day is not None)
            joined[-1] = Stretch(last.account, last.start, end)
        else:
            joined.append(stretch)
    return joined


def landmarks_until(first: date, as_of: date) -> list[date]:
    """Return the last days of the months from a first day on, the newest ones where many.

    >>> landmarks_until(date(2024, 1, 15), date(2024, 3, 20))
    [datetime.date(2024, 1, 31), datetime.date(2024, 2, 29)]
    """
    days: list[date] = []
    next_month = date(as_of.year, as_of.month, 1)
    while len(days) < MOST_LANDMARKS:
        day = next_month - timedelta(days=1)
        if day < first:
            break
        days.append(day)
        next_month = date(day.year, day.month, 1)
    return days[::-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """One account on one landmark.

    Attributes:
        day: The landmark.
        account: The account, a customer on that day.
        left: Whether it left.
    """

    day: date
    account: str
    left: bool


def followed(
    stretches: Sequence[Stretch], landmarks: Sequence[date], *, days: int, as_of: date
) -> list[Followed]:
    """Return every customer on every landmark and whether it had left so many days later.

    Landmarks less than so many days before the as-of date are left out: nobody knows yet.
    """
    found = []
    for day in landmarks:
        until = day + timedelta(days=days)
        if until > as_of:
            break
        found += [
            Followed(day=day, account=one.account, left=one.end is not None and one.end <= until)
            for one in stretches
            if _runs_on(one, day)
        ]
    return found


def matched(
    stretches: Sequence[Stretch], landmarks: Sequence[date], *, days: int, as_of: date
) -> list[Followed]:
    """Return each lost account on the last landmark at least so many days before it left.

    Beside them stand the customers of the same landmark that stayed until every lost one of that
    landmark was gone.
    """
    lost: dict[date, dict[str, date]] = {}
    for one in stretches:
        if one.end is None or one.end > as_of:
            continue
        place = bisect_right(landmarks, one.end - timedelta(days=days)) - 1
        if place >= 0 and _runs_on(one, landmarks[place]):
            lost.setdefault(landmarks[place], {})[one.account] = one.end
    found = []
    for day, gone in sorted(lost.items()):
        last = max(gone.values())
        for one in stretches:
            if not _runs_on(one, day):
                continue
            if one.account in gone:
                found.append(Followed(day=day, account=one.account, left=True))
            elif one.end is None or one.end > last:
                found.append(Followed(day=day, account=one.account, left=False))
    return found


def _runs_on(stretch: Stretch, day: date) -> bool:
    return stretch.start <= day and (stretch.end is None or stretch.end > day)
