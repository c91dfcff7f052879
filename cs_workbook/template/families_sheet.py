"""The Families sheet: how many families there are and by which rule, above the families."""

from typing import Final

from cs_workbook.schema.family_tables import TBL_FAMILIES
from cs_workbook.template.blocks import draw_heading, put_figure
from cs_workbook.template.data_sheets import draw_strip, repeat_header
from cs_workbook.template.data_tables import draw_table
from cs_workbook.template.layout import NO_DATA, Formula, Page

_HEADING_ROW: Final = 4
_VALUE, _WORDS = 3, 4
_SHARE: Final = "IF(SUM(tblAccounts[MRR])=0,0,100*SUM(tblFamilies[MRR])/SUM(tblAccounts[MRR]))"
_LINES: Final = (
    (
        "Families",
        "COUNT(tblFamilies[Accounts])",
        "#,##0",
        "Two accounts or more, or a parent in no export.",
    ),
    ("Share of MRR (%)", _SHARE, "0.0", "MRR of their customers, of the MRR of all accounts."),
    (
        "In the worst band",
        "COUNTIFS(tblFamilies[Band],INDEX(tblBands[Band],1))",
        "#,##0",
        "Families whose health, by the rule in force, is in the lowest band.",
    ),
    (
        "In the worst band by their worst",
        'COUNTIFS(tblFamilies[Worst],"<="&INDEX(tblBands[Up to],1))',
        "#,##0",
        "Families with a customer in the lowest band: what a mean may hide.",
    ),
)
_RULE: Final = (
    "A family is everything under one topmost parent. Mean: each customer once. MRR-weighted: each "
    "by its MRR. Worst: the lowest. Customers without a score are left out. Parents in a circle "
    "are cut at the first id."
)


def draw_families(page: Page) -> None:
    """Draw the Families sheet."""
    table = TBL_FAMILIES
    page.set_widths([column.width for column in table.columns])
    page.frame(
        table.title, table.purpose, frozen_rows=table.header_row, frozen_columns=table.frozen
    )
    draw_strip(page, table)
    title = Formula('"Health by the rule: "&FamilyRule', "Health by the rule: MRR-weighted")
    draw_heading(page, _HEADING_ROW, range(1, 10), title)
    for row, (label, formula, number_format, words) in enumerate(_LINES, start=_HEADING_ROW + 1):
        page.put(row, 1, label)
        value = Formula(f'IF(COUNT(tblFamilies[Accounts])=0,"{NO_DATA}",{formula})', NO_DATA)
        put_figure(page, row, _VALUE, value, number_format)
        page.put(row, _WORDS, words, "Explanatory Text", indent=1)
    page.put(_HEADING_ROW + len(_LINES) + 2, 1, _RULE, "Explanatory Text")
    draw_table(page, table, [{"Band": "○ No data"}])
    repeat_header(page, table)
