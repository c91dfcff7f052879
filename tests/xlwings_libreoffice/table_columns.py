"""The columns of a table."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from xlwings import base_classes

from xlwings_libreoffice.addresses import Area

if TYPE_CHECKING:
    from xlwings_libreoffice.ranges import Range
    from xlwings_libreoffice.table import Table


class TableColumn(base_classes.TableColumn):
    """One column of a table."""

    def __init__(self, table: "Table", index: int) -> None:
        self._table = table
        self._index = index

    @property
    def name(self) -> str:
        header = self._table.header_row_range
        return str(header(1, self._index).raw_value) if header else f"Column{self._index}"

    @property
    def index(self) -> int:
        return self._index

    @property
    def range(self) -> "Range":
        return self._table.parent.range_at(self._only(self._table.area))

    @property
    def data_body_range(self) -> "Range | None":
        body = self._table.data_body_range
        return self._table.parent.range_at(self._only(body.area)) if body else None

    def _only(self, area: Area) -> Area:
        return Area(area.row, area.column + self._index - 1, area.rows, 1)


class TableColumns(base_classes.TableColumns):
    """The columns of a table, by number or header."""

    def __init__(self, table: "Table") -> None:
        self._table = table

    @property
    def parent(self) -> "Table":
        return self._table

    def __len__(self) -> int:
        return self._table.area.columns

    def __iter__(self) -> Iterator[TableColumn]:
        return (TableColumn(self._table, index + 1) for index in range(len(self)))

    def __call__(self, key: str | int) -> TableColumn:
        for column in self:
            if key == column.index or (isinstance(key, str) and key.lower() == column.name.lower()):
                return column
        raise KeyError(key)

    def __contains__(self, key: str | int) -> bool:
        return any(key in (column.index, column.name) for column in self)
