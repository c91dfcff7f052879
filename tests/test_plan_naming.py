"""Names of plan sheets: what Excel allows, and what happens when two want the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cs_workbook.plans.naming import clean, sheet_names

LONG = "Northwind Traders International Holding"


@pytest.mark.parametrize(
    ("account", "name", "why"),
    [
        ("Acme", "Acme", "as it is"),
        ("Tom & Jerry", "Tom & Jerry", "an ampersand is allowed"),
        ("A/B: [C] * D?", "A B C D", "forbidden characters"),
        ("'quoted'", "quoted", "no apostrophe at the ends"),
        ("O'Neill", "O'Neill", "one inside is allowed"),
        ("two\nlines\t", "two lines", "no control characters"),
        (LONG, "Northwind Traders International", "31 characters"),
        ("🦉" * 20, "🦉" * 15, "an owl counts as two and is never halved"),
        ("History", "History (P-0001)", "a name Excel keeps for itself"),
        ("", "(P-0001)", "no name at all"),
        ("???", "(P-0001)", "nothing left of it"),
        ("taken", "taken (P-0001)", "a sheet of that name is there, in another case"),
    ],
)
def test_one_name(account: str, name: str, why: str) -> None:
    assert sheet_names([("P-0001", account)], ["Taken"]) == {"P-0001": name}, why


def test_two_accounts_that_shorten_to_one_name() -> None:
    names = sheet_names([("P-0002", f"{LONG} South"), ("P-0001", f"{LONG} North")])
    assert names == {
        "P-0001": "Northwind Traders International",
        "P-0002": "Northwind Traders Inte (P-0002)",
    }


def test_a_person_may_have_taken_every_good_name() -> None:
    taken = ["Acme", "Acme (P-0001)", "ACME (p-0001 2)"]
    assert sheet_names([("P-0001", "Acme")], taken) == {"P-0001": "Acme (P-0001 3)"}


plans = st.dictionaries(
    st.integers(1, 9999).map("P-{:04d}".format),
    st.one_of(st.text(max_size=60), st.sampled_from(["Acme", "ACME", "Acme/", LONG, "straße"])),
    max_size=12,
)


@given(plans, st.lists(st.sampled_from(["Acme", "history", "STRASSE", LONG[:31]]), max_size=4))
def test_every_name_is_allowed_and_stands_once(wanted: dict[str, str], taken: list[str]) -> None:
    """Whatever the accounts are called, Excel takes every name, and none stands twice."""
    names = sheet_names(wanted.items(), taken)
    assert set(names) == set(wanted)
    for name in names.values():
        assert 0 < len(name.encode("utf-16-le")) // 2 <= 31
        assert not set(name) & set("[]:*?/\\")
        assert name == name.strip("' ")
        assert name.isprintable()
    used = [name.casefold() for name in (*names.values(), *set(taken), "History")]
    assert len({*used}) == len(names) + len({name.casefold() for name in [*taken, "History"]})


@given(plans, st.data())
def test_the_order_of_plans_plays_no_part_and_later_plans_rename_no_older(
    wanted: dict[str, str], data: st.DataObject
) -> None:
    """The same plans get the same names; naming the younger ones afterwards gives them too."""
    names = sheet_names(wanted.items())
    assert sheet_names(data.draw(st.permutations(list(wanted.items())))) == names
    cut = data.draw(st.integers(0, len(wanted)))
    older = sheet_names(sorted(wanted.items())[:cut])
    younger = sheet_names(sorted(wanted.items())[cut:], older.values())
    assert {**older, **younger} == names


@given(st.text(max_size=40))
def test_cleaning_twice_is_cleaning_once(name: str) -> None:
    """A clean name is clean."""
    assert clean(clean(name)) == clean(name)
