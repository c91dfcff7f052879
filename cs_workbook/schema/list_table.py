"""What a drop-down list is."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ListTable:
    """One list.

    Attributes:
        name: Workbook name of the list.
        header: Header of its only column.
        values: What it offers.
        meaning: Where it is used.
    """

    name: str
    header: str
    values: tuple[str | int, ...]
    meaning: str

    @property
    def table(self) -> str:
        """Name of its table.

        >>> ListTable(name="ListPulse", header="CSM pulse", values=(1, 2), meaning="").table
        'tblListPulse'
        """
        return f"tbl{self.name}"
