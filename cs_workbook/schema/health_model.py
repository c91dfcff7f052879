"""The default health model: its measures, its bands, and the words a model may use.

``tblWeights`` on the Weights sheet holds the model as data, one measure per slot. The formulas that
compute a score from it stand in :mod:`cs_workbook.schema.health_formulas`;
:mod:`cs_workbook.measures.health` computes the same in Python.
"""

from dataclasses import dataclass

HEADER_ROW = 6
"""Rows of most data sheets: 1 title, 2 purpose, 3-5 a strip of facts, 6 the table's header."""

SLOTS = 12
"""How many measures a model may have: the rows of ``tblWeights``."""

LINEAR, TIERS, PERCENTILE = SCALES = ("Linear", "Tiers", "Percentile")
"""How an input becomes a score: between two anchors, by ``tblTiers``, by rank among peers."""

LEAVE_OUT, AS_ZERO, AS_MIDDLE = WHEN_BLANK = ("leave out", "count as 0", "count as 50")
"""What a blank does to a score."""

NO_DATA_BAND = "○ No data"
NOT_SCORED = "□ Not scored"
"""Stands for the band of an account that is no customer: it cannot be at risk any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DefaultMeasure:
    """One signal of the default health model.

    Attributes:
        name: The measure as ``tblWeights`` lists it.
        dimension: What it belongs to.
        input_column: Header of its input in ``tblAccounts``.
        weight: Any non-negative number; weights need not add up to 100.
        zero_at: Input worth 0 points.
        hundred_at: Input worth 100 points; below ``zero_at`` where lower is better.
        meaning: What it says, in one sentence.
        date_column: Header of the day of the input in ``tblAccounts``, if there is one.
        fresh_days: An older input does not count; ``None`` where age does not matter.
    """

    name: str
    dimension: str
    input_column: str
    weight: float
    zero_at: float
    hundred_at: float
    meaning: str
    date_column: str | None = None
    fresh_days: int | None = None


DEFAULT_MEASURES: tuple[DefaultMeasure, ...] = (
    DefaultMeasure(
        name="Active days",
        dimension="Adoption",
        input_column="Active days (28 d)",
        weight=20,
        zero_at=0,
        hundred_at=12,
        meaning="Days with any use in the 28 days up to the as-of date.",
    ),
    DefaultMeasure(
        name="Usage trend",
        dimension="Adoption",
        input_column="Usage trend (%)",
        weight=15,
        zero_at=-50,
        hundred_at=25,
        meaning="Uses of the last six weeks against the six weeks before.",
    ),
    DefaultMeasure(
        name="Features",
        dimension="Adoption",
        input_column="Features (90 d)",
        weight=10,
        zero_at=0,
        hundred_at=8,
        meaning="Different features used in the last 90 days.",
    ),
    DefaultMeasure(
        name="Open tickets",
        dimension="Support",
        input_column="Open tickets",
        weight=10,
        zero_at=5,
        hundred_at=0,
        meaning="Tickets that are not closed at the as-of date; fewer is better.",
    ),
    DefaultMeasure(
        name="Ticket rating",
        dimension="Support",
        input_column="Ticket rating",
        weight=15,
        zero_at=2.5,
        hundred_at=4.5,
        meaning="Mean rating (1 to 5) of the tickets in the survey window.",
    ),
    DefaultMeasure(
        name="NPS answers",
        dimension="Relationship",
        input_column="NPS answer",
        weight=20,
        zero_at=4,
        hundred_at=9,
        meaning="Mean answer (0 to 10) of the account's people in the survey window.",
    ),
    DefaultMeasure(
        name="CSM pulse",
        dimension="Relationship",
        input_column="Pulse in force",
        weight=10,
        zero_at=1,
        hundred_at=5,
        meaning="What the CSM typed: 1 very poor to 5 very good; blank means not said.",
        date_column="Pulse date",
        fresh_days=180,
    ),
)

DEFAULT_BANDS: tuple[tuple[str, float, str], ...] = (
    ("▼ At risk", 50, "Act now: find the cause, agree on a rescue."),
    ("◆ Watch", 75, "Something pulls it down: look at the lowest scores."),
    ("▲ Healthy", 100, "Keep it up; ask for a reference."),
)
"""Name, upper bound (included, as at Gainsight), what to do."""
