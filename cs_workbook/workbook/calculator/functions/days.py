"""Dates as serial numbers.

Excel's 1900 has a 29 February (serial 60, kept from Lotus 1-2-3) and a 0 January (serial 0), and
both are kept here. In a workbook that counts from 1904 neither exists.
"""

from calendar import monthrange
from collections.abc import Callable
from datetime import date
from math import floor
from typing import TYPE_CHECKING

from cs_workbook.workbook.calculator.functions.registry import Arguments, Function, function
from cs_workbook.workbook.calculator.operators import spread
from cs_workbook.workbook.calculator.references import Value
from cs_workbook.workbook.calculator.values import (
    NUM,
    CannotCalculate,
    Fault,
    Scalar,
    to_number,
    to_whole,
)
from cs_workbook.workbook.package.cells import Dates
from cs_workbook.workbook.port import CellError

if TYPE_CHECKING:
    from cs_workbook.workbook.calculator.evaluate import Evaluation

_FALSE_LEAP_DAY = 60
_LAST_SERIAL = {False: 2_958_465, True: 2_957_003}  # 31 December 9999
_LAST_YEAR = 9999
_FIRST_FULL_YEAR = 1900


def _date_of(serial: int, dates: Dates) -> tuple[int, int, int]:
    """Return year, month and day of a serial number."""
    if not 0 <= serial <= _LAST_SERIAL[dates.from_1904]:
        raise Fault(NUM)
    if not dates.from_1904:
        if serial == 0:
            return 1900, 1, 0
        if serial == _FALSE_LEAP_DAY:
            return 1900, 2, 29
    # A serial's day is found from one that both systems agree on.
    anchor = date(1904, 1, 1)
    start = int(dates.serial(anchor))
    shift = 1 if not dates.from_1904 and serial < _FALSE_LEAP_DAY else 0
    day = date.fromordinal(anchor.toordinal() + serial - start + shift)
    return day.year, day.month, day.day


def _serial_of(year: int, month: int, day: int, dates: Dates) -> int:
    """Return the serial number of the ``day``-th day counted from the start of a month."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    if not (1904 if dates.from_1904 else 1900) <= year <= _LAST_YEAR:
        raise Fault(NUM)
    serial = int(dates.serial(date(year, month, 1))) + day - 1
    if not 0 <= serial <= _LAST_SERIAL[dates.from_1904]:
        raise Fault(NUM)
    return serial


def _day_number(value: Scalar) -> int:
    number = to_number(value)
    day = floor(number)
    if number < 0:
        raise Fault(NUM)
    return day


def _part(place: int) -> Callable[[Scalar, Dates], Scalar]:
    return lambda value, dates: float(_date_of(_day_number(value), dates)[place])


def _from_parts(year: Scalar, month: Scalar, day: Scalar, dates: Dates) -> Scalar:
    years, months, days = to_whole(year), to_whole(month), to_whole(day)
    if not 0 <= years <= _LAST_YEAR:
        raise Fault(NUM)
    # DATE(24,1,1) is in 1924: years below 1900 count from there.
    first = 1904 if dates.from_1904 else 1900
    if years < _FIRST_FULL_YEAR:
        years += _FIRST_FULL_YEAR
    elif years < first:
        raise CannotCalculate("a year between 1900 and 1904 in a workbook that starts in 1904")
    return float(_serial_of(years, months, days, dates))


def _months_later(value: Scalar, months: Scalar, dates: Dates) -> Scalar:
    year, month, day = _date_of(_day_number(value), dates)
    if day == 0:
        raise CannotCalculate("months after 0 January 1900")
    moved = month - 1 + to_whole(months)
    year, month = year + moved // 12, moved % 12 + 1
    if not 1 <= year <= _LAST_YEAR:
        raise Fault(NUM)
    last = 29 if (year, month) == (1900, 2) else monthrange(year, month)[1]
    return float(_serial_of(year, month, min(day, last), dates))


def _on_days(operation: Callable[..., Scalar], count: int) -> Function:
    def call(evaluation: "Evaluation", arguments: Arguments) -> Value:
        dates = evaluation.reader.dates

        def checked(*values: Scalar) -> Scalar:
            for value in values:
                if isinstance(value, CellError):
                    return value
            return operation(*values, dates)

        return spread(checked, [evaluation.operand(argument) for argument in arguments])

    return function(call, count)


DAYS: dict[str, Function] = {
    "DATE": _on_days(_from_parts, 3),
    "YEAR": _on_days(_part(0), 1),
    "MONTH": _on_days(_part(1), 1),
    "DAY": _on_days(_part(2), 1),
    "EDATE": _on_days(_months_later, 2),
}
