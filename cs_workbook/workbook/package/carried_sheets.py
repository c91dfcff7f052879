"""Carries whole worksheets of another workbook file into this one, with all that hangs on them.

A carried sheet keeps its cells with formats, formulas and cached values, its widths, rules and
print set-up, its drawings, charts, notes, pictures and tables, its own names, its place among the
other sheets, and whether it is hidden. What it cannot keep is named before anything is done (see
``sheet_obstacles``), never left out.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

from cs_workbook.errors import WorkbookRefused
from cs_workbook.workbook.package import formulas, references, xml
from cs_workbook.workbook.package import sheets as sheet_list
from cs_workbook.workbook.package.carried_cells import (
    carried_cells,
    with_differentials,
    with_fonts,
)
from cs_workbook.workbook.package.carried_donor import Donor
from cs_workbook.workbook.package.carried_parts import CarriedParts, cannot_go, led_to
from cs_workbook.workbook.package.carried_styles import CarriedStyles
from cs_workbook.workbook.package.names import with_carried_names
from cs_workbook.workbook.package.readable_book import ReadableBook
from cs_workbook.workbook.package.tables import Table

ChangeFormula = Callable[[str, str], str]
"""Gets in words where a formula stands, and the formula; returns it for the new place."""

_MARKED: Final = re.compile(rb'<c\b[^>]*\s(cm|vm)="')
_TABLE_ID: Final = re.compile(r'(<table\b[^>]*?\sid=")(\d+)(")')
_TABLE_STYLE: Final = re.compile(r'<tableStyleInfo\b[^>]*?\bname="([^"]*)"')
_CELL_STYLE: Final = re.compile(r'\s\w+CellStyle="([^"]*)"')
_MARKS: Final = {
    b"cm": "a formula that fills several cells by itself",
    b"vm": "a picture or a data type in a cell",
}


class SheetCarrier(ReadableBook):
    """A workbook file that gives sheets to another one, and takes them."""

    def sheet_obstacles(self, sheet: str) -> Iterator[str]:
        """Yield in words what keeps a sheet from being carried into another workbook.

        Raises:
            TableMissing: No such sheet.
        """
        part = self._entry(sheet).part
        yield from dict.fromkeys(cannot_go(self._package, part))
        data = self._package.read(part)
        for mark in sorted({found[1] for found in _MARKED.finditer(data)}):
            yield _MARKS[mark]
        if b"<customSheetViews" in data:
            yield "a custom view"

    def parts_of(self, sheets: Sequence[str]) -> set[str]:
        """Return the names of the parts that hang on some sheets."""
        return {part for sheet in sheets for part in led_to(self._package, self._entry(sheet).part)}

    def carry_sheets(
        self,
        source: Path,
        sheets: Sequence[str],
        *,
        names: Sequence[str] = (),
        change: ChangeFormula = lambda _, formula: formula,
    ) -> None:
        """Add sheets of another workbook file behind the sheets they stand behind there.

        Args:
            source: The other file.
            sheets: Names of its sheets, in tab order.
            names: Workbook names to define here as they are there.
            change: Brings each formula along.

        Raises:
            TableMissing: The other file has no such sheet.
            WorkbookRefused: A name is taken here, or the files count dates differently.
        """
        donor = Donor(source)
        if donor.dates != self._dates:
            raise WorkbookRefused(
                f"{source.name}: expected dates that count from 1900, found a workbook that counts "
                "from 1904. Copy its sheets into a workbook of their own (File > Options > "
                "Advanced, When calculating this workbook) and remove them here."
            )
        if self._code_names is None:
            self._code_names = sheet_list.known_code_names(self._package)
        styles = CarriedStyles(donor.styles, self._styles.text)
        for sheet in sheets:
            self._carry(donor, sheet, styles, change)
        workbook = self._package.text(self._package.workbook_part)
        self._package.write(
            self._package.workbook_part,
            with_carried_names(workbook, donor.workbook, sheets=sheets, names=names, change=change),
        )
        self._carry_people(donor)
        if styles.text != self._styles.text:
            self._styles.replace(styles.text)
        self._entries = sheet_list.worksheets(self._package)
        self._places = None

    def _carry(
        self, donor: "Donor", sheet: str, styles: CarriedStyles, change: ChangeFormula
    ) -> None:
        entry = donor.entry(sheet)

        def formula(text: str) -> str:
            return change(f"the sheet {entry.name!r}", text)

        def changed(part: str, data: bytes) -> bytes:
            if not part.endswith((".xml", ".vml")):
                return data
            text = formulas.each_formula(donor.text(part, data), formula)
            text = references.each_linked(text, formula)
            if "<tableColumns" in text:
                text = self._own_table(part, text, styles)
            return with_fonts(text, styles).encode("utf-8")

        def written(code_name: str) -> str:
            text = formulas.each_formula(donor.sheet_text(entry.name), formula)
            return carried_cells(text, code_name=code_name, strings=donor.strings, styles=styles)

        after = donor.before(entry.name, self.sheet_names())
        added = sheet_list.add_sheet(
            self._package,
            entry.name,
            written,
            after=after,
            first=after is None,
            code_names=self._code_names or set(),
        )
        self._entries = sheet_list.worksheets(self._package)
        sheet_list.set_state(self._package, added.name, donor.state(entry.name))
        copies = CarriedParts(donor.package, self._package, changed)
        copies.relationships_of(entry.part, added.part)
        self._places = None

    def _carry_people(self, donor: Donor) -> None:
        """Bring along who wrote the threaded comments."""
        if not any(name.startswith("xl/threadedComments/") for name in self._package.added):
            return
        copies = CarriedParts(donor.package, self._package, lambda _, data: data)
        for link in donor.package.relationships(donor.package.workbook_part).values():
            if link.kind.endswith("/person"):
                sheet_list.link(self._package, copies.copy(link.target), kind=link.kind)

    def _own_table(self, part: str, text: str, styles: CarriedStyles) -> str:
        """Return a table's XML with a number and formats of this workbook."""
        name = Table(part, text).name
        taken = {place.table.name.casefold() for place in self._table_places().values()}
        if name.casefold() in taken:
            raise WorkbookRefused(
                f"{name}: expected the name of a table that is free, found one that is taken. "
                "Rename your table (Table Design > Table Name) and try again."
            )
        numbers = [
            int(found[2])
            for other in self._package.names()
            if other.startswith("xl/tables/")
            and other.endswith(".xml")
            and (found := _TABLE_ID.search(self._package.text(other))) is not None
        ]
        number = max(numbers, default=0) + 1
        for style in _TABLE_STYLE.findall(text):
            styles.table_style(xml.unescape(style))
        for style in _CELL_STYLE.findall(text):
            styles.named_style(xml.unescape(style))
        text = _TABLE_ID.sub(rf"\g<1>{number}\g<3>", text, count=1)
        return with_differentials(text, styles)
