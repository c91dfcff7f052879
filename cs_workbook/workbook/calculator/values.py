"""What a worksheet formula works on, and how Excel turns one kind of value into another.

Inside the calculator every number is a ``float`` (dates are serial numbers), and ``None`` is an
empty cell: it counts as 0 beside a number, as ``""`` beside a text and as FALSE beside a yes/no.
Excel keeps 15 significant digits of what it shows and compares; where 15 and 17 digits would give
two different answers, the calculator does not guess, it raises :class:`CannotCalculate`.

Text is read as a number, and a number written as text, with a point as decimal mark.

References:
    Microsoft, *Floating-point arithmetic may give inaccurate results in Excel* (KB 78113);
    ECMA-376 Part 1, 18.17.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import isfinite, trunc
from typing import TypeAlias

from cs_workbook.workbook.package.cells import Dates
from cs_workbook.workbook.port import CellError, CellValue

Scalar: TypeAlias = float | str | bool | CellError | None

NULL = CellError("#NULL!")
DIV0 = CellError("#DIV/0!")
VALUE = CellError("#VALUE!")
REF = CellError("#REF!")
NUM = CellError("#NUM!")
NA = CellError("#N/A")

LONGEST_TEXT = 32_767
_SMALLEST_NORMAL = 2.2250738585072014e-308
_WHOLE_LIMIT = 1e15
_SMALLEST_PLAIN = 1e-4

PLAIN_NUMBER = re.compile(r"\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?\s*", re.ASCII)
# Text that Excel may read as a date, time, amount, share or fraction, depending on the language of
# the machine: digits with nothing but marks and month names around them, AM or PM at the end, and
# an E only between digits. An id such as A-001 is none of these.
_READ_BY_LOCALE = re.compile(
    r"(?=.*\d)(?:[\s\d.,:;/+\-()%$€£¥'_]|(?<=[\d.])e(?=[+-]?\d)|january|february|march|april|may"
    r"|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept|sep"
    r"|oct|nov|dec)*(?:(?<=[\d\s])[ap]m?\s*)?",
    re.IGNORECASE,
)


class CannotCalculate(Exception):
    """The calculator does not know for certain what Excel would show.

    Never shown to a person: whoever asked leaves the cell without a cached value instead.
    """


class Fault(Exception):
    """A function's result is an error value; carries it up to the function's call."""

    def __init__(self, error: CellError) -> None:
        super().__init__(error.code)
        self.error = error


@dataclass(frozen=True, slots=True)
class Array:
    """A rectangle of values that stands in no cells, row by row."""

    rows: int
    columns: int
    values: Sequence[Scalar]


def from_cell(value: CellValue, dates: Dates) -> Scalar:
    """Return a cell's value as formulas see it: dates become serial numbers.

    Raises:
        CannotCalculate: A date before the first day of the workbook's date system.
    """
    if isinstance(value, bool) or value is None or isinstance(value, str | CellError):
        return value
    if isinstance(value, date):
        try:
            return float(dates.serial(value))
        except ValueError as error:
            raise CannotCalculate(str(error)) from error
    return float(value)


def to_cell(value: Scalar) -> CellValue:
    """Return a value as a cell holds it: whole numbers as ``int``.

    >>> to_cell(3.0), to_cell(2.5)
    (3, 2.5)
    """
    if isinstance(value, float) and abs(value) < _WHOLE_LIMIT and value == trunc(value):
        return int(value)
    return value


def finite(number: float) -> float:
    """Return an arithmetic result as Excel keeps it.

    Raises:
        Fault: #NUM! where it is too large.
    """
    if not isfinite(number):
        raise Fault(NUM)
    # Excel has no denormal numbers and no minus zero.
    return number if abs(number) >= _SMALLEST_NORMAL else 0.0


def to_15_digits(number: float) -> float:
    """Return the number Excel shows: 15 significant digits.

    >>> to_15_digits(0.1 + 0.2)
    0.3
    """
    return float(f"{number:.15g}")


def same_number(left: float, right: float) -> bool:
    """Compare as Excel does: numbers that agree in 15 significant digits are equal."""
    if left == right:
        return True
    if abs(left - right) > 1e-14 * abs(left):
        return False
    return to_15_digits(left) == to_15_digits(right)


def to_number(value: Scalar) -> float:
    """Return the number an operator or a numeric argument makes of a value.

    Raises:
        Fault: #VALUE! for text that is no number, the error itself for an error value.
        CannotCalculate: Text that only some languages read as a number.
    """
    if isinstance(value, float):  # bool is no float, unlike int
        return value
    if value is None:
        return 0.0
    if isinstance(value, bool):
        return float(value)
    if isinstance(value, CellError):
        raise Fault(value)
    number = read_number(value)
    if number is None:
        raise Fault(VALUE)
    return number


def read_number(text: str) -> float | None:
    """Return the number a text spells, ``None`` for text that Excel cannot read as a number.

    Raises:
        CannotCalculate: Whether it is a number depends on the language of the machine.

    >>> read_number(" 12.5 "), read_number("Week 12")
    (12.5, None)
    """
    if PLAIN_NUMBER.fullmatch(text):
        number = float(text)
        if not isfinite(number):
            raise CannotCalculate(f"{text!r} is larger than any number of Excel")
        return number
    if _READ_BY_LOCALE.fullmatch(text):
        raise CannotCalculate(f"what {text!r} is depends on the language of the machine")
    return None


def to_whole(value: Scalar) -> int:
    """Return a number without its decimals, for arguments such as digits or positions.

    Raises:
        Fault: As :func:`to_number`.
        CannotCalculate: 15 and 17 digits disagree on the whole part.
    """
    number = to_number(value)
    whole = trunc(number)
    if whole != trunc(to_15_digits(number)):
        raise CannotCalculate(f"the whole part of {number!r} depends on its 16th digit")
    return whole


def to_truth(value: Scalar) -> bool:
    """Return what a condition makes of a value: any number but 0 is true.

    Raises:
        Fault: #VALUE! for text other than TRUE and FALSE, the error itself for an error value.
    """
    if isinstance(value, CellError):
        raise Fault(value)
    if isinstance(value, str):
        word = value.upper()
        if word not in ("TRUE", "FALSE"):
            if any(mark.isdigit() for mark in value):
                raise CannotCalculate(f"whether {value!r} is true is not documented")
            raise Fault(VALUE)
        return word == "TRUE"
    return bool(value)


def to_text(value: Scalar) -> str:
    """Return the text ``&`` makes of a value.

    Raises:
        Fault: The error itself for an error value.
        CannotCalculate: A number that Excel may write with an exponent.

    >>> to_text(0.1 + 0.2), to_text(1200.0), to_text(True), to_text(None)
    ('0.3', '1200', 'TRUE', '')
    """
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, CellError):
        raise Fault(value)
    written = f"{value:.15g}"
    if "e" in written or (value and abs(value) < _SMALLEST_PLAIN):
        raise CannotCalculate(f"how Excel writes {value!r} as text is not documented")
    return written


def short_enough(text: str) -> str:
    """Return a text that fits into a cell.

    Raises:
        Fault: #VALUE! where it does not.
    """
    if len(text) > LONGEST_TEXT:
        raise Fault(VALUE)
    return text
