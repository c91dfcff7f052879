"""The package: a zip of parts, the relationships between them and their content types.

The file is read once into memory, so that what is edited is one consistent state of it and no
handle stays open (Windows does not replace a file that someone holds).
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from isal import isal_zlib
from isal.igzip_lib import IsalError

from cs_workbook.errors import WorkbookError, WorkbookRefused
from cs_workbook.workbook.package import xml
from cs_workbook.workbook.package.members import (
    Relationship,
    check_members,
    rels_name,
    resolve,
    source_of,
)

CONTENT_TYPES_PART = "[Content_Types].xml"
_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STRICT = b"http://purl.oclc.org/ooxml/"


class Package:
    """The parts of one file as they are, and the changes made to them.

    Args:
        path: The workbook file.

    Raises:
        WorkbookError: The file is missing or is no workbook.
        WorkbookRefused: The file is encrypted, signed, binary, strict, or unsafe to unpack.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self.data = path.read_bytes()
        except FileNotFoundError:
            raise WorkbookError(
                f"{path.name}: there is no such file. Check the folder and the file name."
            ) from None
        except OSError as error:
            raise WorkbookError(
                f"{path.name}: the file cannot be read ({error.strerror}). "
                "Check that you may read it and that it is no folder."
            ) from error
        if self.data.startswith(_OLE_MAGIC):
            raise WorkbookRefused(
                f"{path.name}: expected an .xlsx or .xlsm file, found one that is protected with a "
                "password or in the old .xls format. Remove the password (File > Info > Protect "
                "Workbook) or save it as .xlsx."
            )
        try:
            with zipfile.ZipFile(io.BytesIO(self.data)) as archive:
                self.members = archive.infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError) as error:
            raise WorkbookError(
                f"{path.name}: expected an Excel workbook, found a file that is none or is damaged "
                f"({error}). Restore it from a backup."
            ) from error
        check_members(self.path.name, self.members)
        self._infos = {info.filename: info for info in self.members}
        self._changed: dict[str, bytes] = {}
        self._added: list[str] = []
        self._dropped: set[str] = set()
        if CONTENT_TYPES_PART not in self._infos:
            raise self._no_workbook("a zip without content types")
        self.workbook_part = self._find_workbook()

    def _no_workbook(self, found: str) -> WorkbookError:
        return WorkbookError(
            f"{self.path.name}: expected an Excel workbook, found {found}. Choose another file."
        )

    def _find_workbook(self) -> str:
        for link in self.relationships("").values():
            if link.kind.endswith("/officeDocument") and not link.external:
                if link.target.endswith(".bin"):
                    raise WorkbookRefused(
                        f"{self.path.name}: expected .xlsx or .xlsm, found a binary workbook "
                        "(.xlsb). Save it as .xlsx or .xlsm."
                    )
                if link.target not in self._infos:
                    raise self._no_workbook(f"no part {link.target}")
                data = self.read(link.target)
                if _STRICT in data[:4096]:
                    raise WorkbookRefused(
                        f"{self.path.name}: the workbook is in the Strict Open XML format. Save it "
                        "in Excel as a plain Excel Workbook (.xlsx)."
                    )
                root = xml.parse(data, part=link.target)
                if root.tag != f"{{{xml.MAIN}}}workbook":
                    raise self._no_workbook("another kind of Office file")
                if root.prefix is not None:
                    raise WorkbookRefused(
                        f"{self.path.name}: the file was written by a program that marks every "
                        "XML tag with a prefix. Open it in Excel once and save it."
                    )
                return link.target
        raise self._no_workbook("a zip without a workbook")

    @property
    def signed(self) -> bool:
        """Whether the package carries a digital signature that any edit would break."""
        return any(name.startswith("_xmlsignatures/") for name in self.names())

    @property
    def changed(self) -> Mapping[str, bytes]:
        """The parts whose content differs from the file."""
        return self._changed

    def names(self) -> Iterator[str]:
        """Yield the part names in the order of the file, new ones last."""
        for info in self.members:
            if info.filename not in self._dropped and not info.is_dir():
                yield info.filename
        yield from self._added

    def __contains__(self, name: str) -> bool:
        return name in self._added or (name in self._infos and name not in self._dropped)

    def original(self, name: str) -> bytes:
        """Return a part as the file has it."""
        info = self._infos[name]
        if info.compress_type == zipfile.ZIP_STORED:
            content = self.raw(info)
        else:
            try:
                # The bound is the size the directory promises: a longer stream is a lie.
                unpacker = isal_zlib.decompressobj(-15)
                content = unpacker.decompress(self.raw(info), info.file_size + 1)
            except (IsalError, ValueError) as error:  # type: ignore[misc] # its stub says so
                raise self._damaged(name) from error
        if len(content) != info.file_size or isal_zlib.crc32(content) != info.CRC:
            raise self._damaged(name)
        return content

    def raw(self, info: zipfile.ZipInfo) -> bytes:
        """Return the member's bytes as they stand in the zip, still compressed."""
        start = info.header_offset
        header = self.data[start : start + 30]
        if header[:4] != b"PK\x03\x04":
            raise self._damaged(info.filename)
        skip = int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
        begin = start + 30 + skip
        content = self.data[begin : begin + info.compress_size]
        if len(content) != info.compress_size:
            raise self._damaged(info.filename)
        return content

    def _damaged(self, name: str) -> WorkbookError:
        return WorkbookError(
            f"{self.path.name}: the part {name} is damaged. Restore the workbook from a backup."
        )

    def read(self, name: str) -> bytes:
        """Return a part as it is now."""
        if name in self._changed:
            return self._changed[name]
        if name not in self._infos or name in self._dropped:
            raise WorkbookError(
                f"{self.path.name}: the part {name} is missing. Restore it from a backup."
            )
        return self.original(name)

    def text(self, name: str) -> str:
        """Return a part as text.

        Raises:
            WorkbookRefused: The part is not in UTF-8, which every spreadsheet program writes.
        """
        return self.decode(name, self.read(name))

    def decode(self, name: str, data: bytes) -> str:
        """Decode a part's bytes, keeping a byte order mark where there is one."""
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError as error:
            raise WorkbookRefused(
                f"{self.path.name}: {name} is not written in UTF-8. Open the workbook in Excel and "
                "save it."
            ) from error

    def write(self, name: str, data: bytes | str) -> None:
        """Set a part's content; setting what the file has already is no change."""
        content = data.encode("utf-8") if isinstance(data, str) else data
        info = self._infos.get(name)
        if info is None and name not in self._added:
            self._added.append(name)
        if (
            info is not None
            and name not in self._dropped
            and len(content) == info.file_size
            and content == self.original(name)
        ):
            self._changed.pop(name, None)
            return
        self._dropped.discard(name)
        self._changed[name] = content

    def drop(self, name: str) -> None:
        """Remove a part, every relationship to it and its content type."""
        self._changed.pop(name, None)
        if name in self._added:
            self._added.remove(name)
        if name in self._infos:
            self._dropped.add(name)
        for rels in [part for part in self.names() if part.endswith(".rels")]:
            source = source_of(rels)
            for link in self.relationships(source).values():
                if not link.external and link.target == name:
                    pattern = (
                        rf'<Relationship\b[^>]*\bId\s*=\s*["\']{re.escape(link.id)}["\'][^>]*>'
                    )
                    self.write(rels, re.sub(pattern, "", self.text(rels), count=1))
        pattern = rf'<Override\b[^>]*\bPartName\s*=\s*["\']/{re.escape(name)}["\'][^>]*>'
        self.write(CONTENT_TYPES_PART, re.sub(pattern, "", self.text(CONTENT_TYPES_PART), count=1))

    def is_dropped(self, name: str) -> bool:
        """Say whether a part of the file was removed."""
        return name in self._dropped

    @property
    def added(self) -> tuple[str, ...]:
        """Parts the file does not have."""
        return tuple(self._added)

    @property
    def edited(self) -> bool:
        """Whether any part differs from the file."""
        return bool(self._changed or self._dropped)

    def relationships(self, source: str) -> dict[str, Relationship]:
        """Return the relationships of a part by id (of the package for an empty name)."""
        name = rels_name(source)
        if name not in self:
            return {}
        links = {}
        for node in xml.parse(self.read(name), part=name):
            if not str(node.tag).endswith("}Relationship"):  # comments have no tag name
                continue
            external = node.get("TargetMode") == "External"
            target = str(node.get("Target", ""))
            if not external:
                target = resolve(source, target)
            links[str(node.get("Id"))] = Relationship(
                id=str(node.get("Id")), kind=str(node.get("Type")), target=target, external=external
            )
        return links

    def related(self, source: str, kind: str) -> list[str]:
        """Return the parts a part links to by a kind of relationship (its last word)."""
        return [
            link.target
            for link in self.relationships(source).values()
            if link.kind.endswith(f"/{kind}") and not link.external and link.target in self
        ]
