"""A waterfall: a block of live formulas, and the chart of bars beside it.

The block is a column of steps from a level before to a level now. Rows that are not needed stay
empty at its end, because a model may have fewer measures than there is room for.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from cs_workbook.schema.history_tables import OTHER_STEPS
from cs_workbook.template.blocks import Label, draw_labels
from cs_workbook.template.layout import NO_DATA, Formula, Page, cell, must
from cs_workbook.template.styles import ACCENT, BAR, GREY, INK, LINE, STATES, WHITE

MEASURES: Final = 12
"""Room for the measures of a model."""
STEPS_OF_A_SCORE: Final = OTHER_STEPS
STEPS_OF_THE_BOOK: Final = (
    "Accounts that left",
    "MRR moved",
    "Accounts that joined",
)
NOW: Final = MEASURES + len(STEPS_OF_A_SCORE) + len(STEPS_OF_THE_BOOK) + 1
"""Number of the last step, the level now."""

_SLOT, _LABEL, _POINTS, _LEVEL, _BASE, _RISE, _FALL, _TOTAL = range(1, 9)
_LABELS: Final = (
    Label(column=_SLOT, text="Step"),
    Label(column=_LABEL, text="What moved it", right=False),
    Label(column=_POINTS, text="Points"),
    Label(column=_LEVEL, text="Stands at"),
    Label(column=_BASE, text="Chart: from"),
    Label(column=_RISE, text="Chart: rise"),
    Label(column=_FALL, text="Chart: fall"),
    Label(column=_TOTAL, text="Chart: level"),
)
_SIGNED: Final = "[>=0.05]+0.0;[<=-0.05]-0.0;0.0"
_FALL_FILL: Final = STATES["▼"].fill
_ROW_PIXELS, _MARGIN, _MOVE_NOT_SIZE = 20, 6, 2
_PIXELS_A_CHARACTER, _PADDING = 7, 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Waterfall:
    """Where a waterfall stands and what it shows.

    Attributes:
        first_row: Row of the level before; labels stand above it.
        steps: Names of the steps after the measures, the level now left out.
        names: Address of the row of measure names.
        known: Formula that is true where there is something to show.
        before: Address of the level before.
        now: Address of the level now.
        points: Gives the formula of a step's points by the address of its number.
    """

    first_row: int
    steps: tuple[str, ...]
    names: str
    known: str
    before: str
    now: str
    points: Callable[[str], str]

    @property
    def last_row(self) -> int:
        """Row of the last step."""
        return self.first_row + MEASURES + len(self.steps) + 1


def draw_steps(page: Page, made: Waterfall) -> None:
    """Write the block of a waterfall."""
    draw_labels(page, made.first_row - 1, _LABELS)
    row = made.first_row
    page.put(row, _SLOT, None, "Calculation")
    page.put(row, _LABEL, "Before", "Calculation", align="left", indent=1)
    page.put(row, _POINTS, None, "Calculation")
    level = Formula(f'IF({made.known},{made.before},"{NO_DATA}")', NO_DATA)
    page.put(row, _LEVEL, level, "Calculation", "0.0", align="right")
    for column in (_BASE, _RISE, _FALL):
        page.put(row, column, None, "Calculation")
    total = Formula(f'IF(ISNUMBER({cell(row, _LEVEL)}),{cell(row, _LEVEL)},"")', "")
    page.put(row, _TOTAL, total, "Calculation", "0.0", align="right")
    for place in range(1, made.last_row - made.first_row + 1):
        _draw_step(page, made, place)


def _draw_step(page: Page, made: Waterfall, place: int) -> None:
    row = made.first_row + place
    slot, points, level = (cell(row, column) for column in (_SLOT, _POINTS, _LEVEL))
    above = cell(row - 1, _LEVEL)
    contents = {
        _SLOT: Formula(_slot(made, row), _empty_slot(made, place)),
        _LABEL: Formula(_name(made, slot), _empty_name(made, place)),
        _POINTS: Formula(
            f'IF({slot}="","",IF(OR({slot}={NOW},NOT({made.known})),"",{made.points(slot)}))', ""
        ),
        _LEVEL: Formula(
            f'IF({slot}="","",IF(NOT({made.known}),"",'
            f"IF({slot}={NOW},{made.now},N({above})+N({points}))))",
            "",
        ),
        _BASE: Formula(f'IF(ISNUMBER({points}),MIN({above},{level}),"")', ""),
        _RISE: Formula(f'IF(ISNUMBER({points}),MAX(0,{points}),"")', ""),
        _FALL: Formula(f'IF(ISNUMBER({points}),MAX(0,-{points}),"")', ""),
        _TOTAL: Formula(f'IF({slot}={NOW},{level},"")', ""),
    }
    for column, content in contents.items():
        number_format = {_SLOT: "0", _POINTS: _SIGNED}.get(column, "0.0")
        align = "left" if column == _LABEL else "right"
        indent = int(column == _LABEL)
        page.put(row, column, content, "Calculation", number_format, align=align, indent=indent)


def _slot(made: Waterfall, row: int) -> str:
    """Number the measures there are, then the other steps, then the level now."""
    first = made.first_row + 1
    place = f"ROWS({cell(first, _SLOT)}:{cell(row, _SLOT)})"
    count = f"COUNTA({made.names})"
    steps = len(made.steps)
    after = f"{place}-{count}"
    return (
        f"IF({after}<=0,{place},IF({after}<={steps},{MEASURES}+{after},"
        f'IF({after}={steps + 1},{NOW},"")))'
    )


def _empty_slot(made: Waterfall, place: int) -> str | float:
    if place <= len(made.steps):
        return MEASURES + place
    return NOW if place == len(made.steps) + 1 else ""


def _name(made: Waterfall, slot: str) -> str:
    words = ",".join(f'"{step}"' for step in made.steps)
    return (
        f'IF({slot}="","",IF({slot}={NOW},"Now",'
        f"IF({slot}<={MEASURES},INDEX({made.names},{slot}),CHOOSE({slot}-{MEASURES},{words}))))"
    )


def _empty_name(made: Waterfall, place: int) -> str:
    if place <= len(made.steps):
        return made.steps[place - 1]
    return "Now" if place == len(made.steps) + 1 else ""


def draw_bars(
    page: Page, made: Waterfall, *, title: str, description: str, first_row: int, columns: range
) -> None:
    """Place the chart of a waterfall over some columns, from a row to its last step."""
    chart = page.book.add_chart({"type": "bar", "subtype": "stacked"})
    for column, look in (
        (_BASE, {"fill": {"none": True}, "border": {"none": True}}),
        (_TOTAL, {"fill": {"color": ACCENT}, "data_labels": _shown("0.0", WHITE)}),
        (_RISE, {"fill": {"color": BAR}, "data_labels": _shown("[>=0.05]+0.0;;", INK)}),
        (
            _FALL,
            {
                "fill": {"color": _FALL_FILL},
                "data_labels": _shown('[>=0.05]"-"0.0;;', INK),
            },
        ),
    ):
        chart.add_series(_series(page, made, column) | look)
    small = {"size": 10, "color": GREY, "bold": False}
    chart.set_title(
        {
            "name": title,
            "name_font": {"size": 12, "bold": True, "color": ACCENT},
            "overlay": False,
        }
    )
    chart.set_legend({"none": True})
    chart.set_y_axis(
        {"num_font": small, "reverse": True, "line": {"color": LINE}, "major_tick_mark": "none"}
    )
    chart.set_x_axis(
        {
            "num_font": small,
            "num_format": "0",
            "min": 0,
            "max": 100,
            "line": {"none": True},
            "label_position": "high",
            "major_gridlines": {"visible": True, "line": {"color": "#E3E8EE", "width": 0.75}},
        }
    )
    chart.set_chartarea({"border": {"color": LINE}})
    width = sum(int(page.widths[column - 1] * _PIXELS_A_CHARACTER) + _PADDING for column in columns)
    height = (made.last_row - first_row + 1) * _ROW_PIXELS
    chart.set_size({"width": width - 2 * _MARGIN, "height": height})
    options = {
        "object_position": _MOVE_NOT_SIZE,
        "description": description,
        "x_offset": _MARGIN,
        "y_offset": 2,
    }
    must(page.sheet.insert_chart(first_row - 1, columns[0] - 1, chart, options), page.name)


def _shown(number_format: str, colour: str) -> dict[str, Any]:
    return {
        "value": True,
        "position": "center",
        "num_format": number_format,
        "font": {"size": 10, "color": colour},
    }


def _series(page: Page, made: Waterfall, column: int) -> dict[str, Any]:
    def area(of: int) -> str:
        return f"='{page.name}'!{cell(made.first_row, of)}:{cell(made.last_row, of)}"

    return {
        "name": f"='{page.name}'!{cell(made.first_row - 1, column)}",
        "categories": area(_LABEL),
        "values": area(column),
        "gap": 30,
    }
