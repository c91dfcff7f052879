"""Retained revenue: GRR and NRR, gross and net MRR churn, the quick ratio.

All amounts are monthly recurring revenue (MRR) in one currency, zero or positive, without one-off
fees and tax. Losses are given as positive amounts. A start of zero gives no value.

Retention by account needs both amounts of an account: a blank end is "not known", not "gone", so
the account is left out and counted. An account that really left has an end of 0.

References:
    ChartMogul help, "MRR churn rate" (gross and net; reactivation is netted off).
    dbt Labs, "MRR playbook": what is renewed of an account is least(now, before).
    ChurnZero, "Net revenue retention"; Pulse RevOps, worked gross and net retention.
    growthstack.dev and pitchkit.net, "Quick ratio".
"""

import math
from collections.abc import Mapping

from cs_workbook.errors import OutOfRangeError
from cs_workbook.measures.figure import Figure, Part, Unit, is_blank, percent_of
from cs_workbook.measures.mrr import MrrTotals


def gross_revenue_retention(accounts: Mapping[str, tuple[float | None, float | None]]) -> Figure:
    """Return gross revenue retention (GRR) by account: what is left, growth not counted.

    100 * sum of min(start, end) / sum of start. Never above 100; a smaller contract counts as a
    loss even though the customer stays.

    Args:
        accounts: MRR at start and end per account. Accounts with a start of 0 are new and in no
            sum; accounts with a blank are left out and counted.

    Returns:
        Percent from 0 to 100; no value where the start is zero.

    Raises:
        OutOfRangeError: An amount is negative.

    >>> gross_revenue_retention({"A": (100, 150), "B": (200, 120), "C": (300, 0)}).value
    36.666666666666664
    """
    start, left_out = _starting(accounts)
    kept = math.fsum(min(before, after) for before, after in start.values())
    base = math.fsum(before for before, _ in start.values())
    value = percent_of(kept, base)
    return Figure(
        value=None if value is None else min(100.0, value),
        n=len(start),
        parts=(
            Part("MRR at start", base),
            Part("kept of it", kept),
            Part("accounts left out, amount blank", left_out),
        ),
        rule=f"GRR: per account the smaller of start and end, in percent of the start MRR of "
        f"{len(start)} accounts; expansion not counted.",
        reason=None if base else "no revenue at the start",
    )


def net_revenue_retention(accounts: Mapping[str, tuple[float | None, float | None]]) -> Figure:
    """Return net revenue retention (NRR) by account: the start customers' revenue at the end.

    100 * sum of end / sum of start, over the customers at the start only. May exceed 100. A former
    customer who came back was no customer at the start and is not counted.

    Args:
        accounts: MRR at start and end per account. Accounts with a start of 0 are in no sum;
            accounts with a blank are left out and counted.

    Returns:
        Percent, 0 or more; no value where the start is zero.

    Raises:
        OutOfRangeError: An amount is negative.

    >>> net_revenue_retention({"A": (100, 130), "B": (50, 0), "C": (0, 70)}).value
    86.66666666666667
    """
    start, left_out = _starting(accounts)
    end = math.fsum(after for _, after in start.values())
    base = math.fsum(before for before, _ in start.values())
    return Figure(
        value=percent_of(end, base),
        n=len(start),
        parts=(
            Part("MRR at start", base),
            Part("MRR of the same accounts at end", end),
            Part("accounts left out, amount blank", left_out),
        ),
        rule=f"NRR: end MRR of the {len(start)} accounts that paid at the start, in percent of "
        f"their start MRR.",
        reason=None if base else "no revenue at the start",
    )


def gross_revenue_retention_from_totals(totals: MrrTotals) -> Figure:
    """Return GRR from movements: 100 * (start - contraction - churn) / start.

    Args:
        totals: Movements of the customers at the start.

    Returns:
        Percent from 0 to 100; no value where the start is zero.

    Raises:
        OutOfRangeError: More is lost than there was.

    >>> gross_revenue_retention_from_totals(MrrTotals(start=10, contraction=1, churn=2)).value
    70.0
    """
    lost = math.fsum((totals.contraction, totals.churn))
    if lost > totals.start > 0:
        raise OutOfRangeError(
            f"GRR: expected losses up to the start of {totals.start:g}, found {lost:g}. Count only "
            f"losses of customers who were there at the start."
        )
    kept = math.fsum((totals.start, -totals.contraction, -totals.churn))
    return _of_start(
        kept, totals, "GRR: start minus contraction minus churn, in percent of the start MRR."
    )


def net_revenue_retention_from_totals(totals: MrrTotals) -> Figure:
    """Return NRR from movements: 100 * (start + expansion - contraction - churn) / start.

    New business and reactivation are left out: neither was there at the start.

    Args:
        totals: Movements of the customers at the start.

    Returns:
        Percent; no value where the start is zero.

    >>> net_revenue_retention_from_totals(MrrTotals(start=10, expansion=2, churn=1)).value
    110.0
    """
    end = math.fsum((totals.start, totals.expansion, -totals.contraction, -totals.churn))
    return _of_start(
        end,
        totals,
        "NRR: start plus expansion minus contraction minus churn, in percent of the start MRR.",
    )


def gross_mrr_churn(totals: MrrTotals) -> Figure:
    """Return gross MRR churn: 100 * (churn + contraction) / start.

    Args:
        totals: Movements of the period.

    Returns:
        Percent, 0 or more; no value where the start is zero.

    >>> gross_mrr_churn(MrrTotals(start=100, churn=10, contraction=10)).value
    20.0
    """
    return _of_start(
        math.fsum((totals.churn, totals.contraction)),
        totals,
        "Gross MRR churn: churn plus contraction, in percent of the start MRR.",
    )


def net_mrr_churn(totals: MrrTotals) -> Figure:
    """Return net MRR churn: 100 * (churn + contraction - expansion - reactivation) / start.

    Negative when expansion and reactivation outweigh the losses. Reactivation comes from outside
    the start customers, so net churn and 100 - NRR differ by it.

    Args:
        totals: Movements of the period.

    Returns:
        Percent, possibly negative; no value where the start is zero.

    >>> net_mrr_churn(MrrTotals(start=10000, churn=300, contraction=200, expansion=900)).value
    -4.0
    """
    return _of_start(
        math.fsum((totals.churn, totals.contraction, -totals.expansion, -totals.reactivation)),
        totals,
        "Net MRR churn (ChartMogul): churn plus contraction minus expansion minus reactivation, "
        "in percent of the start MRR; below 0 means growth.",
    )


def quick_ratio(totals: MrrTotals, *, with_reactivation: bool = True) -> Figure:
    """Return the quick ratio: revenue gained for each unit lost.

    (new + expansion + reactivation) / (churn + contraction). Nothing lost has no ratio: not 0,
    which would read as the worst one.

    Args:
        totals: Movements of the period; ``start`` plays no part.
        with_reactivation: Whether revenue of customers who came back is a gain.

    Returns:
        The ratio; no value with the reason "no losses" where nothing was lost.

    >>> quick_ratio(MrrTotals(start=0, new=20, expansion=8, churn=5, contraction=3)).value
    3.5
    """
    back = totals.reactivation if with_reactivation else 0.0
    gained = math.fsum((totals.new, totals.expansion, back))
    lost = math.fsum((totals.churn, totals.contraction))
    gains = "new + expansion + reactivation" if with_reactivation else "new + expansion"
    return Figure(
        value=gained / lost if lost else None,
        n=1,
        unit=Unit.RATIO,
        parts=(Part("gained", gained), Part("lost", lost)),
        rule=f"Quick ratio: ({gains}) / (churn + contraction).",
        reason=None if lost else "no losses",
    )


def _of_start(amount: float, totals: MrrTotals, rule: str) -> Figure:
    return Figure(
        value=percent_of(amount, totals.start),
        n=1,
        parts=tuple(Part(name, value) for name, value in totals.amounts.items()),
        rule=rule,
        reason=None if totals.start else "no revenue at the start",
    )


def _starting(
    accounts: Mapping[str, tuple[float | None, float | None]],
) -> tuple[dict[str, tuple[float, float]], int]:
    """Return the accounts with revenue at the start, and how many had a blank."""
    start: dict[str, tuple[float, float]] = {}
    left_out = 0
    for account, (before, after) in accounts.items():
        if before is None or after is None or is_blank(before) or is_blank(after):
            left_out += 1
            continue
        if before < 0 or after < 0:
            raise OutOfRangeError(
                f"MRR of {account}: expected 0 or more, found {before!r} and {after!r}."
            )
        if before > 0:
            start[account] = (before, after)
    return start, left_out
