"""What LibreOffice does not keep of a workbook file: how tables look, which sheets are buried."""

import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree as ET

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_TABLE_PART = re.compile(r"xl/tables/[^/]+\.xml")


@dataclass(slots=True)
class TableFacts:
    """The properties of a table for which LibreOffice has no place.

    Attributes:
        style: Its table style.
        first_column: Whether the first column stands out.
        last_column: Whether the last column stands out.
        row_stripes: Whether rows are banded.
        column_stripes: Whether columns are banded.
        no_rows: Whether its one empty row only waits for the first row of data.
        totals: The totals row it had when the row was last hidden, in LibreOffice's grammar.
        headers: The headers it had when they were hidden.
    """

    style: str = "TableStyleMedium2"
    first_column: bool = False
    last_column: bool = False
    row_stripes: bool = True
    column_stripes: bool = False
    no_rows: bool = False
    totals: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()


@dataclass(slots=True)
class PackageFacts:
    """Facts of one workbook file; table names are in small letters, in the order of their ids."""

    tables: dict[str, TableFacts] = field(default_factory=dict)
    very_hidden: set[str] = field(default_factory=set)


def read_facts(path: Path) -> PackageFacts:
    """Return the facts of a workbook file; none of them for a file that is no Excel package."""
    facts = PackageFacts()
    if not zipfile.is_zipfile(path):
        return facts
    with zipfile.ZipFile(path) as package:
        names = package.namelist()
        if "xl/workbook.xml" not in names:
            return facts
        for sheet in _root(package, "xl/workbook.xml").iter(f"{_MAIN}sheet"):
            if sheet.get("state") == "veryHidden":
                facts.very_hidden.add(sheet.get("name", ""))
        tables = [_root(package, name) for name in names if _TABLE_PART.fullmatch(name)]
    for table in sorted(tables, key=lambda root: int(root.get("id", "0"))):
        name = table.get("displayName", table.get("name", ""))
        facts.tables[name.lower()] = _table_facts(table)
    return facts


def _table_facts(table: ET.Element) -> TableFacts:
    info = table.find(f"{_MAIN}tableStyleInfo")
    style: dict[str, str] = {} if info is None else dict(info.attrib)
    return TableFacts(
        style=style.get("name", ""),
        first_column=style.get("showFirstColumn") == "1",
        last_column=style.get("showLastColumn") == "1",
        row_stripes=style.get("showRowStripes") == "1",
        column_stripes=style.get("showColumnStripes") == "1",
        no_rows=table.get("insertRow") == "1",
    )


def _root(package: zipfile.ZipFile, name: str) -> ET.Element:
    return ET.fromstring(package.read(name))  # noqa: S314 - workbooks our tests made
