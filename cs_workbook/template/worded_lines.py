"""Fixed blocks above a table: column labels, and rows of label, value and words."""

from collections.abc import Sequence
from dataclasses import dataclass

from cs_workbook.template.layout import Content, Page

_FIRST_TEXTS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a block.

    Attributes:
        label: What it is.
        value: Its figure.
        words: How it is counted, or what it means.
        number_format: Excel number format of the figure.
    """

    label: str
    value: Content
    words: Content
    number_format: str = "General"


def labels(page: Page, row: int, texts: Sequence[str | None], *, left: Sequence[int]) -> None:
    """Write the labels above a block's columns; numbers stand right, texts left."""
    for column, text in enumerate(texts, start=1):
        if text is None:
            continue
        align = "left" if column in left else "right"
        indent = 0 if column <= _FIRST_TEXTS and column in left else 1  # off the numbers beside it
        page.put(row, column, text, "Explanatory Text", align=align, indent=indent)


def lines(page: Page, row: int, content: Sequence[Line]) -> int:
    """Write lines of label, value and words; return the row after them."""
    for line in content:
        page.put(row, 1, line.label)
        page.put(row, 2, line.value, "Output", line.number_format, align="left")
        page.put(row, 3, line.words, "Explanatory Text", indent=1)
        row += 1
    return row
