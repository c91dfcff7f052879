"""The built tracker: what it holds, how it looks, and that it is what the source builds."""

import io
import re
import warnings
import zipfile
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path

import pytest
from lxml import etree
from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from cs_workbook import __version__
from cs_workbook.functions.registry import FUNCTIONS
from cs_workbook.measures.model_presets import PRESETS
from cs_workbook.schema import SCHEMA_VERSION
from cs_workbook.schema.accounts_table import INPUT_ENDS
from cs_workbook.schema.attention_tables import DEFAULT_ATTENTION_RULES
from cs_workbook.schema.checks import CHECKS, OK
from cs_workbook.schema.expansion_tables import DEFAULT_SIGNALS
from cs_workbook.schema.figures import FIGURES
from cs_workbook.schema.health_formulas import (
    BLOCKS,
    FIRST_ROW,
    NAME_ROW,
    SECOND_ROW,
    THIRD_ROW,
)
from cs_workbook.schema.health_model import DEFAULT_BANDS, DEFAULT_MEASURES, SLOTS
from cs_workbook.schema.health_table import block_letters
from cs_workbook.schema.history_tables import MOVERS_LIST, MOVERS_TYPED
from cs_workbook.schema.lists import LISTS
from cs_workbook.schema.names import ALL_NAMES, REFRESHED_AT, SHOWN_NAMES, TRACKER_OWNER
from cs_workbook.schema.plan_pattern import LOOKS, PATTERN_SHEET
from cs_workbook.schema.profile_words import PROFILE_ROWS
from cs_workbook.schema.renewal_tables import DEFAULT_CHANCES
from cs_workbook.schema.risk_tables import DEFAULT_LOSS_CHANCES
from cs_workbook.schema.segment_model import DEFAULT_SEGMENT_RULES, DEFAULT_TIERS
from cs_workbook.schema.settings import SETTINGS
from cs_workbook.schema.survey_rules import DEFAULT_SURVEY_RULES
from cs_workbook.schema.tables import (
    SHEET_ORDER,
    TABLES,
    TBL_ACCOUNTS,
    TBL_FIGURES,
    TBL_HEALTH,
    Format,
    Owner,
    Table,
)
from cs_workbook.schema.what_if_table import WHAT_IF_TYPED
from cs_workbook.template.build import code_name, template_bytes
from cs_workbook.template.buttons import BUTTONS
from cs_workbook.template.conf_sheet import CONF, CONF_SHEET
from cs_workbook.template.data_tables import CELL_STYLES, HEADER_STYLES
from cs_workbook.template.functions_sheet import (
    FUNCTIONS_SHEET,
    HEADER_ROW,
    HEADERS,
    NOT_AT_WORK,
    live_example,
)
from cs_workbook.template.styles import INPUT, STATES, STYLE, STYLES
from cs_workbook.workbook.packaged import TEMPLATE_NAME, packaged_template

COMMITTED = Path(__file__).parents[1] / "templates" / TEMPLATE_NAME
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
VML = "{urn:schemas-microsoft-com:vml}"
EXCEL_VML = "{urn:schemas-microsoft-com:office:excel}"
VOLATILE = re.compile(r"\b(NOW|TODAY|RAND|RANDBETWEEN|RANDARRAY|OFFSET|INDIRECT|INFO|CELL)\(")
LATER_THAN_2010 = re.compile(
    r"\b(XLOOKUP|XMATCH|FILTER|LET|LAMBDA|SORT|UNIQUE|SEQUENCE|TEXTJOIN|CONCAT|IFS|SWITCH|"
    r"MAXIFS|MINIFS)\("
)
PROTECTED = {"About", "Dashboard", "Checks"}
FIXED_BESIDE_ANOTHER = {
    "tblBands",
    "tblChances",
    "tblVoiceGrowth",
    "tblAttentionRules",
    "tblTierRules",
    "tblExpansionParts",
    "tblLossRates",
}
"""Tables that never grow and share the sheet of another one."""
FORMULA_COLUMNS = [
    (table, column)
    for table in TABLES.values()
    for column in table.columns
    if column.owner is Owner.CALCULATED
]


def parts_of(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def opened(source: io.BytesIO | Path, *, values: bool = False) -> Workbook:
    # openpyxl says that it would drop data bars and macros on saving; nothing is saved here.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return load_workbook(source, data_only=values)


@pytest.fixture(scope="module")
def built() -> bytes:
    return template_bytes()


@pytest.fixture(scope="module")
def parts(built: bytes) -> dict[str, bytes]:
    return parts_of(built)


@pytest.fixture(scope="module")
def book(built: bytes) -> Workbook:
    return opened(io.BytesIO(built))


@pytest.fixture(scope="module")
def values(built: bytes) -> Workbook:
    return opened(io.BytesIO(built), values=True)


def sheets_of(book: Workbook) -> Iterator[Worksheet]:
    yield from book.worksheets


def cells_of(book: Workbook) -> Iterator[tuple[str, Cell]]:
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert isinstance(cell, Cell), "only merged cells are anything else"
                yield sheet.title, cell


def body_of(book: Workbook, table: Table) -> tuple[Worksheet, range]:
    """Return the sheet of a table and its body's rows."""
    sheet = book[table.sheet]
    _, first, _, last = range_boundaries(sheet.tables[table.name].ref)
    assert isinstance(first, int)
    assert isinstance(last, int)
    return sheet, range(first + 1, last + 1)


def named_cell(book: Workbook, name: str) -> Cell:
    """Return the one cell a workbook name points to."""
    [(sheet, address)] = book.defined_names[name].destinations
    cell = book[sheet][address.replace("$", "")]
    assert isinstance(cell, Cell)
    return cell


def sheet_parts(parts: dict[str, bytes]) -> dict[str, etree._Element]:
    """Return the XML of every sheet by name; XlsxWriter numbers the parts in tab order."""
    return {
        name: etree.fromstring(parts[f"xl/worksheets/sheet{number}.xml"])
        for number, name in enumerate(SHEET_ORDER, start=1)
    }


# What is committed ------------------------------------------------------------------------------


def test_the_committed_template_is_what_the_source_builds(parts: dict[str, bytes]) -> None:
    committed = parts_of(COMMITTED.read_bytes())
    remedy = "run: python -m cs_workbook.template.build"
    assert sorted(committed) == sorted(parts), remedy
    different = [name for name in parts if parts[name] != committed[name]]
    assert not different, remedy


def test_two_builds_are_the_same_byte_for_byte(built: bytes) -> None:
    assert template_bytes() == built


def test_a_new_tracker_starts_from_the_committed_template() -> None:
    assert packaged_template() == COMMITTED.read_bytes()


def test_the_package_carries_macros_language_and_title(parts: dict[str, bytes]) -> None:
    assert "xl/vbaProject.bin" in parts
    assert b"sheet.macroEnabled.main+xml" in parts["[Content_Types].xml"]
    core = parts["docProps/core.xml"].decode()
    assert "<dc:language>en-US</dc:language>" in core
    assert "<dc:title>Customer Success tracker</dc:title>" in core
    assert "2026-01-01T00:00:00Z" in core


def test_every_sheet_has_the_macro_module_of_its_own(parts: dict[str, bytes]) -> None:
    found = [
        sheet.find(f"{MAIN}sheetPr").get("codeName")  # type: ignore[union-attr] # every sheet has it
        for sheet in sheet_parts(parts).values()
    ]
    assert found == [code_name(name) for name in SHEET_ORDER]
    assert b'codeName="ThisWorkbook"' in parts["xl/workbook.xml"]


# Sheets, tables, names --------------------------------------------------------------------------


def test_the_sheets_stand_in_the_order_of_the_schema(book: Workbook) -> None:
    assert tuple(book.sheetnames) == SHEET_ORDER
    assert book.active is not None
    assert book.active.title == "About"


def test_the_tables_are_those_of_the_schema_and_no_others(book: Workbook) -> None:
    found = {name for sheet in sheets_of(book) for name in sheet.tables}
    assert found == set(TABLES) | {entry.table for entry in LISTS}


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_a_table_has_the_columns_place_and_words_of_the_schema(
    book: Workbook, table: Table
) -> None:
    sheet = book[table.sheet]
    shape = sheet.tables[table.name]
    assert tuple(column.name for column in shape.tableColumns) == table.headers
    left, top, right, bottom = range_boundaries(shape.ref)
    assert (left, top, right) == (1, table.header_row, len(table.columns))
    expected = {
        "tblFigures": len(FIGURES),
        "tblChecks": len(CHECKS),
        "tblWeights": SLOTS,
        "tblBands": len(DEFAULT_BANDS),
        "tblProfiles": PROFILE_ROWS,
        "tblPresets": len(PRESETS),
        "tblChances": len(DEFAULT_CHANCES),
        "tblLossRates": len(DEFAULT_LOSS_CHANCES),
        "tblExpansionParts": len(DEFAULT_SIGNALS),
        "tblQuarters": 8,
        "tblRates": 12,
        "tblVoiceGrowth": 4,
        "tblSurveyRules": len(DEFAULT_SURVEY_RULES),
        "tblAttentionRules": len(DEFAULT_ATTENTION_RULES),
        "tblTierRules": len(DEFAULT_TIERS),
        "tblSegmentRules": len(DEFAULT_SEGMENT_RULES),
    }
    assert bottom is not None
    assert bottom - table.header_row == expected.get(table.name, 1)
    assert sheet["A1"].value == table.title or table.name in FIXED_BESIDE_ANOTHER


def test_every_table_has_a_description_for_screen_readers(parts: dict[str, bytes]) -> None:
    tables = [etree.fromstring(part) for name, part in parts.items() if "/tables/" in name]
    assert len(tables) == len(TABLES) + len(LISTS)
    for table in tables:
        alternative = table.find(".//{*}ext/{*}table")
        assert alternative is not None, table.get("name")
        assert alternative.get("altTextSummary")


@pytest.mark.parametrize(
    ("table", "header"), [(table, column.header) for table, column in FORMULA_COLUMNS]
)
def test_a_calculated_column_has_its_formula_in_the_table_and_in_every_row(
    book: Workbook, table: Table, header: str
) -> None:
    column = table.columns[table.headers.index(header)]
    sheet, rows = body_of(book, table)
    stored = sheet.tables[table.name].tableColumns[table.headers.index(header)]
    assert stored.calculatedColumnFormula.attr_text == column.formula
    for row in rows:
        assert sheet[f"{table.letter(header)}{row}"].value == f"={column.formula}"


def test_the_names_are_those_of_the_schema_and_no_others(book: Workbook) -> None:
    assert set(book.defined_names) == ALL_NAMES


def test_a_name_points_to_one_cell_unless_it_is_a_list(book: Workbook) -> None:
    lists = {entry.name: f"{entry.table}[{entry.header}]" for entry in LISTS}
    lists[MOVERS_LIST] = "tblMovers[Account]"
    for name, defined in book.defined_names.items():
        if name in lists:
            assert defined.attr_text == lists[name]
        else:
            assert re.fullmatch(r"'[^']+'!\$[A-Z]+\$\d+|\w+!\$[A-Z]+\$\d+", defined.attr_text), name


def test_the_names_hold_what_they_say(values: Workbook) -> None:
    assert named_cell(values, "TrackerVersion").value == __version__
    assert named_cell(values, "SchemaVersion").value == SCHEMA_VERSION
    assert named_cell(values, "ChecksFailed").value == 0
    for setting in SETTINGS:
        assert named_cell(values, setting.name).value == setting.default
    for name in ("CheckMRR", "CheckAccounts", "CheckRowsRead", "RefreshedAt", "AsOfDate"):
        assert named_cell(values, name).value is None
    for table, name in SHOWN_NAMES.items():
        cell = named_cell(values, name)
        assert (cell.parent.title, cell.coordinate) == (TABLES[table].sheet, "A3")


def test_a_figure_name_points_to_its_cell_on_the_dashboard(
    book: Workbook, values: Workbook
) -> None:
    for figure in FIGURES:
        cell = named_cell(book, figure.name)
        assert cell.parent.title == "Dashboard"
        expected = f'=INDEX(tblFigures[Value],MATCH("{figure.name}",tblFigures[Name],0))'
        assert cell.value == expected
        assert cell.number_format == figure.number_format
        assert named_cell(values, figure.name).value == "No data"


def test_the_lists_offer_what_the_schema_says(values: Workbook) -> None:
    for entry in LISTS:
        left, top, _, bottom = range_boundaries(values["Lists"].tables[entry.table].ref)
        assert top is not None
        found = [
            values["Lists"].cell(row, left or 1).value for row in range(top + 1, (bottom or 0) + 1)
        ]
        assert tuple(found) == entry.values


# Formulas ---------------------------------------------------------------------------------------


def every_formula(parts: dict[str, bytes]) -> Iterator[tuple[str, str]]:
    tags = ("f", "formula", "formula1", "formula2", "calculatedColumnFormula", "definedName")
    for name, part in parts.items():
        if name.endswith(".xml") and name.startswith("xl/"):
            for node in etree.fromstring(part).iter(*(f"{{*}}{tag}" for tag in tags)):
                if node.text:
                    yield name, node.text


def test_no_formula_is_volatile_external_or_too_new(parts: dict[str, bytes]) -> None:
    formulas = list(every_formula(parts))
    assert len(formulas) > 300
    for part, formula in formulas:
        assert not VOLATILE.search(formula), (part, formula)
        assert not LATER_THAN_2010.search(formula), (part, formula)
        assert "_xlfn" not in formula, (part, formula)
        assert not re.search(r"\[\d+\]|\.xls|https?:", formula), (part, formula)
    assert not [name for name in parts if "externalLink" in name or "connections" in name]


def test_every_formula_has_a_cached_value_and_none_is_an_error(parts: dict[str, bytes]) -> None:
    for name, sheet in sheet_parts(parts).items():
        for cell in sheet.iter(f"{MAIN}c"):
            if cell.find(f"{MAIN}f") is not None:
                where = f"{name}!{cell.get('r')}"
                value = cell.find(f"{MAIN}v")
                assert value is not None, where
                assert cell.get("t") != "e", where
                assert value.text or cell.get("t") == "str", where


def test_what_stands_above_the_health_table_comes_from_the_weights_sheet(
    book: Workbook, values: Workbook
) -> None:
    shown, live = values["Health"], book["Health"]
    for slot in range(1, SLOTS + 1):
        measure = DEFAULT_MEASURES[slot - 1] if slot <= len(DEFAULT_MEASURES) else None
        for block in BLOCKS:
            letter = block_letters(block)[slot - 1]
            assert shown[f"{letter}{TBL_HEALTH.header_row}"].value == f"{block} {slot}"
            assert (shown[f"{letter}{NAME_ROW}"].value or "") == (measure.name if measure else "")
            assert f"INDEX(tblWeights[Measure],{slot})" in str(live[f"{letter}{NAME_ROW}"].value)
        score = block_letters("Score")[slot - 1]
        anchors = [shown[f"{score}{row}"].value or "" for row in (SECOND_ROW, THIRD_ROW)]
        assert [str(anchor) for anchor in anchors] == (
            [str(measure.zero_at or ""), str(measure.hundred_at or "")] if measure else ["", ""]
        )
        weight = shown[f"{block_letters('Weight')[slot - 1]}{FIRST_ROW}"].value
        assert weight == (measure.weight if measure else 0)
        place = shown[f"{block_letters('Input')[slot - 1]}{FIRST_ROW}"].value
        if measure:
            first = TBL_ACCOUNTS.headers.index(INPUT_ENDS[0])
            assert TBL_ACCOUNTS.headers[first + int(str(place)) - 1] == measure.input_column


def test_no_input_of_a_score_depends_on_a_score() -> None:
    """Excel would call the lookup a circle, whatever cell of the stretch it takes."""
    first, last = (TBL_ACCOUNTS.headers.index(header) for header in INPUT_ENDS)
    for column in TBL_ACCOUNTS.columns[first : last + 1]:
        for header in ("Band", "Health", "Coverage (%)", "Risk order"):
            assert f"[{header}]" not in (column.formula or "")
        assert "tblHealth" not in (column.formula or "")


def test_an_untouched_tracker_passes_every_check_and_shows_no_zero_it_cannot_know(
    values: Workbook,
) -> None:
    sheet, rows = body_of(values, TABLES["tblChecks"])
    result = TABLES["tblChecks"].letter("Result")
    assert {sheet[f"{result}{row}"].value for row in rows} == {OK}
    sheet, rows = body_of(values, TBL_FIGURES)
    assert {sheet[f"{TBL_FIGURES.letter('Value')}{row}"].value for row in rows} == {"No data"}


@pytest.mark.libreoffice
def test_libreoffice_computes_what_the_template_has_cached(
    libreoffice: Callable[[Path], Path], book: Workbook, values: Workbook
) -> None:
    computed = opened(libreoffice(COMMITTED), values=True)
    formulas = 0
    for name, cell in cells_of(book):
        if name == FUNCTIONS_SHEET:
            continue  # no Python behind the functions here
        if isinstance(cell.value, str) and cell.value.startswith("="):
            formulas += 1
            cached = values[name][cell.coordinate].value
            found = computed[name][cell.coordinate].value
            where = f"{name}!{cell.coordinate} {cell.value}"
            if isinstance(cached, int | float) and isinstance(found, int | float):
                assert found == pytest.approx(cached), where
            else:
                # An empty text reads as an empty cell in one of the two.
                assert (found or "") == (cached or ""), where
    assert formulas > 300


def test_every_worksheet_function_has_a_row_with_a_live_example(
    book: Workbook, values: Workbook
) -> None:
    sheet, shown = book[FUNCTIONS_SHEET], values[FUNCTIONS_SHEET]
    assert tuple(cell.value for cell in sheet[HEADER_ROW]) == HEADERS
    assert sheet.max_row == HEADER_ROW + len(FUNCTIONS)
    for row, (name, spec) in enumerate(FUNCTIONS.items(), start=HEADER_ROW + 1):
        call, doc, example, expected, _ = (cell.value for cell in shown[row])
        assert (call, doc, example) == (spec.syntax, spec.doc, spec.example_formula)
        assert str(call).startswith(f"{name}(")
        assert sheet.cell(row, 5).value == f"={live_example(spec).text}"
        assert shown.cell(row, 5).value == expected == spec.example.value
        assert sheet.cell(row, 5).style == "Calculation"


@pytest.mark.libreoffice
def test_an_example_says_so_where_the_functions_are_not_at_work(
    libreoffice: Callable[[Path], Path],
) -> None:
    sheet = opened(libreoffice(COMMITTED), values=True)[FUNCTIONS_SHEET]
    live = {sheet.cell(row, 5).value for row in range(HEADER_ROW + 1, sheet.max_row + 1)}
    assert live == {NOT_AT_WORK}


# Looks ------------------------------------------------------------------------------------------


def test_every_cell_has_a_named_style_and_nothing_by_hand(parts: dict[str, bytes]) -> None:
    root = etree.fromstring(parts["xl/styles.xml"])
    styles = root.findall(f"{MAIN}cellStyleXfs/{MAIN}xf")
    listed = root.findall(f"{MAIN}cellStyles/{MAIN}cellStyle")
    assert [entry.get("name") for entry in listed] == [style.name for style in STYLES]
    assert [entry.get("xfId") for entry in listed] == [str(n) for n in range(len(STYLES))]
    assert len(styles) == len(STYLES)
    formats = root.findall(f"{MAIN}cellXfs/{MAIN}xf")
    for cell_format in formats:
        style = styles[int(str(cell_format.get("xfId")))]
        for looks in ("fontId", "fillId", "borderId"):
            assert cell_format.get(looks) == style.get(looks)
        assert not {"applyFont", "applyFill", "applyBorder"} & set(cell_format.attrib)
    used = {
        int(str(formats[int(str(cell.get("s", "0")))].get("xfId")))
        for sheet in sheet_parts(parts).values()
        for cell in sheet.iter(f"{MAIN}c")
    }
    assert used == set(range(len(STYLES)))


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_the_first_row_of_a_table_carries_style_and_format_of_every_column(
    book: Workbook, table: Table
) -> None:
    sheet, rows = body_of(book, table)
    own_formats = {"tblFigures", "tblChecks", "tblRates"}
    formats = {
        Format.ID: "@",
        Format.TEXT: "General",
        Format.LONG_TEXT: "General",
        Format.STATE: "General",
        Format.YES_NO: "General",
        Format.WHOLE: "#,##0",
        Format.DECIMAL: "#,##0.0",
        Format.SCORE: "0.0",
        Format.PERCENT: "0.0",
        Format.MONEY: "#,##0.00",
        Format.DATE: "mm-dd-yy",  # what openpyxl calls number 14, the short date of the region
        Format.MOMENT: "m/d/yy h:mm",  # number 22
    }
    for number, column in enumerate(table.columns, start=1):
        header, first = sheet.cell(table.header_row, number), sheet.cell(rows[0], number)
        assert header.style == HEADER_STYLES[column.owner]
        assert header.alignment.wrap_text
        live = first.data_type == "f"
        assert first.style == ("Calculation" if live else CELL_STYLES[column.owner]), header.value
        if table.name not in own_formats:
            assert first.number_format == formats[column.format], header.value
        longest = max(len(word) for word in column.header.split())
        width = sheet.column_dimensions[get_column_letter(number)].width
        assert width >= longest, f"{column.header!r} would be cut"


def test_every_header_explains_its_column(book: Workbook) -> None:
    for table in TABLES.values():
        prompts = {
            str(rule.sqref): rule
            for rule in book[table.sheet].data_validations.dataValidation
            if rule.promptTitle
        }
        for column in table.columns:
            rule = prompts[f"{table.letter(column.header)}{table.header_row}"]
            assert rule.prompt == column.meaning
            assert rule.promptTitle == column.header
            assert len(column.meaning) <= 255
            assert len(column.header) <= 32


def test_an_unlocked_cell_is_an_input_and_every_input_is_validated(book: Workbook) -> None:
    inputs, stamped = 0, set()
    for name, cell in cells_of(book):
        if cell.protection.locked:
            assert cell.style != "Input", f"{name}!{cell.coordinate}"
            continue
        assert cell.style in {"Input", "Stamped"}, f"{name}!{cell.coordinate}"
        if cell.value == cell.style:
            continue  # the samples in the key of the About sheet
        if cell.style == "Stamped":
            stamped.add(f"{name}!{cell.coordinate}")
            continue
        inputs += 1
        [rule] = [
            rule
            for rule in book[name].data_validations.dataValidation
            if cell.coordinate in rule.sqref
        ]
        assert rule.type in {"list", "whole", "decimal", "textLength", "date"}
        assert rule.showErrorMessage
        # A message at every cell of a plan would stand in the way of typing.
        assert rule.showInputMessage or name == PATTERN_SHEET
        assert rule.errorStyle in {None, "stop"}
        assert rule.prompt
        if rule.type == "list":
            assert rule.formula1 in {*(entry.name for entry in LISTS), MOVERS_LIST}
    typed = sum(
        len(body_of(book, table)[1])
        for table in TABLES.values()
        for column in table.columns
        if column.owner is Owner.TYPED
    )
    written = {REFRESHED_AT, *(check.stamped_as for check in CHECKS if check.stamped_as)}
    places = {book.defined_names[name].attr_text.replace("$", "") for name in written}
    assert stamped == {place.replace("'", "") for place in places}, "refresh by button writes them"
    interpreters = sum(line.typed for line in CONF)
    single = sum(not setting.stamped for setting in SETTINGS) + len(
        (TRACKER_OWNER, *MOVERS_TYPED, *WHAT_IF_TYPED)
    )
    samples = sum(look.input for look in LOOKS)
    assert inputs == typed + single + interpreters + samples


def test_a_growing_table_keeps_its_rules_to_the_last_row(book: Workbook) -> None:
    rules = {
        str(rule.sqref): rule.type
        for rule in book["Accounts"].data_validations.dataValidation
        if rule.type
    }
    pulse, day, reason, until, notes = (
        TBL_ACCOUNTS.letter(header)
        for header in ("CSM pulse", "Pulse date", "Pulse reason", "Pulse until", "Notes")
    )
    assert rules == {
        f"{pulse}7:{pulse}1048576": "list",
        f"{day}7:{day}1048576": "date",
        f"{reason}7:{reason}1048576": "list",
        f"{until}7:{until}1048576": "date",
        f"{notes}7:{notes}1048576": "textLength",
    }
    band = TBL_ACCOUNTS.letter("Band")
    coloured = {str(found.sqref) for found in book["Accounts"].conditional_formatting}
    assert f"{band}7:{band}1048576" in coloured


def test_a_state_is_coloured_by_its_own_shape(book: Workbook) -> None:
    for sheet, address in (("Accounts", "D7:D1048576"), ("History", "F7:F1048576")):
        rules = next(
            found.rules
            for found in book[sheet].conditional_formatting
            if str(found.sqref) == address
        )
        assert {rule.text for rule in rules} == set(STATES)
        for rule in rules:
            assert rule.operator == "beginsWith"
            assert rule.dxf.font.color.rgb[2:] == STATES[rule.text].text[1:]
            assert rule.dxf.fill.bgColor.rgb[2:] == STATES[rule.text].fill[1:]
    assert {name[0] for name, _, _ in DEFAULT_BANDS} < set(STATES)


@pytest.mark.parametrize("sheet", [name for name in SHEET_ORDER if name != CONF_SHEET])
def test_a_sheet_is_framed_alike(
    book: Workbook, values: Workbook, parts: dict[str, bytes], sheet: str
) -> None:
    page, shown = book[sheet], values[sheet]
    first = "B" if sheet == PATTERN_SHEET else "A"  # the names in column A are not for paper
    assert page[f"{first}1"].style == "Title"
    assert page[f"{first}2"].style == "Explanatory Text"
    top = [cell.value for cell in shown[1] if cell.value is not None]
    assert top[1:] == ["✔ All checks pass", "Data as of", "no refresh yet"]
    assert page.freeze_panes is not None
    assert page.sheet_view.zoomScale in {None, 100}
    assert page.sheet_view.showGridLines is not (sheet in {"About", "Dashboard", PATTERN_SHEET})
    assert page.sheet_state == "visible"
    assert not page.merged_cells.ranges
    assert page.sheet_properties.tabColor is not None
    for selection in page.sheet_view.selection:
        if selection.pane in {None, page.sheet_view.pane and page.sheet_view.pane.activePane}:
            assert selection.activeCell in {None, "A1"}
    hidden = sheet_parts(parts)[sheet].xpath("//*[@hidden='1' or @hidden='true']")
    assert not hidden


@pytest.mark.parametrize("sheet", SHEET_ORDER)
def test_a_sheet_prints_on_landscape_pages_with_header_and_footer(
    book: Workbook, sheet: str
) -> None:
    page = book[sheet]
    upright = sheet == PATTERN_SHEET  # plan sheets print as their pattern does
    assert page.page_setup.orientation == ("portrait" if upright else "landscape")
    assert page.sheet_properties.pageSetUpPr is not None
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert page.HeaderFooter.oddFooter is not None
    assert str(page.HeaderFooter.oddFooter) == "&L&F&C&A&RPage &P of &N"
    if sheet == "Dashboard":
        assert page.page_setup.fitToHeight in {None, 1}
    elif upright:
        assert not page.print_title_rows, "the footer names the plan"
        assert page.page_setup.fitToHeight == 0
    else:
        assert page.print_title_rows
        assert page.page_setup.fitToHeight == 0
    if sheet in {table.sheet for table in TABLES.values()}:
        [header] = [
            table.header_row
            for table in TABLES.values()
            if table.sheet == sheet and table.name not in FIXED_BESIDE_ANOTHER
        ]
        assert page.print_title_rows == f"${header}:${header}"


def test_only_the_result_sheets_are_protected_and_without_a_password(book: Workbook) -> None:
    for page in sheets_of(book):
        assert page.protection.sheet is (page.title in PROTECTED)
        assert page.protection.password is None
        assert page.protection.hashValue is None
        if page.title in PROTECTED:
            assert not page.protection.formatColumns
            assert not page.protection.autoFilter


def test_nothing_stands_beside_or_under_a_data_table(book: Workbook) -> None:
    for table in TABLES.values():
        if table.sheet == "Weights" or table.name in FIXED_BESIDE_ANOTHER:
            continue
        sheet, rows = body_of(book, table)
        assert sheet.max_row == rows[-1]
        beside = [
            cell
            for row in sheet.iter_rows(min_row=table.header_row, min_col=len(table.columns) + 1)
            for cell in row
            if cell.value is not None
        ]
        assert not beside


def test_every_link_leads_to_a_sheet(book: Workbook) -> None:
    links = [
        (sheet, str(cell.hyperlink.location)) for sheet, cell in cells_of(book) if cell.hyperlink
    ]
    index = [location for sheet, location in links if sheet == "About"]
    assert index == [f"'{name}'!A1" for name in SHEET_ORDER]
    assert {location.split("!")[0].strip("'") for _, location in links} <= set(SHEET_ORDER)


def test_every_drawing_says_in_words_what_it_shows(parts: dict[str, bytes]) -> None:
    drawings = [part for name, part in parts.items() if re.match(r"xl/drawings/drawing\d", name)]
    described = [
        shape.get("descr")
        for part in drawings
        for shape in etree.fromstring(part).iter(f"{DRAWING}cNvPr")
    ]
    charts = [name for name in parts if re.match(r"xl/charts/chart\d", name)]
    assert len(described) == len(charts) >= 3
    assert all(text and len(text) > 60 for text in described)
    assert not [name for name in parts if "comment" in name]


def test_every_button_has_its_macro_a_caption_and_words_for_screen_readers(
    parts: dict[str, bytes],
) -> None:
    found = [
        (
            shape.get("alt"),
            shape.findtext(f"{VML}textbox/div/font"),
            shape.findtext(f"{EXCEL_VML}ClientData/{EXCEL_VML}FmlaMacro"),
        )
        for name, part in sorted(parts.items())
        if "vmlDrawing" in name
        for shape in etree.fromstring(part).iter(f"{VML}shape")
    ]
    assert found == [
        (button.description, button.caption, f"[0]!{button.macro}")
        for name in SHEET_ORDER
        for button in BUTTONS.get(name, ())
    ]
    for buttons in BUTTONS.values():
        assert 1 <= len(buttons) <= 3
    assert not [name for name in parts if "activeX" in name or "ctrlProp" in name]


def widths_of(sheet: Worksheet) -> list[float]:
    """Return the widths of the columns that have one of their own; openpyxl keeps them in runs."""
    widths: dict[int, float] = {}
    for run in sheet.column_dimensions.values():
        if run.min is None or run.max is None:
            continue  # openpyxl makes one of default width for a column somebody asks about
        widths |= dict.fromkeys(range(run.min, run.max + 1), run.width)
    return [widths[number] for number in sorted(widths)]


def test_a_button_stands_in_the_frozen_rows_and_covers_nothing(
    parts: dict[str, bytes], book: Workbook
) -> None:
    sheets = [name for name in SHEET_ORDER if name in BUTTONS]
    drawn = [part for name, part in sorted(parts.items()) if "vmlDrawing" in name]
    for name, part in zip(sheets, drawn, strict=True):
        sheet = book[name]
        widths = widths_of(sheet)
        right = 0
        for anchor in etree.fromstring(part).iter(f"{EXCEL_VML}Anchor"):
            left, _, top, _, end, _, bottom, _ = map(int, str(anchor.text).split(","))
            assert top == bottom == 1, "the second row, counted from 0"
            assert right <= left <= end < len(widths)
            right = end
            assert not [c.value for c in sheet[2][left : end + 1] if c.value is not None]
            # The purpose in A2 runs over the cells right of it, in letters narrower than a digit.
            assert sum(widths[:left]) > len(str(sheet["A2"].value))
        assert str(sheet.freeze_panes)[1:] in {"3", "4"}


def test_the_ribbon_is_a_part_the_package_refers_to(parts: dict[str, bytes]) -> None:
    [found] = [
        node
        for node in etree.fromstring(parts["_rels/.rels"])
        if str(node.get("Type")).endswith("/ui/extensibility")
    ]
    assert found.get("Type") == (
        "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"
    )
    assert parts[str(found.get("Target"))].startswith(b"<?xml")
    default = b'<Default Extension="xml" ContentType="application/xml"/>'
    assert default in parts["[Content_Types].xml"]
    assert not {"customUI/customUI.xml"} & set(parts), "one tab, not two"


def test_xlwings_finds_its_settings_where_it_looks(values: Workbook) -> None:
    sheet = values[CONF_SHEET]
    assert sheet.title == "xlwings.conf"
    assert [(row[0].value, row[1].value) for row in sheet.iter_rows()] == [
        (line.key, line.value) for line in CONF
    ]
    keys = [line.key for line in CONF]
    assert len(keys) == len({key.upper() for key in keys}), "a key that stands twice is an error"
    assert keys == [key.upper() for key in keys], "xlwings looks them up in capitals"
    assert SHEET_ORDER[-1] == CONF_SHEET


# Colours ----------------------------------------------------------------------------------------


def linear(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))

    def one(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4

    return one(red), one(green), one(blue)


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of WCAG 2.1."""
    lights = sorted(
        sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear(c), strict=True))
        for c in (one, other)
    )
    return (lights[1] + 0.05) / (lights[0] + 0.05)


# Full severity, Machado, Oliveira and Fernandes 2009, table 1.
SIGHT = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
TO_XYZ = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
WHITE_POINT = (0.95047, 1.0, 1.08883)


def apply(matrix: tuple[tuple[float, ...], ...], vector: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix)


def lab(colour: str, sight: str) -> tuple[float, float, float]:
    seen = tuple(min(1.0, max(0.0, part)) for part in apply(SIGHT[sight], linear(colour)))

    def bent(ratio: float) -> float:
        return ratio ** (1 / 3) if ratio > 0.008856 else 7.787 * ratio + 16 / 116

    x, y, z = (bent(part / w) for part, w in zip(apply(TO_XYZ, seen), WHITE_POINT, strict=True))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def distance(one: str, other: str, sight: str) -> float:
    """Return the CIE76 difference of two colours as a kind of sight sees them."""
    pairs = zip(lab(one, sight), lab(other, sight), strict=True)
    return float(sum((a - b) ** 2 for a, b in pairs) ** 0.5)


def test_text_stands_out_from_its_fill() -> None:
    for style in STYLES:
        text = str(style.looks.get("font_color", "#000000"))
        fill = str(style.looks.get("bg_color", "#FFFFFF"))
        assert contrast(text, fill) >= 4.5, style.name
        assert style.looks.get("font_size", 11) >= 10, style.name
    for colours in (*STATES.values(), INPUT):
        assert contrast(colours.text, colours.fill) >= 4.5


@pytest.mark.parametrize("sight", SIGHT)
def test_the_fills_of_two_states_never_look_alike(sight: str) -> None:
    # 10 is several times what people notice between fields side by side; the shape and the word
    # say the same as well.
    for one, other in combinations(STATES.values(), 2):
        assert distance(one.fill, other.fill, sight) >= 10


def test_a_sample_of_every_style_stands_in_the_key(book: Workbook) -> None:
    samples = {
        cell.value: cell.style
        for name, cell in cells_of(book)
        if name == "About" and cell.column == 1 and cell.value in STYLE
    }
    assert samples == {style.name: style.name for style in STYLES}
