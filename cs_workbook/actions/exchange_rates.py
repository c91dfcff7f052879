"""Read the exchange rates people typed, before anything is imported with them."""

from datetime import date, datetime
from decimal import Decimal

from cs_workbook.errors import SettingsError
from cs_workbook.measures.exchange_rates import ExchangeRates, Rate
from cs_workbook.measures.figure import is_blank
from cs_workbook.schema.tables import TBL_RATES
from cs_workbook.workbook.port import CellValue, Workbook


def read_exchange_rates(workbook: Workbook, *, book: str) -> ExchangeRates:
    """Read ``tblRates``; rows without currency and rate are skipped.

    Args:
        workbook: The tracker.
        book: The book currency.

    Raises:
        SettingsError: A row lacks its currency or its rate, holds something else there, or the
            rates contradict each other.
    """
    table = workbook.read_table(TBL_RATES.name)
    rows = zip(table["Currency"], table["From day"], table["Rate"], strict=True)
    rates = tuple(
        _rate(currency, day, rate, number)
        for number, (currency, day, rate) in enumerate(rows, start=1)
        if not (is_blank(currency) and is_blank(rate))
    )
    return ExchangeRates(book=book, rates=rates)


def _rate(currency: CellValue, day: CellValue, rate: CellValue, number: int) -> Rate:
    if not isinstance(currency, str) or is_blank(currency):
        raise _refused(number, "Currency", "a currency such as EUR", currency)
    if isinstance(rate, bool) or not isinstance(rate, int | float):
        raise _refused(number, "Rate", "a number", rate)
    if isinstance(day, datetime):
        day = day.date()
    if not (is_blank(day) or isinstance(day, date)):
        raise _refused(number, "From day", "a date or nothing", day)
    # The shortest text of a float is the number somebody typed; its binary digits are not.
    worth = Decimal(repr(rate))
    return Rate(currency=currency, from_day=day if isinstance(day, date) else None, rate=worth)


def _refused(number: int, column: str, expected: str, found: CellValue) -> SettingsError:
    return SettingsError(
        f"Exchange rates, row {number}, column {column!r}: expected {expected}, found {found!r}. "
        "Complete the row or empty it."
    )
