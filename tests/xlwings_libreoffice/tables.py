"""The tables of a sheet, and the structured references that point into them."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from xlwings import base_classes

from xlwings_libreoffice.addresses import Area
from xlwings_libreoffice.office import OfficeError, UnoObject, enum, struct
from xlwings_libreoffice.package_facts import TableFacts
from xlwings_libreoffice.table import Table

if TYPE_CHECKING:
    import xlwings as xw

    from xlwings_libreoffice.sheets import Sheet
    from xlwings_libreoffice.table_columns import TableColumn

_REFERENCE = re.compile(r"(?P<table>[^\W\d][\w.]*)(?P<part>\[.*\])?", re.DOTALL)
_PIECE = re.compile(r"\[?([^\[\],]+)\]?")


class Tables(base_classes.Tables):
    """The tables of one sheet, in the order they were made."""

    def __init__(self, sheet: "Sheet") -> None:
        self._sheet = sheet

    @property
    def api(self) -> UnoObject:
        return self._sheet.book.document.DatabaseRanges

    def __iter__(self) -> Iterator[Table]:
        ranges = self.api
        order = list(self._sheet.book.table_facts)
        here = [
            Table(self._sheet, ranges.getByName(name))
            for name in self._names_by_sheet(ranges).get(self._sheet.index - 1, ())
        ]
        return iter(
            sorted(
                here,
                key=lambda t: (
                    order.index(t.name.lower()) if t.name.lower() in order else len(order)
                ),
            )
        )

    def _names_by_sheet(self, ranges: UnoObject) -> dict[int, list[str]]:
        """Return the tables of each sheet, asked once as long as names and sheets stay."""
        book = self._sheet.book
        known = (tuple(ranges.ElementNames), tuple(book.document.Sheets.ElementNames))
        if book.table_places is None or book.table_places[0] != known:
            places: dict[int, list[str]] = {}
            for name in known[0]:
                # A filter outside a table is a database range too, without a name of its own.
                if not name.startswith("__Anonymous"):
                    places.setdefault(ranges.getByName(name).DataArea.Sheet, []).append(name)
            book.table_places = (known, places)
        return book.table_places[1]

    def __len__(self) -> int:
        return len(list(iter(self)))

    def __call__(self, key: str | int) -> Table:
        for number, table in enumerate(self, start=1):
            if key == number or (isinstance(key, str) and key.lower() == table.name.lower()):
                return table
        raise KeyError(key)

    def __contains__(self, key: str | int) -> bool:
        return any(
            key == number or (isinstance(key, str) and key.lower() == table.name.lower())
            for number, table in enumerate(self, start=1)
        )

    def at(self, area: Area) -> Table | None:
        """Return the table a rectangle starts in."""
        start = Area(area.row, area.column)
        return next((table for table in self if start.within(table.area)), None)

    def add(
        self,
        source_type: object = None,
        source: "xw.Range | None" = None,
        link_source: object = None,
        has_headers: bool | None = None,
        destination: object = None,
        table_style_name: str | None = None,
        name: str | None = None,
    ) -> Table:
        del source_type, link_source, destination  # only for tables on external data
        assert source is not None
        area: Area = source.impl.area
        if any(area.within(table.area) for table in self):
            raise OfficeError("a table cannot overlap another one")
        if not has_headers:
            above = self._sheet.cells_of(Area(area.row, area.column, 1, area.columns))
            self._sheet.uno.insertCells(above.RangeAddress, enum("sheet.CellInsertMode", "DOWN"))
            area = area.body(below=-1)
        facts = TableFacts(style=table_style_name or "", no_rows=area.rows == 1)
        if area.rows == 1:
            area = area.body(below=-1)
        chosen = name or self._sheet.book.free_table_name("Table", 1)
        if self._sheet.book.table(chosen) is not None:
            raise OfficeError(f"there is a table {chosen!r} already")
        address = struct(
            "table.CellRangeAddress",
            Sheet=self._sheet.index - 1,
            StartRow=area.row - 1,
            StartColumn=area.column - 1,
            EndRow=area.last_row - 1,
            EndColumn=area.last_column - 1,
        )
        self.api.addNewByName(chosen, address)
        made = self.api.getByName(chosen)
        made.ContainsHeader = True
        made.AutoFilter = True
        self._sheet.book.table_facts[chosen.lower()] = facts
        table = Table(self._sheet, made)
        table.name_new_columns()
        return table


def referred_area(table: Table, part: str | None) -> Area | None:
    """Return the cells of a structured reference such as ``[#Headers]`` or ``[mrr]``.

    Args:
        table: The table.
        part: What stands behind its name, brackets included; nothing is the rows of data.
    """
    area = table.body
    if not part:
        return area
    columns: list[TableColumn] = []
    for piece in _PIECE.findall(part):
        section = piece.strip().lower()
        if section == ":" or not section:
            continue
        if not section.startswith("#"):
            if piece.strip() not in table.columns:
                return None
            columns.append(table.columns(piece.strip()))
            continue
        wanted = {
            "#all": table.range,
            "#data": table.data_body_range,
            "#headers": table.header_row_range,
            "#totals": table.totals_row_range,
        }.get(section)
        if wanted is None:
            return None
        area = wanted.area
    if not columns:
        return area
    first, last = columns[0].index, columns[-1].index
    return Area(area.row, area.column + first - 1, area.rows, last - first + 1)


def split_reference(text: str) -> tuple[str, str | None] | None:
    """Return table and part of a structured reference, or ``None`` where the text is none."""
    match = _REFERENCE.fullmatch(text)
    return (match["table"], match["part"]) if match else None
