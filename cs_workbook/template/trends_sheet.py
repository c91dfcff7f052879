"""The Survey trends sheet: the book and its segments by quarter, a chart, and every group below.

Everything above the table is a native formula over it. Each score stands over its n, because a
quarter of few answers swings by chance.
"""

from dataclasses import dataclass
from typing import Any, Final

from cs_workbook.schema.tables import TBL_SURVEY_TRENDS
from cs_workbook.schema.trends_table import TRENDS_HEADER_ROW
from cs_workbook.schema.voice_tables import ALL_ANSWERS, FEW, WHOLE_BOOK
from cs_workbook.template.data_sheets import QUARTERS
from cs_workbook.template.data_tables import draw_table
from cs_workbook.template.figure_block import draw_heading
from cs_workbook.template.layout import LAST_ROW, NO_DATA, Formula, Page, cell, must
from cs_workbook.template.styles import ACCENT, GREY, LINE, STATES

SEGMENTS_SHOWN: Final = 5
_FROZEN_ROWS: Final = 2
_WORDS_ROW: Final = 3
_BLOCK_ROW: Final = 5
_FIRST_LINE: Final = _BLOCK_ROW + 2
_CHART_ROW: Final = 25
_TABLE_HEADING_ROW: Final = TRENDS_HEADER_ROW - 2
_GROUP, _WHAT, _FIRST_QUARTER = 1, 2, 3
_NEEDED: Final = _FIRST_QUARTER + QUARTERS
_ROW_PIXELS: Final = 20
_MARGIN: Final = 8
_MOVE_NOT_SIZE: Final = 2
_SERIES_COLOURS: Final = (ACCENT, "#4F9BC4", "#C98A1B", "#7A4E9E", "#8A8F96")

_WORDS: Final = (
    "Every answer of the quarter counts; the newest quarter ends on the as-of date. Grey: n is "
    "below n needed on Survey rules, so the score may move by chance alone."
)
_TABLE_WORDS: Final = (
    "Choose By, Group or Survey with the filter buttons. A quarter without an answer has no row."
)
ALT_TEXT: Final = (
    "Columns: NPS of the up to five segments with most answers in each of the last eight quarters, "
    "oldest on the left. A missing column is a quarter without an answer or a score of 0. The "
    "scores stand above the chart, each over its number of answers."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """One score with the row of its n under it.

    Attributes:
        group: Content of the group cell.
        by: What the group is one of.
        survey: NPS, CSAT or CES.
        label: What the row shows.
        number_format: Excel number format of the score.
    """

    group: str | Formula
    by: str
    survey: str
    label: str
    number_format: str


def draw_trends(page: Page) -> None:
    """Draw the Survey trends sheet."""
    table = TBL_SURVEY_TRENDS
    page.set_widths([*(column.width for column in table.columns), 12])
    page.frame(table.title, table.purpose, frozen_rows=_FROZEN_ROWS)
    page.put(_WORDS_ROW, 1, _WORDS, "Explanatory Text")
    draw_heading(page, _BLOCK_ROW, "Quarter by quarter", _NEEDED)
    _draw_labels(page, _BLOCK_ROW + 1)
    lines = _lines()
    for number, line in enumerate(lines):
        _draw_line(page, _FIRST_LINE + 2 * number, line)
    _draw_chart(page, _FIRST_LINE + 2 * (len(lines) - SEGMENTS_SHOWN))
    draw_heading(page, _TABLE_HEADING_ROW, "Every group", len(table.columns))
    page.put(_TABLE_HEADING_ROW + 1, 1, _TABLE_WORDS, "Explanatory Text")
    draw_table(page, table, [{"Value": NO_DATA}])
    _grey_few(page)
    page.sheet.repeat_rows(TRENDS_HEADER_ROW - 1)


def _lines() -> tuple[_Line, ...]:
    book = tuple(
        _Line(
            group=WHOLE_BOOK, by=WHOLE_BOOK, survey=survey, label=label, number_format=number_format
        )
        for survey, label, number_format in (
            ("NPS", "NPS (points)", "+0.0;-0.0;0.0"),
            ("CSAT", "CSAT (%)", "0.0"),
            ("CES", "CES (mean)", "0.00"),
        )
    )
    segments = tuple(
        _Line(
            group=_segment(number),
            by="Segment",
            survey="NPS",
            label="NPS (points)",
            number_format="+0.0;-0.0;0.0",
        )
        for number in range(1, SEGMENTS_SHOWN + 1)
    )
    return book + segments


def _segment(number: int) -> Formula:
    """Name the segment with the number-th most answers, as Satisfaction orders them."""
    position = f'MATCH("Segment",tblVoiceGroups[Kind],0)+{number - 1}'
    there = f'COUNTIFS(tblVoiceGroups[Kind],"Segment")>={number}'
    return Formula(f'IF({there},INDEX(tblVoiceGroups[Group],{position}),"")', "")


def _draw_labels(page: Page, row: int) -> None:
    def label(column: int, text: str | Formula, align: str) -> None:
        indent = 1 if align == "right" else 0
        page.put(row, column, text, "Explanatory Text", align=align, indent=indent)

    label(_GROUP, "Group", "left")
    label(_WHAT, "What", "left")
    for number in range(1, QUARTERS + 1):
        name = f'INDEX(tblQuarters[Quarter],{number})&""'
        label(_FIRST_QUARTER + number - 1, Formula(name, ""), "right")
    label(_NEEDED, "n needed", "right")


def _draw_line(page: Page, row: int, line: _Line) -> None:
    of_book = line.by == WHOLE_BOOK
    page.put(row, _GROUP, line.group)
    group = f'"{ALL_ANSWERS}"' if of_book else cell(row, _GROUP)

    def shown(formula: str, value: str | float) -> Formula:
        """Leave the line of a segment that is not there empty."""
        if of_book:
            return Formula(formula, value)
        return Formula(f'IF({cell(row, _GROUP)}="","",{formula})', "")

    page.put(row, _WHAT, shown(f'"{line.label}"', line.label))
    page.put(row + 1, _WHAT, shown('"n"', "n"), "Explanatory Text")
    for column in range(_FIRST_QUARTER, _NEEDED):
        chosen = (
            f'tblSurveyTrends[By],"{line.by}",tblSurveyTrends[Group],{group},'
            f'tblSurveyTrends[Survey],"{line.survey}",'
            f"tblSurveyTrends[Quarter],{cell(_BLOCK_ROW + 1, column)}"
        )
        n = cell(row + 1, column)
        factor = "" if line.survey == "CES" else "100*"
        score = f'IF({n}=0,"{NO_DATA}",{factor}SUMIFS(tblSurveyTrends[Part],{chosen})/{n})'
        count = shown(f"SUMIFS(tblSurveyTrends[n],{chosen})", 0)
        value = shown(score, NO_DATA)
        page.put(row, column, value, "Output", line.number_format, align="right", indent=1)
        page.put(row + 1, column, count, "Calculation", "#,##0", align="right", indent=1)
    needed = f'INDEX(tblSurveyRules[n needed],MATCH("{line.survey}",tblSurveyRules[Survey],0))'
    page.put(row + 1, _NEEDED, shown(needed, 30), "Calculation", "#,##0", align="right", indent=1)
    first = cell(row + 1, _FIRST_QUARTER).replace("$", "")
    rule = {
        "type": "formula",
        "criteria": f"={first}<{cell(row + 1, _NEEDED)}",
        "format": page.formats.difference(STATES["○"]),
    }
    place = (row - 1, _FIRST_QUARTER - 1, row - 1, _NEEDED - 2)
    must(page.sheet.conditional_format(*place, rule), f"{page.name} small n")


def _grey_few(page: Page) -> None:
    table = TBL_SURVEY_TRENDS
    first = TRENDS_HEADER_ROW + 1
    rule = {
        "type": "formula",
        "criteria": f'=LEFT(${table.letter("Note")}{first},{len(FEW)})="{FEW}"',
        "format": page.formats.difference(STATES["○"]),
    }
    place = (first - 1, 0, LAST_ROW - 1, len(table.columns) - 2)
    must(page.sheet.conditional_format(*place, rule), f"{page.name} few answers")


def _draw_chart(page: Page, first_segment: int) -> None:
    chart = page.book.add_chart({"type": "column"})

    def across(row: int) -> str:
        ends = f"{cell(row, _FIRST_QUARTER)}:{cell(row, _NEEDED - 1)}"
        return f"='{page.name}'!{ends}"

    for number, colour in enumerate(_SERIES_COLOURS[:SEGMENTS_SHOWN]):
        row = first_segment + 2 * number
        chart.add_series(
            {
                "name": f"='{page.name}'!{cell(row, _GROUP)}",
                "categories": across(_BLOCK_ROW + 1),
                "values": across(row),
                "fill": {"color": colour},
                "gap": 60,
            }
        )
    _dress(chart)
    width = sum(int(chars * 7) + 5 for chars in page.widths)
    height = _ROW_PIXELS * (_TABLE_HEADING_ROW - 1 - _CHART_ROW)
    chart.set_size({"width": width - _MARGIN, "height": height})
    options = {
        "x_offset": _MARGIN / 2,
        "y_offset": _MARGIN / 2,
        "object_position": _MOVE_NOT_SIZE,
        "description": ALT_TEXT,
    }
    must(page.sheet.insert_chart(_CHART_ROW - 1, 0, chart, options), page.name)
    # Left to itself, the end of the first page cuts the chart in two.
    page.sheet.set_h_pagebreaks([_CHART_ROW - 1])


def _dress(chart: Any) -> None:  # noqa: ANN401 - XlsxWriter has no types
    small = {"size": 10, "color": GREY, "bold": False}
    chart.set_title(
        {
            "name": "NPS of the largest segments by quarter",
            "name_font": {"size": 12, "bold": True, "color": ACCENT},
            "overlay": False,
        }
    )
    chart.set_legend({"position": "bottom", "font": small})
    chart.set_x_axis({"num_font": small, "line": {"color": LINE}, "label_position": "low"})
    chart.set_y_axis(
        {
            "num_font": small,
            "num_format": "+0;-0;0",
            "min": -100,
            "max": 100,
            "major_unit": 50,
            "line": {"none": True},
            "major_gridlines": {"visible": True, "line": {"color": "#E3E8EE", "width": 0.75}},
        }
    )
    chart.set_chartarea({"border": {"color": LINE}})
