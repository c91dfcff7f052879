"""The Checks sheet: one row per check, and the number of failed ones every sheet repeats."""

from typing import Final

from cs_workbook.schema.checks import CHECKS, FAILED, OK, Check
from cs_workbook.schema.names import CHECKS_FAILED
from cs_workbook.schema.tables import TBL_CHECKS
from cs_workbook.template.data_sheets import LABEL_ROW, VALUE_ROW, repeat_header
from cs_workbook.template.data_tables import Row, draw_table
from cs_workbook.template.layout import Content, Formula, Page

_TOLERANCE_FORMAT: Final = "General"


def draw_checks(page: Page) -> None:
    """Draw the Checks sheet."""
    page.set_widths([column.width for column in TBL_CHECKS.columns])
    page.frame(
        TBL_CHECKS.title,
        TBL_CHECKS.purpose,
        frozen_rows=TBL_CHECKS.header_row,
        frozen_columns=TBL_CHECKS.frozen,
    )
    page.put(LABEL_ROW, 1, "Failed checks", "Explanatory Text")
    failed = Formula(f'COUNTIF(tblChecks[Result],"{FAILED}")', 0)
    page.put(VALUE_ROW, 1, failed, "Output", "#,##0", align="left")
    page.call(CHECKS_FAILED, VALUE_ROW, 1)
    draw_table(
        page,
        TBL_CHECKS,
        [_row(check) for check in CHECKS],
        number_formats=[
            {
                "Found": check.number_format,
                "Expected": check.number_format,
                "Tolerance": _TOLERANCE_FORMAT,
            }
            for check in CHECKS
        ],
        open_ended=False,
    )
    expected = TBL_CHECKS.headers.index("Expected") + 1
    result = TBL_CHECKS.headers.index("Result") + 1
    first = TBL_CHECKS.header_row + 1
    for row, check in enumerate(CHECKS, start=first):
        if check.stamped_as is not None:
            content, form = _expected(check), check.number_format
            page.put(row, expected, content, "Stamped", form, align="right", indent=1)
            page.call(check.stamped_as, row, expected)
    page.colour_results(first, result, TBL_CHECKS.header_row + len(CHECKS))
    repeat_header(page, TBL_CHECKS)
    page.protect()


def _row(check: Check) -> Row:
    return {
        "Check": check.title,
        "Found": Formula(check.found, check.found_when_empty),
        "Expected": _expected(check),
        "Tolerance": check.tolerance,
        "Result": OK,
        "If it fails": check.remedy,
    }


def _expected(check: Check) -> Content:
    if isinstance(check.expected, str):
        return Formula(check.expected, check.expected_when_empty)
    return check.expected
