"""Keep a copy of the workbook before it is changed: timestamped, the last ten of them."""

import shutil
from datetime import datetime
from pathlib import Path

from cs_workbook.errors import WorkbookLocked

KEPT = 10


def back_up(path: Path, *, now: datetime) -> Path:
    """Copy a workbook into the folder ``<name> backups`` beside it.

    Args:
        path: The workbook.
        now: The moment that names the copy.

    Returns:
        Path of the copy. Copies beyond the last ten are removed, oldest first.

    Raises:
        WorkbookLocked: The folder or the copy cannot be written.
    """
    folder = path.with_name(f"{path.stem} backups")
    copy = folder / f"{path.stem} {now:%Y-%m-%d %H%M%S}{path.suffix}"
    try:
        folder.mkdir(exist_ok=True)
        shutil.copy2(path, copy)
    except OSError as error:
        raise WorkbookLocked(
            f"{folder}: expected to keep a backup there before the change, and it cannot be "
            f"written ({error.strerror}). Free the folder or its disk and refresh again."
        ) from None
    for old in sorted(folder.glob(f"{path.stem} *{path.suffix}"))[:-KEPT]:
        old.unlink(missing_ok=True)
    return copy
