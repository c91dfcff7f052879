"""Edited workbooks as others see them: golden parts, the schemas, LibreOffice, real files."""

import os
import re
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import ooxml_schemas
import pytest
from lxml import etree
from package_lint import lint
from package_samples import differing, parts_of, rich, seen_by_openpyxl

from cs_workbook.workbook.file_book import FileBook
from cs_workbook.workbook.port import CellContent, ColumnContent, FormulaCell, FormulaColumn

GOLDEN = Path(__file__).parent / "golden" / "package"
GOLDEN_PARTS = [
    "xl/workbook.xml",
    "xl/worksheets/sheet1.xml",
    "xl/worksheets/sheet2.xml",
    "xl/worksheets/sheet3.xml",
    "xl/tables/table1.xml",
    "xl/comments1.xml",
    "xl/sharedStrings.xml",
    "[Content_Types].xml",
]


@pytest.fixture
def refreshed(tmp_path: Path) -> Path:
    """Return the rich workbook after a refresh that touches everything at once."""
    path = rich(tmp_path / "rich.xlsx", totals=True, under=True)
    book = FileBook(path)
    names: Sequence[CellContent] = [
        "Acme",
        "=Globex",
        "<Initech>",
        " Hooli",
        None,
        "007",
        "Umbrella",
    ]
    columns: dict[str, ColumnContent] = {
        "id": [f"N{row}" for row in range(7)],
        "name": names,
        "mrr": [100, 250.5, None, FormulaCell(formula="10*5", value=50), 0, -3, 1e-9],
        "start": [date(2026, 1, day) for day in range(1, 8)],
        "arr": FormulaColumn(
            formula="tblAccounts[[#This Row],[mrr]]*12",
            values=[1200, 3006, 0, 600, 0, -36, 1.2e-8],
        ),
    }
    book.write_table("tblAccounts", columns, origin=[None, 3, 1, 2, None, 0, None])
    book.write_name("as_of", date(2026, 1, 31))
    book.write_name("total", FormulaCell(formula="SUM(tblAccounts[mrr])", value=397.500000001))
    book.add_sheet("Left out", [["row", "reason"], [7, "no <id>"]], after="Accounts")
    book.save()
    return path


def _normalised(data: bytes) -> str:
    root = etree.fromstring(data)
    etree.indent(root)
    return etree.tostring(root, encoding="unicode") + "\n"


def test_the_parts_are_those_in_the_golden_folder(refreshed: Path) -> None:
    """To take today's parts as golden, run with CS_WORKBOOK_GOLDEN=write and read the diff."""
    parts = parts_of(refreshed)
    for name in GOLDEN_PARTS:
        golden = GOLDEN / name.replace("/", "_")
        found = _normalised(parts[name])
        if os.environ.get("CS_WORKBOOK_GOLDEN") == "write":
            golden.write_text(found, encoding="utf-8")
        assert found == golden.read_text(encoding="utf-8"), name


def test_the_lint_finds_nothing(refreshed: Path) -> None:
    assert lint(refreshed) == []


@pytest.mark.skipif(
    ooxml_schemas.folder() is None,
    reason=f"{ooxml_schemas.VARIABLE} names no folder with the ECMA-376 schemas",
)
def test_the_schemas_find_nothing(refreshed: Path) -> None:
    assert ooxml_schemas.violations(refreshed) == []


def test_openpyxl_reads_what_we_read(refreshed: Path) -> None:
    table = FileBook(refreshed).read_table("tblAccounts")
    sheet = seen_by_openpyxl(refreshed, "Accounts", values=True)
    for column, (name, values) in enumerate(table.items(), start=2):
        theirs = [sheet.cell(4 + row, column).value for row in range(len(values))]
        if name == "start":
            assert [str(value)[:10] for value in theirs] == [str(value) for value in values]
        else:
            assert theirs == values, name


@pytest.mark.libreoffice
def test_libreoffice_calculates_the_same_values(
    refreshed: Path, libreoffice: Callable[[Path], Path]
) -> None:
    converted = libreoffice(refreshed)
    ours = FileBook(refreshed)
    accounts = seen_by_openpyxl(converted, "Accounts", values=True)
    table = ours.read_table("tblAccounts")
    assert [accounts.cell(row, 6).value for row in range(4, 11)] == pytest.approx(table["arr"])
    assert [accounts.cell(row, 3).value for row in (4, 5, 7, 9)] == [
        "Acme",
        "=Globex",
        " Hooli",
        "007",
    ]
    dashboard = seen_by_openpyxl(converted, "Dash board", values=True)
    for address in ("A1", "A2"):
        assert dashboard[address].value == pytest.approx(ours.read_name("total"))
    assert seen_by_openpyxl(converted, "Left out")["B2"].value == "no <id>"


# File, table to refresh, parts the edit may change besides its sheet and table.
REAL = [
    ("customer_success_dashboard.xlsx", "Data_Table", {"xl/pivotCache/pivotCacheDefinition1.xml"}),
    (
        "nps_dashboard_pivots_slicers.xlsx",
        "Table",
        {
            "xl/pivotCache/pivotCacheDefinition1.xml",
            "xl/calcChain.xml",
            "[Content_Types].xml",
            "xl/_rels/workbook.xml.rels",
        },
    ),
    ("ravenstack_saas_analytics.xlsx", "ravenstackaccountsTable", set()),
    ("crm_sales_automation_vba.xlsm", "tblActivities", set()),
]


@pytest.mark.shared_data
@pytest.mark.parametrize(("name", "table", "also"), REAL, ids=[row[0] for row in REAL])
def test_a_real_workbook_keeps_every_part_the_edit_does_not_name(
    shared_data: Path, tmp_path: Path, name: str, table: str, also: set[str]
) -> None:
    source, target = shared_data / "excel" / name, tmp_path / name
    book = FileBook(source)
    shape, content = book.tables()[table], book.read_table(table)
    first, second = shape.columns[:2]
    columns = {column: [*content[column], "added", "added"] for column in (first, second)}
    book.write_table(table, columns)
    book.save(target)
    changed = differing(source, target)
    sheets = {part for part in changed if part.startswith("xl/worksheets/sheet")}
    tables = {part for part in changed if part.startswith("xl/tables/")}
    assert changed - sheets - tables - also == {"xl/workbook.xml"}
    assert (len(sheets), len(tables)) == (1, 1)
    assert lint(target, known=source) == []
    after = FileBook(target).read_table(table)
    assert {column: after[column] for column in columns} == columns
    rows = len(content[first])
    for column in set(shape.columns) - {first, second}:
        if any(value is not None for value in content[column][:1]) and "formula" not in column:
            kept = after[column][:rows]
            assert kept == content[column] or None in kept, column


@pytest.mark.shared_data
@pytest.mark.parametrize(("name", "table", "also"), REAL, ids=[row[0] for row in REAL])
def test_a_real_workbook_takes_a_sheet_and_a_cell(
    shared_data: Path, tmp_path: Path, name: str, table: str, also: set[str]
) -> None:
    del table, also
    source, target = shared_data / "excel" / name, tmp_path / name
    book = FileBook(source)
    last = book.sheet_names()[0]
    book.add_sheet("Added", [["a", 1], [date(2026, 1, 31), None]], after=book.sheet_names()[0])
    book.write_cell(last, "ZZ900", "here")
    book.save(target)
    assert lint(target, known=source) == []
    again = FileBook(target)
    assert again.sheet_names()[1] == "Added"
    assert again.read_cell("Added", "A2") == date(2026, 1, 31)
    assert again.read_cell(last, "ZZ900") == "here"
    allowed = r"xl/(workbook|styles|worksheets/sheet\d+|charts/chart\d+)\.xml"
    rest = {part for part in differing(source, target) if not re.fullmatch(allowed, part)}
    assert rest == {"[Content_Types].xml", "xl/_rels/workbook.xml.rels", "docProps/app.xml"}


@pytest.mark.shared_data
@pytest.mark.libreoffice
@pytest.mark.parametrize(("name", "table", "also"), REAL[3:], ids=[row[0] for row in REAL[3:]])
def test_libreoffice_opens_an_edited_real_workbook(
    shared_data: Path,
    tmp_path: Path,
    libreoffice: Callable[[Path], Path],
    name: str,
    table: str,
    also: set[str],
) -> None:
    del also
    target = tmp_path / name
    book = FileBook(shared_data / "excel" / name)
    column = book.tables()[table].columns[0]
    book.write_table(table, {column: [*book.read_table(table)[column], "added"]})
    book.save(target)
    converted = FileBook(libreoffice(target))
    assert set(book.sheet_names()) <= set(converted.sheet_names())
    shape = book.tables()[table]
    assert converted.read_cell(shape.sheet, f"A{shape.header_row + shape.rows}") == "added"
