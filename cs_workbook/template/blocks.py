"""Small blocks of figures above a table: a heading, a line of labels, figures under them."""

from collections.abc import Sequence
from dataclasses import dataclass

from cs_workbook.template.layout import Content, Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """One column of a block.

    Attributes:
        column: Sheet column, counted from 1.
        text: What stands above the figures.
        right: Whether they are numbers, which stand right.
    """

    column: int
    text: str
    right: bool = True


def draw_heading(
    page: Page, row: int, columns: Sequence[int], text: Content, *, tall: bool = True
) -> None:
    """Write a heading over some columns, in a row higher than others unless told otherwise."""
    for column in columns:
        page.put(row, column, text if column == columns[0] else None, "Heading 1")
    if tall:
        page.height(row, 22)


def draw_labels(page: Page, row: int, labels: Sequence[Label]) -> None:
    """Write the line of labels over the figures."""
    for label in labels:
        align = "right" if label.right else "left"
        page.put(
            row, label.column, label.text, "Explanatory Text", align=align, indent=int(label.right)
        )


def put_figure(
    page: Page, row: int, column: int, content: Content, number_format: str | int
) -> None:
    """Write one figure of a block."""
    page.put(row, column, content, "Output", number_format, align="right", indent=1)
