"""What bringing a plan up to date writes on its sheet, and what it leaves to people."""

from collections.abc import Sequence
from datetime import date

from cs_workbook.actions.plans.found import FoundPlan
from cs_workbook.actions.plans.index import LeftAlone
from cs_workbook.actions.plans.sheet_rows import Looks, generated_cell, heading_row, rows_from
from cs_workbook.plans.document import PlanDocument, PlanMerge, RowKind
from cs_workbook.plans.rows import by_ref
from cs_workbook.schema.tables import column_letter
from cs_workbook.workbook.port import NewCell, NewRow


def updated_rows(
    document: PlanDocument, merged: PlanMerge, found: FoundPlan, looks: Looks, *, as_of: date
) -> dict[int, NewRow]:
    """Return the rows to write on a plan's sheet.

    Args:
        document: The plan as it would be generated now.
        merged: What the merge decided.
        found: The sheet as it stands.
        looks: Where each look stands.
        as_of: The day of the build, for the heading over what is added.
    """
    kinds = {row.ref: row.kind for row in document.rows}
    in_table = _in_table(document)
    names = {row.number: ref for ref, row in by_ref(found.rows).items()}
    cells: dict[int, dict[int, NewCell]] = {}
    for write in merged.writes:
        ref = names.get(write.number, "")
        # A value of another kind, such as a date instead of "No data", needs another look.
        live = kinds.get(ref) is RowKind.GENERATED and ref in in_table
        cell = generated_cell(write.value, looks) if live else NewCell(content=write.value)
        cells.setdefault(write.number, {})[write.column] = cell
    rows = {number: NewRow(cells=row) for number, row in cells.items()}
    if merged.additions:
        # One empty row between what stands there and what is new.
        first = found.last + 2
        rows[first] = heading_row(f"Added on {as_of:%Y-%m-%d}", looks)
        rows |= rows_from(first + 1, merged.additions, looks)
    return rows


def what_was_left(
    merged: PlanMerge, found: FoundPlan, *, plan_id: str, account: str
) -> Sequence[LeftAlone]:
    """Return the cells of a plan that were left to people."""
    numbers = {ref: row.number for ref, row in by_ref(found.rows).items()}
    return [
        LeftAlone(
            plan_id=plan_id,
            account=account,
            sheet=found.sheet,
            cell=f"{column_letter(conflict.column)}{numbers[conflict.ref]}"
            if conflict.ref in numbers
            else None,
            row=conflict.ref,
            found=conflict.found,
            wanted=conflict.wanted,
            reason=conflict.reason,
        )
        for conflict in merged.conflicts
    ]


def _in_table(document: PlanDocument) -> set[str]:
    """Return the names of generated rows whose cells are shown by what they hold."""
    names: set[str] = set()
    table = False
    for row in document.rows:
        if row.kind is RowKind.HEADING:
            table = False
        elif row.kind is RowKind.HEADER:
            table = True
        elif row.kind is RowKind.GENERATED and table:
            names.add(row.ref)
    return names
