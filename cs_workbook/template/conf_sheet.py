"""The sheet ``xlwings.conf``: how the macros reach Python.

xlwings reads it, and xlwings says how it looks: the name of the sheet, keys in column A from the
first row down to the first blank, values beside them. So this is the one sheet without title and
frame. Yes and no are texts, because Excel would turn a yes-or-no cell into a word of the reader's
language on the way to Python.
"""

from dataclasses import dataclass
from typing import Final

from cs_workbook import __version__
from cs_workbook.template.layout import Page
from cs_workbook.template.xlwings_module import XLWINGS_VERSION

CONF_SHEET: Final = "xlwings.conf"
_WIDTHS: Final = (34, 64, 100)
_LONGEST_PATH: Final = 255


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfLine:
    """One setting of xlwings.

    Attributes:
        key: As xlwings looks it up, in capitals.
        value: What a new tracker starts with.
        meaning: What it is for.
        typed: Whether a person may have to change it.
    """

    key: str
    value: str
    meaning: str
    typed: bool = False


CONF: Final = (
    ConfLine(
        key="INTERPRETER_WIN",
        value=r"%APPDATA%\uv\tools\cs-workbook\Scripts\python.exe",
        meaning="On Windows: full path of the python.exe that cs-workbook is installed in.",
        typed=True,
    ),
    ConfLine(
        key="INTERPRETER_MAC",
        value="$HOME/.local/share/uv/tools/cs-workbook/bin/python",
        meaning="On a Mac: full path of the python that cs-workbook is installed in.",
        typed=True,
    ),
    ConfLine(
        key="ADD_WORKBOOK_TO_PYTHONPATH",
        value="False",
        meaning="No: code beside the workbook is never run, and OneDrive paths do no harm.",
    ),
    ConfLine(
        key="UDF MODULES",
        value="cs_workbook.udfs",
        meaning="Where the worksheet functions CS_... are defined.",
    ),
    ConfLine(
        key="USE UDF SERVER",
        value="False",
        meaning="No: every button starts a Python of its own, with the code now installed.",
    ),
    ConfLine(key="SHOW CONSOLE", value="False", meaning="No: Python opens no window."),
    ConfLine(key="DEBUG UDFS", value="False", meaning="No: for those who develop functions."),
    ConfLine(
        key="CS_TRACKER_VERSION",
        value=__version__,
        meaning="Version of cs-workbook that made this workbook.",
    ),
    ConfLine(
        key="XLWINGS_VERSION",
        value=XLWINGS_VERSION,
        meaning="Version of xlwings the macros of this workbook belong to.",
    ),
)


def draw_conf(page: Page) -> None:
    """Draw the sheet: key, value, and beside them what each is for."""
    page.set_widths(_WIDTHS)
    for row, line in enumerate(CONF, start=1):
        page.put(row, 1, line.key)
        page.put(row, 2, line.value, "Input" if line.typed else "Output", "@", align="left")
        page.put(row, 3, line.meaning, "Explanatory Text", indent=1)
        if line.typed:
            rule = {"validate": "length", "criteria": "<=", "value": _LONGEST_PATH}
            page.validate(row, 2, row, rule, title=line.key, message=line.meaning)
    page.set_up_printing()
    page.sheet.repeat_rows(0)
