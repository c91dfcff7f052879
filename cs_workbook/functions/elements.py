"""One result per cell or per row: an error in one account is no reason to lose the others."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from cs_workbook.errors import CsWorkbookError
from cs_workbook.functions.blocks import Block, Rows, Value
from cs_workbook.functions.cell_errors import cell_error_of
from cs_workbook.functions.spec import shortened

_Result = TypeVar("_Result")


def attempt(compute: Callable[[int], _Result], place: int, *, why: bool) -> _Result | str:
    """Compute one result; an error of ours becomes the error value, or its sentence.

    Args:
        compute: Takes the place of a cell or row, from 0.
        place: Which one.
        why: Whether the sentence is wanted.
    """
    try:
        return compute(place)
    except CsWorkbookError as error:
        return shortened(str(error)) if why else cell_error_of(error)


def by_cell(block: Block, compute: Callable[[int], Value], *, why: bool = False) -> Rows:
    """Compute one value per cell of a block, in its shape.

    Args:
        block: The block that gives the shape.
        compute: Takes the place of a cell in reading order.
        why: Whether errors become sentences.
    """
    return block.shaped([attempt(compute, place, why=why) for place in range(len(block.cells))])


def by_row(
    count: int, width: int, compute: Callable[[int], Sequence[Value]], *, why: bool = False
) -> Rows:
    """Compute one row of values per row; an error fills its row.

    Args:
        count: Number of rows.
        width: Values per row.
        compute: Takes the number of a row, from 0.
        why: Whether errors become sentences.
    """
    rows: Rows = []
    for place in range(count):
        found = attempt(compute, place, why=why)
        rows.append([found] * width if isinstance(found, str) else list(found))
    return rows
