"""The Settings sheet: one row per setting, its value a named cell."""

from typing import Any, Final

from cs_workbook.schema.settings import SETTINGS, Setting
from cs_workbook.template.layout import DATE, Content, Page, lines_needed

_HEADER_ROW: Final = 4
_WIDTHS: Final = (32, 30, 18, 78)
_HEADERS: Final = (
    ("Setting", "Heading 2"),
    ("Value", "Heading 4"),
    ("Unit", "Heading 2"),
    ("What it changes", "Heading 2"),
)
_VALUE: Final = 2
_LINE: Final = 15.5
_FOLDER_LINES: Final = 3
_TEXT_A_CHARACTER: Final = 1.15  # letters are narrower than the digits a width counts
_LONGEST_TEXT: Final = 12
_LONGEST_PATH: Final = 255


def draw_settings(page: Page) -> None:
    """Draw the Settings sheet."""
    page.set_widths(_WIDTHS)
    page.frame(
        "Settings",
        "Yellow cells are yours; the next refresh reads them. Grey ones are written by refresh.",
        frozen_rows=_HEADER_ROW,
        frozen_columns=1,
    )
    for column, (header, style) in enumerate(_HEADERS, start=1):
        page.put(_HEADER_ROW, column, header, style)
    for row, setting in enumerate(SETTINGS, start=_HEADER_ROW + 1):
        _draw_setting(page, row, setting)
    page.sheet.repeat_rows(_HEADER_ROW - 1)


def _draw_setting(page: Page, row: int, setting: Setting) -> None:
    page.put(row, 1, setting.label, valign="top")
    number_format: str | int = "General"
    if setting.unit == "date":
        number_format = DATE
    elif setting.lowest is not None:
        number_format = "General" if _takes_fractions(setting) else "#,##0"
    page.put(
        row,
        _VALUE,
        _content(setting),
        "Output" if setting.stamped else "Input",
        number_format,
        align="left",
        valign="top",
        wrap=setting.unit == "folder",
    )
    page.call(setting.name, row, _VALUE)
    if setting.stamped:
        page.prompt(row, _VALUE, setting.label, "Written by refresh. Do not type here.")
    else:
        rule = _rule(setting)
        page.validate(row, _VALUE, row, rule, title=setting.label, message=_message(setting))
    page.put(row, 3, setting.unit, "Explanatory Text", valign="top")
    page.put(row, 4, setting.meaning, valign="top", wrap=True)
    lines = lines_needed(setting.meaning, _WIDTHS[3] * _TEXT_A_CHARACTER)
    page.height(row, _LINE * max(_FOLDER_LINES if setting.unit == "folder" else 1, lines) + 3)


def _content(setting: Setting) -> Content:
    default = setting.default
    return default if default is None or isinstance(default, str | int | float) else str(default)


def _rule(setting: Setting) -> dict[str, Any]:
    """Say what the cell accepts."""
    if setting.list_name is not None:
        return {"validate": "list", "source": f"={setting.list_name}", "ignore_blank": False}
    if setting.lowest is not None:
        return {
            "validate": "decimal" if _takes_fractions(setting) else "integer",
            "criteria": "between",
            "minimum": setting.lowest,
            "maximum": setting.highest,
        }
    if setting.unit == "folder":
        return {"validate": "length", "criteria": "<=", "value": _LONGEST_PATH}
    return {"validate": "length", "criteria": "between", "minimum": 1, "maximum": _LONGEST_TEXT}


def _takes_fractions(setting: Setting) -> bool:
    return setting.unit.startswith(("%", "money"))


def _message(setting: Setting) -> str:
    """Say in the input message what the cell accepts and what it changes."""
    if setting.lowest is not None:
        whole = "A" if _takes_fractions(setting) else "A whole"
        accepts = f"{whole} number from {setting.lowest:g} to {setting.highest:.0f}."
    elif setting.choices:
        accepts = "Choose from the list."
    elif setting.unit == "folder":
        accepts = "A folder's whole path, or blank."
    else:
        accepts = f"Up to {_LONGEST_TEXT} characters."
    return f"{accepts} {setting.meaning}"
