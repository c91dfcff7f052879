"""The parts of a workbook file that hold macros and ribbon, taken over from another file.

All other parts keep their bytes. What only fits the old macros goes with them: their signature,
and code names of sheets the new project does not know (Excel gives those sheets new ones).
"""

import re
from collections.abc import Collection
from pathlib import Path

from cs_workbook.errors import WorkbookRefused
from cs_workbook.workbook.package import archive
from cs_workbook.workbook.package.members import Relationship
from cs_workbook.workbook.package.parts import CONTENT_TYPES_PART, Package
from cs_workbook.workbook.package.sheets import worksheets

VBA_PART = "xl/vbaProject.bin"
_RIBBON_LINK = "/ui/extensibility"
_MACRO_TYPE = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_CODE_NAME = re.compile(r'(<sheetPr\b[^>]*?)\s+codeName="([^"]*)"')


def renew_macros(path: Path, template: Path, *, known: Collection[str], macros: bool) -> bool:
    """Give a workbook file the macros and the ribbon of another one.

    Args:
        path: The file to change, in place.
        template: The file to take them from.
        known: Names of the modules of the new macros.
        macros: Whether the macros differ; Excel writes the same source in other bytes.

    Returns:
        Whether anything was different.

    Raises:
        WorkbookRefused: The file is no workbook with macros, or is signed.
    """
    package, source = Package(path), Package(template)
    if _MACRO_TYPE not in package.text(CONTENT_TYPES_PART) or VBA_PART not in package:
        raise WorkbookRefused(
            f"{path.name}: expected a workbook with macros, found one without. Save it in Excel as "
            "Macro-Enabled Workbook (.xlsm), or start from a new tracker."
        )
    if package.signed:
        raise WorkbookRefused(
            f"{path.name}: the workbook is digitally signed, and a change would break the "
            "signature. Remove it (File > Info > View Signatures) and try again."
        )
    if macros:
        for link in package.relationships(VBA_PART).values():
            if not link.external and link.target in package:
                package.drop(link.target)
        package.write(VBA_PART, source.read(VBA_PART))
        _forget_code_names(package, known)
    _renew_ribbon(package, source)
    if not package.edited:
        return False
    with archive.replacing(path) as file:
        _write(package, archive.ZipWriter(file))
    return True


def _forget_code_names(package: Package, known: Collection[str]) -> None:
    for entry in worksheets(package):
        text = package.text(entry.part)
        found = _CODE_NAME.search(text)
        if found and found[2] not in known:
            package.write(entry.part, _CODE_NAME.sub(r"\1", text, count=1))


def _renew_ribbon(package: Package, source: Package) -> None:
    ours = {link.target: link for link in _ribbons(source)}
    theirs = {link.target: link for link in _ribbons(package)}
    if all(
        target in package and package.read(target) == source.read(target) for target in ours
    ) and set(theirs) == set(ours):
        return
    for target in theirs:
        package.drop(target)
    links = package.text("_rels/.rels")
    for target, link in ours.items():
        package.write(target, source.read(target))
        tag = f'<Relationship Id="{link.id}" Type="{link.kind}" Target="{target}"/>'
        links = package.text("_rels/.rels").replace("</Relationships>", f"{tag}</Relationships>")
        package.write("_rels/.rels", links)


def _ribbons(package: Package) -> list[Relationship]:
    return [
        link
        for link in package.relationships("").values()
        if link.kind.endswith(_RIBBON_LINK) and not link.external
    ]


def _write(package: Package, writer: archive.ZipWriter) -> None:
    infos = {info.filename: info for info in package.members}
    order = list(package.names())
    for name in order:
        if name in package.changed:
            writer.deflate(name, [package.read(name)])
        else:
            writer.copy(infos[name], package.raw(infos[name]))
    writer.finish(order)


def part_names(path: Path) -> list[str]:
    """Return the names of all parts of a workbook file."""
    return list(Package(path).names())
