"""The chance of leaving of each health band, as the block above ``tblAtRisk`` computes it."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from cs_workbook.actions.cell_values import known_number
from cs_workbook.schema.risk_tables import (
    ASSUMED,
    BAND_QUESTION,
    CALIBRATED,
    FEWEST_LOOKED_AT,
    FEWEST_LOST,
    HORIZON_DAYS,
    SCORE_QUESTION,
)
from cs_workbook.workbook.port import CellValue

Table = Mapping[str, Sequence[CellValue]]


class Chance(NamedTuple):
    """The chance in force for one band.

    Attributes:
        percent: Of leaving within the horizon; ``None`` where the band has none.
        source: Whether it was counted or assumed, in a word.
    """

    percent: float | None
    source: str


def loss_chances(rates: Table, backtest: Table) -> dict[str, Chance]:
    """Return the chance in force of each band.

    Args:
        rates: ``tblLossRates`` as it stands.
        backtest: ``tblBacktest`` as it stands.
    """
    lost = _counted(backtest, "Part", SCORE_QUESTION)
    chances: dict[str, Chance] = {}
    for band, assumed in zip(rates["Band"], rates["Assumed (%)"], strict=True):
        name = str(band)
        n = _counted(backtest, "n", BAND_QUESTION, name)
        if lost >= FEWEST_LOST and n >= FEWEST_LOOKED_AT:
            left = _counted(backtest, "Part", BAND_QUESTION, name)
            chances.setdefault(name, Chance(percent=100 * left / n, source=CALIBRATED))
        else:
            chances.setdefault(name, Chance(percent=known_number(assumed) or 0.0, source=ASSUMED))
    return chances


def _counted(backtest: Table, header: str, question: str, about: str | None = None) -> float:
    return sum(
        known_number(value) or 0.0
        for days, asked, of, value in zip(
            *(backtest[name] for name in ("Days before", "Question", "About", header)), strict=True
        )
        if days == HORIZON_DAYS and asked == question and about in (None, of)
    )
