"""Rows of a sheet as text: taken apart cell by cell, and rendered column by column.

One library element per cell takes four times as long and gigabytes for a large table. Rendering by
columns lets one expression write a few hundred cells of one kind.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from cs_workbook.errors import WorkbookRefused
from cs_workbook.workbook.package import xml
from cs_workbook.workbook.package.addresses import LAST_COLUMN, column_letters, column_number
from cs_workbook.workbook.package.cells import (
    Cell,
)

_ANY_CELL = re.compile(r"<c\b([^>]*?)(?:/>|>(.*?)</c>)", re.DOTALL)
_ADDRESS = re.compile(r'\sr="([A-Z]+)(\d+)"')
_ROW = re.compile(r"<row\b([^>]*?)(?:/>|>(.*)</row>\s*\Z)", re.DOTALL)
_NUMBER = re.compile(r'\s+r="(\d+)"')
_SPANS = re.compile(r'\s+spans="(\d+):(\d+)"')
_HIDDEN = re.compile(r'\s+hidden="(?:1|true)"')
_HEIGHT = re.compile(r'\s+(?:ht|customHeight)="[^"]*"')
_ROW_STYLE = re.compile(r'\ss="(\d+)"')

# A table of 4 million cells asks this 4 million times; a plain dictionary answers fastest.
_COLUMN_NUMBERS = {column_letters(number): number for number in range(1, LAST_COLUMN + 1)}
_LONGEST_FORMULA = 8192


@dataclass(slots=True)
class Row:
    """One row of a sheet.

    Attributes:
        attributes: The text of its start tag without the row number.
        cells: The cells by column number, from left to right.
        rest: What stands after the cells (extensions), as text.
    """

    attributes: str = ""
    cells: dict[int, Cell] = field(default_factory=dict)
    rest: str = ""

    def render(self, number: int) -> str:
        """Return the row's XML; empty where nothing is left to say about it."""
        if not (self.attributes or self.cells or self.rest):
            return ""
        content = "".join(
            cell_xml(f"{column_letters(column)}{number}", self.cells[column])
            for column in sorted(self.cells)
        )
        return f'<row r="{number}"{self.attributes}>{content}{self.rest}</row>'

    @property
    def style(self) -> int | None:
        """The format of the row's cells that are not written."""
        found = _ROW_STYLE.search(self.attributes) if "customFormat" in self.attributes else None
        return int(found[1]) if found else None


def cell_xml(address: str, cell: Cell) -> str:
    """Return a cell with its address."""
    attributes, inner = cell
    if inner:
        return f'<c r="{address}"{attributes}>{inner}</c>'
    return f'<c r="{address}"{attributes}/>'


@lru_cache(maxsize=1024)
def seen_row(data: bytes) -> Row:
    """Return a row taken apart for looking at only; whoever asks for its cells asks many times."""
    return parse_row(data.decode("utf-8")) if data else Row()


def parse_row(text: str) -> Row:
    """Take one row apart."""
    match = _ROW.match(text)
    if match is None:
        return Row()
    found = _NUMBER.search(match[1])
    number = found[1] if found else ""
    attributes = _NUMBER.sub("", match[1], count=1).rstrip()
    inner = match[2]
    if not inner:
        return Row(attributes)
    cells = _parse_usual(inner, number)
    if cells is None:
        cells = _parse_unusual(inner)
    rest = ""
    if not inner.endswith(("</c>", "/>")) or "<extLst" in inner[-400:]:
        rest = _rest_of(inner)
    return Row(attributes, cells, rest)


def _parse_usual(inner: str, number: str) -> dict[int, Cell] | None:
    """Take cells apart as all known programs write them, or return ``None``.

    Cutting at fixed texts takes half the time of a regular expression.
    """
    pieces = inner.split('<c r="')
    if not number or len(pieces) - 1 != inner.count("<c ") + inner.count("<c>") + inner.count(
        "<c/>"
    ):
        return None
    if " />" in inner or pieces[0].strip():
        return None
    cells: dict[int, Cell] = {}
    cut = -len(number)
    columns = _COLUMN_NUMBERS
    try:
        for piece in pieces[1:]:
            tag, _, content = piece.partition(">")
            address, _, attributes = tag.partition('"')
            if not content or attributes.endswith("/"):
                cells[columns[address[:cut]]] = (attributes[:-1], "")
            elif content.endswith("</c>"):
                cells[columns[address[:cut]]] = (attributes, content[:-4])
            else:
                cells[columns[address[:cut]]] = (attributes, content[: content.rindex("</c>")])
    except (KeyError, ValueError):
        return None
    return cells


def _rest_of(inner: str) -> str:
    """Return a row's own extensions; those of its last cell belong to that cell."""
    tail = inner[inner.rfind("</c>") + 4 :] if "</c>" in inner else inner
    return tail[tail.find("<extLst") :] if "<extLst" in tail else ""


def _parse_unusual(inner: str) -> dict[int, Cell]:
    """Take cells apart whose address is not first, or missing: then position counts."""
    cells: dict[int, Cell] = {}
    column = 0
    for attributes, content in _ANY_CELL.findall(inner):
        address = _ADDRESS.search(attributes)
        column = column_number(address[1]) if address else column + 1
        cells[column] = (_ADDRESS.sub("", attributes, count=1).rstrip(), content)
    return cells


def attributes_for(attributes: str, *, first: int, last: int, unhide: bool) -> str:
    """Return row attributes for a row whose cells lie between two columns.

    ``spans`` is a hint for readers that must not be wrong; where cells stand outside, it goes.
    """
    if "spans" in attributes:
        spans = _SPANS.search(attributes)
        if spans and not (int(spans[1]) <= first and last <= int(spans[2])):
            attributes = _SPANS.sub("", attributes)
    if unhide and "hidden" in attributes:
        attributes = _HIDDEN.sub("", attributes)
    return attributes


def height_of(attributes: str) -> str:
    """Return only what row attributes say about the height."""
    return "".join(match[0] for match in _HEIGHT.finditer(attributes))


def without_height(attributes: str) -> str:
    """Return row attributes without what belonged to the table: height, hiding, spans."""
    return _SPANS.sub("", _HIDDEN.sub("", _HEIGHT.sub("", attributes)))


def escaped_formula(formula: str) -> str:
    """Return a formula as it stands in the file; a leading ``=`` is how people write it.

    Raises:
        WorkbookRefused: Excel would take it for damage, because it is too long.
    """
    formula = formula.removeprefix("=")
    if len(formula) > _LONGEST_FORMULA:
        raise WorkbookRefused(
            f"formula {formula[:40]!r}: expected at most {_LONGEST_FORMULA:,} characters, found "
            f"{len(formula):,}. Split it into two columns."
        )
    return xml.escape(formula)
