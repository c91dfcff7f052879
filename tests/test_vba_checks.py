"""The macros pass every check there is without Excel, and the checks catch planted mistakes."""

import io
from pathlib import Path

import pytest
import xlsxwriter
from vba_checks import analysed, not_compiled, parsed, with_probes
from vba_twin import stand_ins, twin_modules, write_twin
from xlwings_libreoffice.fixtures import office
from xlwings_libreoffice.office import Office

from cs_workbook.schema.tables import SHEET_ORDER
from cs_workbook.template.build import build, code_name
from cs_workbook.template.macro_project import macro_modules, our_modules
from cs_workbook.template.vba_project import VbaModule, build_vba_project, document_modules

__all__ = ["office"]

ANALYSIS, PARSER, COMPILER = "analysis", "parser", "compiler"

GOOD = """
Public Sub Planted()
    Dim part As Long
    For part = 1 To 2
        If part > 1 Then Helper part
    Next
End Sub

Private Sub Helper(ByVal part As Long)
    Debug.Print part
End Sub
"""

# What is planted in the middle of our own module, and who must find it.
PLANTED = {
    "undeclared variable": ({ANALYSIS}, "Public Sub Planted()\n    total = 1\nEnd Sub\n"),
    "unknown procedure": ({ANALYSIS}, "Public Sub Planted()\n    NoSuchProcedure 1\nEnd Sub\n"),
    "unknown member": ({ANALYSIS}, "Public Sub Planted()\n    ThisWorkbook.NoSuch\nEnd Sub\n"),
    "too many arguments": ({ANALYSIS}, GOOD.replace("Helper part", "Helper part, 2", 1)),
    "a name declared twice": (
        {ANALYSIS, COMPILER},
        GOOD.replace("    Dim part As Long\n", "    Dim part As Long\n    Dim part As Long\n"),
    ),
    "text into a number": (
        {ANALYSIS},
        'Public Sub Planted()\n    Dim part As Long\n    part = "many"\nEnd Sub\n',
    ),
    "an object without Set": (
        {ANALYSIS},
        "Public Sub Planted()\n    Dim book As Workbook\n    book = ThisWorkbook\nEnd Sub\n",
    ),
    "a label that is not there": (
        {ANALYSIS, COMPILER},
        "Public Sub Planted()\n    On Error GoTo Nowhere\n    Debug.Print 1\nEnd Sub\n",
    ),
    "a reserved word as a name": (
        {ANALYSIS, COMPILER},
        "Public Sub Planted()\n    Dim Next As Long\nEnd Sub\n",
    ),
    "Else without If": (
        {ANALYSIS, COMPILER},
        "Public Sub Planted()\n    Debug.Print 1\n    Else\nEnd Sub\n",
    ),
    "If without End If": (
        {PARSER, COMPILER},
        "Public Sub Planted()\n    If True Then\n        Debug.Print 1\nEnd Sub\n",
    ),
    # The parser misses this one where another Sub follows.
    "Sub without End Sub": ({COMPILER}, "Public Sub Planted()\n    Debug.Print 1\n"),
    "With without End With": (
        {PARSER, COMPILER},
        "Public Sub Planted()\n    With ThisWorkbook\n        Debug.Print .Name\nEnd Sub\n",
    ),
    "Select without End Select": (
        {PARSER, COMPILER},
        "Public Sub Planted()\n    Select Case 1\n        Case 1\nEnd Sub\n",
    ),
    "For without Next": ({PARSER, COMPILER}, GOOD.replace("    Next\n", "")),
    "Sub closed as a Function": (
        {PARSER},
        "Public Sub Planted()\n    Debug.Print 1\nEnd Function\n",
    ),
    "text without closing quote": (
        {PARSER, COMPILER},
        'Public Sub Planted()\n    Debug.Print Len("open & 1)\nEnd Sub\n',
    ),
    "Next without For": ({COMPILER}, "Public Sub Planted()\n    Next\nEnd Sub\n"),
    "Loop without Do": ({COMPILER}, "Public Sub Planted()\n    Loop\nEnd Sub\n"),
}


def with_planted(text: str, folder: Path) -> tuple[VbaModule, ...]:
    """Our modules on one sheet, with a text between the macros of ``CsTracker``."""
    modules = []
    for module in our_modules():
        before, mark, after = module.source.partition("' Reads the exports")
        if module.name == "CsTracker":
            assert mark, "there is a place to plant"
            planted = f"{before}{text}\n{mark}{after}"
            modules.append(VbaModule(name=module.name, kind=module.kind, source=planted))
        else:
            modules.append(module)
    return (*document_modules(["StartSheet"]), *modules, *stand_ins(folder))


def small_workbook(path: Path, modules: tuple[VbaModule, ...]) -> Path:
    book = xlsxwriter.Workbook(str(path))
    book.set_vba_name("ThisWorkbook")
    book.add_worksheet("Start").set_vba_name("StartSheet")
    book.add_vba_project(io.BytesIO(build_vba_project(modules)), is_stream=True)
    book.close()
    return path


def static_findings(text: str, folder: Path) -> set[str]:
    """Who of the two that need no LibreOffice finds something in ``CsTracker``."""
    modules = with_planted(text, folder)
    found = set()
    sentences = analysed(small_workbook(folder / "planted.xlsm", modules)).get("CsTracker", [])
    if any(words.startswith("error") for words in sentences):
        found.add(ANALYSIS)
    if "CsTracker" in parsed(modules):
        found.add(PARSER)
    return found


def compiler_findings(text: str, folder: Path, office: Office) -> set[str]:
    modules = with_probes(with_planted(text, folder))
    document = office.open_document(small_workbook(folder / "probed.xlsm", modules))
    try:
        return {COMPILER} if "CsTracker" in not_compiled(document, modules) else set()
    finally:
        document.close(True)


def test_nineteen_mistakes_are_planted() -> None:
    assert len(PLANTED) == 19
    assert all(finders for finders, _ in PLANTED.values())


def test_the_analysis_finds_nothing_in_the_tracker(tmp_path: Path) -> None:
    build(tmp_path / "tracker.xlsm")
    found = analysed(tmp_path / "tracker.xlsm")
    # What it warns of in xlwings' module is xlwings' business; it finds no error there.
    assert set(found) <= {"xlwings"}
    assert not [words for words in found.get("xlwings", ()) if words.startswith("error")]


def test_the_parser_takes_every_module_of_the_tracker() -> None:
    assert parsed(macro_modules([code_name(name) for name in SHEET_ORDER])) == {}


@pytest.mark.libreoffice
def test_libreoffice_compiles_every_module_of_the_twin(office: Office, tmp_path: Path) -> None:
    modules = with_probes(twin_modules(tmp_path))
    document = office.open_document(write_twin(tmp_path / "twin.xlsm", modules))
    try:
        assert not_compiled(document, modules) == []
    finally:
        document.close(True)


def test_the_static_checks_let_a_good_macro_pass(tmp_path: Path) -> None:
    assert static_findings(GOOD, tmp_path) == set()


@pytest.mark.libreoffice
def test_the_compiler_lets_a_good_macro_pass(office: Office, tmp_path: Path) -> None:
    assert compiler_findings(GOOD, tmp_path, office) == set()


@pytest.mark.parametrize("mistake", PLANTED)
def test_a_planted_mistake_is_caught_without_libreoffice(mistake: str, tmp_path: Path) -> None:
    finders, text = PLANTED[mistake]
    assert finders - {COMPILER} <= static_findings(text, tmp_path)


@pytest.mark.libreoffice
@pytest.mark.parametrize(
    "mistake", [name for name, (finders, _) in PLANTED.items() if COMPILER in finders]
)
def test_a_planted_mistake_is_caught_by_the_compiler(
    mistake: str, office: Office, tmp_path: Path
) -> None:
    _, text = PLANTED[mistake]
    assert compiler_findings(text, tmp_path, office) == {COMPILER}
