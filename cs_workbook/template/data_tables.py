"""Draw a table of the schema: headers, first rows, formulas, formats, drop-downs and meanings."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from cs_workbook.schema.tables import Column, Format, Owner, Table
from cs_workbook.template.layout import (
    DATE,
    LAST_ROW,
    MOMENT,
    Content,
    Formula,
    Page,
    lines_needed,
    must,
)

TABLE_STYLE: Final = "Table Style Light 1"

NUMBER_FORMATS: Final[Mapping[Format, str | int]] = {
    Format.ID: "@",
    Format.TEXT: "General",
    Format.LONG_TEXT: "General",
    Format.WHOLE: "#,##0",
    Format.DECIMAL: "#,##0.0",
    Format.SCORE: "0.0",
    Format.PERCENT: "0.0",
    Format.MONEY: "#,##0.00",
    Format.DATE: DATE,
    Format.MOMENT: MOMENT,
    Format.STATE: "General",
    Format.YES_NO: "General",
}

HEADER_STYLES: Final[Mapping[Owner, str]] = {
    Owner.IMPORTED: "Heading 2",
    Owner.STAMPED: "Heading 2",
    Owner.CALCULATED: "Heading 3",
    Owner.TYPED: "Heading 4",
}
CELL_STYLES: Final[Mapping[Owner, str]] = {
    Owner.IMPORTED: "Normal",
    Owner.STAMPED: "Normal",
    Owner.CALCULATED: "Calculation",
    Owner.TYPED: "Input",
}

_TEXTS: Final = frozenset(
    {
        Format.ID,
        Format.TEXT,
        Format.LONG_TEXT,
        Format.STATE,
        Format.YES_NO,
        Format.DATE,
        Format.MOMENT,
    }
)
_LINE_HEIGHT: Final = 15
_BUTTON: Final = 3  # characters the filter button takes
LONGEST_NOTE: Final = 4000
_FAR: Final = 1e9
_FIRST_DAY: Final = date(1990, 1, 1)
_LAST_DAY: Final = date(2199, 12, 31)

Row = Mapping[str, Content]


def draw_table(
    page: Page,
    table: Table,
    rows: Sequence[Row] = ({},),
    *,
    number_formats: Sequence[Mapping[str, str]] = (),
    open_ended: bool = True,
) -> None:
    """Write a table with the rows it starts with.

    Args:
        page: The sheet, its widths set.
        table: What to draw.
        rows: Content by header; a header that is not there is blank, or the column's formula
            with an empty text as its value.
        number_formats: For each row the number formats that differ from the column's.
        open_ended: Whether the table grows; drop-downs and state colours then reach to the last
            row of the sheet.
    """
    first = table.header_row + 1
    last = table.header_row + len(rows)
    options = {
        "name": table.name,
        "style": TABLE_STYLE,
        "title": table.title,
        "description": table.purpose,
        "columns": [_column_options(page, column) for column in table.columns],
    }
    must(
        page.sheet.add_table(table.header_row - 1, 0, last - 1, len(table.columns) - 1, options),
        table.name,
    )
    _set_header_height(page, table)
    wrapped = any(column.format is Format.LONG_TEXT for column in table.columns)
    valign = "top" if wrapped else None
    for number, column in enumerate(table.columns, start=1):
        for offset, row in enumerate(rows):
            special = number_formats[offset] if offset < len(number_formats) else {}
            _draw_cell(page, first + offset, number, column, row, special, valign=valign)
        _draw_column_rules(page, table, number, column, LAST_ROW if open_ended else last)
        page.prompt(table.header_row, number, column.header, column.meaning)
    # An id of digits is text on purpose: no green corners for it.
    ids = [table.letter(column.header) for column in table.columns if column.format is Format.ID]
    if ids:
        ranges = " ".join(f"{letter}{first}:{letter}{LAST_ROW}" for letter in ids)
        page.sheet.ignore_errors({"number_stored_as_text": ranges})


def _column_options(page: Page, column: Column) -> dict[str, Any]:
    align, indent = _alignment(column)
    options: dict[str, Any] = {
        "header": column.header,
        "header_format": page.formats.get(
            HEADER_STYLES[column.owner], align=align, indent=indent, valign="top", wrap=True
        ),
    }
    if column.formula is not None:
        options["formula"] = f"={column.formula}"
    return options


def _set_header_height(page: Page, table: Table) -> None:
    """Leave a line under the longest header for the filter buttons."""
    lines = max(
        lines_needed(column.header, width)
        for column, width in zip(table.columns, page.widths, strict=False)
    )
    beside = all(
        len(column.header) + _BUTTON <= width
        for column, width in zip(table.columns, page.widths, strict=False)
    )
    page.height(table.header_row, _LINE_HEIGHT * (lines if beside else lines + 1) + 2)


def _draw_cell(
    page: Page,
    row: int,
    number: int,
    column: Column,
    content: Row,
    special: Mapping[str, str],
    *,
    valign: str | None,
) -> None:
    value = content.get(column.header)
    if column.formula is not None and not isinstance(value, Formula):
        value = Formula(column.formula, "" if value is None else value)
    align, indent = _alignment(column)
    style = CELL_STYLES[column.owner]
    if isinstance(value, Formula) and column.owner is not Owner.CALCULATED:
        style = "Calculation"
    page.put(
        row,
        number,
        value,
        style,
        special.get(column.header, NUMBER_FORMATS[column.format]),
        align=align,
        indent=indent,
        wrap=column.format is Format.LONG_TEXT,
        valign=valign,
    )


def _alignment(column: Column) -> tuple[str, int]:
    """Numbers stand right, a little off the text that follows; everything else stands left."""
    return ("left", 0) if column.format in _TEXTS else ("right", 1)


def _draw_column_rules(
    page: Page, table: Table, number: int, column: Column, last_row: int
) -> None:
    first = table.header_row + 1
    if column.format is Format.STATE:
        page.colour_states(first, number, last_row)
    if column.owner is Owner.TYPED:
        rule = _rule(column)
        page.validate(first, number, last_row, rule, title=column.header, message=column.meaning)


def _rule(column: Column) -> dict[str, Any]:
    if column.list_name is not None:
        return {"validate": "list", "source": f"={column.list_name}"}
    if column.format in {Format.DECIMAL, Format.MONEY, Format.WHOLE}:
        return {
            "validate": "decimal",
            "criteria": "between",
            "minimum": -_FAR if column.lowest is None else column.lowest,
            "maximum": _FAR if column.highest is None else column.highest,
            # A blank amount is "not said"; a blank weight or anchor would be no model.
            "ignore_blank": column.format is Format.MONEY,
        }
    if column.format is Format.DATE:
        return {
            "validate": "date",
            "criteria": "between",
            "minimum": _FIRST_DAY,
            "maximum": _LAST_DAY,
        }
    return {"validate": "length", "criteria": "<=", "value": LONGEST_NOTE}
