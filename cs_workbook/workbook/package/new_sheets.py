"""The XML of a sheet that is added: one of simple values, or an empty one set up like another.

A sheet set up like another takes over what belongs to the sheet as a whole: columns, view, panes,
colour of the tab, coloured states, margins, paper, header and footer. Whatever belongs to single
cells or to parts of their own (drop-downs, links, drawings, tables, printers) stays behind.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from cs_workbook.workbook.package import xml
from cs_workbook.workbook.package.addresses import Range, column_letters
from cs_workbook.workbook.package.cells import Dates, inner_xml, refuse_value, style_attribute
from cs_workbook.workbook.package.styles import Styles
from cs_workbook.workbook.port import CellValue

_CODE_NAME: Final = re.compile(r'\scodeName="[^"]*"')
_SELECTED: Final = re.compile(r'\stabSelected="(?:1|true)"')
_DIMENSION: Final = re.compile(r"<dimension\b[^>]*/>")
_UNIQUE: Final = re.compile(r'\s(?:\w+:)?uid="[^"]*"')
_PRINTER: Final = re.compile(r'\s\w+:id="[^"]*"')
# In the order the schema asks for.
_TAKEN_OVER: Final = (
    "conditionalFormatting",
    "printOptions",
    "pageMargins",
    "pageSetup",
    "headerFooter",
)
# Without a password: against slips, not against people. An attribute that says 0 allows.
_PROTECTION: Final = (
    '<sheetProtection sheet="1" objects="1" scenarios="1" formatCells="0" formatColumns="0" '
    'formatRows="0" insertRows="0" insertHyperlinks="0" deleteRows="0"/>'
)


def empty_sheet_like(head: str, tail: str, code_name: str) -> str:
    """Return the XML of an empty, protected sheet set up like another.

    Args:
        head: The other sheet's text before its rows.
        tail: Its text after them.
        code_name: The name the macros know the new sheet by, or empty.
    """
    head = _UNIQUE.sub("", _SELECTED.sub("", _CODE_NAME.sub("", head)))
    head = _DIMENSION.sub('<dimension ref="A1"/>', head, count=1)
    if code_name:
        named = f'<sheetPr codeName="{code_name}"'
        if "<sheetPr" in head:
            head = head.replace("<sheetPr", named, 1)
        else:
            head = head.replace("<dimension", f"{named}/><dimension", 1)
    return f"{head}</sheetData>{_PROTECTION}{set_up_of(tail)}</worksheet>"


def set_up_of(tail: str) -> str:
    """Return what the text after a sheet's rows says of coloured states, paper and print."""
    return "".join(
        _PRINTER.sub("", found)
        for element in _TAKEN_OVER
        for found in re.findall(
            rf"<{element}\b[^>]*?/>|<{element}\b.*?</{element}>", tail, re.DOTALL
        )
    )


def plain_sheet(
    name: str,
    rows: Sequence[Sequence[CellValue]],
    code_name: str,
    styles: Styles,
    dates: Dates,
) -> str:
    """Return the XML of a sheet with simple values.

    Args:
        name: Its name, for messages.
        rows: Its values, from A1.
        code_name: The name the macros know it by, or empty.
        styles: The cell formats; dates get one.
        dates: The date system.

    Raises:
        WorkbookRefused: A value cannot stand in a cell.
    """
    written = []
    for number, row in enumerate(rows, start=1):
        cells = []
        for column, value in enumerate(row, start=1):
            if value is None:
                continue
            address = f"{column_letters(column)}{number}"
            style = 0
            if isinstance(value, date):
                style = styles.dated(0, time=isinstance(value, datetime))
            try:
                kind, inner = inner_xml(value, dates)
            except ValueError as error:
                raise refuse_value(name, address, error) from error
            cells.append(f'<c r="{address}"{style_attribute(style)}{kind}>{inner}</c>')
        if cells:
            written.append(f'<row r="{number}">{"".join(cells)}</row>')
    used = Range(1, 1, max(map(len, rows), default=1) or 1, max(len(rows), 1))
    properties = f'<sheetPr codeName="{code_name}"/>' if code_name else ""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<worksheet xmlns="{xml.MAIN}">{properties}<dimension ref="{used}"/>'
        '<sheetViews><sheetView workbookViewId="0"/></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="15"/><sheetData>{"".join(written)}</sheetData>'
        '<pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/>'
        "</worksheet>"
    )
