"""Known answers of the public data sets that lie beside the checkout."""

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TypeAlias

import pandas as pd
import pytest

from cs_workbook import rollups
from cs_workbook.engine import DuckDB
from cs_workbook.exports import read_folder
from cs_workbook.measures.nps import net_promoter_score_from_counts
from cs_workbook.rollups import period_start

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"

pytestmark = [
    pytest.mark.shared_data,
    pytest.mark.skipif(
        not DATA.is_dir(), reason="the shared data sets are not beside the checkout"
    ),
]

Reader: TypeAlias = Callable[[str, date], DuckDB]


@pytest.fixture
def read(tmp_path: Path) -> Iterator[Reader]:
    engines: list[DuckDB] = []

    def reading(pattern: str, as_of: date) -> DuckDB:
        for path in DATA.glob(pattern):
            shutil.copy(path, tmp_path)
        engines.append(DuckDB())
        read_folder(tmp_path, engine=engines[-1], as_of=as_of)
        return engines[-1]

    yield reading
    for engine in engines:
        engine.close()


def counts_of(counts: pd.DataFrame, survey: str) -> dict[float, int]:
    chosen = counts[counts["survey"] == survey]
    return dict(zip(chosen["score"], chosen["n"], strict=True))


def test_ravenstack(read: Reader) -> None:
    as_of = date(2024, 12, 31)
    start = period_start(as_of, months=12)
    engine = read("accounts/ravenstack/*.csv", as_of)
    totals = rollups.totals(engine, as_of=as_of, period_start=start).iloc[0]
    assert totals["open_mrr"] == 10_159_608
    assert totals["open_subscriptions"] + totals["open_trials"] == 4_514
    assert totals["tickets"] == 2_000
    assert totals["rated_tickets"] == 1_175
    assert totals["rating_sum"] / totals["rated_tickets"] == pytest.approx(3.9813, abs=5e-5)
    assert totals["usage_rows"] == 25_000 - 21
    parts = rollups.churn_parts(engine, as_of=as_of, period_start=start)
    assert parts["part"].tolist() == [0, 352, 110]
    assert parts["base"].tolist()[1:] == [500, 500]
    assert (100 * parts["part"] / parts["base"]).tolist() == pytest.approx([0, 70.4, 22.0])
    revenue = rollups.account_revenue(engine, as_of=as_of, period_start=start)
    assert revenue["mrr"].sum() == 10_159_608
    events = rollups.account_churn(engine, as_of=as_of)
    assert (len(events), events["events"].sum()) == (352, 600)
    early = rollups.account_usage(engine, as_of=as_of, count_early=False)
    assert totals["usage_rows"] - early["usage_rows"].sum() in range(19_100, 19_143)
    newest = rollups.quarters(engine, as_of=as_of).iloc[-1]
    assert (newest["customers"], newest["mrr"]) == (500, 10_159_608)


def test_bank_nps_by_quarter(read: Reader) -> None:
    as_of = date(2021, 12, 31)
    engine = read("surveys/bank_nps_ddmmyyyy.csv", as_of)
    frame = rollups.quarters(engine, as_of=as_of).tail(4)
    assert frame["quarter"].tolist() == ["2021 Q1", "2021 Q2", "2021 Q3", "2021 Q4"]
    scores = [
        net_promoter_score_from_counts(promoters=p, passives=q, detractors=d).value
        for p, q, d in zip(frame["promoters"], frame["passives"], frame["detractors"], strict=True)
    ]
    assert scores == pytest.approx([14.1234, 11.5166, 9.9017, 11.7987], abs=5e-5)
    # A window of 365 days to the end of the year is the year.
    counts = counts_of(rollups.survey_counts(engine, as_of=as_of, survey_window_days=365), "NPS")
    groups = [
        sum(n for score, n in counts.items() if low <= score <= high)
        for low, high in ((9, 10), (7, 8), (0, 6))
    ]
    assert groups == [2309, 972, 1719]


def test_theydo_answers(read: Reader) -> None:
    as_of = date(2025, 12, 31)
    engine = read("surveys/theydo_mock/*.csv", as_of)
    counts = rollups.survey_counts(engine, as_of=as_of, survey_window_days=365)
    nps, csat, ces = (counts_of(counts, survey) for survey in ("NPS", "CSAT", "CES"))
    assert sum(nps.values()) == sum(csat.values()) == sum(ces.values()) == 100
    assert nps[9] + nps[10] - sum(n for score, n in nps.items() if score <= 6) == 15
    assert csat[4] + csat[5] == 63
    assert sum(score * n for score, n in csat.items()) == pytest.approx(377)
    assert sum(score * n for score, n in ces.items()) == pytest.approx(478)
    assert ces[5] + ces[6] + ces[7] == 59


def test_telco_takes_its_revenue_from_the_accounts(read: Reader) -> None:
    as_of = date(2025, 12, 31)
    start = period_start(as_of, months=12)
    engine = read("accounts/telco/*.csv", as_of)
    flag = rollups.churn_parts(engine, as_of=as_of, period_start=start).iloc[2]
    assert (flag["part"], flag["base"]) == (1_869, 7_043)
    revenue = rollups.account_revenue(engine, as_of=as_of, period_start=start)
    accounts = engine.query("select sum(mrr) as mrr from accounts")["mrr"].item()
    assert 100 * (1 - revenue["mrr"].sum() / accounts) == pytest.approx(30.5034, abs=5e-5)
    assert revenue["customer"].sum() == 7_043 - 1_869
