"""The Profiles sheet: rows to type other weights for some accounts into, the measures above."""

from typing import Final

from cs_workbook.schema.health_model import DEFAULT_MEASURES, SLOTS
from cs_workbook.schema.profile_table import (
    FIRST_WEIGHT_COLUMN,
    PROFILE_BASE_ROW,
    PROFILE_NAME_ROW,
)
from cs_workbook.schema.profile_words import APPLIES, PROFILE_ROWS
from cs_workbook.schema.tables import TBL_PROFILES
from cs_workbook.template.data_sheets import SHOWN_ROW, repeat_header
from cs_workbook.template.data_tables import draw_table
from cs_workbook.template.layout import Formula, Page

_NONE: Final = "No profile applies: every account is scored by the weights of Weights."
_NOTES: Final = (
    (
        "The first row from the top that fits an account applies to it, and Health names it beside "
        "the account. A blank weight is the weight on Weights; only the shares of the weights "
        "matter."
    ),
    (
        "Anchors, tiers, bands and caps are the same for all. A weight tried on What-if does not "
        "move an account whose profile sets that weight."
    ),
)
_LABELS_COLUMN: Final = FIRST_WEIGHT_COLUMN - 1


def draw_profiles(page: Page) -> None:
    """Draw the Profiles sheet, no profile typed."""
    table = TBL_PROFILES
    page.set_widths([column.width for column in table.columns])
    page.frame(
        table.title, table.purpose, frozen_rows=table.header_row, frozen_columns=table.frozen
    )
    applying = f'COUNTIFS(tblProfiles[Applies],"{APPLIES}")'
    words = Formula(
        f'IF({applying}=0,"{_NONE}",{applying}&" profiles apply, to "&SUM(tblProfiles[Accounts])'
        '&" of "&COUNT(tblHealth[Row])&" accounts; the others are scored by Weights.")',
        _NONE,
    )
    page.put(SHOWN_ROW, 1, words, "Check Cell")
    for row, note in enumerate(_NOTES, start=SHOWN_ROW + 1):
        page.put(row, 1, note, "Explanatory Text")
    _draw_strip(page)
    draw_table(
        page, table, [{"Order": place} for place in range(1, PROFILE_ROWS + 1)], open_ended=False
    )
    repeat_header(page, table)


def _draw_strip(page: Page) -> None:
    """Fetch measures and weights, a column per slot, so that nobody types blind."""
    for row, label in ((PROFILE_NAME_ROW, "Measure"), (PROFILE_BASE_ROW, "Weight on Weights")):
        page.put(row, _LABELS_COLUMN, label, "Explanatory Text", align="right", indent=1)
    page.height(PROFILE_NAME_ROW, 30)
    for slot in range(1, SLOTS + 1):
        column = FIRST_WEIGHT_COLUMN + slot - 1
        default = DEFAULT_MEASURES[slot - 1] if slot <= len(DEFAULT_MEASURES) else None
        name = f"INDEX(tblWeights[Measure],{slot})"
        page.put(
            PROFILE_NAME_ROW, column,
            Formula(f'IF({name}="","",{name})', "" if default is None else default.name),
            "Linked Cell", align="right", wrap=True, indent=1, valign="top",
        )  # fmt: skip
        weight = f'IF({name}="","",N(INDEX(tblWeights[Weight],{slot})))'
        page.put(
            PROFILE_BASE_ROW, column, Formula(weight, "" if default is None else default.weight),
            "Linked Cell", "#,##0.0##", align="right", indent=1,
        )  # fmt: skip
