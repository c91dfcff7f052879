"""The problems of one import: few words, many rows.

A folder of ten million rows may have millions of problems of a few kinds. Each row here holds the
number of a sentence, a file, a line and the value found; the sentences themselves (code, column,
reason, remedy) are kept once, and the view ``problems`` puts the two together.
"""

from collections.abc import Mapping, Sequence

import pandas as pd

from cs_workbook.engine import DuckDB
from cs_workbook.exports.sql import name, one_of
from cs_workbook.problems import CATALOGUE, Problem, Severity, problem

_ROWS = "problem_rows"
_LONGEST_VALUE = 200


class ProblemLog:
    """Collects problems in the engine, from Python one by one and from SQL by the million.

    Args:
        engine: Where the rows go.
        files: File names in the order they are read; a file is named by its place here.
    """

    def __init__(self, engine: DuckDB, files: Sequence[str]) -> None:
        self._engine = engine
        self._files = tuple(files)
        self._numbers: dict[tuple[str, int, str | None, str], int] = {}
        self._sentences: list[Problem] = []
        engine.execute("drop view if exists problems")
        engine.execute(
            f"create or replace table {_ROWS} "
            "(sentence integer, file_no integer, line bigint, value varchar)"
        )

    def sentence(self, code: str, file_no: int, *, column: str | None, expected: str = "") -> int:
        """Return the number of a sentence, the same for the same words."""
        key = (code, file_no, column, expected)
        if key not in self._numbers:
            self._numbers[key] = len(self._sentences)
            self._sentences.append(
                problem(code, file=self._files[file_no], column=column, expected=expected)
            )
        return self._numbers[key]

    def add(
        self,
        code: str,
        file_no: int,
        *,
        line: int | None = None,
        column: str | None = None,
        value: str | None = None,
        expected: str = "",
    ) -> None:
        """Add one problem."""
        number = self.sentence(code, file_no, column=column, expected=expected)
        self.add_rows(file_no, [(number, line, value)])

    def add_rows(self, file_no: int, rows: Sequence[tuple[int, int | None, str | None]]) -> None:
        """Add problems of one file: sentence number, line and value of each."""
        if not rows:
            return
        frame = pd.DataFrame(rows, columns=["sentence", "line", "value"], dtype=object)
        self._engine.stage_frame("problem_chunk", frame)
        self._engine.execute(
            f"insert into {_ROWS} select sentence::integer, {file_no}, line::bigint, "
            f"nullif(left(value::varchar, {_LONGEST_VALUE}), '') from problem_chunk"
        )
        self._engine.execute("drop table problem_chunk")

    def add_select(
        self, code: str, columns: Mapping[int, str | None], query: str, *, expected: str = ""
    ) -> None:
        """Add the problems a query finds.

        Args:
            code: Code of the catalogue.
            columns: Header of the column meant, by file number; a file not named here has none.
            query: Yields ``file_no``, ``line`` and ``value``.
            expected: What would have been right.
        """
        numbers = [
            self.sentence(code, file_no, column=columns.get(file_no), expected=expected)
            for file_no in range(len(self._files))
        ]
        self._engine.execute(
            f"insert into {_ROWS} select list_extract({numbers}::integer[], file_no + 1), "
            f"file_no, line, nullif(left(value::varchar, {_LONGEST_VALUE}), '') from ({query})"
        )

    def rows_where(self, severity: Severity) -> str:
        """Return a query for ``file_no, line`` of every row with a problem of that severity."""
        numbers = self._of(severity)
        return f"select file_no, line from {_ROWS} where line is not null and sentence in {numbers}"

    def publish(self) -> None:
        """Put the problems in file order and make the view ``problems``."""
        self._engine.execute(
            f"create or replace table problem_sorted as select * from {_ROWS} "
            "order by file_no, line nulls first, sentence, value"
        )
        self._engine.execute(f"drop table {_ROWS}")
        self._engine.execute(f"alter table problem_sorted rename to {_ROWS}")
        known = self._sentences
        columns = {
            "code": one_of("sentence", [p.code for p in known]),
            "severity": one_of("sentence", [p.severity.value for p in known]),
            "file": one_of("sentence", [p.file for p in known]),
            "line": "line",
            "column": one_of("sentence", [p.column for p in known]),
            "value": "value",
            "reason": one_of("sentence", [p.reason for p in known]),
            "remedy": one_of("sentence", [p.remedy for p in known]),
        }
        selected = ", ".join(f"{sql} as {name(title)}" for title, sql in columns.items())
        self._engine.execute(f"create or replace view problems as select {selected} from {_ROWS}")

    def _of(self, severity: Severity) -> str:
        numbers = [
            str(number)
            for number, known in enumerate(self._sentences)
            if CATALOGUE[known.code].severity is severity
        ]
        # An empty list is no SQL; no sentence has the number -1.
        return "(" + ", ".join(numbers or ["-1"]) + ")"
