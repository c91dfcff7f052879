"""Plan sheets by the hundred: how long a build takes, how large the file gets, how long it opens.

    python benchmarks/plans.py [--plans 500] [--open]

Makes a tracker of invented customers, builds a plan for each, and builds again, which must change
nothing. Prints seconds in all and for one plan, the size of the file, and with ``--open`` how long
LibreOffice takes to read it and to write it as ``.xlsx``. The floor is the size: an empty tracker.
"""

import argparse
import shutil
import subprocess
import tempfile
import time
from datetime import date, datetime
from pathlib import Path

from cs_workbook.actions.plans.closed_file import build_file
from cs_workbook.workbook.file_book import FileBook
from cs_workbook.workbook.packaged import packaged_template
from cs_workbook.workbook.recalculation import refresh_cached_values

NOW = datetime(2025, 1, 2, 9, 30)  # noqa: DTZ001 - local wall time


def tracker(path: Path, *, customers: int) -> Path:
    """Write a tracker with invented customers."""
    path.write_bytes(packaged_template())
    book = FileBook(path)
    numbers = range(1, customers + 1)
    book.write_table(
        "tblAccounts",
        {
            "Account ID": [f"A{number:04d}" for number in numbers],
            "Account": [f"Customer number {number}" for number in numbers],
            "Status": ["Customer"] * customers,
            "MRR": [100 + number for number in numbers],
        },
    )
    book.write_name("AsOfDate", date(2024, 12, 31))
    refresh_cached_values(book)
    book.save()
    return path


def opening(path: Path, folder: Path) -> float:
    """Return the seconds LibreOffice takes to read a workbook and write it."""
    program = shutil.which("soffice") or "libreoffice"
    command = [program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    start = time.perf_counter()
    subprocess.run(
        [*command, "--convert-to", "xlsx", "--outdir", str(folder / "read"), str(path)],
        capture_output=True,
        check=True,
    )
    return time.perf_counter() - start


def main() -> None:
    """Build, build again, and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plans", type=int, default=500)
    parser.add_argument("--open", action="store_true", help="also open the file in LibreOffice")
    arguments = parser.parse_args()
    count = arguments.plans
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = tracker(folder / "CS_Tracker.xlsm", customers=count)
        before = path.stat().st_size
        for title in ("making", "again"):
            start, used = time.perf_counter(), time.process_time()
            done = build_file(path, now=NOW)
            took, cpu = time.perf_counter() - start, time.process_time() - used
            print(f"{title:8} {took:7.1f} s, CPU {cpu:7.1f} s, {1000 * cpu / count:6.0f} ms a plan")
        if done.report.anything:
            raise SystemExit("the second build changed something")
        size = path.stat().st_size
        grown = (size - before) / count / 1024
        print(f"file     {size / 1e6:7.1f} MB, {grown:.1f} KB a plan; empty {before / 1e6:.1f} MB")
        if arguments.open:
            print(f"LibreOffice reads and writes it in {opening(path, folder):.0f} s")


if __name__ == "__main__":
    main()
