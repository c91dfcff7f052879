"""Does a person's judgement of an account agree with its data?

The pulse is a typed mark from 1 (very poor) to 5 (very good); 4 and 5 are good, 1 and 2 poor, 3
says neither. The data score, 0 to 100, is made without the pulse. They disagree where the pulse is
good and the score is in the worst band, or the pulse is poor and the score is in the best band.
A blank on either side is no disagreement.
"""

from collections.abc import Sequence
from enum import StrEnum

from cs_workbook.measures.figure import is_blank
from cs_workbook.measures.health_bands import Band, band_of

_GOOD, _POOR = 4, 2


class Disagreement(StrEnum):
    """Which side is the kinder one."""

    GUT_GOOD = "gut good, data poor"
    GUT_POOR = "gut poor, data good"


def disagreement(
    pulse: float | None, data_score: float | None, bands: Sequence[Band]
) -> Disagreement | None:
    """Tell whether a pulse and a data score disagree, and which way.

    Args:
        pulse: The mark, 1 to 5; beyond it counts as the end. A blank is not said.
        data_score: 0 to 100 without the pulse; a blank is not known.
        bands: From low to high.

    Returns:
        Which way; ``None`` where they agree or one is blank.

    >>> cuts = (Band("bad", 50.0), Band("fair", 75.0), Band("good", 100.0))
    >>> disagreement(5, 30, cuts).value, disagreement(1, 90, cuts).value, disagreement(3, 0, cuts)
    ('gut good, data poor', 'gut poor, data good', None)
    """
    if pulse is None or data_score is None or is_blank(pulse) or is_blank(data_score):
        return None
    band = band_of(data_score, bands)
    if pulse >= _GOOD and band == bands[0].name:
        return Disagreement.GUT_GOOD
    if pulse <= _POOR and band == bands[-1].name:
        return Disagreement.GUT_POOR
    return None
