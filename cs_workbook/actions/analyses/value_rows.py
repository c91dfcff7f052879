"""The rows of the Value sheet: tier, segments, attention, trust and the seven questions."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cs_workbook.actions.analyses.segment_inputs import SEPARATOR, People, SegmentModel, text
from cs_workbook.actions.cell_values import as_date, known_number
from cs_workbook.schema.lists import CUSTOMER, TRIAL
from cs_workbook.schema.segment_words import MONTHS_AS_CUSTOMER, SEGMENT_FIELDS
from cs_workbook.schema.value_table import MILESTONE, NO_TOUCH, OVERDUE, PLANNED
from cs_workbook.segments.attention import Shown, share_of_days_high, shown_attention
from cs_workbook.segments.rules import FieldValue, Segment, memberships
from cs_workbook.segments.tiers import Entitlement, breaches, cut
from cs_workbook.segments.trust import TrustSignal, delivered_before, tenure_months, trust_signal
from cs_workbook.segments.value import joined
from cs_workbook.segments.words import HIGH, LOW, NEUTRAL, NOT_KNOWN
from cs_workbook.workbook.port import CellValue

LISTED = frozenset({CUSTOMER, TRIAL})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What Value is made by.

    Attributes:
        model: Attention rules, tiers, segments.
        cadence: Attention -> days between touches.
        trust_months: Tenure from which High is a warning.
        trust_share: Share of High days from which it is.
        as_of: The day figures count up to.
    """

    model: SegmentModel
    cadence: Mapping[str, int]
    trust_months: float
    trust_share: float
    as_of: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountValue:
    """What is known of one account.

    Attributes:
        account: Its row on Accounts.
        fields: What segment rules look at.
        tier: Its tier; ``None`` where it has no known MRR or is no customer.
        segments: Its segments.
        shown: What it shows of attention.
        high_share: Percent of the last 90 days with attention High.
        signal: Its trust signal.
        breach: What its tier promises and it does not get.
        paid: Revenue so far.
    """

    account: Mapping[str, CellValue]
    fields: Mapping[str, FieldValue]
    tier: Entitlement | None
    segments: tuple[Segment, ...]
    shown: Shown
    high_share: float | None
    signal: TrustSignal
    breach: str
    paid: float | None

    @property
    def account_id(self) -> str:
        """Its id."""
        return text(self.account["Account ID"])

    @property
    def customer(self) -> bool:
        """Whether it is a customer."""
        return self.account["Status"] == CUSTOMER


def account_values(
    accounts: Sequence[Mapping[str, CellValue]],
    people: People,
    rules: Rules,
    *,
    paid: Mapping[str, float],
) -> list[AccountValue]:
    """Return what is known of every account, in the order given.

    Tiers rank customers only. An account that is no customer is in no segment.
    """
    tiers = _tiers(accounts, rules.model.tiers)
    load = Counter(
        text(row["CSM"]) for row in accounts if row["Status"] == CUSTOMER and row["CSM"] is not None
    )
    return [
        _account_value(row, tier, people, rules, load=load, paid=paid)
        for row, tier in zip(accounts, tiers, strict=True)
    ]


def _tiers(
    accounts: Sequence[Mapping[str, CellValue]], tiers: Sequence[Entitlement]
) -> list[Entitlement | None]:
    if not tiers:
        return [None] * len(accounts)
    revenues = [
        max(0.0, mrr)  # a month of credits earns nothing; it is no reason to refuse the book
        if row["Status"] == CUSTOMER and (mrr := known_number(row["MRR"])) is not None
        else None
        for row in accounts
    ]
    found = cut(revenues, tiers)
    by_name = {tier.tier: tier for tier in tiers}
    return [None if name is None else by_name[name] for name in found.tiers]


def _account_value(
    row: Mapping[str, CellValue],
    tier: Entitlement | None,
    people: People,
    rules: Rules,
    *,
    load: Mapping[str, int],
    paid: Mapping[str, float],
) -> AccountValue:
    key = text(row["Account ID"])
    contacts = people.contacts.get(key.casefold(), [])
    problems = people.problems.get(key.casefold(), [])
    attention = rules.model.attention
    shown = shown_attention(problems, contacts, attention, rules.cadence)
    high_share = share_of_days_high(problems, contacts, attention, as_of=rules.as_of)
    months = tenure_months(as_date(row["Customer since"]), rules.as_of)
    fields = _fields(row, tier, months)
    customer = row["Status"] == CUSTOMER
    signal = trust_signal(
        months=months if customer else None,
        attention=shown.attention,
        high_share=high_share,
        person=shown.person,
        delivered=delivered_before(problems, attention, as_of=rules.as_of) if customer else None,
        reasonable_months=rules.trust_months,
        warning_share=rules.trust_share,
    )
    return AccountValue(
        account=row,
        fields=fields,
        tier=tier,
        segments=memberships(rules.model.segments, fields) if customer else (),
        shown=shown,
        high_share=high_share,
        signal=signal,
        breach=_breach(tier, text(row["CSM"]), load),
        paid=paid.get(key),
    )


def _breach(tier: Entitlement | None, csm: str, load: Mapping[str, int]) -> str:
    """Say which promises are broken; where no export names any CSM, nobody can tell."""
    if tier is None:
        return ""
    if tier.dedicated and not load:
        return "○ No data: no export names a CSM"
    broken = breaches(tier, csm=csm or None, load=load)
    return f"▼ {SEPARATOR.join(broken)}" if broken else ""


def _fields(
    row: Mapping[str, CellValue], tier: Entitlement | None, months: float | None
) -> dict[str, FieldValue]:
    fields: dict[str, FieldValue] = {}
    for name in SEGMENT_FIELDS:
        value = row.get(name)
        fields[name] = value if isinstance(value, str | int | float | bool) else None
    fields["Tier"] = tier.tier if tier else None
    # Whole tenths: a reader of a move sees the number the rule was held against.
    fields[MONTHS_AS_CUSTOMER] = None if months is None else round(months, 1)
    return fields


def answers(value: AccountValue) -> tuple[str, str, str, str]:
    """Return the answers to the first four of the seven questions, from the exports."""
    row = value.account
    tier = f"{value.tier.tier} tier" if value.tier else None
    paid = None if value.paid is None else f"{value.paid:,.0f} so far"
    nps, rating = known_number(row["NPS answer"]), known_number(row["Ticket rating"])
    seats, lines = known_number(row["Seats"]), known_number(row["Subscriptions"])
    return (
        joined(text(row["Industry"]), text(row["Country"]), text(row["Segment"])),
        joined(tier, paid),
        joined(
            None if nps is None else f"NPS answer {nps:.1f}",
            None if rating is None else f"tickets rated {rating:.1f}",
        ),
        joined(
            text(row["Plan"]),
            None if seats is None else "1 seat" if seats == 1 else f"{seats:,.0f} seats",
            f"{lines:,.0f} subscriptions" if lines is not None and lines > 1 else None,
        ),
    )


def touch_cells(shown: Shown, *, as_of: date) -> tuple[CellValue, str]:
    """Return what the columns Next touch due and Touch show."""
    if shown.attention == NOT_KNOWN:
        return "", ""
    if shown.attention == LOW:
        return "At milestones", MILESTONE
    if shown.next_touch is None:
        return "", NO_TOUCH
    return shown.next_touch, OVERDUE if as_of > shown.next_touch else PLANNED


def cadence_words(value: AccountValue, cadence: Mapping[str, int]) -> str:
    """Return what the column Cadence shows."""
    attention = value.shown.attention
    if attention in {HIGH, NEUTRAL}:
        return f"Every {cadence[attention]} days ({attention})"
    if attention == LOW:
        return "At milestones (Low)"
    if value.tier is None:
        return "No data"
    return f"Every {value.tier.touch_days or ''} days (tier)"
