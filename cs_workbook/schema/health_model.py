"""The default health model and the formulas that compute it in the Accounts sheet.

Above the score columns of ``tblAccounts`` stand three rows that fetch weight and anchors from
``tblWeights`` by the column's own header. Each score column, the coverage and the score then
refer to nothing but their row and those three rows, so that every step can be traced:

- score column: ``100 x (input - anchor 0) / (anchor 100 - anchor 0)``, limited to 0..100; blank
  where the input is blank;
- coverage: the share of the weights whose score is known, in percent;
- health: the weighted mean of the known scores;
- band: the first band whose upper bound is not below the health, "No data" below the minimum
  coverage; accounts that are neither customers nor on trial have none.

:mod:`cs_workbook.measures.health` computes the same in Python.
"""

from dataclasses import dataclass

from cs_workbook.schema.lists import CUSTOMER, TRIAL

WEIGHT_ROW = 3
ZERO_ROW = 4
HUNDRED_ROW = 5
HEADER_ROW = 6
"""Rows of every data sheet: 1 title, 2 purpose, 3-5 a strip of facts, 6 the table's header."""

NO_DATA_BAND = "○ No data"
NOT_SCORED = "□ Not scored"
"""Stands for the band of an account that is no customer: it cannot be at risk any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DefaultMeasure:
    """One signal of the default health model.

    Attributes:
        name: The measure as ``tblWeights`` lists it.
        input_column: Header of its input in ``tblAccounts``.
        score_column: Header of its score in ``tblAccounts``.
        weight: Any non-negative number; weights need not add up to 100.
        zero_at: Input worth 0 points.
        hundred_at: Input worth 100 points; below ``zero_at`` where lower is better.
        meaning: What it says, in one sentence.
    """

    name: str
    input_column: str
    score_column: str
    weight: float
    zero_at: float
    hundred_at: float
    meaning: str


DEFAULT_MEASURES: tuple[DefaultMeasure, ...] = (
    DefaultMeasure(
        name="Active days",
        input_column="Active days (28 d)",
        score_column="Active days score",
        weight=20,
        zero_at=0,
        hundred_at=12,
        meaning="Days with any use in the 28 days up to the as-of date.",
    ),
    DefaultMeasure(
        name="Usage trend",
        input_column="Usage trend (%)",
        score_column="Usage trend score",
        weight=15,
        zero_at=-50,
        hundred_at=25,
        meaning="Uses of the last six weeks against the six weeks before.",
    ),
    DefaultMeasure(
        name="Features",
        input_column="Features (90 d)",
        score_column="Features score",
        weight=10,
        zero_at=0,
        hundred_at=8,
        meaning="Different features used in the last 90 days.",
    ),
    DefaultMeasure(
        name="Open tickets",
        input_column="Open tickets",
        score_column="Open tickets score",
        weight=10,
        zero_at=5,
        hundred_at=0,
        meaning="Tickets that are not closed at the as-of date; fewer is better.",
    ),
    DefaultMeasure(
        name="Ticket rating",
        input_column="Ticket rating",
        score_column="Ticket rating score",
        weight=15,
        zero_at=2.5,
        hundred_at=4.5,
        meaning="Mean rating (1 to 5) of the tickets in the survey window.",
    ),
    DefaultMeasure(
        name="NPS answers",
        input_column="NPS answer",
        score_column="NPS answers score",
        weight=20,
        zero_at=4,
        hundred_at=9,
        meaning="Mean answer (0 to 10) of the account's people in the survey window.",
    ),
    DefaultMeasure(
        name="CSM pulse",
        input_column="CSM pulse",
        score_column="CSM pulse score",
        weight=10,
        zero_at=1,
        hundred_at=5,
        meaning="What the CSM typed: 1 very poor to 5 very good; blank means not said.",
    ),
)

DEFAULT_BANDS: tuple[tuple[str, float, str], ...] = (
    ("▼ At risk", 50, "Act now: find the cause, agree on a rescue."),
    ("◆ Watch", 75, "Something pulls it down: look at the lowest scores."),
    ("▲ Healthy", 100, "Keep it up; ask for a reference."),
)
"""Name, upper bound (included, as at Gainsight), what to do."""


def score_formula(input_column: str, sheet_column: str) -> str:
    """Return the formula of one score column.

    Args:
        input_column: Header of the input in ``tblAccounts``.
        sheet_column: Letter of the score column, where weight and anchors stand above it.

    >>> score_formula("Seats", "D")[:52]
    'IF(ISNUMBER(tblAccounts[[#This Row],[Seats]]),MEDIAN'
    """
    value = f"tblAccounts[[#This Row],[{input_column}]]"
    scaled = f"100*({value}-{sheet_column}${ZERO_ROW})"
    width = f"({sheet_column}${HUNDRED_ROW}-{sheet_column}${ZERO_ROW})"
    return f'IF(ISNUMBER({value}),MEDIAN(0,100,{scaled}/{width}),"")'


def _scores() -> str:
    first, last = DEFAULT_MEASURES[0].score_column, DEFAULT_MEASURES[-1].score_column
    return f"tblAccounts[[#This Row],[{first}]:[{last}]]"


def coverage_formula(weights: str) -> str:
    """Return the formula of the coverage column; ``weights`` is the range of weights above."""
    return (
        f"IF(SUM({weights})=0,0,100*SUMPRODUCT({weights},--ISNUMBER({_scores()}))/SUM({weights}))"
    )


def health_formula(weights: str) -> str:
    """Return the formula of the health column; ``weights`` is the range of weights above."""
    known = f"SUMPRODUCT({weights},--ISNUMBER({_scores()}))"
    return f'IF({known}=0,"",SUMPRODUCT({weights},{_scores()})/{known})'


BAND_FORMULA = (
    f'IF(AND(tblAccounts[[#This Row],[Status]]<>"{CUSTOMER}",'
    f'tblAccounts[[#This Row],[Status]]<>"{TRIAL}"),"{NOT_SCORED}",'
    "IF(OR(NOT(ISNUMBER(tblAccounts[[#This Row],[Health]])),"
    "ROUND(tblAccounts[[#This Row],[Coverage (%)]],9)<ROUND(MinimumCoverage,9)),"
    f'"{NO_DATA_BAND}",'
    "INDEX(tblBands[Band],1+SUMPRODUCT(--(tblBands[Up to]"
    "<ROUND(tblAccounts[[#This Row],[Health]],9))))))"
)

MEASURE_LOOKUP = "INDEX(tblWeights[{column}],MATCH({header},tblWeights[Score column],0))"
"""Formula of the cells above a score column: weight and anchors by the column's header."""
