"""LibreOffice calculates the refreshed tracker anew; its figures must be Python's to 1e-9."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest
from cell_agreement import agree, disagreements

from cs_workbook.actions.closed_file import refresh_file
from cs_workbook.actions.new import new_tracker
from cs_workbook.schema.health_model import DEFAULT_MEASURES, SLOTS
from cs_workbook.workbook.file_book import FileBook
from cs_workbook.workbook.port import CellValue

pytestmark = [
    pytest.mark.libreoffice,
    # openpyxl says so of every feature it does not model; it only reads here.
    pytest.mark.filterwarnings("ignore:.* extension is not supported:UserWarning"),
]
Recalculate = Callable[[Path], Path]


def test_every_stored_value_of_the_demo_is_what_libreoffice_calculates(
    demo_tracker: Path, recalculate: Recalculate
) -> None:
    assert disagreements(demo_tracker, recalculate(demo_tracker)) == []


def test_other_weights_and_anchors_agree_too(
    demo_copy: tuple[Path, Path], recalculate: Recalculate
) -> None:
    """A person changes weights, turns an anchor round and raises the minimum coverage."""
    tracker, exports = demo_copy
    book = FileBook(tracker)
    book.write_table(
        "tblWeights",
        {
            "Weight": [3, 0, 1.5, 7, 0.25, 11, 2, *[None] * 5],
            "0 points at": [10, -20, 9, 0, 5, 0, 5, *[None] * 5],
            "100 points at": [0, 80, 1, 4, 1, 10, 1, *[None] * 5],
        },
    )
    book.write_table("tblBands", {"Up to": [33.3, 66.6, 100]})
    book.write_name("MinimumCoverage", 70)
    book.save()
    refresh_file(tracker, exports, as_of=date(2026, 6, 30), now=datetime(2026, 7, 1))  # noqa: DTZ001
    assert disagreements(tracker, recalculate(tracker)) == []


def test_forecasts_of_renewals_agree_too(
    demo_copy: tuple[Path, Path], recalculate: Recalculate
) -> None:
    """A person forecasts every other renewal, with and without an amount, months later."""
    tracker, exports = demo_copy
    book = FileBook(tracker)
    count = len(book.read_table("tblRenewals")["State"])
    words = ("Commit", None, "likely", "At risk", None, "Lost")
    sums = (None, 500.5, 1e6, None, 0, 20)
    book.write_table(
        "tblRenewals",
        {
            "Forecast": [words[row % 6] for row in range(count)],
            "Forecast MRR": [sums[row % 5] for row in range(count)],
        },
    )
    book.write_name("NoticeDays", 75)
    book.save()
    refresh_file(tracker, exports, as_of=date(2026, 9, 15), now=datetime(2026, 9, 16))  # noqa: DTZ001
    assert disagreements(tracker, recalculate(tracker)) == []


def test_an_accounts_pulse_typed_later_moves_the_sheet_as_python_says(
    demo_copy: tuple[Path, Path], recalculate: Recalculate
) -> None:
    """Typed after the refresh: the sheet alone moves the score, the next refresh agrees."""
    tracker, exports = demo_copy
    book = FileBook(tracker)
    count = len(book.read_table("tblAccounts")["Account ID"])
    book.write_table("tblAccounts", {"CSM pulse": [1 + row % 5 for row in range(count)]})
    book.save()
    live = openpyxl.load_workbook(recalculate(tracker), data_only=True)["Accounts"]
    headers = [cell.value for cell in live[6]]
    column = headers.index("Health") + 1
    by_sheet = [live.cell(7 + row, column).value for row in range(count)]
    refresh_file(tracker, exports, as_of=date(2026, 6, 30), now=datetime(2026, 7, 1))  # noqa: DTZ001
    by_python = FileBook(tracker).read_table("tblAccounts")["Health"]
    for sheet, python in zip(by_sheet, by_python, strict=True):
        assert agree(python, sheet)


DEMO_DAY = date(2026, 6, 30)


def slots(*values: CellValue) -> list[CellValue]:
    return [*values, *[None] * (SLOTS - len(values))]


def test_every_scale_and_every_rule_agrees(
    demo_copy: tuple[Path, Path], recalculate: Callable[[Path], Path]
) -> None:
    """Tiers, percentiles both ways, pulses stale and run out, blanks that count, margin, caps."""
    tracker, exports = demo_copy
    book = FileBook(tracker)
    defaults = [measure.name for measure in DEFAULT_MEASURES]
    book.write_table(
        "tblWeights",
        {
            "Measure": slots(*defaults, "Seats", "MRR again"),
            "Dimension": slots("A", "A", "B", "B", "C", "C", "C", "Size", "Size"),
            "Accounts column": slots(
                *(measure.input_column for measure in DEFAULT_MEASURES), "seats", "MRR"
            ),
            "Weight": slots(20, 15, 10, 10, 15, 20, 40, 5, 7.5),
            "Scale": slots(
                "Percentile", None, "Tiers", "Percentile", "Linear", None, None, "Linear", "Tiers"
            ),
            "0 points at": slots(0, -50, 0, 5, 2.5, 4, 1, 0, 0),
            "100 points at": slots(12, 25, 8, 0, 4.5, 9, 5, 40, 1),
            "When blank": slots(
                None, "count as 50", None, "leave out", "count as 0", None, "count as 0"
            ),
            "Date column": slots("Last activity", None, None, None, None, None, "Pulse date"),
            "Fresh for (days)": slots(20, None, None, None, None, None, 30),
        },
    )
    book.write_table(
        "tblTiers",
        {
            "Measure": ["features", "Features", "MRR again"],
            "Above": [2, -1, 100],
            "Up to": [6, 2, 2000],
            "Points": [70, 10, 33.3],
        },
    )
    count = len(book.read_table("tblAccounts")["Account ID"])
    days = [None, DEMO_DAY - timedelta(days=30), DEMO_DAY - timedelta(days=31), DEMO_DAY]
    ends = [None, DEMO_DAY, DEMO_DAY - timedelta(days=1)]
    book.write_table(
        "tblAccounts",
        {
            "CSM pulse": [1 if row % 7 else None for row in range(count)],
            "Pulse date": [days[row % 4] for row in range(count)],
            "Pulse until": [ends[row % 3] for row in range(count)],
        },
    )
    gone = DEMO_DAY - timedelta(days=1)
    book.write_table(
        "tblCaps",
        {
            "Measure": ["Open tickets", "nps answers", "Seats", "Open tickets", "Usage trend"],
            "Input is": ["at least", "at most", "at least", "at least", "At most"],
            "Value": [2, 6.5, 1, 0, -40],
            "Health at most": [60.3, 45, 20, 10, 45],
            "Reason": ["Tickets pile up", "Detractor", None, "It was so", "Usage falls"],
            "Author": ["Ada", "Ada", "Ada", "Ada", "Ada"],
            "Until": [None, DEMO_DAY + timedelta(days=60), None, gone, None],
        },
    )
    ids = book.read_table("tblAccounts")["Account ID"]
    book.write_table(
        "tblOverrides",
        {
            "Account ID": [ids[0], ids[3], ids[3], ids[8], "nobody"],
            "Health at most": [30, 45, 45, 5, 5],
            "Reason": ["Sponsor left", "First word", "Last word", "No author", "No account"],
            "Author": ["Ben", "Ben", "Ben", None, "Ben"],
            "Until": [None, None, None, None, None],
        },
    )
    book.write_name("SmallestGroup", 5)
    book.write_name("BandMargin", 15)
    book.save()
    refresh_file(tracker, exports, as_of=DEMO_DAY, now=datetime(2026, 8, 1))  # noqa: DTZ001
    book = FileBook(tracker)
    better = [(1 + row % 5) if row % 7 else None for row in range(count)]
    book.write_table("tblAccounts", {"CSM pulse": better})
    book.save()
    later = DEMO_DAY + timedelta(days=21)
    refresh_file(tracker, exports, as_of=later, now=datetime(2026, 8, 2))  # noqa: DTZ001
    table = FileBook(tracker).read_table("tblHealth")
    held = [
        row
        for row in range(count)
        if isinstance(now := table["Place now"][row], int | float)
        and isinstance(may := table["Place held"][row], int | float)
        and may < now
    ]
    inputs = {cell for slot in range(1, SLOTS + 1) for cell in table[f"Input {slot}"]}
    assert held, "the margin holds somebody back"
    assert "Stale" in inputs
    reasons = set(table["Held down by"])
    assert {"", "Usage falls", "Sponsor left", "Last word"} <= reasons
    assert not {"It was so", "No author", "First word"} & reasons
    assert disagreements(tracker, recalculate(tracker)) == []


def test_ravenstack_agrees_too(shared_data: Path, tmp_path: Path, recalculate: Recalculate) -> None:
    """A real book: 500 accounts, 5,000 subscriptions; lists are cut to keep the test short."""
    tracker = tmp_path / "CS_Tracker.xlsm"
    new_tracker(tracker)
    book = FileBook(tracker)
    book.write_name("RowsShown", 100)
    book.save()
    exports = shared_data / "accounts" / "ravenstack"
    refresh_file(tracker, exports, as_of=date(2024, 12, 31), now=datetime(2025, 1, 2))  # noqa: DTZ001
    assert disagreements(tracker, recalculate(tracker)) == []
    assert FileBook(tracker).read_name("KPI_MRR") == 10_159_608
