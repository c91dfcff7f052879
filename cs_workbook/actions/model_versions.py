"""Keep every version of the score model: what it was, what changed, what the change alone did.

A version is written when weights, profiles, anchors, bands, coverage or the treatment of blanks
differ from the version before. Both models are then put to the data of the same refresh, so that
the count of accounts in another band is the work of the model alone.
"""

import dataclasses
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import zip_longest
from typing import Any

from cs_workbook.actions.account_rows import AccountRows
from cs_workbook.actions.cell_values import known_number
from cs_workbook.actions.profile_words import profile_changes, profile_in_words
from cs_workbook.errors import CsWorkbookError
from cs_workbook.measures.health import HealthModel, health_scores
from cs_workbook.measures.health_bands import Band
from cs_workbook.measures.health_measure import HealthMeasure, Scale, WhenBlank
from cs_workbook.measures.health_profiles import Profile, profile_for
from cs_workbook.measures.health_scales import Tier
from cs_workbook.schema.health_model import NOT_SCORED
from cs_workbook.schema.tables import TBL_MODEL_VERSIONS, Owner
from cs_workbook.workbook.port import CellValue

Columns = dict[str, list[CellValue]]
_WRITTEN = tuple(c.header for c in TBL_MODEL_VERSIONS.columns if c.owner is not Owner.TYPED)
FIRST_MODEL = "The first model kept."


def definition(model: HealthModel) -> str:
    """Return a model as a text that :func:`model_of` reads back exactly.

    >>> measure = HealthMeasure(name="NPS", weight=1, score_0_at=-100, score_100_at=100)
    >>> model = HealthModel(measures=(measure,))
    >>> model_of(definition(model)) == model
    True
    """
    said = dataclasses.asdict(model)
    if not model.profiles:
        del said["profiles"]
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def model_of(text: CellValue) -> HealthModel | None:
    """Return the model a definition says, ``None`` where it is none."""
    if not isinstance(text, str):
        return None
    try:
        said = json.loads(text)
        measures = tuple(_measure_of(measure) for measure in said.pop("measures"))
        bands = tuple(Band(*band) for band in said.pop("bands"))
        profiles = tuple(_profile_of(profile) for profile in said.pop("profiles", ()))
        return HealthModel(measures=measures, bands=bands, profiles=profiles, **said)
    except (ValueError, TypeError, KeyError, AttributeError, CsWorkbookError):
        return None


def _measure_of(said: dict[str, Any]) -> HealthMeasure:
    """Return a measure from what JSON keeps of it; what an older version kept has defaults."""
    measure = HealthMeasure(
        **{name: value for name, value in said.items() if name not in {"scale", "tiers"}}
    )
    return replace(
        measure,
        when_blank=WhenBlank(measure.when_blank),
        scale=Scale(said.get("scale", Scale.LINEAR)),
        tiers=tuple(Tier(*tier) for tier in said.get("tiers", ())),
    )


def _profile_of(said: dict[str, Any]) -> Profile:
    weights = tuple((str(name), float(weight)) for name, weight in said.pop("weights"))
    return Profile(weights=weights, **said)


def models_by_version(table: Mapping[str, Sequence[CellValue]]) -> dict[int, HealthModel]:
    """Return the models of ``tblModelVersions`` by their numbers."""
    models: dict[int, HealthModel] = {}
    for version, text in zip(table["Version"], table["Definition"], strict=True):
        number, model = known_number(version), model_of(text)
        if number is not None and model is not None:
            models[int(number)] = model
    return models


def with_version(
    old: Mapping[str, Sequence[CellValue]],
    model: HealthModel,
    accounts: AccountRows,
    *,
    as_of: date | None,
) -> tuple[Columns, int]:
    """Return ``tblModelVersions`` with the model in force, and its number.

    Args:
        old: The table as it stands.
        model: The model in force.
        accounts: The accounts as this refresh knows them.
        as_of: As-of date of the refresh; ``None`` where there was none yet.
    """
    columns: Columns = {header: list(old[header]) for header in _WRITTEN}
    models = models_by_version(old)
    numbers = [int(n) for n in map(known_number, old["Version"]) if n is not None]
    last = max(numbers, default=0)
    before = models.get(last)
    if before == model:
        return columns, last
    line: dict[str, CellValue] = {
        "Version": last + 1,
        "First as of": as_of,
        "What changed": FIRST_MODEL if before is None else what_changed(before, model),
        "Model": model_in_words(model),
        "Bands": bands_in_words(model),
        "Definition": definition(model),
    }
    if before is not None:
        line |= effect(before, model, accounts)
    for header, cells in columns.items():
        cells.append(line.get(header))
    return columns, last + 1


def effect(before: HealthModel, after: HealthModel, accounts: AccountRows) -> dict[str, CellValue]:
    """Return how many accounts the change of a model alone moved to another band.

    A measure the later model no longer has is not known any more, and counts as blank in the
    earlier one. Each model weighs an account by its own profiles. Percentiles rank among all
    accounts here, and neither caps nor the margin of bands play a part: this is about the models,
    not about what the sheet shows.
    """
    scored = [row for row, band in enumerate(accounts.shown["Band"]) if band != NOT_SCORED]
    columns: dict[str, list[float | None]] = {
        measure.name: [accounts.health[row].parts[place].value for row in scored]
        for place, measure in enumerate(after.measures)
    }
    # A model of blanks alone has no columns to count rows by.
    for measure in before.measures:
        columns.setdefault(measure.name, [None] * len(scored))
    traits = [accounts.scored[row].traits for row in scored]
    then, now = (bands_by_profile(model, columns, traits) for model in (before, after))
    moved = [place for place in range(len(scored)) if then[place] != now[place]]
    rank = {band.name: place for place, band in enumerate(after.bands)}
    known = [(rank.get(then[place]), rank.get(now[place])) for place in moved]
    money = [known_number(accounts.shown["MRR"][scored[place]]) for place in moved]
    return {
        "Accounts scored": len(scored),
        "Changed band": len(moved),
        "To a worse band": sum(a is not None and b is not None and b < a for a, b in known),
        "To a better band": sum(a is not None and b is not None and b > a for a, b in known),
        "MRR that crossed": sum(amount or 0.0 for amount in money),
    }


def bands_by_profile(
    model: HealthModel,
    columns: Mapping[str, Sequence[float | None]],
    traits: Sequence[Mapping[str, str]],
) -> list[str]:
    """Return the band of each account by a model, weighed by the profile that is for it.

    Args:
        model: The model.
        columns: Raw values by measure, one per account.
        traits: What each account says in the columns a profile may ask.
    """
    profiles = [profile_for(model.profiles, said) for said in traits]
    bands = {one: health_scores(model.weighing(one), columns).bands for one in set(profiles)}
    return [bands[profile][row] for row, profile in enumerate(profiles)]


def what_changed(before: HealthModel, after: HealthModel) -> str:
    """Say in words how two models differ."""
    said: list[str] = []
    old = {measure.name: measure for measure in before.measures}
    new = {measure.name: measure for measure in after.measures}
    said.extend(f"{name} left the model" for name in old if name not in new)
    for name, measure in new.items():
        was = old.get(name)
        if was is None:
            said.append(f"{name} joined with weight {measure.weight:g}")
        elif was != measure:
            said.append(f"{name}: {_measure_change(was, measure)}")
    if before.minimum_coverage != after.minimum_coverage:
        said.append(f"minimum coverage {before.minimum_coverage:g} to {after.minimum_coverage:g} %")
    if before.bands != after.bands:
        said.append("bands " + "; ".join(_band_changes(before.bands, after.bands)))
    said.extend(profile_changes(before.profiles, after.profiles))
    return ("; ".join(said) or "order of the measures") + "."


def _measure_change(was: HealthMeasure, now: HealthMeasure) -> str:
    said = []
    if was.weight != now.weight:
        said.append(f"weight {was.weight:g} to {now.weight:g}")
    if was.score_0_at != now.score_0_at:
        said.append(f"0 points at {was.score_0_at:g} to {now.score_0_at:g}")
    if was.score_100_at != now.score_100_at:
        said.append(f"100 points at {was.score_100_at:g} to {now.score_100_at:g}")
    for words, old, new in (
        ("a blank", was.when_blank.value, now.when_blank.value),
        ("scale", was.scale.value, now.scale.value),
        ("reads", was.source or "nothing", now.source or "nothing"),
        ("day from", was.dated_by or "nowhere", now.dated_by or "nowhere"),
        ("fresh for", _days(was.fresh_days), _days(now.fresh_days)),
    ):
        if old != new:
            said.append(f"{words}: {old} to {new}")
    if was.tiers != now.tiers:
        said.append("tiers changed")
    return ", ".join(said) or "its place in the list"


def _days(days: float | None) -> str:
    return "ever" if days is None else f"{days:g} days"


def _band_changes(before: Sequence[Band], after: Sequence[Band]) -> list[str]:
    said = []
    for old, new in zip_longest(before, after):
        if old == new:
            continue
        was = "none" if old is None else f"{old.name} up to {old.up_to:g}"
        said.append(f"{was}, now {'none' if new is None else f'{new.name} up to {new.up_to:g}'}")
    return said


def model_in_words(model: HealthModel) -> str:
    """Return weights, anchors and profiles in words."""
    measures = (f"{m.name} {m.weight:g} ({_scale_in_words(m)})" for m in model.measures)
    return "; ".join([*measures, *map(profile_in_words, model.profiles)])


def _scale_in_words(measure: HealthMeasure) -> str:
    if measure.scale is Scale.TIERS:
        return f"{len(measure.tiers)} tiers"
    if measure.scale is Scale.LINEAR:
        return f"{measure.score_0_at:g} to {measure.score_100_at:g}"
    better = "more" if measure.score_100_at > measure.score_0_at else "less"
    return f"rank, {better} is better"


def bands_in_words(model: HealthModel) -> str:
    """Return bands and minimum coverage in words."""
    bands = ", ".join(f"{band.name} up to {band.up_to:g}" for band in model.bands)
    return f"{bands}; coverage of {model.minimum_coverage:g} % or more"
