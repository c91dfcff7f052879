"""What is known before figures are stated: the counts of the rollups, and one stated figure."""

from collections.abc import Mapping
from dataclasses import dataclass

from cs_workbook.measures.churn import ChurnResult
from cs_workbook.measures.figure import Figure as MeasuredFigure
from cs_workbook.measures.intervals import Interval
from cs_workbook.measures.renewals import RenewalRate


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What refresh knows about one figure.

    Attributes:
        part: The part, in the unit of the figure.
        base: The base; ``None`` or 0 shows "No data".
        n: How many answers, customers or rows stand behind it.
        part_is: What the part counts, where that is not what the figure says of itself.
        interval: The 95 % interval in the unit of the figure, where one is due.
        rule: How it is counted, in words.
    """

    part: float | None
    base: float | None
    n: int | None
    rule: str
    part_is: str | None = None
    interval: Interval | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RenewalCounts:
    """What became of the renewals of the period that are past.

    Attributes:
        by_count: The rate by count.
        by_money: The rate by MRR.
    """

    by_count: RenewalRate
    by_money: RenewalRate


@dataclass(frozen=True, slots=True, kw_only=True)
class ChurnLosses:
    """The losses of the period by subscriptions, by each way of counting them.

    Attributes:
        standard: Without who joined and left, or left and came back, within the period.
        all_events: Every loss.
        daily: The rates of the days, added up.
        served: Customers with service on any day of the period or the day before.
    """

    standard: ChurnResult
    all_events: ChurnResult
    daily: MeasuredFigure
    served: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What the rollups counted over all rows of the exports.

    Attributes:
        answers: Survey -> answer -> how many, in the survey window.
        ticket_ratings: Rating -> how many, in the survey window.
        all_ticket_ratings: Rating -> how many, up to the as-of date.
        churn: Rule -> (lost, base).
        rule_in_force: The churn rule behind ``KPI_LogoChurn``.
        losses: The losses of the period, where subscriptions tell of them.
        tickets: Tickets opened up to the as-of date, ``None`` without a tickets export.
        open_tickets: Of these, not closed.
        open_subscriptions: Open paid subscriptions.
        open_trials: Open subscriptions that are trials.
        mrr: Their monthly revenue, ``None`` where no export has any.
        paid_so_far: What accounts have paid up to the as-of date.
        accounts_that_paid: Accounts of which that is known.
        renewals: The renewals of the period that are past.
    """

    answers: Mapping[str, Mapping[int, int]]
    ticket_ratings: Mapping[int, int]
    all_ticket_ratings: Mapping[int, int]
    churn: Mapping[str, tuple[int, int]]
    rule_in_force: str
    losses: ChurnLosses
    tickets: int | None
    open_tickets: int | None
    open_subscriptions: int
    open_trials: int
    mrr: float | None
    paid_so_far: float = 0
    accounts_that_paid: int = 0
    renewals: RenewalCounts
