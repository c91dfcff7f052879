"""The Satisfaction sheet: NPS counted in several ways, how sure it is, who has not spoken.

Everything above the tables is a native formula over the counts of ``tblVoiceGroups``, which refresh
stamps, and over ``tblAccounts``.
"""

from typing import Final

from cs_workbook.schema.tables import TBL_VOICE_GROUPS, TBL_VOICE_GROWTH, Table
from cs_workbook.schema.voice_formulas import nps, nps_end
from cs_workbook.schema.voice_tables import (
    FEW,
    GROUPS_HEADER_ROW,
    GROWTH_HEADER_ROW,
    NO_ANSWERS,
    VOICE_NAMES,
)
from cs_workbook.template.data_tables import Row, draw_table
from cs_workbook.template.figure_block import draw_heading
from cs_workbook.template.layout import LAST_ROW, NO_DATA, Content, Formula, Page, cell, must
from cs_workbook.template.satisfaction_chart import draw_chart, draw_segments
from cs_workbook.template.satisfaction_lines import (
    BEFORE_WAY,
    WAYS,
    Way,
    change_lines,
    coverage_lines,
    finite_end,
)
from cs_workbook.template.styles import STATES
from cs_workbook.template.worded_lines import labels, lines

_LAST_COLUMN: Final = len(TBL_VOICE_GROUPS.columns)
_BESIDE_CHART: Final = 9
_FROZEN_ROWS: Final = 2
_WINDOW_ROW: Final = 3
_WAYS_ROW: Final = 5
_CHANGE_ROW: Final = 14
_COVERAGE_ROW: Final = 21
_SEGMENTS_ROW: Final = 31
_GROWTH_ROW: Final = GROWTH_HEADER_ROW - 2
_GROUPS_ROW: Final = GROUPS_HEADER_ROW - 2
_PROMOTERS, _PASSIVES, _DETRACTORS, _N, _NPS, _LOW, _HIGH, _WORDS = range(3, 11)
_TEXT_COLUMNS: Final = (1, 2, _WORDS)

_WINDOW: Final = Formula(
    'IF(N(SurveyWindowDays)=0,"Answers up to the as-of date, however old.",'
    '"Answers of the "&SurveyWindowDays&" days up to the as-of date (Settings, Survey window).")',
    "Answers of the 365 days up to the as-of date (Settings, Survey window).",
)
_GROWTH_WORDS: Final = (
    "Customers at the start of the period (Settings) by their mean NPS answer in the window before "
    "it; kept and MRR at the as-of date. Later answers play no part. A difference is no proof of a "
    "cause."
)
_GROUPS_WORDS: Final = (
    "Within a kind the group with most answers comes first. Grey: fewer answers than n needed on "
    "Survey rules; read such a score as a hint."
)
_EMPTY_GROWTH: Final[Row] = {"Kept (%)": NO_DATA, "GRR (%)": NO_DATA, "NRR (%)": NO_DATA}
_GROWTH_GROUPS: Final = (
    ("Promoter", "9 to 10"),
    ("Passive", "7 to below 9"),
    ("Detractor", "0 to below 7"),
    ("Silent", "no answer"),
)


def draw_satisfaction(page: Page) -> None:
    """Draw the Satisfaction sheet."""
    table = TBL_VOICE_GROUPS
    page.set_widths([column.width for column in table.columns])
    page.frame(table.title, table.purpose, frozen_rows=_FROZEN_ROWS)
    page.put(_WINDOW_ROW, 1, _WINDOW, "Explanatory Text")
    rows = _draw_ways(page, _WAYS_ROW)
    draw_heading(page, _CHANGE_ROW, "Did it move?", _BESIDE_CHART)
    lines(
        page,
        _CHANGE_ROW + 1,
        change_lines(_CHANGE_ROW + 1, now=rows[WAYS[0].label], before=rows[BEFORE_WAY.label]),
    )
    page.colour_states(_CHANGE_ROW + 1, 2, _CHANGE_ROW + 1)
    draw_heading(page, _COVERAGE_ROW, "How much of the book has spoken?", _BESIDE_CHART)
    after = lines(page, _COVERAGE_ROW + 1, coverage_lines(_COVERAGE_ROW + 1))
    for row, name in enumerate(VOICE_NAMES, start=after - len(VOICE_NAMES)):
        page.call(name, row, 2)
    draw_heading(page, _SEGMENTS_ROW, "NPS by segment", _LAST_COLUMN)
    segments = draw_segments(page, _SEGMENTS_ROW + 1)
    draw_chart(page, segments, first_row=_CHANGE_ROW, last_row=_SEGMENTS_ROW - 1)
    _draw_growth(page)
    _draw_groups(page, table)
    page.sheet.repeat_rows(GROUPS_HEADER_ROW - 1)


def _draw_ways(page: Page, row: int) -> dict[str, int]:
    """Draw NPS counted in each way; return the row of each."""
    draw_heading(page, row, "NPS, counted in several ways", _LAST_COLUMN)
    texts = (
        *("Way", "What counts", "Promoters", "Passives", "Detractors", "n"),
        *("NPS", "Low 95 %", "High 95 %", "In words"),
    )
    labels(page, row + 1, texts, left=_TEXT_COLUMNS)
    rows = {}
    for place, way in enumerate((*WAYS, BEFORE_WAY), start=row + 2):
        rows[way.label] = place
        _draw_way(page, place, way)
    return rows


def _draw_way(page: Page, row: int, way: Way) -> None:
    def number(column: int, content: Content, style: str, number_format: str) -> None:
        page.put(row, column, content, style, number_format, align="right", indent=1)

    page.put(row, 1, way.label)
    page.put(row, 2, way.what_counts, "Explanatory Text")
    parts = ((_PROMOTERS, way.promoters), (_PASSIVES, way.passives), (_DETRACTORS, way.detractors))
    for column, formula in parts:
        number(column, Formula(formula, 0), "Calculation", "#,##0")
    first, last = cell(row, _PROMOTERS), cell(row, _DETRACTORS)
    number(_N, Formula(way.n or f"SUM({first}:{last})", 0), "Calculation", "#,##0")
    base = f"SUM({first}:{last})"
    score = Formula(nps(first, last, base), NO_DATA)
    number(_NPS, score, "Output", "+0.0;-0.0;0.0")
    for column, high in ((_LOW, False), (_HIGH, True)):
        if way.interval == "adjusted Wald":
            content: Content = Formula(nps_end(first, last, cell(row, _N), high=high), "")
        elif way.interval == "finite":
            content = Formula(finite_end(first, last, cell(row, _N), high=high), "")
        else:
            content = "\N{EN DASH}"
        number(column, content, "Calculation", "+0.0;-0.0;0.0")
    page.put(row, _WORDS, way.words, "Explanatory Text", indent=1)


def _draw_growth(page: Page) -> None:
    draw_heading(page, _GROWTH_ROW, "Promoters against growth", _LAST_COLUMN)
    page.put(_GROWTH_ROW + 1, 1, _GROWTH_WORDS, "Explanatory Text")
    rows: list[Row] = [
        {"NPS group": group, "Mean answer": answer, **_EMPTY_GROWTH}
        for group, answer in _GROWTH_GROUPS
    ]
    draw_table(page, TBL_VOICE_GROWTH, rows, open_ended=False)


def _draw_groups(page: Page, table: Table) -> None:
    draw_heading(page, _GROUPS_ROW, "By group", _LAST_COLUMN)
    page.put(_GROUPS_ROW + 1, 1, _GROUPS_WORDS, "Explanatory Text")
    draw_table(page, table, [{"n": 0, "NPS": NO_DATA, "Note": NO_ANSWERS}])
    first = GROUPS_HEADER_ROW + 1
    note = table.letter("Note")
    rule = {
        "type": "formula",
        "criteria": f'=LEFT(${note}{first},{len(FEW)})="{FEW}"',
        "format": page.formats.difference(STATES["○"]),
    }
    place = (first - 1, 0, LAST_ROW - 1, _LAST_COLUMN - 2)
    must(page.sheet.conditional_format(*place, rule), f"{page.name} few answers")
