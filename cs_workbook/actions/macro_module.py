"""Read from a tracker's VBA project what the upgrade and the doctor must know.

A module's source stands compressed in the project (MS-OVBA 2.4.1). The container is searched for
compressed pieces instead of read in full: enough to find a version and the module names, and a
project that keeps its pieces in another way simply says nothing.
"""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

_PART = "xl/vbaProject.bin"
_SIGNATURE = 1
_CHUNK_MARK = 0b011
_CHUNK = 4096
_XLWINGS = re.compile(rb'XLWINGS_VERSION\s+As\s+String\s*=\s*"([\w.]+)"', re.IGNORECASE)
_MODULE = re.compile(rb'Attribute VB_Name = "([^"\r\n]+)"')


def vba_project(path: Path) -> bytes | None:
    """Return a workbook's VBA project, ``None`` where it has none."""
    with zipfile.ZipFile(path) as package:
        return package.read(_PART) if _PART in package.namelist() else None


def xlwings_version_inside(path: Path) -> str | None:
    """Return the xlwings version the macro module of a workbook belongs to, if it has one."""
    project = vba_project(path)
    for source in sources(project or b""):
        found = _XLWINGS.search(source)
        if found:
            return found[1].decode("ascii")
    return None


def sources(project: bytes) -> Iterator[bytes]:
    """Yield the source text of every module found in a VBA project."""
    start = project.find(bytes([_SIGNATURE]))
    while start >= 0:
        if start + 2 < len(project) and project[start + 2] >> 4 & 0b111 == _CHUNK_MARK:
            text = decompressed(project, start)
            if text.startswith(b"Attribute VB_"):
                yield text
        start = project.find(bytes([_SIGNATURE]), start + 1)


def modules(project: bytes) -> dict[str, bytes]:
    """Return the modules of a VBA project: name to source."""
    found = {}
    for source in sources(project):
        name = _MODULE.match(source)
        if name:
            found[name[1].decode("cp1252", "replace")] = source
    return found


def decompressed(data: bytes, start: int) -> bytes:
    """Return what a compressed container holds, as far as it makes sense.

    Args:
        data: The bytes around it.
        start: Where its signature byte stands.
    """
    result = bytearray()
    place = start + 1
    while place + 2 <= len(data):
        header = int.from_bytes(data[place : place + 2], "little")
        if header >> 12 & 0b111 != _CHUNK_MARK:
            break
        end = min(place + 3 + (header & 0xFFF), len(data))
        place += 2
        before = len(result)
        if header >> 15:
            if not _chunk(data, place, end, result):
                break
        else:
            result += data[place : place + _CHUNK]
        place = end
        if len(result) - before < _CHUNK:
            break  # only the last chunk is short; what follows belongs to something else
    return bytes(result)


def _chunk(data: bytes, place: int, end: int, result: bytearray) -> bool:
    """Append one compressed chunk; say whether it made sense."""
    begin = len(result)
    while place < end:
        flags = data[place]
        place += 1
        for bit in range(8):
            if place >= end:
                break
            if not flags >> bit & 1:
                result.append(data[place])
                place += 1
                continue
            if place + 2 > end:
                return False
            token = int.from_bytes(data[place : place + 2], "little")
            place += 2
            bits = max((len(result) - begin - 1).bit_length(), 4)
            length = (token & 0xFFFF >> bits) + 3
            offset = (token >> 16 - bits) + 1
            if offset > len(result) - begin:
                return False
            for _ in range(length):
                result.append(result[-offset])
    return True
