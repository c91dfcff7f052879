"""Writes ``vbaProject.bin``, the macro project of a workbook, from plain source text.

Only what the specification asks a writer for is written: the list of modules, each module's
packed source, and the project's settings. There is no compiled code (version ``0xFFFF``, every
text at offset 0), so Excel compiles the source when a macro first runs. Nothing is random and
nothing reads the clock: the same modules give the same bytes.

Why not pyOpenVBA, which writes such projects too: it carries a whole macro interpreter, more than
a hundred thousand lines, for the few hundred needed here, and it marks its projects as written by
one particular Excel (``0x00B5``) with an emptied cache, where the specification tells writers to
use ``0xFFFF`` and no cache. It stays a good second opinion, and a replacement: this module has
one function to swap.

References:
    [MS-OVBA] 2.3.1 (PROJECT), 2.3.3 (PROJECTwm), 2.3.4.1 (_VBA_PROJECT), 2.3.4.2 (dir),
    2.4.3 (data encryption).
"""

from collections.abc import Sequence
from typing import Final

from cs_workbook.errors import SettingsError
from cs_workbook.template.compound_file import write_compound_file
from cs_workbook.template.vba_compression import compress
from cs_workbook.template.vba_source import (
    CODE_PAGE,
    PROJECT_NAME,
    ModuleKind,
    VbaModule,
    check_modules,
    document_modules,
    stored_text,
)

__all__ = ["ModuleKind", "VbaModule", "build_vba_project", "document_modules"]

# Any fixed id will do. CMG, DPB and GC are keyed with it, and Excel calls a project "unviewable"
# when they do not match, so the three are always worked out from it.
PROJECT_ID: Final = "{6C1E0B52-7F7B-4C0E-9A53-3D1B8E24A7C5}"

# Not protected, no password, visible. The seeds are free; see `obfuscate`.
_PROTECTION: Final = ("CMG", b"\x00\x00\x00\x00", 0x2A)
_PASSWORD: Final = ("DPB", b"\x00", 0x5C)
_VISIBILITY: Final = ("GC", b"\xff", 0x96)

_VERSION_DEPENDENT: Final = bytes.fromhex("CC61FFFF000000")
_NO_COOKIE: Final = 0xFFFF

# The two libraries a new project in Excel refers to beside VBA and Excel, which are implied. The
# paths are hints as Excel writes them; Excel finds a library by its id, also on a Mac.
_OLE_AUTOMATION: Final = (
    r"*\G{00020430-0000-0000-C000-000000000046}#2.0#0"
    r"#C:\Windows\System32\stdole2.tlb#OLE Automation"
)
_OFFICE: Final = (
    r"*\G{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}#2.0#0"
    r"#C:\Program Files\Common Files\Microsoft Shared\OFFICE16\MSO.DLL"
    r"#Microsoft Office 16.0 Object Library"
)
_LIBRARIES: Final = (("stdole", _OLE_AUTOMATION), ("Office", _OFFICE))


def build_vba_project(modules: Sequence[VbaModule]) -> bytes:
    """Build the macro project of a workbook.

    Args:
        modules: All modules, in the order Excel lists them: a ``document`` for the workbook
            (``ThisWorkbook``) and for every worksheet (see `document_modules`), then the others.

    Returns:
        The content of ``vbaProject.bin``.

    Raises:
        SettingsError: A module's name or text is not what Excel accepts; the message names the
            module, the line and what to do.
    """
    check_modules(modules)
    streams = {"VBA/dir": compress(_dir_stream(modules)), "VBA/_VBA_PROJECT": _VERSION_DEPENDENT}
    for module in modules:
        text = stored_text(module).encode(CODE_PAGE)
        try:
            streams[f"VBA/{module.name}"] = compress(text)
        except SettingsError as error:
            raise SettingsError(f"Module {module.name!r}, {error}") from error
    streams["PROJECT"] = _project_stream(modules).encode(CODE_PAGE)
    streams["PROJECTwm"] = _name_map(modules)
    return write_compound_file(streams)


def obfuscate(data: bytes, *, seed: int, project_id: str) -> bytes:
    """Hide a project setting the way the format asks for ([MS-OVBA] 2.4.3.2).

    Each byte is combined by exclusive or with the sum of the plain byte before it and the
    written byte two before it. This keeps nothing secret; it ties the value to the project id.

    Args:
        data: The setting.
        seed: 0 to 255, free to choose; two of its bits decide how many filler bytes are written.
        project_id: The project's id with its braces.

    Returns:
        Seed, version, key, filler, length and data, in this order.
    """
    key = sum(project_id.encode("ascii")) & 0xFF
    written = bytearray([seed, seed ^ 2, seed ^ key])
    previous = key
    filler = bytes((seed & 6) // 2)
    for plain in filler + len(data).to_bytes(4, "little") + data:
        written.append(plain ^ (written[-2] + previous & 0xFF))
        previous = plain
    return bytes(written)


def _project_stream(modules: Sequence[VbaModule]) -> str:
    """The settings, as text: who is in the project and how it is protected."""
    items = {"document": "Document={}/&H00000000", "standard": "Module={}", "class": "Class={}"}
    settings = [
        f'{key}="{obfuscate(data, seed=seed, project_id=PROJECT_ID).hex().upper()}"'
        for key, data, seed in (_PROTECTION, _PASSWORD, _VISIBILITY)
    ]
    lines = [
        f'ID="{PROJECT_ID}"',
        *(items[module.kind].format(module.name) for module in modules),
        f'Name="{PROJECT_NAME}"',
        'HelpContextID="0"',
        'VersionCompatible32="393222000"',
        *settings,
        "",
        "[Host Extender Info]",
        "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000",
        "",
        "[Workspace]",
        # Every code window closed.
        *(f"{module.name}=0, 0, 0, 0, C" for module in modules),
    ]
    return "".join(f"{line}\r\n" for line in lines)


def _name_map(modules: Sequence[VbaModule]) -> bytes:
    """Each module's name in the code page and in Unicode, zero-terminated; then the end."""
    names = (
        module.name.encode(CODE_PAGE) + b"\0" + module.name.encode("utf-16-le") + b"\0\0"
        for module in modules
    )
    return b"".join(names) + b"\0\0"


def _dir_stream(modules: Sequence[VbaModule]) -> bytes:
    """The records that say how to read the modules, before packing."""
    records = [
        _number(0x0001, 3),  # made for 64-bit Windows; other systems read it as well
        _number(0x0002, 0x0409),  # language: English (United States), as Excel always writes
        _number(0x0014, 0x0409),
        _number(0x0003, 1252, size=2),  # the code page of all text
        _record(0x0004, PROJECT_NAME.encode(CODE_PAGE)),
        *_text_twice(0x0005, 0x0040, ""),  # description
        *_text_twice(0x0006, 0x003D, ""),  # help file
        _number(0x0007, 0),  # help context
        _number(0x0008, 0),  # library flags
        # Version 1.0. The length field does not count the two bytes of the minor version.
        _number(0x0009, 1) + (0).to_bytes(2, "little"),
        *_text_twice(0x000C, 0x003C, ""),  # compilation constants
    ]
    for name, identifier in _LIBRARIES:
        library = identifier.encode(CODE_PAGE)
        records += _text_twice(0x0016, 0x003E, name)
        records.append(_record(0x000D, len(library).to_bytes(4, "little") + library + bytes(6)))
    records.append(_number(0x000F, len(modules), size=2))
    records.append(_number(0x0013, _NO_COOKIE, size=2))
    for module in modules:
        records += [
            _record(0x0019, module.name.encode(CODE_PAGE)),
            _record(0x0047, module.name.encode("utf-16-le")),
            *_text_twice(0x001A, 0x0032, module.name),  # its stream
            *_text_twice(0x001C, 0x0048, ""),  # description
            _number(0x0031, 0),  # where the text starts: nothing compiled comes before it
            _number(0x001E, 0),  # help context
            _number(0x002C, _NO_COOKIE, size=2),
            _record(0x0021 if module.kind == "standard" else 0x0022, b""),
            _record(0x002B, b""),
        ]
    records.append(_record(0x0010, b""))
    return b"".join(records)


def _record(identifier: int, content: bytes) -> bytes:
    """One record: what it is, how long it is, what it holds."""
    return identifier.to_bytes(2, "little") + len(content).to_bytes(4, "little") + content


def _number(identifier: int, value: int, *, size: int = 4) -> bytes:
    return _record(identifier, value.to_bytes(size, "little"))


def _text_twice(in_code_page: int, in_unicode: int, text: str) -> tuple[bytes, bytes]:
    """Text in the code page and again in Unicode, each under its own identifier."""
    return (
        _record(in_code_page, text.encode(CODE_PAGE)),
        _record(in_unicode, text.encode("utf-16-le")),
    )
