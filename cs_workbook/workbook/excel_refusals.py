"""Says in a sentence why Excel did not do what it was asked."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, Protocol

from cs_workbook.errors import CsWorkbookError, WorkbookLocked

# What Excel answers while somebody edits a cell or a dialog is open.
_BUSY = frozenset({-2146777998, -2147418111, -2147417846})


class Book(Protocol):
    """The part of xlwings' ``Book`` that is used here."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def api(self) -> Any:  # noqa: ANN401 - each platform has its own
        """What the platform itself knows the workbook by."""


def require_writable(book: Book) -> None:
    """Refuse a workbook that was opened read-only.

    Raises:
        WorkbookLocked: Excel says it is read-only.
    """
    said: object = False
    with suppress(Exception):  # a platform that cannot say is asked at the first cell
        native = book.api
        said = native.ReadOnly if hasattr(native, "ReadOnly") else native.read_only.get()
    if said is True:
        raise WorkbookLocked(
            f"{book.name}: the workbook is open read-only, so a change could not be saved. "
            "Close it where else it is open, or choose File > Save As, and try again."
        )


@contextmanager
def asking(where: str) -> Iterator[None]:
    """Turn whatever Excel says no with into a sentence.

    Args:
        where: The cell, table or name that was asked for.
    """
    try:
        yield
    except CsWorkbookError:
        raise
    except Exception as error:
        refuse_if_busy(error, where)
        raise WorkbookLocked(
            f"{where}: Excel did not take the change ({_first_line(error)}). If the sheet is "
            "protected, choose Review > Unprotect Sheet, and try again."
        ) from error


def refuse_if_busy(error: Exception, where: str) -> None:
    """Go on unless an error is our own or says that somebody is at the keyboard.

    Raises:
        CsWorkbookError: It is one of our own.
        WorkbookLocked: A cell is being edited, or a dialog is open.
    """
    if isinstance(error, CsWorkbookError):
        raise error
    if error.args and error.args[0] in _BUSY:
        raise WorkbookLocked(
            f"{where}: Excel is busy, because a cell is being edited or a dialog is open. "
            "Press Enter or Esc there and try again."
        ) from error


def _first_line(error: Exception) -> str:
    return (str(error) or type(error).__name__).splitlines()[0][:200]
