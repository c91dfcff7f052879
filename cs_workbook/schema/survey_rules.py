"""The survey registry: the scale of each survey, its good end, and how few answers are too few.

The exports tell three surveys apart, so the registry has three rows. Its defaults are the rules
the figures have always used; the sheet "Survey rules" lets people change CSAT and CES. NPS is one
published rule, not a family of them, so its row only says what it is.
"""

from dataclasses import dataclass

from cs_workbook.schema.columns import Column, Format, Owner, Table, calculated, stamped, typed
from cs_workbook.schema.lists import HIGHER_IS_BETTER, LOWER_IS_BETTER


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyRule:
    """One row of the registry.

    Attributes:
        survey: ``NPS``, ``CSAT`` or ``CES``, as the import tells answers apart.
        lowest: Lowest answer.
        highest: Highest answer.
        direction: Which end is the good one.
        satisfied_from: The least good answer that still counts as good.
        n_needed: Fewer answers than this are marked as few.
        meaning: What the survey asks.
    """

    survey: str
    lowest: int
    highest: int
    direction: str
    satisfied_from: int
    n_needed: int
    meaning: str


DEFAULT_SURVEY_RULES: tuple[SurveyRule, ...] = (
    SurveyRule(
        survey="NPS",
        lowest=0,
        highest=10,
        direction=HIGHER_IS_BETTER,
        satisfied_from=9,
        n_needed=30,
        meaning="How likely to recommend. Fixed: 9-10 promoters, 0-6 detractors; only n needed "
        "may differ.",
    ),
    SurveyRule(
        survey="CSAT",
        lowest=1,
        highest=5,
        direction=HIGHER_IS_BETTER,
        satisfied_from=4,
        n_needed=30,
        meaning="How satisfied. Ticket ratings, which stand in where nobody asked, stay 1 to 5.",
    ),
    SurveyRule(
        survey="CES",
        lowest=1,
        highest=7,
        direction=HIGHER_IS_BETTER,
        satisfied_from=5,
        n_needed=30,
        meaning="How easy it was. On some scales 1 is the easy end: then lower is better.",
    ),
)


def _typed(header: str, width: float, meaning: str, *, lowest: float, highest: float) -> Column:
    return typed(
        header,
        Format.DECIMAL,
        width,
        meaning,
        lowest=lowest,
        highest=highest,
    )


_ROW = "tblSurveyRules[[#This Row],[{}]]"
_LOW, _HIGH = _ROW.format("Lowest"), _ROW.format("Highest")
_FROM, _WAY = _ROW.format("Satisfied from"), _ROW.format("Direction")

IN_WORDS_FORMULA = (
    f'IF({_WAY}="{LOWER_IS_BETTER}",{_LOW}&" to "&{_FROM},{_FROM}&" to "&{_HIGH})'
    f'&" of "&{_LOW}&" to "&{_HIGH}'
)

TBL_SURVEY_RULES = Table(
    name="tblSurveyRules",
    sheet="Survey rules",
    title="Survey rules",
    purpose="The scale of each survey and which answers are good. An answer off its scale is set "
    "aside at the next refresh and listed on Import problems.",
    columns=(
        stamped("Survey", Format.TEXT, 12, "The survey, as the import tells answers apart."),
        _typed("Lowest", 13, "Lowest answer of the scale.", lowest=-100, highest=100),
        _typed("Highest", 13, "Highest answer of the scale.", lowest=-100, highest=1000),
        Column(
            header="Direction",
            owner=Owner.TYPED,
            format=Format.TEXT,
            width=20,
            meaning="Which end of the scale is the good one.",
            list_name="ListDirections",
        ),
        _typed(
            "Satisfied from",
            14,
            "The least good answer that still counts: CSAT satisfied, CES easy.",
            lowest=-100,
            highest=1000,
        ),
        _typed(
            "n needed",
            13,
            "Groups with fewer answers are marked 'Few answers' and greyed.",
            lowest=1,
            highest=100000,
        ),
        calculated(
            "Good answers",
            Format.TEXT,
            20,
            "What the row says, in words.",
            IN_WORDS_FORMULA,
        ),
        stamped("Meaning", Format.TEXT, 84, "What the survey asks."),
    ),
    key=("Survey",),
    frozen=1,
)
