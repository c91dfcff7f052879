"""Text to number under a decimal mark, and the decimal mark of a whole column."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Literal, TypeAlias

from cs_workbook.errors import DataError
from cs_workbook.parsing.blanks import WHITE_SPACE, is_blank

DecimalMark: TypeAlias = Literal[".", ","]


class NotANumberError(DataError, ValueError):
    """The text is no number under the decimal mark it is read with."""


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
