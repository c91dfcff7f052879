"""Put together ``tblAccounts``: one row per account, typed columns kept, rows never moved.

The order of the workbook is the order: accounts that are already there stay in their row, new
ones follow below. An account that the exports no longer have keeps its row with status "Not in
export" and counts in no figure. So nothing a person wrote on, beside or under a row changes its
meaning.

Blank rule: a number that is not known stays blank; it is never written as zero.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

import pandas as pd

from cs_workbook.actions.cell_values import as_date, known_number, sheet_number
from cs_workbook.actions.health_caps import NO_CAPS, Caps
from cs_workbook.actions.health_rows import ScoredAccount, score_accounts
from cs_workbook.actions.table_columns import live_columns
from cs_workbook.measures.health import HealthModel, HealthScore
from cs_workbook.schema.lists import CUSTOMER, GONE
from cs_workbook.schema.tables import TBL_ACCOUNTS, Owner
from cs_workbook.workbook.port import CellValue, ColumnContent

__all__ = ["KEPT_WHEN_GONE", "AccountRows", "account_rows", "plain"]

KEPT_WHEN_GONE = frozenset(
    column.header for column in TBL_ACCOUNTS.columns if column.owner is Owner.IMPORTED
) | {"First seen", "Last seen", "Source"}
"""What the row of an account that is in no export still says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRows:
    """The new content of ``tblAccounts``.

    Attributes:
        columns: Every column the tracker owns, typed ones as they were.
        origin: For each row the old row it continues, ``None`` for a new account.
        health: The health score of each row.
        shown: The same columns with the cached values in place of the formulas.
        scored: The scores again, with the cells they were made of.
        model: The health model they were made with.
    """

    columns: Mapping[str, ColumnContent]
    origin: Sequence[int | None]
    health: Sequence[HealthScore]
    shown: Mapping[str, Sequence[CellValue]]
    scored: Sequence[ScoredAccount]
    model: HealthModel

    def __len__(self) -> int:
        return len(self.origin)


def account_rows(
    facts: pd.DataFrame,
    old: Mapping[str, Sequence[CellValue]],
    *,
    model: HealthModel,
    as_of: date,
    header_row: int,
    bands_before: Mapping[str, str] = MappingProxyType({}),
    smallest_group: int = 10,
    caps: Caps = NO_CAPS,
) -> AccountRows:
    """Merge what the exports say now into the rows of the workbook.

    Args:
        facts: One row per account of the exports, one column per imported or stamped header of
            ``tblAccounts``, in the order new accounts are to appear.
        old: ``tblAccounts`` as it stands.
        model: Weights, anchors and bands.
        as_of: The day the facts hold.
        header_row: Sheet row of the table's header.
        bands_before: Account -> the band it last had on an earlier day.
        smallest_group: Fewest peers a percentile needs.
        caps: What limits scores.

    Returns:
        The new rows.
    """
    known = facts.to_dict(orient="list")
    position = {str(key): row for row, key in enumerate(known["Account ID"])}
    lines, origin = _line_up(old, position)
    values: dict[str, list[CellValue]] = {}
    for column in TBL_ACCOUNTS.columns:
        if column.owner is Owner.CALCULATED:
            continue
        source = known.get(column.header)
        before = old[column.header]
        cells: list[CellValue] = []
        for line, was in zip(lines, origin, strict=True):
            if column.owner is Owner.TYPED or (line is None and column.header in KEPT_WHEN_GONE):
                cells.append(None if was is None else before[was])
            elif line is None or source is None:
                cells.append(None)
            else:
                cells.append(plain(source[line]))
        values[column.header] = cells
    _stamp_presence(values, lines, origin, old, as_of)
    values.update(_results_of_facts(values, as_of))
    scored = score_accounts(
        {**_own_columns(old, origin), **values},
        model,
        as_of=as_of,
        before=bands_before,
        smallest_group=smallest_group,
        caps=caps,
    )
    values.update(_results_of_scores(values, scored, model, header_row))
    return AccountRows(
        columns=live_columns(TBL_ACCOUNTS, values),
        origin=origin,
        health=[one.score for one in scored],
        shown=values,
        scored=scored,
        model=model,
    )


def _line_up(
    old: Mapping[str, Sequence[CellValue]], position: Mapping[str, int]
) -> tuple[list[int | None], list[int | None]]:
    """Return for each new row its line among the facts and its old row."""
    lines: list[int | None] = []
    origin: list[int | None] = []
    placed: set[str] = set()
    for row, key in enumerate(old["Account ID"]):
        if key is None and not _anything_typed(old, row):
            continue
        name = "" if key is None else str(key)
        if name in position and name not in placed:
            placed.add(name)
            lines.append(position[name])
        else:
            lines.append(None)
        origin.append(row)
    for name, line in position.items():
        if name not in placed:
            lines.append(line)
            origin.append(None)
    return lines, origin


def _anything_typed(old: Mapping[str, Sequence[CellValue]], row: int) -> bool:
    """Tell whether a row without an id still holds something a person entered."""
    ours = {c.header for c in TBL_ACCOUNTS.columns if c.owner is Owner.CALCULATED}
    return any(cells[row] is not None for header, cells in old.items() if header not in ours)


def _stamp_presence(
    values: dict[str, list[CellValue]],
    lines: Sequence[int | None],
    origin: Sequence[int | None],
    old: Mapping[str, Sequence[CellValue]],
    as_of: date,
) -> None:
    """Write status of rows that are gone, and the first and last day each account was seen."""
    for row, (line, was) in enumerate(zip(lines, origin, strict=True)):
        if line is None:
            values["Status"][row] = GONE
            continue
        first = None if was is None else as_date(old["First seen"][was])
        values["First seen"][row] = as_of if first is None else min(first, as_of)
        values["Last seen"][row] = as_of


def _own_columns(
    old: Mapping[str, Sequence[CellValue]], origin: Sequence[int | None]
) -> dict[str, list[CellValue]]:
    """Return the columns people added, as they will stand: a measure may read one."""
    return {
        header: [None if was is None else cells[was] for was in origin]
        for header, cells in old.items()
        if header not in TBL_ACCOUNTS.headers
    }


def _results_of_facts(
    values: Mapping[str, Sequence[CellValue]], as_of: date
) -> dict[str, list[CellValue]]:
    """Return what the live formulas show that look at the row alone."""
    today = sheet_number(as_of) or 0.0
    pulses: list[CellValue] = []
    for pulse, until in zip(values["CSM pulse"], values["Pulse until"], strict=True):
        last = sheet_number(until)
        value = sheet_number(pulse)
        over = last is not None and last < today
        pulses.append("" if value is None or over else value)
    return {
        "Pulse in force": pulses,
        "MRR kept": [
            min(known_number(now) or 0, known_number(start) or 0)
            for now, start in zip(values["MRR"], values["MRR at start"], strict=True)
        ],
    }


def _results_of_scores(
    values: Mapping[str, Sequence[CellValue]],
    scored: Sequence[ScoredAccount],
    model: HealthModel,
    header_row: int,
) -> dict[str, list[CellValue]]:
    """Return what the live formulas show that look at the score."""
    worst = model.bands[0].name
    return {
        "Band": [one.band for one in scored],
        "Health": ["" if one.score.score is None else one.score.score for one in scored],
        "Coverage (%)": [one.score.coverage for one in scored],
        "Risk order": [
            (known_number(values["MRR"][row]) or 0) - (header_row + 1 + row) / 10**7
            if values["Status"][row] == CUSTOMER and one.band == worst
            else ""
            for row, one in enumerate(scored)
        ],
    }


def _is_nan(value: object) -> bool:
    return isinstance(value, float) and math.isnan(value)


def plain(value: object) -> CellValue:
    """Return a value of a frame as a plain cell value; every kind of missing becomes ``None``."""
    if value is None or value is pd.NaT or value is pd.NA or _is_nan(value):
        return None
    if isinstance(value, pd.Timestamp):
        moment = value.to_pydatetime()
        return moment.date() if moment.time() == moment.min.time() else moment
    if isinstance(value, bool | str | int | float | date):
        return value
    item = getattr(value, "item", None)  # numpy's own numbers and booleans
    return plain(item()) if callable(item) else str(value)
