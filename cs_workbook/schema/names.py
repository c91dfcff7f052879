"""The workbook names, apart from settings, lists and figures, and all of them together."""

from cs_workbook.schema.adoption_tables import ADOPTION_NAMES
from cs_workbook.schema.checks import CHECKS
from cs_workbook.schema.churn_figures import CHURN_NAMES
from cs_workbook.schema.figures import FIGURES
from cs_workbook.schema.history_tables import MOVERS_LIST, MOVERS_STAMPED, MOVERS_TYPED
from cs_workbook.schema.lists import LISTS
from cs_workbook.schema.retention_tables import LIFETIME_NAMES, RETENTION_NAMES
from cs_workbook.schema.settings import SETTINGS
from cs_workbook.schema.voice_tables import VOICE_NAMES
from cs_workbook.schema.what_if_table import WHAT_IF_TYPED

TRACKER_VERSION = "TrackerVersion"
SCHEMA_VERSION_NAME = "SchemaVersion"
TRACKER_OWNER = "TrackerOwner"
REFRESHED_AT = "RefreshedAt"
CHECKS_FAILED = "ChecksFailed"

SHOWN_NAMES: dict[str, str] = {
    "tblSurveys": "ShownSurveys",
    "tblSubscriptions": "ShownSubscriptions",
    "tblTickets": "ShownTickets",
    "tblUsage": "ShownUsage",
    "tblChurnEvents": "ShownChurnEvents",
    "tblRenewals": "ShownRenewals",
    "tblForecasts": "ShownForecasts",
    "tblImportProblems": "ShownProblems",
    "tblBacktest": "ShownBacktest",
    "tblMrrMonths": "ShownMrrMonths",
    "tblMovements": "ShownMovements",
    "tblChurnReasons": "ShownChurnReasons",
    "tblAtRisk": "ShownAtRisk",
    "tblDisagreements": "ShownDisagreements",
    "tblExpansion": "ShownExpansion",
    "tblFamilies": "ShownFamilies",
    "tblSuggested": "ShownSuggested",
    "tblMovers": "ShownMovers",
    "tblHistory": "ShownHistory",
}
"""Table -> name of the cell above it where refresh says how many rows are shown."""

ALL_NAMES: frozenset[str] = frozenset(
    (
        TRACKER_VERSION,
        SCHEMA_VERSION_NAME,
        TRACKER_OWNER,
        REFRESHED_AT,
        CHECKS_FAILED,
        *SHOWN_NAMES.values(),
        *ADOPTION_NAMES,
        *CHURN_NAMES,
        *VOICE_NAMES,
        *RETENTION_NAMES,
        *LIFETIME_NAMES,
        *MOVERS_STAMPED,
        *MOVERS_TYPED,
        MOVERS_LIST,
        *WHAT_IF_TYPED,
        *(setting.name for setting in SETTINGS),
        *(figure.name for figure in FIGURES),
        *(entry.name for entry in LISTS),
        *(check.stamped_as for check in CHECKS if check.stamped_as),
    )
)
"""Every name a tracker has; each is one cell, except the lists."""
