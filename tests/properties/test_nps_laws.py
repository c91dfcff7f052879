"""Laws of the Net Promoter Score."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cs_workbook.measures.nps import (
    NpsResult,
    net_promoter_score,
    net_promoter_score_from_counts,
    nps_wald_interval,
    split_nps_answers,
)
from cs_workbook.measures.nps_accounts import (
    Response,
    compare_nps,
    latest_answers,
    nps_by_account,
    nps_latest_per_respondent,
    nps_margin_of_error,
)

answers = st.integers(0, 10)
answer_lists = st.lists(st.one_of(st.none(), answers), max_size=60)
some_answers = st.lists(answers, min_size=1, max_size=60)
groups = st.tuples(*[st.integers(0, 5_000)] * 3)


def of(counts: tuple[int, int, int]) -> NpsResult:
    return net_promoter_score_from_counts(
        promoters=counts[0], passives=counts[1], detractors=counts[2]
    )


@given(answer_lists)
def test_bounds(scores: list[int | None]) -> None:
    """A score lies within -100 and 100, and there is one exactly where somebody answered."""
    result = net_promoter_score(scores)
    assert (result.value is None) == all(score is None for score in scores)
    assert result.value is None or -100 <= result.value <= 100
    assert result.n + result.blanks == len(scores)


@given(answer_lists, st.data())
def test_order_plays_no_part(scores: list[int | None], data: st.DataObject) -> None:
    """The score does not depend on the order of the answers."""
    shuffled = data.draw(st.permutations(scores))
    assert net_promoter_score(scores) == net_promoter_score(shuffled)


@given(some_answers)
def test_counts_and_answers_agree(scores: list[int]) -> None:
    """Counting the groups first gives the same figure as the answers."""
    result = net_promoter_score(scores)
    assert result == of((result.promoters, result.passives, result.detractors))


@given(some_answers, st.data())
def test_a_better_answer_never_lowers_the_score(scores: list[int], data: st.DataObject) -> None:
    """Monotone: raising one answer never lowers the score."""
    place = data.draw(st.integers(0, len(scores) - 1))
    better = [*scores]
    better[place] = data.draw(st.integers(scores[place], 10))
    before, after = net_promoter_score(scores).value, net_promoter_score(better).value
    assert before is not None
    assert after is not None
    assert after >= before


@given(some_answers, st.integers(0, 20))
def test_blank_is_not_zero(scores: list[int], blanks: int) -> None:
    """Blanks change neither score nor interval, however many there are."""
    plain, with_blanks = net_promoter_score(scores), net_promoter_score([*scores, *[None] * blanks])
    assert (plain.value, plain.n, plain.interval) == (
        with_blanks.value,
        with_blanks.n,
        with_blanks.interval,
    )


@given(groups)
def test_swapping_promoters_and_detractors_mirrors_the_score(counts: tuple[int, int, int]) -> None:
    """Promoters and detractors are treated alike, with opposite signs."""
    result, mirrored = of(counts), of(counts[::-1])
    assert result.value is None or result.value == -(mirrored.value or 0)
    assert result.interval is None or (
        mirrored.interval is not None and abs(result.interval.low + mirrored.interval.high) < 1e-9
    )


@given(groups.filter(lambda counts: sum(counts) > 1))
def test_interval_contains_the_score(counts: tuple[int, int, int]) -> None:
    """From two answers on, the adjusted interval at 95 percent contains the score."""
    result = of(counts)
    assert result.value is not None
    assert result.interval is not None
    assert -100 <= result.interval.low <= result.value <= result.interval.high <= 100


@given(groups.filter(lambda counts: sum(counts) > 0))
def test_variance_bounds(counts: tuple[int, int, int]) -> None:
    """The variance of marks between -1 and 1 lies within 0 and 1."""
    result = of(counts)
    assert result.variance is not None
    assert 0 <= result.variance <= 1
    assert nps_wald_interval(promoters=counts[0], passives=counts[1], detractors=counts[2])


@given(groups.filter(lambda counts: sum(counts) > 0), st.integers(0, 10_000))
def test_a_small_population_never_widens_the_margin(
    counts: tuple[int, int, int], others: int
) -> None:
    """Knowing the population never makes the margin of error larger."""
    result = of(counts)
    plain = nps_margin_of_error(result)
    corrected = nps_margin_of_error(result, population=result.n + others)
    assert plain is not None
    assert corrected is not None
    assert 0 <= corrected <= plain


@given(groups.filter(lambda counts: sum(counts) > 0), groups.filter(lambda c: sum(c) > 0))
def test_comparing_back_and_forth(
    first: tuple[int, int, int], second: tuple[int, int, int]
) -> None:
    """The test does not depend on which period comes first; only the sign does."""
    there, back = compare_nps(of(first), of(second)), compare_nps(of(second), of(first))
    assert there.p_value == back.p_value
    assert there.difference is not None
    assert back.difference is not None
    assert there.difference == -back.difference
    assert there.p_value is None or 0 <= there.p_value <= 1


@given(st.lists(st.one_of(st.none(), st.integers(-5, 15), st.floats(), st.text(max_size=3))))
def test_splitting_loses_nothing(values: list[float | str | None]) -> None:
    """Good answers, blanks and rejected ones are together as many as came in."""
    split = split_nps_answers(values)
    assert len(split.good) + split.blanks + len(split.rejected) == len(values)
    assert net_promoter_score(split.good).n == len(split.good)


responses = st.lists(
    st.builds(
        Response,
        st.sampled_from("abc"),
        st.integers(0, 5).map(lambda days: date(2024, 1, 1) + timedelta(days=days)),
        st.one_of(st.none(), answers),
    ),
    max_size=20,
)


@given(responses)
def test_latest_answer_once_per_respondent(rows: list[Response]) -> None:
    """Everybody who answered is there once, with no answer older than the newest."""
    kept = latest_answers(rows)
    answered = [row for row in rows if row.score is not None]
    assert sorted(row.respondent for row in kept) == sorted({row.respondent for row in answered})
    for row in kept:
        assert row.answered == max(
            other.answered for other in answered if other.respondent == row.respondent
        )
    assert latest_answers(kept) == kept
    assert nps_latest_per_respondent(rows).n == len(kept)


@given(st.dictionaries(st.text(max_size=3), answers, max_size=20))
def test_one_answer_per_account_makes_both_countings_equal(by_account: dict[str, int]) -> None:
    """Where each account answers once, counting by answers and by accounts is the same."""
    both = nps_by_account({account: [answer] for account, answer in by_account.items()})
    assert both.all_answers == both.mean_per_account
