"""Score the accounts of a tracker, and put together ``tblHealth``: every step of every score.

What the live formulas of the Health sheet show is computed here from the same cells, so that a
viewer that does not calculate shows the same. An account stands in ``tblHealth`` as in
``tblAccounts``, row for row; a row without an id has no score, and of two rows with one id the
first one is looked at, as MATCH does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cs_workbook.actions.tracker import sheet_number
from cs_workbook.measures.health import HealthModel, HealthScore, health_score
from cs_workbook.measures.health_bands import BAND_DECIMALS, TOP_SCORE
from cs_workbook.measures.health_presets import round_half_up
from cs_workbook.measures.health_reasons import in_words, largest_losses, lost_points
from cs_workbook.schema.health_formulas import NOTHING_LOST, STALE, TIE_BREAK
from cs_workbook.schema.health_model import NOT_SCORED, SLOTS
from cs_workbook.schema.lists import CUSTOMER, TRIAL
from cs_workbook.schema.tables import TBL_HEALTH
from cs_workbook.workbook.port import CellValue, ColumnContent, FormulaColumn

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
    """

    score: HealthScore
    band: str
    place: int | None
    inputs: tuple[CellValue, ...]
    ages: tuple[float | None, ...]
    band_before: str | None


def score_accounts(
    columns: Mapping[str, Sequence[CellValue]],
    model: HealthModel,
    *,
    as_of: date,
    before: Mapping[str, str],
) -> list[ScoredAccount]:
    """Score every row of ``tblAccounts``.

    Args:
        columns: The table, with every column the model reads.
        model: Weights, scales and bands.
        as_of: The day ages are counted to.
        before: Account -> the band shown last.
    """
    first: dict[str, int] = {}
    for row, key in enumerate(columns["Account ID"]):
        if key is not None:
            first.setdefault(str(key).casefold(), row)
    made: dict[int | None, ScoredAccount] = {}
    rows = [None if key is None else first[str(key).casefold()] for key in columns["Account ID"]]
    for place in set(rows):
        made[place] = _scored(columns, model, place, as_of=as_of, before=before)
    return [made[row] for row in rows]


def _scored(
    columns: Mapping[str, Sequence[CellValue]],
    model: HealthModel,
    row: int | None,
    *,
    as_of: date,
    before: Mapping[str, str],
) -> ScoredAccount:
    today = sheet_number(as_of) or 0.0
    inputs: list[CellValue] = []
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
        inputs.append("" if value is None else STALE if stale else value)
        values[measure.name] = None if stale else value
    last = None if row is None else before.get(str(columns["Account ID"][row]))
    score = health_score(model, values, band_before=last)
    has_band = row is not None and columns["Status"][row] in SCORED
    return ScoredAccount(
        score=score,
        band=score.band if has_band else NOT_SCORED,
        place=None if row is None else row + 1,
        inputs=tuple(inputs),
        ages=tuple(ages),
        band_before=last,
    )


def health_columns(
    accounts: Mapping[str, Sequence[CellValue]],
    scored: Sequence[ScoredAccount],
    model: HealthModel,
) -> dict[str, ColumnContent]:
    """Return ``tblHealth``, live columns as formulas with the values they show.

    Args:
        accounts: ``tblAccounts``, row for row.
        scored: Its scores.
        model: The model they were made with.
    """
    values: dict[str, list[CellValue]] = {header: [] for header in TBL_HEALTH.headers}
    for key, one in zip(accounts["Account ID"], scored, strict=True):
        line = _line(accounts, one, model)
        line["Account ID"] = key
        for header, cells in values.items():
            cells.append(line[header])
    return {
        column.header: values[column.header]
        if column.formula is None
        else FormulaColumn(formula=column.formula, values=values[column.header])
        for column in TBL_HEALTH.columns
    }


def _line(
    accounts: Mapping[str, Sequence[CellValue]], one: ScoredAccount, model: HealthModel
) -> dict[str, CellValue]:
    """Return what the formulas of one row show."""
    score = one.score.score
    line = _slots(one, model)
    losses = [line[f"Lost {slot}"] for slot in range(1, SLOTS + 1)]
    known = sorted((loss for loss in losses if isinstance(loss, float)), reverse=True)
    ages = [age for age in one.ages if age is not None]
    counted = 0.0
    for part in one.score.parts:
        counted += 0.0 if part.sub_score is None else part.weight
    name = "" if one.place is None else accounts["Account"][one.place - 1]
    return line | {
        "Account": "" if name is None else str(name),
        "Row": _or_empty(one.place),
        "Band": one.band,
        "Health": _or_empty(score),
        "In words": _words(one.score),
        "Why": _why(one, model),
        "Coverage (%)": one.score.coverage,
        "Uncapped": _or_empty(score),
        "Data age (days)": max(ages) if ages else "",
        "Band before": one.band_before,
        "Place now": "" if score is None else _place_now(score, model),
        "Place held": "" if score is None else _place_held(score, one.band_before, model),
        "Weights counted": counted,
        "Largest loss": known[0] if known else "",
        "Second loss": known[1] if known[1:] else "",
    }


def _slots(one: ScoredAccount, model: HealthModel) -> dict[str, CellValue]:
    """Return the cells of all blocks; a slot without a measure is blank with weight 0."""
    line: dict[str, CellValue] = {}
    for slot in range(1, SLOTS + 1):
        line |= {f"{name} {slot}": "" for name in ("Age", "Input", "Score", "Points", "Lost")}
        line[f"Weight {slot}"] = 0.0
    losses = lost_points(one.score)
    for place, (measure, part) in enumerate(zip(model.measures, one.score.parts, strict=True)):
        slot, loss = measure.slot, losses[place]
        line[f"Age {slot}"] = _or_empty(one.ages[place])
        line[f"Input {slot}"] = one.inputs[place]
        line[f"Score {slot}"] = _or_empty(part.sub_score)
        line[f"Weight {slot}"] = part.weight
        line[f"Points {slot}"] = _or_empty(part.points)
        line[f"Lost {slot}"] = "" if loss is None else loss + (SLOTS - slot) / TIE_BREAK
    return line


def _or_empty(value: float | None) -> CellValue:
    return "" if value is None else value


def _words(score: HealthScore) -> str:
    if score.score is None:
        return "No data"
    return f"{round_half_up(score.score)} from {round_half_up(score.coverage)} % of the weights"


def _why(one: ScoredAccount, model: HealthModel) -> str:
    if one.score.score is None:
        return "No data"
    losses = [
        None if loss is None else loss + (SLOTS - measure.slot) / TIE_BREAK
        for measure, loss in zip(model.measures, lost_points(one.score), strict=True)
    ]
    return in_words(largest_losses(one.score.parts, losses)) or NOTHING_LOST


def _place_now(score: float, model: HealthModel) -> int:
    rounded = round(score, BAND_DECIMALS)
    return 1 + sum(band.up_to < rounded for band in model.bands)


def _place_held(score: float, before: str | None, model: HealthModel) -> int:
    rounded = round(score, BAND_DECIMALS)
    names = [band.name for band in model.bands]
    held = names.index(before) + 1 if before in names else len(names)
    left = sum(rounded >= min(TOP_SCORE, band.up_to + model.band_margin) for band in model.bands)
    return max(held, 1 + left)
