"""What an older tracker holds beyond its tables and settings: carried whole, or refused by name.

Sheets of people's own go along as they are, plan sheets among them, and so do names of their own.
What people added to a sheet of the tracker itself, and what cannot leave its workbook, is named.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cs_workbook.errors import WorkbookRefused
from cs_workbook.schema.lists import LISTS
from cs_workbook.schema.tables import TABLES, TBL_HISTORY
from cs_workbook.workbook.file_book import FileBook
from cs_workbook.workbook.macro_parts import part_names
from cs_workbook.workbook.package.formulas import references

_KINDS = {
    "xl/chartsheets/": "chart sheets",
    "xl/dialogsheets/": "dialog sheets",
    "xl/macrosheets/": "macro sheets",
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
_SHEETS_OF_LAYOUT_1 = frozenset(
    {
        "About",
        "Dashboard",
        "Accounts",
        "Figures",
        "Trends",
        "Surveys",
        "Subscriptions",
        "Tickets",
        "Usage",
        "Churn events",
        "Settings",
        "Weights",
        "Import log",
        "Import problems",
        "History",
        "Checks",
        "Functions",
        "Lists",
        "xlwings.conf",
    }
)
_SHEETS_OF_LAYOUT = {
    1: _SHEETS_OF_LAYOUT_1,
    2: _SHEETS_OF_LAYOUT_1
    | {
        "Revenue",
        "MRR movements",
        "Churn reasons",
        "Renewals",
        "Renewal forecasts",
        "Retention",
        "Cohorts",
        "Lifetime value",
        "Satisfaction",
        "Follow-up",
        "Back-test",
        "Survey rules",
    },
}
"""The sheets an older layout had of its own; a sheet the next one has may be somebody's there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnThings:
    """What people made that goes along whole.

    Attributes:
        sheets: Their sheets, in tab order.
        names: Their names for cells and formulas of the whole workbook.
    """

    sheets: tuple[str, ...]
    names: tuple[str, ...]


def own_things(tracker: Path, template: Path, *, layout: int) -> OwnThings:
    """Return what goes along whole.

    Args:
        tracker: The older tracker.
        template: An empty tracker of this layout.
        layout: The layout the older one has.

    Raises:
        WorkbookRefused: It holds something that cannot be carried; the message names it.
    """
    old, fresh = FileBook(tracker), FileBook(template)
    sheets = _own_sheets(old, fresh, layout)
    for what in _obstacles(old, fresh, sheets, layout):
        raise WorkbookRefused(
            f"{tracker.name}: {what} cannot be carried into the new layout. Copy it into a "
            "workbook of its own, remove it here, upgrade, and put it back."
        )
    return OwnThings(sheets=sheets, names=tuple(_own_names(old, fresh)))


def _own_sheets(old: FileBook, fresh: FileBook, layout: int) -> tuple[str, ...]:
    known = _SHEETS_OF_LAYOUT.get(layout, frozenset(fresh.sheet_names()))
    return tuple(sheet for sheet in old.sheet_names() if sheet not in known)


def _own_names(old: FileBook, fresh: FileBook) -> Iterator[str]:
    there = fresh.name_formulas()
    for name in old.name_formulas():
        if name not in there and "!" not in name and "_xlnm." not in name:
            yield name


def _obstacles(
    old: FileBook, fresh: FileBook, sheets: tuple[str, ...], layout: int
) -> Iterator[str]:
    """Yield what can neither be carried in tables and settings nor as a whole."""
    taken = {sheet.casefold() for sheet in fresh.sheet_names()}
    for sheet in sheets:
        if sheet.casefold() in taken:
            yield f"the sheet {sheet!r}, whose name the new layout uses itself,"
        for what in old.sheet_obstacles(sheet):
            yield f"the sheet {sheet!r} with {what}"
    yield from _own_columns(old, fresh, sheets)
    yield from _names_in_the_way(old, fresh, sheets)
    gone_along = old.parts_of(sheets)
    there = [part for part in part_names(old.path) if part not in gone_along]
    new = part_names(fresh.path)
    for start, words in _KINDS.items():
        known = sum(part.startswith(start) for part in new)
        if words == "charts":
            known = _CHARTS_OF_LAYOUT.get(layout, known)
        if sum(part.startswith(start) for part in there) > known:
            yield f"something among its {words}"


def _names_in_the_way(old: FileBook, fresh: FileBook, sheets: tuple[str, ...]) -> Iterator[str]:
    """Yield names of people's own on a sheet of the tracker, or that the new layout uses."""
    there = fresh.name_formulas()
    own = {sheet.casefold() for sheet in sheets}
    for name, formula in old.name_formulas().items():
        sheet, _, local = name.rpartition("!")
        if "_xlnm." in local or sheet.casefold() in own:
            continue
        if sheet and name not in there:
            yield f"the name {local!r} of the sheet {sheet!r}"
        elif name in there and own & {
            (found.sheet or "").casefold() for found in references(formula)
        }:
            yield f"the name {name!r}, which the new layout uses itself,"


def _own_columns(old: FileBook, fresh: FileBook, sheets: tuple[str, ...]) -> Iterator[str]:
    lists = {entry.table: (entry.header,) for entry in LISTS}
    for name, shape in old.tables().items():
        if shape.sheet in sheets:
            if name.casefold() in {table.casefold() for table in fresh.tables()}:
                yield f"the table {name}, whose name the new layout uses itself,"
            continue
        known = TABLES[name].headers if name in TABLES else lists.get(name)
        if known is None and name not in fresh.tables():
            yield f"the table {name} on sheet {shape.sheet!r}"
        for header in shape.columns:
            retired = _RETIRED.get(name, frozenset())
            if known is not None and header not in known and header not in retired:
                yield f"the column {header!r} of {name}"
