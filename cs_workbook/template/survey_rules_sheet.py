"""The Survey rules sheet: the registry of surveys with its defaults."""

from cs_workbook.schema.survey_rules import DEFAULT_SURVEY_RULES
from cs_workbook.schema.tables import TBL_SURVEY_RULES
from cs_workbook.template.data_sheets import SHOWN_ROW, repeat_header
from cs_workbook.template.data_tables import Row, draw_table
from cs_workbook.template.layout import Page


def draw_survey_rules(page: Page) -> None:
    """Draw the Survey rules sheet."""
    table = TBL_SURVEY_RULES
    page.set_widths([column.width for column in table.columns])
    page.frame(
        table.title,
        table.purpose,
        frozen_rows=table.header_row,
        frozen_columns=table.frozen,
    )
    words = (
        "Yellow cells are yours; CSAT and CES follow them at the next refresh. Scales never mix."
    )
    page.put(SHOWN_ROW, 1, words, "Explanatory Text")
    rows: list[Row] = [
        {
            "Survey": rule.survey,
            "Lowest": rule.lowest,
            "Highest": rule.highest,
            "Direction": rule.direction,
            "Satisfied from": rule.satisfied_from,
            "n needed": rule.n_needed,
            "Good answers": f"{rule.satisfied_from} to {rule.highest} "
            f"of {rule.lowest} to {rule.highest}",
            "Meaning": rule.meaning,
        }
        for rule in DEFAULT_SURVEY_RULES
    ]
    draw_table(page, table, rows, open_ended=False)
    repeat_header(page, table)
