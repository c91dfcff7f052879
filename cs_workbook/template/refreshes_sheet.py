"""The Refreshes sheet: the health of the book week by week, as a line above the table."""

from typing import Any, Final

from cs_workbook.schema.tables import TBL_REFRESHES
from cs_workbook.template.data_sheets import draw_strip, repeat_header
from cs_workbook.template.data_tables import draw_table
from cs_workbook.template.layout import Page, must
from cs_workbook.template.styles import ACCENT, GREY, LINE

ALT_TEXT: Final = (
    "Two lines over time: mean health of the book with each account by its MRR (dark), and with "
    "each account once (grey, dashed), for up to 200 weeks. The figures are in the table below."
)
_FROZEN_ROWS: Final = 3
_CHART_ROW: Final = 7
_WEEKS: Final = 200
_PIXELS_A_ROW, _MARGIN, _MOVE_NOT_SIZE = 20, 8, 2
_PLAIN: Final = "#7B8794"


def draw_refreshes(page: Page) -> None:
    """Draw the sheet."""
    page.set_widths([column.width for column in TBL_REFRESHES.columns])
    page.frame(
        TBL_REFRESHES.title,
        TBL_REFRESHES.purpose,
        frozen_rows=_FROZEN_ROWS,
        frozen_columns=TBL_REFRESHES.frozen,
    )
    draw_strip(page, TBL_REFRESHES)
    _draw_chart(page)
    draw_table(page, TBL_REFRESHES)
    repeat_header(page, TBL_REFRESHES)


def _draw_chart(page: Page) -> None:
    chart = page.book.add_chart({"type": "scatter", "subtype": "straight_with_markers"})
    chart.add_series(_line("Book health", ACCENT, 2.25, "solid", "circle"))
    chart.add_series(_line("Mean health", _PLAIN, 1.5, "dash", "diamond"))
    small = {"size": 10, "color": GREY, "bold": False}
    chart.set_title(
        {
            "name": "Mean health of the book: by MRR, and each account once",
            "name_font": {"size": 12, "bold": True, "color": ACCENT},
            "overlay": False,
        }
    )
    chart.set_legend({"position": "bottom", "font": small})
    chart.set_x_axis(
        {
            "num_font": small,
            "num_format": "yyyy-mm-dd",
            "line": {"color": LINE},
            "major_gridlines": {"visible": False},
        }
    )
    chart.set_y_axis(
        {
            "num_font": small,
            "num_format": "0",
            "line": {"none": True},
            "min": 0,
            "max": 100,
            "major_gridlines": {"visible": True, "line": {"color": "#E3E8EE", "width": 0.75}},
        }
    )
    chart.set_chartarea({"border": {"color": LINE}})
    chart.show_blanks_as("gap")
    rows = TBL_REFRESHES.header_row - _CHART_ROW
    chart.set_size(
        {"width": page.pixels_wide - 2 * _MARGIN, "height": rows * _PIXELS_A_ROW - 2 * _MARGIN}
    )
    options = {
        "x_offset": _MARGIN,
        "y_offset": 0,
        "object_position": _MOVE_NOT_SIZE,
        "description": ALT_TEXT,
    }
    must(page.sheet.insert_chart(_CHART_ROW - 1, 0, chart, options), page.name)


def _line(header: str, colour: str, width: float, dash: str, marker: str) -> dict[str, Any]:
    return {
        "name": f"='{TBL_REFRESHES.sheet}'!${TBL_REFRESHES.letter(header)}"
        f"${TBL_REFRESHES.header_row}",
        "categories": _column("As of"),
        "values": _column(header),
        "line": {"color": colour, "width": width, "dash_type": dash},
        "marker": {
            "type": marker,
            "size": 5,
            "fill": {"color": colour},
            "border": {"color": colour},
        },
    }


def _column(header: str) -> str:
    letter = TBL_REFRESHES.letter(header)
    first = TBL_REFRESHES.header_row + 1
    return f"='{TBL_REFRESHES.sheet}'!${letter}${first}:${letter}${first + _WEEKS - 1}"
