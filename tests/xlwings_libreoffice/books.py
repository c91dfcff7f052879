"""Workbooks: opened, made, saved elsewhere, closed."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from xlwings import base_classes

from xlwings_libreoffice import formulas, values
from xlwings_libreoffice.names import Names
from xlwings_libreoffice.number_formats import NumberFormats
from xlwings_libreoffice.office import OfficeError, UnoObject, arguments
from xlwings_libreoffice.package_facts import PackageFacts, TableFacts, read_facts
from xlwings_libreoffice.sheets import Sheet, Sheets, unfit
from xlwings_libreoffice.table import Table

if TYPE_CHECKING:
    from xlwings_libreoffice.apps import App
    from xlwings_libreoffice.engine import LibreOfficeEngine

_FILTERS = {
    ".xlsx": "Calc MS Excel 2007 XML",
    ".xlsm": "Calc MS Excel 2007 VBA XML",
    ".xltx": "Calc MS Excel 2007 XML Template",
    ".xls": "MS Excel 97",
    ".ods": "calc8",
}


class Book(base_classes.Book):
    """One open workbook.

    Attributes:
        document: LibreOffice's document.
        formats: Its number formats.
        null_date: The day its serial dates count from.
        table_facts: What LibreOffice does not keep of its tables, by name in small letters.
        table_places: Names of tables and sheets, and the tables by sheet as long as those stay.
        very_hidden: Names of the sheets no dialog shows.
    """

    def __init__(self, app: "App", document: UnoObject, *, path: Path | None, name: str) -> None:
        self._app = app
        self.document = document
        self._path = path
        self._name = name
        facts = read_facts(path) if path else PackageFacts()
        self.table_facts: dict[str, TableFacts] = facts.tables
        self.table_places: tuple[object, dict[int, list[str]]] | None = None
        self.very_hidden = facts.very_hidden
        self.formats = NumberFormats(document)
        day = document.NullDate
        self.null_date = datetime(day.Year, day.Month, day.Day, tzinfo=UTC).replace(tzinfo=None)
        self.calculate_automatically(app.calculates_automatically)

    @property
    def api(self) -> UnoObject:
        return self.document

    @property
    def app(self) -> "App":
        return self._app

    @property
    def engine(self) -> "LibreOfficeEngine":
        """The engine, which knows the modes."""
        return self._app.engine

    @property
    def controller(self) -> UnoObject:
        """LibreOffice's view of the document, which knows the active sheet and the selection."""
        return self.document.CurrentController

    @property
    def name(self) -> str:
        return self._path.name if self._path else self._name

    @property
    def fullname(self) -> str:
        return str(self._path) if self._path else self._name

    @property
    def sheets(self) -> Sheets:
        return Sheets(self)

    @property
    def names(self) -> Names:
        return Names(self)

    def activate(self) -> None:
        self._app.activate()
        self._app.bring_forward(self)

    def close(self) -> None:
        self._app.forget(self)
        self.document.close(True)

    def save(self, path: str | None = None, password: str | None = None) -> None:
        """Save, under a new name where one is given.

        Raises:
            OfficeError: The place is not one of the engine's folders for saving. LibreOffice drops
                table styles, changes column widths and writes the macros anew, so what it saves
                must never become a person's file.
        """
        if password is not None:
            raise NotImplementedError("saving with a password is not supported")
        target = Path(os.path.realpath(path)) if path else self._path
        if target is None:
            target = Path.cwd() / f"{self.name}.xlsx"
        if not any(target.is_relative_to(folder) for folder in self.engine.save_folders):
            raise OfficeError(f"{target}: LibreOffice saves to folders of tests only")
        kind = _FILTERS.get(target.suffix.lower())
        if kind is None:
            raise OfficeError(f"{target}: no file format goes by {target.suffix!r}")
        self.document.storeToURL(target.as_uri(), arguments(FilterName=kind))
        self._path = target

    def to_pdf(self, path: str, quality: str = "standard") -> None:
        del quality
        target = Path(os.path.realpath(path))
        self.document.storeToURL(target.as_uri(), arguments(FilterName="calc_pdf_Export"))

    # For the sheets, tables and the application

    def calculate_automatically(self, on: bool) -> None:
        """Set whether formulas follow each change."""
        self.document.enableAutomaticCalculation(on)

    def refuse_sheet_name(self, name: str) -> None:
        """Raise where Excel would not take a sheet name."""
        reason = unfit(name)
        if reason:
            raise OfficeError(f"{name!r}: {reason}")

    def free_copy_name(self, name: str) -> str:
        """Return the name Excel gives the copy of a sheet: ``Data (2)``."""
        taken = {existing.lower() for existing in self.document.Sheets.ElementNames}
        number = 2
        while f"{name} ({number})".lower() in taken:
            number += 1
        return f"{name} ({number})"

    def table(self, name: str) -> Table | None:
        """Return a table of any sheet."""
        return next(
            (t for s in self.sheets for t in s.tables if t.name.lower() == name.lower()), None
        )

    def free_table_name(self, stem: str, number: int) -> str:
        """Return the first free name, counting on from a number."""
        taken = {name.lower() for name in self.document.DatabaseRanges.ElementNames}
        while f"{stem}{number}".lower() in taken:
            number += 1
        return f"{stem}{number}"

    def adopt_tables(self, copied: Sheet, original: Sheet) -> None:
        """Give the tables of a copied sheet Excel's names, looks and formulas.

        Excel calls the copy of ``tblA`` something like ``tblA3``, and formulas of the copied sheet
        point to it; LibreOffice calls it ``tblA_2`` and lets them point to the original.
        """
        by_place = {table.area: table for table in copied.tables}
        for source in list(original.tables):
            table = by_place.get(source.area)
            if table is None:
                continue
            old = source.name
            new = self.free_table_name(old, 2)
            table.api.setName(new)
            facts = source.facts
            self.table_facts[new.lower()] = TableFacts(
                style=facts.style,
                first_column=facts.first_column,
                last_column=facts.last_column,
                row_stripes=facts.row_stripes,
                column_stripes=facts.column_stripes,
                no_rows=facts.no_rows,
            )
            self._rewrite_formulas([copied], old, new)

    @contextmanager
    def formulas_renamed(self, old: str, new: str) -> Iterator[None]:
        """Take the formulas of all sheets along while a table gets a new name."""
        kept = [
            (cells, cells.getFormulaArray())
            for sheet in self.sheets
            for cells in _cells_naming(sheet, old)
        ]
        yield
        for cells, texts in kept:
            _set_renamed(cells, texts, old, new)

    def _rewrite_formulas(self, sheets: list[Sheet], old: str, new: str) -> None:
        for sheet in sheets:
            for cells in _cells_naming(sheet, old):
                _set_renamed(cells, cells.getFormulaArray(), old, new)


class Books(base_classes.Books):
    """The workbooks of one application, in the order they were opened."""

    def __init__(self, app: "App") -> None:
        self._app = app

    @property
    def api(self) -> UnoObject:
        return self._app.api

    @property
    def app(self) -> "App":
        return self._app

    @property
    def active(self) -> Book:
        return self._app.active_book

    def __len__(self) -> int:
        return len(self._app.open_books)

    def __iter__(self) -> Iterator[Book]:
        return iter(list(self._app.open_books))

    def __call__(self, name_or_index: str | int) -> Book:
        if isinstance(name_or_index, int):
            if not 1 <= name_or_index <= len(self):
                raise KeyError(name_or_index)
            return self._app.open_books[name_or_index - 1]
        for book in self:
            if book.name.lower() == name_or_index.lower():
                return book
        raise KeyError(name_or_index)

    def add(self) -> Book:
        return self._app.add_book()

    def open(self, fullname: str, *_options: object, **_named_options: object) -> Book:
        path = Path(fullname)
        document = self._app.engine.office.open_document(path, hidden=not self._app.visible)
        return self._app.adopt(Book(self._app, document, path=path, name=path.name))


def _cells_naming(sheet: Sheet, table: str) -> list[UnoObject]:
    found = []
    for part in values.areas(sheet.uno.queryContentCells(16)):
        cells = sheet.cells_of(part)
        if any(table.lower() in text.lower() for row in cells.getFormulaArray() for text in row):
            found.append(cells)
    return found


def _set_renamed(cells: UnoObject, texts: tuple[tuple[str, ...], ...], old: str, new: str) -> None:
    # Array formulas cannot be set as part of a block; none of ours names a table.
    if any(text.startswith("{") for row in texts for text in row):
        return
    cells.setFormulaArray(
        tuple(tuple(formulas.renamed_table(text, old, new) for text in row) for row in texts)
    )
