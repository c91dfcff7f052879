"""NPS of the largest segments with its interval: the block of figures and the chart over it."""

from typing import Final

from cs_workbook.template.layout import NO_DATA, Formula, Page, cell, must
from cs_workbook.template.styles import ACCENT, BAR, GREY, INK, LINE
from cs_workbook.template.worded_lines import labels

SEGMENTS_SHOWN: Final = 5
_N, _NPS, _LOW, _HIGH, _DOWN, _UP, _LABEL = range(6, 13)
_CHART_COLUMN: Final = 10
_PIXELS_A_CHARACTER, _PADDING, _ROW_PIXELS = 7, 5, 20
_MOVE_NOT_SIZE: Final = 2
_MARGIN: Final = 8
_KIND: Final = "Segment"

ALT_TEXT: Final = (
    "Columns: NPS of the up to five segments with most answers, largest on the left, with a line "
    "from the lower to the upper end of its 95 % interval. Where the lines of two segments overlap "
    "widely, their difference may be chance. The figures stand under the chart."
)


def draw_segments(page: Page, row: int) -> range:
    """Draw the figures of the largest segments; return their rows."""
    texts = (
        *("Segment", "Note", None, None, None, "n", "NPS", "Low 95 %", "High 95 %"),
        *("Down to low", "Up to high", "Label in the chart"),
    )
    labels(page, row, texts, left=(1, 2, _LABEL))
    rows = range(row + 1, row + 1 + SEGMENTS_SHOWN)
    for number, place in enumerate(rows, start=1):
        there = f'COUNTIFS(tblVoiceGroups[Kind],"{_KIND}")>={number}'
        position = f'MATCH("{_KIND}",tblVoiceGroups[Kind],0)+{number - 1}'
        empty = f'IF(COUNTIFS(tblVoiceGroups[Kind],"{_KIND}")=0,"{NO_DATA}","")'
        otherwise = empty if number == 1 else '""'
        first = NO_DATA if number == 1 else ""

        def shown(header: str, *, there: str = there, position: str = position) -> str:
            return f'IF({there},INDEX(tblVoiceGroups[{header}],{position}),"")'

        group = f"IF({there},INDEX(tblVoiceGroups[Group],{position}),{otherwise})"
        page.put(place, 1, Formula(group, first))
        page.put(place, 2, Formula(shown("Note"), ""))
        formats = ((_N, "n", "#,##0"), (_NPS, "NPS", "+0.0;-0.0;0.0"))
        ends = ((_LOW, "Low 95 %", "+0.0;-0.0;0.0"), (_HIGH, "High 95 %", "+0.0;-0.0;0.0"))
        for column, header, number_format in (*formats, *ends):
            content = Formula(shown(header), "")
            page.put(place, column, content, "Calculation", number_format, align="right", indent=1)
        score, low, high = (cell(place, column) for column in (_NPS, _LOW, _HIGH))
        # An answer or two may leave the score just outside its interval; no bar points inwards.
        for column, length in ((_DOWN, f"{score}-{low}"), (_UP, f"{high}-{score}")):
            content = Formula(f'IF(ISNUMBER({low}),MAX(0,{length}),"")', "")
            page.put(place, column, content, "Calculation", "0.0", align="right", indent=1)
        name = cell(place, 1)
        words = f'{name}&IF(ISNUMBER({score}),": "&FIXED({score},0),"")'
        page.put(place, _LABEL, Formula(words, first), "Calculation", indent=1)
    page.colour_states(rows[0], 2, rows[-1])
    return rows


def draw_chart(page: Page, segments: range, *, first_row: int, last_row: int) -> None:
    """Place the chart right of the blocks above the figures."""

    def column(number: int) -> str:
        return f"='{page.name}'!{cell(segments[0], number)}:{cell(segments[-1], number)}"

    small = {"size": 10, "color": GREY, "bold": False}
    chart = page.book.add_chart({"type": "column"})
    chart.add_series(
        {
            "name": f"='{page.name}'!{cell(segments[0] - 1, _NPS)}",
            "categories": column(_LABEL),
            "values": column(_NPS),
            "fill": {"color": BAR},
            "gap": 80,
            "y_error_bars": {
                "type": "custom",
                "plus_values": column(_UP),
                "minus_values": column(_DOWN),
                "line": {"color": INK, "width": 1.25},
            },
        }
    )
    chart.set_title(
        {
            "name": "NPS by segment; lines: 95 % interval",
            "name_font": {"size": 12, "bold": True, "color": ACCENT},
            "overlay": False,
        }
    )
    chart.set_legend({"none": True})
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
    width = sum(
        int(chars * _PIXELS_A_CHARACTER) + _PADDING for chars in page.widths[_CHART_COLUMN - 1 :]
    )
    height = _ROW_PIXELS * (last_row - first_row + 1)
    chart.set_size({"width": width - _MARGIN, "height": height - _MARGIN})
    options = {
        "x_offset": _MARGIN,
        "y_offset": _MARGIN / 2,
        "object_position": _MOVE_NOT_SIZE,
        "description": ALT_TEXT,
    }
    done = page.sheet.insert_chart(first_row - 1, _CHART_COLUMN - 1, chart, options)
    must(done, page.name)
