"""Writes the zip, and puts it in the place of the old file: all of it, or nothing.

Members nobody changed are copied in their compressed form. Changed members are deflated with
ISA-L while they are produced, so that a large sheet is never whole in memory. The order of the
file is kept, changed members carry one fixed time, so the same edit always gives the same file.
"""

import contextlib
import os
import struct
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from isal import isal_zlib

from cs_workbook.errors import WorkbookError, WorkbookLocked

# The first moment a zip can name; it says nothing about when somebody worked.
_FIXED_DATE = (1 << 5) | 1
_LEVEL = 2
_LIMIT_32 = 0xFFFFFFFF
_LIMIT_16 = 0xFFFF
_UTF8_FLAG = 0x800


@dataclass(slots=True, kw_only=True)
class _Entry:
    name: bytes
    flags: int
    method: int
    time: int
    date: int
    crc: int
    compressed: int
    size: int
    offset: int
    external: int


class ZipWriter:
    """Writes members one after the other to a seekable file.

    Args:
        file: Where to write.
        large_from: Sizes from which the 64-bit fields are used; a test lowers it.
    """

    def __init__(self, file: BinaryIO, *, large_from: int = _LIMIT_32) -> None:
        self._file = file
        self._large_from = large_from
        self._entries: list[_Entry] = []

    def copy(self, info: zipfile.ZipInfo, raw: bytes) -> None:
        """Write a member as another zip holds it."""
        year, month, day, hour, minute, second = info.date_time
        entry = _Entry(
            name=info.orig_filename.encode("utf-8" if info.flag_bits & _UTF8_FLAG else "cp437"),
            # Sizes stand in our header, so the bit that promises them behind the data goes.
            flags=info.flag_bits & ~0x8,
            method=info.compress_type,
            time=hour << 11 | minute << 5 | second // 2,
            date=(year - 1980) << 9 | month << 5 | day,
            crc=info.CRC,
            compressed=len(raw),
            size=info.file_size,
            offset=self._file.tell(),
            external=info.external_attr,
        )
        self._file.write(self._local_header(entry, large=self._is_large(entry)))
        self._file.write(raw)
        self._entries.append(entry)

    def deflate(self, name: str, chunks: Iterable[bytes], *, large: bool = False) -> None:
        """Write a member from the pieces of its content.

        Args:
            name: The part's name.
            chunks: Its content.
            large: Whether it may exceed 4 GB, which the header has to announce beforehand.
        """
        ascii_name = name.isascii()
        entry = _Entry(
            name=name.encode("utf-8"),
            flags=0 if ascii_name else _UTF8_FLAG,
            method=zipfile.ZIP_DEFLATED,
            time=0,
            date=_FIXED_DATE,
            crc=0,
            compressed=0,
            size=0,
            offset=self._file.tell(),
            external=0,
        )
        large = large or self._large_from == 0
        self._file.write(self._local_header(entry, large=large))
        packer = isal_zlib.compressobj(_LEVEL, isal_zlib.DEFLATED, -15)
        for chunk in chunks:
            entry.crc = isal_zlib.crc32(chunk, entry.crc)
            entry.size += len(chunk)
            entry.compressed += self._file.write(packer.compress(chunk))
        entry.compressed += self._file.write(packer.flush())
        end = self._file.tell()
        self._file.seek(entry.offset)
        self._file.write(self._local_header(entry, large=large))
        self._file.seek(end)
        self._entries.append(entry)

    def finish(self, order: Iterable[str]) -> None:
        """Write the directory.

        Args:
            order: Member names in the order the directory lists them.
        """
        position = {name.encode("utf-8"): index for index, name in enumerate(order)}
        entries = sorted(self._entries, key=lambda entry: position.get(entry.name, len(position)))
        start = self._file.tell()
        for entry in entries:
            self._file.write(self._central_header(entry))
        size = self._file.tell() - start
        count = len(entries)
        if start >= self._large_from or count >= _LIMIT_16 or size >= self._large_from:
            record = self._file.tell()
            self._file.write(
                struct.pack(
                    "<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, size, start
                )
            )
            self._file.write(struct.pack("<4sLQL", b"PK\x06\x07", 0, record, 1))
            start, size, count = _LIMIT_32, _LIMIT_32, _LIMIT_16
        self._file.write(struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, size, start, 0))

    def _is_large(self, entry: _Entry) -> bool:
        return max(entry.size, entry.compressed) >= self._large_from

    def _local_header(self, entry: _Entry, *, large: bool) -> bytes:
        extra = struct.pack("<2H2Q", 1, 16, entry.size, entry.compressed) if large else b""
        return (
            struct.pack(
                "<4s5H3L2H",
                b"PK\x03\x04",
                45 if large else 20,
                entry.flags,
                entry.method,
                entry.time,
                entry.date,
                entry.crc,
                _LIMIT_32 if large else entry.compressed,
                _LIMIT_32 if large else entry.size,
                len(entry.name),
                len(extra),
            )
            + entry.name
            + extra
        )

    def _central_header(self, entry: _Entry) -> bytes:
        numbers = (entry.size, entry.compressed, entry.offset)
        fields = [number if number >= self._large_from else None for number in numbers]
        wide = [value for value in fields if value is not None]
        extra = struct.pack(f"<2H{len(wide)}Q", 1, 8 * len(wide), *wide) if wide else b""
        size, compressed, offset = (
            narrow if value is None else _LIMIT_32
            for value, narrow in zip(fields, numbers, strict=True)
        )
        return (
            struct.pack(
                "<4s6H3L5H2L",
                b"PK\x01\x02",
                45 if wide else 20,
                45 if wide else 20,
                entry.flags,
                entry.method,
                entry.time,
                entry.date,
                entry.crc,
                compressed,
                size,
                len(entry.name),
                len(extra),
                0,
                0,
                0,
                entry.external,
                offset,
            )
            + entry.name
            + extra
        )


def check_free(path: Path) -> None:
    """Refuse where someone has the workbook open or it may not be written.

    Excel puts ``~$name`` beside an open workbook, LibreOffice ``.~lock.name#``.

    Raises:
        WorkbookLocked: It is open elsewhere, or not writable.
    """
    for lock in (path.with_name(f"~${path.name}"), path.with_name(f".~lock.{path.name}#")):
        if lock.exists():
            raise WorkbookLocked(
                f"{path.name}: the workbook is open ({lock.name} lies beside it). Close it and try "
                "again; delete that file only if no program has the workbook open."
            )
    if path.exists() and not os.access(path, os.W_OK):
        raise WorkbookLocked(
            f"{path.name}: the file is write-protected. Remove the protection or save elsewhere."
        )
    if not os.access(path.parent, os.W_OK):
        raise WorkbookLocked(
            f"{path.name}: files cannot be written in {path.parent}. Choose another folder."
        )


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Give a temporary file that takes the place of ``path`` once everything is written.

    The temporary file lies in the same folder, because only then is the replacement one step. It is
    forced to the disk before, and the folder after it, so that a power cut leaves the old
    file or the new one.

    Raises:
        WorkbookLocked: Windows holds the file for another program.
        WorkbookError: The disk is full or failing; the old file is as it was.
    """
    path = path.resolve()  # a link stays a link to the new file
    temporary: Path | None = None
    try:
        descriptor, name = tempfile.mkstemp(prefix=".", suffix=".tmp", dir=path.parent)
        temporary = Path(name)
        with os.fdopen(descriptor, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(_mode_for(path))
        temporary.replace(path)
    except PermissionError as error:
        raise WorkbookLocked(
            f"{path.name}: another program holds the file. Close it there and try again."
        ) from error
    except OSError as error:
        raise WorkbookError(
            f"{path.name}: the file could not be written ({error.strerror}); the old one is as it "
            "was. Make room or save elsewhere."
        ) from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _mode_for(path: Path) -> int:
    """Return the permissions of the file that is replaced, or those a new file gets."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
