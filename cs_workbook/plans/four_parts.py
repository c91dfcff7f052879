"""The heart of a plan: the two questions and the four parts of the anatomy, with their columns.

Each answer says who gave it, when, by which channel, and whether it is their word or our guess.
"""

from cs_workbook.plans.anatomy import DELIVERY, EXPECTATION, NEXT_NEED, QUESTION, SUCCESS, Section
from cs_workbook.plans.inputs import CHANNEL, DATE, RATING, TEXT, VOICE

_SAID = (("Said by", TEXT), ("Said on", DATE), ("Channel", CHANNEL), ("Theirs or ours", VOICE))

QUESTIONS_AND_PARTS: tuple[Section, ...] = (
    Section(
        key=QUESTION,
        title="Two questions first",
        note="The plan is a draft until both are answered.",
        columns=(
            ("Answer", TEXT),
            ("Their role", TEXT),
            *_SAID,
            ("Confirmed on", DATE),
            ("Remark", TEXT),
        ),
        full=2,
        light=2,
        agreed=True,
    ),
    Section(
        key=SUCCESS,
        title="1  Success in quantifiable terms",
        note="In the customer's words: from where, to where, by when.",
        columns=(
            ("Success in their words", TEXT),
            ("From", TEXT),
            ("To", TEXT),
            ("By when", DATE),
            *_SAID,
        ),
        full=4,
        light=2,
        agreed=True,
    ),
    Section(
        key=EXPECTATION,
        title="2  What they expect of us",
        note="How much each matters to them: 1 very little to 5 very much.",
        columns=(
            ("What they expect", TEXT),
            ("Expected (1-5)", RATING),
            *_SAID,
            ("How they notice", TEXT),
            ("What we promised", TEXT),
        ),
        full=6,
        light=3,
        agreed=True,
    ),
    Section(
        key=DELIVERY,
        title="3  How they see our delivery",
        note="The same items on the same scale: 1 very poor to 5 very good. Row by row the gap to "
        "what they expect is shown below.",
        columns=(
            ("What they judge", TEXT),
            ("Delivered (1-5)", RATING),
            *_SAID,
            ("Why", TEXT),
            ("What we do about it", TEXT),
        ),
        full=6,
        light=3,
    ),
    Section(
        key=NEXT_NEED,
        title="4  What they will need next",
        note="Along their own roadmap, not ours.",
        columns=(
            ("What they will need", TEXT),
            ("Step of their roadmap", TEXT),
            ("From when", DATE),
            *_SAID,
            ("Our next step", TEXT),
        ),
        full=4,
        light=2,
        agreed=True,
    ),
)
"""The first five sections."""
