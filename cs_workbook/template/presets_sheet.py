"""The Presets sheet: a row per preset, and above it how one is taken."""

from typing import Final

from cs_workbook.measures.model_presets import PRESETS, Preset
from cs_workbook.schema.tables import TBL_PRESETS
from cs_workbook.template.data_sheets import SHOWN_ROW, repeat_header
from cs_workbook.template.data_tables import Row, draw_table
from cs_workbook.template.layout import Page

_TWO_LINES: Final = 32
_NOTES: Final = (
    (
        "To take one, close the workbook and type: "
        'cs-workbook preset CS_Tracker.xlsm Totango --by "Name" --why "Reason"'
    ),
    (
        "It writes Weights, Tiers and, where the product publishes them, the bounds of the bands. "
        "The model before stays in Model versions, and a copy of the workbook is kept."
    ),
    (
        "Every preset begins with the measures, anchors and weights of a new tracker; what you "
        "typed beside them on Weights and Tiers is replaced. Profile weights follow their measure."
    ),
    (
        "Where a product grades a measure good, average or poor, its users choose the limits. Ours "
        "cut the way between the two anchors into equal parts: change them on Tiers."
    ),
    (
        "Minimum coverage, caps and overrides stay as they are: none of these products publishes "
        "one that could be taken over."
    ),
)


def draw_presets(page: Page) -> None:
    """Draw the Presets sheet."""
    table = TBL_PRESETS
    page.set_widths([column.width for column in table.columns])
    page.frame(
        table.title, table.purpose, frozen_rows=table.header_row, frozen_columns=table.frozen
    )
    for row, note in enumerate(_NOTES, start=SHOWN_ROW + 1):
        page.put(row, 1, note, "Explanatory Text")
    draw_table(page, table, [_row(preset) for preset in PRESETS], open_ended=False)
    for row in range(table.header_row + 1, table.header_row + len(PRESETS) + 1):
        page.height(row, _TWO_LINES)
    repeat_header(page, table)


def _row(preset: Preset) -> Row:
    return {
        "Preset": preset.name,
        "Published rule": preset.rule,
        "What it sets here": preset.sets,
        "Scale": preset.scale.value,
        "Points": _listed(preset.points) or "straight line",
        "A blank": preset.when_blank.value,
        "Bands up to": _listed(preset.bands or ()) or "as they are",
        "What it cannot set": preset.cannot or "nothing: it is all there",
        "Source": preset.source,
    }


def _listed(numbers: tuple[float, ...]) -> str:
    return ", ".join(f"{number:g}" for number in numbers)
