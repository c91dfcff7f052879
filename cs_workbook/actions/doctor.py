"""Say in plain words what keeps the buttons of a tracker from working, and how to mend it.

Every check is a function over a :class:`Machine`, which is this computer or one described in a
test, so that Windows and Mac are checked anywhere. A check that does not apply to the platform is
not made; nothing is changed.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath

from cs_workbook.actions.check import CheckResult
from cs_workbook.actions.installation import (
    ADD_PATH,
    INTERPRETER_MAC,
    INTERPRETER_WIN,
    SHEET,
    UDF_MODULES,
    UDFS,
    XLWINGS_VERSION,
    read_configuration,
)
from cs_workbook.actions.macro_module import xlwings_version_inside
from cs_workbook.actions.tracker import require_tracker
from cs_workbook.errors import CsWorkbookError
from cs_workbook.workbook.file_book import FileBook
from cs_workbook.workbook.port import CellValue

OLDEST_PYTHON = (3, 11)
_UPGRADE = "Run 'cs-workbook upgrade TRACKER' with this installation."
_INTERNET = 3
"""Zones from this number on are the internet or worse; Excel blocks their macros."""

_ZONE = "ZoneId="


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """What the checks ask of a computer.

    Attributes:
        platform: As ``sys.platform`` says it.
        python: Version of the Python that runs.
        interpreter: Its path.
        versions: Installed versions of ``cs-workbook`` and ``xlwings``.
        required_xlwings: The xlwings version this package pins, ``None`` where not known.
        variables: The environment variables.
        home: The person's home folder.
        exists: Whether a file is there.
        mark: The Mark of the Web of a file (the text of its ``Zone.Identifier``), if any.
        ask: Versions another interpreter has, ``None`` where it does not start.
    """

    platform: str
    python: tuple[int, int, int]
    interpreter: str
    versions: Mapping[str, str]
    required_xlwings: str | None
    variables: Mapping[str, str]
    home: str
    exists: Callable[[str], bool]
    mark: Callable[[str], str | None]
    ask: Callable[[str], Mapping[str, str] | None]


def doctor(machine: Machine, tracker: Path | None = None) -> tuple[CheckResult, ...]:
    """Check an installation, and the tracker whose buttons are to start it.

    Args:
        machine: The computer.
        tracker: The workbook; only the installation is checked where ``None``.

    Returns:
        One result per check; a failed one says how to mend it.

    Raises:
        WorkbookError: The workbook cannot be read.
    """
    results = list(_installation_checks(machine))
    if tracker is not None:
        results.extend(_tracker_checks(machine, tracker))
    return tuple(results)


def _result(check: str, found: str, remedy: str = "") -> CheckResult:
    """Return a check: failed where there is something to mend."""
    return CheckResult(check=check, passed=not remedy, found=found, remedy=remedy)


def _installation_checks(machine: Machine) -> Iterator[CheckResult]:
    python = ".".join(map(str, machine.python))
    oldest = ".".join(map(str, OLDEST_PYTHON))
    old = machine.python[:2] < OLDEST_PYTHON
    yield _result(
        f"Python is {oldest} or newer",
        f"{python} at {machine.interpreter}",
        f"Install Python {oldest} or newer and cs-workbook in it." if old else "",
    )
    xlwings, required = machine.versions.get("xlwings"), machine.required_xlwings
    wrong = xlwings is None or (required is not None and xlwings != required)
    yield _result(
        "xlwings is the version cs-workbook needs",
        f"{xlwings or 'none'}, needed {required or 'any'}",
        "Install cs-workbook again; it brings its own xlwings." if wrong else "",
    )
    if machine.platform == "darwin":
        script = f"xlwings-{xlwings}.applescript"
        place = PurePosixPath(machine.home) / "Library" / "Application Scripts"
        there = machine.exists(str(place / "com.microsoft.Excel" / script))
        yield _result(
            "Excel may start Python (AppleScript)",
            f"{script} is {'there' if there else 'missing'}",
            "" if there else "Run 'xlwings runpython install' with this installation, once.",
        )
    if machine.platform == "win32":
        library = f"xlwings64-{xlwings}.dll"
        folder = PureWindowsPath(machine.interpreter).parent
        there = any(machine.exists(str(place / library)) for place in (folder, folder.parent))
        yield _result(
            "Worksheet functions can start Python",
            f"{library} is {'there' if there else 'missing'} beside {machine.interpreter}",
            "" if there else "Install cs-workbook again; xlwings brings this file.",
        )


def _tracker_checks(machine: Machine, tracker: Path) -> Iterator[CheckResult]:
    book = FileBook(tracker)
    try:
        require_tracker(book)
        yield _result("It is a tracker of this layout", "yes")
    except CsWorkbookError as error:
        yield _result("It is a tracker of this layout", str(error), "Do what it says.")
    configuration = read_configuration(book)
    has_macros = tracker.suffix.lower() == ".xlsm"
    yield _result(
        "It is a workbook with macros",
        tracker.name,
        ""
        if has_macros
        else "Save it in Excel as .xlsm, then " + _UPGRADE[0].lower() + _UPGRADE[1:],
    )
    if configuration is None:
        yield _result(f"It says which Python to start (sheet {SHEET})", "no such sheet", _UPGRADE)
    else:
        yield from _configuration_checks(machine, configuration)
        yield from _interpreter_checks(machine, configuration)
    yield from _module_checks(machine, tracker, configuration or {})
    if machine.platform == "win32":
        yield _mark_check(machine, tracker)
    yield _cloud_check(machine, tracker, configuration or {})
    yield _exports_check(machine, book)


def _configuration_checks(
    machine: Machine, configuration: Mapping[str, CellValue]
) -> Iterator[CheckResult]:
    if machine.platform != "win32":
        return
    modules = str(configuration.get(UDF_MODULES) or "")
    listed = UDFS in [name.strip() for name in modules.split(";")]
    yield _result(
        "Its worksheet functions come from cs-workbook",
        f"{UDF_MODULES} = {modules or 'blank'}",
        "" if listed else f"Write {UDFS} beside {UDF_MODULES} on the sheet {SHEET}.",
    )


def expanded(machine: Machine, path: str) -> str:
    """Return a configured path as the macro module resolves it."""
    if machine.platform == "win32":
        for name, value in machine.variables.items():
            path = path.replace(f"%{name}%", value)
        return path
    return machine.home + path[len("$HOME") :] if path.startswith("$HOME") else path


def _interpreter_checks(
    machine: Machine, configuration: Mapping[str, CellValue]
) -> Iterator[CheckResult]:
    keys = {"win32": INTERPRETER_WIN, "darwin": INTERPRETER_MAC}
    key = keys.get(machine.platform)
    if key is None:
        yield _result(
            "Its buttons start Python",
            "not checked: buttons need Excel on Windows or Mac; the command line does all they do",
        )
        return
    told = str(configuration.get(key) or "")
    path = expanded(machine, told)
    if not told or not machine.exists(path):
        yield _result("The Python it names is there", f"{key} = {told or 'blank'}", _UPGRADE)
        return
    yield _result("The Python it names is there", path)
    versions = machine.ask(path)
    check = "That Python has this cs-workbook"
    ours = machine.versions["cs-workbook"]
    if versions is None or "cs-workbook" not in versions:
        yield _result(check, f"{path} does not start or has none", _UPGRADE)
        return
    theirs = versions["cs-workbook"]
    yield _result(
        check,
        f"{theirs}; this is {ours}",
        "" if theirs == ours else f"Upgrade the older of the two, or: {_UPGRADE}",
    )


def _module_checks(
    machine: Machine, tracker: Path, configuration: Mapping[str, CellValue]
) -> Iterator[CheckResult]:
    inside = xlwings_version_inside(tracker) or configuration.get(XLWINGS_VERSION)
    installed = machine.versions.get("xlwings")
    yield _result(
        "Its macro module belongs to the installed xlwings",
        f"module {inside or 'missing'}, installed {installed or 'none'}",
        "" if inside is not None and inside == installed else _UPGRADE,
    )


def _mark_check(machine: Machine, tracker: Path) -> CheckResult:
    mark = machine.mark(str(tracker)) or ""
    zone = mark.partition(_ZONE)[2].strip()[:1]
    blocked = zone.isdigit() and int(zone) >= _INTERNET
    return _result(
        "Windows does not block its macros",
        "marked as coming from the internet" if blocked else "not marked",
        "Close it, right-click the file, Properties, tick Unblock, OK. Do so only if you know "
        "where it comes from."
        if blocked
        else "",
    )


def _cloud_check(
    machine: Machine, tracker: Path, configuration: Mapping[str, CellValue]
) -> CheckResult:
    """OneDrive gives Excel a web address for the workbook's folder, which Python cannot use."""
    place = str(tracker)
    roots = [value for name, value in machine.variables.items() if name.startswith("OneDrive")]
    parts = {part.lower() for part in place.replace("\\", "/").split("/")}
    cloud = (
        any(root and place.startswith(root) for root in roots)
        or "cloudstorage" in parts
        or any(part.startswith(("onedrive", "sharepoint")) for part in parts)
    )
    adds = str(configuration.get(ADD_PATH, True)).strip().lower() not in {"false", "0"}
    where = "in OneDrive or SharePoint" if cloud else "in a folder of this computer"
    return _result(
        "Its folder is no obstacle",
        f"{where}; {ADD_PATH} is {'on' if adds else 'off'}",
        f"Write False beside {ADD_PATH} on the sheet {SHEET}, or move the tracker to a folder "
        "that is not synchronised."
        if cloud and adds
        else "",
    )


def _exports_check(machine: Machine, book: FileBook) -> CheckResult:
    try:
        folder = str(book.read_name("ExportsFolder") or "")
    except CsWorkbookError:
        folder = ""
    if not folder:
        return _result("Its exports folder is there", "blank; Refresh asks for it")
    there = machine.exists(folder)
    return _result(
        "Its exports folder is there",
        folder,
        "" if there else "Type the whole path of the folder on Settings, Exports folder.",
    )
