"""Write a new, empty tracker whose buttons start this installation."""

from pathlib import Path

from cs_workbook.actions.installation import this_installation, write_installation
from cs_workbook.errors import WorkbookRefused
from cs_workbook.workbook.file_book import FileBook
from cs_workbook.workbook.packaged import packaged_template

SUFFIX = ".xlsm"


def new_tracker(path: Path) -> Path:
    """Write a new tracker and never over an existing file.

    Args:
        path: Where to write it; an existing folder gets ``CS_Tracker.xlsm``.

    Returns:
        The path written.

    Raises:
        WorkbookRefused: A file is already there, the name does not end in ``.xlsm``, or the
            folder is missing.
    """
    target = path / f"CS_Tracker{SUFFIX}" if path.is_dir() else path
    if target.suffix.lower() != SUFFIX:
        raise WorkbookRefused(
            f"{target}: expected a name that ends in {SUFFIX}, because the tracker holds macros. "
            "Choose such a name."
        )
    if not target.parent.is_dir():
        raise WorkbookRefused(
            f"{target.parent}: expected a folder to write the tracker into, found none. "
            "Make the folder first."
        )
    try:
        with target.open("xb") as file:
            file.write(packaged_template())
    except FileExistsError:
        raise WorkbookRefused(
            f"{target} is already there and was not touched. Choose another name, or refresh it "
            "with 'cs-workbook refresh'."
        ) from None
    except OSError as error:
        raise WorkbookRefused(
            f"{target} cannot be written ({error.strerror}). Choose a folder you may write to."
        ) from None
    book = FileBook(target)
    if write_installation(book, this_installation()):
        book.save()
    return target
