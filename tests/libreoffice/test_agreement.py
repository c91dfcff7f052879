"""LibreOffice calculates the refreshed tracker anew; its figures must be Python's to 1e-9."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from cell_agreement import agree, disagreements

from cs_workbook.actions.closed_file import refresh_file
from cs_workbook.actions.new import new_tracker
from cs_workbook.workbook.file_book import FileBook

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
