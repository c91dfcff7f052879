"""Adoption: how much of what was bought is used, by how many of those who may, and how deeply.

Seat utilisation may exceed 100 %: more people than seats is a sign of growth, or of a licence
that is too small, and is never cut. A blank, or nothing bought, gives no value; that is not 0 %.

References:
    Pendo support, "Accounts" (frequency of use: 1-4 days low, 5-12 medium, 13 and more high).
"""

from enum import StrEnum

from cs_workbook.errors import OutOfRangeError
from cs_workbook.measures.figure import Figure, Part, Unit, percent_of


class Frequency(StrEnum):
    """How often an account uses the product, by its active days in about a month."""

    NONE = "none"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


FREQUENCY_FROM = {Frequency.LOW: 1, Frequency.MEDIUM: 5, Frequency.HIGH: 13}
"""Active days from which a frequency begins."""


def usage_frequency(active_days: float | None) -> Frequency | None:
    """Return how often an account uses the product.

    Args:
        active_days: Days with any use in the last 28 to 30 days.

    Returns:
        The frequency; ``None`` where nothing is known.

    Raises:
        OutOfRangeError: The number of days is negative.

    >>> [str(usage_frequency(days)) for days in (0, 4, 5, 13)]
    ['none', 'low', 'medium', 'high']
    """
    if active_days is None:
        return None
    _require("Active days", active_days)
    found = Frequency.NONE
    for frequency, first in FREQUENCY_FROM.items():
        if active_days >= first:
            found = frequency
    return found


def seat_utilisation(active_users: float | None, seats: float | None) -> Figure:
    """Return active users in percent of the seats paid for.

    Args:
        active_users: Different people who used the product, as a rule in 28 days.
        seats: Seats paid for.

    Returns:
        Percent, above 100 where more people use it than seats are paid for; no value where one of
        the two is not known or there is no seat.

    >>> seat_utilisation(46, 40).value
    115.0
    """
    return _share(active_users, seats, "active users", "seats paid for")


def adoption_breadth(features_used: float | None, features_bought: float | None) -> Figure:
    """Return features used in percent of features bought.

    Args:
        features_used: Different features used.
        features_bought: Features the account pays for.

    >>> adoption_breadth(6, 8).value
    75.0
    """
    return _share(features_used, features_bought, "features used", "features bought")


def adoption_reach(active_users: float | None, provisioned_users: float | None) -> Figure:
    """Return active users in percent of those who have an access.

    Args:
        active_users: Different people who used the product.
        provisioned_users: People with an access.

    >>> adoption_reach(30, 50).value
    60.0
    """
    return _share(active_users, provisioned_users, "active users", "users with an access")


def adoption_depth(core_actions: float | None, active_users: float | None) -> Figure:
    """Return core actions per active user.

    Args:
        core_actions: Actions that make up the value of the product.
        active_users: Different people who used it.

    >>> adoption_depth(900, 30).value
    30.0
    """
    _require("Core actions", core_actions)
    _require("Active users", active_users)
    known = core_actions is not None and active_users
    return Figure(
        value=core_actions / active_users if core_actions is not None and active_users else None,
        n=int(active_users or 0),
        unit=Unit.RATIO,
        parts=(Part("core actions", core_actions), Part("active users", active_users)),
        rule="Core actions per active user.",
        reason=None if known else "actions or users are not known, or nobody was active",
    )


def _share(part: float | None, whole: float | None, part_is: str, whole_is: str) -> Figure:
    _require(part_is.capitalize(), part)
    _require(whole_is.capitalize(), whole)
    value = None if part is None or whole is None else percent_of(part, whole)
    return Figure(
        value=value,
        n=int(whole or 0),
        parts=(Part(part_is, part), Part(whole_is, whole)),
        rule=f"{part_is.capitalize()} in percent of {whole_is}; not cut at 100 %.",
        reason=None if value is not None else f"{part_is} or {whole_is} are not known, or none",
    )


def _require(what: str, number: float | None) -> None:
    if number is not None and not number >= 0:
        raise OutOfRangeError(f"{what}: expected a number from 0, found {number!r}. Correct it.")
