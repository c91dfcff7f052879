"""A file into a raw table, by one of two readers that must give the same.

The fast reader is the database's own, for files found regular; the careful reader is ours, for
everything else, and reports lines with a wrong number of fields, lost quotes and unreadable
characters. Both go through the same statement, which trims cells, keeps the columns somebody
reads and marks the lines that are no rows: blank ones, footers, totals and repeated headers.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pandas as pd

from cs_workbook.engine import DuckDB
from cs_workbook.exports.decoding import Decoded, open_text
from cs_workbook.exports.layout import FIGURE, FOOTER, TOTAL, Layout
from cs_workbook.exports.problem_log import ProblemLog
from cs_workbook.exports.records import Record, records
from cs_workbook.exports.regularity import scan
from cs_workbook.exports.sql import literal, name
from cs_workbook.parsing import WHITE_SPACE

_CHUNK_ROWS = 20_000
_FOOTER = re.compile(FOOTER, re.DOTALL)
# The database takes a path with these as a pattern for several files.
_PATTERN_CHARACTERS = frozenset("*?[]{}")


@dataclass(frozen=True, slots=True, kw_only=True)
class RawTable:
    """A file as text in the engine.

    Attributes:
        table: Name of the table; one column per field, and ``note`` for lines that are no rows.
        line: SQL expression of the physical line, with ``r`` for the table.
        spoilt: Rows of data that could not be split into fields; they are only in the log.
        fast: It was read by the database's own reader.
    """

    table: str
    line: str
    spoilt: int
    fast: bool


def load(
    path: Path,
    *,
    file_no: int,
    decoded: Decoded,
    layout: Layout,
    engine: DuckDB,
    log: ProblemLog,
    allow_fast: bool = True,
) -> RawTable:
    """Read a recognised file into a raw table.

    Args:
        path: The file.
        file_no: Its place in the import.
        decoded: Its encoding.
        layout: Its delimiter, header and role.
        engine: Where the table goes.
        log: Where problems go.
        allow_fast: Take the database's reader where the file is regular.

    Returns:
        The table.
    """
    table = f"raw_{file_no}"
    width = len(layout.header)
    plain_path = not _PATTERN_CHARACTERS.intersection(path.as_posix())
    if allow_fast and plain_path and decoded.strict and decoded.encoding.startswith("utf-8"):
        build = scan(path, delimiter=layout.delimiter, width=width, skip=layout.data_line - 1)
        if build.regular:
            source = _fast_source(path, layout)
            select = _select(layout, source, padded=build.padded, line=None)
            engine.execute(f"create or replace table {table} as {select}")
            # The engine keeps the order of the file, so a row's place is its line.
            line = f"r.rowid + {layout.data_line}"
            return RawTable(table=table, line=line, spoilt=0, fast=True)
    spoilt = _load_carefully(path, file_no, decoded, layout, engine, log)
    return RawTable(table=table, line="r.line", spoilt=spoilt, fast=False)


def _fast_source(path: Path, layout: Layout) -> str:
    columns = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(len(layout.header)))
    # A NULL text that cannot occur keeps blank cells blank texts, as the careful reader has them.
    return (
        f"read_csv({literal(path.as_posix())}, auto_detect = false, header = false, "
        f"skip = {layout.data_line - 1}, delim = {literal(layout.delimiter)}, quote = '', "
        f"escape = '', comment = '', nullstr = e'\\x01\\x02', columns = {{{columns}}})"
    )


def _select(layout: Layout, source: str, *, padded: bool, line: str | None) -> str:
    places = range(len(layout.header))
    cells = [_trimmed(f"c{n}") if padded else f"c{n}" for n in places]
    trimmed = ", ".join(f"{cell} as c{n}" for n, cell in enumerate(cells))
    filled = " + ".join(f"(c{n} <> '')::integer" for n in places)
    lead = "coalesce(" + ", ".join(f"nullif(c{n}, '')" for n in places) + ", '')"
    figures = " + ".join(f"regexp_matches(c{n}, {literal(FIGURE)})::integer" for n in places)
    header = " and ".join(f"c{n} = {literal(text)}" for n, text in enumerate(layout.header))
    recognised = layout.recognised
    assert recognised is not None  # noqa: S101 - only recognised files are loaded
    key = recognised.places.get(recognised.role.key)
    key_is_free = "true" if key is None else f"c{key} in ('', lead)"
    fields = ", ".join(f"c{n} as {name(field)}" for field, n in recognised.places.items())
    numbered = "" if line is None else f", {line} as line"
    everything = ", ".join(f"nullif(c{n}, '')" for n in places)
    return f"""
        select {fields}{numbered}, note,
            case when note <> 'blank' then left(concat_ws(' ', {everything}), 200) end as words
        from (
            select *,
                case
                    when filled = 0 then 'blank'
                    when {header} then 'extra_header'
                    when filled = 1 and regexp_matches(lower(lead), {literal(FOOTER)})
                        then 'footer_line'
                    when lower(left(lead, 1)) in ('t', 'g', 's')
                        and regexp_matches(lower(lead), {literal(TOTAL)}) and {key_is_free}
                        and ({figures}) = filled - 1 then 'footer_line'
                end as note
            from (
                select *, {filled} as filled, {lead} as lead
                from (select {trimmed}{numbered} from {source})
            )
        )
    """


def _trimmed(cell: str) -> str:
    # Trimming by a list of characters costs many times more than looking at both ends first.
    marks = ", ".join(literal(mark) for mark in WHITE_SPACE)
    return (
        f"case when left({cell}, 1) in ({marks}) or right({cell}, 1) in ({marks}) "
        f"then trim({cell}, {literal(WHITE_SPACE)}) else {cell} end"
    )


def _load_carefully(
    path: Path, file_no: int, decoded: Decoded, layout: Layout, engine: DuckDB, log: ProblemLog
) -> int:
    table, width = f"raw_{file_no}", len(layout.header)
    columns = ["line", *(f"c{n}" for n in range(width))]
    select = _select(layout, "raw_chunk", padded=False, line="line::bigint")
    empty = ", ".join(f"null::varchar as {column}" for column in columns)
    engine.execute(f"create or replace temp view raw_chunk as select {empty}")
    engine.execute(f"create or replace table {table} as {select} limit 0")
    engine.execute("drop view raw_chunk")
    sorter = _Sorter(file_no, width, layout.delimiter, log, strict=decoded.strict)
    with open_text(path, decoded.encoding) as file:
        lines = islice(file, layout.data_line - 1, None)
        found = records(lines, layout.delimiter, width=width, first_line=layout.data_line)
        for rows, problems in _chunks(found, sorter):
            if rows:
                engine.stage_frame("raw_chunk", pd.DataFrame(rows, columns=columns, dtype=object))
                engine.execute(f"insert into {table} {select}")
                engine.execute("drop table raw_chunk")
            log.add_rows(file_no, problems)
    return sorter.spoilt


_ProblemRow = tuple[int, int | None, str | None]


def _chunks(
    found: Iterator[Record], sorter: "_Sorter"
) -> Iterator[tuple[list[list[object]], list[_ProblemRow]]]:
    while chunk := list(islice(found, _CHUNK_ROWS)):
        rows: list[list[object]] = []
        problems: list[_ProblemRow] = []
        for record in chunk:
            sorter.sort(record, rows, problems)
        yield rows, problems


class _Sorter:
    """Tells rows from lines that cannot be rows."""

    def __init__(
        self, file_no: int, width: int, delimiter: str, log: ProblemLog, *, strict: bool
    ) -> None:
        self.spoilt = 0
        self._width = width
        self._delimiter = delimiter
        self._strict = strict
        self._footer = log.sentence("footer_line", file_no, column=None)
        self._undecodable = log.sentence("undecodable", file_no, column=None)
        self._lost_quote = log.sentence(
            "wrong_width", file_no, column=None, expected="a quote is opened and never closed"
        )
        self._log, self._file_no = log, file_no

    def sort(self, record: Record, rows: list[list[object]], problems: list[_ProblemRow]) -> None:
        fields = record.fields
        if len(fields) > self._width and not any(cell.strip() for cell in fields[self._width :]):
            fields = fields[: self._width]
        if not self._strict and any("\ufffd" in cell for cell in fields):
            unreadable = next(cell for cell in fields if "\ufffd" in cell)
            problems.append((self._undecodable, record.line, unreadable))
        if not record.broken and len(fields) == self._width:
            rows.append([record.line, *(cell.strip(WHITE_SPACE) for cell in fields)])
            return
        filled = [text for cell in fields if (text := cell.strip(WHITE_SPACE))]
        text = self._delimiter.join(fields)
        if not filled:
            return
        if len(filled) == 1 and _FOOTER.match(filled[0].lower()):
            problems.append((self._footer, record.line, filled[0]))
            return
        self.spoilt += 1
        sentence = self._lost_quote if record.broken else self._wrong_width(len(fields))
        problems.append((sentence, record.line, text))

    def _wrong_width(self, found: int) -> int:
        return self._log.sentence(
            "wrong_width",
            self._file_no,
            column=None,
            expected=f"{self._width} in the header, {found} here",
        )
