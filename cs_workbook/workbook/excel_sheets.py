"""Sheets of the open workbook: read, added like a model sheet, and written row by row.

Only copying brings a drop-down, a lock or a print set-up along through xlwings' public interface,
so a new sheet is a copy of the model sheet, emptied, and every cell a copy of a model cell.
Protection is beyond that interface; the platform itself is asked for it.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import xlwings as xw

from cs_workbook.workbook import excel_cells
from cs_workbook.workbook.cell_blocks import Block, blocks
from cs_workbook.workbook.excel_refusals import asking
from cs_workbook.workbook.package.addresses import column_letters
from cs_workbook.workbook.package.sheets import check_name
from cs_workbook.workbook.pending import checked_cell
from cs_workbook.workbook.port import CellContent, CellValue, FormulaCell, NewRow

Undo = list[Callable[[], None]]


@dataclass(slots=True)
class PendingSheets:
    """Sheets and rows that are not written yet.

    Attributes:
        added: Model sheet and the sheet it stands behind, by name of the new sheet.
        rows: Rows by sheet, each with the model sheet its looks come from.
        breaks: Rows by sheet that begin a printed page.
    """

    added: dict[str, tuple[str, str | None]] = field(default_factory=dict)
    rows: dict[str, dict[int, tuple[NewRow, str]]] = field(default_factory=dict)
    breaks: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def add(self, name: str, *, like: str, after: str | None, taken: tuple[str, ...]) -> None:
        """Note a new sheet.

        Raises:
            WorkbookRefused: Excel would not take its name.
        """
        check_name(name, (*taken, *self.added))
        self.added[name] = (like, after)

    def write(self, sheet: str, rows: Mapping[int, NewRow], *, like: str) -> None:
        """Note rows of a sheet.

        Raises:
            WorkbookRefused: No cell can hold a value.
        """
        noted = self.rows.setdefault(sheet, {})
        for number, row in rows.items():
            for column, cell in row.cells.items():
                checked_cell(sheet, f"{column_letters(column)}{number}", cell.content)
            noted[number] = (_over(noted[number][0], row) if number in noted else row, like)

    def over(
        self, sheet: str, found: dict[int, tuple[CellValue, ...]]
    ) -> dict[int, tuple[CellValue, ...]]:
        """Return what a sheet reads as, with what is noted over what it shows."""
        for number, (row, _) in self.rows.get(sheet, {}).items():
            values = dict(enumerate(found.pop(number, ()), start=1))
            values |= {column: _value(cell.content) for column, cell in row.cells.items()}
            filled = [column for column, value in values.items() if value is not None]
            if filled:
                found[number] = tuple(values.get(at) for at in range(1, max(filled) + 1))
        return dict(sorted(found.items()))

    def put(self, book: xw.Book, told: Callable[[str], None], undo: Undo) -> None:
        """Bring everything into the workbook.

        Raises:
            WorkbookLocked: Excel did not take a change.
        """
        for name, (like, after) in self.added.items():
            told(f"Adding {name}")
            with asking(name):
                _add(book, name, like=like, after=after, undo=undo)
        for name, rows in self.rows.items():
            told(f"Writing {name}")
            with asking(name):
                # A sheet that is new goes as a whole when something fails.
                _write(book, name, rows, undo=None if name in self.added else undo)
        for name, before in self.breaks.items():
            with asking(name):
                _break_pages(book.sheets[name], before)


def _over(before: NewRow, row: NewRow) -> NewRow:
    height = before.height if row.height is None else row.height
    grows = before.grows if row.height is None else row.grows
    return NewRow(cells={**before.cells, **row.cells}, height=height, grows=grows)


def read_rows(sheet: xw.Sheet) -> dict[int, tuple[CellValue, ...]]:
    """Return the values of a sheet by row number, each row from column A to its last value."""
    used = sheet.used_range
    first, before = used.row, used.column - 1
    found: dict[int, tuple[CellValue, ...]] = {}
    for number, row in enumerate(excel_cells.read(used), start=first):
        filled = [at for at, value in enumerate(row, start=1) if value is not None]
        if filled:
            found[number] = (*[None] * before, *row[: max(filled)])
    return found


@contextmanager
def unprotected(sheet: xw.Sheet) -> Iterator[None]:
    """Lift the protection of a sheet for a moment, where it has one without a password."""
    native = sheet.api
    guarded = _is_protected(native)
    if guarded:
        _lift(native)
    try:
        yield
    finally:
        if guarded:
            protect(native)


def protect(native: Any) -> None:  # noqa: ANN401 - each platform has its own
    """Protect a sheet without a password; rows may be put in and formats changed.

    Args:
        native: The sheet as Windows or the Mac know it.
    """
    allowed = {
        "AllowFormattingCells": True,
        "AllowFormattingColumns": True,
        "AllowFormattingRows": True,
        "AllowInsertingRows": True,
        "AllowInsertingHyperlinks": True,
        "AllowDeletingRows": True,
    }
    if hasattr(native, "Protect"):
        native.Protect(**allowed)
    else:
        native.protect_worksheet(
            allow_formatting_cells=True,
            allow_formatting_columns=True,
            allow_formatting_rows=True,
            allow_inserting_rows=True,
            allow_inserting_hyperlinks=True,
            allow_deleting_rows=True,
        )


def _is_protected(native: Any) -> bool:  # noqa: ANN401 - see protect
    if hasattr(native, "ProtectContents"):
        return bool(native.ProtectContents)
    return bool(native.protect_contents.get())


def _lift(native: Any) -> None:  # noqa: ANN401 - see protect
    if hasattr(native, "Unprotect"):
        native.Unprotect()
    else:
        native.unprotect()


def _add(book: xw.Book, name: str, *, like: str, after: str | None, undo: Undo) -> None:
    shown = book.sheets.active
    place = book.sheets[book.sheet_names[-1] if after is None else after]
    made = book.sheets[like].copy(after=place, name=name)
    undo.append(made.delete)
    made.clear_contents()
    used = made.used_range
    used.clear()
    # Heights of the model's rows say nothing of what will stand here.
    used.rows.autofit()
    protect(made.api)
    shown.activate()


def _write(
    book: xw.Book, name: str, rows: Mapping[int, tuple[NewRow, str]], *, undo: Undo | None
) -> None:
    """Write rows of a sheet: first how cells look, then what they hold, block by block.

    Args:
        book: The workbook.
        name: The sheet.
        rows: Each row with the model sheet its looks come from.
        undo: Gets what puts the old contents back; ``None`` where the sheet itself goes.
    """
    sheet = book.sheets[name]
    looks = {
        (number, column): (like, cell.like)
        for number, (row, like) in rows.items()
        for column, cell in row.cells.items()
        if cell.like is not None
    }
    filled = {(number, column): True for number, (row, _) in rows.items() for column in row.cells}
    with unprotected(sheet):
        if undo is not None:
            for block in blocks(filled):
                _note_old(sheet, _range(sheet, block), undo)
        for block in blocks(looks):
            like, model = looks[block.top, block.left]
            book.sheets[like].range(model).copy(_range(sheet, block))
        for block in blocks(filled):
            contents = [
                [rows[number][0].cells[column].content for column in block.columns]
                for number in block.rows
            ]
            excel_cells.write(_range(sheet, block), contents)
        for number, (row, _) in rows.items():
            # Excel fits a row that grows by itself, and better than a guess.
            if row.height is not None and not row.grows:
                sheet.range((number, 1)).row_height = row.height


def _range(sheet: xw.Sheet, block: Block) -> xw.Range:
    return sheet.range((block.top, block.left), (block.bottom, block.right))


def _break_pages(sheet: xw.Sheet, rows: tuple[int, ...]) -> None:
    """Set the breaks of a sheet; what prints where is no content, so nothing is noted for undo.

    Only Windows offers them; on a Mac the pages turn where Excel turns them.
    """
    if not hasattr(sheet.api, "HPageBreaks"):
        return
    with unprotected(sheet):
        sheet.api.ResetAllPageBreaks()
        for row in rows:
            sheet.api.HPageBreaks.Add(Before=sheet.api.Rows(row))


def _note_old(sheet: xw.Sheet, cells: xw.Range, undo: Undo) -> None:
    old = excel_cells.contents(cells)

    def put_back() -> None:
        with unprotected(sheet):
            excel_cells.write(cells, old)

    undo.append(put_back)


def _value(content: CellContent) -> CellValue:
    return content.value if isinstance(content, FormulaCell) else content
