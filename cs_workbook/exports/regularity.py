"""Whether a file is so regular that the database may read it without help.

Regular means: no quote, no NUL, one kind of line end, no blank line and the same number of
delimiters on every line from the first line of data on. Then a line is a row and a row is a line,
so both readers must give the same table, and the database's is many times faster.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

_CHUNK = 8 << 20
_LONGEST_LINE = 1 << 20
_LF, _CR, _SPACE, _LAST_ASCII = 10, 13, 32, 127


@dataclass(frozen=True, slots=True, kw_only=True)
class Regularity:
    """What the scan of a file found.

    Attributes:
        regular: A line is a row.
        padded: Some cell may begin or end with white space, so cells need trimming.
    """

    regular: bool
    padded: bool = True


def scan(path: Path, *, delimiter: str, width: int, skip: int) -> Regularity:
    """Look at every byte of a UTF-8 file for whatever makes it irregular.

    Args:
        path: The file, already known to be valid UTF-8.
        delimiter: One ASCII character.
        width: Fields per line.
        skip: Lines before the first line of data (titles and headers); not looked at.

    Returns:
        Whether the rest of the file is regular.
    """
    irregular = Regularity(regular=False)
    if width < 2:  # noqa: PLR2004 - with one column a blank line is a row
        return irregular
    padded, line_end = False, None
    with path.open("rb") as file:
        for _ in range(skip):
            file.readline(_LONGEST_LINE)
        while chunk := file.read(_CHUNK):
            # Chunks end at a line end, so that each can be judged on its own.
            tail = file.readline(_LONGEST_LINE)
            block = chunk + tail
            if not block.endswith(b"\n"):
                if len(tail) >= _LONGEST_LINE or file.read(1):
                    return irregular
                block += b"\r\n" if b"\r\n" in block else b"\n"
            if b'"' in block or b"\0" in block:
                return irregular
            found = _line_end(block)
            if found is None or line_end not in {None, found}:
                return irregular
            line_end = found
            bytes_ = np.frombuffer(block, dtype=np.uint8)
            marks = np.flatnonzero((bytes_ == ord(delimiter)) | (bytes_ == _LF))
            if not _same_build(bytes_, marks, width):
                return irregular
            padded = padded or _is_padded(bytes_, marks, 2 if line_end == b"\r\n" else 1)
    return Regularity(regular=line_end is not None, padded=padded)


def _line_end(block: bytes) -> bytes | None:
    lines, returns = block.count(b"\n"), block.count(b"\r")
    if returns == 0:
        return b"\n"
    return b"\r\n" if returns == lines == block.count(b"\r\n") else None


def _same_build(bytes_: np.ndarray, marks: np.ndarray, width: int) -> bool:
    if len(marks) % width:
        return False
    lines = bytes_[marks].reshape(-1, width)
    if not (bool((lines[:, -1] == _LF).all()) and bool((lines[:, :-1] != _LF).all())):
        return False
    ends = marks[width - 1 :: width]
    return int(np.diff(ends, prepend=-1).max()) < _LONGEST_LINE


def _is_padded(bytes_: np.ndarray, marks: np.ndarray, line_end: int) -> bool:
    """Tell whether a byte beside a delimiter or line end is white space or beyond ASCII."""
    after = marks[:-1] + 1
    at_line_end = bytes_[marks] == _LF
    before = np.where(at_line_end, marks - line_end, marks - 1)
    for beside in (bytes_[after], bytes_[np.maximum(before, 0)], bytes_[:1]):
        # A CR or LF beside a mark belongs to the line end of an empty cell.
        blank = (beside <= _SPACE) & (beside != _LF) & (beside != _CR)
        if bool((blank | (beside > _LAST_ASCII)).any()):
            return True
    return False
