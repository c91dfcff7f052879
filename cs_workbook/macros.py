"""The buttons: what ``RunPython "from cs_workbook.macros import run; run('refresh')"`` starts.

One entry for every verb. The calling workbook is asked for nothing but its tables and cells, never
for its place. Excel's settings are put back in every case, Esc leaves the workbook as it was, one
message box says what happened, and nobody is shown a traceback: details are in the log, whose
place :mod:`cs_workbook.actions.places` says.
"""

import ctypes
import logging
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime

import xlwings as xw

from cs_workbook import __version__
from cs_workbook.actions import messages
from cs_workbook.actions.check import check
from cs_workbook.actions.open_tracker import (
    adopt_open,
    backtest_open,
    preview_open,
    refresh_open,
    undo_open,
)
from cs_workbook.actions.person_log import logging_to
from cs_workbook.actions.places import LOG, user_folder
from cs_workbook.actions.plans.build import build_plans
from cs_workbook.actions.plans.sentences import build_sentence
from cs_workbook.errors import CsWorkbookError, TableMissing
from cs_workbook.schema.tables import TBL_BACKTEST, TBL_PLANS
from cs_workbook.workbook.excel_book import ExcelBook

TITLE = "Customer Success"
_QUIET: dict[str, object] = {
    "screen_updating": False,
    "enable_events": False,
    "interactive": False,
    "calculation": "manual",
}
_SECONDS_BETWEEN_UPDATES = 0.25
_ESCAPE_KEY = 0x1B
_LOG_LINES = 8

_log = logging.getLogger("cs_workbook.macros")


def run(verb: str) -> None:
    """Do what a button says, in the workbook it stands in.

    Args:
        verb: preview, refresh, undo, recalculate, checks, backtest, adopt, plans, report, about or
            log.
    """
    with logging_to(user_folder() / LOG, _log):
        try:
            book = xw.Book.caller()
            app = book.app
        except Exception:  # noqa: BLE001 - each platform has its own way to say there is none
            _log.exception("%s: no calling workbook", verb)
            sys.exit(
                "Not done. This is started by a button of a tracker that is open in Excel. "
                "On the command line use 'cs-workbook --help'."
            )
        _press(verb, book, app)


def _press(verb: str, book: xw.Book, app: xw.App) -> None:
    """Run one verb; whatever happens, Excel's settings are back before the message."""
    _log.info("%s in %s, version %s", verb, book.name, __version__)
    action = _VERBS.get(verb)
    mode = "info"
    escape_pressed(app)  # forget an Esc from before the click
    try:
        if action is None:
            message: str | None = (
                f"Not done. There is no action {verb!r}; it knows {', '.join(_VERBS)}. "
                "Run 'cs-workbook upgrade' on this tracker."
            )
        else:
            with _quiet(app):
                message = action(book, Progress(app))
    except CsWorkbookError as error:
        _log.warning("%s", error)
        message, mode = f"Not done. {error}", "critical"
    except KeyboardInterrupt:
        message = "Stopped. The workbook is as it was."
    except Exception:  # noqa: BLE001 - the last door: nobody shall see a traceback
        _log.exception("unforeseen")
        message = (
            "Not done. Something happened that cs-workbook did not foresee. Please report it with "
            f"the details in {user_folder() / LOG}"
        )
        mode = "critical"
    if message is not None:
        _log.info("%s", message)
        with suppress(Exception):  # Excel was closed in the meantime
            app.alert(messages.shortened(message), title=TITLE, buttons="ok", mode=mode)


# The settings of Excel


@contextmanager
def _quiet(app: xw.App) -> Iterator[None]:
    """Keep Excel still while cells are written, and put everything back as it was."""
    before: dict[str, object] = {}
    try:
        for name, value in _QUIET.items():
            # Not every setting is there on a Mac.
            with suppress(Exception):
                before[name] = getattr(app, name)
                setattr(app, name, value)
        with suppress(Exception):
            before["status_bar"] = app.status_bar
        yield
    finally:
        for name, value in reversed(before.items()):
            with suppress(Exception):
                setattr(app, name, value)


class Progress:
    """Shows what is being done in the status bar, at most four times a second; Esc stops.

    Args:
        app: The application.
        clock: Seconds that only go forward.
        stopped: Whether somebody pressed Esc.
    """

    def __init__(
        self,
        app: xw.App,
        *,
        clock: Callable[[], float] = time.monotonic,
        stopped: Callable[[xw.App], bool] | None = None,
    ) -> None:
        self._app = app
        self._clock = clock
        self._stopped = stopped or escape_pressed
        self._shown_at: float | None = None

    def __call__(self, message: str) -> None:
        """Show a message, unless one was shown a moment ago.

        Raises:
            KeyboardInterrupt: Esc was pressed.
        """
        if self._stopped(self._app):
            raise KeyboardInterrupt
        now = self._clock()
        if self._shown_at is None or now - self._shown_at >= _SECONDS_BETWEEN_UPDATES:
            self._shown_at = now
            self._app.status_bar = f"{TITLE}: {message} ... Esc stops."


def escape_pressed(app: xw.App) -> bool:
    """Say whether Esc was pressed in this Excel; only Windows can be asked."""
    if sys.platform != "win32":
        return False
    user = ctypes.windll.user32
    # The lowest bit: pressed since it was last asked.
    pressed = user.GetAsyncKeyState(_ESCAPE_KEY) & 0x8001
    return bool(pressed) and user.GetForegroundWindow() == app.hwnd


# The verbs


def _preview(book: xw.Book, progress: Progress) -> str:
    now = _now()
    tracker = ExcelBook(book)
    return messages.preview_message(
        preview_open(tracker, as_of=now.date(), now=now, progress=progress)
    )


def _refresh(book: xw.Book, progress: Progress) -> str:
    now = _now()
    tracker = ExcelBook(book, told=progress)
    tracker.require_writable()
    done = refresh_open(
        tracker,
        ExcelBook(book),
        name=book.name,
        as_of=now.date(),
        now=now,
        folder=user_folder(),
        progress=progress,
    )
    book.app.calculate()
    return messages.refresh_message(done)


def _undo(book: xw.Book, progress: Progress) -> str:
    tracker = ExcelBook(book, told=progress)
    tracker.require_writable()
    done = undo_open(
        tracker,
        ExcelBook(book),
        name=book.name,
        now=_now(),
        folder=user_folder(),
        progress=progress,
    )
    book.app.calculate()
    return messages.undo_message(done)


def _recalculate(book: xw.Book, progress: Progress) -> str:
    progress("Calculating")
    book.app.calculate()
    return f"Every formula is calculated anew. {messages.checks_message(check(ExcelBook(book)))}"


def _checks(book: xw.Book, progress: Progress) -> str:
    progress("Checking")
    results = check(ExcelBook(book))
    _show(book, "Checks")
    return messages.checks_message(results)


def _backtest(book: xw.Book, progress: Progress) -> str:
    tracker = ExcelBook(book, told=progress)
    tracker.require_writable()
    report = backtest_open(tracker, as_of=_now().date(), progress=progress)
    _show(book, TBL_BACKTEST.sheet)
    return messages.backtest_message(report)


def _adopt(book: xw.Book, progress: Progress) -> str:
    tracker = ExcelBook(book, told=progress)
    tracker.require_writable()
    adoption = adopt_open(
        tracker, ExcelBook(book), name=book.name, now=_now(), folder=user_folder()
    )
    book.app.calculate()
    return messages.adopt_message(adoption)


def _about(book: xw.Book, _: Progress) -> None:
    _show(book, "About")


def _read_log(_: xw.Book, __: Progress) -> str:
    path = user_folder() / LOG
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines() if path.exists() else []
    return "\n".join([f"The log is {path}", "", *lines[-_LOG_LINES:]])


def _plans(book: xw.Book, progress: Progress) -> str:
    tracker = ExcelBook(book, told=progress)
    tracker.require_writable()
    report = build_plans(tracker, progress=progress)
    if report.anything:
        tracker.save()
        book.app.calculate()
    _show(book, TBL_PLANS.sheet)
    return build_sentence(report)


def _show(book: xw.Book, sheet: str) -> None:
    if sheet not in book.sheet_names:
        raise TableMissing(
            f"{book.name}: expected a sheet named {sheet!r}, found "
            f"{', '.join(book.sheet_names)}. Restore the sheet or its name."
        )
    book.sheets[sheet].activate()


_VERBS: dict[str, Callable[[xw.Book, Progress], str | None]] = {
    "preview": _preview,
    "refresh": _refresh,
    "undo": _undo,
    "recalculate": _recalculate,
    "checks": _checks,
    "backtest": _backtest,
    "adopt": _adopt,
    "plans": _plans,
    "report": lambda _, __: "The report cannot be made yet; this version does not have it.",
    "about": _about,
    "log": _read_log,
}


def _now() -> datetime:
    return datetime.now()  # noqa: DTZ005 - local wall time, as people read it
