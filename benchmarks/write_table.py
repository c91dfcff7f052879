"""Replace a 40-column table in a rich workbook, against the floor and against openpyxl.

Every variant runs in a process of its own and imports only what it needs, so that processor time
and peak memory are its own. The floor is what packing the finished sheet with zlib alone costs, at
the level Excel uses.

Run ``python benchmarks/write_table.py`` (add ``--quick`` for 10,000 rows only).
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
import zlib
from datetime import date, datetime, timedelta
from pathlib import Path

COLUMNS = 40
FORMULAS = 4
FLOOR_LIMIT, PEER_LIMIT, MEMORY_LIMIT_MB = 2.0, 6.0, 512

KINDS = ["text"] * 7 + ["integer"] * 5 + ["decimal"] * 3 + ["date"] * 2 + ["blanks"]
SMALL, LARGE = 10_000, 100_000
REPEATS = {SMALL: 7, LARGE: 1}
PEER_REPEATS = 2

Value = str | int | float | date | None


def content(rows: int) -> dict[str, list[Value]]:
    """Return plain columns: 14 texts, 10 whole numbers, 6 decimals, 4 dates, 2 with blanks."""
    first = date(2020, 1, 1)
    columns: dict[str, list[Value]] = {}
    words = ("Acme", "Globex & Sons", "Initech", "Umbrella", "Hooli", "Stark")
    for column in range(COLUMNS - FORMULAS):
        values: list[Value]
        match KINDS[column % len(KINDS)]:
            case "text":
                values = [f"{words[row * 7 % 6]} {row * 31 % 9973}-{column}" for row in range(rows)]
            case "integer":
                values = [row * (column + 1) % 100_003 for row in range(rows)]
            case "decimal":
                values = [round(row * 1.37 + column / 7, 2) for row in range(rows)]
            case "date":
                values = [first + timedelta(days=row * (column + 3) % 2000) for row in range(rows)]
            case _:
                values = [None if row % 5 == 0 else row / 8 for row in range(rows)]
        columns[f"Column {column + 1}"] = values
    return columns


def build(path: Path, rows: int = 1000) -> None:
    """Build the workbook: the table with formulas and rules, a chart, and other sheets."""
    import xlsxwriter

    book = xlsxwriter.Workbook(path)
    sheet, dashboard, other = (book.add_worksheet(n) for n in ("Accounts", "Dashboard", "Other"))
    dates, money = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": 4})
    bad = book.add_format({"bg_color": "#FFC7CE"})
    columns = content(rows)
    specification = []
    for name, values in columns.items():
        style = {date: dates, float: money}.get(type(values[-1]))
        specification.append({"header": name, **({"format": style} if style else {})})
        for row, value in enumerate(values, start=2):
            if isinstance(value, date):
                sheet.write_datetime(
                    row, len(specification) - 1, datetime.combine(value, datetime.min.time()), style
                )
            else:
                sheet.write(row, len(specification) - 1, value, style)
    for number in range(FORMULAS):
        formula = f"=[@[Column 8]]*{number + 2}"
        specification.append({"header": f"Formula {number + 1}", "formula": formula})
    area = (1, 0, rows + 1, COLUMNS - 1)
    sheet.add_table(*area, {"name": "tblAccounts", "columns": specification})
    sheet.conditional_format(
        2, 7, rows + 1, 7, {"type": "cell", "criteria": "<", "value": 9, "format": bad}
    )
    sheet.conditional_format(2, 8, rows + 1, 8, {"type": "data_bar"})
    sheet.data_validation(2, 0, rows + 1, 0, {"validate": "length", "criteria": ">", "value": 0})
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": ["Accounts", 2, 7, rows + 1, 7]})
    dashboard.insert_chart("D2", chart)
    for row in range(20):
        dashboard.write_formula(row, 0, f"=SUM(tblAccounts[Column {row + 8}])", None, row)
    for row in range(2000):
        other.write_row(row, 0, [f"text {row}", row, row / 3])
    book.close()


def run_ours(source: Path, target: Path, rows: int) -> float:
    """Replace the table with our own writer; return processor seconds."""
    from cs_workbook.workbook.file_book import FileBook
    from cs_workbook.workbook.port import ColumnContent, FormulaColumn

    columns: dict[str, ColumnContent] = dict(content(rows))
    base = content(rows)["Column 8"]
    for number in range(FORMULAS):
        columns[f"Formula {number + 1}"] = FormulaColumn(
            formula=f"tblAccounts[[#This Row],[Column 8]]*{number + 2}",
            values=[value * (number + 2) for value in base if isinstance(value, int)],
        )
    start = time.process_time()
    book = FileBook(source)
    book.write_table("tblAccounts", columns)
    book.save(target)
    return time.process_time() - start


def run_openpyxl(source: Path, target: Path, rows: int) -> float:
    """Replace the table with openpyxl: load, write, save; return processor seconds."""
    import openpyxl

    columns = content(rows)
    formulas = [f"=tblAccounts[[#This Row],[Column 8]]*{n + 2}" for n in range(FORMULAS)]
    start = time.process_time()
    book = openpyxl.load_workbook(source)
    sheet = book["Accounts"]
    styles = [
        sheet.cell(3, column)._style  # type: ignore[union-attr] # noqa: SLF001
        for column in range(1, COLUMNS + 1)
    ]
    for row, values in enumerate(zip(*columns.values(), strict=True), start=3):
        for column, value in enumerate((*values, *formulas), start=1):
            cell = sheet.cell(row, column, value)
            cell._style = styles[column - 1]  # noqa: SLF001
    sheet.tables["tblAccounts"].ref = f"A2:AN{rows + 2}"
    book.save(target)
    return time.process_time() - start


def run_floor(source: Path, target: Path, rows: int) -> float:
    """Pack the sheet our writer made with zlib level 6; return processor seconds."""
    del target, rows
    with zipfile.ZipFile(source) as archive:
        data = archive.read("xl/worksheets/sheet1.xml")
    start = time.process_time()
    zlib.compress(data, 6)
    return time.process_time() - start


VARIANTS = {"ours": run_ours, "openpyxl": run_openpyxl, "floor": run_floor}


def measure(variant: str, source: Path, target: Path, rows: int) -> tuple[float, float]:
    """Run a variant in a process of its own; return processor seconds and peak megabytes."""
    command = [sys.executable, __file__, "--run", variant, str(source), str(target), str(rows)]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    result = json.loads(output)
    return result["seconds"], result["peak"]


def main() -> None:
    """Print the ratios and fail where a target is missed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true", help="10,000 rows only")
    parser.add_argument("--run", nargs=4, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.run:
        variant, source, target, rows = options.run
        seconds = VARIANTS[variant](Path(source), Path(target), int(rows))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({"seconds": seconds, "peak": peak}))
        return
    missed = False
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "rich.xlsx")
        build(source)
        for rows in (SMALL,) if options.quick else (SMALL, LARGE):
            target, peer = Path(folder, "ours.xlsx"), Path(folder, "peer.xlsx")
            # Taken in turn, so that a busy moment of the machine meets every variant alike.
            places = {
                "ours": (source, target),
                "floor": (target, target),
                "openpyxl": (source, peer),
            }
            runs: dict[str, list[tuple[float, float]]] = {variant: [] for variant in places}
            for turn in range(REPEATS[rows]):
                for variant, (reads, writes) in places.items():
                    if variant != "openpyxl" or turn < PEER_REPEATS:
                        runs[variant].append(measure(variant, reads, writes, rows))
            ours, floor, theirs = (min(runs[variant])[0] for variant in places)
            memory, their_memory = (
                max(megabytes for _, megabytes in runs[v]) for v in ("ours", "openpyxl")
            )
            print(
                f"{rows:>7,} rows: ours {ours:.2f} s, {memory:.0f} MB, "
                f"{target.stat().st_size / 1e6:.1f} MB file | zlib-6 floor {floor:.2f} s | "
                f"openpyxl {theirs:.2f} s, {their_memory:.0f} MB, "
                f"{peer.stat().st_size / 1e6:.1f} MB file"
            )
            print(
                f"         {ours / floor:.2f} x the floor (target <= {FLOOR_LIMIT}), "
                f"{theirs / ours:.1f} x faster than openpyxl (target >= {PEER_LIMIT}), "
                f"peak {memory:.0f} MB (target <= {MEMORY_LIMIT_MB})"
            )
            missed |= ours > FLOOR_LIMIT * floor or theirs < PEER_LIMIT * ours
            missed |= memory > MEMORY_LIMIT_MB
    if missed:
        sys.exit("a target was missed")


if __name__ == "__main__":
    main()
