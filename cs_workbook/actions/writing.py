"""Write only what is different, and remember what was.

A table whose cells already hold what is to be written is left alone, so that the parts of the
file behind it stay byte for byte as they were. Results of live formulas count as equal when they
agree to 1e-9: Excel and Python may differ in the last bits.
"""

import math
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from cs_workbook.errors import TableMissing
from cs_workbook.workbook.port import (
    CellContent,
    CellValue,
    ColumnContent,
    FormulaCell,
    FormulaColumn,
    Workbook,
)

TOLERANCE = 1e-9


class Writer:
    """Writes tables and named cells of one workbook where they differ.

    Args:
        workbook: The workbook to change.
    """

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self.changed_tables: list[str] = []
        self.changed_names = 0

    @property
    def anything(self) -> bool:
        """Whether anything was different so far."""
        return bool(self.changed_tables or self.changed_names)

    def table(
        self,
        name: str,
        columns: Mapping[str, ColumnContent],
        *,
        old: Mapping[str, Sequence[CellValue]] | None = None,
        origin: Sequence[int | None] | None = None,
        keyed_by: Sequence[str] | None = None,
    ) -> None:
        """Replace a table's body where it differs.

        Args:
            name: Table name.
            columns: The new content.
            old: The body as it stands, where the caller has read it already.
            origin: For each new row the old row it continues.
            keyed_by: Headers that tell rows apart; ``origin`` is then found by them. Old rows in
                which a person typed into a column of their own, and which would go, are kept at
                the end.
        """
        if old is None:
            old = self._workbook.read_table(name)
        if keyed_by is not None:
            columns, origin = _carry(columns, old, keyed_by)
        if not _differs(columns, old, origin):
            return
        self._workbook.write_table(name, columns, origin=origin)
        self.changed_tables.append(name)

    def name(self, name: str, content: CellContent) -> None:
        """Write a named cell where it differs."""
        value = content.value if isinstance(content, FormulaCell) else content
        if not same(self._workbook.read_name(name), value, formula=False):
            self._workbook.write_name(name, content)
            self.changed_names += 1


def _carry(
    columns: Mapping[str, ColumnContent],
    old: Mapping[str, Sequence[CellValue]],
    keyed_by: Sequence[str],
) -> tuple[Mapping[str, ColumnContent], list[int | None]]:
    """Find each new row's old row, and keep old rows that hold what a person typed."""
    places: dict[tuple[CellValue, ...], int] = {}
    count = len(next(iter(old.values()), []))
    for row in range(count):
        places.setdefault(tuple(old[header][row] for header in keyed_by), row)
    keys = zip(*(_values(columns[header]) for header in keyed_by), strict=True)
    origin: list[int | None] = [places.pop(key, None) for key in keys]
    own = [header for header in old if header not in columns]
    continued = set(origin)
    kept = [
        row
        for row in range(count)
        if row not in continued and any(old[header][row] is not None for header in own)
    ]
    if not kept:
        return columns, origin
    return {
        header: _extended(content, [old[header][row] for row in kept])
        for header, content in columns.items()
    }, [*origin, *kept]


def _extended(content: ColumnContent, more: Sequence[CellValue]) -> ColumnContent:
    if isinstance(content, FormulaColumn):
        return FormulaColumn(formula=content.formula, values=[*content.values, *more])
    return [*content, *more]


def _values(content: ColumnContent) -> Sequence[CellValue]:
    if isinstance(content, FormulaColumn):
        return content.values
    return [cell.value if isinstance(cell, FormulaCell) else cell for cell in content]


def _differs(
    columns: Mapping[str, ColumnContent],
    old: Mapping[str, Sequence[CellValue]],
    origin: Sequence[int | None] | None,
) -> bool:
    """Tell whether writing these columns would change what the table shows."""
    if origin is not None and list(origin) != list(range(len(next(iter(old.values()), [])))):
        return True
    for header, content in columns.items():
        if header not in old:
            raise TableMissing(f"Expected a column {header!r}, found none. Rename it back.")
        before, after = old[header], _values(content)
        if len(before) != len(after):
            return True
        formula = isinstance(content, FormulaColumn)
        for place, (was, now) in enumerate(zip(before, after, strict=True)):
            live = formula or isinstance(
                content[place] if not isinstance(content, FormulaColumn) else None, FormulaCell
            )
            if not same(was, now, formula=live):
                return True
    return False


def same(was: CellValue, now: CellValue, *, formula: bool) -> bool:
    """Tell whether two cell values show the same.

    Args:
        was: What a cell holds.
        now: What it is to hold.
        formula: True for the result of a live formula, which may differ in its last bits and
            may be empty text where a plain cell would be blank.

    >>> same(1, 1.0, formula=False), same(None, 0, formula=False), same(None, "", formula=True)
    (True, False, True)
    """
    if was is None or now is None:
        return was is now or (formula and (was or "") == (now or "") == "")
    if isinstance(was, bool) or isinstance(now, bool):
        return was is now
    if isinstance(was, int | float) and isinstance(now, int | float):
        return was == now or (
            formula and math.isclose(was, now, rel_tol=TOLERANCE, abs_tol=TOLERANCE)
        )
    if isinstance(was, date) and isinstance(now, date):
        return _moment(was) == _moment(now)
    return type(was) is type(now) and was == now


def _moment(value: date) -> datetime:
    return value if isinstance(value, datetime) else datetime.combine(value, datetime.min.time())
