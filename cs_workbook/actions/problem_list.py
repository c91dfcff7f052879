"""The problems of an import: counted by kind, listed on their sheet, written to a file."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from cs_workbook.actions.logs import problem_rows
from cs_workbook.actions.tracker import TrackerSettings
from cs_workbook.engine import DuckDB
from cs_workbook.errors import WorkbookError
from cs_workbook.problems import CATALOGUE, Severity
from cs_workbook.workbook.port import CellValue

MOST_PROBLEMS = 1_000_000
"""A worksheet ends at 1,048,576 rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemCount:
    """How often one kind of problem occurred."""

    code: str
    title: str
    row_was: str
    rows: int
    remedy: str


def list_problems(
    engine: DuckDB, settings: TrackerSettings
) -> tuple[dict[str, list[CellValue]], tuple[ProblemCount, ...], int]:
    """Return the list for the sheet, the counts per kind, and the total.

    Rows set aside are all listed, as far as a sheet has room: each is in the workbook or here.
    """
    (aside,) = engine.rows(
        "select count(*) from problems where severity = $severity",
        {"severity": Severity.ERROR.value},
    )[0]
    most = min(max(settings.rows_shown, int(str(aside))), MOST_PROBLEMS)
    rows = engine.rows(
        f"{_PROBLEM_ROWS} limit $rows",
        {"rows": most},
    )
    counts = Counter(
        {
            str(code): int(str(n))
            for code, n in engine.rows(
                "select code, count(*) from problems group by code order by code"
            )
        }
    )
    kinds = tuple(
        ProblemCount(
            code=code,
            title=CATALOGUE[code].title,
            row_was=CATALOGUE[code].severity.value,
            rows=n,
            remedy=CATALOGUE[code].remedy,
        )
        for code, n in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    )
    return problem_rows(rows), kinds, counts.total()


def write_problems(engine: DuckDB, path: Path) -> None:
    """Write every problem to a CSV file."""
    if not path.parent.is_dir():
        raise WorkbookError(
            f"{path.parent}: expected a folder for the list of problems, found none. "
            "Make the folder first."
        )
    engine.execute(
        f"copy ({_PROBLEM_ROWS}) to '{str(path).replace(chr(39), chr(39) * 2)}' (header)"
    )


_PROBLEM_ROWS = (
    'select code, severity, file, line, "column", value, reason, remedy from problems '
    "order by case severity when 'Set aside' then 0 when 'Used, please look' then 1 "
    'else 2 end, file, line nulls first, code, "column"'
)


def shown_problems(total: int, shown: int) -> str:
    """Return the sentence above the list: whether all problems stand there."""
    if total == 0:
        return "No problems: every row was used."
    if total == shown:
        return f"All {total:,} problems are shown."
    return (
        f"The first {shown:,} of {total:,} problems are shown, rows set aside "
        "first; the command 'cs-workbook refresh --problems FILE' writes them all."
    )
