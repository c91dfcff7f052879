"""The engine: xlwings' public API on a live LibreOffice.

xlwings finds its way to a spreadsheet program through an engine, which anybody may add; nothing of
``xlwings.pro`` is involved and no licence key is needed::

    with Office() as office, installed(LibreOfficeEngine(office)) as engine:
        book = xw.Book("tracker.xlsm")
        book.sheets["Accounts"].tables["tblAccounts"].range.value
"""

import itertools
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import xlwings as xw

from xlwings_libreoffice import cleaning
from xlwings_libreoffice.apps import App, Apps
from xlwings_libreoffice.journal import Journal
from xlwings_libreoffice.office import Office, UnoObject, load_uno

NAME = "libreoffice"


class LibreOfficeEngine:
    """What xlwings asks of an engine, and the modes of this one.

    Attributes:
        office: The running LibreOffice.
        strict: Whether to raise where Excel would make something else of a text, and where a
            table is resized under its totals row.
        currency_as_decimal: Whether cells with a currency format read as ``Decimal``, as they do
            on Windows and not on a Mac.
        save_folders: The folders a workbook may be saved to; what LibreOffice saves must never
            become a person's file.
        journal: What macros asked of the application.
        running: The applications, the active one first.
    """

    name = NAME
    type = "desktop"

    def __init__(self, office: Office, *, save_folders: tuple[Path, ...] = ()) -> None:
        self.office = office
        self.strict = False
        self.currency_as_decimal = False
        temporary = Path(os.path.realpath(tempfile.gettempdir()))
        self.save_folders = (temporary, *save_folders)
        self.journal = Journal()
        self.running: list[App] = []
        self._pids = itertools.count(office.pid)

    @property
    def apps(self) -> Apps:
        return Apps(self)

    @property
    def script_missing(self) -> UnoObject:
        """The exception UNO raises for a macro that is not there."""
        return load_uno().getClass("com.sun.star.script.provider.ScriptFrameworkErrorException")

    @staticmethod
    def prepare_xl_data_element(x: object, _options: object = None) -> object:
        """Return a value ready to be written."""
        return cleaning.prepared(x)

    @staticmethod
    def clean_value_data(
        data: cleaning.Rows,
        datetime_builder: Callable[..., object],
        empty_as: object,
        number_builder: Callable[[float], object] | None,
        err_to_str: bool,
    ) -> list[list[object]]:
        """Return values as a macro sees them."""
        return cleaning.cleaned(
            data, datetime_builder, empty_as, number_builder, err_to_str=err_to_str
        )

    def new_app(self) -> App:
        """Return a new application, the active one from now on."""
        app = App(self, next(self._pids))
        self.running.insert(0, app)
        return app

    def bring_forward(self, app: App) -> None:
        """Make an application the active one."""
        self.running.remove(app)
        self.running.insert(0, app)

    def forget(self, app: App) -> None:
        """Let go of an application that has quit."""
        if app in self.running:
            self.running.remove(app)

    def close_all(self) -> None:
        """Quit every application and go back to the default modes."""
        for app in list(self.running):
            app.quit()
        self.journal.clear()
        self.strict = False
        self.currency_as_decimal = False


@contextmanager
def installed(engine: LibreOfficeEngine) -> Iterator[LibreOfficeEngine]:
    """Make an engine xlwings' active one for a while, and leave xlwings as it was."""
    before: Any = xw.engines.active
    added = xw.Engine(impl=engine)
    xw.engines.add(added)
    added.activate()
    try:
        yield engine
    finally:
        engine.close_all()
        xw.engines.engines.remove(added)
        xw.engines.engines_by_name.pop(engine.name, None)
        xw.engines.active = before
        if hasattr(xw.Book, "_mock_caller"):
            del xw.Book._mock_caller
