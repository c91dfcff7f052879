"""What a cell value is on its way in and out, as xlwings on Windows has it.

Out of Excel come ``float``, ``str``, ``bool``, naive ``datetime`` for cells with a date format,
``Decimal`` for cells with a currency format, ``None`` for empty cells, and a COM number for an
error, which xlwings turns into ``None`` or its name. Into Excel a text goes as if it were typed:
"007" becomes 7 and "1-2" a date; :func:`reinterpreted` names such texts.
"""

import datetime as dt
import math
import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import TypeAlias

import numpy as np
import pandas as pd

RawValue: TypeAlias = float | int | str | bool | dt.datetime | Decimal | None
Rows: TypeAlias = Sequence[Sequence[object]]

# LibreOffice's error numbers, and the COM numbers by which Excel names the seven classic errors.
_COM_ERRORS = {
    "#DIV/0!": -2146826281,
    "#N/A": -2146826246,
    "#NAME?": -2146826259,
    "#NULL!": -2146826288,
    "#NUM!": -2146826252,
    "#REF!": -2146826265,
    "#VALUE!": -2146826273,
}
_OFFICE_ERRORS = {
    32767: "#N/A",
    502: "#NUM!",  # an argument out of its range, as in SQRT(-1)
    503: "#NUM!",
    519: "#VALUE!",
    521: "#NULL!",
    524: "#REF!",
    525: "#NAME?",
    523: "#NUM!",  # no convergence
    532: "#DIV/0!",
}
ERROR_NAMES = {number: name for name, number in _COM_ERRORS.items()}

_MONTHS = (
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec|january|february|march|april|june"
)
_MONTHS += r"|july|august|september|october|november|december)"
_NUMBER = r"(?:\d+(?:,\d{3})*\.?\d*|\.\d+)(?:e[+-]?\d+)?"
_TIME = r"\d{1,4}:\d{1,2}(?::\d{1,2}(?:\.\d+)?)?(?:\s*[ap]m?)?|\d{1,2}\s+[ap]m?"
_DATE = (
    rf"\d{{1,4}}[-/]\d{{1,2}}(?:[-/]\d{{1,4}})?|\d{{1,2}}[-/ ]?{_MONTHS}(?:[-/ ,]*\d{{1,4}})?"
    rf"|{_MONTHS}[-/ ]?\d{{1,4}}(?:[-/ ,]+\d{{1,4}})?"
)
_REINTERPRETED = re.compile(
    rf"\s*(?:[-+]?\s*[$€£]?\s*[-+]?{_NUMBER}\s*%?|\(\s*[$€£]?{_NUMBER}\s*\)|%\s*{_NUMBER}"
    rf"|[-+]?\s*{_NUMBER}\s*[$€£]|\d+\s+\d+/\d+|{_TIME}|(?:{_DATE})(?:\s+(?:{_TIME}))?"
    r"|true|false|\#(?:n/a|null!|div/0!|value!|ref!|name\?|num!))\s*",
    re.IGNORECASE,
)
_LONGEST_TEXT = 32_767


class ReinterpretedText(ValueError):
    """A text was written that Excel would not have kept as it is."""


def reinterpreted(text: str) -> bool:
    """Return whether Excel would make something else of a text written to a General cell.

    >>> [reinterpreted(t) for t in ("007", "1-2", "1/2", "TRUE", "1e5", "50%", "=A1", "-5 seats")]
    [True, True, True, True, True, True, True, True]
    >>> [reinterpreted(t) for t in ("Acme", "A-1", "1-2-x", "-", "v1.2", "12 seats", "May")]
    [False, False, False, False, False, False, False]
    """
    if len(text) > 1 and text[0] in "=+-@":
        return True
    return len(text) > _LONGEST_TEXT or _REINTERPRETED.fullmatch(text) is not None


def com_error_number(office_error: int) -> int:
    """Return the COM number of an error LibreOffice numbers its own way.

    What Excel has no word for (``Err:508``, a missing parenthesis) is a #VALUE!.
    """
    return _COM_ERRORS[_OFFICE_ERRORS.get(office_error, "#VALUE!")]


def moment(serial: float, null_date: dt.datetime) -> dt.datetime:
    """Return the moment of a date's serial number, to the millisecond as COM gives it."""
    return null_date + dt.timedelta(milliseconds=round(serial * 86_400_000))


def serial(value: dt.datetime | dt.date, null_date: dt.datetime) -> float:
    """Return the serial number of a date; a time zone is cut off, not converted."""
    if not isinstance(value, dt.datetime):
        value = dt.datetime(value.year, value.month, value.day)  # noqa: DTZ001
    return (value.replace(tzinfo=None) - null_date) / dt.timedelta(days=1)


def currency(value: float) -> Decimal:
    """Return an amount as COM's currency type has it: exact to four places."""
    return Decimal(str(round(value, 4))).normalize() + 0


def prepared(value: object) -> object:
    """Return a value as the engine's writer takes it: missing values become the empty text."""
    if value is None or value is pd.NaT or value is pd.NA:
        return ""
    if isinstance(value, np.datetime64):
        return "" if np.isnat(value) else pd.Timestamp(value).to_pydatetime(warn=False)
    if isinstance(value, pd.Timestamp):
        return value.to_pydatetime(warn=False)
    if isinstance(value, np.number):
        number = float(value)
        return "" if math.isnan(number) else number
    if isinstance(value, float) and math.isnan(value):
        return ""
    return value


def cleaned(
    rows: Rows,
    datetime_builder: Callable[..., object],
    empty_as: object,
    number_builder: Callable[[float], object] | None,
    *,
    err_to_str: bool,
) -> list[list[object]]:
    """Return values as a macro sees them, by the rules xlwings has for COM."""

    def clean(value: object) -> object:
        if value is None or value == "":
            return empty_as
        if isinstance(value, dt.datetime):
            return datetime_builder(
                year=value.year,
                month=value.month,
                day=value.day,
                hour=value.hour,
                minute=value.minute,
                second=value.second,
                microsecond=value.microsecond,
                tzinfo=None,
            )
        if number_builder is not None and isinstance(value, float):
            return number_builder(value)
        if isinstance(value, int) and value in ERROR_NAMES:
            return ERROR_NAMES[value] if err_to_str else None
        return value

    return [[clean(value) for value in row] for row in rows]
