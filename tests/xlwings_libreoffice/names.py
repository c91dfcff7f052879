"""Defined names, of the workbook and of single sheets."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from xlwings import base_classes

from xlwings_libreoffice import formulas, values
from xlwings_libreoffice.addresses import Area, quoted_sheet
from xlwings_libreoffice.office import OfficeError, UnoObject, struct

if TYPE_CHECKING:
    from xlwings_libreoffice.books import Book
    from xlwings_libreoffice.ranges import Range
    from xlwings_libreoffice.sheets import Sheet


class Name(base_classes.Name):
    """One defined name."""

    def __init__(self, book: "Book", sheet: "Sheet | None", uno: UnoObject) -> None:
        self._book = book
        self._sheet = sheet
        self._uno = uno

    @property
    def api(self) -> UnoObject:
        return self._uno

    @property
    def name(self) -> str:
        # Files write built-in names such as Print_Area with a prefix that Excel does not show.
        own = str(self._uno.Name).removeprefix("_xlnm.")
        return own if self._sheet is None else f"{quoted_sheet(self._sheet.name)}!{own}"

    @name.setter
    def name(self, value: str) -> None:
        self._uno.setName(value.rpartition("!")[2])

    @property
    def refers_to(self) -> str:
        return formulas.to_excel(f"={self._uno.Content}")

    @refers_to.setter
    def refers_to(self, value: str) -> None:
        self._uno.setContent(_content(value))

    @property
    def refers_to_range(self) -> "Range":
        place = self.place()
        if place is None:
            raise OfficeError(f"the name {self.name!r} does not refer to cells")
        return place[0].range_at(place[1])

    def place(self) -> "tuple[Sheet, Area] | None":
        """Return the cells it refers to, or ``None`` where it refers to something else."""
        cells = self._uno.getReferredCells()
        if cells is None:
            return None
        address = cells.RangeAddress
        return self._book.sheets(address.Sheet + 1), values.area_of(address)

    def delete(self) -> None:
        container = self._book.document if self._sheet is None else self._sheet.uno
        container.NamedRanges.removeByName(self._uno.Name)


class Names(base_classes.Names):
    """The names of a workbook with those of its sheets, or the names of one sheet."""

    def __init__(self, book: "Book", sheet: "Sheet | None" = None) -> None:
        self._book = book
        self._sheet = sheet

    @property
    def api(self) -> UnoObject:
        return (self._sheet.uno if self._sheet else self._book.document).NamedRanges

    def __iter__(self) -> Iterator[Name]:
        found: list[Name] = []
        for sheet in [self._sheet] if self._sheet else [None, *self._book.sheets]:
            named = (sheet.uno if sheet else self._book.document).NamedRanges
            found += [Name(self._book, sheet, named.getByName(own)) for own in named.ElementNames]
        # Excel keeps its names in the order of the alphabet.
        return iter(sorted(found, key=lambda name: name.name.rpartition("!")[2].lower()))

    def snapshot(self) -> list[tuple[str, Name]]:
        return [(name.name, name) for name in self]

    def __len__(self) -> int:
        return len(list(iter(self)))

    def __call__(self, name_or_index: str | int) -> Name:
        if isinstance(name_or_index, int):
            return list(self)[name_or_index - 1]
        found = self.find(name_or_index)
        if found is None:
            raise OfficeError(f"there is no name {name_or_index!r}")
        return found

    def contains(self, name_or_index: str | int) -> bool:
        return isinstance(name_or_index, int) or self.find(name_or_index) is not None

    def find(self, name: str) -> Name | None:
        """Return a name by its text, with or without its sheet."""
        wanted = name.replace("'", "").lower()
        for candidate in self:
            full = candidate.name.replace("'", "").lower()
            if wanted == full or (self._sheet and wanted == full.rpartition("!")[2]):
                return candidate
        return None

    def of_range(self, sheet: "Sheet", area: Area) -> Name | None:
        """Return the first name that refers to exactly these cells."""
        for candidate in self:
            place = candidate.place()
            if place is not None and place[0].index == sheet.index and place[1] == area:
                return candidate
        return None

    def add(self, name: str, refers_to: str) -> Name:
        """Define a name; ``Sheet1!total`` belongs to that sheet."""
        sheet_name, _, own = name.rpartition("!")
        sheet = self._book.sheets(sheet_name.strip("'")) if sheet_name else self._sheet
        named = (sheet.uno if sheet else self._book.document).NamedRanges
        for existing in named.ElementNames:
            if existing.lower() == own.lower():
                named.removeByName(existing)
        origin = struct("table.CellAddress", Sheet=sheet.index - 1 if sheet else 0)
        named.addNewByName(own, _content(refers_to), origin, 0)
        return Name(self._book, sheet, named.getByName(own))


def _content(refers_to: str) -> str:
    return formulas.to_office(f"={refers_to.removeprefix('=')}")[1:]
