"""Replaces a table's body, and brings along everything that hangs on it."""

from collections.abc import Mapping, Sequence

from cs_workbook.errors import WorkbookRefused
from cs_workbook.workbook.package import notes, references, xml
from cs_workbook.workbook.package.addresses import Range, column_letters, parse_range
from cs_workbook.workbook.package.body import TableBody
from cs_workbook.workbook.package.cells import BadValue, check_column, refuse_value
from cs_workbook.workbook.package.column_writer import NewColumn
from cs_workbook.workbook.package.following import follow_formula
from cs_workbook.workbook.package.growth import beside, lift, planned, put_down
from cs_workbook.workbook.package.new_columns import (
    calculated,
    common_height,
    common_length,
    keeps_formulas,
    new_column,
)
from cs_workbook.workbook.package.readable_book import Place, ReadableBook
from cs_workbook.workbook.package.resize import Resize
from cs_workbook.workbook.package.rows import Row, parse_row, without_height
from cs_workbook.workbook.package.shared_formulas import expand_shared
from cs_workbook.workbook.package.sheet import Sheet
from cs_workbook.workbook.package.strings import used_in
from cs_workbook.workbook.package.tables import Table
from cs_workbook.workbook.port import ColumnContent


class TableWriter(ReadableBook):
    """A workbook file whose tables can be written."""

    def write_table(
        self,
        table: str,
        columns: Mapping[str, ColumnContent],
        *,
        origin: Sequence[int | None] | None = None,
    ) -> None:
        """Replace the body of a table (see the port)."""
        place = self._place(table)
        known, sheet = place.table, self._sheet(place.sheet)
        if known.queried:
            raise WorkbookRefused(
                f"{place.sheet} ({known.name}): the table is filled by a query, whose next refresh "
                "would undo this. Write to a table of its own."
            )
        new = {self._column(place, name): new_column(content) for name, content in columns.items()}
        count = common_length(place, new)
        origins = self._origins(place, sheet, count, origin)
        last = known.first + max(count, 1) - 1
        # Whatever may refuse comes first, so that a refused edit has changed nothing.
        self._check_values(place, new)
        resize = planned(sheet, known, last, obstacles=self._obstacles(place))
        followed, sheet_tail = self._followed(place, sheet, resize, origins)
        moved_to = resize.moved_to if resize.rows else known.last
        expand_shared(sheet, known.body._replace(bottom=moved_to))
        for part, text in followed.items():
            self._package.write(part, text)
        sheet.tail = sheet_tail
        self._formulas_moved |= any(
            b"<f" in sheet.raw(number)
            for number in sheet.rows_from(known.first)
            if number <= known.last or number <= moved_to
        )
        lifted = lift(sheet, resize)
        body = self._new_body(place, sheet, new, origins, last)
        self._put_body(sheet, body, known)
        put_down(sheet, lifted)
        if known.filtered:
            sheet.head = sheet.head.replace(' filterMode="1"', "", 1)
        filled = {
            number - known.range.left: column.formula
            for number, column in new.items()
            if column.formula is not None
        }
        self._package.write(known.part, known.with_formulas(known.with_last_row(last), filled))
        if resize.rows:
            self._resize_references(sheet, resize)
        self._places = None
        self._note_written(place, resize, body)

    def _new_body(
        self,
        place: Place,
        sheet: Sheet,
        new: Mapping[int, NewColumn],
        origins: Sequence[int | None],
        last: int,
    ) -> TableBody:
        table, old = place.table, place.table.body
        bottom = max(old.bottom, last)
        old_rows = sheet.snapshot(old.top, bottom)
        template = sheet.row(old.top)
        body_rows = range(old.top, old.bottom + 1)
        for number in body_rows:
            if b't="s"' in (raw := old_rows(number)):
                self._replaced_strings |= used_in(raw)
        return TableBody(
            sheet=place.sheet,
            first=table.first,
            count=last - table.first + 1,
            left=old.left,
            right=old.right,
            origins=origins,
            old_rows=old_rows,
            places=frozenset(
                number
                for number in range(old.top, bottom + 1)
                if beside(old_rows(number), old.left, old.right)
            ),
            template=template,
            columns=new,
            unhide=table.filtered,
            reader=self._reader,
            styles=self._styles,
            column_style=sheet.column_style,
            moved=follow_formula(old),
            calculated=calculated(table, template, new),
            keeps_formulas=keeps_formulas(old, new, map(old_rows, body_rows)),
            new_row_attributes=common_height(sheet, table),
        )

    def _put_body(self, sheet: Sheet, body: TableBody, table: Table) -> None:
        """Put the new body on the sheet; rows it leaves keep what stands beside the table."""
        sheet.set_body(body, old_last=table.last)
        for number in range(body.last + 1, table.last + 1):
            if number in body.places:
                row = parse_row(body.old_rows(number).decode("utf-8"))
                others = {
                    column: cell
                    for column, cell in row.cells.items()
                    if not body.left <= column <= body.right
                }
                attributes = row.attributes if others else without_height(row.attributes)
                sheet.set_row(number, Row(attributes, others, row.rest))

    def _note_written(self, place: Place, resize: Resize, body: TableBody) -> None:
        """Note which cells changed, and which formulas were written with their values."""
        bottom = max(resize.body.bottom, resize.last)
        if resize.rows:
            bottom = max(bottom, resize.moved_to)
        self._dirty.append((place.sheet, resize.body._replace(bottom=bottom)))
        self._formulas_moved |= body.has_formulas
        self._fresh.setdefault(place.sheet, []).extend(
            Range(column, body.first, column, body.last)
            for column, content in body.columns.items()
            if content.formula is not None or content.formulas
        )

    def _origins(
        self, place: Place, sheet: Sheet, count: int, origin: Sequence[int | None] | None
    ) -> list[int | None]:
        table = place.table
        old = 0 if self._shows_nothing(sheet, table) else table.last - table.first + 1
        if origin is None:
            origin = [position if position < old else None for position in range(count)]
        known = [position for position in origin if position is not None]
        if (
            len(origin) != count
            or len(set(known)) != len(known)
            or any(not 0 <= position < old for position in known)
        ):
            raise WorkbookRefused(
                f"{place.sheet} ({table.name}): expected for each of {count} rows its own one of "
                f"{old} old rows, found an origin that does not fit. Read the table again."
            )
        rows = [None if position is None else table.first + position for position in origin]
        if not old:
            # The one empty row is not lost: the first row continues it, with what hangs on it.
            return [table.first, *rows[1:]]
        return rows or [None]

    def _obstacles(self, place: Place) -> list[Range]:
        """Return what on a table's sheet cannot be moved: other tables and pivot tables."""
        part = self._entry(place.sheet).part
        others = [
            table.range
            for table, sheet in self._table_places().values()
            if sheet == place.sheet and table.part != place.table.part
        ]
        for pivot in self._package.related(part, "pivotTable"):
            text = self._package.text(pivot)
            start = text.find("<location")
            reference = xml.attributes(text[start : text.find(">", start)]).get("ref")
            if start >= 0 and reference:
                others.append(parse_range(reference))
        return others

    def _check_values(self, place: Place, new: Mapping[int, NewColumn]) -> None:
        for column, content in new.items():
            try:
                content.values = check_column(content.values, self._dates)
            except BadValue as error:
                row = place.table.first + error.position
                address = f"{column_letters(column)}{row}"
                raise refuse_value(place.sheet, address, error) from error

    def _followed(
        self, place: Place, sheet: Sheet, resize: Resize, origins: Sequence[int | None]
    ) -> tuple[dict[str, str], str]:
        """Return notes and threads by part, and links, gone along with their rows."""
        body = resize.body
        new_rows = {
            old: body.top + position for position, old in enumerate(origins) if old is not None
        }

        def new_row(row: int, column: int) -> int | None:
            if not body.left <= column <= body.right:
                return row
            if body.top <= row <= body.bottom:
                return new_rows.get(row)
            return row + resize.rows if resize.moves(row, column, column) else row

        part = self._entry(place.sheet).part
        followed = {}
        for kind in ("comments", "threadedComment"):
            for target in self._package.related(part, kind):
                text = self._package.text(target)
                followed[target] = notes.follow_rows(text, new_row, place.sheet)
        for target in self._package.related(part, "vmlDrawing"):
            text = self._package.text(target)
            followed[target] = notes.follow_shapes(text, new_row)
        return followed, notes.follow_links(sheet.tail, new_row, place.sheet, body)

    def _resize_references(self, sheet: Sheet, resize: Resize) -> None:
        sheet.tail = references.rules_on_sheet(sheet.tail, resize)
        spellings = references.formula_spellings(sheet.name)
        for entry in self._entries:
            if entry.name == sheet.name:
                sheet.change_text(resize.in_formula(sheet.name))
                continue
            loaded = self._sheets.get(entry.part)
            if loaded is None:
                data = self._package.read(entry.part)
                if not any(spelling in data for spelling in spellings):
                    continue
            self._sheet(entry.name).change_text(resize.in_formula(entry.name), only=spellings)
        references.elsewhere(self._package, resize)
