"""Blocks of cells that are alike: every cell once, nothing beside them, each of one kind."""

from hypothesis import given
from hypothesis import strategies as st

from cs_workbook.workbook.cell_blocks import blocks

places = st.tuples(st.integers(1, 6), st.integers(1, 6))


@given(st.dictionaries(places, st.sampled_from("ab")))
def test_every_cell_is_in_one_block_of_its_kind(cells: dict[tuple[int, int], str]) -> None:
    covered = []
    for block in blocks(cells):
        inside = [(row, column) for row in block.rows for column in block.columns]
        assert {cells[place] for place in inside} == {cells[block.top, block.left]}
        covered += inside
    assert sorted(covered) == sorted(cells)


@given(places)
def test_a_rectangle_of_one_kind_is_one_block(size: tuple[int, int]) -> None:
    rows, columns = size
    cells = {(row, column): "a" for row in range(1, rows + 1) for column in range(1, columns + 1)}
    assert list(blocks(cells)) == [(1, 1, rows, columns)]
