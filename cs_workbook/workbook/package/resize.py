"""What a table's growth or shrinking does to a reference.

The rules are Excel's for inserted rows, limited to the table's columns: a range that ends on the
table's last row ends on its new last row, what moved down is followed, all else stays.
"""

from collections.abc import Callable
from dataclasses import dataclass

from cs_workbook.workbook.package import formulas
from cs_workbook.workbook.package.addresses import LAST_ROW, Range


@dataclass(frozen=True, slots=True, kw_only=True)
class Resize:
    """A table's body getting another length.

    Attributes:
        sheet: The sheet's name.
        body: The old body.
        header: The row of the header.
        last: The new last body row.
        totals: How many totals rows follow the body (they move along).
        moved_to: The last row of what is moved along under the body.
    """

    sheet: str
    body: Range
    header: int
    last: int
    totals: int
    moved_to: int

    @property
    def rows(self) -> int:
        """By how many rows the table grows."""
        return self.last - self.body.bottom

    def moves(self, row: int, left: int, right: int) -> bool:
        """Say whether cells under the body were moved along with it."""
        inside = self.body.left <= left and right <= self.body.right
        return inside and self.body.bottom < row <= self.moved_to

    def new_range(self, old: Range, *, single: bool = False) -> Range:
        """Return where a range stands after the change.

        Args:
            old: The range before.
            single: Whether a range of one row may grow where the body had only one row. A rule or
                chart on such a body means the column; a formula there means that cell.
        """
        body, rows = self.body, self.rows
        aside = old.right < body.left or old.left > body.right
        if aside or not rows or old.bottom == LAST_ROW:  # whole columns stay whole
            return old
        if self.moves(old.top, old.left, old.right) and old.bottom <= self.moved_to:
            return old._replace(top=old.top + rows, bottom=old.bottom + rows)
        if old.top > body.bottom or old.bottom < body.bottom:
            return old
        if old.bottom > body.bottom:
            return self._straddling(old)
        one_row = old.top == old.bottom and not (single and body.top == body.bottom)
        if one_row or self.last < old.top:
            return old
        return old._replace(bottom=self.last)

    def _straddling(self, old: Range) -> Range:
        """Return a range that begins in the table and ends under its body."""
        ends_with_totals = self.totals and old.bottom == self.body.bottom + self.totals
        inside = self.body.left <= old.left and old.right <= self.body.right
        if ends_with_totals or (inside and old.bottom <= self.moved_to < LAST_ROW):
            return old._replace(bottom=old.bottom + self.rows)
        if inside and self.moved_to == LAST_ROW:
            return old._replace(bottom=min(old.bottom + self.rows, LAST_ROW))
        return old._replace(bottom=max(old.bottom, self.last))

    def in_formula(self, own_sheet: str | None, *, single: bool = False) -> Callable[[str], str]:
        """Return the change that formulas on a sheet need.

        Args:
            own_sheet: The sheet the formulas stand on; ``None`` for names and charts.
            single: As for :meth:`new_range`.
        """
        name = self.sheet.casefold()

        def change(reference: formulas.Reference) -> str | None:
            sheet = own_sheet if reference.sheet is None else reference.sheet
            if sheet is None or sheet.casefold() != name:
                return None
            if not reference.text.replace("$", "")[0].isalpha() or not reference.text[-1].isdigit():
                return None
            new = self.new_range(reference.range, single=single)
            if new == reference.range:
                return None
            return formulas.with_rows(reference.text, new.top, new.bottom)

        return lambda formula: formulas.changed_references(formula, change)
