"""Whom the demo's customers bring: leads, mostly from those who like the product."""

from dataclasses import dataclass
from datetime import date, timedelta

from cs_workbook.demo.story import DEMO_AS_OF, Account, chance
from cs_workbook.demo.words import NAME_ENDS, NAME_STARTS

_LATEST_START_DAYS = 60
_SHARE_OF_CUSTOMERS = 0.16
_WON, _LOST = 0.3, 0.7


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """A lead that a customer brought.

    Attributes:
        account_id: Who brought it.
        name: The lead.
        day: When.
        won: Whether it was won; ``None`` while it is open.
    """

    account_id: str
    name: str
    day: date
    won: bool | None


def bring_leads(account: Account, *, seed: int) -> list[Lead]:
    """Return the leads an account brought, oldest first.

    Args:
        account: The account.
        seed: The seed of the book.
    """
    about = chance(seed, account.account_id, "referrals")
    if account.start is None or account.silent or about.random() > _SHARE_OF_CUSTOMERS:
        return []
    last = min(account.left_on or DEMO_AS_OF, DEMO_AS_OF)
    days = (last - account.start).days
    if days <= _LATEST_START_DAYS:
        return []
    leads = []
    for _ in range(about.choice((1, 1, 1, 2, 3))):
        roll = about.random()
        name = f"{about.choice(NAME_STARTS)}{about.choice(NAME_ENDS)} Group"
        day = account.start + timedelta(days=about.randrange(_LATEST_START_DAYS, days))
        won = True if roll < _WON else False if roll < _LOST else None
        leads.append(Lead(account_id=account.account_id, name=name, day=day, won=won))
    return sorted(leads, key=lambda lead: lead.day)
