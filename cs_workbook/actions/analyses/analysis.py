"""What an analysis on sheets of its own is.

It reads the exports once, while the database is open, and says afterwards what its tables hold.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, Self

from cs_workbook.actions.account_rows import AccountRows
from cs_workbook.actions.facts import Facts
from cs_workbook.actions.kept_history import KeptHistory
from cs_workbook.actions.tracker import TrackerSettings
from cs_workbook.engine import DuckDB
from cs_workbook.workbook.port import CellValue, ColumnContent, SheetWorkbook


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known when the tables of an analysis are made.

    Attributes:
        workbook: The tracker, for what people typed into the analysis' own tables.
        facts: What the exports say of every account and of the whole book.
        accounts: The new content of ``tblAccounts``.
        settings: The settings.
        history: What the tracker remembers of its scores.
        as_of: The day figures count up to.
    """

    workbook: SheetWorkbook
    facts: Facts
    accounts: AccountRows
    settings: TrackerSettings
    history: KeptHistory
    as_of: date


@dataclass(frozen=True, slots=True, kw_only=True)
class TableContent:
    """What one table is to hold.

    Attributes:
        table: Its name.
        columns: The columns refresh writes; typed ones are not among them.
        keyed_by: Headers that tell rows apart, where typed columns follow their row.
        names: Named cells that go with it, such as how many rows are shown.
        old: The body as it stands, where it was read already.
        sheets: Names of the sheets that were written along with it.
        note: What to tell whoever refreshes.
    """

    table: str
    columns: Mapping[str, ColumnContent]
    keyed_by: Sequence[str] | None = None
    names: Mapping[str, CellValue] | None = None
    old: Mapping[str, Sequence[CellValue]] | None = None
    sheets: tuple[str, ...] = ()
    note: str | None = None


class FromKnown:
    """An analysis that needs nothing from the exports beyond what is gathered for every refresh."""

    @classmethod
    def gather(cls, engine: DuckDB, settings: TrackerSettings, *, as_of: date) -> Self:
        """Read nothing more."""
        del engine, settings, as_of
        return cls()


class Analysis(Protocol):
    """One analysis, gathered."""

    @classmethod
    def gather(cls, engine: DuckDB, settings: TrackerSettings, *, as_of: date) -> Self:
        """Read what it needs from the exports."""

    def tables(self, known: Known) -> Iterable[TableContent]:
        """Return what its tables are to hold."""
