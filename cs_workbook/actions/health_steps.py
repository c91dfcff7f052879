"""Put together ``tblHealth``: every step of every score, as its live formulas show it.

An account stands in ``tblHealth`` as in ``tblAccounts``, row for row.
"""

from collections.abc import Mapping, Sequence

from cs_workbook.actions.health_rows import ScoredAccount
from cs_workbook.actions.table_columns import live_columns
from cs_workbook.measures.health import HealthModel, HealthScore
from cs_workbook.measures.health_bands import BAND_DECIMALS, TOP_SCORE, Cap
from cs_workbook.measures.health_presets import round_half_up
from cs_workbook.measures.health_reasons import in_words, largest_losses, lost_points
from cs_workbook.schema.health_formulas import NOTHING_LOST, TIE_BREAK
from cs_workbook.schema.health_model import SLOTS
from cs_workbook.schema.profile_words import ALL_ACCOUNTS
from cs_workbook.schema.tables import TBL_HEALTH
from cs_workbook.workbook.port import CellValue, ColumnContent


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
    return live_columns(TBL_HEALTH, values)


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
        "Uncapped": _or_empty(one.score.uncapped),
        "Held down by": one.score.held_down_by or "",
        "Off by caps": _off(one.caps),
        "Off by overrides": _off(one.overrides),
        "Data age (days)": max(ages) if ages else "",
        "Profile": _profile(one),
        "Profile row": 0 if one.profile is None else one.profile.place,
        "Band before": one.band_before,
        "Place now": "" if score is None else _place_now(score, model),
        "Place held": "" if score is None else _place_held(score, one.band_before, model),
        "Weights counted": counted,
        "Peer group": one.group,
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


def _off(caps: Sequence[Cap]) -> float:
    """Return the points the lowest cap takes off the top."""
    return max((TOP_SCORE - cap.at_most for cap in caps), default=0.0)


def _profile(one: ScoredAccount) -> str:
    if one.place is None:
        return ""
    return ALL_ACCOUNTS if one.profile is None else one.profile.name


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
