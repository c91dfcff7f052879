"""The cells of one argument as a block of rows and columns, and how a function reads them.

A host delivers one value, a row of values or rows of values; a block is always rows and columns,
cleaned by :mod:`cs_workbook.functions.clean`. It knows the argument's name, so that a message can
say ``answers, row 3``.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeGuard, TypeVar

from cs_workbook.functions.cell_errors import WrongTypeError
from cs_workbook.functions.clean import Cell, clean_cell

Value = float | str | bool | None
"""What a cell of a result can be; a ``CellError`` is a kind of text."""

Rows = list[list[Value]]

_Read = TypeVar("_Read")


@dataclass(frozen=True, slots=True)
class Block:
    """The cells of one argument, cleaned.

    Attributes:
        name: Name of the argument, for messages.
        rows: Its cells; an omitted argument is one blank cell.
    """

    name: str
    rows: tuple[tuple[Cell, ...], ...]

    @classmethod
    def of(cls, name: str, raw: object) -> "Block":
        """Clean the raw value of an argument: one value, a row of values, or rows of values.

        Args:
            name: Name of the argument.
            raw: What the host delivered.

        Raises:
            WrongTypeError: The rows are not equally long.

        >>> Block.of("answers", [9, None]).rows
        ((9.0, None),)
        """
        if not _is_sequence(raw):
            raw = [[raw]]
        elif not any(_is_sequence(row) for row in raw):
            raw = [raw]
        rows = tuple(
            tuple(clean_cell(cell) for cell in (row if _is_sequence(row) else [row])) for row in raw
        )
        if not rows or not rows[0]:
            rows = ((None,),)
        if any(len(row) != len(rows[0]) for row in rows):
            raise WrongTypeError(f"{name}: expected rows of one length, found different ones.")
        return cls(name, rows)

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return len(self.rows), len(self.rows[0])

    @property
    def cells(self) -> list[Cell]:
        """All cells in reading order: row by row, from left to right."""
        return [cell for row in self.rows for cell in row]

    @property
    def is_blank(self) -> bool:
        """Whether the argument was left out, or holds nothing."""
        return all(cell is None for cell in self.cells)

    def at(self, place: int) -> Cell:
        """Return one cell by its number in reading order, from 0, without listing them all."""
        row, column = divmod(place, self.shape[1])
        return self.rows[row][column]

    def where(self, place: int) -> str:
        """Return the place of a cell in words.

        Args:
            place: Its number in reading order, from 0.

        >>> Block.of("answers", [[9], [10]]).where(1)
        'answers, row 2'
        """
        rows, columns = self.shape
        if rows == columns == 1:
            return self.name
        row, column = divmod(place, columns)
        if columns == 1:
            return f"{self.name}, row {row + 1}"
        if rows == 1:
            return f"{self.name}, column {column + 1}"
        return f"{self.name}, row {row + 1}, column {column + 1}"

    def read(self, reader: Callable[[Cell, str], _Read]) -> list[_Read]:
        """Read all cells in reading order.

        Args:
            reader: One of :func:`number`, :func:`text`, :func:`day` and :func:`yes_no`.
        """
        return [reader(cell, self.where(place)) for place, cell in enumerate(self.cells)]

    def one(self, reader: Callable[[Cell, str], _Read]) -> _Read:
        """Read an argument that is to be a single cell.

        Raises:
            WrongTypeError: It is a range of several cells.
        """
        if self.shape != (1, 1):
            raise WrongTypeError(f"{self.name}: expected one cell, found {_size(self)}.")
        return reader(self.rows[0][0], self.name)

    def vector(self) -> "Block":
        """Return this block if it is one row or one column.

        Raises:
            WrongTypeError: It has several rows and several columns.
        """
        if min(self.shape) > 1:
            raise WrongTypeError(f"{self.name}: expected one column, found {_size(self)}.")
        return self

    def like(self, other: "Block") -> "Block":
        """Return this block if it has the shape of another one.

        Raises:
            WrongTypeError: The shapes differ.
        """
        if self.shape != other.shape:
            raise WrongTypeError(
                f"{self.name}: expected as many cells as {other.name} has, {_size(other)}, found "
                f"{_size(self)}."
            )
        return self

    def spread(self, other: "Block") -> "Block":
        """Return this block in the shape of another one; a single cell stands for all of them."""
        if self.shape != (1, 1):
            return self.like(other)
        rows, columns = other.shape
        return Block(self.name, ((self.rows[0][0],) * columns,) * rows)

    def shaped(self, values: Sequence[Value]) -> Rows:
        """Lay values out in the shape of this block.

        Args:
            values: One per cell, in reading order.
        """
        columns = self.shape[1]
        return [list(values[start : start + columns]) for start in range(0, len(values), columns)]


def _is_sequence(raw: object) -> TypeGuard[Sequence[object]]:
    return isinstance(raw, list | tuple)


def _size(block: Block) -> str:
    rows, columns = block.shape
    return f"{rows} x {columns} cells"
