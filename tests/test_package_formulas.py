import pytest

from cs_workbook.workbook.package import formulas
from cs_workbook.workbook.package.addresses import Range
from cs_workbook.workbook.package.following import follow_formula
from cs_workbook.workbook.package.resize import Resize

SEEN = [
    ("plain", "A1+B2", [(None, "A1"), (None, "B2")]),
    ("range", "SUM($A$1:B9)", [(None, "$A$1:B9")]),
    ("other sheet", "Data!C3", [("Data", "C3")]),
    ("quoted sheet", "'R&D''s'!C3:D4", [("R&D's", "C3:D4")]),
    ("whole column", "SUM(Data!B:B)", [("Data", "B:B")]),
    ("whole rows", "SUM(3:5)", [(None, "3:5")]),
    ("a function is no cell", "LOG10(2)+ATAN2(A1,1)", [(None, "A1")]),
    ("a text is no cell", '"A1"&B2', [(None, "B2")]),
    ("a column name is no cell", "tbl[A1]+tbl[[#This Row],[B2]]", []),
    ("a name with a cell in it", "rate_A1+A1_rate+AB12CD", []),
    ("another workbook", "[1]Data!A1+'[2]R&D'!B2", []),
    ("spilled", "A1#", [(None, "A1")]),
]


@pytest.mark.parametrize(("reason", "formula", "seen"), SEEN, ids=[s[0] for s in SEEN])
def test_references_of_a_formula(
    reason: str, formula: str, seen: list[tuple[str | None, str]]
) -> None:
    assert [(r.sheet, r.text) for r in formulas.references(formula)] == seen, reason


SHIFTED = [
    ("relative", "A1+1", "B3+1"),
    ("fixed", "$A$1+$B2+C$3", "$A$1+$B4+D$3"),
    ("range", "SUM(A1:$B$2)", "SUM(B3:$B$2)"),
    ("whole columns", "SUM(A:$C)", "SUM(B:$C)"),
    ("texts stay", '"A1"&A1', '"A1"&B3'),
    ("structured stays", "tbl[A1]*A1", "tbl[A1]*B3"),
]


@pytest.mark.parametrize(("reason", "formula", "copy"), SHIFTED, ids=[s[0] for s in SHIFTED])
def test_a_copied_formula_moves_relative_references(reason: str, formula: str, copy: str) -> None:
    assert formulas.shifted(formula, 2, 1) == copy, reason


FOLLOWED = [
    ("own row", "B5*2", "B8*2"),
    ("row above", "B5-B4", "B8-B7"),
    ("a rate outside the table stays", "B5*H1", "B8*H1"),
    ("fixed stays", "B$5", "B$5"),
    ("another sheet stays", "Rates!B5", "Rates!B5"),
]


@pytest.mark.parametrize(("reason", "formula", "kept"), FOLLOWED, ids=[s[0] for s in FOLLOWED])
def test_a_kept_formula_follows_its_row(reason: str, formula: str, kept: str) -> None:
    assert follow_formula(Range(2, 4, 6, 9))(formula, 5, 8) == kept, reason


# The body is B4:F8; it grows by 10 to row 18.
GROWN = [
    ("exactly the body", "B4:F8", "B4:F18"),
    ("one column of it", "D4:D8", "D4:D18"),
    ("with its header", "D3:D8", "D3:D18"),
    ("from the top of the sheet", "D1:D8", "D1:D18"),
    ("the last rows", "D6:D8", "D6:D18"),
    ("wider than the table", "A4:H8", "A4:H18"),
    ("fixed", "$D$4:$D$8", "$D$4:$D$18"),
    ("inside", "D4:D7", "D4:D7"),
    ("one cell", "D8", "D8"),
    ("one row", "B8:F8", "B8:F8"),
    ("beside", "H4:H8", "H4:H8"),
    ("above", "D1:D2", "D1:D2"),
    ("whole column", "D:D", "D:D"),
    ("reaching further down", "D4:D100", "D4:D100"),
    ("reaching a little further down", "D4:D10", "D4:D18"),
    ("under", "D10:D12", "D10:D12"),
]
# The same, and what stands under the table moves along.
PUSHED = [
    ("under", "D10:D12", "D20:D22"),
    ("reaching further down", "D4:D100", "D4:D110"),
    ("under but wider than the table", "A10:H12", "A10:H12"),
]
# It shrinks to row 5.
SHRUNK = [
    ("exactly the body", "B4:F8", "B4:F5"),
    ("with its header", "D3:D8", "D3:D5"),
    ("only rows that go", "D7:D8", "D7:D8"),
    ("under", "D10", "D10"),
]
CASES = [(18, 8, *row) for row in GROWN] + [(18, 1_048_576, *row) for row in PUSHED]
CASES += [(5, 8, *row) for row in SHRUNK]


@pytest.mark.parametrize(
    ("last", "moved_to", "reason", "old", "new"), CASES, ids=[f"{c[0]}-{c[2]}" for c in CASES]
)
def test_references_after_a_table_changed_its_length(
    last: int, moved_to: int, reason: str, old: str, new: str
) -> None:
    resize = Resize(
        sheet="Accounts", body=Range(2, 4, 6, 8), header=3, last=last, totals=0, moved_to=moved_to
    )
    assert resize.in_formula("Accounts")(f"SUM({old})") == f"SUM({new})", reason
    assert resize.in_formula("Other")(f"SUM({old},accounts!{old})") == f"SUM({old},accounts!{new})"


def test_a_rule_on_a_one_row_body_means_the_column() -> None:
    resize = Resize(sheet="S", body=Range(2, 4, 6, 4), header=3, last=9, totals=0, moved_to=4)
    assert str(resize.new_range(Range(3, 4, 3, 4), single=True)) == "C4:C9"
    assert str(resize.new_range(Range(3, 4, 3, 4))) == "C4"
