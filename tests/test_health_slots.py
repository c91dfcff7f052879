"""The health model as people type it: what is read, what is refused and in which words."""

from datetime import date
from pathlib import Path

import pytest

from cs_workbook.actions.health_caps import read_caps
from cs_workbook.actions.new import new_tracker
from cs_workbook.actions.tracker import read_model
from cs_workbook.errors import SettingsError
from cs_workbook.measures.health import Scale, WhenBlank
from cs_workbook.measures.health_scales import Tier
from cs_workbook.schema.health_model import DEFAULT_MEASURES, SLOTS
from cs_workbook.workbook.file_book import FileBook
from cs_workbook.workbook.port import CellValue

AS_OF = date(2026, 6, 30)


@pytest.fixture
def book(tmp_path: Path) -> FileBook:
    """Return an empty tracker."""
    path = tmp_path / "CS_Tracker.xlsm"
    new_tracker(path)
    return FileBook(path)


def with_slot(book: FileBook, slot: int, **cells: CellValue) -> None:
    """Type into one row of the Weights sheet; underscores stand for spaces."""
    table = book.read_table("tblWeights")
    columns = {name.replace("_", " "): value for name, value in cells.items()}
    for header, value in columns.items():
        table[header][slot - 1] = value
    book.write_table("tblWeights", {header: table[header] for header in columns})


def test_a_new_tracker_has_the_default_model_and_empty_slots(book: FileBook) -> None:
    measures = read_model(book, minimum_coverage=50).measures
    assert [m.name for m in measures] == [m.name for m in DEFAULT_MEASURES]
    assert [m.slot for m in measures] == list(range(1, len(DEFAULT_MEASURES) + 1))
    assert {m.scale for m in measures} == {Scale.LINEAR}
    assert len(book.read_table("tblWeights")["Slot"]) == SLOTS


def test_a_measure_typed_into_a_free_slot_is_read_with_all_it_says(book: FileBook) -> None:
    with_slot(
        book,
        11,
        Measure="Size",
        Accounts_column="seats",
        Weight=5,
        Scale="tiers",
        When_blank="count as 50",
    )
    more: dict[str, CellValue] = {
        "0_points_at": 0,
        "100_points_at": 1,
        "Date_column": "Customer since",
    }
    with_slot(book, 11, **more)
    book.write_table(
        "tblTiers",
        {"Measure": ["Size", "size"], "Above": [10, 0], "Up to": [99, 10], "Points": [100, 40]},
    )
    size = read_model(book, minimum_coverage=50).measures[-1]
    assert (size.slot, size.source, size.dated_by) == (11, "Seats", "Customer since")
    assert size.when_blank is WhenBlank.COUNT_AS_50
    assert size.tiers == (Tier(0, 10, 40), Tier(10, 99, 100))
    assert size.read(10) == (10, 40), "the top of a tier belongs to it"
    assert size.read(0) == (None, None), "its bottom does not"


@pytest.mark.parametrize(
    ("header", "typed", "words"),
    [
        ("Weight", "lots", "column 'Weight': expected a number, found 'lots'"),
        ("Weight", None, "column 'Weight': expected a number, found None"),
        ("Accounts column", "Colour", "column 'Accounts column': expected the header"),
        ("Accounts column", "Health", "found 'Health'"),
        ("Accounts column", None, "expected a header, found a blank"),
        ("Date column", "Last seen", "column 'Date column'"),
        ("Scale", "Stars", "expected one of Linear, Tiers, Percentile, found 'Stars'"),
        ("Scale", "Tiers", "expected tiers for 'Features', found none"),
        ("When blank", "guess", "expected one of leave out"),
        ("Fresh for (days)", "a week", "expected a number, found 'a week'"),
        ("100 points at", 0, "two different numbers"),
    ],
)
def test_a_cell_that_cannot_be_is_named(
    book: FileBook, header: str, typed: CellValue, words: str
) -> None:
    with_slot(book, 3, **{header.replace(" ", "_"): typed})
    with pytest.raises(SettingsError, match="Features") as refused:
        read_model(book, minimum_coverage=50)
    assert words in str(refused.value)


@pytest.mark.parametrize(
    ("points", "above", "words"),
    [(101, 0, "0 to 100"), (None, 0, "expected a number"), (50, 3, "without overlap")],
)
def test_tiers_that_cannot_be_are_named(
    book: FileBook, points: CellValue, above: float, words: str
) -> None:
    with_slot(book, 3, Scale="Tiers")
    book.write_table(
        "tblTiers",
        {
            "Measure": ["Features", "Features"],
            "Above": [0, above],
            "Up to": [5, 9] if words == "without overlap" else [0.5, 9],
            "Points": [10, points],
        },
    )
    with pytest.raises(SettingsError, match=words):
        read_model(book, minimum_coverage=50)


@pytest.mark.parametrize(
    ("cells", "acts", "reason"),
    [
        ({}, True, "complete"),
        ({"Until": AS_OF}, True, "the last day itself"),
        ({"Until": date(2026, 6, 29)}, False, "it has run out"),
        ({"Reason": None}, False, "without a reason"),
        ({"Author": None}, False, "without an author"),
        ({"Health at most": None}, False, "without a limit"),
        ({"Health at most": "low"}, False, "a limit that is no number"),
    ],
)
def test_an_override_acts_only_with_reason_author_and_limit(
    book: FileBook, cells: dict[str, CellValue], acts: bool, reason: str
) -> None:
    full: dict[str, CellValue] = {
        "Account ID": "A1",
        "Health at most": 30,
        "Reason": "Sponsor left",
        "Author": "Ada",
        "Until": None,
    }
    book.write_table("tblOverrides", {h: [v] for h, v in (full | cells).items()})
    found = read_caps(book, as_of=AS_OF).decided("a1")
    assert [(cap.at_most, cap.reason) for cap in found] == (
        [(30, "Sponsor left")] if acts else []
    ), reason


def test_a_cap_holds_at_its_value_and_not_for_what_is_not_known(book: FileBook) -> None:
    book.write_table(
        "tblCaps",
        {
            "Measure": ["Open tickets", "Features"],
            "Input is": ["at least", "at most"],
            "Value": [3, 0],
            "Health at most": [40, 20],
            "Reason": ["Tickets", "Unused"],
            "Author": ["Ada", "Ada"],
        },
    )
    caps = read_caps(book, as_of=AS_OF)

    def reasons(**inputs: float | None) -> list[str]:
        return [
            cap.reason for cap in caps.holding({k.replace("_", " "): v for k, v in inputs.items()})
        ]

    assert reasons(Open_tickets=3, Features=1) == ["Tickets"]
    assert reasons(Open_tickets=2, Features=0) == ["Unused"]
    assert reasons(Open_tickets=None, Features=None) == []
