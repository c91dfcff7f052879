"""Objectives: what is measurable, how far they are, and which are not theirs but ours."""

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cs_workbook.plans.document import FoundRow, PlanValue
from cs_workbook.plans.objectives import (
    Objective,
    is_about_our_revenue,
    lint,
    lint_in_short,
    live_figure,
    progress,
    progress_percent,
    read_objectives,
    speaks_of_our_revenue,
)

GOOD: dict[str, PlanValue] = {
    "Objective": "Close the month faster",
    "Metric": "Working days to close",
    "Unit": "days",
    "Baseline": 9,
    "Target": 4,
    "By": date(2025, 6, 30),
    "Owner": "Bo Li",
    "Data source": "Their calendar of closings",
}
AGREED: dict[str, PlanValue] = {
    "Objective": "Close the month faster",
    "Agreed by": "Bo Li",
    "Agreed on": date(2025, 1, 10),
    "Channel": "Call",
    "Latest value": 6,
}


def aim(**changed: PlanValue) -> Objective:
    """Return a good objective, some cells changed; blanks in a header are underscores."""
    values = {name.replace("_", " "): value for name, value in changed.items()}
    rows = [
        FoundRow(
            number=number,
            ref=ref,
            cells=tuple(values.get(header, value) for header, value in cells.items()),
        )
        for number, (ref, cells) in enumerate(
            {"objective.1": GOOD, "agreement.1": AGREED}.items(), start=1
        )
    ]
    (found,) = read_objectives(rows)
    return found


def test_a_measurable_objective_has_nothing_to_complain_about() -> None:
    assert lint(aim()) == ()
    assert progress(aim(), {}).percent == 60


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"Metric": None}, "It names no metric."),
        ({"Metric": "  "}, "It names no metric."),
        ({"Unit": None}, "The metric has no unit."),
        ({"Baseline": None}, "The baseline is missing."),
        ({"Target": None}, "The target is missing."),
        ({"By": None}, "It has no date."),
        ({"Owner": None}, "It has no owner."),
        ({"Data source": None}, "It does not say where the data come from."),
        ({"Agreed by": None}, "Nobody agreed to the measure yet."),
        ({"Agreed on": None}, "It does not say when the measure was agreed."),
        ({"Target": "lots"}, "Target: expected a number, found 'lots'."),
        ({"Baseline": "9 days"}, "Baseline: expected a number, found '9 days'."),
        ({"Target": True}, "Target: expected a number, found 'Yes'."),
        ({"Latest value": "six"}, "Latest value: expected a number, found 'six'."),
        ({"By": "end of June"}, "By: expected a date, found 'end of June'."),
        ({"By": 45000}, "By: expected a date, found '45000'."),
        ({"Target": 9}, "Baseline and target are the same, so there is no way to go."),
        (
            {"Unit": "%", "Baseline": 0.2, "Target": 0.8},
            "The unit is percent but the values are at most 1: type 80 for 80 %.",
        ),
        (
            {"Unit": "percent", "Baseline": 0, "Target": 1},
            "The unit is percent but the values are at most 1: type 80 for 80 %.",
        ),
        (
            {"Metric": "Our revenue"},
            "It is about our revenue, not about what they gain: it belongs under Opportunities.",
        ),
    ],
)
def test_what_makes_an_objective_not_measurable(
    changed: dict[str, PlanValue], sentence: str
) -> None:
    assert lint(aim(**changed)) == (sentence,)


def test_the_same_in_short() -> None:
    assert lint_in_short(aim()) is None
    assert lint_in_short(aim(Unit=None, By=None, Target="lots")) == (
        "Missing: unit, by. Target: expected a number, found 'lots'."
    )


def test_percent_that_are_percent_are_no_slip() -> None:
    assert lint(aim(Unit="%", Baseline=0, Target=80)) == ()
    assert lint(aim(Unit="%", Baseline=20, Target=0)) == ()


@pytest.mark.parametrize(
    ("wording", "ours", "why"),
    [
        ("Upsell two modules", True, "a seller's word"),
        ("up-selling of modules", True, "hyphen"),
        ("Cross sell the add-on", True, "two words"),
        ("Raise MRR by 10 %", True, "recurring revenue is ours"),
        ("Grow their MRR by 10 %", False, "theirs"),
        ("The customer's own ARR", False, "theirs"),
        ("Grow their monthly MRR", False, "theirs, one word between"),
        ("Increase revenue by 10 %", False, "most likely theirs"),
        ("Increase our revenue", True, "ours in so many words"),
        ("More seats for the sales team", True, "sold by us"),
        ("Additional licenses", True, "sold by us"),
        ("Carry out the march plan", False, "arr and mrr only as words"),
        ("Their ARR and our sales", True, "one of them is ours"),
        ("Renew the certificate", False, "a renewal may be named"),
    ],
)
def test_which_words_speak_of_our_revenue(wording: str, ours: bool, why: str) -> None:
    assert speaks_of_our_revenue(wording) == ours, why
    assert is_about_our_revenue(aim(Objective=wording)) == ours


@pytest.mark.parametrize(
    ("source", "metric", "figure"),
    [
        ("Health", "Points", "Health"),
        (" health ", "Points", "Health"),
        ("The tracker", "HEALTH", "Health"),
        ("Open tickets", "Health", "Open tickets"),
        ("Health score", "Points", None),
        (None, None, None),
    ],
)
def test_an_objective_follows_the_figure_it_names(
    source: str | None, metric: str | None, figure: str | None
) -> None:
    figures = {"Health": 41.0, "Open tickets": 3.0}
    assert live_figure(aim(Data_source=source, Metric=metric), figures) == figure


def test_a_live_figure_counts_more_than_what_was_typed_even_where_it_is_unknown() -> None:
    linked = aim(Data_source="Open tickets")
    assert progress(linked, {"Open tickets": 5.0}).now == 5
    assert progress(linked, {"Open tickets": None}).percent is None
    assert progress(linked, {}).now == 6


values = st.floats(-1e6, 1e6)


@given(values, values, values)
def test_progress_is_where_now_lies_between_baseline_and_target(
    baseline: float, now: float, target: float
) -> None:
    """Baseline is 0 %, target 100 %, and turning all signs changes nothing."""
    assume(abs(target - baseline) > 1e-3)
    assert progress_percent(baseline, baseline, target) == 0
    assert progress_percent(baseline, target, target) == 100
    percent = progress_percent(baseline, now, target)
    assert percent is not None
    assert baseline + percent / 100 * (target - baseline) == pytest.approx(now, abs=1e-6)
    assert progress_percent(-baseline, -now, -target) == pytest.approx(percent)


@given(values, st.none() | values)
def test_progress_without_a_way_is_unknown(same: float, now: float | None) -> None:
    """Where baseline and target are the same or one is missing there is no share of the way."""
    assert progress_percent(same, now, same) is None
    assert progress_percent(None, now, same) is None
    assert progress_percent(same, now, None) is None


def test_only_numbered_rows_are_objectives() -> None:
    rows = [
        FoundRow(number=1, ref="objective.10", cells=("ten",)),
        FoundRow(number=2, ref="objective.2", cells=("two",)),
        FoundRow(number=3, ref="objective.3", cells=(None, " ")),
        FoundRow(number=4, ref="objective.mine", cells=("mine",)),
        FoundRow(number=5, ref=None, cells=("own row",)),
        FoundRow(number=6, ref="objective.2", cells=("copy of two",)),
    ]
    assert [(each.place, each.wording) for each in read_objectives(rows)] == [
        (2, "two"),
        (10, "ten"),
    ]
