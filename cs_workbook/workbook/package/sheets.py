"""The list of worksheets, and everything a new one needs in the package."""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from cs_workbook.errors import WorkbookRefused
from cs_workbook.workbook.package import xml
from cs_workbook.workbook.package.members import rels_name
from cs_workbook.workbook.package.names import shifted_scopes
from cs_workbook.workbook.package.parts import CONTENT_TYPES_PART, Package

_SHEET = re.compile(r"<sheet\b[^>]*?/?>")
_SHEET_ID = re.compile(r'<sheet\b[^>]*?\bsheetId="(\d+)"')
_CODE_NAME = re.compile(r'<(?:sheetPr|workbookPr)\b[^>]*\bcodeName="([^"]+)"')
_VIEW = re.compile(r"<workbookView\b[^>]*>")
_FORBIDDEN = re.compile(r"[:\\/?*\[\]\x00-\x1f]")
_LONGEST_NAME = 31
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_TITLES = re.compile(r"(<vt:lpstr>[^<]*</vt:lpstr></vt:variant><vt:variant><vt:i4>)(\d+)(</vt:i4>)")
_TITLE_LIST = re.compile(
    r'(<TitlesOfParts><vt:vector size=")(\d+)("[^>]*>)(.*?)(</vt:vector>)', re.DOTALL
)


class SheetEntry(NamedTuple):
    """A worksheet: its name as people see it and its part."""

    name: str
    part: str


def worksheets(package: Package) -> list[SheetEntry]:
    """Return the worksheets in tab order; chart sheets are none."""
    links = package.relationships(package.workbook_part)
    found = []
    for tag in _SHEET.findall(package.text(package.workbook_part)):
        attributes = xml.attributes(tag)
        ids = [value for key, value in attributes.items() if key.endswith(":id")]
        link = links.get(ids[0]) if ids else None
        if link is not None and link.kind.endswith("/worksheet") and link.target in package:
            found.append(SheetEntry(attributes.get("name", ""), link.target))
    return found


def check_name(name: str, taken: Sequence[str]) -> None:
    """Refuse a sheet name Excel would not take.

    Raises:
        WorkbookRefused: It is empty, too long, holds a forbidden character, or is taken.
    """
    length = len(name.encode("utf-16-le", "surrogatepass")) // 2
    reason = ""
    if not name.strip():
        reason = "an empty one"
    elif length > _LONGEST_NAME:
        reason = f"{length} characters"
    elif _FORBIDDEN.search(name):
        reason = "one of : \\ / ? * [ ]"
    elif name.startswith("'") or name.endswith("'"):
        reason = "an apostrophe at its end"
    elif name.casefold() == "history":
        reason = "a name Excel reserves"
    elif name.casefold() in {other.casefold() for other in taken}:
        reason = "one that is taken already"
    if reason:
        raise WorkbookRefused(
            f"{name!r}: expected a sheet name of 1 to {_LONGEST_NAME} characters, found {reason}. "
            "Choose another name."
        )


def add_sheet(
    package: Package,
    name: str,
    written: Callable[[str], str],
    *,
    after: str | None,
    first: bool = False,
    code_names: set[str],
) -> SheetEntry:
    """Add a worksheet.

    Args:
        package: The package to change.
        name: The new sheet's name.
        written: Gives the sheet's XML for the name the macros know it by, which may be empty.
        after: The sheet it stands behind; at the end where ``None``.
        first: Whether it stands before all others instead.
        code_names: The names the macros know sheets by, as :func:`known_code_names` gives them;
            the new one is added.

    Returns:
        The new sheet.

    Raises:
        WorkbookRefused: The name cannot be used, or a value cannot stand in a cell.
    """
    workbook = package.text(package.workbook_part)
    tags = list(_SHEET.finditer(workbook))
    names = [xml.attributes(tag[0]).get("name", "") for tag in tags]
    check_name(name, names)
    lowered = [other.casefold() for other in names]
    position = len(tags) if after is None else lowered.index(after.casefold()) + 1
    if first:
        position = 0

    parts = (re.fullmatch(r"xl/worksheets/sheet(\d+)\.xml", part) for part in package.names())
    number = max((int(match[1]) for match in parts if match), default=0) + 1
    part = f"xl/worksheets/sheet{number}.xml"
    code_name = ""
    if "xl/vbaProject.bin" in package:
        code_name = _free_code_name(code_names, count=len(tags))
    package.write(part, written(code_name))

    relationship = link(package, part, kind=f"{xml.RELATIONSHIPS}/worksheet")
    content_types = package.text(CONTENT_TYPES_PART)
    override = f'<Override PartName="/{part}" ContentType="{_SHEET_TYPE}"/>'
    package.write(CONTENT_TYPES_PART, content_types.replace("</Types>", f"{override}</Types>"))

    sheet_id = max(map(int, _SHEET_ID.findall(workbook)), default=0) + 1
    prefix = _prefix(workbook)
    entry = (
        f'<sheet name="{xml.escape_attribute(name)}" sheetId="{sheet_id}" '
        f'{prefix}:id="{relationship}"/>'
    )
    at = tags[position - 1].end() if position else tags[0].start()
    if position and not tags[position - 1][0].endswith("/>"):
        at = workbook.index("</sheet>", at) + len("</sheet>")
    workbook = workbook[:at] + entry + workbook[at:]
    if position < len(tags):
        workbook = shifted_scopes(workbook, position)
        workbook = _VIEW.sub(lambda match: _moved_view(match[0], position), workbook)
    package.write(package.workbook_part, workbook)
    _add_title(package, name, names[position - 1] if position else None)
    return SheetEntry(name, part)


def set_state(package: Package, name: str, state: str | None) -> None:
    """Hide a worksheet as another one is hidden, or show it where ``None``."""
    workbook = package.text(package.workbook_part)
    for tag in _SHEET.findall(workbook):
        if xml.attributes(tag).get("name") == name:
            changed = xml.set_attribute(tag, "state", state)
            package.write(package.workbook_part, workbook.replace(tag, changed, 1))


def _prefix(workbook: str) -> str:
    found = re.search(rf'xmlns:(\w+)="{re.escape(xml.RELATIONSHIPS)}"', workbook)
    return found[1] if found else "r"


def known_code_names(package: Package) -> set[str]:
    """Return the names the macros know the workbook and its sheets by, in small letters."""
    heads = [package.read(sheet.part)[:4096] for sheet in worksheets(package)]
    heads.append(package.read(package.workbook_part))
    texts = [head.decode("utf-8", errors="ignore") for head in heads]
    return {found.casefold() for text in texts for found in _CODE_NAME.findall(text)}


def _free_code_name(taken: set[str], *, count: int) -> str:
    """Return a name the macros know no sheet by; Excel adds the sheet's module on opening."""
    number = count + 1
    while f"sheet{number}" in taken:
        number += 1
    taken.add(f"sheet{number}")
    return f"Sheet{number}"


def link(package: Package, part: str, *, kind: str) -> str:
    """Let the workbook part lead to another part and return the relationship's id."""
    name = rels_name(package.workbook_part)
    links = package.relationships(package.workbook_part)
    number = 1
    while f"rId{number}" in links:
        number += 1
    target = part.removeprefix("xl/") if package.workbook_part.startswith("xl/") else f"/{part}"
    relationship = f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
    text = package.text(name)
    package.write(name, text.replace("</Relationships>", f"{relationship}</Relationships>"))
    return f"rId{number}"


def _moved_view(tag: str, position: int) -> str:
    """Keep the same sheet in front after one was put in before it."""
    found = xml.attributes(tag)
    # Where nothing is said, the first sheet is in front, and the row of tabs begins at its start.
    for attribute, shown in (
        ("activeTab", int(found.get("activeTab", 0))),
        ("firstSheet", int(found.get("firstSheet", -1))),
    ):
        if shown >= position:
            tag = xml.set_attribute(tag, attribute, str(shown + 1))
    return tag


def _add_title(package: Package, name: str, before: str | None) -> None:
    """List the sheet in the document properties, where they list sheets.

    Args:
        package: The package to change.
        name: The sheet.
        before: The sheet it stands behind; ``None`` where it is the first.
    """
    part = "docProps/app.xml"
    if part not in package:
        return
    text = package.text(part)
    if not (_TITLES.search(text) and _TITLE_LIST.search(text)):
        return
    anchor = "" if before is None else f"<vt:lpstr>{xml.escape(before)}</vt:lpstr>"
    found = _TITLE_LIST.search(text)
    if found is None or anchor not in found[4]:
        return

    def listed(match: re.Match[str]) -> str:
        title = f"{anchor}<vt:lpstr>{xml.escape(name)}</vt:lpstr>"
        titles = match[4].replace(anchor, title, 1)
        return f"{match[1]}{int(match[2]) + 1}{match[3]}{titles}{match[5]}"

    text = _TITLE_LIST.sub(listed, text, count=1)
    # Worksheets are the first pair Excel writes; charts and named ranges follow.
    text = _TITLES.sub(lambda match: f"{match[1]}{int(match[2]) + 1}{match[3]}", text, count=1)
    package.write(part, text)
