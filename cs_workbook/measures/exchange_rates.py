"""Amounts in other currencies: one unit in the book currency, by rates with a first day.

A rate is in force from its day until the next rate of the same currency. An amount is converted
once, at the rate of one stated day, and never again: so a contract keeps its worth for as long as
it runs, and a change of rates is no expansion and no contraction. A currency is compared without
case; a blank one is the book currency. Where no rate is in force on the day, there is no amount:
an amount in an unknown currency is not known, and never taken as it stands.

References:
    ChartMogul help, "How does ChartMogul handle multiple currencies" (movements without FX).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from cs_workbook.errors import SettingsError
from cs_workbook.measures.figure import is_blank

_FOUR_DECIMALS = Decimal("0.0001")


def currency_code(text: str) -> str:
    """Return a currency as it is compared.

    >>> currency_code(" eur ")
    'EUR'
    """
    return text.strip().upper()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """What one unit of a currency is worth in the book currency, from a day on.

    Attributes:
        currency: The other currency.
        from_day: First day the rate is in force; ``None`` for ever since.
        rate: Worth of one unit in the book currency, above 0.
    """

    currency: str
    from_day: date | None
    rate: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeRates:
    """The book currency and the rates of the others.

    Attributes:
        book: The book currency; its own rate is always 1.
        rates: The rates, in any order.

    Raises:
        SettingsError: A rate is not above 0, two rates of a currency begin on one day, or a rate
            of the book currency is not 1.
    """

    book: str
    rates: tuple[Rate, ...] = ()

    def __post_init__(self) -> None:
        seen: set[tuple[str, date | None]] = set()
        for rate in self.rates:
            code = currency_code(rate.currency)
            since = "ever since" if rate.from_day is None else f"from {rate.from_day.isoformat()}"
            if rate.rate <= 0:
                raise SettingsError(
                    f"Exchange rates, {code} {since}: expected a rate above 0, found {rate.rate}. "
                    f"Type what one {code} is worth in {self.book}."
                )
            if code == currency_code(self.book) and rate.rate != 1:
                raise SettingsError(
                    f"Exchange rates, {code} {since}: expected 1, because {code} is the book "
                    f"currency, found {rate.rate}. Delete the row, or change Currency on Settings."
                )
            if (code, rate.from_day) in seen:
                raise SettingsError(
                    f"Exchange rates, {code} {since}: expected one rate per currency and day, "
                    "found two. Delete one of them."
                )
            seen.add((code, rate.from_day))

    def in_force(self, currency: str | None, day: date) -> Decimal | None:
        """Return the rate of a currency on a day.

        Args:
            currency: The currency; a blank is the book currency.
            day: The day the amount is converted on.

        Returns:
            Worth of one unit in the book currency; ``None`` where no rate is in force.

        >>> rates = ExchangeRates(
        ...     book="USD",
        ...     rates=(Rate(currency="EUR", from_day=date(2024, 1, 1), rate=Decimal("1.1")),),
        ... )
        >>> rates.in_force("eur", date(2024, 6, 1)), rates.in_force("EUR", date(2023, 12, 31))
        (Decimal('1.1'), None)
        """
        code = "" if currency is None or is_blank(currency) else currency_code(currency)
        if code in {"", currency_code(self.book)}:
            return Decimal(1)
        begun = [rate for rate in self._of(code) if rate.from_day is None or rate.from_day <= day]
        latest = max(begun, key=lambda rate: rate.from_day or date.min, default=None)
        return None if latest is None else latest.rate

    def convert(self, amount: Decimal | None, currency: str | None, day: date) -> Decimal | None:
        """Return an amount in the book currency, to four decimals, half away from zero.

        Args:
            amount: The amount; a blank stays blank.
            currency: Its currency; a blank is the book currency.
            day: The day it is converted on.

        Returns:
            The amount; ``None`` where it or its rate is not known.
        """
        rate = self.in_force(currency, day)
        if amount is None or rate is None:
            return None
        return (amount * rate).quantize(_FOUR_DECIMALS, rounding=ROUND_HALF_UP)

    def _of(self, code: str) -> Iterable[Rate]:
        return (rate for rate in self.rates if currency_code(rate.currency) == code)
