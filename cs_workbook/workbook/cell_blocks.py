"""Cells that are alike, put together into rectangles, so that each takes one call of Excel."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple


class Block(NamedTuple):
    """A rectangle of cells; rows and columns count from 1, ends included."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def rows(self) -> range:
        """Its row numbers."""
        return range(self.top, self.bottom + 1)

    @property
    def columns(self) -> range:
        """Its column numbers."""
        return range(self.left, self.right + 1)


def blocks(cells: Mapping[tuple[int, int], object]) -> Iterator[Block]:
    """Yield rectangles that cover every cell once, each of cells that are alike.

    Neighbours in a row are put together first, then rows whose runs begin and end alike.

    Args:
        cells: What makes a cell alike to another, by row and column.

    >>> list(blocks({(1, 1): "a", (1, 2): "a", (2, 1): "a", (2, 2): "a", (2, 3): "b"}))
    [Block(top=1, left=1, bottom=2, right=2), Block(top=2, left=3, bottom=2, right=3)]
    """
    open_blocks: dict[tuple[int, int], Block] = {}
    for run in _runs(cells):
        key = (run.left, run.right)
        above = open_blocks.get(key)
        if (
            above is not None
            and above.bottom + 1 == run.top
            and cells[above.top, above.left] == cells[run.top, run.left]
        ):
            open_blocks[key] = above._replace(bottom=run.bottom)
            continue
        if above is not None:
            yield above
        open_blocks[key] = run
    yield from open_blocks.values()


def _runs(cells: Mapping[tuple[int, int], object]) -> Iterator[Block]:
    """Yield the runs of neighbours in a row that are alike, from the top left."""
    run: Block | None = None
    for row, column in sorted(cells):
        if (
            run is not None
            and (row, column) == (run.top, run.right + 1)
            and cells[row, column] == cells[run.top, run.left]
        ):
            run = run._replace(right=column)
            continue
        if run is not None:
            yield run
        run = Block(row, column, row, column)
    if run is not None:
        yield run
