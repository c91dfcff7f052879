"""Objectives: what makes one measurable, and how far it has come.

``progress = 100 * (now - baseline) / (target - baseline)``, so 0 % is the baseline and 100 % the
target whichever way is better. It may be negative (worse than at the start) or above 100. It is
blank where one of the three is unknown or target and baseline are the same.

*Now* is the tracker's own figure where the data source (or else the metric) is the name of one,
and the latest value typed in the agreement otherwise.

An objective about **our** revenue does not belong in a success plan: it is what we want, not what
they gain. Such words are looked for in objective and metric; revenue of the customer's own
("their", "own", "customer's" before the word) is welcome.

References:
    Doran, "There's a S.M.A.R.T. way to write management's goals and objectives" (1981).
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from cs_workbook.plans.anatomy import AGREEMENT, OBJECTIVE
from cs_workbook.plans.document import FoundRow, PlanValue
from cs_workbook.plans.rows import Entry, entries
from cs_workbook.plans.values import day, is_blank, number, text

FULL_PROGRESS = 100.0

_MISSING = {
    "Objective": "It does not say what is to be reached.",
    "Metric": "It names no metric.",
    "Unit": "The metric has no unit.",
    "Baseline": "The baseline is missing.",
    "Target": "The target is missing.",
    "By": "It has no date.",
    "Owner": "It has no owner.",
    "Data source": "It does not say where the data come from.",
    "Agreed by": "Nobody agreed to the measure yet.",
    "Agreed on": "It does not say when the measure was agreed.",
}
"""What every objective needs, by header, and what to say where it is not there."""

_NUMBERS = ("Baseline", "Target", "Latest value")
_DATES = ("By", "Agreed on", "Measured on")

# What a seller calls revenue. "Revenue" alone is not here: it is mostly the customer's own.
_OUR_REVENUE = re.compile(
    r"(?<![\w-])(?P<whose>(?:their|own|customer's|customers'|client's)\s+(?:\w+\s+)?)?"
    r"(?:our\s+(?:revenue|sales|turnover)|m\.?r\.?r|a\.?r\.?r|acv|tcv|up-?\s?sell(?:ing|s)?"
    r"|cross-?\s?sell(?:ing|s)?|expansion\s+revenue|contract\s+value|share\s+of\s+wallet"
    r"|(?:more|additional|extra)\s+(?:seats?|licen[cs]es?)|price\s+increase)(?![\w-])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Objective:
    """One objective with its agreement, as typed.

    Attributes:
        place: Its number.
        objective: The row, by header.
        agreement: Its row in the agreement; ``None`` where nothing stands there.
    """

    place: int
    objective: Entry
    agreement: Entry | None

    def cell(self, header: str) -> PlanValue:
        """Return the value under a header of either row."""
        if header in self.objective.values:
            return self.objective[header]
        return None if self.agreement is None else self.agreement[header]

    @property
    def wording(self) -> str:
        """Return the objective in words, or its metric where it has none."""
        return (
            self.objective.words("Objective")
            or self.objective.words("Metric")
            or f"Objective {self.place}"
        )

    @property
    def by(self) -> date | None:
        """Return the day it is to be reached."""
        return day(self.cell("By"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far an objective has come.

    Attributes:
        baseline: Where it started.
        now: Where it is.
        target: Where it is to be.
        percent: Share of the way in percent; ``None`` where it cannot be known.
        live: Name of the tracker's figure that *now* is; ``None`` where it was typed.
    """

    baseline: float | None
    now: float | None
    target: float | None
    percent: float | None
    live: str | None


def read_objectives(found: Iterable[FoundRow]) -> tuple[Objective, ...]:
    """Return the objectives of a plan in their order, those that are about our revenue included."""
    rows = tuple(found)
    agreements = {entry.place: entry for entry in entries(rows, AGREEMENT)}
    return tuple(
        Objective(place=entry.place, objective=entry, agreement=agreements.get(entry.place))
        for entry in entries(rows, OBJECTIVE)
        if entry.place is not None
    )


def progress_percent(
    baseline: float | None, now: float | None, target: float | None
) -> float | None:
    """Return the share of the way from baseline to target in percent.

    >>> progress_percent(10, 4, 2), progress_percent(10, 12, 2), progress_percent(5, 7, 5)
    (75.0, -25.0, None)
    """
    if baseline is None or now is None or target is None or target == baseline:
        return None
    # The quotient first: at the target it is exactly 1, and "reached" does not hang on rounding.
    return FULL_PROGRESS * ((now - baseline) / (target - baseline))


def live_figure(objective: Objective, figures: Mapping[str, float | None]) -> str | None:
    """Return the name of the tracker's figure an objective follows, if it follows one."""
    names = {name.strip().casefold(): name for name in figures}
    for header in ("Data source", "Metric"):
        name = names.get(text(objective.cell(header)).casefold())
        if name is not None:
            return name
    return None


def progress(objective: Objective, figures: Mapping[str, float | None]) -> Progress:
    """Return how far an objective has come."""
    live = live_figure(objective, figures)
    now = figures[live] if live is not None else number(objective.cell("Latest value"))
    baseline, target = number(objective.cell("Baseline")), number(objective.cell("Target"))
    return Progress(
        baseline=baseline,
        now=now,
        target=target,
        percent=progress_percent(baseline, now, target),
        live=live,
    )


def is_about_our_revenue(objective: Objective) -> bool:
    """Say whether an objective is about what the customer pays us."""
    return speaks_of_our_revenue(
        f"{objective.objective.words('Objective')} | {objective.objective.words('Metric')}"
    )


def speaks_of_our_revenue(wording: str) -> bool:
    """Say whether words speak of our revenue.

    >>> speaks_of_our_revenue("Upsell two modules"), speaks_of_our_revenue("Grow their MRR by 10 %")
    (True, False)
    """
    return any(not match["whose"] for match in _OUR_REVENUE.finditer(wording))


def lint(objective: Objective) -> tuple[str, ...]:
    """Return what keeps an objective from being measurable, a sentence for each gap."""
    return (*(_MISSING[header] for header in _open_cells(objective)), *_faults(objective))


def lint_in_short(objective: Objective) -> str | None:
    """Return the same in as few words as a cell can hold; nothing where nothing is wrong."""
    missing = ", ".join(header.lower() for header in _open_cells(objective))
    told = [f"Missing: {missing}." if missing else "", *_faults(objective)]
    return " ".join(filter(None, told)) or None


def _open_cells(objective: Objective) -> list[str]:
    return [header for header in _MISSING if is_blank(objective.cell(header))]


def _faults(objective: Objective) -> list[str]:
    faults = _wrong_kinds(objective)
    baseline, target = number(objective.cell("Baseline")), number(objective.cell("Target"))
    if target is not None and baseline == target:
        faults.append("Baseline and target are the same, so there is no way to go.")
    if _looks_like_a_share(text(objective.cell("Unit")), baseline, target):
        faults.append("The unit is percent but the values are at most 1: type 80 for 80 %.")
    if is_about_our_revenue(objective):
        faults.append(
            "It is about our revenue, not about what they gain: it belongs under Opportunities."
        )
    return faults


def _wrong_kinds(objective: Objective) -> list[str]:
    wrong = [(name, "a number") for name in _NUMBERS if _is_not(number, objective.cell(name))]
    wrong += [(name, "a date") for name in _DATES if _is_not(day, objective.cell(name))]
    return [
        f"{name}: expected {kind}, found {text(objective.cell(name))!r}." for name, kind in wrong
    ]


def _is_not(read: Callable[[PlanValue], object], value: PlanValue) -> bool:
    return not is_blank(value) and read(value) is None


def _looks_like_a_share(unit: str, baseline: float | None, target: float | None) -> bool:
    known = [value for value in (baseline, target) if value is not None]
    return (
        unit.casefold() in {"%", "percent", "per cent"}
        and any(value != 0 for value in known)
        and all(abs(value) <= 1 for value in known)
    )
