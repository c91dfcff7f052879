"""How a column is written: which cells are canonical, and how the others are read.

One telling cell decides the decimal mark or the date order of its whole column; what no cell
decides stays open, and a setting decides for every column at once.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from cs_workbook.engine import DuckDB
from cs_workbook.errors import DataError
from cs_workbook.exports.report import LocaleSettings
from cs_workbook.exports.sql import literal
from cs_workbook.parsing import (
    NO_WORDS,
    YES_WORDS,
    DateOrder,
    DecimalMark,
    decide_date_order,
    decide_decimal_mark,
    parse_date,
    parse_moment,
    parse_number,
    parse_yes_no,
)
from cs_workbook.schema.exports import Kind

_MOST_SHAPES = 50_000
_INTEGER = "^-?[0-9]{1,14}$"
_PLAIN_NUMBER = r"^-?[0-9]{1,14}(\.[0-9]{1,12})?$"
_ISO = (
    "^(19|[2-9][0-9])[0-9]{2}-[0-9]{2}-[0-9]{2}"
    r"([ T]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]+)?)?)?$"
)
_YEAR_LAST = r"^([0-9]{1,2})[-/.]([0-9]{1,2})[-/.][0-9]{4}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """How a column is read: which cells SQL casts itself, and how Python reads the others.

    ``parse`` yields the canonical text of a value; ``both_ways`` says how an unclear text could
    be read, and is ``None`` where the column is clear.
    """

    canonical: str
    parse: Callable[[str], str | None]
    decided: str | None
    expected: str
    both_ways: Callable[[str], str | None] | None = None


def _number(rows: str, cell: str, engine: DuckDB, locale: LocaleSettings) -> Writing:
    shapes = [
        str(text)
        for (text,) in engine.rows(
            f"select distinct regexp_replace({cell}, '[1-9]', '9', 'g') as shape {rows} "
            f"and not regexp_matches({cell}, '{_INTEGER}') order by shape limit {_MOST_SHAPES}"
        )
    ]
    mark: DecimalMark | None = (
        decide_decimal_mark(shapes) if locale.decimal_mark == "auto" else locale.decimal_mark
    )
    plain = _PLAIN_NUMBER if mark == "." else _INTEGER
    marked = any("." in shape or "," in shape for shape in shapes)
    return Writing(
        canonical=f"regexp_matches({cell}, '{plain}')",
        parse=lambda text: _number_text(parse_number(text, mark)),
        decided=(mark or "unclear") if marked else None,
        expected="a number",
        both_ways=None if mark else _number_both_ways,
    )


def _date(rows: str, cell: str, engine: DuckDB, locale: LocaleSettings) -> Writing:
    return _day_or_moment(rows, cell, engine, locale, _date_text)


def _moment(rows: str, cell: str, engine: DuckDB, locale: LocaleSettings) -> Writing:
    return _day_or_moment(rows, cell, engine, locale, _moment_text)


def _day_or_moment(
    rows: str,
    cell: str,
    engine: DuckDB,
    locale: LocaleSettings,
    parse: Callable[[str, DateOrder | None], str | None],
) -> Writing:
    parts = engine.rows(
        f"select distinct regexp_extract({cell}, '{_YEAR_LAST}', 1)::integer as first, "
        f"regexp_extract({cell}, '{_YEAR_LAST}', 2)::integer as second {rows} "
        f"and regexp_matches({cell}, '{_YEAR_LAST}') order by all"
    )
    pairs = [(int(str(first)), int(str(second))) for first, second in parts]
    order: DateOrder | None = decide_date_order(pairs)
    if locale.date_order != "auto" and order != "ymd":
        order = locale.date_order
    words = {"dmy": "day first", "mdy": "month first", "ymd": "such as 2025-12-31"}
    return Writing(
        canonical=f"regexp_matches({cell}, '{_ISO}') "
        f"and try_cast(left({cell}, 10) as date) is not null",
        parse=lambda text: parse(text, order),
        decided=(order or "unclear") if engine.rows(f"select 1 {rows} limit 1") else None,
        expected=words.get(order or "", "its order is unclear"),
        both_ways=None if order else _date_both_ways,
    )


def _yes_no(rows: str, cell: str, engine: DuckDB, locale: LocaleSettings) -> Writing:
    del rows, engine, locale  # yes and no are written alike everywhere
    words = ", ".join(literal(word) for word in sorted(YES_WORDS | NO_WORDS))
    return Writing(
        canonical=f"lower({cell}) in ({words})",
        parse=_yes_no_text,
        decided=None,
        expected="yes or no",
    )


WRITINGS: dict[Kind, Callable[[str, str, DuckDB, LocaleSettings], Writing]] = {
    Kind.NUMBER: _number,
    Kind.MONEY: _number,
    Kind.DATE: _date,
    Kind.MOMENT: _moment,
    Kind.YES_NO: _yes_no,
}


def _number_text(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")


def _date_text(text: str, order: DateOrder | None) -> str | None:
    value = parse_date(text, order)
    return None if value is None else value.isoformat()


def _moment_text(text: str, order: DateOrder | None) -> str | None:
    value = parse_moment(text, order)
    return None if value is None else value.isoformat(sep=" ")


def _yes_no_text(text: str) -> str | None:
    value = parse_yes_no(text)
    return None if value is None else str(value).lower()


def _number_both_ways(text: str) -> str | None:
    try:
        with_point, with_comma = parse_number(text, "."), parse_number(text, ",")
    except DataError:
        return None
    return f"{text}: {with_point} or {with_comma}"


def _date_both_ways(text: str) -> str | None:
    try:
        day_first, month_first = parse_moment(text, "dmy"), parse_moment(text, "mdy")
    except DataError:
        return None
    return f"{text}: {_in_words(day_first)} or {_in_words(month_first)}"


def _in_words(day: date | datetime | None) -> str:
    return "" if day is None else f"{day.day} {day:%B} {day.year}"
