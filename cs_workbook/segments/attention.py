"""Attention: how much a person wants to hear about a problem, and what the account shows of it.

High wants to know everything, Neutral keeps to a schedule, Low hears at milestones. Attention is
never one column of an account: it is chosen anew with every problem. An editable table suggests
it by criticality and revenue impact; a person may override it with a reason; an open escalation
forces High until the problem is closed. The account shows the highest attention of its open
problems and, only where it has none open, the highest standing one of the people still there.

Blank rule: a problem without criticality or impact, and without an override, has no attention; it
is never taken as Low.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from cs_workbook.errors import OutOfRangeError
from cs_workbook.segments.words import ATTENTION, HIGH, LOW, NOT_KNOWN

WINDOW_DAYS = 90

AttentionRules = Mapping[tuple[str, str], str]
"""(criticality, revenue impact) -> attention."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A person at a customer.

    Attributes:
        account_id: The account.
        name: Who it is.
        standing: Attention while no problem is open; ``None`` where nobody said.
        last_touch: Day they last heard from us.
        left_on: Day they left; they then count no more.
    """

    account_id: str
    name: str
    standing: str | None = None
    last_touch: date | None = None
    left_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A person's problem, from the day it was opened to the day it was closed.

    Attributes:
        account_id: The account.
        contact: Whose problem it is.
        title: What it is.
        criticality: High, Medium or Low.
        impact: Revenue lost, revenue at risk or none.
        escalated: Whether it was escalated; it is then High for as long as it is open.
        override: Attention a person chose instead.
        reason: Why; an override without a reason does not count.
        opened: First day.
        closed: Day it was closed; ``None`` while it is open.
        deliverable: What was delivered to close it.
        last_touch: Day the person last heard from us about it.
    """

    account_id: str
    contact: str
    title: str
    criticality: str | None = None
    impact: str | None = None
    escalated: bool = False
    override: str | None = None
    reason: str | None = None
    opened: date | None = None
    closed: date | None = None
    deliverable: str | None = None
    last_touch: date | None = None


class Shown(NamedTuple):
    """What an account shows.

    Attributes:
        attention: High, Neutral, Low or not known.
        person: Who it is about.
        about: Their problem; blank where it is their standing attention.
        next_touch: When they should hear from us next; ``None`` at milestones or where no touch
            is known.
    """

    attention: str
    person: str
    about: str
    next_touch: date | None


NOTHING_KNOWN = Shown(NOT_KNOWN, "", "", None)


def suggested_attention(
    rules: AttentionRules, criticality: str | None, impact: str | None
) -> str | None:
    """Return what the rule table suggests, ``None`` where it has no row for the case.

    >>> suggested_attention({("High", "Revenue lost"): "High"}, "High", "Revenue lost")
    'High'
    """
    if not criticality or not impact:
        return None
    return rules.get((criticality, impact))


def attention_while_open(problem: Problem, rules: AttentionRules) -> str | None:
    """Return the attention a problem has as long as it is open.

    An escalation comes before an override, an override with a reason before the suggestion.

    >>> attention_while_open(Problem(account_id="A", contact="Ada", title="x", escalated=True), {})
    'High'
    """
    if problem.escalated:
        return HIGH
    if problem.override and problem.reason:
        return problem.override
    return suggested_attention(rules, problem.criticality, problem.impact)


def shown_attention(
    problems: Iterable[Problem],
    contacts: Iterable[Contact],
    rules: AttentionRules,
    cadence: Mapping[str, int],
) -> Shown:
    """Return what one account shows: its highest open problem, else the highest standing one.

    Of several with the same attention the first in the list is named.

    Args:
        problems: The account's problems.
        contacts: Its people.
        rules: The rule table.
        cadence: Attention -> days between two touches; Low is not in it.
    """
    open_ones = [
        (level, problem)
        for problem in problems
        if problem.closed is None and (level := attention_while_open(problem, rules)) is not None
    ]
    for wanted in ATTENTION:
        for level, problem in open_ones:
            if level == wanted:
                last = [day for day in (problem.opened, problem.last_touch) if day is not None]
                due = next_touch(wanted, max(last, default=None), cadence)
                return Shown(wanted, problem.contact, problem.title, due)
    there = [contact for contact in contacts if contact.left_on is None]
    for wanted in ATTENTION:
        for contact in there:
            if contact.standing == wanted:
                due = next_touch(wanted, contact.last_touch, cadence)
                return Shown(wanted, contact.name, "", due)
    return NOTHING_KNOWN


def next_touch(attention: str, last: date | None, cadence: Mapping[str, int]) -> date | None:
    """Return the day the next touch is due: the last one plus the cadence.

    ``None`` for Low, which follows milestones and not the calendar, and where no touch is known.

    >>> next_touch("Neutral", date(2026, 6, 1), {"High": 2, "Neutral": 7})
    datetime.date(2026, 6, 8)
    """
    if attention == LOW or last is None or attention not in cadence:
        return None
    return last + timedelta(days=cadence[attention])


def share_of_days_high(
    problems: Sequence[Problem],
    contacts: Sequence[Contact],
    rules: AttentionRules,
    *,
    as_of: date,
    days: int = WINDOW_DAYS,
) -> float | None:
    """Return in how many percent of the last days an account showed High.

    Each day counts as the account would have shown it then: the highest attention of the problems
    open on that day, else the highest standing one of the people who had not left. The day of
    closing no longer counts as open. A problem without an opening day counts from the first day.

    Args:
        problems: The account's problems, closed ones too.
        contacts: Its people.
        rules: The rule table.
        as_of: Last day of the window, counted.
        days: Length of the window.

    Returns:
        Percent, 0 to 100; ``None`` where no day of the window has a known attention. Days on
        which nothing is known count among the days and are not High.

    Raises:
        OutOfRangeError: The window is shorter than a day.
    """
    if days < 1:
        raise OutOfRangeError(f"Days of the window: expected 1 or more, found {days!r}.")
    levels = [
        _level_on(as_of - timedelta(days=back), problems, contacts, rules) for back in range(days)
    ]
    if all(level is None for level in levels):
        return None
    return 100 * levels.count(HIGH) / days


def _level_on(
    day: date,
    problems: Iterable[Problem],
    contacts: Iterable[Contact],
    rules: AttentionRules,
) -> str | None:
    open_then = {
        attention_while_open(problem, rules)
        for problem in problems
        if (problem.opened is None or problem.opened <= day)
        and (problem.closed is None or problem.closed > day)
    }
    standing = {
        contact.standing for contact in contacts if contact.left_on is None or contact.left_on > day
    }
    for levels in (open_then, standing):
        for wanted in ATTENTION:
            if wanted in levels:
                return wanted
    return None
