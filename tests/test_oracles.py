"""Worked examples from public sources, each run through the function that claims the measure.

``data/oracles.json`` holds inputs, the expected figure, its tolerance and where it was read. The
table at the end of this module names the function for every metric; a metric without one fails.
Traps are examples whose published figure is wrong: they also state that figure and why ours
differs.
"""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from oracle_functions import MORE_FUNCTIONS

from cs_workbook.errors import SettingsError
from cs_workbook.measures.churn import ChurnRule, Span, logo_churn, logo_churn_in_period
from cs_workbook.measures.churn_periods import (
    annual_from_monthly_churn,
    churn_summed_by_day,
    monthly_from_annual_churn,
)
from cs_workbook.measures.cohorts import cohort_triangle
from cs_workbook.measures.effort import CesRule, Direction, customer_effort_score, ease_of_mean
from cs_workbook.measures.health import HealthMeasure, HealthModel, WhenBlank, health_score
from cs_workbook.measures.health_bands import Band, Cap, band_of, cap_score, steady_bands
from cs_workbook.measures.health_change import explain_change, score_slope
from cs_workbook.measures.health_presets import (
    Rating,
    planhat_group_mean,
    planhat_points,
    round_half_up,
    totango_colour,
    totango_weighted,
    vitally_mean,
)
from cs_workbook.measures.health_scales import (
    Tier,
    percentile_mid_rank,
    points_by_tier,
    scale_linear,
)
from cs_workbook.measures.intervals import Interval, adjusted_wald_interval, wilson_interval
from cs_workbook.measures.lifetime_value import (
    discounted_lifetime_value,
    historic_lifetime_value,
    lifetime_value,
)
from cs_workbook.measures.movements import (
    DatedMovement,
    MovementKind,
    Term,
    monthly_movements,
    movement_kind,
    movements_between,
    totals_of,
)
from cs_workbook.measures.mrr import MrrTotals, monthly_amount, monthly_amount_by_interval
from cs_workbook.measures.nps import (
    NpsResult,
    net_promoter_score,
    net_promoter_score_from_counts,
    nps_adjusted_wald_interval,
    nps_category,
    nps_wald_interval,
    split_nps_answers,
)
from cs_workbook.measures.nps_accounts import (
    Response,
    compare_nps,
    nps_by_account,
    nps_latest_per_respondent,
    nps_margin_of_error,
)
from cs_workbook.measures.retention import Lifetime, retention_curve
from cs_workbook.measures.revenue import (
    gross_mrr_churn,
    gross_revenue_retention,
    gross_revenue_retention_from_totals,
    net_mrr_churn,
    net_revenue_retention,
    net_revenue_retention_from_totals,
    quick_ratio,
)
from cs_workbook.measures.satisfaction import (
    CsatRule,
    positive_by_scale,
    satisfaction_mean,
    satisfaction_of_possible,
    satisfied_share,
    top_two_box,
)

# An oracle is parsed JSON: its shape differs by metric, so it stays untyped up to its function.
Inputs = dict[str, Any]
ORACLES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "data" / "oracles.json").read_text(encoding="utf-8")
)
TRAPS = [oracle for oracle in ORACLES if oracle["kind"] == "trap"]


def _nps(inputs: Inputs) -> NpsResult:
    if "scores" in inputs:
        return net_promoter_score(split_nps_answers(inputs["scores"]).good)
    if "p_promoter" in inputs:
        shares = (inputs["p_promoter"], inputs["p_passive"], inputs["p_detractor"])
        inputs = dict(
            zip(
                ("promoters", "passives", "detractors"),
                (round(share * inputs["n"]) for share in shares),
                strict=True,
            )
        )
    return net_promoter_score_from_counts(
        promoters=inputs["promoters"],
        passives=inputs["passives"],
        detractors=inputs["detractors"],
    )


def _groups(inputs: Inputs) -> dict[str, int]:
    result = _nps(inputs)
    return {
        "promoters": result.promoters,
        "passives": result.passives,
        "detractors": result.detractors,
    }


def _ends(interval: Interval | None) -> list[float]:
    assert interval is not None
    return [interval.low, interval.high]


def _two_periods(inputs: Inputs) -> dict[str, float | None]:
    test = compare_nps(_nps(inputs["y"]), _nps(inputs["x"]))
    return {"difference": test.difference, "se": test.standard_error, "p_value": test.p_value}


def _nps_by_account(inputs: Inputs) -> dict[str, float | None]:
    both = nps_by_account(inputs["responses"])
    return {
        "all_responses": both.all_answers.value,
        "average_score_per_account": both.mean_per_account.value,
    }


def _nps_latest(inputs: Inputs) -> dict[str, object]:
    result = nps_latest_per_respondent(
        [Response(who, date.fromisoformat(day), score) for who, day, score in inputs["responses"]]
    )
    return {"nps": result.value, "n": result.n, "tie_rule": "same date: last row wins"}


def _counts(inputs: Inputs) -> dict[int, int]:
    return {int(answer): count for answer, count in inputs["counts"].items()}


def _ces_mean_and_share(inputs: Inputs) -> dict[str, float | None]:
    result = customer_effort_score(
        _counts(inputs), rule=CesRule(direction=Direction(inputs["direction"]))
    )
    return {"mean": result.value, "agree_pct_5_7": result.easy_percent}


def _ces_groups(inputs: Inputs) -> float | None:
    counts = {1: inputs["disagree_1_2"], 3: inputs["neutral_3"], 5: inputs["agree_4_5"]}
    return customer_effort_score(counts, rule=CesRule(maximum=5, easy_from=4)).easy_percent


def _ces_direction(inputs: Inputs) -> str:
    rule = CesRule(maximum=inputs["scale"], easy_from=2, direction=Direction.LOWER_IS_EASIER)
    return "good" if ease_of_mean(inputs["mean"], rule=rule) > 50 else "bad"


def _churn_in_period(inputs: Inputs) -> dict[str, float | None]:
    start, end = (date.fromisoformat(day) for day in inputs["period_half_open"])
    spans = [
        Span(name, date.fromisoformat(first), date.fromisoformat(last) if last else None)
        for name, first, last in inputs["customers"]
    ]
    standard = logo_churn_in_period(spans, period_start=start, period_end=end)
    events = logo_churn_in_period(
        spans, period_start=start, period_end=end, rule=ChurnRule.ALL_EVENTS
    )
    return {
        "start": standard.customers_at_start,
        "churned_excl_new": standard.lost,
        "rate_excl_new_pct": standard.value,
        "churned_incl_new": events.lost,
        "rate_incl_new_pct": events.value,
    }


def _churn_and_back(inputs: Inputs) -> dict[str, float | None]:
    def rate(rule: ChurnRule) -> float | None:
        return logo_churn(
            customers_at_start=inputs["start"],
            lost=inputs["churned"],
            lost_and_back=inputs["of_which_back_before_period_end"],
            rule=rule,
        ).value

    return {"net_pct": rate(ChurnRule.STANDARD), "events_pct": rate(ChurnRule.ALL_EVENTS)}


def _totals(inputs: Inputs) -> MrrTotals:
    names = ("new", "expansion", "contraction", "churn", "reactivation")
    return MrrTotals(start=inputs.get("start", 0), **{name: inputs.get(name, 0) for name in names})


def _nrr(inputs: Inputs) -> float | None:
    if "gross_end_same_customers" in inputs:
        grown = inputs["gross_end_same_customers"] - inputs["start"]
        inputs = {**inputs, "expansion": grown}
    return net_revenue_retention_from_totals(_totals(inputs)).value


def _by_account(inputs: Inputs) -> dict[str, float | None]:
    pairs = inputs["mrr_start_end"]
    moved = movements_between(
        {account: pair[0] for account, pair in pairs.items()},
        {account: pair[1] for account, pair in pairs.items()},
    )
    lost = sum(1 for movement in moved if movement.kind == "churn")
    grr = gross_revenue_retention(pairs)
    return {
        "grr": grr.value,
        "nrr": net_revenue_retention(pairs).value,
        "logo_churn": logo_churn(customers_at_start=grr.n, lost=lost).value,
    }


def _cohort(inputs: Inputs) -> dict[str, float | None]:
    before: dict[str, float] = inputs["start_cohort"]
    after = dict(before)
    for account, kind, amount in inputs["events"]:
        gain = -amount if kind == "churn" else amount
        after[account] = after.get(account, 0) + gain
    moved = movements_between(before, after, former_customers={"C_old_customer"})
    pairs = {account: (before.get(account, 0.0), after[account]) for account in after}
    return {
        "nrr_cohort": net_revenue_retention(pairs).value,
        "chartmogul_net_churn_pct": net_mrr_churn(
            totals_of(moved, start=sum(before.values()))
        ).value,
    }


def _dbt_word(kind: MovementKind) -> str:
    """The source speaks of upgrades and downgrades."""
    words = {MovementKind.EXPANSION: "upgrade", MovementKind.CONTRACTION: "downgrade"}
    return words.get(kind, str(kind))


def _ledger(inputs: Inputs) -> list[DatedMovement]:
    terms = [
        Term(customer, date.fromisoformat(start), date.fromisoformat(end), monthly)
        for _, customer, start, end, monthly in inputs[
            "subscriptions[id,customer,start,end_exclusive,monthly]"
        ]
    ]
    return monthly_movements(terms, first=date(2024, 1, 1), last=date(2024, 12, 31))


def _movements(inputs: Inputs) -> list[list[object]]:
    # The source lists its rows by customer, then month.
    ledger = sorted(_ledger(inputs), key=lambda dated: (dated.movement.account, dated.month))
    return [
        [movement.account, month.isoformat(), _dbt_word(movement.kind), movement.amount]
        for month, movement in ledger
    ]


def _walk(inputs: Inputs) -> dict[str, object]:
    source = next(oracle for oracle in ORACLES if oracle["id"] == inputs["movements"])
    moved = [dated.movement for dated in _ledger(source["inputs"])]
    sums: dict[str, float] = {}
    for movement in moved:
        word = _dbt_word(movement.kind)
        sums[word] = sums.get(word, 0) + movement.amount
    closing = totals_of(moved, start=inputs["opening"]).end
    return {"sum_by_type": sums, "closing_2024-12": closing}


def _movement_type(inputs: Inputs) -> dict[str, object]:
    if "former_customer" in inputs:
        before, after = 0.0, inputs["gold_monthly"] * inputs["quantity"]
    else:
        before, after = 50.0, 50.0 + inputs["adds_second_subscription_mrr"]
    kind = movement_kind(before, after, was_customer_before=True)
    return {"type": str(kind), "amount": after - before}


def _normalise_mrr(inputs: Inputs) -> float | None:
    if "months" in inputs:
        return monthly_amount(inputs["contract_value"], months=inputs["months"])
    return monthly_amount_by_interval(inputs["billed"], inputs["interval"])


def _linear(inputs: Inputs) -> float | None:
    try:
        scaled = scale_linear(inputs["value"], inputs["zero_at"], inputs["hundred_at"])
    except SettingsError:
        return None
    # The source shows whole numbers.
    return None if scaled is None else round_half_up(scaled)


def _model(weights: dict[str, float], when_blank: WhenBlank = WhenBlank.LEAVE_OUT) -> HealthModel:
    return HealthModel(
        measures=tuple(
            HealthMeasure(
                name=name, weight=weight, score_0_at=0, score_100_at=100, when_blank=when_blank
            )
            for name, weight in weights.items()
        )
    )


def _weighted(inputs: Inputs) -> float:
    score = health_score(_model(inputs["weights"]), inputs["scores"]).score
    assert score is not None
    # Decimal weights leave 76.00000000000001; bands compare at nine decimals too.
    return round(score, 9)


def _weighted_with_blank(inputs: Inputs) -> dict[str, float | None]:
    by_rule = {
        rule: health_score(_model(inputs["weights"], rule), inputs["scores"]) for rule in WhenBlank
    }
    return {
        "renormalised": by_rule[WhenBlank.LEAVE_OUT].score,
        "coverage_pct": by_rule[WhenBlank.LEAVE_OUT].coverage,
        "zero_filled": by_rule[WhenBlank.COUNT_AS_0].score,
        "neutral_50_filled": by_rule[WhenBlank.COUNT_AS_50].score,
    }


def _minimum_coverage(inputs: Inputs) -> dict[str, str]:
    known = inputs["coverage_pct"]
    result = health_score(
        _model({"known": known, "blank": 100 - known}), {"known": inputs["renormalised"]}
    )
    assert result.score == inputs["renormalised"]
    assert result.coverage == known
    return {"band": "not enough data" if result.band == "○ No data" else result.band}


def _bands(inputs: Inputs) -> list[str]:
    low, high = inputs["cuts"]
    bands = (Band("red", low), Band("yellow", high), Band("green", 100))
    return [band_of(score, bands) for score in inputs["scores"]]


def _tiers(inputs: Inputs) -> list[float | None]:
    tiers = [Tier(*row) for row in inputs["tiers[bottom_excl,top_incl,pct]"]]
    return [points_by_tier(value, tiers) for value in inputs["values"]]


def _steady(inputs: Inputs) -> list[str]:
    # The source enters red below 50, our bands at 50 too; none of its scores is 50.
    bands = (Band("red", inputs["red_below"]), Band("ok", 100))
    margin = inputs["leave_red_at"] - inputs["red_below"]
    return list(steady_bands(inputs["scores"], bands, margin=margin))


def _cap(inputs: Inputs) -> dict[str, object]:
    caps = [Cap(reason=rule["if"], at_most=rule["cap"]) for rule in inputs["overrides"]]
    capped = cap_score(inputs["weighted"], caps)
    return {"score": capped.score, "uncapped": capped.uncapped, "reason": capped.reason}


def _explain(inputs: Inputs) -> dict[str, object]:
    model = _model(inputs["weights"])
    before = health_score(model, inputs["previous"])
    after = health_score(model, inputs["current"])
    change = explain_change(before, after)
    assert change.weight_points == pytest.approx(0)
    return {
        "previous_score": change.before,
        "current_score": change.after,
        "contribution": dict(change.contributions),
    }


def _planhat(inputs: Inputs) -> dict[str, float | None]:
    mean = planhat_group_mean(inputs["scores"])
    return {"mean": mean, "shown": None if mean is None else round_half_up(mean)}


def _discounted(inputs: Inputs) -> float | None:
    assert inputs["first_payment"] == "now"
    return discounted_lifetime_value(
        inputs["monthly_margin"],
        gross_margin=100,
        churn=100 * (1 - inputs["retention"]),
        discount=100 * inputs["monthly_discount"],
    ).value


def _kaplan_meier(inputs: Inputs) -> list[list[float]]:
    curve = retention_curve(Lifetime(time, bool(event)) for time, event in inputs["time_event"])
    return [[step.time, step.at_risk, step.lost, step.retained / 100] for step in curve.steps]


def _time_to_value(inputs: Inputs) -> dict[str, float | None]:
    days = inputs["days_to_first_value"]
    watched = inputs["observed_days_if_none"]
    return {
        "km_median_days": retention_curve(
            Lifetime(seen if day is None else day, day is not None)
            for day, seen in zip(days, watched, strict=True)
        ).median,
        "naive_median_of_done": median(day for day in days if day is not None),
    }


def _month(text: str) -> date:
    return date.fromisoformat(f"{text}-01")


def _cohort_triangle(inputs: Inputs) -> dict[str, list[float | None]]:
    spans = [
        Span(str(place), _month(start), _month(end) if end else None)
        for place, (start, end) in enumerate(inputs["customers[start,end]"])
    ]
    triangle = cohort_triangle(spans, as_of=_month(inputs["as_of"]))
    return {f"{cohort.month:%Y-%m}": list(cohort.retained) for cohort in triangle.cohorts}


FUNCTIONS: dict[str, Callable[[Inputs], object]] = MORE_FUNCTIONS | {
    "nps": lambda i: _nps(i).value,
    "nps_variance": lambda i: _nps(i).variance,
    "nps_standard_error": lambda i: _nps(i).standard_error,
    "nps_ci_wald_95": lambda i: _ends(nps_wald_interval(**_groups(i))),
    "nps_ci_adjusted_wald_95": lambda i: _ends(nps_adjusted_wald_interval(**_groups(i))),
    "nps_two_period_test": _two_periods,
    "nps_margin_of_error_fpc_95": lambda i: nps_margin_of_error(
        _nps(i), population=i["population"]
    ),
    "nps_by_account": _nps_by_account,
    "nps_category_of_mean": lambda i: str(nps_category(i["mean_score"])),
    "nps_latest_per_respondent": _nps_latest,
    "csat_top2": lambda i: satisfied_share(_counts(i), rule=top_two_box(i.get("scale", 5))).value,
    "csat_positive_by_scale": lambda i: (
        satisfied_share(_counts(i), rule=positive_by_scale(i["scale"])).value
    ),
    "csat_mean": lambda i: satisfaction_mean(_counts(i), rule=top_two_box(10)).value,
    "csat_sum_of_possible": lambda i: (
        satisfaction_of_possible(
            i["scores"], rule=CsatRule(maximum=i["scale"], satisfied_from=9)
        ).value
    ),
    "ces_agree_pct": _ces_groups,
    "ces_1_7": _ces_mean_and_share,
    "ces_direction": _ces_direction,
    "logo_churn": lambda i: logo_churn(customers_at_start=i["start"], lost=i["lost"]).value,
    "logo_churn_standard": lambda i: (
        logo_churn(
            customers_at_start=i["start"],
            lost=i["churned_events"],
            joined_and_lost=i["of_which_joined_in_period"],
            lost_and_back=i["of_which_reactivated_in_period"],
        ).value
    ),
    "logo_churn_all_events": lambda i: (
        logo_churn(
            customers_at_start=i["start"], lost=i["churned_events"], rule=ChurnRule.ALL_EVENTS
        ).value
    ),
    "logo_churn_midperiod": _churn_in_period,
    "logo_churn_reactivated_same_period": _churn_and_back,
    "annual_from_monthly_churn": lambda i: annual_from_monthly_churn(i["monthly_pct"]),
    "monthly_from_annual_churn": lambda i: monthly_from_annual_churn(i["annual_pct"]),
    "mrr_churn_daily_b2c": lambda i: churn_summed_by_day([(i["day_start"], i["day_end"])]).value,
    "gross_mrr_churn": lambda i: gross_mrr_churn(_totals(i)).value,
    "net_mrr_churn": lambda i: net_mrr_churn(_totals(i)).value,
    "grr": lambda i: gross_revenue_retention_from_totals(_totals(i)).value,
    "nrr": _nrr,
    "grr_by_account": _by_account,
    "nrr_cohort": _cohort,
    "mrr_movements_monthly": _movements,
    "mrr_walk_reconciles": _walk,
    "mrr_movement_type": _movement_type,
    "mrr_normalise": _normalise_mrr,
    "quick_ratio": lambda i: quick_ratio(_totals(i)).value,
    "quick_ratio_with_reactivation": lambda i: quick_ratio(_totals(i)).value,
    "cltv_margin": lambda i: (
        lifetime_value(
            i["arpa"], gross_margin=100 * i["gross_margin"], churn=100 * i["churn"]
        ).value
    ),
    "cltv_discounted": _discounted,
    "cltv_historic": lambda i: (
        historic_lifetime_value(i["payments"], gross_margin=100 * i["gross_margin"]).value
    ),
    "kaplan_meier": _kaplan_meier,
    "time_to_value_median": _time_to_value,
    "cohort_retention_triangle": _cohort_triangle,
    "normalise_linear": _linear,
    "normalise_linear_inverted": lambda i: scale_linear(i["value"], i["zero_at"], i["hundred_at"]),
    "normalise_percentile": lambda i: percentile_mid_rank(i["value"], i["population"]),
    "health_weighted": _weighted,
    "health_weighted_missing": _weighted_with_blank,
    "health_min_coverage": _minimum_coverage,
    "health_band": _bands,
    "points_tier": _tiers,
    "health_band_hysteresis": _steady,
    "health_cap": _cap,
    "health_change_decomposition": _explain,
    "health_trend_slope": lambda i: score_slope(i["weekly_scores"]),
    "health_metric_mean_0_10": lambda i: vitally_mean(
        {10: Rating.GOOD, 5: Rating.AVERAGE, 0: Rating.POOR}[points] for points in i["points"]
    ),
    "health_weighted_totango": lambda i: totango_weighted(
        (Rating(rating), weight) for rating, weight in i["metrics"]
    ),
    "health_colour_worst_of": lambda i: str(
        totango_colour(Rating(rating) if rating else None for rating in i["metrics"])
    ),
    "health_group_mean": _planhat,
    "health_additive_0_10": lambda i: planhat_points([i["start"] - 5, *i["points"]]),
    "rate_ci_wilson_95": lambda i: _ends(wilson_interval(i["lost"], i["start"])),
    "rate_ci_adjusted_wald_95": lambda i: _ends(adjusted_wald_interval(i["k"], i["n"])),
}


def _agrees(found: object, expected: object, tolerance: float) -> bool:
    """Compare numbers within the tolerance, everything around them exactly."""
    if isinstance(expected, dict):
        return (
            isinstance(found, dict)
            and found.keys() == expected.keys()
            and all(_agrees(found[key], expected[key], tolerance) for key in expected)
        )
    if isinstance(expected, list):
        return (
            isinstance(found, list)
            and len(found) == len(expected)
            and all(_agrees(*pair, tolerance) for pair in zip(found, expected, strict=True))
        )
    if isinstance(expected, int | float) and isinstance(found, int | float):
        return abs(found - expected) <= tolerance
    return found == expected


@pytest.mark.parametrize("oracle", ORACLES, ids=lambda oracle: oracle["id"])
def test_worked_example(oracle: dict[str, Any]) -> None:
    assert oracle["metric"] in FUNCTIONS, f"no function claims {oracle['metric']}"
    found = FUNCTIONS[oracle["metric"]](oracle["inputs"])
    assert _agrees(found, oracle["expected"], oracle["tolerance"]), (
        f"found {found!r}, expected {oracle['expected']!r} ({oracle['source']}: {oracle['note']})"
    )


@pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: trap["id"])
def test_trap_differs_from_the_published_figure_for_a_stated_reason(trap: dict[str, Any]) -> None:
    found = FUNCTIONS[trap["metric"]](trap["inputs"])
    assert not _agrees(found, trap["published"], trap["tolerance"])
    assert trap["why_ours_differs"].endswith(".")


def test_every_function_has_a_worked_example() -> None:
    assert FUNCTIONS.keys() == {oracle["metric"] for oracle in ORACLES}


def test_ids_are_unique_and_every_example_names_its_source() -> None:
    assert len({oracle["id"] for oracle in ORACLES}) == len(ORACLES)
    assert all(oracle["source"] and oracle["note"] for oracle in ORACLES)
