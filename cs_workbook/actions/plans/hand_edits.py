"""What people did to a plan's sheet that keeps a build from reading or showing part of it.

Merged cells hide what is written under them, and a section whose rows are all gone stays gone.
Neither is mended by a build: what people did to a sheet is theirs. Both are listed.
"""

from collections.abc import Iterable, Mapping, Sequence

from cs_workbook.plans.anatomy import COLUMNS, key_of
from cs_workbook.plans.document import FIRST_COLUMN, FoundRow, Record
from cs_workbook.plans.sections import SECTIONS
from cs_workbook.workbook.package.addresses import Range, parse_range

_HEADING = "heading."


def merged_over_plan(merged: Iterable[str], rows: Sequence[FoundRow]) -> tuple[str, ...]:
    """Return the merged ranges that reach into named rows of a plan.

    Rows and columns people added themselves may be merged as they like.

    Args:
        merged: Addresses such as ``B5:D5``.
        rows: The rows of the plan.
    """
    named = [row.number for row in rows if row.ref is not None]
    last = FIRST_COLUMN + COLUMNS - 1
    return tuple(
        address
        for address in merged
        if any(parse_range(address).meets(Range(1, number, last, number)) for number in named)
    )


def missing_sections(rows: Iterable[FoundRow], record: Record, *, depth: str) -> Mapping[str, str]:
    """Return the title of every section, by its key, of which neither heading nor row is left.

    Args:
        rows: The rows of the plan as they stand.
        record: What the program wrote on it; a section it never wrote cannot be missed.
        depth: How thorough the plan is; a light one has fewer sections.
    """
    standing = {_section(row.ref) for row in rows if row.ref is not None}
    written = {_section(ref) for ref in record}
    return {
        section.key: section.title
        for section in SECTIONS
        if section.rows(depth) and section.key in written - standing
    }


def _section(ref: str) -> str:
    return ref.removeprefix(_HEADING) if ref.startswith(_HEADING) else key_of(ref)
