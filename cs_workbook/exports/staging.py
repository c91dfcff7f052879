"""Raw tables to typed rows: every file of a role into one table of the role.

The table ``all_<role>`` holds every row of data of every file, those that will be set aside too:
the rules between tables look at all of them. A cell that cannot be read is blank there and listed
among the problems; a row without a value it cannot do without is set aside.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from cs_workbook.engine import DuckDB
from cs_workbook.exports.cells import RawFile
from cs_workbook.exports.layout import Layout
from cs_workbook.exports.loading import RawTable
from cs_workbook.exports.problem_log import ProblemLog
from cs_workbook.exports.report import LocaleSettings
from cs_workbook.exports.sql import literal, name
from cs_workbook.exports.survey_kinds import SurveyKinds
from cs_workbook.exports.values import SQL_TYPES, Column, read_column
from cs_workbook.schema.exports import ROLES, SURVEYS, Field, Kind, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class StagedFile:
    """A recognised file whose rows are in the table of its role.

    Attributes:
        file_no: Its place in the import.
        role: Its role.
        headers: Header as the file spells it, by field name.
        rows_read: Rows of data, spoilt ones included.
        spoilt: Rows that could not be split into fields.
        set_aside_whole: No row of it can be used.
        decimal_mark: See :class:`~cs_workbook.exports.report.FileReport`.
        date_order: See :class:`~cs_workbook.exports.report.FileReport`.
    """

    file_no: int
    role: Role
    headers: Mapping[str, str]
    rows_read: int
    spoilt: int
    set_aside_whole: bool
    decimal_mark: str | None
    date_order: str | None


def all_rows(role: Role) -> str:
    """Return the name of the table with every row of a role."""
    return f"all_{role.name}"


def create_tables(engine: DuckDB) -> None:
    """Make the empty tables rows are staged in."""
    for role in ROLES.values():
        columns = ", ".join(f"{name(field.name)} {SQL_TYPES[field.kind]}" for field in role.fields)
        engine.execute(
            f"create or replace table {all_rows(role)} ({columns}, file_no integer, line bigint)"
        )


def stage(
    raw: RawTable,
    *,
    file_no: int,
    file_name: str,
    layout: Layout,
    engine: DuckDB,
    log: ProblemLog,
    locale: LocaleSettings,
    scales: Mapping[str, tuple[int, int]],
) -> StagedFile:
    """Type the rows of one file into the table of its role.

    Args:
        raw: Its text.
        file_no: Its place in the import.
        file_name: Its name; may say which survey it holds.
        layout: Its header and role.
        engine: Where the tables are.
        log: Where problems go.
        locale: How dates and numbers are written.
        scales: Lowest and highest answer of each survey.

    Returns:
        What was staged.
    """
    recognised = layout.recognised
    assert recognised is not None  # noqa: S101 - only recognised files are staged
    role = recognised.role
    columns = {
        field: read_column(
            role.field(field),
            header=layout.header[place],
            table=raw.table,
            engine=engine,
            locale=locale,
        )
        for field, place in recognised.places.items()
    }
    file = RawFile(raw, file_no, columns, engine, log)
    file.report_lines_left_out(layout)
    set_aside_whole = False
    if role is SURVEYS:
        score = layout.header[recognised.places["score"]]
        kinds = SurveyKinds(file, score, file_name, scales=scales)
        columns["survey"], set_aside_whole = kinds.column, kinds.unknown
    for column in columns.values():
        file.report_cells(column, is_key=column.field.name == role.key)
    file.report_limits()
    selected = [
        f"{file.within_limits(columns[field.name])} as {name(field.name)}"
        if field.name in columns
        else _absent(field, role, file_name, raw.line)
        for field in role.fields
    ]
    engine.execute(
        f"insert into {all_rows(role)} select {', '.join(selected)}, {file_no}, {raw.line} "
        f"{file.rows}"
    )
    (count,) = engine.rows(f"select count(*) from {raw.table} where note is null")[0]
    staged = StagedFile(
        file_no=file_no,
        role=role,
        headers={field: column.header for field, column in columns.items()},
        rows_read=int(str(count)) + raw.spoilt,
        spoilt=raw.spoilt,
        set_aside_whole=set_aside_whole,
        decimal_mark=_summary(columns, Kind.NUMBER, Kind.MONEY),
        date_order=_summary(columns, Kind.DATE, Kind.MOMENT),
    )
    file.drop()
    return staged


def _absent(field: Field, role: Role, file_name: str, line: str) -> str:
    if field.name == role.key:
        return f"{literal(file_name + ':')} || ({line})::varchar as {name(field.name)}"
    return f"null::{SQL_TYPES[field.kind]} as {name(field.name)}"


def _summary(columns: Mapping[str, Column], *kinds: Kind) -> str | None:
    found = {c.decided for c in columns.values() if c.field.kind in kinds and c.decided}
    if "unclear" in found:
        return "unclear"
    return "mixed" if len(found) > 1 else next(iter(found), None)
