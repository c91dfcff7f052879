"""What the tracker knows of one account when its plan is generated.

Blank rule: what is not known is ``None`` and shown as "No data", never as a zero.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """One person at the customer, as the exports know them.

    Attributes:
        name: Name.
        role: One of the plan roles, or nothing.
        reached_by: Mail or phone.
        last_contact: Day of the last contact.
        left: Whether they have left; ``None`` where nobody knows.
    """

    name: str
    role: str | None = None
    reached_by: str | None = None
    last_contact: date | None = None
    left: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFacts:
    """What the tracker knows of one account.

    Attributes:
        account_id: Its id.
        name: Its name.
        as_of: Day of the figures.
        segment: Its segment.
        csm: Who looks after it.
        mrr: Monthly recurring revenue.
        currency: Its currency, such as ``EUR``.
        renewal_date: Next renewal.
        health: Health score, 0 to 100.
        band: The band in a word, with its sign.
        why: The signals that pulled the score most, in words.
        nps: Mean NPS answer, 0 to 10.
        contacts: Known people.
        figures: Value of each live figure under its name, such as ``Health`` or
            ``Active days (28 d)``; objectives follow them by that name.
        closed: Why the plan is closed, such as "left its segment"; ``None`` while it is not.
    """

    account_id: str
    name: str
    as_of: date
    segment: str | None = None
    csm: str | None = None
    mrr: float | None = None
    currency: str | None = None
    renewal_date: date | None = None
    health: float | None = None
    band: str | None = None
    why: str | None = None
    nps: float | None = None
    contacts: tuple[Contact, ...] = ()
    figures: Mapping[str, float | None] = field(default_factory=dict)
    closed: str | None = None
