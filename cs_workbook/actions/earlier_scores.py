"""What the History sheet says of each account before the refresh at hand."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from cs_workbook.actions.account_rows import known_number
from cs_workbook.actions.tracker import as_date
from cs_workbook.workbook.port import CellValue


class Earlier(NamedTuple):
    """The score of an account at an earlier refresh.

    Attributes:
        on: As-of date of that refresh.
        health: Its health score then.
    """

    on: date
    health: float


def earlier_scores(
    history: Mapping[str, Sequence[CellValue]], *, as_of: date
) -> dict[str, Earlier]:
    """Return each account's last known score before a day.

    Args:
        history: ``tblHistory`` as it stands; the order of its rows does not matter.
        as_of: The day; rows of that day and later ones are not looked at.

    Returns:
        The scores by account id; accounts without an earlier score are absent.
    """
    found: dict[str, Earlier] = {}
    for day, account, health in zip(
        *(history[header] for header in ("As of", "Account ID", "Health")), strict=True
    ):
        on, score = as_date(day), known_number(health)
        if account is None or on is None or score is None or on >= as_of:
            continue
        key = str(account)
        if key not in found or found[key].on < on:
            found[key] = Earlier(on=on, health=score)
    return found
