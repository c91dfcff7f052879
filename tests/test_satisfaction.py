"""CSAT and CES: the rule belongs to the survey, and the direction to the scale."""

import pytest

from cs_workbook.errors import OutOfRangeError, SettingsError
from cs_workbook.measures.effort import CesRule, Direction, customer_effort_score, ease_of_mean
from cs_workbook.measures.satisfaction import (
    CsatRule,
    positive_by_scale,
    satisfaction_mean,
    satisfaction_of_possible,
    satisfied_share,
    top_two_box,
)

TEN_POINT_ANSWERS = [6, 7, 5, 3, 8, 9, 4, 10, 7, 1]
LOWER = CesRule(maximum=5, easy_from=2, direction=Direction.LOWER_IS_EASIER)


def test_one_set_of_answers_gives_60_40_or_20() -> None:
    upper = CsatRule(maximum=10, satisfied_from=7)
    shares = (
        satisfaction_of_possible(TEN_POINT_ANSWERS, rule=top_two_box(10)).value,
        satisfied_share([*TEN_POINT_ANSWERS[:-2], 1, 1], rule=upper).value,
        satisfied_share(TEN_POINT_ANSWERS, rule=top_two_box(10)).value,
    )
    assert shares == (60, 40, 20)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (CsatRule(), "answers 4 to 5 on a scale of 1 to 5"),
        (top_two_box(10, minimum=0), "answers 9 to 10 on a scale of 0 to 10"),
        (positive_by_scale(4), "answers 3 to 4 on a scale of 1 to 4"),
        (positive_by_scale(6), "answers 4 to 6 on a scale of 1 to 6"),
    ],
)
def test_figure_names_its_rule(rule: CsatRule, words: str) -> None:
    assert rule.words == words
    assert satisfied_share([rule.maximum, None], rule=rule).rule == (
        f"CSAT: share of {words}; 1 answers, 1 blank left out."
    )


@pytest.mark.parametrize(
    ("minimum", "maximum", "satisfied_from", "why"),
    [
        (1, 5, 6, "nobody could be satisfied"),
        (1, 5, 1, "everybody would be satisfied"),
        (5, 1, 4, "scale upside down"),
    ],
)
def test_rules_that_make_no_sense(
    minimum: int, maximum: int, satisfied_from: int, why: str
) -> None:
    with pytest.raises(SettingsError, match="CSAT rule"):
        pytest.fail(
            f"{why}: {CsatRule(minimum=minimum, maximum=maximum, satisfied_from=satisfied_from)}"
        )


def test_scale_without_a_published_row() -> None:
    with pytest.raises(SettingsError, match="Name the lowest satisfied answer"):
        positive_by_scale(10)


def test_no_answers_give_no_value_and_a_reason() -> None:
    for figure in (satisfied_share([None]), satisfaction_mean([]), satisfaction_of_possible([])):
        assert figure.value is None
        assert figure.reason == "no answers"
        assert figure.interval is None


def test_answer_off_the_scale_is_named() -> None:
    with pytest.raises(OutOfRangeError, match=r"CSAT answer 2: .* 1 to 5, found 0"):
        satisfied_share([5, 0])


@pytest.mark.parametrize(
    ("rule", "answers", "easy", "ease", "why"),
    [
        (CesRule(), [5, 6, 7, 4], 75.0, 75.0, "higher is easier: 5 and above"),
        (LOWER, [1, 2, 3, 4], 50.0, 62.5, "lower is easier: 2 and below"),
        (CesRule(), [7, 7], 100.0, 100.0, "as easy as can be"),
        (LOWER, [1, 1], 100.0, 100.0, "as easy as can be, from the other end"),
        (LOWER, [5], 0.0, 0.0, "as hard as can be"),
    ],
)
def test_effort_knows_its_direction(
    rule: CesRule, answers: list[int], easy: float, ease: float, why: str
) -> None:
    result = customer_effort_score(answers, rule=rule)
    assert (result.easy_percent, result.ease) == (easy, ease), why
    assert str(rule.direction) in result.rule


def test_effort_without_answers() -> None:
    result = customer_effort_score([None])
    assert (result.value, result.easy_percent, result.easy_interval, result.ease) == (None,) * 4
    assert result.reason == "no answers"


def test_effort_rule_and_mean_are_checked() -> None:
    with pytest.raises(SettingsError, match="CES rule"):
        CesRule(maximum=5, easy_from=6)
    with pytest.raises(OutOfRangeError, match=r"CES mean: expected 1 to 5, found 5\.5"):
        ease_of_mean(5.5, rule=LOWER)
