"""Usage of millions of rows to one row per account: ours against plain pandas, in the same run.

    python benchmarks/rollups.py [--rows 2000000] [--memory-limit 1GB]

Makes the rows as a CSV export in a temporary folder, then reads and rolls them up twice, each time
in a fresh process: through the importer and the SQL of ``account_usage``, and with pandas
``read_csv`` and ``groupby``. Prints CPU seconds and peak memory of both and their ratios, after
checking that the two give the same numbers. In ours pandas never holds the events, only the one
row per account; the importer also checks every row, which the pandas lines do not.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

AS_OF = date(2025, 12, 31)
ACCOUNTS = 5_000


def make(folder: Path, rows: int) -> None:
    """Write the accounts and that many usage rows of two years."""
    from cs_workbook.engine import DuckDB

    with DuckDB() as engine:
        engine.execute(
            f"copy (select printf('A%05d', i) as account_id, 'Account ' || i as account_name"
            f" from range({ACCOUNTS}) t(i)) to '{folder.as_posix()}/accounts.csv'"
        )
        engine.execute(
            "copy (select 'E' || i as event_id,"
            f" printf('A%05d', hash(i) % {ACCOUNTS}) as account_id,"
            " 'u' || (hash(i, 1) % 50000) as user_id,"
            " timestamp '2025-12-31 23:59:00' - to_minutes(cast(hash(i, 2) % 1051200 as bigint))"
            " as event_time,"
            " 'feature_' || (hash(i, 3) % 40) as feature_name,"
            " hash(i, 4) % 9 as usage_count"
            f" from range({rows}) t(i)) to '{folder.as_posix()}/product_usage.csv'"
        )


def ours(folder: Path, memory_limit: str | None) -> dict[str, float]:
    """Read the folder and roll its usage up."""
    from cs_workbook.engine import DuckDB
    from cs_workbook.exports import read_folder
    from cs_workbook.rollups import account_usage

    with DuckDB(memory_limit=memory_limit) as engine:
        begun = time.process_time()
        read_folder(folder, engine=engine, as_of=AS_OF)
        read = time.process_time()
        frame = account_usage(engine, as_of=AS_OF)
        ended = time.process_time()
    columns = ("active_days_28", "active_days_90", "users_28", "features_90", "uses_28", "week_12")
    sums = {column: float(frame[column].sum()) for column in columns}
    return {"cpu": ended - begun, "rollup": ended - read, **sums}


def plain_pandas(folder: Path, _memory_limit: str | None) -> dict[str, float]:
    """Do the same with pandas alone."""
    import pandas as pd

    begun = time.process_time()
    frame = pd.read_csv(folder / "product_usage.csv", parse_dates=["event_time"])
    read = time.process_time()
    frame["day"] = frame["event_time"].dt.normalize()
    age = (pd.Timestamp(AS_OF) - frame["day"]).dt.days
    recent, quarter = frame[age < 28], frame[age < 90]
    sums = {
        "active_days_28": recent.groupby("account_id")["day"].nunique().sum(),
        "active_days_90": quarter.groupby("account_id")["day"].nunique().sum(),
        "users_28": recent.groupby("account_id")["user_id"].nunique().sum(),
        "features_90": quarter.groupby("account_id")["feature_name"].nunique().sum(),
        "uses_28": recent.groupby("account_id")["usage_count"].sum().sum(),
    }
    weeks = frame[age < 84].assign(week=age // 7)
    by_week = weeks.groupby(["account_id", "week"])["usage_count"].sum()
    sums["week_12"] = by_week.xs(11, level="week").sum()
    frame.groupby("account_id")["day"].agg(["size", "min", "max"])
    ended = time.process_time()
    numbers = {name: float(value) for name, value in sums.items()}
    return {"cpu": ended - begun, "rollup": ended - read, **numbers}


CONTENDERS = {"ours": ours, "pandas": plain_pandas}


def peak_megabytes() -> float:
    """Return the most memory this process ever had."""
    import resource

    unit = 1024**2 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def run(name: str, folder: Path, memory_limit: str | None) -> dict[str, float]:
    """Run one contender in a process of its own."""
    command = [sys.executable, __file__, "--run", name, "--folder", str(folder)]
    command += ["--memory-limit", memory_limit] if memory_limit else []
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def main() -> None:
    """Make the rows, run both, print the ratios."""
    parser = argparse.ArgumentParser(description="Usage rollup against plain pandas.")
    parser.add_argument("--rows", type=int, default=2_000_000, help="usage rows, such as 10000000")
    parser.add_argument("--memory-limit", help="of our database, such as 1GB; then it spills")
    parser.add_argument("--run", choices=sorted(CONTENDERS), help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.run:
        found = CONTENDERS[arguments.run](arguments.folder, arguments.memory_limit)
        print(json.dumps({**found, "peak": peak_megabytes()}))
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make(folder, arguments.rows)
        size = (folder / "product_usage.csv").stat().st_size / 1e6
        print(f"{arguments.rows:,} usage rows, {size:,.0f} MB of CSV, {ACCOUNTS:,} accounts")
        results = {
            contender: run(contender, folder, arguments.memory_limit) for contender in CONTENDERS
        }
    figures = {"cpu", "rollup", "peak"}
    answers = [{k: v for k, v in r.items() if k not in figures} for r in results.values()]
    assert answers[0] == answers[1], f"the two disagree: {answers}"
    for contender, result in results.items():
        print(
            f"{contender:7} {result['cpu']:6.1f} CPU s (of which rollup {result['rollup']:.1f}), "
            f"peak {result['peak']:6,.0f} MB"
        )
    mine, peer = results["ours"], results["pandas"]
    print(
        f"ours / pandas: CPU {mine['cpu'] / peer['cpu']:.2f}, rollup alone "
        f"{mine['rollup'] / peer['rollup']:.2f}, peak memory {mine['peak'] / peer['peak']:.2f}"
    )
    print("In ours pandas held one row per account and never an event; every row was checked.")


if __name__ == "__main__":
    main()
