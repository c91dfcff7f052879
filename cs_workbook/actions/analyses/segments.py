"""The analysis of segments: the sheets Value, Overlaps, Segment moves and Plan choice.

It reads Contacts, Problems and Segment model, which belong to people, and writes none of them.
"""

from collections.abc import Iterable, Mapping, Sequence

from cs_workbook.actions.account_rows import AccountRows
from cs_workbook.actions.analyses.analysis import FromKnown, Known, TableContent
from cs_workbook.actions.analyses.plan_choice import LISTED as CHOICE_LISTED
from cs_workbook.actions.analyses.plan_choice import plan_choices
from cs_workbook.actions.analyses.segment_inputs import (
    SEPARATOR,
    People,
    Row,
    read_number,
    read_people,
    read_segment_model,
    rows_of,
    text,
)
from cs_workbook.actions.analyses.segment_moves import before, moves
from cs_workbook.actions.analyses.value_rows import (
    LISTED,
    AccountValue,
    Rules,
    account_values,
    answers,
    cadence_words,
    touch_cells,
)
from cs_workbook.actions.carry import with_formulas
from cs_workbook.schema.segment_tables import MICRO
from cs_workbook.schema.tables import (
    TBL_OVERLAPS,
    TBL_PLAN_CHOICE,
    TBL_SEGMENT_MOVES,
    TBL_VALUE,
    Owner,
    Table,
)
from cs_workbook.schema.value_table import QUESTIONS
from cs_workbook.segments.rules import Overlap, Segment, overlaps
from cs_workbook.segments.value import completeness, not_asked
from cs_workbook.segments.words import HIGH, NEUTRAL
from cs_workbook.workbook.port import CellValue

_FROM_EXPORTS = 4
"""How many of the seven questions the exports answer."""
_USE = frozenset({"Active days", "Features"})
"""Measures that say how much an account uses what it bought."""
_LOW_SCORE = 50
"""A lower score of such a measure means low use."""


class Segments(FromKnown):
    """Needs nothing of the exports that is not on Accounts."""

    def tables(self, known: Known) -> Iterable[TableContent]:
        """Return value, overlaps, moves and choice, all from one reading of what was before."""
        book = known.workbook
        old_values = rows_of(book, TBL_VALUE)
        typed = {text(row["Account ID"]): row for row in old_values}
        old_choices = {text(row["Account ID"]): row for row in rows_of(book, TBL_PLAN_CHOICE)}
        was = before(old_values, rows_of(book, TBL_OVERLAPS))
        people = read_people(book)
        rules = Rules(
            model=read_segment_model(book),
            cadence={
                HIGH: int(read_number(book, "HighTouchDays")),
                NEUTRAL: int(read_number(book, "NeutralTouchDays")),
            },
            trust_months=read_number(book, "TrustMonths"),
            trust_share=read_number(book, "TrustShare"),
            as_of=known.as_of,
        )
        everyone = account_values(_accounts(known), people, rules, paid=known.facts.paid)
        by_choice = plan_choices(
            [v for v in everyone if _listed(v, CHOICE_LISTED, old_choices, TBL_PLAN_CHOICE)],
            old_choices,
            escalated=_escalated(people),
            low_use=_low_use(known.accounts),
            bands=[text(band) for band in book.read_table("tblBands")["Band"]],
            all_up_to=int(read_number(book, "PlansForAllUpTo")),
            capacity=int(read_number(book, "FullPlanCapacity")),
            onboarding_days=int(read_number(book, "OnboardingDays")),
            as_of=known.as_of,
        )
        depths = {text(row["Account ID"]): row["Plan depth"] for row in by_choice}
        values = [v for v in everyone if _listed(v, LISTED, typed, TBL_VALUE)]
        value_rows = [
            _value_row(v, typed.get(v.account_id), rules, depth=depths.get(v.account_id, ""))
            for v in values
        ]
        listed = {v.account_id for v in values} | set(was.rows)
        cadences = {text(row["Account ID"]): row["Cadence"] for row in value_rows}
        for row in by_choice:
            row["Cadence"] = cadences.get(text(row["Account ID"]), "")
        yield _content(TBL_VALUE, value_rows)
        yield _content(
            TBL_OVERLAPS,
            _overlap_rows(
                rules.model.segments,
                [v for v in everyone if v.customer],
                micro_share=read_number(book, "MicroSegmentShare"),
            ),
        )
        yield _content(
            TBL_SEGMENT_MOVES,
            [
                *rows_of(book, TBL_SEGMENT_MOVES),
                *moves(
                    was,
                    [v for v in everyone if v.account_id in listed],
                    rules.model.segments,
                    as_of=known.as_of,
                ),
            ],
        )
        yield _content(TBL_PLAN_CHOICE, by_choice)


def _accounts(known: Known) -> list[Row]:
    shown = known.accounts.shown
    rows = [dict(zip(shown, cells, strict=True)) for cells in zip(*shown.values(), strict=True)]
    return [row for row in rows if row["Account ID"] is not None]


def _listed(
    value: AccountValue, statuses: frozenset[str], old: Mapping[str, Row], table: Table
) -> bool:
    """Tell whether an account has a row: by its status, or because somebody typed into it."""
    if value.account["Status"] in statuses:
        return True
    row = old.get(value.account_id)
    typed = (column.header for column in table.columns if column.owner is Owner.TYPED)
    return row is not None and any(row[header] is not None for header in typed)


def _escalated(people: People) -> frozenset[str]:
    """Return the accounts with an open escalation, keyed as people are."""
    return frozenset(
        account
        for account, problems in people.problems.items()
        if any(problem.escalated and problem.closed is None for problem in problems)
    )


def _low_use(accounts: AccountRows) -> frozenset[str]:
    """Return the accounts with a low score of active days or of features."""
    return frozenset(
        text(key)
        for key, score in zip(accounts.shown["Account ID"], accounts.health, strict=True)
        if any(
            part.name in _USE and part.sub_score is not None and part.sub_score < _LOW_SCORE
            for part in score.parts
        )
    )


def _value_row(
    value: AccountValue, old: Row | None, rules: Rules, *, depth: CellValue
) -> dict[str, CellValue]:
    account, shown = value.account, value.shown
    found = answers(value)
    typed = [None if old is None else old[header] for header in QUESTIONS[_FROM_EXPORTS:]]
    seven = [*found, *typed]
    due, touch = touch_cells(shown, as_of=rules.as_of)
    return {
        "Account ID": account["Account ID"],
        "Account": account["Account"],
        "Status": account["Status"],
        "MRR": account["MRR"],
        "Tier": value.tier.tier if value.tier else None,
        "Segments": SEPARATOR.join(segment.name for segment in value.segments) or None,
        "Plan depth": depth,
        "Attention": shown.attention,
        "Person": shown.person,
        "Problem": shown.about,
        "Next touch due": due,
        "Touch": touch,
        "Cadence": cadence_words(value, rules.cadence),
        "Attention at refresh": shown.attention,
        "High days (%)": value.high_share,
        "Trust": value.signal.trust.value or None,
        "What to do": value.signal.action or None,
        "Tier breach": value.breach or None,
        **dict(zip(QUESTIONS, found, strict=False)),
        "Completeness (%)": completeness(seven),
        "Not asked yet": not_asked(seven),
    }


def _overlap_rows(
    segments: Sequence[Segment], customers: Sequence[AccountValue], *, micro_share: float
) -> list[dict[str, CellValue]]:
    mrrs = [v.fields.get("MRR") for v in customers]
    amounts = [float(mrr) if isinstance(mrr, int | float) else None for mrr in mrrs]
    total = sum(mrr or 0 for mrr in amounts)
    words = {segment.name: segment.words for segment in segments}
    found = overlaps(
        [segment.name for segment in segments],
        [
            ([segment.name for segment in v.segments], mrr)
            for v, mrr in zip(customers, amounts, strict=True)
        ],
    )
    return [
        _overlap_row(each, words, customers=len(customers), mrr=total, micro_share=micro_share)
        for each in found
    ]


def _overlap_row(
    overlap: Overlap, words: Mapping[str, str], *, customers: int, mrr: float, micro_share: float
) -> dict[str, CellValue]:
    def share(part: float, base: float) -> CellValue:
        return 100 * part / base if base else ""

    of_customers, of_mrr = share(overlap.in_both, customers), share(overlap.mrr, mrr)
    micro = (
        overlap.first != overlap.second
        and overlap.in_both > 0
        and isinstance(of_customers, float)
        and of_customers <= micro_share
        and (of_mrr if isinstance(of_mrr, float) else 0) >= 2 * of_customers
    )
    return {
        "Segment A": overlap.first,
        "Segment B": overlap.second,
        "In A": overlap.in_first,
        "In B": overlap.in_second,
        "In both": overlap.in_both,
        "MRR in both": overlap.mrr,
        "Of A (%)": share(overlap.in_both, overlap.in_first),
        "Of B (%)": share(overlap.in_both, overlap.in_second),
        "Of customers (%)": of_customers,
        "Of MRR (%)": of_mrr,
        "Micro-segment": MICRO if micro else "",
        "Rules of A": words[overlap.first],
    }


def _content(table: Table, rows: Sequence[Row]) -> TableContent:
    """Return rows as the columns refresh writes; typed columns follow their row by its key."""
    headers = [column.header for column in table.columns if column.owner is not Owner.TYPED]
    values = {header: [row[header] for row in rows] for header in headers}
    return TableContent(table=table.name, columns=with_formulas(table, values), keyed_by=table.key)
