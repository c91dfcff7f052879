"""The macro modules of xlwings, taken from the installed package when the tracker is built.

The text names the version of the library and of the helper script on a Mac it belongs to, so a
tracker built with another version would look for files that are not there. xlwings is distributed
under a BSD licence, ``Dictionary`` under the MIT licence; both say so in their first lines, and
the texts go into the workbook unchanged.
"""

from importlib.metadata import distribution, version
from pathlib import Path
from typing import Final

from cs_workbook.errors import SettingsError
from cs_workbook.template.vba_source import CODE_PAGE, VbaModule

XLWINGS_VERSION: Final = "0.37.8"
"""The pin in ``pyproject.toml``; a test compares the two."""

# Found without importing it: only the doors to Excel import xlwings.
FOLDER: Final = Path(str(distribution("xlwings").locate_file("xlwings")))
_MODULE: Final = "xlwings.bas"
_DICTIONARY: Final = "addin/Dictionary.cls"  # xlwings.bas needs it on a Mac


def xlwings_modules(folder: Path = FOLDER, installed: str | None = None) -> tuple[VbaModule, ...]:
    """Return the modules ``xlwings`` and ``Dictionary``.

    Args:
        folder: Folder of the installed package.
        installed: Version of the installed package; by default what its metadata say.

    Raises:
        SettingsError: The package or its module is of another version than the pin, or lacks a
            file.
    """
    installed = version("xlwings") if installed is None else installed
    if installed != XLWINGS_VERSION:
        raise SettingsError(
            f"xlwings: expected version {XLWINGS_VERSION}, found {installed}. Install the pinned "
            "version, or raise the pin in pyproject.toml and xlwings_module.py together."
        )
    module = _read(folder / _MODULE)
    stated = f'Public Const XLWINGS_VERSION As String = "{XLWINGS_VERSION}"'
    if stated not in module:
        raise SettingsError(
            f"{_MODULE}: expected the line {stated!r}, found none. The module belongs to another "
            f"version; install xlwings {XLWINGS_VERSION} anew."
        )
    return (
        VbaModule(name="Dictionary", kind="class", source=_read(folder / _DICTIONARY)),
        VbaModule(name="xlwings", kind="standard", source=module),
    )


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode(CODE_PAGE)
    except OSError as error:
        raise SettingsError(
            f"{path.name}: expected it in the installed xlwings, found nothing to read. Install "
            f"xlwings {XLWINGS_VERSION} anew."
        ) from error
