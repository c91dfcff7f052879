"""Keep the state of an open tracker before a button changes it, as a tracker of its own.

Excel offers no way to copy an open workbook that works on OneDrive and SharePoint as well, so its
tables and cells are written into a fresh copy of the empty tracker, in the person's own folder. A
version belongs to the refresh it was replaced by: its name carries the moment that refresh stamps
into the workbook, so two trackers of one name are not mistaken for each other. The last ten
versions of each name are kept.
"""

import contextlib
import re
from datetime import datetime
from pathlib import Path

from cs_workbook.actions.backup import KEPT
from cs_workbook.actions.carry import carry
from cs_workbook.errors import WorkbookLocked
from cs_workbook.workbook.file_book import FileBook
from cs_workbook.workbook.packaged import packaged_template
from cs_workbook.workbook.port import Workbook

_MOMENT = "%Y-%m-%d %H%M%S"
_UNSAFE = re.compile(r'[<>:"/\\|?*\x00-\x1f]')


def _stem(name: str) -> str:
    return _UNSAFE.sub("_", Path(name).stem)


def keep_snapshot(
    workbook: Workbook, *, name: str, refreshed_at: datetime, now: datetime, folder: Path
) -> Path:
    """Write what a tracker holds now into the folder of its versions.

    Args:
        workbook: The tracker, before the change.
        name: Its file name, without a folder.
        refreshed_at: What ``RefreshedAt`` will say after the change.
        now: The moment of the change.
        folder: The person's folder (:func:`cs_workbook.actions.places.user_folder`).

    Returns:
        Path of the version.

    Raises:
        WorkbookLocked: It cannot be written.
    """
    home = folder / "backups" / _stem(name)
    path = home / f"{refreshed_at:{_MOMENT}} kept {now:{_MOMENT}}.xlsm"
    unfinished = path.with_suffix(".part")
    try:
        home.mkdir(parents=True, exist_ok=True)
        unfinished.write_bytes(packaged_template())
        book = FileBook(unfinished)
        carry(workbook, book)
        book.save()
        unfinished.replace(path)
        for old in sorted(home.glob("* kept *.xlsm"), key=_kept_at)[:-KEPT]:
            old.unlink(missing_ok=True)
    except OSError as error:
        raise WorkbookLocked(
            f"{home}: expected to keep the version before the change there, and it cannot be "
            f"written ({error.strerror}). Free the folder or its disk and try again."
        ) from None
    finally:
        with contextlib.suppress(OSError):
            unfinished.unlink(missing_ok=True)
    return path


def find_snapshot(*, name: str, refreshed_at: datetime, folder: Path) -> Path | None:
    """Return the newest version a refresh replaced, ``None`` where none was kept.

    Args:
        name: The tracker's file name.
        refreshed_at: What its ``RefreshedAt`` says now.
        folder: The person's folder.
    """
    home = folder / "backups" / _stem(name)
    found = sorted(home.glob(f"{refreshed_at:{_MOMENT}} kept *.xlsm"), key=_kept_at)
    return found[-1] if found else None


def _kept_at(path: Path) -> str:
    return path.stem.rpartition(" kept ")[2]
