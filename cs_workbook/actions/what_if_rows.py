"""The rows of ``tblWhatIf``: what its live formulas show, for the weights that are typed.

A what-if weight that is no number counts as not typed, one below 0 as 0, as on the sheet; adopting
refuses both.
"""

from collections.abc import Mapping, Sequence

from cs_workbook.actions.cell_values import known_number
from cs_workbook.actions.health_rows import SCORED, ScoredAccount
from cs_workbook.actions.table_columns import columns_of
from cs_workbook.measures.health import HealthModel
from cs_workbook.measures.health_bands import BAND_DECIMALS, TOP_SCORE
from cs_workbook.measures.what_if import Reweighed, reweigh
from cs_workbook.schema.health_model import NO_DATA_BAND
from cs_workbook.schema.profile_words import ALL_ACCOUNTS
from cs_workbook.schema.tables import TBL_WHAT_IF
from cs_workbook.schema.what_if_table import (
    TO_BETTER,
    TO_OR_FROM_NO_DATA,
    TO_WORSE,
    WHAT_IF_WEIGHT,
)
from cs_workbook.workbook.port import CellValue, ColumnContent

_SHAPE_AND_SPACE = 2


def tried_weights(
    weights: Mapping[str, Sequence[CellValue]], model: HealthModel
) -> tuple[float, ...]:
    """Return the weight each measure of a model is tried with.

    Args:
        weights: ``tblWeights``.
        model: The model in force.

    Returns:
        The what-if weight where one is typed, else the weight in force.
    """
    typed = [known_number(weights[WHAT_IF_WEIGHT][m.slot - 1]) for m in model.measures]
    return tuple(
        measure.weight if tried is None else max(0.0, tried)
        for measure, tried in zip(model.measures, typed, strict=True)
    )


def what_if_columns(
    accounts: Mapping[str, Sequence[CellValue]],
    scored: Sequence[ScoredAccount],
    model: HealthModel,
    tried: Sequence[float],
) -> dict[str, ColumnContent]:
    """Return ``tblWhatIf``: every customer and trial, the largest MRR first.

    Args:
        accounts: ``tblAccounts``, row for row.
        scored: The scores in force.
        model: The model they were made with.
        tried: The weights that are tried, one per measure; an account keeps the weights its
            profile sets.
    """
    rows = [
        _row(accounts, one, one.place, model, tried)
        for row, one in enumerate(scored)
        if one.place == row + 1 and accounts["Status"][row] in SCORED
    ]
    rows.sort(key=lambda row: -(known_number(row["MRR"]) or 0.0))
    return columns_of(TBL_WHAT_IF, rows)


def _row(
    accounts: Mapping[str, Sequence[CellValue]],
    one: ScoredAccount,
    place: int,
    model: HealthModel,
    tried: Sequence[float],
) -> dict[str, CellValue]:
    at_most = min((cap.at_most for cap in (*one.caps, *one.overrides)), default=TOP_SCORE)
    weights = [
        weight if one.profile is None else one.profile.weight(measure.name, weight)
        for measure, weight in zip(model.measures, tried, strict=True)
    ]
    new = reweigh(one.score.parts, weights, at_most=at_most)
    before = _place(one.score.score, one.score.coverage, model)
    after = _place(new.score, new.coverage, model)
    flips = "" if before == after else _flip(before, after, model)
    mrr = known_number(accounts["MRR"][place - 1])
    shown: CellValue = "" if mrr is None else mrr
    name = accounts["Account"][place - 1]
    return {
        "Account ID": accounts["Account ID"][place - 1],
        "Account": "" if name is None else str(name),
        "Flips": flips,
        "MRR": shown,
        "MRR that crosses": shown if flips else "",
        "Band": one.band,
        "New band": model.bands[after - 1].name if after else model.no_data_band,
        "Health": _or_empty(one.score.score),
        "Sum of weights": _total(weights),
        **_new(new),
        "Change": ""
        if new.score is None or one.score.score is None
        else new.score - one.score.score,
        "Profile": ALL_ACCOUNTS if one.profile is None else one.profile.name,
        "At most": at_most,
        "Place now": before,
        "New place": after,
        "Row": place,
    }


def _new(new: Reweighed) -> dict[str, CellValue]:
    return {
        "New score": _or_empty(new.score),
        "New coverage (%)": new.coverage,
        "New uncapped": _or_empty(new.uncapped),
    }


def _total(weights: Sequence[float]) -> float:
    # A loop and not sum(), which would correct rounding and differ from the sheet.
    total = 0.0
    for weight in weights:
        total += weight
    return total


def _place(score: float | None, coverage: float, model: HealthModel) -> int:
    """Return the place of a score among the bands without a margin, 0 where it has none."""
    enough = round(coverage, BAND_DECIMALS) >= round(model.minimum_coverage, BAND_DECIMALS)
    if score is None or not enough:
        return 0
    rounded = round(score, BAND_DECIMALS)
    return 1 + sum(band.up_to < rounded for band in model.bands)


def _flip(before: int, after: int, model: HealthModel) -> str:
    names = [NO_DATA_BAND, *(band.name for band in model.bands)]
    shape = (
        TO_OR_FROM_NO_DATA if 0 in {before, after} else TO_WORSE if after < before else TO_BETTER
    )
    was, becomes = (names[place][_SHAPE_AND_SPACE:] for place in (before, after))
    return f"{shape} {was} to {becomes}"


def _or_empty(value: float | None) -> CellValue:
    return "" if value is None else value
