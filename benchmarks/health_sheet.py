"""The Health sheet in LibreOffice: many accounts, twelve measures, every formula calculated anew.

    python benchmarks/health_sheet.py [--accounts 10000]

Makes a tracker of invented accounts whose model has all twelve measures, without any stored result,
and lets LibreOffice open it, calculate it and write it as ``.xlsx``. The floor is the same with the
empty tracker. Every score must be the one Python gives, to 1e-9.
"""

import argparse
import math
import random
import shutil
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from python_calamine import CalamineWorkbook

from cs_workbook.actions.health_rows import ScoredAccount, score_accounts
from cs_workbook.actions.health_steps import health_columns
from cs_workbook.actions.table_columns import live_columns
from cs_workbook.actions.tracker import read_model
from cs_workbook.schema.health_model import LEAVE_OUT, LINEAR, SLOTS
from cs_workbook.schema.lists import CUSTOMER
from cs_workbook.schema.tables import TBL_ACCOUNTS, TBL_HEALTH, TBL_WEIGHTS
from cs_workbook.workbook.file_book import FileBook
from cs_workbook.workbook.packaged import packaged_template
from cs_workbook.workbook.port import CellValue, FormulaColumn

AS_OF = date(2026, 6, 30)
SIGNALS = (
    "Active days (28 d)",
    "Users (28 d)",
    "Features (90 d)",
    "Usage trend (%)",
    "Open tickets",
    "Tickets (90 d)",
    "Ticket rating",
    "NPS answer",
    "Seats",
    "Subscriptions",
    "MRR at start",
    "MRR",
)
_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">\
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def type_model(book: FileBook) -> None:
    """Fill every slot of the model."""
    columns: dict[str, Sequence[CellValue]] = {
        "Measure": [f"Measure {slot}" for slot in range(1, SLOTS + 1)],
        "Dimension": ["Signals"] * SLOTS,
        "Accounts column": SIGNALS,
        "Weight": list(range(1, SLOTS + 1)),
        "Scale": [LINEAR] * SLOTS,
        "0 points at": [0] * SLOTS,
        "100 points at": [100] * SLOTS,
        "When blank": [LEAVE_OUT] * SLOTS,
        "Date column": [None] * SLOTS,
        "Fresh for (days)": [None] * SLOTS,
    }
    book.write_table(TBL_WEIGHTS.name, columns)


def invented(accounts: int) -> dict[str, list[CellValue]]:
    """Return ``tblAccounts`` with one signal in ten blank."""
    chance = random.Random(20260630)  # noqa: S311 - invented data, the same each time
    columns: dict[str, list[CellValue]] = {
        header: [None] * accounts for header in TBL_ACCOUNTS.headers
    }
    columns["Account ID"] = [f"A{number}" for number in range(accounts)]
    columns["Account"] = [f"Customer {number}" for number in range(accounts)]
    columns["Status"] = [CUSTOMER] * accounts
    columns["Segment"] = [chance.choice(("East", "West", None)) for _ in range(accounts)]
    for header in SIGNALS:
        columns[header] = [
            None if chance.random() < 0.1 else chance.uniform(-10, 110) for _ in range(accounts)
        ]
    return columns


def without_results(columns: Mapping[str, object]) -> dict[str, object]:
    """Return columns whose formulas carry no stored result."""
    return {
        header: FormulaColumn(formula=content.formula, values=[None] * len(content.values))
        if isinstance(content, FormulaColumn)
        else content
        for header, content in columns.items()
    }


def make(path: Path, accounts: int) -> list[ScoredAccount]:
    """Write the tracker and return the scores Python gives."""
    path.write_bytes(packaged_template())
    book = FileBook(path)
    type_model(book)
    book.write_name("AsOfDate", AS_OF)
    model = read_model(book, minimum_coverage=0)
    columns = invented(accounts)
    scored = score_accounts(columns, model, as_of=AS_OF, before={}, smallest_group=5)
    book.write_table(TBL_ACCOUNTS.name, without_results(live_columns(TBL_ACCOUNTS, columns)))  # type: ignore[arg-type] # the content of columns
    book.write_table(TBL_HEALTH.name, without_results(health_columns(columns, scored, model)))  # type: ignore[arg-type] # the same
    book.save()
    return scored


def calculated(path: Path, folder: Path) -> tuple[float, Path]:
    """Return the seconds LibreOffice takes to read, calculate and write it, and what it writes."""
    profile = folder / "profile"
    settings = profile / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(_RECALCULATE, encoding="utf-8")
    program = shutil.which("soffice") or "libreoffice"
    options = ("--headless", "--convert-to", "xlsx", "--outdir", str(folder / "read"), str(path))
    start = time.perf_counter()
    subprocess.run(
        [program, f"-env:UserInstallation={profile.as_uri()}", *options],
        capture_output=True,
        check=True,
    )
    return time.perf_counter() - start, folder / "read" / f"{path.stem}.xlsx"


def scores(path: Path) -> list[object]:
    """Return the column Health of the sheet Health, as a workbook stores it."""
    sheet = CalamineWorkbook.from_path(path).get_sheet_by_name(TBL_HEALTH.sheet)
    rows = sheet.to_python(skip_empty_area=False)
    place = rows[TBL_HEALTH.header_row - 1].index("Health")
    return [row[place] for row in rows[TBL_HEALTH.header_row :]]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--accounts", type=int, default=10_000)
    accounts = parser.parse_args().accounts
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        empty = folder / "empty.xlsm"
        empty.write_bytes(packaged_template())
        calculated(empty, folder)  # the first start makes a profile
        floor, _ = calculated(empty, folder)
        tracker = folder / "tracker.xlsm"
        start = time.perf_counter()
        scored = make(tracker, accounts)
        writing = time.perf_counter() - start
        seconds, written = calculated(tracker, folder)
        found = scores(written)
        wrong = [
            (one.score.score, cell)
            for one, cell in zip(scored, found, strict=True)
            if not isinstance(cell, int | float)
            or one.score.score is None
            or not math.isclose(one.score.score, cell, rel_tol=1e-9, abs_tol=1e-9)
        ]
        if wrong:
            raise SystemExit(f"{len(wrong)} scores differ, the first: {wrong[0]}")
        size = tracker.stat().st_size / 1e6
        print(
            f"{accounts:,} accounts x {SLOTS} measures, {size:.1f} MB, written in {writing:.1f} s"
        )
        print(f"LibreOffice, empty tracker      {floor:6.1f} s")
        print(f"LibreOffice, all calculated     {seconds:6.1f} s  {seconds / floor:4.1f} x")
        print("every score as in Python")


if __name__ == "__main__":
    main()
