"""The registry of worksheet functions: help that fits, names VBA allows, examples that are true."""

import re
from pathlib import Path

import pytest

from cs_workbook.functions.cell_errors import CellError
from cs_workbook.functions.guide import guide
from cs_workbook.functions.registry import FUNCTIONS, evaluate
from cs_workbook.functions.spec import LONGEST_HELP, Argument, FunctionSpec

EVERY_FUNCTION = {
    "CS_NPS", "CS_NPS_INTERVAL", "CS_CSAT", "CS_CES", "CS_LOGO_CHURN", "CS_GRR", "CS_NRR",
    "CS_MRR_MOVEMENT", "CS_HEALTH_SCORE", "CS_HEALTH_BAND", "CS_HEALTH_PARTS", "CS_CLTV",
    "CS_RETENTION_CURVE", "CS_TIER", "CS_WHY", "CS_VERSION", "CS_RATE_INTERVAL", "CS_QUICK_RATIO",
    "CS_RENEWAL_RATE", "CS_AUC", "CS_RECURRING",
}  # fmt: skip
# [MS-VBAL] 3.3.5.2, and what xlwings keeps for itself.
_WORDS = """
    abs access addressof alias and any append array as attribute base begin binary boolean byref
    byte byval call case cbool cbyte ccur cdate cdbl cdec cint circle class clng clnglng clngptr
    close compare const csng cstr currency cvar cverr date debug decimal declare defbool defbyte
    defcur defdate defdbl defint deflng defobj defsng defstr defvar dim do doevents double each else
    elseif empty end endif enum eqv erase error event exit explicit false fix for friend function
    get global go gosub goto if imp implements in input inputb int integer is lbound len lenb let
    lib like line linput lock long longlong longptr loop lset me mid midb mod module name new next
    not nothing null object on open option optional or output paramarray preserve print private
    property pset ptrsafe public put raiseevent random read redim rem reset resume return rset
    scale seek select set sgn shared single spc static step stop string sub tab text then to true
    type typeof ubound unlock until variant vb_name wend while width with withevents write xor
    caller"""
RESERVED = frozenset(_WORDS.split())

all_functions = pytest.mark.parametrize("spec", FUNCTIONS.values(), ids=FUNCTIONS)


def test_all_functions_are_there() -> None:
    assert set(FUNCTIONS) == EVERY_FUNCTION
    assert [spec.name for spec in FUNCTIONS.values()] == list(FUNCTIONS)


@all_functions
def test_help_fits_the_wizard(spec: FunctionSpec) -> None:
    for words in (spec.doc, *(argument.doc for argument in spec.arguments)):
        assert 0 < len(words) <= LONGEST_HELP
        assert words.endswith(".")
        words.encode("cp1252")
    for argument in spec.arguments:
        assert ("Left out" in argument.doc) <= argument.optional


@all_functions
def test_names_are_possible_in_vba(spec: FunctionSpec) -> None:
    names = [argument.name for argument in spec.arguments]
    assert re.fullmatch(r"CS(_[A-Z]+)+", spec.name)
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", name) for name in names)
    assert not RESERVED.intersection(names)
    assert len(set(names)) == len(names)
    optional = [argument.optional for argument in spec.arguments]
    assert optional == sorted(optional), "optional arguments come last"


@all_functions
def test_errors_are_declared(spec: FunctionSpec) -> None:
    assert all(re.match(r"#(N/A|NUM!|VALUE!): .*\.$", error) for error in spec.errors)


@all_functions
def test_example_is_true(spec: FunctionSpec) -> None:
    row, place = spec.example.pick or (1, 1)
    rows = evaluate(spec, *spec.example.inputs)
    found = rows[row - 1][place - 1]
    if isinstance(spec.example.value, str):
        assert found == spec.example.value
    else:
        assert found == pytest.approx(spec.example.value, rel=1e-12)
    assert spec.example.pick is not None or len(rows) == len(rows[0]) == 1
    assert len(spec.example.inputs) <= len(spec.arguments)
    assert spec.example_formula.startswith(("=CS_", "=INDEX(CS_"))


@all_functions
def test_why_has_a_sentence_for_every_example(spec: FunctionSpec) -> None:
    if spec.name != "CS_WHY":
        told = evaluate(FUNCTIONS["CS_WHY"], spec.name, *spec.example.inputs)
        assert all(str(words).endswith(".") for row in told for words in row)


@all_functions
def test_too_many_inputs_are_no_crash(spec: FunctionSpec) -> None:
    assert evaluate(spec, *[[[1]]] * (len(spec.arguments) + 1)) == [[CellError.VALUE]]


def test_why_has_room_for_all_arguments() -> None:
    inputs = len(FUNCTIONS["CS_WHY"].arguments) - 1
    assert (
        max(len(spec.arguments) for name, spec in FUNCTIONS.items() if name != "CS_WHY") == inputs
    )


def test_guide_says_what_the_code_says() -> None:
    page = Path(__file__).parents[1] / "docs" / "functions.md"
    assert page.read_text(encoding="utf-8") == guide(), (
        "run: python -m cs_workbook.functions.guide > docs/functions.md"
    )


def test_syntax_shows_what_is_optional() -> None:
    assert FUNCTIONS["CS_NPS_INTERVAL"].syntax == "CS_NPS_INTERVAL(answers, [confidence])"
    assert FUNCTIONS["CS_VERSION"].syntax == "CS_VERSION()"
    assert Argument(name="x", doc="y").optional is False
