"""Python values and the XML of a cell.

A cell here is the pair ``(attributes, inner)``: the text of its start tag without the address, and
what stands between its tags. Dates are serial numbers in the workbook's date system; ``None`` is an
empty cell that keeps its format. Text never becomes a formula, whatever it starts with.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from datetime import time as time_of_day
from functools import lru_cache
from math import isfinite
from types import NoneType
from typing import TypeAlias

from cs_workbook.errors import WorkbookRefused
from cs_workbook.workbook.package import xml
from cs_workbook.workbook.port import CellError, CellValue

LONGEST_TEXT = 32_767
_HALF = LONGEST_TEXT // 2
_TEXT_TAGS = 2  # <t> and </t>: a text without runs

Cell: TypeAlias = tuple[str, str]

# Characters XML cannot hold, a carriage return (XML turns it into a newline), and text that only
# looks like the escape Excel uses for them.
_ESCAPED = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
SPECIAL = re.compile("[&<>\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")
_UNESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_TEXT = re.compile(r"<t\b[^>]*?(?:/>|>(.*?)</t>)", re.DOTALL)
_PHONETIC = re.compile(r"<rPh\b.*?</rPh>", re.DOTALL)
VALUE = re.compile(r"<v\b[^>]*?(?:/>|>(.*?)</v>)", re.DOTALL)
TYPE = re.compile(r'\st="(\w+)"')
_STYLE = re.compile(r'\ss="(\d+)"')
_FORMULA = re.compile(r"<f\b([^>]*?)(?:/>|>(.*?)</f>)", re.DOTALL)

_EPOCH_1900 = date(1899, 12, 30).toordinal()
_EPOCH_1904 = date(1904, 1, 1).toordinal()
# Excel's 1900 is a leap year (kept from Lotus 1-2-3), so serials before 1 March are one less.
_AFTER_FALSE_LEAP_DAY = 61
_FIRST_SAFE_YEAR = 1904
_MILLISECONDS = 86_400_000
_LAST_SERIAL = 2_958_465

ERRORS = frozenset(
    {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA",
     "#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!", "#UNKNOWN!", "#CONNECT!", "#BUSY!"}
)  # fmt: skip


def escape_text(text: str) -> str:
    r"""Escape a text for a cell, with Excel's ``_x000D_`` notation where XML has no way.

    >>> escape_text("a<b"), escape_text("a\rb"), escape_text("_x0041_")
    ('a&lt;b', 'a_x000D_b', '_x005F_x0041_')
    """
    if not SPECIAL.search(text):
        return text
    return xml.escape(_ESCAPED.sub(lambda match: f"_x{ord(match[0]):04X}_", text))


def plain_text(item: str) -> str:
    """Return the text of a string item, with or without formatted runs."""
    if item.startswith("<t>") and item.count("<") == _TEXT_TAGS:
        return unescape_text(xml.unescape(item[3:-4]))
    if "<rPh" in item:
        item = _PHONETIC.sub("", item)
    text = xml.unescape("".join(_TEXT.findall(item)))
    return unescape_text(text)


def unescape_text(text: str) -> str:
    """Undo Excel's ``_x000D_`` notation."""
    if "_x" not in text:
        return text
    return _UNESCAPED.sub(lambda match: chr(int(match[1], 16)), text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """The date system of a workbook: counting from 1900, or from 1904 as old Macs did."""

    from_1904: bool

    def serial(self, value: date) -> int | float:
        """Return the serial number of a date or moment.

        Raises:
            ValueError: It lies before the first day the date system has.
        """
        ordinal = value.toordinal()
        if self.from_1904:
            days = ordinal - _EPOCH_1904
        else:
            days = ordinal - _EPOCH_1900
            if days < _AFTER_FALSE_LEAP_DAY:
                days -= 1
        if days < (0 if self.from_1904 else 1):
            raise ValueError(f"{value.isoformat()} lies before Excel's first day")
        if isinstance(value, datetime):
            within = (
                (value.hour * 60 + value.minute) * 60 + value.second
            ) * 1000 + value.microsecond / 1000
            return days + within / _MILLISECONDS
        return days

    @property
    def epoch(self) -> int:
        """The ordinal of day 0, for dates after 1904."""
        return _EPOCH_1904 if self.from_1904 else _EPOCH_1900

    def moment(self, serial: float, *, time: bool) -> date | datetime | float:
        """Return the date of a serial; numbers Excel shows as no date come back as they are.

        Args:
            serial: The number in the cell.
            time: Whether the format shows a time; else a whole day comes back as a ``date``.
        """
        total = round(serial * _MILLISECONDS)
        days, rest = divmod(total, _MILLISECONDS)
        if not self.from_1904 and days < _AFTER_FALSE_LEAP_DAY:
            days += 1
            if days == _AFTER_FALSE_LEAP_DAY or days <= 1:
                return serial  # 29 February 1900 and "0 January 1900" are no days
        if not 0 <= days <= _LAST_SERIAL:
            return serial
        ordinal = days + (_EPOCH_1904 if self.from_1904 else _EPOCH_1900)
        if ordinal > date.max.toordinal():
            return serial
        day = date.fromordinal(ordinal)
        if rest or time:
            return datetime.combine(day, time_of_day()) + timedelta(milliseconds=rest)
        return day


def _exact(value: object) -> CellValue:
    """Return a number, text or date of a subclass (numpy's, pandas') as its plain type."""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return float(value)
    if isinstance(value, datetime):
        if value != value:  # noqa: PLR0124 - pandas' missing moment is the one unlike itself
            return None
        return datetime(*value.timetuple()[:6], value.microsecond, tzinfo=value.tzinfo)
    if isinstance(value, date):
        return date(value.year, value.month, value.day)
    raise ValueError(f"a {type(value).__name__}, {value!r:.60}")


def check_value(value: object) -> CellValue:
    """Return a value in one of the exact types a cell takes.

    Raises:
        ValueError: No cell can hold it; the message says what was found.
    """
    if value is None or type(value) in (str, int, float, bool, date, datetime, CellError):
        checked: CellValue = value  # type: ignore[assignment] # the line above says so
    else:
        checked = _exact(value)
    if isinstance(checked, float) and not isfinite(checked):
        raise ValueError(f"{checked}, which is no number Excel knows")
    if isinstance(checked, datetime) and checked.tzinfo is not None:
        raise ValueError("a moment with a time zone")
    if isinstance(checked, str) and len(checked) > _HALF:
        length = len(checked.encode("utf-16-le", "surrogatepass")) // 2
        if length > LONGEST_TEXT:
            raise ValueError(f"a text of {length:,} characters; Excel keeps {LONGEST_TEXT:,}")
    if isinstance(checked, CellError) and checked.code not in ERRORS:
        raise ValueError(f"an error value {checked.code!r}")
    return checked


def all_after_1904(days: Sequence[object]) -> bool:
    """Say whether plain dates lie where both date systems simply count days."""
    first: date = min(days)  # type: ignore[type-var,assignment] # all are dates
    return first.year > _FIRST_SAFE_YEAR


class BadValue(ValueError):
    """A value in a column that no cell can hold.

    Attributes:
        position: Its place in the column, from 0.
    """

    def __init__(self, position: int, found: str) -> None:
        super().__init__(found)
        self.position = position


def check_column(values: Sequence[object], dates: Dates) -> Sequence[CellValue]:
    """Return a column's values in the exact types cells take.

    Raises:
        BadValue: No cell can hold one of them.
    """
    kinds = set(map(type, values))
    plain = kinds <= {int, bool, NoneType}
    held = values if NoneType not in kinds else [value for value in values if value is not None]
    kinds.discard(NoneType)
    if kinds == {str}:
        plain = max(map(len, held)) <= _HALF  # type: ignore[arg-type] # all are texts
    elif kinds == {float}:
        plain = all(map(isfinite, held))  # type: ignore[arg-type] # all are numbers
    elif kinds == {date}:
        plain = all_after_1904(held)
    if plain:
        return values  # type: ignore[return-value] # the types say so
    checked = []
    for position, value in enumerate(values):
        try:
            cell = check_value(value)
            if isinstance(cell, date):
                dates.serial(cell)
        except ValueError as error:
            raise BadValue(position, str(error)) from error
        checked.append(cell)
    return checked


def refuse_value(sheet: str, address: str, error: ValueError) -> WorkbookRefused:
    """Word the refusal of a value no cell can hold."""
    return WorkbookRefused(
        f"{sheet}!{address}: expected a text, number, date or yes/no, found {error}. "
        "Correct the value and try again."
    )


def inner_xml(value: CellValue, dates: Dates, formula: str | None = None) -> tuple[str, str]:
    """Return a cell's type attribute and inner XML.

    Args:
        value: The value, or the cached result of the formula.
        dates: The workbook's date system.
        formula: The formula text, already escaped.

    Raises:
        ValueError: No cell can hold the value.
    """
    value = check_value(value)
    before = "" if formula is None else f"<f>{formula}</f>"
    if value is None:
        return "", before
    if isinstance(value, str):
        text = escape_text(value)
        if formula is not None:
            return ' t="str"', f"{before}<v{preserve(value)}>{text}</v>"
        return ' t="inlineStr"', f"<is><t{preserve(value)}>{text}</t></is>"
    if isinstance(value, bool):
        return ' t="b"', f"{before}<v>{int(value)}</v>"
    if isinstance(value, CellError):
        return ' t="e"', f"{before}<v>{xml.escape(value.code)}</v>"
    if isinstance(value, date):
        value = dates.serial(value)
    return "", f"{before}<v>{value!r}</v>"


def preserve(text: str) -> str:
    """Return the attribute that keeps blanks at the ends of a text."""
    return ' xml:space="preserve"' if text != text.strip(" \t\n") else ""


def formula_of(inner: str) -> tuple[str, str] | None:
    """Return (attributes, escaped text) of a cell's formula, or ``None``."""
    if "<f" not in inner:
        return None
    match = _FORMULA.search(inner)
    return (match[1], match[2] or "") if match else None


def without_value(cell: Cell) -> Cell:
    """Return a formula cell without its cached value."""
    attributes, inner = cell
    return TYPE.sub("", attributes), VALUE.sub("", inner)


@lru_cache(maxsize=4096)  # a handful of spellings stand in millions of cells
def style_of(attributes: str) -> int:
    """Return the number of a cell's format."""
    match = _STYLE.search(attributes)
    return int(match[1]) if match else 0


def style_attribute(style: int) -> str:
    """Return the attribute for a format; the default format needs none."""
    return f' s="{style}"' if style else ""
