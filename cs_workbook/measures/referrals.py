"""Referrals: how many customers bring others, how many leads they bring, and how many are won.

References:
    The usual definitions of customer advocacy: referring customers / customers, leads from
    referrals / customers, won / leads; the shares with Wilson's interval.
"""

from dataclasses import dataclass

from cs_workbook.errors import OutOfRangeError
from cs_workbook.measures.figure import Figure, Part, Unit, percent_of
from cs_workbook.measures.intervals import wilson_interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Referrals:
    """What customers bring.

    Attributes:
        referring_customers: Customers with at least one referral, in percent of customers.
        leads_per_customer: Leads from referrals per customer.
        win_rate: Leads won in percent of leads from referrals.
    """

    referring_customers: Figure
    leads_per_customer: Figure
    win_rate: Figure


def referrals(*, customers: int, referring: int, leads: int, won: int) -> Referrals:
    """Return the three measures of referral.

    Args:
        customers: All customers.
        referring: Customers who brought at least one lead.
        leads: Leads they brought.
        won: Leads among them that became customers.

    Returns:
        The measures; no value where there is nothing to divide by.

    Raises:
        OutOfRangeError: A number is negative, or a part is larger than its whole.

    >>> found = referrals(customers=240, referring=18, leads=27, won=6)
    >>> found.referring_customers.value, found.leads_per_customer.value
    (7.5, 0.1125)
    """
    for part, whole, words in (
        (referring, customers, "referring customers among customers"),
        (won, leads, "leads won among leads"),
        (referring, leads, "referring customers among their leads"),
    ):
        if not 0 <= part <= whole:
            raise OutOfRangeError(
                f"Referrals: expected 0 to {whole} {words}, found {part}. Correct the counts."
            )
    return Referrals(
        referring_customers=_share(referring, customers, "referring customers", "customers"),
        leads_per_customer=Figure(
            value=leads / customers if customers else None,
            n=customers,
            unit=Unit.RATIO,
            parts=(Part("leads from referrals", leads), Part("customers", customers)),
            rule="Leads from referrals per customer.",
            reason=None if customers else "no customers",
        ),
        win_rate=_share(won, leads, "leads won", "leads from referrals"),
    )


def _share(part: int, whole: int, part_is: str, whole_is: str) -> Figure:
    return Figure(
        value=percent_of(part, whole),
        n=whole,
        parts=(Part(part_is, part), Part(whole_is, whole)),
        rule=f"{part_is.capitalize()} in percent of {whole_is}.",
        interval=wilson_interval(part, whole),
        reason=None if whole else f"no {whole_is}",
    )
