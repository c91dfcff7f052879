"""What an import tells about itself: one report per file, one line per column."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal


class ColumnState(StrEnum):
    """What became of a column, or of a field the file does not have."""

    MATCHED = "matched"
    IGNORED = "ignored"
    MISSING = "missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class LocaleSettings:
    """How the exports write dates and numbers; ``"auto"`` decides column by column.

    Attributes:
        date_order: ``"dmy"`` or ``"mdy"`` for dates such as 03/04/2025; ISO dates and month names
            are read under either.
        decimal_mark: ``"."`` or ``","``.
    """

    date_order: Literal["auto", "dmy", "mdy"] = "auto"
    decimal_mark: Literal["auto", ".", ","] = "auto"


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnReport:
    """One column of a file, or one field it lacks.

    Attributes:
        header: The header as the file spells it; ``None`` for a field the file does not have.
        field: Canonical field name; ``None`` for a column nobody reads.
        state: What became of it.
    """

    header: str | None
    field: str | None
    state: ColumnState


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReport:
    """What was found in one file. ``rows_read == rows_used + rows_set_aside`` always holds.

    Attributes:
        name: File name.
        role: Canonical role; ``None`` where the file was not recognised or could not be read.
        fingerprint: First 12 hexadecimal digits of the SHA-256 of its bytes.
        encoding: The encoding it was read in; blank for a file that is no text.
        delimiter: The mark between its fields; blank for a file that was not read.
        decimal_mark: ``"."``, ``","``, ``"unclear"`` or ``"mixed"`` (columns differ); ``None``
            where no number of the file needed one.
        date_order: ``"ymd"``, ``"dmy"``, ``"mdy"``, ``"unclear"`` or ``"mixed"``; ``None`` where
            the file has no date.
        header_line: Line of the header, from 1; ``None`` where none was found.
        rows_read: Rows of data, without header, blank, title and footer lines.
        rows_used: Rows that count.
        rows_warned: Rows that count and have a warning.
        rows_set_aside: Rows that are in no figure.
        columns: Every column in file order, then the fields the file lacks.
    """

    name: str
    role: str | None
    fingerprint: str
    encoding: str = ""
    delimiter: str = ""
    decimal_mark: str | None = None
    date_order: str | None = None
    header_line: int | None = None
    rows_read: int = 0
    rows_used: int = 0
    rows_warned: int = 0
    rows_set_aside: int = 0
    columns: tuple[ColumnReport, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """What one reading of a folder found; the rows themselves are in the engine.

    Attributes:
        files: One report per file of the folder, in the order the files were read.
    """

    files: tuple[FileReport, ...]

    def file(self, name: str) -> FileReport:
        """Return the report of the file of that name."""
        return next(report for report in self.files if report.name == name)
