"""Laws of the worksheet formulas for scores, shares and follow-up, and of growth by NPS group."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cs_workbook.actions.analyses.follow_up import follow_up_state
from cs_workbook.measures.intervals import critical_value, wilson_interval
from cs_workbook.measures.nps import net_promoter_score_from_counts
from cs_workbook.measures.nps_accounts import nps_margin_of_error
from cs_workbook.measures.nps_growth import CustomerThenAndNow, growth_by_group
from cs_workbook.schema.interval_formulas import Z_95, wilson_end
from cs_workbook.schema.voice_formulas import (
    NO_DATA,
    nps,
    nps_end,
    nps_error,
    share,
)
from cs_workbook.schema.voice_tables import IN_TIME, LATE, OLDER, OPEN, OVERDUE
from cs_workbook.workbook.calculator import Calculator
from cs_workbook.workbook.package.cells import Dates
from cs_workbook.workbook.port import CellValue, TableShape

counts = st.integers(0, 3_000)
money = st.none() | st.integers(0, 10_000)


class OneCell:
    """A workbook of one formula."""

    tables: dict[str, TableShape] = {}  # noqa: RUF012 - never changed
    with_totals: frozenset[str] = frozenset()
    names: dict[str, str] = {}  # noqa: RUF012 - never changed
    dates = Dates(from_1904=False)

    def __init__(self, formula: str) -> None:
        self._formula = formula

    def value(self, sheet: str, row: int, column: int) -> CellValue:
        raise KeyError(sheet, row, column)

    def values(self, sheet: str, column: int, first: int, last: int) -> Sequence[CellValue]:
        raise KeyError(sheet, column, first, last)

    def formula(self, sheet: str, row: int, column: int) -> str | None:
        del sheet, row, column
        return self._formula


def shown(formula: str) -> CellValue:
    """Return what the worksheet shows for a formula."""
    return Calculator(OneCell(formula), stale=[("S", 1, 1)]).calculate("S", 1, 1)


def number(formula: str) -> float:
    found = shown(formula)
    assert isinstance(found, int | float), found
    return found


def test_the_constant_of_the_sheet_is_the_critical_value() -> None:
    assert float(Z_95) == pytest.approx(critical_value(95), rel=1e-14)


@given(counts, counts, counts)
def test_score_and_interval_of_the_sheet_are_those_of_the_measure(
    promoters: int, passives: int, detractors: int
) -> None:
    """Formula and measure are twins, answer by answer; without answers both show nothing."""
    result = net_promoter_score_from_counts(
        promoters=promoters, passives=passives, detractors=detractors
    )
    cells = (str(promoters), str(detractors), str(result.n))
    if result.value is None or result.interval is None or result.standard_error is None:
        assert shown(nps(*cells)) == NO_DATA
        assert shown(nps_end(*cells, high=True)) == ""
        return
    assert number(nps(*cells)) == pytest.approx(result.value, abs=1e-9)
    low, high = (number(nps_end(*cells, high=high)) for high in (False, True))
    assert low == pytest.approx(result.interval.low, abs=1e-9)
    assert high == pytest.approx(result.interval.high, abs=1e-9)
    assert number(nps_error(*cells)) == pytest.approx(result.standard_error, abs=1e-6)


@given(counts, counts, counts)
def test_the_interval_lies_on_the_scale_and_holds_the_adjusted_score(
    promoters: int, passives: int, detractors: int
) -> None:
    """Law: -100 <= low <= (p + 3/4 - d - 3/4) / (n + 3) <= high <= 100."""
    n = promoters + passives + detractors
    if n == 0:
        return
    cells = (str(promoters), str(detractors), str(n))
    low, high = (number(nps_end(*cells, high=high)) for high in (False, True))
    assert -100 <= low <= 100 * (promoters - detractors) / (n + 3) <= high <= 100


@given(counts, counts)
def test_a_share_of_the_sheet_has_wilsons_interval(part: int, rest: int) -> None:
    """Law: 0 <= low <= share <= high <= 100, as the measure has them; no base, no share."""
    base = part + rest
    cells = (str(part), str(base))
    interval = wilson_interval(part, base)
    if interval is None:
        assert shown(share(*cells)) == NO_DATA
        assert shown(wilson_end(*cells, high=False)) == ""
        return
    low, middle, high = (
        number(wilson_end(*cells, high=False)),
        number(share(*cells)),
        number(wilson_end(*cells, high=True)),
    )
    assert low == pytest.approx(interval.low, abs=1e-9)
    assert high == pytest.approx(interval.high, abs=1e-9)
    assert 0 <= low <= middle + 1e-9
    assert middle - 1e-9 <= high <= 100


@given(counts, counts, counts, st.integers(0, 500))
def test_knowing_everybody_leaves_no_margin(
    promoters: int, passives: int, detractors: int, silent: int
) -> None:
    """Law: the margin shrinks with those who are missing, and is 0 where nobody is."""
    result = net_promoter_score_from_counts(
        promoters=promoters, passives=passives, detractors=detractors
    )
    if result.n == 0:
        return
    some = nps_margin_of_error(result, population=result.n + silent)
    many = nps_margin_of_error(result)
    assert some is not None
    assert many is not None
    assert some <= many + 1e-12
    assert silent or some == 0


customers = st.builds(
    CustomerThenAndNow,
    answer=st.none() | st.floats(0, 10),
    still_customer=st.booleans(),
    mrr_then=money,
    mrr_now=money,
)


@given(st.lists(customers, max_size=40))
def test_growth_adds_up_to_the_book(book: list[CustomerThenAndNow]) -> None:
    """Law: every customer is in one group; nobody keeps more than there was."""
    groups = growth_by_group(book)
    assert sum(group.customers for group in groups.values()) == len(book)
    assert sum(group.mrr_then for group in groups.values()) == sum(c.mrr_then or 0 for c in book)
    assert sum(group.mrr_now for group in groups.values()) == sum(c.mrr_now or 0 for c in book)
    for group in groups.values():
        assert 0 <= group.still <= group.customers
        assert group.mrr_kept <= min(group.mrr_then, group.mrr_now)


days = st.dates(date(2024, 1, 1), date(2026, 12, 31))


@given(days, st.none() | days, days, st.integers(1, 60), st.none() | st.integers(1, 500))
def test_every_answer_of_the_window_is_in_one_state(
    answered: date, closed: date | None, as_of: date, follow_up: int, window: int | None
) -> None:
    """Law: closed exactly where a day was typed; else overdue exactly where the day is past."""
    state = follow_up_state(
        answered, closed, as_of=as_of, follow_up_days=follow_up, survey_window_days=window
    )
    older = window is not None and (as_of - answered).days >= window
    late = (closed or as_of) > answered + timedelta(days=follow_up)
    expected = (LATE if late else IN_TIME) if closed else (OVERDUE if late else OPEN)
    assert state == (OLDER if older else expected)
