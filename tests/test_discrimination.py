"""AUC and lift: oracles, hand-made books and laws."""

import math
import random
from collections.abc import Sequence
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cs_workbook.errors import OutOfRangeError
from cs_workbook.measures.discrimination import (
    Scored,
    area_under_curve,
    lift_among_lowest,
    single_measure_auc,
)

SCORES = st.one_of(st.none(), st.integers(0, 20).map(float))
BOOKS = st.lists(st.tuples(SCORES, st.booleans(), st.sampled_from(["Jan", "Feb"])), max_size=30)


def scored(rows: list[tuple[float | None, bool, str]]) -> list[Scored]:
    return [Scored(f"A{n}", score, left, day) for n, (score, left, day) in enumerate(rows)]


def plain(scores: Sequence[float | None], left: Sequence[int]) -> list[Scored]:
    return [
        Scored(f"A{n}", s, bool(gone)) for n, (s, gone) in enumerate(zip(scores, left, strict=True))
    ]


@pytest.mark.parametrize(
    ("scores", "left", "expected", "why"),
    [
        (
            [-0.1, -0.4, -0.35, -0.8],
            [0, 0, 1, 1],
            0.75,
            "scikit-learn's example, turned round",
        ),
        ([30, 55, 55, 80, 90, 85], [1, 1, 0, 0, 0, 1], 6.5 / 9, "ties count half"),
        ([1, 2], [1, 0], 1.0, "the one who left was lower"),
        ([2, 1], [1, 0], 0.0, "the wrong way round"),
        ([5, 5], [1, 0], 0.5, "a tie is a coin"),
    ],
)
def test_area_under_curve(
    scores: Sequence[float | None], left: Sequence[int], expected: float, why: str
) -> None:
    assert area_under_curve(plain(scores, left)).value == pytest.approx(expected, abs=1e-12), why


def test_only_accounts_of_the_same_day_are_compared() -> None:
    book = [
        Scored("A", 10, left=True, group="Jan"),
        Scored("B", 20, left=False, group="Jan"),
        Scored("C", 60, left=True, group="Feb"),
        Scored("D", 70, left=False, group="Feb"),
    ]
    assert area_under_curve(book).value == 1.0, "C left from above B, but on another day"


def test_nobody_to_compare_is_no_value() -> None:
    result = area_under_curve(plain([10, None], [1, 0]))
    assert result.value is None
    assert result.interval is None
    assert result.reason == "nobody to compare"
    assert result.part("without a score") == 1


@given(BOOKS)
def test_the_area_is_the_share_of_pairs(rows: list[tuple[float | None, bool, str]]) -> None:
    """Counted pair by pair, in the slowest way."""
    book = scored(rows)
    known = [one for one in book if one.score is not None]
    wins = [
        1.0 if gone.score < stays.score else 0.5 if gone.score == stays.score else 0.0  # type: ignore[operator]
        for gone, stays in product(known, known)
        if gone.left and not stays.left and gone.group == stays.group
    ]
    result = area_under_curve(book)
    if not wins:
        assert result.value is None
        return
    assert result.value == pytest.approx(math.fsum(wins) / len(wins), abs=1e-12)
    assert result.value is not None
    assert result.interval is not None
    assert 0 <= result.interval.low <= result.value <= result.interval.high <= 1


@given(BOOKS)
def test_turning_the_score_round_turns_the_area_round(
    rows: list[tuple[float | None, bool, str]],
) -> None:
    book = scored(rows)
    turned = [one._replace(score=None if one.score is None else -one.score) for one in book]
    ours, theirs = area_under_curve(book).value, area_under_curve(turned).value
    assert (ours is None) == (theirs is None)
    if ours is not None and theirs is not None:
        assert ours + theirs == pytest.approx(1)


def test_the_interval_has_a_width_even_where_every_pair_is_right() -> None:
    result = area_under_curve(plain([1, 2, 3, 10, 11, 12], [1, 1, 1, 0, 0, 0]))
    assert result.value == 1
    assert result.interval is not None
    assert result.interval.low < 0.8
    assert result.interval.high == 1


def test_the_interval_holds_the_truth_about_as_often_as_it_says() -> None:
    """Two normal scores whose true area is known; 95 % of the intervals should hold it."""
    chance = random.Random(3)  # noqa: S311 - no secret
    truth = 0.5 * (1 + math.erf(1 / math.sqrt(2) / math.sqrt(2)))
    hits = 0
    for _ in range(400):
        left = [chance.gauss(0, 1) for _ in range(15)]
        stayed = [chance.gauss(1, 1) for _ in range(40)]
        interval = area_under_curve(plain([*left, *stayed], [1] * 15 + [0] * 40)).interval
        assert interval is not None
        hits += interval.low <= truth <= interval.high
    assert 0.92 < hits / 400 <= 1


def test_lift_as_published() -> None:
    """Of 200 accounts 20 left, 8 of them among the lowest 20."""
    scores = [float(n) for n in range(200)]
    left = [1 if n < 8 or 100 <= n < 112 else 0 for n in range(200)]
    result = lift_among_lowest(plain(scores, left))
    assert (result.lift, result.captured, result.lowest) == (4.0, 40.0, 20.0)


@given(BOOKS, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_nothing(
    rows: list[tuple[float | None, bool, str]], chance: random.Random
) -> None:
    book = scored(rows)
    mixed = list(book)
    chance.shuffle(mixed)
    ours, theirs = lift_among_lowest(book), lift_among_lowest(mixed)
    assert ours == pytest.approx(theirs)
    assert ours.left_among_lowest <= ours.lowest + 1e-12
    if ours.captured is not None:
        assert 0 <= ours.captured <= 100 + 1e-9


def test_when_all_scores_tie_the_lift_is_one() -> None:
    assert lift_among_lowest(plain([50] * 20, [1] * 3 + [0] * 17)).lift == pytest.approx(1)


@pytest.mark.parametrize("share", [0, -1, 101])
def test_a_share_off_the_scale_is_refused(share: float) -> None:
    with pytest.raises(OutOfRangeError, match="Share: expected percent"):
        lift_among_lowest([], share=share)


def test_each_measure_alone() -> None:
    book = plain([None, None], [1, 0])
    alone = single_measure_auc({"good": [1.0, 2.0], "blank": [None, 2.0]}, book)
    assert alone["good"].value == 1
    assert alone["blank"].value is None
