"""The Expansion sheet: who may want more, by a score of its own that never enters the health."""

from dataclasses import dataclass

from cs_workbook.schema.columns import (
    ACCOUNT,
    ACCOUNT_ID,
    Format,
    Table,
    calculated,
    stamped,
    typed,
)

READY_FROM, MAYBE_FROM = 60, 30
"""Scores from which a customer is ready for more, or may be."""
READY, MAYBE, NOT_NOW, UNKNOWN = "▲ Ready", "◆ Maybe", "□ Not now", "○ No data"
MEND_FIRST = "Mend health first"

_PARTS_ROW = 5
_ROW = 21


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpansionSignal:
    """One signal of the expansion score.

    Attributes:
        name: As the sheet lists it.
        column: Header of its input in ``tblExpansion``.
        weight: Any number from 0 up.
        zero_at: Input worth 0 points.
        hundred_at: Input worth 100 points.
        meaning: What it says.
    """

    name: str
    column: str
    weight: float
    zero_at: float
    hundred_at: float
    meaning: str

    @property
    def points(self) -> str:
        """Header of its points in ``tblExpansion``."""
        return f"{self.name} points"


DEFAULT_SIGNALS: tuple[ExpansionSignal, ...] = (
    ExpansionSignal(
        name="Seats",
        column="Seat use (%)",
        weight=30,
        zero_at=70,
        hundred_at=100,
        meaning="People of 28 days over seats bought: full seats ask for more seats.",
    ),
    ExpansionSignal(
        name="Trend",
        column="Usage trend (%)",
        weight=20,
        zero_at=0,
        hundred_at=30,
        meaning="Uses of the last six weeks against the six before.",
    ),
    ExpansionSignal(
        name="Breadth",
        column="Features (90 d)",
        weight=15,
        zero_at=2,
        hundred_at=8,
        meaning="Different features used in 90 days.",
    ),
    ExpansionSignal(
        name="Promoters",
        column="NPS answer",
        weight=20,
        zero_at=6,
        hundred_at=9,
        meaning="Mean NPS answer in the survey window.",
    ),
    ExpansionSignal(
        name="Growth",
        column="MRR growth (%)",
        weight=15,
        zero_at=0,
        hundred_at=20,
        meaning="MRR now against the start of the period: who grew may grow on.",
    ),
)

_WEIGHT = "tblExpansionParts[[#This Row],[Weight]]"

TBL_EXPANSION_PARTS = Table(
    name="tblExpansionParts",
    sheet="Expansion",
    title="What the expansion score is made of",
    purpose="Signals, weights and anchors of the expansion score; they are yours to change.",
    columns=(
        stamped("Signal", Format.TEXT, 14, "The signal."),
        stamped("Reads", Format.TEXT, 26, "Column of the list below it reads."),
        typed(
            "Weight",
            Format.DECIMAL,
            12,
            "Any number from 0 up; weights need not add up to 100. 0 leaves it out.",
            lowest=0,
        ),
        calculated(
            "Effective %",
            Format.DECIMAL,
            16,
            "The weight as a share of all weights.",
            f"IF(SUM(tblExpansionParts[Weight])=0,0,100*{_WEIGHT}/SUM(tblExpansionParts[Weight]))",
        ),
        typed("0 points at", Format.DECIMAL, 13, "The value that is worth no points."),
        typed(
            "100 points at",
            Format.DECIMAL,
            13,
            "The value that is worth all points. Where both anchors are equal the signal is left "
            "out.",
        ),
        stamped("Meaning", Format.TEXT, 14, "What the signal says."),
    ),
    key=("Signal",),
    frozen=1,
    header_row=_PARTS_ROW,
)


def _this(header: str) -> str:
    return f"tblExpansion[[#This Row],[{header}]]"


def _part(header: str, number: int) -> str:
    return f"INDEX(tblExpansionParts[{header}],{number})"


def _points_formula(number: int, column: str) -> str:
    value, zero, hundred = (
        _this(column),
        _part("0 points at", number),
        _part("100 points at", number),
    )
    return (
        f"IF(AND(ISNUMBER({value}),N({hundred})<>N({zero})),"
        f'MEDIAN(0,100,100*({value}-{zero})/({hundred}-{zero})),"")'
    )


_NUMBERED = tuple(enumerate(DEFAULT_SIGNALS, start=1))
_KNOWN = "+".join(
    f"ISNUMBER({_this(signal.points)})*N({_part('Weight', number)})" for number, signal in _NUMBERED
)
_EARNED = "+".join(
    f"N({_this(signal.points)})*N({_part('Weight', number)})" for number, signal in _NUMBERED
)

TBL_EXPANSION = Table(
    name="tblExpansion",
    sheet="Expansion",
    title="Expansion",
    purpose="Which customers may want more. A score of its own: it never enters the health, nor "
    "health it.",
    columns=(
        ACCOUNT_ID,
        ACCOUNT,
        calculated(
            "Score",
            Format.SCORE,
            12,
            "Weighted mean (0-100) of the points that are known.",
            f'IF({_this("Known weight")}=0,"",({_EARNED})/{_this("Known weight")})',
        ),
        calculated(
            "Signal",
            Format.STATE,
            16,
            f"Ready from {READY_FROM} points, Maybe from {MAYBE_FROM}; No data below the minimum "
            "coverage of Settings.",
            f"IF(OR(NOT(ISNUMBER({_this('Score')})),ROUND({_this('Coverage (%)')},9)"
            f'<ROUND(MinimumCoverage,9)),"{UNKNOWN}",IF(ROUND({_this("Score")},9)>={READY_FROM},'
            f'"{READY}",IF(ROUND({_this("Score")},9)>={MAYBE_FROM},"{MAYBE}","{NOT_NOW}")))',
        ),
        calculated(
            "Coverage (%)",
            Format.PERCENT,
            13,
            "Share of the weights whose signal is known.",
            "IF(SUM(tblExpansionParts[Weight])=0,0,"
            f"100*{_this('Known weight')}/SUM(tblExpansionParts[Weight]))",
        ),
        stamped("MRR", Format.MONEY, 13, "MRR, as on Accounts."),
        stamped("Band", Format.STATE, 14, "Health band, shown beside and not counted."),
        calculated(
            "First",
            Format.TEXT,
            18,
            "Where the health is in the worst band, mend that before you ask for more.",
            f'IF(AND({_this("Band")}<>"",{_this("Band")}=INDEX(tblBands[Band],1)),'
            f'"{MEND_FIRST}","")',
        ),
        stamped("Seat use (%)", Format.DECIMAL, 12, "100 x users of 28 days / seats."),
        stamped("Usage trend (%)", Format.DECIMAL, 12, "As on Accounts."),
        stamped("Features (90 d)", Format.WHOLE, 12, "As on Accounts."),
        stamped("NPS answer", Format.SCORE, 12, "As on Accounts."),
        stamped("MRR at start", Format.MONEY, 13, "As on Accounts."),
        calculated(
            "MRR growth (%)",
            Format.DECIMAL,
            12,
            "MRR against MRR at start; blank where there was none.",
            f'IF(OR(N({_this("MRR at start")})=0,NOT(ISNUMBER({_this("MRR")}))),"",'
            f"100*({_this('MRR')}/{_this('MRR at start')}-1))",
        ),
        *(
            calculated(
                signal.points,
                Format.SCORE,
                12,
                f"{signal.meaning} Scaled to 0-100 between its two anchors.",
                _points_formula(number, signal.column),
            )
            for number, signal in _NUMBERED
        ),
        calculated("Known weight", Format.DECIMAL, 11, "Weights whose signal is known.", _KNOWN),
        stamped("CSM", Format.TEXT, 18, "Who looks after the account."),
        typed("Next step", Format.TEXT, 40, "What you will offer. Refresh never changes it."),
    ),
    key=("Account ID",),
    header_row=_ROW,
)
