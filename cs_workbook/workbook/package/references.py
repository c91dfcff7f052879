"""Every place outside the rows that may point at a table's range, brought along when it grows."""

import re
from collections.abc import Callable

from cs_workbook.errors import WorkbookRefused
from cs_workbook.workbook.package import formulas, xml
from cs_workbook.workbook.package.addresses import Range, parse_range
from cs_workbook.workbook.package.names import changed_names
from cs_workbook.workbook.package.parts import Package
from cs_workbook.workbook.package.resize import Resize

# Rules lie on cells and grow with them; links and merged cells only move.
_RULES = re.compile(
    r'(<(?:conditionalFormatting|dataValidation|ignoredError|protectedRange)\b[^>]*?\bsqref=")'
    r'([^"]+)(")'
)
_RULES_2010 = re.compile(r"(<xm:sqref>)([^<]+)(</xm:sqref>)")
_SPARKLINE = re.compile(r"<x14:sparkline>.*?</x14:sparkline>", re.DOTALL)
_PLACES = re.compile(r'(<(?:mergeCell|hyperlink)\b[^>]*?\bref=")([^"]+)(")')
_SOURCE = re.compile(r"<worksheetSource\b[^>]*>")
_LINKED = re.compile(r'(\b(?:textlink|fmlaLink|fmlaRange|fmlaTxbx)=")([^"]+)(")')
_LINKED_VML = re.compile(r"(<x:Fmla(?:Link|Range|Txbx)>)([^<]+)(</x:Fmla(?:Link|Range|Txbx)>)")


def _cells(text: str, change: Callable[[Range], Range]) -> str:
    """Change a list of ranges separated by blanks."""
    written = []
    for piece in text.split():
        try:
            old = parse_range(piece)
        except WorkbookRefused:  # whole columns or rows
            written.append(piece)
            continue
        new = change(old)
        written.append(piece if new == old else str(new))
    return " ".join(written)


def rules_on_sheet(tail: str, resize: Resize) -> str:
    """Return the text after a sheet's rows with its rules, links and merged cells in place."""

    def rule(match: re.Match[str]) -> str:
        new = _cells(match[2], lambda old: resize.new_range(old, single=True))
        return match[0] if new.split() == match[2].split() else match[1] + new + match[3]

    def place(match: re.Match[str]) -> str:
        old = parse_range(match[2])
        new = resize.new_range(old) if old.top > resize.body.bottom else old
        return match[0] if new == old else f"{match[1]}{new}{match[3]}"

    def moved_only(match: re.Match[str]) -> str:
        # A sparkline sits in one cell; only what moved under the table takes it along.
        return _RULES_2010.sub(
            lambda found: found[1] + _cells(found[2], resize.new_range) + found[3], match[0]
        )

    tail = _PLACES.sub(place, _RULES.sub(rule, tail))
    pieces = []
    position = 0
    for match in _SPARKLINE.finditer(tail):
        pieces.append(_RULES_2010.sub(rule, tail[position : match.start()]))
        pieces.append(moved_only(match))
        position = match.end()
    pieces.append(_RULES_2010.sub(rule, tail[position:]))
    return "".join(pieces)


def elsewhere(package: Package, resize: Resize) -> None:
    """Change the parts that are no worksheets: names, charts, pivot sources, linked shapes."""
    workbook = package.text(package.workbook_part)
    package.write(package.workbook_part, changed_names(workbook, resize.in_formula(None)))
    quick = formula_spellings(resize.sheet)
    for name in list(package.names()):
        change = _change_for(name)
        if change is None:
            continue
        data = package.read(name)
        if any(spelling in data for spelling in quick) or name.startswith("xl/pivotCache/"):
            text = package.decode(name, data)
            package.write(name, change(text, resize))


def formula_spellings(sheet: str) -> tuple[bytes, ...]:
    """Return how a sheet's name may stand in the bytes of a part, for a quick first look."""
    quoted = sheet.replace("'", "''")
    spellings = {sheet, quoted, xml.escape(quoted), xml.escape_attribute(quoted)}
    spellings.add(xml.escape(quoted).replace("'", "&apos;"))
    return tuple(sorted(spelling.encode("utf-8") for spelling in spellings))


def _change_for(name: str) -> Callable[[str, Resize], str] | None:
    if not name.startswith("xl/"):
        return None
    folder = name.split("/")[1]
    if folder == "charts" and "chart" in name and name.endswith(".xml"):
        return _in_charts
    if folder == "pivotCache" and "Definition" in name and name.endswith(".xml"):
        return _in_pivot_source
    if folder == "tables" and name.endswith(".xml"):
        return _in_tables
    if (folder in ("drawings", "ctrlProps")) and name.endswith((".xml", ".vml")):
        return _in_drawings
    return None


def _in_charts(text: str, resize: Resize) -> str:
    return formulas.each_formula(text, resize.in_formula(None, single=True))


def _in_tables(text: str, resize: Resize) -> str:
    return formulas.each_formula(text, resize.in_formula(None))


def _in_drawings(text: str, resize: Resize) -> str:
    return each_linked(text, resize.in_formula(None))


def each_linked(text: str, change: Callable[[str], str]) -> str:
    """Return a drawing in which every formula a shape is linked to went through ``change``."""

    def replaced(match: re.Match[str]) -> str:
        formula = xml.unescape(match[2])
        new = change(formula)
        return match[0] if new == formula else match[1] + xml.escape_attribute(new) + match[3]

    return _LINKED_VML.sub(replaced, _LINKED.sub(replaced, text))


def _in_pivot_source(text: str, resize: Resize) -> str:
    def replaced(match: re.Match[str]) -> str:
        found = xml.attributes(match[0])
        if found.get("sheet", "").casefold() != resize.sheet.casefold() or "ref" not in found:
            return match[0]
        if "r:id" in found:  # another workbook's sheet
            return match[0]
        new = _cells(found["ref"], resize.new_range)
        return match[0] if new == found["ref"] else xml.set_attribute(match[0], "ref", new)

    return _SOURCE.sub(replaced, text)
