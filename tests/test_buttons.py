"""Every button pressed in a live LibreOffice: a Python process runs and a cell changes.

The worksheet functions are called from cells of the same workbook, up to the door of Python.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from vba_twin import ANSWER, twin_modules, write_twin
from xlwings_libreoffice.buttons import FormButton, cells, form_buttons, press, run_macro
from xlwings_libreoffice.fixtures import office
from xlwings_libreoffice.office import Office, UnoObject

from cs_workbook.functions.registry import FUNCTIONS
from cs_workbook.functions.spec import FunctionSpec
from cs_workbook.template.buttons import BUTTONS
from cs_workbook.template.conf_sheet import CONF_SHEET
from cs_workbook.template.macro_project import our_modules
from cs_workbook.template.udf_wrappers import PYTHON_MODULE

__all__ = ["office"]

pytestmark = pytest.mark.libreoffice

VERBS = {
    sub: verb
    for module in our_modules()
    if module.name == "CsTracker"
    for sub, verb in re.findall(r"Public Sub (\w+)\(\)\n.*run\('(\w+)'\)\"", module.source)
}
DRAWN = [(sheet, button) for sheet, buttons in BUTTONS.items() for button in buttons]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the stand-ins for xlwings leave their traces."""
    return tmp_path_factory.mktemp("twin")


@pytest.fixture(scope="module")
def twin(office: Office, folder: Path) -> Iterator[UnoObject]:
    """The twin in a window, its settings pointing to the Python that runs this test."""
    path = write_twin(folder / "CS_Tracker.xlsm", twin_modules(folder))
    document = office.open_document(path, hidden=False)
    document.Sheets.getByName(CONF_SHEET).getCellRangeByName("B1").String = sys.executable
    yield document
    document.close(True)


@pytest.fixture(autouse=True)
def cleared(twin: UnoObject, folder: Path) -> None:
    """Nothing of the press before is left."""
    twin.Sheets.getByName(CONF_SHEET).getCellRangeByName(ANSWER).String = ""
    (folder / "answer.txt").unlink(missing_ok=True)
    (folder / "code.txt").unlink(missing_ok=True)


def answer(twin: UnoObject) -> str:
    return cells(twin, CONF_SHEET, ANSWER)[0][0]


def test_libreoffice_shows_the_buttons_the_template_draws(twin: UnoObject) -> None:
    assert form_buttons(twin) == [
        FormButton(sheet=sheet, caption=button.caption, macro=f"CsTracker.{button.macro}")
        for sheet, button in DRAWN
    ]


@pytest.mark.parametrize(
    ("sheet", "caption", "macro"),
    [(sheet, button.caption, button.macro) for sheet, button in DRAWN],
)
def test_a_press_runs_python_and_changes_the_workbook(
    twin: UnoObject, office: Office, folder: Path, sheet: str, caption: str, macro: str
) -> None:
    press(twin, sheet, caption)
    verb, process = answer(twin).split()
    assert verb == VERBS[macro]
    assert int(process) != office.pid
    assert (folder / "code.txt").read_text().strip() == "0"


@pytest.mark.parametrize(("macro", "verb"), VERBS.items())
def test_every_macro_runs_python(twin: UnoObject, macro: str, verb: str) -> None:
    # The ribbon's callbacks call these; LibreOffice has neither the tab nor IRibbonControl.
    run_macro(twin, f"CsTracker.{macro}")
    assert answer(twin).split()[0] == verb


def test_a_found_python_is_not_asked_again(twin: UnoObject, folder: Path) -> None:
    run_macro(twin, "CsPython.CsPythonReady")
    (folder / "code.txt").unlink(missing_ok=True)
    assert run_macro(twin, "CsPython.CsPythonReady")
    assert not (folder / "code.txt").exists()


@pytest.mark.parametrize("spec", FUNCTIONS.values(), ids=FUNCTIONS)
def test_a_function_in_a_cell_reaches_its_python_through_its_wrapper(
    twin: UnoObject, spec: FunctionSpec
) -> None:
    given = sum(value is not None for value in spec.example.inputs)
    cell = twin.Sheets.getByName(CONF_SHEET).getCellRangeByName("E2")
    cell.Formula = f"={spec.name}({';'.join(['1'] * given)})"
    assert cell.String == f"{PYTHON_MODULE}.{spec.name}"
