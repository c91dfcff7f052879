"""XML without surprises: no entities, no network, bounded size; and text-level help.

Large parts are edited as text, because a text edit leaves every byte it does not name as it was.
Small parts are parsed where their structure matters.
"""

import re
from html import unescape as _html_unescape
from xml.parsers import expat

from lxml import etree

from cs_workbook.errors import WorkbookError

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"

# libxml2 stops at 10 MB text nodes and deep trees by itself; the size bound is for the rest.
_LARGEST_PARSED = 64 * 2**20

_ATTRIBUTE = re.compile(r"""([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")


def parse(data: bytes, *, part: str) -> etree._Element:
    """Parse one small part.

    Raises:
        WorkbookError: The part is not well-formed, or is far too large for what it is.
    """
    if len(data) > _LARGEST_PARSED:
        raise WorkbookError(
            f"{part}: expected at most {_LARGEST_PARSED >> 20} MB, found {len(data) >> 20} MB. "
            "Open the workbook in Excel and save it under a new name."
        )
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise WorkbookError(
            f"{part}: the XML is damaged ({error.msg}). Restore the workbook from a backup."
        ) from error
    # libxml2 has skipped entities by now; a document type at all means a forged file.
    if b"<!DOCTYPE" in data[:4096]:
        raise WorkbookError(
            f"{part}: expected no document type, found one. Do not use this file; ask its sender."
        )
    return root


def check(data: bytes) -> None:
    """Check that a part of any size is well-formed, without building anything.

    Raises:
        ValueError: It is not, or it declares a document type.
    """
    if b"<!DOCTYPE" in data[:4096]:
        raise ValueError("a document type")
    try:
        expat.ParserCreate().Parse(data, True)
    except expat.ExpatError as error:
        raise ValueError(str(error)) from error


def attributes(text: str) -> dict[str, str]:
    """Return the attributes of a start tag's text, unescaped.

    >>> attributes(' name="R&amp;D" id="3"')
    {'name': 'R&D', 'id': '3'}
    """
    return {name: unescape(double or single) for name, double, single in _ATTRIBUTE.findall(text)}


def set_attribute(tag: str, name: str, value: str | None) -> str:
    """Return a start tag with one attribute set, added at its end, or removed (``None``).

    >>> set_attribute('<table ref="A1:B2" id="1"/>', "ref", "A1:B9")
    '<table ref="A1:B9" id="1"/>'
    """
    pattern = re.compile(rf"""\s+{re.escape(name)}\s*=\s*(?:"[^"]*"|'[^']*')""")
    if value is None:
        return pattern.sub("", tag, count=1)
    written = f' {name}="{escape_attribute(value)}"'
    changed, found = pattern.subn(lambda _: written, tag, count=1)
    if found:
        return changed
    end = len(tag) - (2 if tag.endswith("/>") else 1)
    return f"{tag[:end].rstrip()}{written}{tag[end:]}"


def escape(text: str) -> str:
    """Escape text for element content."""
    if "&" in text or "<" in text or ">" in text:
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text


def escape_attribute(text: str) -> str:
    """Escape text for a double-quoted attribute value."""
    return escape(text).replace('"', "&quot;").replace("\n", "&#10;")


def unescape(text: str) -> str:
    """Undo entities and character references."""
    return _html_unescape(text) if "&" in text else text
