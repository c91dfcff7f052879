"""What the accounts of the demo book do: use the product, answer surveys, write tickets, leave."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from cs_workbook.demo import words
from cs_workbook.demo.story import DEMO_AS_OF, Account, chance, happens

USAGE_FROM = date(2025, 1, 1)
TICKETS_FROM = date(2024, 10, 1)
_WAVES = (date(2024, 10, 7), date(2025, 4, 7), date(2025, 10, 6), date(2026, 4, 13))
"""First days of the half-yearly NPS surveys."""

_SATURDAY = 5
_PLEASED = 0.8
_ANNOYED = 0.6
_CONTENT = {"rising": 0.9, "steady": 0.81, "light": 0.7, "fading": 0.68, "dead": 0.62}
_LEVEL = {"rising": 0.72, "steady": 0.74, "light": 0.36, "fading": 0.66, "dead": 0.6}


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """One row of product usage."""

    account_id: str
    user_id: str
    at: datetime
    feature: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One survey answer."""

    account_id: str
    person: str
    day: date
    score: int
    comment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """One support ticket."""

    account_id: str
    subject: str
    priority: str
    opened: datetime
    closed: datetime | None
    first_response_minutes: int
    rating: int | None
    escalated: bool


def _ramp(day: date, first: date, last: date, *, low: float, high: float = 1.0) -> float:
    """From ``high`` until the first day straight down (or up) to ``low`` on the last."""
    share = min(1.0, max(0.0, (day - first).days / (last - first).days))
    return high + share * (low - high)


def _decline(account: Account, day: date) -> float:
    """How much of the account's old self is left on a day: 1 is all of it."""
    if account.left_on and day < (account.back_on or date.max):
        return _ramp(day, account.left_on - timedelta(days=170), account.left_on, low=0.12)
    if account.fate in {"left", "left early", "came back"}:
        return 1.0
    if account.mood == "fading":
        return _ramp(day, DEMO_AS_OF - timedelta(days=135), DEMO_AS_OF, low=0.16)
    if account.mood == "dead":
        return _ramp(
            day, DEMO_AS_OF - timedelta(days=190), DEMO_AS_OF - timedelta(days=50), low=0.0
        )
    if account.mood == "rising":
        return _ramp(day, DEMO_AS_OF - timedelta(days=150), DEMO_AS_OF, low=1.12, high=0.7)
    return 1.0


def _happiness(account: Account, day: date) -> float:
    """From 0 to 1. People grow unhappy about two months before they stop using a thing."""
    ahead = min(_decline(account, day + timedelta(days=75)), 1.0)
    return _CONTENT[account.mood] * (0.38 + 0.62 * max(ahead, 0.15))


def use(account: Account, *, seed: int) -> Iterator[Use]:
    """Give an account's usage, day by day."""
    if account.silent:
        return
    about = chance(seed, account.account_id, "usage")
    level = _LEVEL[account.mood] * about.uniform(0.85, 1.2)
    seats = max((contract.seats for contract in account.contracts), default=0)
    users = [f"u{int(account.account_id)}-{n}" for n in range(1, 2 + min(seats // 5, 12))]
    favourites = about.sample(words.FEATURES, 5 if account.mood == "light" else 9)
    for number in range((DEMO_AS_OF - USAGE_FROM).days + 1):
        day = USAGE_FROM + timedelta(days=number)
        left = _decline(account, day)
        likely = level * left * (0.07 if day.weekday() >= _SATURDAY else 1.0)
        if (day.month, day.day) >= (12, 22):
            likely *= 0.25
        if about.random() >= likely or not account.served(day):
            continue
        busy = min(len(users), 1 + int(about.uniform(0, 2.9) * min(left, 1.15)))
        for user in about.sample(users, busy):
            for feature in about.sample(favourites, about.choice((1, 1, 2))):
                yield Use(
                    account_id=account.account_id,
                    user_id=user,
                    at=datetime.combine(day, time(7)) + timedelta(minutes=about.randint(0, 719)),
                    feature=feature,
                    count=about.randint(1, 9),
                )


def answer_nps(account: Account, *, seed: int) -> Iterator[Answer]:
    """Give an account's answers to the half-yearly question, 0 to 10."""
    about = chance(seed, account.account_id, "nps")
    people = about.sample(words.FIRST_NAMES, {"SMB": 2}.get(account.segment, 4))
    for wave in _WAVES:
        for person in people:
            day = wave + timedelta(days=about.randint(0, 24))
            answers = happens(about, 0.5)
            middle = 2.35 + 8.6 * _happiness(account, day)
            score = round(min(10.0, max(0.0, about.triangular(middle - 2.6, middle + 1.7, middle))))
            comment = _comment(about, score / 10)
            if answers and not account.silent and account.served(day):
                yield _answer(account, person, day, score, comment)


def answer_others(account: Account, *, seed: int, survey: str) -> Iterator[Answer]:
    """Give an account's answers after a contact: CSAT 1 to 5, or CES 1 to 7."""
    about = chance(seed, account.account_id, survey)
    high, per_month = (5, 0.2) if survey == "CSAT" else (7, 0.11)
    people = about.sample(words.FIRST_NAMES, 3)
    for number in range((DEMO_AS_OF - TICKETS_FROM).days + 1):
        day = TICKETS_FROM + timedelta(days=number)
        if about.random() >= per_month / 30.4 or account.silent or not account.served(day):
            continue
        middle = 1 + (high - 0.8) * _happiness(account, day)
        score = round(min(high, max(1, about.triangular(middle - 1.4, middle + 1.2, middle))))
        comment = _comment(about, (score - 1) / (high - 1))
        yield _answer(account, about.choice(people), day, score, comment)


def _answer(account: Account, person: str, day: date, score: int, comment: str) -> Answer:
    return Answer(
        account_id=account.account_id, person=person, day=day, score=score, comment=comment
    )


def _comment(about: random.Random, share: float) -> str:
    """What somebody writes beside a score, which is given as its share of the scale."""
    if happens(about, 0.55):
        return ""
    if share > _PLEASED:
        return about.choice(words.PRAISE)
    return about.choice(words.COMPLAINTS if share < _ANNOYED else words.LUKEWARM)


def write_tickets(account: Account, *, seed: int) -> Iterator[Ticket]:
    """Give an account's support tickets."""
    if account.silent:
        return
    about = chance(seed, account.account_id, "tickets")
    per_month = {"SMB": 0.3, "Mid-Market": 0.55, "Enterprise": 0.9}[account.segment]
    for number in range((DEMO_AS_OF - TICKETS_FROM).days + 1):
        day = TICKETS_FROM + timedelta(days=number)
        trouble = 1 - _happiness(account, day)
        if about.random() >= per_month / 30.4 * (0.5 + 2.2 * trouble) or not account.served(day):
            continue
        opened = datetime.combine(day, time(about.randint(7, 17), about.randint(0, 59)))
        hours = about.uniform(1, 40 + 420 * trouble**2)
        closed = opened + timedelta(minutes=int(60 * hours))
        middle = 5.45 - 4.4 * trouble
        rating = round(min(5.0, max(1.0, about.triangular(middle - 1.3, middle + 0.9, middle))))
        rated = happens(about, 0.55)
        # An unhappy account has tickets that nobody can close.
        stuck = day > date(2026, 4, 1) and happens(about, 0.75 * trouble)
        done = not stuck and closed.date() <= DEMO_AS_OF
        yield Ticket(
            account_id=account.account_id,
            subject=about.choice(words.SUBJECTS),
            priority=about.choice(("low", "normal", "normal", "high", "urgent")),
            opened=opened,
            closed=closed if done else None,
            first_response_minutes=about.randint(4, 60 + int(700 * trouble)),
            rating=rating if done and rated else None,
            escalated=happens(about, 0.3 * trouble),
        )
