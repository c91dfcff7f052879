"""The thin door to the database that does the heavy lifting: embedded DuckDB.

Rows of exports live in it from the moment they are read; pandas only ever holds what is one row
per account. A figure that needs all rows is one SQL statement run here.
"""

import tempfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self, TypeAlias

import duckdb
import pandas as pd

Scalar: TypeAlias = str | int | float | bool | date | datetime | None


class Engine(Protocol):
    """Anything that answers a SQL query with a frame."""

    dialect: str

    def query(self, sql: str, parameters: Mapping[str, Scalar] | None = None) -> pd.DataFrame:
        """Run one query with named parameters (``$name``) and return its rows."""


class DuckDB:
    """An in-memory DuckDB that spills to a temporary folder of its own.

    Args:
        memory_limit: How much memory it may take before it spills, in DuckDB's words
            (``"2GB"``); ``None`` for its own default, four fifths of the machine.
    """

    dialect = "duckdb"

    def __init__(self, *, memory_limit: str | None = "2GB") -> None:
        self._folder = tempfile.TemporaryDirectory(
            prefix="cs_workbook_", ignore_cleanup_errors=True
        )
        self.folder = Path(self._folder.name)
        """A scratch folder that lives as long as this engine."""
        self._connection = duckdb.connect()
        # DuckDB prints progress bars even where nobody looks at a terminal.
        self.execute("set enable_progress_bar = false")
        self.execute(f"set temp_directory = '{self.folder.as_posix()}'")
        if memory_limit is not None:
            self.execute(f"set memory_limit = '{memory_limit}'")

    def execute(self, sql: str, parameters: Mapping[str, Scalar] | None = None) -> None:
        """Run one statement and drop its result."""
        self._connection.execute(sql, parameters)

    def query(self, sql: str, parameters: Mapping[str, Scalar] | None = None) -> pd.DataFrame:
        """Run one query with named parameters (``$name``) and return its rows."""
        return self._connection.execute(sql, parameters).df()

    def rows(
        self, sql: str, parameters: Mapping[str, Scalar] | None = None
    ) -> list[tuple[Scalar, ...]]:
        """Run one query and return its rows as plain Python values."""
        return self._connection.execute(sql, parameters).fetchall()

    def stage_frame(self, name: str, frame: pd.DataFrame) -> None:
        """Copy a small frame into a table of that name, replacing it."""
        self._connection.register("staged_frame", frame)
        self.execute(f'create or replace table "{name}" as select * from staged_frame')
        self._connection.unregister("staged_frame")

    def insert_rows(self, name: str, rows: Sequence[Sequence[Scalar]]) -> None:
        """Append a few rows to an existing table."""
        if rows:
            marks = ", ".join("?" * len(rows[0]))
            self._connection.executemany(f'insert into "{name}" values ({marks})', rows)

    def close(self) -> None:
        """Close the database and remove its scratch folder."""
        self._connection.close()
        self._folder.cleanup()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
