"""Attention, trust, segments, value and who earns a plan: the rules, each with a reason."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cs_workbook.errors import OutOfRangeError, SettingsError
from cs_workbook.schema.attention_tables import DEFAULT_ATTENTION_RULES
from cs_workbook.schema.segment_words import OPERATORS
from cs_workbook.segments.attention import (
    Contact,
    Problem,
    attention_while_open,
    share_of_days_high,
    shown_attention,
    suggested_attention,
)
from cs_workbook.segments.eligibility import (
    ABOVE,
    BELOW,
    LIGHT_PLAN,
    NO_PLAN_LINE,
    REFUSED,
    Candidate,
    choose_plans,
    suggested_need,
)
from cs_workbook.segments.rules import (
    Rule,
    Segment,
    memberships,
    overlaps,
    require_number,
)
from cs_workbook.segments.tiers import Entitlement, breaches, cut
from cs_workbook.segments.trust import Trust, delivered_before, trust_signal
from cs_workbook.segments.value import completeness, joined, not_asked
from cs_workbook.segments.words import ATTENTION, DEPTHS

RULES = {(criticality, impact): level for criticality, impact, level in DEFAULT_ATTENTION_RULES}
AS_OF = date(2026, 6, 30)
CADENCE = {"High": 2, "Neutral": 7}


def problem(**kwargs: object) -> Problem:
    base: dict[str, object] = {"account_id": "A", "contact": "Ada", "title": "x"}
    return Problem(**{**base, **kwargs})  # type: ignore[arg-type] # the tables below name fields


def contact(**kwargs: object) -> Contact:
    base: dict[str, object] = {"account_id": "A", "name": "Bo"}
    return Contact(**{**base, **kwargs})  # type: ignore[arg-type] # the tables below name fields


# Attention --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("criticality", "impact", "expected", "why"),
    [
        ("High", "Revenue lost", "High", "a production failure that costs revenue"),
        ("Low", "None", "Low", "a proof of concept of low priority"),
        ("High", None, None, "an unknown impact is no impact of none"),
        (None, "None", None, "an unknown criticality is not a low one"),
        ("Extreme", "None", None, "no row in the table, no suggestion"),
    ],
)
def test_the_rule_table_suggests(
    criticality: str | None, impact: str | None, expected: str | None, why: str
) -> None:
    assert suggested_attention(RULES, criticality, impact) == expected, why


@pytest.mark.parametrize(
    ("fields", "expected", "why"),
    [
        ({"criticality": "Low", "impact": "None"}, "Low", "the suggestion"),
        (
            {"criticality": "Low", "impact": "None", "override": "High", "reason": "new sponsor"},
            "High",
            "an override with a reason",
        ),
        (
            {"criticality": "Low", "impact": "None", "override": "High"},
            "Low",
            "an override without a reason does not count",
        ),
        (
            {"override": "Low", "reason": "they said so", "escalated": True},
            "High",
            "an escalation comes before everything",
        ),
        (
            {"override": "Neutral", "reason": "agreed"},
            "Neutral",
            "an override needs no criticality",
        ),
        ({}, None, "nothing said, nothing known"),
    ],
)
def test_attention_while_a_problem_is_open(
    fields: dict[str, object], expected: str | None, why: str
) -> None:
    assert attention_while_open(problem(**fields), RULES) == expected, why


def test_the_account_shows_its_highest_open_problem_and_names_the_person() -> None:
    problems = [
        problem(title="small", criticality="Low", impact="None", contact="Cy"),
        problem(title="big", criticality="High", impact="Revenue lost", opened=date(2026, 6, 20)),
        problem(title="old", escalated=True, closed=date(2026, 6, 1), contact="Di"),
    ]
    shown = shown_attention(problems, [contact(standing="Low")], RULES, CADENCE)
    assert shown == ("High", "Ada", "big", date(2026, 6, 22))


def test_the_standing_attention_shows_only_where_no_problem_is_open() -> None:
    people = [
        contact(name="Gone", standing="High", left_on=date(2026, 1, 1)),
        contact(name="Bo", standing="Neutral", last_touch=date(2026, 6, 28)),
        contact(name="Cy", standing="Low"),
    ]
    assert shown_attention([], people, RULES, CADENCE) == ("Neutral", "Bo", "", date(2026, 7, 5))
    open_low = [problem(criticality="Low", impact="None")]
    assert shown_attention(open_low, people, RULES, CADENCE).attention == "Low"
    assert shown_attention(open_low, people, RULES, CADENCE).next_touch is None, "at milestones"
    assert shown_attention([problem()], [], RULES, CADENCE).attention == "Not known"


def test_when_an_escalation_is_closed_the_account_falls_back_by_itself() -> None:
    before = [problem(escalated=True), problem(criticality="Low", impact="None", title="y")]
    after = [
        problem(escalated=True, closed=AS_OF),
        problem(criticality="Low", impact="None", title="y"),
    ]
    levels = [shown_attention(p, [], RULES, CADENCE).attention for p in (before, after)]
    assert levels == ["High", "Low"]


LEVELS = st.sampled_from(ATTENTION)
PROBLEMS = st.builds(
    Problem,
    account_id=st.just("A"),
    contact=st.sampled_from(("Ada", "Bo")),
    title=st.just("x"),
    criticality=st.sampled_from(("High", "Medium", "Low", None)),
    impact=st.sampled_from(("Revenue lost", "Revenue at risk", "None", None)),
    escalated=st.booleans(),
    override=st.none() | LEVELS,
    reason=st.sampled_from((None, "because")),
    opened=st.none() | st.dates(date(2026, 1, 1), AS_OF),
    closed=st.none() | st.dates(date(2026, 1, 1), AS_OF),
)
CONTACTS = st.builds(
    Contact,
    account_id=st.just("A"),
    name=st.just("Cy"),
    standing=st.none() | LEVELS,
    left_on=st.none() | st.dates(date(2026, 1, 1), AS_OF),
)


@given(st.lists(PROBLEMS, max_size=6), st.lists(CONTACTS, max_size=3), PROBLEMS)
def test_one_more_open_problem_never_lowers_what_open_problems_show(
    problems: list[Problem], contacts: list[Contact], more: Problem
) -> None:
    """Law: over open problems attention is a maximum."""

    def rank(each: list[Problem]) -> int:
        level = shown_attention(each, [], RULES, CADENCE).attention
        return ATTENTION.index(level) if level in ATTENTION else len(ATTENTION)

    assert rank([*problems, more]) <= rank(problems)
    found = shown_attention(problems, contacts, RULES, CADENCE)
    assert (found.person == "") == (found.attention == "Not known")


@given(st.lists(PROBLEMS, max_size=5), st.lists(CONTACTS, max_size=3), st.integers(1, 90))
def test_the_share_of_high_days_is_what_counting_days_by_hand_gives(
    problems: list[Problem], contacts: list[Contact], days: int
) -> None:
    """Law: the share over n days is the mean of n single days."""
    singles = [
        share_of_days_high(problems, contacts, RULES, as_of=AS_OF - timedelta(days=back), days=1)
        for back in range(days)
    ]
    whole = share_of_days_high(problems, contacts, RULES, as_of=AS_OF, days=days)
    if all(single is None for single in singles):
        assert whole is None
    else:
        assert whole == pytest.approx(sum(single or 0 for single in singles) / days)


def test_the_day_of_closing_no_longer_counts_and_later_problems_do_not_either() -> None:
    first = AS_OF - timedelta(days=9)
    one = problem(escalated=True, opened=first, closed=first + timedelta(days=4))
    later = problem(escalated=True, opened=AS_OF + timedelta(days=1))
    assert share_of_days_high([one, later], [], RULES, as_of=AS_OF, days=10) == 40
    with pytest.raises(OutOfRangeError, match="window"):
        share_of_days_high([], [], RULES, as_of=AS_OF, days=0)


# Trust ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("months", "attention", "expected"),
    [
        (30, "High", Trust.WARNING),
        (3, "High", Trust.NONE),
        (30, "Low", Trust.HIGH),
        (30, "Neutral", Trust.NONE),
    ],
)
def test_trust_is_what_the_worked_example_says(
    months: float, attention: str, expected: Trust
) -> None:
    """A reasonable time is 12 months; long with us and still High is a lack of trust."""
    high = 100 if attention == "High" else 0
    found = trust_signal(months=months, attention=attention, high_share=high, reasonable_months=12)
    assert found.trust == expected


@pytest.mark.parametrize(
    ("months", "attention", "share", "delivered", "expected", "why"),
    [
        (12, "High", 50, None, Trust.WARNING, "both bounds belong to the warning"),
        (11.9, "High", 100, None, Trust.NONE, "not long enough"),
        (30, "High", 49.9, None, Trust.NONE, "not often enough"),
        (30, "Neutral", 60, None, Trust.WARNING, "High most days, though not today"),
        (None, "High", 100, None, Trust.NONE, "an unknown tenure is no long one"),
        (30, "Not known", None, None, Trust.NONE, "nothing known, no signal"),
        (2, "Low", 40, "the report", Trust.REFERENCE, "came down after a delivery, however new"),
        (30, "Neutral", 10, "the report", Trust.NONE, "delivered, and not down to Low"),
        (30, "Low", 0, None, Trust.HIGH, "Low for long"),
    ],
)
def test_trust_by_tenure_attention_and_delivery(
    months: float | None,
    attention: str,
    share: float | None,
    delivered: str | None,
    expected: Trust,
    why: str,
) -> None:
    signal = trust_signal(months=months, attention=attention, high_share=share, delivered=delivered)
    assert signal.trust == expected, why
    assert bool(signal.action) == (expected is not Trust.NONE)
    if delivered and expected is Trust.REFERENCE:
        assert delivered in signal.action, "the delivery is named"


def test_only_a_late_enough_delivery_above_low_explains_trust() -> None:
    rest = {"criticality": "High", "impact": "Revenue lost"}
    problems = [
        problem(**rest, closed=AS_OF - timedelta(days=90), deliverable="too old"),
        problem(**rest, closed=AS_OF - timedelta(days=89), deliverable="first"),
        problem(**rest, closed=AS_OF - timedelta(days=5), deliverable="newest"),
        problem(criticality="Low", impact="None", closed=AS_OF, deliverable="was Low"),
        problem(**rest, closed=AS_OF),
    ]
    assert delivered_before(problems, RULES, as_of=AS_OF) == "newest"
    assert delivered_before(problems[:1], RULES, as_of=AS_OF) is None


# Segments ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("operator", "value", "found", "expected", "why"),
    [
        ("at least", 500, 500, True, "the bound belongs to it"),
        ("at most", 500, 500.0, True, "the bound belongs to it"),
        ("at least", 500, 499.99, False, "below"),
        ("at least", 500, None, False, "a blank is not a zero"),
        ("at most", 500, None, False, "a blank is not a zero"),
        ("at least", 500, "many", False, "a word is no number"),
        ("is", "Bank", "BANK", True, "without case, as Excel compares"),
        ("is", 5, 5.0, True, "the same number"),
        ("is", "5", 5, True, "a number typed as text"),
        ("is not", "Bank", "School", True, "something else"),
        ("is not", "Bank", None, False, "an unknown industry is not known to be another"),
        ("contains", "ank", "Bank", True, "a part of it"),
        ("is known", None, 0, True, "zero is known"),
        ("is known", None, "", False, "an empty text is not"),
        ("is not known", None, None, True, "asked for just that"),
        ("is not known", None, 0, False, "zero is known"),
    ],
)
def test_a_rule_is_met(
    operator: str, value: str | float | None, found: str | float | None, expected: bool, why: str
) -> None:
    assert Rule(field="F", operator=operator, value=value).met_by(found) is expected, why


@pytest.mark.parametrize(
    ("operator", "value", "words"),
    [
        ("at least", "many", "expected a number"),
        ("at most", None, "expected a number"),
        ("is", None, "expected a value"),
        ("is about", 5, "expected one of is"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(
    operator: str, value: str | None, words: str
) -> None:
    with pytest.raises(SettingsError, match=words):
        require_number(Rule(field="MRR", operator=operator, value=value), "Big")


VALUES = st.none() | st.integers(-5, 5) | st.sampled_from(("Bank", "School", ""))


@given(VALUES, st.sampled_from(OPERATORS), VALUES)
def test_a_blank_meets_no_rule_but_the_one_that_asks_for_it(
    value: str | int | None, operator: str, found: str | int | None
) -> None:
    """Law: a value that is not known meets "is not known" and nothing else."""
    met = Rule(field="F", operator=operator, value=value).met_by(found)
    if found is None or found == "":
        assert met == (operator == "is not known")


SETS = st.lists(
    st.tuples(st.frozensets(st.sampled_from("ABC")), st.none() | st.integers(0, 100)), max_size=12
)


@given(SETS)
def test_overlaps_count_what_sets_count(accounts: list[tuple[frozenset[str], int | None]]) -> None:
    """Law: A with A is A's size, and no overlap is larger than either of its segments."""
    found = overlaps("ABC", accounts)
    assert len(found) == 6
    for each in found:
        both = [mrr or 0 for names, mrr in accounts if {each.first, each.second} <= names]
        assert (each.in_both, each.mrr) == (len(both), sum(both))
        assert each.in_both <= min(each.in_first, each.in_second)
        if each.first == each.second:
            assert each.in_both == each.in_first == each.in_second


def test_all_rules_of_a_segment_must_hold_and_an_account_may_be_in_several() -> None:
    big = Segment(name="Big", rules=(Rule(field="MRR", operator="at least", value=100),))
    banks = Segment(
        name="Banks",
        rules=(*big.rules, Rule(field="Industry", operator="is", value="Bank")),
    )
    assert [s.name for s in memberships((big, banks), {"MRR": 100, "Industry": "Bank"})] == [
        "Big",
        "Banks",
    ]
    assert [s.name for s in memberships((big, banks), {"MRR": 100})] == ["Big"]
    assert banks.words == "MRR at least 100 and Industry is Bank"


# Value and tiers --------------------------------------------------------------------------------


def test_unknown_is_asked_but_not_known() -> None:
    answers = ["Bank", "unknown", None, "x", "", "Unknown", 40]
    assert completeness(answers) == pytest.approx(100 * 3 / 7)
    assert not_asked(answers) == "3 5"
    assert joined(None, "", None) == "Unknown"


@pytest.mark.parametrize(
    ("csm", "load", "expected", "why"),
    [
        (None, {}, ["no CSM is named"], "a dedicated one is promised"),
        ("Ada", {"Ada": 20}, [], "as many as promised"),
        ("Ada", {"Ada": 21}, ["Ada looks after 21 customers, 20 at most"], "one too many"),
    ],
)
def test_a_tier_that_does_not_get_its_due(
    csm: str | None, load: dict[str, int], expected: list[str], why: str
) -> None:
    top = Entitlement(tier="Top", up_to=10, dedicated=True, most_accounts=20)
    assert breaches(top, csm=csm, load=load) == expected, why


def test_a_blank_entitlement_promises_nothing() -> None:
    assert breaches(Entitlement(tier="Base", up_to=100), csm=None, load={}) == []


# Who earns a plan -------------------------------------------------------------------------------


def test_in_a_small_book_everyone_earns_a_plan() -> None:
    book = [Candidate(account_id=str(n), mrr=n, tier_depth="None") for n in range(60)]
    assert {c.depth for c in choose_plans(book, all_up_to=60, capacity=None)} == {"Full"}
    assert {c.depth for c in choose_plans(book, all_up_to=59, capacity=None)} == {"None"}


def test_the_deepest_rule_counts_and_the_line_is_drawn_by_rank() -> None:
    book = [
        Candidate(account_id="a", mrr=500, tier="Top", tier_depth="Full"),
        Candidate(account_id="b", mrr=300, tier="Top", tier_depth="Full"),
        Candidate(account_id="c", mrr=200, tier_depth="None", segment_depths=(("New", "Full"),)),
        Candidate(account_id="d", mrr=100, tier_depth="Light"),
        Candidate(account_id="e", mrr=None),
        Candidate(account_id="f", mrr=900, points=-1, tier_depth="Full", override="Light"),
        Candidate(account_id="p", customer=False, status="Prospect", mrr=999, override="Full"),
    ]
    found = {c.account_id: c for c in choose_plans(book, all_up_to=0, capacity=2)}
    assert [(k, c.rank, c.depth, c.line) for k, c in found.items()] == [
        ("a", 1, "Full", ABOVE),
        ("b", 2, "Full", ABOVE),
        ("c", 3, "Light", BELOW),
        ("d", 4, "Light", LIGHT_PLAN),
        ("e", 5, "None", NO_PLAN_LINE),
        ("f", 6, "Light", LIGHT_PLAN),
        ("p", None, "None", REFUSED),
    ]
    assert "capacity of 2" in found["c"].why
    assert "segment New" in found["c"].why
    assert found["p"].why == "Prospect: a success plan is for existing customers"
    assert found["f"].suggested == "Full", "what the rules say stays visible under an override"


CANDIDATES = st.lists(
    st.builds(
        Candidate,
        account_id=st.uuids().map(str),
        customer=st.booleans(),
        mrr=st.none() | st.integers(0, 5),
        health=st.none() | st.integers(0, 100),
        points=st.integers(0, 2),
        tier_depth=st.sampled_from((None, *DEPTHS)),
        override=st.none() | st.sampled_from(DEPTHS),
    ),
    max_size=15,
    unique_by=lambda c: c.account_id,
)


@given(CANDIDATES, st.integers(0, 20), st.integers(0, 6))
def test_suggested_full_plans_never_exceed_the_capacity(
    book: list[Candidate], all_up_to: int, capacity: int
) -> None:
    """Laws: each account once; ranks 1 to n; full plans beyond capacity are chosen by hand only."""
    choices = choose_plans(book, all_up_to=all_up_to, capacity=capacity)
    assert Counter(c.account_id for c in choices) == Counter(c.account_id for c in book)
    customers = [c for c in book if c.customer]
    assert [c.rank for c in choices if c.rank] == list(range(1, len(customers) + 1))
    by_hand = sum(c.override == "Full" for c in customers)
    assert sum(c.depth == "Full" for c in choices) <= max(capacity, by_hand)
    overrides = {c.account_id: c.override for c in customers if c.override}
    assert all(overrides.get(c.account_id, c.depth) == c.depth for c in choices)
    assert {c.depth for c in choices if c.rank is None} <= {"None"}


@pytest.mark.parametrize(
    ("facts", "expected", "why"),
    [
        ({"new": True, "at_risk": True}, "Onboarding", "little use is normal in the beginning"),
        ({"new": True, "escalated": True}, "Rescue", "an escalation cannot wait"),
        ({"at_risk": True, "low_use": True}, "Rescue", "risk before use"),
        ({"low_use": True, "healthy": True, "growing": True}, "Adoption", "use before growth"),
        ({"healthy": True, "growing": True}, "Growth", "healthy and growing"),
        ({"growing": True}, "Value", "growth is for the healthy"),
        ({}, "Value", "what is left"),
    ],
)
def test_what_a_plan_should_be_about(facts: dict[str, bool], expected: str, why: str) -> None:
    base = dict.fromkeys(("new", "at_risk", "escalated", "low_use", "healthy", "growing"), False)
    assert suggested_need(**{**base, **facts}) == expected, why


@given(
    revenues=st.lists(st.none() | st.integers(0, 3000), min_size=1, max_size=30),
    bounds=st.lists(st.integers(1, 2500), unique=True, max_size=4),
)
def test_law_amounts_cut_like_a_list_read_from_the_top(
    revenues: list[int | None], bounds: list[int]
) -> None:
    """Law: with amounts, a tier is the number of bounds above the revenue; ranks are moot."""
    falling = [*sorted(bounds, reverse=True), 0]
    tiers = [
        Entitlement(tier=str(place), up_to=1, at_least=bound) for place, bound in enumerate(falling)
    ]
    expected = tuple(
        None if revenue is None else str(sum(bound > revenue for bound in falling))
        for revenue in revenues
    )
    assert cut(revenues, tiers).tiers == expected


BAD_TIERS: list[tuple[str, tuple[Entitlement, ...], str]] = [
    ("no rank and no amount", (Entitlement(tier="Only"),), "Tier 'Only': expected a rank"),
    (
        "an amount for some tiers",
        (Entitlement(tier="Key", at_least=500), Entitlement(tier="Other", up_to=100)),
        "found none for Other",
    ),
    (
        "rising amounts",
        (Entitlement(tier="Key", at_least=0), Entitlement(tier="Other", at_least=500)),
        "falling amounts|start at 0",
    ),
    (
        "the last amount is not 0",
        (Entitlement(tier="Key", at_least=500), Entitlement(tier="Other", at_least=100)),
        "start at 0",
    ),
]


@pytest.mark.parametrize(("reason", "tiers", "said"), BAD_TIERS, ids=[r for r, _, _ in BAD_TIERS])
def test_tiers_that_cut_nothing_are_refused(
    reason: str, tiers: tuple[Entitlement, ...], said: str
) -> None:
    with pytest.raises(SettingsError, match=said):
        cut([900, 20], tiers)
    assert reason
