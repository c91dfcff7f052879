"""The border between cells and functions: every way a host can deliver a cell."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from cs_workbook.errors import CsWorkbookError, NotEnoughDataError, OutOfRangeError, SettingsError
from cs_workbook.functions.blocks import Block
from cs_workbook.functions.cell_errors import (
    CellError,
    IncomingError,
    WrongTypeError,
    cell_error_of,
    error_from_code,
    error_from_text,
)
from cs_workbook.functions.clean import Cell, clean_cell, day, number, text, yes_no


@pytest.mark.parametrize(
    ("raw", "expected", "why"),
    [
        (None, None, "an empty cell"),
        ("", None, "empty text of a formula"),
        ("  \t", None, "blanks only"),
        (" Ada ", "Ada", "blanks around a text"),
        ("7", "7", "text stays text"),
        (7, 7.0, "a whole number of another host"),
        (Decimal("1234.5000"), 1234.5, "a currency cell"),
        (Decimal("NaN"), None, "no number at all"),
        (float("nan"), None, "the blank of a data frame"),
        (float("inf"), CellError.NUM, "no cell can hold it"),
        (10**400, CellError.NUM, "too large for a cell"),
        (True, True, "TRUE is no 1"),
        (np.bool_(False), False, "of numpy"),
        (np.int64(3), 3.0, "of numpy"),
        (np.float64(2.5), 2.5, "of numpy"),
        (np.float64("nan"), None, "of numpy"),
        (np.datetime64("2024-02-01T10:00", "ns"), date(2024, 2, 1), "of numpy"),
        (np.datetime64("NaT"), None, "of numpy"),
        (pd.NA, None, "of pandas"),
        (pd.NaT, None, "of pandas"),
        (pd.Timestamp("2024-02-01 10:00"), date(2024, 2, 1), "of pandas"),
        (datetime(2024, 2, 1, 23, 59, tzinfo=UTC), date(2024, 2, 1), "a date cell"),
        (date(2024, 2, 1), date(2024, 2, 1), "a day"),
        ("#N/A", CellError.NA, "an error as text"),
        (-2146826246, CellError.NA, "an error as its number"),
        (-2146826243, CellError.SPILL, "one that xlwings does not know"),
        (-2146825500, CellError.VALUE, "one that nobody knew yet"),
        (CellError.REF, CellError.REF, "ours"),
        ({"type": "Error", "basicValue": "#BLOCKED!"}, CellError.BLOCKED, "of a web host"),
        ({"type": "Error", "errorType": "Unknown"}, CellError.VALUE, "an error without its text"),
        ({"type": "FormattedNumber", "basicValue": 5, "numberFormat": "0.0"}, 5.0, "web"),
        ({"type": "Entity", "text": "card"}, CellError.VALUE, "a card holds no value"),
        ({"basicValue": {"a": 1}}, CellError.VALUE, "nor does this"),
        (object(), CellError.VALUE, "no cell holds an object"),
        (3 + 4j, CellError.VALUE, "nor a complex number"),
    ],
)
def test_cell(raw: object, expected: Cell, why: str) -> None:
    found = clean_cell(raw)
    assert found == expected, why
    assert type(found) is type(expected), why


@pytest.mark.parametrize("error", CellError)
def test_errors_there_and_back(error: CellError) -> None:
    assert error_from_code(error.com_code) is error
    assert error_from_text(str(error)) is error
    assert -(2**31) <= error.com_code < 0, "VBA's Long has 32 bits"
    assert error.com_code & 0xFFFF in range(2000, 3000), "what CVErr takes"


@pytest.mark.parametrize(
    ("error", "shown"),
    [
        (NotEnoughDataError("x"), CellError.NA),
        (OutOfRangeError("x"), CellError.NUM),
        (SettingsError("x"), CellError.NUM),
        (WrongTypeError("x"), CellError.VALUE),
        (IncomingError(CellError.SPILL, "x"), CellError.SPILL),
        (CsWorkbookError("x"), CellError.VALUE),
    ],
)
def test_what_a_cell_shows_for_our_errors(error: CsWorkbookError, shown: CellError) -> None:
    assert cell_error_of(error) is shown


@pytest.mark.parametrize(
    ("reader", "cell", "expected"),
    [
        (number, None, None),
        (number, 2.5, 2.5),
        (text, 1001.0, "1001"),
        (text, 0.1, "0.1"),
        (text, "A", "A"),
        (day, 45292.0, date(2024, 1, 1)),
        (day, 45292.99, date(2024, 1, 1)),
        (day, 61.0, date(1900, 3, 1)),
        (day, date(2024, 1, 1), date(2024, 1, 1)),
        (yes_no, "YES", True),
        (yes_no, "no", False),
        (yes_no, True, True),
        (yes_no, None, None),
    ],
)
def test_readers_take(reader: Callable[[Cell, str], object], cell: Cell, expected: object) -> None:
    assert reader(cell, "x") == expected


@pytest.mark.parametrize(
    ("reader", "cell", "error", "message"),
    [
        (number, "7", WrongTypeError, "x: expected a number, found the text '7'."),
        (number, True, WrongTypeError, "x: expected a number, found TRUE."),
        (number, date(2024, 1, 1), WrongTypeError, "x: expected a number, found the date 2024"),
        (number, CellError.DIV_0, IncomingError, "x: found the error #DIV/0!, which is passed on"),
        (text, True, WrongTypeError, "expected a text, found TRUE"),
        (text, CellError.NA, IncomingError, "#N/A"),
        (day, "1.2.2024", WrongTypeError, "expected a date, found the text"),
        (day, False, WrongTypeError, "expected a date, found FALSE"),
        (day, 12.0, OutOfRangeError, "expected a date, found the number 12"),
        (day, 3e6, OutOfRangeError, "expected a date, found the number 3e"),
        (yes_no, 1.0, WrongTypeError, "expected TRUE, FALSE, Yes or No, found the number 1"),
        (yes_no, "maybe", WrongTypeError, "found the text 'maybe'"),
    ],
)
def test_readers_refuse(
    reader: Callable[[Cell, str], object],
    cell: Cell,
    error: type[CsWorkbookError],
    message: str,
) -> None:
    with pytest.raises(error) as caught:
        reader(cell, "x")
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("raw", "shape"),
    [
        (5, (1, 1)),
        ([1, 2, 3], (1, 3)),
        ([[1], [2]], (2, 1)),
        (((1, 2), (3, 4)), (2, 2)),
        ([], (1, 1)),
        ([[]], (1, 1)),
        (None, (1, 1)),
    ],
)
def test_block_is_always_rows_and_columns(raw: object, shape: tuple[int, int]) -> None:
    assert Block.of("x", raw).shape == shape


def test_block_refuses_rows_of_different_length() -> None:
    with pytest.raises(WrongTypeError, match="rows of one length"):
        Block.of("x", [[1, 2], [3]])


def test_block_names_places() -> None:
    assert Block.of("x", 1).where(0) == "x"
    assert Block.of("x", [[1, 2]]).where(1) == "x, column 2"
    assert Block.of("x", [[1, 2], [3, 4]]).where(2) == "x, row 2, column 1"


def test_block_lays_values_out_in_its_shape() -> None:
    assert Block.of("x", [[1, 2], [3, 4]]).shaped(["a", "b", "c", "d"]) == [["a", "b"], ["c", "d"]]


def test_one_cell_stands_for_all() -> None:
    column = Block.of("y", [[1], [2]])
    assert Block.of("x", 5).spread(column).rows == ((5.0,), (5.0,))
    with pytest.raises(WrongTypeError, match="as many cells as y has, 2 x 1 cells, found 1 x 3"):
        Block.of("x", [1, 2, 3]).spread(column)
