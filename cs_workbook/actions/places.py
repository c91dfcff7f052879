r"""Where this program keeps what is not in a workbook: one folder per person.

The open workbook is never asked for its own place, because on OneDrive and SharePoint Excel answers
with a web address. So the log of the buttons, and the versions kept before a button changes an
open tracker, stand in the person's own folder:

- Windows: ``%LOCALAPPDATA%\cs-workbook``
- Mac: ``~/Library/Application Support/cs-workbook``
- elsewhere: ``$XDG_DATA_HOME/cs-workbook``, else ``~/.local/share/cs-workbook``
"""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

FOLDER = "cs-workbook"
LOG = "macros.log"
LOG_ON_WINDOWS = rf"%LOCALAPPDATA%\{FOLDER}\{LOG}"
LOG_ON_MAC = f"~/Library/Application Support/{FOLDER}/{LOG}"
"""How the About sheet writes the place of the log."""


def folder_of(platform: str, variables: Mapping[str, str], *, home: Path) -> Path:
    """Return the folder of a person on a platform.

    Args:
        platform: As ``sys.platform`` says it.
        variables: The environment variables.
        home: The person's home folder.

    >>> folder_of("darwin", {}, home=Path("/Users/ada")).as_posix()
    '/Users/ada/Library/Application Support/cs-workbook'
    >>> folder_of("linux", {"XDG_DATA_HOME": "/data"}, home=Path("/people/ada")).as_posix()
    '/data/cs-workbook'
    """
    if platform == "win32":
        local = variables.get("LOCALAPPDATA")
        return (Path(local) if local else home / "AppData" / "Local") / FOLDER
    if platform == "darwin":
        return home / "Library" / "Application Support" / FOLDER
    data = variables.get("XDG_DATA_HOME")
    return (Path(data) if data else home / ".local" / "share") / FOLDER


def user_folder() -> Path:
    """Return this person's folder; it need not be there yet."""
    return folder_of(sys.platform, os.environ, home=Path.home())
