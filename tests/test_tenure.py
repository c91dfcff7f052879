"""Months of a customer's life and the curve by month, against other programs and by hand."""

import csv
import json
from datetime import date
from pathlib import Path

import pytest

from cs_workbook.errors import OutOfRangeError
from cs_workbook.measures.retention import Lifetime, retention_curve
from cs_workbook.measures.tenure import (
    lifetime_in_months,
    median_interval,
    months_begun,
    tenure_months,
)

ORACLES = Path(__file__).resolve().parents[2] / "shared" / "oracles" / "measures.json"
BEWICK = [(1, 1), (1, 1), (4, 1), (5, 1), (6, 0), (9, 1), (9, 0), (22, 1)]


@pytest.mark.parametrize(
    ("start", "end", "months", "why"),
    [
        ("2024-01-15", "2024-01-15", 0, "the joining day itself"),
        ("2024-01-15", "2024-01-16", 1, "a month that has begun counts"),
        ("2024-01-15", "2024-02-15", 1, "exactly one month"),
        ("2024-01-15", "2024-02-16", 2, "a day more"),
        ("2024-01-31", "2024-02-29", 1, "the last of a shorter month, as EDATE"),
        ("2024-01-31", "2024-03-01", 2, "after the last of a shorter month"),
        ("2024-02-29", "2025-02-28", 12, "a leap day's year"),
        ("2023-12-31", "2024-12-31", 12, "a year"),
    ],
)
def test_months_begun(start: str, end: str, months: int, why: str) -> None:
    assert months_begun(date.fromisoformat(start), date.fromisoformat(end)) == months, why


def test_a_life_does_not_end_before_it_begins() -> None:
    with pytest.raises(OutOfRangeError, match="End: expected a day on or after"):
        months_begun(date(2024, 2, 1), date(2024, 1, 1))
    with pytest.raises(OutOfRangeError, match=r"Months: expected a whole number, found 1\.5"):
        tenure_months([Lifetime(1.5, lost=True)])


@pytest.mark.parametrize(
    ("joined", "left", "lost", "tenure", "expected", "why"),
    [
        (date(2024, 1, 1), date(2024, 3, 1), True, None, (2, True), "both days known"),
        (date(2024, 1, 1), None, False, 99, (6, False), "days go before a stated tenure"),
        (date(2024, 1, 1), None, True, None, (0, False), "left, day not known"),
        (date(2024, 1, 1), None, True, 4.2, (5, True), "the tenure says when"),
        (None, None, True, 3, (3, True), "tenure only"),
        (None, None, False, 3, (3, False), "tenure of a customer"),
        (None, None, True, None, None, "nothing known"),
        (None, date(2024, 3, 1), True, None, None, "joining day not known"),
    ],
)
def test_lifetime_in_months(
    joined: date | None,
    left: date | None,
    lost: bool,
    tenure: float | None,
    expected: tuple[int, bool] | None,
    why: str,
) -> None:
    found = lifetime_in_months(
        joined, left, lost=lost, as_of=date(2024, 7, 1), tenure_months=tenure
    )
    assert found == expected, why


def test_bewick_by_month_has_a_row_for_every_month() -> None:
    rows = tenure_months(Lifetime(time, lost=bool(lost)) for time, lost in BEWICK)
    assert [row.month for row in rows] == list(range(23))
    by_month = {row.month: row for row in rows}
    # Table 2 of Bewick, Cheek and Ball 2004, which is also the oracle km-bewick.
    for month, at_risk, lost, share in (
        (1, 8, 2, 75),
        (4, 6, 1, 62.5),
        (5, 5, 1, 50),
        (9, 3, 1, 100 / 3),
        (22, 1, 1, 0),
    ):
        row = by_month[month]
        assert (row.at_risk, row.lost) == (at_risk, lost)
        assert row.retained == pytest.approx(share)
    assert by_month[9].last_seen == 1, "a loss comes first, the other was still at risk"
    # lifelines 0.30.3, KaplanMeierFitter.confidence_interval_survival_function_.
    interval = by_month[6].interval
    assert interval is not None
    assert (interval.low, interval.high) == pytest.approx((15.2036, 77.4865), abs=1e-4)


@pytest.mark.shared_data
def test_telco_agrees_with_lifelines(shared_data: Path) -> None:
    path = shared_data / "accounts" / "telco" / "Telco-Customer-Churn.csv"
    with path.open(encoding="utf-8", newline="") as file:
        lives = [
            Lifetime(int(row["tenure"]), lost=row["Churn"] == "Yes") for row in csv.DictReader(file)
        ]
    rows = tenure_months(lives)
    assert (rows[0].at_risk, sum(row.lost for row in rows)) == (7043, 1869)
    # lifelines 0.30.3, KaplanMeierFitter().fit(tenure, churn): share, lower and upper end.
    for month, share, low, high in (
        (1, 94.59613196814566, 94.04183713158358, 95.10021209572403),
        (12, 84.31995538158303, 83.4168685811462, 85.17833206931235),
        (24, 78.87363983705966, 77.83129555299131, 79.8735202136176),
        (72, 59.27901520522275, 57.30628910042918, 61.19362091926619),
    ):
        interval = rows[month].interval
        assert interval is not None
        found = (rows[month].retained, interval.low, interval.high)
        assert found == pytest.approx((share, low, high), abs=1e-9)
    # The product limit once more, in other words: multiply what stayed each month.
    product = 1.0
    for month in range(25):
        watched = sum(life.duration >= month for life in lives)
        product *= 1 - sum(life.lost and life.duration == month for life in lives) / watched
    assert rows[24].retained == pytest.approx(100 * product, abs=1e-9)


@pytest.mark.shared_data
def test_cdnow_time_to_the_second_purchase(shared_data: Path) -> None:
    """Time to a second purchase by day: the curve against a product worked out here."""
    text = (shared_data / "usage" / "CDNOW_sample.txt").read_text(encoding="ascii")
    days: dict[str, set[date]] = {}
    for line in text.splitlines():
        _, customer, day, _, _ = line.split()
        days.setdefault(customer, set()).add(date.fromisoformat(f"{day[:4]}-{day[4:6]}-{day[6:]}"))
    end = date(1998, 6, 30)
    lives = []
    for bought in days.values():
        first, *others = sorted(bought)
        second = others[0] if others else None
        lives.append(Lifetime(((second or end) - first).days, lost=second is not None))
    curve = retention_curve(lives)
    assert curve.n == 2357
    product = 1.0
    for wait in range(301):
        watched = sum(life.duration >= wait for life in lives)
        product *= 1 - sum(life.lost and life.duration == wait for life in lives) / watched
    assert curve.retained_at(300) == pytest.approx(100 * product, abs=1e-9)
    assert curve.median is None, "more than half of these customers bought once only"


def test_the_interval_of_a_median_agrees_with_lifelines() -> None:
    # lifelines 0.30.3, median_survival_times(confidence_interval_survival_function_): 5 and 15.
    curve = retention_curve(Lifetime(day, lost=True) for day in range(1, 21))
    assert (curve.median, *median_interval(curve)) == (10, 5, 15)
    assert median_interval(retention_curve([Lifetime(4, lost=False)])) == (None, None)


def test_time_to_value_oracle() -> None:
    if not ORACLES.is_file():
        pytest.skip("the oracles do not lie beside this checkout")
    cases = {case["id"]: case for case in json.loads(ORACLES.read_text(encoding="utf-8"))}
    inputs = cases["ttv"]["inputs"]
    lives = [
        Lifetime(watched if days is None else days, lost=days is not None)
        for days, watched in zip(
            inputs["days_to_first_value"], inputs["observed_days_if_none"], strict=True
        )
    ]
    assert retention_curve(lives).median == cases["ttv"]["expected"]["km_median_days"]
