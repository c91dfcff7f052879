"""What a field of an export is: its kind, its aliases, what a blank means."""

from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What a field holds, and how its text becomes a value."""

    ID = "id"  # text, kept letter for letter, leading zeros and case included
    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    MOMENT = "moment"  # a date with a time of day, without a zone
    YES_NO = "yes_no"


class Blank(StrEnum):
    """What a blank means for a field."""

    ALLOWED = "allowed"  # nothing to say about it
    REPORTED = "reported"  # the row is used; the blank is listed among the problems
    REFUSED = "refused"  # the row cannot be used without it


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of an export.

    Attributes:
        name: Canonical snake_case name, the column of the staged table.
        kind: What it holds.
        aliases: Header texts it goes by, in any case and punctuation.
        blank: What a blank means.
        lowest: Smallest value that is on the scale; ``None`` for no limit.
        highest: Largest value that is on the scale; ``None`` for no limit.
        title: The field in words.
        must_read: A blank means something (an open end), so a text that cannot be read must not
            pass for one: the row is set aside.
    """

    name: str
    kind: Kind
    title: str
    aliases: tuple[str, ...]
    blank: Blank = Blank.ALLOWED
    lowest: float | None = None
    highest: float | None = None
    must_read: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """One kind of export.

    Attributes:
        name: Canonical name, also the name of the staged table.
        title: The kind in words, as reports show it.
        key: Name of the field that tells rows apart; rows without such a column get
            ``<file>:<line>`` as their id.
        fields: Every field it may have.
        signature: Alternatives that make a file this kind: it is recognised when, for one of
            them, every named field is found. The kind with the most found fields wins.
    """

    name: str
    title: str
    key: str
    fields: tuple[Field, ...]
    signature: tuple[frozenset[str], ...] = field(default_factory=tuple)

    def field(self, name: str) -> Field:
        """Return the field of that canonical name."""
        return next(f for f in self.fields if f.name == name)


ACCOUNT_ALIASES = (
    "account_id",
    "account id",
    "customer_id",
    "customerID",
    "client_id",
    "company_id",
    "organization_id",
    "accountExternalId",
    "account external id",
    "customer_oid",
    "Salesforce Account ID",
    "company external id",
)
ACCOUNT_NAME_ALIASES = (
    "account_name",
    "customer_name",
    "company_name",
    "client_name",
    "organization",
    "organisation",
    "company",
    "account",
    "customer",
)
CURRENCY_ALIASES = (
    "currency",
    "currency_code",
    "currency_iso_code",
    "CurrencyIsoCode",
    "plan_currency",
    "mrr_currency",
    "amount_currency",
)
