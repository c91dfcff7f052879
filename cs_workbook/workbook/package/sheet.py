"""One worksheet part, edited by region.

The part is cut into the text before the rows, the rows, and the text after them. Rows nobody
touches keep their bytes; a touched row is taken apart, changed and written anew. Cells written
without an address (position counts then) are given one as soon as the sheet is touched.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterator
from collections.abc import Set as AbstractSet

from cs_workbook.errors import WorkbookError, WorkbookRefused
from cs_workbook.workbook.package import formulas, used_range, xml
from cs_workbook.workbook.package.addresses import Range
from cs_workbook.workbook.package.body import TableBody
from cs_workbook.workbook.package.cells import without_value
from cs_workbook.workbook.package.rows import Row, parse_row

_SHEET_DATA = re.compile(rb"<sheetData\b[^>]*?(/?)>")
_ROW_NUMBER = re.compile(rb'\sr="(\d+)"')
_ROOT = re.compile(rb"<worksheet[\s>]")
_SINGLE_QUOTED = re.compile(rb"<(?:row|c)\s[^<>\"]*='")
_COLUMN = re.compile(r"<col\b([^>]*)>")
_CHUNK = 1 << 20
_LARGE = 64 << 20


class Sheet:
    """The XML of one worksheet.

    Args:
        name: The sheet's name, for messages.
        part: The part's name.
        data: The part's bytes.

    Raises:
        WorkbookError: The XML is damaged.
        WorkbookRefused: It is written in a way no spreadsheet program uses.
    """

    def __init__(self, name: str, part: str, data: bytes) -> None:
        self.name = name
        self.part = part
        self.touched = False
        self._data = data
        self.body: TableBody | None = None
        self._check_form()
        start = _SHEET_DATA.search(data)
        if start is None or not _ROOT.search(data[:4096]):
            raise self._unusual("no rows where they belong")
        if start[1]:
            begin = end = start.end()
            head, self.tail = data[: start.start()] + b"<sheetData>", "</sheetData>"
            self.tail += self._decode(data[end:])
        else:
            begin, end = start.end(), data.rfind(b"</sheetData>")
            if end < 0:
                raise self.damaged()
            head, self.tail = data[:begin], self._decode(data[end:])
        self.head = self._decode(head)
        self._rows: dict[int, bytes | tuple[int, int]] = {}
        self._index(begin, end)

    def _decode(self, data: bytes) -> str:
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError as error:
            raise self._unusual("text that is not UTF-8") from error

    def damaged(self) -> WorkbookError:
        """Word that the sheet cannot be used."""
        return WorkbookError(
            f"{self.name}: the sheet's XML is damaged. Restore the workbook from a backup."
        )

    def _unusual(self, found: str) -> WorkbookRefused:
        return WorkbookRefused(
            f"{self.name}: expected a sheet as Excel writes it, found {found}. Open the workbook "
            "in Excel and save it."
        )

    def _check_form(self) -> None:
        """Refuse a part that is not well-formed: text edits would only spread the damage.

        In a very large part only the order of its rows is looked at, in a tenth of the time.
        """
        if len(self._data) > _LARGE:
            return
        try:
            xml.check(self._data)
        except ValueError as error:
            raise self.damaged() from error

    def _index(self, begin: int, end: int) -> None:
        """Note where every row stands, and that nothing but rows stands there."""
        data = self._data
        if data.find(b"<!", begin, end) >= 0 or data.find(b"<?", begin, end) >= 0:
            raise self._unusual("comments between the rows")
        if b"='" in data and _SINGLE_QUOTED.search(memoryview(data)[begin:end]):
            raise self._unusual("single quotes around attributes")
        position, number = begin, 0
        while (start := data.find(b"<row", position, end)) >= 0:
            head = data.find(b">", start, end)
            stop = head + 1
            if data[head - 1 : head] != b"/":
                stop = data.find(b"</row>", head, end) + len(b"</row>")
            # Between rows there may be blanks, and inside a row no other begins.
            nested = data.find(b"<row", head, stop) >= 0
            if head < 0 or stop < head or nested or data[position:start].strip():
                raise self.damaged()
            found = _ROW_NUMBER.search(data, start, head)
            previous, number = number, int(found[1]) if found else number + 1
            if number <= previous:
                raise self.damaged()
            if found:
                self._rows[number] = (start, stop)
            else:
                self._rows[number] = b'<row r="%d"' % number + data[start + 4 : stop]
            position = stop
        if data[position:end].strip():
            raise self.damaged()

    def raw(self, number: int) -> bytes:
        """Return a row's XML, empty where there is no such row."""
        body = self.body
        if body is not None and body.first <= number <= body.last:
            self.settle()
        found = self._rows.get(number, b"")
        return found if isinstance(found, bytes) else self._data[found[0] : found[1]]

    def row(self, number: int) -> Row:
        """Return a row taken apart; an empty one where there is none."""
        data = self.raw(number)
        return parse_row(data.decode("utf-8")) if data else Row()

    def row_numbers(self) -> list[int]:
        """Return the numbers of all rows that say something."""
        numbers = set(self._rows)
        if self.body is not None:
            numbers.update(range(self.body.first, self.body.last + 1))
        return sorted(numbers)

    def stored_numbers(self) -> list[int]:
        """Return the numbers of the rows outside a waiting table body."""
        return sorted(self._rows)

    def rows_from(self, number: int) -> list[int]:
        """Return the numbers of the rows at or under a row."""
        numbers = self.row_numbers()
        return numbers[bisect_left(numbers, number) :]

    def snapshot(self, first: int, last: int) -> Callable[[int], bytes]:
        """Return a way to read some rows as they are now, whatever becomes of them."""
        self.settle()
        kept = {
            number: self._rows[number] for number in range(first, last + 1) if number in self._rows
        }
        data = self._data

        def old(number: int) -> bytes:
            found = kept.get(number, b"")
            return found if isinstance(found, bytes) else data[found[0] : found[1]]

        return old

    def column_style(self, column: int) -> int:
        """Return the format of a column's cells that are not written."""
        end = self.head.find("</cols>")
        for text in _COLUMN.findall(self.head[:end] if end >= 0 else ""):
            found = xml.attributes(text)
            if int(found.get("min", 0)) <= column <= int(found.get("max", 0)):
                return int(found.get("style", 0))
        return 0

    def has_formulas(self) -> bool:
        """Say whether any cell holds a formula."""
        if self.body is not None and self.body.has_formulas:
            return True
        return any(b"<f" in self.raw(number) for number in self._rows)

    def set_row(self, number: int, row: Row) -> None:
        """Write a row; it disappears where nothing is left of it."""
        self.raw(number)  # settles a body that covers the row
        text = row.render(number)
        if text:
            self._rows[number] = text.encode("utf-8")
        else:
            self._rows.pop(number, None)
        self.touched = True

    def set_body(self, body: TableBody, *, old_last: int) -> None:
        """Put a table's new body in the place of its old rows.

        Args:
            body: The new body; it knows what stood in the old rows.
            old_last: The last row the old body had.
        """
        self.settle()
        for number in range(body.first, max(body.last, old_last) + 1):
            self._rows.pop(number, None)
        self.body = body
        self.touched = True

    def settle(self) -> None:
        """Render the waiting table body into rows, because something else needs them."""
        body, self.body = self.body, None
        if body is not None:
            number = body.first
            for rendered in body.rows():
                for text in rendered:
                    if text:
                        self._rows[number] = text.encode("utf-8")
                    number += 1

    def change_text(self, change: Callable[[str], str], *, only: Collection[bytes] = ()) -> None:
        """Pass every formula of the sheet, in cells and rules, through a change.

        Args:
            change: Gets a formula and returns it, changed or not.
            only: Rows with none of these bytes are left alone unread; all are read where empty.
        """
        if self.body is not None and self.body.keeps_formulas:
            self.settle()
        tail = formulas.each_formula(self.tail, change)
        if tail != self.tail:
            self.tail, self.touched = tail, True
        for number in list(self._rows):
            raw = self.raw_unsettled(number)
            if b"<f" not in raw or (only and not any(word in raw for word in only)):
                continue
            text = raw.decode("utf-8")
            changed = formulas.each_formula(text, change)
            if changed != text:
                self._rows[number] = changed.encode("utf-8")
                self.touched = True

    def raw_unsettled(self, number: int) -> bytes:
        """Return a row's XML without looking into a waiting table body."""
        found = self._rows.get(number, b"")
        return found if isinstance(found, bytes) else self._data[found[0] : found[1]]

    def drop_values(self, number: int, columns: AbstractSet[int]) -> None:
        """Drop the cached values of formula cells in a row."""
        row = self.row(number)
        dropped = {
            column: without_value(cell)
            for column, cell in row.cells.items()
            if column in columns and without_value(cell) != cell
        }
        if dropped:
            row.cells.update(dropped)
            self.set_row(number, row)

    def chunks(self) -> Iterator[bytes]:
        """Yield the part as it is now, in pieces."""
        body = self.body
        last = max(max(self._rows, default=1), body.last if body is not None else 1)
        head = used_range.ending(self.head, last, right=body.right if body is not None else 1)
        yield head.encode("utf-8")
        numbers = sorted(self._rows)
        under = len(numbers) if body is None else bisect_left(numbers, body.first)
        yield from self._joined(numbers[:under])
        if body is not None:
            for rendered in body.rows():
                yield "".join(rendered).encode("utf-8")
        yield from self._joined(numbers[under:])
        yield self.tail.encode("utf-8")

    def _joined(self, numbers: list[int]) -> Iterator[bytes]:
        waiting: list[bytes] = []
        size = 0
        for number in numbers:
            waiting.append(self.raw_unsettled(number))
            size += len(waiting[-1])
            if size > _CHUNK:
                yield b"".join(waiting)
                waiting, size = [], 0
        yield b"".join(waiting)

    @property
    def changed(self) -> bool:
        """Whether the part is no longer what the file has; found out at the first difference."""
        return self.touched and not self._same()

    def _same(self) -> bool:
        position = 0
        view = memoryview(self._data)
        for chunk in self.chunks():
            if view[position : position + len(chunk)] != chunk:
                return False
            position += len(chunk)
        return position == len(self._data)

    def widen(self, row: int, column: int) -> None:
        """Let the stored used range include a cell."""
        self.head = used_range.including(self.head, Range(column, row, column, row))
