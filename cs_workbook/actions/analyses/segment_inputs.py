"""Read what people typed about attention, tiers, segments and plans.

Every refusal names the sheet, the row and what to do. A blank row is no row; a day that is no date
still says that something happened, so a contact with a word in Left on counts as left.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cs_workbook.actions.cell_values import as_date, known_number
from cs_workbook.errors import SettingsError
from cs_workbook.schema.segment_model import FROM_MRR
from cs_workbook.schema.settings import SETTING
from cs_workbook.schema.tables import (
    TBL_ATTENTION_RULES,
    TBL_CONTACTS,
    TBL_PROBLEMS,
    TBL_SEGMENT_RULES,
    TBL_TIER_RULES,
    Table,
)
from cs_workbook.segments.attention import AttentionRules, Contact, Problem
from cs_workbook.segments.rules import FieldValue, Rule, Segment, require_number
from cs_workbook.segments.tiers import Entitlement
from cs_workbook.workbook.port import CellError, CellValue, Workbook

SEPARATOR = "; "
"""Between the segments of an account; no name may contain it."""

_LONG_AGO = date(1900, 1, 1)
Row = Mapping[str, CellValue]


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentModel:
    """The model of the Segment model sheet.

    Attributes:
        attention: What criticality and impact suggest.
        tiers: From the top.
        segments: Segments in force, in the order of the sheet.
    """

    attention: AttentionRules
    tiers: tuple[Entitlement, ...]
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """What people typed about their customers' people, by account id.

    Attributes:
        contacts: Account id -> contacts, in the order of the sheet.
        problems: Account id -> problems, in the order of the sheet.
    """

    contacts: Mapping[str, list[Contact]]
    problems: Mapping[str, list[Problem]]


def read_number(workbook: Workbook, name: str) -> float:
    """Return a number of Settings that has been checked already; its default where it is blank."""
    found = known_number(workbook.read_name(name))
    default = known_number(SETTING[name].default)
    if default is None:
        raise SettingsError(f"{name}: expected a setting that is a number.")
    return default if found is None else found


def read_segment_model(workbook: Workbook) -> SegmentModel:
    """Read attention rules, tiers and segments.

    Raises:
        SettingsError: A rule makes no sense.
    """
    return SegmentModel(
        attention=_attention_rules(workbook),
        tiers=_tiers(workbook),
        segments=_segments(workbook),
    )


def read_people(workbook: Workbook) -> People:
    """Read contacts and problems; rows without an account id are left out."""
    contacts: dict[str, list[Contact]] = {}
    for row in rows_of(workbook, TBL_CONTACTS):
        if key := text(row["Account ID"]):
            contacts.setdefault(key.casefold(), []).append(
                Contact(
                    account_id=key,
                    name=text(row["Contact"]),
                    standing=_word(row["Standing attention"]),
                    last_touch=as_date(row["Last touch"]),
                    left_on=_day(row["Left on"]),
                )
            )
    problems: dict[str, list[Problem]] = {}
    for row in rows_of(workbook, TBL_PROBLEMS):
        if key := text(row["Account ID"]):
            problems.setdefault(key.casefold(), []).append(
                Problem(
                    account_id=key,
                    contact=text(row["Contact"]),
                    title=text(row["Problem"]),
                    criticality=_word(row["Criticality"]),
                    impact=_word(row["Revenue impact"]),
                    escalated=_word(row["Escalation"]) == "Yes",
                    override=_word(row["Attention override"]),
                    reason=text(row["Reason"]) or None,
                    opened=as_date(row["Opened"]),
                    closed=_day(row["Closed"]),
                    deliverable=text(row["Deliverable"]) or None,
                    last_touch=as_date(row["Last touch"]),
                )
            )
    return People(contacts=contacts, problems=problems)


def rows_of(workbook: Workbook, table: Table) -> list[Row]:
    """Return the rows of a table."""
    columns = workbook.read_table(table.name, columns=table.headers)
    return [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]


def text(value: CellValue) -> str:
    """Return a cell as the worksheet joins it to a text; a blank is an empty text."""
    if value is None or isinstance(value, CellError):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _word(value: CellValue) -> str | None:
    """Return a word of a list as the lists write it: Excel compares without case."""
    found = text(value).strip()
    return found[:1].upper() + found[1:].lower() if found else None


def _day(value: CellValue) -> date | None:
    if value is None or value == "":
        return None
    return as_date(value) or _LONG_AGO


def _attention_rules(workbook: Workbook) -> AttentionRules:
    rules: dict[tuple[str, str], str] = {}
    for row in rows_of(workbook, TBL_ATTENTION_RULES):
        criticality, impact = _word(row["Criticality"]), _word(row["Revenue impact"])
        attention = _word(row["Attention"])
        if criticality and impact and attention:
            rules.setdefault((criticality, impact), attention)
    return rules


def _tiers(workbook: Workbook) -> tuple[Entitlement, ...]:
    tiers = []
    for row in rows_of(workbook, TBL_TIER_RULES):
        if not (name := text(row["Tier"])):
            continue
        at_least = _amount(row[FROM_MRR], name)
        up_to = known_number(row["Up to rank (%)"])
        if up_to is None and at_least is None:
            raise SettingsError(
                f"Segment model, tier {name!r}: expected a number in Up to rank (%), found "
                f"{row['Up to rank (%)']!r}. Type a number up to 100."
            )
        tiers.append(
            Entitlement(
                tier=name,
                up_to=up_to,
                at_least=at_least,
                dedicated=_word(row["Dedicated CSM"]) == "Yes",
                most_accounts=_whole(row["Most accounts per CSM"]),
                touch_days=_whole(row["Touch every (days)"]),
                depth=_word(row["Plan"]),
            )
        )
    return tuple(tiers)


def _amount(value: CellValue, tier: str) -> float | None:
    """Return the lowest MRR of a tier; a blank says that ranks count."""
    amount = known_number(value)
    if amount is None and text(value).strip():
        raise SettingsError(
            f"Segment model, tier {tier!r}: expected an amount in {FROM_MRR}, found {value!r}. "
            "Type a number, or empty the column to cut by rank."
        )
    return amount


def _whole(value: CellValue) -> int | None:
    number = known_number(value)
    return None if number is None else int(number)


def _segments(workbook: Workbook) -> tuple[Segment, ...]:
    grouped: dict[tuple[str, str], list[Row]] = {}
    for row in rows_of(workbook, TBL_SEGMENT_RULES):
        name, field = text(row["Segment"]).strip(), text(row["Looks at"])
        if not name or _word(row["Active"]) == "No":
            continue
        if SEPARATOR.strip() in name or not field:
            raise SettingsError(
                f"Segment model, segment {name!r}: expected a name without ';' and a column in "
                f"Looks at, found {field!r}. Correct the row, or set Active to No."
            )
        grouped.setdefault((text(row["Model"]), name), []).append(row)
    names = [name for _, name in grouped]
    return tuple(
        _segment(name if names.count(name) == 1 else f"{name} ({model})", rows)
        for (model, name), rows in grouped.items()
    )


def _segment(label: str, rows: Sequence[Row]) -> Segment:
    rules = []
    for row in rows:
        rule = Rule(
            field=text(row["Looks at"]),
            operator=text(row["Operator"]),
            value=_comparable(row["Value"]),
        )
        require_number(rule, label)
        rules.append(rule)
    weights = [known_number(row["Weight"]) or 0 for row in rows]
    depths = [depth for row in rows if (depth := _word(row["Plan"])) is not None]
    return Segment(
        name=label,
        rules=tuple(rules),
        weight=max(weights, key=abs),
        depth=depths[0] if depths else None,
    )


def _comparable(value: CellValue) -> FieldValue:
    return value if isinstance(value, str | int | float | bool) else None
