"""The frame every sheet shares: title, purpose, checks flag, as-of date, panes and print set-up.

A :class:`Page` is one worksheet being drawn. Rows and columns are counted from 1, as in Excel.
Every formula comes with the value it has in an empty tracker, so that a viewer that does not
calculate shows the truth.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from cs_workbook.errors import WorkbookError
from cs_workbook.schema.names import CHECKS_FAILED
from cs_workbook.schema.tables import column_letter
from cs_workbook.template.styles import STATES, Formats

LAST_ROW: Final = 1_048_576
DATE: Final = 14
MOMENT: Final = 22
"""Excel's numbers for the date formats that follow the reader's region."""
NO_DATA: Final = "No data"
NOT_YET: Final = "no refresh yet"

_A4: Final = 9
_FOOTER: Final = "&L&F&C&A&RPage &P of &N"
_PAGE_WIDTH: Final = 280  # characters that stay readable on one A4 page in landscape
_TITLE_WIDTH: Final = 1.75  # a character of the title takes that many of a cell's
_FLAG_WIDTH: Final = 28
_DATE_WIDTH: Final = 11
_LONGEST_PROMPT_TITLE: Final = 32
_PIXELS_PER_CHARACTER, _PADDING = 7, 5  # of the default font

FLAG: Final = (
    f'IF({CHECKS_FAILED}=0,"✔ All checks pass","✘ "&{CHECKS_FAILED}&" checks failed: see Checks")'
)


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula without its ``=``, and the value it has in an empty tracker."""

    text: str
    value: str | float


Content: TypeAlias = str | float | Formula | None


def cell(row: int, column: int) -> str:
    """Return a cell's address with its row and column fixed.

    >>> cell(7, 2)
    '$B$7'
    """
    return f"${column_letter(column)}${row}"


@dataclass(slots=True)
class Page:
    """One worksheet being drawn.

    Attributes:
        book: The XlsxWriter workbook.
        formats: Its formats.
        name: The sheet's name.
        sheet: The XlsxWriter worksheet.
        widths: Column widths in characters, from column A.
    """

    book: Any
    formats: Formats
    name: str
    sheet: Any
    widths: Sequence[float] = ()

    def put(
        self,
        row: int,
        column: int,
        content: Content,
        style: str = "Normal",
        number_format: str | int = "General",
        *,
        align: str | None = None,
        valign: str | None = None,
        wrap: bool = False,
        indent: int = 0,
    ) -> None:
        """Write one cell in a named style."""
        made = self.formats.get(
            style, number_format, align=align, valign=valign, wrap=wrap, indent=indent
        )
        place = (row - 1, column - 1)
        if isinstance(content, Formula):
            done = self.sheet.write_formula(*place, f"={content.text}", made, content.value)
        elif content is None:
            done = self.sheet.write_blank(*place, None, made)
        elif isinstance(content, str):
            done = self.sheet.write_string(*place, content, made)
        else:
            done = self.sheet.write_number(*place, content, made)
        must(done, f"{self.name}!{cell(row, column)}")

    def link(self, row: int, column: int, sheet: str, *, tip: str | None = None) -> None:
        """Write a link to another sheet's first cell, under that sheet's name."""
        address = f"internal:'{sheet}'!A1"
        style = self.formats.get("Hyperlink")
        must(
            self.sheet.write_url(row - 1, column - 1, address, style, sheet, tip),
            f"{self.name}!{cell(row, column)}",
        )

    def call(self, name: str, row: int, column: int) -> None:
        """Give one cell a workbook name."""
        must(self.book.define_name(name, f"='{self.name}'!{cell(row, column)}"), name)

    def prompt(self, row: int, column: int, title: str, message: str) -> None:
        """Explain a cell when it is selected."""
        self.validate(row, column, row, {"validate": "any"}, title=title, message=message)

    def validate(
        self,
        row: int,
        column: int,
        last_row: int,
        rule: dict[str, Any],
        *,
        title: str,
        message: str,
    ) -> None:
        """Set what a column of cells accepts, and explain it when one is selected."""
        options = {
            **rule,
            "input_title": title[:_LONGEST_PROMPT_TITLE],
            "input_message": message,
        }
        if rule["validate"] != "any":
            options |= {
                "error_type": "stop",
                "error_title": title[:_LONGEST_PROMPT_TITLE],
                "error_message": message,
            }
        done = self.sheet.data_validation(row - 1, column - 1, last_row - 1, column - 1, options)
        must(done, f"{self.name}!{cell(row, column)}")

    def colour_states(self, row: int, column: int, last_row: int) -> None:
        """Colour the states in a column by the shape each one begins with."""
        for shape, colours in STATES.items():
            self._begins_with(row, column, last_row, shape, self.formats.difference(colours))

    def colour_results(self, row: int, column: int, last_row: int, *, fill: bool = True) -> None:
        """Colour the results of checks by the mark each one begins with."""
        for mark, shape in (("✔", "▲"), ("✘", "▼")):
            made = self.formats.difference(STATES[shape], fill=fill and mark == "✘")
            self._begins_with(row, column, last_row, mark, made)

    def _begins_with(
        self,
        row: int,
        column: int,
        last_row: int,
        text: str,
        made: Any,  # noqa: ANN401 - XlsxWriter has no types
    ) -> None:
        rule = {"type": "text", "criteria": "begins with", "value": text, "format": made}
        place = (row - 1, column - 1, last_row - 1, column - 1)
        must(self.sheet.conditional_format(*place, rule), f"{self.name}!{cell(row, column)}")

    def set_widths(self, widths: Sequence[float]) -> None:
        """Set the column widths, from column A."""
        self.widths = widths
        for number, width in enumerate(widths):
            self.sheet.set_column(number, number, width)

    @property
    def pixels_wide(self) -> int:
        """How many pixels the columns with a width of their own take at 100 %."""
        return sum(int(width * _PIXELS_PER_CHARACTER + 0.5) + _PADDING for width in self.widths)

    def height(self, row: int, points: float) -> None:
        """Set a row's height."""
        self.sheet.set_row(row - 1, points)

    def frame(
        self,
        title: str,
        purpose: str,
        *,
        frozen_rows: int,
        frozen_columns: int = 0,
        first_column: int = 1,
    ) -> None:
        """Write title, purpose, checks flag and as-of date; set panes, view and printing.

        The widths must be set before: flag and date go to the first columns the title leaves
        free. The title stands in the first column that prints.
        """
        self.put(1, first_column, title, "Title", valign="vcenter")
        self.height(1, 28)
        self.put(2, first_column, purpose, "Explanatory Text")
        flag = self._column_after(first_column, len(title) * _TITLE_WIDTH)
        self.put(1, flag, Formula(FLAG, "✔ All checks pass"), "Check Cell", valign="vcenter")
        self.colour_results(1, flag, 1, fill=False)
        label = self._column_after(flag, _FLAG_WIDTH)
        while label < len(self.widths) and self.widths[label] < _DATE_WIDTH:
            label += 1
        if label >= len(self.widths):  # right of all columns that have a width of their own
            self.sheet.set_column(label, label, _DATE_WIDTH)
        self.put(1, label, "Data as of", "Explanatory Text", align="right", valign="vcenter")
        as_of = Formula(f'IF(AsOfDate="","{NOT_YET}",AsOfDate)', NOT_YET)
        self.put(1, label + 1, as_of, "Linked Cell", DATE, align="left", valign="vcenter")
        self.sheet.freeze_panes(frozen_rows, frozen_columns)
        self.set_up_printing()

    @property
    def pages_wide(self) -> int:
        """How many pages stand side by side on paper; the widths must be set before."""
        return math.ceil(sum(self.widths) / _PAGE_WIDTH)

    def set_up_printing(self) -> None:
        """Set view, paper, margins and footer; the widths must be set before."""
        self.sheet.set_zoom(100)
        self.sheet.set_landscape()
        self.sheet.set_paper(_A4)
        self.sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        self.sheet.set_footer(_FOOTER)
        self.sheet.fit_to_pages(self.pages_wide, 0)
        self.sheet.set_selection(0, 0, 0, 0)

    def _column_after(self, column: int, characters: float) -> int:
        """Return the first column that begins that many characters right of another."""
        passed = 0.0
        while passed < characters:
            passed += self.widths[column - 1] if column <= len(self.widths) else 8.43
            column += 1
        return column

    def protect(self) -> None:
        """Guard the sheet against slips, without a password; columns may be widened."""
        self.sheet.protect(
            "", {"format_columns": True, "format_rows": True, "autofilter": True, "sort": True}
        )


def must(done: int | None, what: str) -> None:
    """Stop the build where XlsxWriter declined to write something.

    Raises:
        WorkbookError: It did; it says so with a number only.
    """
    if done:
        raise WorkbookError(f"{what}: could not be written (XlsxWriter answered {done}).")


def lines_needed(text: str, width: float) -> int:
    """Return how many lines a wrapped text takes in a column of that width.

    >>> lines_needed("Active days (28 d)", 12)
    2
    """
    lines, room = 1, width
    for word in text.split():
        if len(word) > room and room < width:
            lines, room = lines + 1, width
        room -= len(word) + 1
    return lines
