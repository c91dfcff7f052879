"""The waterfall of the Revenue sheet: opening MRR, what changed it, closing MRR.

Excel's own waterfall chart is too new for many readers, so this one is a stacked column: an
invisible foot carries the visible part of each column.
"""

from typing import Any, Final

from cs_workbook.template.dashboard_charts import frame_chart
from cs_workbook.template.layout import Page, cell, must
from cs_workbook.template.styles import ACCENT, BAR, INK, STATES, WHITE

ALT_TEXT: Final = (
    "Columns from left to right: opening MRR, what new business, expansion and reactivation added, "
    "what contraction and churn took away, closing MRR. Gains stand on the level before them and "
    "carry a plus, losses hang from it and carry a minus. The amounts stand in the block beside."
)
_GAP: Final = 35
_MOVE_NOT_SIZE: Final = 2
_MARGIN: Final = 8


def draw_waterfall(
    page: Page, *, first: int, last: int, at: tuple[int, int], width: int, height: int
) -> None:
    """Place the chart of the steps in the rows from ``first`` to ``last``.

    Args:
        page: The sheet.
        first: Row of the opening.
        last: Row of the closing.
        at: Row and column of its upper left corner.
        width: In pixels.
        height: In pixels.
    """

    def area(column: int) -> str:
        return f"='{page.name}'!{cell(first, column)}:{cell(last, column)}"

    def header(column: int) -> str:
        return f"='{page.name}'!{cell(first - 1, column)}"

    chart = page.book.add_chart({"type": "column", "subtype": "stacked"})
    loss = STATES["▼"]
    for column, fill, font, number_format in (
        (4, None, None, ""),
        (5, ACCENT, WHITE, "#,##0;;"),
        (6, BAR, INK, "+#,##0;;"),
        (7, loss.fill, INK, '"\N{MINUS SIGN}"#,##0;;'),
    ):
        series: dict[str, Any] = {
            "name": header(column),
            "categories": area(1),
            "values": area(column),
            "gap": _GAP,
            "fill": {"none": True} if fill is None else {"color": fill},
            "border": {"none": True},
        }
        if font is not None:
            series["data_labels"] = {
                "value": True,
                "position": "center",
                "num_format": number_format,
                "font": {"size": 10, "color": font},
            }
        chart.add_series(series)
    frame_chart(chart, "MRR of the period, from opening to closing", "#,##0")
    chart.set_size({"width": width, "height": height})
    options = {
        "x_offset": _MARGIN,
        "y_offset": _MARGIN / 2,
        "object_position": _MOVE_NOT_SIZE,
        "description": ALT_TEXT,
    }
    row, column = at
    must(page.sheet.insert_chart(row - 1, column - 1, chart, options), page.name)
