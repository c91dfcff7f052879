"""What of a plan may be shown to the customer: rows are left out, never hidden.

Left out are risks, people, opportunities, notes, what we earn, health and survey answers, every
objective about our own revenue, and whatever people added of their own in such a section: an own
row belongs to the nearest named row above it. When in doubt a row stays with us.
"""

from collections.abc import Iterable

from cs_workbook.plans.anatomy import AGREEMENT, OBJECTIVE, PROGRESS, key_of
from cs_workbook.plans.document import FoundRow
from cs_workbook.plans.objectives import is_about_our_revenue, read_objectives
from cs_workbook.plans.sections import SECTIONS

_INTERNAL_ROWS = frozenset(
    {"fact.mrr", "fact.health", "fact.nps", "fact.plan", "live.objective", "people.warning"}
)
_INTERNAL_KEYS = frozenset(section.key for section in SECTIONS if section.internal)
_WORDS = frozenset({"heading", "note", "header"})


def is_internal(ref: str) -> bool:
    """Say whether a row stays with us, by its name.

    >>> is_internal("risk.nps"), is_internal("heading.risk"), is_internal("objective.2")
    (True, True, False)
    """
    key = key_of(ref)
    if key in _WORDS:
        key = ref.split(".", 1)[-1]
    return ref in _INTERNAL_ROWS or key in _INTERNAL_KEYS


def shared_rows(found: Iterable[FoundRow]) -> tuple[FoundRow, ...]:
    """Return the rows of a plan sheet that the customer may see, in their order."""
    rows = sorted(found, key=lambda row: row.number)
    ours = _our_revenue(rows)
    kept = []
    internal = False
    for row in rows:
        if row.ref is not None and row.ref.strip():
            ref = row.ref.strip()
            internal = is_internal(ref) or ref in ours
        if not internal:
            kept.append(row)
    return tuple(kept)


def _our_revenue(found: Iterable[FoundRow]) -> set[str]:
    return {
        f"{key}.{aim.place}"
        for aim in read_objectives(found)
        if is_about_our_revenue(aim)
        for key in (OBJECTIVE, AGREEMENT, PROGRESS)
    }
