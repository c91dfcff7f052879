"""Put together ``tblForecasts``: what each refresh expected, and what came of it.

Rows of other days stay; their outcome is counted anew from the exports, because a renewal may come
in late, until its days of grace have passed. Rows of the same day are replaced, so that refreshing
twice on one day leaves one row per horizon.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from cs_workbook.actions.analyses.renewal_rows import Due, Row
from cs_workbook.actions.cell_values import as_date, known_number
from cs_workbook.actions.table_columns import columns_of
from cs_workbook.schema.renewal_tables import FINAL, HORIZONS, IN_GRACE, NOT_YET_DUE
from cs_workbook.schema.tables import TBL_FORECASTS
from cs_workbook.workbook.port import CellValue, ColumnContent

_OUTCOME = ("Outcome MRR", "Outcome is", "Error (%)")


def forecast_columns(
    old: Mapping[str, Sequence[CellValue]],
    rows: Sequence[Row],
    dues: Sequence[Due],
    *,
    as_of: date,
    grace_days: int,
) -> dict[str, ColumnContent]:
    """Return ``tblForecasts`` with the forecasts of this refresh.

    Args:
        old: The table as it stands.
        rows: The rows of ``tblRenewals``.
        dues: Every renewal the exports know, of any time.
        as_of: The day figures count up to.
        grace_days: Days after its date within which a renewal counts as renewed.
    """
    lines: list[dict[str, CellValue]] = []
    for row, day in enumerate(old["As of"]):
        made = as_date(day)
        if made is not None and made != as_of:
            line = {header: old[header][row] for header in TBL_FORECASTS.headers}
            lines.append(line | _outcome(line, made, dues, as_of=as_of, grace_days=grace_days))
    lines.extend(_forecast(rows, days, as_of=as_of) for days in HORIZONS)
    return columns_of(TBL_FORECASTS, lines)


def _forecast(rows: Iterable[Row], days: int, *, as_of: date) -> dict[str, CellValue]:
    """Return this refresh's forecast of so many days."""
    due_by = as_of + timedelta(days=days)
    chosen = [
        (row.due, row.outlook)
        for row in rows
        if row.due is not None and as_of <= row.due.renewal_date <= due_by
    ]
    return {
        "As of": as_of,
        "Horizon (days)": days,
        "Due by": due_by,
        "Renewals": len(chosen),
        "Target MRR": sum(due.mrr_due or 0 for due, _ in chosen),
        "Worst": sum(look.worst for _, look in chosen),
        "Likely": sum(look.likely for _, look in chosen),
        "Best": sum(look.best for _, look in chosen),
        "Outcome MRR": None,
        "Outcome is": NOT_YET_DUE,
        "Error (%)": "",
    }


def _outcome(
    line: Mapping[str, CellValue],
    made: date,
    dues: Sequence[Due],
    *,
    as_of: date,
    grace_days: int,
) -> dict[str, CellValue]:
    """Return what came of an earlier forecast, as far as the exports know by now."""
    due_by = as_date(line["Due by"])
    if due_by is None or due_by >= as_of:
        return {"Outcome MRR": None, "Outcome is": NOT_YET_DUE, "Error (%)": ""}
    if not dues:
        # Exports without any contract say nothing about these renewals: what was known stays.
        return {header: line[header] for header in _OUTCOME}
    outcome = sum(due.renewed for due in dues if made <= due.renewal_date <= due_by)
    target, likely = known_number(line["Target MRR"]), known_number(line["Likely"]) or 0
    final = (as_of - due_by).days > grace_days
    return {
        "Outcome MRR": outcome,
        "Outcome is": FINAL if final else IN_GRACE,
        "Error (%)": 100 * (likely - outcome) / target if target else "",
    }
