"""Renders the cells of a column, many with one expression.

A column of one type, which most are, is written by one list comprehension; any other cell by cell.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import repeat
from math import isfinite
from types import NoneType

from cs_workbook.errors import WorkbookRefused
from cs_workbook.workbook.package import xml
from cs_workbook.workbook.package.addresses import column_letters
from cs_workbook.workbook.package.cells import (
    LONGEST_TEXT,
    Dates,
    all_after_1904,
    check_value,
    escape_text,
    inner_xml,
    refuse_value,
)
from cs_workbook.workbook.port import CellValue

# A control character no cell may hold, so it can stand between the texts of a column: then one
# call looks at, or escapes, all of them.
_BETWEEN = "\x1e"
_BLANK_ENDS = tuple(pair for blank in " \t\n" for pair in (_BETWEEN + blank, blank + _BETWEEN))
_A_KIND_AND_BLANKS = 2
_NOT_PLAIN = re.compile("[\x00-\x08\x0b-\x1d\x1f\ud800-\udfff\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")


@dataclass(slots=True, kw_only=True)
class NewColumn:
    """New content of one column.

    Attributes:
        values: One value per row; for formulas, the cached result.
        formula: The escaped formula of the whole column, or ``None``.
        formulas: Escaped formulas of single rows by position.
    """

    values: Sequence[CellValue]
    formula: str | None
    formulas: Mapping[int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnWriter:
    """Renders cells of one column.

    Attributes:
        sheet: The sheet's name, for messages.
        column: The column number.
        dates: The date system.
    """

    sheet: str
    column: int
    dates: Dates

    def render(
        self,
        rows: Sequence[int],
        values: Sequence[CellValue],
        styles: Sequence[str] | str,
        formula: str | None = None,
    ) -> list[str]:
        """Return one ``<c>`` text per row.

        Args:
            rows: Row numbers.
            values: Values, or the cached results of the formula.
            styles: The style attribute of all cells, or of each.
            formula: The escaped formula all cells hold.
        """
        kinds = set(map(type, values))
        if len(kinds) == 1 and isinstance(styles, str):
            fast = self._uniform(kinds.pop(), rows, values, styles, formula)
            if fast is not None:
                return fast
        if len(kinds) == _A_KIND_AND_BLANKS and NoneType in kinds and isinstance(styles, str):
            return self._with_blanks(rows, values, styles, formula)
        letters = column_letters(self.column)
        each = repeat(styles) if isinstance(styles, str) else styles
        rendered = []
        for row, value, style in zip(rows, values, each, strict=False):
            if value is None and formula is None:
                rendered.append(f'<c r="{letters}{row}"{style}/>' if style else "")
                continue
            try:
                kind, inner = inner_xml(value, self.dates, formula)
            except ValueError as error:
                raise self._refused(row, error) from error
            rendered.append(f'<c r="{letters}{row}"{style}{kind}>{inner}</c>')
        return rendered

    def _with_blanks(
        self,
        rows: Sequence[int],
        values: Sequence[CellValue],
        style: str,
        formula: str | None,
    ) -> list[str]:
        """Render the values of one type and the blanks apart, then put both in order."""
        blank = [value is None for value in values]
        cells = {
            empty: iter(
                self.render(
                    [row for row, is_empty in zip(rows, blank, strict=False) if is_empty is empty],
                    [value for value in values if (value is None) is empty],
                    style,
                    formula,
                )
            )
            for empty in (True, False)
        }
        return [next(cells[empty]) for empty in blank]

    def _refused(self, row: int, error: ValueError) -> WorkbookRefused:
        return refuse_value(self.sheet, f"{column_letters(self.column)}{row}", error)

    def _uniform(
        self,
        kind: type,
        rows: Sequence[int],
        values: Sequence[CellValue],
        style: str,
        formula: str | None,
    ) -> list[str] | None:
        """Render values that are all of one type, or return ``None`` where care is needed."""
        letters = column_letters(self.column)
        f = "" if formula is None else f"<f>{formula}</f>"
        if kind is NoneType:
            if formula is not None:
                return [f'<c r="{letters}{row}"{style}>{f}</c>' for row in rows]
            return [f'<c r="{letters}{row}"{style}/>' if style else "" for row in rows]
        if kind is str:
            return self._uniform_texts(rows, values, style, formula)
        numbers: Sequence[object] | None = None
        if kind is int or (kind is float and all(map(isfinite, values))):  # type: ignore[arg-type]
            numbers = values
        elif kind is date and all_after_1904(values):
            epoch = self.dates.epoch
            numbers = [day.toordinal() - epoch for day in values]  # type: ignore[union-attr]
        elif kind in (date, datetime):
            numbers = self._serials(rows, values)
        if numbers is None:
            return None
        start = f'"{style}>{f}<v>'
        return [
            f'<c r="{letters}{row}{start}{number!r}</v></c>'
            for row, number in zip(rows, numbers, strict=True)
        ]

    def _serials(self, rows: Sequence[int], values: Sequence[CellValue]) -> list[int | float]:
        serials: list[int | float] = []
        serial = self.dates.serial
        for row, value in zip(rows, values, strict=True):
            try:
                check_value(value)
                serials.append(serial(value))  # type: ignore[arg-type] # all are dates here
            except ValueError as error:
                raise self._refused(row, error) from error
        return serials

    def _uniform_texts(
        self,
        rows: Sequence[int],
        values: Sequence[CellValue],
        style: str,
        formula: str | None,
    ) -> list[str] | None:
        texts: Sequence[str] = values  # type: ignore[assignment] # all are texts here
        joined = f"{_BETWEEN}{_BETWEEN.join(texts)}{_BETWEEN}"
        if len(joined) > LONGEST_TEXT // 2 and max(map(len, texts)) > LONGEST_TEXT // 2:
            return None
        if any(blank in joined for blank in _BLANK_ENDS):
            return None
        # Printable text holds nothing XML lacks, and asking for that is ten times as fast.
        plain = "_x" not in joined and "".join(texts).isprintable()
        if not plain and (_NOT_PLAIN.search(joined) or joined.count(_BETWEEN) != len(texts) + 1):
            texts = list(map(escape_text, texts))
        elif "&" in joined or "<" in joined or ">" in joined:
            texts = xml.escape(joined)[1:-1].split(_BETWEEN)
        letters = column_letters(self.column)
        if formula is None:
            start, end = f'"{style} t="inlineStr"><is><t>', "</t></is></c>"
        else:
            start, end = f'"{style} t="str"><f>{formula}</f><v>', "</v></c>"
        return [
            f'<c r="{letters}{row}{start}{text}{end}' for row, text in zip(rows, texts, strict=True)
        ]
