"""One sheet of a workbook as a workbook of its own: some of its rows, as values, and their looks.

Nothing else of the workbook goes along: no other sheet, no name, no macro, no formula, no property
of the document. What is left out is not there, rather than hidden.
"""

import io
import re
from collections.abc import Sequence
from typing import Final

from cs_workbook.workbook.package import xml
from cs_workbook.workbook.package.addresses import column_letters
from cs_workbook.workbook.package.archive import ZipWriter
from cs_workbook.workbook.package.cells import inner_xml, style_attribute, style_of
from cs_workbook.workbook.package.new_sheets import set_up_of
from cs_workbook.workbook.package.page_breaks import with_breaks
from cs_workbook.workbook.package.readable_book import ReadableBook
from cs_workbook.workbook.package.rows import cell_xml, height_of
from cs_workbook.workbook.package.sheet import Sheet

_COLUMN: Final = re.compile(r"<col\b[^>]*>")
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_SPREADSHEET: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_LINK: Final = '<Relationship Id="rId{0}" Type="{1}/{2}" Target="{3}"/>'


class SingleSheet(ReadableBook):
    """A workbook file of which one sheet can be handed on."""

    def single_sheet(
        self, sheet: str, rows: Sequence[int], *, left_out: int, breaks: Sequence[int] = ()
    ) -> bytes:
        """Return some rows of a sheet as a workbook file of their own.

        Args:
            sheet: The sheet.
            rows: Numbers of the rows to keep; they stand one under the other.
            left_out: How many columns from the left to leave out.
            breaks: Rows of the new file, counted from 1, that begin a printed page.

        Raises:
            TableMissing: No such sheet.
            WorkbookError: A cell is damaged.
        """
        part = self._sheet(sheet)
        name = self._entry(sheet).name
        theme = self._package.related(self._package.workbook_part, "theme")
        contents = {
            "[Content_Types].xml": _content_types(theme=bool(theme)),
            "_rels/.rels": _links(("officeDocument", "xl/workbook.xml")),
            "xl/workbook.xml": _workbook(name),
            "xl/_rels/workbook.xml.rels": _links(
                ("worksheet", "worksheets/sheet1.xml"),
                ("styles", "styles.xml"),
                *([("theme", "theme/theme1.xml")] if theme else []),
            ),
            "xl/worksheets/sheet1.xml": self._alone(part, rows, left_out, breaks),
            "xl/styles.xml": self._styles.text,
        }
        if theme:
            contents["xl/theme/theme1.xml"] = self._package.text(theme[0])
        target = io.BytesIO()
        writer = ZipWriter(target)
        for member, text in contents.items():
            writer.deflate(member, [text.encode("utf-8")])
        writer.finish(list(contents))
        return target.getvalue()

    def _alone(self, part: Sheet, rows: Sequence[int], left_out: int, breaks: Sequence[int]) -> str:
        written = []
        for number, old in enumerate(rows, start=1):
            row = part.row(old)
            cells = []
            for column, cell in sorted(row.cells.items()):
                if column <= left_out:
                    continue
                kind, inner = inner_xml(self._reader.value(cell), self._dates)
                address = f"{column_letters(column - left_out)}{number}"
                cells.append(
                    cell_xml(address, (f"{style_attribute(style_of(cell[0]))}{kind}", inner))
                )
            written.append(f'<row r="{number}"{height_of(row.attributes)}>{"".join(cells)}</row>')
        columns = "".join(
            tag
            for found in _COLUMN.findall(part.head)
            if (tag := _moved(found, left_out)) is not None
        )
        tail = with_breaks(f"</sheetData>{set_up_of(part.tail)}</worksheet>", breaks)
        return (
            f'{_HEAD}<worksheet xmlns="{xml.MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
            '<sheetViews><sheetView showGridLines="0" workbookViewId="0"/></sheetViews>'
            '<sheetFormatPr defaultRowHeight="15"/>'
            f"{f'<cols>{columns}</cols>' if columns else ''}"
            f"<sheetData>{''.join(written)}{tail}"
        )


def _moved(tag: str, left_out: int) -> str | None:
    """Return what is said of columns, moved to the left; ``None`` where all are left out."""
    found = xml.attributes(tag)
    first, last = int(found["min"]) - left_out, int(found["max"]) - left_out
    if last < 1:
        return None
    return xml.set_attribute(xml.set_attribute(tag, "min", str(max(first, 1))), "max", str(last))


def _content_types(*, theme: bool) -> str:
    kinds = {
        "xl/workbook.xml": f"{_SPREADSHEET}.sheet.main+xml",
        "xl/worksheets/sheet1.xml": f"{_SPREADSHEET}.worksheet+xml",
        "xl/styles.xml": f"{_SPREADSHEET}.styles+xml",
    }
    if theme:
        kinds["xl/theme/theme1.xml"] = "application/vnd.openxmlformats-officedocument.theme+xml"
    parts = "".join(
        f'<Override PartName="/{part}" ContentType="{kind}"/>' for part, kind in kinds.items()
    )
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{parts}</Types>'
    )


def _links(*targets: tuple[str, str]) -> str:
    links = "".join(
        _LINK.format(number, xml.RELATIONSHIPS, kind, target)
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'


def _workbook(name: str) -> str:
    quoted = xml.escape(f"'{name.replace(chr(39), chr(39) * 2)}'!$1:$1")
    return (
        f'{_HEAD}<workbook xmlns="{xml.MAIN}" xmlns:r="{xml.RELATIONSHIPS}">'
        f'<sheets><sheet name="{xml.escape_attribute(name)}" sheetId="1" r:id="rId1"/></sheets>'
        f'<definedNames><definedName name="_xlnm.Print_Titles" localSheetId="0">{quoted}'
        "</definedName></definedNames></workbook>"
    )
