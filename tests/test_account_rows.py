"""The merge of what the exports say into the rows people work in."""

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cs_workbook.actions.account_rows import AccountRows, account_rows, plain
from cs_workbook.measures.health import HealthMeasure, HealthModel
from cs_workbook.schema.health_model import DEFAULT_MEASURES, NO_DATA_BAND
from cs_workbook.schema.lists import GONE
from cs_workbook.schema.tables import TBL_ACCOUNTS
from cs_workbook.workbook.port import CellValue, FormulaColumn

AS_OF = date(2026, 6, 30)
MODEL = HealthModel(
    measures=tuple(
        HealthMeasure(
            name=m.name,
            weight=m.weight,
            score_0_at=m.zero_at,
            score_100_at=m.hundred_at,
            source=m.input_column,
            dated_by=m.date_column,
            fresh_days=m.fresh_days,
            slot=slot,
        )
        for slot, m in enumerate(DEFAULT_MEASURES, start=1)
    ),
    no_data_band=NO_DATA_BAND,
)


Cells = dict[str, CellValue]


def table(rows: Sequence[Mapping[str, CellValue]]) -> dict[str, list[CellValue]]:
    """Return ``tblAccounts`` with these cells and blanks elsewhere."""
    return {header: [row.get(header) for row in rows] for header in TBL_ACCOUNTS.headers}


def facts(*rows: Mapping[str, CellValue]) -> pd.DataFrame:
    headers = ["Account ID", "Account", "Status", "MRR", "Active days (28 d)", "Open tickets"]
    return pd.DataFrame({h: [row.get(h) for row in rows] for h in headers}, dtype=object)


def merge(old: Sequence[Mapping[str, CellValue]], *new: Mapping[str, CellValue]) -> AccountRows:
    return account_rows(facts(*new), table(old), model=MODEL, as_of=AS_OF, header_row=6)


def test_known_accounts_keep_their_row_and_new_ones_follow() -> None:
    old: list[Cells] = [{"Account ID": "B"}, {"Account ID": "A", "Notes": "call Ann"}]
    rows = merge(old, {"Account ID": "A"}, {"Account ID": "C"}, {"Account ID": "B"})
    assert rows.shown["Account ID"] == ["B", "A", "C"]
    assert rows.origin == [0, 1, None]
    assert rows.shown["Notes"] == [None, "call Ann", None]


def test_a_vanished_account_keeps_its_row_and_counts_nowhere() -> None:
    old: list[Cells] = [
        {"Account ID": "A", "Account": "Acme", "MRR": 100, "Notes": "why?", "CSM pulse": 2}
    ]
    rows = merge(old, {"Account ID": "B", "Status": "Customer"})
    assert rows.shown["Status"] == [GONE, "Customer"]
    assert rows.shown["Account"][0] == "Acme"
    assert rows.shown["Notes"][0] == "why?"
    assert rows.shown["MRR"][0] is None


def test_a_row_typed_without_an_id_stays() -> None:
    rows = merge([{"Notes": "new lead"}, {}], {"Account ID": "A"})
    assert rows.shown["Notes"] == ["new lead", None]
    assert rows.origin == [0, None]


def test_a_copied_row_with_the_same_id_is_kept_but_counted_once() -> None:
    old = [{"Account ID": "A", "Notes": "first"}, {"Account ID": "A", "Notes": "copy"}]
    rows = merge(old, {"Account ID": "A", "Status": "Customer", "MRR": 10})
    assert rows.shown["Notes"] == ["first", "copy"]
    assert rows.shown["Status"] == ["Customer", GONE]
    assert rows.shown["MRR"] == [10, None]


def test_leading_zeros_tell_accounts_apart() -> None:
    rows = merge([{"Account ID": "0042"}], {"Account ID": "42"})
    assert rows.shown["Account ID"] == ["0042", "42"]
    assert rows.shown["Status"][0] == GONE


def test_the_pulse_people_typed_enters_the_score() -> None:
    rows = merge([{"Account ID": "A", "CSM pulse": 5}], {"Account ID": "A", "Open tickets": 0})
    score = rows.health[0]
    assert score.score == pytest.approx(100)
    assert score.coverage == pytest.approx(20)
    assert score.band == NO_DATA_BAND  # 20 % of the weights is too little for a word


@pytest.mark.parametrize(
    ("typed", "reason"),
    [("good", "text is no number"), (True, "ISNUMBER(TRUE) is FALSE"), (None, "a blank")],
)
def test_a_pulse_that_is_no_number_is_missing(typed: CellValue, reason: str) -> None:
    rows = merge([{"Account ID": "A", "CSM pulse": typed}], {"Account ID": "A"})
    assert rows.health[0].score is None, reason
    assert rows.shown["Health"] == [""]
    assert rows.shown["CSM pulse"] == [typed]


def test_the_risk_order_ranks_customers_at_risk_by_mrr() -> None:
    poor: Cells = {"Status": "Customer", "Active days (28 d)": 0, "Open tickets": 9}
    old = [{"Account ID": key, "CSM pulse": 1, "NPS answer": None} for key in ("A", "B", "C", "D")]
    new: list[Cells] = [
        {"Account ID": "A", "MRR": 5, **poor},
        {"Account ID": "B", "MRR": 5, **poor},
        {"Account ID": "C", "MRR": 9, **poor},
        {"Account ID": "D", "MRR": 99, **poor, "Status": "Churned"},
    ]
    model = HealthModel(measures=MODEL.measures, minimum_coverage=10, no_data_band=NO_DATA_BAND)
    rows = account_rows(facts(*new), table(old), model=model, as_of=AS_OF, header_row=6)
    order = rows.shown["Risk order"]
    assert order[3] == "", "a churned account is not at risk any more"
    ranked = sorted((float(str(value)), key) for value, key in zip(order[:3], "ABC", strict=True))
    assert [key for _, key in ranked] == ["B", "A", "C"], "equal MRR is told apart by its row"


def test_every_calculated_column_is_a_live_formula() -> None:
    rows = merge([], {"Account ID": "A"})
    for column in TBL_ACCOUNTS.columns:
        content = rows.columns[column.header]
        assert isinstance(content, FormulaColumn) == (column.formula is not None), column.header


def test_first_seen_is_never_later_than_before() -> None:
    old: list[Cells] = [{"Account ID": "A", "First seen": date(2026, 1, 1)}]
    rows = merge(old, {"Account ID": "A"}, {"Account ID": "B"})
    assert rows.shown["First seen"] == [date(2026, 1, 1), AS_OF]
    assert rows.shown["Last seen"] == [AS_OF, AS_OF]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (pd.NaT, None),
        (pd.NA, None),
        (float("nan"), None),
        (pd.Timestamp("2026-01-02"), date(2026, 1, 2)),
        (pd.Series([3]).iloc[0], 3),
        (pd.Series([True]).iloc[0], True),
        ("007", "007"),
    ],
)
def test_values_of_a_frame_become_plain(value: object, expected: CellValue) -> None:
    found = plain(value)
    assert found == expected
    assert type(found) is type(expected)


IDS = st.lists(st.sampled_from("ABCDEFG"), unique=True)


@settings(deadline=None)
@given(before=IDS, now=IDS, texts=st.lists(st.text(max_size=5), min_size=7, max_size=7))
def test_what_people_typed_stays_with_its_account(
    before: list[str], now: list[str], texts: list[str]
) -> None:
    """Whatever comes and goes, the note of an account stands in the row of that account."""
    notes = dict(zip(before, texts, strict=False))
    old = [{"Account ID": key, "Notes": notes[key]} for key in before]
    rows = merge(old, *({"Account ID": key} for key in now))
    after = dict(zip(rows.shown["Account ID"], rows.shown["Notes"], strict=True))
    assert {key: after[key] for key in before} == notes
    assert list(rows.shown["Account ID"])[: len(before)] == before
    assert set(now) <= set(after)
    assert len(after) == len(rows)
