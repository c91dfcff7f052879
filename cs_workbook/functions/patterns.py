"""Functions that look for patterns: does a score tell who leaves, what is asked too often."""

from collections import Counter

from cs_workbook.errors import NotEnoughDataError
from cs_workbook.functions.blocks import Block, Rows
from cs_workbook.functions.clean import number, text, yes_no
from cs_workbook.functions.spec import (
    Argument,
    Example,
    FunctionSpec,
    sentence_of,
    shortened,
    single,
    value_of,
)
from cs_workbook.functions.surveys import confidence_of
from cs_workbook.measures.discrimination import Scored, area_under_curve
from cs_workbook.measures.figure import Figure
from cs_workbook.measures.inquiries import (
    DEFAULT_THRESHOLD,
    InquiryTheme,
    recurring_inquiries,
)


def _auc(scores: Block, left: Block, confidence: Block) -> Figure:
    pairs = zip(scores.read(number), left.like(scores).read(yes_no), strict=True)
    return area_under_curve(
        (
            Scored(scores.where(place), score, gone)
            for place, (score, gone) in enumerate(pairs)
            if gone is not None
        ),
        confidence=confidence_of(confidence),
    )


def _themes(themes: Block, threshold: Block) -> tuple[InquiryTheme, ...]:
    level = threshold.one(number)
    counts: Counter[str | None] = Counter(theme for theme in themes.read(text) if theme is not None)
    if not counts:
        raise NotEnoughDataError("No value: there are no inquiries.")
    return recurring_inquiries(counts, threshold=DEFAULT_THRESHOLD if level is None else level)


def _recurring(themes: Block, threshold: Block) -> Rows:
    return [
        [theme.theme, theme.inquiries, theme.share, "recurring" if theme.recurring else "no"]
        for theme in _themes(themes, threshold)
    ]


def _recurring_why(themes: Block, threshold: Block) -> Rows:
    return [[shortened(f"{theme.theme}: {theme.rule}")] for theme in _themes(themes, threshold)]


PATTERN_FUNCTIONS = (
    FunctionSpec(
        name="CS_AUC",
        doc="Does a score tell who leaves? Share of pairs, one who left and one who stayed, in "
        "which the one who left had the lower score; ties count half. 0.5 is a coin, 1 is perfect.",
        arguments=(
            Argument(
                name="scores",
                doc="The score before it was known who leaves, one row per account; low is bad. "
                "Blanks are left out.",
            ),
            Argument(
                name="left",
                doc="Whether the account left: TRUE, FALSE, Yes or No, as many rows. Blank rows "
                "are left out.",
            ),
            Argument(
                name="confidence",
                doc="Level of the interval that CS_WHY names, in percent. Left out: 95.",
                optional=True,
            ),
        ),
        result="One number from 0 to 1.",
        errors=(
            "#N/A: nobody left, or nobody stayed.",
            "#NUM!: a level that is no percentage.",
            "#VALUE!: text where a score belongs, columns of different length.",
        ),
        example=Example(
            inputs=(((30,), (55,), (55,), (80,)), ((True,), (True,), (False,), (False,))),
            value=0.875,
        ),
        compute=lambda *blocks: single(value_of(_auc(*blocks))),
        why=lambda *blocks: single(sentence_of(_auc(*blocks))),
    ),
    FunctionSpec(
        name="CS_RECURRING",
        doc="Which questions come so often that a process should answer them: themes of inquiries "
        "from a share of all inquiries on, where there are 30 or more in all.",
        arguments=(
            Argument(
                name="themes",
                doc="The theme of each inquiry, one cell per inquiry. Blanks are left out.",
            ),
            Argument(
                name="threshold",
                doc="Percent of all inquiries from which a theme recurs, 0 to 100. Left out: 20.",
                optional=True,
            ),
        ),
        result="One row per theme, the most frequent first: theme, inquiries, percent of all, "
        "recurring or no.",
        errors=(
            "#N/A: there are no inquiries.",
            "#NUM!: a threshold that is no percentage.",
            "#VALUE!: TRUE, FALSE or a date where a theme belongs.",
        ),
        example=Example(
            inputs=((("billing",), ("login",), ("login",)),), value="login", pick=(1, 1)
        ),
        compute=_recurring,
        why=_recurring_why,
    ),
)
