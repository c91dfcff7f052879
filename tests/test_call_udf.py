"""Every worksheet function through xlwings' real ``CallUDF``, as Excel on Windows calls it.

The calls run in a process of their own (see ``comstubs``), so nothing faked here reaches another
test. What Excel sends is spelled as it arrives: a range as a tuple of rows, an error as a whole
number, a currency cell as Decimal, a left out argument as its own code.
"""

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime
from decimal import Decimal
from multiprocessing import get_context
from typing import Any

import comstubs
import pytest
from comstubs import MISSING, Cells

from cs_workbook.functions.cell_errors import CellError
from cs_workbook.functions.registry import FUNCTIONS, evaluate
from cs_workbook.functions.spec import FunctionSpec
from cs_workbook.template.udf_wrappers import udf_module

Call = Callable[..., object]

NA, NUM, VALUE = CellError.NA.com_code, CellError.NUM.com_code, CellError.VALUE.com_code
NAMED = {
    "#NULL!": -2146826288,
    "#DIV/0!": -2146826281,
    "#VALUE!": -2146826273,
    "#REF!": -2146826265,
    "#NAME?": -2146826259,
    "#NUM!": -2146826252,
    "#N/A": -2146826246,
}
NEWER = {
    "#GETTING_DATA": -2146826245,
    "#SPILL!": -2146826243,
    "#CONNECT!": -2146826242,
    "#BLOCKED!": -2146826241,
    "#UNKNOWN!": -2146826240,
    "#FIELD!": -2146826239,
    "#CALC!": -2146826238,
}


def _date_cell(*parts: int) -> datetime:
    return datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001 - a cell knows no time zone


@pytest.fixture(scope="module")
def excel() -> Iterator[ProcessPoolExecutor]:
    with ProcessPoolExecutor(
        1, mp_context=get_context("spawn"), initializer=comstubs.install
    ) as process:
        yield process


@pytest.fixture(scope="module")
def call(excel: ProcessPoolExecutor) -> Call:
    def run(name: str, *arguments: object) -> object:
        return excel.submit(comstubs.call_udf, name, *arguments).result()

    return run


def _as_excel_sends(value: Any) -> object:  # noqa: ANN401 - a constant of an example
    """Spell a constant of an example as Excel does."""
    if value is None:
        return MISSING
    if not isinstance(value, tuple):
        return float(value) if isinstance(value, int) and not isinstance(value, bool) else value
    rows = tuple(tuple(_as_excel_sends(cell) for cell in row) for row in value)
    return Cells(rows if len(rows) * len(rows[0]) > 1 else rows[0][0])


def _as_vba_gets(spec: FunctionSpec, *inputs: object) -> object:
    """Compute a function directly and spell the result as the macro module gets it."""
    rows = [
        ["" if v is None else v.com_code if isinstance(v, CellError) else v for v in row]
        for row in evaluate(spec, *inputs)
    ]
    if len(rows) > 1:
        return rows
    return rows[0] if len(rows[0]) > 1 else rows[0][0]


@pytest.mark.parametrize("spec", FUNCTIONS.values(), ids=FUNCTIONS)
def test_example_through_the_whole_chain(spec: FunctionSpec, call: Call) -> None:
    sent = [_as_excel_sends(value) for value in spec.example.inputs]
    sent += [MISSING] * (len(spec.arguments) - len(sent))
    assert call(spec.name, *sent) == _as_vba_gets(spec, *spec.example.inputs)


@pytest.mark.parametrize("spec", FUNCTIONS.values(), ids=FUNCTIONS)
def test_excel_is_told_the_help_of_the_registry(
    spec: FunctionSpec, excel: ProcessPoolExecutor
) -> None:
    told = excel.submit(comstubs.described, spec.name).result()
    assert (told["name"], told["category"]) == (spec.name, "Customer Success")
    assert told["ret"]["doc"] == spec.doc
    assert not told["volatile"]
    assert told["call_in_wizard"], "without it cells turn 0 while a workbook opens (xlwings #1574)"
    assert told["async_mode"] is None
    for argument, described in zip(spec.arguments, told["args"], strict=True):
        assert (described["name"], described["doc"]) == (argument.name, argument.doc)
        assert ("optional" in described) == argument.optional
        assert described["options"] == {"ndim": 2, "err_to_str": True}


@pytest.mark.parametrize(
    ("answers", "expected", "why"),
    [
        (9.0, 100.0, "a constant"),
        (Cells(9.0), 100.0, "one cell"),
        (Cells(((9.0, 3.0, 10.0),)), 100 / 3, "a row"),
        (Cells(((9.0,), (3.0,), (10.0,))), 100 / 3, "a column"),
        (Cells(((9.0, 3.0), (10.0, 8.0))), 25.0, "rows and columns"),
        (((9.0,), (3.0,), (10.0,)), 100 / 3, "the array of another function"),
        ((9.0, 3.0, 10.0), 100 / 3, "an array of one dimension"),
        (Cells(((9.0,), (None,), ("",), ("  ",))), 100.0, "blanks and empty text"),
        (Cells(None), NA, "an empty cell: nobody answered"),
        (Cells(((Decimal("9.0000"),), (Decimal(3),))), 0.0, "currency cells"),
        (Cells(((9.0,), (11.0,))), NUM, "off the scale"),
        (Cells(((9.0,), (8.5,))), NUM, "no whole number"),
        (Cells(((9.0,), ("7",))), VALUE, "text digits"),
        (Cells(((9.0,), ("n/a",))), VALUE, "text"),
        (Cells(((9.0,), (True,))), VALUE, "TRUE"),
        (Cells(((9.0,), (_date_cell(2024, 1, 1),))), VALUE, "a date"),
    ],
)
def test_answers_in_every_form(answers: object, expected: object, why: str, call: Call) -> None:
    assert call("CS_NPS", answers) == pytest.approx(expected), why


@pytest.mark.parametrize(("name", "code"), [*NAMED.items(), *NEWER.items()])
def test_every_error_is_passed_on(name: str, code: int, call: Call) -> None:
    assert CellError(name).com_code == code
    assert call("CS_NPS", Cells(((9.0,), (code,)))) == code
    assert call("CS_NPS", Cells(code)) == code
    assert call("CS_TIER", Cells(((9.0,), (code,))), MISSING, MISSING) == [["Top"], [code]]


def test_an_error_that_is_newer_than_our_list_is_no_number(call: Call) -> None:
    assert call("CS_NPS", Cells(-2146826288 + 300)) == VALUE


def test_an_error_in_one_row_leaves_the_others(call: Call) -> None:
    signals = Cells(((40.0, 5.0), (NAMED["#REF!"], 5.0), ("x", 5.0), (None, None), (0.0, None)))
    scores = call(
        "CS_HEALTH_SCORE",
        signals,
        Cells(((3.0,), (1.0,))),
        Cells(((0.0,), (10.0,))),
        Cells(((50.0,), (0.0,))),
        MISSING,
        MISSING,
    )
    assert scores == [[72.5], [NAMED["#REF!"]], [VALUE], [NA], [0.0]]


def test_results_of_functions_feed_functions(call: Call) -> None:
    bands = call("CS_HEALTH_BAND", ((72.5,), (NA,), ("",)), MISSING, MISSING, MISSING)
    assert bands == [["◆ Watch"], [NA], ["○ No data"]]


def test_dates_as_cells_and_as_results_of_formulas(call: Call) -> None:
    as_cells = call(
        "CS_LOGO_CHURN",
        Cells((("A",), (7.0,))),
        Cells(((_date_cell(2023, 5, 1),), (_date_cell(2023, 6, 1, 15, 30),))),
        Cells(((None,), (_date_cell(2024, 2, 10),))),
        Cells(_date_cell(2024, 1, 1)),
        45383.0,
        MISSING,
    )
    assert as_cells == 50.0


def test_blanks_in_a_result_are_empty_text(call: Call) -> None:
    moved = call("CS_MRR_MOVEMENT", Cells(((1.0,), (2.0,))), Cells(((None,), (2.0,))), MISSING)
    assert moved == [[""], ["unchanged"]]


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("CS_GRR", (Cells(((1.0,), (2.0,))), Cells(((1.0,), (2.0,), (3.0,))))),
        ("CS_CSAT", (Cells(5.0), Cells(((4.0,), (3.0,))), MISSING, MISSING)),
        ("CS_CLTV", ("simple", Cells(50.0), MISSING, Cells(10.0), MISSING)),
        ("CS_LOGO_CHURN", (*[Cells(((1.0, 2.0), (3.0, 4.0)))] * 3, 45292.0, 45383.0, MISSING)),
    ],
)
def test_wrong_shapes(name: str, arguments: tuple[object, ...], call: Call) -> None:
    assert call(name, *arguments) == VALUE


def test_why_answers_with_the_places_of_the_function(call: Call) -> None:
    answers = Cells(((9.0,), ("7",)))
    assert call("CS_WHY", "cs_nps", answers, *[MISSING] * 5) == (
        "answers, row 2: expected a number, found the text '7'."
    )
    assert call("CS_WHY", "CS_NONE", *[MISSING] * 6) == NUM


def test_our_macro_module_declares_what_xlwings_would(excel: ProcessPoolExecutor) -> None:
    theirs = excel.submit(comstubs.xlwings_wrapper).result()
    ours = re.sub(r" _\r\n\s*", " ", udf_module())
    declared = re.findall(r"^Public Function (CS_\w+\(.*\)) As Variant", ours, re.MULTILINE)
    plain = [line.replace("ByRef ", "").replace(" As Variant", "") for line in declared]
    assert sorted(plain) == sorted(re.findall(r"^Function (\w+\(.*\))", theirs, re.MULTILINE))
    calls = r'XLPy\.CallUDF\((".*?", "\w+", Array\(.*?\), ThisWorkbook, Application.Caller)\)'
    assert sorted(re.findall(calls, ours)) == sorted(re.findall(calls, theirs))


def test_nothing_faked_is_left_in_this_process() -> None:
    import ctypes  # noqa: PLC0415 - what this process has, not what the module began with
    import sys  # noqa: PLC0415

    assert "pythoncom" not in sys.modules or sys.platform == "win32"
    assert not hasattr(ctypes, "windll") or sys.platform == "win32"
