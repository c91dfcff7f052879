"""The chart of the Retention sheet: a curve in steps between the ends of its interval.

The points have no line between them: each one has a bar to its right as long as a month, because
the share holds until the next loss. A line that slopes would show losses nobody had.
"""

from typing import Any, Final

from cs_workbook.schema.retention_tables import TBL_SURVIVAL
from cs_workbook.template.layout import Page, must
from cs_workbook.template.styles import ACCENT, GREY, LINE

ALT_TEXT: Final = (
    "Steps falling from 100 percent: share of customers that are still there, by months since they "
    "joined, up to ten years. Thin grey steps above and below: its 95 % interval, wider where few "
    "were watched that long. The figures are in the table below the chart."
)
_LONGEST: Final = 120
_INTERVAL: Final = "#7B8794"
_PIXELS_A_ROW: Final = 20
_MARGIN: Final = 8
_MOVE_NOT_SIZE: Final = 2


def draw_retention_chart(page: Page, *, first_row: int, rows: int) -> None:
    """Place the chart above the table."""
    chart = page.book.add_chart({"type": "scatter", "subtype": "marker_only"})
    for header, colour, width in (
        ("Low 95 %", _INTERVAL, 1),
        ("High 95 %", _INTERVAL, 1),
        ("Still a customer (%)", ACCENT, 2.25),
    ):
        chart.add_series(_steps(header, colour, width))
    small = {"size": 10, "color": GREY, "bold": False}
    chart.set_title(
        {
            "name": "Customers still there by months since joining (%); grey: 95 % interval",
            "name_font": {"size": 12, "bold": True, "color": ACCENT},
            "overlay": False,
        }
    )
    chart.set_legend({"none": True})
    chart.set_x_axis(
        {
            "name": "Months since joining",
            "name_font": small,
            "num_font": small,
            "num_format": "0",
            "min": 0,
            "line": {"color": LINE},
            "major_gridlines": {"visible": False},
        }
    )
    chart.set_y_axis(
        {
            "num_font": small,
            "num_format": "0",
            "min": 0,
            "max": 100,
            "line": {"none": True},
            "major_gridlines": {"visible": True, "line": {"color": "#E3E8EE", "width": 0.75}},
        }
    )
    chart.set_chartarea({"border": {"color": LINE}})
    chart.show_blanks_as("gap")
    chart.set_size(
        {"width": page.pixels_wide - 2 * _MARGIN, "height": rows * _PIXELS_A_ROW - 2 * _MARGIN}
    )
    options = {
        "x_offset": _MARGIN,
        "y_offset": _MARGIN,
        "object_position": _MOVE_NOT_SIZE,
        "description": ALT_TEXT,
    }
    must(page.sheet.insert_chart(first_row - 1, 0, chart, options), page.name)


def _steps(header: str, colour: str, width: float) -> dict[str, Any]:
    return {
        "name": f"='{TBL_SURVIVAL.sheet}'!${TBL_SURVIVAL.letter(header)}${TBL_SURVIVAL.header_row}",
        "categories": _column("Month"),
        "values": _column(header),
        "marker": {"type": "none"},
        "x_error_bars": {
            "type": "fixed",
            "value": 1,
            "direction": "plus",
            "end_style": 0,
            "line": {"color": colour, "width": width},
        },
    }


def _column(header: str) -> str:
    letter = TBL_SURVIVAL.letter(header)
    first = TBL_SURVIVAL.header_row + 1
    return f"='{TBL_SURVIVAL.sheet}'!${letter}${first}:${letter}${first + _LONGEST}"
