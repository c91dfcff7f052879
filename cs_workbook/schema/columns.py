"""What a table and a column of the workbook are, and who fills a column."""

from dataclasses import dataclass
from enum import StrEnum

from cs_workbook.schema.health_model import HEADER_ROW


class Owner(StrEnum):
    """Who fills a column."""

    IMPORTED = "imported"  # refresh, straight from an export
    STAMPED = "stamped"  # refresh, computed from the exports
    CALCULATED = "calculated"  # a live formula
    TYPED = "typed"  # people; refresh never changes it


class Format(StrEnum):
    """How a column's cells are shown."""

    ID = "id"  # text, letter for letter
    TEXT = "text"
    LONG_TEXT = "long_text"  # wrapped
    WHOLE = "whole"
    DECIMAL = "decimal"
    SCORE = "score"
    PERCENT = "percent"  # a number in percent, such as 12.5
    MONEY = "money"
    DATE = "date"
    MOMENT = "moment"
    STATE = "state"  # a band in words
    YES_NO = "yes_no"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a table.

    Attributes:
        header: Header text, unique in the table.
        owner: Who fills it.
        format: How its cells are shown.
        width: Width in characters.
        meaning: What it says, in one sentence; shown as the header's note.
        formula: Live formula (without ``=``) where ``owner`` is calculated.
        list_name: Workbook name of its drop-down list, for typed columns.
        lowest: Smallest number a typed column accepts.
        highest: Largest number a typed column accepts.
    """

    header: str
    owner: Owner
    format: Format
    width: float
    meaning: str
    formula: str | None = None
    list_name: str | None = None
    lowest: float | None = None
    highest: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table of the workbook.

    Attributes:
        name: Table name.
        sheet: Worksheet it stands on.
        title: Title of that sheet.
        purpose: What the sheet is for, in one line.
        columns: Columns from left to right.
        key: Headers that tell rows apart.
        role: Canonical export role it shows, if any.
        frozen: How many columns stay in view.
        header_row: Row of the header, from 1.
    """

    name: str
    sheet: str
    title: str
    purpose: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    role: str | None = None
    frozen: int = 2
    header_row: int = HEADER_ROW

    @property
    def headers(self) -> tuple[str, ...]:
        """Header texts from left to right."""
        return tuple(column.header for column in self.columns)

    def letter(self, header: str) -> str:
        """Return the sheet letter of a column; every table starts in column A."""
        return column_letter(self.headers.index(header) + 1)


def column_letter(number: int) -> str:
    """Return the letters of a sheet column, counted from 1.

    >>> column_letter(1), column_letter(28)
    ('A', 'AB')
    """
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def imported(header: str, form: Format, width: float, meaning: str) -> Column:
    """Return a column refresh copies straight from an export."""
    return Column(header=header, owner=Owner.IMPORTED, format=form, width=width, meaning=meaning)


def stamped(header: str, form: Format, width: float, meaning: str) -> Column:
    """Return a column refresh computes from the exports."""
    return Column(header=header, owner=Owner.STAMPED, format=form, width=width, meaning=meaning)


def calculated(header: str, form: Format, width: float, meaning: str, formula: str) -> Column:
    """Return a column of live formulas."""
    return Column(
        header=header,
        owner=Owner.CALCULATED,
        format=form,
        width=width,
        meaning=meaning,
        formula=formula,
    )


def typed(
    header: str,
    form: Format,
    width: float,
    meaning: str,
    *,
    list_name: str | None = None,
    lowest: float | None = None,
    highest: float | None = None,
) -> Column:
    """Return a column people fill; refresh never changes it."""
    return Column(
        header=header,
        owner=Owner.TYPED,
        format=form,
        width=width,
        meaning=meaning,
        list_name=list_name,
        lowest=lowest,
        highest=highest,
    )


ACCOUNT_ID = imported("Account ID", Format.ID, 14, "The account's id, letter for letter.")
ACCOUNT = stamped("Account", Format.TEXT, 26, "The account's name.")
SOURCE = stamped("Source", Format.TEXT, 30, "File and line the row came from.")
