"""Customer lifetime value as a headline figure, by the rule chosen on Settings.

The workbook computes the same from its own cells; here it is computed for the stored values, the
interval and the words.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from cs_workbook.actions.account_rows import AccountRows
from cs_workbook.actions.cell_values import known_number
from cs_workbook.actions.counts import Counts, Stated
from cs_workbook.actions.tracker import TrackerSettings
from cs_workbook.measures.churn_periods import monthly_from_period_churn
from cs_workbook.measures.figure import percent_of
from cs_workbook.measures.intervals import Interval, wilson_interval
from cs_workbook.measures.lifetime_value import (
    discounted_lifetime_value,
    historic_lifetime_value,
    monthly_from_annual_discount,
)
from cs_workbook.schema.lists import CUSTOMER
from cs_workbook.schema.retention_tables import CHURN_WITH_PERIOD

_ALL = 100.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """What a forecast of lifetime value is made of, for some accounts.

    Attributes:
        arpa: Mean MRR of the customers whose MRR is known; ``None`` where none is.
        base: Customers at the start of the period.
        lost: Of these, lost in it.
        monthly_churn: Percent a month; ``None`` where it is not known.
        has_period: Whether the churn rule in force counts the losses of a period.
    """

    arpa: float | None
    base: int
    lost: int
    monthly_churn: float | None
    has_period: bool

    @property
    def unknown(self) -> bool:
        """Whether revenue or churn is not known."""
        return self.arpa is None or self.monthly_churn is None


def worth_of(
    accounts: AccountRows, rows: Iterable[int], settings: TrackerSettings, *, has_period: bool
) -> Worth:
    """Add up what a forecast needs over some rows of the Accounts sheet."""
    chosen = list(rows)
    shown = accounts.shown
    mrr = [
        amount
        for row in chosen
        if shown["Status"][row] == CUSTOMER
        and (amount := known_number(shown["MRR"][row])) is not None
        and amount >= 0
    ]
    base = sum(shown["In churn base"][row] == "Yes" for row in chosen)
    lost = sum(shown["Lost"][row] == "Yes" for row in chosen)
    churn = percent_of(lost, base) if has_period else None
    return Worth(
        arpa=sum(mrr) / len(mrr) if mrr else None,
        base=base,
        lost=lost,
        monthly_churn=monthly_from_period_churn(churn, months=settings.period_months),
        has_period=has_period,
    )


def printed_value(
    worth: Worth, paid: float, accounts_that_paid: int, settings: TrackerSettings
) -> float | None:
    """Return the lifetime value by the rule chosen on Settings.

    Args:
        worth: What a forecast is made of.
        paid: What the accounts have paid so far.
        accounts_that_paid: Accounts of which that is known.
        settings: Rule, margin and discount.

    Returns:
        Money per customer; ``None`` where it is not known or not defined.
    """
    if settings.lifetime_rule == "Historic":
        total = historic_lifetime_value(
            [paid] if accounts_that_paid else [], gross_margin=settings.gross_margin
        ).value
        return None if total is None else total / accounts_that_paid
    return _forecast(worth.arpa, worth.monthly_churn, settings)


def _forecast(arpa: float | None, churn: float | None, settings: TrackerSettings) -> float | None:
    return discounted_lifetime_value(
        arpa,
        gross_margin=settings.gross_margin,
        churn=churn,
        discount=_discount(settings),
    ).value


def _discount(settings: TrackerSettings) -> float:
    """Return percent a month; without a discount the forecast is margin over churn."""
    if settings.lifetime_rule != "Discounted":
        return 0.0
    return monthly_from_annual_discount(settings.discount_rate)


def lifetime_figures(
    accounts: AccountRows, counts: Counts, settings: TrackerSettings
) -> dict[str, Stated]:
    """Return what is known about the lifetime value of all customers."""
    margin = settings.gross_margin / _ALL
    if settings.lifetime_rule == "Historic":
        return {
            "KPI_CLTV": Stated(
                part=counts.paid_so_far * margin,
                base=counts.accounts_that_paid,
                n=counts.accounts_that_paid,
                rule="Rule 'Historic': paid so far x gross margin, per account that paid. "
                f"{_margin(settings)}",
            )
        }
    has_period = counts.rule_in_force == CHURN_WITH_PERIOD
    worth = worth_of(accounts, range(len(accounts)), settings, has_period=has_period)
    discount = _discount(settings)
    arpa, churn = worth.arpa, worth.monthly_churn
    known = arpa is not None and churn is not None
    return {
        "KPI_CLTV": Stated(
            part=(arpa or 0) * margin * (1 + discount / _ALL) if known else 0,
            base=((churn or 0) + discount) / _ALL if known else 0,
            n=worth.base,
            interval=_interval(worth, settings),
            rule=f"Rule '{settings.lifetime_rule}': ARPA x gross margin / monthly churn"
            f"{_discounted(settings, discount)}. {_why_not(worth, discount)}{_margin(settings)}",
        )
    }


def _interval(worth: Worth, settings: TrackerSettings) -> Interval | None:
    """Return the values at both ends of the interval of churn; none where nobody was lost."""
    churn = wilson_interval(worth.lost, worth.base)
    if churn is None or not worth.has_period or worth.lost == 0:
        return None
    months = settings.period_months
    low, high = (
        _forecast(worth.arpa, monthly_from_period_churn(end, months=months), settings)
        for end in (churn.high, churn.low)
    )
    if low is None or high is None:
        return None
    return Interval(low=low, high=high, confidence=churn.confidence, method="Wilson, of churn")


def _discounted(settings: TrackerSettings, discount: float) -> str:
    if settings.lifetime_rule != "Discounted":
        return ""
    return (
        f", later money worth {discount:.2f} % less a month ({settings.discount_rate:g} % a year)"
    )


def _margin(settings: TrackerSettings) -> str:
    if settings.gross_margin == _ALL:
        return "Gross margin 100 %: this is revenue, not margin."
    return f"Gross margin {settings.gross_margin:g} %."


def _why_not(worth: Worth, discount: float) -> str:
    if not worth.has_period:
        return "Not known: the churn rule in force counts since ever, not in a period. "
    if worth.arpa is None:
        return "No data: no customer's MRR is known. "
    if worth.monthly_churn is None:
        return "No data: nobody was a customer at the start of the period. "
    if worth.monthly_churn + discount == 0:
        return "Not defined: no churn in the period. "
    return "Interval: of churn alone (Wilson). " if worth.lost else "No churn in the period. "
