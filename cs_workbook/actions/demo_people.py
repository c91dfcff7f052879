"""Type into a new tracker what the demo team knows: contacts, problems, answers, choices.

It goes in before the first refresh, as people would type it into an empty tracker: refresh then
finds rows of theirs and keeps them.
"""

from collections.abc import Sequence
from pathlib import Path

from cs_workbook.actions.carry import with_formulas
from cs_workbook.demo.people import ANSWERS, CONTACTS, FULL_PLANS, OVERRIDES, PROBLEMS, Cells
from cs_workbook.schema.tables import (
    TBL_CONTACTS,
    TBL_PLAN_CHOICE,
    TBL_PROBLEMS,
    TBL_VALUE,
    Owner,
    Table,
)
from cs_workbook.workbook.file_book import FileBook
from cs_workbook.workbook.port import CellValue, ColumnContent, Workbook


def type_people(tracker: Path) -> None:
    """Type what the demo team knows into a new tracker, and save it."""
    book = FileBook(tracker)
    for table, rows in (
        (TBL_CONTACTS, CONTACTS),
        (TBL_PROBLEMS, PROBLEMS),
        (TBL_VALUE, ANSWERS),
        (TBL_PLAN_CHOICE, OVERRIDES),
    ):
        type_rows(book, table, rows)
    book.write_name("FullPlanCapacity", FULL_PLANS)
    book.save()


def type_rows(book: Workbook, table: Table, rows: Sequence[Cells]) -> None:
    """Fill an empty table with typed rows; its formulas wait for the refresh to be calculated."""
    values: dict[str, list[CellValue]] = {
        column.header: [
            row.get(column.header, "" if column.owner is Owner.CALCULATED else None) for row in rows
        ]
        for column in table.columns
    }
    columns: dict[str, ColumnContent] = with_formulas(table, values)
    book.write_table(table.name, columns)
