"""The settings a person may change on the Settings sheet, each a workbook name of its own."""

from cs_workbook.schema.segment_settings import SEGMENT_SETTINGS
from cs_workbook.schema.setting import Setting, SettingValue

__all__ = ["SETTING", "SETTINGS", "Setting", "SettingValue"]

CHURN_RULES = ("Automatic", "Subscriptions", "Churn events", "Account flag")
STANDARD_COUNTING = "ChartMogul standard"
ALL_EVENTS = "All events"
DAILY_SUM = "Daily sum"
CHURN_COUNTINGS = (STANDARD_COUNTING, ALL_EVENTS, DAILY_SUM)
DATE_ORDERS = ("Automatic", "Day first", "Month first")
DECIMAL_MARKS = ("Automatic", "Point", "Comma")
EARLY_USAGE = ("Count it", "Leave it out")
FAMILY_RULES = ("Mean", "MRR-weighted", "Worst")
LIFETIME_RULES = ("Margin over churn", "Discounted", "Historic")

EXPORTS_FOLDER = "ExportsFolder"

SETTINGS: tuple[Setting, ...] = (
    Setting(
        name="AsOfDate",
        label="As-of date",
        default=None,
        unit="date",
        meaning="The day every figure counts up to. Refresh writes it; nothing here reads the "
        "clock, so yesterday's workbook still shows yesterday's figures.",
        stamped=True,
    ),
    Setting(
        name="Currency",
        label="Currency",
        default="USD",
        unit="text",
        meaning="The book currency, shown beside amounts. Where an export names another, Exchange "
        "rates says what that is worth; an amount without a currency is taken as it comes.",
    ),
    Setting(
        name="PeriodMonths",
        label="Period for churn and retention",
        default=12,
        unit="months",
        meaning="Churn, GRR and NRR compare the as-of date with this many months before.",
        lowest=1,
        highest=60,
    ),
    Setting(
        name="LogoChurnRule",
        label="Churn rule",
        default="Automatic",
        unit="choice",
        meaning="What makes a customer lost. Automatic takes subscriptions where there are any, "
        "else churn events, else the account flag. The rule used stands under the figure.",
        choices=CHURN_RULES,
        list_name="ListChurnRules",
    ),
    Setting(
        name="ChurnCounting",
        label="Losses that count",
        default=STANDARD_COUNTING,
        unit="choice",
        meaning="Where churn comes from subscriptions. ChartMogul standard leaves out who joined "
        "and left, or left and came back, within the period; All events counts every loss; Daily "
        "sum adds up the rates of the days, as shops with consumers do.",
        choices=CHURN_COUNTINGS,
        list_name="ListChurnCountings",
    ),
    Setting(
        name="SurveyWindowDays",
        label="Survey window",
        default=365,
        unit="days",
        meaning="NPS, CSAT, CES and ratings count answers of this many days up to the as-of "
        "date. Blank counts all of them.",
        lowest=1,
        highest=36500,
    ),
    Setting(
        name="FollowUpDays",
        label="Days to follow up",
        default=14,
        unit="days",
        meaning="A detractor's answer is to be followed up within this many days; Follow-up "
        "counts from the day of the answer.",
        lowest=1,
        highest=365,
    ),
    Setting(
        name="DisengagedDays",
        label="Days without use",
        default=14,
        unit="days",
        meaning="A customer that has not used the product for this many days is disengaged; see "
        "Adoption.",
        lowest=1,
        highest=365,
    ),
    Setting(
        name="DisengagedFall",
        label="Fall of usage",
        default=50,
        unit="% in six weeks",
        meaning="A customer whose usage of the last six weeks is down by this much or more is "
        "falling; see Adoption.",
        lowest=1,
        highest=100,
    ),
    Setting(
        name="MinimumCoverage",
        label="Minimum coverage",
        default=50,
        unit="% of weights",
        meaning="A health score made from less than this share of the weights gets the band "
        "No data, never Healthy.",
        lowest=0,
        highest=100,
    ),
    Setting(
        name="BandMargin",
        label="Margin of health bands",
        default=3,
        unit="points",
        meaning="A worse band shows at once; a better one only when the score has passed its bound "
        "by this many points, so that bands do not flicker. 0 switches it off.",
        lowest=0,
        highest=20,
    ),
    Setting(
        name="SmallestGroup",
        label="Smallest peer group",
        default=10,
        unit="accounts",
        meaning="A measure with the scale Percentile ranks an account among those of its segment "
        "with the same input known; fewer than this give no score.",
        lowest=2,
        highest=1000,
    ),
    Setting(
        name="EarlyUsage",
        label="Usage before its subscription",
        default="Count it",
        unit="choice",
        meaning="Usage dated before its subscription starts is always listed among the import "
        "problems; this says whether it also counts for the account.",
        choices=EARLY_USAGE,
        list_name="ListEarlyUsage",
    ),
    Setting(
        name="LifetimeRule",
        label="Lifetime value, rule",
        default="Margin over churn",
        unit="choice",
        meaning="Which of three rules the figure Customer lifetime value follows. All three stand "
        "side by side on Lifetime value.",
        choices=LIFETIME_RULES,
        list_name="ListLifetimeRules",
    ),
    Setting(
        name="GrossMargin",
        label="Gross margin",
        default=100,
        unit="% of revenue",
        meaning="What is left of revenue after the cost of serving customers. At 100 lifetime "
        "value is revenue, not margin.",
        lowest=0,
        highest=100,
    ),
    Setting(
        name="DiscountRate",
        label="Discount",
        default=10,
        unit="% a year",
        meaning="How much less money is worth a year later, for the discounted lifetime value.",
        lowest=0,
        highest=100,
    ),
    Setting(
        name="AcquisitionCost",
        label="Acquisition cost",
        default=None,
        unit="money per customer",
        meaning="What winning one customer costs, for the break-even month. Blank: not known.",
        lowest=0,
        highest=1_000_000_000,
    ),
    Setting(
        name="NoticeDays",
        label="Days of notice",
        default=30,
        unit="days",
        meaning="A contract can be ended up to this many days before its renewal date; Renewals "
        "shows the day and counts the renewals past it.",
        lowest=0,
        highest=365,
    ),
    Setting(
        name="GraceDays",
        label="Days of grace for renewals",
        default=30,
        unit="days",
        meaning="A contract that follows within this many days of the renewal date, before or "
        "after, renews it. Until they have passed a renewal is late, afterwards lost.",
        lowest=0,
        highest=365,
    ),
    *SEGMENT_SETTINGS,
    Setting(
        name="FamilyRule",
        label="Health of a family",
        default="MRR-weighted",
        unit="choice",
        meaning="Families shows the health of accounts with a common parent by this rule; all "
        "three stand side by side.",
        choices=FAMILY_RULES,
        list_name="ListFamilyRules",
    ),
    Setting(
        name="RowsShown",
        label="Rows shown per table",
        default=50000,
        unit="rows",
        meaning="Data sheets and the list of problems show at most this many rows, newest first. "
        "Figures always come from all rows.",
        lowest=100,
        highest=1000000,
    ),
    Setting(
        name="DateOrder",
        label="Order of day and month",
        default="Automatic",
        unit="choice",
        meaning="Automatic decides per column by any day over 12. Choose one where an export "
        "leaves it open.",
        choices=DATE_ORDERS,
        list_name="ListDateOrders",
    ),
    Setting(
        name="DecimalMark",
        label="Decimal mark",
        default="Automatic",
        unit="choice",
        meaning="Automatic decides per column. Choose one where an export leaves it open.",
        choices=DECIMAL_MARKS,
        list_name="ListDecimalMarks",
    ),
    Setting(
        name=EXPORTS_FOLDER,
        label="Exports folder",
        default=None,
        unit="folder",
        meaning="The folder with the CSV exports, as a whole path: the Refresh button reads it. "
        "Where it is blank, a refresh from the command line enters the folder it read.",
    ),
)

SETTING: dict[str, Setting] = {setting.name: setting for setting in SETTINGS}
