"""The worksheet calculator answers as Excel does, or says that it cannot."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

import pytest

from cs_workbook.workbook.calculator import (
    Calculator,
    CannotCalculate,
    parse,
    recalculate,
)
from cs_workbook.workbook.package.addresses import column_letters, parse_cell
from cs_workbook.workbook.package.cells import Dates
from cs_workbook.workbook.port import CellError, CellValue, TableShape

NA = CellError("#N/A")
DIV0 = CellError("#DIV/0!")
VALUE = CellError("#VALUE!")
NUM = CellError("#NUM!")
REF = CellError("#REF!")


@dataclass
class Book:
    """A workbook in memory: values and formulas by sheet and address."""

    cells: dict[str, dict[str, CellValue]]
    formulas: dict[str, dict[str, str]] = field(default_factory=dict)
    tables: Mapping[str, TableShape] = field(default_factory=dict)
    with_totals: Collection[str] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    dates: Dates = field(default_factory=lambda: Dates(from_1904=False))

    def value(self, sheet: str, row: int, column: int) -> CellValue:
        return self.cells[sheet].get(f"{column_letters(column)}{row}")

    def values(self, sheet: str, column: int, first: int, last: int) -> Sequence[CellValue]:
        return [self.value(sheet, row, column) for row in range(first, last + 1)]

    def formula(self, sheet: str, row: int, column: int) -> str | None:
        return self.formulas.get(sheet, {}).get(f"{column_letters(column)}{row}")


def table(name: str, *columns: str, rows: int, sheet: str = "Data", row: int = 1) -> TableShape:
    return TableShape(
        name=name, sheet=sheet, header_row=row, first_column=1, columns=columns, rows=rows
    )


#      A        B         C        D           E
DATA: list[list[CellValue]] = [
    ["Name", "Amount", "Seats", "Date", "It's [x] #1"],
    ["Acme", 100, 5, date(2026, 1, 31), True],
    ["beta", 2.5, None, date(2026, 2, 28), False],
    ["Acme", -7, 0, datetime(2026, 3, 1, 12), "yes"],  # noqa: DTZ001 - Excel knows no zones
    ["*star", "text", 3, None, ""],
    ["Émile", None, 8, date(1900, 2, 28), None],
]
MIXED: dict[str, CellValue] = {
    # A: each kind of value; B: numbers as text; C: an error among numbers; D: two errors
    "A1": 1, "A2": "1", "A3": True, "A4": None, "A5": "", "A6": "abc", "A7": NA, "A8": 0,
    "B1": "5", "B2": "005", "B3": 5, "B4": "5 kg", "B5": 6,
    "C1": 1, "C2": DIV0, "C3": 3,
    "D1": NA, "D2": DIV0,
    "F1": 10, "F2": 20, "F3": 30, "F4": 40,
    "G1": 40, "G2": 30, "G3": 20, "G4": 10,
    "H1": "Apple", "H2": "banana", "H3": "Cherry",
}  # fmt: skip


@pytest.fixture
def book() -> Book:
    data = {
        f"{column_letters(column)}{row}": value
        for row, values in enumerate(DATA, 1)
        for column, value in enumerate(values, 1)
    }
    return Book(
        cells={"Data": data, "Mixed": dict(MIXED), "R&D '26": {"A1": 42}, "Out": {}},
        tables={"tblData": table("tblData", *map(str, DATA[0]), rows=5)},
        names={
            "Rate": "Mixed!$A$1",
            "Seats": "tblData[Seats]",
            "Ages": "Mixed!$F$1:$F$4",
            "Twice": "Mixed!$F$1*2",
            "Loop": "Loop+1",
            "Moving": "Mixed!A1",
            "Out!Rate": "Mixed!$F$2",
            "Third": "0.25",
        },
    )


ANSWERS: list[tuple[str, CellValue, str]] = [
    # Operators and their order
    ("1+2*3", 7, "times before plus"),
    ("-2^2", 4, "Excel's sign binds tighter than ^"),
    ("2^3^2", 64, "powers from left to right"),
    ("2^-1", 0.5, "a sign after ^"),
    ("0-2^2", -4, "minus as an operator is no sign"),
    ("50%", 0.5, "percent"),
    ("-50%", -0.5, "percent before the sign"),
    ("200%%", 0.02, "percent twice"),
    ("1+1&2+2", "24", "& after plus"),
    ("1&2=12", False, "a text is never equal to a number"),
    ("1=1=TRUE", True, "comparisons from left to right"),
    ("--TRUE", 1, "two signs turn yes into 1"),
    ("+TRUE", True, "a plus sign changes nothing"),
    ('+"abc"', "abc", "not even text"),
    ('"3"+1', 4, "text that is a number counts as one"),
    ('" 3.5 "*2', 7, "blanks around it do not matter"),
    ('"1e2"+0', 100, "exponents"),
    ('"abc"+1', VALUE, "other text does not"),
    ('""+1', VALUE, "an empty text is no number"),
    ("Out!A1+1", 1, "an empty cell is 0"),
    ('Out!A1&"x"', "x", "an empty cell is an empty text"),
    ("Out!A1", 0, "a formula never shows an empty cell"),
    ("TRUE+TRUE", 2, "yes is 1"),
    ("1/0", DIV0, "division by zero"),
    ("0^0", NUM, "Excel does not settle it"),
    ("0^-1", DIV0, "a division in disguise"),
    ("(-8)^(1/3)", NUM, "no complex numbers"),
    ("10^400", NUM, "too large"),
    ("1E308*10", NUM, "too large"),
    ("#N/A+1/0", NA, "the left error wins"),
    ("1/0+#N/A", DIV0, "the left error wins"),
    ("Data!#REF!+1", REF, "a lost reference"),
    ("0.1+0.2=0.3", True, "compared by 15 digits"),
    ("0.5-0.4-0.1", 0, "15 digits cancel out"),
    ("1=1.00000000000001", False, "the 15th digit counts"),
    ("1=1.000000000000001", True, "the 16th does not"),
    ('"ACME"="acme"', True, "case does not matter"),
    ('"a"<"B"', True, "order regardless of case"),
    ('"a"<"ab"', True, "the shorter text first"),
    ('"2"<"a"', True, "digits before letters"),
    ('9999<"1"', True, "numbers before texts"),
    ('"zz"<FALSE', True, "texts before yes/no"),
    ("FALSE<TRUE", True, "no before yes"),
    ("Out!A1=0", True, "an empty cell equals 0"),
    ('Out!A1=""', True, "and an empty text"),
    ("Out!A1=FALSE", True, "and no"),
    ("Out!A1=Out!B1", True, "and another one"),
    ('Out!A1<"a"', True, "an empty cell beside text is an empty text"),
    ("1<>2", True, "not equal"),
    ("2>=2", True, "at least"),
    ('"<>"&"a ""b"""', '<>a "b"', "quotes inside text"),
    # Numbers as text
    ('1200&""', "1200", "no separators"),
    ('(0.1+0.2)&""', "0.3", "15 digits"),
    ('1/3&""', "0.333333333333333", "15 digits"),
    ('-0.5&""', "-0.5", "a zero before the point"),
    ('TRUE&""', "TRUE", "in capitals"),
    # References
    ("Data!B2", 100, "another sheet"),
    ("'R&D ''26'!$A$1", 42, "a sheet with marks in its name"),
    ("SUM(Data!B6:A2)", 95.5, "corners in any order"),
    ("Data!D2", 46053, "a date is its serial number"),
    ("Data!D4", 46082.5, "a moment has a fraction"),
    ("Data!D6", 59, "before the false leap day"),
    ("Rate+1", 21, "a sheet's own name comes first"),
    ("Mixed!Rate", 1, "a sheet without its own takes the workbook's"),
    ("SUM(Seats)", 16, "a name over a column"),
    ("sum(AGES)", 100, "names regardless of case"),
    ("Twice", 20, "a name that calculates"),
    ("Third", 0.25, "a name that is a number"),
    # Structured references
    ("SUM(tblData[Amount])", 95.5, "a column"),
    ("SUM(tblData[[Amount]])", 95.5, "a column in two brackets"),
    ("SUM(TBLDATA[amount])", 95.5, "regardless of case"),
    ("SUM(tblData[[Amount]:[Seats]])", 111.5, "columns side by side"),
    ("SUM(tblData[[#Data],[Amount]])", 95.5, "the body said aloud"),
    ("tblData[[#Headers],[Seats]]", "Seats", "a header"),
    ("COUNTA(tblData[#Headers])", 5, "all headers"),
    ("COUNTA(tblData[[#Headers],[Name]:[Seats]])", 3, "some headers"),
    ("ROWS(tblData[#All])", 6, "header and body"),
    ("ROWS(tblData[#Data])", 5, "body"),
    ("ROWS(tblData[[#Headers],[#Data],[Name]])", 6, "header and body of a column"),
    ("ROWS(tblData)", 5, "a table's name is its body"),
    ("COLUMNS(tblData)", 5, "a table's name is its body"),
    ("COUNTA(tblData[It''s '[x'] '#1])", 4, "escaped marks in a header"),
    ("tblData[[#This Row],[Name]]", VALUE, "no row of the table"),
    ("tblData[[#Totals],[Name]]", REF, "no totals row"),
    # Conditions
    ("IF(2>1,10,20)", 10, "true"),
    ("IF(0,1)", False, "no else"),
    ("IF(1,,5)", 0, "a missing argument is an empty cell"),
    ("IF(1,2,1/0)", 2, "the other branch is not looked at"),
    ("IF(1,2,NO.SUCH())", 2, "not even for unknown functions"),
    ('IF("TRUE",1,2)', 1, "a text that is a yes/no"),
    ('IF("abc",1,2)', VALUE, "any other text"),
    ("IF(#N/A,1,2)", NA, "an error"),
    ("IF(Out!A1,1,2)", 2, "an empty cell is no"),
    ("SUM(IF(1,Data!B2:B4,0))", 95.5, "IF hands on a range"),
    ("IFERROR(1/0,7)", 7, "any error"),
    ("IFERROR(5,7)", 5, "no error"),
    ("IFNA(#N/A,7)", 7, "only #N/A"),
    ("IFNA(1/0,7)", DIV0, "only #N/A"),
    ("_xlfn.IFNA(#N/A,7)", 7, "the file's prefix"),
    ("AND(TRUE,1,Out!A1:A3)", True, "empty cells are passed over"),
    ("AND(TRUE,FALSE,#N/A)", NA, "an error shows although FALSE decides"),
    ('AND("abc",TRUE)', VALUE, "a text argument"),
    ("AND(Mixed!A6)", VALUE, "nothing to judge"),
    ("AND(Mixed!A6:A6,TRUE)", True, "text in a range is passed over"),
    ("OR(FALSE,0,2)", True, "any number but 0"),
    ("OR(Mixed!F1:F4>1,FALSE)", None, "a range in a comparison"),
    ("NOT(0)", True, "not"),
    ("CHOOSE(2,1/0,5)", 5, "only the chosen one"),
    ("CHOOSE(3,1,5)", VALUE, "beyond the last"),
    ("CHOOSE(1.9,7,8)", 7, "decimals cut off"),
    ("SUM(CHOOSE(2,Mixed!A1,Mixed!F1:F4))", 100, "CHOOSE hands on a range"),
    ("TRUE()", True, "as a function"),
    ("ISNUMBER(Mixed!A1)", True, "a number"),
    ("ISNUMBER(Mixed!A2)", False, "a number as text"),
    ("ISNUMBER(Mixed!A3)", False, "a yes"),
    ("ISNUMBER(Mixed!A7)", False, "an error is no number, and no error"),
    ("ISNUMBER(Data!D2)", True, "a date"),
    ("ISTEXT(Mixed!A5)", True, "an empty text is a text"),
    ("ISBLANK(Mixed!A5)", False, "and no empty cell"),
    ("ISBLANK(Mixed!A4)", True, "an empty cell"),
    ("ISERROR(Mixed!A7)", True, "an error"),
    ("ISERR(Mixed!A7)", False, "any but #N/A"),
    ("ISNA(NA())", True, "only #N/A"),
    ("ISLOGICAL(1)", False, "a number is no yes/no"),
    ("N(Mixed!A3)", 1, "yes"),
    ("N(Mixed!A2)", 0, "text, even a number's"),
    ("N(Mixed!A4)", 0, "empty"),
    ("N(Data!D2)", 46053, "a date"),
    ("N(Mixed!A7)", NA, "an error"),
    # Sums and statistics
    ("SUM(Mixed!A1:A6)", 1, "only numbers in cells"),
    ('SUM("3",TRUE,1)', 5, "arguments of their own are converted"),
    ('SUM("abc")', VALUE, "or refused"),
    ("SUM(Mixed!C1:C3)", DIV0, "an error"),
    ("SUM({1,2;3,4})", 10, "an array constant"),
    ('SUM({1,"2",TRUE})', 1, "only numbers in arrays"),
    ("SUM(1,,2)", 3, "a missing argument"),
    ("COUNT(Mixed!A1:A8)", 2, "numbers only"),
    ('COUNT("3",TRUE,"x",#N/A,Out!A1)', 2, "arguments of their own"),
    ("COUNTA(Mixed!A1:A8)", 7, "all but empty cells"),
    ("COUNTBLANK(Mixed!A1:A8)", 2, "empty cells and empty texts"),
    ("AVERAGE(Mixed!F1:F4)", 25, "mean"),
    ("AVERAGE(Out!A1:A9)", DIV0, "of nothing"),
    ("MIN(Out!A1:A9)", 0, "of nothing"),
    ("MAX(Mixed!A1:A6,-5)", 1, "yes is passed over in cells"),
    ("MEDIAN(1,2,3,10)", 2.5, "between the middle two"),
    ("MEDIAN(0,100,140)", 100, "as a limit to 0..100"),
    ("MEDIAN(Out!A1:A9)", NUM, "of nothing"),
    ("LARGE(Mixed!F1:F4,2)", 30, "second largest"),
    ("SMALL(Mixed!F1:F4,1)", 10, "smallest"),
    ("LARGE(Mixed!F1:F4,5)", NUM, "beyond the last"),
    ("LARGE(Mixed!F1:F4,0)", NUM, "before the first"),
    ("SUM(LARGE(Mixed!F1:F4,{1,2}))", 70, "an array of ranks"),
    # Rounding
    ("ROUND(2.5,0)", 3, "half away from zero"),
    ("ROUND(-2.5,0)", -3, "half away from zero"),
    ("ROUND(2.675,2)", 2.68, "as the decimal digits say"),
    ("ROUND(1.005,2)", 1.01, "as the decimal digits say"),
    ("ROUND(1234.5,-2)", 1200, "before the point"),
    ("ROUND(-0.4,0)", 0, "no minus zero"),
    ("ROUND(0.1+0.2,20)", 0.1 + 0.2, "more digits than there are"),
    ('ROUND("2.5",0)', 3, "text that is a number"),
    ("ROUNDUP(2.1,0)", 3, "away from zero"),
    ("ROUNDUP(-2.1,0)", -3, "away from zero"),
    ("ROUNDDOWN(-2.9,0)", -2, "towards zero"),
    ("INT(-2.1)", -3, "down"),
    ("INT(7)", 7, "a whole number"),
    ("ABS(-3)", 3, "size"),
    ("SIGN(-3)", -1, "sign"),
    ("SIGN(0)", 0, "no sign"),
    # SUMPRODUCT
    ("SUMPRODUCT(Mixed!F1:F4,Mixed!G1:G4)", 2000, "pairs"),
    ("SUMPRODUCT(--(Mixed!F1:F4>15),Mixed!G1:G4)", 60, "a condition"),
    ("SUMPRODUCT((Mixed!F1:F4>15)*(Mixed!G1:G4>15))", 2, "two conditions"),
    ("SUMPRODUCT(Mixed!F1:F4>15)", 0, "yes/no counts as 0 without --"),
    ("SUMPRODUCT(Mixed!A1:A6,Mixed!A1:A6)", 1, "text counts as 0"),
    ("SUMPRODUCT(Mixed!F1:F4,Mixed!G1:G3)", VALUE, "different sizes"),
    ("SUMPRODUCT(--ISNUMBER(Mixed!A1:A8))", 2, "a function over a range"),
    ("SUMPRODUCT(--(LEN(Mixed!H1:H3)=6))", 2, "a function over a range"),
    ('SUMPRODUCT(--(Mixed!H1:H3="APPLE"))', 1, "case does not matter"),
    ("SUMPRODUCT(MAX((Mixed!F1:F4<35)*Mixed!G1:G4))", 40, "arrays reach inner functions"),
    ("SUMPRODUCT(1/COUNTIF(Data!A2:A4,Data!A2:A4))", 2, "different values"),
    ("SUMPRODUCT(ROW(Mixed!F1:F4)*Mixed!F1:F4)", 300, "row numbers"),
    ("SUMPRODUCT(Mixed!F1:F4*{1,2})", 300, "a column times a row"),
    ("SUMPRODUCT(Mixed!F1:F3*{1;2})", NA, "what one array lacks is #N/A"),
    ("SUMPRODUCT(Mixed!C1:C3)", DIV0, "an error"),
    # Criteria
    ('COUNTIF(Data!A2:A6,"ACME")', 2, "regardless of case"),
    ('COUNTIF(Data!A2:A6,"a*")', 2, "a pattern"),
    ('COUNTIF(Data!A2:A6,"?eta")', 1, "one character"),
    ('COUNTIF(Data!A2:A6,"~*star")', 1, "an asterisk itself"),
    ('COUNTIF(Data!A2:A6,"<>acme")', 3, "all others"),
    ('COUNTIF(Data!A2:A6,"<>a*")', 3, "all others"),
    ('COUNTIF(Data!A2:A4,">b")', 1, "texts in order"),
    ('COUNTIF(Data!A2:B4,"<=acme")', 2, "texts in order, numbers left out"),
    ('COUNTIF(Data!B2:B6,">0")', 2, "numbers only"),
    ('COUNTIF(Data!B2:B6,">="&2.5)', 2, "a joined criterion"),
    ("COUNTIF(Data!C2:C6,0)", 1, "an empty cell is not 0"),
    ('COUNTIF(Data!C2:C6,"<>0")', 4, "so it differs from 0"),
    ("COUNTIF(Data!C2:C6,Out!A1)", 1, "an empty criterion is 0"),
    ('COUNTIF(Mixed!A1:A6,"")', 2, "empty cells and empty texts"),
    ('COUNTIF(Mixed!A1:A6,"=")', 1, "empty cells only"),
    ('COUNTIF(Mixed!A1:A6,"<>")', 5, "an empty text is something"),
    ('COUNTIF(Mixed!A1:A6,"*")', 3, "every text, empty ones too"),
    ("COUNTIF(Mixed!A1:A6,TRUE)", 1, "yes is not 1"),
    ("COUNTIF(Mixed!A1:A6,1)", 2, "a number and its text"),
    ('COUNTIF(Mixed!B1:B5,"5")', 3, "text reads as a number"),
    ('COUNTIF(Mixed!B1:B5,"=005")', 3, "whatever its zeros"),
    ('COUNTIF(Mixed!B1:B5,"5 KG")', 1, "text with a digit in it"),
    ('COUNTIF(Mixed!B1:B5,"A-005")', 0, "an id is no number"),
    ('COUNTIF(Mixed!B1:B5,"E-5")', 0, "an id is no number"),
    ('COUNTIF(Mixed!B1:B5,">4")', 2, "text is not above a number"),
    ('COUNTIF(Data!D2:D6,">"&Data!D2)', 2, "dates"),
    ('COUNTIFS(tblData[Name],"Acme",tblData[Amount],">0")', 1, "two criteria"),
    ('COUNTIFS(tblData[Name],"Acme",tblData[Seats],">=0")', 2, "two criteria"),
    ('COUNTIFS(Data!A2:A6,"Acme",Data!B2:B5,">0")', VALUE, "different sizes"),
    ('SUM(COUNTIF(Data!A2:A6,{"acme","beta"}))', 3, "an array of criteria"),
    ('SUMIF(Data!A2:A6,"acme",Data!B2:B6)', 93, "sum"),
    ('SUMIF(Data!B2:B6,">0")', 102.5, "the range itself"),
    ('SUMIF(Data!A2:A6,"acme",Data!B2)', 93, "only the first cell of the sum range counts"),
    ('SUMIFS(tblData[Amount],tblData[Name],"acme",tblData[Seats],">0")', 100, "sum"),
    ('SUMIFS(Mixed!C1:C3,Mixed!F1:F3,">25")', 3, "an error in a row left out"),
    ('SUMIFS(Mixed!C1:C3,Mixed!F1:F3,">15")', DIV0, "an error in a row chosen"),
    ('SUMIFS(Data!B2:B6,Data!A2:A6,"nobody")', 0, "nothing"),
    ('AVERAGEIFS(Data!B2:B6,Data!A2:A6,"acme")', 46.5, "mean"),
    ('AVERAGEIFS(Data!B2:B6,Data!A2:A6,"nobody")', DIV0, "mean of nothing"),
    ('AVERAGEIF(Data!A2:A6,"acme",Data!B2:B6)', 46.5, "mean"),
    ('_xlfn.MAXIFS(Data!B2:B6,Data!A2:A6,"acme")', 100, "largest"),
    ('_xlfn.MINIFS(Data!B2:B6,Data!A2:A6,"acme")', -7, "smallest"),
    ('MINIFS(Data!B2:B6,Data!A2:A6,"nobody")', 0, "smallest of nothing"),
    # Looking up
    ("INDEX(Data!B2:B6,2)", 2.5, "by position"),
    ("INDEX(Data!A1:C1,3)", "Seats", "in a row"),
    ("INDEX(Data!A1:C6,3,2)", 2.5, "row and column"),
    ("SUM(INDEX(Data!A1:C6,0,2))", 95.5, "0 means all"),
    ("INDEX(Data!B2:B6,9)", REF, "beyond the end"),
    ("INDEX(Data!B2:B6,-1)", VALUE, "before the start"),
    ("INDEX(Data!B2:B6,5)", 0, "an empty cell"),
    ('INDEX(Data!B2:B6,5)&""', "", "still an empty cell"),
    ("ISBLANK(INDEX(Data!B2:B6,5))", True, "INDEX gives a reference"),
    ("ROW(INDEX(Data!B2:B6,3))", 4, "INDEX gives a reference"),
    ("INDEX({1,2;3,4},2,1)", 3, "an array"),
    ("INDEX(Mixed!F1:F4*2,3)", 60, "arrays inside INDEX"),
    ("SUM(INDEX((Mixed!F1:F4>15)*1,0))", 3, "the whole array"),
    ("INDEX(5,1)", 5, "a single value"),
    ("INDEX(#N/A,1)", NA, "an error"),
    ('MATCH("BETA",Data!A2:A6,0)', 2, "regardless of case"),
    ('MATCH("a*",Data!A2:A6,0)', 1, "a pattern"),
    ('MATCH("~*star",Data!A2:A6,0)', 4, "an asterisk itself"),
    ('MATCH("5",Mixed!B1:B5,0)', 1, "text finds text"),
    ("MATCH(5,Mixed!B1:B5,0)", 3, "a number finds a number"),
    ('MATCH("none",Data!A2:A6,0)', NA, "not there"),
    ('MATCH("Seats",Data!A1:E1,0)', 3, "in a row"),
    ("MATCH(25,Mixed!F1:F4)", 2, "the last not above"),
    ("MATCH(20,Mixed!F1:F4,1)", 2, "equal"),
    ("MATCH(5,Mixed!F1:F4,1)", NA, "below the first"),
    ("MATCH(25,Mixed!G1:G4,-1)", 2, "the last not below"),
    ("MATCH(30,Mixed!G1:G4,-1)", 2, "equal"),
    ("MATCH(50,Mixed!G1:G4,-1)", NA, "above the first"),
    ('MATCH("C",Mixed!H1:H3,1)', 2, "texts in order"),
    ("MATCH(1,Data!A1:B6,0)", NA, "neither a row nor a column"),
    ("SUMPRODUCT(MATCH(Mixed!G1:G4,Mixed!F1:F4,0))", 10, "an array of wanted values"),
    ("ROW()", 7, "the formula's own row"),
    ("COLUMN()", 3, "the formula's own column"),
    ("ROW(Data!B5)", 5, "a cell's row"),
    ("ROW(Data!B5:B9)", 5, "the first of several"),
    ("COLUMN(Data!B5:D5)", 2, "the first of several"),
    ("ROWS(Data!B5:B9)", 5, "how many"),
    ("COLUMNS({1,2,3})", 3, "how many"),
    ("ROWS(7)", 1, "one value"),
    # Texts
    ('LEFT("Customer",4)', "Cust", "the start"),
    ('LEFT("Customer")', "C", "one character"),
    ('RIGHT("Customer",3)', "mer", "the end"),
    ('RIGHT("abc",0)', "", "none"),
    ('RIGHT("abc",9)', "abc", "all"),
    ('LEFT("abc",-1)', VALUE, "less than none"),
    ('MID("Customer",2,3)', "ust", "the middle"),
    ('MID("abc",9,1)', "", "beyond the end"),
    ('MID("abc",0,1)', VALUE, "positions count from 1"),
    ("LEN(12.50)", 4, "a number's text"),
    ('LEN("▼ At risk")', 9, "characters, not bytes"),
    ('TRIM("  a   b ")', "a b", "blanks"),
    ('TRIM(" "&"	a")', "\ta", "blanks only"),
    ('UPPER("émile")', "ÉMILE", "capitals"),
    ('LOWER("ABC")', "abc", "small letters"),
    ('SUBSTITUTE("a-b-c","-","+")', "a+b+c", "all"),
    ('SUBSTITUTE("a-b-c","-","+",2)', "a-b+c", "one of them"),
    ('SUBSTITUTE("a-b","-","+",9)', "a-b", "one that is not there"),
    ('SUBSTITUTE("abc","B","x")', "abc", "case matters here"),
    ('SUBSTITUTE("abc","","x")', "abc", "nothing to replace"),
    ('REPT("ab",2.9)', "abab", "decimals cut off"),
    ('REPT("ab",-1)', VALUE, "less than none"),
    ('REPT("ab",20000)', VALUE, "longer than a cell takes"),
    ("FIXED(1234.567)", "1,234.57", "two decimals and commas"),
    ("FIXED(1234.567,1,TRUE)", "1234.6", "no commas"),
    ("FIXED(-2.5,0)", "-3", "rounded as ROUND does"),
    ("FIXED(1250,-2)", "1,300", "before the point"),
    ("FIXED(12,1)", "12.0", "zeros kept"),
    ('CONCATENATE("a",1,TRUE)', "a1TRUE", "joined"),
    ('CONCATENATE("a",#N/A)', NA, "an error"),
    ('HYPERLINK("#Data!A1","Go")', "Go", "the friendly text"),
    ('HYPERLINK("#Data!A1",Out!A1)', 0, "an empty cell shows 0"),
    ('HYPERLINK("#Data!A1")', "#Data!A1", "or the address"),
    # Dates
    ("DATE(2026,1,31)", 46053, "a serial number"),
    ("DATE(2026,14,1)", 46419, "months carry on"),
    ("DATE(2026,1,0)", 46022, "the day before"),
    ("DATE(26,1,1)", 9498, "years below 1900 count from there"),
    ("DATE(1900,2,29)", 60, "the leap day that never was"),
    ("DATE(1900,3,1)", 61, "and what follows"),
    ("DATE(-1,1,1)", NUM, "no such year"),
    ("DATE(10000,1,1)", NUM, "no such year"),
    ("YEAR(Data!D2)", 2026, "year"),
    ("MONTH(46053.9)", 1, "the time of day does not matter"),
    ("DAY(60)", 29, "the leap day that never was"),
    ("DAY(0)", 0, "0 January 1900"),
    ("DAY(59)", 28, "before it"),
    ("DAY(61)", 1, "after it"),
    ("YEAR(-1)", NUM, "before the first day"),
    ("EDATE(Data!D2,1)", 46081, "the month's last day"),
    ("EDATE(DATE(2028,2,29),-12)", 46446, "a leap day a year before"),
    ("EDATE(DATE(2026,3,31),-1.9)", 46081, "decimals cut off"),
    ("MONTH(EDATE(0.5,#N/A))", NA, "an error"),
    ("SUMPRODUCT(--(MONTH(Data!D2:D4)=2))", 1, "over a range"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("formula", "expected"),
    [pytest.param(formula, expected, id=f"{formula} {why}") for formula, expected, why in ANSWERS],
)
def test_a_formula_has_the_value_excel_gives_it(
    book: Book, formula: str, expected: CellValue
) -> None:
    calculator = Calculator(book)
    if expected is None:
        with pytest.raises(CannotCalculate):
            calculator.evaluate(formula, sheet="Out", row=7, column=3)
        return
    found = calculator.evaluate(f"={formula}", sheet="Out", row=7, column=3)
    assert (type(found), found) == (type(expected), expected)


REFUSED = [
    ("NO.SUCH(1)", "an unknown function"),
    ("TODAY()", "a clock"),
    ('INDIRECT("A1")', "a reference made of text"),
    ("IFERROR(NO.SUCH(1),2)", "an unknown function is no error value"),
    ("Data!B2:B6", "several cells where one is due"),
    ("Data!B2:B6*2", "implicit intersection"),
    ("SUM(Data!B2:B6*2)", "an array formula outside SUMPRODUCT"),
    ("SUMPRODUCT(IF(Mixed!F1:F4>15,1,0))", "IF over a range needs an array formula"),
    ("{1,2}", "an array in one cell"),
    ("A:A", "a whole column"),
    ("1:3", "whole rows"),
    ("[1]Sheet!A1", "another workbook"),
    ("'[Other.xlsx]Sheet'!A1", "another workbook"),
    ("'Data:Mixed'!A1", "several sheets"),
    ("Data:Mixed!A1", "several sheets"),
    ("SUM((A1,B2))", "a union"),
    ("A1:B2 B1:C2", "an intersection"),
    ("A1:B2:C3", "three corners"),
    ("@A1", "an intersection with the row"),
    ("A1#", "a spilled range"),
    ("INDEX(A1:A3,1):B2", "a computed range"),
    ("Nowhere!A1", "no such sheet"),
    ("NoName", "no such name"),
    ("Loop", "a name that refers to itself"),
    ("Moving", "a name that moves with its user"),
    ("tblNone[A]", "no such table"),
    ("tblData[None]", "no such column"),
    ("tblData[[#Totals],[#Data]]", "an odd combination"),
    ("tblData[[Name],[Seats]]", "columns apart"),
    ('"31/12/2026"+1', "a date in text"),
    ('"1,234"+1', "separators depend on the language"),
    ('"5%"+1', "text with a percent sign"),
    ('"12:30"+1', "a time in text"),
    ('"5 May"+1', "a month's name"),
    ('IF("1",1,2)', "a number in text as a condition"),
    ('COUNTIF(Data!A2:A6,"1/2")', "a date or a fraction"),
    ("COUNTIF(Data!A2:A6,#N/A)", "an error as a criterion"),
    ('COUNTIF(Data!A2:A6,"#N/A")', "an error as a criterion"),
    ('COUNTIF(Mixed!A1:A8,"<>x")', "whether an error differs from x"),
    ('COUNTIF(Data!A2:A6,">*")', "the order of a pattern"),
    ('COUNTIF(Data!A2:A6,">")', "an order without a value"),
    ('COUNTIF(Data!A2:A6,"~x")', "an escape of nothing"),
    ("COUNTIF({1,2},1)", "an array where cells must be"),
    ("SUM(Mixed!D1:D2)", "two different errors"),
    ('"-"<"a"', "the order of marks"),
    ('"é"<"f"', "the order of letters beyond Z"),
    ('"ß"="ss"', "letters some languages take as equal"),
    ('1E20&""', "an exponent in text"),
    ('0.00001&""', "an exponent in text"),
    ("INT(0.29*100)", "28.999999999999996 is 29 in 15 digits"),
    ("ROUNDUP(1.1*3,1)", "3.3000000000000003 is 3.3 in 15 digits"),
    ("INDEX(Data!A1:C6,3)", "one position in a rectangle"),
    ('COUNTIF(Data!A2:A6,"5 pm")', "a time"),
    ('COUNTIF(Data!A2:A6,"Dec-01")', "a date"),
    ("LARGE(Mixed!F1:F4,1.5)", "a rank with decimals"),
    ("MATCH(25,Mixed!A1:A8,1)", "several kinds of values"),
    ("MATCH(25,Mixed!G1:G4,1)", "not sorted"),
    ("MATCH(Out!A1,Mixed!F1:F4,0)", "an empty cell wanted"),
    ('LEN("😀")', "a character Excel counts as two"),
    ("FIXED(-0.04,1)", "a sign before nothing but zeros"),
    ("FIXED(1/3,15)", "more than 15 digits"),
    ('UPPER("ß")', "two letters for one"),
    ("SUM(1", "a bracket that does not close"),
    ("1+", "half a formula"),
    ("(1", "half a formula"),
    ('"abc', "a text that does not end"),
    ("tblData[Name", "a bracket that does not close"),
    ("{1,2;3}", "rows of different length"),
    ("{A1}", "a reference in an array constant"),
    ("ROUND(1)", "too few arguments"),
    ("ABS(1,2)", "too many arguments"),
    ("", "nothing"),
    ("SUM(B1:XFE1)", "beyond the last column"),
    ("1e999", "larger than any number"),
    ("(" * 5000 + "1" + ")" * 5000, "deeper than Excel allows"),
    ("+".join(["1"] * 20_000), "longer than Excel allows"),
]


@pytest.mark.parametrize("formula", [pytest.param(text, id=why) for text, why in REFUSED])
def test_a_formula_whose_value_is_not_certain_is_refused(book: Book, formula: str) -> None:
    with pytest.raises(CannotCalculate):
        Calculator(book).evaluate(formula, sheet="Out", row=7, column=3)


def test_this_row_is_the_row_of_the_formula(book: Book) -> None:
    calculator = Calculator(book)
    for formula, expected in (
        ("tblData[[#This Row],[Amount]]", -7),
        ("tblData[@Amount]", -7),
        ("tblData[@[Amount]]", -7),
        ("SUM(tblData[[#This Row],[Amount]:[Seats]])", -7),
        ("SUM(tblData[@[Amount]:[Seats]])", -7),
        ("COLUMNS(tblData[#This Row])", 5),
        ("COUNTA(tblData[@])", 5),
    ):
        assert calculator.evaluate(formula, sheet="Data", row=4, column=9) == expected
    for row in (1, 7):
        assert calculator.evaluate("tblData[@Amount]", sheet="Data", row=row, column=9) == VALUE
    assert calculator.evaluate("tblData[@Amount]", sheet="Out", row=4, column=9) == VALUE


def test_a_totals_row_is_not_guessed(book: Book) -> None:
    book.with_totals = {"tblData"}
    calculator = Calculator(book)
    assert calculator.evaluate("ROWS(tblData[#Data])", sheet="Out", row=1, column=1) == 5
    for formula in ("ROWS(tblData[#All])", "tblData[[#Totals],[Name]]"):
        with pytest.raises(CannotCalculate):
            calculator.evaluate(formula, sheet="Out", row=1, column=1)


def test_dates_count_from_the_first_day_of_the_workbook(book: Book) -> None:
    book.dates = Dates(from_1904=True)
    calculator = Calculator(book)
    for formula, expected in (
        ("Data!D2", 46053 - 1462),
        ("DATE(2026,1,31)", 46053 - 1462),
        ("YEAR(0)", 1904),
        ("DAY(60)", 1),
        ("EDATE(Data!D2,1)", 46081 - 1462),
    ):
        assert calculator.evaluate(formula, sheet="Out", row=1, column=1) == expected
    with pytest.raises(CannotCalculate):  # 28 February 1900 lies before the first day
        calculator.evaluate("Data!D6", sheet="Out", row=1, column=1)


def chain(length: int) -> Book:
    """A running total down column A: each cell adds 1 to the one above."""
    return Book(
        cells={"S": {f"A{row}": 999 for row in range(1, length + 1)}},
        formulas={"S": {"A1": "1", **{f"A{row}": f"A{row - 1}+1" for row in range(2, length + 1)}}},
    )


def positions(book: Book) -> list[tuple[str, int, int]]:
    return [
        (sheet, *parse_cell(address)) for sheet, cells in book.formulas.items() for address in cells
    ]


def test_stale_cells_are_calculated_before_those_that_need_them() -> None:
    book = chain(3000)  # far beyond Python's limit of nested calls
    stale = positions(book)
    found = recalculate(book, reversed(stale))
    assert not found.refused
    assert found.values["S", 3000, 1] == 3000


def test_cells_that_are_not_stale_keep_their_cached_value() -> None:
    book = chain(3)
    assert recalculate(book, [("S", 3, 1)]).values == {("S", 3, 1): 1000}


def test_stale_cells_inside_a_range_are_calculated_first() -> None:
    book = chain(50)
    book.formulas["S"]["B1"] = "SUM(A1:A50)"
    book.formulas["S"]["B2"] = "SUM(A1:B1)"
    found = recalculate(book, [("S", 2, 2), ("S", 1, 2), *positions(book)])
    assert found.values["S", 1, 2] == 50 * 51 / 2
    assert found.values["S", 2, 2] == 50 * 51 / 2 + 1


def test_a_circle_is_refused_and_so_is_what_needs_it() -> None:
    book = Book(
        cells={"S": {}},
        formulas={
            "S": {"A1": "A2", "A2": "A3+1", "A3": "A1", "B1": "SUM(A1:A3)", "B2": "1", "B3": "B3"}
        },
    )
    found = recalculate(book, positions(book))
    assert found.values == {("S", 2, 2): 1}
    assert len(found.refused) == 5


def test_a_circle_in_the_branch_not_taken_does_not_matter() -> None:
    book = Book(cells={"S": {}}, formulas={"S": {"A1": "IF(TRUE,1,A2)", "A2": "A1"}})
    assert recalculate(book, positions(book)).values == {("S", 1, 1): 1, ("S", 2, 1): 1}


def test_what_needs_a_refused_cell_is_refused_with_the_reason() -> None:
    book = Book(cells={"S": {"A1": 5}}, formulas={"S": {"A1": "TODAY()", "A2": "A1+1"}})
    found = recalculate(book, positions(book))
    assert found.values == {}
    assert "TODAY" in found.refused["S", 2, 1]


def test_errors_are_values_and_not_refusals() -> None:
    book = Book(cells={"S": {}}, formulas={"S": {"A1": "1/0", "A2": "A1+1"}})
    assert recalculate(book, positions(book)).values == {("S", 1, 1): DIV0, ("S", 2, 1): DIV0}


def test_a_cell_without_a_formula_is_its_value() -> None:
    book = Book(cells={"S": {"A1": "text"}})
    assert Calculator(book).calculate("S", 1, 1) == "text"


@pytest.mark.parametrize("formula", ["=1", "SUM(tblX[[#This Row],[A]:[B]])", "'a b'!A1&\"x\"%"])
def test_parsing_twice_gives_equal_trees(formula: str) -> None:
    assert parse(formula) == parse(f" {formula.removeprefix('=')}")
