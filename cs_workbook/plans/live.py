"""Generated rows that show what people typed, compared: gaps, progress, warnings.

They stand in rows of their own and are named after the row they speak of: ``progress.2`` after
``objective.2``, ``gap.2`` after ``expectation.2``.
"""

from collections.abc import Sequence

from cs_workbook.plans.delivery import Gap, gaps
from cs_workbook.plans.document import FoundRow, PlanRow, PlanValue, RowKind
from cs_workbook.plans.facts import PlanFacts
from cs_workbook.plans.glance import NO_DATA, padded
from cs_workbook.plans.objectives import (
    FULL_PROGRESS,
    Objective,
    is_about_our_revenue,
    lint_in_short,
    progress,
    read_objectives,
)
from cs_workbook.plans.stakeholders import read_stakeholders, warnings

BAR_LENGTH = 10
_FULL, _EMPTY = "█", "░"
MOVED = "Our revenue: see Opportunities"


def bar(percent: float | None) -> str | None:
    """Return progress as ten blocks; nothing where it is unknown.

    >>> bar(45), bar(-20), bar(140), bar(None)
    ('████░░░░░░', '░░░░░░░░░░', '██████████', None)
    """
    if percent is None:
        return None
    # Only what is reached is shown as reached: 99 % leaves the last block open.
    filled = int(min(max(percent, 0.0), FULL_PROGRESS) * BAR_LENGTH // FULL_PROGRESS)
    return _FULL * filled + _EMPTY * (BAR_LENGTH - filled)


def progress_rows(count: int, facts: PlanFacts, settled: Sequence[FoundRow]) -> list[PlanRow]:
    """Return the progress of each objective; rows without one are empty."""
    aims = {aim.place: aim for aim in read_objectives(settled)}
    rows = [
        _generated(f"progress.{place}", *_progress_cells(aims[place], facts))
        if place in aims
        else _generated(f"progress.{place}")
        for place in range(1, max([1, count, *aims]) + 1)
    ]
    if not aims:
        rows[0] = _generated("progress.1", "No objective yet")
    return rows


def gap_rows(count: int, settled: Sequence[FoundRow]) -> list[PlanRow]:
    """Return header and gap of each item; rows without one are empty."""
    known = {gap.place: gap for gap in gaps(settled)}
    return [
        PlanRow(
            ref="header.gap",
            kind=RowKind.HEADER,
            cells=padded("Item", "In words", "Expected", "Delivered", "Gap"),
        ),
        *(
            _generated(f"gap.{place}", *(_gap_cells(known[place]) if place in known else ()))
            for place in range(1, count + 1)
        ),
    ]


def warning_row(settled: Sequence[FoundRow]) -> PlanRow:
    """Return what is wrong with the people of the plan, in one row."""
    found = warnings(read_stakeholders(settled))
    told = f"◆ {' '.join(found)}" if found else "▲ More than one person carries the relationship."
    return PlanRow(ref="people.warning", kind=RowKind.GENERATED, cells=padded(told), internal=True)


def _progress_cells(aim: Objective, facts: PlanFacts) -> tuple[PlanValue, ...]:
    if is_about_our_revenue(aim):
        return (aim.wording, "□ Not counted", None, None, None, None, None, MOVED)
    way = progress(aim, facts.figures)
    percent = None if way.percent is None else round(way.percent, 1)
    return (
        aim.wording,
        _state(aim, percent, facts),
        way.baseline,
        way.now if way.now is not None else NO_DATA,
        way.target,
        percent if percent is not None else NO_DATA,
        bar(percent),
        lint_in_short(aim),
    )


def _state(aim: Objective, percent: float | None, facts: PlanFacts) -> str:
    if percent is None:
        return "○ No data"
    if percent >= FULL_PROGRESS:
        return "▲ Reached"
    if aim.by is not None and aim.by < facts.as_of:
        return "▼ Overdue"
    return "▼ Worse" if percent < 0 else "◆ Under way"


def _gap_cells(gap: Gap) -> tuple[PlanValue, ...]:
    return (
        gap.item,
        gap.words,
        gap.expected if gap.expected is not None else NO_DATA,
        gap.delivered if gap.delivered is not None else NO_DATA,
        gap.gap if gap.gap is not None else NO_DATA,
    )


def _generated(ref: str, *cells: PlanValue) -> PlanRow:
    return PlanRow(ref=ref, kind=RowKind.GENERATED, cells=padded(*cells))
