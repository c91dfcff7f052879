"""Put together ``tblFigures``: every headline figure with its parts, n, interval and rule.

A part the workbook can compute from its own rows is written as a live formula with the value it
has now; a part that needs all rows of the exports is written as the number.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cs_workbook.actions.account_rows import CUSTOMER, AccountRows, known_number
from cs_workbook.actions.tracker import TrackerSettings
from cs_workbook.measures.effort import DEFAULT_CES, customer_effort_score
from cs_workbook.measures.figure import percent_of
from cs_workbook.measures.intervals import Interval, wilson_interval
from cs_workbook.measures.nps import (
    NpsCategory,
    net_promoter_score_from_counts,
    nps_category,
)
from cs_workbook.measures.satisfaction import DEFAULT_CSAT, satisfied_share
from cs_workbook.schema.figures import FIGURES, VALUE_FORMULA, Figure
from cs_workbook.schema.health_model import NO_DATA_BAND
from cs_workbook.schema.tables import TBL_FIGURES
from cs_workbook.workbook.port import CellContent, CellValue, ColumnContent, FormulaCell

NO_DATA = "No data"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What refresh knows about one figure.

    Attributes:
        part: The part, in the unit of the figure.
        base: The base; ``None`` or 0 shows "No data".
        n: How many answers, customers or rows stand behind it.
        interval: The 95 % interval in the unit of the figure, where one is due.
        rule: How it is counted, in words.
    """

    part: float | None
    base: float | None
    n: int | None
    rule: str
    interval: Interval | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What the rollups counted over all rows of the exports.

    Attributes:
        answers: Survey -> answer -> how many, in the survey window.
        ticket_ratings: Rating -> how many, in the survey window.
        all_ticket_ratings: Rating -> how many, up to the as-of date.
        churn: Rule -> (lost, base).
        rule_in_force: The churn rule behind ``KPI_LogoChurn``.
        tickets: Tickets opened up to the as-of date, ``None`` without a tickets export.
        open_tickets: Of these, not closed.
        open_subscriptions: Open paid subscriptions.
        open_trials: Open subscriptions that are trials.
        mrr: Their monthly revenue, ``None`` where no export has any.
    """

    answers: Mapping[str, Mapping[int, int]]
    ticket_ratings: Mapping[int, int]
    all_ticket_ratings: Mapping[int, int]
    churn: Mapping[str, tuple[int, int]]
    rule_in_force: str
    tickets: int | None
    open_tickets: int | None
    open_subscriptions: int
    open_trials: int
    mrr: float | None


def figure_columns(
    accounts: AccountRows, counts: Counts, settings: TrackerSettings, *, as_of: date
) -> dict[str, ColumnContent]:
    """Return every column of ``tblFigures``."""
    stated = _survey_figures(counts, settings) | _book_figures(accounts, counts, settings)
    columns: dict[str, list[CellContent]] = {header: [] for header in TBL_FIGURES.headers}
    for figure in FIGURES:
        known = stated[figure.name]
        row: dict[str, CellContent] = {
            "Name": figure.name,
            "Figure": figure.label,
            "Value": FormulaCell(formula=VALUE_FORMULA, value=figure_value(figure, known)),
            "Unit": settings.currency if figure.unit == "money" else figure.unit,
            "Factor": figure.factor,
            "Part": _live(figure.part, known.part),
            "Part is": figure.part_is,
            "Base": _live(figure.base, known.base),
            "Base is": figure.base_is or None,
            "n": known.n,
            "Low 95 %": None if known.interval is None else known.interval.low,
            "High 95 %": None if known.interval is None else known.interval.high,
            "As of": as_of,
            "Rule": known.rule,
        }
        for header, cells in columns.items():
            cells.append(row[header])
    return dict(columns)


def figure_value(figure: Figure, known: Stated) -> CellValue:
    """Return what the figure's value cell shows."""
    if not known.base:
        return NO_DATA
    return figure.factor * (known.part or 0) / known.base


def _live(formula: str | None, value: float | None) -> CellContent:
    if formula is None:
        return value
    return value if formula == "1" else FormulaCell(formula=formula, value=value)


def _survey_figures(counts: Counts, settings: TrackerSettings) -> dict[str, Stated]:
    """Return NPS, CSAT and CES."""
    window = (
        "all answers up to the as-of date"
        if settings.survey_window_days is None
        else f"answers of the {settings.survey_window_days} days up to the as-of date"
    )
    answers = {name: dict(counts.answers.get(name, {})) for name in ("NPS", "CSAT", "CES")}
    nps_counts = answers["NPS"]
    groups: Counter[NpsCategory] = Counter()
    for score, n in nps_counts.items():
        groups[nps_category(score)] += n
    nps = net_promoter_score_from_counts(
        promoters=groups[NpsCategory.PROMOTER],
        passives=groups[NpsCategory.PASSIVE],
        detractors=groups[NpsCategory.DETRACTOR],
    )
    csat_answers, csat_source = answers["CSAT"], "survey answers"
    if not csat_answers and counts.ticket_ratings:
        csat_answers, csat_source = dict(counts.ticket_ratings), "ticket ratings"
    csat = satisfied_share(csat_answers)
    csat_sum = sum(score * n for score, n in csat_answers.items())
    ces = customer_effort_score(answers["CES"])
    ces_sum = sum(score * n for score, n in answers["CES"].items())
    ces_agree = sum(n for score, n in answers["CES"].items() if score >= DEFAULT_CES.easy_from)
    satisfied = sum(n for score, n in csat_answers.items() if score >= DEFAULT_CSAT.satisfied_from)
    return {
        "KPI_NPS": Stated(
            part=nps.promoters - nps.detractors,
            base=nps.n,
            n=nps.n,
            interval=nps.interval,
            rule=f"Promoters (9-10) minus detractors (0-6) in percent of all; {window}. "
            f"{nps.promoters} promoters, {nps.passives} passives, {nps.detractors} detractors. "
            "Interval: adjusted Wald.",
        ),
        "KPI_CSAT": Stated(
            part=satisfied,
            base=csat.n,
            n=csat.n,
            interval=csat.interval,
            rule=f"Share of 4 and 5 on a 1-5 scale ({csat_source}); {window}. Interval: Wilson.",
        ),
        "KPI_CSATMean": Stated(
            part=csat_sum,
            base=csat.n,
            n=csat.n,
            rule=f"Mean on a 1-5 scale ({csat_source}); {window}.",
        ),
        "KPI_CES": Stated(
            part=ces_sum,
            base=ces.n,
            n=ces.n,
            rule=f"Mean on a 1-7 scale where higher is easier; {window}.",
        ),
        "KPI_CESAgree": Stated(
            part=ces_agree,
            base=ces.n,
            n=ces.n,
            interval=ces.easy_interval,
            rule=f"Share of 5, 6 and 7 on a 1-7 scale where higher is easier; {window}. "
            "Interval: Wilson.",
        ),
    }


def _book_figures(
    accounts: AccountRows, counts: Counts, settings: TrackerSettings
) -> dict[str, Stated]:
    """Return everything that is counted over accounts, money and tickets."""
    values = accounts.shown
    rows = range(len(accounts))
    customers = [row for row in rows if values["Status"][row] == CUSTOMER]
    banded = [row for row in customers if accounts.health[row].band != NO_DATA_BAND]
    worst = None if not accounts.health else values["Band"]
    at_risk = [row for row in customers if values["Risk order"][row] != ""] if worst else []

    def total(header: str, chosen: Sequence[int]) -> float:
        return sum(known_number(values[header][row]) or 0 for row in chosen)

    started = [row for row in rows if (known_number(values["MRR at start"][row]) or 0) > 0]
    period = f"the {settings.period_months} months up to the as-of date"
    start = total("MRR at start", rows)
    used = [row for row in customers if known_number(values["Active days (28 d)"][row]) is not None]
    active = [row for row in used if (known_number(values["Active days (28 d)"][row]) or 0) > 0]
    has_mrr = counts.mrr is not None
    mrr_base = 1 if has_mrr else 0
    in_base = [row for row in rows if values["In churn base"][row] == "Yes"]
    lost = [row for row in rows if values["Lost"][row] == "Yes"]
    ratings = counts.all_ticket_ratings
    rated = sum(ratings.values())
    stated = {
        "KPI_Accounts": Stated(
            part=len(customers),
            base=1,
            n=len(rows),
            rule="Accounts with an open paid subscription on the as-of date; without a "
            "subscriptions export, accounts that are neither flagged as churned nor on trial.",
        ),
        "KPI_MRR": Stated(
            part=total("MRR", rows),
            base=mrr_base,
            n=counts.open_subscriptions,
            rule="Monthly amount of every paid subscription open on the as-of date; yearly / 12; "
            f"no one-off fees. {counts.open_subscriptions + counts.open_trials:,} subscriptions "
            f"are open, {counts.open_trials:,} of them trials without MRR.",
        ),
        "KPI_ARR": Stated(
            part=total("MRR", rows),
            base=mrr_base,
            n=counts.open_subscriptions,
            rule="12 x MRR.",
        ),
        "KPI_GRR": Stated(
            part=total("MRR kept", rows),
            base=start,
            n=len(started),
            rule=f"Per account the smaller of MRR at start and now, over MRR at start; {period}. "
            "Contraction counts as loss; never above 100.",
        ),
        "KPI_NRR": Stated(
            part=total("MRR", started),
            base=start,
            n=len(started),
            rule=f"MRR now of the accounts that paid at the start, over their MRR then; {period}.",
        ),
        "KPI_LogoChurn": Stated(
            part=len(lost),
            base=len(in_base),
            n=len(in_base),
            interval=wilson_interval(len(lost), len(in_base)),
            rule=f"Rule '{counts.rule_in_force}': {_CHURN_WORDS[counts.rule_in_force]} "
            f"{_other_rules(counts)}Interval: Wilson.".replace("{period}", period),
        ),
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
            part=total("MRR", at_risk),
            base=mrr_base,
            n=len(at_risk),
            rule="MRR of the customers in the lowest health band.",
        ),
        "KPI_NoData": Stated(
            part=len(customers) - len(banded),
            base=1,
            n=len(customers),
            rule=f"Customers of whose weights less than {settings.minimum_coverage:g} % are known.",
        ),
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
        "KPI_ActiveShare": Stated(
            part=len(active),
            base=len(used),
            n=len(used),
            interval=wilson_interval(len(active), len(used)),
            rule="Customers with any use in 28 days, of those whose usage is known. "
            "Interval: Wilson.",
        ),
    }
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
            rule=_CHURN_WORDS[rule].replace("{period}", period) + " Interval: Wilson.",
        )
    return stated


_CHURN_WORDS = {
    "Subscriptions": "customers at the start of {period} without any open paid subscription at "
    "its end (joined-and-lost and lost-and-back left out).",
    "Churn events": "accounts with a churn event up to the as-of date, of all accounts.",
    "Account flag": "accounts flagged as churned, of all accounts with a flag.",
    "None": "no subscriptions, churn events or churn flags were imported.",
}


def _other_rules(counts: Counts) -> str:
    """Say what the rules not in force would give, because they often disagree."""
    shares = [
        f"{rule}: {share:.1f} %"
        for rule, (gone, base) in counts.churn.items()
        if rule != counts.rule_in_force and (share := percent_of(gone, base)) is not None
    ]
    return f"Other rules give: {', '.join(shares)}. " if shares else ""
