"""The chart of the What-if sheet: accounts by band, now and by the weights that are tried."""

from typing import Final

from cs_workbook.template.dashboard_charts import frame_chart
from cs_workbook.template.layout import Page, cell, must
from cs_workbook.template.styles import ACCENT, BAR, GREY, INK

_TITLE: Final = "Accounts by band: now, and by the what-if weights"
_ROW_PIXELS: Final = 20
_PIXELS_A_CHARACTER, _PADDING, _MARGIN = 7, 5, 8
_MOVE_NOT_SIZE: Final = 2

ALT_TEXT: Final = (
    "Columns in pairs: accounts in each band now (light) and by the what-if weights (dark), the "
    "worst band on the left. The figures stand left of it."
)


def draw_bands_chart(
    page: Page,
    *,
    heading_row: int,
    last: int,
    label: int,
    values: tuple[int, int],
    top: int,
    bottom: int,
    left: int,
) -> None:
    """Draw the chart right of the figures.

    Args:
        page: The sheet, its widths set.
        heading_row: Row with the names of the two columns; the bands stand below it.
        last: Row of the last band.
        label: Column of the bands.
        values: Columns of the counts now and then.
        top: Row the chart begins in.
        bottom: Row it ends in.
        left: Column it begins in.
    """
    chart = page.book.add_chart({"type": "column"})
    sheet, first = f"'{page.name}'!", heading_row + 1
    for column, colour in zip(values, (BAR, ACCENT), strict=True):
        chart.add_series(
            {
                "name": f"={sheet}{cell(heading_row, column)}",
                "categories": f"={sheet}{cell(first, label)}:{cell(last, label)}",
                "values": f"={sheet}{cell(first, column)}:{cell(last, column)}",
                "fill": {"color": colour},
                "gap": 60,
                "overlap": -5,
                "data_labels": {
                    "value": True,
                    "position": "outside_end",
                    "num_format": "#,##0",
                    "font": {"size": 10, "color": INK},
                },
            }
        )
    frame_chart(chart, _TITLE, "#,##0")
    chart.set_legend({"position": "top", "font": {"size": 10, "color": GREY}})
    chart.set_y_axis({"visible": False, "min": 0, "major_gridlines": {"visible": False}})
    width = sum(int(chars * _PIXELS_A_CHARACTER) + _PADDING for chars in page.widths[left - 1 :])
    chart.set_size({"width": width - 2 * _MARGIN, "height": (bottom - top) * _ROW_PIXELS + _MARGIN})
    options = {
        "object_position": _MOVE_NOT_SIZE,
        "description": ALT_TEXT,
        "x_offset": _MARGIN,
        "y_offset": _MARGIN / 2,
    }
    must(page.sheet.insert_chart(top - 1, left - 1, chart, options), page.name)
