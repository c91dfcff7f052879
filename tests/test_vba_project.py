"""What goes into ``vbaProject.bin``, read back by tools that are not ours."""

import io
import os
import re
import shutil
import struct
import subprocess
import warnings
import zipfile
from collections.abc import Iterator
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import olefile
import pytest
import xlsxwriter

from cs_workbook.errors import SettingsError
from cs_workbook.template.compound_file import write_compound_file
from cs_workbook.template.vba_compression import compress
from cs_workbook.template.vba_project import (
    PROJECT_ID,
    VbaModule,
    build_vba_project,
    document_modules,
    obfuscate,
)

# oletools configures pyparsing through names that pyparsing now warns about, at import time. The
# warning is theirs to fix; here warnings are errors.
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from oletools.olevba import VBA_Parser, decompress_stream

DOCUMENTS = document_modules(["Start", "Accounts"])
WORKBOOK_HEADER = (
    'Attribute VB_Name = "ThisWorkbook"\r\n'
    'Attribute VB_Base = "0{00020819-0000-0000-C000-000000000046}"\r\n'
    "Attribute VB_GlobalNameSpace = False\r\n"
    "Attribute VB_Creatable = False\r\n"
    "Attribute VB_PredeclaredId = True\r\n"
    "Attribute VB_Exposed = True\r\n"
    "Attribute VB_TemplateDerived = False\r\n"
    "Attribute VB_Customizable = True\r\n"
)
SHEET_HEADER = WORKBOOK_HEADER.replace("00020819", "00020820").replace("ThisWorkbook", "Start")
CLASS_HEADER = (
    'Attribute VB_Name = "Account"\r\n'
    'Attribute VB_Base = "0{FCFB3D2A-A0FA-1068-A738-08002B3371B5}"\r\n'
    "Attribute VB_GlobalNameSpace = False\r\n"
    "Attribute VB_Creatable = False\r\n"
    "Attribute VB_PredeclaredId = False\r\n"
    "Attribute VB_Exposed = False\r\n"
    "Attribute VB_TemplateDerived = False\r\n"
    "Attribute VB_Customizable = False\r\n"
)


def standard(source: str, name: str = "Module1") -> VbaModule:
    return VbaModule(name=name, kind="standard", source=source)


def build(*modules: VbaModule) -> bytes:
    return build_vba_project([*DOCUMENTS, *modules])


def ours() -> VbaModule:
    text = (files("cs_workbook") / "template/vba/CsTracker.bas").read_text(encoding="utf-8")
    return standard(text, "CsTracker")


def program(lines: int) -> str:
    return "Option Explicit\r\n" + "".join(
        f"Public Function Share{n}(ByVal part As Double) As Double\r\n"
        f"    Share{n} = part / {n * n + 1}.25 'Step {n:x}\r\n"
        "End Function\r\n"
        for n in range(lines)
    )


def texts(project: bytes) -> dict[str, str]:
    """Every module as olevba finds it: file name (.bas or .cls) to text."""
    parser = VBA_Parser("vbaProject.bin", data=project)
    try:
        return {name: code for _, _, name, code in parser.extract_all_macros()}
    finally:
        parser.close()


def opened(project: bytes) -> olefile.OleFileIO:
    """The compound file, opened so that any defect at all is an error."""
    ole = olefile.OleFileIO(io.BytesIO(project), raise_defects=olefile.DEFECT_UNSURE)
    assert not ole.parsing_issues
    return ole


def stream(project: bytes, path: str) -> bytes:
    content = opened(project).openstream(path).read()
    assert isinstance(content, bytes)
    return content


def deobfuscated(value: str, project_id: str) -> bytes:
    """Decode CMG, DPB or GC by [MS-OVBA] 2.4.3.3, checking version and key on the way."""
    seed, version, key, *rest = bytes.fromhex(value)
    assert version ^ seed == 2
    assert key ^ seed == sum(project_id.encode()) % 256
    plain, last, before = [], key, version
    previous = key ^ seed
    for byte in rest:
        previous = byte ^ ((before + previous) % 256)
        plain.append(previous)
        before, last = last, byte
    content = bytes(plain)[(seed & 6) // 2 :]
    assert int.from_bytes(content[:4], "little") == len(content) - 4
    return content[4:]


# What olevba reads back


@pytest.mark.parametrize(
    ("module", "file", "expected"),
    [
        (standard(""), "Module1.bas", 'Attribute VB_Name = "Module1"\r\n'),
        (standard("Option Explicit"), "Module1.bas", None),
        (
            VbaModule(name="Account", kind="class", source="Public Name As String\r\n"),
            "Account.cls",
            CLASS_HEADER + "Public Name As String\r\n",
        ),
        (VbaModule(name="Account", kind="class"), "Account.cls", CLASS_HEADER),
    ],
    ids=["empty module", "no line end at the end", "class", "empty class"],
)
def test_a_module_comes_back_exactly(module: VbaModule, file: str, expected: str | None) -> None:
    assert texts(build(module))[file] == (
        expected or f'Attribute VB_Name = "Module1"\r\n{module.source}\r\n'
    )


def test_document_modules_state_what_they_belong_to() -> None:
    found = texts(build_vba_project(DOCUMENTS))
    assert found["ThisWorkbook.cls"] == WORKBOOK_HEADER + "Option Explicit\r\n"
    assert found["Start.cls"] == SHEET_HEADER + "Option Explicit\r\n"
    assert (
        found["Accounts.cls"] == SHEET_HEADER.replace("Start", "Accounts") + "Option Explicit\r\n"
    )
    assert len(found) == 3


def test_a_document_module_without_text_has_its_attributes_only() -> None:
    project = build_vba_project([VbaModule(name="ThisWorkbook", kind="document")])
    assert texts(project) == {"ThisWorkbook.cls": WORKBOOK_HEADER}


@pytest.mark.parametrize("name", ["Module1", "m", "A_name_of_31_characters_exactly"])
@pytest.mark.parametrize(
    "length", [4094, 4095, 4096, 4097, 4098, 8191, 8192, 8193, 45_311], ids=str
)
def test_text_around_the_chunk_and_sector_limits_comes_back_exactly(name: str, length: int) -> None:
    header = f'Attribute VB_Name = "{name}"\r\n'
    body = program(length // 80)[: length - len(header) - 2]
    # A cut between CR and LF would not be text any more.
    body = body.rstrip("\r\n").ljust(length - len(header) - 2, "'") + "\r\n"
    project = build(standard(body, name))
    assert texts(project)[f"{name}.bas"] == header + body
    assert len(texts(project)[f"{name}.bas"]) == length


def test_many_modules_of_all_kinds_come_back_exactly() -> None:
    modules = [
        *(standard(program(n * 3), f"Module{n}") for n in range(40)),
        *(VbaModule(name=f"Class{n}", kind="class", source=program(n)) for n in range(40)),
    ]
    found = texts(build(*modules))
    assert len(found) == 83
    for module in modules:
        extension = "bas" if module.kind == "standard" else "cls"
        assert found[f"{module.name}.{extension}"].endswith(f"\r\n{module.source or ''}")
        assert found[f"{module.name}.{extension}"].count("Option Explicit") == 1


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_becomes_cr_lf(line_end: str) -> None:
    source = line_end.join(["Option Explicit", "", "Dim total As Long", ""])
    expected = "Option Explicit\r\n\r\nDim total As Long\r\n"
    assert texts(build(standard(source)))["Module1.bas"].endswith(f'"Module1"\r\n{expected}')


def test_windows_1252_letters_survive() -> None:
    line = "'Zürich · Ångström · 12 € · “quoted” … São Paulo\tŒuvre\xa0Ÿ\r\n"
    assert texts(build(standard(line)))["Module1.bas"].endswith(line)


def test_an_exported_module_keeps_its_name_line_once() -> None:
    source = 'Attribute VB_Name = "Module1"\nOption Explicit\n'
    expected = 'Attribute VB_Name = "Module1"\r\nOption Explicit\r\n'
    assert texts(build(standard(source)))["Module1.bas"] == expected


def test_an_exported_class_loses_its_version_block_and_keeps_its_attributes() -> None:
    source = (
        "VERSION 1.0 CLASS\nBEGIN\n  MultiUse = -1  'True\nEND\n"
        'Attribute VB_Name = "Account"\nAttribute VB_Exposed = True\n'
        'Attribute VB_Description = "One account"\nPublic Name As String\n'
    )
    expected = CLASS_HEADER.replace("Exposed = False", "Exposed = True") + (
        'Attribute VB_Description = "One account"\r\nPublic Name As String\r\n'
    )
    module = VbaModule(name="Account", kind="class", source=source)
    assert texts(build(module))["Account.cls"] == expected


def test_the_macro_modules_of_the_pinned_xlwings_fit() -> None:
    source = (files("xlwings") / "xlwings.bas").read_bytes().decode("cp1252")
    dictionary = (files("xlwings") / "addin/Dictionary.cls").read_bytes().decode("cp1252")
    found = texts(
        build(
            standard(source, "xlwings"),
            VbaModule(name="Dictionary", kind="class", source=dictionary),
        )
    )
    lines = source.replace("\r\n", "\n").split("\n")
    assert len(found["xlwings.bas"]) > 45_000
    assert found["xlwings.bas"].split("\r\n") == lines
    body = dictionary.replace("\r\n", "\n").split("''\n", maxsplit=1)[1]
    assert found["Dictionary.cls"].replace("\r\n", "\n").endswith("''\n" + body)
    assert 'VB_Base = "0{FCFB3D2A-A0FA-1068-A738-08002B3371B5}"' in found["Dictionary.cls"]


def test_our_own_module_says_how_to_refresh_and_runs_nothing_by_itself() -> None:
    text = texts(build(ours()))["CsTracker.bas"]
    assert text.startswith('Attribute VB_Name = "CsTracker"\r\nOption Explicit\r\n')
    subs = re.findall(r"(?im)^\s*(?:public |private )?(?:sub|function) (\w+)", text)
    assert {"CsPreview", "CsRefresh", "CsUndo", "CsAbout"} <= set(subs)
    assert "cs-workbook refresh" in text
    assert not re.search(r"(?i)workbook_open|auto_open|auto_close", text)


# The project's own streams


def test_the_same_modules_give_the_same_bytes() -> None:
    assert build(ours(), standard(program(200))) == build(ours(), standard(program(200)))


def test_the_project_is_written_without_compiled_code() -> None:
    project = build(ours())
    assert stream(project, "VBA/_VBA_PROJECT") == bytes.fromhex("CC61FFFF000000")
    # Text at offset 0: the stream is a compressed container from its first byte on.
    assert stream(project, "VBA/CsTracker")[0] == 1
    listing = bytes(decompress_stream(bytearray(stream(project, "VBA/dir"))))
    assert listing.count(struct.pack("<HII", 0x0031, 4, 0)) == 4


def records(listing: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at < len(listing):
        identifier, length = struct.unpack_from("<HI", listing, at)
        # The version record's length leaves out its last two bytes.
        length += 2 if identifier == 0x0009 else 0
        yield identifier, listing[at + 6 : at + 6 + length]
        at += 6 + length


def test_the_list_of_modules_is_complete_and_in_order() -> None:
    modules = [*DOCUMENTS, ours(), VbaModule(name="Account", kind="class")]
    project = build_vba_project(modules)
    found = list(records(bytes(decompress_stream(bytearray(stream(project, "VBA/dir"))))))
    names = [module.name for module in modules]
    assert [text.decode() for key, text in found if key == 0x0019] == names
    assert [text.decode("utf-16-le") for key, text in found if key == 0x0032] == names
    assert [key for key, _ in found if key in {0x0021, 0x0022}] == [0x22, 0x22, 0x22, 0x21, 0x22]
    assert dict(found)[0x000F] == struct.pack("<H", 5)
    assert dict(found)[0x0003] == struct.pack("<H", 1252)
    assert [text.decode() for key, text in found if key == 0x0016] == ["stdole", "Office"]
    assert found[-1] == (0x0010, b"")
    assert stream(project, "PROJECTwm") == b"".join(
        name.encode() + b"\0" + name.encode("utf-16-le") + b"\0\0" for name in names
    ) + bytes(2)
    text = stream(project, "PROJECT").decode("cp1252")
    assert re.findall(r"(?m)^(?:Document|Module|Class)=(\w+)", text) == names
    assert "\n" not in text.replace("\r\n", "")


def test_the_protection_settings_belong_to_the_project_id() -> None:
    text = stream(build(ours()), "PROJECT").decode("cp1252")
    settings = dict(re.findall(r'(?m)^(ID|CMG|DPB|GC)="(.*)"\r$', text))
    assert settings["ID"] == PROJECT_ID
    assert deobfuscated(settings["CMG"], PROJECT_ID) == bytes(4), "not protected"
    assert deobfuscated(settings["DPB"], PROJECT_ID) == b"\x00", "no password"
    assert deobfuscated(settings["GC"], PROJECT_ID) == b"\xff", "visible"
    # The lengths the specification allows, in hex digits.
    assert 22 <= len(settings["CMG"]) <= 28
    assert len(settings["DPB"]) >= 16
    assert 16 <= len(settings["GC"]) <= 22


@pytest.mark.parametrize(
    ("project_id", "value", "plain"),
    [
        ("{917DED54-440B-4FD1-A5C1-74ACF261E600}", "0705D8E3D8EDDBF1DBF1DBF1DBF1", "00000000"),
        ("{917DED54-440B-4FD1-A5C1-74ACF261E600}", "0E0CD1ECDFF4E7F5E7F5E7", "00"),
        ("{917DED54-440B-4FD1-A5C1-74ACF261E600}", "1517CAF1D6F9D7F9D706", "FF"),
        ("{E2E0E410-BF04-4DC5-BDD2-D3FBBA8B7D37}", "A7A58C2B7CDD73E173E173E173E1", "00000000"),
        ("{E2E0E410-BF04-4DC5-BDD2-D3FBBA8B7D37}", "A2A089308531853185", "00"),
        ("{E2E0E410-BF04-4DC5-BDD2-D3FBBA8B7D37}", "9D9FB6314A2D4B2D4BD2", "FF"),
    ],
    ids=["spec CMG", "spec DPB", "spec GC", "Excel CMG", "Excel DPB", "Excel GC"],
)
def test_the_obfuscation_is_the_one_of_the_specification_and_of_excel(
    project_id: str, value: str, plain: str
) -> None:
    # Example of [MS-OVBA] 3.1.6, and the project Excel itself wrote for xlwings' quickstart.
    assert deobfuscated(value, project_id) == bytes.fromhex(plain)
    # Filler bytes are the writer's choice; everything before them must be equal.
    seed = int(value[:2], 16)
    written = obfuscate(bytes.fromhex(plain), seed=seed, project_id=project_id).hex().upper()
    assert len(written) == len(value)
    assert written[:6] == value[:6]


# Packing


@pytest.mark.parametrize(
    ("text", "packed"),
    [
        (
            b"abcdefghijklmnopqrstuv.",
            "01 19 B0 00 6162636465666768 00 696A6B6C6D6E6F70 00 71727374 75762E",
        ),
        (b"a" * 73, "01 03 B0 02 61 45 00"),
        (b"", "01"),
    ],
    ids=["nothing repeats", "everything repeats", "nothing"],
)
def test_packing_gives_the_bytes_of_the_specification(text: bytes, packed: str) -> None:
    assert compress(text) == bytes.fromhex(packed)


def test_packing_is_as_tight_as_the_specifications_own_example() -> None:
    text = b"#aaabcdefaaaaghijaaaaaklaaamnopqaaaaaaaaaaaarstuvwxyzaaa"
    example = bytes.fromhex(
        "01 2F B0 00 23 61 61 61 62 63 64 65 82 66 00 70 61 67 68 69 6A 01 38 08 61 6B 6C 00 20 "
        "6D 6E 6F 70 06 71 02 70 04 00 72 73 74 75 76 10 77 78 79 7A 00 2C"
    )
    assert decompress_stream(bytearray(example)) == text
    assert decompress_stream(bytearray(compress(text))) == text
    assert len(compress(text)) == len(example)


@pytest.mark.parametrize("length", [1, 2, 3, 4095, 4096, 4097, 8191, 8192, 8193, 12_289])
@pytest.mark.parametrize("unit", [b"a", b"ab", b"Dim x As Long\r\n"], ids=["1", "2", "15"])
def test_repetitive_text_unpacks_at_every_chunk_limit(unit: bytes, length: int) -> None:
    text = (unit * length)[:length]
    assert decompress_stream(bytearray(compress(text))) == text


# The compound file


@pytest.mark.parametrize("size", [0, 1, 63, 64, 65, 4095, 4096, 4097, 30_000])
def test_streams_around_the_sector_limits_come_back(size: int) -> None:
    content = bytes(n % 251 for n in range(size))
    project = write_compound_file({"PROJECT": content, "VBA/dir": b"x", "VBA/big": content[::-1]})
    assert stream(project, "PROJECT") == content
    assert stream(project, "VBA/big") == content[::-1]
    assert len(project) % 512 == 0


@pytest.mark.parametrize("count", [1, 2, 3, 4, 6, 7, 8, 15, 16, 65, 99, 200])
def test_the_directory_is_a_valid_red_black_tree(count: int) -> None:
    names = [f"Module{n}" if n % 3 else f"m{n}_longer" for n in range(count)]
    project = write_compound_file({f"VBA/{name}": name.encode() * 30 for name in names})
    ole = opened(project)
    entries = ole.direntries
    for name in names:
        assert ole.openstream(["VBA", name]).read() == name.encode() * 30

    def walk(index: int, *, below_red: bool) -> tuple[int, list[str]]:
        """Black nodes on every way down, and the names from left to right."""
        if index == olefile.NOSTREAM:
            return 0, []
        red = entries[index].color == 0
        assert not (red and below_red), "two red nodes in a row"
        left_blacks, left = walk(entries[index].sid_left, below_red=red)
        right_blacks, right = walk(entries[index].sid_right, below_red=red)
        assert left_blacks == right_blacks, "unequal numbers of black nodes"
        return left_blacks + (not red), [*left, entries[index].name, *right]

    storage = entries[0].sid_child
    assert entries[storage].color == 1
    top = entries[storage].sid_child
    assert entries[top].color == 1, "the top is black"
    _, in_order = walk(top, below_red=False)
    assert sorted(in_order) == sorted(names)
    assert all((len(a), a.upper()) < (len(b), b.upper()) for a, b in pairwise(in_order))


def test_no_sector_is_used_twice_and_none_is_lost() -> None:
    project = build(standard(program(900)), ours(), standard(program(10), "Module2"))
    ole = opened(project)
    sectors = (len(project) - 512) // 512
    fat = list(ole.fat)[:sectors]
    followers = [n for n in fat if n < 0xFFFFFFFA]
    assert len(set(followers)) == len(followers)
    assert 0xFFFFFFFF not in fat, "every sector in the file is accounted for"
    starts = [ole.first_dir_sector, ole.first_mini_fat_sector, ole.root.isectStart]
    starts += [e.isectStart for e in ole.direntries if e and e.entry_type == 2 and e.size >= 4096]
    # Whoever follows nobody starts a chain (or is a FAT sector).
    heads = (
        set(range(sectors)) - set(followers) - {n for n in range(sectors) if fat[n] == 2**32 - 3}
    )
    assert heads == set(starts)
    small = [e.size for e in ole.direntries if e and e.entry_type == 2 and e.size < 4096]
    assert ole.root.size == sum(-(-size // 64) * 64 for size in small)


@pytest.mark.parametrize("sectors", [*range(123, 130), *range(250, 257), *range(1520, 1526)])
def test_the_sector_table_is_large_enough_at_its_own_limits(sectors: int) -> None:
    # One FAT sector describes 128 sectors, itself among them.
    content = bytes(range(256)) * 2 * sectors
    project = write_compound_file({"PROJECT": content})
    assert stream(project, "PROJECT") == content
    assert len(opened(project).fat) >= (len(project) - 512) // 512


def test_a_stream_of_exactly_the_limit_is_stored_once() -> None:
    project = write_compound_file({"PROJECT": bytes(4096)})
    # Header, FAT, directory and eight sectors of content; no mini stream beside them.
    assert len(project) == 512 * (1 + 1 + 1 + 8)


def test_the_directory_holds_no_time_stamps() -> None:
    entries = [entry for entry in opened(build(ours())).direntries if entry]
    assert {(e.createTime, e.modifyTime, e.clsid) for e in entries} == {(0, 0, "")}


def test_more_macros_than_the_file_form_holds_are_refused() -> None:
    with pytest.raises(SettingsError, match=r"expected at most 7,087,616 bytes.*Leave out modules"):
        write_compound_file({"VBA/big": bytes(7_200_000)})


# What is refused


LINE_OF_1024 = "'" + "x" * 1023
CONTINUED = "total = 1 + _\n" * 24


@pytest.mark.parametrize(
    ("modules", "message"),
    [
        ([standard("x = 1\ny = 2 → 3\n")], r"'Module1', line 2: .*Windows-1252.*'→' \(U\+2192\)"),
        ([standard("\ufeffOption Explicit")], r"line 1: .*U\+FEFF"),
        ([standard("x = 1\x0by = 2")], r"line 1: .*U\+000B"),
        ([standard("x = 1\x00")], r"line 1: .*U\+0000"),
        ([standard("'\x81")], r"line 1: .*U\+0081"),
        ([standard(f"x = 1\n{LINE_OF_1024}\n")], "line 2: expected at most 1023.*found 1024"),
        ([standard(f"x = 1\n{CONTINUED}1 + _\n1\n")], "line 2: expected at most 24 line contin"),
        ([standard("Sub module1()\nEnd Sub\n")], "line 1: the procedure 'module1' is named like"),
        ([standard("x\n  Private Static Function Module1 () As Long\n")], "line 2: the procedure"),
        ([standard("Public _\n  Sub _\n  Module1()\nEnd Sub\n")], "line 1: the procedure"),
        ([standard('Declare PtrSafe Sub Module1 Lib "x" ()')], "line 1: the procedure"),
        ([standard('Attribute VB_Name = "Other"\n')], 'VB_Name = "Module1", found "Other"'),
        (
            [standard('Attribute VB_Name = "Module1"\n' * 2)],
            "expected VB_Name once, found it twice",
        ),
        ([standard("VERSION 1.0 CLASS\nBEGIN\nEND\n")], "line 1: a VERSION block"),
        ([VbaModule(name="A", kind="class", source="VERSION 1.0 CLASS\n")], "a VERSION block"),
        ([standard("", "A" * 32)], "expected a name of 1 to 31 characters"),
        ([standard("", "")], "expected a name of 1 to 31 characters"),
        ([standard("", "1st")], "a letter first"),
        ([standard("", "My Module")], "a letter first"),
        ([standard("", "Überblick")], "a letter first"),
        ([standard("", "VBA/dir")], "a letter first"),
        ([standard("", "Dir")], "the name is taken"),
        ([standard("", "vbaproject")], "the name is taken"),
        ([standard("", "One"), standard("", "ONE")], "'ONE': expected each name once"),
        ([standard("", "start")], "'start': expected each name once"),
    ],
)
def test_what_excel_would_choke_on_is_refused(modules: list[VbaModule], message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        build(*modules)


def test_a_project_without_the_workbooks_module_is_refused() -> None:
    with pytest.raises(SettingsError, match="Expected a document module 'ThisWorkbook'"):
        build_vba_project([standard("")])


def test_text_that_cannot_be_packed_is_refused_with_the_modules_name() -> None:
    # Of 1,023 letters none repeats in threes; source text never looks like this.
    letters = [chr(n) for n in range(0x23, 0x7F)]
    noise = "".join(a + b for a in letters for b in letters)[:14_000]
    pieces = [f"'{noise[at : at + 1000]}" for at in range(0, len(noise), 1000)]
    with pytest.raises(
        SettingsError, match=r"Module 'Module1', bytes 1 to 4096: .*cannot be packed"
    ):
        build(standard("\n".join(pieces)))


@pytest.mark.parametrize(
    "source",
    [
        LINE_OF_1024[:-1],
        f"{CONTINUED}1\n",
        f"{CONTINUED}1\n{CONTINUED}1\n",
        "'Sub Module1()\n",
        "Sub Module12()\nEnd Sub\n",
        "Dim Module1_total As Long\n",
        "total_\n" * 30,
    ],
    ids=["1023", "24", "24 twice", "comment", "longer name", "variable", "no continuation"],
)
def test_what_excel_accepts_is_not_refused(source: str) -> None:
    assert (
        source.rstrip("\n").replace("\n", "\r\n") in texts(build(standard(source)))["Module1.bas"]
    )


# A workbook around it


def written_workbook(path: Path) -> Path:
    """A workbook with one visible and one hidden sheet, code names set, and our project."""
    workbook = xlsxwriter.Workbook(str(path))
    workbook.add_vba_project(io.BytesIO(build(ours())), is_stream=True)
    workbook.set_vba_name("ThisWorkbook")
    for title in ("Start", "Accounts"):
        sheet = workbook.add_worksheet(title)
        sheet.set_vba_name(title)
        sheet.write("A1", f"This is {title}")
    sheet.hide()
    workbook.close()
    return path


def test_xlsxwriter_carries_the_project_unchanged(tmp_path: Path) -> None:
    path = written_workbook(tmp_path / "tracker.xlsm")
    with zipfile.ZipFile(path) as package:
        assert package.read("xl/vbaProject.bin") == build(ours())
        names = re.findall(r'codeName="(\w+)"', package.read("xl/workbook.xml").decode())
        for sheet in ("sheet1", "sheet2"):
            text = package.read(f"xl/worksheets/{sheet}.xml").decode()
            names += re.findall(r'codeName="(\w+)"', text)
    assert names == [module.name for module in DOCUMENTS]


@pytest.mark.libreoffice
def test_libreoffice_opens_the_workbook_and_finds_the_modules(tmp_path: Path) -> None:
    soffice = shutil.which("soffice") or shutil.which("libreoffice")
    if soffice is None:
        if os.environ.get("CI") == "true":
            pytest.fail("LibreOffice is not installed, and CI must have it.")
        pytest.skip("LibreOffice is not installed.")
    source = written_workbook(tmp_path / "tracker.xlsm")
    subprocess.run(
        [
            soffice,
            "--headless",
            # A profile of its own: another LibreOffice may be running with the usual one.
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            "--convert-to",
            "ods",
            "--outdir",
            str(tmp_path),
            str(source),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    with zipfile.ZipFile(tmp_path / "tracker.ods") as package:
        modules = {
            Path(name).stem: package.read(name).decode()
            for name in package.namelist()
            if name.startswith("Basic/VBAProject/")
        }
        assert "This is Accounts" in package.read("content.xml").decode()
    assert {"ThisWorkbook", "Start", "Accounts", "CsTracker"} <= set(modules)
    assert "Public Sub CsAbout()" in modules["CsTracker"]
    assert "cs-workbook refresh" in modules["CsTracker"]
    assert "Option Explicit" in modules["Start"]
