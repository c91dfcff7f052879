"""Where a plan stands: draft, active, overdue, stale or closed, and how far it has come.

The first that holds is the word: *closed* where the account no longer has a plan; *draft* until
both questions are answered; *overdue* where something due has passed, an objective without its
target reached among it; *stale* where the last review, or without one the last answer or
signature, is older than N days; else *active*.

Progress is the mean over the objectives whose progress is known, each limited to 0..100 %, so that
one that is far beyond its target cannot hide another that is not. Work is the mean of the tactics
whose share is known; done counts as 100 %, dropped ones not at all. Blanks count nowhere.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from statistics import fmean

from cs_workbook.plans.anatomy import (
    FIRST_QUESTIONS,
    MILESTONE,
    QUESTION,
    REVIEW,
    RISK,
    WORK,
)
from cs_workbook.plans.document import FoundRow
from cs_workbook.plans.objectives import (
    FULL_PROGRESS,
    is_about_our_revenue,
    lint,
    progress,
    read_objectives,
)
from cs_workbook.plans.rows import Entry, entries
from cs_workbook.plans.signoff import latest_signature
from cs_workbook.plans.values import day, is_blank, number
from cs_workbook.schema.plan_words import DONE, DROPPED, FINISHED, PROGRAM, STRATEGY

STALE_AFTER_DAYS = 90


class PlanWord(StrEnum):
    """Where a plan stands."""

    DRAFT = "Draft"
    ACTIVE = "Active"
    OVERDUE = "Overdue"
    STALE = "Stale"
    CLOSED = "Closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Overdue:
    """Something that was due before today.

    Attributes:
        ref: Name of its row.
        what: What it is, in words.
        due: When it was due.
    """

    ref: str
    what: str
    due: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanState:
    """Where a plan stands.

    Attributes:
        word: In a word.
        reason: Why, in a sentence.
        progress: Mean progress of the objectives in percent; ``None`` where none is known.
        progress_n: Objectives it is the mean of.
        objectives: Objectives there are, those about our revenue left out.
        unmeasurable: Objectives with something missing.
        work_done: Mean share of the tactics done in percent; ``None`` where none is known.
        work_n: Tactics it is the mean of.
        overdue: What is overdue, the oldest first.
        stale: Nobody looked at it for too long.
        last_review: Day of the last review held.
        next_review: Next review agreed.
        unanswered: Which of the two questions are open.
    """

    word: PlanWord
    reason: str
    progress: float | None
    progress_n: int
    objectives: int
    unmeasurable: int
    work_done: float | None
    work_n: int
    overdue: tuple[Overdue, ...]
    stale: bool
    last_review: date | None
    next_review: date | None
    unanswered: tuple[str, ...]


def plan_state(
    found: Iterable[FoundRow],
    *,
    as_of: date,
    closed: str | None = None,
    stale_after_days: int = STALE_AFTER_DAYS,
    figures: Mapping[str, float | None] | None = None,
) -> PlanState:
    """Return where a plan stands on a day.

    Args:
        found: Rows of the plan.
        as_of: The day.
        closed: Why it is closed; ``None`` while it is not.
        stale_after_days: Days without a review after which a plan is stale.
        figures: Live figures of the account by name.
    """
    rows = tuple(found)
    last, following = _reviews(rows, as_of)
    open_questions = unanswered(rows)
    late = _overdue(rows, as_of, figures or {}, following)
    seen = last or _last_word(rows, as_of)
    stale = seen is not None and as_of - seen > timedelta(days=stale_after_days)
    word, reason = PlanWord.ACTIVE, "Both questions are answered and nothing is overdue."
    if closed is not None:
        word, reason = PlanWord.CLOSED, closed
    elif open_questions:
        word, reason = PlanWord.DRAFT, f"To be answered first: {' '.join(open_questions)}"
    elif late:
        word = PlanWord.OVERDUE
        reason = f"{late[0].what}, due {late[0].due.isoformat()}" + (
            f", and {len(late) - 1} more." if late[1:] else "."
        )
    elif stale and seen is not None:
        word, reason = PlanWord.STALE, f"Last looked at on {seen.isoformat()}."
    ways = _ways(rows, figures or {})
    shares = _shares(entries(rows, WORK))
    aims = [aim for aim in read_objectives(rows) if not is_about_our_revenue(aim)]
    return PlanState(
        word=word,
        reason=reason,
        progress=fmean(ways) if ways else None,
        progress_n=len(ways),
        objectives=len(aims),
        unmeasurable=sum(bool(lint(aim)) for aim in aims),
        work_done=fmean(shares) if shares else None,
        work_n=len(shares),
        overdue=late,
        stale=stale,
        last_review=last,
        next_review=following,
        unanswered=open_questions,
    )


def unanswered(found: Iterable[FoundRow]) -> tuple[str, ...]:
    """Return which of the two questions nobody has answered yet."""
    answers = {entry.ref: entry for entry in entries(found, QUESTION)}
    return tuple(
        wording
        for ref, wording in FIRST_QUESTIONS
        if ref not in answers or is_blank(answers[ref]["Answer"])
    )


def _reviews(rows: tuple[FoundRow, ...], as_of: date) -> tuple[date | None, date | None]:
    """Return the last review held up to a day, and the next one agreed in the latest review."""
    reviews = entries(rows, REVIEW)
    held = [on for entry in reviews if (on := day(entry["Held on"])) is not None and on <= as_of]
    planned = [
        on
        for entry in reviews
        if (on := day(entry["Next review"])) is not None and (not held or on > max(held))
    ]
    return max(held, default=None), min(planned, default=None)


def _last_word(rows: tuple[FoundRow, ...], as_of: date) -> date | None:
    signature = latest_signature(rows)
    days = [
        day(entry[header])
        for entry in entries(rows, QUESTION)
        for header in ("Said on", "Confirmed on")
    ]
    days.append(signature.on if signature is not None else None)
    return max((on for on in days if on is not None and on <= as_of), default=None)


def _overdue(
    rows: tuple[FoundRow, ...],
    as_of: date,
    figures: Mapping[str, float | None],
    next_review: date | None,
) -> tuple[Overdue, ...]:
    late = [
        Overdue(ref=entry.ref, what=entry.words(first) or entry.ref, due=due)
        for key, first in ((WORK, "What"), (MILESTONE, "Milestone"), (RISK, "Risk"))
        for entry in entries(rows, key)
        if (due := day(entry["Due"])) is not None and due < as_of and not is_finished(entry)
    ]
    for aim in read_objectives(rows):
        percent = progress(aim, figures).percent
        reached = percent is not None and percent >= FULL_PROGRESS
        if aim.by is not None and aim.by < as_of and not (reached or is_about_our_revenue(aim)):
            late.append(Overdue(ref=aim.objective.ref, what=aim.wording, due=aim.by))
    if next_review is not None and next_review < as_of:
        late.append(Overdue(ref=REVIEW, what="The next review", due=next_review))
    return tuple(sorted(late, key=lambda item: (item.due, item.ref)))


def is_finished(entry: Entry) -> bool:
    """Say whether a row of work, a milestone or a risk is settled, by word, share or date."""
    return (
        entry.words("Status") in FINISHED
        or (number(entry["Done (%)"]) or 0) >= FULL_PROGRESS
        or day(entry["Done on"]) is not None
        or day(entry["Closed on"]) is not None
    )


def _ways(rows: tuple[FoundRow, ...], figures: Mapping[str, float | None]) -> list[float]:
    known = [
        progress(aim, figures).percent
        for aim in read_objectives(rows)
        if not is_about_our_revenue(aim)
    ]
    return [min(max(percent, 0.0), FULL_PROGRESS) for percent in known if percent is not None]


def _shares(work: Iterable[Entry]) -> list[float]:
    shares = []
    for entry in work:
        if entry.words("Level") in (STRATEGY, PROGRAM) or entry.words("Status") == DROPPED:
            continue
        share = number(entry["Done (%)"])
        if entry.words("Status") == DONE:
            share = FULL_PROGRESS
        if share is not None:
            shares.append(min(max(share, 0.0), FULL_PROGRESS))
    return shares
