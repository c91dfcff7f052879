"""The buttons on a sheet: form controls bound to the macros of ``CsTracker``.

Form controls, never ActiveX, which Excel blocks by default and a Mac does not know. They stand in
the second row, right of the sheet's purpose, in the frozen rows, and cover nothing. What a button
does, the ribbon and the command line do as well.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from cs_workbook.template.layout import Page, must

ROW: Final = 2
_ROW_HEIGHT: Final = 24.0
_WIDTH, _HEIGHT, _GAP, _ABOVE = 132, 26, 8, 3  # pixels


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """One button.

    Attributes:
        caption: What is written on it.
        macro: The Public Sub it runs.
        description: What it does, for screen readers.
    """

    caption: str
    macro: str
    description: str


_REFRESH: Final = Button(
    caption="Refresh",
    macro="CsRefresh",
    description="Button: reads the exports and updates the tracker, after a backup.",
)

BUTTONS: Final[Mapping[str, tuple[Button, ...]]] = {
    "About": (
        Button(
            caption="Preview import",
            macro="CsPreview",
            description="Button: says what a refresh would change, and changes nothing.",
        ),
        _REFRESH,
        Button(
            caption="Checks",
            macro="CsChecks",
            description="Button: says which checks fail, and changes nothing.",
        ),
    ),
    "Dashboard": (
        _REFRESH,
        Button(
            caption="Undo refresh",
            macro="CsUndo",
            description="Button: puts the tables back as they were before the last refresh.",
        ),
        Button(
            caption="Log",
            macro="CsLog",
            description="Button: shows what the last runs did, and changes nothing.",
        ),
    ),
    "What-if": (
        Button(
            caption="Adopt",
            macro="CsAdopt",
            description="Button: makes the what-if weights the weights in force, signed with the "
            "name and the reason on this sheet.",
        ),
    ),
}
"""The buttons of a sheet from left to right, at most three."""


def draw_buttons(page: Page) -> None:
    """Draw a sheet's buttons, flush with its last column."""
    buttons = BUTTONS[page.name]
    page.height(ROW, _ROW_HEIGHT)
    left = page.pixels_wide - len(buttons) * (_WIDTH + _GAP)
    for number, button in enumerate(buttons):
        options = {
            "macro": button.macro,
            "caption": button.caption,
            "description": button.description,
            "width": _WIDTH,
            "height": _HEIGHT,
            "x_offset": left + number * (_WIDTH + _GAP),
            "y_offset": _ABOVE,
        }
        must(page.sheet.insert_button(ROW - 1, 0, options), f"{page.name}: {button.caption}")
