"""MRR movements of many subscriptions: our SQL against plain pandas, in the same run.

    python benchmarks/movements.py [--rows 200000]
    python benchmarks/movements.py --exports FOLDER --as-of 2024-12-31

Makes the subscriptions once, or reads those of a folder of exports, and hands the same rows to
both: the rollups ``mrr_months`` and ``mrr_movements`` in the database, and pandas with ``groupby``
and ``cumsum``. Prints CPU seconds of both and their ratio, after checking that both find the same
MRR of every kind.
"""

import argparse
import time
from datetime import date
from pathlib import Path

import pandas as pd

from cs_workbook.engine import DuckDB
from cs_workbook.exports import read_folder
from cs_workbook.rollups import mrr_months, mrr_movements

AS_OF = date(2025, 12, 31)
MONTHS = 60
ACCOUNTS_PER_ROW = 5
"""One account for so many subscriptions."""

_MAKE = """
create table subscriptions as
select
    'S' || i as subscription_id,
    printf('A%06d', hash(i) % {accounts}) as account_id,
    null::varchar as plan,
    1 as seats,
    start_date,
    case
        when hash(i, 1) % 10 < 6
            then start_date + cast(hash(i, 2) % 700 + 1 as integer)
    end as end_date,
    cast(hash(i, 3) % 90000 as decimal(18, 4)) / 100 as mrr,
    null::decimal(18, 4) as arr,
    null::decimal(18, 4) as amount,
    null::varchar as billing,
    hash(i, 4) % 20 = 0 as is_trial,
    true as auto_renew,
    'made' as source_file,
    i as source_line
from (
    select i, date '2021-01-01' + cast(hash(i, 5) % 1825 as integer) as start_date
    from range({rows}) as t (i)
)
"""


def ours(engine: DuckDB, as_of: date) -> dict[str, int]:
    """Return the cents of each kind of movement over the newest months, and the closing."""
    months = mrr_months(engine, as_of=as_of)
    mrr_movements(engine, as_of=as_of, rows=50_000)
    kinds = ("new", "expansion", "contraction", "churn", "reactivation")
    return {kind: round(100 * months[kind].sum()) for kind in kinds} | {
        "closing": round(100 * months["closing"].iloc[0])
    }


def plain_pandas(subscriptions: pd.DataFrame, day: date) -> dict[str, int]:
    """Do the same with pandas alone."""
    as_of = pd.Timestamp(day)
    paid = subscriptions[~subscriptions["is_trial"] & (subscriptions["start_date"] <= as_of)].copy()
    paid["cents"] = (paid["mrr"] * 100).round().astype("int64")
    paid["month"] = paid["start_date"].dt.to_period("M")
    ended = paid[paid["end_date"] <= as_of].copy()
    ended["month"] = ended["end_date"].dt.to_period("M")
    ended["cents"] = -ended["cents"]
    steps = pd.concat([paid, ended]).groupby(["account_id", "month"])["cents"].sum().reset_index()
    steps["after"] = steps.groupby("account_id")["cents"].cumsum()
    steps["before"] = steps["after"] - steps["cents"]
    steps["most"] = steps.groupby("account_id")["after"].cummax()
    steps["most_before"] = steps.groupby("account_id")["most"].shift(fill_value=0)
    steps = steps[steps["cents"] != 0]
    kind = pd.Series("contraction", index=steps.index)
    kind[steps["cents"] > 0] = "expansion"
    kind[steps["after"] == 0] = "churn"
    kind[(steps["before"] == 0) & (steps["most_before"] == 0)] = "new"
    kind[(steps["before"] == 0) & (steps["most_before"] > 0)] = "reactivation"
    window = steps["month"] > pd.Period(day, "M") - MONTHS
    sums = steps[window].groupby(kind)["cents"].sum()
    steps[window].sort_values(["month", "account_id"], ascending=[False, True]).head(50_000)
    months = pd.period_range(end=pd.Period(day, "M"), periods=MONTHS, freq="M")
    for last in months.to_timestamp(how="end"):
        running = (paid["start_date"] <= last) & ~(paid["end_date"] <= last)
        paid.loc[running].groupby("account_id")["cents"].sum()
    closing = paid.loc[~(paid["end_date"] <= as_of), "cents"].sum()
    return {str(name): int(amount) for name, amount in sums.items()} | {"closing": int(closing)}


def made(engine: DuckDB, rows: int) -> None:
    """Make so many subscriptions, always the same."""
    engine.execute(_MAKE.format(rows=rows, accounts=max(1, rows // ACCOUNTS_PER_ROW)))
    engine.execute("create table accounts (account_id varchar, account_name varchar)")


def main() -> None:
    """Make or read the rows, run both, print the ratio."""
    parser = argparse.ArgumentParser(description="MRR movements against plain pandas.")
    parser.add_argument("--rows", type=int, default=200_000, help="how many subscriptions to make")
    parser.add_argument("--exports", type=Path, help="folder of exports to read instead")
    parser.add_argument("--as-of", type=date.fromisoformat, default=AS_OF)
    given = parser.parse_args()
    with DuckDB() as engine:
        if given.exports:
            read_folder(given.exports, engine=engine, as_of=given.as_of)
        else:
            made(engine, given.rows)
        frame = engine.query(
            "select account_id, start_date, end_date, cast(mrr as double) as mrr, is_trial"
            " from subscriptions"
        )
        begun = time.process_time()
        mine = ours(engine, given.as_of)
        between = time.process_time()
        theirs = plain_pandas(frame, given.as_of)
        ended = time.process_time()
    assert mine == theirs, f"the two disagree: {mine}, {theirs}"
    print(
        f"{len(frame):,} subscriptions, {MONTHS} months; both find a closing MRR of "
        f"{mine['closing'] / 100:,.2f}"
    )
    print(f"ours   {between - begun:6.2f} CPU s")
    print(f"pandas {ended - between:6.2f} CPU s")
    print(f"ours / pandas: CPU {(between - begun) / (ended - between):.2f}")


if __name__ == "__main__":
    main()
