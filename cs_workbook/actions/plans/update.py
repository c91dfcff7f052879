"""What bringing a plan up to date writes on its sheet, and what it leaves to people."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from cs_workbook.actions.plans.found import FoundPlan
from cs_workbook.actions.plans.index import LeftAlone
from cs_workbook.actions.plans.page_breaks import FACT, row_height
from cs_workbook.actions.plans.sheet_rows import Looks, generated_cell, heading_row, rows_from
from cs_workbook.plans.anatomy import key_of
from cs_workbook.plans.document import (
    FIRST_COLUMN,
    FoundRow,
    PlanDocument,
    PlanMerge,
    PlanRow,
    RowKind,
)
from cs_workbook.plans.rows import by_ref
from cs_workbook.plans.sections import BY_KEY
from cs_workbook.schema.tables import column_letter
from cs_workbook.workbook.port import CellValue, FormulaCell, NewCell, NewRow

_FACT_VALUE: Final = FIRST_COLUMN + 1
"""A fact stands behind its label; what explains it has the look of a note."""


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
        live = kinds.get(ref) is RowKind.GENERATED and (
            ref in in_table or (key_of(ref) == FACT and write.column == _FACT_VALUE)
        )
        cell = generated_cell(write.value, looks) if live else NewCell(content=write.value)
        cells.setdefault(write.number, {})[write.column] = cell
    standing = {row.number: row for row in found.rows}
    rows = {}
    for number, new in cells.items():
        height = row_height(names.get(number, ""), _with(standing[number], new))
        rows[number] = NewRow(cells=new, height=height, grows=True)
    if merged.additions:
        # One empty row between what stands there and what is new.
        first = found.last + 2
        rows[first] = heading_row(f"Added on {as_of:%Y-%m-%d}", looks)
        rows |= rows_from(first + 1, _labelled(merged.additions), looks)
    return rows


def _labelled(additions: Sequence[PlanRow]) -> list[PlanRow]:
    """Return rows that are added with title and headers of their section above them.

    What is added stands far from its section, and an empty row says nothing of what belongs there.
    Title and headers have no name: the next build takes them for a person's and leaves them.
    """
    rows: list[PlanRow] = []
    before = ""
    for row in additions:
        section = BY_KEY.get(key_of(row.ref))
        if section is not None and section.key != before:
            rows.append(PlanRow(ref="", kind=RowKind.NOTE, cells=(f"More for: {section.title}",)))
            rows.append(PlanRow(ref="", kind=RowKind.HEADER, cells=section.headers))
        before = section.key if section is not None else ""
        rows.append(row)
    return rows


def _with(found: FoundRow, cells: Mapping[int, NewCell]) -> list[CellValue]:
    """Return the values of a row as they stand with new ones over them."""
    values: list[CellValue] = list(found.cells)
    for column, cell in cells.items():
        place = column - FIRST_COLUMN
        values += [None] * (place + 1 - len(values))
        content = cell.content
        values[place] = content.value if isinstance(content, FormulaCell) else content
    return values


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
