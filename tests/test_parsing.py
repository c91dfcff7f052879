import math
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from itertools import pairwise

import pytest

from cs_workbook.errors import DataError, OutOfRangeError
from cs_workbook.parsing import (
    DateOrder,
    DecimalMark,
    NotADateError,
    NotANumberError,
    NotYesNoError,
    decide_date_order,
    decide_decimal_mark,
    from_excel_serial,
    is_salesforce_id_18,
    parse_date,
    parse_moment,
    parse_number,
    parse_yes_no,
    salesforce_id_18,
)

moment = datetime.fromisoformat
NBSP, THIN, NARROW = "\xa0", "\u2009", "\u202f"


@pytest.mark.parametrize(
    ("text", "mark", "expected"),
    [
        # Worked by hand: minus in brackets, currency signs, thousands marks, spaces.
        ("1.234,56", ",", 1234.56),
        ("1,234.56", ".", 1234.56),
        ("(1,200.00)", ".", -1200.0),
        ("$1,234.50", ".", 1234.5),
        ("-", ".", None),
        ("", ".", None),
        # Our own.
        ("1234", None, 1234),
        ("12.5", None, 12.5),  # can only be decimals
        ("0.125", None, 0.125),  # a zero never leads a group of thousands
        ("1.234.567", None, 1234567),  # two marks can only be thousands
        ("1.234", ".", 1.234),
        ("1.234", ",", 1234),
        ("-12,5", ",", -12.5),
        ("\u221212.5", ".", -12.5),  # the typographic minus
        ("12.5-", ".", -12.5),  # as SAP writes it
        ("+5", ".", 5),
        (".5", ".", 0.5),
        ("5.", ".", 5),
        (f"1{NBSP}234{NBSP}567,89", ",", 1234567.89),
        (f"1{THIN}234.5", ".", 1234.5),
        (f"1{NARROW}234,5{NBSP}€", ",", 1234.5),
        ("1'234.50", ".", 1234.5),
        ("1\u2019234.50 CHF", ".", 1234.5),
        ("EUR 1.234,50", ",", 1234.5),
        ("£(1,200)", ".", -1200),
        ("(£1,200)", ".", -1200),
        ("-$5", ".", -5),
        ("$-5", ".", -5),
        ("R$ 1.234,50", ",", 1234.5),
        ("12 kr", ".", 12),
        ("12,34,567.00", ".", 1234567),  # lakh and crore
        ("12.5%", ".", 0.125),  # as Excel's VALUE() reads it
        ("12,5 %", ",", 0.125),
        ("1.5E+3", ".", 1500),
        ("  42\t", ".", 42),
        ("007", ".", 7),
        ("N/A", ".", None),
        ("NULL", ".", None),
        ("\u2014", ".", None),
    ],
)
def test_numbers_that_mean_one_thing(
    text: str, mark: DecimalMark | None, expected: float | None
) -> None:
    found = parse_number(text, mark)
    assert found is None if expected is None else float(found or 0) == expected


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("1.234", None),  # the oracle: 1.234 or 1234, refuse without a locale
        ("1,234", None),
        ("1,23", "."),  # no group of thousands
        ("1.234.5", "."),
        ("0,125", "."),
        ("1,234 567", "."),  # two kinds of thousands mark
        ("1 2", "."),
        ("(-5)", "."),
        ("-5-", "."),
        ("--5", "."),
        ("5 apples", "."),
        ("1-2", "."),
        ("5:30", "."),
        ("0x1F", "."),
        ("inf", "."),
        ("\u0663", "."),  # other scripts' digits
        ("$", "."),
        (".", "."),
        ("2024-01-01", "."),
        ("=1+1", "."),
    ],
)
def test_texts_that_are_no_number(text: str, mark: DecimalMark | None) -> None:
    with pytest.raises(NotANumberError):
        parse_number(text, mark)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ([], "."),
        (["1", "22", ""], "."),
        (["1.5"], "."),
        (["1,5"], ","),
        (["1.234"], None),
        (["1.234", "12.5"], "."),
        (["1.234", "12,5"], ","),
        (["1.234,56"], ","),
        (["1,234.56"], "."),
        (["1.234.567"], ","),
        (["0.125"], "."),
        (["1234.567"], "."),
        (["1,5", "1.5"], None),  # contradictory
        (["1 234.567"], "."),  # the space is the thousands mark
        (["€ 9,99", "n/a", "soon"], ","),
        (["1E5", "1.5E5"], "."),
        (["99%"], "."),
    ],
)
def test_one_telling_text_decides_the_decimal_mark(
    texts: list[str], expected: DecimalMark | None
) -> None:
    assert decide_decimal_mark(texts) == expected


NEW_YORK_WINTER = timezone(timedelta(hours=-5), "America/New_York in winter")


@pytest.mark.parametrize(
    ("text", "order", "expected"),
    [
        # Worked by hand.
        ("31/12/2025", "dmy", date(2025, 12, 31)),
        ("12/31/2025", "mdy", date(2025, 12, 31)),
        # Our own.
        ("2025-12-31", None, date(2025, 12, 31)),
        ("2025-1-5", None, date(2025, 1, 5)),
        ("2025/12/31", "dmy", date(2025, 12, 31)),
        ("20251231", None, date(2025, 12, 31)),
        ("31/12/2025", None, date(2025, 12, 31)),  # can only be day first
        ("05/05/2025", None, date(2025, 5, 5)),  # both orders agree
        ("3.4.2025", "dmy", date(2025, 4, 3)),
        ("3-4-2025", "mdy", date(2025, 3, 4)),
        ("15 Jan 2024", None, date(2024, 1, 15)),
        ("15-Jan-2024", None, date(2024, 1, 15)),
        ("Jan 15, 2024", None, date(2024, 1, 15)),
        ("January 15th, 2024", None, date(2024, 1, 15)),
        ("1 Sept 2024", None, date(2024, 9, 1)),
        ("Mon, 15 January 2024", None, date(2024, 1, 15)),
        ("MAY 1 2024", None, date(2024, 5, 1)),
        ("2024-02-29", None, date(2024, 2, 29)),
        ("2024-01-01T23:30:00-05:00", None, date(2024, 1, 2)),
        ("12/31/2025 11:59 PM", "mdy", date(2025, 12, 31)),
        ("9999-12-31", None, date(9999, 12, 31)),
        ("-", None, None),
        ("", None, None),
        ("null", None, None),
    ],
)
def test_dates_that_mean_one_day(text: str, order: DateOrder | None, expected: date | None) -> None:
    assert parse_date(text, order) == expected


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("03/04/2025", None),  # two readings
        ("03/04/2025", "ymd"),
        ("31/12/2025", "mdy"),  # a wrong order is never silently swapped
        ("12/31/2025", "dmy"),
        ("31/02/2026", "dmy"),
        ("2025-02-30", None),
        ("2025-13-01", None),
        ("01/02/25", "dmy"),  # two-digit year
        ("32/13/2025", None),
        ("45292", None),  # an Excel serial is never guessed
        ("0001-01-01", None),  # what .NET writes for nothing
        ("0000-00-00", None),  # what MySQL writes for nothing
        ("1/2-2025", "dmy"),
        ("2025-01-01 25:00", None),
        ("2025-01-01 13:00 PM", None),
        ("2025-01-01 10:00 EST", None),  # zone letters mean different zones to different people
        ("yesterday", None),
        ("12:30", None),
    ],
)
def test_texts_that_are_no_date(text: str, order: DateOrder | None) -> None:
    with pytest.raises(NotADateError):
        parse_date(text, order)


def test_a_zone_stamp_moves_the_day_into_the_zone_shown() -> None:
    # Worked by hand: a UTC stamp can move a response into another day, month and year.
    text = "2024-01-01 02:00:00 UTC"
    assert parse_date(text, zone=NEW_YORK_WINTER) == date(2023, 12, 31)
    assert parse_date(text, zone=UTC) == date(2024, 1, 1)
    assert parse_date("2024-01-01 02:00:00", zone=NEW_YORK_WINTER) == date(2024, 1, 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023-06-01 7:29", moment("2023-06-01 07:29")),
        ("2023-06-01T07:29:58.999Z", moment("2023-06-01 07:29:58")),
        ("2020-01-01T15:00:00+03:00", moment("2020-01-01 12:00")),
        ("6/13/2023 12:05 AM", moment("2023-06-13 00:05")),
        ("6/13/2023, 12:05 p.m.", moment("2023-06-13 12:05")),
        ("Jan 5, 2024 3:07:09 PM GMT+0200", moment("2024-01-05 13:07:09")),
    ],
)
def test_moments(text: str, expected: datetime) -> None:
    assert parse_moment(text, "mdy") == expected


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([], "ymd"),
        ([(5, 5)], "ymd"),
        ([(1, 2), (31, 12)], "dmy"),
        ([(1, 2), (12, 31)], "mdy"),
        ([(1, 2)], None),
        ([(31, 12), (12, 31)], None),
        ([(1, 2), (45, 99)], None),  # no date in either order says nothing
    ],
)
def test_one_telling_date_decides_the_order(
    parts: list[tuple[int, int]], expected: DateOrder | None
) -> None:
    assert decide_date_order(parts) == expected


def test_excel_serials_count_from_the_end_of_1899() -> None:
    # Worked by hand: serial 45292 is 1 January 2024 in the 1900 date system.
    assert from_excel_serial(45292) == moment("2024-01-01 00:00")
    assert from_excel_serial(45292.75) == moment("2024-01-01 18:00")
    assert from_excel_serial(61) == moment("1900-03-01 00:00")


@pytest.mark.parametrize("serial", [60, 0, -1, 2_958_466, math.inf])
def test_serials_excel_itself_gets_wrong_are_refused(serial: float) -> None:
    with pytest.raises(OutOfRangeError):
        from_excel_serial(serial)


def test_yes_and_no() -> None:
    assert [parse_yes_no(text) for text in ("TRUE", "yes", " Y ", "1", "1.0")] == [True] * 5
    assert [parse_yes_no(text) for text in ("False", "NO", "n", "0", "0.0")] == [False] * 5
    assert parse_yes_no("") is parse_yes_no("-") is None
    with pytest.raises(NotYesNoError):
        parse_yes_no("maybe")


@pytest.mark.parametrize(
    ("short", "long"),
    [
        # http://www.blog.bdgreen.it/2011/01/09/salesforce-ids-and-the-15-18-digit-problem/
        ("0014000000Lmabc", "0014000000LmabcAAB"),
        # https://opfocus.com/blog/salesforce-ids-a-riddle-solved-with-casesafeid/: two records
        # that Excel's case-blind look-up calls equal.
        ("001C000000o4OOI", "001C000000o4OOIIA2"),
        ("001C000000o4Ooi", "001C000000o4OoiIAE"),
    ],
)
def test_salesforce_ids_get_their_checksum(short: str, long: str) -> None:
    assert salesforce_id_18(short) == long
    assert salesforce_id_18(long) == long
    assert is_salesforce_id_18(long)


@pytest.mark.parametrize("text", ["", "0014000000Lmab", "0014000000LmabcAAC", "0014000000Lmab-"])
def test_what_is_no_salesforce_id_is_refused(text: str) -> None:
    assert not is_salesforce_id_18(text)
    with pytest.raises(OutOfRangeError):
        salesforce_id_18(text)


def test_every_refusal_is_a_data_error_that_shows_the_text() -> None:
    for refused, text in ((parse_number, "12 apples"), (parse_date, "12 apples")):
        with pytest.raises(DataError, match="'12 apples'"):
            refused(text)


def test_money_is_exact() -> None:
    cents = [parse_number(f"{n}.10", ".") for n in range(3)]
    steps = [(later or Decimal(0)) - (earlier or Decimal(0)) for earlier, later in pairwise(cents)]
    assert steps == [Decimal(1), Decimal(1)]
    assert parse_number("0.10", ".") == Decimal("0.10")
