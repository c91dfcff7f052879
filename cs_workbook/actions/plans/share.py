"""Hand one plan to the customer: a workbook and a PDF without anything internal in them.

Rows that stay with us are left out of the file, not hidden in it, and so are the names of rows.
The PDF is printed by LibreOffice where it is installed.
"""

import contextlib
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cs_workbook.actions.plans.facts import as_of_day
from cs_workbook.actions.plans.index import read_index
from cs_workbook.actions.plans.one_plan import require_plan, require_sheet
from cs_workbook.actions.plans.page_breaks import page_breaks
from cs_workbook.actions.tracker import require_tracker
from cs_workbook.errors import WorkbookError
from cs_workbook.plans.naming import clean
from cs_workbook.plans.share import shared_rows
from cs_workbook.workbook.file_book import FileBook
from cs_workbook.workbook.package.archive import replacing

_PATIENCE_SECONDS: Final = 180
_PROGRAMS: Final = ("soffice", "libreoffice")


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedPlan:
    """The files of a shared plan.

    Attributes:
        plan_id: The plan.
        workbook: The workbook.
        pdf: The PDF; ``None`` where none was printed.
        rows: How many rows it has.
        left_out: How many rows stayed with us.
        note: What to know about the PDF; empty where there is one.
    """

    plan_id: str
    workbook: Path
    pdf: Path | None
    rows: int
    left_out: int
    note: str


def share_plan(tracker: Path, plan: str, folder: Path) -> SharedPlan:
    """Write one plan of a closed tracker for the customer.

    Args:
        tracker: The workbook; it is only read.
        plan: Id of the plan, or of its account.
        folder: Where the files go.

    Raises:
        WorkbookError: There is no such plan, folder or sheet, or a file of that name is there.
    """
    book = FileBook(tracker)
    require_tracker(book)
    index = read_index(book)
    plan_id = require_plan(index, plan)
    found = require_sheet(book, index, plan_id)
    kept = shared_rows(found.rows)
    if not folder.is_dir():
        raise WorkbookError(
            f"{folder}: expected a folder for the shared plan, found none. Make the folder first."
        )
    name = clean(str(index[plan_id]["Account"] or plan_id)) or plan_id
    path = folder / f"{name} plan {as_of_day(book):%Y-%m-%d}.xlsx"
    if path.exists():
        raise WorkbookError(
            f"{path}: expected no file of that name, found one. Move it away and share again."
        )
    numbers = [row.number for row in kept]
    standing = book.read_sheet(found.sheet)
    shown = {place: standing.get(number, ()) for place, number in enumerate(numbers, start=1)}
    data = book.single_sheet(
        found.sheet, numbers, left_out=1, breaks=[row for row in page_breaks(shown) if row > 1]
    )
    with replacing(path) as file:
        file.write(data)
    pdf, note = _print(path)
    return SharedPlan(
        plan_id=plan_id,
        workbook=path,
        pdf=pdf,
        rows=len(kept),
        left_out=len(found.rows) - len(kept),
        note=note,
    )


def _print(path: Path) -> tuple[Path | None, str]:
    """Print a workbook as PDF beside it; return the PDF, or why there is none."""
    program = next((found for name in _PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        return None, (
            "No PDF was made, because LibreOffice is not installed. Open the workbook and choose "
            "File > Save As > PDF."
        )
    with tempfile.TemporaryDirectory(prefix="cs-workbook-") as profile:
        # A profile of its own: a LibreOffice that is open would take the job and say nothing.
        command = [program, f"-env:UserInstallation={Path(profile).as_uri()}", "--headless"]
        command += ["--convert-to", "pdf", "--outdir", str(path.parent), str(path)]
        with contextlib.suppress(OSError, subprocess.TimeoutExpired):
            subprocess.run(  # noqa: S603 - a program of this machine on a file just written
                command, capture_output=True, check=False, timeout=_PATIENCE_SECONDS
            )
    pdf = path.with_suffix(".pdf")
    if pdf.exists():
        return pdf, ""
    return None, (
        "No PDF was made: LibreOffice did not answer. Open the workbook and choose File > Save As "
        "> PDF."
    )
