"""The Segment model sheet: tiers with what they get, and the rules that make segments.

Criteria, cut-offs and weights are rows, not code: several models may stand in the table, each
switched on and off by its rows.
"""

from cs_workbook.schema.attention_tables import ATTENTION_RULES_ROW, DEFAULT_ATTENTION_RULES
from cs_workbook.schema.columns import Format, Table, calculated, typed

FROM_MRR = "From MRR"
TIER_RULES_ROW = ATTENTION_RULES_ROW + len(DEFAULT_ATTENTION_RULES) + 4

DEFAULT_TIERS: tuple[tuple[str, float, str, int, int, str, str], ...] = (
    ("Top", 10, "Yes", 15, 14, "Full", "A CSM by name, a review each quarter"),
    ("Middle", 50, "No", 60, 30, "Light", "A CSM with others to look after"),
    ("Base", 100, "No", 400, 90, "None", "Help desk, community, webinars"),
)
"""Tier, up to which percent of the customers by revenue, dedicated CSM, most accounts a CSM looks
after, days between touches, plan, what they get."""

SEGMENT_RULES_ROW = TIER_RULES_ROW + len(DEFAULT_TIERS) + 4

STANDARD_MODEL = "Standard"
DEFAULT_SEGMENT_RULES: tuple[tuple[str, str, str, str | float, float, str, str], ...] = (
    ("Top revenue", "Tier", "is", "Top", 0, "", "Valuable to us now; its tier earns the plan."),
    ("Newcomers", "Months as customer", "at most", 3, 0, "Full", "The first value decides."),
    ("At risk", "Band", "is", "▼ At risk", 0, "Light", "Needs a rescue."),
    ("Growing use", "Usage trend (%)", "at least", 10, 0, "Light", "Footprint may grow."),
    ("Growing use", "Band", "is not", "▼ At risk", 0, "Light", "Not while at risk."),
    ("Promoters", "NPS answer", "at least", 9, 0, "", "May refer and speak for us."),
    ("Long-standing", "Months as customer", "at least", 24, 0, "", "Loyal; ask for references."),
)
"""Segment, column, operator, value, weight, plan, why."""


TBL_TIER_RULES = Table(
    name="tblTierRules",
    sheet="Segment model",
    title="Tiers by revenue, and what each gets",
    purpose="Best first; the last one goes up to 100. Equal revenue, equal tier. With a From MRR "
    "beside each, falling to 0, the amounts cut.",
    columns=(
        typed("Tier", Format.TEXT, 24, "Name of the tier."),
        typed(
            "Up to rank (%)",
            Format.DECIMAL,
            22,
            "Share of the customers, by revenue, that this tier and those above it hold.",
            lowest=0,
            highest=100,
        ),
        typed(
            "Dedicated CSM",
            Format.TEXT,
            14,
            "Whether each customer has a CSM by name.",
            list_name="ListYesNo",
        ),
        typed(
            "Most accounts per CSM",
            Format.WHOLE,
            24,
            "Most customers the CSM of such a customer may look after.",
            lowest=0,
            highest=100000,
        ),
        typed(
            "Touch every (days)",
            Format.WHOLE,
            12,
            "Days between touches where attention is not known, with or without a plan.",
            lowest=1,
            highest=3650,
        ),
        typed("Plan", Format.TEXT, 12, "Plan the tier earns.", list_name="ListPlanDepths"),
        typed("What they get", Format.TEXT, 38, "What the tier promises, in words."),
        typed(
            FROM_MRR,
            Format.MONEY,
            12,
            "Lowest MRR of the tier, instead of its rank: one for every tier, falling to 0 for "
            "the last. All blank: the ranks count.",
            lowest=0,
        ),
    ),
    key=("Tier",),
    header_row=TIER_RULES_ROW,
)


def _rule(header: str) -> str:
    return f"tblSegmentRules[[#This Row],[{header}]]"


_SEGMENT, _OPERATOR = _rule("Segment"), _rule("Operator")
_LABEL = _rule("Shown as")

TBL_SEGMENT_RULES = Table(
    name="tblSegmentRules",
    sheet="Segment model",
    title="Segment model",
    purpose="Attention, tiers and segments as rules: yours to change, read by the next refresh.",
    columns=(
        typed("Segment", Format.TEXT, 24, "Name; rows of one name and model must all hold."),
        typed(
            "Looks at",
            Format.TEXT,
            22,
            "Column of Accounts, the tier, or the months as a customer.",
            list_name="ListSegmentColumns",
        ),
        typed("Operator", Format.TEXT, 14, "How it compares.", list_name="ListOperators"),
        typed("Value", Format.TEXT, 24, "What it compares with; a number where it counts."),
        typed("Active", Format.TEXT, 12, "No switches the row off.", list_name="ListYesNo"),
        typed("Model", Format.TEXT, 12, "Name or version of the model the row belongs to."),
        calculated(
            "Reads",
            Format.TEXT,
            38,
            "The rule in words, as the next refresh will read it.",
            f'IF({_SEGMENT}="","",IF({_rule("Active")}="No","Switched off",'
            f'{_rule("Looks at")}&" "&{_OPERATOR}&'
            f'IF(OR({_OPERATOR}="is known",{_OPERATOR}="is not known"),""," "&{_rule("Value")})))',
        ),
        typed(
            "Weight",
            Format.DECIMAL,
            12,
            "Points an account of the segment gains in the order of plans, once per segment. "
            "0 for none.",
        ),
        typed(
            "Plan",
            Format.TEXT,
            14,
            "Plan an account of the segment earns; blank for none. The deepest one counts.",
            list_name="ListPlanDepths",
        ),
        typed("Why", Format.TEXT, 44, "Why the segment is worth looking at."),
    ),
    key=("Model", "Segment", "Looks at"),
    header_row=SEGMENT_RULES_ROW,
)
