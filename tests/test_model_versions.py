"""Versions of the score model: what is written when, and what the change alone did."""

import json
import math
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pandas as pd
import pytest

from cs_workbook.actions.closed_file import refresh_file
from cs_workbook.actions.model_versions import (
    FIRST_MODEL,
    definition,
    model_of,
    models_by_version,
    what_changed,
)
from cs_workbook.actions.new import new_tracker
from cs_workbook.measures.health import HealthModel
from cs_workbook.measures.health_bands import Band
from cs_workbook.measures.health_measure import HealthMeasure, Scale, WhenBlank
from cs_workbook.measures.health_scales import Tier
from cs_workbook.schema.health_model import DEFAULT_MEASURES
from cs_workbook.workbook.file_book import FileBook

USAGE = HealthMeasure(
    name="Usage; days, 'odd' \"name\"", weight=1 / 3, score_0_at=0, score_100_at=9
)
NPS = HealthMeasure(
    name="NPS", weight=2, score_0_at=4, score_100_at=9, when_blank=WhenBlank.COUNT_AS_50
)
MODEL = HealthModel(measures=(USAGE, NPS))
DAY = date(2024, 12, 31)


SIZE = HealthMeasure(
    name="Seats",
    weight=1,
    score_0_at=9,
    score_100_at=0,
    source="Seats",
    dated_by="Last seen",
    fresh_days=30,
    scale=Scale.TIERS,
    tiers=(Tier(0, 5, 10), Tier(5, 9, 60)),
    slot=12,
)


@pytest.mark.parametrize(
    "model", [MODEL, replace(MODEL, measures=(SIZE, replace(NPS, scale=Scale.PERCENTILE)))]
)
def test_a_model_is_read_back_exactly(model: HealthModel) -> None:
    assert model_of(definition(model)) == model


def test_a_model_kept_before_scales_could_differ_is_linear() -> None:
    said = json.loads(definition(MODEL))
    for measure in said["measures"]:
        for later in ("scale", "tiers", "source", "dated_by", "fresh_days", "slot"):
            del measure[later]
    assert model_of(json.dumps(said)) == MODEL


@pytest.mark.parametrize(
    "text", [None, "", "{}", "[]", "no model", 7, '{"measures":[],"bands":[]}']
)
def test_what_is_no_model_is_none(text: str | int | None) -> None:
    assert model_of(text) is None


@pytest.mark.parametrize(
    ("after", "said"),
    [
        (replace(MODEL, measures=(USAGE,)), "NPS left the model."),
        (replace(MODEL, measures=(USAGE, replace(NPS, weight=3))), "NPS: weight 2 to 3."),
        (
            replace(MODEL, measures=(USAGE, replace(NPS, score_0_at=5, score_100_at=10))),
            "NPS: 0 points at 4 to 5, 100 points at 9 to 10.",
        ),
        (
            replace(MODEL, measures=(USAGE, replace(NPS, when_blank=WhenBlank.LEAVE_OUT))),
            "NPS: a blank: count as 50 to leave out.",
        ),
        (
            replace(MODEL, measures=(USAGE, replace(NPS, fresh_days=30, dated_by="Last seen"))),
            "NPS: day from: nowhere to Last seen, fresh for: ever to 30 days.",
        ),
        (
            replace(MODEL, measures=(USAGE, replace(NPS, scale=Scale.PERCENTILE))),
            "NPS: scale: Linear to Percentile.",
        ),
        (
            replace(MODEL, measures=(USAGE, replace(NPS, slot=7))),
            "NPS: its place in the list.",
        ),
        (
            replace(MODEL, measures=(*MODEL.measures, replace(NPS, name="CSAT", weight=4))),
            "CSAT joined with weight 4.",
        ),
        (replace(MODEL, minimum_coverage=60), "minimum coverage 50 to 60 %."),
        (
            replace(MODEL, bands=(Band("low", 40), *MODEL.bands[1:])),
            "bands ▼ At risk up to 50, now low up to 40.",
        ),
        (replace(MODEL, measures=(NPS, USAGE)), "order of the measures."),
    ],
)
def test_a_change_in_words(after: HealthModel, said: str) -> None:
    assert what_changed(MODEL, after) == said


def ravenstack(shared_data: Path, tracker: Path, *, hour: int) -> None:
    refresh_file(
        tracker,
        shared_data / "accounts" / "ravenstack",
        as_of=DAY,
        now=datetime(2025, 1, 2, hour),  # noqa: DTZ001 - local wall time, as the log shows it
    )


def band(score: float, coverage: float, cuts: list[float]) -> int | None:
    if math.isnan(score) or round(coverage, 9) < 50:
        return None
    return sum(cut < round(score, 9) for cut in cuts)


def test_what_a_change_of_weights_alone_did_counted_with_pandas(
    shared_data: Path, tmp_path: Path
) -> None:
    """Two weights and a band change; bands by both models from the sheet's inputs, with pandas."""
    tracker = new_tracker(tmp_path)
    ravenstack(shared_data, tracker, hour=8)
    book = FileBook(tracker)
    first = book.read_table("tblModelVersions")
    assert (first["Version"], first["What changed"]) == ([1], [FIRST_MODEL])
    typed = book.read_table("tblWeights")["Weight"]
    old_weights = [float(str(weight)) for weight in typed if weight is not None]
    weights = [40.0, *old_weights[1:-1], 0.0]
    empty = [None] * (len(typed) - len(weights))
    book.write_table("tblWeights", {"Weight": [*weights, *empty]})
    book.write_table("tblBands", {"Up to": [45, 75, 100]})
    book.write_table("tblModelVersions", {"Why": ["as it was"]})
    book.save()
    ravenstack(shared_data, tracker, hour=9)
    book = FileBook(tracker)
    versions = book.read_table("tblModelVersions")
    assert versions["Version"] == [1, 2]
    assert versions["Why"] == ["as it was", None], "what people typed stays with its version"
    assert versions["What changed"][1] == (
        "Active days: weight 20 to 40; CSM pulse: weight 10 to 0; bands ▼ At risk up to 50, "
        "now ▼ At risk up to 45."
    )
    accounts = pd.DataFrame(book.read_table("tblAccounts"))
    accounts = accounts[accounts["Band"] != "□ Not scored"]
    scores = pd.DataFrame(
        {
            measure.name: (
                100
                * (pd.to_numeric(accounts[measure.input_column]) - measure.zero_at)
                / (measure.hundred_at - measure.zero_at)
            ).clip(0, 100)
            for measure in DEFAULT_MEASURES
        }
    )
    moved, worse, money = 0, 0, 0.0
    for row, mrr in zip(scores.index, accounts["MRR"].fillna(0.0), strict=True):
        known = scores.loc[row].notna().to_numpy()
        both = []
        for chosen, cuts in ((old_weights, [50.0, 75.0]), (weights, [45.0, 75.0])):
            used = pd.Series(chosen, index=scores.columns).where(known, 0.0)
            total = used.sum()
            score = (used * scores.loc[row].fillna(0)).sum() / total if total else math.nan
            both.append(band(score, 100 * total / sum(chosen), cuts))
        if both[0] != both[1]:
            moved += 1
            money += mrr
            worse += both[0] is not None and both[1] is not None and both[1] < both[0]
    assert moved > 0
    assert versions["Accounts scored"][1] == len(accounts)
    assert versions["Changed band"][1] == moved
    assert versions["To a worse band"][1] == worse
    assert versions["MRR that crossed"][1] == pytest.approx(money)
    assert sorted(models_by_version(versions)) == [1, 2]
    before = tracker.read_bytes()
    ravenstack(shared_data, tracker, hour=10)
    assert tracker.read_bytes() == before, "the same model is no new version"
