"""Presets of the health model: the published rules of other products, on our measures.

Each starts from our measures, anchors and weights and sets what the product publishes: how a
measure becomes points, what a blank does, where the bands end. Where a product rates a measure
good, average or poor and leaves the limits to its users, the limits are ours: the way between the
two anchors of the measure is cut into equal parts. A rule our model cannot follow is named.

References:
    Gainsight support, "Measure weights in scorecards" and "Scorecard FAQs".
    Totango support, "Configure profiles for multidimensional health".
    Vitally docs, "Health scores".
    ChurnZero support, "Setting up ChurnScore factors".
    Planhat support, "How health is calculated".
"""

from dataclasses import dataclass
from fractions import Fraction

from cs_workbook.errors import SettingsError
from cs_workbook.measures.health_bands import DEFAULT_BANDS
from cs_workbook.measures.health_measure import Scale, WhenBlank
from cs_workbook.measures.health_presets import TOTANGO_POINTS, VITALLY_POINTS, Rating
from cs_workbook.measures.health_scales import Tier

FAR = 1e9
"""Stands for the open end of the lowest and the highest tier."""

_OUR_BANDS = tuple(band.up_to for band in DEFAULT_BANDS)
_THIRDS = (Fraction(1, 3), Fraction(2, 3))
_GRADES = (Rating.POOR, Rating.AVERAGE, Rating.GOOD)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """One preset.

    Attributes:
        name: What it is chosen by.
        rule: What the product publishes, in words.
        sets: What the preset sets, in words.
        cannot: What of the rule our model cannot follow; empty where it follows all of it.
        source: Where the rule is published.
        when_blank: What a blank does.
        points: Points of the tiers, the worst first; empty for the straight line.
        cuts: Shares of the way from the 0-point anchor to the 100-point anchor at which the next
            tier begins, one less than points.
        bands: Upper bounds of the bands; ``None`` leaves those of the tracker.
    """

    name: str
    rule: str
    sets: str
    cannot: str
    source: str
    when_blank: WhenBlank = WhenBlank.LEAVE_OUT
    points: tuple[float, ...] = ()
    cuts: tuple[Fraction, ...] = ()
    bands: tuple[float, ...] | None = None

    @property
    def scale(self) -> Scale:
        """How a measure becomes points."""
        return Scale.TIERS if self.points else Scale.LINEAR

    def tiers(self, zero_at: float, hundred_at: float) -> tuple[Tier, ...]:
        """Return the tiers of a measure, from low to high values.

        Args:
            zero_at: Value worth 0 points.
            hundred_at: Value worth 100 points; below the other where less is better.

        >>> [tuple(tier) for tier in preset_named("Totango").tiers(0, 12)]
        [(-1000000000.0, 4.0, 0.0), (4.0, 8.0, 60.0), (8.0, 1000000000.0, 100.0)]
        """
        low, way = Fraction(zero_at), Fraction(hundred_at) - Fraction(zero_at)
        # As fractions, so that a mean of 17 / 3 stands on its cut and not a hair above it.
        ends = [-FAR, *(float(low + cut * way) for cut in self.cuts), FAR]
        points = list(self.points)
        if hundred_at < zero_at:
            ends[1:-1], points = ends[-2:0:-1], points[::-1]
        return tuple(Tier(*tier) for tier in zip(ends, ends[1:], points, strict=False))


PRESETS: tuple[Preset, ...] = (
    Preset(
        name="Ours",
        rule="Weighted mean of measures on a straight line; a blank is left out.",
        sets="The model of a new tracker: straight lines, blanks left out, bands 50, 75, 100.",
        cannot="",
        source="docs/measures.md, Health score",
        bands=_OUR_BANDS,
    ),
    Preset(
        name="Gainsight",
        rule="Weights of any sum; bands 0-50, 51-75, 76-100, the lower end not in the band.",
        sets="The same as Ours: our bands and weights follow Gainsight's published rules.",
        cannot="Group weights, and up to 12 ranges: a tracker has three bands.",
        source="Gainsight support: Measure Weights in Scorecards; Scorecard FAQs",
        bands=_OUR_BANDS,
    ),
    Preset(
        name="Totango",
        rule="Each measure good 100, average 60, poor 0; weighted mean, rounded.",
        sets="Tiers of 0, 60, 100 points: thirds between our two anchors. Bands stay as they are.",
        cannot="Rounding to whole numbers; the colour that is poor where any measure is.",
        source="Totango support: Configure profiles for multidimensional health",
        points=tuple(TOTANGO_POINTS[grade] for grade in _GRADES),
        cuts=_THIRDS,
    ),
    Preset(
        name="Vitally",
        rule="Each metric healthy 10, concerning 5, poor 0; weighted mean; nulls are ignored.",
        sets="Tiers of 0, 50, 100 points: thirds between our two anchors. Bands stay as they are.",
        cannot="The scale of 0 to 10: a 6.67 is a 66.7 here.",
        source="Vitally docs: Health scores",
        points=tuple(10 * VITALLY_POINTS[grade] for grade in _GRADES),
        cuts=_THIRDS,
    ),
    Preset(
        name="ChurnZero",
        rule="Factors add up to 100 points; the top of a tier belongs to it, its bottom does not.",
        sets="Its example of two tiers, 50 and 100 %: halves between our anchors; none at the 0.",
        cannot="Tiers of your choice are yours to type on Tiers. Bands stay as they are.",
        source="ChurnZero support: Setting up ChurnScore factors",
        points=(0.0, 50.0, 100.0),
        cuts=(Fraction(0), Fraction(1, 2)),
    ),
    Preset(
        name="Planhat",
        rule="Starts at 5 of 10; factors add or take points; within 0 and 10.",
        sets="A blank counts as 50, the middle it starts from; straight lines. Bands stay.",
        cannot="A sum cut at 10: a mean never passes 100, so nothing has to be cut.",
        source="Planhat support: How health is calculated",
        when_blank=WhenBlank.COUNT_AS_50,
    ),
)


def preset_named(name: str) -> Preset:
    """Return a preset by its name, in any case.

    Raises:
        SettingsError: There is none of that name.
    """
    for preset in PRESETS:
        if preset.name.casefold() == name.strip().casefold():
            return preset
    raise SettingsError(
        f"Preset: expected one of {', '.join(preset.name for preset in PRESETS)}, found {name!r}. "
        "Choose one of these."
    )
