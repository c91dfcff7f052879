"""Every error a person can meet, and the cell error each one becomes in a worksheet function.

::

    CsWorkbookError
    ├── DataError                       the figures or the exports
    │   ├── OutOfRangeError   #NUM!     a value outside its scale
    │   ├── NotEnoughDataError #N/A     nothing to compute from; a blank is not a zero
    │   └── ImportRejected    #VALUE!   an export that cannot be used at all
    ├── SettingsError         #NUM!     weights, anchors, bands or settings that make no sense
    └── WorkbookError         #REF!     the workbook itself
        ├── TableMissing                a table or column the tracker needs is not there
        ├── WorkbookLocked              open elsewhere, or not writable
        ├── WorkbookRefused             an edit that could damage what a person made
        └── ExcelNotRunning             a macro was asked for and no Excel is there

A message has four parts where they apply: where, what was expected, what was found, what to do.
``exit_code`` is what the command line returns: 1 data problems, 3 workbook cannot be read or
written (0 is done, 2 wrong usage).
"""


class CsWorkbookError(Exception):
    """Base of every error this package raises on purpose."""

    cell_error = "#VALUE!"
    exit_code = 1


class DataError(CsWorkbookError):
    """The data cannot be used as it is."""


class OutOfRangeError(DataError, ValueError):
    """A value lies outside the scale it is measured on."""

    cell_error = "#NUM!"


class NotEnoughDataError(DataError, ValueError):
    """There is nothing to compute the figure from."""

    cell_error = "#N/A"


class ImportRejected(DataError):
    """An export, or a folder of exports, cannot be used at all."""


class SettingsError(CsWorkbookError, ValueError):
    """A setting, weight, anchor or band makes no sense."""

    cell_error = "#NUM!"


class WorkbookError(CsWorkbookError):
    """The workbook cannot be read or written as asked."""

    cell_error = "#REF!"
    exit_code = 3


class TableMissing(WorkbookError):
    """A table, column or name the tracker needs is not in the workbook."""


class WorkbookLocked(WorkbookError):
    """The workbook is open elsewhere or may not be written."""


class WorkbookRefused(WorkbookError):
    """The edit could damage something a person made, so it was not done."""


class ExcelNotRunning(WorkbookError):
    """A macro needs a running Excel and none was found."""
