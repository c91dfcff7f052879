"""Excel's error values: their names, their numbers, and which of ours becomes which.

Over COM an error cell arrives as a whole number (``0x800A0000`` plus Excel's own number), from
other hosts as its text or as a small dictionary. Inside it is a :class:`CellError`. What a function
cannot compute leaves it as one too: **#N/A** not enough data, **#NUM!** a value or setting out of
range, **#VALUE!** wrong type or shape. The sentence behind it is what ``CS_WHY`` returns.

References:
    Excel VBA reference, "Cell error values" (xlErrDiv0 = 2007 and so on).
    Office JavaScript API, "ErrorCellValueType" (the names after ``errorType``).
"""

from enum import StrEnum
from typing import Final

from cs_workbook.errors import CsWorkbookError

_COM_BASE: Final = -2146828288  # 0x800A0000 as a signed 32-bit number
_FIRST, _LAST = 2000, 2999


class CellError(StrEnum):
    """An error value of Excel. The value is what the cell shows."""

    NULL = "#NULL!"
    DIV_0 = "#DIV/0!"
    VALUE = "#VALUE!"
    REF = "#REF!"
    NAME = "#NAME?"
    NUM = "#NUM!"
    NA = "#N/A"
    GETTING_DATA = "#GETTING_DATA"
    SPILL = "#SPILL!"
    CONNECT = "#CONNECT!"
    BLOCKED = "#BLOCKED!"
    UNKNOWN = "#UNKNOWN!"
    FIELD = "#FIELD!"
    CALC = "#CALC!"

    @property
    def com_code(self) -> int:
        """The number that stands for this error over COM.

        >>> CellError.NA.com_code
        -2146826246
        """
        return _COM_BASE + _NUMBERS[self]


_NUMBERS: Final = {
    CellError.NULL: 2000,
    CellError.DIV_0: 2007,
    CellError.VALUE: 2015,
    CellError.REF: 2023,
    CellError.NAME: 2029,
    CellError.NUM: 2036,
    CellError.NA: 2042,
    CellError.GETTING_DATA: 2043,
    CellError.SPILL: 2045,
    CellError.CONNECT: 2046,
    CellError.BLOCKED: 2047,
    CellError.UNKNOWN: 2048,
    CellError.FIELD: 2049,
    CellError.CALC: 2050,
}
_BY_NUMBER: Final = {number: error for error, number in _NUMBERS.items()}
_BY_TEXT: Final = {str(error): error for error in CellError}

FIRST_COM_CODE: Final = _COM_BASE + _FIRST
LAST_COM_CODE: Final = _COM_BASE + _LAST
"""Whole numbers in this range are errors and nothing else; our figures are never whole numbers of
minus two thousand million."""


class WrongTypeError(CsWorkbookError, TypeError):
    """An argument is of the wrong type or shape."""

    cell_error = CellError.VALUE


class IncomingError(CsWorkbookError):
    """An argument holds an error value, which is passed on.

    Args:
        error: The error found.
        where: The place, in words.
    """

    def __init__(self, error: CellError, where: str) -> None:
        super().__init__(
            f"{where}: found the error {error}, which is passed on. Correct that cell first."
        )
        self.error = error


def error_from_code(code: int) -> CellError | None:
    """Return the error a whole number stands for over COM.

    Args:
        code: A whole number from a cell.

    Returns:
        The error; #VALUE! for one that is newer than this list; ``None`` for an ordinary number.

    >>> error_from_code(-2146826243), error_from_code(42)
    (<CellError.SPILL: '#SPILL!'>, None)
    """
    if not FIRST_COM_CODE <= code <= LAST_COM_CODE:
        return None
    return _BY_NUMBER.get(code - _COM_BASE, CellError.VALUE)


def error_from_text(text: str) -> CellError | None:
    """Return the error a text names, ``None`` for any other text.

    >>> error_from_text("#N/A"), error_from_text("N/A")
    (<CellError.NA: '#N/A'>, None)
    """
    return _BY_TEXT.get(text)


def cell_error_of(error: CsWorkbookError) -> CellError:
    """Return what a cell shows where a function met this error.

    Args:
        error: An error of this package.

    Returns:
        The incoming error itself where one was passed on, else the error's own ``cell_error``.

    >>> from cs_workbook.errors import NotEnoughDataError
    >>> cell_error_of(NotEnoughDataError("no answers"))
    <CellError.NA: '#N/A'>
    """
    if isinstance(error, IncomingError):
        return error.error
    return CellError(error.cell_error)
