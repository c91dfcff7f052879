"""The code of the history: what is kept comes back, and what a person reads in it is so."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cs_workbook.errors import DataError
from cs_workbook.measures.week_code import (
    WEEKS_IN_A_QUARTER,
    CodedWeek,
    kept_number,
    pack,
    unpack,
    week_of,
)

scores = st.none() | st.floats(min_value=0, max_value=100)
weeks = st.builds(
    CodedWeek,
    number=st.integers(min_value=1, max_value=WEEKS_IN_A_QUARTER),
    status=st.sampled_from("CTLPO"),
    band=st.none() | st.integers(min_value=0, max_value=9),
    mrr=st.none() | st.floats(min_value=-1e9, max_value=1e9),
    sub_scores=st.lists(scores, max_size=12).map(tuple),
    profile=st.integers(min_value=0, max_value=9),
)
quarters = st.lists(weeks, max_size=WEEKS_IN_A_QUARTER, unique_by=lambda week: week.number)


def kept_week(week: CodedWeek) -> CodedWeek:
    """Return a week as it is read back after it was kept."""
    return replace(
        week,
        mrr=None if week.mrr is None else kept_number(week.mrr),
        sub_scores=tuple(None if s is None else kept_number(s) for s in week.sub_scores),
    )


@given(quarters)
def test_what_is_kept_comes_back_with_two_decimals(quarter: list[CodedWeek]) -> None:
    """Law: unpack(pack(x)) is x in the order of its weeks, rounded as stated; blanks stay blank."""
    expected = [kept_week(week) for week in sorted(quarter, key=lambda week: week.number)]
    assert list(unpack(pack(quarter))) == expected


@given(quarters)
def test_packing_what_was_unpacked_changes_nothing(quarter: list[CodedWeek]) -> None:
    """Law: pack(unpack(code)) is the code, so that past weeks stay letter for letter."""
    code = pack(quarter)
    assert pack(unpack(code)) == code


@given(quarters)
def test_a_code_fits_into_a_cell(quarter: list[CodedWeek]) -> None:
    assert len(pack(quarter)) <= 32_767


def test_a_code_read_by_hand() -> None:
    """The example of the documentation, week by week."""
    code = "3C2 1250.5 56.25,-,100;4C2 = 57.1,,;5C1 = =;9Lx 0 .;14T0 - 50,0,-"
    by_hand = (
        CodedWeek(number=3, status="C", band=2, mrr=1250.5, sub_scores=(56.25, None, 100)),
        CodedWeek(number=4, status="C", band=2, mrr=1250.5, sub_scores=(57.1, None, 100)),
        CodedWeek(number=5, status="C", band=1, mrr=1250.5, sub_scores=(57.1, None, 100)),
        CodedWeek(number=9, status="L", band=None, mrr=0, sub_scores=()),
        CodedWeek(number=14, status="T", band=0, mrr=None, sub_scores=(50, 0, None)),
    )
    assert unpack(code) == by_hand
    assert pack(by_hand) == code


def test_a_measure_that_joins_is_written_out() -> None:
    """The weeks before and after have a different number of measures; nothing is 'as before'."""
    one = CodedWeek(number=1, status="C", band=2, mrr=1, sub_scores=(50.0,))
    two = CodedWeek(number=2, status="C", band=2, mrr=1, sub_scores=(50.0, 50.0))
    assert pack([one, two]) == "1C2 1 50;2C2 = 50,50"


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("3C2", "fields are missing"),
        ("C2 1 2", "no number of a week"),
        ("3C2 = 50", "nothing before to be the same as"),
        ("3C2 1 ,50", "nothing before to be the same as"),
        ("3C2 1 fifty", "no number"),
        ("3C2 1 50;", "a week without anything"),
    ],
)
def test_a_changed_code_is_refused_in_a_sentence(code: str, why: str) -> None:
    assert why
    with pytest.raises(DataError, match="History, Signals: expected weeks such as"):
        unpack(code)


@pytest.mark.parametrize(
    ("value", "kept", "why"),
    [
        (0.005, 0.01, "half up in its binary neighbour"),
        (-0.001, 0.0, "no negative zero"),
        (99.999, 100.0, "rounded, not cut"),
        (1e9 + 0.125, 1e9 + 0.12, "half to even"),
    ],
)
def test_numbers_are_kept_with_two_decimals(value: float, kept: float, why: str) -> None:
    assert kept_number(value) == kept, why
    assert str(kept_number(value)) == str(kept)


def test_every_day_of_four_years_has_a_week_of_its_quarter() -> None:
    """Law: weeks follow each other from 1, seven days each, the last one of the quarter shorter."""
    before = date(2023, 12, 31)
    for offset in range(1461):
        day = date(2024, 1, 1) + timedelta(days=offset)
        quarter, week = week_of(day)
        assert quarter <= day
        assert quarter.day == 1
        assert quarter.month in {1, 4, 7, 10}
        assert 1 <= week <= WEEKS_IN_A_QUARTER
        old_quarter, old_week = week_of(before)
        assert week in ((old_week, old_week + 1) if quarter == old_quarter else (1,))
        assert quarter + timedelta(days=7 * (week - 1)) <= day
        assert day < quarter + timedelta(days=7 * week)
        before = day
