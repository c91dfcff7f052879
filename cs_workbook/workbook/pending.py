"""The new body of a table that is not written yet, and what it reads as meanwhile.

The open workbook has no "nothing is kept before save" of its own: what is written there is there.
So changes are gathered as data first, row by row with the old row each continues, and a use case
reads its own changes back as if they had been made.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cs_workbook.errors import TableMissing, WorkbookRefused
from cs_workbook.workbook.package.addresses import column_letters
from cs_workbook.workbook.package.cells import (
    BadValue,
    Dates,
    check_column,
    check_value,
    refuse_value,
)
from cs_workbook.workbook.port import (
    CellContent,
    CellValue,
    ColumnContent,
    FormulaCell,
    FormulaColumn,
    TableShape,
)

_DATES = Dates(from_1904=False)


@dataclass(slots=True, kw_only=True)
class Pending:
    """A table's new body.

    Attributes:
        origins: For each new row the row of the sheet's present body it continues.
        columns: New content by header; other columns keep theirs, carried by ``origins``.
    """

    origins: list[int | None]
    columns: dict[str, ColumnContent] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many rows it has."""
        return len(self.origins)

    def moves(self, old_rows: int) -> bool:
        """Say whether a row of the present body stands elsewhere, or a new one in its place."""
        return any(
            was != row if was is not None else row < old_rows
            for row, was in enumerate(self.origins)
        )

    def view(self, header: str, old: Sequence[CellValue]) -> list[CellValue]:
        """Return what a column reads as.

        Args:
            header: The column.
            old: What it reads as on the sheet.
        """
        content = self.columns.get(header)
        if content is not None:
            return values_of(content)
        return [None if was is None else old[was] for was in self.origins]

    def then(self, origin: Sequence[int | None], columns: Mapping[str, ColumnContent]) -> "Pending":
        """Return this change with another one after it.

        Args:
            origin: For each row of the second change the row of the first it continues.
            columns: What the second change writes.
        """
        carried: dict[str, ColumnContent] = {
            header: reordered(content, origin) for header, content in self.columns.items()
        }
        return Pending(
            origins=[None if was is None else self.origins[was] for was in origin],
            columns=carried | dict(columns),
        )


def values_of(content: ColumnContent) -> list[CellValue]:
    """Return the values of a column's content."""
    if isinstance(content, FormulaColumn):
        return list(content.values)
    return [cell.value if isinstance(cell, FormulaCell) else cell for cell in content]


def reordered(content: ColumnContent, origin: Sequence[int | None]) -> ColumnContent:
    """Return a column's content for rows that continue other rows."""
    if isinstance(content, FormulaColumn):
        values = [None if was is None else content.values[was] for was in origin]
        return FormulaColumn(formula=content.formula, values=values)
    return [None if was is None else content[was] for was in origin]


def checked(shape: TableShape, columns: Mapping[str, ColumnContent]) -> dict[str, ColumnContent]:
    """Return columns whose values a cell can hold, all of one length.

    Raises:
        WorkbookRefused: Lengths differ, or no cell can hold a value.
    """
    lengths = {len(values_of(content)) for content in columns.values()}
    if len(lengths) != 1:
        raise WorkbookRefused(
            f"{shape.sheet} ({shape.name}): expected columns of one length, found "
            f"{sorted(lengths) or 'no column'}. Give every column the same number of rows."
        )
    good: dict[str, ColumnContent] = {}
    for header, content in columns.items():
        try:
            values = check_column(values_of(content), _DATES)
        except BadValue as error:
            letters = column_letters(shape.first_column + shape.columns.index(header))
            address = f"{letters}{shape.header_row + 1 + error.position}"
            raise refuse_value(shape.sheet, address, error) from error
        if isinstance(content, FormulaColumn):
            good[header] = FormulaColumn(formula=content.formula, values=values)
        else:
            good[header] = [
                FormulaCell(formula=cell.formula, value=value)
                if isinstance(cell, FormulaCell)
                else value
                for cell, value in zip(content, values, strict=True)
            ]
    return good


def checked_cell(sheet: str, address: str, content: CellContent) -> CellContent:
    """Return one cell's content.

    Raises:
        WorkbookRefused: No cell can hold it.
    """
    value = content.value if isinstance(content, FormulaCell) else content
    try:
        good = check_value(value)
    except ValueError as error:
        raise refuse_value(sheet, address, error) from error
    return (
        FormulaCell(formula=content.formula, value=good)
        if isinstance(content, FormulaCell)
        else good
    )


def checked_origin(
    shape: TableShape, count: int, old: int, origin: Sequence[int | None] | None
) -> list[int | None]:
    """Return for each new row the old row it continues.

    Args:
        shape: The table.
        count: How many new rows.
        old: How many old rows.
        origin: As the port has it.

    Raises:
        WorkbookRefused: It does not fit.
    """
    if origin is None:
        return [row if row < old else None for row in range(count)]
    known = [row for row in origin if row is not None]
    if (
        len(origin) != count
        or len(set(known)) != len(known)
        or any(not 0 <= row < old for row in known)
    ):
        raise WorkbookRefused(
            f"{shape.sheet} ({shape.name}): expected for each of {count} rows its own one of "
            f"{old} old rows, found an origin that does not fit. Read the table again."
        )
    return list(origin)


def header_of(shape: TableShape, name: str) -> str:
    """Return a column's header as the table spells it.

    Raises:
        TableMissing: There is no such column.
    """
    for header in shape.columns:
        if header.casefold() == name.casefold():
            return header
    raise TableMissing(
        f"{shape.sheet} ({shape.name}): expected a column {name!r}, found "
        f"{', '.join(shape.columns)}. Restore the column or its header."
    )
