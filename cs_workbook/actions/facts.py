"""Gather what the exports say now: one row per account, and the counts behind the figures.

Everything is added up in the database; what arrives here is one row per account. A blank stays a
blank: an account without usage rows has no usage numbers, not zeros.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from cs_workbook.actions.churn_statements import churn_losses_by_rule
from cs_workbook.actions.counts import Counts
from cs_workbook.actions.renewal_counts import renewal_counts
from cs_workbook.actions.signals import usage_trend
from cs_workbook.actions.tracker import TrackerSettings
from cs_workbook.engine import DuckDB
from cs_workbook.errors import SettingsError
from cs_workbook.rollups import (
    account_churn,
    account_revenue,
    account_surveys,
    account_tickets,
    account_usage,
    churn_parts,
    customer_revenue,
    period_start,
    quarters,
    survey_counts,
    ticket_ratings,
    totals,
)
from cs_workbook.schema.lists import CHURNED, CUSTOMER, PROSPECT, TRIAL

_ACCOUNTS = """
select account_id, account_name, segment, industry, country, plan, csm, customer_since,
       parent_account_id, renewal_date, seats, is_trial, churned,
       source_file || ':' || source_line as source
from accounts
order by source_file, source_line, account_id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the exports say.

    Attributes:
        accounts: One row per account, one column per header of ``tblAccounts`` refresh fills.
        usage: One row per account with usage, columns of the usage rollup.
        counts: The counts behind the figures.
        quarters: The quarters rollup, oldest first.
        paid: Account -> what it has paid up to the as-of date, where that is known.
        has: Which roles have any row.
    """

    accounts: pd.DataFrame
    usage: pd.DataFrame
    counts: Counts
    quarters: pd.DataFrame
    paid: Mapping[str, float]
    has: Mapping[str, bool]


def gather(engine: DuckDB, settings: TrackerSettings, *, as_of: date) -> Facts:
    """Run every rollup and join them per account.

    Raises:
        SettingsError: The churn rule asks for data that no export has.
    """
    window = settings.survey_window_days
    start = period_start(as_of, months=settings.period_months)
    has = {
        role: bool(engine.rows(f"select count(*) from {role}")[0][0])
        for role in ("accounts", "subscriptions", "surveys", "tickets", "usage", "churn_events")
    }
    usage = account_usage(engine, as_of=as_of, count_early=settings.count_early_usage)
    frames = (
        account_revenue(engine, as_of=as_of, period_start=start),
        usage,
        account_tickets(engine, as_of=as_of, survey_window_days=window),
        account_surveys(engine, as_of=as_of, survey_window_days=window),
    )
    accounts = engine.query(_ACCOUNTS)
    for frame in frames:
        accounts = accounts.merge(frame, how="left", on="account_id", validate="one_to_one")
    churned = account_churn(engine, as_of=as_of)["account_id"]
    revenue = customer_revenue(engine, as_of=as_of)
    paid = dict(zip(revenue["account_id"], revenue["revenue"], strict=True))
    counts = _counts(engine, settings, as_of=as_of, start=start, has=has, paid=paid)
    return Facts(
        accounts=_headers(accounts, counts.rule_in_force, set(churned), has=has),
        usage=usage,
        counts=counts,
        quarters=quarters(engine, as_of=as_of, csat=settings.surveys.csat),
        paid=paid,
        has=has,
    )


def _headers(
    accounts: pd.DataFrame, rule: str, churned_ids: set[str], *, has: Mapping[str, bool]
) -> pd.DataFrame:
    """Rename to the headers of ``tblAccounts`` and add status and churn columns."""
    flag = accounts["churned"].map({True: "Yes", False: "No"})
    result = pd.DataFrame(
        {
            "Account ID": accounts["account_id"],
            "Account": accounts["account_name"],
            "Status": _status(accounts, by_subscriptions=has["subscriptions"]),
            "MRR": accounts["mrr"],
            "CSM": accounts["csm"],
            "Segment": accounts["segment"],
            "Plan": accounts["plan"],
            "Industry": accounts["industry"],
            "Country": accounts["country"],
            "Parent": accounts["parent_account_id"],
            "Customer since": accounts["customer_since"].fillna(accounts["first_start"]),
            "Next renewal": accounts["renewal_date"].fillna(accounts["next_renewal"]),
            "Seats": accounts["seats"],
            "Subscriptions": accounts["open_subscriptions"],
            "MRR at start": accounts["mrr_start"],
            "Churn flag": flag,
            "Active days (28 d)": accounts["active_days_28"],
            "Users (28 d)": accounts["users_28"],
            "Features (90 d)": accounts["features_90"],
            "Usage trend (%)": usage_trend(accounts),
            "Last activity": accounts["last_activity"],
            "Open tickets": accounts["open_tickets"],
            "Tickets (90 d)": accounts["tickets_90"],
            "Ticket rating": accounts["rating"],
            "NPS answer": accounts["nps_answer"],
            "Source": accounts["source"],
        }
    )
    if rule == "Subscriptions":
        base = _true(accounts["customer_at_start"])
        lost = _true(accounts["lost_in_period"])
    elif rule == "Churn events":
        base = pd.Series(data=True, index=accounts.index)
        lost = accounts["account_id"].isin(churned_ids)
    else:
        base = flag.notna()
        lost = flag == "Yes"
    result["In churn base"] = base.map({True: "Yes", False: "No"})
    result["Lost"] = lost.map({True: "Yes", False: "No"})
    return result


def _true(column: pd.Series) -> "pd.Series[bool]":
    """Return yes/no without blanks: a blank is not a yes."""
    return column.astype("boolean").fillna(value=False).astype(bool)


def _status(accounts: pd.DataFrame, *, by_subscriptions: bool) -> "pd.Series[str]":
    """Return each account's status by its subscriptions, or by its flags where there are none."""
    status = pd.Series(CUSTOMER, index=accounts.index)
    if by_subscriptions:
        paid = accounts["open_subscriptions"].fillna(0) > 0
        trial = accounts["open_trials"].fillna(0) > 0
        status[~paid] = PROSPECT
        status[~paid & _true(accounts["ever_paid"])] = CHURNED
        status[~paid & trial] = TRIAL
    else:
        status[_true(accounts["is_trial"])] = TRIAL
        status[_true(accounts["churned"])] = CHURNED
    return status


def _counts(
    engine: DuckDB,
    settings: TrackerSettings,
    *,
    as_of: date,
    start: date,
    has: Mapping[str, bool],
    paid: Mapping[str, float],
) -> Counts:
    """Return the counts over all rows."""
    window = settings.survey_window_days
    answers: dict[str, dict[int, int]] = {}
    counted = survey_counts(engine, as_of=as_of, survey_window_days=window)
    for survey, score, n in counted.itertuples(index=False):
        answers.setdefault(str(survey), {})[int(score)] = int(n)
    ratings = ticket_ratings(engine, as_of=as_of, survey_window_days=window)
    churn = {
        str(rule): (int(lost), int(base))
        for rule, lost, base, _ in churn_parts(engine, as_of=as_of, period_start=start).itertuples(
            index=False
        )
    }
    book = totals(engine, as_of=as_of, period_start=start).iloc[0]
    mrr = book["open_mrr"]
    return Counts(
        answers=answers,
        ticket_ratings=_by_rating(ratings, "n_window"),
        all_ticket_ratings=_by_rating(ratings, "n_all"),
        churn=churn,
        rule_in_force=churn_rule(settings.churn_rule, churn, has),
        losses=churn_losses_by_rule(engine, as_of=as_of, start=start),
        tickets=int(book["tickets"]) if has["tickets"] else None,
        open_tickets=int(book["open_tickets"]) if has["tickets"] else None,
        open_subscriptions=int(book["open_subscriptions"]),
        open_trials=int(book["open_trials"]),
        mrr=None if pd.isna(mrr) else float(mrr),
        paid_so_far=float(pd.Series(paid, dtype=float).sum()),
        accounts_that_paid=len(paid),
        renewals=renewal_counts(engine, settings, as_of=as_of, period_start=start),
    )


def _by_rating(frame: pd.DataFrame, column: str) -> dict[int, int]:
    return {
        int(rating): int(n) for rating, n in zip(frame["score"], frame[column], strict=True) if n
    }


def churn_rule(setting: str, churn: Mapping[str, tuple[int, int]], has: Mapping[str, bool]) -> str:
    """Return the churn rule in force.

    Args:
        setting: The setting; "Automatic" takes the first rule there is data for.
        churn: Rule -> (lost, base).
        has: Which roles have any row.

    Raises:
        SettingsError: The rule chosen has no data to count.
    """
    possible = [
        rule
        for rule, known in (
            ("Subscriptions", has["subscriptions"]),
            ("Churn events", has["churn_events"]),
            ("Account flag", churn.get("Account flag", (0, 0))[1] > 0),
        )
        if known
    ]
    if setting == "Automatic":
        return possible[0] if possible else "None"
    if setting not in possible:
        raise SettingsError(
            f"Settings, 'Churn rule': expected a rule there is data for "
            f"({', '.join(possible) or 'none'}), found {setting!r}. "
            "Choose Automatic, or add that export."
        )
    return setting
