"""Bring a tracker up to this version of the package, keeping everything people made.

A tracker of the same layout keeps its file: only the macros, the ribbon and what they need to find
Python are replaced. A tracker of an older layout is carried into a new one through the port; where
it holds anything that cannot be carried, it is refused and named, never dropped. A copy of the
file is kept first.
"""

import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cs_workbook import __version__
from cs_workbook.actions.backup import back_up
from cs_workbook.actions.carry import carry
from cs_workbook.actions.cell_values import as_date
from cs_workbook.actions.daily_history import has_daily_history
from cs_workbook.actions.installation import (
    SHEET,
    read_configuration,
    this_installation,
    write_installation,
)
from cs_workbook.actions.kept_history import KeptHistory
from cs_workbook.actions.macro_module import modules, vba_project
from cs_workbook.errors import TableMissing, WorkbookError, WorkbookRefused
from cs_workbook.measures.week_code import week_of
from cs_workbook.schema import SCHEMA_VERSION
from cs_workbook.schema.lists import LISTS
from cs_workbook.schema.names import SCHEMA_VERSION_NAME, TRACKER_VERSION
from cs_workbook.schema.tables import TABLES, TBL_HISTORY, TBL_REFRESHES
from cs_workbook.workbook.file_book import FileBook
from cs_workbook.workbook.macro_parts import part_names, renew_macros
from cs_workbook.workbook.package.archive import check_free, replacing
from cs_workbook.workbook.packaged import packaged_template

# Modules of earlier versions of cs-workbook and of xlwings.
_OURS = frozenset({"CsTracker", "CsPython", "CsRibbon", "xlwings", "Dictionary", "xlwings_udfs"})
_DOCUMENT = re.compile(rb'Attribute VB_Base = "0\{000208(?:19|20)-')
_CODE = re.compile(rb"^(?!Attribute |\s*$|Option Explicit\s*$)", re.MULTILINE)
_KINDS = {
    "xl/charts/chart": "charts",
    "xl/media/": "pictures",
    "xl/comments": "notes",
    "xl/threadedComments/": "comments",
    "xl/pivotTables/": "pivot tables",
    "xl/slicers/": "slicers",
    "xl/externalLinks/": "links to other workbooks",
    "xl/queryTables/": "queries",
    "xl/ctrlProps/": "buttons",
    "xl/embeddings/": "embedded files",
}
# Their rows differ from layout to layout, and nobody types into them.
_THE_TRACKERS_OWN = frozenset({"tblChecks", "tblFigures"})
# Columns of earlier layouts that later ones compute elsewhere or keep in another form: the Health
# sheet has the scores, the history has a row per quarter.
_RETIRED = {
    "tblAccounts": frozenset(
        f"{measure} score"
        for measure in (
            "Active days",
            "Usage trend",
            "Features",
            "Open tickets",
            "Ticket rating",
            "NPS answers",
            "CSM pulse",
        )
    ),
    "tblWeights": frozenset({"Score column"}),
    TBL_HISTORY.name: frozenset(
        {
            "As of",
            "Health",
            "Coverage (%)",
            "NPS answer",
            "Active days (28 d)",
            "Open tickets",
        }
    ),
}
_CHARTS_OF_LAYOUT = {1: 2, 2: 6}
"""How many charts an older layout had of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileUpgrade:
    """What an upgrade did.

    Attributes:
        changed: What is new in the workbook, in words; empty where nothing was.
        backup: The copy kept from before; ``None`` where nothing was written.
    """

    changed: tuple[str, ...]
    backup: Path | None


def upgrade_file(tracker: Path, *, now: datetime) -> FileUpgrade:
    """Upgrade a closed tracker.

    Args:
        tracker: The workbook.
        now: The moment that names the backup.

    Raises:
        WorkbookLocked: It is open or may not be written.
        WorkbookRefused: It holds something that could not be kept; the message names it.
        WorkbookError: It is no tracker, or one of a newer version.
    """
    check_free(tracker)
    layout = _layout(FileBook(tracker))
    with tempfile.TemporaryDirectory(prefix="cs-workbook-") as folder:
        template = Path(folder) / "template.xlsm"
        template.write_bytes(packaged_template())
        made = Path(folder) / tracker.name
        _refuse_own_modules(tracker, template)
        if layout == SCHEMA_VERSION:
            made.write_bytes(tracker.read_bytes())
            changed = _renew(made, template)
        else:
            _refuse_what_would_be_lost(tracker, template)
            made.write_bytes(template.read_bytes())
            changed = _rebuild(tracker, made)
        if not changed:
            return FileUpgrade(changed=(), backup=None)
        data = made.read_bytes()
    backup = back_up(tracker, now=now)
    with replacing(tracker) as file:
        file.write(data)
    return FileUpgrade(changed=changed, backup=backup)


def _layout(book: FileBook) -> int:
    """Return the layout a tracker has."""
    try:
        layout = book.read_name(SCHEMA_VERSION_NAME)
    except TableMissing:
        layout = None
    if not isinstance(layout, int) or isinstance(layout, bool):
        raise TableMissing(
            f"{book.path.name}: expected a tracker, found a workbook without a layout version. "
            "Make a tracker with 'cs-workbook new PATH'."
        )
    if layout > SCHEMA_VERSION:
        raise WorkbookError(
            f"{book.path.name}: the tracker has layout {layout}; this program knows layouts up to "
            f"{SCHEMA_VERSION}. Install the newest cs-workbook."
        )
    return layout


# The same layout


def _renew(made: Path, template: Path) -> tuple[str, ...]:
    changed = []
    known = modules(vba_project(template) or b"")
    present = modules(vba_project(made) or b"")
    differ = any(
        present.get(name) != source
        for name, source in known.items()
        if _DOCUMENT.search(source) is None
    )
    if renew_macros(made, template, known=known, macros=differ):
        changed.append("macros and ribbon")
    book, fresh = FileBook(made), FileBook(template)
    if SHEET not in book.sheet_names() and SHEET in fresh.sheet_names():
        rows = [list(pair) for pair in (read_configuration(fresh) or {}).items()]
        book.add_sheet(SHEET, rows)
    write_installation(book, this_installation())
    if book.read_name(TRACKER_VERSION) != __version__:
        book.write_name(TRACKER_VERSION, __version__)
    if book.changed:
        changed.append("the Python its buttons start, and versions")
        book.save()
    return tuple(changed)


def _refuse_own_modules(tracker: Path, template: Path) -> None:
    """Refuse to replace macros that somebody added to."""
    ours = _OURS | set(modules(vba_project(template) or b""))
    for name, source in modules(vba_project(tracker) or b"").items():
        document = _DOCUMENT.search(source) is not None
        if (document and _CODE.search(source) is None) or (not document and name in ours):
            continue
        raise WorkbookRefused(
            f"{tracker.name}: the macro module {name!r} holds code of your own, which the upgrade "
            "would lose. Export it (Alt+F11, right-click, Export File), remove it or empty it, "
            "upgrade, and import it again."
        )


# An older layout


def _rebuild(tracker: Path, made: Path) -> tuple[str, ...]:
    old, book = FileBook(tracker), FileBook(made)
    write_installation(book, this_installation())
    carry(old, book)
    for table, header, count in _carried(old):
        found = sum(cell is not None for cell in book.read_table(table, columns=[header])[header])
        if found != count:
            raise WorkbookRefused(
                f"{tracker.name}: {table}, column {header!r}: expected {count} cells to be carried "
                f"into the new layout, found {found}. Nothing was changed; please report it."
            )
    _check_history(tracker, old, book)
    book.save()
    return (f"carried from layout {_layout(old)} to {SCHEMA_VERSION}",)


def _check_history(tracker: Path, old: FileBook, made: FileBook) -> None:
    """Refuse where a week of an account that the older history holds has not arrived."""
    if not has_daily_history(old):
        return
    before = old.read_table(TBL_HISTORY.name, columns=["As of", "Account ID"])
    weeks = {
        (week_of(known), str(account))
        for day, account in zip(before["As of"], before["Account ID"], strict=True)
        if account is not None and (known := as_date(day)) is not None
    }
    kept = KeptHistory(
        made.read_table(TBL_HISTORY.name), made.read_table(TBL_REFRESHES.name), bands=()
    )
    found = {
        ((refresh.quarter, refresh.week), account)
        for refresh in kept.refreshes
        for account in kept.on(refresh)
    }
    if found != weeks:
        raise WorkbookRefused(
            f"{tracker.name}: tblHistory: expected {len(weeks)} weeks of accounts to be carried "
            f"into the new layout, found {len(found & weeks)}. Nothing was changed; please report "
            "it."
        )


def _carried(old: FileBook) -> Iterator[tuple[str, str, int]]:
    """Yield table, column and number of filled cells of all that people and refreshes wrote."""
    for name, shape in old.tables().items():
        if name not in TABLES or name in _THE_TRACKERS_OWN:
            continue
        if name == TBL_HISTORY.name and has_daily_history(old):
            continue  # its rows are put together anew; _check_history counts them
        known = [column for column in TABLES[name].columns if column.formula is None]
        headers = [column.header for column in known if column.header in shape.columns]
        for header, cells in old.read_table(name, columns=headers).items():
            yield name, header, sum(cell is not None for cell in cells)


def _refuse_what_would_be_lost(tracker: Path, template: Path) -> None:
    for what in _own_things(tracker, template):
        raise WorkbookRefused(
            f"{tracker.name}: {what} cannot be carried into the new layout. Copy it into a "
            "workbook of its own, remove it here, upgrade, and put it back."
        )


def _own_things(tracker: Path, template: Path) -> Iterator[str]:
    """Yield what an older tracker holds beyond what its tables and settings say."""
    old, fresh = FileBook(tracker), FileBook(template)
    for sheet in old.sheet_names():
        if sheet not in fresh.sheet_names():
            yield f"the sheet {sheet!r}"
    yield from _own_columns(old, fresh)
    names = set(fresh.name_formulas())
    for name in old.name_formulas():
        if name not in names and "_xlnm." not in name:
            yield f"the name {name!r}"
    there, new = part_names(tracker), part_names(template)
    for start, words in _KINDS.items():
        known = sum(part.startswith(start) for part in new)
        if words == "charts":
            known = _CHARTS_OF_LAYOUT.get(_layout(old), known)
        if sum(part.startswith(start) for part in there) > known:
            yield f"something among its {words}"


def _own_columns(old: FileBook, fresh: FileBook) -> Iterator[str]:
    lists = {entry.table: (entry.header,) for entry in LISTS}
    for name, shape in old.tables().items():
        known = TABLES[name].headers if name in TABLES else lists.get(name)
        if known is None and name not in fresh.tables():
            yield f"the table {name} on sheet {shape.sheet!r}"
        for header in shape.columns:
            retired = _RETIRED.get(name, frozenset())
            if known is not None and header not in known and header not in retired:
                yield f"the column {header!r} of {name}"
