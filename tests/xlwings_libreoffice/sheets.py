"""Worksheets."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from xlwings import base_classes

from xlwings_libreoffice import tables, values
from xlwings_libreoffice.addresses import COLUMNS, ROWS, Area, quoted_sheet
from xlwings_libreoffice.journal import Journal
from xlwings_libreoffice.looks import one_value
from xlwings_libreoffice.names import Names
from xlwings_libreoffice.notes import Note
from xlwings_libreoffice.office import OfficeError, UnoObject, struct
from xlwings_libreoffice.page_setup import PageSetup
from xlwings_libreoffice.protection import NativeSheet
from xlwings_libreoffice.ranges import Range

if TYPE_CHECKING:
    from xlwings_libreoffice.books import Book

_FORBIDDEN = frozenset("[]:*?/\\")
_LONGEST_NAME = 31
# Excel's numbers for what a sheet can be.
_VISIBLE, _HIDDEN, _VERY_HIDDEN = -1, 0, 2
_EVERYTHING = 1 | 2 | 4 | 8 | 16 | 32 | 64 | 512
_FORMATS = 32 | 64 | 512


class Sheet(base_classes.Sheet):
    """One worksheet.

    Attributes:
        book: The workbook it belongs to.
        uno: LibreOffice's sheet.
    """

    def __init__(self, book: "Book", uno: UnoObject) -> None:
        self._book = book
        self.uno = uno

    @property
    def api(self) -> NativeSheet:
        return NativeSheet(self.uno)

    @property
    def book(self) -> "Book":
        return self._book

    @property
    def journal(self) -> Journal:
        """Where reads and writes are recorded."""
        return self._book.engine.journal

    @property
    def name(self) -> str:
        return str(self.uno.Name)

    @name.setter
    def name(self, value: str) -> None:
        self._book.refuse_sheet_name(value)
        self.uno.setName(value)

    @property
    def index(self) -> int:
        return int(self.uno.RangeAddress.Sheet) + 1

    @property
    def names(self) -> Names:
        return Names(self._book, self)

    @property
    def tables(self) -> tables.Tables:
        return tables.Tables(self)

    @property
    def notes(self) -> list[Note]:
        found = self.uno.Annotations
        positions = [found.getByIndex(number).Position for number in range(found.Count)]
        return [Note(self.uno.getCellByPosition(p.Column, p.Row)) for p in positions]

    # Ranges

    def range(self, arg1: object, arg2: object = None) -> Range:
        """Return a range by address, name, structured reference, position or other ranges."""
        if isinstance(arg1, tuple) and len(arg1) == 4:
            return self.range_at(Area(*arg1))
        if isinstance(arg1, int) and isinstance(arg2, int):
            arg1, arg2 = (arg1, arg2), None
        first = self._area(arg1)
        return self.range_at(first if arg2 is None else first.around(self._area(arg2)))

    def range_at(self, area: Area) -> Range:
        """Return the range of a rectangle."""
        return Range(self, area)

    def cells_of(self, area: Area) -> UnoObject:
        """Return LibreOffice's range of a rectangle, or its cell where it is one."""
        if area.rows == area.columns == 1:
            return self.uno.getCellByPosition(area.column - 1, area.row - 1)
        return self.uno.getCellRangeByPosition(
            area.column - 1, area.row - 1, area.last_column - 1, area.last_row - 1
        )

    def position(self, area: Area) -> UnoObject:
        """Return LibreOffice's address of the first cell of a rectangle."""
        return struct(
            "table.CellAddress", Sheet=self.index - 1, Row=area.row - 1, Column=area.column - 1
        )

    @property
    def cells(self) -> Range:
        return self.range_at(Area(1, 1, ROWS, COLUMNS))

    @property
    def used_area(self) -> Area:
        """The rectangle from the first used cell to the last one."""
        cursor = self.uno.createCursor()
        cursor.gotoStartOfUsedArea(False)
        start = values.area_of(cursor.RangeAddress)
        cursor.gotoEndOfUsedArea(False)
        return start.around(values.area_of(cursor.RangeAddress))

    @property
    def used_range(self) -> Range:
        return self.range_at(self.used_area)

    def place(self, area: Area) -> str:
        """Return where cells are, for people: ``Accounts!$B$2:$D$5``."""
        return f"{quoted_sheet(self.name)}!{area.address()}"

    def table_name_at(self, area: Area) -> str | None:
        """Return the name of the table a rectangle starts in."""
        table = self.tables.at(area)
        return table.name if table else None

    def refuse_if_protected(self, area: Area) -> None:
        """Raise what Excel raises where locked cells of a protected sheet are changed.

        LibreOffice lets some changes through and ignores others without a word.
        """
        if not self.uno.isProtected():
            return
        protection = one_value(self.cells_of(area), "CellProtection")
        if protection is None or protection.IsLocked:
            raise OfficeError(f"{self.place(area)}: the cells are locked and the sheet protected")

    # The sheet as a whole

    def activate(self) -> None:
        if not self.uno.IsVisible:
            raise OfficeError(f"the hidden sheet {self.name!r} cannot be activated")
        self._book.activate()
        self._book.controller.setActiveSheet(self.uno)

    def select(self) -> None:
        self.activate()

    def clear_contents(self) -> None:
        self._clear(values.CONTENTS)

    def clear_formats(self) -> None:
        self._clear(_FORMATS)

    def clear(self) -> None:
        self._clear(_EVERYTHING)

    def _clear(self, what: int) -> None:
        self.refuse_if_protected(self.used_area)
        self.uno.clearContents(what)

    def autofit(self, axis: str | None = None) -> None:
        self.used_range.autofit(axis)

    def delete(self) -> None:
        if sum(sheet.uno.IsVisible for sheet in self._book.sheets) == int(self.uno.IsVisible):
            raise OfficeError("a workbook must keep a visible sheet")
        self._book.document.Sheets.removeByName(self.name)

    def copy(self, before: "Sheet | None", after: "Sheet | None") -> None:
        """Copy the sheet with its tables to a place in this workbook or another open one."""
        beside = before or after
        assert beside is not None
        target = beside.book
        position = beside.index - 1 if before else beside.index
        name = target.free_copy_name(self.name)
        if target is self._book:
            self._book.document.Sheets.copyByName(self.name, name, position)
        else:
            # Another workbook has no place to say under which name, only LibreOffice's choice.
            target.document.Sheets.importSheet(self._book.document, self.name, position)
            target.document.Sheets.getByIndex(position).setName(name)
        copied = target.sheets(position + 1)
        target.adopt_tables(copied, self)
        copied.activate()

    def move(self, before: "Sheet | None", after: "Sheet | None") -> None:
        beside = before or after
        assert beside is not None
        position = beside.index - 1 if before else beside.index
        self._book.document.Sheets.moveByName(self.name, position)

    @property
    def visible(self) -> int:
        """Excel's number: -1 visible, 0 hidden, 2 hidden from the dialog too."""
        if self.uno.IsVisible:
            return _VISIBLE
        return _VERY_HIDDEN if self.name in self._book.very_hidden else _HIDDEN

    @visible.setter
    def visible(self, value: bool | int) -> None:
        self._book.very_hidden.discard(self.name)
        if value == _VERY_HIDDEN and not isinstance(value, bool):
            self._book.very_hidden.add(self.name)
            value = False
        if not value and sum(bool(s.uno.IsVisible) for s in self._book.sheets) == 1:
            raise OfficeError("a workbook must keep a visible sheet")
        self.uno.IsVisible = bool(value)

    @property
    def show_gridlines(self) -> bool:
        return self._on_screen("ShowGrid")

    @show_gridlines.setter
    def show_gridlines(self, value: bool) -> None:
        self._on_screen("ShowGrid", bool(value))

    @property
    def page_setup(self) -> PageSetup:
        return PageSetup(self)

    def _on_screen(self, name: str, *value: bool) -> bool:
        controller = self._book.controller
        active = controller.getActiveSheet()
        controller.setActiveSheet(self.uno)
        if value:
            setattr(controller, name, value[0])
        shown = bool(getattr(controller, name))
        controller.setActiveSheet(active)
        return shown

    def _area(self, where: object) -> Area:
        if isinstance(where, Range):
            return where.area
        if isinstance(where, tuple):
            if 0 in where:
                raise IndexError(
                    "Attempted to access 0-based Range. xlwings/Excel Ranges are 1-based."
                )
            return Area(*where)
        sheet_name, _, rest = str(where).rpartition("!")
        if sheet_name and sheet_name.strip("'").replace("''", "'").lower() != self.name.lower():
            raise OfficeError(f"{where!r} does not lie on the sheet {self.name!r}")
        area = Area.parse(rest) or self._structured(rest) or self._named(str(where))
        if area is None:
            raise OfficeError(f"the sheet {self.name!r} has no range {where!r}")
        return area

    def _structured(self, text: str) -> Area | None:
        parts = tables.split_reference(text)
        if parts is None or parts[0] not in self.tables:
            return None
        return tables.referred_area(self.tables(parts[0]), parts[1])

    def _named(self, text: str) -> Area | None:
        name = self.names.find(text) or self._book.names.find(text)
        place = name.place() if name else None
        return place[1] if place and place[0].index == self.index else None


class Sheets(base_classes.Sheets):
    """The worksheets of one workbook, in the order of their tabs."""

    def __init__(self, book: "Book") -> None:
        self._book = book

    @property
    def api(self) -> UnoObject:
        return self._book.document.Sheets

    @property
    def active(self) -> Sheet:
        return Sheet(self._book, self._book.controller.getActiveSheet())

    def __len__(self) -> int:
        return int(self.api.Count)

    def __iter__(self) -> Iterator[Sheet]:
        return (self(number + 1) for number in range(len(self)))

    def __call__(self, name_or_index: str | int) -> Sheet:
        if isinstance(name_or_index, int):
            if not 1 <= name_or_index <= len(self):
                raise OfficeError(f"there is no sheet number {name_or_index}")
            return Sheet(self._book, self.api.getByIndex(name_or_index - 1))
        for name in self.api.ElementNames:
            if name.lower() == name_or_index.lower():
                return Sheet(self._book, self.api.getByName(name))
        raise OfficeError(f"there is no sheet {name_or_index!r}")

    def add(
        self,
        before: Sheet | None = None,
        after: Sheet | None = None,
        name: str | None = None,
    ) -> Sheet:
        position = after.index if after else (before or self.active).index - 1
        taken = {existing.lower() for existing in self.api.ElementNames}
        number = len(self) + 1
        while f"sheet{number}" in taken:
            number += 1
        if name is not None:
            self._book.refuse_sheet_name(name)
        self.api.insertNewByName(name or f"Sheet{number}", position)
        made = self(position + 1)
        made.activate()
        return made


def unfit(name: str) -> str | None:
    """Return why Excel would not take a sheet name, or ``None`` where it would."""
    if not name or len(name) > _LONGEST_NAME:
        return f"a sheet name has 1 to {_LONGEST_NAME} characters"
    if _FORBIDDEN & set(name) or name.startswith("'") or name.endswith("'"):
        return f"a sheet name holds none of {''.join(sorted(_FORBIDDEN))}"
    return None
