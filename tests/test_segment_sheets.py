"""Contacts, Problems, Value, Overlaps, Segment moves and Plan choice after a refresh."""

import shutil
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest
from voice_exports import write_csv

from cs_workbook.actions.closed_file import refresh_file
from cs_workbook.actions.demo_people import type_rows
from cs_workbook.actions.new import new_tracker
from cs_workbook.actions.undo import undo_in
from cs_workbook.demo.people import ANSWERS, CONTACTS, OVERRIDES, PROBLEMS
from cs_workbook.errors import SettingsError
from cs_workbook.schema.tables import (
    TBL_CONTACTS,
    TBL_PLAN_CHOICE,
    TBL_PROBLEMS,
    TBL_SEGMENT_RULES,
    TBL_VALUE,
)
from cs_workbook.workbook.file_book import FileBook
from cs_workbook.workbook.port import CellValue
from cs_workbook.workbook.recalculation import refresh_cached_values

AS_OF = date(2026, 6, 30)
Row = Mapping[str, CellValue]

ACCOUNTS = (
    ("A1", "Alder Bank", "Bank", "Ada", date(2024, 1, 1)),
    ("A2", "Birch School", "School", "Ada", date(2026, 6, 1)),
    ("A3", "Cedar Bank", "Bank", "", date(2025, 1, 1)),
    ("A4", "Dogwood", "", "Bo", date(2025, 1, 1)),
    ("A5", "Elm Prospect", "Bank", "Bo", None),
)
MRR = {"A1": 1000, "A2": 300, "A3": 300, "A4": 50}


def write_exports(folder: Path, mrr: Mapping[str, int] = MRR) -> Path:
    write_csv(
        folder / "accounts.csv",
        ("account_id", "account_name", "industry", "csm", "customer_since"),
        ACCOUNTS,
    )
    write_csv(
        folder / "subscriptions.csv",
        ("subscription_id", "account_id", "start_date", "end_date", "mrr"),
        [(f"S{key}", key, "2025-01-01", "", amount) for key, amount in mrr.items()],
    )
    return folder


@pytest.fixture
def tracker(tmp_path: Path) -> Path:
    """Return a tracker with three segment rules, not refreshed yet."""
    write_exports(tmp_path / "exports")
    path = tmp_path / "T.xlsm"
    new_tracker(path)
    book = FileBook(path)
    write_rules(
        book,
        [
            ("Banks", "Industry", "is", "Bank", "", 1, "Light"),
            ("Large", "MRR", "at least", 300, "", 0, ""),
            ("Off", "MRR", "at least", 0, "No", 0, "Full"),
        ],
    )
    book.write_name("PlansForAllUpTo", 2)
    book.save()
    return path


def write_rules(book: FileBook, rules: Sequence[tuple[CellValue, ...]]) -> None:
    headers = ("Segment", "Looks at", "Operator", "Value", "Active", "Weight", "Plan")
    columns: dict[str, list[CellValue]] = {
        header: [row[place] or None if place == 4 else row[place] for row in rows_(rules)]
        for place, header in enumerate(headers)
    }
    book.write_table(TBL_SEGMENT_RULES.name, columns)


def rows_(rules: Sequence[tuple[CellValue, ...]]) -> Sequence[tuple[CellValue, ...]]:
    return [tuple(None if cell == "" else cell for cell in row) for row in rules]


def refreshed(path: Path, *, as_of: date = AS_OF, hour: int = 9) -> FileBook:
    now = datetime(2026, 7, 1, hour, 0)  # noqa: DTZ001 - local wall time
    refresh_file(path, path.parent / "exports", as_of=as_of, now=now)
    return FileBook(path)


def rows(book: FileBook, table: str) -> list[Row]:
    columns = book.read_table(table)
    return [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]


def by_id(book: FileBook, table: str) -> dict[CellValue, Row]:
    return {row["Account ID"]: row for row in rows(book, table)}


# With nothing typed -----------------------------------------------------------------------------


def test_with_nothing_typed_every_sheet_says_what_it_can(tracker: Path) -> None:
    book = refreshed(tracker)
    value = by_id(book, "tblValue")
    assert list(value) == ["A1", "A2", "A3", "A4"], "customers, in the order of Accounts"
    assert {row["Attention"] for row in value.values()} == {"Not known"}
    assert [row["Tier"] for row in value.values()] == ["Top", "Middle", "Middle", "Base"]
    assert [row["Segments"] for row in value.values()] == [
        "Banks; Large",
        "Large",
        "Banks; Large",
        None,
    ]
    assert value["A4"]["1 Who they are"] == "Unknown"
    assert value["A1"]["Not asked yet"] == "5 6 7"
    assert value["A1"]["Cadence"] == "Every 14 days (tier)"
    assert value["A3"]["Trust"] is None
    choice = by_id(book, "tblPlanChoice")
    # A3 and A1 have a point each; A1 pays more.
    assert [(k, r["Rank"], r["Plan depth"]) for k, r in choice.items()] == [
        ("A1", 1, "Full"),
        ("A3", 2, "Light"),
        ("A2", 3, "Light"),
        ("A4", 4, "None"),
        ("A5", None, "None"),
    ]
    assert choice["A2"]["Need"] == "Onboarding"
    assert choice["A5"]["Why"] == "Prospect: a success plan is for existing customers"
    assert choice["A4"]["Cadence"] == "Every 90 days (tier)", "no plan, and still a cadence"
    assert rows(book, "tblSegmentMoves") == [], "the first refresh has nothing to compare with"
    assert book.read_table("tblContacts")["Contact"] == []


def test_overlaps_count_customers_and_mrr(tracker: Path) -> None:
    found = {
        (row["Segment A"], row["Segment B"]): (row["In both"], row["MRR in both"])
        for row in rows(refreshed(tracker), "tblOverlaps")
    }
    assert found == {
        ("Banks", "Banks"): (2, 1300),
        ("Large", "Large"): (3, 1600),
        ("Banks", "Large"): (2, 1300),
    }


def test_a_small_overlap_with_much_mrr_is_a_micro_segment(tracker: Path) -> None:
    book = FileBook(tracker)
    write_rules(
        book,
        [
            ("Banks", "Industry", "is", "Bank", "", 0, ""),
            ("Long", "Months as customer", "at least", 24, "", 0, ""),
            ("New", "Months as customer", "at most", 3, "", 0, ""),
        ],
    )
    book.write_name("MicroSegmentShare", 25)
    book.save()
    found = {
        (row["Segment A"], row["Segment B"]): row["Micro-segment"]
        for row in rows(refreshed(tracker), "tblOverlaps")
    }
    # One of four customers, and 1,000 of 1,650: more than twice its share.
    assert found.pop(("Banks", "Long")) == "▲ Micro-segment"
    assert set(found.values()) <= {"", None}, "a segment by itself or an empty overlap is none"


def test_the_same_exports_twice_change_nothing(tracker: Path) -> None:
    refreshed(tracker)
    before = tracker.read_bytes()
    refreshed(tracker, hour=10)
    assert tracker.read_bytes() == before


# What people typed ------------------------------------------------------------------------------


def type_people(path: Path) -> None:
    book = FileBook(path)
    type_rows(
        book,
        TBL_CONTACTS,
        [
            {"Account ID": "A1", "Contact": "Bo", "Standing attention": "Low"},
            {"Account ID": "A3", "Contact": "Cy", "Standing attention": "High"},
            {"Account ID": "A9", "Contact": "Nobody", "Standing attention": "High"},
        ],
    )
    type_rows(
        book,
        TBL_PROBLEMS,
        [
            {
                "Account ID": "A1",
                "Contact": "Di",
                "Problem": "Import fails",
                "Criticality": "High",
                "Revenue impact": "Revenue lost",
                "Opened": date(2026, 6, 20),
                "Desired outcome": "Runs at night",
            },
            {"Account ID": "A2", "Contact": "Ed", "Problem": "?", "Attention override": "High"},
        ],
    )
    book.save()


def test_attention_comes_from_problems_and_contacts_and_is_live(tracker: Path) -> None:
    type_people(tracker)
    book = refreshed(tracker)
    problems, contacts = rows(book, "tblProblems"), rows(book, "tblContacts")
    assert [row["Attention in force"] or "" for row in problems] == ["High", ""]
    assert problems[1]["What is missing"] == "Reason of the override"
    assert problems[0]["Next touch due"] == date(2026, 6, 22)
    assert contacts[2]["Account"] == "▼ Not on Accounts"
    value = by_id(book, "tblValue")
    assert [row["Attention"] for row in value.values()] == [
        "High",
        "Not known",
        "High",
        "Not known",
    ]
    assert (value["A1"]["Person"], value["A1"]["Problem"]) == ("Di", "Import fails")
    assert (value["A1"]["Touch"], value["A3"]["Touch"]) == ("▼ Overdue", "○ No touch known")
    assert value["A3"]["Trust"] == "▼ Trust warning"
    assert value["A1"]["High days (%)"] == pytest.approx(100 * 11 / 90)
    # Somebody closes the problem in the workbook: the account falls back without a refresh.
    book.write_table("tblProblems", {"Closed": [AS_OF, None]})
    refresh_cached_values(book)
    book.save()
    after = by_id(FileBook(tracker), "tblValue")["A1"]
    assert (after["Attention"], after["Person"]) == ("Low", "Bo")


def test_a_refresh_never_moves_or_changes_what_people_typed(
    demo_copy: tuple[Path, Path],
) -> None:
    tracker, exports = demo_copy
    refresh_file(tracker, exports, as_of=date(2026, 7, 15), now=datetime(2026, 7, 16))  # noqa: DTZ001
    book = FileBook(tracker)
    for table, typed in (("tblContacts", CONTACTS), ("tblProblems", PROBLEMS)):
        found = rows(book, table)
        assert len(found) == len(typed)
        for row, cells in zip(found, typed, strict=True):
            assert {header: row[header] for header in cells} == dict(cells)
    for table, typed in (("tblValue", ANSWERS), ("tblPlanChoice", OVERRIDES)):
        kept = by_id(book, table)
        for cells in typed:
            row = kept[cells["Account ID"]]
            assert {header: row[header] for header in cells} == dict(cells)


def test_an_override_counts_with_reason_and_author_and_never_for_a_prospect(
    tracker: Path,
) -> None:
    book = FileBook(tracker)
    type_rows(
        book,
        TBL_PLAN_CHOICE,
        [
            {
                "Account ID": "A4",
                "Override": "Full",
                "Override reason": "r",
                "Override author": "b",
            },
            {"Account ID": "A2", "Override": "None"},
            {
                "Account ID": "A5",
                "Override": "Full",
                "Override reason": "r",
                "Override author": "b",
            },
        ],
    )
    book.write_name("FullPlanCapacity", 1)
    book.save()
    choice = by_id(refreshed(tracker), "tblPlanChoice")
    assert {k: (r["Plan depth"], r["Override check"] or "") for k, r in choice.items()} == {
        "A1": ("Light", ""),
        "A2": ("Light", "▼ Reason and author missing"),
        "A3": ("Light", ""),
        "A4": ("Full", "▲ Counts"),
        "A5": ("None", "▼ Refused: no customer"),
    }
    assert choice["A1"]["Line"] == "◆ Below the line", "the override takes up the capacity"
    assert choice["A4"]["Suggested depth"] == "None"


def test_an_escalation_typed_in_small_letters_still_calls_for_a_rescue(tracker: Path) -> None:
    book = FileBook(tracker)
    problem = {"Account ID": "a1", "Contact": "Di", "Problem": "Down", "Escalation": "Yes"}
    type_rows(book, TBL_PROBLEMS, [problem])
    book.save()
    choice = by_id(refreshed(tracker), "tblPlanChoice")
    assert {key: row["Need"] for key, row in choice.items()}["A1"] == "Rescue"


# Tiers ------------------------------------------------------------------------------------------


def cut_by(tracker: Path, amounts: Sequence[CellValue]) -> FileBook:
    book = FileBook(tracker)
    book.write_table("tblTierRules", {"From MRR": list(amounts)})
    book.save()
    return refreshed(tracker)


def test_amounts_cut_the_tiers_once_each_has_one(tracker: Path) -> None:
    book = cut_by(tracker, [1001, 300, 0])
    tier = {row["Account ID"]: row["Tier"] for row in rows(book, "tblValue")}
    # By rank A1 would be Top; 300 is the lower end of Middle and belongs to it.
    assert {key: tier[key] for key in MRR} == {
        "A1": "Middle", "A2": "Middle", "A3": "Middle", "A4": "Base",
    }  # fmt: skip
    refresh_cached_values(book)
    words = [cell for row in book.read_sheet("Segment model").values() for cell in row]
    assert "Cut by MRR." in words


@pytest.mark.parametrize(
    ("amounts", "said", "reason"),
    [
        (["many", 300, 0], "tier 'Top': expected an amount in From MRR, found 'many'", "a text"),
        ([1000, None, 0], "found none for Middle", "one is missing"),
        ([300, 1000, 0], "expected falling amounts", "not falling"),
        ([1000, 300, 10], "expected the last one to start at 0", "who is below has no tier"),
    ],
)
def test_amounts_that_cut_nothing_are_refused_and_nothing_is_changed(
    tracker: Path, amounts: Sequence[CellValue], said: str, reason: str
) -> None:
    book = FileBook(tracker)
    book.write_table("tblTierRules", {"From MRR": list(amounts)})
    book.save()
    before = tracker.read_bytes()
    with pytest.raises(SettingsError, match=said):
        refreshed(tracker)
    assert tracker.read_bytes() == before, reason


# Moves ------------------------------------------------------------------------------------------


def test_moves_name_the_value_that_changed(tracker: Path) -> None:
    refreshed(tracker)
    write_exports(tracker.parent / "exports", {**MRR, "A2": 299, "A4": 2000})
    book = refreshed(tracker, as_of=AS_OF + timedelta(days=31), hour=10)
    found = {
        (row["Account ID"], row["Kind"], row["What"], row["Move"]): row["Why"]
        for row in rows(book, "tblSegmentMoves")
    }
    assert found == {
        ("A2", "Segment", "Large", "○ Out"): "MRR is 299 (rule: MRR at least 300)",
        ("A4", "Segment", "Large", "▲ In"): "MRR is 2,000 (rule: MRR at least 300)",
        (
            "A1",
            "Tier",
            "Top",
            "Middle",
        ): "MRR is 1,000 as before; the rank of others, or the tiers, changed",
        ("A2", "Tier", "Middle", "Base"): "MRR is 299, it was 300",
        (
            "A3",
            "Tier",
            "Middle",
            "Base",
        ): "MRR is 300 as before; the rank of others, or the tiers, changed",
        ("A4", "Tier", "Base", "Top"): "MRR is 2,000, it was 50",
    }
    again = refreshed(tracker, as_of=AS_OF + timedelta(days=31), hour=11)
    assert rows(again, "tblSegmentMoves") == rows(book, "tblSegmentMoves")


def test_moves_name_the_rule_that_changed(tracker: Path) -> None:
    refreshed(tracker)
    book = FileBook(tracker)
    book.write_table("tblSegmentRules", {"Value": ["School", 300, 0]})
    book.save()
    found = rows(refreshed(tracker, hour=10), "tblSegmentMoves")
    changed = "Rule changed to Industry is School (was: Industry is Bank)"
    assert [(row["Account ID"], row["What"], row["Move"], row["Why"]) for row in found] == [
        ("A1", "Banks", "○ Out", changed),
        ("A2", "Banks", "▲ In", changed),
        ("A3", "Banks", "○ Out", changed),
    ]


def test_moves_of_attention_are_dated_and_named(tracker: Path) -> None:
    refreshed(tracker)
    type_people(tracker)
    # Excel has calculated in between: the move must not be lost.
    book = FileBook(tracker)
    refresh_cached_values(book)
    book.save()
    assert by_id(FileBook(tracker), "tblValue")["A1"]["Attention"] == "High"
    found = [
        (row["Account ID"], row["What"], row["Move"], row["Why"])
        for row in rows(refreshed(tracker, hour=10), "tblSegmentMoves")
        if row["Kind"] == "Attention"
    ]
    assert found == [
        ("A1", "Not known", "High", "Di: Import fails"),
        ("A3", "Not known", "High", "Cy: no problem is open"),
    ]


# Refusals and undo ------------------------------------------------------------------------------


def test_a_model_that_makes_no_sense_is_refused_and_nothing_is_written(tracker: Path) -> None:
    book = FileBook(tracker)
    book.write_table("tblSegmentRules", {"Value": ["Bank", "plenty", 0]})
    book.save()
    before = tracker.read_bytes()
    with pytest.raises(SettingsError, match=r"'Large'.*expected a number.*'plenty'"):
        refreshed(tracker)
    assert tracker.read_bytes() == before


def test_two_models_stand_side_by_side(tracker: Path) -> None:
    book = FileBook(tracker)
    write_rules(
        book,
        [
            ("Large", "MRR", "at least", 300, "", 0, ""),
            ("Large", "MRR", "at least", 900, "", 0, ""),
        ],
    )
    book.write_table("tblSegmentRules", {"Model": ["2025", "2026"]})
    book.save()
    value = by_id(refreshed(tracker), "tblValue")
    assert value["A1"]["Segments"] == "Large (2025); Large (2026)"
    assert value["A2"]["Segments"] == "Large (2025)"


def test_undo_puts_the_sheets_back_and_keeps_what_was_typed_since(tracker: Path) -> None:
    refreshed(tracker)
    copy = tracker.with_name("before.xlsm")
    shutil.copy2(tracker, copy)
    write_exports(tracker.parent / "exports", {**MRR, "A4": 2000})
    book = refreshed(tracker, as_of=AS_OF + timedelta(days=31), hour=10)
    count = len(book.read_table("tblPlanChoice")["Account ID"])
    book.write_table("tblPlanChoice", {"Override reason": [f"note {n}" for n in range(count)]})
    notes = {row["Account ID"]: row["Override reason"] for row in rows(book, "tblPlanChoice")}
    undo_in(book, FileBook(copy))
    old = FileBook(copy)
    ours = [column.header for column in TBL_VALUE.columns]
    assert book.read_table("tblValue", columns=ours) == old.read_table("tblValue", columns=ours)
    assert rows(book, "tblSegmentMoves") == []
    back = rows(book, "tblPlanChoice")
    assert [row["Account ID"] for row in back] == [
        row["Account ID"] for row in rows(old, "tblPlanChoice")
    ]
    assert {row["Account ID"]: row["Override reason"] for row in back} == notes


# Real data --------------------------------------------------------------------------------------


def test_ravenstack_tiers_overlaps_and_plans_are_those_of_a_count_of_its_own(
    tmp_path: Path, shared_data: Path
) -> None:
    """Tiers by pandas ranks, overlaps by sets, plans by sorting: from the raw files."""
    exports = shared_data / "accounts" / "ravenstack"
    as_of = date(2024, 12, 31)
    path = tmp_path / "R.xlsm"
    new_tracker(path)
    book = FileBook(path)
    book.write_name("RowsShown", 100)
    book.write_table(
        "tblSegmentRules",
        {
            "Segment": ["Top revenue", "Newcomers", "Fintech", "Many seats"],
            "Looks at": ["Tier", "Months as customer", "Industry", "Seats"],
            "Operator": ["is", "at most", "is", "at least"],
            "Value": ["Top", 3, "FinTech", 50],
            "Active": [None] * 4,
            "Weight": [0, 0, 0, 2],
            "Plan": [None, "Full", None, "Light"],
        },
    )
    book.save()
    refresh_file(path, exports, as_of=as_of, now=datetime(2025, 1, 2))  # noqa: DTZ001
    book = FileBook(path)

    accounts = pd.read_csv(exports / "ravenstack_accounts.csv").set_index("account_id")
    paid = pd.read_csv(
        exports / "ravenstack_subscriptions.csv", parse_dates=["start_date", "end_date"]
    )
    day = pd.Timestamp(as_of)
    is_open = (
        ~paid["is_trial"]
        & (paid["start_date"] <= day)
        & (paid["end_date"].isna() | (paid["end_date"] > day))
    )
    mrr = paid[is_open].groupby("account_id")["mrr_amount"].sum()
    above = 100 * (mrr.rank(method="min", ascending=False) - 1) / len(mrr)
    tier = above.map(lambda p: "Top" if p < 10 else "Middle" if p < 50 else "Base")
    value = by_id(book, "tblValue")
    assert {k: r["Tier"] for k, r in value.items() if r["Status"] == "Customer"} == dict(tier)

    months = (day - pd.to_datetime(accounts["signup_date"])).dt.days / (365.25 / 12)
    mine = {
        "Top revenue": set(tier.index[tier == "Top"]),
        "Newcomers": set(months.index[months.round(1) <= 3]) & set(mrr.index),
        "Fintech": set(accounts.index[accounts["industry"] == "FinTech"]) & set(mrr.index),
        "Many seats": set(accounts.index[accounts["seats"] >= 50]) & set(mrr.index),
    }
    assert all(len(each) > 10 for each in mine.values()), "segments worth comparing"
    for row in rows(book, "tblOverlaps"):
        both = mine[str(row["Segment A"])] & mine[str(row["Segment B"])]
        assert row["In both"] == len(both), row
        assert row["MRR in both"] == pytest.approx(mrr[sorted(both)].sum())

    earned = {
        key: "Full"
        if key in mine["Top revenue"] | mine["Newcomers"]
        else "Light"
        if tier[key] == "Middle" or key in mine["Many seats"]
        else "None"
        for key in mrr.index
    }
    choice = by_id(book, "tblPlanChoice")
    health = {row["Account ID"]: row["Health"] for row in rows(book, "tblAccounts")}
    order = sorted(
        mrr.index,
        key=lambda key: (
            -2 * (key in mine["Many seats"]),
            -mrr[key],
            health[key] if isinstance(health[key], int | float) else 1e9,
            key,
        ),
    )
    assert [key for key, row in choice.items() if row["Rank"] is not None] == order
    full = [key for key in order if earned[key] == "Full"]
    assert len(full) > 20, "more than the default capacity"
    expected = {key: "Light" if key in full[20:] else earned[key] for key in order}
    assert {key: choice[key]["Plan depth"] for key in order} == expected
