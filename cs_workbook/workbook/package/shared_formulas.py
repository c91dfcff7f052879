"""Formulas that concern several cells: shared ones are written out, arrays never cut."""

import re
from collections.abc import Iterator, Mapping

from cs_workbook.errors import WorkbookRefused
from cs_workbook.workbook.package import formulas, xml
from cs_workbook.workbook.package.addresses import (
    Range,
    column_letters,
    parse_range,
)
from cs_workbook.workbook.package.cells import formula_of
from cs_workbook.workbook.package.rows import parse_row
from cs_workbook.workbook.package.sheet import Sheet

_SHARED = re.compile(r'\bsi="(\d+)"')
_FORMULA = re.compile(r"<f\b[^>]*?(?:/>|>[^<]*</f>)")


def expand_shared(sheet: Sheet, area: Range) -> None:
    """Give every cell its own formula where a shared formula has a cell in an area.

    A shared formula is written once and other cells point to it by number. Moving or replacing
    one of them would change what the others say.

    Raises:
        WorkbookRefused: An array formula or data table reaches beyond its own cell there.
    """
    _write_out(sheet, area)


def expand_all_shared(sheet: Sheet) -> None:
    """Give every cell its own formula where it has a share in one; arrays stay as they are."""
    _write_out(sheet, None)


def _write_out(sheet: Sheet, area: Range | None) -> None:
    """Write out the shared formulas that have a cell in an area, or all of them."""
    members: dict[str, list[tuple[int, int]]] = {}
    masters: dict[str, tuple[int, int, str]] = {}
    wanted: set[str] = set()
    for number, column, attributes, text in _linked_formulas(sheet):
        if area is not None:
            _check_array(sheet, attributes, number, column, area)
        shared = _SHARED.search(attributes) if 't="shared"' in attributes else None
        if shared is None:
            continue
        members.setdefault(shared[1], []).append((number, column))
        if text:
            masters[shared[1]] = (number, column, xml.unescape(text))
        if area is None or area.meets(Range(column, number, column, number)):
            wanted.add(shared[1])
    by_row: dict[int, list[tuple[int, str]]] = {}
    for group in sorted(wanted):
        for number, column in members[group]:
            by_row.setdefault(number, []).append((column, group))
    for number in sorted(by_row):
        _expand(sheet, number, by_row[number], masters)


def _linked_formulas(sheet: Sheet) -> Iterator[tuple[int, int, str, str]]:
    """Yield row, column, attributes and text of the formulas that concern several cells."""
    for number in sheet.row_numbers():
        raw = sheet.raw_unsettled(number)
        if not any(kind in raw for kind in (b't="shared"', b't="array"', b't="dataTable"')):
            continue
        for column, (_, inner) in parse_row(raw.decode("utf-8")).cells.items():
            found = formula_of(inner)
            if found is not None and "t=" in found[0]:
                yield number, column, *found


def _check_array(sheet: Sheet, attributes: str, number: int, column: int, area: Range) -> None:
    if 't="array"' not in attributes and 't="dataTable"' not in attributes:
        return
    reference = xml.attributes(attributes).get("ref", "")
    covered = parse_range(reference) if reference else Range(column, number, column, number)
    if covered.meets(area) and (covered.left, covered.top) != (covered.right, covered.bottom):
        raise WorkbookRefused(
            f"{sheet.name}!{column_letters(column)}{number}: an array formula fills {covered}, "
            "which this change would cut. Remove it or move it elsewhere and try again."
        )


def _expand(
    sheet: Sheet,
    number: int,
    cells: list[tuple[int, str]],
    masters: Mapping[str, tuple[int, int, str]],
) -> None:
    row = sheet.row(number)
    for column, group in cells:
        if group not in masters:
            raise sheet.damaged()
        top, left, formula = masters[group]
        attributes, inner = row.cells[column]
        own = xml.escape(formulas.shifted(formula, number - top, column - left))
        old = _FORMULA.search(inner)
        if old is not None:
            inner = f"{inner[: old.start()]}<f>{own}</f>{inner[old.end() :]}"
        row.cells[column] = (attributes, inner)
    sheet.set_row(number, row)
