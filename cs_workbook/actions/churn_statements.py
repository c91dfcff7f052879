"""State churn: the figure in force with its rule in words, and what the other rules would give.

Two settings make the rule. *Churn rule* says which export tells of a loss; *Losses that count*
says which of the losses told by subscriptions count, because only they have days. Losses counted
by account are live counts on the Accounts sheet; the two other ways are stamped by refresh.
"""

from dataclasses import dataclass
from datetime import date

from cs_workbook.actions.account_rows import AccountRows
from cs_workbook.actions.counts import ChurnLosses, Counts, Stated
from cs_workbook.actions.tracker import TrackerSettings
from cs_workbook.engine import DuckDB
from cs_workbook.measures.churn import ChurnRule, logo_churn
from cs_workbook.measures.churn_periods import churn_summed_by_day
from cs_workbook.measures.figure import percent_of
from cs_workbook.measures.intervals import wilson_interval
from cs_workbook.rollups import churn_days, churn_losses
from cs_workbook.schema.settings import ALL_EVENTS, DAILY_SUM, STANDARD_COUNTING
from cs_workbook.workbook.port import CellValue

_SUBSCRIPTIONS = "Subscriptions"
_SOURCES = (
    (_SUBSCRIPTIONS, "KPI_LogoChurnSubscriptions"),
    ("Churn events", "KPI_LogoChurnEvents"),
    ("Account flag", "KPI_LogoChurnFlag"),
)
_SOURCE_WORDS = {
    "Churn events": "Accounts with a churn event up to the as-of date, of all accounts.",
    "Account flag": "Accounts flagged as churned, of all accounts with a flag.",
    "None": "No subscriptions, churn events or churn flags were imported.",
}
_COUNTING_WORDS = {
    STANDARD_COUNTING: "Customers at the start of {period} with no open paid subscription at its "
    "end.",
    ALL_EVENTS: "Every loss in {period} / customers at its start. May exceed 100, so no interval.",
    DAILY_SUM: "Sum over the days of {period}: lost / customers that morning. May exceed 100, so "
    "no interval.",
}
_PART_IS = {
    ALL_EVENTS: "losses in the period, each time a customer's last paid subscription ended",
    DAILY_SUM: "sum of the shares lost day by day",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Counted:
    """Churn by subscriptions under one way of counting; part / base is the rate."""

    part: float
    base: int
    n: int


def churn_losses_by_rule(engine: DuckDB, *, as_of: date, start: date) -> ChurnLosses:
    """Count the losses of the period by subscriptions in every way Settings offers.

    Args:
        engine: Holds the staged tables.
        as_of: Last day of the period.
        start: The day before the period.
    """
    row = churn_losses(engine, as_of=as_of, period_start=start).iloc[0]
    days = churn_days(engine, as_of=as_of, period_start=start)
    standard, all_events = (
        logo_churn(
            customers_at_start=int(row["customers_at_start"]),
            lost=int(row["lost"]),
            joined_and_lost=int(row["joined_and_lost"]),
            lost_and_back=int(row["lost_and_back"]),
            rule=rule,
        )
        for rule in (ChurnRule.STANDARD, ChurnRule.ALL_EVENTS)
    )
    daily = churn_summed_by_day(
        (int(there), int(there) - int(lost)) for _, there, lost in days.itertuples(index=False)
    )
    return ChurnLosses(
        standard=standard,
        all_events=all_events,
        daily=daily,
        served=int(row["customers_served"]),
    )


def counted_by_account(counts: Counts, settings: TrackerSettings) -> bool:
    """Tell whether the figure in force counts accounts, so that the Accounts sheet shows it."""
    return counts.rule_in_force != _SUBSCRIPTIONS or settings.churn_counting == STANDARD_COUNTING


def churn_names(counts: Counts, settings: TrackerSettings) -> dict[str, CellValue]:
    """Return what the cells ``ChurnPart`` and ``ChurnBase`` are to hold.

    Both are blank where the losses in force are counted by account.
    """
    if counted_by_account(counts, settings):
        return {"ChurnPart": None, "ChurnBase": None}
    counted = _by_subscriptions(counts.losses, settings.churn_counting)
    return {"ChurnPart": counted.part, "ChurnBase": counted.base}


def churn_figures(
    accounts: AccountRows, counts: Counts, settings: TrackerSettings
) -> dict[str, Stated]:
    """Return the churn in force, and churn by each source beside it."""
    stated = {name: _by_source(source, counts, settings) for source, name in _SOURCES}
    return stated | {"KPI_LogoChurn": _in_force(accounts, counts, settings, stated)}


def _in_force(
    accounts: AccountRows, counts: Counts, settings: TrackerSettings, by_source: dict[str, Stated]
) -> Stated:
    others = _other_rules(counts, settings)
    if not counted_by_account(counts, settings):
        stated = by_source["KPI_LogoChurnSubscriptions"]
        return Stated(
            part=stated.part,
            base=stated.base,
            n=stated.n,
            part_is=stated.part_is,
            rule=f"Rule 'Subscriptions', '{settings.churn_counting}'. "
            f"{_words(settings)} {others}".rstrip(),
        )
    shown = accounts.shown
    lost = sum(cell == "Yes" for cell in shown["Lost"])
    base = sum(cell == "Yes" for cell in shown["In churn base"])
    source = counts.rule_in_force
    if source == _SUBSCRIPTIONS:
        named, words = f"'{source}', '{STANDARD_COUNTING}'", _words(settings)
    else:
        named, words = f"'{source}'", _SOURCE_WORDS[source]
        if source != "None" and settings.churn_counting != STANDARD_COUNTING:
            words += f" '{settings.churn_counting}' needs subscriptions, which have days."
    return Stated(
        part=lost,
        base=base,
        n=base,
        interval=wilson_interval(lost, base),
        rule=f"Rule {named}. {words} {others}Interval: Wilson.",
    )


def _by_source(source: str, counts: Counts, settings: TrackerSettings) -> Stated:
    """Return churn by one source, whichever is in force."""
    counting = settings.churn_counting
    if source == _SUBSCRIPTIONS and counting != STANDARD_COUNTING:
        counted = _by_subscriptions(counts.losses, counting)
        return Stated(
            part=counted.part,
            base=counted.base,
            n=counted.n,
            part_is=_PART_IS[counting],
            rule=f"'{counting}'. {_words(settings)}",
        )
    gone, base = counts.churn.get(source, (0, 0))
    words = _words(settings) if source == _SUBSCRIPTIONS else _SOURCE_WORDS[source]
    named = f"'{counting}'. " if source == _SUBSCRIPTIONS else ""
    return Stated(
        part=gone,
        base=base,
        n=base,
        interval=wilson_interval(gone, base),
        rule=f"{named}{words} Interval: Wilson.",
    )


def _by_subscriptions(losses: ChurnLosses, counting: str) -> _Counted:
    if counting == DAILY_SUM:
        known = losses.daily.value is not None
        share = (losses.daily.value or 0) / 100
        return _Counted(part=share, base=int(known), n=losses.served)
    found = losses.all_events if counting == ALL_EVENTS else losses.standard
    return _Counted(part=found.lost, base=found.customers_at_start, n=found.customers_at_start)


def _words(settings: TrackerSettings) -> str:
    period = f"the {settings.period_months} months to the as-of date"
    return _COUNTING_WORDS[settings.churn_counting].replace("{period}", period)


def _other_rules(counts: Counts, settings: TrackerSettings) -> str:
    """Say what the rules not in force would give, because they often disagree."""
    in_force = counts.rule_in_force
    losses = counts.losses
    rates = {
        STANDARD_COUNTING: losses.standard.value,
        ALL_EVENTS: losses.all_events.value,
        DAILY_SUM: losses.daily.value,
    }
    if in_force == _SUBSCRIPTIONS:
        rates.pop(settings.churn_counting)
    else:
        rates = {_SUBSCRIPTIONS: losses.standard.value}
    rates |= {
        source: percent_of(*counts.churn.get(source, (0, 0)))
        for source, _ in _SOURCES
        if source not in {in_force, _SUBSCRIPTIONS}
    }
    shares = [f"{rule}: {rate:.1f} %" for rule, rate in rates.items() if rate is not None]
    return f"Other rules: {', '.join(shares)}. " if shares else ""
