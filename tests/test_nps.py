"""Net Promoter Score: groups, blanks, refusals, intervals, accounts and periods."""

from datetime import date

import pytest

from cs_workbook.errors import OutOfRangeError
from cs_workbook.measures.answers import Answer
from cs_workbook.measures.figure import Unit
from cs_workbook.measures.nps import (
    NpsCategory,
    net_promoter_score,
    net_promoter_score_from_counts,
    nps_adjusted_wald_interval,
    nps_category,
    nps_wald_interval,
)
from cs_workbook.measures.nps_accounts import (
    Response,
    compare_nps,
    latest_answers,
    nps_by_account,
    nps_latest_per_respondent,
    nps_margin_of_error,
)


@pytest.mark.parametrize(
    ("answer", "group", "why"),
    [
        (10, "promoter", "top"),
        (9, "promoter", "lowest promoter"),
        (8.999, "passive", "a mean is not rounded up"),
        (7, "passive", "lowest passive"),
        (6.999, "detractor", "a mean between 6 and 7 needs a group too"),
        (6, "detractor", "highest detractor"),
        (0, "detractor", "bottom"),
    ],
)
def test_group_of_an_answer_or_a_mean(answer: float, group: str, why: str) -> None:
    assert nps_category(answer) == NpsCategory(group), why


@pytest.mark.parametrize("answer", [-0.1, 10.1, float("nan")])
def test_group_needs_an_answer_on_the_scale(answer: float) -> None:
    with pytest.raises(OutOfRangeError, match="0 to 10"):
        nps_category(answer)


@pytest.mark.parametrize(
    ("scores", "value", "n", "blanks", "why"),
    [
        ([9, 10], 100.0, 2, 0, "promoters only"),
        ([7, 8], 0.0, 2, 0, "0 is a score"),
        ([], None, 0, 0, "nobody asked"),
        ([None, "", float("nan")], None, 0, 3, "nobody answered: no score, and never 0"),
        ([10, None, 0], 0.0, 2, 1, "a blank is left out of n"),
    ],
)
def test_score(scores: list[Answer], value: float | None, n: int, blanks: int, why: str) -> None:
    result = net_promoter_score(scores)
    assert (result.value, result.n, result.blanks) == (value, n, blanks), why
    assert (result.reason == "no answers") is (value is None), why
    assert (result.interval is None) is (value is None), why


def test_result_prints_its_rule_and_parts() -> None:
    result = net_promoter_score([0, 7, 9, None])
    assert result.rule == (
        "NPS: share of answers 9 to 10 minus share of answers 0 to 6, in points; 3 answers, "
        "1 blank left out."
    )
    assert result.unit is Unit.POINTS
    assert dict(result.parts) == {"promoters": 1, "passives": 1, "detractors": 1, "blanks": 1}


def test_answer_off_the_scale_is_named() -> None:
    with pytest.raises(OutOfRangeError, match=r"NPS answer 2: .* found 11"):
        net_promoter_score([9, 11])


def test_negative_count_is_named() -> None:
    with pytest.raises(OutOfRangeError, match="NPS passives: expected 0 or more, found -1"):
        net_promoter_score_from_counts(promoters=1, passives=-1, detractors=1)


def test_one_answer_is_no_certain_hundred() -> None:
    wald = nps_wald_interval(promoters=1, passives=0, detractors=0)
    adjusted = nps_adjusted_wald_interval(promoters=1, passives=0, detractors=0)
    assert wald is not None
    assert adjusted is not None
    assert (wald.low, wald.high) == (100, 100)
    assert (round(adjusted.low), round(adjusted.high)) == (-48, 98)


def test_no_answers_no_interval_no_margin() -> None:
    empty = net_promoter_score([])
    assert nps_wald_interval(promoters=0, passives=0, detractors=0) is None
    assert empty.standard_error is None
    assert nps_margin_of_error(empty) is None


@pytest.mark.parametrize(
    ("population", "margin", "why"),
    [
        (None, 24.204, "many could have answered"),
        (100, 18.843, "40 of 100 answered"),
        (40, 0.0, "everybody answered: nothing is left to chance"),
    ],
)
def test_margin_of_error(population: int | None, margin: float, why: str) -> None:
    result = net_promoter_score_from_counts(promoters=20, passives=12, detractors=8)
    found = nps_margin_of_error(result, population=population)
    assert found == pytest.approx(margin, abs=0.001), why


def test_population_smaller_than_the_answers() -> None:
    result = net_promoter_score([9, 9])
    with pytest.raises(OutOfRangeError, match="at least the 2 who answered, found 1"):
        nps_margin_of_error(result, population=1)


def _on(day: int, score: Answer, who: str = "a") -> Response:
    return Response(who, date(2024, 1, day), score)


@pytest.mark.parametrize(
    ("rows", "kept", "why"),
    [
        ([_on(1, 4), _on(2, 9)], [9], "newest answer"),
        ([_on(2, 9), _on(1, 4)], [9], "whatever the order of rows"),
        ([_on(1, 8), _on(1, 10)], [10], "same day: the later row"),
        ([_on(1, 8), _on(2, None)], [8], "a blank reply replaces nothing"),
        ([_on(1, None)], [], "never answered"),
        ([_on(1, 4), _on(1, 9, "b")], [4, 9], "each respondent once"),
    ],
)
def test_latest_answer(rows: list[Response], kept: list[Answer], why: str) -> None:
    assert [response.score for response in latest_answers(rows)] == kept, why


def test_latest_answer_is_still_checked() -> None:
    with pytest.raises(OutOfRangeError, match="found 11"):
        nps_latest_per_respondent([_on(1, 11)])


def test_accounts_without_an_answer_are_counted_as_blank() -> None:
    both = nps_by_account({"A": [10, None], "B": [None], "C": []})
    assert (both.all_answers.n, both.all_answers.blanks) == (1, 2)
    assert (both.mean_per_account.n, both.mean_per_account.blanks) == (1, 2)


def test_refused_answer_names_the_account() -> None:
    with pytest.raises(OutOfRangeError, match="NPS, account B, answer 1"):
        nps_by_account({"A": [9], "B": [11]})


@pytest.mark.parametrize(
    ("earlier", "later", "words"),
    [
        (
            (45, 30, 25),
            (60, 25, 15),
            "Up 25 points (20 to 45): unlikely to be chance (p = 0.023).",
        ),
        (
            (60, 25, 15),
            (10, 20, 70),
            "Down 105 points (45 to -60): unlikely to be chance (p < 0.001).",
        ),
        (
            (5, 3, 2),
            (6, 3, 1),
            (
                "Up 20 points (30 to 50): could be chance (p = 0.539); fewer than 30 answers in "
                "a period, take it as a hint."
            ),
        ),
        (
            (40, 0, 0),
            (0, 0, 40),
            (
                "Down 200 points (100 to -100): not testable, all answers of a period fall into "
                "one group."
            ),
        ),
        ((20, 20, 20), (20, 20, 20), "Unchanged, 0 points (0 to 0): could be chance (p = 1.000)."),
        ((0, 0, 0), (1, 1, 1), "No comparison: one of the periods has no answers."),
    ],
)
def test_two_periods_in_words(
    earlier: tuple[int, int, int], later: tuple[int, int, int], words: str
) -> None:
    first, second = (
        net_promoter_score_from_counts(promoters=ups, passives=passives, detractors=downs)
        for ups, passives, downs in (earlier, later)
    )
    assert compare_nps(first, second).words == words
