"""The sheets refresh fills from the segment model: overlaps, moves, and who earns a plan."""

from cs_workbook.schema.columns import (
    ACCOUNT,
    ACCOUNT_ID,
    Format,
    Table,
    calculated,
    stamped,
    typed,
)

MATRIX_SEGMENTS = 8
OVERLAPS_ROW = MATRIX_SEGMENTS + 9
MICRO = "▲ Micro-segment"


def _overlap(header: str) -> str:
    return f"tblOverlaps[[#This Row],[{header}]]"


def _share(part: str, base: str) -> str:
    return f'IF({base}=0,"",100*{part}/{base})'


_CUSTOMERS = 'COUNTIFS(tblValue[Status],"Customer")'
_MRR = 'SUMIFS(tblValue[MRR],tblValue[Status],"Customer")'

TBL_OVERLAPS = Table(
    name="tblOverlaps",
    sheet="Overlaps",
    title="Overlaps of segments",
    purpose="Which customers are in two segments at once. First each segment by itself, then every "
    "two of them.",
    columns=(
        stamped("Segment A", Format.TEXT, 24, "One segment."),
        stamped("Segment B", Format.TEXT, 24, "The other one, or itself for its size."),
        stamped("In A", Format.WHOLE, 14, "Customers in A."),
        stamped("In B", Format.WHOLE, 14, "Customers in B."),
        stamped("In both", Format.WHOLE, 14, "Customers in both."),
        stamped("MRR in both", Format.MONEY, 14, "Their MRR."),
        calculated(
            "Of A (%)",
            Format.PERCENT,
            14,
            "In both / in A.",
            _share(_overlap("In both"), _overlap("In A")),
        ),
        calculated(
            "Of B (%)",
            Format.PERCENT,
            14,
            "In both / in B.",
            _share(_overlap("In both"), _overlap("In B")),
        ),
        calculated(
            "Of customers (%)",
            Format.PERCENT,
            14,
            "In both / all customers.",
            _share(_overlap("In both"), _CUSTOMERS),
        ),
        calculated(
            "Of MRR (%)",
            Format.PERCENT,
            14,
            "MRR in both / MRR of all customers.",
            _share(_overlap("MRR in both"), _MRR),
        ),
        calculated(
            "Micro-segment",
            Format.STATE,
            18,
            "Small but valuable: at most the share of customers in Settings, and at least twice "
            "that overlap's share of customers in MRR.",
            f'IF(OR({_overlap("Segment A")}={_overlap("Segment B")},N({_overlap("In both")})=0),"",'
            f"IF(AND({_overlap('Of customers (%)')}<=MicroSegmentShare,"
            f"N({_overlap('Of MRR (%)')})>=2*{_overlap('Of customers (%)')}),"
            f'"{MICRO}",""))',
        ),
        stamped("Rules of A", Format.TEXT, 60, "Rules of A as the refresh read them."),
    ),
    key=("Segment A", "Segment B"),
    frozen=2,
    header_row=OVERLAPS_ROW,
)

TBL_SEGMENT_MOVES = Table(
    name="tblSegmentMoves",
    sheet="Segment moves",
    title="Moves between segments, tiers and attention",
    purpose="What changed from one refresh to the next, and which rule or value made it change. "
    "Rows are only ever added.",
    columns=(
        stamped("As of", Format.DATE, 12, "As-of date of the refresh that found it."),
        ACCOUNT_ID,
        ACCOUNT,
        stamped("Kind", Format.TEXT, 12, "Segment, Tier, Attention or Trust."),
        stamped("What", Format.TEXT, 24, "Which segment, or from what it came."),
        stamped("Move", Format.STATE, 24, "In or out, or to what it went."),
        stamped("MRR", Format.MONEY, 12, "MRR of the account on that day."),
        stamped("Why", Format.TEXT, 90, "The value or the rule that changed."),
    ),
    key=("As of", "Account ID", "Kind", "What", "Move"),
    frozen=3,
)

PLAN_CHOICE_ROW = 11


def _choice(header: str) -> str:
    return f"tblPlanChoice[[#This Row],[{header}]]"


_OVERRIDE = _choice("Override")
_REASONED = f'AND({_choice("Override reason")}<>"",{_choice("Override author")}<>"")'
_ALLOWED = f'OR({_OVERRIDE}="Full",{_OVERRIDE}="Light",{_OVERRIDE}="None")'

TBL_PLAN_CHOICE = Table(
    name="tblPlanChoice",
    sheet="Plan choice",
    title="Who earns a success plan",
    purpose="Customers by rank, with the line where capacity ends. A plan is for existing "
    "customers only; the yellow columns are yours.",
    columns=(
        ACCOUNT_ID,
        ACCOUNT,
        stamped("Rank", Format.WHOLE, 8, "By points, then MRR, then lower health, then id."),
        calculated(
            "Plan depth",
            Format.TEXT,
            12,
            "The override, if it has a reason and an author, else the suggested depth.",
            f'IF({_choice("Account ID")}="","",'
            f'IF(AND({_choice("Status")}="Customer",{_ALLOWED},{_REASONED}),{_OVERRIDE}&"",'
            f"{_choice('Suggested depth')}))",
        ),
        stamped(
            "Need",
            Format.TEXT,
            13,
            "What a plan should be about: Onboarding, Rescue, Adoption, Growth or Value.",
        ),
        stamped("Line", Format.STATE, 18, "Where it stands in the ranked list."),
        stamped("Why", Format.TEXT, 66, "The rule in words."),
        typed(
            "Override",
            Format.TEXT,
            12,
            "Depth you choose instead; it counts with a reason and an author.",
            list_name="ListPlanDepths",
        ),
        typed("Override reason", Format.TEXT, 30, "Why."),
        typed("Override author", Format.TEXT, 18, "Who chose it."),
        calculated(
            "Override check",
            Format.STATE,
            30,
            "Whether the override counts.",
            f'IF({_OVERRIDE}="","",IF({_choice("Status")}<>"Customer","▼ Refused: no customer",'
            f'IF(NOT({_ALLOWED}),"▼ Not a depth",'
            f'IF({_REASONED},"▲ Counts","▼ Reason and author missing"))))',
        ),
        stamped("Suggested depth", Format.TEXT, 11, "By rule and capacity."),
        calculated(
            "Cadence",
            Format.TEXT,
            24,
            "How often to touch, with or without a plan; from Value.",
            f'IF({_choice("Account ID")}="","",IFERROR(INDEX(tblValue[Cadence],'
            f'MATCH({_choice("Account ID")},tblValue[Account ID],0))&"",""))',
        ),
        stamped("Status", Format.TEXT, 12, "Status on Accounts."),
        stamped("MRR", Format.MONEY, 12, "MRR at the as-of date."),
        stamped("Tier", Format.TEXT, 10, "Tier by revenue."),
        stamped("Points", Format.DECIMAL, 9, "Weights of its segments added up."),
    ),
    key=("Account ID",),
    frozen=2,
    header_row=PLAN_CHOICE_ROW,
)
