"""Laws of the worksheet calculator, over values nobody chose."""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from cs_workbook.schema.figures import FIGURES, VALUE_FORMULA
from cs_workbook.schema.names import ALL_NAMES
from cs_workbook.schema.tables import TABLES
from cs_workbook.workbook.calculator import Calculator, CannotCalculate, parse
from cs_workbook.workbook.package.cells import Dates
from cs_workbook.workbook.port import CellError, CellValue, TableShape


@dataclass
class Columns:
    """One sheet named S; each column is a list from row 1 down."""

    columns: Sequence[Sequence[CellValue]]
    tables: Mapping[str, TableShape] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    with_totals: Collection[str] = ()
    dates: Dates = field(default_factory=lambda: Dates(from_1904=False))

    def value(self, sheet: str, row: int, column: int) -> CellValue:
        return self.values(sheet, column, row, row)[0]

    def values(self, sheet: str, column: int, first: int, last: int) -> Sequence[CellValue]:
        assert sheet == "S"
        known = self.columns[column - 1] if column <= len(self.columns) else []
        return [known[row - 1] if row <= len(known) else None for row in range(first, last + 1)]

    def formula(self, sheet: str, row: int, column: int) -> str | None:
        del sheet, row, column  # nothing here is a formula
        return None


def calculate(formula: str, *columns: Sequence[CellValue]) -> CellValue:
    return Calculator(Columns(columns)).evaluate(formula, sheet="S", row=1, column=99)


cents = st.integers(-10_000_000, 10_000_000).map(lambda amount: amount / 100)
words = st.sampled_from(["Customer", "customer", "Trial", "▼ At risk", ""])
cells = st.one_of(st.none(), cents, words, st.booleans())
columns = st.lists(cells, min_size=1, max_size=30)


@given(columns)
def test_sum_is_the_sum_of_the_numbers(column: list[CellValue]) -> None:
    found = calculate(f"SUM(A1:A{len(column)})", column)
    known = [each for each in column if type(each) is not bool and isinstance(each, int | float)]
    assert isinstance(found, int | float)
    assert math.isclose(found, math.fsum(known), rel_tol=1e-12, abs_tol=1e-9)


@given(columns)
def test_every_cell_is_counted_once(column: list[CellValue]) -> None:
    """COUNTA counts what is not empty, COUNTBLANK what is empty or an empty text."""
    last = len(column)
    empty_texts = sum(each == "" for each in column)
    counted = calculate(f"COUNTA(A1:A{last})+COUNTBLANK(A1:A{last})", column)
    assert counted == last + empty_texts


@given(columns, st.one_of(cents, words))
def test_a_criterion_and_its_opposite_find_every_row_once(
    column: list[CellValue], wanted: float | str
) -> None:
    """COUNTIF(x) + COUNTIF(<>x) is the number of rows: a blank differs from everything."""
    assume(wanted != "")
    last = len(column)
    found = calculate(f'COUNTIF(A1:A{last},B1)+COUNTIF(A1:A{last},"<>"&B1)', column, [wanted])
    assert found == last


@given(columns, cents)
def test_below_equal_and_above_are_all_numbers(column: list[CellValue], limit: float) -> None:
    last = len(column)
    tests = "+".join(f'COUNTIF(A1:A{last},"{each}"&B1)' for each in ("<", "=", ">"))
    assert calculate(f"{tests}-COUNT(A1:A{last})", column, [limit]) == 0


@given(columns, columns)
def test_countifs_is_the_sumproduct_of_its_conditions(
    one: list[CellValue], two: list[CellValue]
) -> None:
    last = min(len(one), len(two))
    ifs = f'COUNTIFS(A1:A{last},"customer",B1:B{last},">0")'
    product = f'SUMPRODUCT((A1:A{last}="customer")*ISNUMBER(B1:B{last})*(B1:B{last}>0))'
    assert calculate(ifs, one, two) == calculate(product, one, two)


@given(columns, columns)
def test_sumifs_parts_add_up_to_the_sum(one: list[CellValue], two: list[CellValue]) -> None:
    last = min(len(one), len(two))
    parts = "+".join(
        f'SUMIFS(B1:B{last},A1:A{last},"{each}")' for each in ("customer", "<>customer")
    )
    found = calculate(f"ROUND({parts}-SUM(B1:B{last}),6)", one, two)
    assert found == 0


@given(st.lists(cents, min_size=1, max_size=30))
def test_large_and_small_walk_the_sorted_values(column: list[float]) -> None:
    last = len(column)
    for rank in {1, last}:
        assert calculate(f"LARGE(A1:A{last},{rank})", column) == sorted(column)[-rank]
        assert calculate(f"SMALL(A1:A{last},{rank})", column) == sorted(column)[rank - 1]


@given(st.lists(cents, min_size=1, max_size=30), st.data())
def test_match_finds_what_index_gives(column: list[float], data: st.DataObject) -> None:
    """MATCH(…,0) finds the first of equal values."""
    place = data.draw(st.integers(1, len(column)))
    wanted = column[place - 1]
    found = calculate(f"MATCH(B1,A1:A{len(column)},0)", column, [wanted])
    assert found == column.index(wanted) + 1
    assert calculate(f"INDEX(A1:A{len(column)},{place})", column) == wanted


@given(st.lists(cents, min_size=1, max_size=30), cents)
def test_match_in_sorted_values_is_the_last_not_above(column: list[float], wanted: float) -> None:
    column.sort()
    below = sum(each <= wanted for each in column)
    found = calculate(f"MATCH(B1,A1:A{len(column)},1)", column, [wanted])
    assert found == (below or CellError("#N/A"))


@given(cents, st.integers(-3, 3))
@example(2.675, 2)
@example(-0.5, 0)
def test_round_is_half_away_from_zero_in_decimal(number: float, digits: int) -> None:
    unit = Decimal(1).scaleb(-digits)
    expected = Decimal(repr(number)).quantize(unit, rounding=ROUND_HALF_UP)
    assert calculate(f"ROUND(A1,{digits})", [number]) == float(expected)


@given(cents)
def test_a_number_joined_to_text_reads_back(number: float) -> None:
    assert calculate('(A1&"")+0', [number]) == number


@given(st.integers(1, 2_958_465))
@example(60)
def test_a_date_is_made_of_its_parts(serial: int) -> None:
    assert calculate("DATE(YEAR(A1),MONTH(A1),DAY(A1))", [serial]) == serial


@given(st.integers(61, 2_900_000), st.integers(-600, 600))
def test_edate_keeps_the_day_or_takes_the_months_last(serial: int, months: int) -> None:
    assume(serial + months * 31 > 61)
    moved = calculate(f"EDATE(A1,{months})", [serial])
    day = calculate("DAY(A1)", [serial])
    assert isinstance(moved, int)
    landed = calculate("DAY(A1)", [moved])
    assert landed == day or calculate("DAY(A1+1)", [moved]) == 1


@given(st.text(max_size=60))
@example("'[' , 'A'!")
@example("tbl[[#This Row],[A]:")
@example("{-,}")
def test_any_text_parses_or_is_refused(text: str) -> None:
    try:
        parse(text)
    except CannotCalculate:
        return


@given(
    st.lists(
        st.sampled_from(
            ["1", "A1", "A1:A3", '"x"', "+", "-", "*", "/", "^", "&", "=", "<", "(", ")", ",", "%",
             "SUM(", "IF(", "INDEX(", "MATCH(", "COUNTIF(", "SUMPRODUCT(", "LARGE(", "ROUND(",
             "#N/A", "{1,2}", "TRUE", "LEFT(", "DATE(", "EDATE("]
        ),
        max_size=12,
    )
)  # fmt: skip
def test_any_formula_has_a_value_or_is_refused(parts: list[str]) -> None:
    column: list[CellValue] = [1, "x", None]
    try:
        found = calculate("".join(parts), column)
    except CannotCalculate:
        return
    assert type(found) in (int, float, str, bool, CellError)


SCHEMA_FORMULAS = [
    VALUE_FORMULA,
    *(formula for figure in FIGURES for formula in (figure.part, figure.base) if formula),
    *(column.formula for table in TABLES.values() for column in table.columns if column.formula),
]


@pytest.mark.parametrize("formula", sorted(set(SCHEMA_FORMULAS)))
def test_every_formula_of_the_schema_is_understood(formula: str) -> None:
    """On empty tables each is calculated: no function and no form of reference is missing."""
    tables = {
        name: TableShape(
            name=name, sheet="S", header_row=6, first_column=1, columns=table.headers, rows=1
        )
        for name, table in TABLES.items()
    }
    book = Columns([], tables=tables, names=dict.fromkeys(ALL_NAMES, "S!$A$1"))
    assert Calculator(book).evaluate(formula, sheet="S", row=7, column=99) is not None
