"""The pattern of a plan sheet: one cell for every look a cell of a plan can have.

Both the closed file and the open workbook copy format, lock and drop-down of a plan's cells from
here, so a look that is changed on the sheet holds for every plan made from then on.
"""

from dataclasses import dataclass

from cs_workbook.schema.columns import Format
from cs_workbook.schema.lists import LISTS

PATTERN_SHEET = "Plan pattern"
FIRST_PATTERN_ROW = 5
SAMPLE_COLUMN, KEY_COLUMN = 2, 3
"""Where the sample and its name stand."""

REF_WIDTH = 16.0
WIDTHS = (33.0, 17.0, 13.0, 13.0, 13.0, 13.0, 17.0, 22.0)
"""Widths of column A, which holds the names of rows, and of the columns from B on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One look.

    Attributes:
        key: Its name, as builds look for it.
        style: Named cell style.
        shows: How a value is shown.
        sample: What stands in the sample.
        use: Where it is used.
        wrap: Whether text continues on the next line of its cell.
        input: Whether people type into such cells.
        list_name: The list such a cell offers.
    """

    key: str
    style: str
    sample: str
    use: str
    shows: Format = Format.TEXT
    wrap: bool = False
    input: bool = False
    list_name: str | None = None


REF, LINK, TITLE, PURPOSE, HEADING, NOTE = ("ref", "link", "title", "purpose", "heading", "note")
HEADER, HEADER_INPUT = "header", "header input"


def generated(shows: str) -> str:
    """Return the name of the look of a cell the program writes.

    >>> generated("date")
    'generated date'
    """
    return f"generated {shows}"


def entered(shows: str, list_name: str | None = None) -> str:
    """Return the name of the look of a cell people fill.

    >>> entered("date"), entered("list", "ListYesNo")
    ('input date', 'input ListYesNo')
    """
    return f"input {list_name or shows}"


_SHOWS = {
    "text": Format.TEXT,
    "whole": Format.WHOLE,
    "number": Format.SCORE,
    "date": Format.DATE,
    "percent": Format.PERCENT,
}

LOOKS: tuple[Look, ...] = (
    Look(key=REF, style="Explanatory Text", sample="row.1", use="Column A: the name of a row."),
    Look(key=LINK, style="Hyperlink", sample="Plans", use="First row: the way back."),
    Look(key=TITLE, style="Title", sample="Title", use="What the plan is."),
    Look(key=PURPOSE, style="Explanatory Text", sample="Purpose", use="What it is for."),
    Look(key=HEADING, style="Heading 1", sample="Heading", use="Heading of a section."),
    Look(key=NOTE, style="Explanatory Text", sample="Note", use="What to do in a section."),
    Look(
        key=HEADER,
        style="Heading 2",
        sample="Header",
        use="Header over cells the program writes.",
        wrap=True,
    ),
    Look(
        key=HEADER_INPUT,
        style="Heading 4",
        sample="Header",
        use="Header over cells people fill.",
        wrap=True,
    ),
    *(
        Look(
            key=generated(shows),
            style="Calculation",
            sample="",
            use=f"Written by a build: {shows}. Locked.",
            shows=form,
            wrap=shows == "text",
        )
        for shows, form in _SHOWS.items()
    ),
    *(
        Look(
            key=entered(shows),
            style="Input",
            sample="",
            use=f"Filled by people: {shows}.",
            shows=form,
            wrap=shows == "text",
            input=True,
        )
        for shows, form in _SHOWS.items()
        if shows != "whole"
    ),
    *(
        Look(
            key=entered("list", entry.name),
            style="Input",
            sample="",
            use=f"Filled by people from the list {entry.header}.",
            wrap=True,
            input=True,
            list_name=entry.name,
        )
        for entry in LISTS
        if entry.name.startswith("ListPlan") or entry.name == "ListYesNo"
    ),
)
"""All looks, in the order of the pattern sheet."""
