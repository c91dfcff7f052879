"""Stand-ins for pywin32, so that xlwings' own path from VBA to a Python function runs anywhere.

``call_udf`` is what the macro module does in Excel: it calls ``XLPython().CallUDF`` of the real
``xlwings.com_server``, which reads the arguments through the real conversion code for Excel on
Windows. Only what lies beneath is faked: COM itself, and a Range that gives out values.

Everything here is for a process of its own (see ``test_call_udf.py``): it puts modules into
``sys.modules`` and makes the no-op decorators of xlwings the real ones.
"""

import ctypes
import importlib
import io
import sys
from datetime import datetime, timedelta, timezone
from types import ModuleType, SimpleNamespace
from typing import Any, NamedTuple

RANGE_ID = "{00020846-0000-0000-C000-000000000046}"
MISSING = -2147352572
"""What VBA sends for an argument that was left out (DISP_E_PARAMNOTFOUND)."""


class Cells(NamedTuple):
    """A reference to cells, as opposed to a value or the array another function returned.

    Attributes:
        value: What Excel's ``Range.Value`` gives: one value, or a tuple of rows.
    """

    value: object


class _TypeInfo:
    def GetTypeAttr(self) -> SimpleNamespace:  # noqa: N802 - COM's name
        return SimpleNamespace(iid=RANGE_ID)


class _ComRange:
    """The few members of Excel's Range that reading a value needs."""

    _oleobj_ = SimpleNamespace(GetTypeInfo=_TypeInfo)
    CLSID = RANGE_ID

    def __init__(self, value: object) -> None:
        # Value and not Value2: only it tells a date or a currency amount from a number.
        self.Value = value
        rows, columns = (len(value), len(value[0])) if isinstance(value, tuple) else (1, 1)
        self.Rows, self.Columns = SimpleNamespace(Count=rows), SimpleNamespace(Count=columns)
        self.Row = self.Column = 1
        application = SimpleNamespace(Hwnd=0)
        self.Worksheet = SimpleNamespace(Parent=SimpleNamespace(Application=application))
        self.Count = rows * columns


class _ComError(Exception):
    """Stands for pywintypes.com_error."""


def install() -> None:
    """Put the stand-ins in place and load the real modules on top of them."""

    def module(name: str, **members: object) -> ModuleType:
        made = ModuleType(name)
        made.__dict__.update(members)
        sys.modules[name] = made
        return made

    def nothing(*_: object, **__: object) -> None:
        return None

    def same(thing: object, *_: object, **__: object) -> object:
        return thing

    class NoRange:
        """What ``unwrap`` is given is never one of xlwings' own objects here."""

    def unwrap(_: object) -> object:
        raise _ComError

    module("pywintypes", TimeType=datetime, com_error=_ComError, error=_ComError, IID=same)
    module("win32api")
    module("win32con")
    module("win32gui")
    module("win32process", GetWindowThreadProcessId=lambda _: (0, 0))
    module("win32event")
    module("win32timezone", TimeZoneInfo=SimpleNamespace(utc=lambda: timezone(timedelta(0))))
    module(
        "pythoncom",
        IID_IDispatch="dispatch",
        IID_IEnumVARIANT="enum",
        TypeIIDs={"dispatch": NoRange},
        CoInitialize=nothing,
        ole_error=_ComError,
        __file__=None,
    )
    client = module(
        "win32com.client",
        CDispatch=type("CDispatch", (), {}),
        CoClassBaseClass=type("CoClassBaseClass", (), {}),
        DispatchBaseClass=type("DispatchBaseClass", (), {}),
        Dispatch=same,
        DispatchEx=same,
    )
    util = module("win32com.server.util", unwrap=unwrap, wrap=same)
    dispatcher, policy = module("win32com.server.dispatcher"), module("win32com.server.policy")
    server = module("win32com.server", util=util, dispatcher=dispatcher, policy=policy)
    module("win32com", client=client, server=server)
    _load_with_windows_libraries()


def _load_with_windows_libraries() -> None:
    """Import xlwings' Windows modules while ``ctypes`` looks as it does there."""
    library: Any = type(
        "Library",
        (),
        {"__getattr__": lambda self, _: self, "__call__": lambda self, *_, **__: self},
    )
    names = ("windll", "oledll")
    for name in names:
        setattr(ctypes, name, library())
    real_pydll = ctypes.PyDLL
    ctypes.PyDLL = lambda *_: library()  # type: ignore[assignment, misc]
    try:
        xlwings = importlib.import_module("xlwings")
        windows = importlib.import_module("xlwings._xlwindows")
        udfs = importlib.import_module("xlwings.udfs")
        importlib.import_module("xlwings.com_server")
    finally:
        ctypes.PyDLL = real_pydll  # type: ignore[misc]
        for name in names:
            delattr(ctypes, name)
    xlwings.engines.add(xlwings.Engine(impl=windows.engine))
    xlwings.engines.active = xlwings.engines["excel"]
    for name, decorator in (("func", udfs.xlfunc), ("arg", udfs.xlarg), ("ret", udfs.xlret)):
        setattr(xlwings, name, decorator)


def call_udf(name: str, *arguments: object) -> object:
    """Call a worksheet function as the macro module does.

    Args:
        name: Name of the function.
        *arguments: ``Cells`` for a reference, ``MISSING`` for an argument left out, anything else
            for a value.

    Returns:
        What VBA gets back.
    """
    server = importlib.import_module("xlwings.com_server")
    sent = [_ComRange(item.value) if isinstance(item, Cells) else item for item in arguments]
    return server.XLPython().CallUDF("cs_workbook.udfs", name, sent, None, _ComRange(None))


def described(name: str) -> dict[str, Any]:
    """Return what xlwings knows about a bound function: name, arguments, help, category."""
    importlib.import_module("xlwings.com_server")
    found: dict[str, Any] = getattr(importlib.import_module("cs_workbook.udfs"), name).__xlfunc__
    return found


def xlwings_wrapper() -> str:
    """Return the macro module xlwings itself would generate for our functions."""
    udfs = importlib.import_module("xlwings.udfs")
    text = io.StringIO()
    module = importlib.import_module("cs_workbook.udfs")
    udfs.generate_vba_wrapper(
        "cs_workbook.udfs", module, text, SimpleNamespace(Name="CS_Tracker.xlsm")
    )
    return text.getvalue()
