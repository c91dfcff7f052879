"""Text to number, date, moment and yes-or-no under a declared locale; nothing here guesses.

A text either means one thing under the locale it is read with, or it is refused with a sentence.
Where a locale is not declared (``None``), only texts that mean the same under every locale are
read: ``12`` and ``2025-03-04`` are, ``1.234`` and ``03/04/2025`` are not. Which locale a whole
column is written in is decided from all its texts by :func:`decide_decimal_mark` and
:func:`decide_date_order`; one telling text (``31/12/2025``) decides for its column, and two that
contradict each other decide nothing.

Missing values: a blank, a lone dash and the words programs write for "nothing" (``NULL``, ``N/A``)
are ``None``. A blank is not a zero.

References: ISO 8601 for year-first dates; ECMA-376 part 1, 18.17.4.1 for Excel's serial dates;
Salesforce's "18-character ids" for the checksum of its ids.
"""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from decimal import Decimal
from typing import Literal, TypeAlias

from cs_workbook.errors import DataError, OutOfRangeError

DecimalMark: TypeAlias = Literal[".", ","]
DateOrder: TypeAlias = Literal["ymd", "dmy", "mdy"]

WHITE_SPACE = " \t\r\n\x0b\x0c\x85\xa0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009"
WHITE_SPACE += "\u200a\u200b\u2028\u2029\u202f\u205f\u3000\ufeff"
"""Everything that is invisible at the ends of a cell, zero-width marks included."""

BLANK_WORDS = frozenset(("", "-", "\u2013", "\u2014", "null", "n/a", "#n/a", "na", "nan", "none"))
"""Texts, in lower case, that mean "nothing here" where a number, date or yes/no is expected."""

YES_WORDS = frozenset(("true", "yes", "y", "t", "1", "1.0"))
NO_WORDS = frozenset(("false", "no", "n", "f", "0", "0.0"))

EARLIEST_YEAR = 1900
"""Years before are what programs write for "no date" (0001-01-01, 0000-00-00); they are refused."""


class NotANumberError(DataError, ValueError):
    """The text is no number under the decimal mark it is read with."""


class NotADateError(DataError, ValueError):
    """The text is no date under the order it is read with."""


class NotYesNoError(DataError, ValueError):
    """The text says neither yes nor no."""


def is_blank(text: str) -> bool:
    """Tell whether a text stands for "nothing here".

    >>> is_blank(" - "), is_blank("N/A"), is_blank("0")
    (True, True, False)
    """
    return text.strip(WHITE_SPACE).lower() in BLANK_WORDS


# ---- numbers

_CODES = (
    "AED|ARS|AUD|BGN|BRL|CAD|CHF|CLP|CNY|COP|CZK|DKK|EGP|EUR|GBP|HKD|HUF|IDR|ILS|INR|JPY|KES|KRW"
    "|MXN|MYR|NGN|NOK|NZD|PEN|PHP|PKR|PLN|RON|RUB|SAR|SEK|SGD|THB|TRY|TWD|UAH|USD|VND|ZAR"
)
_CURRENCY = re.compile(
    rf"(?:(?:US|CA|C|AU|A|NZ|HK|S|R|MX)?\$|[\xa2-\xa5\u20a0-\u20cf]|{_CODES}|Fr\.|kr\.?|z\u0142"
    r"|K\u010d|Ft|lei|Rs\.?)",
    re.IGNORECASE,
)
_MINUS = "-\u2212"
_SPACE_MARKS = "[ \xa0\u2007\u2009\u202f]"
_WITH_EXPONENT = re.compile(r"(?:[0-9]+\.?[0-9]*|\.[0-9]+)[eE][+-]?[0-9]{1,3}")


def _grouped(mark: str) -> str:
    """Digits in groups of three, or in the Indian way: the last three, before them pairs."""
    # A zero never leads several groups: 0,125 is no 125.
    indian = rf"|[1-9][0-9]?(?:{mark}[0-9]{{2}})+{mark}[0-9]{{3}}" if mark == "," else ""
    return rf"[1-9][0-9]{{0,2}}(?:{mark}[0-9]{{3}})+{indian}"


def _number_pattern(decimal: str, thousands: tuple[str, ...]) -> re.Pattern[str]:
    whole = "|".join(_grouped(mark) for mark in thousands)
    return re.compile(rf"(?P<whole>{whole}|[0-9]+)?(?:{decimal}(?P<part>[0-9]*))?")


_READINGS: dict[DecimalMark, re.Pattern[str]] = {
    ".": _number_pattern(r"\.", (",", "['\u2019]", _SPACE_MARKS)),
    ",": _number_pattern(",", (r"\.", "['\u2019]", _SPACE_MARKS)),
}


def _strip_currency(text: str) -> str:
    text = text.strip(WHITE_SPACE)
    found = _CURRENCY.match(text)
    if found:
        return text[found.end() :].strip(WHITE_SPACE)
    for found in _CURRENCY.finditer(text):
        if found.end() == len(text):
            return text[: found.start()].strip(WHITE_SPACE)
    return text


def _number_body(text: str) -> tuple[str, int, bool]:
    """Take sign, brackets, currency and percent sign off: what is left, its sign, is it percent."""
    body = text.strip(WHITE_SPACE)
    signs = 0
    body = _strip_currency(body)
    if body.startswith("(") and body.endswith(")"):
        body, signs = _strip_currency(body[1:-1]), 1
    percent = body.endswith("%")
    if percent:
        body = body[:-1].strip(WHITE_SPACE)
    if body[:1] and body[0] in _MINUS:
        body, signs = _strip_currency(body[1:]), signs + 1
    elif body.startswith("+"):
        body = _strip_currency(body[1:])
    elif body[-1:] and body[-1] in _MINUS:
        body, signs = _strip_currency(body[:-1]), signs + 1
    if signs > 1:
        raise NotANumberError(f"expected one minus, found two in {text!r}")
    return body, -1 if signs else 1, percent


def _read_body(body: str, mark: DecimalMark) -> Decimal | None:
    if _WITH_EXPONENT.fullmatch(body):
        return Decimal(body) if mark == "." or "." not in body else None
    found = _READINGS[mark].fullmatch(body)
    if not found or not (found["whole"] or found["part"]):
        return None
    whole = re.sub("[^0-9]", "", found["whole"] or "0")
    return Decimal(f"{whole}.{found['part']}" if found["part"] else whole)


def parse_number(text: str, decimal_mark: DecimalMark | None = None) -> Decimal | None:
    """Read a number.

    The other mark than the decimal mark, apostrophes and spaces of every width may stand between
    thousands, and must then stand between all of them. A minus may lead, trail or be a pair of
    brackets; currency signs and codes at either end are dropped. A percent sign divides by 100,
    as Excel reads it.

    Args:
        text: What stands in the cell.
        decimal_mark: ``"."`` or ``","``; ``None`` where it is not known, and then a text that
            means different numbers under the two is refused.

    Returns:
        The exact number, or ``None`` for a blank (see :data:`BLANK_WORDS`).

    Raises:
        NotANumberError: The text is no number under that mark.

    >>> parse_number("1.234,56 \u20ac", ","), parse_number("(1,200.00)", "."), parse_number("-")
    (Decimal('1234.56'), Decimal('-1200.00'), None)
    >>> parse_number("12.5 %", ".")
    Decimal('0.125')
    """
    if is_blank(text):
        return None
    body, sign, percent = _number_body(text)
    marks: tuple[DecimalMark, ...] = (".", ",") if decimal_mark is None else (decimal_mark,)
    readings = {value for mark in marks if (value := _read_body(body, mark)) is not None}
    if not readings:
        raise NotANumberError(f"expected a number, found {text!r}")
    if len(readings) > 1:
        raise NotANumberError(f"{text!r} could have thousands or decimals; state the decimal mark")
    value = readings.pop() * sign
    return value / 100 if percent else value


def decide_decimal_mark(texts: Iterable[str]) -> DecimalMark | None:
    """Decide which decimal mark a column is written with.

    ``12.5``, ``1,234.5`` and ``0.125`` can only be read with a point, ``1.234.567`` only with a
    comma; ``1.234`` says nothing. Texts that are no numbers say nothing either.

    Args:
        texts: The distinct texts of the column, or texts of the same shape (any other digit may
            stand for 1 to 9).

    Returns:
        The mark; ``"."`` where no text holds a mark at all (both readings agree then); ``None``
        where every marked text can be read both ways or texts contradict each other.

    >>> decide_decimal_mark(["1.234", "1.234,50"]), decide_decimal_mark(["1.234", "17"])
    (',', None)
    """
    possible: set[DecimalMark] = {".", ","}
    marked = False
    for text in texts:
        try:
            body, _sign, _percent = _number_body(text)
        except NotANumberError:
            continue
        with_point, with_comma = _read_body(body, "."), _read_body(body, ",")
        if with_point == with_comma:
            continue
        marked = True
        if with_point is None:
            possible.discard(".")
        if with_comma is None:
            possible.discard(",")
    if not marked:
        return "."
    return possible.pop() if len(possible) == 1 else None


# ---- dates and moments

_MONTH_NAMES = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_MONTHS = {name[:length]: n for n, name in enumerate(_MONTH_NAMES, 1) for length in (3, len(name))}
_MONTHS["sept"] = 9
_NAME = "|".join(sorted(_MONTHS, key=len, reverse=True))

_YEAR_FIRST = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})")
_COMPACT = re.compile(r"([0-9]{4})()([0-9]{2})([0-9]{2})")
_YEAR_LAST = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})")
_DAY_NAME = re.compile(
    rf"([0-9]{{1,2}})(?:st|nd|rd|th)?[-/. ]+(?:of )?({_NAME})[-/., ]+([0-9]{{4}})", re.IGNORECASE
)
_NAME_DAY = re.compile(
    rf"({_NAME})[-/. ]+([0-9]{{1,2}})(?:st|nd|rd|th)?[-/., ]+([0-9]{{4}})", re.IGNORECASE
)
_WEEKDAY = re.compile(
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?[,.]? +", re.IGNORECASE
)
_TIME = re.compile(
    r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:[.,][0-9]+)?)? ?([ap]\.?m\.?)?"
    r" ?(Z|UTC|GMT|(?:UTC|GMT)?[+-][0-9]{2}:?[0-9]{2}|[+-][0-9]{2})?",
    re.IGNORECASE,
)
_NOON = 12


def _split_day(text: str, order: DateOrder | None) -> tuple[date, str]:
    """Read the day at the start of a text; return it and what follows."""
    text = _WEEKDAY.sub("", text, count=1) if text[:1].isalpha() else text
    for pattern in (_YEAR_FIRST, _COMPACT):
        if found := pattern.match(text):
            return _day(text, int(found[1]), int(found[3]), int(found[4])), text[found.end() :]
    if found := _DAY_NAME.match(text):
        month = _MONTHS[found[2].lower()]
        return _day(text, int(found[3]), month, int(found[1])), text[found.end() :]
    if found := _NAME_DAY.match(text):
        month = _MONTHS[found[1].lower()]
        return _day(text, int(found[3]), month, int(found[2])), text[found.end() :]
    if found := _YEAR_LAST.match(text):
        first, second, year = int(found[1]), int(found[3]), int(found[4])
        if first == second:
            order = "dmy"
        elif order is None or order == "ymd":
            order = decide_date_order([(first, second)])
        if order == "ymd":
            raise NotADateError(f"the calendar has no such day: {text!r}")
        if order is None:
            raise NotADateError(f"{text!r} could be day first or month first; state the order")
        day, month = (first, second) if order == "dmy" else (second, first)
        return _day(text, year, month, day), text[found.end() :]
    raise NotADateError(f"expected a date with a four-digit year, found {text!r}")


def _day(text: str, year: int, month: int, day: int) -> date:
    if year < EARLIEST_YEAR:
        raise NotADateError(f"expected a year from {EARLIEST_YEAR} on, found {text!r}")
    try:
        return date(year, month, day)
    except ValueError:
        raise NotADateError(f"the calendar has no such day: {text!r}") from None


def _zone_of(stamp: str) -> tzinfo:
    sign = re.search(r"[+-]", stamp)
    if not sign:
        return UTC
    digits = stamp[sign.start() + 1 :].replace(":", "")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:] or 0))
    return timezone(-offset if sign[0] == "-" else offset)


def parse_moment(
    text: str, order: DateOrder | None = None, *, zone: tzinfo = UTC
) -> datetime | None:
    """Read a date with or without a time of day.

    Read are year-first dates, dates with an English month name, and numeric dates with the year
    last under ``order``. Two-digit years are refused, and so are bare numbers: an Excel serial is
    read by :func:`from_excel_serial` where one is known to be one.

    Args:
        text: What stands in the cell.
        order: ``"dmy"`` or ``"mdy"`` for numeric dates with the year last; ``None`` or ``"ymd"``
            refuses those that can be read both ways.
        zone: The zone a moment is shown in if the text carries a zone stamp of its own (``Z``,
            ``UTC``, ``+03:00``); a text without a stamp is taken as it stands.

    Returns:
        The moment in whole seconds without a zone, midnight where the text has no time of day;
        ``None`` for a blank.

    Raises:
        NotADateError: The text is no date under that order.

    >>> parse_moment("12/31/2025 3:05 PM", "mdy")
    datetime.datetime(2025, 12, 31, 15, 5)
    """
    if is_blank(text):
        return None
    day, rest = _split_day(text.strip(WHITE_SPACE), order)
    rest = rest.strip(WHITE_SPACE).removeprefix(",").lstrip(WHITE_SPACE)
    rest = rest[1:] if rest[:1] in {"T", "t"} else rest
    if not rest:
        return datetime(day.year, day.month, day.day)  # noqa: DTZ001 - see Returns: no zone
    found = _TIME.fullmatch(rest)
    if not found:
        raise NotADateError(f"expected a date and a time of day, found {text!r}")
    hour, half = int(found[1]), (found[4] or "")[:1].lower()
    if half:
        if not 1 <= hour <= _NOON:
            raise NotADateError(f"the clock has no such hour: {text!r}")
        hour = hour % _NOON + (_NOON if half == "p" else 0)
    try:
        moment = datetime(  # noqa: DTZ001 - see Returns: no zone
            day.year, day.month, day.day, hour, int(found[2]), int(found[3] or 0)
        )
        if found[5]:
            stamped = moment.replace(tzinfo=_zone_of(found[5]))
            moment = stamped.astimezone(zone).replace(tzinfo=None)
    except (ValueError, OverflowError):
        raise NotADateError(f"the clock has no such time: {text!r}") from None
    return moment


def parse_date(text: str, order: DateOrder | None = None, *, zone: tzinfo = UTC) -> date | None:
    """Read a date; a time of day behind it is dropped after the zone has been taken into account.

    Args:
        text: What stands in the cell.
        order: As in :func:`parse_moment`.
        zone: The zone whose day is meant if the text carries a zone stamp.

    Returns:
        The day, or ``None`` for a blank.

    Raises:
        NotADateError: The text is no date under that order.

    >>> from datetime import timedelta, timezone
    >>> new_york_in_winter = timezone(timedelta(hours=-5))
    >>> parse_date("2024-01-01 02:00:00 UTC", zone=new_york_in_winter)
    datetime.date(2023, 12, 31)
    """
    moment = parse_moment(text, order, zone=zone)
    return None if moment is None else moment.date()


def decide_date_order(parts: Iterable[tuple[int, int]]) -> DateOrder | None:
    """Decide whether a column of numeric dates is written day first or month first.

    A first part over 12 makes the whole column day first, a second part over 12 month first.

    Args:
        parts: The first and second number of each numeric date with the year last; pairs that
            are a date in neither order say nothing.

    Returns:
        The order; ``"ymd"`` where no date tells two orders apart because there is none with the
        year last or both parts are always equal; ``None`` where every date can be read both ways
        or dates contradict each other.

    >>> decide_date_order([(3, 4), (31, 12)]), decide_date_order([(3, 4)])
    ('dmy', None)
    """
    possible: set[DateOrder] = {"dmy", "mdy"}
    telling = False
    for first, second in parts:
        day_first = 1 <= first <= 31 and 1 <= second <= 12  # noqa: PLR2004 - the calendar
        month_first = 1 <= first <= 12 and 1 <= second <= 31  # noqa: PLR2004 - the calendar
        if first == second or not (day_first or month_first):
            continue
        telling = True
        if not day_first:
            possible.discard("dmy")
        if not month_first:
            possible.discard("mdy")
    if not telling:
        return "ymd"
    return possible.pop() if len(possible) == 1 else None


def from_excel_serial(serial: float) -> datetime:
    """Turn an Excel serial (1900 date system) into a moment.

    Excel counts a 29 February 1900 that never was (serial 60), so serials below 61 are refused
    rather than shifted.

    Args:
        serial: Days since the end of 1899, the time of day as a fraction.

    Returns:
        The moment, to the nearest second, without a zone.

    Raises:
        OutOfRangeError: The serial lies before 1 March 1900 or after 9999.

    >>> from_excel_serial(45292)
    datetime.datetime(2024, 1, 1, 0, 0)
    """
    lowest, highest = 61, 2_958_466
    if not lowest <= serial < highest:
        raise OutOfRangeError(
            f"expected an Excel date from {lowest} to {highest - 1}, found {serial!r}"
        )
    epoch = datetime(1899, 12, 30)  # noqa: DTZ001 - serials have no zone
    return epoch + timedelta(seconds=round(serial * 86_400))


# ---- yes and no


def parse_yes_no(text: str) -> bool | None:
    """Read a yes or a no: true/false, yes/no, y/n, t/f, 1/0 in any case.

    Args:
        text: What stands in the cell.

    Returns:
        ``True`` for yes, ``False`` for no, ``None`` for a blank.

    Raises:
        NotYesNoError: The text is none of these words.

    >>> parse_yes_no("Yes"), parse_yes_no("FALSE"), parse_yes_no("")
    (True, False, None)
    """
    word = text.strip(WHITE_SPACE).lower()
    if word in YES_WORDS:
        return True
    if word in NO_WORDS:
        return False
    if word in BLANK_WORDS:
        return None
    raise NotYesNoError(f"expected yes or no, found {text!r}")


# ---- Salesforce ids

_SHORT_ID = re.compile(r"[A-Za-z0-9]{15}")
_CHECK_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"


def salesforce_id_18(identifier: str) -> str:
    """Make the 18-character form of a 15-character Salesforce id.

    The three added characters say which of the 15 are capitals, five each, so that look-ups
    which ignore case (Excel's do) still tell two ids apart.

    Args:
        identifier: The 15-character id; an 18-character one is returned as it is.

    Returns:
        The 18-character id.

    Raises:
        OutOfRangeError: The text is no Salesforce id.

    >>> salesforce_id_18("0014000000Lmabc")
    '0014000000LmabcAAB'
    """
    if is_salesforce_id_18(identifier):
        return identifier
    if not _SHORT_ID.fullmatch(identifier):
        raise OutOfRangeError(f"expected a Salesforce id of 15 characters, found {identifier!r}")
    check = (
        _CHECK_LETTERS[sum(1 << place for place, letter in enumerate(five) if "A" <= letter <= "Z")]
        for five in (identifier[:5], identifier[5:10], identifier[10:])
    )
    return identifier + "".join(check)


def is_salesforce_id_18(identifier: str) -> bool:
    """Tell whether a text is an 18-character Salesforce id with the right checksum.

    >>> is_salesforce_id_18("0014000000LmabcAAB"), is_salesforce_id_18("0014000000LmabcAAA")
    (True, False)
    """
    short = identifier[:15]
    return (
        len(identifier) == 18  # noqa: PLR2004 - Salesforce's number
        and _SHORT_ID.fullmatch(short) is not None
        and salesforce_id_18(short) == identifier
    )
