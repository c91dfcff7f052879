"""The one border between cells and functions: what a cell can hold becomes one of six things.

A cell is a number, a text, yes or no, a day, an error, or blank. Hosts deliver each in several
ways, all of which are settled here: currency cells arrive as ``Decimal`` on Windows, error cells as
whole numbers, texts or dictionaries, empty cells as ``None`` or empty text, dates as date, datetime
or the serial number of a formula's result, numbers as int or as numpy scalars.

**Nothing is guessed.** Text is never read as a number: ``"7"`` in a column of answers is an export
gone wrong, and a function that reads it today reads ``"1.234"`` wrongly tomorrow. TRUE is no 1 and
a date is no number.
"""

import math
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from cs_workbook.errors import OutOfRangeError
from cs_workbook.functions.cell_errors import (
    CellError,
    IncomingError,
    WrongTypeError,
    error_from_code,
    error_from_text,
)

Cell = float | str | bool | date | CellError | None

# Serial 60 is Excel's 29 February 1900, a day that never was; before it all serials are off by one.
_FIRST_SERIAL, _LAST_SERIAL = 61, 2_958_465
_SERIAL_ZERO = date(1899, 12, 30)


def clean_cell(raw: object) -> Cell:
    """Return what a cell holds, whatever host delivered it.

    Args:
        raw: Anything a host can hand over for one cell.

    Returns:
        A float, a text without blanks around it, a bool, a date, a :class:`CellError`, or ``None``
        for a blank. Numbers that are not finite are #NUM!; things no cell can hold are #VALUE!.

    >>> from decimal import Decimal
    >>> [clean_cell(raw) for raw in (Decimal("9.50"), -2146826246, " ", 3, "7")]
    [9.5, <CellError.NA: '#N/A'>, None, 3.0, '7']
    """
    raw = _unwrapped(raw)
    if isinstance(raw, str) and not isinstance(raw, CellError):
        words = raw.strip()
        return error_from_text(words) or words or None
    if raw is None or isinstance(raw, CellError | bool):
        return raw
    if isinstance(raw, int | float | Decimal):
        return _number(raw)
    # A datetime is a date too; a time of day plays no part in any figure.
    if isinstance(raw, date):
        return raw.date() if isinstance(raw, datetime) else raw
    return CellError.VALUE


def number(cell: Cell, where: str) -> float | None:
    """Read a number; a blank stays blank.

    Args:
        cell: A cleaned cell.
        where: Its place, for the message.

    Raises:
        IncomingError: The cell holds an error.
        WrongTypeError: It holds text, yes or no, or a date.
    """
    if cell is None or isinstance(cell, float):
        return cell
    raise _refused(cell, where, "a number")


def text(cell: Cell, where: str) -> str | None:
    """Read a text; a blank stays blank and a number (an account number) becomes its digits.

    Raises:
        IncomingError: The cell holds an error.
        WrongTypeError: It holds yes or no, or a date.
    """
    if cell is None or (isinstance(cell, str) and not isinstance(cell, CellError)):
        return cell
    if isinstance(cell, float):
        return f"{cell:.15g}"
    raise _refused(cell, where, "a text")


def day(cell: Cell, where: str) -> date | None:
    """Read a date, or the serial number that stands for one; a blank stays blank.

    Raises:
        IncomingError: The cell holds an error.
        WrongTypeError: It holds text, or yes or no.
        OutOfRangeError: The number is no date from March 1900 on.
    """
    if cell is None or isinstance(cell, date):
        return cell
    if not isinstance(cell, float):
        raise _refused(cell, where, "a date")
    if not _FIRST_SERIAL <= cell < _LAST_SERIAL + 1:
        raise OutOfRangeError(f"{where}: expected a date, found the number {cell:g}.")
    return _SERIAL_ZERO + timedelta(days=int(cell))


def yes_no(cell: Cell, where: str) -> bool | None:
    """Read TRUE, FALSE, Yes or No; a blank stays blank.

    Raises:
        IncomingError: The cell holds an error.
        WrongTypeError: It holds anything else.
    """
    if cell is None or isinstance(cell, bool):
        return cell
    if isinstance(cell, str) and cell.casefold() in {"yes", "no"}:
        return cell.casefold() == "yes"
    raise _refused(cell, where, "TRUE, FALSE, Yes or No")


def _refused(cell: Cell, where: str, expected: str) -> IncomingError | WrongTypeError:
    if isinstance(cell, CellError):
        return IncomingError(cell, where)
    if isinstance(cell, bool):
        found = str(cell).upper()
    elif isinstance(cell, str):
        found = f"the text {cell!r}"
    elif isinstance(cell, date):
        found = f"the date {cell}"
    else:
        found = f"the number {cell:g}"
    return WrongTypeError(f"{where}: expected {expected}, found {found}.")


def _number(raw: float | Decimal) -> Cell:
    if isinstance(raw, int) and (error := error_from_code(raw)) is not None:
        return error
    # Decimal's signalling NaN cannot even be turned into a float.
    if isinstance(raw, Decimal) and raw.is_nan():
        return None
    try:
        value = float(raw)
    except OverflowError:
        return CellError.NUM
    if math.isnan(value):
        return None
    return value if math.isfinite(value) else CellError.NUM


def _unwrapped(raw: object) -> object:
    """Take a value out of what numpy, pandas or the Office JavaScript API wrap around it."""
    if type(raw).__name__ in {"NAType", "NaTType"}:
        return None
    if hasattr(raw, "dtype") and hasattr(raw, "item"):
        return _from_numpy(raw)
    if not isinstance(raw, Mapping):
        return raw
    basic = raw.get("basicValue")
    if raw.get("type") == "Error":
        return error_from_text(str(basic)) or CellError.VALUE
    return CellError.VALUE if isinstance(basic, Mapping) or basic is None else basic


def _from_numpy(raw: Any) -> object:  # noqa: ANN401 - numpy is not imported here
    if raw.dtype.kind == "M":
        # In nanoseconds .item() would be a bare number.
        return raw.astype("datetime64[us]").item()
    return raw.item()
