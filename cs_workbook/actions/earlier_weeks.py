"""What the tracker remembers of each account from before the week of a refresh.

A week of the history holds one refresh, the last one. So whoever asks for "before" asks for
earlier weeks: a second refresh of the same week finds what the first one found.
"""

from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple, TypeVar

from cs_workbook.actions.kept_history import Kept, KeptHistory
from cs_workbook.measures.health import HealthModel
from cs_workbook.measures.week_code import week_of
from cs_workbook.schema.health_model import NO_DATA_BAND, NOT_SCORED
from cs_workbook.schema.tables import TBL_HISTORY, TBL_REFRESHES
from cs_workbook.workbook.port import Workbook

LOOK_BACK_DAYS = 366
"""What is older says nothing of an account today."""
_NO_BAND = frozenset({NO_DATA_BAND, NOT_SCORED})
_Found = TypeVar("_Found")


class Earlier(NamedTuple):
    """The score of an account at an earlier refresh.

    Attributes:
        on: As-of date of that refresh.
        health: Its health score then.
    """

    on: date
    health: float


def read_history(workbook: Workbook, model: HealthModel) -> KeptHistory:
    """Return what a tracker remembers, with the names of the bands of today."""
    return KeptHistory(
        workbook.read_table(TBL_HISTORY.name),
        workbook.read_table(TBL_REFRESHES.name),
        bands=[band.name for band in model.bands],
    )


def earlier_scores(history: KeptHistory, *, as_of: date) -> dict[str, Earlier]:
    """Return each account's last known score before the week of a day.

    Args:
        history: What the tracker remembers.
        as_of: The day.

    Returns:
        The scores by account id; accounts without an earlier score are absent.
    """
    return _last(
        history,
        as_of,
        lambda kept, day: None if kept.health is None else Earlier(on=day, health=kept.health),
    )


def bands_before(history: KeptHistory, *, as_of: date) -> dict[str, str]:
    """Return the band each account last had before the week of a day.

    Weeks in which an account had no band are passed over.

    Args:
        history: What the tracker remembers.
        as_of: The day.
    """
    return _last(
        history, as_of, lambda kept, _: None if kept.band in _NO_BAND else kept.band or None
    )


def _last(
    history: KeptHistory, as_of: date, read: Callable[[Kept, date], _Found | None]
) -> dict[str, _Found]:
    found: dict[str, _Found] = {}
    for day, accounts in _weeks(history, as_of):
        for key, kept in accounts.items():
            if key not in found and (known := read(kept, day)) is not None:
                found[key] = known
    return found


def _weeks(history: KeptHistory, as_of: date) -> Iterator[tuple[date, dict[str, Kept]]]:
    """Yield earlier weeks, the newest first."""
    for refresh in reversed(history.refreshes):
        near = (as_of - refresh.day).days <= LOOK_BACK_DAYS
        if near and (refresh.quarter, refresh.week) < week_of(as_of):
            yield refresh.day, history.on(refresh)
