"""Little folders of exports about what customers say, and where their figures stand afterwards."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path

from cs_workbook.actions.closed_file import refresh_file
from cs_workbook.actions.new import new_tracker
from cs_workbook.workbook.file_book import FileBook
from cs_workbook.workbook.port import CellValue

AS_OF = date(2026, 6, 30)
NOW = datetime(2026, 7, 1, 9, 0)  # noqa: DTZ001 - local wall time
ANSWER_HEADERS = ("response_id", "account_id", "survey", "score", "answered_on", "respondent")

Answer = tuple[str, str, str, object, date, str]


def write_csv(path: Path, headers: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(headers)
        writer.writerows(rows)


def write_answers(exports: Path, answers: Iterable[Answer]) -> None:
    write_csv(exports / "surveys.csv", ANSWER_HEADERS, answers)


def write_accounts(exports: Path, rows: Iterable[tuple[str, str, str]]) -> None:
    headers = ("account_id", "account_name", "segment")
    write_csv(exports / "accounts.csv", headers, rows)


def nps_answers(
    scores: Iterable[int], *, day: date = AS_OF, start: int = 1, accounts: int = 1
) -> list[Answer]:
    """Give one NPS answer per score, spread over accounts A1, A2, ..., each by another person."""
    return [
        (f"R{number}", f"A{1 + number % accounts}", "NPS", score, day, f"p{number}@x.example")
        for number, score in enumerate(scores, start=start)
    ]


def refreshed(tracker: Path, exports: Path, *, as_of: date = AS_OF, hour: int = 9) -> FileBook:
    """Refresh a tracker, made where there is none, and open it."""
    if not tracker.exists():
        new_tracker(tracker)
    refresh_file(tracker, exports, as_of=as_of, now=NOW.replace(hour=hour))
    return FileBook(tracker)


def line(book: FileBook, sheet: str, label: str) -> dict[str, CellValue]:
    """Return the cells of the block line that begins with a label, by column letter."""
    for row in range(4, 40):
        if book.read_cell(sheet, f"A{row}") == label:
            return {letter: book.read_cell(sheet, f"{letter}{row}") for letter in "ABCDEFGHIJK"}
    raise AssertionError(f"{sheet}: there is no line {label!r}")
