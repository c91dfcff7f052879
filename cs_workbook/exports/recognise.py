"""Which kind of export a header belongs to.

A role is possible when one of its signatures is found whole. Three cautions keep a list of teams,
invoices or contacts from being taken for accounts or tickets: a signature found only through names
that every table has (``id``, ``name``, ``created_at``) or through the account's id, which every
table may point to, needs more telling fields; and a table with an id of its own beside the account
id lists something else than accounts. A file name that says what the file is outweighs them. Of
the possible roles the one with the most fields wins; a tie goes to the file name, then to a fixed
order.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from cs_workbook.exports.mapping import match_fields, plain
from cs_workbook.schema.exports import ACCOUNTS, ROLES, SURVEYS, Role

_GENERAL_NAMES = frozenset(
    plain(name)
    for name in (
        *("id", "name", "type", "date", "day", "time", "status", "priority", "owner", "source"),
        *("record id", "external id", "source id", "created", "created_at", "created date"),
        *("create_date", "created_time", "start_date", "start", "amount", "price", "count"),
        *("user", "user_id", "event", "action", "market", "region", "title", "state", "company"),
        *("customer", "organization", "score", "rating", "answer", "end", "end_date", "email"),
    )
)
_OTHER_IDS = frozenset(
    f"{what}{mark}"
    for mark in ("id", "oid")
    for what in (
        *("", "record", "contact", "invoice", "opportunity", "order", "deal", "lead", "user"),
        *("task", "case", "ticket", "payment", "transaction", "subscription", "event", "charge"),
    )
)
_ENOUGH_FIELDS = 4
_ENOUGH_TELLING = 2

# The order of the roles here is the fixed order that breaks ties no file name breaks.
_FILE_NAME_WORDS = {
    "churn_events": ("churn", "cancellation", "lost"),
    "subscriptions": ("subscription", "contract", "mrr"),
    "tickets": ("ticket", "case", "support", "conversation"),
    "surveys": ("survey", "answer", "response"),
    "usage": ("usage", "event", "activity"),
    "referrals": ("referral", "referred"),
    "invitations": ("invitation", "invite"),
    "accounts": ("account", "customer", "client", "compan"),
}

_SURVEY_WORDS = {
    "NPS": re.compile(r"nps|net promoter", re.IGNORECASE),
    "CSAT": re.compile(r"csat|customer satisfaction", re.IGNORECASE),
    # 'ces' ends many a word (services, prices), so it must stand alone.
    "CES": re.compile(r"(?<![a-z])ces(?![a-z])|customer effort", re.IGNORECASE),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """A role found in a header.

    Attributes:
        role: The role.
        places: Column number by field name.
    """

    role: Role
    places: dict[str, int]


def recognise(header: Sequence[str], *, file_name: str = "") -> Recognised | None:
    """Find the role of a file.

    Args:
        header: Header texts in file order.
        file_name: Name of the file; breaks ties.

    Returns:
        The role with its columns, or ``None``.

    >>> found = recognise(["Account ID", "Churn date", "Reason"])
    >>> found.role.name, found.places
    ('churn_events', {'account_id': 0, 'churned_on': 1, 'reason': 2})
    """
    name = file_name.lower()
    best: tuple[int, bool, int] | None = None
    winner: Recognised | None = None
    for order, (role_name, words) in enumerate(_FILE_NAME_WORDS.items()):
        role = ROLES[role_name]
        places = match_fields(header, role)
        hinted = any(word in name for word in words) or (
            role is SURVEYS and survey_type(name) is not None
        )
        if not _believed(header, role, places, hinted=hinted):
            continue
        rank = (len(places), hinted, -order)
        if best is None or rank > best:
            best, winner = rank, Recognised(role=role, places=places)
    return winner


def survey_type(text: str) -> str | None:
    """Read which survey a text names: NPS, CSAT or CES.

    >>> survey_type("csat_score"), survey_type("Q3 services"), survey_type("bank_nps.csv")
    ('CSAT', None, 'NPS')
    """
    found = [name for name, pattern in _SURVEY_WORDS.items() if pattern.search(text)]
    return found[0] if len(found) == 1 else None


def _believed(header: Sequence[str], role: Role, places: dict[str, int], *, hinted: bool) -> bool:
    signatures = [fields for fields in role.signature if fields <= places.keys()]
    if hinted or not signatures:
        return bool(signatures)
    if role is ACCOUNTS:
        own = places["account_id"]
        if any(plain(text) in _OTHER_IDS for place, text in enumerate(header) if place != own):
            return False
    telling = {name for name in places if plain(header[places[name]]) not in _GENERAL_NAMES}
    if len(places) >= _ENOUGH_FIELDS and len(telling - {"account_id"}) >= _ENOUGH_TELLING:
        return True
    # "Account, created on" is how any table of the CRM may look; "account, name" is not.
    return any(
        fields & (telling if role is ACCOUNTS and "customer_since" not in fields else others)
        for others in (telling - {"account_id"},)
        for fields in signatures
    )
