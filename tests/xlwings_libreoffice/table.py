"""One of Excel's tables, on a database range of LibreOffice.

A database range follows inserted rows, calculates structured references, and knows its header, its
totals row and its column names; how a table looks is kept beside it, see ``package_facts``.
"""

from typing import TYPE_CHECKING

from xlwings import base_classes

from xlwings_libreoffice import values
from xlwings_libreoffice.addresses import Area
from xlwings_libreoffice.office import OfficeError, UnoObject, enum
from xlwings_libreoffice.package_facts import TableFacts
from xlwings_libreoffice.table_columns import TableColumns

if TYPE_CHECKING:
    import xlwings as xw

    from xlwings_libreoffice.ranges import Range
    from xlwings_libreoffice.sheets import Sheet

# The number of SUM among SUBTOTAL's functions that leave hidden rows out; 103 counts texts.
_SUM, _COUNT = 109, 103


class Table(base_classes.Table):
    """One table."""

    def __init__(self, sheet: "Sheet", uno: UnoObject) -> None:
        self._sheet = sheet
        self._uno = uno

    @property
    def api(self) -> UnoObject:
        return self._uno

    @property
    def facts(self) -> TableFacts:
        """What LibreOffice does not keep of it."""
        return self._sheet.book.table_facts.setdefault(self.name.lower(), TableFacts())

    @property
    def area(self) -> Area:
        """Its rectangle, header and totals row included."""
        return values.area_of(self._uno.DataArea)

    @property
    def body(self) -> Area:
        """The rectangle of its rows of data."""
        return self.area.body(above=int(self.show_headers), below=int(self.show_totals))

    @property
    def name(self) -> str:
        return str(self._uno.Name)

    @name.setter
    def name(self, value: str) -> None:
        old = self.name
        if value.lower() != old.lower() and self._sheet.book.table(value) is not None:
            raise OfficeError(f"there is a table {value!r} already")
        # Formulas do not follow a database range to its new name; in Excel they do.
        with self._sheet.book.formulas_renamed(old, value):
            self._uno.setName(value)
        facts = self._sheet.book.table_facts
        self._sheet.book.table_facts = {
            value.lower() if name == old.lower() else name: fact for name, fact in facts.items()
        }

    @property
    def display_name(self) -> str:
        return self.name

    @display_name.setter
    def display_name(self, value: str) -> None:
        self.name = value

    @property
    def parent(self) -> "Sheet":
        return self._sheet

    @property
    def range(self) -> "Range":
        return self._sheet.range_at(self.area)

    @property
    def data_body_range(self) -> "Range | None":
        return None if self._waiting else self._sheet.range_at(self.body)

    @property
    def insert_row_range(self) -> "Range | None":
        return self._sheet.range_at(self.body) if self._waiting else None

    @property
    def header_row_range(self) -> "Range | None":
        return self._sheet.range_at(self._first_row) if self.show_headers else None

    @property
    def totals_row_range(self) -> "Range | None":
        return self._sheet.range_at(self._last_row) if self.show_totals else None

    @property
    def columns(self) -> TableColumns:
        return TableColumns(self)

    @property
    def show_headers(self) -> bool:
        return bool(self._uno.ContainsHeader)

    @show_headers.setter
    def show_headers(self, value: bool) -> None:
        if value == self.show_headers:
            return
        if value:
            self._place(self.area.body(above=-1))
            self._uno.ContainsHeader = True
            self._sheet.cells_of(self._first_row).setDataArray((self.facts.headers,))
        else:
            header = self._sheet.cells_of(self._first_row)
            self.facts.headers = header.getDataArray()[0]
            header.clearContents(values.CONTENTS)
            self._uno.ContainsHeader = False
            self._place(self.area.body(above=1))

    @property
    def show_totals(self) -> bool:
        return bool(self._uno.TotalsRow)

    @show_totals.setter
    def show_totals(self, value: bool) -> None:
        if value == self.show_totals:
            return
        self._sheet.refuse_if_protected(self.area)
        if not value:
            totals = self._sheet.cells_of(self._last_row)
            self.facts.totals = totals.getFormulaArray()[0]
            totals.clearContents(values.CONTENTS)
            self._uno.TotalsRow = False
            self._place(self.area.body(below=1))
            return
        grown = self.area.body(below=-1)
        below = Area(grown.last_row, grown.column, 1, grown.columns)
        if values.contents(self._sheet.cells_of(below)):
            # Excel makes room for the row rather than write over what stands below.
            address = self._sheet.cells_of(below).RangeAddress
            self._sheet.uno.insertCells(address, enum("sheet.CellInsertMode", "DOWN"))
        totals_formulas = self._totals_formulas()
        # Formulas look at the table anew when it moves, not when its totals row appears.
        self._uno.TotalsRow = True
        self._place(grown)
        self._sheet.cells_of(self._last_row).setFormulaArray((totals_formulas,))

    @property
    def show_autofilter(self) -> bool:
        return bool(self._uno.AutoFilter)

    @show_autofilter.setter
    def show_autofilter(self, value: bool) -> None:
        self._uno.AutoFilter = bool(value)

    @property
    def table_style(self) -> str:
        return self.facts.style

    @table_style.setter
    def table_style(self, value: str) -> None:
        self.facts.style = value

    @property
    def show_table_style_first_column(self) -> bool:
        return self.facts.first_column

    @show_table_style_first_column.setter
    def show_table_style_first_column(self, value: bool) -> None:
        self.facts.first_column = bool(value)

    @property
    def show_table_style_last_column(self) -> bool:
        return self.facts.last_column

    @show_table_style_last_column.setter
    def show_table_style_last_column(self, value: bool) -> None:
        self.facts.last_column = bool(value)

    @property
    def show_table_style_row_stripes(self) -> bool:
        return self.facts.row_stripes

    @show_table_style_row_stripes.setter
    def show_table_style_row_stripes(self, value: bool) -> None:
        self.facts.row_stripes = bool(value)

    @property
    def show_table_style_column_stripes(self) -> bool:
        return self.facts.column_stripes

    @show_table_style_column_stripes.setter
    def show_table_style_column_stripes(self, value: bool) -> None:
        self.facts.column_stripes = bool(value)

    def resize(self, range: "xw.Range") -> None:  # noqa: A002
        """Give the table another size; it keeps its first row.

        Raises:
            OfficeError: The header would move, no row would be left, or, in strict mode, the
                totals row is shown: whether Excel takes that well nobody has seen, so a macro that
                hides the row, resizes and shows it again is the safe one.
        """
        new: Area = range.impl.area
        old, old_body = self.area, self.body
        self._sheet.refuse_if_protected(new)
        if self._sheet.book.engine.strict and self.show_totals:
            raise OfficeError(f"{self.name}: hide the totals row before resizing the table")
        least = 1 + int(self.show_headers) + int(self.show_totals)
        if self.show_headers and (new.row != old.row or new.within(old) is None):
            raise OfficeError(f"{self.name}: the header must stay in its row")
        if new.rows < least:
            raise OfficeError(f"{self.name}: a table needs a row of data")
        totals = self._sheet.cells_of(self._last_row).getFormulaArray()[0]
        if self.show_totals and new.rows != old.rows:
            self._sheet.cells_of(self._last_row).clearContents(values.CONTENTS)
        self._place(new)
        if self.show_totals and new.rows != old.rows:
            self._sheet.cells_of(self._last_row).setFormulaArray((totals[: new.columns],))
        self.name_new_columns()
        self._format_new_rows(old_body)

    def name_new_columns(self) -> None:
        """Give every column without a header the name Excel would."""
        if not self.show_headers:
            return
        header = self._sheet.cells_of(self._first_row)
        texts = [str(text) for text in header.getDataArray()[0]]
        taken = {text.lower() for text in texts}
        named = False
        for index, text in enumerate(texts):
            if not text:
                number = index + 1
                while f"column{number}" in taken:
                    number += 1
                texts[index] = f"Column{number}"
                taken.add(texts[index].lower())
                named = True
        if named:
            header.setDataArray((tuple(texts),))

    def _format_new_rows(self, old_body: Area) -> None:
        """Number formats of the last row go on into new rows, as Excel extends them."""
        grown = self.body.last_row - old_body.last_row
        if grown <= 0:
            return
        for column in range(old_body.column, min(old_body.last_column, self.body.last_column) + 1):
            last = self._sheet.cells_of(Area(old_body.last_row, column))
            key = int(last.NumberFormat)
            if key != self._sheet.book.formats.general:
                added = Area(old_body.last_row + 1, column, grown, 1)
                self._sheet.cells_of(added).NumberFormat = key

    @property
    def _waiting(self) -> bool:
        """Whether there is no row of data yet, only the empty row for the first one."""
        if not self.facts.no_rows:
            return False
        self.facts.no_rows = not values.contents(self._sheet.cells_of(self.body))
        return self.facts.no_rows

    @property
    def _first_row(self) -> Area:
        return Area(self.area.row, self.area.column, 1, self.area.columns)

    @property
    def _last_row(self) -> Area:
        return Area(self.area.last_row, self.area.column, 1, self.area.columns)

    def _totals_formulas(self) -> tuple[str, ...]:
        """Return the totals row as it was when last hidden, or as Excel proposes it."""
        count = self.area.columns
        if self.facts.totals:
            return (self.facts.totals + ("",) * count)[:count]
        header = self.header_row_range
        last = str(header(1, count).raw_value) if header else f"Column{count}"
        below = self._sheet.cells_of(Area(self.body.last_row, self.area.last_column))
        function = _SUM if below.Type.value == "VALUE" else _COUNT
        subtotal = f"=SUBTOTAL({function};{self.name}[{last}])"
        return ("Total", *[""] * (count - 2), subtotal) if count > 1 else (subtotal,)

    def _place(self, area: Area) -> None:
        self._uno.setDataArea(self._sheet.cells_of(area).RangeAddress)
