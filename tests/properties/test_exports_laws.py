"""Laws of importing: no line is lost, no line is counted twice, and both readers agree."""

import csv
import io
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cs_workbook.engine import DuckDB
from cs_workbook.errors import DataError
from cs_workbook.exports import LocaleSettings, read_folder
from cs_workbook.exports.decoding import decode, sample_text
from cs_workbook.exports.layout import find_layout
from cs_workbook.exports.loading import load
from cs_workbook.exports.problem_log import ProblemLog
from cs_workbook.exports.records import records
from cs_workbook.exports.regularity import scan
from cs_workbook.exports.values import read_column
from cs_workbook.parsing import parse_date, parse_moment, parse_number, parse_yes_no
from cs_workbook.schema.exports import ROLES

HEADER = ["account_id", "account_name", "industry"]
AS_OF = date(2025, 12, 31)
# Each example is a whole import; the tables of one do not reach into the next.
few = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)

nasty = st.text(
    alphabet=st.one_of(
        st.sampled_from("aB19 ,;\t|\"'\\\n\r=+-@.é\u00a0\u6f22#%N"),
        st.characters(codec="utf-8", exclude_characters="\0\ufeff\ufffd"),
    ),
    max_size=8,
)
plain_cells = st.text(alphabet="abcAB019 .;'\\=+-é\u00a0\u6f22", max_size=6)


@pytest.fixture
def engine() -> Iterator[DuckDB]:
    with DuckDB() as engine:
        yield engine


def as_csv(rows: list[list[str]], delimiter: str, line_end: str) -> str:
    out = io.StringIO(newline="")
    # Everything quoted: the csv module leaves a lone CR bare, and a bare CR ends a line.
    writer = csv.writer(out, delimiter=delimiter, lineterminator=line_end, quoting=csv.QUOTE_ALL)
    writer.writerows(rows)
    return out.getvalue()


@given(
    rows=st.lists(st.lists(nasty, min_size=2, max_size=5), max_size=8),
    delimiter=st.sampled_from(",;\t|"),
    line_end=st.sampled_from(["\n", "\r\n"]),
)
def test_what_the_csv_module_writes_is_read_back_record_by_record(
    rows: list[list[str]], delimiter: str, line_end: str
) -> None:
    text = as_csv(rows, delimiter, line_end)
    written = [
        [cell.replace("\r\n", "\n").replace("\r", "\n") for cell in row]
        for row in rows
        if as_csv([row], delimiter, line_end).strip()
    ]
    lines = io.StringIO(text, newline="")
    found = [record for record in records(lines, delimiter) if not record.broken]
    # A cell that holds whole rows is taken for a lost quote; then its lines come one by one.
    if len(found) == len(written):
        assert [
            [cell.replace("\r\n", "\n").replace("\r", "\n") for cell in record.fields]
            for record in found
        ] == written


@given(st.lists(st.text(alphabet='ab1,"\n', max_size=12), max_size=12))
def test_every_line_that_is_not_blank_belongs_to_one_record(pieces: list[str]) -> None:
    lines = "\n".join(pieces).splitlines(keepends=True)
    starts = [record.line for record in records(lines, ",", width=3)]
    assert starts == sorted(set(starts))
    first = next((n for n, line in enumerate(lines, 1) if line.strip()), None)
    assert starts[:1] == ([] if first is None else [first])
    taken = "".join("".join(record.fields) for record in records(lines, ",", width=3))
    for letter in "ab1":
        assert taken.count(letter) == "".join(lines).count(letter)


@few
@given(
    rows=st.lists(st.lists(nasty, min_size=1, max_size=4), max_size=12),
    noise=st.lists(st.sampled_from(['"', "Total", ",,", "", 'x,"y', HEADER[0]]), max_size=3),
)
def test_rows_read_are_rows_used_and_rows_set_aside(
    tmp_path: Path, engine: DuckDB, rows: list[list[str]], noise: list[str]
) -> None:
    text = ",".join(HEADER) + "\n" + as_csv(rows, ",", "\n") + "\n".join(noise)
    (tmp_path / "accounts.csv").write_text(text, encoding="utf-8", newline="")
    (report,) = read_folder(tmp_path, engine=engine, as_of=AS_OF).files
    assert report.role == "accounts"
    assert report.rows_read == report.rows_used + report.rows_set_aside
    ((used, lines),) = engine.rows("select count(*), count(distinct source_line) from accounts")
    assert report.rows_used == used == lines
    ((set_aside,),) = engine.rows(
        "select count(distinct line) from problems where severity = 'Set aside'"
    )
    assert report.rows_set_aside == set_aside
    ((both,),) = engine.rows(
        "select count(*) from accounts join problems on line = source_line "
        "where severity = 'Set aside'"
    )
    assert both == 0


@few
@given(
    rows=st.lists(st.lists(plain_cells, min_size=3, max_size=3), min_size=1, max_size=12),
    line_end=st.sampled_from(["\n", "\r\n"]),
    ends=st.booleans(),
)
def test_both_readers_give_the_same_rows(
    tmp_path: Path, engine: DuckDB, rows: list[list[str]], line_end: str, *, ends: bool
) -> None:
    path = tmp_path / "accounts.csv"
    text = line_end.join(",".join(row) for row in [HEADER, *rows]) + (line_end if ends else "")
    path.write_text(text, encoding="utf-8", newline="")
    decoded = decode(path)
    sample, whole = sample_text(path, decoded.encoding)
    layout = find_layout(sample, whole=whole, file_name=path.name)
    assert layout is not None
    assert scan(path, delimiter=",", width=3, skip=layout.data_line - 1).regular
    tables = []
    for allow_fast in (True, False):
        raw = load(
            path,
            file_no=0,
            decoded=decoded,
            layout=layout,
            engine=engine,
            log=ProblemLog(engine, [path.name]),
            allow_fast=allow_fast,
        )
        tables.append(
            engine.rows(
                "select account_id, account_name, industry, note, words, "
                f"{raw.line} as place from {raw.table} r order by place"
            )
        )
    assert tables[0] == tables[1]


@few
@given(
    numbers=st.lists(st.from_regex(r"-?[0-9]{0,16}\.?[0-9]{0,5}", fullmatch=True), max_size=20),
    dates=st.lists(
        st.from_regex(
            r"(18|19|20|99)[0-9]{2}-[0-3][0-9]-[0-3][0-9]"
            r"([ T][0-2][0-9]:[0-6][0-9](:[0-6][0-9])?)?",
            fullmatch=True,
        ),
        max_size=20,
    ),
    words=st.lists(st.sampled_from(["Yes", "no", "1", "0", "T", "f", "1.0", "x", "2"])),
)
def test_the_database_reads_canonical_texts_as_the_parser_does(
    engine: DuckDB, numbers: list[str], dates: list[str], words: list[str]
) -> None:
    """Rule of reading: one meaning per text, whoever reads it."""
    locale = LocaleSettings(decimal_mark=".")
    usage, accounts = ROLES["usage"], ROLES["accounts"]
    for field, texts, parse in (
        (usage.field("use_count"), numbers, lambda text: parse_number(text, ".")),
        (accounts.field("customer_since"), dates, parse_date),
        (usage.field("used_at"), dates, parse_moment),
        (accounts.field("churned"), words, parse_yes_no),
    ):
        rows = [(text, None) for text in dict.fromkeys(texts) if text]
        frame = pd.DataFrame(rows, columns=[field.name, "note"], dtype=object)
        engine.stage_frame("texts", frame.astype({"note": "object"}))
        engine.execute("alter table texts alter note type varchar")
        engine.execute(f"alter table texts alter {field.name} type varchar")
        column = read_column(field, header="h", table="texts", engine=engine, locale=locale)
        found = engine.rows(f"select {column.cell}, {column.value} from texts r{column.join}")
        assert len(found) == len(rows)
        for text, value in found:
            try:
                expected = parse(str(text))
            except DataError:
                expected = None
            assert value == (float(expected) if isinstance(expected, Decimal) else expected)
