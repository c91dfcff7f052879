"""Functions over stretches of service: churn of a period, and the retention curve.

Both take columns of the same length, one row per stretch of service. Dates may be date cells or the
numbers formulas make of them. A row without a start cannot be judged and is left out.
"""

from bisect import bisect_left, bisect_right
from datetime import date
from itertools import pairwise

from cs_workbook.errors import NotEnoughDataError, SettingsError
from cs_workbook.functions.blocks import Block, Rows, Value
from cs_workbook.functions.cell_errors import CellError, WrongTypeError
from cs_workbook.functions.clean import Cell, day, number, text
from cs_workbook.functions.spec import (
    Argument,
    Example,
    FunctionSpec,
    sentence_of,
    single,
    value_of,
)
from cs_workbook.functions.surveys import confidence_of
from cs_workbook.measures.churn import ChurnResult, ChurnRule, Span, logo_churn_in_period
from cs_workbook.measures.retention import Lifetime, RetentionCurve, lifetime_until, retention_curve

_CHURN_RULES = {"standard": ChurnRule.STANDARD, "all events": ChurnRule.ALL_EVENTS}
_HEADER: list[Value] = ["Days", "At risk", "Lost", "Retained (%)", "Low (%)", "High (%)"]


def _required_day(cell: Cell, where: str) -> date:
    found = day(cell, where)
    if found is None:
        raise WrongTypeError(f"{where}: expected a date, found a blank.")
    return found


def _rule(cell: Cell, where: str) -> ChurnRule:
    word = (text(cell, where) or "standard").casefold()
    if word not in _CHURN_RULES:
        raise SettingsError(f"{where}: expected {', '.join(_CHURN_RULES)}, found {word!r}.")
    return _CHURN_RULES[word]


def _logo_churn(
    customers: Block, starts: Block, ends: Block, first: Block, after: Block, rule: Block
) -> ChurnResult:
    customers.vector()
    rows = zip(
        customers.read(text),
        starts.like(customers).read(day),
        ends.like(customers).read(day),
        strict=True,
    )
    return logo_churn_in_period(
        [
            Span(who, start, end)
            for who, start, end in rows
            if who is not None and start is not None
        ],
        period_start=first.one(_required_day),
        period_end=after.one(_required_day),
        rule=rule.one(_rule),
    )


def _lifetimes(starts: Block, ends: Block, as_of: Block) -> list[Lifetime | None]:
    today = as_of.one(_required_day)
    rows = zip(starts.vector().read(day), ends.like(starts).read(day), strict=True)
    # A row without both dates is no customer but the empty end of a range.
    return [
        None if start is None else lifetime_until(start, end, as_of=today)
        for start, end in rows
        if start is not None or end is not None
    ]


def _curve(lifetimes: list[Lifetime | None], confidence: Block) -> RetentionCurve:
    curve = retention_curve(lifetimes, confidence=confidence_of(confidence))
    if not curve.n:
        raise NotEnoughDataError(f"No curve: {curve.reason}. {curve.rule}")
    return curve


def _times(days: Block, curve: RetentionCurve) -> list[float]:
    """Return the days to show: those asked for, or day 0 and every day with a loss."""
    asked = [time for time in days.read(number) if time is not None]
    if not asked:
        return [0.0, *(step.time for step in curve.steps if step.time > 0)]
    if asked[0] < 0 or not all(low < high for low, high in pairwise(asked)):
        raise SettingsError(f"days: expected rising numbers from 0, found {asked!r}.")
    return asked


def _curve_table(starts: Block, ends: Block, as_of: Block, days: Block, confidence: Block) -> Rows:
    lifetimes = _lifetimes(starts, ends, as_of)
    curve = _curve(lifetimes, confidence)
    watched = sorted(life.duration for life in lifetimes if life is not None)
    lost_days = sorted(life.duration for life in lifetimes if life is not None and life.lost)
    table: Rows = [list(_HEADER)]
    lost_above = 0
    for time in _times(days, curve):
        retained, step = curve.retained_at(time), curve.step_at(time)
        lost = bisect_right(lost_days, time)
        # Beyond what anyone was watched there is no share and so no interval either.
        interval = step.interval if step is not None and retained is not None else None
        table.append(
            [
                time,
                float(len(watched) - bisect_left(watched, time)),
                float(lost - lost_above),
                CellError.NA if retained is None else retained,
                None if interval is None else interval.low,
                None if interval is None else interval.high,
            ]
        )
        lost_above = lost
    return table


def _curve_why(starts: Block, ends: Block, as_of: Block, _days: Block, confidence: Block) -> Rows:
    curve = _curve(_lifetimes(starts, ends, as_of), confidence)
    median = curve.median_words if curve.median is None else f"day {curve.median_words}"
    left_out = dict(curve.parts)["left out"]
    return single(
        f"{curve.rule} Half of them lost: {median}. Without a start, or not begun: {left_out:g}."
    )


CHURN_FUNCTIONS = (
    FunctionSpec(
        name="CS_LOGO_CHURN",
        doc="Customer churn of a period: customers lost in percent of the customers at its start. "
        "Customers, not money. Several rows per customer are fine.",
        arguments=(
            Argument(
                name="customers",
                doc="Name or number of the customer, one row per stretch of service.",
            ),
            Argument(
                name="starts",
                doc="First day of service, as many rows. Rows without it are left out.",
            ),
            Argument(
                name="ends", doc="First day without service, as many rows. Blank while it runs."
            ),
            Argument(
                name="period_start", doc="First day of the period: 1 January for the first quarter."
            ),
            Argument(
                name="period_end", doc="The day after the period: 1 April for the first quarter."
            ),
            Argument(
                name="churn_rule",
                doc='"standard": without those who joined and left inside the period, and those '
                'who came back inside it. "all events": every loss. Left out: standard.',
                optional=True,
            ),
        ),
        result='One number in percent; above 100 is possible under "all events".',
        errors=(
            "#N/A: no customer at the start of the period.",
            "#NUM!: an end before its start, no date, an empty period, an unknown rule.",
            "#VALUE!: text where a date belongs, columns of different length.",
        ),
        example=Example(
            inputs=(
                (("Ada",), ("Bo",)),
                ((45047,), (45078,)),
                (("",), (45332,)),
                45292,
                45383,
            ),
            value=50,
        ),
        compute=lambda *blocks: single(value_of(_logo_churn(*blocks))),
        why=lambda *blocks: single(sentence_of(_logo_churn(*blocks))),
    ),
    FunctionSpec(
        name="CS_RETENTION_CURVE",
        doc="How long customers stay, by Kaplan and Meier: customers who are still there count for "
        "as long as they were watched. A table with a header row.",
        arguments=(
            Argument(
                name="starts",
                doc="First day of service, one row per customer. Rows without it are left out.",
            ),
            Argument(
                name="ends", doc="First day without service, as many rows. Blank while it runs."
            ),
            Argument(
                name="as_of",
                doc="The day up to which the list is true. An end after it has not happened yet.",
            ),
            Argument(
                name="days",
                doc="Days since the start at which to read the curve, such as 30, 90 and 365, in "
                "rising order. Left out: day 0 and every day on which someone was lost.",
                optional=True,
            ),
            Argument(
                name="confidence",
                doc="Confidence level of the interval in percent, 50 to below 100. Left out: 95.",
                optional=True,
            ),
        ),
        result="A table: days, customers at risk, lost since the row above, percent retained, low "
        "and high end of its interval (blank before the first loss and once nobody is left).",
        errors=(
            "#N/A: no customer with a start so far; in a row: nobody was watched that long.",
            "#NUM!: an end before its start, a number that is no date.",
            "#VALUE!: text where a date belongs, columns of different length.",
        ),
        example=Example(
            inputs=(
                ((45292,), (45292,), (45292,), (45292,)),
                ((45322,), ("",), (45382,), ("",)),
                45400,
                ((90,),),
            ),
            value=50,
            pick=(2, 4),
        ),
        compute=_curve_table,
        why=_curve_why,
    ),
)
