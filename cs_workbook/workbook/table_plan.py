"""What to write for each column of a table in the open workbook: nothing, values, or one formula.

A column nobody writes is left alone, unless rows move: then its values and formulas follow their
row. A column of one formula is written as one, also where rows are new.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from cs_workbook.workbook.package.addresses import Range
from cs_workbook.workbook.package.following import follow_formula
from cs_workbook.workbook.pending import Pending
from cs_workbook.workbook.port import CellContent, FormulaCell, FormulaColumn, TableShape


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """What one column gets.

    Attributes:
        cells: Its cells; empty where it gets a formula.
        formula: One formula for all rows from ``first`` on, as it reads in row ``first``.
        first: The first row (from 0) that is written.
    """

    cells: Sequence[CellContent] = field(default=())
    formula: str | None = None
    first: int = 0


class Follower:
    """Moves formulas of a table's rows from one row to another.

    Args:
        shape: The table as it stands on the sheet.
    """

    def __init__(self, shape: TableShape) -> None:
        self.top = shape.header_row + 1
        right = shape.first_column + len(shape.columns) - 1
        body = Range(shape.first_column, self.top, right, shape.header_row + shape.rows)
        self._moved = follow_formula(body)

    def moved(self, content: CellContent, old: int, new: int) -> CellContent:
        """Return a cell's content for another row of the body, counted from 0."""
        if not isinstance(content, FormulaCell):
            return content
        text = self._moved(content.formula, self.top + old, self.top + new)
        return FormulaCell(formula=text, value=content.value)

    def shared(self, cells: Sequence[CellContent]) -> FormulaCell | None:
        """Return the formula all cells of a column share, as the first has it."""
        first = cells[0]
        if not isinstance(first, FormulaCell):
            return None
        for row, cell in enumerate(cells):
            found = self.moved(cell, row, 0)
            if not isinstance(found, FormulaCell) or found.formula != first.formula:
                return None
        return first


def as_it_is(shape: TableShape, old: Sequence[Sequence[CellContent]]) -> list[Column]:
    """Return the columns that put a table's body back."""
    follower = Follower(shape)
    return [_whole(cells, follower) for cells in old]


def plan(
    shape: TableShape, pending: Pending, old: Sequence[Sequence[CellContent]], *, empty: bool
) -> list[Column | None]:
    """Return what each column gets.

    Args:
        shape: The table as it stands on the sheet.
        pending: Its new body.
        old: Its present content, column by column.
        empty: Whether its only row is the one a table must show.
    """
    follower = Follower(shape)
    # Without rows the one row a table must show is blank, and continues none.
    origins = pending.origins or [None]
    new = Pending(origins=origins, columns=pending.columns)
    old_rows = 0 if empty else shape.rows
    moves = new.moves(old_rows)
    columns: list[Column | None] = []
    for header, cells in zip(shape.columns, old, strict=True):
        content = pending.columns.get(header)
        if isinstance(content, FormulaColumn):
            columns.append(Column(formula=content.formula))
        elif content is not None:
            columns.append(Column(cells=list(content) or [None]))
        elif moves:
            columns.append(_carried(cells, origins, follower))
        else:
            columns.append(_continued(cells, len(origins), follower))
    return columns


def _carried(
    cells: Sequence[CellContent], origins: Sequence[int | None], follower: Follower
) -> Column:
    """Return a column whose cells follow their rows."""
    shared = follower.shared(cells)
    return _whole(
        [
            follower.moved(shared, 0, row) if was is None else follower.moved(cells[was], was, row)
            for row, was in enumerate(origins)
        ],
        follower,
    )


def _continued(cells: Sequence[CellContent], rows: int, follower: Follower) -> Column | None:
    """Return a column that stays; one formula goes on into the new rows."""
    first = len(cells)
    shared = follower.shared(cells)
    if shared is None or rows <= first:
        return None
    moved = follower.moved(shared, 0, first)
    return Column(formula=moved.formula, first=first) if isinstance(moved, FormulaCell) else None


def _whole(cells: Sequence[CellContent], follower: Follower) -> Column:
    shared = follower.shared(cells)
    return Column(cells=cells) if shared is None else Column(formula=shared.formula)


def blocks(columns: Sequence[Column | None]) -> Iterator[tuple[int, list[Column]]]:
    """Yield the columns to write with the place of the first: neighbours with values as one."""
    block: list[Column] = []
    for place, column in enumerate([*columns, None]):
        if column is not None and column.formula is None:
            block.append(column)
            continue
        if block:
            yield place - len(block), block
            block = []
        if column is not None:
            yield place, [column]
