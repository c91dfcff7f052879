"""A success plan as rows with names, which is all that drawing and merging need to know.

A row is known by its ``ref``, never by its place: people sort, insert and delete rows, and the
name in the first column travels with the row. A row is either made by the program or filled in by
people; the two never mix.

Blank rule: ``None`` is an empty cell. It is neither a zero nor an empty text.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

PlanValue: TypeAlias = str | int | float | bool | date | None

FIRST_COLUMN = 2
"""Cells of a row start in column B; column A holds the row's name."""


class RowKind(StrEnum):
    """What a row is, which decides how it looks and who writes it."""

    TITLE = "title"
    PURPOSE = "purpose"
    HEADING = "heading"
    NOTE = "note"
    HEADER = "header"
    GENERATED = "generated"
    INPUT = "input"


@dataclass(frozen=True, slots=True, kw_only=True)
class InputCell:
    """What people may enter in one cell of an input row.

    Attributes:
        shows: ``text``, ``number``, ``date``, ``percent`` or ``list``.
        list_name: Workbook name of the list a ``list`` offers.
    """

    shows: str = "text"
    list_name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRow:
    """One row of a plan sheet.

    Attributes:
        ref: Its name, unique within the plan, such as ``objective.2``.
        kind: What it is.
        cells: Its values from column B on. In an input row they are suggestions to overwrite.
        inputs: One per cell of an input row, else empty.
        internal: Left out of a plan that is shared with the customer.
        agreed: Part of what the customer signs.
        spare: An input row without suggestions, there to be filled.
    """

    ref: str
    kind: RowKind
    cells: tuple[PlanValue, ...] = ()
    inputs: tuple[InputCell, ...] = ()
    internal: bool = False
    agreed: bool = False
    spare: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDocument:
    """A plan as it would be generated now.

    Attributes:
        plan_id: Such as ``P-0001``; it stands on the sheet and in ``tblPlans``.
        account_id: The account.
        template: Name of the template.
        template_version: Its version.
        rows: From top to bottom; every ``ref`` once.
    """

    plan_id: str
    account_id: str
    template: str
    template_version: str
    rows: tuple[PlanRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundRow:
    """One row of a plan sheet as it stands now.

    Attributes:
        number: Its row number on the sheet, from 1.
        ref: The name in column A; ``None`` for a row a person added.
        cells: Its values from column B on.
    """

    number: int
    ref: str | None
    cells: tuple[PlanValue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CellWrite:
    """One cell to write.

    Attributes:
        number: Row number on the sheet.
        column: Column number on the sheet; the first cell of a row is in column 2.
        value: The new value.
    """

    number: int
    column: int
    value: PlanValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A cell that both a person and the program changed; the person's text stays.

    Attributes:
        ref: The row's name.
        column: Column number on the sheet.
        generated: What the program last wrote there.
        found: What stands there now.
        wanted: What the program would write now.
        reason: In words, ready to be listed.
    """

    ref: str
    column: int
    generated: PlanValue
    found: PlanValue
    wanted: PlanValue
    reason: str


Record: TypeAlias = Mapping[str, tuple[PlanValue, ...]]
"""What the program last wrote, cell by cell, under the name of each row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanMerge:
    """What regenerating a plan does to its sheet.

    Attributes:
        writes: Cells to write in place.
        additions: Rows the template gained; they are written below everything else.
        conflicts: Cells left to the person.
        removed: Names of rows a person deleted; they stay deleted.
        record: What to remember as last written.
    """

    writes: Sequence[CellWrite]
    additions: Sequence[PlanRow]
    conflicts: Sequence[Conflict]
    removed: Sequence[str]
    record: Record
