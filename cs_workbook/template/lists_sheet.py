"""The Lists sheet: the drop-down lists as small tables, each with a workbook name."""

from typing import Final

from cs_workbook.schema.lists import LISTS
from cs_workbook.template.data_tables import TABLE_STYLE
from cs_workbook.template.layout import Page, must

_HEADER_ROW: Final = 4
_WIDTH: Final = 22
_GAP: Final = 3


def draw_lists(page: Page) -> None:
    """Draw the Lists sheet and name every list."""
    page.set_widths([_WIDTH, _GAP] * len(LISTS))
    page.frame(
        "Lists",
        "What the drop-downs offer. The tracker reads these words: do not change or reorder them.",
        frozen_rows=_HEADER_ROW,
    )
    for number, entry in enumerate(LISTS):
        column = 2 * number + 1
        header = page.formats.get("Heading 2", valign="top", wrap=True)
        options = {
            "name": entry.table,
            "style": TABLE_STYLE,
            "title": entry.header,
            "description": entry.meaning,
            "autofilter": False,
            "columns": [{"header": entry.header, "header_format": header}],
        }
        last = _HEADER_ROW + len(entry.values)
        done = page.sheet.add_table(_HEADER_ROW - 1, column - 1, last - 1, column - 1, options)
        must(done, entry.table)
        for row, value in enumerate(entry.values, start=_HEADER_ROW + 1):
            page.put(row, column, value, align="left")
        page.prompt(_HEADER_ROW, column, entry.header, entry.meaning)
        must(page.book.define_name(entry.name, f"={entry.table}[{entry.header}]"), entry.name)
    page.sheet.repeat_rows(_HEADER_ROW - 1)
