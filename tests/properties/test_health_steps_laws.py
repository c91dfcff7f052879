"""Laws of the health score as the Health sheet shows it, step by step."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cs_workbook.actions.health_caps import CapRule, Caps
from cs_workbook.actions.health_rows import ScoredAccount, score_accounts
from cs_workbook.actions.health_steps import health_columns
from cs_workbook.measures.health import HealthMeasure, HealthModel, Scale, WhenBlank
from cs_workbook.measures.health_bands import DEFAULT_BANDS, Cap, steady_band
from cs_workbook.measures.health_scales import Tier, percentile_mid_rank, percentile_ranks
from cs_workbook.schema.cap_tables import AT_LEAST, AT_MOST
from cs_workbook.schema.health_formulas import NOTHING_LOST, STALE
from cs_workbook.schema.health_model import SLOTS
from cs_workbook.schema.lists import CUSTOMER
from cs_workbook.workbook.port import CellValue, FormulaColumn

AS_OF = date(2026, 6, 30)
VALUES = st.none() | st.floats(-1e4, 1e4) | st.integers(-20, 20)
TIERS = (Tier(-1e9, 0, 10), Tier(0, 5, 60), Tier(5, 1e9, 100))


@st.composite
def models(draw: st.DrawFn) -> HealthModel:
    """Draw a model of one to twelve measures in slots of their own."""
    taken = draw(st.lists(st.integers(1, SLOTS), min_size=1, max_size=SLOTS, unique=True))
    measures = []
    for slot in sorted(taken):
        zero = draw(st.integers(-50, 50))
        measures.append(
            HealthMeasure(
                name=f"Measure {slot}",
                weight=draw(st.sampled_from([1, 2, 7.5, 30])),
                score_0_at=zero,
                score_100_at=zero + draw(st.integers(-40, 40).filter(bool)),
                when_blank=draw(st.sampled_from(WhenBlank)),
                source=f"Column {slot}",
                dated_by="Day" if draw(st.booleans()) else None,
                fresh_days=draw(st.none() | st.integers(0, 60)),
                scale=draw(st.sampled_from(Scale)),
                tiers=TIERS,
                slot=slot,
            )
        )
    return HealthModel(measures=tuple(measures), band_margin=3)


@st.composite
def books(draw: st.DrawFn) -> tuple[HealthModel, dict[str, list[CellValue]]]:
    """Draw a model and accounts with its columns."""
    model = draw(models())
    rows = draw(st.integers(1, 6))
    columns: dict[str, list[CellValue]] = {
        "Account ID": [f"A{row}" for row in range(rows)],
        "Account": ["Acme"] * rows,
        "Status": [CUSTOMER] * rows,
        "Segment": draw(st.lists(st.sampled_from(["East", "West"]), min_size=rows, max_size=rows)),
        "Day": [
            None if days is None else AS_OF - timedelta(days=days)
            for days in draw(st.lists(st.none() | st.integers(0, 90), min_size=rows, max_size=rows))
        ],
    }
    for measure in model.measures:
        columns[measure.source] = draw(st.lists(VALUES, min_size=rows, max_size=rows))
    return model, columns


def scored(model: HealthModel, columns: dict[str, list[CellValue]]) -> list[ScoredAccount]:
    return score_accounts(columns, model, as_of=AS_OF, before={}, smallest_group=2)


def shown(model: HealthModel, columns: dict[str, list[CellValue]]) -> dict[str, list[CellValue]]:
    made = health_columns(columns, scored(model, columns), model)
    return {
        header: list(cells.values if isinstance(cells, FormulaColumn) else cells)  # type: ignore[arg-type] # plain values
        for header, cells in made.items()
    }


def numbers(cells: list[CellValue]) -> list[float]:
    return [float(cell) for cell in cells if isinstance(cell, int | float)]


@settings(deadline=None)
@given(book=books())
def test_points_add_up_to_the_score_and_points_and_losses_to_100(
    book: tuple[HealthModel, dict[str, list[CellValue]]],
) -> None:
    """Points + lost points = 100 for every account with a score; its points are the score."""
    model, columns = book
    table = shown(model, columns)
    for row, health in enumerate(table["Health"]):
        points = numbers([table[f"Points {slot}"][row] for slot in range(1, SLOTS + 1)])
        lost = numbers([table[f"Lost {slot}"][row] for slot in range(1, SLOTS + 1)])
        if health == "":
            assert not points
            assert table["Why"][row] == "No data"
            continue
        assert sum(points) == pytest.approx(float(str(health)), abs=1e-9)
        assert sum(points) + sum(lost) == pytest.approx(100, abs=1e-6)
        assert 0 <= float(str(health)) <= 100
        assert 0 <= float(str(table["Coverage (%)"][row])) <= 100


@settings(deadline=None)
@given(book=books())
def test_a_stale_input_is_as_good_as_a_blank_one(
    book: tuple[HealthModel, dict[str, list[CellValue]]],
) -> None:
    """Clearing every cell that is shown as stale changes no score and no coverage."""
    model, columns = book
    before = scored(model, columns)
    cleared = {header: list(cells) for header, cells in columns.items()}
    for row, one in enumerate(before):
        for measure, cell in zip(model.measures, one.inputs, strict=True):
            if cell == STALE:
                cleared[measure.source][row] = None
    after = scored(model, cleared)
    assert [one.score.score for one in before] == [one.score.score for one in after]
    assert [one.score.coverage for one in before] == [one.score.coverage for one in after]


@settings(deadline=None)
@given(book=books(), factor=st.sampled_from([0.5, 2, 4, 1024]))
def test_weights_of_any_sum_give_the_same_score(
    book: tuple[HealthModel, dict[str, list[CellValue]]], factor: float
) -> None:
    """Multiplying all weights by one number moves nothing."""
    model, columns = book
    heavier = HealthModel(
        measures=tuple(
            HealthMeasure(
                **{
                    name: getattr(measure, name)
                    for name in HealthMeasure.__slots__
                    if name != "weight"
                },
                weight=measure.weight * factor,
            )
            for measure in model.measures
        ),
        band_margin=3,
    )
    one, other = shown(model, columns), shown(heavier, columns)
    for header in ("Health", "Coverage (%)", "Why", "Band"):
        assert one[header] == pytest.approx(other[header]), header


@settings(deadline=None)
@given(book=books(), data=st.data())
def test_a_better_linear_input_never_lowers_the_score(
    book: tuple[HealthModel, dict[str, list[CellValue]]], data: st.DataObject
) -> None:
    """Monotone in each input, in the direction of its anchors."""
    model, columns = book
    before = scored(model, columns)
    place = data.draw(st.integers(0, len(model.measures) - 1))
    measure = model.measures[place]
    row = data.draw(st.integers(0, len(before) - 1))
    value = before[row].inputs[place]
    if measure.scale is not Scale.LINEAR or not isinstance(value, int | float):
        return
    up = 1 if measure.score_100_at > measure.score_0_at else -1
    columns[measure.source][row] = value + up * data.draw(st.floats(0, 1000))
    after = scored(model, columns)[row].score.score
    was = before[row].score.score
    assert was is not None
    assert after is not None
    assert after >= was - 1e-9


@settings(deadline=None)
@given(book=books())
def test_the_reasons_name_the_two_largest_losses(
    book: tuple[HealthModel, dict[str, list[CellValue]]],
) -> None:
    """Computed here from points and weights alone."""
    model, columns = book
    table = shown(model, columns)
    for row, one in enumerate(scored(model, columns)):
        if one.score.score is None:
            continue
        counted = sum(p.weight for p in one.score.parts if p.sub_score is not None)
        losses = {
            part.name: 100 * part.weight / counted - part.points
            for part in one.score.parts
            if part.points is not None
        }
        words = str(table["Why"][row])
        largest = max(losses.values())
        if largest < 0.49:
            assert words == NOTHING_LOST
        elif largest > 0.51:
            first = words.split(" (-", maxsplit=1)[0]
            assert losses[first] == pytest.approx(largest, abs=1e-6)


@given(
    scores=st.lists(st.floats(0, 100), min_size=1, max_size=12),
    margin=st.sampled_from([0, 3, 10]),
)
def test_a_band_never_rises_within_the_margin(scores: list[float], margin: float) -> None:
    """A better band than the one before needs the bound of that one, and the margin."""
    bounds = {band.name: band.up_to for band in DEFAULT_BANDS}
    before: str | None = None
    for score in scores:
        band = steady_band(score, before, margin=margin)
        if before is not None and bounds[band] > bounds[before]:
            assert score >= min(100, bounds[before] + margin) - 1e-9
        if before is not None:
            assert steady_band(score, band, margin=margin) == band, "the same score again"
        before = band


@given(values=st.lists(st.none() | st.integers(-5, 5) | st.floats(-5, 5), max_size=20))
def test_ranks_are_those_of_the_mid_rank_percentile(values: list[float | None]) -> None:
    """Each rank is what the plain definition gives among the same values."""
    assert percentile_ranks(values) == [percentile_mid_rank(value, values) for value in values]


@settings(deadline=None)
@given(
    book=books(),
    most=st.integers(0, 100),
    comparison=st.sampled_from([AT_LEAST, AT_MOST]),
    value=st.integers(-20, 20),
)
def test_a_cap_never_raises_a_score_and_keeps_the_one_before(
    book: tuple[HealthModel, dict[str, list[CellValue]]], most: int, comparison: str, value: int
) -> None:
    """Capped = the smaller of score and limit where the cap holds, else the score."""
    model, columns = book
    rule = CapRule(
        measure=model.measures[0].name.casefold(),
        comparison=comparison,
        value=value,
        cap=Cap(reason="so", at_most=most),
    )
    caps = Caps(rules=(rule,), overrides={})
    free = scored(model, columns)
    held = score_accounts(columns, model, as_of=AS_OF, before={}, smallest_group=2, caps=caps)
    for was, now in zip(free, held, strict=True):
        assert now.score.uncapped == was.score.score
        shown_input = now.inputs[0]
        if was.score.score is None or now.score.score is None:
            assert now.score.score is was.score.score is None
            continue
        holds = isinstance(shown_input, int | float) and (
            shown_input >= value if comparison == AT_LEAST else shown_input <= value
        )
        assert now.score.score == (min(was.score.score, most) if holds else was.score.score)
        assert (now.score.held_down_by == "so") == (holds and most < was.score.score)
