"""The sheets that remember scores: why it moved, model versions, refreshes, history.

The history keeps one row per account and quarter. A row and week would be 1.5 million rows for
10,000 accounts and three years, more than a worksheet has.
"""

from cs_workbook.schema.columns import (
    ACCOUNT,
    ACCOUNT_ID,
    Format,
    Table,
    calculated,
    stamped,
    typed,
)

WEEK_HEADERS: tuple[str, ...] = tuple(f"W{number}" for number in range(1, 15))
"""One column per week of a quarter; a quarter has thirteen weeks and at most one day."""

PART_HEADERS: tuple[str, ...] = tuple(f"Part {number}" for number in range(1, 13))
"""One column per measure of the health model; it has twelve at most."""
DATA_HEADER, WEIGHTS_HEADER = "Data came or went", "Weights changed"
CAPS_HEADER, ROUNDING_HEADER = "Caps", "Rounding"
OTHER_STEPS: tuple[str, ...] = (DATA_HEADER, WEIGHTS_HEADER, CAPS_HEADER, ROUNDING_HEADER)
CHANGE_PARTS: tuple[str, ...] = (*PART_HEADERS, *OTHER_STEPS)
"""What a change of a score is made of, from left to right."""

MOVERS_ROW = 56
"""Row of the header of ``tblMovers``; two waterfalls stand above it."""

SLOPE_WEEKS = 13
"""Weeks the slope looks at."""
DWELL_WEEKS = 52
"""Weeks the count of band changes and the time in a band look at."""
NOT_KNOWN = "not known"

MOVERS_FROM, MOVERS_TO, MOVERS_ACCOUNT = "MoversFrom", "MoversTo", "MoversAccount"
MOVERS_TYPED: tuple[str, ...] = (MOVERS_FROM, MOVERS_TO, MOVERS_ACCOUNT)
"""The single cells of Why it moved that people type into."""
MOVERS_PART_NAMES: tuple[str, ...] = tuple(f"MoversPart{number}" for number in range(1, 13))
MOVERS_FROM_DAY, MOVERS_TO_DAY = "MoversFromDay", "MoversToDay"
MOVERS_STAMPED: tuple[str, ...] = (*MOVERS_PART_NAMES, MOVERS_FROM_DAY, MOVERS_TO_DAY)
"""The single cells of Why it moved that refresh writes."""
MOVERS_LIST = "ListMovers"
"""The drop-down of accounts: the Account column of ``tblMovers``."""

_CHANGE = (
    "IF(AND(ISNUMBER(tblMovers[[#This Row],[Health before]]),"
    "ISNUMBER(tblMovers[[#This Row],[Health now]])),"
    'tblMovers[[#This Row],[Health now]]-tblMovers[[#This Row],[Health before]],"")'
)
_SUM_CHECK = (
    "IF(ISNUMBER(tblMovers[[#This Row],[Change]]),"
    f"ROUND(SUM(tblMovers[[#This Row],[{PART_HEADERS[0]}]:[{ROUNDING_HEADER}]])"
    '-tblMovers[[#This Row],[Change]],6),"")'
)

TBL_MOVERS = Table(
    name="tblMovers",
    sheet="Why it moved",
    title="Why it moved",
    purpose="What moved each health score between two refreshes, in points that add up; "
    "what matters most comes first.",
    columns=(
        ACCOUNT_ID,
        ACCOUNT,
        stamped("Band before", Format.STATE, 14, "Band at the earlier refresh."),
        stamped("Band now", Format.STATE, 14, "Band at the later refresh."),
        stamped("MRR before", Format.MONEY, 13, "MRR at the earlier refresh."),
        stamped("MRR", Format.MONEY, 13, "MRR at the later refresh."),
        stamped("Health before", Format.SCORE, 11, "Score at the earlier refresh, as kept."),
        stamped("Health now", Format.SCORE, 11, "Score at the later refresh."),
        calculated("Change", Format.SCORE, 11, "Health now less health before.", _CHANGE),
        *(
            stamped(
                header,
                Format.SCORE,
                11,
                "Points this measure moved the score by, at its earlier weight. The measure's "
                "name stands above the table. Blank: not known on both days.",
            )
            for header in PART_HEADERS
        ),
        stamped(
            DATA_HEADER,
            Format.SCORE,
            11,
            "Points because a measure became known, or is no longer known.",
        ),
        stamped(
            WEIGHTS_HEADER,
            Format.SCORE,
            11,
            "Points because weights changed, on Weights, in its profile or by another profile than "
            "before, or because a measure joined the model.",
        ),
        stamped(
            CAPS_HEADER,
            Format.SCORE,
            11,
            "Points because a cap or an override holds the score down, or no longer does.",
        ),
        stamped(
            ROUNDING_HEADER,
            Format.SCORE,
            11,
            "Points because the history keeps two decimals.",
        ),
        calculated(
            "Sum check",
            Format.SCORE,
            10,
            "The parts together less the change; must be 0.",
            _SUM_CHECK,
        ),
        stamped(
            "Slope",
            Format.DECIMAL,
            11,
            f"Points a week over the last {SLOPE_WEEKS} weeks, by least squares.",
        ),
        stamped(
            "Weeks in band",
            Format.WHOLE,
            10,
            f"Whole weeks since the refresh that showed it there first, within {DWELL_WEEKS} "
            "weeks.",
        ),
        stamped(
            "Band changes",
            Format.WHOLE,
            10,
            f"How often its band changed from refresh to refresh in {DWELL_WEEKS} weeks.",
        ),
        stamped("Why", Format.TEXT, 70, "The parts that moved it most, in words."),
    ),
    key=("Account ID",),
    header_row=MOVERS_ROW,
)

TBL_MODEL_VERSIONS = Table(
    name="tblModelVersions",
    sheet="Model versions",
    title="Versions of the score model",
    purpose="Every change of weights, profiles, anchors, bands or coverage, and how many accounts "
    "it alone moved to another band.",
    columns=(
        stamped("Version", Format.WHOLE, 10, "Number of the version."),
        stamped("First as of", Format.DATE, 14, "As-of date of the first refresh with it."),
        typed("Changed by", Format.TEXT, 20, "Who changed it."),
        typed("Why", Format.TEXT, 40, "Why it was changed."),
        stamped("What changed", Format.TEXT, 70, "Against the version before."),
        stamped("Accounts scored", Format.WHOLE, 11, "Accounts the two models were compared on."),
        stamped(
            "Changed band",
            Format.WHOLE,
            11,
            "Accounts in another band by the new model than by the old one, both on the data of "
            "that refresh.",
        ),
        stamped("To a worse band", Format.WHOLE, 11, "Of these, to a worse one."),
        stamped("To a better band", Format.WHOLE, 11, "Of these, to a better one."),
        stamped("MRR that crossed", Format.MONEY, 14, "MRR of the accounts that changed band."),
        stamped(
            "Definition",
            Format.TEXT,
            16,
            "The model as the tracker reads it back. Do not change it.",
        ),
        stamped("Bands", Format.TEXT, 88, "Bands, and the coverage they need."),
        stamped("Model", Format.TEXT, 170, "Weights, anchors and profiles in words."),
    ),
    key=("Version",),
    frozen=2,
)

TBL_REFRESHES = Table(
    name="tblRefreshes",
    sheet="Refreshes",
    title="Refreshes kept",
    purpose="One row per week with a refresh: the health of the book, and accounts by band.",
    columns=(
        stamped("Quarter", Format.DATE, 13, "First day of the quarter."),
        stamped("Week", Format.WHOLE, 12, "Week of the quarter; a column of History."),
        stamped("As of", Format.DATE, 13, "As-of date of the last refresh in that week."),
        stamped("Model version", Format.WHOLE, 11, "Version of the score model."),
        stamped("Accounts", Format.WHOLE, 11, "Accounts of the exports."),
        stamped("Scored", Format.WHOLE, 11, "Of these, with a health score."),
        stamped("MRR", Format.MONEY, 15, "MRR of the scored accounts."),
        stamped("Book health", Format.SCORE, 11, "Mean health, each account with its MRR."),
        stamped("Mean health", Format.SCORE, 11, "Mean health, each account once."),
        stamped("At risk", Format.WHOLE, 11, "Accounts in the lowest band."),
        stamped("Watch", Format.WHOLE, 11, "Accounts in the middle band."),
        stamped("Healthy", Format.WHOLE, 11, "Accounts in the highest band."),
        stamped("No data", Format.WHOLE, 11, "Accounts of which too little is known for a band."),
    ),
    key=("Quarter", "Week"),
    frozen=3,
    header_row=27,
)

TBL_HISTORY = Table(
    name="tblHistory",
    sheet="History",
    title="History",
    purpose="One row per account and quarter, kept from the first refresh on: the health score "
    "week by week.",
    columns=(
        stamped("Quarter", Format.DATE, 12, "First day of the quarter."),
        ACCOUNT_ID,
        ACCOUNT,
        stamped("Status", Format.TEXT, 12, "Status at the last refresh kept in the quarter."),
        stamped("MRR", Format.MONEY, 12, "MRR at that refresh."),
        stamped("Band", Format.STATE, 13, "Band at that refresh."),
        *(
            stamped(
                header,
                Format.SCORE,
                8,
                "Health score in that week of the quarter; blank: no refresh, or no score. The "
                "day stands on Refreshes.",
            )
            for header in WEEK_HEADERS
        ),
        stamped(
            "Signals",
            Format.TEXT,
            60,
            "Week by week: week, status, band, profile; MRR; score of each measure. How to read it "
            "stands in the documentation, Measures, History.",
        ),
        stamped("Weeks kept", Format.WHOLE, 9, "Weeks of the quarter with a refresh."),
    ),
    key=("Quarter", "Account ID"),
    frozen=3,
)
