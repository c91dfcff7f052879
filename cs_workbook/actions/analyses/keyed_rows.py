"""Rows of a table people type into: which of those no longer listed are kept."""

from collections.abc import Collection, Mapping, Sequence

from cs_workbook.schema.tables import Owner, Table
from cs_workbook.workbook.port import CellValue


def rows_to_keep(
    table: Table, old: Mapping[str, Sequence[CellValue]], listed: Collection[str]
) -> list[tuple[str, int]]:
    """Return the rows that are no longer listed and hold what a person typed.

    Args:
        table: The table; its key is one column.
        old: Its body as it stands.
        listed: Keys of the rows that are listed now.

    Returns:
        Key and old row of each, in their order; each key once.
    """
    ours = {column.header for column in table.columns if column.owner is not Owner.TYPED}
    people = [header for header in old if header not in ours]
    found: dict[str, int] = {}
    for row, key in enumerate(old[table.key[0]]):
        name = "" if key is None else str(key)
        typed = any(old[header][row] is not None for header in people)
        if name and name not in listed and typed:
            found.setdefault(name, row)
    return list(found.items())
