"""Adopt the what-if weights: they become the weights in force, and the model gets a new version.

The version says at once who adopted it, why, and how many accounts it alone moved to another band,
on the accounts as they stand in the tracker. The next refresh finds the model as the last version
and adds none.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from cs_workbook.actions.account_rows import AccountRows
from cs_workbook.actions.backup import back_up
from cs_workbook.actions.cell_values import as_date, known_number
from cs_workbook.actions.health_caps import read_caps
from cs_workbook.actions.health_rows import ScoredAccount, score_accounts
from cs_workbook.actions.health_slots import number_cell
from cs_workbook.actions.health_steps import health_columns
from cs_workbook.actions.model_versions import with_version
from cs_workbook.actions.tracker import read_model, read_settings, require_tracker
from cs_workbook.actions.what_if_rows import what_if_columns
from cs_workbook.actions.writing import Writer
from cs_workbook.errors import SettingsError
from cs_workbook.measures.health import HealthModel
from cs_workbook.schema.tables import (
    TBL_ACCOUNTS,
    TBL_HEALTH,
    TBL_MODEL_VERSIONS,
    TBL_WEIGHTS,
    TBL_WHAT_IF,
)
from cs_workbook.schema.what_if_table import WHAT_IF_TYPED, WHAT_IF_WEIGHT
from cs_workbook.workbook.file_book import FileBook
from cs_workbook.workbook.package.archive import check_free
from cs_workbook.workbook.port import CellValue, Workbook
from cs_workbook.workbook.recalculation import refresh_cached_values


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """What adopting the what-if weights did.

    Attributes:
        version: Number of the model's version.
        changed: What changed in the model, in words.
        scored: Accounts the two models were compared on.
        moved: Of these, accounts in another band.
        worse: Of these, to a worse one.
        better: Of these, to a better one.
        mrr: MRR of the accounts that changed band.
    """

    version: int
    changed: str
    scored: int
    moved: int
    worse: int
    better: int
    mrr: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FileAdoption:
    """What adopting on a closed file did.

    Attributes:
        adoption: What changed in it.
        backup: The copy kept from before.
    """

    adoption: Adoption
    backup: Path


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
    check_free(tracker)
    book = FileBook(tracker)
    adoption = adopt(book, by=by, why=why)
    refresh_cached_values(book)
    backup = back_up(tracker, now=now)
    book.save()
    return FileAdoption(adoption=adoption, backup=backup)


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
    _require(by, "who adopts them", "name", "Adopted by")
    _require(why, "the reason", "reason", "Why")
    as_of = as_date(workbook.read_name("AsOfDate"))
    if as_of is None:
        raise SettingsError(
            "What-if: expected accounts to compare the weights on, found a tracker that was never "
            "refreshed. Refresh it first, or type the weights into the column Weight."
        )
    accounts = workbook.read_table(TBL_ACCOUNTS.name)
    known = workbook.read_table(TBL_HEALTH.name, columns=["Account ID", "Band before"])
    scored = score_accounts(
        accounts,
        model,
        as_of=as_of,
        before={
            str(key): str(band)
            for key, band in zip(known["Account ID"], known["Band before"], strict=True)
            if key is not None and band is not None
        },
        smallest_group=settings.smallest_group,
        caps=read_caps(workbook, as_of=as_of),
    )
    adoption = _keep_version(workbook, model, accounts, scored, as_of=as_of, signed=(by, why))
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
    # Written with their values: tables of more than 500 rows are not calculated on a closed file.
    writer.table(TBL_HEALTH.name, health_columns(accounts, scored, model), keyed_by=TBL_HEALTH.key)
    new = [measure.weight for measure in model.measures]
    writer.table(
        TBL_WHAT_IF.name,
        what_if_columns(accounts, scored, model, new),
        keyed_by=TBL_WHAT_IF.key,
    )
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


def _require(found: CellValue, expected: str, what: str, label: str) -> None:
    if found is None or not str(found).strip():
        raise SettingsError(
            f"What-if weights: expected {expected}, found a blank. Type the {what} into the cell "
            f"{label!r} of the What-if sheet, or name it on the command line."
        )


def _keep_version(
    workbook: Workbook,
    model: HealthModel,
    accounts: dict[str, list[CellValue]],
    scored: list[ScoredAccount],
    *,
    as_of: date,
    signed: tuple[CellValue, CellValue],
) -> Adoption:
    """Add the version to ``tblModelVersions``, signed."""
    old = workbook.read_table(TBL_MODEL_VERSIONS.name)
    rows = AccountRows(
        columns={},
        origin=range(len(scored)),
        health=[one.score for one in scored],
        shown={**accounts, "Band": [one.band for one in scored]},
        scored=scored,
        model=model,
    )
    columns, version = with_version(old, model, rows, as_of=as_of)
    count = len(old["Version"])
    added = len(columns["Version"]) - count
    for header, text in zip(("Changed by", "Why"), signed, strict=True):
        columns[header] = [*old[header], *[str(text).strip()] * added]
    Writer(workbook).table(
        TBL_MODEL_VERSIONS.name, columns, old=old, origin=[*range(count), *[None] * added]
    )
    last = {header: cells[-1] for header, cells in columns.items()}
    scored_count, moved, worse, better = (
        int(known_number(last[header]) or 0)
        for header in ("Accounts scored", "Changed band", "To a worse band", "To a better band")
    )
    return Adoption(
        version=version,
        changed=str(last["What changed"]),
        scored=scored_count,
        moved=moved,
        worse=worse,
        better=better,
        mrr=known_number(last["MRR that crossed"]) or 0.0,
    )


def adoption_lines(adoption: Adoption) -> list[str]:
    """Say what adopting did, line by line."""
    return [
        f"Version {adoption.version} of the model: {adoption.changed}",
        (
            f"{adoption.moved:,} of {adoption.scored:,} accounts changed band by it alone: "
            f"{adoption.worse:,} to a worse one, {adoption.better:,} to a better one; MRR that "
            f"crossed: {adoption.mrr:,.0f}."
        ),
        "The sheet Model versions says who and why.",
    ]
