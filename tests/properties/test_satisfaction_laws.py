"""Laws of satisfaction and effort."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from cs_workbook.measures.effort import CesRule, Direction, customer_effort_score
from cs_workbook.measures.satisfaction import (
    CsatRule,
    satisfaction_mean,
    satisfaction_of_possible,
    satisfied_share,
)

some_answers = st.lists(st.integers(1, 7), min_size=1, max_size=50)
SEVEN = CsatRule(maximum=7, satisfied_from=6)


@given(some_answers)
def test_bounds(answers: list[int]) -> None:
    """Shares lie within 0 and 100 percent, the mean on the scale, the share in its interval."""
    share = satisfied_share(answers, rule=SEVEN)
    mean = satisfaction_mean(answers, rule=SEVEN).value
    possible = satisfaction_of_possible(answers, rule=SEVEN).value
    assert share.value is not None
    assert share.interval is not None
    assert mean is not None
    assert possible is not None
    assert 0 <= share.interval.low <= share.value + 1e-9
    assert share.value - 1e-9 <= share.interval.high <= 100
    assert 1 <= mean <= 7
    assert 0 < possible <= 100


@given(some_answers, st.integers(0, 9))
def test_counts_order_and_blanks(answers: list[int], blanks: int) -> None:
    """A table of counts, any order and any blanks give the same value."""
    for measure in (satisfied_share, satisfaction_mean, satisfaction_of_possible):
        value = measure(answers, rule=SEVEN).value
        assert measure(Counter(answers), rule=SEVEN).value == value
        assert measure([*[None] * blanks, *answers[::-1]], rule=SEVEN).value == value


@given(some_answers, st.integers(2, 6))
def test_a_stricter_rule_never_raises_the_share(answers: list[int], satisfied_from: int) -> None:
    """Asking for a higher answer never makes more people satisfied."""
    loose = satisfied_share(answers, rule=CsatRule(maximum=7, satisfied_from=satisfied_from))
    strict = satisfied_share(answers, rule=CsatRule(maximum=7, satisfied_from=satisfied_from + 1))
    assert loose.value is not None
    assert strict.value is not None
    assert strict.value <= loose.value


@given(some_answers)
def test_turning_the_scale_around_changes_no_reading(answers: list[int]) -> None:
    """Ease and easy share are the same when scale, answers and direction are all turned around."""
    turned = CesRule(easy_from=3, direction=Direction.LOWER_IS_EASIER)
    upright = customer_effort_score(answers)
    mirrored = customer_effort_score([8 - answer for answer in answers], rule=turned)
    assert upright.easy_percent == mirrored.easy_percent
    assert upright.ease is not None
    assert mirrored.ease is not None
    assert abs(upright.ease - mirrored.ease) < 1e-9
    assert 0 <= upright.ease <= 100
