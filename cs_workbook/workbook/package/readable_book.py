"""A workbook file opened for reading: its sheets, tables and names, as they are now."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple, Self

from cs_workbook.errors import TableMissing, WorkbookError
from cs_workbook.workbook.package import sheets as sheet_list
from cs_workbook.workbook.package import xml
from cs_workbook.workbook.package.addresses import Range, column_letters, parse_cell
from cs_workbook.workbook.package.cell_reader import Reader
from cs_workbook.workbook.package.cells import Dates, formula_of
from cs_workbook.workbook.package.names import single_cells
from cs_workbook.workbook.package.parts import Package
from cs_workbook.workbook.package.sheet import Sheet
from cs_workbook.workbook.package.strings import SharedStrings
from cs_workbook.workbook.package.styles import Styles
from cs_workbook.workbook.package.tables import Table
from cs_workbook.workbook.port import CellValue, TableShape

_MERGED: Final = re.compile(r'<mergeCell\b[^>]*?\bref="([^"]+)"')


class Place(NamedTuple):
    """A table and the name of its sheet."""

    table: Table
    sheet: str


class ReadableBook:
    """The state of an opened workbook file, and everything that only reads it.

    Args:
        path: The workbook file.

    Raises:
        WorkbookError: The file is missing, damaged, or no workbook.
        WorkbookRefused: The file is encrypted, binary, strict, or unsafe to unpack.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self._open()

    def _open(self) -> None:
        package = Package(self.path)
        self._package = package
        self._entries = sheet_list.worksheets(package)
        self._listed: tuple[object, dict[str, sheet_list.SheetEntry]] = None, {}
        self._sheets: dict[str, Sheet] = {}
        self._places: dict[str, Place] | None = None
        # What was read of a part stays true as long as its text does.
        self._names: tuple[str, Mapping[str, tuple[str, str]]] | None = None
        self._read_tables: dict[str, Table] = {}
        strings = package.related(package.workbook_part, "sharedStrings")
        self._strings_part = strings[0] if strings else None
        self._strings = SharedStrings(package.text(strings[0]) if strings else "")
        styles = package.related(package.workbook_part, "styles")
        self._styles_part = styles[0] if styles else None
        self._styles = Styles(package.text(styles[0]) if styles else "")
        workbook = package.text(package.workbook_part)
        start = workbook.find("<workbookPr")
        properties = (
            xml.attributes(workbook[start : workbook.find(">", start)]) if start >= 0 else {}
        )
        self._dates = Dates(from_1904=properties.get("date1904") in ("1", "true"))
        self._reader = Reader(strings=self._strings, styles=self._styles, dates=self._dates)
        self._dirty: list[tuple[str, Range]] = []
        self._fresh: dict[str, list[Range]] = {}
        self._formulas_moved = False
        self._replaced_strings: set[int] = set()
        self._code_names: set[str] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing is held open; what was not saved is forgotten."""

    def sheet_names(self) -> tuple[str, ...]:
        """Return the worksheet names in tab order."""
        return tuple(entry.name for entry in self._entries)

    def tables(self) -> Mapping[str, TableShape]:
        """Return every table by name."""
        return {
            table.name: TableShape(
                name=table.name,
                sheet=sheet,
                header_row=table.first - 1,
                first_column=table.range.left,
                columns=tuple(column.name for column in table.columns),
                rows=table.last - table.first + 1,
            )
            for table, sheet in self._table_places().values()
        }

    def defined_names(self) -> Mapping[str, tuple[str, str]]:
        """Return (sheet, address) of every workbook name that points to one cell."""
        workbook = self._package.text(self._package.workbook_part)
        if self._names is None or self._names[0] != workbook:
            self._names = workbook, single_cells(workbook)
        return self._names[1]

    def read_table(
        self, table: str, *, columns: Sequence[str] | None = None
    ) -> dict[str, list[CellValue]]:
        """Return the body of a table, column by column (see the port)."""
        place = self._place(table)
        known, sheet = place.table, self._sheet(place.sheet)
        wanted = [column.name for column in known.columns] if columns is None else list(columns)
        numbers = {name: self._column(place, name) for name in wanted}
        content: dict[str, list[CellValue]] = {name: [] for name in wanted}
        if self._shows_nothing(sheet, known):
            return content
        value = self._reader.value
        appends = [(content[name].append, numbers[name]) for name in wanted]
        for number in range(known.first, known.last + 1):
            cells = sheet.row(number).cells
            for append, column in appends:
                cell = cells.get(column)
                try:
                    append(None if cell is None else value(cell))
                except WorkbookError as error:
                    raise self._at(place.sheet, number, column, error) from error
        return content

    def read_name(self, name: str) -> CellValue:
        """Return the value of the single cell a workbook name points to."""
        return self.read_cell(*self._named_cell(name))

    def read_cell(self, sheet: str, cell: str) -> CellValue:
        """Return the value of one cell; of a formula cell the cached one.

        Raises:
            TableMissing: No such sheet.
        """
        row, column = parse_cell(cell)
        found = self._sheet(sheet).row(row).cells.get(column)
        try:
            return None if found is None else self._reader.value(found)
        except WorkbookError as error:
            raise self._at(sheet, row, column, error) from error

    def read_sheet(self, sheet: str) -> dict[int, tuple[CellValue, ...]]:
        """Return the values of a sheet by row number (see the port)."""
        part = self._sheet(sheet)
        found: dict[int, tuple[CellValue, ...]] = {}
        for number in part.row_numbers():
            values: dict[int, CellValue] = {}
            for column, cell in part.row(number).cells.items():
                try:
                    value = self._reader.value(cell)
                except WorkbookError as error:
                    raise self._at(sheet, number, column, error) from error
                if value is not None:
                    values[column] = value
            if values:
                found[number] = tuple(values.get(at) for at in range(1, max(values) + 1))
        return found

    def merged_cells(self, sheet: str) -> tuple[str, ...]:
        """Return the addresses of a sheet's merged cells, such as ``B5:D5``.

        Raises:
            TableMissing: No such sheet.
        """
        return tuple(_MERGED.findall(self._sheet(sheet).tail))

    @property
    def changed(self) -> bool:
        """Whether saving would change the file."""
        return self._package.edited or bool(self._changed_sheets())

    def _changed_sheets(self) -> list[Sheet]:
        return [sheet for sheet in self._sheets.values() if sheet.changed]

    def _at(self, sheet: str, row: int, column: int, error: WorkbookError) -> WorkbookError:
        return WorkbookError(f"{sheet}!{column_letters(column)}{row}: {error}")

    def _entry(self, name: str) -> sheet_list.SheetEntry:
        if self._listed[0] is not self._entries:
            # Hundreds of plan sheets, each asked for cell by cell: looked up, not searched.
            by_name = {entry.name.casefold(): entry for entry in reversed(self._entries)}
            self._listed = self._entries, by_name
        found = self._listed[1].get(name.casefold())
        if found is not None:
            return found
        raise TableMissing(
            f"{self.path.name}: expected a sheet named {name!r}, found "
            f"{', '.join(self.sheet_names())}. Restore the sheet or its name."
        )

    def _sheet(self, name: str) -> Sheet:
        entry = self._entry(name)
        if entry.part not in self._sheets:
            self._sheets[entry.part] = Sheet(entry.name, entry.part, self._package.read(entry.part))
        return self._sheets[entry.part]

    def _table_places(self) -> dict[str, Place]:
        if self._places is None:
            self._places = {}
            for entry in self._entries:
                for part in self._package.related(entry.part, "table"):
                    table = self._table(part)
                    self._places[table.name.casefold()] = Place(table, entry.name)
        return self._places

    def _table(self, part: str) -> Table:
        text = self._package.text(part)
        known = self._read_tables.get(part)
        if known is None or known.text != text:
            known = self._read_tables[part] = Table(part, text)
        return known

    def _place(self, name: str) -> Place:
        places = self._table_places()
        found = places.get(name.casefold())
        if found is None:
            known = ", ".join(place.table.name for place in places.values()) or "no table"
            raise TableMissing(
                f"{self.path.name}: expected a table named {name!r}, found {known}. "
                "Restore the table or its name."
            )
        return found

    def _column(self, place: Place, name: str) -> int:
        names = [column.name for column in place.table.columns]
        if name in names:
            return place.table.range.left + names.index(name)
        lowered = [known.casefold() for known in names]
        if name.casefold() in lowered:
            return place.table.range.left + lowered.index(name.casefold())
        raise TableMissing(
            f"{place.sheet} ({place.table.name}): expected a column {name!r}, found "
            f"{', '.join(names)}. Restore the column or its header."
        )

    def _named_cell(self, name: str) -> tuple[str, str]:
        known = self.defined_names()
        for spelling, cell in known.items():
            if spelling.casefold() == name.casefold():
                return cell
        raise TableMissing(
            f"{self.path.name}: expected the name {name!r} to point to one cell, found no such "
            "name. Restore it under Formulas > Name Manager."
        )

    def _shows_nothing(self, sheet: Sheet, table: Table) -> bool:
        """Say whether the only body row is the empty one Excel obliges a table to show."""
        if table.last > table.first:
            return False
        for column, cell in sheet.row(table.first).cells.items():
            own = table.range.left <= column <= table.range.right
            if own and formula_of(cell[1]) is None and self._reader.value(cell) is not None:
                return False
        return True
