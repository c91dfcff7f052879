"""Blanks, answers and percentages: what counts, what is blank, what is refused."""

import math

import pytest

from cs_workbook.errors import OutOfRangeError
from cs_workbook.measures.answers import Answer, count_answers, require_answers, split_answers
from cs_workbook.measures.figure import Figure, Part, Unit, is_blank, percent_of


@pytest.mark.parametrize(
    ("value", "blank", "why"),
    [
        (None, True, "an empty cell"),
        (float("nan"), True, "what data frames put for an empty cell"),
        ("", True, "a formula that returns empty text"),
        ("\u00a0 \t", True, "only space, a no-break one too"),
        (0, False, "zero is a value"),
        (0.0, False, "zero is a value"),
        (False, False, "no is a value"),
        ("0", False, "text is not blank"),
        (math.inf, False, "infinite is wrong, but not blank"),
    ],
)
def test_blank(value: object, blank: bool, why: str) -> None:
    assert is_blank(value) is blank, why


@pytest.mark.parametrize(
    ("answer", "kept", "why"),
    [
        (0, True, "lowest answer"),
        (10, True, "highest answer"),
        (7.0, True, "Excel hands every number over with a decimal point"),
        (-1, False, "below the scale"),
        (11, False, "above the scale"),
        (8.5, False, "between two answers"),
        ("9", False, "text is read by the import, not here"),
        ("n/a", False, "a word"),
        (True, False, "a tick box is no answer, though Python counts it as 1"),
        (math.inf, False, "an overflow"),
    ],
)
def test_answer_on_a_scale_of_0_to_10(answer: Answer, kept: bool, why: str) -> None:
    split = split_answers([None, answer], minimum=0, maximum=10)
    assert split.blanks == 1
    assert bool(split.good) is kept, why
    assert [rejected.position for rejected in split.rejected] == ([] if kept else [2]), why


def test_refusal_names_place_value_and_how_many_more() -> None:
    with pytest.raises(OutOfRangeError, match=r"NPS answer 3: .* 0 to 10, found 11 \(1 more"):
        require_answers([9, None, 11, 12], minimum=0, maximum=10, what="NPS")


@pytest.mark.parametrize(
    ("counts", "message"),
    [({6: 1}, "answers from 1 to 5, found 6"), ({5: -1}, "0 or more for answer 5, found -1")],
)
def test_count_table_is_checked(counts: dict[int, int], message: str) -> None:
    with pytest.raises(OutOfRangeError, match=message):
        count_answers(counts, minimum=1, maximum=5, what="CSAT")


@pytest.mark.parametrize(
    ("part", "whole", "percent", "why"),
    [
        (57, 100, 57.0, "exact: 100 * 0.57 would be 56.99999999999999"),
        (7, 100, 7.0, "exact: 100 * 0.07 would be 7.000000000000001"),
        (0.7, 0.7, 100.0, "all of it is exactly 100"),
        (3, 2, 150.0, "more than all is allowed here"),
        (0, 5, 0.0, "none of something"),
        (0, 0, None, "none of nothing is unknown, not 0 %"),
    ],
)
def test_percent(part: float, whole: float, percent: float | None, why: str) -> None:
    assert percent_of(part, whole) == percent, why


def test_figure_finds_its_parts_by_name() -> None:
    figure = Figure(value=50.0, n=2, unit=Unit.PERCENT, parts=(Part("lost", 1),), rule="Half.")
    assert figure.part("lost") == 1
    with pytest.raises(KeyError):
        figure.part("found")
