"""State every headline figure: its part and base, n, interval, and its rule in words.

The rule travels with the figure, because two people who quote different churn usually use
different rules. Where there is nothing to divide by, the base is 0 and the sheet says "No data".
"""

from collections.abc import Iterable

from cs_workbook.actions.account_rows import AccountRows, known_number
from cs_workbook.actions.counts import Counts, Stated
from cs_workbook.actions.lifetime_figures import lifetime_figures
from cs_workbook.actions.renewal_counts import renewal_figures
from cs_workbook.actions.survey_statements import survey_figures
from cs_workbook.actions.tracker import TrackerSettings
from cs_workbook.measures.figure import percent_of
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
        | _customer_figures(accounts, counts, settings)
        | _health_figures(accounts, counts, settings)
        | _ticket_figures(counts)
        | _churn_rules(counts, settings)
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


def _customer_figures(
    accounts: AccountRows, counts: Counts, settings: TrackerSettings
) -> dict[str, Stated]:
    """Return how many customers there are, were lost and are active."""
    shown = accounts.shown
    rows = range(len(accounts))
    customers = _customers(accounts)
    in_base = [row for row in rows if shown["In churn base"][row] == "Yes"]
    lost = [row for row in rows if shown["Lost"][row] == "Yes"]
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
        "KPI_LogoChurn": Stated(
            part=len(lost),
            base=len(in_base),
            n=len(in_base),
            interval=wilson_interval(len(lost), len(in_base)),
            rule=f"Rule '{counts.rule_in_force}'. {_CHURN_WORDS[counts.rule_in_force]} "
            f"{_other_rules(counts)}Interval: Wilson.".replace("{period}", _period(settings)),
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


def _churn_rules(counts: Counts, settings: TrackerSettings) -> dict[str, Stated]:
    """Return logo churn by each rule, whichever is in force."""
    stated = {}
    for rule, name in (
        ("Subscriptions", "KPI_LogoChurnSubscriptions"),
        ("Churn events", "KPI_LogoChurnEvents"),
        ("Account flag", "KPI_LogoChurnFlag"),
    ):
        gone, base = counts.churn.get(rule, (0, 0))
        stated[name] = Stated(
            part=gone,
            base=base,
            n=base,
            interval=wilson_interval(gone, base),
            rule=_CHURN_WORDS[rule].replace("{period}", _period(settings)) + " Interval: Wilson.",
        )
    return stated


def _period(settings: TrackerSettings) -> str:
    return f"the {settings.period_months} months up to the as-of date"


_CHURN_WORDS = {
    "Subscriptions": "Customers at the start of {period} without any open paid subscription at "
    "its end (joined-and-lost and lost-and-back left out).",
    "Churn events": "Accounts with a churn event up to the as-of date, of all accounts.",
    "Account flag": "Accounts flagged as churned, of all accounts with a flag.",
    "None": "No subscriptions, churn events or churn flags were imported.",
}


def _other_rules(counts: Counts) -> str:
    """Say what the rules not in force would give, because they often disagree."""
    shares = [
        f"{rule}: {share:.1f} %"
        for rule, (gone, base) in counts.churn.items()
        if rule != counts.rule_in_force and (share := percent_of(gone, base)) is not None
    ]
    return f"Other rules give: {', '.join(shares)}. " if shares else ""
