"""Cached values that may no longer be true.

Excel calculates everything anew when it opens a changed workbook (``fullCalcOnLoad``); LibreOffice
and every reader that does not calculate show the cached value. So a cached value is kept only if
its formula cannot be reached by the change: it refers, directly or through other cells, names or
tables, to nothing that changed. An absent value is honest, an old one is not.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import lru_cache

from cs_workbook.workbook.package import formulas, xml
from cs_workbook.workbook.package.addresses import Covered, Range, parse_range
from cs_workbook.workbook.package.cells import formula_of
from cs_workbook.workbook.package.names import DefinedName
from cs_workbook.workbook.package.rows import parse_row
from cs_workbook.workbook.package.sheet import Sheet

# With more separate cells than this, one rectangle around them is good enough.
_MOST_RANGES = 48
# These read cells their text does not name.
_INDIRECT = frozenset({"indirect", "offset"})

_CHART_CACHE = re.compile(
    r"<((?:\w+:)?f)\b[^>]*>([^<]*)</\1>(\s*)"
    r"<((?:\w+:)?(?:numCache|strCache|multiLvlStrCache))\b.*?</\4>",
    re.DOTALL,
)
_SHARED = re.compile(r'\bsi="(\d+)"')


@dataclass(slots=True)
class _Formula:
    sheet: str
    references: tuple[formulas.Reference, ...]
    words: frozenset[str]
    cells: Range


@dataclass(slots=True)
class Reach:
    """What a change reaches: cells by sheet, and names and tables by word.

    Attributes:
        names: The workbook's defined names.
        tables: Ranges of tables by lower-case name: (sheet, range).
        dirty: Ranges by lower-case sheet name.
        words: Lower-case names and tables that are reached.
    """

    names: Sequence[DefinedName]
    tables: Mapping[str, tuple[str, Range]]
    dirty: dict[str, list[Range]] = field(default_factory=dict)
    words: set[str] = field(default_factory=set)

    def add(self, sheet: str, cells: Range) -> None:
        """Note that cells changed."""
        known = self.dirty.setdefault(sheet.casefold(), [])
        if any(_covers(other, cells) for other in known):
            return
        known.append(cells)
        if len(known) > _MOST_RANGES:
            known[:] = [
                Range(
                    min(part.left for part in known),
                    min(part.top for part in known),
                    max(part.right for part in known),
                    max(part.bottom for part in known),
                )
            ]

    def reaches(
        self, references: Iterable[formulas.Reference], words: AbstractSet[str], own_sheet: str
    ) -> bool:
        """Say whether a formula may see a changed cell."""
        if words & self.words or words & _INDIRECT:
            return True
        if formulas.OWN in words and own_sheet.casefold() in self.dirty:
            return True
        for reference in references:
            sheet = own_sheet if reference.sheet is None else reference.sheet
            if ":" in sheet:  # Sheet1:Sheet3!A1 reads sheets its text does not name
                return True
            if any(reference.range.meets(part) for part in self.dirty.get(sheet.casefold(), ())):
                return True
        return False

    def reaches_formula(self, formula: str, own_sheet: str = "") -> bool:
        """Say whether a formula's text may see a changed cell."""
        return self.reaches(formulas.references(formula), formulas.words(formula), own_sheet)

    def spread(self) -> None:
        """Find the tables and names the changed cells are part of."""
        before = -1
        while before != len(self.words):
            before = len(self.words)
            for name, (sheet, cells) in self.tables.items():
                if any(cells.meets(part) for part in self.dirty.get(sheet.casefold(), ())):
                    self.words.add(name)
            for defined in self.names:
                if self.reaches_formula(defined.formula):
                    self.words.add(defined.name.lower())

    def in_charts(self, text: str) -> str:
        """Return a chart without the remembered points of series that changed.

        Excel and LibreOffice read a chart's points from the cells when they open the workbook.
        """

        def replaced(match: re.Match[str]) -> str:
            if self.reaches_formula(xml.unescape(match[2])):
                return match[0][: match.start(3) - match.start(0)]
            return match[0]

        return _CHART_CACHE.sub(replaced, text)


def _covers(outer: Range, inner: Range) -> bool:
    return (
        outer.left <= inner.left
        and outer.top <= inner.top
        and outer.right >= inner.right
        and outer.bottom >= inner.bottom
    )


def drop_stale(
    sheets: Iterable[Sheet],
    reach: Reach,
    *,
    fresh: Mapping[str, Sequence[Range]],
) -> None:
    """Drop the cached values the change may have made untrue.

    Args:
        sheets: Every sheet that holds formulas.
        reach: What changed; grows by the formulas that see it.
        fresh: Cells written with their values in this session, by sheet name.
    """
    by_name = {sheet.name: sheet for sheet in sheets}
    found: dict[tuple[str, int], set[int]] = {}
    for name, row, column in stale_cells(by_name.values(), reach, fresh=fresh):
        found.setdefault((name, row), set()).add(column)
    for (name, row), columns in found.items():
        by_name[name].drop_values(row, columns)


def stale_cells(
    sheets: Iterable[Sheet],
    reach: Reach,
    *,
    fresh: Mapping[str, Sequence[Range]],
) -> list[tuple[str, int, int]]:
    """Return (sheet, row, column) of the cells whose cached values the change may have made untrue.

    Takes what :func:`drop_stale` takes, and changes no cell.
    """
    waiting = [found for sheet in sheets for found in _formulas(sheet)]
    stale: list[tuple[str, int, int]] = []
    covered = {name: Covered(ranges) for name, ranges in fresh.items()}
    reach.spread()
    moved = True
    while moved:
        moved = False
        still = []
        for found in waiting:
            if not reach.reaches(found.references, found.words, found.sheet):
                still.append(found)
                continue
            moved = True
            reach.add(found.sheet, found.cells)
            written = covered.setdefault(found.sheet, Covered(()))
            stale += [
                (found.sheet, row, column)
                for row in range(found.cells.top, found.cells.bottom + 1)
                for column in range(found.cells.left, found.cells.right + 1)
                if not written.holds(column, row)
            ]
        if moved:
            reach.spread()
        waiting = still
    return stale


def _formulas(sheet: Sheet) -> list[_Formula]:
    """Return the formulas of a sheet; those a table writes itself are not looked at."""
    if sheet.body is not None and sheet.body.keeps_formulas:
        sheet.settle()
    found = []
    masters: dict[str, tuple[int, int, str]] = {}
    for number in sheet.stored_numbers():
        raw = sheet.raw_unsettled(number)
        if b"<f" not in raw:
            continue
        for column, (_, inner) in parse_row(raw.decode("utf-8")).cells.items():
            formula = formula_of(inner)
            if formula is None:
                continue
            attributes, text = formula
            text = xml.unescape(text)
            cells = Range(column, number, column, number)
            if shared := _SHARED.search(attributes):
                if text:
                    masters[shared[1]] = (number, column, text)
                elif shared[1] in masters:
                    top, left, master = masters[shared[1]]
                    text = formulas.shifted(master, number - top, column - left)
            elif "t=" in attributes and "ref" in xml.attributes(attributes):
                # The other cells of an array formula hold values and no formula of their own.
                cells = parse_range(xml.attributes(attributes)["ref"])
            found.append(_Formula(sheet.name, *_seen_by(text), cells))
    return found


@lru_cache(maxsize=4096)
def _seen_by(formula: str) -> tuple[tuple[formulas.Reference, ...], frozenset[str]]:
    """Return what a formula refers to; a column of a table repeats one text many times."""
    return tuple(formulas.references(formula)), frozenset(formulas.words(formula))
