"""Take a preset: its model becomes the model in force, and gets a version of its own.

What was typed is kept twice: as a version of the model, and in the copy of the workbook. A tracker
that was never refreshed takes one too; its versions then have no first day.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from cs_workbook.actions.model_versions import models_by_version
from cs_workbook.actions.signed_model import (
    Adoption,
    FileAdoption,
    keep_model,
    require_signature,
    scored_book,
    sign_file,
    write_scores,
)
from cs_workbook.actions.tracker import read_model, read_settings, require_tracker
from cs_workbook.actions.writing import Writer
from cs_workbook.errors import SettingsError
from cs_workbook.measures.health import HealthModel
from cs_workbook.measures.model_presets import PRESETS, Preset, preset_named
from cs_workbook.schema.health_model import DEFAULT_MEASURES, SLOTS
from cs_workbook.schema.profile_table import WEIGHT_HEADERS
from cs_workbook.schema.tables import (
    TBL_BANDS,
    TBL_MODEL_VERSIONS,
    TBL_PROFILES,
    TBL_TIERS,
    TBL_WEIGHTS,
    Owner,
)
from cs_workbook.workbook.port import CellValue, Workbook

Columns = dict[str, list[CellValue]]


def preset_file(tracker: Path, name: str, *, by: str, why: str, now: datetime) -> FileAdoption:
    """Take a preset in a closed tracker, after a backup.

    Args:
        tracker: The workbook.
        name: Name of the preset.
        by: Who takes it.
        why: The reason.
        now: The moment that names the backup.

    Raises:
        WorkbookError: The file cannot be read or written, or is no tracker.
        SettingsError: As :func:`take_preset`.
    """
    return sign_file(tracker, partial(take_preset, name=name, by=by, why=why), now=now)


def take_preset(workbook: Workbook, name: str, *, by: CellValue, why: CellValue) -> Adoption:
    """Make a preset the model of a tracker; the caller saves, or throws the workbook away.

    Args:
        workbook: The tracker.
        name: Name of the preset.
        by: Who takes it.
        why: The reason.

    Raises:
        SettingsError: There is no such preset, name or reason is missing, the model in force makes
            no sense and so could not be kept, or it is the preset already.
        WorkbookError: The workbook is no tracker, or cannot take the change.
    """
    require_tracker(workbook)
    preset = preset_named(name)
    require_signature(by, why, what=f"Preset {preset.name}")
    coverage = read_settings(workbook).minimum_coverage
    before = read_model(workbook, minimum_coverage=coverage)
    _keep_typed_model(workbook, before)
    _write_model(workbook, preset)
    model = read_model(workbook, minimum_coverage=coverage)
    if model == before:
        raise SettingsError(
            f"Preset {preset.name}: expected a model that differs from the one in force, found the "
            "same. The tracker has this preset already."
        )
    book = scored_book(workbook, model)
    adoption = keep_model(workbook, book, signed=(by, why))
    if book.as_of is not None:
        write_scores(workbook, book)
    return adoption


def _keep_typed_model(workbook: Workbook, model: HealthModel) -> None:
    """Add the model in force as a version of its own, where the last version is another one."""
    versions = models_by_version(workbook.read_table(TBL_MODEL_VERSIONS.name))
    if not versions or versions[max(versions)] != model:
        keep_model(workbook, scored_book(workbook, model), signed=(None, None))


def _write_model(workbook: Workbook, preset: Preset) -> None:
    old = workbook.read_table(TBL_WEIGHTS.name)
    writer = Writer(workbook)
    writer.table(TBL_WEIGHTS.name, _weights(preset, len(old["Slot"])), old=old)
    tiers = workbook.read_table(TBL_TIERS.name)
    rows = _tiers(preset)
    count = len(rows["Measure"])
    writer.table(TBL_TIERS.name, rows, old=tiers, origin=[None] * count)
    profiles = workbook.read_table(TBL_PROFILES.name)
    writer.table(TBL_PROFILES.name, _profile_weights(profiles, old["Measure"]), old=profiles)
    if preset.bands is not None:
        bands = workbook.read_table(TBL_BANDS.name)
        writer.table(TBL_BANDS.name, {"Up to": list(preset.bands)}, old=bands)


def _weights(preset: Preset, rows: int) -> Columns:
    """Return the typed columns of ``tblWeights``; free slots and what-if weights are emptied."""
    lines: list[Mapping[str, CellValue]] = [
        {
            "Measure": measure.name,
            "Dimension": measure.dimension,
            "Accounts column": measure.input_column,
            "Weight": measure.weight,
            "Scale": preset.scale.value,
            "0 points at": measure.zero_at,
            "100 points at": measure.hundred_at,
            "When blank": preset.when_blank.value,
            "Date column": measure.date_column,
            "Fresh for (days)": measure.fresh_days,
            "Meaning": measure.meaning,
        }
        for measure in DEFAULT_MEASURES
    ]
    typed = [column.header for column in TBL_WEIGHTS.columns if column.owner is Owner.TYPED]
    lines += [{}] * (rows - len(lines))
    return {header: [line.get(header) for line in lines] for header in typed}


def _tiers(preset: Preset) -> Columns:
    """Return the typed columns of ``tblTiers``; one blank row where the preset has no tiers."""
    lines: list[tuple[CellValue, ...]] = [
        (measure.name, *tier)
        for measure in DEFAULT_MEASURES
        if preset.points
        for tier in preset.tiers(measure.zero_at, measure.hundred_at)
    ] or [(None, None, None, None)]
    headers = ("Measure", "Above", "Up to", "Points")
    return {header: [line[place] for line in lines] for place, header in enumerate(headers)}


def _profile_weights(
    profiles: Mapping[str, Sequence[CellValue]], measures: Sequence[CellValue]
) -> Columns:
    """Return the weights of the profiles, each in the column its measure has in a preset.

    Args:
        profiles: ``tblProfiles``.
        measures: The measures of the slots before.
    """
    slots = {str(name): slot for slot, name in enumerate(measures[:SLOTS]) if name}
    blank: list[CellValue] = [None] * len(profiles["Profile"])
    return {
        header: list(profiles[WEIGHT_HEADERS[slots[DEFAULT_MEASURES[slot].name]]])
        if slot < len(DEFAULT_MEASURES) and DEFAULT_MEASURES[slot].name in slots
        else blank
        for slot, header in enumerate(WEIGHT_HEADERS)
    }


def preset_lines() -> list[str]:
    """Say which presets there are and what each sets, line by line."""
    return [f"{preset.name}: {preset.sets}" for preset in PRESETS]
