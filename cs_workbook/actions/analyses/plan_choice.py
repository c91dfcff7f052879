"""The rows of the Plan choice sheet: who earns a plan, by rank, and what it should be about."""

from collections.abc import Mapping, Sequence
from datetime import date

from cs_workbook.actions.analyses.segment_inputs import text
from cs_workbook.actions.analyses.value_rows import AccountValue
from cs_workbook.actions.cell_values import as_date, known_number
from cs_workbook.schema.lists import CUSTOMER, PROSPECT, TRIAL
from cs_workbook.segments.eligibility import (
    Candidate,
    choose_plans,
    suggested_need,
    valid_override,
)
from cs_workbook.segments.words import DEPTHS
from cs_workbook.workbook.port import CellValue

LISTED = frozenset({CUSTOMER, TRIAL, PROSPECT})
_PROMOTER = 9
Typed = Mapping[str, Mapping[str, CellValue]]


def plan_choices(
    values: Sequence[AccountValue],
    typed: Typed,
    *,
    escalated: frozenset[str],
    low_use: frozenset[str],
    bands: Sequence[str],
    all_up_to: int,
    capacity: int,
    onboarding_days: int,
    as_of: date,
) -> list[dict[str, CellValue]]:
    """Return the rows of ``tblPlanChoice``, what refresh fills and what its formulas show.

    Args:
        values: What is known of every account to be listed.
        typed: Account id -> its row of the sheet as it stands.
        escalated: Ids of accounts with an open escalation, casefolded: they are typed.
        low_use: Ids of accounts that use little of what they bought.
        bands: Health bands, worst first.
        all_up_to: With so many customers or fewer everyone earns a full plan.
        capacity: How many full plans people can look after.
        onboarding_days: How long a customer is a new one.
        as_of: The day figures count up to.
    """
    by_id = {value.account_id: value for value in values}
    candidates = [_candidate(value, typed.get(value.account_id)) for value in values]
    points = {candidate.account_id: candidate.points for candidate in candidates}
    rows = []
    for choice in choose_plans(candidates, all_up_to=all_up_to, capacity=capacity):
        value = by_id[choice.account_id]
        row = value.account
        rows.append(
            {
                "Account ID": row["Account ID"],
                "Account": row["Account"],
                "Rank": choice.rank,
                "Plan depth": choice.depth,
                "Need": _need(
                    value,
                    escalated=choice.account_id.casefold() in escalated,
                    low_use=choice.account_id in low_use,
                    bands=bands,
                    onboarding_days=onboarding_days,
                    as_of=as_of,
                )
                if value.customer
                else None,
                "Line": choice.line,
                "Override check": _check(value, typed.get(choice.account_id)),
                "Why": choice.why,
                "Suggested depth": choice.suggested,
                "Status": row["Status"],
                "MRR": row["MRR"],
                "Tier": value.tier.tier if value.tier else None,
                "Points": points[choice.account_id] if value.customer else None,
            }
        )
    return rows


def _candidate(value: AccountValue, typed: Mapping[str, CellValue] | None) -> Candidate:
    row = value.account
    return Candidate(
        account_id=value.account_id,
        customer=value.customer,
        status=text(row["Status"]),
        mrr=known_number(row["MRR"]),
        health=known_number(row["Health"]),
        points=sum(segment.weight for segment in value.segments),
        tier=value.tier.tier if value.tier else "",
        tier_depth=value.tier.depth if value.tier else None,
        segment_depths=tuple(
            (segment.name, segment.depth) for segment in value.segments if segment.depth
        ),
        override=_override(typed) if value.customer else None,
    )


def _override(typed: Mapping[str, CellValue] | None) -> str | None:
    if typed is None:
        return None
    chosen = text(typed["Override"])
    depth = next((depth for depth in DEPTHS if depth.casefold() == chosen.casefold()), None)
    return valid_override(depth, text(typed["Override reason"]), text(typed["Override author"]))


def _check(value: AccountValue, typed: Mapping[str, CellValue] | None) -> str:
    """Return what the column Override check shows."""
    chosen = "" if typed is None else text(typed["Override"])
    if not chosen:
        return ""
    if not value.customer:
        return "▼ Refused: no customer"
    if chosen.casefold() not in {depth.casefold() for depth in DEPTHS}:
        return "▼ Not a depth"
    return "▲ Counts" if _override(typed) else "▼ Reason and author missing"


def _need(
    value: AccountValue,
    *,
    escalated: bool,
    low_use: bool,
    bands: Sequence[str],
    onboarding_days: int,
    as_of: date,
) -> str:
    row = value.account
    since = as_date(row["Customer since"])
    trend, nps = known_number(row["Usage trend (%)"]), known_number(row["NPS answer"])
    return suggested_need(
        new=since is not None and 0 <= (as_of - since).days <= onboarding_days,
        at_risk=bool(bands) and row["Band"] == bands[0],
        escalated=escalated,
        low_use=low_use,
        healthy=bool(bands) and row["Band"] == bands[-1],
        growing=(trend is not None and trend > 0) or (nps is not None and nps >= _PROMOTER),
    )
