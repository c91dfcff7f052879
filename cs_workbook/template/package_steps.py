"""The last steps on the written package: what XlsxWriter cannot say, said in the parts themselves.

- Named cell styles: every cell format refers to its style, so that Excel lists the styles under
  Cell Styles and redefining one changes every cell that has it.
- An empty text as the cached result of a formula is marked as text, as Excel writes it.
- The language of the document.
- The tab of the ribbon, a part of its own that the package refers to.

The zip is rewritten with fixed dates, so the same source gives the same bytes.
"""

import io
import re
import zipfile
from collections.abc import Mapping
from typing import Final

from lxml import etree

from cs_workbook.template.styles import STYLES, NamedStyle

_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_FOLLOWED: Final = ("applyFont", "applyFill", "applyBorder")
_EMPTY_RESULT: Final = re.compile(rb'(<c r="[A-Z]+\d+"(?: s="\d+")?)(><f>[^<]*</f><v></v></c>)')
_FIXED_DATE: Final = (1980, 1, 1, 0, 0, 0)
LANGUAGE: Final = "en-US"
RIBBON_PART: Final = "customUI/customUI14.xml"
# Excel 2010 and later look for this type; the part's content type is the package's default.
_RIBBON_RELATIONSHIP: Final = (
    '<Relationship Id="rIdRibbon" Type="http://schemas.microsoft.com/office/2007/relationships/'
    f'ui/extensibility" Target="{RIBBON_PART}"/></Relationships>'
)


def finish(package: bytes, styles_of_cells: Mapping[int, str], *, ribbon: bytes) -> bytes:
    """Return the package with its last steps done.

    Args:
        package: The file XlsxWriter wrote.
        styles_of_cells: Named style of each cell format, by position.
        ribbon: The tab of the ribbon, as customUI XML of 2009/07.
    """
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as result,
    ):
        parts = {name: source.read(name) for name in source.namelist()}
        for name, content in (parts | {RIBBON_PART: ribbon}).items():
            part = content
            if name == "xl/styles.xml":
                part = name_the_styles(part, styles_of_cells)
            elif name.startswith("xl/worksheets/sheet"):
                part = _EMPTY_RESULT.sub(rb'\1 t="str"\2', part)
            elif name == "docProps/core.xml":
                language = f"<dc:language>{LANGUAGE}</dc:language></cp:coreProperties>"
                part = part.replace(b"</cp:coreProperties>", language.encode())
            elif name == "_rels/.rels":
                part = part.replace(b"</Relationships>", _RIBBON_RELATIONSHIP.encode())
            info = zipfile.ZipInfo(name, _FIXED_DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            result.writestr(info, part)
    return target.getvalue()


def name_the_styles(part: bytes, styles_of_cells: Mapping[int, str]) -> bytes:
    """Give each cell format its named style.

    A cell format repeats the looks of its style by number, as Excel itself writes it, but no
    longer claims them as its own (``applyFont`` and so on): only number format, alignment and
    protection are the cell's.

    Args:
        part: ``xl/styles.xml``.
        styles_of_cells: Named style of each cell format, by position.
    """
    root = etree.fromstring(part)
    cells = root.find(f"{{{_MAIN}}}cellXfs")
    if cells is None:  # pragma: no cover - every workbook has cell formats
        return part
    position = {style.name: number for number, style in enumerate(STYLES)}
    looks: dict[str, etree._Element] = {}
    for number, cell_format in enumerate(cells):
        name = styles_of_cells[number]
        looks.setdefault(name, cell_format)
        cell_format.set("xfId", str(position[name]))
        for attribute in _FOLLOWED:
            cell_format.attrib.pop(attribute, "")

    formats = root.find(f"{{{_MAIN}}}cellStyleXfs")
    listed = root.find(f"{{{_MAIN}}}cellStyles")
    if formats is None or listed is None:  # pragma: no cover - as above
        return part
    for parent in (formats, listed):
        parent.clear()
        parent.set("count", str(len(STYLES)))
    for number, style in enumerate(STYLES):
        formats.append(_style_format(style, looks[style.name]))
        entry = etree.SubElement(listed, f"{{{_MAIN}}}cellStyle")
        entry.set("name", style.name)
        entry.set("xfId", str(number))
        if style.builtin is not None:
            entry.set("builtinId", str(style.builtin))
            if style.name != "Normal":
                entry.set("customBuiltin", "1")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _style_format(style: NamedStyle, like: etree._Element) -> etree._Element:
    """The looks of a style, taken from one of its cell formats."""
    made = etree.Element(f"{{{_MAIN}}}xf")
    made.set("numFmtId", "0")
    for attribute in ("fontId", "fillId", "borderId"):
        made.set(attribute, str(like.get(attribute)))
    if style.name != "Normal":
        # The style leaves these to the cell.
        made.set("applyNumberFormat", "0")
        made.set("applyAlignment", "0")
        if style.looks.get("locked", True):
            made.set("applyProtection", "0")
        else:
            etree.SubElement(made, f"{{{_MAIN}}}protection").set("locked", "0")
    return made
