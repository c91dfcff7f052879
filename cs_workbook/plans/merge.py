"""Regenerating a plan without losing a word: a three-way merge, row by row and cell by cell.

Three things are compared under the name of each row: what the program last wrote (the record),
what it would write now (the fresh document), and what stands on the sheet (the found rows).

- A cell nobody changed takes what the program would write now.
- A cell a person changed is kept. Where the program changed its mind too, that is a conflict: it
  is listed and left to the person.
- A row whose subject, its first cell, a person rewrote is about something else now, so none of
  its cells takes a suggestion. A row in which a person typed anything keeps its subject.
- A row a person deleted stays deleted; a row without a name is the person's own; of rows with the
  same name the first is the row and the others are the person's copies.
- A row the template no longer has is emptied where nothing was typed, else it stays and is listed.
- Once a plan is signed, agreed rows take no suggestions: the program changes nothing signed.

No row is ever moved, inserted or deleted. A conflict keeps its record as it was, so it is listed
again until somebody settles it by typing what the program wanted. An empty cell is what the
program last wrote where the record knows nothing. Clearing a suggestion is an edit and is kept;
clearing a generated cell says nothing, so it is filled again.

References:
    The GNU diffutils manual, "diff3 merging": what changed on one side only is taken.
"""

from collections.abc import Mapping, Sequence
from itertools import zip_longest

from cs_workbook.plans.anatomy import COLUMNS
from cs_workbook.plans.document import (
    FIRST_COLUMN,
    CellWrite,
    Conflict,
    FoundRow,
    PlanDocument,
    PlanMerge,
    PlanRow,
    PlanValue,
    Record,
    RowKind,
)
from cs_workbook.plans.rows import SIGNED, by_ref, is_signed_name
from cs_workbook.plans.signoff import is_signed, remembered
from cs_workbook.plans.values import plain, same, trimmed

GENERATED_CHANGED = "This cell belongs to the program; somebody wrote over it, so it is left alone."
BOTH_CHANGED = "You changed this cell and the suggestion changed too; your text stays."
ROW_IN_USE = "You typed in this row, so its other cells were not replaced by the new suggestion."
SIGNED_ROW = "The plan is signed, so the new suggestion for an agreed row was not written."
ROW_RETIRED = "The plan no longer has this row; what was typed in it stays."


def merge(record: Record, fresh: PlanDocument, found: Sequence[FoundRow]) -> PlanMerge:
    """Return what regenerating a plan does to its sheet.

    Args:
        record: What the program last wrote; empty for a plan that is generated for the first time.
        fresh: The plan as it would be generated now.
        found: The rows of its sheet; none for a plan that has no sheet yet.

    Returns:
        The cells to write, the rows to add, the conflicts and what to remember.
    """
    plain_merge = merge_rows(record, fresh.rows, found)
    after = applied(found, plain_merge)
    return PlanMerge(
        writes=plain_merge.writes,
        additions=plain_merge.additions,
        conflicts=plain_merge.conflicts,
        removed=plain_merge.removed,
        record={**plain_merge.record, **remembered(record, after)},
    )


def merge_rows(record: Record, fresh: Sequence[PlanRow], found: Sequence[FoundRow]) -> PlanMerge:
    """Merge rows alone; what was signed is neither read from the record nor kept in it."""
    standing = by_ref(found)
    writes: list[CellWrite] = []
    additions: list[PlanRow] = []
    conflicts: list[Conflict] = []
    removed: list[str] = []
    remember: dict[str, tuple[PlanValue, ...]] = {}
    for row in fresh:
        base = record.get(row.ref, ())
        if row.ref in standing:
            merging = _RowMerge(row.ref, base, row.cells, standing[row.ref])
            if row.kind is RowKind.INPUT:
                merging.suggest(signed=row.agreed and SIGNED in record)
            else:
                merging.generate()
            remember[row.ref] = merging.remember(writes, conflicts)
        elif row.ref in record:
            removed.append(row.ref)
            remember[row.ref] = base
        else:
            additions.append(row)
            remember[row.ref] = trimmed(row.cells)
    wanted = {row.ref for row in fresh}
    for ref, base in record.items():
        if ref in wanted or is_signed_name(ref):
            continue
        if ref not in standing:
            remember[ref] = base
            continue
        merging = _RowMerge(ref, base, (), standing[ref])
        merging.retire(signed=is_signed(record, ref))
        remember[ref] = merging.remember(writes, conflicts)
    return PlanMerge(
        writes=writes,
        additions=additions,
        conflicts=conflicts,
        removed=removed,
        record=remember,
    )


def applied(found: Sequence[FoundRow], change: PlanMerge) -> tuple[FoundRow, ...]:
    """Return the rows of a sheet after a merge was written, additions below everything else.

    >>> row = FoundRow(number=3, ref="a", cells=("old",))
    >>> change = merge_rows({"a": ("old",)}, [PlanRow(ref="a", kind=RowKind.NOTE, cells=("new",))],
    ...                     [row])
    >>> applied([row], change)[0].cells
    ('new',)
    """
    written: dict[int, dict[int, PlanValue]] = {}
    for write in change.writes:
        written.setdefault(write.number, {})[write.column - FIRST_COLUMN] = write.value
    rows = [
        FoundRow(number=row.number, ref=row.ref, cells=_replaced(row.cells, written[row.number]))
        if row.number in written
        else row
        for row in found
    ]
    below = max((row.number for row in found), default=0)
    rows += [
        FoundRow(number=below + place, ref=row.ref, cells=row.cells)
        for place, row in enumerate(change.additions, start=1)
    ]
    return tuple(rows)


def _replaced(
    cells: tuple[PlanValue, ...], written: Mapping[int, PlanValue]
) -> tuple[PlanValue, ...]:
    width = max(len(cells), *(place + 1 for place in written))
    padded = [*cells, *[None] * (width - len(cells))]
    for place, value in written.items():
        padded[place] = value
    return tuple(padded)


class _RowMerge:
    """The three versions of one row, and what becomes of each cell."""

    def __init__(
        self,
        ref: str,
        base: Sequence[PlanValue],
        fresh: Sequence[PlanValue],
        standing: FoundRow,
    ) -> None:
        self._ref = ref
        self._number = standing.number
        versions = list(zip_longest(base, fresh, standing.cells))
        self._base = [plain(old) for old, _, _ in versions]
        self._fresh = [plain(new) for _, new, _ in versions]
        self._found = [plain(now) for _, _, now in versions]
        self._write: list[int] = []
        self._conflicts: list[tuple[int, str]] = []

    def _places(self) -> range:
        return range(len(self._found))

    def _is_typed(self, place: int) -> bool:
        """Say whether a person wrote what stands here and the program does not want it too."""
        return not same(self._found[place], self._base[place]) and not same(
            self._found[place], self._fresh[place]
        )

    def generate(self) -> None:
        """Write every cell anew, except where a person wrote over it."""
        for place in self._places():
            if place >= COLUMNS or same(self._found[place], self._fresh[place]):
                # Columns to the right of the plan are people's own, beside any row.
                continue
            if self._is_typed(place) and self._found[place] is not None:
                self._conflicts.append((place, GENERATED_CHANGED))
            else:
                self._write.append(place)

    def suggest(self, *, signed: bool) -> None:
        """Take new suggestions where the row still has the subject they are made for."""
        typed = [place for place in self._places() if self._is_typed(place)]
        changed = [
            place
            for place in self._places()
            if not same(self._base[place], self._fresh[place])
            and not same(self._found[place], self._fresh[place])
        ]
        subject_changed = 0 in changed
        in_use = bool(typed) and (0 in typed or subject_changed)
        self._conflicts += [(place, BOTH_CHANGED) for place in changed if place in typed]
        untouched = [place for place in changed if place not in typed]
        if not (in_use or signed):
            self._write += untouched
        elif untouched and not self._conflicts:
            # One line says it for the row; a line for each cell would bury the others.
            self._conflicts.append((untouched[0], ROW_IN_USE if in_use else SIGNED_ROW))

    def retire(self, *, signed: bool) -> None:
        """Empty a row the template no longer has, unless something was typed in it."""
        typed = [
            place
            for place in self._places()
            if self._found[place] is not None and self._is_typed(place)
        ]
        if typed or (signed and any(value is not None for value in self._found)):
            place = typed[0] if typed else 0
            self._conflicts.append((place, ROW_RETIRED if typed else SIGNED_ROW))
        else:
            self._write += [place for place in self._places() if self._found[place] is not None]

    def remember(self, writes: list[CellWrite], conflicts: list[Conflict]) -> tuple[PlanValue, ...]:
        """Hand over writes and conflicts; return what the program last wrote in this row."""
        writes += [
            CellWrite(number=self._number, column=FIRST_COLUMN + place, value=self._fresh[place])
            for place in self._write
        ]
        conflicts += [
            Conflict(
                ref=self._ref,
                column=FIRST_COLUMN + place,
                generated=self._base[place],
                found=self._found[place],
                wanted=self._fresh[place],
                reason=reason,
            )
            for place, reason in self._conflicts
        ]
        return trimmed(
            [
                self._fresh[place]
                if place in self._write or same(self._found[place], self._fresh[place])
                else self._base[place]
                for place in self._places()
            ]
        )
