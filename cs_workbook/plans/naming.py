r"""Names for plan sheets: the account's name, made fit for a sheet tab.

Excel allows 31 characters, none of ``[ ] : * ? / \``, no apostrophe at either end, and not the
word History; it counts a character outside the basic plane (an emoji) as two, and takes names that
differ only in case for the same. An account keeps its plain name where that is free. Where it is
taken, the plan id follows in brackets; of several plans with the same short name the one with the
lowest id keeps it plain, so that a plan that comes later never renames an older one.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from itertools import count

MOST_CHARACTERS = 31
_FORBIDDEN = "[]:*?/\\"
_RESERVED = "history"
_ID = "P-"


def sheet_names(plans: Iterable[tuple[str, str]], taken: Iterable[str] = ()) -> dict[str, str]:
    """Return a sheet name for each plan.

    Args:
        plans: Plan id and account name of each plan without a sheet; every id once.
        taken: Names of the sheets that are there already.

    Returns:
        Sheet name by plan id, the same whatever order the plans came in.

    >>> sheet_names([("P-0002", "Acme / North"), ("P-0001", "ACME   NORTH")])
    {'P-0001': 'ACME NORTH', 'P-0002': 'Acme North (P-0002)'}
    """
    used = {_key(name) for name in taken} | {_RESERVED}
    names: dict[str, str] = {}
    for plan_id, account in sorted(plans):
        name = next(name for name in _candidates(plan_id, account) if _key(name) not in used)
        used.add(_key(name))
        names[plan_id] = name
    return names


def free_ids(taken: Iterable[str]) -> Iterator[str]:
    """Yield plan ids after the highest one there is, without end.

    Args:
        taken: The ids there are; what is no plan id is passed over.

    >>> next(free_ids(["P-0001", "P-0007", "All plans"]))
    'P-0008'
    """
    digits = (key.removeprefix(_ID) for key in taken)
    highest = max((int(number) for number in digits if number.isdecimal()), default=0)
    for number in count(highest + 1):
        yield f"{_ID}{number:04d}"


def clean(name: str) -> str:
    r"""Return a name without what a sheet name may not contain, of any length.

    >>> clean("  'Tom & Jerry' [DE]\n ")
    "Tom & Jerry' DE"
    """
    spaced = "".join(
        " " if letter in _FORBIDDEN or unicodedata.category(letter)[0] in "CZ" else letter
        for letter in unicodedata.normalize("NFC", name)
    )
    return " ".join(spaced.split()).strip("' ")


def _candidates(plan_id: str, account: str) -> Iterable[str]:
    """Yield the plain name, then the name with the plan id, then numbered ones without end."""
    plain = clean(account)
    own = clean(plan_id) or "Plan"
    if plain:
        yield _shortened(plain, MOST_CHARACTERS)
    for number in count(1):
        tail = f"({own})" if number == 1 else f"({_shortened(own, 20)} {number})"
        tail = tail if _length(tail) < MOST_CHARACTERS else f"({number})"
        head = _shortened(plain, MOST_CHARACTERS - _length(tail) - 1)
        yield f"{head} {tail}" if head else tail


def _shortened(name: str, most: int) -> str:
    """Return as much of a name as fits, never half a character."""
    kept = ""
    for letter in name:
        if _length(kept + letter) > most:
            break
        kept += letter
    return kept.strip("' ")


def _length(name: str) -> int:
    """Return the length as Excel counts it, in units of UTF-16."""
    return len(name.encode("utf-16-le", errors="replace")) // 2


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
