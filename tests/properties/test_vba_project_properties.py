"""Laws of the macro project's writer, over generated text."""

import io
import warnings

import olefile
from hypothesis import given
from hypothesis import strategies as st

from cs_workbook.template.compound_file import write_compound_file
from cs_workbook.template.vba_compression import compress
from cs_workbook.template.vba_project import VbaModule, build_vba_project, obfuscate

# oletools configures pyparsing through names that pyparsing now warns about, at import time. The
# warning is theirs to fix; here warnings are errors.
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from oletools.olevba import VBA_Parser, decompress_stream

PROJECT_IDS = st.uuids().map(lambda value: f"{{{str(value).upper()}}}")
# Names differ by more than upper and lower case, as the file form asks.
STREAM_NAMES = st.text("abcdefghijklmnopqrstuvwxyz_0123456789", min_size=1, max_size=31)
LINES = st.lists(
    st.text(st.characters(codec="cp1252", exclude_categories=["Cc"]), max_size=60), max_size=40
)


@given(st.text(st.characters(codec="cp1252"), max_size=1200), st.integers(1, 12))
def test_unpacking_what_was_packed_gives_the_text_back(text: str, times: int) -> None:
    """[MS-OVBA] 2.4.1: decompression is the inverse of compression."""
    data = (text * times).encode("cp1252")
    assert decompress_stream(bytearray(compress(data))) == data


@given(st.text("ab\r\n", max_size=3000), st.integers(1, 6))
def test_long_overlapping_repeats_unpack(text: str, times: int) -> None:
    """[MS-OVBA] 2.4.1.3.19.4: a run may reach into the text it is copied to."""
    data = (text * times).encode("ascii")
    assert decompress_stream(bytearray(compress(data))) == data


@given(st.binary(min_size=1, max_size=400).map(lambda block: (block * 400)[:16_000]))
def test_packed_chunks_are_never_longer_than_the_format_allows(data: bytes) -> None:
    """[MS-OVBA] 2.4.1.1.5: every chunk but the last unpacks to 4,096 bytes, packed to at most."""
    container, at, chunks = compress(data), 1, 0
    while at < len(container):
        header = int.from_bytes(container[at : at + 2], "little")
        assert header >> 12 == 0b1011
        at += (header & 0x0FFF) + 3
        chunks += 1
    assert at == len(container)
    assert chunks == -(-len(data) // 4096)


@given(st.binary(max_size=40), st.integers(0, 255), PROJECT_IDS)
def test_obfuscated_settings_can_be_read_back(data: bytes, seed: int, project_id: str) -> None:
    """[MS-OVBA] 2.4.3.3: decryption is the inverse of encryption, for every seed."""
    written = obfuscate(data, seed=seed, project_id=project_id)
    assert written[0] == seed
    assert written[1] ^ seed == 2
    plain = [sum(project_id.encode()) % 256]
    assert written[2] ^ seed == plain[0]
    for index in range(3, len(written)):
        plain.append(written[index] ^ ((written[index - 2] + plain[-1]) % 256))
    content = bytes(plain[1 + (seed & 6) // 2 :])
    assert content == len(data).to_bytes(4, "little") + data


@given(st.dictionaries(STREAM_NAMES, st.binary(max_size=6000), min_size=1, max_size=20))
def test_every_stream_of_a_compound_file_comes_back(streams: dict[str, bytes]) -> None:
    """[MS-CFB]: a reader finds each stream by name, whole, and without a defect."""
    written = write_compound_file({f"VBA/{name}": content for name, content in streams.items()})
    ole = olefile.OleFileIO(io.BytesIO(written), raise_defects=olefile.DEFECT_UNSURE)
    assert not ole.parsing_issues
    assert {entry[1]: ole.openstream(entry).read() for entry in ole.listdir()} == streams


@given(LINES, st.sampled_from(["\n", "\r\n", "\r"]))
def test_a_module_of_any_windows_1252_text_comes_back(lines: list[str], line_end: str) -> None:
    """What Excel is given is what was written, line by line, whatever the line ends were."""
    source = "".join(f"'{line}{line_end}" for line in lines)
    modules = [
        VbaModule(name="ThisWorkbook", kind="document"),
        VbaModule(name="Module1", kind="standard", source=source),
    ]
    parser = VBA_Parser("vbaProject.bin", data=build_vba_project(modules))
    found = {name: code for _, _, name, code in parser.extract_all_macros()}
    parser.close()
    expected = "".join(f"'{line}\r\n" for line in lines)
    assert found["Module1.bas"] == f'Attribute VB_Name = "Module1"\r\n{expected}'
