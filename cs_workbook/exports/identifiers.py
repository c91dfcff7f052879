"""Salesforce ids in one form across the whole import.

Reports give ids of 15 characters that differ in nothing but case, the data loader gives 18. Where
both forms of one kind of id occur in an import, the short ones are given their checksum, so that
rows find each other and Excel's look-ups, which ignore case, tell them apart. An import that holds
only short ids is left as it is.
"""

from collections.abc import Sequence

import pandas as pd

from cs_workbook.engine import DuckDB
from cs_workbook.exports.sql import name
from cs_workbook.exports.staging import all_rows
from cs_workbook.parsing import is_salesforce_id_18, salesforce_id_18
from cs_workbook.schema.exports import Kind, Role

_SHORT = "length({0}) = 15 and regexp_full_match({0}, '[A-Za-z0-9]{{15}}')"
_LONG = "length({0}) = 18 and regexp_full_match({0}, '[A-Za-z0-9]{{15}}[A-Z0-5]{{3}}')"
_ENOUGH = 1000


def unify_salesforce_ids(engine: DuckDB, roles: Sequence[Role]) -> None:
    """Lengthen the 15-character ids of every id field that also holds 18-character ones.

    Args:
        engine: Where the tables ``all_<role>`` are.
        roles: The roles the import has files of.
    """
    tables_of: dict[str, list[str]] = {}
    for role in roles:
        for field in role.fields:
            if field.kind is Kind.ID:
                tables_of.setdefault(field.name, []).append(all_rows(role))
    for field_name, tables in tables_of.items():
        long = _texts(engine, field_name, tables, _LONG, limit=_ENOUGH)
        if not any(is_salesforce_id_18(text) for text in long):
            continue
        short = _texts(engine, field_name, tables, _SHORT)
        if not short:
            continue
        frame = pd.DataFrame(
            [(text, salesforce_id_18(text)) for text in short], columns=["short", "long"]
        )
        engine.stage_frame("longer_ids", frame)
        for table in tables:
            engine.execute(
                f"update {table} set {name(field_name)} = longer_ids.long from longer_ids "
                f"where {name(field_name)} = longer_ids.short"
            )
        engine.execute("drop table longer_ids")


def _texts(
    engine: DuckDB, field: str, tables: list[str], condition: str, *, limit: int | None = None
) -> list[str]:
    union = " union ".join(
        f"select {name(field)} as id from {table} where {condition.format(name(field))}"
        for table in tables
    )
    most = "" if limit is None else f" limit {limit}"
    return [str(text) for (text,) in engine.rows(f"select id from ({union}) order by id{most}")]
