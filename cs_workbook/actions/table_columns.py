"""From rows, or values by header, to what a table is to hold: live columns as their formulas."""

from collections.abc import Mapping, Sequence

from cs_workbook.schema.columns import Owner, Table
from cs_workbook.workbook.port import CellValue, ColumnContent, FormulaColumn

Row = Mapping[str, CellValue]


def live_columns(
    table: Table, values: Mapping[str, Sequence[CellValue]]
) -> dict[str, ColumnContent]:
    """Return columns in the order of the sheet, those with a formula as that formula.

    Args:
        table: The table.
        values: Its cells by header, of a live column what it shows now. Headers the table does
            not know stay out, and so do columns nothing is given for.
    """
    return {
        column.header: values[column.header]
        if column.formula is None
        else FormulaColumn(formula=column.formula, values=values[column.header])
        for column in table.columns
        if column.header in values
    }


def columns_of(table: Table, rows: Sequence[Row]) -> dict[str, ColumnContent]:
    """Return the columns refresh writes: all but the typed ones.

    Args:
        table: The table.
        rows: Its rows; what a formula shows stands under its header.
    """
    return live_columns(
        table,
        {
            column.header: [row[column.header] for row in rows]
            for column in table.columns
            if column.owner is not Owner.TYPED
        },
    )
