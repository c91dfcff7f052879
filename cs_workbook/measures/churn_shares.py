"""Shares of accounts that ever left: what an accounts export can say without dates.

Neither share has a period, so neither is a churn rate; both grow with the age of the list. They
differ from one another wherever accounts came back or two exports disagree, which is the reason to
show them side by side. Blanks are left out; no accounts give no value.

References:
    Wilson interval: see :mod:`cs_workbook.measures.intervals`.
"""

from collections.abc import Iterable

from cs_workbook.measures.figure import Figure, Part, is_blank, percent_of
from cs_workbook.measures.intervals import DEFAULT_CONFIDENCE, wilson_interval


def flagged_share(
    flags: Iterable[bool | None], *, confidence: float = DEFAULT_CONFIDENCE
) -> Figure:
    """Return the share of accounts that carry a flag, such as "churned" in an accounts export.

    It says how many of all accounts ever listed are flagged today. It has no period, so it is not
    a churn rate and cannot be compared with one.

    Args:
        flags: One yes or no per account; blanks are unknown and left out.
        confidence: Level of the Wilson interval in percent.

    Returns:
        Flagged accounts in percent of accounts with a flag; no value without one.

    >>> flagged_share([True, False, False, False, None]).value
    25.0
    """
    known = [bool(flag) for flag in flags if not is_blank(flag)]
    return _share(sum(known), len(known), "accounts flagged", confidence)


def ever_had_event_share(
    accounts: Iterable[str],
    event_accounts: Iterable[str],
    *,
    confidence: float = DEFAULT_CONFIDENCE,
) -> Figure:
    """Return the share of accounts with at least one event, such as a row in a churn export.

    An account with two events counts once. It differs from :func:`flagged_share` wherever
    accounts came back, or the two exports disagree.

    Args:
        accounts: Ids of all accounts; repeated ids count once.
        event_accounts: Account id of each event. Ids that are no account are left out and counted
            in the part "events of unknown accounts".
        confidence: Level of the Wilson interval in percent.

    Returns:
        Accounts with an event in percent of all accounts; no value without accounts.

    >>> ever_had_event_share(["A", "B", "C", "D"], ["A", "A", "Z"]).value
    25.0
    """
    known = set(accounts)
    events = list(event_accounts)
    orphans = sum(1 for account in events if account not in known)
    hit = len(known.intersection(events))
    return _share(
        hit,
        len(known),
        "accounts with an event",
        confidence,
        Part("events of unknown accounts", orphans),
    )


def _share(hit: int, n: int, what: str, confidence: float, *more: Part) -> Figure:
    return Figure(
        value=percent_of(hit, n),
        n=n,
        parts=(Part(what, hit), Part("accounts", n), *more),
        rule=f"Share of {what}, ever: {hit} of {n} accounts. No period, so no churn rate.",
        interval=wilson_interval(hit, n, confidence),
        reason=None if n else "no accounts",
    )
