"""The Health sheet: one row per account, every step of its score a live formula."""

from cs_workbook.schema import health_formulas as formulas
from cs_workbook.schema.accounts_table import INPUTS
from cs_workbook.schema.cap_tables import (
    CAPPED_FORMULA,
    PERSON_FORMULA,
    reason_formula,
    rule_formula,
)
from cs_workbook.schema.columns import (
    ACCOUNT_ID,
    Column,
    Format,
    Table,
    calculated,
    column_letter,
    stamped,
)
from cs_workbook.schema.health_formulas import BLOCKS, NAME_ROW
from cs_workbook.schema.health_model import SLOTS
from cs_workbook.schema.profile_formulas import PROFILE_FORMULA, PROFILE_ROW_FORMULA

_HEAD = (
    "Account ID",
    "Account",
    "Band",
    "Health",
    "In words",
    "Why",
    "Coverage (%)",
    "Uncapped",
    "Held down by",
    "Profile",
    "Data age (days)",
    "Band before",
    "Place now",
    "Place held",
    "Weights counted",
    "Largest loss",
    "Second loss",
    "Off by caps",
    "Off by overrides",
    "Peer group",
    "Profile row",
    "Row",
)


def block_letters(block: str) -> tuple[str, ...]:
    """Return the sheet letters of a block, one per slot.

    >>> len(block_letters("Points"))
    12
    """
    first = len(_HEAD) + SLOTS * BLOCKS.index(block) + 1
    return tuple(column_letter(first + slot) for slot in range(SLOTS))


def strip_range(block: str, row: int) -> str:
    """Return the cells above a block in one row, as a formula refers to them."""
    letters = block_letters(block)
    return f"${letters[0]}${row}:${letters[-1]}${row}"


_RESULTS = {
    column.header: column
    for column in (
        ACCOUNT_ID,
        calculated("Account", Format.TEXT, 26, "The account's name.", formulas.ACCOUNT_FORMULA),
        calculated(
            "Band",
            Format.STATE,
            13,
            "Health in a word, by the bounds of the Weights sheet. A worse band shows at once, a "
            "better one only when the score has passed the bound by the margin of bands.",
            formulas.BAND_FORMULA,
        ),
        calculated(
            "Health",
            Format.SCORE,
            9,
            "The score that counts, 0 to 100.",
            CAPPED_FORMULA,
        ),
        calculated(
            "In words",
            Format.TEXT,
            27,
            "The score and the share of the weights behind it.",
            formulas.WORDS_FORMULA,
        ),
        calculated(
            "Why",
            Format.TEXT,
            44,
            "The two measures that cost it most, with the points they cost: their share of the "
            "weights that count, less the points they bring.",
            formulas.why_formula(strip_range("Lost", NAME_ROW)),
        ),
        calculated(
            "Coverage (%)",
            Format.PERCENT,
            11,
            "Share of the weights whose input is known and fresh.",
            formulas.COVERAGE_FORMULA,
        ),
        calculated(
            "Uncapped",
            Format.SCORE,
            10,
            "Weighted mean of the scores that count; the points at the right add up to it.",
            formulas.UNCAPPED_FORMULA,
        ),
        calculated(
            "Held down by",
            Format.TEXT,
            30,
            "Reason of the cap or override that lowers the score; blank where none does.",
            reason_formula(strip_range("Input", NAME_ROW)),
        ),
        calculated(
            "Profile",
            Format.TEXT,
            20,
            "Whose weights the account is scored with: the first row of the Profiles sheet that "
            "fits it, else those of Weights.",
            PROFILE_FORMULA,
        ),
        calculated(
            "Off by caps",
            Format.DECIMAL,
            9,
            "Points the lowest cap that holds takes off the top.",
            rule_formula(strip_range("Input", NAME_ROW)),
        ),
        calculated(
            "Off by overrides",
            Format.DECIMAL,
            10,
            "Points the lowest override of the account takes off the top.",
            PERSON_FORMULA,
        ),
        calculated(
            "Data age (days)",
            Format.WHOLE,
            10,
            "Age of the oldest input that has a date; blank where none has.",
            formulas.AGE_FORMULA,
        ),
        stamped(
            "Band before",
            Format.STATE,
            13,
            "Band at the last refresh of an earlier as-of day that had one.",
        ),
        calculated(
            "Place now",
            Format.WHOLE,
            8,
            "Place of the score among the bands of the Weights sheet, from the worst.",
            formulas.PLACE_FORMULA,
        ),
        calculated(
            "Place held",
            Format.WHOLE,
            8,
            "The best place the band before allows, with the margin of the Settings sheet.",
            formulas.HELD_FORMULA,
        ),
        calculated(
            "Weights counted",
            Format.DECIMAL,
            10,
            "Weights whose score counts; the points are shares of it.",
            formulas.COUNTED_FORMULA,
        ),
        calculated(
            "Largest loss",
            Format.DECIMAL,
            9,
            "Points of the measure that costs most.",
            formulas.LARGEST_FORMULA,
        ),
        calculated(
            "Second loss",
            Format.DECIMAL,
            9,
            "The next largest one.",
            formulas.SECOND_FORMULA,
        ),
        calculated(
            "Peer group",
            Format.TEXT,
            14,
            "Segment of a customer or trial: a percentile is a rank among them.",
            formulas.GROUP_FORMULA,
        ),
        calculated(
            "Profile row",
            Format.WHOLE,
            8,
            "Place of its profile on the Profiles sheet; 0 where none applies.",
            PROFILE_ROW_FORMULA,
        ),
        calculated(
            "Row",
            Format.WHOLE,
            8,
            "The account's place in the table of the Accounts sheet.",
            formulas.ROW_FORMULA,
        ),
    )
}


def _block(name: str) -> tuple[Column, ...]:
    return tuple(
        _slot(name, slot, letter) for slot, letter in enumerate(block_letters(name), start=1)
    )


def _slot(name: str, slot: int, letter: str) -> Column:
    header = f"{name} {slot}"
    if name == "Age":
        meaning = "Days from the day of the input to the as-of date; blank without a date."
        formula = formulas.age_formula(letter, INPUTS)
        return calculated(header, Format.WHOLE, 11, meaning, formula)
    if name == "Input":
        meaning = "The account's value; Stale where it is too old, blank where it is not known."
        formula = formulas.input_formula(slot, letter, INPUTS)
        return calculated(header, Format.DECIMAL, 12, meaning, formula)
    if name == "Score":
        meaning = (
            "The input on a scale from 0 to 100; of a blank what the Weights sheet says. Blank "
            "where no tier holds it or the peers are too few."
        )
        formula = formulas.score_formula(slot, letter)
        return calculated(header, Format.SCORE, 12, meaning, formula)
    if name == "Weight":
        meaning = "The weight of the measure for this account: its profile's, else that of Weights."
        formula = formulas.weight_formula(slot, letter)
        return calculated(header, Format.DECIMAL, 11, meaning, formula)
    if name == "Points":
        meaning = "Weight x score / weights counted: what the measure brings to the score."
        return calculated(header, Format.SCORE, 11, meaning, formulas.points_formula(slot))
    meaning = (
        "Points it could have brought, less those it brings. A billionth per slot tells equal "
        "ones apart."
    )
    return calculated(header, Format.SCORE, 11, meaning, formulas.lost_formula(slot, letter))


TBL_HEALTH = Table(
    name="tblHealth",
    sheet="Health",
    title="Health score, step by step",
    purpose="From each input to its points: input, score, weight, points. The points add up to "
    "the score.",
    columns=(
        *(_RESULTS[header] for header in _HEAD),
        *(c for name in BLOCKS for c in _block(name)),
    ),
    key=("Account ID",),
    header_row=9,
)
