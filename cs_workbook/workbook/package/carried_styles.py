"""Cell formats of one workbook brought into another: those that carried sheets use.

A cell names its format by a number, and so does a format its font, its fill and its border. Each is
looked for among those of the other workbook and added at the end where it has none alike. Numbers
in use never change. A named style is met by its name, or by the number Excel knows it by whatever
the language; one that is not there is added.
"""

from collections.abc import Iterator
from copy import deepcopy
from typing import Final

from lxml import etree

from cs_workbook.workbook.package import xml

_NS: Final = f"{{{xml.MAIN}}}"
# In the order the schema asks for.
_GROUPS: Final = (
    "numFmts",
    "fonts",
    "fills",
    "borders",
    "cellStyleXfs",
    "cellXfs",
    "cellStyles",
    "dxfs",
    "tableStyles",
)
_PARTS_OF_FORMAT: Final = (("fontId", "fonts"), ("fillId", "fills"), ("borderId", "borders"))
_FIRST_OWN_NUMBER_FORMAT: Final = 164
_PART: Final = "xl/styles.xml"


class CarriedStyles:
    """Gives the numbers that formats of one workbook have in another.

    Args:
        source: The styles part the numbers are of, or empty.
        target: The styles part that takes the formats.
    """

    def __init__(self, source: str, target: str) -> None:
        empty = f'<styleSheet xmlns="{xml.MAIN}"/>'
        self._source = xml.parse((source or empty).encode("utf-8"), part=_PART)
        self._target = xml.parse((target or empty).encode("utf-8"), part=_PART)
        self._known: dict[str, dict[bytes, int]] = {}
        self._found: dict[tuple[str, int], int] = {}

    @property
    def text(self) -> str:
        """The styles part of the other workbook as it is by now."""
        return etree.tostring(
            self._target, xml_declaration=True, encoding="UTF-8", standalone=True
        ).decode("utf-8")

    def cell_format(self, number: int) -> int:
        """Return the number of a cell's format; the plain one where there is no such format."""
        return self._mapped("cellXfs", number)

    def font(self, number: int) -> int:
        """Return the number of a font."""
        return self._mapped("fonts", number)

    def differential(self, number: int) -> int:
        """Return the number of a format that lies over others, as coloured states use."""
        return self._mapped("dxfs", number)

    def table_style(self, name: str) -> None:
        """Bring a table style of people's own along; Excel knows its own ones by name."""
        if any(node.get("name") == name for node in self._nodes(self._target, "tableStyles")):
            return
        for node in self._nodes(self._source, "tableStyles"):
            if node.get("name") == name:
                copy = _detached(node)
                for element in copy:
                    if "dxfId" in element.attrib:
                        number = self.differential(int(element.attrib["dxfId"]))
                        element.set("dxfId", str(number))
                self._append("tableStyles", copy)

    def named_style(self, name: str) -> None:
        """Bring a named cell style along."""
        for node in self._nodes(self._source, "cellStyles"):
            if node.get("name") == name:
                self._named_style(int(str(node.get("xfId", "0"))))

    def _mapped(self, group: str, number: int) -> int:
        key = (group, number)
        if key not in self._found:
            nodes = self._nodes(self._source, group)
            self._found[key] = 0
            if 0 <= number < len(nodes):
                self._found[key] = self._place(group, self._translated(group, nodes[number]))
        return self._found[key]

    def _translated(self, group: str, node: etree._Element) -> etree._Element:
        """Return a format whose parts have the numbers of the other workbook."""
        copy = _detached(node)
        if group in ("cellXfs", "cellStyleXfs"):
            for attribute, parts in _PARTS_OF_FORMAT:
                if attribute in copy.attrib:
                    copy.set(attribute, str(self._mapped(parts, int(copy.attrib[attribute]))))
            if "numFmtId" in copy.attrib:
                copy.set("numFmtId", str(self._number_format(int(copy.attrib["numFmtId"]))))
            if "xfId" in copy.attrib:
                copy.set("xfId", str(self._named_style(int(copy.attrib["xfId"]))))
        elif group == "dxfs":
            for shown in copy.iterfind(f"{_NS}numFmt"):
                code = str(shown.get("formatCode", ""))
                shown.set("numFmtId", str(self._number_format_of(code)))
        return copy

    def _number_format(self, number: int) -> int:
        for node in self._nodes(self._source, "numFmts"):
            if node.get("numFmtId") == str(number):
                return self._number_format_of(str(node.get("formatCode", "")))
        return number if number < _FIRST_OWN_NUMBER_FORMAT else 0

    def _number_format_of(self, code: str) -> int:
        taken = [_FIRST_OWN_NUMBER_FORMAT - 1]
        for node in self._nodes(self._target, "numFmts"):
            if node.get("formatCode") == code:
                return int(str(node.get("numFmtId")))
            taken.append(int(str(node.get("numFmtId"))))
        number = max(taken) + 1
        made = etree.Element(f"{_NS}numFmt", numFmtId=str(number), formatCode=code)
        self._append("numFmts", made)
        return number

    def _named_style(self, number: int) -> int:
        """Return where the format of a named style stands among those of the other workbook."""
        key = ("named", number)
        if key not in self._found:
            self._found[key] = self._placed_style(number)
        return self._found[key]

    def _placed_style(self, number: int) -> int:
        named = next(self._styles_of(self._source, number), None)
        formats = self._nodes(self._source, "cellStyleXfs")
        if named is None or not 0 <= number < len(formats):
            return 0
        for known in self._nodes(self._target, "cellStyles"):
            if _same_style(known, named):
                return int(str(known.get("xfId", "0")))
        copy = self._translated("cellStyleXfs", formats[number])
        at = self._append("cellStyleXfs", copy)
        style = _detached(named)
        style.set("xfId", str(at))
        self._append("cellStyles", style)
        return at

    def _styles_of(self, root: etree._Element, number: int) -> Iterator[etree._Element]:
        for node in self._nodes(root, "cellStyles"):
            if node.get("xfId") == str(number):
                yield node

    def _place(self, group: str, node: etree._Element) -> int:
        """Return the number of a format like this one, added where there is none."""
        known = self._known.get(group)
        if known is None:
            known = self._known[group] = {}
            for number, other in enumerate(self._nodes(self._target, group)):
                known.setdefault(_plain(other), number)
        key = _plain(node)
        if key not in known:
            known[key] = self._append(group, node)
        return known[key]

    def _append(self, group: str, node: etree._Element) -> int:
        """Add a node at the end of its group and return its number there."""
        parent = self._target.find(f"{_NS}{group}")
        if parent is None:
            parent = etree.Element(f"{_NS}{group}")
            later = {f"{_NS}{name}" for name in _GROUPS[: _GROUPS.index(group)]}
            before = sum(child.tag in later for child in self._target)
            self._target.insert(before, parent)
        parent.append(node)
        parent.set("count", str(len(parent)))
        return len(parent) - 1

    @staticmethod
    def _nodes(root: etree._Element, group: str) -> list[etree._Element]:
        parent = root.find(f"{_NS}{group}")
        return [] if parent is None else list(parent.iterchildren("*"))


def _same_style(known: etree._Element, wanted: etree._Element) -> bool:
    built_in = wanted.get("builtinId")
    if built_in is not None and known.get("builtinId") == built_in:
        return known.get("iLevel", "0") == wanted.get("iLevel", "0")
    return str(known.get("name")).casefold() == str(wanted.get("name")).casefold()


def _detached(node: etree._Element) -> etree._Element:
    copy = deepcopy(node)
    copy.tail = None
    etree.cleanup_namespaces(copy)
    return copy


def _plain(node: etree._Element) -> bytes:
    """Return a node's XML as two equal ones have it, whoever wrote them."""
    return etree.tostring(node, method="c14n", exclusive=True, with_tail=False)
