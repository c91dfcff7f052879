"""Reads the XML of cells into values."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from cs_workbook.errors import WorkbookError
from cs_workbook.workbook.package import xml
from cs_workbook.workbook.package.cells import (
    TYPE,
    VALUE,
    Cell,
    Dates,
    plain_text,
    style_of,
    unescape_text,
)
from cs_workbook.workbook.package.styles import Shows, Styles
from cs_workbook.workbook.port import CellError, CellValue

# <is>, <t> and their ends: a text without runs.
_TAGS = 4
_DATES = (Shows.DATE, Shows.MOMENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Reads cell XML into values.

    Attributes:
        strings: The shared strings.
        styles: The cell formats, which alone tell a date from a number.
        dates: The date system.
    """

    strings: Sequence[str]
    styles: Styles
    dates: Dates
    _read: dict[str, tuple[str, Shows]] = field(default_factory=dict, repr=False)

    def value(self, cell: Cell) -> CellValue:
        """Return the value of a cell; of a formula cell the cached one.

        Raises:
            WorkbookError: The cell's content is damaged.
        """
        attributes, inner = cell
        if not inner:
            return None
        found = self._read.get(attributes)
        if found is None:
            found = self._read[attributes] = self._how(attributes)
        kind, shows = found
        try:
            if kind == "n":
                return self._number(inner, shows)
            if kind == "inlineStr" and inner.startswith("<is><t>") and inner.count("<") == _TAGS:
                text = inner[7:-9]
                return plain_text(inner) if "&" in text or "_x" in text else text
            if kind == "s" and inner.startswith("<v>") and inner.endswith("</v>"):
                return self.strings[int(inner[3:-4])]
            return self._typed(kind, inner)
        except (ValueError, IndexError, OverflowError) as error:
            raise WorkbookError(
                f"expected a value, found {inner[:80]!r}. Restore the workbook from a backup."
            ) from error

    def _how(self, attributes: str) -> tuple[str, Shows]:
        """Return a cell's type and what its format shows; few spellings recur in every cell."""
        kind = TYPE.search(attributes)
        return kind[1] if kind else "n", self.styles.shows(style_of(attributes))

    def _typed(self, kind: str, inner: str) -> CellValue:
        if kind == "inlineStr":
            return plain_text(inner)
        found = VALUE.search(inner)
        text = xml.unescape(found[1] or "") if found is not None else None
        if text is None:
            return None
        match kind:
            case "s":
                value: CellValue = self.strings[int(text)]
            case "b":
                value = text.strip() in ("1", "true")
            case "e":
                value = CellError(text)
            case "d":
                moment = datetime.fromisoformat(text.removesuffix("Z"))
                value = moment if "T" in text else moment.date()
            case _:
                value = unescape_text(text)
        return value

    def _number(self, inner: str, shows: Shows) -> CellValue:
        if inner.startswith("<v>") and inner.endswith("</v>"):
            text = inner[3:-4]
        else:
            found = VALUE.search(inner)
            text = (found[1] or "") if found is not None else ""
        if not text:
            return None
        number: int | float
        if "." in text:
            number = float(text)
        else:
            try:
                number = int(text)
            except ValueError:
                number = float(text)
        if shows in _DATES:
            return self.dates.moment(number, time=shows is Shows.MOMENT)
        return number
