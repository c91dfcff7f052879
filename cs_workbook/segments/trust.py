"""Trust signals: what attention says after somebody has been a customer for a while.

A customer of long standing who still wants to know everything has not come to trust us: a task
for the leader. One who needs to hear little trusts us. One who has come down to Low after
something was delivered is a candidate for a reference, and the delivery is named.

Blank rule: where attention or tenure is not known, there is no signal, good or bad.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from cs_workbook.segments.attention import WINDOW_DAYS, AttentionRules, Problem
from cs_workbook.segments.attention import attention_while_open as attention_then
from cs_workbook.segments.words import LOW

_DAYS_A_MONTH = 365.25 / 12


class Trust(StrEnum):
    """What attention says about trust."""

    WARNING = "▼ Trust warning"
    REFERENCE = "▲ Reference candidate"
    HIGH = "▲ High trust"
    NONE = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustSignal:
    """One account's signal.

    Attributes:
        trust: Which signal, if any.
        action: What to do about it, in a sentence; blank without a signal.
    """

    trust: Trust
    action: str = ""


def tenure_months(customer_since: date | None, as_of: date) -> float | None:
    """Return how long an account has been a customer, in months of 30.4 days.

    >>> tenure_months(date(2024, 1, 1), date(2026, 1, 1)) > 23.9
    True
    """
    if customer_since is None or customer_since > as_of:
        return None
    return (as_of - customer_since).days / _DAYS_A_MONTH


def trust_signal(
    *,
    months: float | None,
    attention: str,
    high_share: float | None,
    person: str = "",
    delivered: str | None = None,
    reasonable_months: float = 12,
    warning_share: float = 50,
) -> TrustSignal:
    """Return the trust signal of an account.

    Args:
        months: How long it has been a customer.
        attention: What it shows now.
        high_share: Percent of the last 90 days it showed High.
        person: Who it is about.
        delivered: What was delivered before it came down to Low, if it did.
        reasonable_months: From this tenure on a customer should trust us.
        warning_share: From this share of High days on there is a warning.

    >>> trust_signal(months=30, attention="High", high_share=100).trust.value
    '▼ Trust warning'
    """
    who = person or "the customer"
    if attention == LOW and delivered:
        return TrustSignal(
            trust=Trust.REFERENCE,
            action=f"Ask {who} to be a reference: came down to Low after {delivered}.",
        )
    if months is None or months < reasonable_months:
        return TrustSignal(trust=Trust.NONE)
    if high_share is not None and high_share >= warning_share:
        return TrustSignal(
            trust=Trust.WARNING,
            action=f"Leader: talk with {who}. High on {high_share:.0f} % of the last "
            f"{WINDOW_DAYS} days after {months:.0f} months.",
        )
    if attention == LOW:
        return TrustSignal(trust=Trust.HIGH, action="Keep it so; touch at milestones.")
    return TrustSignal(trust=Trust.NONE)


def delivered_before(
    problems: list[Problem], rules: AttentionRules, *, as_of: date, days: int = WINDOW_DAYS
) -> str | None:
    """Return what was delivered when the newest problem above Low was closed, if it was lately.

    Args:
        problems: The account's problems.
        rules: The rule table.
        as_of: Last day of the window, counted.
        days: How long a delivery explains that attention came down.
    """
    first = as_of - timedelta(days=days - 1)
    closed = [
        (problem.closed, problem.deliverable)
        for problem in problems
        if problem.closed is not None
        and first <= problem.closed <= as_of
        and problem.deliverable
        and attention_then(problem, rules) not in {None, LOW}
    ]
    return max(closed, key=lambda each: each[0])[1] if closed else None
