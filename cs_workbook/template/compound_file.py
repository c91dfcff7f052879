"""Writes a compound file: the small file system inside ``vbaProject.bin``, as [MS-CFB] has it.

Version 3 with sectors of 512 bytes. Streams below 4,096 bytes live in the mini stream (sectors of
64 bytes), larger ones in sectors of their own. The siblings of each storage form a balanced
red-black tree. No time stamps are written, so the same streams give the same bytes.

On disk: header, FAT, directory, mini FAT, mini stream, large streams.

References:
    [MS-CFB] 2.2 (header), 2.3 (FAT), 2.4 (mini FAT), 2.6 (directory, tree and sort order).
"""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from cs_workbook.errors import SettingsError

_SECTOR: Final = 512
_MINI_SECTOR: Final = 64
_MINI_CUTOFF: Final = 4096
_ENTRIES_PER_SECTOR: Final = _SECTOR // 4
_FAT_SECTORS_IN_HEADER: Final = 109
_LONGEST_NAME: Final = 31

_FREE: Final = 0xFFFFFFFF
_END_OF_CHAIN: Final = 0xFFFFFFFE
_FAT_SECTOR: Final = 0xFFFFFFFD
_NO_STREAM: Final = 0xFFFFFFFF

_STORAGE: Final = 1
_STREAM: Final = 2
_ROOT: Final = 5
_RED: Final = 0
_BLACK: Final = 1

# Name, its length in bytes, kind, colour, left, right, child, class id, state bits, created,
# modified, first sector, size.
_ENTRY: Final = struct.Struct("<64sHBBIII16sIQQIQ")


@dataclass(slots=True, kw_only=True)
class _Entry:
    """One line of the directory: the root, a storage (folder) or a stream (file)."""

    name: str
    kind: int
    content: bytes = b""
    colour: int = _BLACK
    left: int = _NO_STREAM
    right: int = _NO_STREAM
    child: int = _NO_STREAM
    first_sector: int = 0
    size: int = 0

    @property
    def sort_key(self) -> tuple[int, list[int]]:
        """Shorter names first, then by upper-case UTF-16 code unit ([MS-CFB] 2.6.4)."""
        upper = self.name.upper().encode("utf-16-le")
        return len(self.name.encode("utf-16-le")), [
            int.from_bytes(upper[at : at + 2], "little") for at in range(0, len(upper), 2)
        ]

    def packed(self) -> bytes:
        """Return the entry's 128 bytes."""
        name = self.name.encode("utf-16-le") + b"\0\0"
        return _ENTRY.pack(
            *(name, len(name), self.kind, self.colour, self.left, self.right, self.child),
            *(bytes(16), 0, 0, 0, self.first_sector, self.size),
        )


def write_compound_file(streams: Mapping[str, bytes]) -> bytes:
    """Lay the streams out as one compound file.

    Args:
        streams: Path to content; ``VBA/dir`` is the stream ``dir`` in the storage ``VBA``. The
            order decides where streams lie, never how they are found.

    Returns:
        The whole file.

    Raises:
        SettingsError: A name is longer than 31 characters, two names in one storage differ only
            in upper and lower case, or there are more than about 7 MB.
    """
    entries = _directory(streams)
    mini_stream, mini_fat = _place_small_streams(entries)
    large = [entry for entry in entries if entry.size >= _MINI_CUTOFF]
    directory_sectors = _sectors(len(entries) * _ENTRY.size)
    mini_fat_sectors = _sectors(len(mini_fat) * 4)
    mini_stream_sectors = _sectors(len(mini_stream))
    fat_sectors = _fat_sectors_for(
        directory_sectors
        + mini_fat_sectors
        + mini_stream_sectors
        + sum(_sectors(entry.size) for entry in large)
    )

    fat = [_FAT_SECTOR] * fat_sectors
    first_directory_sector = _chain(fat, directory_sectors)
    first_mini_fat_sector = _chain(fat, mini_fat_sectors)
    # The root entry doubles as the entry of the mini stream.
    root = entries[0]
    root.first_sector = _chain(fat, mini_stream_sectors)
    root.size = len(mini_stream)
    for entry in large:
        entry.first_sector = _chain(fat, _sectors(entry.size))

    unused = _ENTRY.pack(b"", 0, 0, 0, _NO_STREAM, _NO_STREAM, _NO_STREAM, b"", 0, 0, 0, 0, 0)
    directory = b"".join(entry.packed() for entry in entries)
    directory += unused * ((directory_sectors * _SECTOR - len(directory)) // _ENTRY.size)
    return b"".join(
        (
            _header(
                fat_sectors=fat_sectors,
                first_directory_sector=first_directory_sector,
                first_mini_fat_sector=first_mini_fat_sector,
                mini_fat_sectors=mini_fat_sectors,
            ),
            _table(fat),
            directory,
            _table(mini_fat),
            _padded(mini_stream, _SECTOR),
            *(_padded(entry.content, _SECTOR) for entry in large),
        )
    )


def _directory(streams: Mapping[str, bytes]) -> list[_Entry]:
    """List root, storages and streams, each storage's children linked into a tree."""
    entries = [_Entry(name="Root Entry", kind=_ROOT)]
    storages = {"": 0}
    children: dict[int, list[int]] = {0: []}
    for path, content in streams.items():
        parent = 0
        *folders, name = path.split("/")
        for depth, folder in enumerate(folders, start=1):
            folder_path = "/".join(folders[:depth])
            if folder_path not in storages:
                storages[folder_path] = len(entries)
                children[parent].append(len(entries))
                children[len(entries)] = []
                entries.append(_Entry(name=folder, kind=_STORAGE))
            parent = storages[folder_path]
        children[parent].append(len(entries))
        entries.append(_Entry(name=name, kind=_STREAM, content=content, size=len(content)))

    for entry in entries:
        if not 1 <= len(entry.name.encode("utf-16-le")) // 2 <= _LONGEST_NAME:
            raise SettingsError(
                f"{entry.name!r}: expected a stream name of 1 to {_LONGEST_NAME} characters. "
                "Choose a shorter name."
            )
    for storage, members in children.items():
        members.sort(key=lambda index: entries[index].sort_key)
        for before, after in pairwise(members):
            if entries[before].sort_key == entries[after].sort_key:
                raise SettingsError(
                    f"{entries[after].name!r}: expected each stream name once, found it twice "
                    "(upper and lower case count as the same). Rename one."
                )
        entries[storage].child = _link(entries, members, levels=len(members).bit_length())
    return entries


def _link(entries: Sequence[_Entry], members: Sequence[int], *, levels: int, level: int = 1) -> int:
    """Join sorted siblings into a balanced tree and return its top.

    Halving leaves gaps on the two lowest levels only. With the lowest level red and all others
    black, every way down then meets the same number of black nodes and never two red in a row.
    """
    if not members:
        return _NO_STREAM
    middle = len(members) // 2
    top = entries[members[middle]]
    top.left = _link(entries, members[:middle], levels=levels, level=level + 1)
    top.right = _link(entries, members[middle + 1 :], levels=levels, level=level + 1)
    top.colour = _RED if level == levels > 1 else _BLACK
    return members[middle]


def _place_small_streams(entries: Sequence[_Entry]) -> tuple[bytes, list[int]]:
    """Put every stream below 4,096 bytes into the mini stream; return it with its mini FAT."""
    mini_stream = bytearray()
    mini_fat: list[int] = []
    for entry in entries:
        if entry.kind == _STREAM and entry.size < _MINI_CUTOFF:
            content = _padded(entry.content, _MINI_SECTOR)
            entry.first_sector = _chain(mini_fat, len(content) // _MINI_SECTOR)
            mini_stream += content
    return bytes(mini_stream), mini_fat


def _chain(table: list[int], count: int) -> int:
    """Append a chain of ``count`` sectors to an allocation table; return its first sector."""
    if count == 0:
        return _END_OF_CHAIN
    first = len(table)
    table.extend(range(first + 1, first + count))
    table.append(_END_OF_CHAIN)
    return first


def _sectors(size: int) -> int:
    """How many sectors ``size`` bytes take."""
    return -(-size // _SECTOR)


def _fat_sectors_for(other_sectors: int) -> int:
    """How many FAT sectors describe the others and themselves."""
    # Each FAT sector describes 128 sectors, one of which is itself.
    count = -(-other_sectors // (_ENTRIES_PER_SECTOR - 1))
    if count > _FAT_SECTORS_IN_HEADER:
        largest = _FAT_SECTORS_IN_HEADER * (_ENTRIES_PER_SECTOR - 1) * _SECTOR
        raise SettingsError(
            f"expected at most {largest:,} bytes of macros, found about "
            f"{other_sectors * _SECTOR:,}. Leave out modules."
        )
    return count


def _padded(content: bytes, unit: int) -> bytes:
    return content + bytes(-len(content) % unit)


def _table(numbers: Sequence[int]) -> bytes:
    """Allocation table as whole sectors, its unused places marked free."""
    filled = [*numbers, *[_FREE] * (-len(numbers) % _ENTRIES_PER_SECTOR)]
    return struct.pack(f"<{len(filled)}I", *filled)


def _header(
    *,
    fat_sectors: int,
    first_directory_sector: int,
    first_mini_fat_sector: int,
    mini_fat_sectors: int,
) -> bytes:
    """The 512 bytes at the start of the file."""
    fat_locations = [*range(fat_sectors), *[_FREE] * (_FAT_SECTORS_IN_HEADER - fat_sectors)]
    return struct.pack(
        "<8s16s5H6s9I109I",
        bytes.fromhex("D0CF11E0A1B11AE1"),
        bytes(16),  # class id: none
        *(0x3E, 3),  # minor and major version
        0xFFFE,  # little endian
        *(9, 6),  # sectors of 2**9 bytes, mini sectors of 2**6
        bytes(6),
        0,  # directory sectors: not counted in version 3
        fat_sectors,
        first_directory_sector,
        0,  # no transactions
        _MINI_CUTOFF,
        first_mini_fat_sector,
        mini_fat_sectors,
        *(_END_OF_CHAIN, 0),  # no further list of FAT sectors than the one below
        *fat_locations,
    )
