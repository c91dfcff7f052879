"""Reading the rows of a plan by name and by header.

Of rows with the same name the first counts: whoever copies a row copies its name with it, and the
copy is theirs. Rows without a name are notes of people; they are kept, and nothing is read from
them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cs_workbook.plans.anatomy import key_of
from cs_workbook.plans.document import FoundRow, PlanRow, PlanValue
from cs_workbook.plans.sections import BY_KEY
from cs_workbook.plans.values import is_blank, text

SIGNED = "signed"
"""Name in the record under which the signature stands; signed rows follow as ``signed.<ref>``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One filled row of a section.

    Attributes:
        ref: Its name.
        place: Its number within the section, where its name ends in one.
        values: Its values under the headers of its section.
    """

    ref: str
    place: int | None
    values: dict[str, PlanValue]

    def __getitem__(self, header: str) -> PlanValue:
        """Return the value under a header; nothing where the row has no such cell."""
        return self.values.get(header)

    def words(self, header: str) -> str:
        """Return the value under a header as trimmed text."""
        return text(self.values.get(header))


def is_signed_name(ref: str) -> bool:
    """Say whether a name of the record belongs to what was signed, not to a row of the sheet."""
    return key_of(ref) == SIGNED


def by_ref(found: Iterable[FoundRow]) -> dict[str, FoundRow]:
    """Return the named rows of a sheet, the upper one where a name stands twice."""
    standing: dict[str, FoundRow] = {}
    for row in sorted(found, key=lambda row: row.number):
        if row.ref is not None and row.ref.strip():
            standing.setdefault(row.ref.strip(), row)
    return standing


def as_found(rows: Iterable[PlanRow]) -> tuple[FoundRow, ...]:
    """Return generated rows as they stand on a sheet right after they were written."""
    return tuple(
        FoundRow(number=number, ref=row.ref, cells=row.cells)
        for number, row in enumerate(rows, start=1)
    )


def place_of(ref: str) -> int | None:
    """Return the number a name ends in.

    >>> place_of("objective.2"), place_of("risk.nps"), place_of("work.²")
    (2, None, None)
    """
    last = ref.rsplit(".", 1)[-1]
    return int(last) if last.isdecimal() else None


def entries(found: Iterable[FoundRow], key: str) -> list[Entry]:
    """Return the filled rows of a section, numbered ones by number, then the others by name."""
    headers = BY_KEY[key].headers
    filled = [
        Entry(ref=ref, place=place_of(ref), values=_named(headers, row.cells))
        for ref, row in by_ref(found).items()
        if key_of(ref) == key and not all(is_blank(value) for value in row.cells)
    ]
    return sorted(filled, key=lambda entry: (entry.place is None, entry.place or 0, entry.ref))


def _named(headers: Sequence[str], cells: Sequence[PlanValue]) -> dict[str, PlanValue]:
    return dict(zip(headers, cells, strict=False))
