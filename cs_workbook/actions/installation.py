r"""Write into a tracker which installation its buttons start.

The sheet ``xlwings.conf`` holds keys in column A and values in column B; the macro module reads it
from the top to the first blank row. Interpreter paths are written with ``%APPDATA%`` or ``$HOME``
where they lie below such a folder, so that the same tracker works for a colleague whose
installation is made the same way.
"""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path, PurePosixPath, PureWindowsPath

from cs_workbook import __version__
from cs_workbook.workbook.file_book import FileBook
from cs_workbook.workbook.port import CellValue

SHEET = "xlwings.conf"
INTERPRETER_WIN, INTERPRETER_MAC = "INTERPRETER_WIN", "INTERPRETER_MAC"
ADD_PATH, UDF_MODULES = "ADD_WORKBOOK_TO_PYTHONPATH", "UDF MODULES"
TRACKER_VERSION, XLWINGS_VERSION = "CS_TRACKER_VERSION", "XLWINGS_VERSION"
UDFS = "cs_workbook.udfs"

# Where "uv tool install cs-workbook" puts its Python; written for the platform this is not.
DEFAULT_WIN = r"%APPDATA%\uv\tools\cs-workbook\Scripts\python.exe"
DEFAULT_MAC = "$HOME/.local/share/uv/tools/cs-workbook/bin/python"
_SHORT_ON_WINDOWS = ("APPDATA", "LOCALAPPDATA", "USERPROFILE")
_MOST_KEYS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """One installation of this package.

    Attributes:
        interpreter_win: Its Python as Windows finds it.
        interpreter_mac: Its Python as a Mac finds it.
        package: Version of cs-workbook.
        xlwings: Version of xlwings.
    """

    interpreter_win: str
    interpreter_mac: str
    package: str
    xlwings: str


def installation(
    platform: str,
    interpreter: str,
    variables: Mapping[str, str],
    *,
    home: str,
    xlwings: str,
) -> Installation:
    r"""Describe an installation.

    Args:
        platform: As ``sys.platform`` says it.
        interpreter: Path of its Python.
        variables: The environment variables.
        home: The person's home folder.
        xlwings: Version of its xlwings.

    >>> here = installation("win32", r"C:\\Users\\Ada\\AppData\\Roaming\\cs\\python.exe",
    ...     {"APPDATA": r"C:\\Users\\Ada\\AppData\\Roaming"}, home="", xlwings="0")
    >>> here.interpreter_win.startswith("%APPDATA%")
    True
    """
    windows, mac = DEFAULT_WIN, DEFAULT_MAC
    if platform == "win32":
        windows = _short_on_windows(interpreter, variables)
    elif platform == "darwin":
        path = PurePosixPath(interpreter)
        mac = f"$HOME/{path.relative_to(home)}" if path.is_relative_to(home) else interpreter
    return Installation(
        interpreter_win=windows, interpreter_mac=mac, package=__version__, xlwings=xlwings
    )


def _short_on_windows(interpreter: str, variables: Mapping[str, str]) -> str:
    path = PureWindowsPath(interpreter)
    if path.name.lower() == "pythonw.exe":
        path = path.with_name("python.exe")
    for name in _SHORT_ON_WINDOWS:
        folder = variables.get(name)
        if folder and path.is_relative_to(folder):
            return f"%{name}%\\{path.relative_to(folder)}"
    return str(path)


def this_installation() -> Installation:
    """Describe the installation that is running."""
    return installation(
        sys.platform, sys.executable, os.environ, home=str(Path.home()), xlwings=version("xlwings")
    )


def read_configuration(book: FileBook) -> dict[str, CellValue] | None:
    """Return what the ``xlwings.conf`` sheet says, ``None`` where there is no such sheet."""
    rows = _rows(book)
    if rows is None:
        return None
    return {key: book.read_cell(SHEET, f"B{row}") for key, row in rows.items()}


def write_installation(book: FileBook, here: Installation) -> bool:
    """Write an installation into the tracker's ``xlwings.conf`` sheet; the caller saves.

    Keys the sheet lacks follow below the others, because reading it stops at the first blank row.

    Returns:
        Whether there is such a sheet.
    """
    rows = _rows(book)
    if rows is None:
        return False
    values: dict[str, CellValue] = {
        INTERPRETER_WIN: here.interpreter_win,
        INTERPRETER_MAC: here.interpreter_mac,
        # On OneDrive the workbook's folder is a web address, which xlwings cannot add to a path.
        # A text, because Excel would hand a yes or no over as a word of the reader's language.
        ADD_PATH: "False",
        UDF_MODULES: UDFS,
        TRACKER_VERSION: here.package,
        XLWINGS_VERSION: here.xlwings,
    }
    free = max(rows.values(), default=0) + 1
    for key, value in values.items():
        row = rows.get(key)
        if row is None:
            row, free = free, free + 1
            book.write_cell(SHEET, f"A{row}", key)
        book.write_cell(SHEET, f"B{row}", value)
    return True


def _rows(book: FileBook) -> dict[str, int] | None:
    """Return the row of each key, as the macro module reads the sheet."""
    if SHEET not in book.sheet_names():
        return None
    rows: dict[str, int] = {}
    for row in range(1, _MOST_KEYS + 1):
        key = book.read_cell(SHEET, f"A{row}")
        if key is None or key == "":
            break
        rows[str(key).strip().upper()] = row
    return rows
