"""The members of the zip: which are refused, and how parts name each other."""

import posixpath
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass

from cs_workbook.errors import WorkbookRefused

# Real sheets compress 10 to 40 times; a 100 MB part from a 100 kB member is no worksheet.
_LARGEST_PART = 3 * 2**30
_LARGEST_TOTAL = 4 * 2**30
_SUSPICIOUS_RATIO = 400
_SUSPICIOUS_SIZE = 100 * 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class Relationship:
    """One link from a part (or the package) to another part or an outside address."""

    id: str
    kind: str
    target: str
    external: bool


def check_members(file: str, members: Iterable[zipfile.ZipInfo]) -> None:
    """Refuse a zip that no spreadsheet program writes, or that is not safe to unpack.

    Raises:
        WorkbookRefused: A part comes twice, is encrypted, or would unpack beyond all measure.
    """
    seen: set[str] = set()
    total = 0
    for info in members:
        name = info.filename.lower()  # part names are equal regardless of case (ECMA-376-2)
        if name in seen:
            raise WorkbookRefused(
                f"{file}: two parts are named {info.filename}. Open the workbook in "
                "Excel, let it repair the file, and save it under a new name."
            )
        seen.add(name)
        if info.flag_bits & 0x1:
            raise WorkbookRefused(
                f"{file}: the zip is encrypted. Save the workbook without a password."
            )
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise WorkbookRefused(
                f"{file}: {info.filename} is compressed in a way Excel does not use. "
                "Open the workbook in Excel and save it."
            )
        total += info.file_size
        bomb = (
            info.file_size > _SUSPICIOUS_SIZE
            and info.file_size > info.compress_size * _SUSPICIOUS_RATIO
        )
        if bomb or info.file_size > _LARGEST_PART or total > _LARGEST_TOTAL:
            raise WorkbookRefused(
                f"{file}: {info.filename} would unpack to "
                f"{info.file_size >> 20} MB, which no real workbook does. "
                "Do not open this file; ask its sender."
            )


def rels_name(source: str) -> str:
    """Return the name of the part that holds another part's relationships.

    >>> rels_name("xl/workbook.xml")
    'xl/_rels/workbook.xml.rels'
    """
    folder, name = posixpath.split(source)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def source_of(rels: str) -> str:
    """Return the part whose relationships a part holds."""
    folder, name = posixpath.split(rels)
    return posixpath.join(posixpath.dirname(folder), name.removesuffix(".rels"))


def resolve(source: str, target: str) -> str:
    """Return the part a relationship's target names, seen from its source."""
    if target.startswith("/"):
        return posixpath.normpath(target)[1:]
    return posixpath.normpath(posixpath.join(posixpath.dirname(source), target))
