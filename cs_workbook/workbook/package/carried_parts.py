"""Parts of one package copied into another, with every part they lead to.

A part is copied once, under a free name of the same kind, with its relationships under their ids
and with its content type. What a part says is handed through a change, so that whoever copies can
bring numbers and formulas along.
"""

import posixpath
import re
from collections.abc import Callable, Iterator
from typing import Final

from lxml import etree

from cs_workbook.workbook.package import xml
from cs_workbook.workbook.package.members import rels_name, resolve
from cs_workbook.workbook.package.parts import CONTENT_TYPES_PART, Package

# The last word of the relationships that may go along. All others lead to parts that other parts
# of a workbook know of (pivot caches, slicers, queries, embedded programs).
_MAY_GO: Final = frozenset(
    {
        "chart",
        "chartColorStyle",
        "chartEx",
        "chartStyle",
        "chartUserShapes",
        "comments",
        "ctrlProp",
        "diagramColors",
        "diagramData",
        "diagramDrawing",
        "diagramLayout",
        "diagramQuickStyle",
        "drawing",
        "hyperlink",
        "image",
        "printerSettings",
        "table",
        "themeOverride",
        "threadedComment",
        "vmlDrawing",
    }
)
_WORDS: Final = {
    "control": "an ActiveX control",
    "customProperty": "properties of its own",
    "externalLinkPath": "a link to another workbook",
    "oleObject": "an embedded file",
    "package": "an embedded file",
    "pivotTable": "a pivot table",
    "queryTable": "a query",
    "slicer": "a slicer",
    "tableSingleCells": "cells of an XML map",
    "timeline": "a timeline",
}
_NUMBERED: Final = re.compile(r"(.*?)(\d*)(\.\w+)")
_TYPES: Final = f"{{{xml.CONTENT_TYPES}}}"


def led_to(package: Package, part: str) -> set[str]:
    """Return the parts a part leads to, directly and through others."""
    found: set[str] = set()
    waiting = [part]
    while waiting:
        for link in package.relationships(waiting.pop()).values():
            if not link.external and link.target in package and link.target not in found:
                found.add(link.target)
                waiting.append(link.target)
    return found - {part}


def cannot_go(package: Package, part: str) -> Iterator[str]:
    """Yield in words what a part leads to that cannot be copied with it."""
    for source in sorted({part} | led_to(package, part)):
        for link in package.relationships(source).values():
            kind = link.kind.rpartition("/")[2]
            if kind not in _MAY_GO:
                yield _WORDS.get(kind, f"something cs-workbook does not know ({kind})")


class CarriedParts:
    """Copies parts of one package into another.

    Args:
        source: Where the parts are.
        target: Where the copies go.
        change: Gets part name and content, returns the content of the copy.
    """

    def __init__(
        self, source: Package, target: Package, change: Callable[[str, bytes], bytes]
    ) -> None:
        self._source = source
        self._target = target
        self._change = change
        self._copies: dict[str, str] = {}
        self._highest: dict[tuple[str, str], int] = {}

    def relationships_of(self, part: str, copy: str) -> None:
        """Copy the relationships of a part whose copy exists, and all parts they lead to."""
        name = rels_name(part)
        if name not in self._source:
            return
        root = xml.parse(self._source.read(name), part=name)
        for node in root.iterchildren("*"):
            if node.get("TargetMode") == "External":
                continue
            target = resolve(part, str(node.get("Target", "")))
            if target in self._source:  # a picture's link may lead to a cell (#Sheet!A1)
                copied = self.copy(target)
                node.set("Target", posixpath.relpath(copied, posixpath.dirname(copy)))
        written = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        self._target.write(rels_name(copy), written)

    def copy(self, part: str) -> str:
        """Copy a part, unless it was copied already, and return the name of the copy."""
        known = self._copies.get(part)
        if known is not None:
            return known
        copy = self._copies[part] = self._free_name(part)
        self._target.write(copy, self._change(part, self._source.read(part)))
        self._give_type(part, copy)
        self.relationships_of(part, copy)
        return copy

    def _free_name(self, part: str) -> str:
        folder, name = posixpath.split(part)
        match = _NUMBERED.fullmatch(name)
        stem, ending = (match[1], match[3]) if match else (name, "")
        start = posixpath.join(folder, stem)
        if (start, ending) not in self._highest:
            pattern = re.compile(rf"{re.escape(start)}(\d+){re.escape(ending)}", re.IGNORECASE)
            taken = (pattern.fullmatch(other) for other in self._target.names())
            self._highest[start, ending] = max((int(one[1]) for one in taken if one), default=0)
        self._highest[start, ending] += 1
        return f"{start}{self._highest[start, ending]}{ending}"

    def _give_type(self, part: str, copy: str) -> None:
        """Give a copy the content type of its part."""
        source = xml.parse(self._source.read(CONTENT_TYPES_PART), part=CONTENT_TYPES_PART)
        text = self._target.text(CONTENT_TYPES_PART)
        target = xml.parse(text.encode("utf-8"), part=CONTENT_TYPES_PART)
        ending = copy.rpartition(".")[2]
        own = _override(source, part)
        kind = own or _default(source, ending)
        known = _default(target, ending)
        if kind is None or kind == known:
            return
        if own is None and known is None:
            entry = f'<Default Extension="{ending}" ContentType="{kind}"/>'
        else:
            entry = f'<Override PartName="/{copy}" ContentType="{kind}"/>'
        self._target.write(CONTENT_TYPES_PART, text.replace("</Types>", f"{entry}</Types>"))


def _override(types: etree._Element, part: str) -> str | None:
    for node in types.iterfind(f"{_TYPES}Override"):
        if str(node.get("PartName")).casefold() == f"/{part}".casefold():
            return node.get("ContentType")
    return None


def _default(types: etree._Element, ending: str) -> str | None:
    for node in types.iterfind(f"{_TYPES}Default"):
        if str(node.get("Extension")).casefold() == ending.casefold():
            return node.get("ContentType")
    return None
