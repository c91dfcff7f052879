"""The worked examples once more, typed into cells: the functions give what the measures give."""

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cs_workbook.functions.clean import Cell
from cs_workbook.functions.registry import FUNCTIONS, evaluate

Inputs = dict[str, Any]
ORACLES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "data" / "oracles.json").read_text(encoding="utf-8")
)


def _one(name: str, *inputs: object) -> object:
    return evaluate(FUNCTIONS[name], *inputs)[0][0]


def _down(values: Any) -> list[list[Cell]]:  # noqa: ANN401 - parsed JSON
    return [[value] for value in values]


def _typed(counts: dict[str, int]) -> list[list[Cell]]:
    """Write a table "answer: how often" as answers in cells."""
    return [[float(answer)] for answer, count in counts.items() for _ in range(count)]


def _groups(inputs: Inputs) -> list[list[float]]:
    return (
        [[10.0]] * inputs["promoters"]
        + [[8.0]] * inputs["passives"]
        + [[1.0]] * inputs["detractors"]
    )


def _months(inputs: Inputs) -> object:
    start, end = (date.fromisoformat(day) for day in inputs["period_half_open"])
    names, first, last = zip(*inputs["customers"], strict=True)
    columns = (
        _down(names),
        _down(date.fromisoformat(day) for day in first),
        _down(date.fromisoformat(day) if day else None for day in last),
    )
    return {
        "rate_excl_new_pct": _one("CS_LOGO_CHURN", *columns, start, end),
        "rate_incl_new_pct": _one("CS_LOGO_CHURN", *columns, start, end, "all events"),
    }


def _pairs(inputs: Inputs) -> object:
    before, after = (
        _down(column) for column in zip(*inputs["mrr_start_end"].values(), strict=True)
    )
    return {"grr": _one("CS_GRR", before, after), "nrr": _one("CS_NRR", before, after)}


def _kaplan_meier(inputs: Inputs) -> object:
    """Watch everybody until the day after the list ends, or until the time it names."""
    begin = 45000
    as_of = begin + 30
    # A customer last seen on day t and still there is one who started t days before the as-of day.
    starts = [begin if lost else as_of - time for time, lost in inputs["time_event"]]
    ends = [begin + time if lost else None for time, lost in inputs["time_event"]]
    rows = evaluate(FUNCTIONS["CS_RETENTION_CURVE"], _down(starts), _down(ends), as_of)
    return [
        [days, at_risk, lost, float(str(retained)) / 100]
        for days, at_risk, lost, retained, _, _ in rows[2:]
    ]


def _weighted(inputs: Inputs) -> object:
    columns = len(inputs["weights"])
    return _one(
        "CS_HEALTH_SCORE",
        [[inputs["scores"][name] for name in inputs["weights"]]],
        [list(inputs["weights"].values())],
        [[0] * columns],
        [[100] * columns],
    )


def _bands(inputs: Inputs) -> object:
    low, high = inputs["cuts"]
    table = [["red", low], ["yellow", high], ["green", 100]]
    rows = evaluate(FUNCTIONS["CS_HEALTH_BAND"], _down(inputs["scores"]), None, None, table)
    return [band for (band,) in rows]


def _movement(inputs: Inputs) -> object:
    before = 0 if "former_customer" in inputs else 50
    after = before + inputs.get("adds_second_subscription_mrr", 0)
    after += inputs.get("gold_monthly", 0) * inputs.get("quantity", 0)
    return {"type": _one("CS_MRR_MOVEMENT", before, after, True)}


def _time_to_value(inputs: Inputs) -> object:
    as_of = 45400
    pairs = list(zip(inputs["days_to_first_value"], inputs["observed_days_if_none"], strict=True))
    starts = [45000 if seen is None else as_of - seen for _, seen in pairs]
    ends = [None if done is None else 45000 + done for done, _ in pairs]
    told = _one("CS_WHY", "CS_RETENTION_CURVE", _down(starts), _down(ends), as_of)
    found = re.search(r"Half of them lost: day (\d+)\.", str(told))
    return {"km_median_days": float(found[1]) if found else None}


CELLS: dict[str, Callable[[Inputs], object]] = {
    "nps": lambda i: _one("CS_NPS", _groups(i)),
    "nps_ci_adjusted_wald_95": lambda i: evaluate(FUNCTIONS["CS_NPS_INTERVAL"], _groups(i))[0],
    "csat_top2": lambda i: _one("CS_CSAT", _typed(i["counts"]), None, i.get("scale")),
    "csat_positive_by_scale": lambda i: _one(
        "CS_CSAT", _typed(i["counts"]), {4: 3, 5: 4, 6: 4, 7: 5}[i["scale"]], i["scale"]
    ),
    "ces_agree_pct": lambda i: _one(
        "CS_CES",
        [[1.0]] * i["disagree_1_2"] + [[3.0]] * i["neutral_3"] + [[5.0]] * i["agree_4_5"],
        *("easy share", 5),
    ),
    "ces_1_7": lambda i: {
        "mean": _one("CS_CES", _typed(i["counts"])),
        "agree_pct_5_7": _one("CS_CES", _typed(i["counts"]), "easy share"),
    },
    "logo_churn_midperiod": _months,
    "grr_by_account": _pairs,
    "normalise_linear_inverted": lambda i: _one(
        "CS_HEALTH_SCORE", [[i["value"]]], 1, i["zero_at"], i["hundred_at"]
    ),
    "health_weighted": _weighted,
    "health_weighted_missing": lambda i: {"renormalised": _weighted(i)},
    "mrr_movement_type": _movement,
    "time_to_value_median": _time_to_value,
    "health_band": _bands,
    "cltv_margin": lambda i: _one(
        "CS_CLTV", "simple", i["arpa"], 100 * i["gross_margin"], 100 * i["churn"]
    ),
    "cltv_discounted": lambda i: _one(
        *("CS_CLTV", "discounted", i["monthly_margin"], 100),
        *(100 * (1 - i["retention"]), 100 * i["monthly_discount"]),
    ),
    "cltv_historic": lambda i: _one(
        "CS_CLTV", "historic", [i["payments"]], 100 * i["gross_margin"]
    ),
    "kaplan_meier": _kaplan_meier,
}
"""Function calls by metric; metrics that cannot be typed into one function are not here."""

TYPED = [
    oracle
    for oracle in ORACLES
    if oracle["metric"] in CELLS
    and (not oracle["metric"].startswith("nps") or "promoters" in oracle["inputs"])
]


def _agrees(found: Any, expected: Any, tolerance: float) -> bool:  # noqa: ANN401 - parsed JSON
    if isinstance(found, dict):
        return all(_agrees(value, expected[name], tolerance) for name, value in found.items())
    if isinstance(expected, list):
        return len(found) == len(expected) and all(
            _agrees(*pair, tolerance) for pair in zip(found, expected, strict=True)
        )
    if isinstance(expected, str):
        return bool(found == expected)
    # What has no value is #N/A in a cell. 76.00000000000001 for 76 is the noise of decimals.
    if expected is None:
        return bool(found == "#N/A")
    return bool(abs(found - expected) <= max(tolerance, 1e-9))


@pytest.mark.parametrize("oracle", TYPED, ids=lambda oracle: oracle["id"])
def test_worked_example_in_cells(oracle: dict[str, Any]) -> None:
    found = CELLS[oracle["metric"]](oracle["inputs"])
    assert _agrees(found, oracle["expected"], oracle["tolerance"]), (found, oracle["expected"])


def test_enough_examples_can_be_typed() -> None:
    assert {oracle["metric"] for oracle in TYPED} == CELLS.keys()
    assert len(TYPED) >= 20
