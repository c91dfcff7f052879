"""The macros in the built workbook, the ribbon, and that all of it belongs together."""

import re
import tomllib
import warnings
import zipfile
from importlib.metadata import version
from pathlib import Path

import pytest
from lxml import etree

from cs_workbook import macros
from cs_workbook.errors import SettingsError
from cs_workbook.schema.tables import SHEET_ORDER
from cs_workbook.template.build import build, code_name
from cs_workbook.template.macro_project import macro_modules, our_modules
from cs_workbook.template.udf_wrappers import MODULE_NAME as FUNCTIONS_MODULE
from cs_workbook.template.vba_project import VbaModule
from cs_workbook.template.vba_source import stored_text
from cs_workbook.template.xlwings_module import FOLDER, XLWINGS_VERSION, xlwings_modules

# oletools configures pyparsing through names that pyparsing now warns about, at import time.
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from oletools.mraptor import MacroRaptor
    from oletools.olevba import VBA_Parser

CUSTOM_UI = "{http://schemas.microsoft.com/office/2009/07/customui}"
VERBS = (
    "preview",
    "refresh",
    "undo",
    "recalculate",
    "checks",
    "backtest",
    "adopt",
    "plans",
    "report",
    "about",
    "log",
)
RUNS_BY_ITSELF = re.compile(
    r"(?im)^\s*(?:public |private )?sub\s+(workbook_|worksheet_|auto_?(open|close|exec|new)|app_)"
)
# Pictures the ribbon may use: each is a control of Excel 2013, 2016, 2019 and Microsoft 365 in the
# lists Microsoft publishes (github.com/OfficeDev/office-fluent-ui-command-identifiers, the files
# excelcontrols.xlsx). An unknown name would leave a button without a picture, and without a word.
PICTURES = {
    "CalculateNow",
    "CalculateSheet",
    "ChartInsert",
    "ConditionalFormattingMenu",
    "DataValidation",
    "FunctionWizard",
    "GetExternalDataFromText",
    "Help",
    "HyperlinkInsert",
    "NameManager",
    "RefreshAll",
    "ReviewNewComment",
    "ReviewShowAllComments",
    "SmartArtInsert",
    "Undo",
}
OURS = our_modules()
TRACKER = next(module.source for module in OURS if module.name == "CsTracker")


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tracker, built."""
    path = tmp_path_factory.mktemp("built") / "tracker.xlsm"
    build(path)
    return path


@pytest.fixture(scope="module")
def extracted(workbook: Path) -> dict[str, str]:
    """Every module as olevba finds it in the workbook, by name."""
    parser = VBA_Parser(str(workbook))
    try:
        return {name.rsplit(".", 1)[0]: text for _, _, name, text in parser.extract_macros()}
    finally:
        parser.close()


@pytest.fixture(scope="module")
def ribbon(workbook: Path) -> etree._Element:
    with zipfile.ZipFile(workbook) as package:
        return etree.fromstring(package.read("customUI/customUI14.xml"))


def public_subs(module: VbaModule) -> dict[str, str]:
    """Return the Public Subs of a module: name to the lines between its first and its last."""
    found = re.findall(
        r"(?ms)^Public Sub (\w+)\(([^)]*)\)\n(.*?)^End Sub$", module.source.replace("\r\n", "\n")
    )
    return {name: body for name, _, body in found}


def our(name: str) -> VbaModule:
    return next(module for module in OURS if module.name == name)


# Modules ----------------------------------------------------------------------------------------


def test_olevba_gives_every_module_back_exactly(extracted: dict[str, str]) -> None:
    expected = {
        module.name: stored_text(module)
        for module in macro_modules([code_name(name) for name in SHEET_ORDER])
    }
    assert extracted == expected


def test_the_modules_are_those_of_the_sheets_ours_the_functions_and_xlwings(
    extracted: dict[str, str],
) -> None:
    sheets = {code_name(name) for name in SHEET_ORDER}
    ours = {"CsPython", "CsRibbon", "CsTracker", FUNCTIONS_MODULE}
    assert set(extracted) == sheets | ours | {"ThisWorkbook", "xlwings", "Dictionary"}


def test_every_macro_is_one_line_that_runs_python() -> None:
    for (name, body), verb in zip(public_subs(our("CsTracker")).items(), VERBS, strict=True):
        assert name == f"Cs{verb.title()}"
        assert body == (
            "    If CsPythonReady Then "
            f"RunPython \"from cs_workbook.macros import run; run('{verb}')\"\n"
        )


def test_python_knows_the_verbs_the_macros_name_and_no_others() -> None:
    assert set(macros._VERBS) == set(VERBS)


def test_every_macro_says_above_itself_what_it_does() -> None:
    for name in public_subs(our("CsTracker")):
        assert re.search(rf"(?m)^' .{{20,}}\nPublic Sub {name}\(\)$", TRACKER), name


def test_a_callback_of_the_ribbon_calls_the_macro_of_its_verb() -> None:
    subs = public_subs(our("CsRibbon"))
    assert subs == {f"CsRibbon{verb.title()}": f"    Cs{verb.title()}\n" for verb in VERBS}
    for name in subs:
        assert f"Public Sub {name}(control As IRibbonControl)\n" in our("CsRibbon").source


@pytest.mark.parametrize("module", OURS, ids=lambda module: module.name)
def test_our_text_declares_its_variables_and_is_in_the_code_page(module: VbaModule) -> None:
    assert module.source.startswith(f'Attribute VB_Name = "{module.name}"\nOption Explicit\n')
    assert module.source.encode("cp1252").isascii()
    assert max(map(len, module.source.splitlines())) <= 110


def test_no_macro_runs_by_itself(extracted: dict[str, str]) -> None:
    for name, text in extracted.items():
        assert not RUNS_BY_ITSELF.search(text), name
    code = "\n".join(extracted.values())
    raptor = MacroRaptor(code)
    raptor.scan()
    assert not raptor.autoexec
    assert not raptor.suspicious, raptor.matches


def test_no_public_name_of_ours_stands_twice(extracted: dict[str, str]) -> None:
    names = [
        name.lower()
        for text in extracted.values()
        for name in re.findall(r"(?m)^Public (?:Sub|Function) (\w+)", text)
    ]
    assert len(names) == len(set(names))


# xlwings ----------------------------------------------------------------------------------------


def test_the_module_of_xlwings_is_the_installed_one(extracted: dict[str, str]) -> None:
    installed = (FOLDER / "xlwings.bas").read_bytes().decode("cp1252")
    assert extracted["xlwings"].splitlines() == installed.splitlines()
    assert "Zoomer Analytics" in extracted["xlwings"], "the licence stays"
    assert "MIT" in extracted["Dictionary"]


def test_the_pin_of_the_project_is_the_version_of_the_module() -> None:
    project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text("utf-8"))
    assert f"xlwings=={XLWINGS_VERSION}" in project["project"]["dependencies"]
    assert version("xlwings") == XLWINGS_VERSION


def test_another_version_of_xlwings_is_refused() -> None:
    with pytest.raises(SettingsError, match=r"expected version 0\.37\.8, found 0\.33\.1\. Install"):
        xlwings_modules(installed="0.33.1")


def test_a_module_of_another_version_is_refused(tmp_path: Path) -> None:
    text = (FOLDER / "xlwings.bas").read_text(encoding="cp1252").replace(XLWINGS_VERSION, "0.33.1")
    (tmp_path / "xlwings.bas").write_text(text, encoding="cp1252")
    with pytest.raises(SettingsError, match=r"xlwings\.bas: expected the line .*0\.37\.8"):
        xlwings_modules(tmp_path)


def test_a_missing_module_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"xlwings\.bas: expected it in the installed xlwings"):
        xlwings_modules(tmp_path)


# The ribbon -------------------------------------------------------------------------------------


def test_the_ribbon_is_one_tab_with_the_groups_in_working_order(ribbon: etree._Element) -> None:
    [tab] = ribbon.iter(f"{CUSTOM_UI}tab")
    assert tab.get("label") == "Customer Success"
    assert not {"insertBeforeMso", "insertAfterMso", "idMso"} & set(tab.attrib), "the last tab"
    assert [
        (group.get("label"), [button.get("label") for button in group])
        for group in tab.iter(f"{CUSTOM_UI}group")
    ] == [
        ("Data", ["Preview import", "Refresh", "Undo refresh"]),
        ("Measures", ["Recalculate", "Checks", "Back-test", "Adopt"]),
        ("Plans", ["Build plans", "Report"]),
        ("Help", ["About", "Log"]),
    ]
    assert not list(ribbon.iter(f"{CUSTOM_UI}command")), "nothing built in is replaced"
    large = [button.get("label") for button in tab.iter() if button.get("size") == "large"]
    assert large == ["Refresh"]


def test_every_button_of_the_ribbon_names_a_callback_that_exists(ribbon: etree._Element) -> None:
    called = [button.get("onAction") for button in ribbon.iter(f"{CUSTOM_UI}button")]
    assert called == list(public_subs(our("CsRibbon")))
    for element in ribbon.iter():
        callbacks = {key for key in element.attrib if str(key).startswith(("get", "on"))}
        assert callbacks <= {"onAction"}


def test_every_button_says_what_it_reads_what_it_changes_and_how_to_go_back(
    ribbon: etree._Element,
) -> None:
    for button in ribbon.iter(f"{CUSTOM_UI}button"):
        words = str(button.get("supertip"))
        assert len(words) <= 1024
        assert re.match(r"Reads |Says ", words), words
        assert re.search(r"Changes nothing|To go (?:back|forward)|to undo", words), words
        assert 0 < len(str(button.get("screentip"))) <= 60
        assert len(str(button.get("label"))) <= 20
        assert button.get("imageMso") in PICTURES


def test_ids_and_keytips_are_unique_and_short(ribbon: etree._Element) -> None:
    ids = [element.get("id") for element in ribbon.iter() if element.get("id")]
    keys = [element.get("keytip") for element in ribbon.iter() if element.get("keytip")]
    assert len(ids) == len(set(ids))
    assert len(keys) == len(set(keys)) == 1 + len(VERBS)
    assert all(re.fullmatch(r"[A-Z]{1,3}", str(key)) for key in keys)
    # None may be the beginning of another, or its letters could not be typed.
    buttons = [str(key) for key in keys[1:]]
    assert not [(a, b) for a in buttons for b in buttons if a != b and b.startswith(a)]


def test_every_button_on_a_sheet_names_a_macro_that_exists(workbook: Path) -> None:
    with zipfile.ZipFile(workbook) as package:
        called = [
            macro
            for name in package.namelist()
            if "vmlDrawing" in name
            for macro in re.findall(
                r"<x:FmlaMacro>\[0\]!(\w+)</x:FmlaMacro>", str(package.read(name))
            )
        ]
    assert len(called) == 7
    assert set(called) <= set(public_subs(our("CsTracker")))


def test_what_a_button_does_the_ribbon_does_too(ribbon: etree._Element, workbook: Path) -> None:
    labels = {
        str(button.get("onAction")).replace("CsRibbon", "Cs"): button.get("label")
        for button in ribbon.iter(f"{CUSTOM_UI}button")
    }
    with zipfile.ZipFile(workbook) as package:
        for name in package.namelist():
            if "vmlDrawing" in name:
                drawn = re.findall(r">([^<>]+)</font>.*?\[0\]!(\w+)<", package.read(name).decode())
                assert drawn
                for caption, macro in drawn:
                    assert labels[macro] == caption
