"""Laws of regenerating a plan, on an abstract sheet that people edit at random."""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from cs_workbook.plans.anatomy import PlanTemplate
from cs_workbook.plans.document import FoundRow, PlanMerge, PlanRow, PlanValue, Record, RowKind
from cs_workbook.plans.facts import Contact, PlanFacts
from cs_workbook.plans.generate import generate
from cs_workbook.plans.merge import applied, merge
from cs_workbook.plans.signoff import agreed_hash, agreed_rows
from cs_workbook.plans.templates import DEPTHS, NEEDS, template
from cs_workbook.plans.values import pack, same_cells, unpack

Sheet = list[FoundRow]

AS_OF = date(2024, 12, 31)
words = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12)
cell_values: st.SearchStrategy[PlanValue] = st.one_of(
    words.map(lambda word: f"typed {word}"),
    st.integers(1, 5),
    st.floats(-1000, 1000),
    st.booleans(),
    st.dates(date(2024, 1, 1), date(2026, 1, 1)),
)
plan_facts = st.builds(
    PlanFacts,
    account_id=st.just("A-1"),
    name=st.sampled_from(["Acme", "Acme North"]),
    as_of=st.just(AS_OF),
    segment=st.sampled_from([None, "SMB"]),
    csm=st.sampled_from([None, "Anna"]),
    renewal_date=st.sampled_from([None, date(2025, 1, 31), date(2026, 1, 31)]),
    band=st.sampled_from([None, "▼ At risk", "◆ Watch", "▲ Healthy"]),
    nps=st.sampled_from([None, 3.0, 9.5]),
    contacts=st.sampled_from(
        [
            (),
            (Contact(name="Bo Li", role="Champion"),),
            (Contact(name="Ann Ray", left=True), Contact(name="Bo Li", last_contact=AS_OF)),
        ]
    ),
    figures=st.sampled_from(
        [{}, {"Health": 40.0, "Open tickets": 2.0}, {"Health": None, "Active days (28 d)": 9.0}]
    ),
    closed=st.sampled_from([None, "The account left its segment."]),
)
templates = st.builds(template, st.sampled_from(NEEDS), st.sampled_from(DEPTHS))


def build(
    made_from: tuple[PlanTemplate, PlanFacts], sheet: Sheet, record: Record
) -> tuple[Sheet, Record, PlanMerge]:
    """Generate and merge once, and write the result on the sheet."""
    chosen, facts = made_from
    fresh = generate(chosen, facts, plan_id="P-0001", found=sheet, record=record)
    change = merge(record, fresh, sheet)
    return list(applied(sheet, change)), change.record, change


def renumbered(sheet: Sheet) -> Sheet:
    return [replace(row, number=number) for number, row in enumerate(sheet, start=1)]


DEEDS = ("type", "type", "clear", "insert", "delete", "copy", "sort", "sign")
SIGNATURE = ("Bo Li", "Head of Finance", "Theirs", date(2024, 12, 1), "Call")


@st.composite
def edits(draw: st.DrawFn, sheet: Sheet) -> Sheet:
    """What people do to a sheet: type, clear, insert, delete, copy, sort and sign."""
    rows = list(sheet)
    for _ in range(draw(st.integers(0, 8))):
        if not rows:
            break
        place = draw(st.integers(0, len(rows) - 1))
        deed = draw(st.sampled_from(DEEDS))
        row = rows[place]
        if deed in {"type", "clear"}:
            cells = [*row.cells, *[None] * (9 - len(row.cells))]
            cells[draw(st.integers(0, 8))] = draw(cell_values) if deed == "type" else None
            rows[place] = replace(row, cells=tuple(cells))
        elif deed == "insert":
            rows.insert(place, FoundRow(number=0, ref=None, cells=(draw(cell_values),)))
        elif deed == "delete":
            del rows[place]
        elif deed == "sign":
            rows = [
                replace(each, cells=SIGNATURE) if each.ref == "signoff.1" else each for each in rows
            ]
        elif deed == "copy":
            rows.insert(draw(st.integers(0, len(rows))), row)
        else:
            rows = draw(st.permutations(rows))
    return renumbered(rows)


def typed_cells(before: Sheet, record: Record) -> Counter[tuple[str | None, str]]:
    """Return what people typed, by the name of its row: all that is not as last written."""
    found: Counter[tuple[str | None, str]] = Counter()
    for row in before:
        base = record.get(row.ref, ()) if row.ref is not None else ()
        for place, value in enumerate(row.cells):
            was = base[place] if place < len(base) else None
            if value is not None and pack((value,)) != pack((was,)):
                found[row.ref, pack((value,))] += 1
    return found


def all_cells(sheet: Sheet) -> Counter[tuple[str | None, str]]:
    return Counter(
        (row.ref, pack((value,))) for row in sheet for value in row.cells if value is not None
    )


@settings(deadline=None, max_examples=40)
@given(templates, plan_facts, templates, plan_facts, st.data())
def test_nothing_typed_is_ever_lost(
    first: PlanTemplate,
    facts: PlanFacts,
    later: PlanTemplate,
    changed: PlanFacts,
    data: st.DataObject,
) -> None:
    """Whatever people did, after a build with other facts and another template it stands there."""
    sheet, record, _ = build((first, facts), [], {})
    edited = data.draw(edits(sheet))
    after, _, change = build((later, changed), edited, record)
    lost = typed_cells(edited, record) - all_cells(after)
    assert not lost
    assert [row.ref for row in after[: len(edited)]] == [row.ref for row in edited]
    assert {write.number for write in change.writes} <= {row.number for row in edited if row.ref}


@settings(deadline=None, max_examples=40)
@given(templates, plan_facts, templates, plan_facts, st.data())
def test_a_second_build_changes_nothing(
    first: PlanTemplate,
    facts: PlanFacts,
    later: PlanTemplate,
    changed: PlanFacts,
    data: st.DataObject,
) -> None:
    """A build right after a build writes nothing, adds nothing and lists the same conflicts."""
    sheet, record, _ = build((first, facts), [], {})
    edited = data.draw(edits(sheet))
    after, kept, once = build((later, changed), edited, record)
    again, record_again, twice = build((later, changed), after, kept)
    assert not twice.writes
    assert not twice.additions
    assert list(twice.conflicts) == list(once.conflicts)
    assert (again, record_again) == (after, kept)


def read_back(sheet: Sheet) -> Sheet:
    """Return a sheet as a workbook gives it back: numbers as 5.0, dates as midnight."""

    def read(value: PlanValue) -> PlanValue:
        if isinstance(value, date):
            return datetime.combine(value, datetime.min.time())
        return float(value) if type(value) is int else value

    return [replace(row, cells=tuple(read(value) for value in row.cells)) for row in sheet]


@settings(deadline=None, max_examples=25)
@given(templates, plan_facts, st.data())
def test_a_workbook_in_between_changes_nothing(
    chosen: PlanTemplate, facts: PlanFacts, data: st.DataObject
) -> None:
    """Cells that come back in another spelling, and a record kept as text, are no edits."""
    sheet, record, _ = build((chosen, facts), [], {})
    edited = data.draw(edits(sheet))
    after, kept, once = build((chosen, facts), edited, record)
    unpacked = {ref: unpack(pack(cells)) for ref, cells in kept.items()}
    _, _, twice = build((chosen, facts), read_back(after), unpacked)
    assert not twice.writes
    assert not twice.additions
    assert list(twice.conflicts) == list(once.conflicts)


@settings(deadline=None, max_examples=25)
@given(templates, plan_facts, st.data())
def test_a_kept_text_is_listed_where_the_program_wanted_another(
    chosen: PlanTemplate, facts: PlanFacts, data: st.DataObject
) -> None:
    """A generated cell a person wrote over is kept and listed, with all three versions."""
    sheet, record, _ = build((chosen, facts), [], {})
    place = data.draw(
        st.sampled_from([i for i, row in enumerate(sheet) if (row.ref or "").startswith("fact.")])
    )
    row = sheet[place]
    sheet[place] = replace(row, cells=("mine", *row.cells[1:]))
    after, _, change = build((chosen, facts), sheet, record)
    assert after[place].cells[0] == "mine"
    (conflict,) = change.conflicts
    assert (conflict.ref, conflict.column) == (row.ref, 2)
    assert (conflict.generated, conflict.found, conflict.wanted) == (
        row.cells[0],
        "mine",
        row.cells[0],
    )


@settings(deadline=None, max_examples=25)
@given(templates, plan_facts, plan_facts, st.sets(st.integers(0, 110), max_size=30))
def test_a_deleted_row_stays_deleted(
    chosen: PlanTemplate, facts: PlanFacts, changed: PlanFacts, gone: set[int]
) -> None:
    """Rows people delete are never written again, whatever becomes of the account."""
    sheet, record, _ = build((chosen, facts), [], {})
    deleted = {row.ref for place, row in enumerate(sheet) if place in gone}
    left = renumbered([row for row in sheet if row.ref not in deleted])
    after, kept, change = build((chosen, changed), left, record)
    assert deleted.isdisjoint(row.ref for row in after)
    assert deleted >= set(change.removed)
    again, _, _ = build((chosen, facts), after, kept)
    assert deleted.isdisjoint(row.ref for row in again)


@settings(deadline=None, max_examples=25)
@given(templates, plan_facts, st.data())
def test_the_hash_knows_names_and_cells_and_nothing_else(
    chosen: PlanTemplate, facts: PlanFacts, data: st.DataObject
) -> None:
    """Order of rows, own rows and empty rows play no part; each agreed cell does."""
    sheet, _, _ = build((chosen, facts), [], {})
    sheet[20] = replace(sheet[20], cells=("their value",))
    before = agreed_hash(agreed_rows(sheet))
    shuffled = renumbered(
        [*data.draw(st.permutations(sheet)), FoundRow(number=0, ref=None, cells=("own",))]
    )
    assert agreed_hash(agreed_rows(shuffled)) == before
    spare = FoundRow(number=999, ref="objective.99", cells=(None, "", None))
    assert agreed_hash(agreed_rows([*sheet, spare])) == before
    place = data.draw(
        st.sampled_from([i for i, r in enumerate(sheet) if (r.ref or "").startswith("objective.")])
    )
    sheet[place] = replace(sheet[place], cells=(*sheet[place].cells, "one word more"))
    assert agreed_hash(agreed_rows(sheet)) != before


@given(st.lists(st.one_of(st.none(), cell_values), max_size=9))
def test_cells_survive_the_record(cells: list[PlanValue]) -> None:
    """What is kept as text comes back as the same cells."""
    assert same_cells(unpack(pack(cells)), cells)


@given(templates, plan_facts)
def test_rows_people_fill_and_rows_the_program_writes_never_mix(
    chosen: PlanTemplate, facts: PlanFacts
) -> None:
    """Each name stands once; only input rows take input, in every one of the eight columns."""
    document = generate(chosen, facts, plan_id="P-0001")
    assert max(Counter(row.ref for row in document.rows).values()) == 1
    for row in document.rows:
        assert len(row.cells) == 8
        assert len(row.inputs) == (8 if row.kind is RowKind.INPUT else 0)
        assert row.spare == (row.kind is RowKind.INPUT and not any(row.cells))
        assert isinstance(row, PlanRow)
