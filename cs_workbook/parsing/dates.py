"""Text to date and moment under an order of day and month, and the order of a whole column."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Literal, TypeAlias

from cs_workbook.errors import DataError, OutOfRangeError
from cs_workbook.parsing.blanks import WHITE_SPACE, is_blank

DateOrder: TypeAlias = Literal["ymd", "dmy", "mdy"]

EARLIEST_YEAR = 1900
"""Years before are what programs write for "no date" (0001-01-01, 0000-00-00); they are refused."""


class NotADateError(DataError, ValueError):
    """The text is no date under the order it is read with."""


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
