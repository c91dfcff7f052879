"""The ten largest expected losses of the At risk sheet: as a block of figures, and as a chart.

The chart shows the block and not the table: the rows of a table that grows are all shown.
"""

from typing import Final

from cs_workbook.schema.risk_tables import TBL_AT_RISK
from cs_workbook.template.blocks import Label, draw_heading, draw_labels, put_figure
from cs_workbook.template.layout import Formula, Page, cell, must
from cs_workbook.template.styles import ACCENT, BAR, GREY, INK, LINE

SHOWN: Final = 10
_NAME: Final = TBL_AT_RISK.headers.index("Why") + 1
# Left of the names, because the column right of them begins another printed page.
_AMOUNT: Final = _NAME - 1
_CHART: Final = _NAME + 1
_TITLE: Final = "The ten largest expected losses"
_ROW_PIXELS: Final = 20
_PIXELS_A_CHARACTER, _PADDING = 7, 5
_MARGIN: Final = 8
_MOVE_NOT_SIZE: Final = 2

ALT_TEXT: Final = (
    "Bars: the first ten expected losses of the list below, which refresh sorts by them, largest "
    "on top. Names and amounts stand left of it."
)


def draw_largest(page: Page, *, row: int, last_row: int) -> None:
    """Draw the ten largest expected losses beside each other, and the chart right of them.

    Args:
        page: The sheet, its widths set.
        row: Row of the heading.
        last_row: Row the chart ends in.
    """
    draw_heading(page, row, range(_AMOUNT, _NAME + 1), _TITLE)
    draw_labels(page, row + 1, [Label(column=_AMOUNT, text="Loss")])
    page.put(row + 1, _NAME, "Account", "Explanatory Text", indent=1)
    first = row + 2
    for number in range(1, SHOWN + 1):
        place = first + number - 1
        loss = f"INDEX(tblAtRisk[Expected loss],{number})"
        known = f"IF({number}>ROWS(tblAtRisk[Expected loss]),FALSE,ISNUMBER({loss}))"
        name = f'INDEX(tblAtRisk[Account],{number})&""'
        page.put(place, _NAME, Formula(f'IF({known},{name},"")', ""), indent=1)
        put_figure(page, place, _AMOUNT, Formula(f'IF({known},{loss},"")', ""), "#,##0")
    _draw_chart(page, row=row, first=first, last_row=last_row)


def _draw_chart(page: Page, *, row: int, first: int, last_row: int) -> None:
    last = first + SHOWN - 1
    chart = page.book.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": "Expected loss",
            "categories": f"='{page.name}'!{cell(first, _NAME)}:{cell(last, _NAME)}",
            "values": f"='{page.name}'!{cell(first, _AMOUNT)}:{cell(last, _AMOUNT)}",
            "fill": {"color": BAR},
            "gap": 30,
            "data_labels": {
                "value": True,
                "position": "outside_end",
                "num_format": '#,##0;-#,##0;""',
                "font": {"size": 10, "color": INK},
            },
        }
    )
    small = {"size": 10, "color": GREY, "bold": False}
    chart.set_title(
        {
            "name": _TITLE,
            "name_font": {"size": 12, "bold": True, "color": ACCENT},
            "overlay": False,
        }
    )
    chart.set_legend({"none": True})
    # Bars are drawn from below; turned round, the first of the list is on top. In a bar chart
    # XlsxWriter calls the axis of the names y.
    chart.set_y_axis({"reverse": True, "num_font": small, "line": {"color": LINE}})
    chart.set_x_axis({"visible": False, "min": 0, "major_gridlines": {"visible": False}})
    chart.set_chartarea({"border": {"color": LINE}})
    width = sum(int(chars * _PIXELS_A_CHARACTER) + _PADDING for chars in page.widths[_CHART - 1 :])
    rows = last_row + 2 - row
    chart.set_size({"width": width - _MARGIN, "height": rows * _ROW_PIXELS + _MARGIN})
    options = {"object_position": _MOVE_NOT_SIZE, "description": ALT_TEXT, "x_offset": _MARGIN}
    must(page.sheet.insert_chart(row - 1, _CHART - 1, chart, options), page.name)
