"""The Health sheet: the table of scores, and above it what it takes from the Weights sheet.

Each block of the table has a column per slot of the model. Above it stand the measure and what the
formulas of that block use, fetched from the Weights sheet, so that a score can be traced without
leaving the sheet.
"""

from collections.abc import Sequence
from typing import Final

from cs_workbook.schema.accounts_table import INPUT_ENDS, INPUT_HEADERS
from cs_workbook.schema.health_formulas import (
    BLOCKS,
    FIRST_ROW,
    FOURTH_ROW,
    NAME_ROW,
    NO_LIMIT,
    SECOND_ROW,
    THIRD_ROW,
)
from cs_workbook.schema.health_model import (
    AS_MIDDLE,
    AS_ZERO,
    DEFAULT_MEASURES,
    LINEAR,
    NOT_SCORED,
    SLOTS,
    DefaultMeasure,
)
from cs_workbook.schema.health_table import block_letters
from cs_workbook.schema.tables import TBL_ACCOUNTS, TBL_HEALTH
from cs_workbook.template.data_sheets import draw_strip, repeat_header
from cs_workbook.template.data_tables import Row, draw_table
from cs_workbook.template.layout import Formula, Page

_EXPLAINED_ROW: Final = TBL_HEALTH.header_row - 1
_NUMBER: Final = "#,##0.0##"
_EXPLANATIONS: Final = {
    "Age": "Age of the input: days from its date column",
    "Input": "Input: the account's own value, from the Accounts sheet",
    "Score": "Score: the input on its scale, 0 to 100",
    "Weight": "Weight of the measure: the profile's, else that of the Weights sheet above",
    "Points": "Points: weight x score / weights counted. They add up to the uncapped score",
    "Lost": "Lost: what the measure could have brought, less its points",
}


def draw_health(page: Page) -> None:
    """Draw the Health sheet."""
    page.set_widths([column.width for column in TBL_HEALTH.columns])
    page.frame(
        TBL_HEALTH.title,
        TBL_HEALTH.purpose,
        frozen_rows=TBL_HEALTH.header_row,
        frozen_columns=TBL_HEALTH.frozen,
    )
    draw_strip(page, TBL_HEALTH)
    for block in BLOCKS:
        first = TBL_HEALTH.headers.index(f"{block} 1") + 1
        page.put(_EXPLAINED_ROW, first, _EXPLANATIONS[block], "Explanatory Text")
        for slot in range(1, SLOTS + 1):
            default = DEFAULT_MEASURES[slot - 1] if slot <= len(DEFAULT_MEASURES) else None
            _draw_slot(page, block, slot, first + slot - 1, default)
    empty: Row = {
        "Band": NOT_SCORED,
        "In words": "No data",
        "Why": "No data",
        "Coverage (%)": 0,
        "Weights counted": 0,
        "Off by caps": 0,
        "Off by overrides": 0,
        "Profile row": 0,
    }
    weights = {
        f"Weight {slot}": 0 if slot > len(DEFAULT_MEASURES) else DEFAULT_MEASURES[slot - 1].weight
        for slot in range(1, SLOTS + 1)
    }
    draw_table(page, TBL_HEALTH, [{**empty, **weights}])
    repeat_header(page, TBL_HEALTH)


def _draw_slot(
    page: Page, block: str, slot: int, column: int, default: DefaultMeasure | None
) -> None:
    """Write what stands above one column of a block."""
    name = _cell("Measure", slot)
    words = Formula(f'IF({name}="","",{name})', "" if default is None else default.name)
    page.put(NAME_ROW, column, words, "Linked Cell", align="right", indent=1)
    mine = f"{block_letters(block)[slot - 1]}${NAME_ROW}"
    for row, formula, value, number_format in _taken(block, slot, mine, default):
        page.put(
            row, column, Formula(formula, value), "Linked Cell", number_format,
            align="right", indent=1,
        )  # fmt: skip


def _taken(
    block: str, slot: int, name: str, default: DefaultMeasure | None
) -> Sequence[tuple[int, str, str | float, str]]:
    """Return row, formula, value in a new tracker and format of what a block uses."""
    if block == "Age":
        value = "" if default is None else _place(default.date_column)
        return ((FIRST_ROW, _found("Date column", slot, name), value, '"date: "0'),)
    if block == "Input":
        fresh = _cell("Fresh for (days)", slot)
        days = None if default is None else default.fresh_days
        value = "" if default is None else _place(default.input_column)
        return (
            (FIRST_ROW, _found("Accounts column", slot, name), value, '"column "0'),
            (
                SECOND_ROW,
                f'IF({name}="","",IF(ISNUMBER({fresh}),{fresh},"{NO_LIMIT}"))',
                "" if default is None else NO_LIMIT if days is None else days,
                '"fresh "0" d"',
            ),
        )
    if block == "Score":
        blank = _cell("When blank", slot)
        scale = _cell("Scale", slot)
        words = f'IF({name}="","",IF({scale}="","{LINEAR}",{scale}))'
        return (
            (FIRST_ROW, words, "" if default is None else LINEAR, "General"),
            (
                SECOND_ROW,
                _number("0 points at", slot, name),
                _anchor(default, 0),
                f'"0 at "{_NUMBER}',
            ),
            (
                THIRD_ROW,
                _number("100 points at", slot, name),
                _anchor(default, 100),
                f'"100 at "{_NUMBER}',
            ),
            (
                FOURTH_ROW,
                f'IF({name}="","",IF({blank}="{AS_ZERO}",0,IF({blank}="{AS_MIDDLE}",50,"")))',
                "",
                '"blank: "0',
            ),
        )
    if block == "Weight":
        weight = _cell("Weight", slot)
        formula = f'IF({name}="",0,N({weight}))'
        return ((FIRST_ROW, formula, 0 if default is None else default.weight, _NUMBER),)
    return ((FIRST_ROW, str(slot), slot, '"slot "0'),) if block == "Lost" else ()


def _cell(header: str, slot: int) -> str:
    return f"INDEX(tblWeights[{header}],{slot})"


def _number(header: str, slot: int, name: str) -> str:
    return f'IF({name}="","",{_cell(header, slot)})'


def _found(header: str, slot: int, name: str) -> str:
    """Look up where a column of the Accounts sheet stands, counted from the first input."""
    wanted = _cell(header, slot)
    return f'IF({name}="","",IF({wanted}="","",IFERROR(MATCH({wanted},{INPUT_HEADERS},0),"")))'


def _place(header: str | None) -> str | float:
    if header is None:
        return ""
    return TBL_ACCOUNTS.headers.index(header) - TBL_ACCOUNTS.headers.index(INPUT_ENDS[0]) + 1


def _anchor(default: DefaultMeasure | None, points: int) -> str | float:
    if default is None:
        return ""
    return default.hundred_at if points else default.zero_at
