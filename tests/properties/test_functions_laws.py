"""Laws of the worksheet functions: they give what the measures give, and never raise."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cs_workbook.functions.cell_errors import CellError
from cs_workbook.functions.registry import FUNCTIONS, evaluate
from cs_workbook.measures.health import HealthMeasure, HealthModel, health_score
from cs_workbook.measures.health_bands import band_of
from cs_workbook.measures.lifetime_value import lifetime_value
from cs_workbook.measures.movements import movement_kind
from cs_workbook.measures.nps import net_promoter_score
from cs_workbook.measures.revenue import gross_revenue_retention, net_revenue_retention
from cs_workbook.measures.satisfaction import satisfied_share
from cs_workbook.measures.tiers import tiers_by_rank

maybe = st.one_of
blank = st.none()
amounts = maybe(blank, st.integers(0, 10_000_000).map(lambda cents: cents / 100))
columns = st.lists(amounts, min_size=1, max_size=20)
anything = maybe(
    blank,
    st.booleans(),
    st.integers(-(2**40), 2**40),
    st.floats(),
    st.text(max_size=5),
    st.dates(),
    st.datetimes(),
    st.decimals(),
    st.sampled_from(CellError),
    st.sampled_from([error.com_code for error in CellError]),
    st.binary(max_size=2),
)
blocks = maybe(
    anything,
    st.integers(1, 3).flatmap(
        lambda width: st.lists(
            st.lists(anything, min_size=width, max_size=width), min_size=1, max_size=4
        )
    ),
)


def _cell(value: float | str | None) -> object:
    return CellError.NA if value is None else value


def _down(values: list[float | None]) -> list[list[float | None]]:
    return [[value] for value in values]


@given(st.lists(maybe(blank, st.integers(0, 10)), max_size=40))
def test_nps_and_csat_are_the_measures(answers: list[float | None]) -> None:
    """A function gives the value of its measure, and #N/A where that has none."""
    found = evaluate(FUNCTIONS["CS_NPS"], _down(answers))
    assert found == [[_cell(net_promoter_score(answers).value)]]
    low = [answer for answer in answers if answer is None or 1 <= answer <= 5]
    found = evaluate(FUNCTIONS["CS_CSAT"], _down(low))
    assert found == [[_cell(satisfied_share(low).value)]]


@given(st.lists(st.tuples(amounts, amounts), min_size=1, max_size=20))
def test_retained_revenue_is_the_measure(pairs: list[tuple[float | None, float | None]]) -> None:
    """Columns give what the pairs by account give; currency cells make no difference."""
    accounts = {str(place): pair for place, pair in enumerate(pairs)}
    before, after = ([pair[side] for pair in pairs] for side in (0, 1))
    currency = [[None if amount is None else Decimal(str(amount))] for amount in after]
    for name, measure in (("CS_GRR", gross_revenue_retention), ("CS_NRR", net_revenue_retention)):
        assert evaluate(FUNCTIONS[name], _down(before), currency) == [
            [_cell(measure(accounts).value)]
        ]
    moved = evaluate(FUNCTIONS["CS_MRR_MOVEMENT"], _down(before), _down(after))
    for (word,), (old, new) in zip(moved, pairs, strict=True):
        kind = movement_kind(old, new, was_customer_before=False)
        assert word == (kind or (None if old is None or new is None else "unchanged"))


@given(st.lists(st.lists(amounts, min_size=3, max_size=3), min_size=1, max_size=8))
def test_health_is_the_measure_and_its_parts_add_up(rows: list[list[float | None]]) -> None:
    """Scores of a block equal the score of each account; parts add up; bands follow."""
    weights, zero, hundred = [3, 1, 2], [0, 500, 10], [900, 0, 60_000]
    model = HealthModel(
        measures=tuple(
            HealthMeasure(name=str(place), weight=weight, score_0_at=low, score_100_at=high)
            for place, (weight, low, high) in enumerate(zip(weights, zero, hundred, strict=True))
        )
    )
    settings = ([weights], [zero], [hundred])
    scores = evaluate(FUNCTIONS["CS_HEALTH_SCORE"], rows, *settings)
    parts = evaluate(FUNCTIONS["CS_HEALTH_PARTS"], rows, *settings)
    for row, (score,), points in zip(rows, scores, parts, strict=True):
        inputs = {str(place): value for place, value in enumerate(row)}
        expected = health_score(model, inputs).score
        assert score == _cell(expected)
        if isinstance(score, float):
            total = sum(point for point in points if isinstance(point, float))
            assert total == pytest.approx(score)
            assert evaluate(FUNCTIONS["CS_HEALTH_BAND"], score) == [[band_of(expected)]]


@given(columns, st.integers(2, 100), st.integers(0, 1000).map(lambda tenths: tenths / 10))
def test_value_and_tier_are_the_measures(
    revenue: list[float | None], margin: int, churn: float
) -> None:
    """Each account of a column gets what the measure gives it."""
    found = evaluate(FUNCTIONS["CS_CLTV"], "simple", _down(revenue), margin, churn)
    assert found == [
        [_cell(lifetime_value(amount, gross_margin=margin, churn=churn).value)]
        for amount in revenue
    ]
    names = tiers_by_rank(revenue).tiers
    assert evaluate(FUNCTIONS["CS_TIER"], _down(revenue)) == [[_cell(name)] for name in names]


@pytest.mark.parametrize("name", FUNCTIONS)
@given(data=st.data())
def test_whatever_stands_in_the_cells_a_function_answers(name: str, data: st.DataObject) -> None:
    """No input raises; a result is a rectangle of what a cell can hold."""
    spec = FUNCTIONS[name]
    inputs = [data.draw(blocks) for _ in spec.arguments]
    if name == "CS_WHY" and data.draw(st.booleans()):
        inputs[0] = data.draw(st.sampled_from(sorted(FUNCTIONS)))
    rows = evaluate(spec, *inputs)
    assert rows
    assert rows[0]
    assert len({len(row) for row in rows}) == 1
    for cell in (cell for row in rows for cell in row):
        assert cell is None or isinstance(cell, str | bool | float)
        assert not isinstance(cell, float) or abs(cell) < float("inf")
        assert len(rows) == len(rows[0]) == 1 or not isinstance(cell, str) or len(cell) <= 255
