"""A headless LibreOffice of one's own, reached through UNO.

UNO carries no type information, so everything that comes out of it is an :data:`UnoObject`; the
rest of the package is typed.
"""

import builtins
import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import uuid
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self, TypeAlias

UnoObject: TypeAlias = Any

# Debian keeps LibreOffice's Python bindings here, for the distribution's own Python only.
_BINDINGS = Path("/usr/lib/python3/dist-packages")
_PATIENCE_SECONDS = 90

# LibreOffice trusts cached values by default (0 is "always recalculate"); takes its number formats
# from the machine's language; runs no macros; and refuses to open a file, silently and for good,
# that a killed LibreOffice left a lock file beside. It also paints the cell cursor of windows that
# nobody sees, from a timer, and now and then crashes doing so; unbuffered, it paints none of them.
_SETTINGS: Mapping[str, Mapping[str, str]] = {
    "/org.openoffice.Office.Calc/Formula/Load": {"OOXMLRecalcMode": "0"},
    "/org.openoffice.Setup/L10N": {"ooSetupSystemLocale": "en-US", "ooLocale": "en-US"},
    "/org.openoffice.Office.Common/Security/Scripting": {"MacroSecurityLevel": "0"},
    "/org.openoffice.Office.Common/Misc": {
        "UseLocking": "false",
        "UseDocumentSystemFileLocking": "false",
        "FirstRun": "false",
    },
    "/org.openoffice.Office.Common/Save/Document": {"AutoSave": "false"},
    "/org.openoffice.Office.Common/Drawinglayer": {
        "OverlayBuffer": "false",
        "OverlayBuffer_Calc": "false",
    },
}


class OfficeError(Exception):
    """The spreadsheet program refused; where Excel is, ``pywintypes.com_error`` is raised here."""


def why_missing() -> str | None:
    """Return why no LibreOffice can be driven from this Python, or ``None`` where one can."""
    program = shutil.which("soffice")
    if program is None:
        return "LibreOffice is not installed"
    library = Path(program).resolve().with_name("libpyuno.so")
    if not library.is_file() or not (_BINDINGS / "uno.py").is_file():
        return f"LibreOffice's Python bindings are not in {_BINDINGS}"
    # The bindings are linked against one libpython; loading them elsewhere can crash the process.
    linked = re.search(rb"libpython(\d+\.\d+)", library.read_bytes())
    theirs = linked[1].decode() if linked else "another Python"
    ours = f"{sys.version_info.major}.{sys.version_info.minor}"
    if theirs != ours:
        return f"LibreOffice's Python bindings are for {theirs}, and this is {ours}"
    return None


def load_uno() -> UnoObject:
    """Return the module ``uno``, leaving the interpreter as it was."""
    if "uno" in sys.modules:
        return sys.modules["uno"]
    # Appended, never put first: the folder holds other packages that must not hide ours. And uno
    # replaces __import__ for everybody, to resolve names such as com.sun.star, which is not needed.
    genuine_import, path = builtins.__import__, list(sys.path)
    sys.path.append(str(_BINDINGS))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import uno  # noqa: PLC0415
    finally:
        builtins.__import__ = genuine_import
        sys.path[:] = path
    return uno


def struct(name: str, **fields: object) -> UnoObject:
    """Return a UNO structure with its fields filled in."""
    made = load_uno().createUnoStruct(f"com.sun.star.{name}")
    for field, value in fields.items():
        setattr(made, field, value)
    return made


def enum(name: str, value: str) -> UnoObject:
    """Return a value of a UNO enumeration."""
    return load_uno().Enum(f"com.sun.star.{name}", value)


def arguments(**values: object) -> tuple[UnoObject, ...]:
    """Return named arguments as UNO takes them."""
    return tuple(struct("beans.PropertyValue", Name=n, Value=v) for n, v in values.items())


class Office:
    """One running LibreOffice with a profile of its own.

    A second LibreOffice on one profile hands its work to the first and ends at once, so every
    process that tests brings its own profile and its own pipe.

    Attributes:
        desktop: The UNO object that opens and creates documents.
    """

    def __init__(self) -> None:
        reason = why_missing()
        if reason is not None:
            raise OfficeError(reason)
        self._folder = Path(tempfile.mkdtemp(prefix="libreoffice_"))
        settings = self._folder / "user" / "registrymodifications.xcu"
        settings.parent.mkdir()
        settings.write_text(_settings_file(), encoding="utf-8")
        pipe = f"tests{uuid.uuid4().hex}"
        connection = f"pipe,name={pipe};urp;StarOffice.ComponentContext"
        self._process = subprocess.Popen(
            [
                "soffice",
                f"-env:UserInstallation={self._folder.as_uri()}",
                "--headless",
                "--norestore",
                "--nologo",
                "--nodefault",
                f"--accept={connection}",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            context = self._connect(f"uno:{connection}")
            self.desktop: UnoObject = context.ServiceManager.createInstanceWithContext(
                "com.sun.star.frame.Desktop", context
            )
        except BaseException:
            self._end_process()
            raise

    @property
    def pid(self) -> int:
        """The process number of the program."""
        return self._process.pid

    def new_document(self) -> UnoObject:
        """Return a new, empty spreadsheet document."""
        return self.desktop.loadComponentFromURL(
            "private:factory/scalc", "_blank", 0, arguments(Hidden=True)
        )

    def open_document(self, path: Path, *, hidden: bool = True) -> UnoObject:
        """Return a workbook file as a document, its macros able to run.

        Args:
            path: The file; it is only read.
            hidden: Whether it gets no window. Buttons can be pressed in a window only; headless,
                the window is drawn in memory.

        Raises:
            OfficeError: The program could not read the file.
        """
        document = self.desktop.loadComponentFromURL(
            path.resolve().as_uri(),
            "_blank",
            0,
            arguments(Hidden=hidden, MacroExecutionMode=4, UpdateDocMode=0),
        )
        if document is None:
            raise OfficeError(f"{path}: LibreOffice could not open the file")
        return document

    def stop(self) -> None:
        """End the program and remove its profile."""
        # The bridge breaks while the answer to terminate() is still on its way.
        with contextlib.suppress(Exception):
            self.desktop.terminate()
        self.desktop = None
        self._end_process()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _connect(self, url: str) -> UnoObject:
        uno = load_uno()
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext(
            "com.sun.star.bridge.UnoUrlResolver", local
        )
        refused = uno.getClass("com.sun.star.connection.NoConnectException")
        until = time.monotonic() + _PATIENCE_SECONDS
        while True:
            try:
                return resolver.resolve(url)
            except refused as error:
                if self._process.poll() is not None:
                    raise OfficeError("LibreOffice ended while it was starting") from error
                if time.monotonic() > until:
                    raise OfficeError("LibreOffice did not start in time") from error
                time.sleep(0.05)

    def _end_process(self) -> None:
        try:
            self._process.wait(15)
        except subprocess.TimeoutExpired:
            # soffice is a script around the program itself; the session holds both.
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        shutil.rmtree(self._folder, ignore_errors=True)


def _settings_file() -> str:
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>\n"
        for path, settings in _SETTINGS.items()
        for name, value in settings.items()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry">\n'
        f"{items}</oor:items>\n"
    )
