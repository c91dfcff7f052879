"""Build the tracker workbook from source: the same source gives the same bytes.

Usage::

    python -m cs_workbook.template.build

writes ``templates/CS_Tracker.xlsm`` of the checkout.
"""

import io
from collections.abc import Callable, Mapping
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import xlsxwriter

from cs_workbook.schema.tables import SHEET_ORDER, TABLES
from cs_workbook.template.about import draw_about
from cs_workbook.template.accounts_sheet import draw_accounts
from cs_workbook.template.checks_sheet import draw_checks
from cs_workbook.template.dashboard import draw_dashboard
from cs_workbook.template.data_sheets import draw_data_sheet
from cs_workbook.template.figures_sheet import draw_figures
from cs_workbook.template.layout import Page
from cs_workbook.template.lists_sheet import draw_lists
from cs_workbook.template.package_steps import finish
from cs_workbook.template.settings_sheet import draw_settings
from cs_workbook.template.styles import ACCENT, BAR, LINE, Formats
from cs_workbook.template.vba_project import VbaModule, build_vba_project, document_modules
from cs_workbook.template.weights_sheet import draw_weights
from cs_workbook.workbook.packaged import TEMPLATE_NAME

CREATED: Final = datetime(2026, 1, 1)  # noqa: DTZ001 - fixed, so that each build is the same
_WINDOW: Final = (1920, 1040)

_SPECIAL: Final[Mapping[str, Callable[[Page], None]]] = {
    "About": draw_about,
    "Dashboard": draw_dashboard,
    "Accounts": draw_accounts,
    "Figures": draw_figures,
    "Settings": draw_settings,
    "Weights": draw_weights,
    "Checks": draw_checks,
    "Lists": draw_lists,
}

_RESULTS, _DATA, _YOURS, _RECORDS = ACCENT, BAR, "#E3C84B", LINE
TAB_COLOURS: Final[Mapping[str, str]] = {
    "About": _RESULTS,
    "Dashboard": _RESULTS,
    "Accounts": _RESULTS,
    "Figures": _RESULTS,
    "Trends": _RESULTS,
    "Settings": _YOURS,
    "Weights": _YOURS,
    "Import log": _RECORDS,
    "Import problems": _RECORDS,
    "History": _RECORDS,
    "Checks": _RECORDS,
    "Lists": _RECORDS,
}
"""Tab colours by kind of sheet; sheets that are not named here hold imported data."""


def build(path: Path) -> None:
    """Write the empty tracker to a file, replacing it."""
    path.write_bytes(template_bytes())


def template_bytes() -> bytes:
    """Return the empty tracker."""
    package = io.BytesIO()
    book = xlsxwriter.Workbook(package, {"in_memory": True})
    formats = Formats(book)
    pages = [_draw(book, formats, name) for name in SHEET_ORDER]
    pages[0].sheet.activate()
    _add_macros(book, [code_name(name) for name in SHEET_ORDER])
    book.set_size(*_WINDOW)
    book.set_properties(
        {
            "title": "Customer Success tracker",
            "subject": "Customers, health, churn and satisfaction from CSV exports",
            "author": "cs_workbook",
            "keywords": "customer success, health score, churn, NPS",
            "created": CREATED,
        }
    )
    book.close()
    return finish(package.getvalue(), formats.styles_of_cells())


def code_name(sheet: str) -> str:
    """Return the name of a sheet's macro module.

    >>> code_name("Churn events")
    'ChurnEventsSheet'
    """
    return "".join(word.title() for word in sheet.split()) + "Sheet"


def _draw(book: Any, formats: Formats, name: str) -> Page:  # noqa: ANN401 - XlsxWriter has no types
    page = Page(book=book, formats=formats, name=name, sheet=book.add_worksheet(name))
    page.sheet.set_tab_color(TAB_COLOURS.get(name, _DATA))
    page.sheet.set_vba_name(code_name(name))
    if name in _SPECIAL:
        _SPECIAL[name](page)
    else:
        table = next(table for table in TABLES.values() if table.sheet == name)
        draw_data_sheet(page, table)
    return page


def _add_macros(book: Any, code_names: list[str]) -> None:  # noqa: ANN401 - see _draw
    """Put the macro project in: a module per sheet and the ones kept as source beside this."""
    sources = sorted(
        (entry for entry in (files("cs_workbook.template") / "vba").iterdir()),
        key=lambda entry: entry.name,
    )
    standard = [
        VbaModule(
            name=source.name.removesuffix(".bas"),
            kind="standard",
            source=source.read_text(encoding="utf-8"),
        )
        for source in sources
        if source.name.endswith(".bas")
    ]
    project = build_vba_project([*document_modules(code_names), *standard])
    book.set_vba_name("ThisWorkbook")
    book.add_vba_project(io.BytesIO(project), is_stream=True)


if __name__ == "__main__":
    build(Path(__file__).parents[2] / "templates" / TEMPLATE_NAME)
