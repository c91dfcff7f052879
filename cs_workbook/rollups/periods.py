"""The day a period is compared with."""

import calendar
from datetime import date

from cs_workbook.errors import OutOfRangeError


def period_start(as_of: date, *, months: int) -> date:
    """Return the day before the period of that many months that ends on the as-of date.

    The same day of the month, so many months earlier; where that month is shorter, its last day.
    The last day of a month goes with the last day of a month: three months to 30 June begin on
    1 April, and the day before is 31 March.

    Args:
        as_of: Last day of the period.
        months: Length of the period in months, 1 or more.

    Returns:
        The day whose state the as-of date is compared with.

    Raises:
        OutOfRangeError: The period is shorter than a month or begins before the calendar.

    >>> period_start(date(2026, 6, 30), months=3)
    datetime.date(2026, 3, 31)
    >>> period_start(date(2026, 6, 15), months=12)
    datetime.date(2025, 6, 15)
    """
    number = as_of.year * 12 + as_of.month - 1 - months
    if months < 1 or number < 12:  # noqa: PLR2004 - month 12 is January of the year 1
        raise OutOfRangeError(f"Period in months: expected 1 or more, found {months!r}.")
    year, month = number // 12, number % 12 + 1
    last = calendar.monthrange(year, month)[1]
    ends_its_month = as_of.day == calendar.monthrange(as_of.year, as_of.month)[1]
    return date(year, month, last if ends_its_month else min(as_of.day, last))
