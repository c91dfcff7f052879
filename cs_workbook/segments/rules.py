"""Segments as data: rules that accounts meet, who is in two segments, and who moved.

A segment is one rule or several; an account belongs to it if it meets all of them, and it may
belong to any number of segments. Several models of segments may be in force side by side.

Blank rule: a value that is not known meets no rule, except the one that asks for just that. So
"is not Bank" leaves out an account whose industry nobody knows.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TypeAlias

from cs_workbook.errors import SettingsError
from cs_workbook.schema.segment_words import OPERATORS

FieldValue: TypeAlias = str | float | int | bool | None

IS, IS_NOT, AT_LEAST, AT_MOST, CONTAINS, KNOWN, BLANK = OPERATORS


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One condition.

    Attributes:
        field: Name of the value it looks at.
        operator: One of :data:`OPERATORS`.
        value: What it compares with; not read by "is known" and "is not known".
    """

    field: str
    operator: str
    value: FieldValue = None

    @property
    def words(self) -> str:
        """The rule as a person reads it.

        >>> Rule(field="MRR", operator="at least", value=500.0).words
        'MRR at least 500'
        """
        if self.operator in {KNOWN, BLANK}:
            return f"{self.field} {self.operator}"
        return f"{self.field} {self.operator} {in_words(self.value)}"

    def met_by(self, found: FieldValue) -> bool:
        """Tell whether a value meets the rule.

        >>> Rule(field="MRR", operator="at least", value=500).met_by(None)
        False
        """
        if found is None or found == "":
            return self.operator == BLANK
        if self.operator in {AT_LEAST, AT_MOST}:
            return _reaches(found, self.value, at_least=self.operator == AT_LEAST)
        if self.operator == CONTAINS:
            return in_words(self.value).casefold() in in_words(found).casefold()
        if self.operator in {IS, IS_NOT}:
            return _same(found, self.value) == (self.operator == IS)
        return self.operator == KNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A segment: the rules that must all hold.

    Attributes:
        name: As shown, unique among the segments in force.
        rules: At least one.
        weight: Points an account in it gains in the order of plans.
        depth: Depth of plan an account in it earns.
    """

    name: str
    rules: tuple[Rule, ...]
    weight: float = 0
    depth: str | None = None

    @property
    def words(self) -> str:
        """All its rules in words."""
        return " and ".join(rule.words for rule in self.rules)

    def holds(self, fields: Mapping[str, FieldValue]) -> bool:
        """Tell whether an account belongs to it."""
        return all(rule.met_by(fields.get(rule.field)) for rule in self.rules)


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """What two segments have in common; a segment with itself is its size.

    Attributes:
        first: One segment.
        second: The other one.
        in_first: Accounts in the first.
        in_second: Accounts in the second.
        in_both: Accounts in both.
        mrr: Their MRR.
    """

    first: str
    second: str
    in_first: int
    in_second: int
    in_both: int
    mrr: float


def in_words(value: FieldValue) -> str:
    """Return a value as text, whole numbers without a decimal point.

    >>> in_words(12.0), in_words(2.5), in_words(None)
    ('12', '2.5', 'not known')
    """
    if value is None or value == "":
        return "not known"
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, int | float):
        return f"{value:,.10g}" if abs(value) < 1e9 else str(value)  # noqa: PLR2004 - readable
    return str(value)


def memberships(
    segments: Sequence[Segment], fields: Mapping[str, FieldValue]
) -> tuple[Segment, ...]:
    """Return the segments an account belongs to, in the order of the model."""
    return tuple(segment for segment in segments if segment.holds(fields))


def overlaps(
    segments: Sequence[str], accounts: Iterable[tuple[Iterable[str], float | None]]
) -> tuple[Overlap, ...]:
    """Return the size of every segment, then what every two of them have in common.

    Args:
        segments: Names, in the order of the model.
        accounts: For each account the names of its segments, and its MRR.
    """
    sets = [(frozenset(names), mrr or 0) for names, mrr in accounts]
    size = {name: sum(name in names for names, _ in sets) for name in segments}
    pairs = [*((name, name) for name in segments), *combinations(segments, 2)]
    found = []
    for first, second in pairs:
        both = [mrr for names, mrr in sets if first in names and second in names]
        found.append(
            Overlap(
                first=first,
                second=second,
                in_first=size[first],
                in_second=size[second],
                in_both=len(both),
                mrr=sum(both),
            )
        )
    return tuple(found)


def why_in(segment: Segment, fields: Mapping[str, FieldValue]) -> str:
    """Say which values put an account into a segment."""
    return "; ".join(
        f"{rule.field} is {in_words(fields.get(rule.field))} (rule: {rule.words})"
        for rule in segment.rules
    )


def why_out(segment: Segment, fields: Mapping[str, FieldValue]) -> str:
    """Say which rules an account no longer meets."""
    return "; ".join(
        f"{rule.field} is {in_words(fields.get(rule.field))} (rule: {rule.words})"
        for rule in segment.rules
        if not rule.met_by(fields.get(rule.field))
    )


def require_number(rule: Rule, segment: str) -> None:
    """Refuse a rule that compares amounts with something that is no number.

    Raises:
        SettingsError: It does, or its operator is none of those there are.
    """
    where = f"Segment model, segment {segment!r}, {rule.field}"
    if rule.operator not in OPERATORS:
        raise SettingsError(
            f"{where}: expected one of {', '.join(OPERATORS)}, found {rule.operator!r}. "
            "Choose one from the list."
        )
    number = isinstance(rule.value, int | float) and not isinstance(rule.value, bool)
    if rule.operator in {AT_LEAST, AT_MOST} and not number:
        raise SettingsError(
            f"{where}: expected a number after {rule.operator!r}, found {rule.value!r}. "
            "Type a number."
        )
    if rule.operator in {IS, IS_NOT, CONTAINS} and (rule.value is None or rule.value == ""):
        raise SettingsError(
            f"{where}: expected a value after {rule.operator!r}, found none. "
            f"Type one, or choose {BLANK!r}."
        )


def _reaches(found: FieldValue, bound: FieldValue, *, at_least: bool) -> bool:
    if isinstance(found, bool) or not isinstance(found, int | float):
        return False
    if isinstance(bound, bool) or not isinstance(bound, int | float):
        return False
    return found >= bound if at_least else found <= bound


def _same(found: FieldValue, value: FieldValue) -> bool:
    return in_words(found).casefold() == in_words(value).casefold()
