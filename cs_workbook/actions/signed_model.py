"""A change of the health model that somebody signs: scored, kept as a version, written.

Adopting what-if weights and taking a preset share it. The version says who and why, and how many
accounts the change alone moved to another band, on the accounts as they stand in the tracker.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from cs_workbook.actions.account_rows import AccountRows
from cs_workbook.actions.backup import back_up
from cs_workbook.actions.cell_values import as_date, known_number
from cs_workbook.actions.health_caps import read_caps
from cs_workbook.actions.health_rows import ScoredAccount, score_accounts
from cs_workbook.actions.health_steps import health_columns
from cs_workbook.actions.model_versions import with_version
from cs_workbook.actions.tracker import read_settings
from cs_workbook.actions.what_if_rows import what_if_columns
from cs_workbook.actions.writing import Writer
from cs_workbook.errors import SettingsError
from cs_workbook.measures.health import HealthModel
from cs_workbook.schema.tables import TBL_ACCOUNTS, TBL_HEALTH, TBL_MODEL_VERSIONS, TBL_WHAT_IF
from cs_workbook.workbook.file_book import FileBook
from cs_workbook.workbook.package.archive import check_free
from cs_workbook.workbook.port import CellValue, Workbook
from cs_workbook.workbook.recalculation import refresh_cached_values


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """What a signed change of the model did.

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
    """What a signed change of the model did on a closed file.

    Attributes:
        adoption: What changed in it.
        backup: The copy kept from before.
    """

    adoption: Adoption
    backup: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredBook:
    """The accounts of a tracker, scored by a model that may not be in force yet.

    Attributes:
        model: The model.
        accounts: ``tblAccounts``, row for row.
        scored: Its scores.
        as_of: The day ages are counted to; ``None`` in a tracker that was never refreshed.
    """

    model: HealthModel
    accounts: Mapping[str, Sequence[CellValue]]
    scored: Sequence[ScoredAccount]
    as_of: date | None


def sign_file(
    tracker: Path, change: Callable[[Workbook], Adoption], *, now: datetime
) -> FileAdoption:
    """Change the model of a closed tracker, after a backup; a change that fails writes nothing.

    Args:
        tracker: The workbook.
        change: Changes the model and says what that did.
        now: The moment that names the backup.

    Raises:
        WorkbookError: The file cannot be read or written, or is no tracker.
        SettingsError: As the change raises it.
    """
    check_free(tracker)
    book = FileBook(tracker)
    adoption = change(book)
    refresh_cached_values(book)
    backup = back_up(tracker, now=now)
    book.save()
    return FileAdoption(adoption=adoption, backup=backup)


def require_signature(
    by: CellValue, why: CellValue, *, what: str, place: str | None = None
) -> None:
    """Refuse a change nobody signs.

    Args:
        by: Who changes the model.
        why: The reason.
        what: What is adopted.
        place: Where both can be typed in the workbook, such as "on the What-if sheet".

    Raises:
        SettingsError: One of the two is blank.
    """
    way = "Name it on the command line" if place is None else f"Type it {place}, or name it"
    for found, expected, option in ((by, "who adopts them", "--by"), (why, "the reason", "--why")):
        if found is None or not str(found).strip():
            raise SettingsError(f"{what}: expected {expected}, found a blank. {way} with {option}.")


def scored_book(workbook: Workbook, model: HealthModel) -> ScoredBook:
    """Score the accounts of a tracker by a model; nothing is written."""
    as_of = as_date(workbook.read_name("AsOfDate"))
    day = as_of or date.min
    accounts = workbook.read_table(TBL_ACCOUNTS.name)
    known = workbook.read_table(TBL_HEALTH.name, columns=["Account ID", "Band before"])
    scored = score_accounts(
        accounts,
        model,
        as_of=day,
        before={
            str(key): str(band)
            for key, band in zip(known["Account ID"], known["Band before"], strict=True)
            if key is not None and band is not None
        },
        smallest_group=read_settings(workbook).smallest_group,
        caps=read_caps(workbook, as_of=day),
    )
    return ScoredBook(model=model, accounts=accounts, scored=scored, as_of=as_of)


def keep_model(
    workbook: Workbook, book: ScoredBook, *, signed: tuple[CellValue, CellValue]
) -> Adoption:
    """Add the model to ``tblModelVersions``, with who and why; say what it did.

    Args:
        workbook: The tracker.
        book: The accounts as the model scores them.
        signed: Who changed the model, and why; ``None`` where nobody has said yet.
    """
    old = workbook.read_table(TBL_MODEL_VERSIONS.name)
    rows = AccountRows(
        columns={},
        origin=range(len(book.scored)),
        health=[one.score for one in book.scored],
        shown={**book.accounts, "Band": [one.band for one in book.scored]},
        scored=book.scored,
        model=book.model,
    )
    columns, version = with_version(old, book.model, rows, as_of=book.as_of)
    count = len(old["Version"])
    added = len(columns["Version"]) - count
    for header, text in zip(("Changed by", "Why"), signed, strict=True):
        said = None if text is None else str(text).strip()
        columns[header] = [*old[header], *[said] * added]
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


def write_scores(workbook: Workbook, book: ScoredBook) -> None:
    """Write the scores of a model that is in force by now.

    They are written with their values, because tables of more than 500 rows are not calculated on
    a closed file.
    """
    writer = Writer(workbook)
    writer.table(
        TBL_HEALTH.name,
        health_columns(book.accounts, book.scored, book.model),
        keyed_by=TBL_HEALTH.key,
    )
    writer.table(
        TBL_WHAT_IF.name,
        what_if_columns(
            book.accounts, book.scored, book.model, [m.weight for m in book.model.measures]
        ),
        keyed_by=TBL_WHAT_IF.key,
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
