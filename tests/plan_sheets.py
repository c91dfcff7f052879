"""A plan on an abstract sheet, for the tests of plans: typed into by name and header."""

from dataclasses import replace
from datetime import date

from cs_workbook.plans.document import FoundRow, PlanMerge, PlanValue, Record
from cs_workbook.plans.facts import PlanFacts
from cs_workbook.plans.generate import generate
from cs_workbook.plans.merge import applied, merge
from cs_workbook.plans.sections import BY_KEY
from cs_workbook.plans.templates import template

AS_OF = date(2024, 12, 31)
FACTS = PlanFacts(
    account_id="A-1",
    name="Acme",
    as_of=AS_OF,
    segment="SMB",
    csm="Anna",
    mrr=120.0,
    currency="EUR",
    renewal_date=date(2025, 1, 31),
    health=41.2,
    band="▼ At risk",
    why="Active days 3, NPS answer 4",
    nps=4.0,
    figures={"Health": 41.2, "Open tickets": 3.0, "Active days (28 d)": None},
)


class PlanSheet:
    """A sheet of one plan and what the program remembers of it."""

    def __init__(self, need: str = "Rescue", depth: str = "Full", facts: PlanFacts = FACTS) -> None:
        self.rows: list[FoundRow] = []
        self.record: Record = {}
        self.build(need, depth, facts)

    def build(
        self, need: str = "Rescue", depth: str = "Full", facts: PlanFacts = FACTS
    ) -> PlanMerge:
        """Generate, merge and write, as a build does."""
        fresh = generate(
            template(need, depth), facts, plan_id="P-0001", found=self.rows, record=self.record
        )
        change = merge(self.record, fresh, self.rows)
        self.rows = list(applied(self.rows, change))
        self.record = change.record
        return change

    def type(self, ref: str, **values: PlanValue) -> None:
        """Type under the headers of a row; blanks in a header are underscores."""
        headers = BY_KEY[ref.split(".", maxsplit=1)[0]].headers
        cells = list(self.cells(ref))
        for name, value in values.items():
            cells[headers.index(name.replace("_", " "))] = value
        self.put(ref, tuple(cells))

    def put(self, ref: str, cells: tuple[PlanValue, ...]) -> None:
        """Put cells into a row."""
        place = self._place(ref)
        self.rows[place] = replace(self.rows[place], cells=cells)

    def cells(self, ref: str) -> tuple[PlanValue, ...]:
        """Return the cells of a row."""
        return self.rows[self._place(ref)].cells

    def refs(self) -> list[str | None]:
        """Return the names from top to bottom."""
        return [row.ref for row in self.rows]

    def delete(self, ref: str) -> None:
        """Delete a row."""
        del self.rows[self._place(ref)]

    def _place(self, ref: str) -> int:
        return next(place for place, row in enumerate(self.rows) if row.ref == ref)
