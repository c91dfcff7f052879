"""Cells of a plan that hold something they cannot mean: text for a number, a word no list offers.

Drop-downs and validation rules stop most of it, but not what is pasted. Nothing is corrected and
nothing is guessed: what stands there stays, counts as unknown, and is listed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cs_workbook.plans.anatomy import OBJECTIVE, PROGRESS, key_of
from cs_workbook.plans.document import FIRST_COLUMN, FoundRow, InputCell, PlanValue
from cs_workbook.plans.rows import by_ref, entries
from cs_workbook.plans.sections import BY_KEY
from cs_workbook.plans.values import day, is_blank, number, text
from cs_workbook.schema.plan_words import PLAN_LISTS

_OFFERED: dict[str, tuple[str | int, ...]] = {
    "ListYesNo": ("Yes", "No"),
    **{name: values for name, _, values, _ in PLAN_LISTS},
}
_SERVES = "Objective no."


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongEntry:
    """One cell that cannot mean what its column is for.

    Attributes:
        ref: Name of its row.
        column: Column number on the sheet.
        sentence: What is wrong, and what was expected.
    """

    ref: str
    column: int
    sentence: str


def wrong_entries(found: Iterable[FoundRow]) -> tuple[WrongEntry, ...]:
    """Return the cells of a plan that cannot mean what their column is for, row by row."""
    rows = tuple(found)
    objectives = {entry.place for entry in entries(rows, OBJECTIVE)}
    return tuple(
        WrongEntry(ref=ref, column=FIRST_COLUMN + place, sentence=sentence)
        for ref, row in by_ref(rows).items()
        if key_of(ref) in BY_KEY and key_of(ref) != PROGRESS
        for place, sentence in _wrong_cells(key_of(ref), row, objectives)
    )


def _wrong_cells(key: str, row: FoundRow, objectives: set[int | None]) -> Iterator[tuple[int, str]]:
    for place, ((header, shows), value) in enumerate(
        zip(BY_KEY[key].columns, row.cells, strict=False)
    ):
        if is_blank(value):
            continue
        expected = _expected(shows, value)
        if expected is not None:
            yield place, f"{header}: expected {expected}, found {text(value)!r}."
        elif header == _SERVES and number(value) not in objectives:
            yield place, f"{header}: there is no objective {text(value)}."


def _expected(shows: InputCell, value: PlanValue) -> str | None:
    """Return what a cell should hold, or nothing where it holds it."""
    if shows.shows in {"number", "percent"}:
        return "a number" if number(value) is None else None
    if shows.shows == "date":
        return "a date" if day(value) is None else None
    if shows.list_name is None:
        return None
    offered = _OFFERED[shows.list_name]
    # A yes may come back as the truth value it reads like.
    if value in offered or text(value) in offered:
        return None
    return f"one of {', '.join(map(str, offered))}"
