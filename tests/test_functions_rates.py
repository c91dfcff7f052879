"""Worksheet functions over counts, contracts and themes: edges, blanks and errors."""

from collections.abc import Sequence

import pytest

from cs_workbook.functions.cell_errors import CellError
from cs_workbook.functions.registry import FUNCTIONS, evaluate
from cs_workbook.measures.intervals import wilson_interval

Inputs = Sequence[object]


def cells(name: str, *inputs: object) -> list[list[object]]:
    return [list(row) for row in evaluate(FUNCTIONS[name], *inputs)]


def why(name: str, *inputs: object) -> str:
    return str(evaluate(FUNCTIONS["CS_WHY"], name, *inputs)[0][0])


def test_a_share_comes_with_wilsons_interval_row_by_row() -> None:
    found = cells("CS_RATE_INTERVAL", [[3], [0]], 24)
    for (rate, low, high), lost in zip(found, (3, 0), strict=True):
        interval = wilson_interval(lost, 24)
        assert interval is not None
        assert (rate, low, high) == (100 * lost / 24, interval.low, interval.high)
    assert why("CS_RATE_INTERVAL", 3, 24).startswith("12.5 %; 95 % interval by Wilson: 4.3 to 31.0")


@pytest.mark.parametrize(
    ("inputs", "error", "reason"),
    [
        ((3, 0), CellError.NA, "nothing to divide by"),
        ((None, 24), CellError.NA, "a blank is not a zero"),
        ((25, 24), CellError.NUM, "more than all of them"),
        ((1.5, 24), CellError.NUM, "one and a half customers"),
        ((3, 24, 100), CellError.NUM, "nothing is that certain"),
        (("3", 24), CellError.VALUE, "text is no number"),
    ],
)
def test_shares_that_cannot_be(inputs: Inputs, error: CellError, reason: str) -> None:
    assert cells("CS_RATE_INTERVAL", *inputs) == [[error] * 3], reason


@pytest.mark.parametrize(
    ("before", "after", "expected", "reason"),
    [
        ([[0], [100], [80], [50]], [[70], [120], [60], [0]], 90 / 70, "all four kinds"),
        ([[100], [None]], [[50], [900]], 0.0, "an unknown amount is no gain"),
        ([[100]], [[100]], CellError.NA, "no losses is not a ratio of 0"),
        ([[100]], [[-1]], CellError.NUM, "nobody pays less than nothing"),
    ],
)
def test_quick_ratio(before: object, after: object, expected: object, reason: str) -> None:
    assert cells("CS_QUICK_RATIO", before, after) == [[expected]], reason


STATES = [["Renewed"], ["lost"], ["OPEN"], ["late"], [None]]


@pytest.mark.parametrize(
    ("inputs", "expected", "reason"),
    [
        ((STATES,), 25.0, "one of four that were due; capitals do not matter"),
        ((STATES, "decided"), 50.0, "one of the two that are decided"),
        ((STATES, None, [[200], [100], [100], [100], [None]]), 40.0, "by money"),
        (
            (STATES, "decided", [[200]] * 5, [[150], [None], [None], [None], [None]]),
            37.5,
            "renewed for less is renewed in part",
        ),
        ((STATES, None, [[200]] * 5, [[900]] * 5), 25.0, "growth is no renewal"),
        (([["open"]], "decided"), CellError.NA, "nothing is decided"),
        (([[None]],), CellError.NA, "nothing was due"),
        (([["won"]],), CellError.NUM, "not one of the four words"),
        (([["lost"]], "sum"), CellError.NUM, "no such base"),
        (([[1]],), CellError.NUM, "a number is no state"),
        ((STATES, None, [[1], [2]]), CellError.VALUE, "columns of different length"),
    ],
)
def test_renewal_rate(inputs: Inputs, expected: object, reason: str) -> None:
    assert cells("CS_RENEWAL_RATE", *inputs) == [[expected]], reason


def test_renewal_rate_says_both_bases() -> None:
    words = why("CS_RENEWAL_RATE", STATES)
    assert "1 renewed of 4 due" in words
    assert words.endswith("Of what is decided: 50 %.")


@pytest.mark.parametrize(
    ("scores", "left", "expected", "reason"),
    [
        ([30, 55, 55, 80, 90, 85], [True, True, False, False, False, True], 6.5 / 9, "oracle"),
        ([10, None, 90], ["Yes", "Yes", "No"], 1.0, "an unknown score is left out"),
        ([10, 20, 90], [True, None, False], 1.0, "an unknown fate is left out"),
        ([10, 20], [True, True], CellError.NA, "nobody stayed"),
        ([10, 20], [True, "perhaps"], CellError.VALUE, "neither yes nor no"),
    ],
)
def test_auc(scores: list[object], left: list[object], expected: object, reason: str) -> None:
    ((found,),) = cells("CS_AUC", [[s] for s in scores], [[one] for one in left])
    assert found == (expected if isinstance(expected, str) else pytest.approx(expected)), reason


def test_themes_that_recur() -> None:
    asked = [["login"]] * 24 + [[None]] * 5 + [["billing"]] * 6
    assert cells("CS_RECURRING", asked) == [
        ["login", 24.0, 80.0, "recurring"],
        ["billing", 6.0, 20.0, "recurring"],
    ]
    assert cells("CS_RECURRING", asked, 50)[1][3] == "no"
    assert cells("CS_RECURRING", [[None]]) == [[CellError.NA]]
    assert cells("CS_RECURRING", asked, 120) == [[CellError.NUM]]
    assert why("CS_RECURRING", asked[:2]) == (
        "login: 2 of 2 inquiries: 2 inquiries in all are too few to tell (under 30)."
    )
