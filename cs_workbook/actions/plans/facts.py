"""What a tracker knows of its accounts, gathered for their plans from its tables as they stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from cs_workbook.actions.cell_values import as_date, known_number
from cs_workbook.errors import WorkbookError
from cs_workbook.plans.facts import PlanFacts
from cs_workbook.schema.lists import CHURNED, CUSTOMER, GONE
from cs_workbook.schema.tables import TBL_ACCOUNTS, TBL_HEALTH
from cs_workbook.workbook.port import CellValue, Workbook

_CHOICE: Final = "tblPlanChoice"
_NONE: Final = "None"
_NEW_DAYS: Final = 180
_LIVE: Final = (
    "Health",
    "Active days (28 d)",
    "Users (28 d)",
    "Features (90 d)",
    "Usage trend (%)",
    "Open tickets",
    "Tickets (90 d)",
    "Ticket rating",
    "NPS answer",
)
"""Figures an objective may follow: what the customer can see too, nothing of our own revenue."""
_FULL: Final = "Full"

Table = Mapping[str, Sequence[CellValue]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanWish:
    """An account that is to have a plan.

    Attributes:
        facts: What is known of it.
        need: What its plan is about.
        depth: How thorough it is.
    """

    facts: PlanFacts
    need: str
    depth: str


def as_of_day(workbook: Workbook) -> date:
    """Return the day the figures of a tracker count up to.

    Raises:
        WorkbookError: It was never refreshed.
    """
    day = as_date(workbook.read_name("AsOfDate"))
    if day is None:
        raise WorkbookError(
            "This tracker was never refreshed, so nothing is known of any account. Run "
            "'cs-workbook refresh TRACKER --exports FOLDER' and build the plans again."
        )
    return day


def account_facts(workbook: Workbook, *, as_of: date) -> dict[str, PlanFacts]:
    """Return what is known of every account, by its id in the order of the Accounts sheet.

    Args:
        workbook: The tracker.
        as_of: The day its figures count up to.
    """
    table = workbook.read_table(TBL_ACCOUNTS.name, columns=TBL_ACCOUNTS.headers)
    currency = _text(workbook.read_name("Currency"))
    why = _reasons(workbook)
    return {
        str(table["Account ID"][row]): _facts(table, row, why, as_of=as_of, currency=currency)
        for row in range(len(table["Account ID"]))
        if table["Account ID"][row] is not None
    }


def wishes(workbook: Workbook, facts: Mapping[str, PlanFacts]) -> dict[str, PlanWish]:
    """Return the accounts that are to have a plan.

    The sheet Plan choice decides where the tracker has one that is filled; else every customer
    gets a full plan for what it needs most by age and band.
    """
    chosen = _choices(workbook)
    wanted: dict[str, PlanWish] = {}
    statuses = workbook.read_table(TBL_ACCOUNTS.name, columns=["Account ID", "Status"])
    since = workbook.read_table(TBL_ACCOUNTS.name, columns=["Customer since"])["Customer since"]
    for row, key in enumerate(statuses["Account ID"]):
        if key is None or statuses["Status"][row] != CUSTOMER:
            continue
        known = facts[str(key)]
        need = usual_need(known, customer_since=as_date(since[row]))
        depth = _FULL
        if chosen is not None:
            depth, asked = chosen.get(str(key), (_NONE, ""))
            need = asked or need
        if depth != _NONE:
            wanted[str(key)] = PlanWish(facts=known, need=need, depth=depth)
    return wanted


def usual_need(facts: PlanFacts, *, customer_since: date | None) -> str:
    """Return what a plan is about where nobody chose: rescue before onboarding before adoption.

    Args:
        facts: What is known of the account.
        customer_since: The day it became a customer, if known.
    """
    if facts.band is not None and facts.band.startswith("▼"):
        return "Rescue"
    if customer_since is not None and (facts.as_of - customer_since).days < _NEW_DAYS:
        return "Onboarding"
    return "Growth" if facts.band is not None and facts.band.startswith("▲") else "Adoption"


def closed_because(status: CellValue) -> str:
    """Say why an account that no longer earns a plan does not."""
    if status == CHURNED:
        return "the customer left"
    if status in {GONE, None}:
        return "the account is no longer in the export"
    return "the account left its segment"


def _choices(workbook: Workbook) -> dict[str, tuple[str, str]] | None:
    """Return depth and need by account, ``None`` where nobody chose anything."""
    shape = workbook.tables().get(_CHOICE)
    headers = ("Account ID", "Plan depth", "Need")
    if shape is None or not set(headers) <= set(shape.columns):
        return None
    table = workbook.read_table(_CHOICE, columns=headers)
    rows = zip(*(table[header] for header in headers), strict=True)
    found = {
        str(key): (_text(depth) or _NONE, _text(need) or "")
        for key, depth, need in rows
        if key is not None
    }
    return found or None


def _facts(
    table: Table, row: int, why: Mapping[str, str], *, as_of: date, currency: str | None
) -> PlanFacts:
    status = table["Status"][row]
    return PlanFacts(
        account_id=str(table["Account ID"][row]),
        name=_text(table["Account"][row]) or str(table["Account ID"][row]),
        as_of=as_of,
        segment=_text(table["Segment"][row]),
        csm=_text(table["CSM"][row]),
        mrr=known_number(table["MRR"][row]),
        currency=currency,
        renewal_date=as_date(table["Next renewal"][row]),
        health=known_number(table["Health"][row]),
        band=_text(table["Band"][row]),
        why=why.get(str(table["Account ID"][row])),
        nps=known_number(table["NPS answer"][row]),
        figures={header: known_number(table[header][row]) for header in _LIVE},
        closed=None if status == CUSTOMER else closed_because(status),
    )


def _reasons(workbook: Workbook) -> dict[str, str]:
    """Return in words what pulls the score of each account down most."""
    health = workbook.read_table(TBL_HEALTH.name, columns=["Account ID", "Why"])
    return {
        str(key): why
        for key, cell in zip(health["Account ID"], health["Why"], strict=True)
        if key is not None and (why := _text(cell)) is not None
    }


def _text(value: CellValue) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def require_account(facts: Mapping[str, PlanFacts], account: str) -> None:
    """Refuse an account the tracker does not know.

    Raises:
        WorkbookError: It is not on the Accounts sheet.
    """
    if account not in facts:
        raise WorkbookError(
            f"Sheet {TBL_ACCOUNTS.sheet}: expected an account with the id {account!r}, found none. "
            "Copy the id from the first column, letter for letter."
        )
