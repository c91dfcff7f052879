"""The folder as a whole: what is read, what is refused, and that twice is the same as once."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from cs_workbook.engine import DuckDB, Scalar
from cs_workbook.errors import ImportRejected
from cs_workbook.exports import read_folder
from cs_workbook.exports.decoding import decode, sample_text
from cs_workbook.exports.layout import find_layout
from cs_workbook.exports.loading import load
from cs_workbook.exports.problem_log import ProblemLog
from cs_workbook.exports.values import SQL_TYPES
from cs_workbook.schema.exports import ROLES

AS_OF = date(2025, 12, 31)


@pytest.fixture
def engine() -> Iterator[DuckDB]:
    with DuckDB() as engine:
        yield engine


def write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8", newline="")


def everything(engine: DuckDB) -> dict[str, list[tuple[Scalar, ...]]]:
    return {table: engine.rows(f"select * from {table}") for table in (*ROLES, "problems")}


MIXED = {
    "accounts": "account_id,account_name,signup_date\nA,Alpha,31/01/2025\nB,Beta,01/02/2025\n"
    "B,Beta again,x\n",
    "usage": "usage_id,account_id,timestamp,feature\n"
    + "".join(f"U{n % 997},{'ABZ'[n % 3]},2025-01-{n % 28 + 1:02d},f\n" for n in range(3000)),
    "tickets": 'ticket_id,account_id,created_at,subject\n1,A,1/13/2025 3:00 PM,"a\nb"\n2,B\n',
}


def test_every_role_has_a_typed_table_even_without_a_file(tmp_path: Path, engine: DuckDB) -> None:
    write(tmp_path, accounts=MIXED["accounts"])
    read_folder(tmp_path, engine=engine, as_of=AS_OF)
    for role in ROLES.values():
        found = engine.rows(
            "select column_name, lower(data_type) from duckdb_columns() "
            f"where table_name = '{role.name}' order by column_index"
        )
        columns = {row[0]: row[1] for row in found}
        expected: dict[Scalar, Scalar] = {
            field.name: SQL_TYPES[field.kind].replace(", ", ",") for field in role.fields
        }
        assert columns == {**expected, "source_file": "varchar", "source_line": "bigint"}


def test_the_same_folder_twice_gives_the_same(tmp_path: Path, engine: DuckDB) -> None:
    write(tmp_path, **MIXED)
    first = read_folder(tmp_path, engine=engine, as_of=AS_OF)
    before = everything(engine)
    assert read_folder(tmp_path, engine=engine, as_of=AS_OF) == first
    assert everything(engine) == before
    with DuckDB() as other:
        other.execute("set threads = 1")
        assert read_folder(tmp_path, engine=other, as_of=AS_OF) == first
        assert everything(other) == before


def test_nothing_is_left_in_the_engine_but_the_tables(tmp_path: Path, engine: DuckDB) -> None:
    write(tmp_path, **MIXED)
    read_folder(tmp_path, engine=engine, as_of=AS_OF)
    tables = {name for (name,) in engine.rows("select table_name from duckdb_tables()")}
    assert tables == {*ROLES, "problem_rows"}


def test_problems_are_in_file_order_and_then_by_line(tmp_path: Path, engine: DuckDB) -> None:
    write(tmp_path, **MIXED)
    read_folder(tmp_path, engine=engine, as_of=AS_OF)
    places = engine.rows("select file, coalesce(line, 0) from problems")
    assert places == sorted(places, key=lambda place: (str(place[0]), int(str(place[1]))))
    assert len(places) > 3000


def test_rows_reconcile_and_every_set_aside_row_has_a_reason(
    tmp_path: Path, engine: DuckDB
) -> None:
    write(tmp_path, **MIXED)
    found = read_folder(tmp_path, engine=engine, as_of=AS_OF)
    assert [(f.rows_read, f.rows_used, f.rows_set_aside) for f in found.files] == [
        (3, 2, 1),
        (2, 1, 1),
        (3000, 665, 2335),
    ]
    for file in found.files:
        ((reasons,),) = engine.rows(
            "select count(distinct line) from problems "
            f"where file = '{file.name}' and severity = 'Set aside'"
        )
        assert reasons == file.rows_set_aside


def test_only_text_files_of_the_folder_itself_are_read(tmp_path: Path, engine: DuckDB) -> None:
    write(tmp_path, accounts=MIXED["accounts"])
    (tmp_path / "ACCOUNTS2.TXT").write_text("account_id\taccount_name\nC\tGamma\n")
    for name in ("~$accounts.csv", ".hidden.csv", "desktop.ini"):
        (tmp_path / name).write_text("account_id,account_name\nX,X\n")
    (tmp_path / "book.xlsx").write_bytes(b"PK\x03\x04")
    (tmp_path / "notes").write_text("x")
    (tmp_path / "old").mkdir()
    write(tmp_path / "old", accounts=MIXED["accounts"])
    found = read_folder(tmp_path, engine=engine, as_of=AS_OF)
    assert [(file.name, file.role) for file in found.files] == [
        ("accounts.csv", "accounts"),
        ("ACCOUNTS2.TXT", "accounts"),
        ("book.xlsx", None),
        ("notes", None),
    ]
    assert engine.rows("select file, reason from problems where code = 'file_unreadable'") == [
        ("book.xlsx", "The file is no CSV text (expected CSV, found .xlsx)."),
        ("notes", "The file is no CSV text (expected CSV, found no file extension)."),
    ]


def test_an_unknown_file_is_named_with_its_header(tmp_path: Path, engine: DuckDB) -> None:
    write(tmp_path, accounts=MIXED["accounts"], teams="id,name,created_at\n1,x,2025-01-01\n")
    found = read_folder(tmp_path, engine=engine, as_of=AS_OF)
    assert found.file("teams.csv").role is None
    assert engine.rows(
        "select file, severity, value from problems where code = 'file_not_recognised'"
    ) == [("teams.csv", "Set aside", "id,name,created_at")]


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda _: None, "found an empty folder"),
        (lambda folder: folder.rmdir(), "found no folder there"),
        (lambda folder: write(folder, a="x,y\n1,2\n"), "found none among a.csv"),
    ],
)
def test_a_folder_without_any_export_is_refused_in_a_sentence(
    tmp_path: Path, engine: DuckDB, make: object, sentence: str
) -> None:
    folder = tmp_path / "exports"
    folder.mkdir()
    assert callable(make)
    make(folder)
    with pytest.raises(ImportRejected, match=sentence):
        read_folder(folder, engine=engine, as_of=AS_OF)


def test_progress_tells_each_file(tmp_path: Path, engine: DuckDB) -> None:
    write(tmp_path, accounts=MIXED["accounts"])
    told: list[str] = []
    read_folder(tmp_path, engine=engine, as_of=AS_OF, progress=told.append)
    assert told == ["Reading accounts.csv", "Checking the tables against each other"]


REGULAR = {
    "plain": "{header}\n1,One,x\n2,Two,\n",
    "windows_lines": "{header}\r\n1,One,x\r\n2,,y\r\n",
    "no_last_line_end": "{header}\n1,One,x\n2,Two,y",
    "no_last_line_end_windows": "{header}\r\n1,One,x\r\n2,Two,",
    "padded": "{header}\n 1 ,One\u00a0,x\n2,\tTwo,\u200b\n",
    "accents": "{header}\n1,Größe,é\n2,\u6f22\u5b57,\U0001f600\n",
    "byte_order_mark": "\ufeff{header}\n1,One,x\n2,Two,y\n",
    "title_above": "Accounts,,\n\n{header}\n1,One,x\n,,\n2,Two,y\n",
    "footer_below": "{header}\n1,One,x\nTotal,,\n{header}\nCopyright 2025,,\n2,Two,y\n",
    "apostrophes": "{header}\n1,O'Hara,'x'\n2,\\,\\N\n",
    "null_words": "{header}\n1,NULL,NA\n2,null,\\N\n",
    "comment_marks": "{header}\n#1,One,x\n2,#Two,y\n",
    "many": "{header}\n" + "".join(f"{n},Name {n},x\n" for n in range(5000)),
}


@pytest.mark.parametrize("name", REGULAR)
def test_both_readers_give_the_same_table(tmp_path: Path, engine: DuckDB, name: str) -> None:
    path = tmp_path / "accounts.csv"
    text = REGULAR[name].format(header="account_id,account_name,industry")
    path.write_text(text, encoding="utf-8", newline="")
    decoded = decode(path)
    sample, whole = sample_text(path, decoded.encoding)
    layout = find_layout(sample, whole=whole, file_name=path.name)
    assert layout is not None
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
        assert raw.fast is allow_fast
        tables.append(
            engine.rows(
                "select account_id, account_name, industry, note, words, "
                f"{raw.line} as place from {raw.table} r "
                "where note is distinct from 'blank' order by place"
            )
        )
    assert tables[0] == tables[1]
    assert len(tables[0]) >= 2
