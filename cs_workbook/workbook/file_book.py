"""A closed workbook file as a :class:`~cs_workbook.workbook.port.SheetWorkbook`.

Only the parts an edit concerns are written; all others keep their bytes. Nothing is written where
the content stays the same, so refreshing twice leaves the file untouched the second time.
"""

from cs_workbook.workbook.package.carried_sheets import SheetCarrier
from cs_workbook.workbook.package.formula_access import FormulaAccess
from cs_workbook.workbook.package.sheet_writer import SheetWriter
from cs_workbook.workbook.package.single_sheet import SingleSheet
from cs_workbook.workbook.package.table_writer import TableWriter


class FileBook(TableWriter, SheetWriter, SingleSheet, SheetCarrier, FormulaAccess):
    """A closed ``.xlsx`` or ``.xlsm`` file.

    It reads (``ReadableBook``), writes tables (``TableWriter``), single cells (``CellWriter``) and
    whole sheets (``SheetWriter``), hands one on (``SingleSheet``), takes those of another file
    (``SheetCarrier``), gives formulas new cached values (``FormulaAccess``) and saves (``Saver``),
    each in a module under ``package``.

    Args:
        path: The workbook file.

    Raises:
        WorkbookError: The file is missing, damaged, or no workbook.
        WorkbookRefused: The file is encrypted, binary, strict, or unsafe to unpack.
    """
