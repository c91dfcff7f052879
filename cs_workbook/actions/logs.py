"""The two tables that say what was imported: the import log and the list of problems."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from cs_workbook.exports import ColumnState, FileReport
from cs_workbook.problems import CATALOGUE
from cs_workbook.schema.exports import ROLES
from cs_workbook.schema.tables import TBL_IMPORT_PROBLEMS, TBL_IMPORTS
from cs_workbook.workbook.port import CellValue

Columns = dict[str, list[CellValue]]


def import_log(
    old: Mapping[str, Sequence[CellValue]],
    files: Sequence[FileReport],
    *,
    as_of: date,
    now: datetime,
) -> Columns:
    """Return ``tblImports`` with one new row per file."""
    columns: Columns = {header: list(old[header]) for header in TBL_IMPORTS.headers}
    numbers = [n for n in columns["Refresh"] if isinstance(n, int | float)]
    refresh = int(max(numbers, default=0)) + 1
    for file in files:
        row: dict[str, CellValue] = {
            "Refresh": refresh,
            "Imported at": now.replace(microsecond=0),
            "As of": as_of,
            "File": file.name,
            "Recognised as": ROLES[file.role].title if file.role else "Not used",
            "Rows read": file.rows_read,
            "Rows used": file.rows_used,
            "With a warning": file.rows_warned,
            "Set aside": file.rows_set_aside,
            "Encoding": file.encoding,
            "Delimiter": _NAMES.get(file.delimiter or "", file.delimiter),
            "Decimal mark": _NAMES.get(file.decimal_mark or "", file.decimal_mark),
            "Date order": _NAMES.get(file.date_order or "", file.date_order),
            "Header line": file.header_line,
            "Columns left out": ", ".join(
                c.header for c in file.columns if c.state is ColumnState.IGNORED and c.header
            )
            or None,
            "Fingerprint": file.fingerprint,
        }
        for header, cells in columns.items():
            cells.append(row[header])
    return columns


_NAMES = {
    ",": "comma",
    ";": "semicolon",
    "\t": "tab",
    "|": "bar",
    ".": "point",
    "dmy": "day first",
    "mdy": "month first",
    "ymd": "year first",
}


def problem_rows(rows: Sequence[Sequence[object]]) -> Columns:
    """Return ``tblImportProblems``.

    Args:
        rows: code, severity, file, line, column, value, reason and remedy of each problem.
    """
    columns: Columns = {header: [] for header in TBL_IMPORT_PROBLEMS.headers}
    for code, severity, file, line, column, value, reason, remedy in rows:
        row: dict[str, object] = {
            "File": file,
            "Line": line,
            "Column": column,
            "Value": value,
            "Row was": severity,
            "Problem": CATALOGUE[str(code)].title,
            "Reason": reason,
            "What to do": remedy,
        }
        for header, cells in columns.items():
            cells.append(row[header])  # type: ignore[arg-type] # text and whole numbers only
    return columns
