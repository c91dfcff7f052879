"""Headers to fields: which column of a file is which field of a role.

Headers are compared without case, spaces and punctuation. Every header becomes at most one field
and every field takes at most one header; where several would do, the most telling alias wins, and
of two columns with the same header the first.
"""

from collections.abc import Sequence
from functools import lru_cache

from cs_workbook.exports.report import ColumnReport, ColumnState
from cs_workbook.schema.exports import Role
from cs_workbook.schema.fields import Field


@lru_cache(maxsize=4096)
def plain(header: str) -> str:
    """Reduce a header to letters and digits in lower case.

    >>> plain("Account ID"), plain("first-response_time (min)")
    ('accountid', 'firstresponsetimemin')
    """
    return "".join(letter for letter in header.casefold() if letter.isalnum())


def match_fields(header: Sequence[str], role: Role) -> dict[str, int]:
    """Find the fields of a role in a header.

    Args:
        header: Header texts in file order.
        role: The role to read the file as.

    Returns:
        Column number (from 0) by field name, in the order of the role's fields.

    >>> from cs_workbook.schema.exports import ROLES
    >>> match_fields(["ID", "Name", "CSM"], ROLES["accounts"])
    {'account_id': 0, 'account_name': 1, 'csm': 2}
    """
    places: dict[str, int] = {}
    for number, text in enumerate(header):
        places.setdefault(plain(text), number)
    found: dict[str, int] = {}
    taken: set[int] = set()
    for alias, name in _aliases(role.fields):
        place = places.get(alias)
        if place is not None and place not in taken and name not in found:
            found[name] = place
            taken.add(place)
    return {field.name: found[field.name] for field in role.fields if field.name in found}


@lru_cache(maxsize=64)
def _aliases(fields: tuple[Field, ...]) -> tuple[tuple[str, str], ...]:
    """Return every alias with its field, by rank of the alias first.

    So a telling alias of a late field beats a vague one of an early field.
    """
    ranks = range(max(len(field.aliases) for field in fields))
    return tuple(
        (plain(field.aliases[rank]), field.name)
        for rank in ranks
        for field in fields
        if rank < len(field.aliases)
    )


def report_columns(
    header: Sequence[str], role: Role | None, places: dict[str, int]
) -> tuple[ColumnReport, ...]:
    """List every column of a file, then every field it lacks."""
    fields = {place: name for name, place in places.items()}
    columns = [
        ColumnReport(
            header=text,
            field=fields.get(place),
            state=ColumnState.MATCHED if place in fields else ColumnState.IGNORED,
        )
        for place, text in enumerate(header)
    ]
    missing = [] if role is None else [f.name for f in role.fields if f.name not in places]
    return (
        *columns,
        *(ColumnReport(header=None, field=name, state=ColumnState.MISSING) for name in missing),
    )
