"""What was last written on every plan, kept in the workbook's table of records."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from cs_workbook.errors import WorkbookError
from cs_workbook.plans.document import PlanValue
from cs_workbook.plans.values import pack, unpack
from cs_workbook.schema.tables import TBL_PLAN_RECORD
from cs_workbook.workbook.port import CellValue, Workbook

Rows = dict[str, tuple[PlanValue, ...]]


@dataclass(slots=True)
class PlanRecords:
    """The records of all plans.

    Attributes:
        written: What was last written, by plan id and name of the row.
        internal: Names of the rows that a shared plan leaves out, by plan id.
    """

    written: dict[str, Rows] = field(default_factory=dict)
    internal: dict[str, set[str]] = field(default_factory=dict)

    def put(self, plan_id: str, record: Mapping[str, tuple[PlanValue, ...]]) -> None:
        """Remember what a build wrote on a plan."""
        self.written[plan_id] = dict(record)

    def columns(self) -> dict[str, list[CellValue]]:
        """Return the rows of the table, plans in the order of their ids."""
        columns: dict[str, list[CellValue]] = {header: [] for header in TBL_PLAN_RECORD.headers}
        for plan_id in sorted(self.written):
            hidden = self.internal.get(plan_id, set())
            for ref, cells in self.written[plan_id].items():
                columns["Plan ID"].append(plan_id)
                columns["Row"].append(ref)
                columns["Internal"].append("Yes" if ref in hidden else "No")
                columns["Written"].append(pack(cells))
        return columns


def read_records(workbook: Workbook) -> PlanRecords:
    """Read the records of all plans.

    Raises:
        WorkbookError: Somebody changed the text of one.
    """
    table = workbook.read_table(TBL_PLAN_RECORD.name)
    records = PlanRecords()
    for plan_id, ref, internal, written in _rows(table):
        if plan_id is None or ref is None:
            continue
        try:
            cells = unpack(str(written))
        except (ValueError, TypeError, KeyError) as error:
            raise WorkbookError(
                f"Sheet {TBL_PLAN_RECORD.sheet}, plan {plan_id}, row {ref}: expected what a build "
                f"wrote there, found {str(written)[:60]!r}. Delete this line; what stands on the "
                "plan then counts as typed."
            ) from error
        records.written.setdefault(str(plan_id), {})[str(ref)] = cells
        if internal == "Yes":
            records.internal.setdefault(str(plan_id), set()).add(str(ref))
    return records


def _rows(table: Mapping[str, list[CellValue]]) -> Iterable[tuple[CellValue, ...]]:
    return zip(*(table[header] for header in TBL_PLAN_RECORD.headers), strict=True)
