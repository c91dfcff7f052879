"""A block of figures above a table: each with n, interval and its rule in words, all native.

Five columns of numbers stand side by side and the rule runs on to the right of them, over cells
that stay empty, so that nothing needs merging.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cs_workbook.schema.interval_formulas import wilson_bound
from cs_workbook.template.layout import NO_DATA, Content, Formula, Page, cell

FIGURE_COLUMN, VALUE_COLUMN, N_COLUMN, LOW_COLUMN, HIGH_COLUMN, RULE_COLUMN = range(1, 7)
NOT_DUE: Final = "\N{EN DASH}"
"""Stands where no interval is due."""

_LABELS: Final = ("Figure", "Value", "n", "Low 95 %", "High 95 %", "Rule")


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureLine:
    """One figure of a block.

    Attributes:
        label: The figure in words, with its unit.
        value: Native formula without ``=``; where there is nothing to count or to divide by, as in
            an empty tracker, it says "No data".
        rule: How it is counted, or a formula that says so.
        n: Formula of how many cases stand behind it.
        low: Formula of the lower end of its 95 % interval; ``None`` where none is due.
        high: Formula of the upper end.
        number_format: Excel number format of the value and of the interval.
    """

    label: str
    value: str
    rule: str | Formula
    n: str
    low: str | None = None
    high: str | None = None
    number_format: str = "#,##0.0"


def draw_heading(page: Page, row: int, text: str, columns: int) -> None:
    """Write the heading of a section over that many columns."""
    for column in range(1, columns + 1):
        page.put(row, column, text if column == 1 else None, "Heading 1")
    page.height(row, 24)


def draw_labels(page: Page, row: int, labels: Sequence[str], *, left: Sequence[str] = ()) -> None:
    """Write column labels: those named in ``left`` stand left, the others right."""
    for column, label in enumerate(labels, start=1):
        stands_left = column == 1 or label in left
        page.put(
            row,
            column,
            label,
            "Explanatory Text",
            align="left" if stands_left else "right",
            indent=0 if column == 1 else 1,
        )


def draw_figures_block(page: Page, row: int, lines: Sequence[FigureLine]) -> int:
    """Draw column labels and one line per figure.

    Returns:
        The row below the block.
    """
    draw_labels(page, row, _LABELS, left=("Rule",))
    for place, line in enumerate(lines, start=row + 1):
        page.put(place, FIGURE_COLUMN, line.label)
        _number(page, place, VALUE_COLUMN, Formula(line.value, NO_DATA), line, "Output")
        n: Content = Formula(line.n, 0)
        page.put(place, N_COLUMN, n, "Calculation", "#,##0", align="right", indent=1)
        for column, end in ((LOW_COLUMN, line.low), (HIGH_COLUMN, line.high)):
            content = NOT_DUE if end is None else Formula(end, NOT_DUE)
            _number(page, place, column, content, line, "Calculation")
        page.put(place, RULE_COLUMN, line.rule, "Explanatory Text", indent=1)
    return row + 1 + len(lines)


def _number(
    page: Page, row: int, column: int, content: Content, line: FigureLine, style: str
) -> None:
    page.put(row, column, content, style, line.number_format, align="right", indent=1)


def value_cell(row: int) -> str:
    """Return the address of a line's value.

    >>> value_cell(5)
    '$B$5'
    """
    return cell(row, VALUE_COLUMN)


def wilson_end_of(row: int, *, high: bool) -> str:
    """Return the formula of one end of Wilson's 95 % interval, from the line's value and n."""
    n = cell(row, N_COLUMN)
    bound = wilson_bound(f"{value_cell(row)}/100*{n}", n, high=high)
    return f'IF({n}=0,"{NOT_DUE}",{bound})'
