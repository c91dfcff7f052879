"""Families of accounts: who belongs together, health by three rules, the sheet."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cs_workbook.actions.analyses.family_rows import parents_of
from cs_workbook.actions.closed_file import refresh_file
from cs_workbook.actions.new import new_tracker
from cs_workbook.measures.families import families, family_health
from cs_workbook.schema.family_tables import CIRCLE, PARENT_UNKNOWN
from cs_workbook.workbook.file_book import FileBook
from cs_workbook.workbook.port import CellValue

AS_OF = date(2026, 6, 30)
NOW = datetime(2026, 7, 1, 9, 0)  # noqa: DTZ001 - local wall time
PARENTS = st.dictionaries(
    st.sampled_from("ABCDEFGH"), st.none() | st.sampled_from("ABCDEFGHXY"), max_size=8
)


def rows_of(table: Mapping[str, Sequence[CellValue]]) -> list[dict[str, CellValue]]:
    return [dict(zip(table, cells, strict=True)) for cells in zip(*table.values(), strict=True)]


@pytest.mark.parametrize(
    ("parents", "expected", "reason"),
    [
        ({"A": None}, [("A", "A", True, False)], "alone"),
        ({"B": "A", "A": None}, [("A", "BA", True, False)], "a child may stand before its parent"),
        ({"A": None, "B": "A", "C": "B"}, [("A", "ABC", True, False)], "three floors"),
        ({"A": "A", "B": "A"}, [("A", "AB", True, False)], "its own parent is no parent"),
        ({"A": "X", "B": "X"}, [("X", "AB", False, False)], "a parent nobody knows"),
        ({"B": "C", "C": "B", "D": "C"}, [("B", "BCD", True, True)], "a circle with a tail"),
        ({"A": "B", "B": "C", "C": "A"}, [("A", "ABC", True, True)], "a circle of three"),
        ({}, [], "nobody"),
    ],
)
def test_who_belongs_together(
    parents: dict[str, str | None], expected: list[tuple[str, str, bool, bool]], reason: str
) -> None:
    found = [(f.head, "".join(f.members), f.known_head, f.circle) for f in families(parents)]
    assert found == expected, reason


@given(PARENTS)
def test_law_every_account_is_in_exactly_one_family_and_with_its_parent(
    parents: dict[str, str | None],
) -> None:
    made = families(parents)
    members = [account for family in made for account in family.members]
    assert sorted(members) == sorted(parents)
    home = {account: family.head for family in made for account in family.members}
    for account, parent in parents.items():
        if parent in home:
            assert home[account] == home[parent]
        elif parent is not None:
            assert home[account] == parent, "a parent nobody knows heads its children"


@given(PARENTS)
def test_law_the_order_of_the_accounts_changes_no_family(parents: dict[str, str | None]) -> None:
    turned = dict(reversed(parents.items()))
    as_sets = [{(f.head, frozenset(f.members)) for f in families(p)} for p in (parents, turned)]
    assert as_sets[0] == as_sets[1]


NUMBERS = st.none() | st.integers(0, 100).map(float)


@given(st.lists(st.tuples(NUMBERS, NUMBERS), max_size=8))
def test_law_the_worst_is_never_above_the_other_two(
    accounts: list[tuple[float | None, float | None]],
) -> None:
    made = family_health(accounts)
    scores = [score for score, _ in accounts if score is not None]
    assert made.n == len(scores)
    for other in (made.mean, made.weighted):
        if other is not None:
            assert made.worst is not None
            assert made.worst - 1e-9 <= other <= max(scores) + 1e-9


def test_without_any_amount_there_is_no_weighted_health() -> None:
    assert family_health([(50, None), (70, 0)]) == (60, None, 50, 2)


def test_a_parent_may_be_named_where_one_account_has_that_name() -> None:
    shown: dict[str, list[CellValue]] = {
        "Account ID": ["1", "2", "3", "4", "5", "6"],
        "Account": ["Ada", "Bo", "Cy", "Cy", "Di", "Ed"],
        "Status": ["Customer"] * 5 + ["Not in export"],
        "Parent": [None, "ada", "Ada", "1", "Cy", "1"],
    }
    assert parents_of(shown) == {"1": None, "2": "1", "3": "1", "4": "1", "5": "Cy"}


EXPORT = """Account ID,Account Name,Parent Account ID,MRR
007,Group,,100
7,Small,007,900
A,Arm,7,
B,Bo,C,10
C,Cy,B,20
D,Dee,Nobody,30
E,Alone,,40
"""


@pytest.fixture
def tracker(tmp_path: Path) -> Path:
    path = new_tracker(tmp_path)
    exports = tmp_path / "exports"
    exports.mkdir()
    (exports / "accounts.csv").write_text(EXPORT, encoding="utf-8")
    refresh_file(path, exports, as_of=AS_OF, now=NOW)
    return path


def test_circles_and_unknown_parents_are_rows_that_say_so(tracker: Path) -> None:
    rows = rows_of(FileBook(tracker).read_table("tblFamilies"))
    found = {row["Parent ID"]: (row["Accounts"], row["MRR"], row["Look"]) for row in rows}
    assert found == {
        "007": (3, 1000, None),
        "B": (2, 30, CIRCLE),
        "Nobody": (1, 30, PARENT_UNKNOWN),
    }
    assert all(row["Health"] in (None, "") for row in rows), "nothing is known of their health"
    assert {row["Band"] for row in rows} == {"○ No data"}


def test_typed_notes_stay_with_their_family(tracker: Path) -> None:
    book = FileBook(tracker)
    book.write_table("tblFamilies", {"Notes": ["one contract", None, None]})
    book.save()
    exports = tracker.parent / "exports"
    text = EXPORT.replace("007,Group,,100", "007,Group,,1").replace("7,Small,007,900", "7,Small,,9")
    (exports / "accounts.csv").write_text(text, encoding="utf-8")
    refresh_file(tracker, exports, as_of=AS_OF, now=NOW.replace(hour=10))
    rows = rows_of(FileBook(tracker).read_table("tblFamilies"))
    assert (rows[-1]["Parent ID"], rows[-1]["Notes"]) == ("007", "one contract")
    assert rows[-1]["MRR"] is None
    assert [row["Notes"] for row in rows[:-1]] == [None, None, None]


@pytest.mark.parametrize("rule", ["Mean", "MRR-weighted", "Worst"])
def test_the_demos_families_equal_a_second_computation(
    demo_copy: tuple[Path, Path], rule: str
) -> None:
    tracker, exports = demo_copy
    book = FileBook(tracker)
    book.write_name("FamilyRule", rule)
    book.save()
    refresh_file(tracker, exports, as_of=AS_OF, now=NOW)
    book = FileBook(tracker)
    accounts = {row["Account ID"]: row for row in rows_of(book.read_table("tblAccounts"))}

    def top(key: CellValue) -> CellValue:
        parent = accounts[key]["Parent"]
        return key if parent is None else top(parent)

    rows = rows_of(book.read_table("tblFamilies"))
    assert sorted(int(str(row["Accounts"])) for row in rows) == [2, 2, 3, 3]
    for row in rows:
        pairs = [
            (float(str(one["Health"])), float(str(one["MRR"] or 0)))
            for key, one in accounts.items()
            if top(key) == row["Parent ID"]
            and one["Status"] == "Customer"
            and isinstance(one["Health"], int | float)
        ]
        assert pairs
        expected = {
            "Mean": sum(score for score, _ in pairs) / len(pairs),
            "MRR-weighted": sum(s * m for s, m in pairs) / sum(m for _, m in pairs),
            "Worst": min(score for score, _ in pairs),
        }
        for header, value in expected.items():
            assert row[header] == pytest.approx(value), header
        assert row["Health"] == pytest.approx(expected[rule])
        band = (
            "▼ At risk"
            if expected[rule] <= 50
            else "◆ Watch"
            if expected[rule] <= 75
            else "▲ Healthy"
        )
        assert row["Band"] == band
