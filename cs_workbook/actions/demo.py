"""Make the demo: invented exports, a new tracker, the first refresh."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cs_workbook.actions.closed_file import FileRefresh, refresh_file
from cs_workbook.actions.demo_people import type_people
from cs_workbook.actions.new import new_tracker
from cs_workbook.actions.refresh import Progress
from cs_workbook.demo import write_demo_exports
from cs_workbook.errors import WorkbookRefused


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    """What the demo made."""

    tracker: Path
    exports: Path
    refresh: FileRefresh


def make_demo(folder: Path, *, now: datetime, progress: Progress = lambda _: None) -> Demo:
    """Write the demo book into a folder; a tracker that is already there is refreshed.

    Args:
        folder: Where to; made if it is not there.
        now: The moment of the refresh.
        progress: Told what is being done.

    Raises:
        WorkbookRefused: The folder cannot be made or written.
    """
    exports = folder / "exports"
    progress(f"Writing invented exports to {exports}")
    try:
        exports.mkdir(parents=True, exist_ok=True)
        as_of = write_demo_exports(exports)
    except OSError as error:
        raise WorkbookRefused(
            f"{exports}: expected a folder to write the demo exports into, and it cannot be "
            f"written ({error.strerror}). Name another folder."
        ) from None
    tracker = folder / "CS_Tracker.xlsm"
    if not tracker.exists():
        new_tracker(tracker)
        type_people(tracker)
    done = refresh_file(tracker, exports, as_of=as_of, now=now, progress=progress)
    return Demo(tracker=tracker, exports=exports, refresh=done)
