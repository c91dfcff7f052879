"""The run-length packing that VBA source is stored in, as [MS-OVBA] 2.4.1 describes it.

Text is cut into chunks of 4,096 bytes. Inside a chunk every piece is either one byte as it is or
a *copy token* (go back so many bytes, repeat so many); eight pieces share one byte of flags. The
further into the chunk, the more of a token's 16 bits go to the distance and the fewer to the
length. Nothing here is random: the same bytes always pack to the same bytes.

The format also knows chunks stored unpacked. They are never written: such a chunk is padded to
4,096 bytes, which would add zero bytes to a last chunk, and Excel has been reported to drop a
module that contains one. Source text always packs; what does not pack is no source text and is
refused.

References:
    [MS-OVBA] 2.4.1 "Compression and Decompression", 3.2 "Compression/Decompression Examples".
"""

from typing import Final

from cs_workbook.errors import SettingsError

CHUNK_SIZE: Final = 4096
_CONTAINER_SIGNATURE: Final = 0x01
_PACKED_CHUNK: Final = 0xB000  # packed flag (bit 15) and the fixed 0b011 (bits 12 to 14)
_SHORTEST_COPY: Final = 3
_PIECES_PER_FLAG_BYTE: Final = 8


def compress(data: bytes) -> bytes:
    """Pack ``data`` into a compressed container.

    Args:
        data: The bytes to pack; no bytes give a container without chunks.

    Returns:
        The container: one signature byte, then the chunks.

    Raises:
        SettingsError: A stretch of 4,096 bytes repeats too little to be packed.

    >>> compress(b"a" * 73).hex(" ")
    '01 03 b0 02 61 45 00'
    """
    container = bytearray([_CONTAINER_SIGNATURE])
    for start in range(0, len(data), CHUNK_SIZE):
        packed = _pack_chunk(data[start : start + CHUNK_SIZE])
        if len(packed) > CHUNK_SIZE:
            last = min(start + CHUNK_SIZE, len(data))
            raise SettingsError(
                f"bytes {start + 1} to {last}: expected text that repeats itself somewhere, found "
                "text that cannot be packed. Break up long encoded strings."
            )
        # The size field holds the whole chunk less three: two header bytes and one.
        container += (_PACKED_CHUNK | (len(packed) - 1)).to_bytes(2, "little")
        container += packed
    return bytes(container)


def _pack_chunk(chunk: bytes) -> bytes:
    """Pack one chunk of at most 4,096 bytes, without its header."""
    packed = bytearray()
    position = 0
    while position < len(chunk):
        flags_at = len(packed)
        packed.append(0)
        for piece in range(_PIECES_PER_FLAG_BYTE):
            if position == len(chunk):
                break
            distance, length = _longest_match(chunk, position)
            if length:
                packed[flags_at] |= 1 << piece
                token = (distance - 1) << _length_bits(position) | (length - _SHORTEST_COPY)
                packed += token.to_bytes(2, "little")
                position += length
            else:
                packed.append(chunk[position])
                position += 1
    return bytes(packed)


def _length_bits(position: int) -> int:
    """How many of a token's 16 bits hold the length, ``position`` bytes into the chunk."""
    distance_bits = max(4, (position - 1).bit_length())
    return 16 - distance_bits


def _longest_match(chunk: bytes, position: int) -> tuple[int, int]:
    """Find the longest earlier run equal to what comes next; the nearest where several tie.

    Returns:
        Distance back and length, or ``(0, 0)`` where nothing worth a token repeats.
    """
    if position == 0:
        return 0, 0
    longest = min(len(chunk) - position, (1 << _length_bits(position)) - 1 + _SHORTEST_COPY)
    found_at, length = position, 0
    wanted = _SHORTEST_COPY
    while wanted <= longest:
        # A run may overlap the text it is copied to, so only its start must lie earlier.
        start = chunk.rfind(chunk[position : position + wanted], 0, position + wanted - 1)
        if start < 0:
            break
        found_at, length = start, wanted
        while length < longest and chunk[start + length] == chunk[position + length]:
            length += 1
        wanted = length + 1
    return position - found_at, length
