"""Applications: one LibreOffice answers for any number of them, each with its own workbooks."""

import itertools
from collections.abc import Iterator
from typing import TYPE_CHECKING

from xlwings import base_classes

from xlwings_libreoffice.books import Book, Books
from xlwings_libreoffice.office import OfficeError, UnoObject

if TYPE_CHECKING:
    from xlwings_libreoffice.editing import Editing
    from xlwings_libreoffice.engine import LibreOfficeEngine
    from xlwings_libreoffice.ranges import Range

_CALCULATIONS = ("automatic", "manual", "semiautomatic")
_VERSION = "16.0"


class App(base_classes.App):
    """One application as xlwings knows it: its workbooks, its settings, its clipboard.

    Attributes:
        open_books: Its workbooks, in the order they were opened.
        clipboard: The range copied last.
    """

    def __init__(self, engine: "LibreOfficeEngine", pid: int) -> None:
        self._engine = engine
        self._pid = pid
        self._order: list[Book] = []
        self._settings: dict[str, object] = {
            "screen_updating": True,
            "display_alerts": True,
            "enable_events": True,
            "interactive": True,
            "status_bar": False,
            "cut_copy_mode": None,
        }
        self._calculation = "automatic"
        self._visible = False
        self._numbers = itertools.count(1)
        self.open_books: list[Book] = []
        self.clipboard: Editing | None = None

    @property
    def api(self) -> UnoObject:
        return self._engine.office.desktop

    @property
    def engine(self) -> "LibreOfficeEngine":
        return self._engine

    @property
    def pid(self) -> int:
        """A number of its own; the process is the same for all."""
        return self._pid

    @property
    def hwnd(self) -> int:
        return self._pid

    @property
    def version(self) -> str:
        """The version of Excel played, because macros ask for it."""
        return _VERSION

    @property
    def path(self) -> str:
        return ""

    @property
    def startup_path(self) -> str:
        return ""

    @property
    def books(self) -> Books:
        return Books(self)

    @property
    def visible(self) -> bool:
        return self._visible

    @visible.setter
    def visible(self, visible: bool) -> None:
        self._visible = bool(visible)

    @property
    def selection(self) -> "Range | None":
        if not self.open_books:
            return None
        sheet = self.active_book.sheets.active
        selected = self.active_book.document.CurrentSelection
        # Anything but one block of cells, a shape for example, has no such address.
        address = getattr(selected, "RangeAddress", None)
        if address is None:
            return None
        return sheet.range(
            (
                address.StartRow + 1,
                address.StartColumn + 1,
                address.EndRow - address.StartRow + 1,
                address.EndColumn - address.StartColumn + 1,
            )
        )

    def activate(self, steal_focus: bool = False) -> None:
        del steal_focus
        self._engine.bring_forward(self)

    def quit(self) -> None:
        for book in list(self.open_books):
            book.close()
        self._engine.forget(self)

    def kill(self) -> None:
        self.quit()

    # Settings and messages, recorded

    @property
    def screen_updating(self) -> bool:
        return bool(self._settings["screen_updating"])

    @screen_updating.setter
    def screen_updating(self, value: bool) -> None:
        self._set("screen_updating", value)

    @property
    def display_alerts(self) -> bool:
        return bool(self._settings["display_alerts"])

    @display_alerts.setter
    def display_alerts(self, value: bool) -> None:
        self._set("display_alerts", value)

    @property
    def enable_events(self) -> bool:
        return bool(self._settings["enable_events"])

    @enable_events.setter
    def enable_events(self, value: bool) -> None:
        self._set("enable_events", value)

    @property
    def interactive(self) -> bool:
        return bool(self._settings["interactive"])

    @interactive.setter
    def interactive(self, value: bool) -> None:
        self._set("interactive", value)

    @property
    def status_bar(self) -> object:
        """The text shown, or ``False`` while Excel shows its own."""
        return self._settings["status_bar"]

    @status_bar.setter
    def status_bar(self, value: object) -> None:
        self._set("status_bar", value)

    @property
    def cut_copy_mode(self) -> object:
        return self._settings["cut_copy_mode"]

    @cut_copy_mode.setter
    def cut_copy_mode(self, value: object) -> None:
        self._set("cut_copy_mode", value or None)
        if not value:
            self.clipboard = None

    def alert(
        self,
        prompt: str | None,
        title: str | None,
        buttons: str | None,
        mode: str | None,
        callback: object,
    ) -> str:
        del callback
        return self._engine.journal.alert(prompt or "", title or "", buttons, mode)

    # Calculation and macros

    @property
    def calculates_automatically(self) -> bool:
        """Whether formulas follow each change."""
        return self._calculation != "manual"

    @property
    def calculation(self) -> str:
        return self._calculation

    @calculation.setter
    def calculation(self, value: str) -> None:
        if value not in _CALCULATIONS:
            raise KeyError(value)
        self._calculation = value
        self._engine.journal.record("calculation", value)
        for book in self.open_books:
            book.calculate_automatically(self.calculates_automatically)

    def calculate(self) -> None:
        for book in self.open_books:
            book.document.calculate()

    def run(self, macro: str, args: tuple[object, ...]) -> object:
        """Run a VBA macro that LibreOffice understands, such as ``'Book.xlsm'!Module1.Sum``."""
        book_name, _, path = macro.rpartition("!")
        book = self.books(book_name.strip("'")) if book_name else self.active_book
        module, _, name = path.rpartition(".")
        self._engine.journal.record("run", path)
        modules = [module] if module else book.document.BasicLibraries.VBAProject.ElementNames
        provider = book.document.getScriptProvider()
        for candidate in modules:
            url = f"vnd.sun.star.script:VBAProject.{candidate}.{name}"
            try:
                script = provider.getScript(f"{url}?language=Basic&location=document")
            except self._engine.script_missing:
                continue
            # The script must be let go before its document closes, or LibreOffice crashes.
            return script.invoke(args, (), ())[0]
        raise OfficeError(f"there is no macro {path!r} in {book.name}")

    # For the workbooks

    @property
    def active_book(self) -> Book:
        """The workbook in front."""
        if not self._order:
            raise OfficeError("no workbook is open")
        return self._order[-1]

    def add_book(self) -> Book:
        """Return a new workbook with one empty sheet."""
        document = self._engine.office.new_document()
        return self.adopt(Book(self, document, path=None, name=f"Book{next(self._numbers)}"))

    def adopt(self, book: Book) -> Book:
        """Take a workbook in as the active one."""
        self.open_books.append(book)
        self._order.append(book)
        return book

    def bring_forward(self, book: Book) -> None:
        """Make a workbook the active one."""
        self._order.remove(book)
        self._order.append(book)

    def forget(self, book: Book) -> None:
        """Let go of a workbook about to close."""
        if self.clipboard is not None and self.clipboard.sheet.book is book:
            self.clipboard = None
        self.open_books.remove(book)
        self._order.remove(book)

    def _set(self, name: str, value: object) -> None:
        self._settings[name] = value
        self._engine.journal.record(name, value)


class Apps(base_classes.Apps):
    """The applications, the active one first."""

    def __init__(self, engine: "LibreOfficeEngine") -> None:
        self._engine = engine

    def keys(self) -> list[int]:
        return [app.pid for app in self]

    def add(
        self,
        spec: object = None,
        add_book: bool | None = None,
        xl: object = None,
        visible: bool | None = None,
    ) -> App:
        del spec, xl, visible
        app = self._engine.new_app()
        if add_book:
            app.add_book()
        return app

    @staticmethod
    def cleanup() -> None:
        """There are no processes to clean up."""

    def __iter__(self) -> Iterator[App]:
        return iter(list(self._engine.running))

    def __len__(self) -> int:
        return len(self._engine.running)

    def __getitem__(self, pid: int) -> App:
        for app in self:
            if app.pid == pid:
                return app
        raise KeyError(pid)
