"""The new body of a table, rendered only while it is saved.

What a person added follows its row: the body knows, for every new row, which old row it continues,
and takes formats, heights, cells of other columns and equal cells (with their rich text) from it.
Cells left and right of the table belong to the place, not to the row, and stay.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import repeat

from cs_workbook.workbook.package import xml
from cs_workbook.workbook.package.addresses import Range, column_letters
from cs_workbook.workbook.package.cell_reader import Reader
from cs_workbook.workbook.package.cells import (
    Cell,
    formula_of,
    style_attribute,
    style_of,
    without_value,
)
from cs_workbook.workbook.package.column_writer import ColumnWriter, NewColumn
from cs_workbook.workbook.package.following import says
from cs_workbook.workbook.package.rows import (
    Row,
    attributes_for,
    cell_xml,
    height_of,
    parse_row,
    without_height,
)
from cs_workbook.workbook.package.styles import Styles
from cs_workbook.workbook.port import CellValue

# Large enough that a column's cells are rendered by one expression, small enough for the cache.
CHUNK_ROWS = 256


@dataclass(slots=True, kw_only=True)
class TableBody:
    """Everything needed to render a table's new body.

    Attributes:
        sheet: The sheet's name, for messages.
        first: First body row.
        count: How many body rows there will be.
        left: First column of the table.
        right: Last column of the table.
        origins: For each new row the old row's number, or ``None``.
        old_rows: The XML of the old rows by number, table and surroundings.
        places: Numbers of the rows that hold something beside the table.
        template: The table's first body row as it was.
        columns: New content by column number.
        unhide: Whether rows a filter hid are shown again.
        reader: Reads old cells.
        styles: The cell formats.
        column_style: Gives a column's format for cells that are not written.
        moved: Changes a kept formula for its new place: (formula, old row, new row).
        calculated: Formulas a new row gets in columns nobody wrote, by column number.
        keeps_formulas: Whether old rows hold formulas that may be kept.
    """

    sheet: str
    first: int
    count: int
    left: int
    right: int
    origins: Sequence[int | None]
    old_rows: Callable[[int], bytes]
    places: frozenset[int]
    template: Row
    columns: Mapping[int, NewColumn]
    unhide: bool
    reader: Reader
    styles: Styles
    column_style: Callable[[int], int]
    moved: Callable[[str, int, int], str]
    calculated: Mapping[int, str]
    keeps_formulas: bool
    new_row_attributes: str = ""

    @property
    def last(self) -> int:
        """The last body row."""
        return self.first + self.count - 1

    @property
    def cells(self) -> Range:
        """The cells of the body."""
        return Range(self.left, self.first, self.right, self.last)

    @property
    def has_formulas(self) -> bool:
        """Whether any cell of the new body may hold a formula."""
        return (
            self.keeps_formulas
            or bool(self.calculated)
            or any(new.formula is not None or new.formulas for new in self.columns.values())
        )

    def rows(self) -> Iterator[list[str]]:
        """Yield the XML of the rows, a few hundred at a time."""
        for start in range(0, self.count, CHUNK_ROWS):
            yield self._chunk(start, min(start + CHUNK_ROWS, self.count))

    def _old(self, number: int | None) -> Row | None:
        if number is None:
            return None
        data = self.old_rows(number)
        return parse_row(data.decode("utf-8")) if data else Row()

    def _chunk(self, start: int, stop: int) -> list[str]:
        numbers = range(self.first + start, self.first + stop)
        olds = [self._old(origin) for origin in self.origins[start:stop]]
        known = any(old is not None for old in olds)
        columns = [
            self._column(column, start, numbers, olds if known else None)
            for column in range(self.left, self.right + 1)
        ]
        texts = map("".join, zip(*columns, strict=True))
        if not known and not self.places:
            attributes = self.new_row_attributes
            return [
                f'<row r="{number}"{attributes}>{text}</row>'
                for number, text in zip(numbers, texts, strict=True)
            ]
        return [
            self._row(number, old, text)
            for number, old, text in zip(numbers, olds, texts, strict=True)
        ]

    def _row(self, number: int, old: Row | None, text: str) -> str:
        """Put the table's cells between those that stand left and right of the table."""
        before = after = rest = ""
        attributes = self.new_row_attributes if old is None else old.attributes
        first, last = self.left, self.right
        if number in self.places:
            place = self._old(number) or Row()
            for column, cell in place.cells.items():
                if column < self.left:
                    before += cell_xml(f"{column_letters(column)}{number}", cell)
                    first = min(first, column)
                elif column > self.right:
                    after += cell_xml(f"{column_letters(column)}{number}", cell)
                    last = column
            rest = place.rest
            if old is None or self.origins[number - self.first] != number:
                # The height follows the record, all else about the row belongs to the place.
                height = height_of(attributes)
                hidden = ' hidden="1"' if 'hidden="1"' in attributes else ""
                attributes = without_height(place.attributes) + height + hidden
        attributes = attributes_for(attributes, first=first, last=last, unhide=self.unhide)
        return f'<row r="{number}"{attributes}>{before}{text}{after}{rest}</row>'

    def _column(
        self, column: int, start: int, numbers: range, olds: list[Row | None] | None
    ) -> list[str]:
        new = self.columns.get(column)
        if new is None:
            return self._kept_column(column, start, numbers, olds)
        values = new.values[start : start + len(numbers)]
        if len(values) < len(numbers):  # the one row an empty table shows
            values = [*values, *repeat(None, len(numbers) - len(values))]
        writer = ColumnWriter(sheet=self.sheet, column=column, dates=self.reader.dates)
        template = self._template_style(column)
        if olds is None:
            styles: list[int] | int = template
        else:
            styles = [self._style(column, old, template) for old in olds]
            if len(set(styles)) == 1:
                styles = styles[0]
        written = self._dated(styles, values)
        if new.formulas:
            return self._single_formulas(writer, new, start, numbers, values, written, olds)
        cells = writer.render(numbers, values, written, new.formula)
        if olds is not None:
            self._keep_equal(cells, column, start, numbers, values, new, olds)
        return cells

    def _single_formulas(
        self,
        writer: ColumnWriter,
        new: NewColumn,
        start: int,
        numbers: range,
        values: Sequence[CellValue],
        styles: list[str] | str,
        olds: list[Row | None] | None,
    ) -> list[str]:
        cells = []
        for index, (number, value) in enumerate(zip(numbers, values, strict=True)):
            style = styles if isinstance(styles, str) else styles[index]
            formula = new.formulas.get(start + index, new.formula)
            cells += writer.render([number], [value], style, formula)
        if olds is not None:
            self._keep_equal(cells, writer.column, start, numbers, values, new, olds)
        return cells

    def _dated(self, styles: list[int] | int, values: Sequence[CellValue]) -> list[str] | str:
        """Return style attributes, with a date format under dates in cells that show none."""
        kinds = set(map(type, values))
        if not kinds & {date, datetime}:
            if isinstance(styles, int):
                return style_attribute(styles)
            return [style_attribute(style) for style in styles]
        if isinstance(styles, int) and len(kinds) == 1:
            return style_attribute(self.styles.dated(styles, time=datetime in kinds))
        each = repeat(styles, len(values)) if isinstance(styles, int) else styles
        written = [
            style_attribute(
                self.styles.dated(style, time=isinstance(value, datetime))
                if isinstance(value, date)
                else style
            )
            for style, value in zip(each, values, strict=True)
        ]
        return written[0] if len(set(written)) == 1 else written

    def _template_style(self, column: int) -> int:
        return self._style(column, self.template, None)

    def _style(self, column: int, row: Row | None, template: int | None) -> int:
        if row is None:
            return template or 0
        cell = row.cells.get(column)
        if cell is not None:
            return style_of(cell[0])
        style = row.style
        return self.column_style(column) if style is None else style

    def _keep_equal(
        self,
        cells: list[str],
        column: int,
        start: int,
        numbers: range,
        values: Sequence[CellValue],
        new: NewColumn,
        olds: list[Row | None],
    ) -> None:
        """Leave a cell as it was where it already says what is to be written.

        So rich text in a cell survives, and a workbook Excel saved in between does not change
        when the figures did not.
        """
        letters = column_letters(column)
        for index, old in enumerate(olds):
            if old is None:
                continue
            cell = old.cells.get(column)
            if cell is None or not cell[1]:
                continue
            written = cell_xml(f"{letters}{numbers[index]}", cell)
            if written == cells[index]:
                continue
            formula = new.formulas.get(start + index, new.formula)
            if says(self.reader, cell, values[index], formula):
                cells[index] = written

    def _kept_column(
        self, column: int, start: int, numbers: range, olds: list[Row | None] | None
    ) -> list[str]:
        """Render a column nobody wrote: each cell comes from the row its record stood in."""
        letters = column_letters(column)
        style = style_attribute(self._template_style(column))
        calculated = self.calculated.get(column)
        rendered = []
        each = olds if olds is not None else repeat(None, len(numbers))
        for index, (number, old) in enumerate(zip(numbers, each, strict=True)):
            if old is None:
                text = f'<c r="{letters}{number}"{style}/>' if style else ""
                if calculated is not None:
                    formula = xml.escape(self.moved(calculated, self.first, number))
                    text = f'<c r="{letters}{number}"{style}><f>{formula}</f></c>'
            else:
                cell = old.cells.get(column)
                text = ""
                if cell is not None:
                    origin = self.origins[start + index]
                    text = cell_xml(f"{letters}{number}", self._follow(cell, origin, number))
            rendered.append(text)
        return rendered

    def _follow(self, cell: Cell, origin: int | None, number: int) -> Cell:
        """Return a kept cell for its new row; a formula's own-row references move along."""
        attributes, inner = cell
        found = formula_of(inner)
        if found is None or origin is None:
            return cell
        formula = xml.unescape(found[1])
        changed = self.moved(formula, origin, number)
        if changed == formula:
            return cell
        start = inner.index(">", inner.index("<f")) + 1
        end = inner.index("</f>")
        return without_value((attributes, inner[:start] + xml.escape(changed) + inner[end:]))
