"""Bytes to text: which encoding a file is in, and whether it is text at all.

One streaming pass over the bytes answers everything that needs all of them: the fingerprint,
whether they are valid UTF-8, and later (see :mod:`~cs_workbook.exports.regularity`) whether every
line has the same build. Bytes that are no text in the encoding become U+FFFD and are reported
with their line; they never stop an import.
"""

import codecs
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import charset_normalizer

_CHUNK = 4 << 20
SAMPLE_BYTES = 1 << 20
"""How much of a file is looked at to find its encoding, delimiter and header."""

_SIGNATURES = (
    (b"PK\x03\x04", "an Excel workbook or a ZIP archive"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook"),
    (b"%PDF", "a PDF document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"PAR1", "a Parquet file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"SQLite format 3\x00", "a database"),
)
# UTF-32 before UTF-16: its little-endian mark starts with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_TEXT_CONTROLS = frozenset(b"\t\n\v\f\r\x1a\x1b\x1c\x1d\x1e\x1f")
_MANY_CONTROLS = 0.2
_NULS_OF_UTF16 = 0.3
_NULS_OF_OTHER_HALF = 0.05
_FOREIGN_SCRIPT = 0.15


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """How the bytes of a file are to be read.

    Attributes:
        encoding: Python's name of the encoding.
        strict: Every byte is text in that encoding.
        fingerprint: First 12 hexadecimal digits of the SHA-256.
        size: Bytes.
        not_text: What the file is instead of text; blank for text.
    """

    encoding: str
    strict: bool
    fingerprint: str
    size: int
    not_text: str = ""


def decode(path: Path) -> Decoded:
    """Find the encoding of a file.

    A byte order mark decides; then UTF-16 without a mark (every other byte is NUL); then UTF-8 if
    all bytes are valid UTF-8, or if far more of the accented letters are valid than not; then a
    Windows code page: cp1252 for a text with a few accented letters, and what charset-normalizer
    finds for one that is mostly in another script.

    Args:
        path: The file.

    Returns:
        The encoding and the fingerprint.

    Raises:
        OSError: The file cannot be opened.
    """
    with path.open("rb") as file:
        sample = file.read(SAMPLE_BYTES)
    not_text = _not_text(sample)
    digest, size = hashlib.sha256(), 0
    strict_utf8 = not not_text
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    for chunk in _chunks(path):
        digest.update(chunk)
        size += len(chunk)
        if strict_utf8:
            strict_utf8 = _is_next_utf8(decoder, chunk)
    if strict_utf8:
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            strict_utf8 = False
    encoding = "" if not_text else _encoding_of(sample, strict_utf8=strict_utf8)
    strict = strict_utf8 if encoding.startswith("utf-8") else _is_valid(path, encoding)
    return Decoded(
        encoding=encoding,
        strict=strict,
        fingerprint=digest.hexdigest()[:12],
        size=size,
        not_text=not_text,
    )


def open_text(path: Path, encoding: str) -> io.TextIOWrapper:
    """Open a file as text with its line ends untouched, unreadable bytes as U+FFFD."""
    # ``newline=""`` still splits at LF, CR LF and a lone CR (old Mac), and keeps what it found.
    return path.open(encoding=encoding, errors="replace", newline="")


def sample_text(path: Path, encoding: str) -> tuple[str, bool]:
    """Return the first megabyte of a file as text, and whether that is all of it."""
    with open_text(path, encoding) as file:
        text = file.read(SAMPLE_BYTES)
        return text, not file.read(1)


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _is_next_utf8(decoder: codecs.IncrementalDecoder, chunk: bytes) -> bool:
    try:
        decoder.decode(chunk)
    except UnicodeDecodeError:
        return False
    return True


def _is_valid(path: Path, encoding: str) -> bool:
    if not encoding:
        return False
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        for chunk in _chunks(path):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def _not_text(sample: bytes) -> str:
    for signature, what in _SIGNATURES:
        if sample.startswith(signature):
            return what
    if any(sample.startswith(mark) for mark, _ in _MARKS) or _utf16_without_mark(sample):
        return ""
    controls = sum(sample.count(bytes([byte])) for byte in range(32) if byte not in _TEXT_CONTROLS)
    return "binary data" if sample and controls / len(sample) > _MANY_CONTROLS else ""


def _utf16_without_mark(sample: bytes) -> str:
    if len(sample) < 2:  # noqa: PLR2004 - two bytes make one UTF-16 unit
        return ""
    even, odd = sample[::2], sample[1::2]
    even_nuls, odd_nuls = even.count(0) / len(even), odd.count(0) / len(odd)
    if odd_nuls > _NULS_OF_UTF16 and even_nuls < _NULS_OF_OTHER_HALF:
        return "utf-16-le"
    if even_nuls > _NULS_OF_UTF16 and odd_nuls < _NULS_OF_OTHER_HALF:
        return "utf-16-be"
    return ""


def _encoding_of(sample: bytes, *, strict_utf8: bool) -> str:
    for mark, encoding in _MARKS:
        if sample.startswith(mark):
            return encoding
    if without_mark := _utf16_without_mark(sample):
        return without_mark
    if strict_utf8:
        return "utf-8"
    text = sample.decode("utf-8", errors="replace")
    bad = text.count("\ufffd")
    good = sum(not letter.isascii() for letter in text) - bad
    if good > bad:
        return "utf-8"
    return _code_page(sample)


def _code_page(sample: bytes) -> str:
    accented = sum(byte > 0x7F for byte in sample)  # noqa: PLR2004 - the end of ASCII
    letters = accented + sum(chr(byte).isalpha() for byte in sample if byte < 0x80)  # noqa: PLR2004
    # charset-normalizer is a good judge of another script and a poor one of a few umlauts.
    if letters and accented / letters > _FOREIGN_SCRIPT:
        best = charset_normalizer.from_bytes(sample[:65_536]).best()
        if best is not None and not best.encoding.startswith("utf"):
            return best.encoding
    return "cp1252"
