"""The sheets about success plans: their index, and the pattern plan sheets are made after."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from cs_workbook.schema.columns import Format
from cs_workbook.schema.plan_pattern import (
    FIRST_PATTERN_ROW,
    KEY_COLUMN,
    LOOKS,
    NOTE,
    REF,
    REF_WIDTH,
    SAMPLE_COLUMN,
    WIDTHS,
    Look,
    generated,
)
from cs_workbook.schema.plan_tables import TBL_PLANS
from cs_workbook.template.data_sheets import LABEL_ROW, SHOWN_ROW, VALUE_ROW, repeat_header
from cs_workbook.template.data_tables import LONGEST_NOTE, NUMBER_FORMATS, draw_table
from cs_workbook.template.layout import LAST_ROW, NO_DATA, Formula, Page, must
from cs_workbook.template.styles import STATES

_FROZEN: Final = 2
_FAR: Final = 1e9
_AT_THE_TOP: Final = (REF, NOTE, generated(""))
"""What stands beside wrapped text or a fact stands at its first line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fact:
    """One figure above the index.

    Attributes:
        column: Where it stands.
        label: What it is.
        formula: Native formula without ``=``.
        value: What it gives in an empty tracker.
        number_format: Excel number format.
    """

    column: int
    label: str
    formula: str
    value: str | float = 0
    number_format: str = "#,##0"


_FACTS: Final = (
    _Fact(column=1, label="Plans", formula="COUNTA(tblPlans[Plan ID])"),
    _Fact(
        column=2,
        label="Mean progress (%)",
        formula=f'IF(COUNT(tblPlans[Progress (%)])=0,"{NO_DATA}",AVERAGE(tblPlans[Progress (%)]))',
        value=NO_DATA,
        number_format="0.0",
    ),
    _Fact(
        column=4,
        label="With overdue steps",
        formula='COUNTIFS(tblPlans[Overdue],">0")',
    ),
    _Fact(column=6, label="Not reviewed lately", formula='COUNTIFS(tblPlans[Stale],"Yes")'),
    _Fact(column=9, label="Conflicts", formula="SUM(tblPlans[Conflicts])"),
)
_HOW: Final = (
    "For new plans press Build plans on the tab Customer Success - or close this workbook and "
    "type: cs-workbook plan build CS_Tracker.xlsm. What people typed on a plan stays."
)


def draw_plans(page: Page) -> None:
    """Draw the index of the plans."""
    table = TBL_PLANS
    page.set_widths([column.width for column in table.columns])
    page.frame(
        table.title, table.purpose, frozen_rows=table.header_row, frozen_columns=table.frozen
    )
    page.put(SHOWN_ROW, 1, _HOW, "Explanatory Text")
    for fact in _FACTS:
        page.put(LABEL_ROW, fact.column, fact.label, "Explanatory Text")
        value = Formula(fact.formula, fact.value)
        page.put(VALUE_ROW, fact.column, value, "Output", fact.number_format, align="left")
    draw_table(page, table)
    repeat_header(page, table)


def draw_plan_pattern(page: Page) -> None:
    """Draw the pattern of plan sheets; it prints as they do, in portrait and one page wide."""
    page.set_widths([REF_WIDTH, *WIDTHS])
    page.frame(
        "Plan pattern",
        "Plan sheets take their looks, widths and print set-up from here. Keep the names in "
        "column C.",
        frozen_rows=_FROZEN,
        first_column=SAMPLE_COLUMN,
    )
    page.sheet.set_portrait()
    page.sheet.hide_gridlines(2)
    # The names of rows are for builds, not for paper. No title is repeated: the footer names the
    # sheet, and with many plans each title makes LibreOffice lay out every sheet once more.
    must(page.sheet.print_area(0, 1, LAST_ROW - 1, len(WIDTHS)), page.name)
    for column, label in ((SAMPLE_COLUMN, "Sample"), (KEY_COLUMN, "Name"), (5, "Where it is used")):
        page.put(FIRST_PATTERN_ROW - 1, column, label, "Heading 2")
    page.put(FIRST_PATTERN_ROW - 1, 4, None, "Heading 2")
    for column in range(6, len(WIDTHS) + 2):
        page.put(FIRST_PATTERN_ROW - 1, column, None, "Heading 2")
    for row, look in enumerate(LOOKS, start=FIRST_PATTERN_ROW):
        _draw_look(page, row, look)
    last_column = len(WIDTHS) + 1
    for shape, colours in STATES.items():
        rule = {
            "type": "text",
            "criteria": "begins with",
            "value": shape,
            "format": page.formats.difference(colours),
        }
        place = (FIRST_PATTERN_ROW - 1, 1, LAST_ROW - 1, last_column - 1)
        must(page.sheet.conditional_format(*place, rule), page.name)


def _draw_look(page: Page, row: int, look: Look) -> None:
    numeric = look.shows in {Format.WHOLE, Format.SCORE, Format.PERCENT}
    # People type 1, 2.5 or 1,200,000 into one kind of cell; each is shown as typed.
    number_format = "General" if look.input and numeric else NUMBER_FORMATS[look.shows]
    page.put(
        row,
        SAMPLE_COLUMN,
        look.sample or None,
        look.style,
        number_format,
        align="right" if numeric else "left",
        indent=1 if numeric else 0,
        valign="top" if look.wrap or look.input or look.key.startswith(_AT_THE_TOP) else None,
        wrap=look.wrap,
    )
    page.put(row, KEY_COLUMN, look.key)
    page.put(row, 5, look.use, "Explanatory Text")
    if look.style == "Title":
        page.height(row, 28)
    if look.input:
        page.validate(
            row,
            SAMPLE_COLUMN,
            row,
            _rule(look) | {"show_input": False},
            title=look.key.capitalize(),
            message=_ACCEPTED[look.shows] if look.list_name is None else "Choose from the list.",
        )


_ACCEPTED: Final = {
    Format.TEXT: f"Text of at most {LONGEST_NOTE:,} characters.",
    Format.SCORE: "A number.",
    Format.PERCENT: "A number of percent from 0 to 100.",
    Format.DATE: "A date.",
}


def _rule(look: Look) -> dict[str, Any]:
    if look.list_name is not None:
        return {"validate": "list", "source": f"={look.list_name}"}
    if look.shows is Format.DATE:
        return {
            "validate": "date",
            "criteria": "between",
            "minimum": date(1990, 1, 1),
            "maximum": date(2199, 12, 31),
        }
    if look.shows is Format.TEXT:
        return {"validate": "length", "criteria": "<=", "value": LONGEST_NOTE}
    percent = look.shows is Format.PERCENT
    return {
        "validate": "decimal",
        "criteria": "between",
        "minimum": 0 if percent else -_FAR,
        "maximum": 100 if percent else _FAR,
    }
