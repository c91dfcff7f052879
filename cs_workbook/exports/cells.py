"""The queries over one raw table: its rows with their values, and the problems of its cells."""

from collections.abc import Mapping

from cs_workbook.engine import DuckDB
from cs_workbook.exports.layout import Layout
from cs_workbook.exports.loading import RawTable
from cs_workbook.exports.problem_log import ProblemLog
from cs_workbook.exports.values import Column
from cs_workbook.schema.exports import Blank, Field, Kind

_NOT_READ = {
    Kind.NUMBER: "not_a_number",
    Kind.MONEY: "not_a_number",
    Kind.DATE: "not_a_date",
    Kind.MOMENT: "not_a_date",
    Kind.YES_NO: "not_yes_no",
}


class RawFile:
    """One raw table and the columns that become values.

    Args:
        raw: The table.
        file_no: Its place in the import.
        columns: Its columns by field name.
        engine: Where it is.
        log: Where problems go.
    """

    def __init__(
        self,
        raw: RawTable,
        file_no: int,
        columns: Mapping[str, Column],
        engine: DuckDB,
        log: ProblemLog,
    ) -> None:
        self.raw, self.file_no, self.columns = raw, file_no, columns
        self.engine, self.log = engine, log

    @property
    def rows(self) -> str:
        """Every row of data with the values of its hard texts."""
        joins = "".join(column.join for column in self.columns.values())
        return f"from {self.raw.table} r{joins} where r.note is null"

    def report(
        self, code: str, column: Column | None, value: str, where: str, *, expected: str = ""
    ) -> None:
        """List the rows a condition finds."""
        self.log.add_select(
            code,
            {self.file_no: column.header if column else None},
            f"select {self.file_no} as file_no, {self.raw.line} as line, {value} as value "
            f"{self.rows} and {where}",
            expected=expected,
        )

    def report_lines_left_out(self, layout: Layout) -> None:
        """List titles, footers, totals and further headers."""
        for left in layout.left_out:
            self.log.add(left.code, self.file_no, line=left.line, value=left.text)
        for code in ("footer_line", "extra_header"):
            self.log.add_select(
                code,
                {},
                f"select {self.file_no} as file_no, {self.raw.line} as line, words as value "
                f"from {self.raw.table} r where note = '{code}'",
            )

    def report_cells(self, column: Column, *, is_key: bool) -> None:
        """List the cells of a column that are blank where they must not be or cannot be read."""
        field = column.field
        if column.unclear is not None:
            kind = "decimal_mark" if field.kind in {Kind.NUMBER, Kind.MONEY} else "date_order"
            self.log.add(
                f"{kind}_unclear",
                self.file_no,
                column=column.header,
                value=column.unclear,
                expected=column.unclear.partition(":")[0],
            )
        if field.blank is Blank.REFUSED:
            code = "missing_key" if is_key else "required_value"
            self.report(
                code, column, column.cell, f"{column.value} is null", expected=column.expected
            )
            return
        if column.lookup is not None and field.kind in _NOT_READ:
            states = "('bad', 'unclear')" if field.must_read else "('bad')"
            self.report(
                "unreadable_end" if field.must_read else _NOT_READ[field.kind],
                column,
                column.cell,
                f"{column.lookup}.state in {states}",
                expected=column.expected,
            )
        if field.blank is Blank.REPORTED:
            blank = f"{column.cell} = ''"
            if column.lookup is not None:
                blank = f"({blank} or {column.lookup}.state = 'blank')"
            self.report("blank_value", column, "null", blank)

    def report_limits(self) -> None:
        """List the values beyond the lowest or highest their fields allow."""
        limited = [column for column in self.columns.values() if _limits(column.field)]
        if not limited:
            return
        counts = ", ".join(f"count_if({self._outside(column)})" for column in limited)
        (found,) = self.engine.rows(f"select {counts} {self.rows}")
        for column, count in zip(limited, found, strict=True):
            if count:
                refused = column.field.blank is Blank.REFUSED
                self.report(
                    "out_of_range" if refused else "outside_limits",
                    column,
                    column.cell,
                    self._outside(column),
                    expected=_limits(column.field),
                )

    def within_limits(self, column: Column) -> str:
        """Return the value, blank where it lies beyond its limits."""
        if not _limits(column.field):
            return column.value
        return f"case when {self._outside(column)} then null else {column.value} end"

    def _outside(self, column: Column) -> str:
        field, tests = column.field, []
        if field.lowest is not None:
            tests.append(f"{column.value} < {field.lowest}")
        if field.highest is not None:
            tests.append(f"{column.value} > {field.highest}")
        return f"coalesce({' or '.join(tests)}, false)"

    def drop(self) -> None:
        """Remove the raw table and its look-ups."""
        self.engine.execute(f"drop table {self.raw.table}")
        for column in self.columns.values():
            if column.lookup is not None:
                self.engine.execute(f"drop table {column.lookup}")


def _limits(field: Field) -> str:
    if field.lowest is not None and field.highest is not None:
        return f"{field.lowest:g} to {field.highest:g}"
    if field.lowest is not None:
        return f"{field.lowest:g} or more"
    return "" if field.highest is None else f"{field.highest:g} or less"
