"""A workbook file whose sheets are carried into another one, and what must be known of it."""

import re
from collections.abc import Collection, Sequence
from typing import Final

from cs_workbook.workbook.package import xml
from cs_workbook.workbook.package.cells import Dates
from cs_workbook.workbook.package.parts import Package
from cs_workbook.workbook.package.readable_book import ReadableBook
from cs_workbook.workbook.package.shared_formulas import expand_all_shared
from cs_workbook.workbook.package.sheet import Sheet
from cs_workbook.workbook.package.sheets import SheetEntry

_SHEET: Final = re.compile(r"<sheet\b[^>]*>")


class Donor(ReadableBook):
    """A workbook file that gives sheets to another one."""

    @property
    def package(self) -> Package:
        """Its parts."""
        return self._package

    @property
    def workbook(self) -> str:
        """The XML of the workbook part."""
        return self._package.text(self._package.workbook_part)

    @property
    def styles(self) -> str:
        """The XML of the cell formats, or empty."""
        return self._styles.text

    @property
    def strings(self) -> Sequence[str]:
        """The shared texts, as XML of their items."""
        return self._strings.items

    @property
    def dates(self) -> Dates:
        """The date system."""
        return self._dates

    def entry(self, sheet: str) -> SheetEntry:
        """Return a worksheet.

        Raises:
            TableMissing: There is none of this name.
        """
        return self._entry(sheet)

    def text(self, part: str, data: bytes) -> str:
        """Return the bytes of a part as text."""
        return self._package.decode(part, data)

    def sheet_text(self, sheet: str) -> str:
        """Return a worksheet's XML with a formula of its own in every formula cell."""
        entry = self._entry(sheet)
        data = self._package.read(entry.part)
        if b't="shared"' not in data:
            return self._package.decode(entry.part, data)
        read = Sheet(entry.name, entry.part, data)
        expand_all_shared(read)
        return b"".join(read.chunks()).decode("utf-8")

    def before(self, sheet: str, there: Collection[str]) -> str | None:
        """Return the nearest sheet to the left that is there, ``None`` where there is none."""
        known = {name.casefold() for name in there}
        found = None
        for tag in _SHEET.findall(self.workbook):
            name = xml.attributes(tag).get("name", "")
            if name == sheet:
                break
            if name.casefold() in known:
                found = name
        return found

    def state(self, sheet: str) -> str | None:
        """Return how a sheet is hidden, ``None`` where it is shown."""
        for tag in _SHEET.findall(self.workbook):
            found = xml.attributes(tag)
            if found.get("name") == sheet:
                return found.get("state")
        return None
