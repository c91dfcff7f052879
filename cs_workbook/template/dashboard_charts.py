"""The two charts of the Dashboard: MRR with customers, and NPS, by quarter."""

from collections.abc import Sequence
from typing import Any, Final

from cs_workbook.schema.tables import TBL_QUARTERS
from cs_workbook.template.data_sheets import QUARTERS
from cs_workbook.template.layout import Page, must
from cs_workbook.template.styles import ACCENT, BAR, GREY, INK, LINE

_FIRST_COLUMN: Final = 7
_PIXELS_A_CHARACTER: Final = 7
_PADDING: Final = 5
_POINTS_A_PIXEL: Final = 0.75
_MARGIN: Final = 8
_MOVE_NOT_SIZE: Final = 2
_GAP: Final = 40
_INTERVAL: Final = "#7B8794"

MRR_ALT_TEXT: Final = (
    "Columns: MRR on the last day of each of the last eight quarters, oldest on the left. The "
    "number at the foot of each column is how many customers there were. The figures are on Trends."
)
NPS_ALT_TEXT: Final = (
    "Line: NPS of each of the last eight quarters that has answers, oldest on the left, between "
    "grey dashes for the lower and upper end of its 95 % interval. The figures are on Trends."
)


def draw_charts(
    page: Page, *, first_row: int, rows_each: int, points_high: float, widths: Sequence[float]
) -> None:
    """Place the charts right of the cards, one beside each row of them."""
    height = points_high / _POINTS_A_PIXEL
    width = sum(
        int(chars * _PIXELS_A_CHARACTER) + _PADDING for chars in widths[_FIRST_COLUMN - 1 :]
    )
    charts = ((_mrr_chart(page.book), MRR_ALT_TEXT), (_nps_chart(page.book), NPS_ALT_TEXT))
    for number, (chart, text) in enumerate(charts):
        chart.set_size({"width": width - _MARGIN, "height": height - _MARGIN})
        options = {
            "x_offset": _MARGIN,
            "y_offset": _MARGIN / 2,
            "object_position": _MOVE_NOT_SIZE,
            "description": text,
        }
        row = first_row + number * rows_each
        must(page.sheet.insert_chart(row - 1, _FIRST_COLUMN - 1, chart, options), page.name)


def _column(header: str) -> str:
    letter = TBL_QUARTERS.letter(header)
    first = TBL_QUARTERS.header_row + 1
    return f"='{TBL_QUARTERS.sheet}'!${letter}${first}:${letter}${first + QUARTERS - 1}"


def _header(header: str) -> str:
    return f"='{TBL_QUARTERS.sheet}'!${TBL_QUARTERS.letter(header)}${TBL_QUARTERS.header_row}"


def frame_chart(chart: Any, title: str, number_format: str) -> None:  # noqa: ANN401 - XlsxWriter has no types
    """Give a chart the looks all charts share: title, quiet axes, no legend."""
    small = {"size": 10, "color": GREY, "bold": False}
    chart.set_title(
        {
            "name": title,
            "name_font": {"size": 12, "bold": True, "color": ACCENT},
            "overlay": False,
        }
    )
    chart.set_legend({"none": True})
    chart.set_x_axis({"num_font": small, "line": {"color": LINE}, "label_position": "low"})
    chart.set_y_axis(
        {
            "num_font": small,
            "num_format": number_format,
            "line": {"none": True},
            "major_gridlines": {"visible": True, "line": {"color": "#E3E8EE", "width": 0.75}},
        }
    )
    chart.set_chartarea({"border": {"color": LINE}})
    # Surveys often run every other quarter: the line goes on over quarters without answers.
    chart.show_blanks_as("span")


def _mrr_chart(book: Any) -> Any:  # noqa: ANN401 - see frame_chart
    chart = book.add_chart({"type": "column"})
    chart.add_series(
        {
            "name": _header("MRR"),
            "categories": _column("Quarter"),
            "values": _column("MRR"),
            "fill": {"color": BAR},
            "gap": _GAP,
        }
    )
    # Customers have no bar of their own, only a number at the foot of each column; their axis is
    # hidden, so that nobody reads one scale against the other.
    chart.add_series(
        {
            "name": _header("Customers"),
            "categories": _column("Quarter"),
            "values": _column("Customers"),
            "y2_axis": True,
            "fill": {"none": True},
            "border": {"none": True},
            "gap": _GAP,
            "data_labels": {
                "value": True,
                "position": "inside_base",
                "num_format": "#,##0",
                "font": {"size": 10, "color": INK},
            },
        }
    )
    chart.set_y2_axis({"visible": False, "min": 0})
    frame_chart(chart, "MRR by quarter; at the foot: customers", "#,##0")
    return chart


def _nps_chart(book: Any) -> Any:  # noqa: ANN401 - see frame_chart
    chart = book.add_chart({"type": "line"})
    for header in ("NPS low", "NPS high"):
        chart.add_series(
            {
                "name": _header(header),
                "categories": _column("Quarter"),
                "values": _column(header),
                "line": {"none": True},
                "marker": {
                    "type": "long_dash",
                    "size": 9,
                    "fill": {"color": _INTERVAL},
                    "border": {"color": _INTERVAL},
                },
            }
        )
    chart.add_series(
        {
            "name": _header("NPS"),
            "categories": _column("Quarter"),
            "values": _column("NPS"),
            "line": {"color": ACCENT, "width": 2.25},
            "marker": {"type": "circle", "size": 6, "fill": {"color": ACCENT}},
            "data_labels": {
                "value": True,
                "position": "above",
                "num_format": "+0;-0;0",
                "font": {"size": 10, "color": INK},
            },
        }
    )
    frame_chart(chart, "NPS by quarter; dashes: 95 % interval", "+0;-0;0")
    return chart
