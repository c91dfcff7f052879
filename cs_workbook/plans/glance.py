"""The first rows of a plan: what the program knows of the account and of the plan itself.

Each row holds a label, a value and a word of explanation. What is not known is "No data".
"""

from datetime import date

from cs_workbook.plans.anatomy import COLUMNS, PlanTemplate
from cs_workbook.plans.document import PlanRow, PlanValue, RowKind
from cs_workbook.plans.facts import PlanFacts
from cs_workbook.plans.signoff import SignoffState, SignoffWord
from cs_workbook.plans.status import PlanState, PlanWord

NO_DATA = "No data"
_MOST_CHANGES = 4


def title_rows(template: PlanTemplate, facts: PlanFacts, state: PlanState) -> list[PlanRow]:
    """Return title and purpose; a draft says so in its title."""
    mark = {PlanWord.DRAFT: " (draft)", PlanWord.CLOSED: " (closed)"}.get(state.word, "")
    return [
        _row("title", RowKind.TITLE, f"Success plan: {facts.name}{mark}"),
        _row("purpose", RowKind.PURPOSE, template.purpose),
    ]


def fact_rows(
    template: PlanTemplate,
    facts: PlanFacts,
    *,
    plan_id: str,
    state: PlanState,
    signoff: SignoffState,
) -> list[PlanRow]:
    """Return what is known of the account and of the plan, a row each."""
    rows = [
        _row("heading.facts", RowKind.HEADING, "At a glance"),
        _fact("segment", "Segment", facts.segment),
        _fact("owner", "Plan owner", facts.csm),
        _fact("mrr", "MRR", facts.mrr, _per_month(facts), internal=True),
        _fact("renewal", "Next renewal", facts.renewal_date, _days_left(facts)),
        _fact("health", "Health", facts.band, _health(facts), internal=True),
        _fact("nps", "NPS answer", facts.nps, "mean of the answers, 0 to 10", internal=True),
        _fact("status", "Status", state.word.value, _standing(state)),
        _fact("progress", "Progress (%)", _rounded(state.progress), _progress(state)),
        _fact("signoff", "Sign-off", signoff.word.value, _signed(signoff)),
        _fact("last_review", "Last review", state.last_review, _staleness(state)),
        _fact("next_review", "Next review", state.next_review),
        _fact("as_of", "Figures as of", facts.as_of),
        _fact(
            "plan", "Plan", plan_id, f"{template.name}, version {template.version}", internal=True
        ),
    ]
    # An explanation of nothing would only puzzle.
    return [row if row.cells[1:2] != (NO_DATA,) else _without_note(row) for row in rows]


def padded(*cells: PlanValue) -> tuple[PlanValue, ...]:
    """Return cells filled up to the width every row has."""
    return (*cells, *[None] * (COLUMNS - len(cells)))


def _row(ref: str, kind: RowKind, *cells: PlanValue) -> PlanRow:
    return PlanRow(ref=ref, kind=kind, cells=padded(*cells))


def _fact(
    name: str, label: str, value: PlanValue, note: str | None = None, *, internal: bool = False
) -> PlanRow:
    return PlanRow(
        ref=f"fact.{name}",
        kind=RowKind.GENERATED,
        cells=padded(label, NO_DATA if value is None or value == "" else value, note),
        internal=internal,
    )


def _without_note(row: PlanRow) -> PlanRow:
    keeps = row.ref in {"fact.progress", "fact.last_review"}
    if keeps:
        return row
    return PlanRow(ref=row.ref, kind=row.kind, cells=padded(*row.cells[:2]), internal=row.internal)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)


def _per_month(facts: PlanFacts) -> str:
    return f"{facts.currency} a month" if facts.currency else "a month"


def _days_left(facts: PlanFacts) -> str | None:
    if facts.renewal_date is None:
        return None
    return days_between(facts.as_of, facts.renewal_date)


def days_between(today: date, then: date) -> str:
    """Return the distance between two days in words.

    >>> days_between(date(2025, 1, 1), date(2025, 1, 31)), days_between(
    ...     date(2025, 1, 2), date(2025, 1, 1))
    ('in 30 days', '1 day ago')
    """
    days = (then - today).days
    if days == 0:
        return "today"
    unit = "day" if abs(days) == 1 else "days"
    return f"in {days} {unit}" if days > 0 else f"{-days} {unit} ago"


def _health(facts: PlanFacts) -> str | None:
    score = f"{facts.health:.0f} of 100" if facts.health is not None else None
    return "; ".join(part for part in (score, facts.why) if part) or None


def _standing(state: PlanState) -> str:
    """Return why a plan stands where it does; the customer may read it, so no risk is named."""
    if state.word is PlanWord.CLOSED:
        return "This plan is closed; what stands here is kept."
    if state.word is PlanWord.OVERDUE:
        count = len(state.overdue)
        return "One thing is overdue." if count == 1 else f"{count} things are overdue."
    return state.reason


def _progress(state: PlanState) -> str:
    if not state.objectives:
        return "no objective yet"
    told = f"mean of {state.progress_n} of {state.objectives} objectives"
    if state.unmeasurable:
        return f"{told}; {state.unmeasurable} with something missing, see below"
    return told


def _signed(signoff: SignoffState) -> str:
    signature = signoff.signature
    if signature is None:
        return "Name, role, day and channel of one of theirs are needed at the end of the plan."
    version = f", version {signature.version}" if signature.version else ""
    told = (
        f"{signature.name}, {signature.role}, {signature.on.isoformat()}, "
        f"{signature.channel}{version}"
    )
    if signoff.word is not SignoffWord.CHANGED:
        return told
    rows = list(dict.fromkeys(change.ref for change in signoff.changes))
    more = f" and {len(rows) - _MOST_CHANGES} more" if len(rows) > _MOST_CHANGES else ""
    return f"{told}. Changed: {', '.join(rows[:_MOST_CHANGES])}{more}"


def _staleness(state: PlanState) -> str | None:
    return "stale: nobody looked at this plan for too long" if state.stale else None
