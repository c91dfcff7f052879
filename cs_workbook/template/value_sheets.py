"""The sheets refresh fills from the segment model: Value, Overlaps, Segment moves, Plan choice."""

from typing import Final

from cs_workbook.schema.segment_tables import MATRIX_SEGMENTS
from cs_workbook.schema.tables import (
    TBL_OVERLAPS,
    TBL_PLAN_CHOICE,
    TBL_SEGMENT_MOVES,
    TBL_VALUE,
    Table,
)
from cs_workbook.schema.value_table import OVERDUE
from cs_workbook.template.blocks import draw_heading
from cs_workbook.template.data_sheets import Fact, repeat_header
from cs_workbook.template.data_tables import draw_table
from cs_workbook.template.layout import DATE, NO_DATA, Formula, Page, cell, must
from cs_workbook.template.segment_sheets import draw_facts
from cs_workbook.template.styles import BAR, WHITE
from cs_workbook.template.worded_lines import Line, lines

_FROZEN_ROWS: Final = 3
_LINES_ROW: Final = 4
_WHOLE: Final = "#,##0"
_CUSTOMER: Final = 'tblValue[Status],"Customer"'
_MATRIX_ROW: Final = 4
_FIRST_MATRIX_COLUMN: Final = 3


def _known(table: Table, formula: str) -> Formula:
    """Say "No data" before the first refresh."""
    return Formula(f'IF(COUNTA({table.name}[Account ID])=0,"{NO_DATA}",{formula})', NO_DATA)


def _value_line(label: str, formula: str, words: str, number_format: str = _WHOLE) -> Line:
    return Line(
        label=label,
        value=_known(TBL_VALUE, formula),
        words=words,
        number_format=number_format,
    )


def _attention_line(level: str, words: str) -> Line:
    return _value_line(level, f'COUNTIFS({_CUSTOMER},tblValue[Attention],"{level}")', words)


_VALUE_LINES: Final = (
    _attention_line("High", "customers with attention High: somebody there wants to know it all"),
    _attention_line("Neutral", "customers on a fixed schedule"),
    _attention_line("Low", "customers to touch at milestones, not by the calendar"),
    _attention_line("Not known", "customers of which neither Contacts nor Problems says anything"),
    _value_line(
        "Touch overdue",
        f'COUNTIFS(tblValue[Touch],"{OVERDUE}")',
        "accounts whose next touch was due before the as-of date",
    ),
    _value_line(
        "Trust warnings",
        'COUNTIFS(tblValue[Trust],"▼*")',
        "long a customer and still High: a task for the leader",
    ),
    _value_line(
        "References",
        'COUNTIFS(tblValue[Trust],"▲ Reference*")',
        "came down to Low after a deliverable: ask them for a reference",
    ),
    _value_line(
        "Tier breaches",
        'COUNTIFS(tblValue[Tier breach],"▼*")',
        "customers that do not get what their tier promises; filter Tier breach for the list",
    ),
    _value_line(
        "Completeness",
        f"AVERAGEIFS(tblValue[[Completeness (%)]],{_CUSTOMER})",
        "mean share of the seven questions with a known answer, in percent",
        "0.0",
    ),
)


def draw_value(page: Page) -> None:
    """Draw the Value sheet."""
    _frame(page, TBL_VALUE)
    words = "Attention and touches are live; tiers, segments and trust are those of the refresh."
    page.put(_FROZEN_ROWS, 1, words, "Explanatory Text")
    lines(page, _LINES_ROW, _VALUE_LINES)
    draw_table(page, TBL_VALUE)
    repeat_header(page, TBL_VALUE)


def _choice_line(label: str, formula: str, words: str) -> Line:
    return Line(
        label=label,
        value=_known(TBL_PLAN_CHOICE, formula),
        words=words,
        number_format=_WHOLE,
    )


_IS_CUSTOMER: Final = 'tblPlanChoice[Status],"Customer"'
_CHOICE_LINES: Final = (
    _choice_line(
        "Full plans",
        f'COUNTIFS({_IS_CUSTOMER},tblPlanChoice[Plan depth],"Full")',
        "customers with a full plan; Settings say how many you can look after",
    ),
    _choice_line(
        "Light plans",
        f'COUNTIFS({_IS_CUSTOMER},tblPlanChoice[Plan depth],"Light")',
        "customers with a light plan",
    ),
    _choice_line(
        "No plan",
        f'COUNTIFS({_IS_CUSTOMER},tblPlanChoice[Plan depth],"None")',
        "customers without a plan; their cadence and their problems are looked after all the same",
    ),
    _choice_line(
        "Below the line",
        'COUNTIFS(tblPlanChoice[Line],"◆*")',
        "earned a full plan, and the capacity ends above them",
    ),
    _choice_line(
        "Overrides",
        'COUNTIFS(tblPlanChoice[Override check],"▲*")',
        "chosen by hand, with reason and author",
    ),
)


def draw_plan_choice(page: Page) -> None:
    """Draw the Plan choice sheet."""
    _frame(page, TBL_PLAN_CHOICE)
    words = (
        "A small book: everyone earns a plan. A larger one: the plans of tier and segments on "
        "Segment model decide, the deepest counts."
    )
    page.put(_FROZEN_ROWS, 1, words, "Explanatory Text")
    lines(page, _LINES_ROW, _CHOICE_LINES)
    draw_table(page, TBL_PLAN_CHOICE)
    repeat_header(page, TBL_PLAN_CHOICE)


_MOVE_FACTS: Final = (
    Fact(label="Moves", formula="COUNT(tblSegmentMoves[As of])"),
    Fact(label="Into segments", formula='COUNTIFS(tblSegmentMoves[Move],"▲ In")'),
    Fact(label="Out of segments", formula='COUNTIFS(tblSegmentMoves[Move],"○ Out")'),
    Fact(
        label="Newest",
        formula=f'IF(COUNT(tblSegmentMoves[As of])=0,"{NO_DATA}",MAX(tblSegmentMoves[As of]))',
        value=NO_DATA,
        number_format=DATE,
    ),
)


def draw_segment_moves(page: Page) -> None:
    """Draw the Segment moves sheet."""
    table = TBL_SEGMENT_MOVES
    page.set_widths([column.width for column in table.columns])
    page.frame(
        table.title, table.purpose, frozen_rows=table.header_row, frozen_columns=table.frozen
    )
    words = "The first refresh has nothing to compare with; moves begin with the second."
    page.put(_FROZEN_ROWS, 1, words, "Explanatory Text")
    draw_facts(page, _MOVE_FACTS)
    draw_table(page, table)
    repeat_header(page, table)


def draw_overlaps(page: Page) -> None:
    """Draw the Overlaps sheet: a matrix of the first segments above every pair."""
    _frame(page, TBL_OVERLAPS)
    last = _FIRST_MATRIX_COLUMN + MATRIX_SEGMENTS - 1
    draw_heading(page, _MATRIX_ROW, range(1, last + 1), "Customers in two segments at once")
    labels = _MATRIX_ROW + 1
    empty = f'{cell(labels + 1, 1)}=""'
    page.put(labels, 1, Formula(f'IF({empty},"{NO_DATA}","")', NO_DATA), "Explanatory Text")
    mrr_label = Formula(f'IF({empty},"","MRR")', "")
    page.put(labels, 2, mrr_label, "Explanatory Text", align="right", indent=1)
    page.height(labels, 32)
    for place in range(MATRIX_SEGMENTS):
        row, column = labels + 1 + place, _FIRST_MATRIX_COLUMN + place
        name = Formula(_segment(place + 1), "")
        page.put(row, 1, name, "Normal")
        page.put(labels, column, name, "Explanatory Text", align="right", indent=1, wrap=True)
    for place in range(MATRIX_SEGMENTS):
        row = labels + 1 + place
        own = cell(row, 1)
        mrr = (
            f"SUMIFS(tblOverlaps[MRR in both],tblOverlaps[Segment A],{own},"
            f"tblOverlaps[Segment B],{own})"
        )
        content = Formula(f'IF({own}="","",{mrr})', "")
        page.put(row, 2, content, "Normal", "#,##0.00", align="right", indent=1)
        for other in range(MATRIX_SEGMENTS):
            across = cell(labels, _FIRST_MATRIX_COLUMN + other)
            first, second = (own, across) if place <= other else (across, own)
            found = (
                f"SUMIFS(tblOverlaps[In both],tblOverlaps[Segment A],{first},"
                f"tblOverlaps[Segment B],{second})"
            )
            content = Formula(f'IF(OR({own}="",{across}=""),"",{found})', "")
            column = _FIRST_MATRIX_COLUMN + other
            page.put(row, column, content, "Normal", _WHOLE, align="right", indent=1)
    scale = {"type": "2_color_scale", "min_color": WHITE, "max_color": BAR}
    place_of_matrix = (labels, _FIRST_MATRIX_COLUMN - 1, labels + MATRIX_SEGMENTS - 1, last - 1)
    must(page.sheet.conditional_format(*place_of_matrix, scale), "Overlaps, matrix")
    words = (
        f"The first {MATRIX_SEGMENTS} segments; the darker, the more customers. The table below "
        "lists every pair. These are counts of all customers, not samples: there is no interval."
    )
    page.put(labels + MATRIX_SEGMENTS + 1, 1, words, "Explanatory Text")
    draw_table(page, TBL_OVERLAPS)
    repeat_header(page, TBL_OVERLAPS)


def _segment(number: int) -> str:
    """Return the formula of a segment's name: the table begins with each one by itself."""
    first, second = (f"INDEX(tblOverlaps[Segment {side}],{number})" for side in "AB")
    return f'IFERROR(IF(AND({first}={second},{first}<>""),{first},""),"")'


def _frame(page: Page, table: Table) -> None:
    page.set_widths([column.width for column in table.columns])
    page.frame(table.title, table.purpose, frozen_rows=_FROZEN_ROWS, frozen_columns=table.frozen)
