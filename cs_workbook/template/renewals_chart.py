"""The chart of the Renewals sheet: MRR still to be renewed by time to go."""

from typing import Final

from cs_workbook.template.layout import Page, cell, must
from cs_workbook.template.styles import ACCENT, BAR, GREY, INK, LINE

_FIRST_COLUMN, _LAST_COLUMN = 8, 13
_ROW_PIXELS: Final = 20
_MARGIN: Final = 8
_MOVE_NOT_SIZE: Final = 2
_PIXELS_A_CHARACTER, _PADDING = 7, 5

ALT_TEXT: Final = (
    "Columns: MRR of the renewals still to come, late ones on the left, then by time to go up to "
    "365 days. The figures stand left of it."
)


def draw_due_chart(page: Page, *, first_row: int, labels_row: int, last_row: int) -> None:
    """Place the chart right of the buckets it shows.

    Args:
        page: The sheet, its widths set.
        first_row: Row of the heading beside it.
        labels_row: Row of the labels of the buckets.
        last_row: Row of the last bucket.
    """
    names = f"={page.name}!{cell(labels_row + 1, 1)}:{cell(last_row, 1)}"
    amounts = f"={page.name}!{cell(labels_row + 1, 2)}:{cell(last_row, 2)}"
    chart = page.book.add_chart({"type": "column"})
    chart.add_series(
        {
            "name": f"={page.name}!{cell(labels_row, 2)}",
            "categories": names,
            "values": amounts,
            "fill": {"color": BAR},
            "gap": 40,
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
            "name": "MRR still to be renewed, by time to go",
            "name_font": {"size": 12, "bold": True, "color": ACCENT},
            "overlay": False,
        }
    )
    chart.set_legend({"none": True})
    chart.set_x_axis({"num_font": small, "line": {"color": LINE}})
    chart.set_y_axis(
        {
            "num_font": small,
            "num_format": "#,##0",
            "min": 0,
            "line": {"none": True},
            "major_gridlines": {"visible": True, "line": {"color": "#E3E8EE", "width": 0.75}},
        }
    )
    chart.set_chartarea({"border": {"color": LINE}})
    width = sum(
        int(chars * _PIXELS_A_CHARACTER) + _PADDING
        for chars in page.widths[_FIRST_COLUMN - 1 : _LAST_COLUMN]
    )
    rows = last_row + 2 - first_row
    chart.set_size({"width": width, "height": rows * _ROW_PIXELS + _MARGIN})
    options = {"object_position": _MOVE_NOT_SIZE, "description": ALT_TEXT, "y_offset": 2}
    must(page.sheet.insert_chart(first_row - 1, _FIRST_COLUMN - 1, chart, options), page.name)
