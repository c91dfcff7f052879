"""From a score to a band: at risk, watch, healthy; steady bands; caps.

**The upper end of a band belongs to it**, as at Gainsight: with 0-50-75-100 a score of 50 is at
risk and 50.01 is watch. Scores are compared after rounding to nine decimals, so that the noise of
adding decimals (49.99999999999999 for 50) never moves an account. A score of ``None`` is in no
band but the one for "no data".

References:
    Gainsight support, "Scorecard FAQs": the "from" value of a range is not included.
    Schmitt trigger, for the two thresholds of a steady band.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from cs_workbook.errors import SettingsError
from cs_workbook.measures.figure import is_blank

TOP_SCORE = 100.0
BAND_DECIMALS = 9
NO_DATA_BAND = "○ No data"


class Band(NamedTuple):
    """A range of scores with a name.

    Attributes:
        name: As shown, with a sign that can be read without colour.
        up_to: Highest score of the band, part of it.
    """

    name: str
    up_to: float


DEFAULT_BANDS = (Band("▼ At risk", 50.0), Band("◆ Watch", 75.0), Band("▲ Healthy", TOP_SCORE))


@dataclass(frozen=True, slots=True, kw_only=True)
class Cap:
    """A fact that limits the score, whatever the other measures say.

    Attributes:
        reason: The fact in words: ``payment overdue > 60 days``.
        at_most: Highest score while it holds, 0 to 100.
    """

    reason: str
    at_most: float

    def __post_init__(self) -> None:
        if not 0 <= self.at_most <= TOP_SCORE:
            raise SettingsError(
                f"Cap ({self.reason}): expected a score from 0 to 100, found {self.at_most!r}."
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class CappedScore:
    """A score after its caps.

    Attributes:
        score: The score that counts, 0 to 100; ``None`` if there was none.
        uncapped: The score before.
        reason: The cap that lowered it; ``None`` if none did.
    """

    score: float | None
    uncapped: float | None
    reason: str | None


def require_bands(bands: Sequence[Band], no_data_band: str = NO_DATA_BAND) -> None:
    """Refuse bands that do not give every score from 0 to 100 exactly one name.

    Args:
        bands: Bands from low to high.
        no_data_band: Name for "no data", which no other band may have.

    Raises:
        SettingsError: There is no band, the upper ends do not rise, the last one is not 100, or a
            name stands twice.
    """
    ends = [band.up_to for band in bands]
    if not ends or ends[-1] != TOP_SCORE:
        raise SettingsError(f"Bands: expected the last band to go up to 100, found {ends!r}.")
    if not ends[0] >= 0 or not all(low < high for low, high in pairwise(ends)):
        raise SettingsError(f"Bands: expected rising upper ends from 0 to 100, found {ends!r}.")
    names = [*(band.name for band in bands), no_data_band]
    if len(set(names)) < len(names):
        raise SettingsError(f"Bands: expected a different name for each, found {names!r}.")


def band_of(
    score: float | None,
    bands: Sequence[Band] = DEFAULT_BANDS,
    *,
    no_data_band: str = NO_DATA_BAND,
) -> str:
    """Return the band of a score: the first one whose upper end reaches it.

    Args:
        score: 0 to 100; a blank is "no data".
        bands: Bands from low to high, as :func:`require_bands` wants them. A score above the last
            one, which no health score has, is in the last one.
        no_data_band: Name to return for a blank.

    Returns:
        The name of the band.

    >>> band_of(50), band_of(50.01), band_of(None)
    ('▼ At risk', '◆ Watch', '○ No data')
    """
    if score is None or is_blank(score):
        return no_data_band
    return bands[_place_of(score, bands)].name


def steady_band(
    score: float | None,
    previous: str | None,
    bands: Sequence[Band] = DEFAULT_BANDS,
    *,
    margin: float,
    no_data_band: str = NO_DATA_BAND,
) -> str:
    """Return the band of a score without flapping: down at once, up only with a margin.

    A worse score takes its band immediately, so that no warning is late. To leave a band upwards,
    the score has to reach the band's upper end plus the margin: with 50 and a margin of 5, an
    account enters "at risk" at 50 and leaves it at 55.

    Args:
        score: 0 to 100; a blank is "no data".
        previous: The band shown before; ``None``, "no data" and unknown names hold nothing.
        bands: Bands from low to high.
        margin: Points above a band's upper end that let an account out of it, 0 or more; with 0
            this is :func:`band_of`. Where the margin would reach beyond 100, 100 is enough.
        no_data_band: Name to return for a blank.

    Returns:
        The name of the band, never a better one than :func:`band_of` gives.

    Raises:
        SettingsError: The margin is negative.

    >>> steady_band(52, "▼ At risk", margin=5), steady_band(55, "▼ At risk", margin=5)
    ('▼ At risk', '◆ Watch')
    """
    if not 0 <= margin < math.inf:
        raise SettingsError(f"Margin of bands: expected 0 or more points, found {margin!r}.")
    if score is None or is_blank(score):
        return no_data_band
    plain = _place_of(score, bands)
    held = next((place for place, band in enumerate(bands) if band.name == previous), plain)
    rounded = round(score, BAND_DECIMALS)
    while held < plain and rounded >= min(TOP_SCORE, bands[held].up_to + margin):
        held += 1
    return bands[min(held, plain)].name


def steady_bands(
    scores: Iterable[float | None],
    bands: Sequence[Band] = DEFAULT_BANDS,
    *,
    margin: float,
    no_data_band: str = NO_DATA_BAND,
) -> tuple[str, ...]:
    """Return the bands of a history of scores, each one steadied by the one before.

    Args:
        scores: Scores from old to new; a blank shows as "no data" and does not clear the memory.
        bands: Bands from low to high.
        margin: See :func:`steady_band`.
        no_data_band: Name for a blank.

    Returns:
        One name per score.

    Raises:
        SettingsError: The margin is negative.

    >>> steady_bands([52, 49, None, 54, 56], margin=5)
    ('◆ Watch', '▼ At risk', '○ No data', '▼ At risk', '◆ Watch')
    """
    shown: list[str] = []
    memory: str | None = None
    for score in scores:
        band = steady_band(score, memory, bands, margin=margin, no_data_band=no_data_band)
        shown.append(band)
        if band != no_data_band:
            memory = band
    return tuple(shown)


def cap_score(score: float | None, caps_in_force: Iterable[Cap]) -> CappedScore:
    """Lower a score to the lowest cap in force; a cap never raises one.

    Args:
        score: The computed score; a blank stays blank.
        caps_in_force: The caps whose fact holds for this account.

    Returns:
        The capped score, the score before and the cap that bit; of equal caps the first one.

    >>> capped = cap_score(88, [Cap(reason="payment overdue > 60 days", at_most=49)])
    >>> capped.score, capped.uncapped, capped.reason
    (49, 88, 'payment overdue > 60 days')
    """
    lowest = min(caps_in_force, key=lambda cap: cap.at_most, default=None)
    if score is None or is_blank(score):
        return CappedScore(score=None, uncapped=None, reason=None)
    if lowest is None or lowest.at_most >= score:
        return CappedScore(score=score, uncapped=score, reason=None)
    return CappedScore(score=lowest.at_most, uncapped=score, reason=lowest.reason)


def _place_of(score: float, bands: Sequence[Band]) -> int:
    rounded = round(score, BAND_DECIMALS)
    last = len(bands) - 1
    return next((place for place, band in enumerate(bands) if band.up_to >= rounded), last)
