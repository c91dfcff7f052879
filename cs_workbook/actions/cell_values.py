"""What a cell holds, as a worksheet sees it."""

from datetime import date, datetime, time, timedelta

from cs_workbook.workbook.port import CellValue


def as_date(value: CellValue) -> date | None:
    """Return a cell's day, ``None`` where it holds none."""
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None


def known_number(value: CellValue) -> float | None:
    """Return a number that was typed or imported, ``None`` for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value)


_DAY_0 = datetime(1899, 12, 30)  # noqa: DTZ001 - what a worksheet counts days from


def sheet_number(value: CellValue) -> float | None:
    """Return a number as the worksheet's ISNUMBER sees it: a day is the number of its days.

    >>> sheet_number(date(2026, 1, 1)), sheet_number(True), sheet_number("7")
    (46023.0, None, None)
    """
    if isinstance(value, date):
        moment = value if isinstance(value, datetime) else datetime.combine(value, time.min)
        return (moment - _DAY_0) / timedelta(days=1)
    return known_number(value)
