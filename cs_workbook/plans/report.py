"""The progress report of one plan as plain text, to be pasted into a message or read aloud.

It says where the plan stands, how far each objective has come, what is done, what is overdue and
what comes next. It may go to the customer: risks, health and our own revenue are left out unless
the report is asked for as an internal one.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from cs_workbook.plans.anatomy import MILESTONE, RISK, WORK
from cs_workbook.plans.delivery import gaps, mean_gap
from cs_workbook.plans.document import FoundRow, Record
from cs_workbook.plans.facts import PlanFacts
from cs_workbook.plans.glance import days_between
from cs_workbook.plans.live import bar
from cs_workbook.plans.objectives import Objective, is_about_our_revenue, progress, read_objectives
from cs_workbook.plans.rows import Entry, entries
from cs_workbook.plans.share import shared_rows
from cs_workbook.plans.signoff import signoff_state
from cs_workbook.plans.status import STALE_AFTER_DAYS, is_finished, plan_state
from cs_workbook.plans.values import day

COMING_DAYS = 30


def progress_report(
    found: Sequence[FoundRow],
    facts: PlanFacts,
    *,
    plan_id: str,
    record: Record | None = None,
    internal: bool = False,
    stale_after_days: int = STALE_AFTER_DAYS,
) -> str:
    """Return the progress report of one plan.

    Args:
        found: Rows of the plan as they stand.
        facts: What is known of the account.
        plan_id: The plan.
        record: What the program remembers; it tells what changed since the sign-off.
        internal: Show also what the customer is not shown.
        stale_after_days: Days without a review after which a plan is stale.
    """
    rows = tuple(found) if internal else shared_rows(found)
    state = plan_state(
        rows,
        as_of=facts.as_of,
        closed=facts.closed if internal or facts.closed is None else "The plan is closed.",
        stale_after_days=stale_after_days,
        figures=facts.figures,
    )
    signoff = signoff_state(found, record)
    lines = [
        f"{facts.name}: success plan {plan_id}, figures as of {facts.as_of.isoformat()}",
        f"Status: {state.word.value}. {state.reason}",
        f"Sign-off: {signoff.word.value}"
        + (f" by {signoff.signature.name}" if signoff.signature is not None else ""),
    ]
    if internal:
        lines.append(f"Health: {facts.band or 'No data'}" + (f", {facts.why}" if facts.why else ""))
    aims = [
        _objective(aim, facts) for aim in read_objectives(rows) if not is_about_our_revenue(aim)
    ]
    work = [*entries(rows, WORK), *entries(rows, MILESTONE)]
    lines += _listed("Objectives", aims or ["No objective yet"])
    lines += _listed("Done", [_first(entry) for entry in work if is_finished(entry)])
    lines += _listed(
        "Overdue",
        [f"{item.what}, due {item.due.isoformat()}" for item in state.overdue],
    )
    lines += _listed(f"In the next {COMING_DAYS} days", _coming(work, facts.as_of))
    lines += _listed("What they expect and what they get", _delivery(rows))
    if internal:
        lines += _listed(
            "Risks",
            [_first(entry) for entry in entries(rows, RISK) if not is_finished(entry)],
        )
    review = state.next_review
    lines += [
        "",
        f"Next review: {review.isoformat()}, {days_between(facts.as_of, review)}"
        if review is not None
        else "Next review: no date yet",
    ]
    return "\n".join(lines) + "\n"


def _listed(title: str, items: Sequence[str]) -> list[str]:
    return ["", f"{title}:", *(f"- {item}" for item in items)] if items else []


def _objective(aim: Objective, facts: PlanFacts) -> str:
    way = progress(aim, facts.figures)
    unit = aim.objective.words("Unit")
    values = " -> ".join(
        "No data" if value is None else f"{value:g}"
        for value in (way.baseline, way.now, way.target)
    )
    told = f"{aim.wording}: {values}{f' {unit}' if unit else ''}"
    if way.percent is not None:
        told += f", {way.percent:.0f} % {bar(way.percent)}"
    return f"{told}, by {aim.by.isoformat()}" if aim.by is not None else told


def _first(entry: Entry) -> str:
    """Return what a row is about: its first cell."""
    return next((entry.words(header) for header in entry.values), "") or entry.ref


def _coming(work: Sequence[Entry], today: date) -> list[str]:
    coming = [
        (due, _first(entry), entry.words("Owner"))
        for entry in work
        if (due := day(entry["Due"])) is not None
        and today <= due <= today + timedelta(days=COMING_DAYS)
        and not is_finished(entry)
    ]
    return [
        f"{what}, {due.isoformat()}" + (f", {owner}" if owner else "")
        for due, what, owner in sorted(coming)
    ]


def _delivery(rows: Sequence[FoundRow]) -> list[str]:
    items = [gap for gap in gaps(rows) if gap.gap is not None]
    mean, count = mean_gap(items)
    if mean is None:
        return []
    return [
        *(f"{gap.item}: {gap.gap:+g}, {gap.words}" for gap in items),
        f"Mean gap {mean:+.1f}, n = {count}",
    ]
