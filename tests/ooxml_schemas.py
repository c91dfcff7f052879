"""Checks parts against the published schemas of the format, where a folder holds them.

The schemas (ECMA-376, transitional) are not ours to ship. ``CS_WORKBOOK_XSD`` names a folder with
``sml.xsd``, ``dml-chart.xsd`` and what they include. Two things are settled before a part is
checked: markup compatibility (newer elements behind ``mc:Ignorable`` and the choices of
``mc:AlternateContent`` are taken away, as an older reader would), and ``xml:space``.
"""

import os
import zipfile
from functools import lru_cache
from pathlib import Path

from lxml import etree

VARIABLE = "CS_WORKBOOK_XSD"
COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_SCHEMA_OF_FOLDER = {
    "worksheets": "sml.xsd",
    "tables": "sml.xsd",
    "charts": "dml-chart.xsd",
    "drawings": "dml-spreadsheetDrawing.xsd",
    "pivotCache": "sml.xsd",
}
_SCHEMA_OF_NAME = {
    "xl/workbook.xml": "sml.xsd",
    "xl/styles.xml": "sml.xsd",
    "xl/sharedStrings.xml": "sml.xsd",
    "xl/comments1.xml": "sml.xsd",
}


def folder() -> Path | None:
    """Return the folder with the schemas, if one is named."""
    named = os.environ.get(VARIABLE)
    return Path(named) if named and Path(named, "sml.xsd").exists() else None


@lru_cache
def _schema(path: Path) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(path))


def violations(workbook: Path) -> list[str]:
    """Return where parts of a workbook break their schema."""
    schemas = folder()
    assert schemas is not None, f"{VARIABLE} names no folder"
    found = []
    with zipfile.ZipFile(workbook) as archive:
        for name in archive.namelist():
            schema = _schema_for(name)
            if schema is None:
                continue
            root = etree.fromstring(archive.read(name))
            _settle(root)
            checker = _schema(schemas / schema)
            if not checker.validate(root):
                found.append(f"{name}: {checker.error_log}")
    return found


def _schema_for(name: str) -> str | None:
    folders, _, file = name.rpartition("/")
    if file.startswith(("chartEx", "colors")) or (folders == "xl/charts" and "style" in file):
        return None
    if folders.startswith("xl/") and file.endswith(".xml"):
        return _SCHEMA_OF_FOLDER.get(folders.removeprefix("xl/"))
    return _SCHEMA_OF_NAME.get(name)


def _settle(root: etree._Element) -> None:
    ignorable = {
        root.nsmap.get(prefix) for prefix in root.get(f"{COMPATIBILITY}Ignorable", "").split()
    }
    for node in list(root.iter(etree.Element)):
        for key in list(node.attrib):
            namespace = etree.QName(key).namespace
            if namespace in ignorable or str(key).startswith(COMPATIBILITY) or key == XML_SPACE:
                del node.attrib[key]
        parent = node.getparent()
        if parent is None:
            continue
        if node.tag == f"{COMPATIBILITY}AlternateContent":
            for child in node.iterfind(f"{COMPATIBILITY}Fallback/*"):
                node.addprevious(child)
            parent.remove(node)
        elif etree.QName(node).namespace in ignorable:
            parent.remove(node)
