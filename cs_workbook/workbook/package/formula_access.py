"""What whoever calculates formulas anew needs of a workbook (see ``recalculation``)."""

import re
from collections.abc import Collection

from cs_workbook.workbook.package import cached
from cs_workbook.workbook.package.addresses import Covered, Range
from cs_workbook.workbook.package.cell_writer import CellWriter
from cs_workbook.workbook.package.cells import Dates, refuse_value
from cs_workbook.workbook.package.names import defined_names
from cs_workbook.workbook.package.rows import seen_row
from cs_workbook.workbook.package.saver import Saver
from cs_workbook.workbook.package.sheet import Sheet
from cs_workbook.workbook.package.stale import stale_cells
from cs_workbook.workbook.port import CellValue

_SHEET_TAG = re.compile(r"<sheet\b")


class FormulaAccess(CellWriter, Saver):
    """A workbook file whose formula cells can be listed, and given other cached values."""

    @property
    def dates(self) -> Dates:
        """The date system of the workbook."""
        return self._dates

    def name_formulas(self) -> dict[str, str]:
        """Return what each workbook name refers to; a sheet's own name as ``Sheet!Name``."""
        workbook = self._package.text(self._package.workbook_part)
        found = defined_names(workbook)
        known = {name.name: name.formula for name in found if name.scope is None}
        # Scopes count chart sheets too; with those, whose name it is would be a guess.
        counted = len(_SHEET_TAG.findall(workbook)) == len(self._entries)
        for name in found:
            if name.scope is None:
                continue
            if counted and name.scope < len(self._entries):
                known[f"{self._entries[name.scope].name}!{name.name}"] = name.formula
            else:
                known.pop(name.name, None)
        return known

    def unusual_tables(self) -> dict[str, str]:
        """Return by name the tables that show a totals row or no header, and which it is."""
        return {
            place.table.name: "header" if not place.table.headers else "totals"
            for place in self._table_places().values()
            if place.table.totals or not place.table.headers
        }

    def formula_cells(self, *, without: Collection[str] = ()) -> list[tuple[str, int, int]]:
        """Return (sheet, row, column) of the formula cells that were not written with a value.

        Args:
            without: Tables whose bodies are left out.
        """
        bodies: dict[str, list[Range]] = {}
        for name in without:
            place = self._place(name)
            bodies.setdefault(place.sheet, []).append(place.table.body)
        written = {name: Covered(ranges) for name, ranges in self._fresh.items()}
        nothing = Covered(())
        return [
            (sheet.name, row, column)
            for sheet in self._with_formulas()
            for row, column in cached.formula_cells(sheet, bodies.get(sheet.name, []))
            if not (
                written.get(sheet.name, nothing).holds(column, row)
                and self._has_value(sheet, row, column)
            )
        ]

    def _has_value(self, sheet: Sheet, row: int, column: int) -> bool:
        return not cached.column_values(sheet, column, row, row, self._reader.value)[1]

    def stale_cells(self) -> list[tuple[str, int, int]]:
        """Return (sheet, row, column) of the cached values that saving now would drop."""
        reach = self._reach(self._changed_names())
        if not reach.dirty:
            return []
        return stale_cells(self._with_formulas(), reach, fresh=self._fresh)

    def formula(self, sheet: str, row: int, column: int) -> cached.FormulaText | None:
        """Return a cell's formula, ``None`` where it has none of its own."""
        return cached.formula_text(self._sheet(sheet), row, column)

    def column_values(
        self, sheet: str, column: int, first: int, last: int
    ) -> tuple[list[CellValue], list[int]]:
        """Return a column's values from row to row, and the rows whose formula has none cached."""
        return cached.column_values(self._sheet(sheet), column, first, last, self._reader.value)

    def set_cached_value(self, sheet: str, row: int, column: int, value: CellValue) -> bool:
        """Set the value a formula cell shows; its formula stays letter for letter as it is.

        Returns:
            Whether the cell showed something else.

        Raises:
            WorkbookRefused: The cell has no formula, or no cell can hold the value.
        """
        part = self._sheet(sheet)
        here = Range(column, row, column, row)
        old = seen_row(part.raw(row)).cells.get(column, ("", ""))
        try:
            new = cached.with_value(old, value, self._dates)
        except ValueError as error:
            raise refuse_value(sheet, str(here), error) from error
        fresh = self._fresh.setdefault(part.name, [])
        above = fresh[-1] if fresh else None
        if above is not None and above == (column, above.top, column, row - 1):
            fresh[-1] = above._replace(bottom=row)  # one range per column, not one per cell
        else:
            fresh.append(here)
        if self._reader.value(old) == value and type(self._reader.value(old)) is type(value):
            return False
        self._put(part, row, column, new)
        return True
