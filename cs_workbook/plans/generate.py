"""A plan as it would be generated now, from its template, the account and what people typed.

Three steps, each on the ground of the one before: input rows that depend on template and account;
input rows that follow others, such as an item to judge for each expectation; and the generated
rows, which show what will stand in the input rows after this build. So a second build right after
the first changes nothing.
"""

from collections.abc import Collection, Iterable, Sequence

from cs_workbook.plans.anatomy import (
    AGREEMENT,
    DELIVERY,
    FIRST_QUESTIONS,
    OBJECTIVE,
    PROGRESS,
    QUESTION,
    STAKEHOLDER,
    PlanTemplate,
    Section,
    key_of,
)
from cs_workbook.plans.document import FoundRow, PlanDocument, PlanRow, Record, RowKind
from cs_workbook.plans.facts import PlanFacts
from cs_workbook.plans.glance import fact_rows, padded, title_rows
from cs_workbook.plans.live import gap_rows, progress_rows, warning_row
from cs_workbook.plans.merge import applied, merge_rows
from cs_workbook.plans.rows import is_signed_name
from cs_workbook.plans.signoff import signoff_state
from cs_workbook.plans.status import STALE_AFTER_DAYS, plan_state
from cs_workbook.plans.suggestions import dependent_rows, first_rows
from cs_workbook.plans.values import same_cells


def generate(
    template: PlanTemplate,
    facts: PlanFacts,
    *,
    plan_id: str,
    found: Sequence[FoundRow] = (),
    record: Record | None = None,
    stale_after_days: int = STALE_AFTER_DAYS,
) -> PlanDocument:
    """Return the plan as it would be generated now.

    Args:
        template: What it starts from.
        facts: What is known of the account.
        plan_id: Such as ``P-0001``.
        found: The rows of its sheet; none for a plan that is generated for the first time.
        record: What the program last wrote. Without it the sheet is taken as it stands, and the
            generated rows follow a changed suggestion one build later.
        stale_after_days: Days without a review after which a plan is stale.
    """
    typed = _typed_in(found, record)
    first = first_rows(template, facts, typed)
    settled = _settled(first, found, record)
    dependent = dependent_rows(template, facts, typed, settled)
    settled = (*settled, *_settled(dependent, found, record))
    state = plan_state(
        settled,
        as_of=facts.as_of,
        closed=facts.closed,
        stale_after_days=stale_after_days,
        figures=facts.figures,
    )
    inputs = [*first, *dependent]
    rows = [
        *title_rows(template, facts, state),
        *fact_rows(
            template,
            facts,
            plan_id=plan_id,
            state=state,
            signoff=signoff_state(settled, record),
        ),
    ]
    for section in template.sections:
        mine = [row for row in inputs if key_of(row.ref) == section.key]
        rows += _section_rows(section, mine, facts, settled)
        if section.key == PROGRESS:
            count = sum(key_of(row.ref) == AGREEMENT for row in inputs)
            rows += progress_rows(count, facts, settled)
    return PlanDocument(
        plan_id=plan_id,
        account_id=facts.account_id,
        template=template.name,
        template_version=template.version,
        rows=tuple(rows),
    )


def _typed_in(found: Sequence[FoundRow], record: Record | None) -> tuple[FoundRow, ...]:
    """Return the rows in which somebody typed; suggestions of an older template are none."""
    return tuple(
        row
        for row in found
        if record is None
        or row.ref is None
        or not same_cells(row.cells, record.get(row.ref.strip(), ()))
    )


def _settled(
    rows: Sequence[PlanRow], found: Sequence[FoundRow], record: Record | None
) -> tuple[FoundRow, ...]:
    """Return input rows as they will stand on the sheet after this build."""
    keys = {key_of(row.ref) for row in rows}
    standing = [row for row in found if row.ref is not None and key_of(row.ref.strip()) in keys]
    if record is None and found:
        return tuple(standing)
    return applied(standing, merge_rows(_of_sections(record or {}, keys), rows, standing))


def _of_sections(record: Record, keys: Collection[str]) -> Record:
    return {
        ref: cells for ref, cells in record.items() if key_of(ref) in keys or is_signed_name(ref)
    }


def _section_rows(
    section: Section,
    inputs: Iterable[PlanRow],
    facts: PlanFacts,
    settled: Sequence[FoundRow],
) -> list[PlanRow]:
    rows = [
        _words(section, "heading", RowKind.HEADING, section.title),
        _words(section, "note", RowKind.NOTE, section.note),
    ]
    if section.key == OBJECTIVE and facts.figures:
        names = ", ".join(sorted(facts.figures, key=str.casefold))
        rows.append(
            PlanRow(
                ref="live.objective",
                kind=RowKind.NOTE,
                cells=padded(f"Figures of this tracker: {names}."),
                internal=True,
            )
        )
    if section.key == STAKEHOLDER:
        rows.append(warning_row(settled))
    rows.append(_words(section, "header", RowKind.HEADER, *section.headers))
    wordings = dict(FIRST_QUESTIONS)
    count = 0
    for row in inputs:
        if section.key == QUESTION:
            rows.append(_words(section, f"ask.{row.ref}", RowKind.NOTE, wordings[row.ref]))
        rows.append(row)
        count += 1
    if section.key == DELIVERY:
        rows += gap_rows(count, settled)
    return rows


def _words(section: Section, name: str, kind: RowKind, *cells: str) -> PlanRow:
    # The name of the row must not begin with the key of the section: it is none of its entries.
    ref = f"{name}.{section.key}" if "." not in name else name
    return PlanRow(ref=ref, kind=kind, cells=padded(*cells), internal=section.internal)
