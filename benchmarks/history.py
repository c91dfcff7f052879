"""Size of three years of history: 10,000 accounts, a refresh a week.

Writes ``tblHistory`` as the package writer writes it and prints rows, sizes, times and memory,
against a row per account and week, which no worksheet can hold. In a usual week three of seven
signals move and MRR does in one account of a hundred; ``--all`` lets every signal move every week,
the worst there is. All times are processor time.

Run ``python benchmarks/history.py`` (add ``--quick`` for 1,000 accounts, ``--open`` to time
LibreOffice opening the file).
"""

import argparse
import random
import resource
import subprocess
import tempfile
import time
import zipfile
from datetime import date, timedelta
from pathlib import Path

from cs_workbook.actions.kept_history import Kept, KeptHistory, with_week
from cs_workbook.actions.new import new_tracker
from cs_workbook.measures.week_code import CodedWeek, pack, week_of
from cs_workbook.schema.history_tables import WEEK_HEADERS
from cs_workbook.schema.tables import TBL_HISTORY
from cs_workbook.workbook.file_book import FileBook
from cs_workbook.workbook.port import CellValue

WEEKS = 156
FIRST = date(2024, 1, 5)
MEASURES = 7
LAST_ROW = 1_048_576
BANDS = ("▼ At risk", "◆ Watch", "▲ Healthy")

Table = dict[str, list[CellValue]]
Row = dict[str, CellValue]


def history(accounts: int, *, moving: int) -> tuple[Table, Table]:
    """Return the two tables after 156 weekly refreshes.

    Args:
        accounts: How many.
        moving: How many of the signals move in a week.
    """
    source = random.Random(7)  # noqa: S311 - invented figures
    signals = [[source.uniform(0, 100) for _ in range(MEASURES)] for _ in range(accounts)]
    amounts = [round(source.lognormvariate(6.5, 1), 0) for _ in range(accounts)]
    days = [FIRST + timedelta(weeks=week) for week in range(WEEKS)]
    quarters: dict[date, list[tuple[int, date]]] = {}
    for day in days:
        quarter, week = week_of(day)
        quarters.setdefault(quarter, []).append((week, day))
    table: Table = {header: [] for header in TBL_HISTORY.headers}
    for quarter, weeks in quarters.items():
        for place in range(accounts):
            coded, scores = [], {}
            for week, _ in weeks:
                for signal in range(moving):
                    moved = signals[place][signal] + source.gauss(0, 5)
                    signals[place][signal] = round(min(100.0, max(0.0, moved)), 2)
                if source.random() < 0.01:
                    amounts[place] = round(amounts[place] * source.uniform(0.8, 1.3), 2)
                score = round(sum(signals[place]) / MEASURES, 2)
                scores[week] = score
                coded.append(
                    CodedWeek(
                        number=week,
                        status="C",
                        band=1 if score <= 50 else 2 if score <= 75 else 3,
                        mrr=amounts[place],
                        sub_scores=tuple(signals[place]),
                    )
                )
            line: Row = {
                "Quarter": quarter,
                "Account ID": f"A-{place:06}",
                "Account": f"Account {place:06}",
                "Status": "Customer",
                "MRR": amounts[place],
                "Band": BANDS[(coded[-1].band or 1) - 1],
                "Signals": pack(coded),
                "Weeks kept": len(coded),
            }
            line.update({header: scores.get(n) for n, header in enumerate(WEEK_HEADERS, start=1)})
            for header, cells in table.items():
                cells.append(line[header])
    refreshes: Table = {
        "Quarter": [week_of(day)[0] for day in days],
        "Week": [week_of(day)[1] for day in days],
        "As of": list(days),
        "Model version": [1] * WEEKS,
    }
    return table, refreshes


def megabytes(size: float) -> str:
    """Return a size in MB."""
    return f"{size / 1e6:,.1f} MB"


def main() -> None:
    """Write, read and refresh once, and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="1,000 accounts")
    parser.add_argument("--all", action="store_true", help="every signal moves every week")
    parser.add_argument("--open", action="store_true", help="time LibreOffice opening the file")
    chosen = parser.parse_args()
    accounts = 1_000 if chosen.quick else 10_000
    table, refreshes = history(accounts, moving=MEASURES if chosen.all else 3)
    rows = len(table["Quarter"])
    print(f"accounts {accounts:,}, weeks {WEEKS}, signals that move {7 if chosen.all else 3} of 7")
    print(f"rows {rows:,}, {100 * rows / LAST_ROW:.1f} % of a worksheet")
    print(f"a row per account and week: {accounts * WEEKS:,}, {accounts * WEEKS / LAST_ROW:.1f} x")
    text = sum(len(str(code)) for code in table["Signals"])
    longest = max(map(_length, table["Signals"]))
    print(f"Signals: {text / rows:,.0f} characters a row, {longest:,} at most")
    with tempfile.TemporaryDirectory() as folder:
        tracker = new_tracker(Path(folder))
        empty = tracker.stat().st_size
        book = FileBook(tracker)
        start = time.process_time()
        book.write_table("tblHistory", table)
        book.write_table("tblRefreshes", refreshes)
        book.save()
        print(f"written in {time.process_time() - start:.1f} s")
        size = tracker.stat().st_size
        with zipfile.ZipFile(tracker) as package:
            unpacked = sum(part.file_size for part in package.infolist())
        print(f"file {megabytes(size)} (empty {megabytes(empty)}), unpacked {megabytes(unpacked)}")
        print(f"a score kept: {(size - empty) / (accounts * WEEKS):.1f} bytes of file")
        start = time.process_time()
        read = FileBook(tracker).read_table("tblHistory")
        print(f"read in {time.process_time() - start:.1f} s")
        start = time.process_time()
        kept = KeptHistory(read, refreshes, bands=BANDS)
        latest: dict[str, Kept] = {}
        for refresh in kept.refreshes[-52:]:
            latest = kept.on(refresh)
        print(f"a year of it decoded in {time.process_time() - start:.1f} s")
        start = time.process_time()
        with_week(read, latest.values(), as_of=FIRST + timedelta(weeks=WEEKS), bands=BANDS)
        print(f"one more week put in in {time.process_time() - start:.1f} s")
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        print(f"peak memory of all this {megabytes(peak)}")
        if chosen.open:
            _open(tracker, Path(folder))


def _length(code: CellValue) -> int:
    return len(str(code))


def _open(tracker: Path, folder: Path) -> None:
    command = ("soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless")
    convert = ("--convert-to", "csv", "--outdir", str(folder), str(tracker))
    subprocess.run([*command, *convert], check=True, capture_output=True)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"LibreOffice opened it in {used.ru_utime + used.ru_stime:.1f} s")


if __name__ == "__main__":
    main()
