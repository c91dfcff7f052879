"""Read what limits health scores: the caps, and the overrides of single accounts.

What has no reason, no author or no number, or has run out, does not act; the sheets say so in the
column Acts.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cs_workbook.actions.cell_values import sheet_number
from cs_workbook.measures.health_bands import TOP_SCORE, Cap
from cs_workbook.schema.cap_tables import AT_LEAST, AT_MOST
from cs_workbook.workbook.port import CellValue, Workbook


@dataclass(frozen=True, slots=True, kw_only=True)
class CapRule:
    """A cap that acts.

    Attributes:
        measure: Name of the measure it looks at, in lower case.
        comparison: One of :data:`cs_workbook.schema.cap_tables.COMPARISONS`.
        value: What the input is compared with.
        cap: Highest score, and the reason.
    """

    measure: str
    comparison: str
    value: float
    cap: Cap

    def holds(self, value: float) -> bool:
        """Say whether it holds for an input."""
        return value >= self.value if self.comparison == AT_LEAST else value <= self.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Caps:
    """Everything that acts on a day.

    Attributes:
        rules: The caps, last row first.
        overrides: Account (in lower case) -> its overrides, last row first.
    """

    rules: Sequence[CapRule] = ()
    overrides: Mapping[str, Sequence[Cap]]

    def decided(self, account: str) -> tuple[Cap, ...]:
        """Return the overrides of an account."""
        return tuple(self.overrides.get(account.casefold(), ()))

    def holding(self, inputs: Mapping[str, float | None]) -> tuple[Cap, ...]:
        """Return the caps that hold for an account.

        Args:
            inputs: Input by name of the measure; ``None`` where it is not known.
        """
        known = {name.casefold(): value for name, value in inputs.items() if value is not None}
        return tuple(
            rule.cap
            for rule in self.rules
            if rule.measure in known and rule.holds(known[rule.measure])
        )


NO_CAPS = Caps(overrides={})


def read_caps(workbook: Workbook, *, as_of: date) -> Caps:
    """Read the caps and overrides that act on a day."""
    rules = []
    table = workbook.read_table("tblCaps")
    for row, cap in _acting(table, as_of):
        measure, comparison = table["Measure"][row], str(table["Input is"][row]).casefold()
        value = sheet_number(table["Value"][row])
        if measure not in {None, ""} and value is not None and comparison in {AT_LEAST, AT_MOST}:
            rules.append(
                CapRule(
                    measure=str(measure).casefold(),
                    comparison=comparison,
                    value=value,
                    cap=cap,
                )
            )
    overrides: dict[str, list[Cap]] = {}
    table = workbook.read_table("tblOverrides")
    for row, cap in _acting(table, as_of):
        account = table["Account ID"][row]
        if account not in {None, ""}:
            overrides.setdefault(str(account).casefold(), []).insert(0, cap)
    return Caps(rules=tuple(reversed(rules)), overrides=overrides)


def _acting(table: Mapping[str, Sequence[CellValue]], as_of: date) -> Iterator[tuple[int, Cap]]:
    """Yield the rows that have a limit, a reason and an author, and have not run out."""
    today = sheet_number(as_of) or 0.0
    for row, reason in enumerate(table["Reason"]):
        most, until = (sheet_number(table[h][row]) for h in ("Health at most", "Until"))
        author = table["Author"][row]
        if most is None or reason in {None, ""} or author in {None, ""}:
            continue
        if until is None or until >= today:
            yield row, Cap(reason=str(reason), at_most=min(TOP_SCORE, max(0.0, most)))
