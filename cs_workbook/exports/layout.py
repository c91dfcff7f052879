"""Where the table is in a file: delimiter, header line, and the lines that are no data.

The header is the line with the most known column names, wherever it stands: exports carry titles
above it, survey tools write it twice (SurveyMonkey) or three times (Qualtrics). The delimiter is
the one under which that header is found; without a known header, the one that splits the lines
most evenly.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from cs_workbook.exports.recognise import Recognised, recognise
from cs_workbook.exports.records import Record, records
from cs_workbook.parsing import WHITE_SPACE

DELIMITERS = (",", ";", "\t", "|")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")
_MOST_RECORDS = 200
_HEADER_WITHIN = 50

FOOTER = (
    r"^(grand |sub-?)?totals?( \([0-9.,]+ records?\))?:?( [0-9.,]+)?$"
    r"|^(copyright|confidential|\xa9|\(c\)).*"
    r"|^(generated|exported|filtered|printed|downloaded|report (run|generated)|run) "
    r"(by|on|at|from)\b.*"
    r"|^\(?[0-9]+ (rows?|records?)( (selected|affected|returned|exported))?\)?$"
    r"|^page [0-9]+ of [0-9]+$"
    r"|^end of (report|file)\W*$"
)
"""A line with one filled cell that reads so is a footer (lower case, either regex dialect)."""

TOTAL = r"^(grand |sub-?)?totals?( \([0-9]+ records?\))?:?$"
"""A line whose first filled cell reads like this and that holds nothing but figures is a total."""

FIGURE = r"^[(+-]?[^0-9A-Za-z]{0,3}[0-9][0-9 .,'\x{00a0}]*[^0-9A-Za-z]{0,3}$"
"""Roughly a figure, in the database's regex dialect."""

# What SurveyMonkey writes in its second header line below open questions.
_SECOND_HEADER = frozenset(("response", "open-ended response", "other (please specify)"))


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A line that is no row of data."""

    code: str
    line: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Where the table is in a file.

    Attributes:
        delimiter: The mark between fields.
        header: Header texts, trimmed.
        header_line: Physical line of the header, from 1.
        data_line: Physical line from which on data is looked for.
        left_out: Title lines above the header and further header lines below it.
        recognised: The role, or ``None``.
    """

    delimiter: str
    header: tuple[str, ...]
    header_line: int
    data_line: int
    left_out: tuple[LeftOut, ...]
    recognised: Recognised | None


def find_layout(text: str, *, whole: bool, file_name: str) -> Layout | None:
    """Find delimiter and header in the beginning of a file.

    Args:
        text: The beginning of the file with its line ends.
        whole: It is the whole file; otherwise its last line may be cut and is not looked at.
        file_name: Name of the file, for what its header leaves open.

    Returns:
        The layout, or ``None`` for a file without any text.
    """
    text = text.removeprefix("\ufeff")
    if not whole:
        text = text[: max(text.rfind("\n"), text.rfind("\r")) + 1] or text
    best: tuple[int, float, int] | None = None
    layout: Layout | None = None
    for delimiter in DELIMITERS:
        sample = list(islice(records(_lines(text), delimiter), _MOST_RECORDS))
        if not sample:
            return None
        usual, share = _usual_width(sample)
        place, found = _find_header(sample, file_name)
        if found is None:
            place = next((n for n, record in enumerate(sample) if len(record.fields) == usual), 0)
        rank = (len(found.places) if found else 0, share if usual > 1 else 0.0, usual)
        if best is None or rank > best:
            best, layout = rank, _layout(sample, place, delimiter, found, text)
    return layout


def _lines(text: str) -> Iterator[str]:
    # Not splitlines(): it also splits at form feeds and Unicode separators, which the file reader
    # does not count as lines.
    return (found[0] for found in _LINE.finditer(text))


def _usual_width(sample: Sequence[Record]) -> tuple[int, float]:
    widths = Counter(len(record.fields) for record in sample)
    usual, count = max(widths.items(), key=lambda item: (item[1], item[0]))
    return usual, count / len(sample)


def _find_header(sample: Sequence[Record], file_name: str) -> tuple[int, Recognised | None]:
    best, winner = -1, None
    for place, record in enumerate(sample[:_HEADER_WITHIN]):
        found = recognise(_trimmed(record.fields), file_name=file_name)
        if found and (winner is None or len(found.places) > len(winner.places)):
            best, winner = place, found
    return best, winner


def _layout(
    sample: Sequence[Record],
    place: int,
    delimiter: str,
    found: Recognised | None,
    text: str,
) -> Layout:
    header, after = sample[place], sample[place + 1 : place + 3]
    extra = _extra_headers(after)
    rest = sample[place + 1 + extra :]
    data_line = rest[0].line if rest else sum(1 for _ in _lines(text)) + 1
    left_out = [_left_out("footer_line", record) for record in sample[:place]]
    left_out += [_left_out("extra_header", record) for record in after[:extra]]
    return Layout(
        delimiter=delimiter,
        header=tuple(_trimmed(header.fields)),
        header_line=header.line,
        data_line=data_line,
        left_out=tuple(left_out),
        recognised=found,
    )


def _extra_headers(after: Sequence[Record]) -> int:
    """Count the header lines that follow the first: two for Qualtrics, one for SurveyMonkey."""
    if len(after) > 1 and any('"ImportId"' in cell for cell in after[1].fields):
        return 2
    if after:
        cells = [cell.strip().lower() for cell in after[0].fields if cell.strip()]
        if cells and not after[0].fields[0].strip() and _SECOND_HEADER.intersection(cells):
            return 1
    return 0


def _trimmed(cells: Sequence[str]) -> list[str]:
    return [cell.strip(WHITE_SPACE) for cell in cells]


def _left_out(code: str, record: Record) -> LeftOut:
    text = " ".join(cell for cell in _trimmed(record.fields) if cell)
    return LeftOut(code=code, line=record.line, text=text[:200])
