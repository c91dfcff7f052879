"""What changed from one refresh to the next: segments, tiers, attention, trust, and why.

The last refresh left what it found on Value, and the rules it read on Overlaps; this one compares.
An account that was not there before is new and is said to be so. The first refresh compares with
nothing, except that a signal of trust is a move as soon as it is there.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cs_workbook.actions.analyses.segment_inputs import SEPARATOR, Row, text
from cs_workbook.actions.analyses.value_rows import AccountValue
from cs_workbook.segments.rules import Segment, in_words, why_in, why_out
from cs_workbook.workbook.port import CellValue

IN, OUT = "▲ In", "○ Out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What the last refresh left.

    Attributes:
        rows: Account id -> its row on Value.
        rules: Segment -> its rules in words.
    """

    rows: Mapping[str, Row]
    rules: Mapping[str, str]


def before(values: Sequence[Row], overlaps: Sequence[Row]) -> Before:
    """Return what the last refresh left on the two sheets."""
    return Before(
        # A row without a status was typed by somebody; no refresh has written it.
        rows={text(row["Account ID"]): row for row in values if row["Status"] is not None},
        rules={
            text(row["Segment A"]): text(row["Rules of A"])
            for row in overlaps
            if row["Segment A"] is not None and row["Segment A"] == row["Segment B"]
        },
    )


def moves(
    was: Before, now: Iterable[AccountValue], segments: Sequence[Segment], *, as_of: date
) -> Iterator[dict[str, CellValue]]:
    """Yield one row of ``tblSegmentMoves`` per change.

    Args:
        was: What the last refresh left.
        now: Every account that is or was on Value.
        segments: The segments in force.
        as_of: The day of this refresh.
    """
    for value in now:
        row = was.rows.get(value.account_id)
        for kind, what, move, why in _changes(was, row, value, segments):
            yield {
                "As of": as_of,
                "Account ID": value.account["Account ID"],
                "Account": value.account["Account"],
                "Kind": kind,
                "What": what,
                "Move": move,
                "MRR": value.account["MRR"],
                "Why": why,
            }


def names_in(cell: CellValue) -> list[str]:
    """Return the segments an account was in, as Value lists them."""
    return [name for name in text(cell).split(SEPARATOR) if name]


_Change = tuple[str, str | None, str, str]


def _changes(
    was: Before, row: Row | None, value: AccountValue, segments: Sequence[Segment]
) -> Iterator[_Change]:
    if was.rows:
        yield from _segment_changes(was, row, value, segments)
    if row is not None:
        tier = value.tier.tier if value.tier else None
        if row["Tier"] != tier:
            why = f"MRR is {in_words(value.fields.get('MRR'))}, it was {_before(row['MRR'])}"
            yield "Tier", text(row["Tier"]) or "None", tier or "None", why
        attention = text(row["Attention at refresh"])
        if attention and attention != value.shown.attention:
            why = " ".join(
                part
                for part in (
                    f"{value.shown.person}:" if value.shown.person else "",
                    value.shown.about or "no problem is open",
                )
                if part
            )
            yield "Attention", attention, value.shown.attention, why
    signal = value.signal
    if signal.trust and (row is None or row["Trust"] != signal.trust.value):
        yield "Trust", None, signal.trust.value, signal.action


def _segment_changes(
    was: Before, row: Row | None, value: AccountValue, segments: Sequence[Segment]
) -> Iterator[_Change]:
    old = names_in(row["Segments"]) if row is not None else []
    new = {segment.name for segment in value.segments}
    in_force = {segment.name: segment for segment in segments}
    for segment in value.segments:
        if segment.name not in old:
            reason = _rule_change(was, segment) or why_in(segment, value.fields)
            yield "Segment", segment.name, IN, f"New on Value: {reason}" if row is None else reason
    for name in old:
        if name in new:
            continue
        found = in_force.get(name)
        if found is None:
            yield "Segment", name, OUT, f"No longer in the model (was: {was.rules.get(name, '')})"
        elif not value.customer:
            yield "Segment", name, OUT, f"Status is {text(value.account['Status'])}"
        else:
            reason = _rule_change(was, found) or why_out(found, value.fields)
            yield "Segment", name, OUT, reason


def _rule_change(was: Before, segment: Segment) -> str:
    """Say how the rule changed, if it did."""
    old = was.rules.get(segment.name)
    if old is None:
        return f"New in the model: {segment.words}"
    return "" if old == segment.words else f"Rule changed to {segment.words} (was: {old})"


def _before(cell: CellValue) -> str:
    return in_words(cell if isinstance(cell, int | float) else None)
