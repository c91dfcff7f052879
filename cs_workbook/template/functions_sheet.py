"""The Functions sheet: every worksheet function with its help and an example that is computed here.

The examples hold constants only, so no refresh changes them. Where the functions are not at work
(macros off, a Mac, Python missing) the live cell says so instead of showing an error.
"""

from typing import Final

from cs_workbook.functions.registry import FUNCTIONS
from cs_workbook.functions.spec import FunctionSpec
from cs_workbook.template.layout import Formula, Page, lines_needed

FUNCTIONS_SHEET: Final = "Functions"
NOT_AT_WORK: Final = "needs Python"
HEADERS: Final = ("Call", "What it gives", "Example", "Should give", "Gives here")
HEADER_ROW: Final = 5
_WIDTHS: Final = (42, 64, 64, 24, 24)
_LINE_HEIGHT: Final = 15.0
_NOTE: Final = (
    "Type = and a call into any cell. For Windows with cs-workbook installed and macros allowed; "
    f"elsewhere the last column says '{NOT_AT_WORK}'. Everything else works without them."
)


def draw_functions(page: Page) -> None:
    """Draw the Functions sheet."""
    page.set_widths(_WIDTHS)
    page.frame(
        "Functions",
        "Measures to type into a cell, over ranges of your own.",
        frozen_rows=HEADER_ROW,
        frozen_columns=1,
    )
    page.put(3, 1, _NOTE, "Explanatory Text")
    for column, header in enumerate(HEADERS, start=1):
        page.put(HEADER_ROW, column, header, "Heading 2", indent=min(column - 1, 1))
    for row, spec in enumerate(FUNCTIONS.values(), start=HEADER_ROW + 1):
        _draw_function(page, row, spec)
    page.sheet.repeat_rows(HEADER_ROW - 1)


def live_example(spec: FunctionSpec) -> Formula:
    """Return a function's example as a formula, with the value it has."""
    call = spec.example_formula.removeprefix("=")
    return Formula(f'IFERROR({call},"{NOT_AT_WORK}")', spec.example.value)


def _draw_function(page: Page, row: int, spec: FunctionSpec) -> None:
    expected = spec.example.value
    number_format = "General" if isinstance(expected, str) else "0.0##"
    texts = (spec.syntax, spec.doc, spec.example_formula)
    for column, text in enumerate(texts, start=1):
        page.put(row, column, text, valign="top", wrap=True, indent=min(column - 1, 1))
    shown = ((expected, "Normal"), (live_example(spec), "Calculation"))
    for column, (content, style) in enumerate(shown, start=len(texts) + 1):
        page.put(
            row,
            column,
            content,
            style,
            number_format,
            align="left",
            valign="top",
            wrap=True,
            indent=1,
        )
    # A long call has no blank to break at, so it is counted by its letters.
    lines = max(
        lines_needed(spec.doc, _WIDTHS[1]),
        -(-len(spec.syntax) // int(_WIDTHS[0])),
        -(-len(spec.example_formula) // int(_WIDTHS[2])),
        lines_needed(str(expected), _WIDTHS[3]) if isinstance(expected, str) else 1,
    )
    page.height(row, lines * _LINE_HEIGHT)
