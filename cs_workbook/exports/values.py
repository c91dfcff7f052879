"""Cells to values: one meaning per text, whoever reads it.

The canonical writings (ISO dates, plain numbers, true and false) are cast where they are, in SQL.
Every other distinct text of a column goes once through :mod:`cs_workbook.parsing` and comes back
by a join, so a column of ten million cells costs as many parsings as it has different texts.
"""

from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

from cs_workbook.engine import DuckDB
from cs_workbook.errors import DataError
from cs_workbook.exports.report import LocaleSettings
from cs_workbook.exports.sql import literal, name
from cs_workbook.exports.writings import WRITINGS, Writing
from cs_workbook.parsing import YES_WORDS, is_blank
from cs_workbook.schema.exports import Field, Kind

SQL_TYPES = {
    Kind.ID: "varchar",
    Kind.TEXT: "varchar",
    Kind.NUMBER: "double",
    Kind.MONEY: "decimal(18, 4)",
    Kind.DATE: "date",
    Kind.MOMENT: "timestamp",
    Kind.YES_NO: "boolean",
}

_CHUNK_TEXTS = 50_000
_LARGEST = {Kind.NUMBER: Decimal(10) ** 300, Kind.MONEY: Decimal(10) ** 14}


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """How one column of a file becomes values.

    Attributes:
        field: The field it holds.
        header: Its header as the file spells it.
        cell: SQL expression of the trimmed text; blank cells are blank texts.
        value: SQL expression of the value.
        lookup: Name of the table with the texts that went through Python; ``None`` for none.
        decided: The decimal mark or date order found: itself, ``"unclear"``, or ``None`` where
            no text asked for one.
        expected: What a cell should hold, in words.
        unclear: A text that can be read in two ways, with both; ``None`` where all is clear.
    """

    field: Field
    header: str
    cell: str
    value: str
    lookup: str | None = None
    decided: str | None = None
    expected: str = ""
    unclear: str | None = None

    @property
    def join(self) -> str:
        """The join that brings the values of the texts that went through Python."""
        return (
            f" left join {self.lookup} on {self.lookup}.text = {self.cell}" if self.lookup else ""
        )


def read_column(
    field: Field,
    *,
    header: str,
    table: str,
    engine: DuckDB,
    locale: LocaleSettings,
) -> Column:
    """Decide how a column is written and prepare its values.

    Args:
        field: The field it holds.
        header: Its header as the file spells it.
        table: The raw table, with the field's name for a column.
        engine: Where the table is.
        locale: What the settings say; ``"auto"`` decides from the column.

    Returns:
        The column with the SQL expression of its value.
    """
    cell = f"r.{name(field.name)}"
    if field.kind is Kind.ID:
        # Help desks write a lone dash for "none"; in a text it may be meant.
        value = f"nullif(nullif({cell}, ''), '-')"
        return Column(field=field, header=header, cell=cell, value=value, expected="an id")
    if field.kind is Kind.TEXT:
        return Column(field=field, header=header, cell=cell, value=f"nullif({cell}, '')")
    rows = f"from {table} r where note is null and {cell} <> ''"
    reading = WRITINGS[field.kind](rows, cell, engine, locale)
    cast = _cast(field.kind, cell)
    hard = f"not ({reading.canonical})"
    lookup, unclear = None, None
    if engine.rows(f"select 1 {rows} and {hard} limit 1"):
        lookup = f"texts_{table}_{field.name}"
        unclear = _parse_texts(
            lookup, f"select distinct {cell} as text {rows} and {hard}", field.kind, reading, engine
        )
        cast = (
            f"case when {lookup}.text is null then {cast} else "
            f"{_cast(field.kind, f'{lookup}.value')} end"
        )
    return Column(
        field=field,
        header=header,
        cell=cell,
        value=f"case when {cell} <> '' then {cast} end",
        lookup=lookup,
        decided=reading.decided,
        expected=reading.expected,
        unclear=unclear,
    )


def _cast(kind: Kind, text: str) -> str:
    if kind is Kind.YES_NO:
        words = ", ".join(literal(word) for word in sorted(YES_WORDS))
        return f"case when {text} is not null then lower({text}) in ({words}) end"
    if kind is Kind.DATE:
        return f"try_cast(left({text}, 10) as date)"
    if kind is Kind.MOMENT:
        # Whole seconds: engines disagree on differences between fractions of seconds.
        return f"try_cast(replace(left({text}, 19), 'T', ' ') as timestamp)"
    return f"try_cast({text} as {SQL_TYPES[kind]})"


def _parse_texts(
    lookup: str, texts: str, kind: Kind, reading: Writing, engine: DuckDB
) -> str | None:
    """Read the texts a query yields; return the first that can be read in two ways."""
    engine.execute(
        f"create or replace temp table hard_texts as "
        f"select row_number() over (order by text) as n, text from ({texts})"
    )
    engine.execute(
        f"create or replace temp table {lookup} (text varchar, value varchar, state varchar)"
    )
    unclear: str | None = None
    (count,) = engine.rows("select count(*) from hard_texts")[0]
    for start in range(0, int(str(count)), _CHUNK_TEXTS):
        found = engine.rows(
            f"select text from hard_texts where n > {start} and n <= {start + _CHUNK_TEXTS} "
            "order by n"
        )
        rows = []
        for (text,) in found:
            value, state, both = _parse_one(str(text), kind, reading)
            rows.append((text, value, state))
            unclear = unclear or both
        frame = pd.DataFrame(rows, columns=["text", "value", "state"], dtype=object)
        engine.stage_frame("parsed_chunk", frame)
        engine.execute(f"insert into {lookup} select * from parsed_chunk")
        engine.execute("drop table parsed_chunk")
    engine.execute("drop table hard_texts")
    return unclear


def _parse_one(text: str, kind: Kind, reading: Writing) -> tuple[str | None, str, str | None]:
    """Read one text: canonical text of its value, its state, how else it could be read."""
    if is_blank(text):
        return None, "blank", None
    try:
        value = reading.parse(text)
    except DataError:
        both = reading.both_ways(text) if reading.both_ways else None
        return None, "unclear" if both else "bad", both
    if value is not None and kind in _LARGEST and abs(Decimal(value)) >= _LARGEST[kind]:
        return None, "bad", None
    return value, "read", None
