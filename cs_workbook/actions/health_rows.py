"""Score the accounts of a tracker from the cells its Health sheet reads.

A row without an id has no score, and of two rows with one id the first one is looked at, as MATCH
does. An input older than its limit counts as blank.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cs_workbook.actions.cell_values import sheet_number
from cs_workbook.actions.health_caps import NO_CAPS, Caps
from cs_workbook.actions.profiles import profile_columns, profile_traits
from cs_workbook.measures.health import HealthModel, HealthScore, Scale, health_score
from cs_workbook.measures.health_bands import Cap
from cs_workbook.measures.health_profiles import Profile, profile_for
from cs_workbook.measures.health_scales import percentile_ranks
from cs_workbook.schema.health_formulas import NO_SEGMENT, STALE
from cs_workbook.schema.health_model import NOT_SCORED
from cs_workbook.schema.lists import CUSTOMER, TRIAL
from cs_workbook.workbook.port import CellValue

SCORED = frozenset({CUSTOMER, TRIAL})
"""Status of the accounts that have a band."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredAccount:
    """A score and the cells it was made of.

    Attributes:
        score: The score.
        band: The band as shown: accounts that are neither customers nor on trial have none.
        place: Its row in ``tblAccounts``, from 1; ``None`` for a row without an id.
        inputs: As shown, one per measure of the model.
        ages: Days by measure; ``None`` where there is no date.
        band_before: The band shown last.
        group: Its peers.
        overrides: What people decided about it.
        caps: The caps that hold for it.
        traits: What it says in the columns a profile may ask.
        profile: The profile whose weights it is scored with; ``None`` for those of the model.
    """

    score: HealthScore
    band: str
    place: int | None
    inputs: tuple[CellValue, ...]
    ages: tuple[float | None, ...]
    band_before: str | None
    group: str
    overrides: tuple[Cap, ...]
    caps: tuple[Cap, ...]
    traits: Mapping[str, str]
    profile: Profile | None


def score_accounts(
    columns: Mapping[str, Sequence[CellValue]],
    model: HealthModel,
    *,
    as_of: date,
    before: Mapping[str, str],
    smallest_group: int,
    caps: Caps = NO_CAPS,
) -> list[ScoredAccount]:
    """Score every row of ``tblAccounts``.

    Args:
        columns: The table, with every column the model reads.
        model: Weights, scales, bands and profiles.
        as_of: The day ages are counted to.
        before: Account -> the band shown last.
        smallest_group: Fewest peers a percentile needs.
        caps: What limits scores.
    """
    first: dict[str, int] = {}
    for row, key in enumerate(columns["Account ID"]):
        if key is not None:
            first.setdefault(str(key).casefold(), row)
    made: dict[int | None, ScoredAccount] = {}
    rows = [None if key is None else first[str(key).casefold()] for key in columns["Account ID"]]
    signals = {place: _signals(columns, model, place, as_of=as_of) for place in set(rows)}
    ranks = _ranks(columns, model, signals, smallest=smallest_group)
    asked = profile_columns(columns)
    weighing = {one: model.weighing(one) for one in (None, *model.profiles)}
    for place, found in signals.items():
        traits = {} if place is None else profile_traits(asked, place)
        profile = profile_for(model.profiles, traits)
        made[place] = _scored(
            columns,
            weighing[profile],
            place,
            found,
            traits=traits,
            profile=profile,
            before=before,
            ranks=ranks.get(place, {}),
            caps=caps,
        )
    return [made[row] for row in rows]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Signals:
    """The inputs of one account as shown, as they count, and their ages."""

    shown: tuple[CellValue, ...]
    values: Mapping[str, float | None]
    ages: tuple[float | None, ...]


def _signals(
    columns: Mapping[str, Sequence[CellValue]],
    model: HealthModel,
    row: int | None,
    *,
    as_of: date,
) -> _Signals:
    today = sheet_number(as_of) or 0.0
    shown: list[CellValue] = []
    ages: list[float | None] = []
    values: dict[str, float | None] = {}
    for measure in model.measures:
        value = None if row is None else sheet_number(columns[measure.source][row])
        day = (
            None
            if row is None or measure.dated_by is None
            else sheet_number(columns[measure.dated_by][row])
        )
        age = None if day is None else today - day
        stale = measure.is_stale(age)
        ages.append(age)
        shown.append("" if value is None else STALE if stale else value)
        values[measure.name] = None if stale else value
    return _Signals(shown=tuple(shown), values=values, ages=tuple(ages))


def peer_group(columns: Mapping[str, Sequence[CellValue]], row: int | None) -> str:
    """Return among whom a percentile ranks an account: the customers and trials of its segment."""
    if row is None:
        return ""
    if columns["Status"][row] not in SCORED:
        return NOT_SCORED
    segment = columns["Segment"][row]
    return NO_SEGMENT if segment is None or segment == "" else str(segment)


def _ranks(
    columns: Mapping[str, Sequence[CellValue]],
    model: HealthModel,
    signals: Mapping[int | None, _Signals],
    *,
    smallest: int,
) -> dict[int | None, dict[str, float | None]]:
    """Return the rank of each account by measure, for the measures that are percentiles."""
    ranked = [measure for measure in model.measures if measure.scale is Scale.PERCENTILE]
    groups: dict[str, list[int | None]] = {}
    for row in signals if ranked else ():
        groups.setdefault(peer_group(columns, row).casefold(), []).append(row)
    found: dict[int | None, dict[str, float | None]] = {}
    for rows in groups.values():
        for measure in ranked:
            values = [signals[row].values[measure.name] for row in rows]
            ranks = percentile_ranks(values, smallest=smallest)
            for row, rank in zip(rows, ranks, strict=True):
                found.setdefault(row, {})[measure.name] = rank
    return found


def _scored(
    columns: Mapping[str, Sequence[CellValue]],
    model: HealthModel,
    row: int | None,
    signals: _Signals,
    *,
    traits: Mapping[str, str],
    profile: Profile | None,
    before: Mapping[str, str],
    ranks: Mapping[str, float | None],
    caps: Caps,
) -> ScoredAccount:
    key = "" if row is None else str(columns["Account ID"][row])
    last = None if row is None else before.get(key)
    overrides = caps.decided(key)
    held = () if row is None else caps.holding(signals.values)
    score = health_score(
        model, signals.values, band_before=last, ranks=ranks, caps=(*overrides, *held)
    )
    has_band = row is not None and columns["Status"][row] in SCORED
    return ScoredAccount(
        score=score,
        band=score.band if has_band else NOT_SCORED,
        place=None if row is None else row + 1,
        inputs=signals.shown,
        ages=signals.ages,
        group=peer_group(columns, row),
        overrides=overrides,
        caps=held,
        band_before=last,
        traits=traits,
        profile=profile,
    )
