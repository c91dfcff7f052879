"""Loads a rollup's SQL and runs it.

A file that builds on another names it in a header line, ``-- Uses:  subscription_mrr``; the other
file is put in front as a common table expression of that name. Nothing but these files and typed
parameters ever becomes SQL.
"""

import re
from functools import cache
from importlib.resources import files
from itertools import dropwhile

import pandas as pd

from cs_workbook.engine import Engine, Scalar
from cs_workbook.errors import ImportRejected
from cs_workbook.schema.health_model import HEADER_ROW

ROWS_OF_A_SHEET = 1_048_576 - HEADER_ROW
"""How many rows of data one worksheet of the tracker holds."""

_USES = re.compile(r"^-- Uses:\s+(.+)$", re.MULTILINE)
_WITH = "with\n"
_PARAMETER = re.compile(r"\$([a-z_]+)")


def rollup(engine: Engine, name: str, **parameters: Scalar) -> pd.DataFrame:
    """Run one rollup over the staged tables.

    Rows come back in an order that is always the same for the same data. Counts are ``Int64``,
    yes and no ``boolean``, other numbers ``float64``, days ``datetime64``; a blank is a missing
    value of its type.

    Args:
        engine: Holds the staged tables ``accounts``, ``subscriptions``, ``surveys``,
            ``tickets``, ``usage`` and ``churn_events``; a table may be empty, not absent.
        name: Name of its file in ``sql/`` without the ending.
        parameters: A value for each ``$name`` in the file, no more and no less.

    Returns:
        The rows, as the head of the file describes them.

    Raises:
        LookupError: There is no rollup of that name.
        TypeError: A parameter is missing or not known.
        ImportRejected: There are more rows than a worksheet holds.
    """
    sql = rollup_sql(name)
    expected = set(_PARAMETER.findall(sql))
    if expected != set(parameters):
        raise TypeError(
            f"Rollup {name}: expected the parameters {', '.join(sorted(expected)) or 'none'}, "
            f"found {', '.join(sorted(parameters)) or 'none'}."
        )
    frame = engine.query(sql, parameters)
    if len(frame) > ROWS_OF_A_SHEET:
        raise ImportRejected(
            f"Rollup {name}: expected at most {ROWS_OF_A_SHEET:,} rows, the most a worksheet "
            f"holds, found {len(frame):,}. Split the accounts over several trackers."
        )
    # The database hands out plain types where a column has no blank and others where it has one;
    # a column's type must not depend on its data.
    types = {
        column: "Int64" if pd.api.types.is_integer_dtype(dtype) else "boolean"
        for column, dtype in frame.dtypes.items()
        if pd.api.types.is_integer_dtype(dtype) or pd.api.types.is_bool_dtype(dtype)
    }
    return frame.astype(types)


@cache
def rollup_names() -> tuple[str, ...]:
    """Return the names of all rollups in alphabetical order.

    >>> "account_usage" in rollup_names()
    True
    """
    folder = files("cs_workbook.rollups") / "sql"
    names = (entry.name for entry in folder.iterdir())
    return tuple(sorted(name.removesuffix(".sql") for name in names if name.endswith(".sql")))


@cache
def rollup_sql(name: str) -> str:
    """Return the whole statement of a rollup, with the files it builds on in front.

    Args:
        name: Name of the rollup.

    Returns:
        One SQL statement with named parameters.

    Raises:
        LookupError: There is no rollup of that name.

    >>> print(rollup_sql("survey_counts")[:22])
    with
    window_answers as
    """
    body = _body(name)
    others = ",\n".join(f"{other} as (\n{_body(other)})" for other in _uses(name))
    if not others:
        return body
    if body.startswith(_WITH):
        return f"{_WITH}{others},\n{body.removeprefix(_WITH)}"
    return f"{_WITH}{others}\n{body}"


def _text(name: str) -> str:
    if name not in rollup_names():
        raise LookupError(f"Rollup: expected one of {', '.join(rollup_names())}, found {name!r}.")
    return (files("cs_workbook.rollups") / "sql" / f"{name}.sql").read_text(encoding="utf-8")


def _body(name: str) -> str:
    """The statement without the comment lines at its head."""
    lines = _text(name).splitlines(keepends=True)
    return "".join(dropwhile(lambda line: line.startswith("--"), lines))


def _uses(name: str) -> tuple[str, ...]:
    found = _USES.search(_text(name))
    return tuple(found.group(1).split(", ")) if found else ()
