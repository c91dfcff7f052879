"""Laws of reading texts: what is written in a locale is read back in it, and nothing is guessed."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from cs_workbook.errors import DataError
from cs_workbook.parsing import (
    DecimalMark,
    decide_date_order,
    decide_decimal_mark,
    is_salesforce_id_18,
    parse_date,
    parse_moment,
    parse_number,
    parse_yes_no,
    salesforce_id_18,
)

MARKS: tuple[DecimalMark, ...] = (".", ",")
amounts = st.decimals(min_value=-(10**9), max_value=10**9, places=2, allow_nan=False)
days = st.dates(min_value=date(1900, 1, 1))


def written(amount: Decimal, mark: DecimalMark) -> str:
    text = f"{amount:,.2f}"
    return text if mark == "." else text.translate(str.maketrans(",.", ".,"))


@given(amounts, st.sampled_from(MARKS))
def test_a_written_amount_is_read_back(amount: Decimal, mark: DecimalMark) -> None:
    assert parse_number(written(amount, mark), mark) == amount


@given(amounts, st.sampled_from(MARKS))
def test_two_decimals_always_decide_the_mark(amount: Decimal, mark: DecimalMark) -> None:
    assert decide_decimal_mark([written(amount, mark)]) == mark


@given(st.text(alphabet="0123456789.,' -()€$%E", max_size=12))
def test_without_a_mark_only_what_both_marks_agree_on_is_read(text: str) -> None:
    """Rule of ``decimal_mark``: None refuses what means different numbers under the two."""
    readings = set()
    for mark in MARKS:
        try:
            readings.add(parse_number(text, mark))
        except DataError:
            continue
    try:
        assert readings == {parse_number(text)}
    except DataError:
        assert len(readings) != 1


@given(days)
def test_a_day_is_read_back_in_every_writing(day: date) -> None:
    assert parse_date(day.isoformat()) == day
    assert parse_date(f"{day.day}/{day.month}/{day.year}", "dmy") == day
    assert parse_date(f"{day.month}/{day.day}/{day.year}", "mdy") == day
    assert parse_date(f"{day:%B} {day.day}, {day.year}") == day


@given(st.lists(days, min_size=1))
def test_a_decided_order_is_the_order_the_column_was_written_in(column: list[date]) -> None:
    order = decide_date_order((day.day, day.month) for day in column)
    assert order in {"dmy", None, "ymd"}
    if order == "dmy":
        assert any(day.day > 12 for day in column)


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused_never_a_crash(text: str) -> None:
    for read in (parse_number, parse_moment, parse_yes_no):
        try:
            read(text)
        except DataError as refusal:
            assert str(refusal)  # noqa: PT017 - most texts are refused, all must say why


@given(st.from_regex(r"[A-Za-z0-9]{15}", fullmatch=True))
def test_long_salesforce_ids_differ_where_short_ones_differ_only_in_case(short: str) -> None:
    long = salesforce_id_18(short)
    assert is_salesforce_id_18(long)
    swapped = short.swapcase()
    if swapped != short:
        assert salesforce_id_18(swapped).lower() != long.lower()
