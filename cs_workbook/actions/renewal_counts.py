"""Count the renewals of the period, and state the two renewal rates as figures."""

from datetime import date

from cs_workbook.actions.analyses.renewal_rows import dues_of
from cs_workbook.actions.counts import Counts, RenewalCounts, Stated
from cs_workbook.actions.tracker import TrackerSettings
from cs_workbook.engine import DuckDB
from cs_workbook.measures.renewals import Renewal, renewal_rate_by_money, renewal_rate_of
from cs_workbook.rollups import renewals_due


def renewal_counts(
    engine: DuckDB, settings: TrackerSettings, *, as_of: date, period_start: date
) -> RenewalCounts:
    """Return what became of the renewals of the period whose date has passed.

    Args:
        engine: Holds the staged tables.
        settings: The settings.
        as_of: The day figures count up to; a renewal of that day is still open.
        period_start: The day before the period.
    """
    days = settings.grace_days
    terms = renewals_due(engine, as_of=as_of, period_start=period_start, grace_days=days)
    past = [
        Renewal(
            due=due.renewal_date,
            state=due.state,
            amount_due=due.mrr_due,
            amount_after=due.mrr_after,
        )
        for due in dues_of(terms)
        if due.renewal_date < as_of
    ]
    return RenewalCounts(
        by_count=renewal_rate_of(past, grace_days=days),
        by_money=renewal_rate_by_money(past, grace_days=days),
    )


def renewal_figures(counts: Counts, settings: TrackerSettings) -> dict[str, Stated]:
    """Return the renewal rate by count and by money."""
    count, money = counts.renewals.by_count, counts.renewals.by_money
    when = (
        f"in the {settings.period_months} months before the as-of date; in time up to "
        f"{settings.grace_days} days late"
    )
    return {
        "KPI_RenewalRate": Stated(
            part=count.renewed,
            base=count.n,
            n=count.n,
            interval=count.interval,
            rule=f"Renewals renewed, of all due {when}. {count.lost:g} lost, "
            f"{count.open_or_late:g} late. Not 100 % less churn. Interval: Wilson.",
        ),
        "KPI_RenewalRateMRR": Stated(
            part=money.renewed,
            base=money.part("amount due"),
            n=money.n,
            rule=f"MRR that followed, per renewal at most its MRR due, of the MRR due {when}.",
        ),
    }
