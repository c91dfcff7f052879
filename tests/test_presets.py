"""Presets: the published rules on our model, and what taking one writes and keeps."""

import json
import shutil
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

import pytest
from cell_agreement import disagreements
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from cs_workbook.actions.check import check
from cs_workbook.actions.model_versions import models_by_version
from cs_workbook.actions.new import new_tracker
from cs_workbook.actions.preset import preset_file, take_preset
from cs_workbook.actions.signed_model import FileAdoption
from cs_workbook.actions.tracker import read_model
from cs_workbook.cli import cli
from cs_workbook.errors import SettingsError
from cs_workbook.measures.health import HealthMeasure, HealthModel, Scale, WhenBlank, health_score
from cs_workbook.measures.health_bands import DEFAULT_BANDS, band_of
from cs_workbook.measures.health_scales import points_by_tier, scale_linear
from cs_workbook.measures.model_presets import PRESETS, Preset, preset_named
from cs_workbook.schema.health_model import DEFAULT_MEASURES
from cs_workbook.workbook.file_book import FileBook

NOW = datetime(2026, 7, 10, 9)  # noqa: DTZ001 - local wall time
ORACLES = {
    entry["id"]: entry
    for entry in json.loads(
        (Path(__file__).parent / "data" / "oracles.json").read_text(encoding="utf-8")
    )
}
GRADES = {"good": 100.0, "average": 50.0, "poor": 0.0}
"""A value in the middle of each third, on a measure from 0 to 100."""


def measure(preset: Preset, name: str, weight: float, top: float = 100) -> HealthMeasure:
    """Return a measure from 0 to ``top`` as a preset scales it."""
    return HealthMeasure(
        name=name,
        weight=weight,
        score_0_at=0,
        score_100_at=top,
        scale=preset.scale,
        tiers=preset.tiers(0, top) if preset.points else (),
        when_blank=preset.when_blank,
    )


def score(preset: Preset, values: Sequence[tuple[float | None, float]], top: float = 100) -> float:
    names = [str(number) for number in range(len(values))]
    model = HealthModel(
        measures=tuple(
            measure(preset, name, weight, top)
            for name, (_, weight) in zip(names, values, strict=True)
        )
    )
    found = health_score(model, {n: value for n, (value, _) in zip(names, values, strict=True)})
    assert found.score is not None
    return found.score


def test_totangos_worked_example() -> None:
    entry = ORACLES["hs-totango"]
    values = [(GRADES[grade], weight) for grade, weight in entry["inputs"]["metrics"]]
    assert score(preset_named("totango"), values) == entry["expected"] == 68


def test_vitallys_worked_example_on_its_scale() -> None:
    entry = ORACLES["hs-vitally"]
    values = [(10.0 * points, 1.0) for points in entry["inputs"]["points"]]
    found = score(preset_named("Vitally"), values) / 10
    assert found == pytest.approx(entry["expected"], abs=entry["tolerance"])


@pytest.mark.parametrize("oracle", ["hs-planhat-1", "hs-planhat-2"])
def test_planhats_mean_of_parent_and_children(oracle: str) -> None:
    entry = ORACLES[oracle]
    values = [(float(one), 1.0) for one in entry["inputs"]["scores"]]
    found = score(preset_named("Planhat"), values, top=10) / 10
    assert found == entry["expected"]["mean"]


def test_at_planhat_a_blank_adds_nothing_to_the_five_it_starts_from() -> None:
    preset = preset_named("Planhat")
    assert score(preset, [(50.0, 1), (None, 3)]) == 50
    assert score(preset, [(100.0, 1), (None, 1)]) == 75


def test_gainsights_bands() -> None:
    entry = ORACLES["band-gs"]
    bounds = preset_named("Gainsight").bands
    assert bounds is not None
    assert list(bounds[:2]) == entry["inputs"]["cuts"]
    colours = dict(
        zip((band.name for band in DEFAULT_BANDS), ("red", "yellow", "green"), strict=True)
    )
    found = [colours[band_of(one, DEFAULT_BANDS)] for one in entry["inputs"]["scores"]]
    assert found == entry["expected"]


def test_churnzeros_example_of_two_tiers() -> None:
    entry = ORACLES["band-cz"]
    tiers = preset_named("ChurnZero").tiers(0, 10)
    found = [points_by_tier(value, tiers) for value in entry["inputs"]["values"]]
    assert found == entry["expected"]
    assert points_by_tier(0, tiers) == 0, "nothing at the 0-point anchor"


TIERED = [preset for preset in PRESETS if preset.points]


@given(
    st.sampled_from(TIERED),
    st.sampled_from([(0.0, 12.0), (5.0, 0.0), (-50.0, 25.0), (2.5, 4.5)]),
    st.floats(min_value=-100, max_value=100),
    st.floats(min_value=-100, max_value=100),
)
def test_the_better_value_never_earns_less(
    preset: Preset, anchors: tuple[float, float], one: float, other: float
) -> None:
    """Law: tiers hold every value and rise and fall with the straight line between the anchors."""
    tiers = preset.tiers(*anchors)
    first, second = (points_by_tier(value, tiers) for value in (one, other))
    line = [scale_linear(value, *anchors) for value in (one, other)]
    assert first is not None
    assert second is not None
    assert line[0] is not None
    assert line[1] is not None
    if line[0] < line[1]:
        assert first <= second
    assert {first, second} <= set(preset.points)


def test_an_unknown_name_is_answered_with_those_there_are() -> None:
    with pytest.raises(SettingsError, match="Ours, Gainsight, Totango, Vitally, ChurnZero"):
        preset_named("Acme")


@pytest.mark.parametrize("name", ["Totango", "Vitally", "ChurnZero", "Planhat"])
def test_a_new_tracker_can_start_from_a_preset(tmp_path: Path, name: str) -> None:
    tracker = new_tracker(tmp_path)
    done = preset_file(tracker, name, by="Ada", why="We came from there", now=NOW)
    book = FileBook(tracker)
    preset = preset_named(name)
    model = read_model(book, minimum_coverage=50)
    assert [m.name for m in model.measures] == [m.name for m in DEFAULT_MEASURES]
    assert {m.scale for m in model.measures} == {preset.scale}
    assert {m.when_blank for m in model.measures} == {preset.when_blank}
    assert all(len(m.tiers) == len(preset.points) for m in model.measures)
    versions = book.read_table("tblModelVersions")
    assert versions["Version"] == [1, 2]
    assert versions["Changed by"] == [None, "Ada"]
    assert FileBook(done.backup).read_table("tblModelVersions")["Version"] == [], "as it was"
    assert [one.check for one in check(book) if not one.passed] == []


@pytest.fixture(scope="module")
def taken(
    demo_book: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, FileAdoption]:
    """Return the demo with a model of its own, a profile and then Totango's preset."""
    tracker = Path(
        shutil.copy2(demo_book[0], tmp_path_factory.mktemp("preset") / "CS_Tracker.xlsm")
    )
    book = FileBook(tracker)
    weights = book.read_table("tblWeights")
    for header in ("Measure", "Accounts column", "Weight", "0 points at", "100 points at"):
        cells = weights[header]
        cells[0], cells[5] = cells[5], cells[0]  # NPS answers first, Active days sixth
        book.write_table("tblWeights", {header: cells})
    book.write_table(
        "tblProfiles",
        {
            "Profile": ["Small", *[None] * 7],
            "Where": ["Segment", *[None] * 7],
            "Equals": ["SMB", *[None] * 7],
            "Weight 1": [2, *[None] * 7],
            "Weight 7": [0, *[None] * 7],
        },
    )
    book.save()
    return tracker, preset_file(tracker, "totango", by="Ada", why="As before", now=NOW)


def test_the_typed_model_is_a_version_before_the_preset_is(
    taken: tuple[Path, FileAdoption],
) -> None:
    tracker, done = taken
    versions = FileBook(tracker).read_table("tblModelVersions")
    assert versions["Version"] == [1, 2, 3]
    assert versions["Changed by"] == [None, None, "Ada"]
    models = models_by_version(versions)
    typed = read_model(FileBook(done.backup), minimum_coverage=50)
    assert models[2] == typed, "never refreshed with it, and kept all the same"
    assert models[3] == read_model(FileBook(tracker), minimum_coverage=50)
    assert done.adoption.version == 3
    assert done.adoption.moved > 0


def test_profile_weights_follow_their_measure(taken: tuple[Path, FileAdoption]) -> None:
    [small] = read_model(FileBook(taken[0]), minimum_coverage=50).profiles
    assert dict(small.weights) == {"NPS answers": 2, "CSM pulse": 0}


def test_scores_by_the_preset_are_the_mean_of_its_three_grades(
    taken: tuple[Path, FileAdoption],
) -> None:
    """Computed here from the inputs: thirds between the anchors, 0, 60 and 100."""
    book = FileBook(taken[0])
    health, accounts = book.read_table("tblHealth"), book.read_table("tblAccounts")
    compared = 0
    for row, segment in enumerate(accounts["Segment"]):
        top = bottom = 0.0
        for slot, one in enumerate(DEFAULT_MEASURES, start=1):
            value = health[f"Input {slot}"][row]
            if not isinstance(value, int | float):
                continue
            weight = one.weight
            if segment == "SMB":
                weight = {"NPS answers": 2, "CSM pulse": 0}.get(one.name, weight)
            lower, upper = (one.zero_at + n * (one.hundred_at - one.zero_at) / 3 for n in (1, 2))
            if one.hundred_at > one.zero_at:
                grade = 0 if value <= lower else 60 if value <= upper else 100
            else:
                grade = 100 if value <= upper else 60 if value <= lower else 0
            top, bottom = top + weight * grade, bottom + weight
        if bottom:
            assert health["Uncapped"][row] == pytest.approx(top / bottom, abs=1e-9)
            compared += 1
    assert compared > 90
    assert [one.check for one in check(book) if not one.passed] == []


@pytest.mark.libreoffice
@pytest.mark.filterwarnings("ignore:.* extension is not supported:UserWarning")
def test_libreoffice_calculates_the_preset_alike(
    taken: tuple[Path, FileAdoption], recalculate: Callable[[Path], Path]
) -> None:
    assert disagreements(taken[0], recalculate(taken[0])) == []


def test_back_to_ours_is_the_model_of_a_new_tracker(
    taken: tuple[Path, FileAdoption], tmp_path: Path
) -> None:
    book = FileBook(taken[0])
    take_preset(book, "Ours", by="Ada", why="Back")
    new = FileBook(new_tracker(tmp_path))
    for name in ("tblWeights", "tblTiers", "tblBands"):
        typed = {h: c for h, c in new.read_table(name).items() if h != "Used"}
        assert {h: book.read_table(name)[h] for h in typed} == typed


@pytest.mark.parametrize(
    ("name", "by", "why", "words"),
    [
        ("Ours", "Ada", "x", "The tracker has this preset already"),
        ("Gainsight", "Ada", "x", "The tracker has this preset already"),
        ("Totango", " ", "x", "expected who adopts them, found a blank"),
        ("Totango", "Ada", "", "expected the reason, found a blank"),
        ("Acme", "Ada", "x", "expected one of Ours"),
    ],
)
def test_what_cannot_be_taken_is_refused_and_nothing_is_kept(
    tmp_path: Path, name: str, by: str, why: str, words: str
) -> None:
    tracker = new_tracker(tmp_path)
    before = tracker.read_bytes()
    with pytest.raises(SettingsError, match=words):
        preset_file(tracker, name, by=by, why=why, now=NOW)
    assert tracker.read_bytes() == before


def test_a_model_that_makes_no_sense_cannot_be_kept_and_stays(tmp_path: Path) -> None:
    book = FileBook(new_tracker(tmp_path))
    book.write_table("tblWeights", {"Weight": ["much", *[1] * 6, *[None] * 5]})
    with pytest.raises(SettingsError, match="column 'Weight': expected a number"):
        take_preset(book, "Totango", by="Ada", why="x")
    assert book.read_table("tblWeights")["Weight"][0] == "much"


def test_the_command_lists_and_takes_presets(tmp_path: Path) -> None:
    tracker = new_tracker(tmp_path)
    listed = CliRunner().invoke(cli, ["preset", str(tracker)])
    assert listed.exit_code == 0, listed.output
    assert [line.split(":")[0] for line in listed.output.splitlines()] == [p.name for p in PRESETS]
    refused = CliRunner().invoke(cli, ["preset", str(tracker), "Vitally"])
    assert refused.exit_code == 1
    assert "with --by" in refused.output
    signed = ["--by", "Ada", "--why", "We know it"]
    done = CliRunner().invoke(cli, ["preset", str(tracker), "vitally", *signed])
    assert done.exit_code == 0, done.output
    assert "Version 2 of the model" in done.output


def test_a_preset_sets_what_its_words_say() -> None:
    """The sheet shows the data themselves; the words must not drift from them."""
    assert {p.name for p in PRESETS if p.scale is Scale.TIERS} == {
        "Totango",
        "Vitally",
        "ChurnZero",
    }
    assert {p.name for p in PRESETS if p.when_blank is not WhenBlank.LEAVE_OUT} == {"Planhat"}
    for preset in PRESETS:
        for points in preset.points:
            assert f"{points:g}" in preset.sets or points == 0
