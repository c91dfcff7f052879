"""LibreOffice calculates attention, value and choice of plans anew: its cells must be Python's."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from cs_workbook.actions.closed_file import refresh_file
from cs_workbook.workbook.file_book import FileBook
from cs_workbook.workbook.port import CellValue

pytestmark = [
    pytest.mark.libreoffice,
    # openpyxl says so of every feature it does not model; it only reads here.
    pytest.mark.filterwarnings("ignore:.* extension is not supported:UserWarning"),
]
SHEETS = (
    "Contacts",
    "Problems",
    "Value",
    "Overlaps",
    "Segment moves",
    "Plan choice",
    "Segment model",
)


def cells(path: Path) -> dict[tuple[str, str], object]:
    """Return what every cell of the sheets shows; an empty text and an empty cell read alike."""
    book = openpyxl.load_workbook(path, data_only=True, keep_vba=path.suffix == ".xlsm")
    found: dict[tuple[str, str], object] = {}
    for name in SHEETS:
        sheet = book[name]
        assert isinstance(sheet, Worksheet)
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value not in {None, ""}:
                    value = cell.value
                    found[name, cell.coordinate] = (
                        round(value, 9) if isinstance(value, int | float) else str(value)
                    )
    return found


def typed(*cells: CellValue) -> list[CellValue]:
    """Return the cells of a typed column."""
    return list(cells)


def test_what_people_typed_moves_the_sheets_as_python_says(
    demo_copy: tuple[Path, Path], recalculate: Callable[[Path], Path]
) -> None:
    """Overrides with and without reason, gaps, words for days, blank entitlements, new settings."""
    tracker, exports = demo_copy
    book = FileBook(tracker)
    problems = book.read_table("tblProblems")
    count = len(problems["Problem"])
    overrides = typed("Low", "Neutral", None, "High", None, "Low", "Low")
    reasons = typed("said so", None, None, "still", None, None, "agreed")
    closed = typed(None, None, date(2026, 7, 2), None, "yes", None, None)
    touched = typed(None, date(2026, 7, 1), None, None, None, None, None)
    book.write_table(
        "tblProblems",
        {
            "Attention override": overrides[:count],
            "Reason": reasons[:count],
            "Closed": closed[:count],
            "Escalation": [None] * count,
            "Last touch": touched[:count],
        },
    )
    book.write_table("tblTierRules", {"Touch every (days)": [7, None, 90]})
    book.write_table(
        "tblAttentionRules", {"Attention": ["High", "Low", None, *["Neutral"] * 5, "Low"]}
    )
    choices = len(book.read_table("tblPlanChoice")["Account ID"])
    words = typed("Full", None, "Light", "None", "Deep")
    book.write_table(
        "tblPlanChoice",
        {
            "Override": [words[row % 5] for row in range(choices)],
            "Override reason": [None if row % 3 else "asked" for row in range(choices)],
            "Override author": ["Ada"] * choices,
        },
    )
    for name, value in (("HighTouchDays", 3), ("MicroSegmentShare", 12), ("FullPlanCapacity", 4)):
        book.write_name(name, value)
    book.save()
    refresh_file(tracker, exports, as_of=date(2026, 8, 15), now=datetime(2026, 8, 16))  # noqa: DTZ001
    assert cells(recalculate(tracker)) == cells(tracker)
    shown = FileBook(tracker).read_table("tblOverlaps")["Micro-segment"]
    assert "▲ Micro-segment" in shown, "a micro-segment, so that its formula is compared too"
