"""State every headline figure: its part and base, n, interval, and its rule in words.

The rule travels with the figure, because two people who quote different churn usually use
different rules. Where there is nothing to divide by, the base is 0 and the sheet says "No data".
"""

from collections.abc import Iterable

from cs_workbook.actions.account_rows import AccountRows
from cs_workbook.actions.cell_values import known_number
from cs_workbook.actions.churn_statements import churn_figures
from cs_workbook.actions.counts import Counts, Stated
from cs_workbook.actions.lifetime_figures import lifetime_figures
from cs_workbook.actions.renewal_counts import renewal_figures
from cs_workbook.actions.survey_statements import survey_figures
from cs_workbook.actions.tracker import TrackerSettings
from cs_workbook.measures.intervals import wilson_interval
from cs_workbook.schema.health_model import NO_DATA_BAND
from cs_workbook.schema.lists import CUSTOMER


def stated_figures(
    accounts: AccountRows, counts: Counts, settings: TrackerSettings
) -> dict[str, Stated]:
    """Return what is known about every headline figure, by its workbook name."""
    return (
        survey_figures(counts, settings)
        | _money_figures(accounts, counts, settings)
        | _customer_figures(accounts)
        | _health_figures(accounts, counts, settings)
        | _ticket_figures(counts)
        | churn_figures(accounts, counts, settings)
        | lifetime_figures(accounts, counts, settings)
        | renewal_figures(counts, settings)
    )


def _money_figures(
    accounts: AccountRows, counts: Counts, settings: TrackerSettings
) -> dict[str, Stated]:
    """Return MRR, ARR and what was retained of it."""
    rows = range(len(accounts))
    known = 0 if counts.mrr is None else 1
    started = [row for row in rows if (known_number(accounts.shown["MRR at start"][row]) or 0) > 0]
    start = _total(accounts, "MRR at start", rows)
    period = _period(settings)
    return {
        "KPI_MRR": Stated(
            part=_total(accounts, "MRR", rows),
            base=known,
            n=counts.open_subscriptions,
            rule="Monthly amount of every paid subscription open on the as-of date; yearly / 12; "
            f"no one-off fees. {counts.open_subscriptions + counts.open_trials:,} subscriptions "
            f"are open, {counts.open_trials:,} of them trials without MRR.",
        ),
        "KPI_ARR": Stated(
            part=_total(accounts, "MRR", rows),
            base=known,
            n=counts.open_subscriptions,
            rule="12 x MRR.",
        ),
        "KPI_GRR": Stated(
            part=_total(accounts, "MRR kept", rows),
            base=start,
            n=len(started),
            rule=f"Per account the smaller of MRR at start and now, over MRR at start; {period}. "
            "Contraction counts as loss; never above 100.",
        ),
        "KPI_NRR": Stated(
            part=_total(accounts, "MRR", started),
            base=start,
            n=len(started),
            rule=f"MRR now of the accounts that paid at the start, over their MRR then; {period}.",
        ),
    }


def _customer_figures(accounts: AccountRows) -> dict[str, Stated]:
    """Return how many customers there are and are active."""
    shown = accounts.shown
    rows = range(len(accounts))
    customers = _customers(accounts)
    days = [known_number(shown["Active days (28 d)"][row]) for row in customers]
    used = [number for number in days if number is not None]
    active = [number for number in used if number > 0]
    return {
        "KPI_Accounts": Stated(
            part=len(customers),
            base=1,
            n=len(rows),
            rule="Accounts with an open paid subscription on the as-of date; without a "
            "subscriptions export, accounts that are neither flagged as churned nor on trial.",
        ),
        "KPI_ActiveShare": Stated(
            part=len(active),
            base=len(used),
            n=len(used),
            interval=wilson_interval(len(active), len(used)),
            rule="Customers with any use in 28 days, of those whose usage is known. "
            "Interval: Wilson.",
        ),
    }


def _health_figures(
    accounts: AccountRows, counts: Counts, settings: TrackerSettings
) -> dict[str, Stated]:
    """Return the mean health, who is at risk and of whom too little is known."""
    customers = _customers(accounts)
    banded = [row for row in customers if accounts.health[row].band != NO_DATA_BAND]
    at_risk = [row for row in customers if accounts.shown["Risk order"][row] != ""]
    return {
        "KPI_Health": Stated(
            part=sum(accounts.health[row].score or 0 for row in banded),
            base=len(banded),
            n=len(banded),
            rule="Mean of the health scores of customers with enough data, each counted once.",
        ),
        "KPI_AtRisk": Stated(
            part=len(at_risk),
            base=1,
            n=len(banded),
            rule="Customers whose health is in the lowest band of the Weights sheet.",
        ),
        "KPI_MRRAtRisk": Stated(
            part=_total(accounts, "MRR", at_risk),
            base=0 if counts.mrr is None else 1,
            n=len(at_risk),
            rule="MRR of the customers in the lowest health band.",
        ),
        "KPI_NoData": Stated(
            part=len(customers) - len(banded),
            base=1,
            n=len(customers),
            rule=f"Customers of whose weights less than {settings.minimum_coverage:g} % are known.",
        ),
    }


def _customers(accounts: AccountRows) -> list[int]:
    return [row for row, status in enumerate(accounts.shown["Status"]) if status == CUSTOMER]


def _total(accounts: AccountRows, header: str, rows: Iterable[int]) -> float:
    return sum(known_number(accounts.shown[header][row]) or 0 for row in rows)


def _ticket_figures(counts: Counts) -> dict[str, Stated]:
    """Return the figures of the help desk."""
    ratings = counts.all_ticket_ratings
    rated = sum(ratings.values())
    return {
        "KPI_Tickets": Stated(
            part=counts.tickets,
            base=1 if counts.tickets is not None else 0,
            n=counts.tickets,
            rule="Tickets opened up to the as-of date.",
        ),
        "KPI_OpenTickets": Stated(
            part=counts.open_tickets,
            base=1 if counts.tickets is not None else 0,
            n=counts.tickets,
            rule="Tickets opened and not closed up to the as-of date.",
        ),
        "KPI_TicketRating": Stated(
            part=sum(score * n for score, n in ratings.items()),
            base=rated,
            n=rated,
            rule="Mean of every ticket rating (1-5) up to the as-of date.",
        ),
    }


def _period(settings: TrackerSettings) -> str:
    return f"the {settings.period_months} months up to the as-of date"
