"""Time to value: days from joining to the first use, those who still wait counted as waiting."""

from collections.abc import Iterable, Mapping
from datetime import date

from cs_workbook.measures.retention import Lifetime, retention_curve
from cs_workbook.measures.tenure import median_interval
from cs_workbook.workbook.port import CellValue

NO_USAGE = "no usage export"


def waiting_time(
    joined: date, left: date | None, first_use: date | None, *, as_of: date
) -> Lifetime:
    """Return how many days a customer waited for its first use.

    Args:
        joined: First day of service.
        left: First day without service; ``None`` for a customer.
        first_use: First day of use; ``None`` where there was none yet.
        as_of: The day up to which the list is true.

    Returns:
        Days, and whether the wait ended with a use. Use before joining, in a trial say, is a
        wait of 0 days. Who left without any use stopped waiting on that day.

    >>> waiting_time(date(2024, 1, 1), None, date(2024, 1, 13), as_of=date(2024, 6, 30))
    Lifetime(duration=12, lost=True)
    """
    if first_use is not None:
        return Lifetime(max(0, (first_use - joined).days), lost=True)
    return Lifetime(((as_of if left is None else left) - joined).days, lost=False)


def time_to_value_cells(
    first_use: Mapping[str, date],
    customers: Iterable[tuple[str, date, date | None]],
    *,
    as_of: date,
) -> dict[str, CellValue]:
    """Return the cells that say how long customers wait for their first use.

    Only who joined on or after the first day of the usage export is judged: the first use of the
    others may lie before it, and what the export shows first would make the wait far too long.

    Args:
        first_use: First day of use by account.
        customers: Account, first day, first day without service; only those whose days are known.
        as_of: The day up to which the list is true.
    """
    if not first_use:
        return {
            "TimeToValue": NO_USAGE,
            "TimeToValueLow": None,
            "TimeToValueHigh": None,
            "TimeToValueCustomers": None,
            "TimeToValueReached": None,
            "TimeToValueRule": "No usage export, so nobody knows when customers first used it.",
        }
    begins = min(first_use.values())
    waits: list[Lifetime] = []
    earlier = before = 0
    for account, joined, left in customers:
        if joined < begins:
            earlier += 1
        else:
            before += account in first_use and first_use[account] < joined
            waits.append(waiting_time(joined, left, first_use.get(account), as_of=as_of))
    curve = retention_curve(waits)
    low, high = median_interval(curve)
    return {
        "TimeToValue": curve.median_words if curve.median is None else curve.median,
        "TimeToValueLow": low,
        "TimeToValueHigh": high,
        "TimeToValueCustomers": curve.n,
        "TimeToValueReached": sum(wait.lost for wait in waits),
        "TimeToValueRule": f"Left out: {earlier:,} who joined before the usage export begins "
        f"({begins.isoformat()}). {before:,} used it before joining, a wait of 0 days.",
    }
