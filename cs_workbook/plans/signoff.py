"""Who signed a plan, what they signed, and whether it still stands there.

A signature is complete with a person, a role, a day and a channel, on the customer's side. The
first build after it remembers the agreed rows under their names; from then on every difference is
listed cell by cell. Agreed are the two questions, success, expectations, next needs and
objectives.

The hash depends on the name of each agreed row and on what stands in its cells, and on nothing
else: neither on the order of rows nor on rows left empty nor on rows people added themselves.

References:
    NIST FIPS 180-4 (SHA-256).
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import zip_longest

from cs_workbook.plans.anatomy import SIGNOFF, key_of
from cs_workbook.plans.document import FIRST_COLUMN, FoundRow, PlanValue, Record
from cs_workbook.plans.rows import SIGNED, by_ref, entries
from cs_workbook.plans.sections import AGREED_KEYS
from cs_workbook.plans.values import day, is_blank, pack, plain, same, trimmed
from cs_workbook.schema.plan_words import OURS

AgreedRows = Mapping[str, tuple[PlanValue, ...]]


class SignoffWord(StrEnum):
    """What is to be said of a plan's sign-off."""

    UNSIGNED = "Unsigned"
    SIGNED = "Signed"
    CHANGED = "Changed since sign-off"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """A complete signature.

    Attributes:
        name: Person.
        role: Their role.
        on: Day.
        channel: How they said it.
        version: Version of the plan, as typed; may be empty.
    """

    name: str
    role: str
    on: date
    channel: str
    version: str

    @property
    def cells(self) -> tuple[PlanValue, ...]:
        """Return the signature as cells of the record."""
        return (self.name, self.role, self.on, self.channel, self.version or None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One agreed cell that is no longer as it was signed.

    Attributes:
        ref: Name of its row.
        column: Column number on the sheet.
        was: What was signed.
        now: What stands there.
    """

    ref: str
    column: int
    was: PlanValue
    now: PlanValue


@dataclass(frozen=True, slots=True, kw_only=True)
class SignoffState:
    """What is known of a plan's sign-off.

    Attributes:
        word: In a word.
        signature: The latest complete signature, if any.
        changes: Agreed cells changed since.
        signed_hash: Hash of what was signed.
        hash_now: Hash of what stands there now.
    """

    word: SignoffWord
    signature: Signature | None
    changes: tuple[Change, ...]
    signed_hash: str | None
    hash_now: str


def agreed_rows(found: Iterable[FoundRow]) -> dict[str, tuple[PlanValue, ...]]:
    """Return the agreed rows that are not empty, under their names."""
    return {
        ref: trimmed(row.cells)
        for ref, row in by_ref(found).items()
        if key_of(ref) in AGREED_KEYS and trimmed(row.cells) and "." in ref
    }


def agreed_hash(rows: AgreedRows) -> str:
    """Return the hash of agreed rows, the same in whatever order they stand.

    >>> agreed_hash({"a": (1.0,), "b": ("x", None)}) == agreed_hash({"b": ("x",), "a": (1,)})
    True
    """
    lines = [f"{ref}\t{pack(_comparable(rows[ref]))}\n" for ref in sorted(rows)]
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def latest_signature(found: Iterable[FoundRow]) -> Signature | None:
    """Return the customer's latest complete signature."""
    signatures = [
        (on, entry.ref, entry)
        for entry in entries(found, SIGNOFF)
        if (on := day(entry["Signed on"])) is not None
        and entry.words("Side") != OURS
        and not any(is_blank(entry[header]) for header in ("Signed by", "Role", "Channel"))
    ]
    if not signatures:
        return None
    on, _, entry = max(signatures, key=lambda signature: signature[:2])
    return Signature(
        name=entry.words("Signed by"),
        role=entry.words("Role"),
        on=on,
        channel=entry.words("Channel"),
        version=entry.words("Version"),
    )


def remembered(record: Record, found: Iterable[FoundRow]) -> dict[str, tuple[PlanValue, ...]]:
    """Return what the record is to hold of the sign-off.

    A signature that is already known keeps what was signed with it; a new one remembers what
    stands there now; none at all forgets.
    """
    rows = tuple(found)
    signature = latest_signature(rows)
    if signature is None:
        return {}
    if SIGNED in record and trimmed(record[SIGNED]) == trimmed(signature.cells):
        return {ref: cells for ref, cells in record.items() if key_of(ref) == SIGNED}
    return {SIGNED: signature.cells} | {
        f"{SIGNED}.{ref}": cells for ref, cells in agreed_rows(rows).items()
    }


def is_signed(record: Record, ref: str) -> bool:
    """Say whether a row is among those that were signed."""
    return f"{SIGNED}.{ref}" in record


def signoff_state(found: Iterable[FoundRow], record: Record | None = None) -> SignoffState:
    """Return the sign-off of a plan: unsigned, signed, or changed since and where.

    Args:
        found: Rows of the plan.
        record: What the program remembers of it; without it a signature is taken as fresh.
    """
    rows = tuple(found)
    signature = latest_signature(rows)
    now = agreed_rows(rows)
    if signature is None:
        return SignoffState(
            word=SignoffWord.UNSIGNED,
            signature=None,
            changes=(),
            signed_hash=None,
            hash_now=agreed_hash(now),
        )
    kept = remembered(record or {}, rows)
    prefix = f"{SIGNED}."
    signed = {ref.removeprefix(prefix): cells for ref, cells in kept.items() if ref != SIGNED}
    changes = _changes(signed, now)
    return SignoffState(
        word=SignoffWord.CHANGED if changes else SignoffWord.SIGNED,
        signature=signature,
        changes=changes,
        signed_hash=agreed_hash(signed),
        hash_now=agreed_hash(now),
    )


def _changes(signed: AgreedRows, now: AgreedRows) -> tuple[Change, ...]:
    return tuple(
        Change(ref=ref, column=FIRST_COLUMN + place, was=was, now=stands)
        for ref in sorted({*signed, *now})
        for place, (was, stands) in enumerate(zip_longest(signed.get(ref, ()), now.get(ref, ())))
        if not same(was, stands)
    )


def _comparable(cells: tuple[PlanValue, ...]) -> tuple[PlanValue, ...]:
    """Return cells so that equal cells read equal: 5.0 as 5, everything else as it is."""
    return tuple(
        int(value) if isinstance(value, float) and value.is_integer() else plain(value)
        for value in cells
    )
