"""Recurring inquiries: which themes call for a process."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cs_workbook.errors import OutOfRangeError
from cs_workbook.measures.inquiries import NO_THEME, recurring_inquiries

COUNTS = st.dictionaries(st.text(min_size=1, max_size=5), st.integers(0, 500), max_size=8)


@pytest.mark.parametrize(
    ("counts", "recurring", "reason"),
    [
        ({"a": 20, "b": 80}, ["b", "a"], "exactly the threshold counts"),
        ({"a": 19, "b": 81}, ["b"], "just below it does not"),
        ({"a": 2, "b": 3}, [], "five inquiries are too few"),
        ({None: 60, " ": 20, "a": 20}, ["a"], "blank themes stay in the base, never recur"),
        ({}, [], "nothing was asked"),
        ({"a": 0}, [], "nothing was asked about it"),
    ],
)
def test_which_themes_recur(
    counts: dict[str | None, int], recurring: list[str], reason: str
) -> None:
    found = [theme.theme for theme in recurring_inquiries(counts) if theme.recurring]
    assert found == recurring, reason


def test_a_theme_left_out_counts_in_the_base() -> None:
    themes = recurring_inquiries({"bug": 90, "billing": 10}, excluded=["bug"])
    assert [(theme.theme, theme.share, theme.recurring) for theme in themes] == [
        ("bug", 90.0, False),
        ("billing", 10.0, False),
    ]


def test_blank_themes_are_added_up_and_named() -> None:
    (theme,) = recurring_inquiries({None: 20, "": 20})
    assert (theme.theme, theme.inquiries) == (NO_THEME, 40)
    assert theme.rule == "40 of 40 inquiries: left out on purpose."


@pytest.mark.parametrize(("threshold", "count"), [(-1, 5), (101, 5), (20, -5)])
def test_impossible_input_is_refused(threshold: float, count: int) -> None:
    with pytest.raises(OutOfRangeError):
        recurring_inquiries({"a": count}, threshold=threshold)


@given(counts=COUNTS)
def test_shares_add_up_to_the_whole(counts: dict[str | None, int]) -> None:
    themes = recurring_inquiries(counts)
    total = sum(counts.values())
    assert sum(theme.inquiries for theme in themes) == total
    assert sum(theme.share or 0 for theme in themes) == pytest.approx(100 if total else 0)


@given(counts=COUNTS, lower=st.floats(0, 100), higher=st.floats(0, 100))
def test_a_higher_threshold_never_flags_more(
    counts: dict[str | None, int], lower: float, higher: float
) -> None:
    lower, higher = sorted((lower, higher))
    flagged = [
        {theme.theme for theme in recurring_inquiries(counts, threshold=level) if theme.recurring}
        for level in (lower, higher)
    ]
    assert flagged[1] <= flagged[0]
