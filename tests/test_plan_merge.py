"""What becomes of a typed cell when its plan is generated again, case by case."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from plan_sheets import FACTS, PlanSheet

from cs_workbook.plans import merge as rules
from cs_workbook.plans.document import FoundRow, PlanRow, PlanValue, Record, RowKind
from cs_workbook.plans.facts import Contact
from cs_workbook.plans.inputs import TEXT
from cs_workbook.plans.merge import merge_rows
from cs_workbook.plans.rows import SIGNED

Cells = tuple[PlanValue, ...]


def one_row(
    kind: RowKind, last: Cells | None, wanted: Cells, stands: Cells
) -> tuple[Cells, list[str], Record]:
    """Merge one row; return its cells afterwards, the reasons listed and the record."""
    row = PlanRow(
        ref="r.1", kind=kind, cells=wanted, inputs=(TEXT,) * 2 if kind is RowKind.INPUT else ()
    )
    change = merge_rows(
        {} if last is None else {"r.1": last},
        [row],
        [FoundRow(number=7, ref="r.1", cells=stands)],
    )
    cells = list(stands) + [None] * 2
    for write in change.writes:
        assert write.number == 7
        cells[write.column - 2] = write.value
    return tuple(cells[:2]), [conflict.reason for conflict in change.conflicts], change.record


@pytest.mark.parametrize(
    ("last", "wanted", "stands", "after", "reasons", "why"),
    [
        (("a", "x"), ("b", "y"), ("a", "x"), ("b", "y"), [], "untouched: both follow"),
        (("a", "x"), ("a", "x"), ("a", "mine"), ("a", "mine"), [], "typed, nothing new: kept"),
        (
            ("a", "x"),
            ("a", "y"),
            ("a", "mine"),
            ("a", "mine"),
            [rules.BOTH_CHANGED],
            "both changed: kept and listed",
        ),
        (("a", "x"), ("a", "y"), ("a", "y"), ("a", "y"), [], "typed what is wanted: agreed"),
        (("a", "x"), ("a", "y"), ("a", None), ("a", None), [rules.BOTH_CHANGED], "emptied: kept"),
        (("a", "x"), ("a", "x"), ("a", None), ("a", None), [], "emptied, nothing new: stays empty"),
        (
            ("a", "x"),
            ("a", "y"),
            ("mine", "x"),
            ("mine", "x"),
            [rules.ROW_IN_USE],
            "another subject: its cells take nothing",
        ),
        (
            ("a", None),
            ("b", None),
            ("a", "mine"),
            ("a", "mine"),
            [rules.ROW_IN_USE],
            "something typed: the subject stays",
        ),
        (
            (None, None),
            ("risk", "High"),
            ("mine", None),
            ("mine", None),
            [rules.BOTH_CHANGED],
            "own text in an empty row: no half suggestion beside it",
        ),
        (None, ("a", "x"), ("mine", None), ("mine", None), [rules.BOTH_CHANGED], "no record"),
        (None, ("a", "x"), ("a", "x"), ("a", "x"), [], "no record, nothing differs"),
        ((5, "a\nb"), (6, "c"), (5.0, "a\r\nb"), (6, "c"), [], "the workbook's spelling: no edit"),
    ],
)
def test_input_cells(
    last: Cells | None, wanted: Cells, stands: Cells, after: Cells, reasons: list[str], why: str
) -> None:
    assert one_row(RowKind.INPUT, last, wanted, stands)[:2] == (after, reasons), why


@pytest.mark.parametrize(
    ("last", "wanted", "stands", "after", "reasons", "why"),
    [
        (("a", 1), ("a", 2), ("a", 1), ("a", 2), [], "follows"),
        (("a", 1), ("a", 2), ("a", "mine"), ("a", "mine"), [rules.GENERATED_CHANGED], "kept"),
        (("a", 1), ("a", 1), ("a", "mine"), ("a", "mine"), [rules.GENERATED_CHANGED], "listed"),
        (("a", 1), ("a", 1), ("a", None), ("a", 1), [], "emptied: says nothing, filled again"),
        (
            ("a", date(2025, 1, 1)),
            ("a", date(2025, 2, 1)),
            ("a", datetime(2025, 1, 1)),  # noqa: DTZ001 - a cell of a workbook knows no time zone
            ("a", date(2025, 2, 1)),
            [],
            "a date comes back as its midnight",
        ),
    ],
)
def test_generated_cells(
    last: Cells, wanted: Cells, stands: Cells, after: Cells, reasons: list[str], why: str
) -> None:
    assert one_row(RowKind.GENERATED, last, wanted, stands)[:2] == (after, reasons), why


def test_a_conflict_is_listed_until_it_is_settled() -> None:
    _, _, record = one_row(RowKind.INPUT, ("a", "x"), ("a", "y"), ("a", "mine"))
    assert record == {"r.1": ("a", "x")}
    _, reasons, _ = one_row(RowKind.INPUT, record["r.1"], ("a", "y"), ("a", "mine"))
    assert reasons == [rules.BOTH_CHANGED]
    _, settled, record = one_row(RowKind.INPUT, record["r.1"], ("a", "y"), ("a", "y"))
    assert (settled, record) == ([], {"r.1": ("a", "y")})


@pytest.mark.parametrize(
    ("agreed", "signed", "written"),
    [(True, True, False), (True, False, True), (False, True, True)],
)
def test_the_program_itself_changes_nothing_agreed_once_it_is_signed(
    agreed: bool, signed: bool, written: bool
) -> None:
    record: Record = {"r.1": (), **({SIGNED: ("Bo Li",)} if signed else {})}
    row = PlanRow(ref="r.1", kind=RowKind.INPUT, cells=("new",), inputs=(TEXT,), agreed=agreed)
    change = merge_rows(record, [row], [FoundRow(number=7, ref="r.1", cells=(None,))])
    assert bool(change.writes) == written
    assert [each.reason for each in change.conflicts] == ([] if written else [rules.SIGNED_ROW])


def test_of_rows_with_one_name_the_first_is_the_row() -> None:
    row = PlanRow(ref="r.1", kind=RowKind.GENERATED, cells=("new",))
    found = [
        FoundRow(number=9, ref="r.1", cells=("old",)),
        FoundRow(number=4, ref="r.1", cells=("old",)),
        FoundRow(number=2, ref=None, cells=("old",)),
    ]
    (write,) = merge_rows({"r.1": ("old",)}, [row], found).writes
    assert (write.number, write.column, write.value) == (4, 2, "new")


def test_another_depth_empties_what_nobody_touched_and_keeps_the_rest() -> None:
    sheet = PlanSheet("Rescue", "Full")
    sheet.type("milestone.4", Owner="Bo")
    sheet.type("adjustment.1", What_was_changed="Later start")
    change = sheet.build("Rescue", "Light")
    assert sheet.cells("heading.adjustment")[0] is None
    assert sheet.cells("adjustment.1")[0] == "Later start"
    assert sheet.cells("milestone.4")[1] == "Bo"
    reasons = {conflict.ref: conflict.reason for conflict in change.conflicts}
    assert reasons["adjustment.1"] == rules.ROW_RETIRED
    sheet.build("Rescue", "Full")
    assert sheet.cells("heading.adjustment")[0] == "Adjustments"
    assert sheet.cells("adjustment.1")[0] == "Later start"


def test_a_risk_that_is_over_goes_unless_somebody_works_on_it() -> None:
    sheet = PlanSheet()
    assert sheet.cells("risk.nps")[0] == "They would not recommend us"
    sheet.type("risk.health", Owner="Anna")
    change = sheet.build(facts=replace(FACTS, nps=9.0, band="▲ Healthy"))
    assert set(sheet.cells("risk.nps")) == {None}
    assert sheet.cells("risk.health")[0] == "The account's health is at risk"
    assert [conflict.ref for conflict in change.conflicts] == ["risk.health"]
    sheet.build()
    assert sheet.cells("risk.nps")[0] == "They would not recommend us"


def test_own_rows_and_copies_are_left_alone() -> None:
    sheet = PlanSheet()
    own = FoundRow(number=400, ref=None, cells=("own section", 1))
    sheet.rows += [own, replace(sheet.rows[3], number=401)]
    sheet.build(facts=replace(FACTS, segment="Enterprise"))
    assert sheet.rows[-2] == own
    assert sheet.rows[-1].cells[1] == "SMB"
    assert sheet.rows[3].cells[1] == "Enterprise"


def test_a_new_contact_is_added_below_and_the_others_stay() -> None:
    sheet = PlanSheet(facts=replace(FACTS, contacts=(Contact(name="Bo Li"),)))
    before = sheet.refs()
    sheet.type("stakeholder.bo-li", Sentiment="Critic")
    change = sheet.build(facts=replace(FACTS, contacts=(Contact(name="Al Fox", left=True),)))
    assert [row.ref for row in change.additions] == ["stakeholder.al-fox"]
    assert sheet.refs() == [*before, "stakeholder.al-fox"]
    assert sheet.cells("stakeholder.bo-li")[:3] == ("Bo Li", None, "Critic")


def test_a_full_section_offers_one_more_row() -> None:
    sheet = PlanSheet()
    for place in range(1, 6):
        sheet.type(f"objective.{place}", Objective=f"Aim {place}")
    added = [row.ref for row in sheet.build().additions]
    assert added[:1] == ["objective.6"]
    assert {"agreement.6", "progress.6"} <= set(added)
    assert not sheet.build().additions


def test_suggestions_of_an_older_template_do_not_count_as_filled() -> None:
    sheet = PlanSheet("Growth", "Full")
    sheet.put("gap.4", ("mine",))
    first = sheet.build("Onboarding", "Light")
    second = sheet.build("Onboarding", "Light")
    assert set(sheet.cells("expectation.4")) == {None}
    reasons = [conflict.reason for conflict in first.conflicts]
    assert reasons == [conflict.reason for conflict in second.conflicts] == [rules.ROW_RETIRED]


def test_a_deleted_objective_leaves_its_progress_empty() -> None:
    sheet = PlanSheet()
    sheet.delete("objective.2")
    sheet.build()
    assert set(sheet.cells("progress.2")) == {None}
    assert sheet.cells("progress.1")[0] == "The open problems are solved"


def test_a_note_beside_the_plan_is_no_conflict() -> None:
    sheet = PlanSheet()
    label, value = sheet.cells("fact.owner")[:2]
    sheet.put("fact.owner", (label, value, *[None] * 6, "ask Ida first"))
    assert not sheet.build().conflicts
    assert sheet.cells("fact.owner")[8] == "ask Ida first"
    sheet.put("fact.owner", (label, value, None, "in the plan itself"))
    assert [conflict.column for conflict in sheet.build().conflicts] == [5]
