"""LibreOffice calculates some hundred formulas over random data; ours must agree to 1e-9."""

import math
import random
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from cs_workbook.workbook.calculator import Calculator, CannotCalculate, recalculate
from cs_workbook.workbook.package.addresses import parse_cell
from cs_workbook.workbook.package.cells import Dates
from cs_workbook.workbook.port import CellError, CellValue, TableShape

pytestmark = pytest.mark.libreoffice

Convert = Callable[[Path], Path]

COLUMNS = ("Name", "Status", "MRR", "Seats", "Since", "Lost", "Q1", "Q2", "Q3", "It's [x]", "Row")
ROWS = 120
HEADER = 6


@dataclass
class Book:
    """A workbook in memory: values and formulas by sheet, row and column."""

    cells: dict[str, dict[tuple[int, int], CellValue]] = field(default_factory=dict)
    formulas: dict[tuple[str, int, int], str] = field(default_factory=dict)
    tables: Mapping[str, TableShape] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    with_totals: Collection[str] = ()
    dates: Dates = field(default_factory=lambda: Dates(from_1904=False))

    def value(self, sheet: str, row: int, column: int) -> CellValue:
        return self.cells[sheet].get((row, column))

    def values(self, sheet: str, column: int, first: int, last: int) -> Sequence[CellValue]:
        return [self.value(sheet, row, column) for row in range(first, last + 1)]

    def formula(self, sheet: str, row: int, column: int) -> str | None:
        return self.formulas.get((sheet, row, column))


def random_rows(seed: int) -> list[list[CellValue]]:
    dice = random.Random(seed)  # noqa: S311 - test data, no secret
    return [
        [
            f"{dice.choice(['Acme', 'beta', 'Gamma', 'delta'])} {dice.randrange(40)}",
            dice.choice(["Customer", "customer", "Trial", "Churned", None]),
            dice.choice([None, round(dice.uniform(-50, 900), 2), dice.randrange(500)]),
            dice.choice([None, 0, dice.randrange(1, 80)]),
            date(2024, 1, 1) + timedelta(days=dice.randrange(900)),
            dice.choice(["Yes", "No", None]),
            *(dice.choice([None, dice.uniform(0, 100), ""]) for _ in range(3)),
            dice.choice([1, 2, 3]),
            number,
        ]
        for number in range(1, ROWS + 1)
    ]


def formulas() -> list[str]:
    """Return the formulas to compare: fixed ones, and every combination of some parts.

    Left out is what LibreOffice itself reads differently: whole tables and rows of headers, IFNA
    without its prefix, yes/no joined to text.
    """
    some = [
        "SUM(tblX[MRR])", "AVERAGE(tblX[MRR])", "MEDIAN(tblX[Seats])", "COUNT(tblX[MRR])",
        "COUNTA(tblX[Status])", "COUNTBLANK(tblX[Lost])", "MIN(tblX[MRR])", "MAX(tblX[MRR])",
        "SUM(tblX[[MRR]:[Seats]])", "SUM(tblX[It''s '[x']])", "COLUMNS(tblX[[Q1]:[Q3]])",
        "tblX[[#Headers],[Seats]]", 'SUMPRODUCT(--(tblX[Status]="customer"),tblX[MRR])',
        'SUMPRODUCT((tblX[Seats]>10)*(tblX[Lost]="No"))', "SUMPRODUCT(--ISNUMBER(tblX[Q1]))",
        "SUMPRODUCT(--(LEN(tblX[Name])>7))", "SUMPRODUCT(--(MONTH(tblX[Since])=2))",
        "SUMPRODUCT(1/COUNTIF(tblX[Name],tblX[Name]))",
        "SUMPRODUCT(MAX((tblX[Seats]>5)*tblX[Row]))", "SUMPRODUCT(ROW(tblX[Row])-tblX[Row])",
        "SUMPRODUCT(tblX[Seats],tblX[Seats])",
        "INDEX(tblX[Name],MATCH(LARGE(tblX[Row],5),tblX[Row],0))",
        "INDEX(tblX[Name],MATCH(MAX(tblX[Row]),tblX[Row],0))",
        "SUM(INDEX(tblX[[MRR]:[Seats]],0,2))", "SUM(INDEX(tblX[[MRR]:[Seats]],7,0))",
        'MATCH("gamma*",tblX[Name],0)', "MATCH(57.5,tblX[Row],1)", "MATCH(3,tblX[Row])",
        'IFERROR(MATCH("none",tblX[Name],0),-1)', "1+SUMPRODUCT(--(tblB[Up to]<ROUND(Level,9)))",
        "INDEX(tblB[Band],2)", "INDEX(tblB[Band],1+SUMPRODUCT(--(tblB[Up to]<ROUND(61.5,9))))",
        "INDEX(Bands,3)", "Level*2", "SUM(Bands)", "COUNTA(Bands)", "-2^2", "2^3^2", "50%+1",
        "-50%", "2^-1", "1&2", '"a"&1.5&"b"', "0.1+0.2=0.3", '"ACME"="acme"', '"a"<"B"', "1<2",
        '"abc"<>"ABD"', "TRUE+1", "1/0", "#N/A", "IFERROR(1/0,5)", "_xlfn.IFNA(#N/A,6)",
        "IF(1>2,3)", "IF(1,,3)", 'IF(ISNUMBER("3"),1,2)', "AND(TRUE,1,2)", "OR(FALSE,0)", "NOT(1)",
        "CHOOSE(2,5,6,7)", "N(TRUE)", 'N("x")', "ISBLANK(Empty!A1)", "Empty!A1", 'Empty!A1&"x"',
        "Empty!A1=0", 'Empty!A1=""', "AVERAGE(Empty!A1:A3)", "MIN(Empty!A1:A3)", "SUM(Empty!A1:A3)",
        'LEFT("Customer",3)', 'RIGHT("Customer",3)', 'MID("Customer",3,2)', 'LEN("○ No data")',
        'TRIM("  a   b  ")', 'UPPER("abc é")', 'LOWER("ABC")', 'REPT("ab",3)',
        'SUBSTITUTE("a-b-c","-","+")', 'SUBSTITUTE("a-b-c","-","+",2)', 'CONCATENATE("a",1,"b")',
        'HYPERLINK("#Data!A1","Go")', "DATE(2026,14,0)", "DATE(2024,2,29)", "YEAR(46053.7)",
        "MONTH(46053)", "DAY(46053)", "EDATE(46053,1)", "EDATE(46053,-11)", "ABS(-2.5)",
        "FIXED(1234.567,1)", "FIXED(12,2,TRUE)", "SIGN(-4)", "ROUND(-1234.5,-2)", "INT(-2.5)",
        "SMALL(tblX[Row],3)", "SUM({1,2;3,4})", 'SUM(COUNTIF(tblX[Lost],{"Yes","No"}))',
        "MEDIAN(0,100,140)", "MEDIAN(1,2,3,10)", "ROW()", "ROW(Data!B9)", "SUM(Calc!A2:A9)",
        "SUM(Later)", "COUNT(Calc!A2:A40)", "SUM(IF(2>1,tblX[MRR],0))",
        "SUM(CHOOSE(2,1,tblX[MRR]))", 'SUMIF(tblX[MRR],">100")',
        'SUMIF(tblX[Status],"trial",tblX[MRR])', 'AVERAGEIF(tblX[Status],"trial",tblX[MRR])',
        "SUM(Data!$C$7:$C$40)", "Data!C7+Data!D7",
    ]  # fmt: skip
    criteria = ['">100"', '"<=25"', '"<>0"', "0", '">="&25', '"<>"', '"="', '"=0"']
    words = ['"customer"', '"c*"', '"<>customer"', '"?rial"', '""', '"<>"', '"*"', '"<>c*"']
    some += [f"COUNTIF(tblX[{column}],{each})" for column in ("MRR", "Seats") for each in criteria]
    some += [f"COUNTIF(tblX[Status],{each})" for each in words]
    some += [
        f"{function}(tblX[MRR],tblX[Status],{word},tblX[Seats],{each})"
        for function in ("SUMIFS", "AVERAGEIFS", "_xlfn.MAXIFS", "_xlfn.MINIFS")
        for word in ('"customer"', '"<>trial"', '"c*"')
        for each in ('">10"', '"<5"', '"<>"', "0")
    ]
    some += [
        f'COUNTIFS(tblX[Status],{word},tblX[Since],">="&DATE(2025,{month},1))'
        for word in words
        for month in (1, 6)
    ]
    some += [
        f"{function}({value},{digits})"
        for function in ("ROUND", "ROUNDUP", "ROUNDDOWN")
        for value in ("2.5", "-2.5", "2.675", "1.005", "-0.15", "1234.567")
        for digits in ("0", "1", "2", "-1")
    ]
    some += [f"LARGE(tblX[MRR],{rank})" for rank in (1, 2, 7)]
    return some


def sheet_rows(header: list[CellValue], rows: list[list[CellValue]]) -> list[list[CellValue]]:
    return [header, *rows]


def write(path: Path, rows: list[list[CellValue]], asked: list[str]) -> Book:
    """Write the workbook and return the same in memory."""
    level = 62.5
    bands: list[list[CellValue]] = [["▼ At risk", 50], ["◆ Watch", 75], ["▲ Healthy", 100]]
    book = Book(
        cells={
            "Data": {
                (HEADER + at, column): value
                for at, row in enumerate(sheet_rows([*COLUMNS], rows))
                for column, value in enumerate(row, 1)
            },
            "Bands": {
                (1 + at, column): value
                for at, row in enumerate(sheet_rows(["Band", "Up to"], bands))
                for column, value in enumerate(row, 1)
            },
            "Calc": {(1, 1): "Value"},
            "Empty": {(1, 4): level},
        },
        tables={
            "tblX": TableShape(
                name="tblX", sheet="Data", header_row=HEADER, first_column=1, columns=COLUMNS,
                rows=ROWS,
            ),
            "tblB": TableShape(
                name="tblB", sheet="Bands", header_row=1, first_column=1,
                columns=("Band", "Up to"), rows=3,
            ),
        },
        names={
            "Level": "Empty!$D$1",
            "Bands": "Bands!$A$2:$A$4",
            "Later": f"Calc!$A${len(asked)}:$A${len(asked) + 1}",
        },
    )  # fmt: skip
    workbook = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False})
    sheets = {name: workbook.add_worksheet(name) for name in ("Data", "Bands", "Calc", "Empty")}
    day = workbook.add_format({"num_format": "yyyy-mm-dd"})
    for sheet, name, last, headers in (
        ("Data", "tblX", (HEADER + ROWS - 1, len(COLUMNS) - 1), COLUMNS),
        ("Bands", "tblB", (3, 1), ("Band", "Up to")),
    ):
        first = last[0] - (ROWS if sheet == "Data" else 3)
        sheets[sheet].add_table(
            first, 0, *last, {"name": name, "columns": [{"header": header} for header in headers]}
        )
    for sheet, cells in book.cells.items():
        for (row, column), value in cells.items():
            if isinstance(value, date):
                sheets[sheet].write_datetime(row - 1, column - 1, value, day)
            elif value == "":
                sheets[sheet].write_formula(row - 1, column - 1, '=""', value="")
            elif value is not None:
                sheets[sheet].write(row - 1, column - 1, value)
    for name, text in book.names.items():
        workbook.define_name(name, f"={text}")
    for at, formula in enumerate(asked, 2):
        sheets["Calc"].write_formula(at - 1, 0, f"={formula}", value="stale")
        book.formulas["Calc", at, 1] = formula
    workbook.close()
    return book


@pytest.fixture(scope="module")
def recalculated(
    libreoffice: Convert, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Book, dict[str, object]]:
    """The book in memory, and what LibreOffice says for each formula."""
    source = tmp_path_factory.mktemp("calculator") / "asked.xlsx"
    asked = formulas()
    book = write(source, random_rows(20260630), asked)
    found = openpyxl.load_workbook(libreoffice(source), data_only=True)["Calc"]
    return book, {formula: found.cell(at, 1).value for at, formula in enumerate(asked, 2)}


def agree(ours: CellValue, theirs: object) -> bool:
    if isinstance(ours, CellError):
        return theirs == ours.code
    if isinstance(theirs, datetime):  # LibreOffice formats what DATE and EDATE return
        theirs = Dates(from_1904=False).serial(theirs)
    if isinstance(ours, bool) or isinstance(theirs, bool):
        return ours is theirs
    if isinstance(ours, int | float) and isinstance(theirs, int | float):
        return math.isclose(ours, theirs, rel_tol=1e-9, abs_tol=1e-9)
    return (ours or "") == (theirs or "")


def test_every_answer_is_libreoffices_too(recalculated: tuple[Book, dict[str, object]]) -> None:
    book, theirs = recalculated
    found = recalculate(book, list(book.formulas))
    assert found.refused == {}
    wrong = [
        f"{formula}: {found.values[position]!r}, LibreOffice {theirs[formula]!r}"
        for position, formula in book.formulas.items()
        if not agree(found.values[position], theirs[formula])
    ]
    assert wrong == [], "\n".join(wrong)
    assert len(theirs) > 250


def test_an_unsupported_formula_is_refused_whatever_libreoffice_says(
    recalculated: tuple[Book, dict[str, object]],
) -> None:
    book, _ = recalculated
    sheet, row, column = "Calc", *parse_cell("Z1")
    with pytest.raises(CannotCalculate):
        Calculator(book).evaluate("SUM(tblX[MRR]*2)", sheet=sheet, row=row, column=column)
