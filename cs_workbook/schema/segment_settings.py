"""The settings of attention, trust, segments and the choice of plans."""

from cs_workbook.schema.setting import Setting

SEGMENT_SETTINGS: tuple[Setting, ...] = (
    Setting(
        name="HighTouchDays",
        label="Touch at attention High",
        default=2,
        unit="days",
        meaning="Who has attention High hears from us every so many days. Low follows milestones, "
        "not the calendar.",
        lowest=1,
        highest=365,
    ),
    Setting(
        name="NeutralTouchDays",
        label="Touch at attention Neutral",
        default=7,
        unit="days",
        meaning="Who has attention Neutral hears from us every so many days.",
        lowest=1,
        highest=365,
    ),
    Setting(
        name="TrustMonths",
        label="Months until trust",
        default=12,
        unit="months",
        meaning="From this tenure on a customer should trust us; High attention is then a warning.",
        lowest=1,
        highest=240,
    ),
    Setting(
        name="TrustShare",
        label="High days for a trust warning",
        default=50,
        unit="% of days",
        meaning="Of the last 90 days, from this share with attention High there is a warning.",
        lowest=1,
        highest=100,
    ),
    Setting(
        name="MicroSegmentShare",
        label="Micro-segment up to",
        default=5,
        unit="% of customers",
        meaning="An overlap of two segments is a micro-segment if it holds at most this share of "
        "the customers, and at least twice that overlap's share of them in MRR.",
        lowest=0,
        highest=100,
    ),
    Setting(
        name="PlansForAllUpTo",
        label="Everyone earns a plan up to",
        default=60,
        unit="customers",
        meaning="With so many customers or fewer everyone earns a full plan; with more the rules "
        "on Segment model decide.",
        lowest=0,
        highest=100000,
    ),
    Setting(
        name="FullPlanCapacity",
        label="Full plans you can look after",
        default=20,
        unit="plans",
        meaning="Plan choice draws its line here: below it a full plan becomes a light one.",
        lowest=0,
        highest=100000,
    ),
    Setting(
        name="OnboardingDays",
        label="Onboarding lasts",
        default=90,
        unit="days",
        meaning="A plan for a customer of at most so many days is about onboarding.",
        lowest=1,
        highest=3650,
    ),
)
