"""Adopt the what-if weights: they become the weights in force, and the model gets a new version.

The version says at once who adopted it, why, and how many accounts it alone moved to another band,
on the accounts as they stand in the tracker. The next refresh finds the model as the last version
and adds none.
"""

from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

from cs_workbook.actions.cell_values import as_date
from cs_workbook.actions.health_slots import number_cell
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
from cs_workbook.schema.tables import TBL_WEIGHTS
from cs_workbook.schema.what_if_table import WHAT_IF_TYPED, WHAT_IF_WEIGHT
from cs_workbook.workbook.port import CellValue, Workbook


def adopt_file(tracker: Path, *, by: str, why: str, now: datetime) -> FileAdoption:
    """Adopt the what-if weights of a closed tracker, after a backup.

    Args:
        tracker: The workbook.
        by: Who adopts them.
        why: The reason.
        now: The moment that names the backup.

    Raises:
        WorkbookError: The file cannot be read or written, or is no tracker.
        SettingsError: As :func:`adopt`.
    """
    return sign_file(tracker, partial(adopt, by=by, why=why), now=now)


def adopt(workbook: Workbook, *, by: CellValue, why: CellValue) -> Adoption:
    """Make the what-if weights of a tracker the weights in force; the caller saves.

    Args:
        workbook: The tracker.
        by: Who adopts them.
        why: The reason.

    Raises:
        SettingsError: No what-if weight is typed, one makes no sense or none is different, name or
            reason is missing, or the tracker was never refreshed.
        WorkbookError: The workbook is no tracker, or cannot take the change.
    """
    require_tracker(workbook)
    settings = read_settings(workbook)
    before = read_model(workbook, minimum_coverage=settings.minimum_coverage)
    weights = workbook.read_table(TBL_WEIGHTS.name)
    model = _tried_model(weights, before)
    require_signature(by, why, what="What-if weights", place="on the What-if sheet")
    if as_date(workbook.read_name("AsOfDate")) is None:
        raise SettingsError(
            "What-if: expected accounts to compare the weights on, found a tracker that was never "
            "refreshed. Refresh it first, or type the weights into the column Weight."
        )
    book = scored_book(workbook, model)
    adoption = keep_model(workbook, book, signed=(by, why))
    adopted = {measure.slot: measure.weight for measure in model.measures}
    rows = range(1, len(weights["Weight"]) + 1)
    writer = Writer(workbook)
    writer.table(
        TBL_WEIGHTS.name,
        {
            "Weight": [adopted.get(slot, weights["Weight"][slot - 1]) for slot in rows],
            WHAT_IF_WEIGHT: [None for _ in rows],
        },
        old=weights,
    )
    write_scores(workbook, book)
    for name in WHAT_IF_TYPED:
        writer.name(name, None)
    return adoption


def _tried_model(weights: dict[str, list[CellValue]], model: HealthModel) -> HealthModel:
    """Return the model with the what-if weights; refuse what is no model."""
    tried = []
    for measure in model.measures:
        cell = weights[WHAT_IF_WEIGHT][measure.slot - 1]
        blank = cell is None or cell == ""
        tried.append(
            measure
            if blank
            else replace(
                measure,
                weight=number_cell(weights, WHAT_IF_WEIGHT, measure.slot - 1, measure.name),
            )
        )
    made = replace(model, measures=tuple(tried))
    if made == model:
        raise SettingsError(
            f"Weights, column {WHAT_IF_WEIGHT!r}: expected a weight that differs from the column "
            "Weight, found none. Type the weights to try there; the What-if sheet shows what they "
            "would do."
        )
    return made
