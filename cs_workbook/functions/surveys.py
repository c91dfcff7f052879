"""Functions over survey answers: NPS and its interval, CSAT, CES.

Each takes one range of answers of any shape. Blanks are left out; an answer that is no whole number
on the scale gives #NUM!, text gives #VALUE!, and nobody having answered gives #N/A.
"""

from cs_workbook.errors import NotEnoughDataError, OutOfRangeError, SettingsError
from cs_workbook.functions.blocks import Block, Rows
from cs_workbook.functions.clean import Cell, number, text, yes_no
from cs_workbook.functions.spec import (
    Argument,
    Example,
    FunctionSpec,
    sentence_of,
    single,
    value_of,
)
from cs_workbook.measures.effort import CesResult, CesRule, Direction, customer_effort_score
from cs_workbook.measures.figure import Figure
from cs_workbook.measures.intervals import DEFAULT_CONFIDENCE
from cs_workbook.measures.nps import NpsResult, net_promoter_score
from cs_workbook.measures.satisfaction import CsatRule, satisfied_share

_MEAN, _EASE, _EASY = "mean", "ease", "easy share"
_NO_ANSWERS = "#N/A: nobody answered."
_WRONG_TYPE = "#VALUE!: text, TRUE, FALSE or a date where an answer belongs."


def confidence_of(block: Block) -> float:
    """Return the confidence level an argument asks for, 95 if it is left out."""
    level = block.one(number)
    return DEFAULT_CONFIDENCE if level is None else level


def _whole(cell: Cell, where: str) -> int | None:
    value = number(cell, where)
    if value is not None and value != int(value):
        raise OutOfRangeError(f"{where}: expected a whole number, found {value:g}.")
    return None if value is None else int(value)


def _or(block: Block, default: int) -> int:
    value = block.one(_whole)
    return default if value is None else value


def _nps(answers: Block, confidence: float = DEFAULT_CONFIDENCE) -> NpsResult:
    return net_promoter_score(answers.read(number), confidence=confidence)


def _nps_value(answers: Block) -> Rows:
    return single(value_of(_nps(answers)))


def _nps_interval(answers: Block, confidence: Block) -> Rows:
    result = _nps(answers, confidence_of(confidence))
    if result.interval is None:
        raise NotEnoughDataError(f"No interval: {result.reason}. {result.rule}")
    return [[result.interval.low, result.interval.high]]


def _csat(answers: Block, satisfied_from: Block, highest: Block, lowest: Block) -> Figure:
    top = _or(highest, 5)
    rule = CsatRule(
        minimum=_or(lowest, 1), maximum=top, satisfied_from=_or(satisfied_from, top - 1)
    )
    return satisfied_share(answers.read(number), rule=rule)


def _ces(
    answers: Block, highest: Block, lowest: Block, higher_is_easier: Block, easy_from: Block
) -> CesResult:
    higher = higher_is_easier.one(yes_no) is not False
    bottom, top = _or(lowest, 1), _or(highest, 7)
    # The upper, or lower, half of the scale without its middle: 5 to 7 of 7, 4 and 5 of 5.
    half = bottom + (top - bottom) // 2 + 1 if higher else bottom + (top - bottom - 1) // 2
    rule = CesRule(
        minimum=bottom,
        maximum=top,
        easy_from=_or(easy_from, half),
        direction=Direction.HIGHER_IS_EASIER if higher else Direction.LOWER_IS_EASIER,
    )
    return customer_effort_score(answers.read(number), rule=rule)


def _ces_value(answers: Block, show: Block, *scale: Block) -> Rows:
    result = _ces(answers, *scale)
    mean = value_of(result)
    wanted = (show.one(text) or _MEAN).casefold()
    readings = {_MEAN: mean, _EASE: result.ease, _EASY: result.easy_percent}
    if wanted not in readings:
        raise SettingsError(f"show: expected {', '.join(readings)}, found {wanted!r}.")
    return single(readings[wanted])


def _ces_why(answers: Block, _show: Block, *scale: Block) -> Rows:
    result = _ces(answers, *scale)
    return single(
        f"{sentence_of(result)} Ease from 0 to 100: {result.ease:.1f}; "
        f"easy share: {result.easy_percent:.1f} %."
    )


_ANSWERS = "The answers, one cell each, in any shape; blanks are left out."

SURVEY_FUNCTIONS = (
    FunctionSpec(
        name="CS_NPS",
        doc="Net Promoter Score: percent of answers 9 and 10 minus percent of answers 0 to 6. "
        "Blanks are left out.",
        arguments=(Argument(name="answers", doc=_ANSWERS + " Whole numbers from 0 to 10."),),
        result="One number in points, -100 to 100.",
        errors=(_NO_ANSWERS, "#NUM!: an answer is not a whole number from 0 to 10.", _WRONG_TYPE),
        example=Example(inputs=(((10, 9, 9, 7, 8, 3, 10, 6),),), value=25),
        compute=_nps_value,
        why=lambda answers: single(sentence_of(_nps(answers))),
    ),
    FunctionSpec(
        name="CS_NPS_INTERVAL",
        doc="Where the Net Promoter Score plausibly lies, given how few answered: low and high end "
        "of the adjusted Wald interval, in two cells side by side.",
        arguments=(
            Argument(name="answers", doc=_ANSWERS + " Whole numbers from 0 to 10."),
            Argument(
                name="confidence",
                doc="Confidence level in percent, from 50 to below 100. Left out: 95.",
                optional=True,
            ),
        ),
        result="Two numbers in points, in one row: low end, high end.",
        errors=(
            _NO_ANSWERS,
            "#NUM!: an answer is not 0 to 10, or the confidence is below 50 (write 95).",
            _WRONG_TYPE,
        ),
        example=Example(inputs=(((10,),),), value=-48.49864942025201, pick=(1, 1)),
        compute=_nps_interval,
        why=lambda answers, confidence: single(
            sentence_of(_nps(answers, confidence_of(confidence)))
        ),
    ),
    FunctionSpec(
        name="CS_CSAT",
        doc="Customer satisfaction: percent of satisfied answers, by default 4 and 5 on a scale of "
        "1 to 5. Blanks are left out.",
        arguments=(
            Argument(name="answers", doc=_ANSWERS + " Whole numbers on the survey's scale."),
            Argument(
                name="satisfied_from",
                doc="Lowest answer that counts as satisfied. Left out: the two highest answers.",
                optional=True,
            ),
            Argument(
                name="highest", doc="Highest answer of the scale. Left out: 5.", optional=True
            ),
            Argument(name="lowest", doc="Lowest answer of the scale. Left out: 1.", optional=True),
        ),
        result="One number in percent, 0 to 100.",
        errors=(
            _NO_ANSWERS,
            "#NUM!: an answer is off the scale, or the scale makes no sense.",
            _WRONG_TYPE,
        ),
        example=Example(inputs=(((5, 4, 3, 5, 1),),), value=60),
        compute=lambda *blocks: single(value_of(_csat(*blocks))),
        why=lambda *blocks: single(sentence_of(_csat(*blocks))),
    ),
    FunctionSpec(
        name="CS_CES",
        doc="Customer effort score: the mean answer, the ease from 0 to 100, or the percent of "
        "easy answers. Which end of the scale is easy belongs to the survey.",
        arguments=(
            Argument(name="answers", doc=_ANSWERS + " Whole numbers on the survey's scale."),
            Argument(
                name="show",
                doc='"mean": the mean answer. "ease": the mean on 0 (hardest) to 100 (easiest), '
                'right for a health score. "easy share": percent of easy answers. Left out: mean.',
                optional=True,
            ),
            Argument(
                name="highest", doc="Highest answer of the scale. Left out: 7.", optional=True
            ),
            Argument(name="lowest", doc="Lowest answer of the scale. Left out: 1.", optional=True),
            Argument(
                name="higher_is_easier",
                doc="TRUE where a high answer means easy, FALSE where 1 is the best answer. "
                "Left out: TRUE.",
                optional=True,
            ),
            Argument(
                name="easy_from",
                doc="The least easy answer that still counts as easy. Left out: the easy half of "
                "the scale without its middle, such as 5 of 1 to 7.",
                optional=True,
            ),
        ),
        result="One number: on the survey's scale for mean, 0 to 100 otherwise.",
        errors=(
            _NO_ANSWERS,
            "#NUM!: an answer is off the scale, the scale or show makes no sense.",
            _WRONG_TYPE,
        ),
        example=Example(inputs=(((7, 6, 5, 2),), "ease"), value=200 / 3),
        compute=_ces_value,
        why=_ces_why,
    ),
)
