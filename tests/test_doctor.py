"""The doctor on computers described in words, so that Windows and Mac are checked anywhere."""

import dataclasses
import json
import shutil
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import xlwings
from click.testing import CliRunner

from cs_workbook import __version__
from cs_workbook.actions.doctor import Machine, doctor
from cs_workbook.actions.installation import (
    installation,
    read_configuration,
    this_installation,
    write_installation,
)
from cs_workbook.actions.machine import this_machine
from cs_workbook.actions.macro_module import modules, vba_project, xlwings_version_inside
from cs_workbook.actions.new import new_tracker
from cs_workbook.actions.places import folder_of
from cs_workbook.cli import cli
from cs_workbook.workbook.file_book import FileBook

XLWINGS = xlwings.__version__
ROAMING = r"C:\Users\Ada\AppData\Roaming"
WINDOWS_PYTHON = rf"{ROAMING}\uv\tools\cs-workbook\Scripts\python.exe"
MAC_PYTHON = "/Users/ada/.local/share/uv/tools/cs-workbook/bin/python"
SCRIPTS = "/Users/ada/Library/Application Scripts/com.microsoft.Excel"
VERSIONS = {"cs-workbook": __version__, "xlwings": XLWINGS}


def has(*paths: str) -> Callable[[str], bool]:
    return lambda path: path in paths


def machine(platform: str, **facts: Any) -> Machine:  # noqa: ANN401 - the fields of Machine
    """Return a computer where everything is as it should be, apart from some facts."""
    windows = platform == "win32"
    library = WINDOWS_PYTHON.rpartition("\\Scripts")[0] + f"\\xlwings64-{XLWINGS}.dll"
    good = Machine(
        platform=platform,
        python=(3, 11, 7),
        interpreter=WINDOWS_PYTHON if windows else MAC_PYTHON,
        versions=VERSIONS,
        required_xlwings=XLWINGS,
        variables={"APPDATA": ROAMING, "OneDrive": r"C:\Users\Ada\OneDrive"} if windows else {},
        home=r"C:\Users\Ada" if windows else "/Users/ada",
        exists=has(WINDOWS_PYTHON, MAC_PYTHON, library, f"{SCRIPTS}/xlwings-{XLWINGS}.applescript"),
        mark=lambda _: None,
        ask=lambda _: VERSIONS,
    )
    return dataclasses.replace(good, **facts)


@pytest.fixture(scope="module")
def tracker(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a new tracker nobody may change."""
    return new_tracker(tmp_path_factory.mktemp("new"))


def failed(machine: Machine, tracker: Path | None) -> dict[str, str]:
    return {one.check: one.remedy for one in doctor(machine, tracker) if not one.passed}


@pytest.mark.parametrize("platform", ["win32", "darwin", "linux"])
def test_nothing_is_wrong_where_nothing_is(platform: str, tracker: Path) -> None:
    assert failed(machine(platform), tracker) == {}
    assert failed(machine(platform), None) == {}


NOT_WELL: list[tuple[str, str, Mapping[str, Any], str, str]] = [
    ("an old Python", "win32", {"python": (3, 10, 1)}, "Python is", "Install Python 3.11"),
    ("no xlwings", "win32", {"versions": {"cs-workbook": __version__}}, "needs", "Install"),
    ("another xlwings", "linux", {"required_xlwings": "9.9"}, "needs", "its own xlwings"),
    ("no library", "win32", {"exists": has(WINDOWS_PYTHON)}, "functions", "Install cs-workbook"),
    ("no script", "darwin", {"exists": has(MAC_PYTHON)}, "AppleScript", "runpython install"),
    ("no interpreter on Windows", "win32", {"exists": has()}, "names is there", "upgrade"),
    ("no interpreter on a Mac", "darwin", {"exists": has()}, "names is there", "upgrade"),
    ("an interpreter that is none", "win32", {"ask": lambda _: None}, "this cs-", "upgrade"),
    ("an interpreter without us", "darwin", {"ask": lambda _: {}}, "this cs-workbook", "upgrade"),
    ("an older installation", "win32", {"ask": lambda _: {"cs-workbook": "0.0.1"}},
     "this cs-workbook", "Upgrade the older"),
    ("a mail attachment", "win32", {"mark": lambda _: "[ZoneTransfer]\nZoneId=3\n"},
     "does not block", "Unblock"),
    ("a module of another xlwings", "linux",
     {"versions": VERSIONS | {"xlwings": "9.9"}, "required_xlwings": "9.9"},
     "macro module", "upgrade"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("platform", "facts", "check", "remedy"),
    [case[1:] for case in NOT_WELL],
    ids=[case[0] for case in NOT_WELL],
)
def test_what_is_wrong_is_named_and_mended(
    platform: str, facts: Mapping[str, Any], check: str, remedy: str, tracker: Path
) -> None:
    found = failed(machine(platform, **facts), tracker)
    named = [one for one in found if check in one]
    assert named, found
    assert remedy in found[named[0]]


def test_a_zone_of_ones_own_network_is_no_block(tracker: Path) -> None:
    trusted = machine("win32", mark=lambda _: "[ZoneTransfer]\nZoneId=1\n")
    assert failed(trusted, tracker) == {}


def with_conf(tracker: Path, target: Path, values: Mapping[str, str]) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(tracker, target)
    book = FileBook(target)
    for row in range(1, 12):
        key = book.read_cell("xlwings.conf", f"A{row}")
        if key in values:
            book.write_cell("xlwings.conf", f"B{row}", values[str(key)])
    book.save()
    return target


def test_onedrive_is_an_obstacle_only_where_its_folder_is_put_on_the_path(
    tracker: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "OneDrive - Contoso"
    fine = with_conf(tracker, folder / "T.xlsm", {})
    assert failed(machine("win32"), fine) == {}
    bad = with_conf(tracker, folder / "U.xlsm", {"ADD_WORKBOOK_TO_PYTHONPATH": "True"})
    found = failed(machine("win32"), bad)
    assert list(found) == ["Its folder is no obstacle"]
    assert failed(machine("win32", variables={"OneDriveCommercial": str(tmp_path)}), bad)
    elsewhere = with_conf(tracker, tmp_path / "V.xlsm", {"ADD_WORKBOOK_TO_PYTHONPATH": "True"})
    assert failed(machine("darwin"), elsewhere) == {}


def test_the_modules_of_the_functions_are_checked_on_windows(tracker: Path, tmp_path: Path) -> None:
    path = with_conf(tracker, tmp_path / "T.xlsm", {"UDF MODULES": "mine"})
    assert list(failed(machine("win32"), path)) == ["Its worksheet functions come from cs-workbook"]
    path = with_conf(tracker, tmp_path / "T.xlsm", {"UDF MODULES": "mine; cs_workbook.udfs"})
    assert failed(machine("win32"), path) == {}


def test_an_exports_folder_that_is_gone_is_named(tracker: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy2(tracker, tmp_path / "T.xlsm"))
    book = FileBook(path)
    book.write_name("ExportsFolder", "Z:\\exports")
    book.save()
    assert list(failed(machine("win32"), path)) == ["Its exports folder is there"]


def test_a_tracker_without_the_sheet_and_one_that_is_none(tracker: Path, tmp_path: Path) -> None:
    path = tmp_path / "T.xlsx"
    with zipfile.ZipFile(tracker) as package, zipfile.ZipFile(path, "w") as target:
        for name in package.namelist():
            part = package.read(name)
            if name == "xl/workbook.xml":
                part = part.replace(b'name="xlwings.conf"', b'name="other"')
                part = part.replace(b'name="SchemaVersion"', b'name="Other"')
            if name != "xl/vbaProject.bin":
                target.writestr(name, part)
    found = failed(machine("win32"), path)
    assert len(found) == 4
    assert "upgrade" in found["It says which Python to start (sheet xlwings.conf)"]
    assert ".xlsm" in found["It is a workbook with macros"]


@pytest.mark.parametrize(
    ("platform", "python", "variables", "home", "windows", "mac"),
    [
        ("win32", rf"{ROAMING}\x\python.exe", {"APPDATA": ROAMING}, "", r"%APPDATA%\x\python.exe",
         None),
        ("win32", r"D:\py\pythonw.exe", {"APPDATA": ROAMING}, "", r"D:\py\python.exe", None),
        ("darwin", "/Users/ada/x/python", {}, "/Users/ada", None, "$HOME/x/python"),
        ("darwin", "/opt/python", {}, "/Users/ada", None, "/opt/python"),
        ("linux", "/usr/bin/python3", {}, "/people/ada", None, None),
    ],
)  # fmt: skip
def test_an_interpreter_is_written_so_that_colleagues_can_use_it(
    platform: str,
    python: str,
    variables: Mapping[str, str],
    home: str,
    windows: str | None,
    mac: str | None,
) -> None:
    here = installation(platform, python, variables, home=home, xlwings=XLWINGS)
    assert here.interpreter_win == (windows or r"%APPDATA%\uv\tools\cs-workbook\Scripts\python.exe")
    assert here.interpreter_mac == (mac or "$HOME/.local/share/uv/tools/cs-workbook/bin/python")


def test_a_new_tracker_names_its_installation(tracker: Path, tmp_path: Path) -> None:
    here = this_installation()
    configuration = read_configuration(FileBook(tracker))
    assert configuration is not None
    assert configuration["INTERPRETER_WIN"] == here.interpreter_win
    assert configuration["INTERPRETER_MAC"] == here.interpreter_mac
    assert configuration["ADD_WORKBOOK_TO_PYTHONPATH"] == "False"
    assert configuration["XLWINGS_VERSION"] == XLWINGS
    assert configuration["CS_TRACKER_VERSION"] == __version__
    other = dataclasses.replace(here, interpreter_win=r"D:\py\python.exe")
    path = Path(shutil.copy2(tracker, tmp_path / "T.xlsm"))
    book = FileBook(path)
    write_installation(book, other)
    book.save()
    again = read_configuration(FileBook(path))
    assert again == configuration | {"INTERPRETER_WIN": r"D:\py\python.exe"}


def test_the_module_inside_is_read_from_its_compressed_source(tracker: Path) -> None:
    assert xlwings_version_inside(tracker) == XLWINGS
    project = vba_project(tracker)
    assert project is not None
    assert {"CsTracker", "xlwings", "ThisWorkbook"} <= set(modules(project))
    assert modules(b"no project \x01\xff\xbf") == {}


def test_this_computer_answers(tracker: Path) -> None:
    here = this_machine()
    assert here.versions["xlwings"] == XLWINGS
    asked = here.ask(here.interpreter)
    assert asked is not None
    assert asked["xlwings"] == XLWINGS
    assert here.ask(str(tracker)) is None
    assert here.mark(str(tracker)) is None


def test_the_command_says_it_and_fails_with_1(tracker: Path, tmp_path: Path) -> None:
    run = CliRunner().invoke(cli, ["doctor", str(tracker)])
    assert run.exit_code == 0, run.output
    assert "checks pass" in run.output
    assert CliRunner().invoke(cli, ["doctor"]).exit_code == 0
    book = tmp_path / "T.xlsm"
    shutil.copy2(tracker, book)
    broken = FileBook(book)
    broken.write_name("SchemaVersion", 99)
    broken.save()
    run = CliRunner().invoke(cli, ["doctor", str(book), "--json"])
    assert run.exit_code == 1
    assert any(not one["passed"] for one in json.loads(run.stdout))
    assert CliRunner().invoke(cli, ["doctor", str(tmp_path / "none.xlsm")]).exit_code == 3


def test_each_platform_has_a_folder_for_the_log() -> None:
    home = Path("/people/ada")
    assert folder_of("win32", {"LOCALAPPDATA": "L"}, home=home) == Path("L/cs-workbook")
    assert folder_of("win32", {}, home=home) == home / "AppData" / "Local" / "cs-workbook"
    assert folder_of("linux", {}, home=home) == home / ".local" / "share" / "cs-workbook"
