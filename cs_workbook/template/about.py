"""The About sheet: what the workbook is, how to start, what the colours mean, where things are."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from cs_workbook import __version__
from cs_workbook.actions.places import LOG_ON_MAC, LOG_ON_WINDOWS
from cs_workbook.schema import SCHEMA_VERSION
from cs_workbook.schema.names import (
    REFRESHED_AT,
    SCHEMA_VERSION_NAME,
    TRACKER_OWNER,
    TRACKER_VERSION,
)
from cs_workbook.schema.tables import SHEET_ORDER, TABLES
from cs_workbook.template.buttons import draw_buttons
from cs_workbook.template.conf_sheet import CONF_SHEET
from cs_workbook.template.functions_sheet import FUNCTIONS_SHEET
from cs_workbook.template.layout import DATE, MOMENT, NOT_YET, Content, Formula, Page
from cs_workbook.template.styles import STYLES

_WIDTHS: Final = (24, 30, 34, 14, 20, 30)
_LONGEST_OWNER: Final = 100
_FROZEN: Final = 2

STEPS: Final = (
    (
        "1  Export",
        (
            "Save your systems' CSV exports in a folder named exports: accounts, subscriptions, "
            "surveys, tickets, usage, churn events. Whatever you have will do."
        ),
        None,
    ),
    (
        "2  Refresh",
        "Close this workbook. Open a command line in the folder that holds both and type:",
        "cs-workbook refresh CS_Tracker.xlsm --exports exports",
    ),
    (
        "Or by button",
        (
            "With Python and cs-workbook on this computer: press Preview import, then Refresh. "
            "The workbook stays open. All buttons: tab Customer Success."
        ),
        None,
    ),
    (
        "3  Read",
        (
            "Open the workbook again. Start on the Dashboard, then look at Accounts, worst band "
            "first. Import problems lists every row that needs a look."
        ),
        None,
    ),
    (
        "4  Make it yours",
        (
            "Type into yellow cells only: Notes on Accounts, Forecast on Renewals, the day on "
            "Follow-up, the model on Weights, the rules on Settings. Refresh keeps them."
        ),
        None,
    ),
)

_PURPOSES: Final[Mapping[str, str]] = {
    "About": "This sheet.",
    "Dashboard": "Headline figures, customers at risk and trends on one page.",
    "Settings": "Periods, rules and formats the next refresh works by.",
    "Lists": "What the drop-downs offer.",
    "Plan pattern": "How plan sheets look; change a format here and new plans have it.",
    FUNCTIONS_SHEET: "Measures to type into a cell of your own, each with an example.",
    CONF_SHEET: "Where the buttons find Python on this computer.",
}

_MACROS: Final = (
    "The tracker works without macros: every figure is a native formula or was written by refresh.",
    "Only the buttons need them. No macro runs by itself when the workbook is opened.",
    "Excel blocks macros in files that came from the internet or by mail, and says so in a bar.",
    (
        "To allow them: close the workbook, right-click the file, Properties, tick Unblock, OK, "
        "open it again. Do so only if you know where the file comes from."
    ),
    "A tracker made on your own computer with 'cs-workbook new' is not blocked.",
)

_PROTECTION: Final = (
    (
        "About, Dashboard and Checks are protected against slips. There is no password: Review, "
        "Unprotect Sheet. All other sheets are open; their yellow cells are the ones to type in."
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """One line of the first section."""

    label: str
    content: Content
    style: str
    note: str
    name: str | None = None
    number_format: str | int = "General"


_IDENTITY: Final = (
    _Line(
        label="Owner",
        content=None,
        style="Input",
        note="Who answers questions about this workbook. Type a name.",
        name=TRACKER_OWNER,
    ),
    _Line(
        label="Figures count up to",
        content=Formula(f'IF(AsOfDate="","{NOT_YET}",AsOfDate)', NOT_YET),
        style="Linked Cell",
        note="The as-of date on Settings; nothing here reads the clock.",
        number_format=DATE,
    ),
    _Line(
        label="Last refreshed",
        content=None,
        style="Stamped",
        note="When the exports were last read. Blank: never.",
        name=REFRESHED_AT,
        number_format=MOMENT,
    ),
    _Line(
        label="Tracker version",
        content=__version__,
        style="Output",
        note="Version of cs-workbook that built this file.",
        name=TRACKER_VERSION,
    ),
    _Line(
        label="Layout version",
        content=SCHEMA_VERSION,
        style="Output",
        note="Refresh reads trackers of one layout only and says so if this one is another.",
        name=SCHEMA_VERSION_NAME,
        number_format="0",
    ),
    _Line(
        label="Log of the buttons",
        content="See the button Log.",
        style="Output",
        note=f"Windows: {LOG_ON_WINDOWS}   Mac: {LOG_ON_MAC}",
    ),
)


def draw_about(page: Page) -> None:
    """Draw the About sheet."""
    page.set_widths(_WIDTHS)
    page.frame(
        "Customer Success tracker",
        "Customers, health, churn and satisfaction in one workbook, fed from your CSV exports.",
        frozen_rows=_FROZEN,
    )
    page.sheet.hide_gridlines(2)
    draw_buttons(page)
    row = _draw_identity(page, 4)
    row = _draw_steps(page, row + 1)
    row = _draw_sheets(page, row + 1)
    row = _draw_styles(page, row + 1)
    row = _draw_text(page, row + 1, "If macros are blocked", _MACROS)
    row = _draw_text(page, row + 1, "Protection", _PROTECTION)
    page.sheet.repeat_rows(0)
    page.sheet.print_area(0, 0, row - 2, len(_WIDTHS) - 1)
    page.protect()


def _heading(page: Page, row: int, text: str) -> int:
    page.put(row, 1, text, "Heading 1")
    for column in range(2, len(_WIDTHS) + 1):
        page.put(row, column, None, "Heading 1")
    page.height(row, 22)
    return row + 1


def _draw_identity(page: Page, row: int) -> int:
    row = _heading(page, row, "This workbook")
    for line in _IDENTITY:
        page.put(row, 1, line.label)
        page.put(row, 2, line.content, line.style, line.number_format, align="left")
        page.put(row, 3, line.note, "Explanatory Text", indent=1)
        if line.name is not None:
            page.call(line.name, row, 2)
        if line.style == "Input":
            rule = {"validate": "length", "criteria": "<=", "value": _LONGEST_OWNER}
            page.validate(row, 2, row, rule, title=line.label, message=line.note)
        row += 1
    return row


def _draw_steps(page: Page, row: int) -> int:
    row = _heading(page, row, "How to start")
    for step, text, command in STEPS:
        page.put(row, 1, step)
        page.put(row, 2, text)
        row += 1
        if command is not None:
            page.put(row, 2, command, "Output", indent=1)
            page.put(row, 3, None, "Output")
            row += 1
    return row


def _draw_sheets(page: Page, row: int) -> int:
    row = _heading(page, row, "Sheets")
    purposes = {table.sheet: table.purpose for table in reversed(TABLES.values())}
    for name in SHEET_ORDER:
        page.link(row, 1, name, tip=f"Go to {name}")
        page.put(row, 2, _PURPOSES.get(name) or purposes[name])
        row += 1
    return row


def _draw_styles(page: Page, row: int) -> int:
    row = _heading(page, row, "What the looks mean")
    for style in STYLES:
        page.put(row, 1, style.name, style.name)
        page.put(row, 2, style.use, indent=1)
        if style.name in {"Title", "Card Value"}:
            page.height(row, 30)
        row += 1
    return row


def _draw_text(page: Page, row: int, title: str, lines: tuple[str, ...]) -> int:
    row = _heading(page, row, title)
    for line in lines:
        page.put(row, 1, line)
        row += 1
    return row
