"""The sheet Profiles: other weights for the accounts of a segment, plan, status or stage.

Above the table stand the measures of the slots and their weights on Weights, a column per slot. The
first row from the top that fits an account applies to it; ``tblHealth`` finds it with the column
Applies where, which is blank where a row cannot apply.
"""

from cs_workbook.schema.accounts_table import INPUT_HEADERS
from cs_workbook.schema.columns import (
    Column,
    Format,
    Table,
    calculated,
    column_letter,
    stamped,
    typed,
)
from cs_workbook.schema.health_model import SLOTS
from cs_workbook.schema.profile_words import (
    ALL_ACCOUNTS,
    APPLIES,
    OWN_COLUMN,
    PROFILE_COLUMNS,
)

PROFILE_NAME_ROW, PROFILE_BASE_ROW = 6, 7
"""Above the weights: the measures, and their weights on Weights."""

_HEAD = (
    "Order",
    "Profile",
    "Where",
    "Equals",
    "Applies",
    "Accounts",
    "Sum of weights",
)
FIRST_WEIGHT_COLUMN = len(_HEAD) + 1
WEIGHT_HEADERS: tuple[str, ...] = tuple(f"Weight {slot}" for slot in range(1, SLOTS + 1))


def _strip(row: int) -> str:
    first = column_letter(FIRST_WEIGHT_COLUMN)
    last = column_letter(FIRST_WEIGHT_COLUMN + SLOTS - 1)
    return f"${first}${row}:${last}${row}"


def _own(header: str) -> str:
    return f"tblProfiles[[#This Row],[{header}]]"


_WEIGHTS = f"tblProfiles[[#This Row],[{WEIGHT_HEADERS[0]}]:[{WEIGHT_HEADERS[-1]}]]"
_ABOVE = f"(tblProfiles[Order]<{_own('Order')})"
_KNOWN = ",".join(f'{_own("Where")}="{header}"' for header in PROFILE_COLUMNS)
_FOUND = f"COUNTIFS(tblHealth[Profile row],{_own('Order')})"
_REFUSALS = (
    (
        f'OR({_own("Profile")}="",{_own("Where")}="",{_own("Equals")}="")',
        "No: name, column or value is missing",
    ),
    (f"NOT(OR({_KNOWN}))", "No: Where is not in its list"),
    (
        f'AND({_own("Where")}="{OWN_COLUMN}",COUNTIF({INPUT_HEADERS},"{OWN_COLUMN}")=0)',
        f"No: Accounts has no column {OWN_COLUMN}",
    ),
    (
        f'OR(COUNTA({_WEIGHTS})>COUNT({_WEIGHTS}),COUNTIF({_WEIGHTS},"<0")>0)',
        "No: a weight is no number from 0",
    ),
    (
        (
            f'OR({_own("Profile")}="{ALL_ACCOUNTS}",'
            f"SUMPRODUCT((tblProfiles[Profile]={_own('Profile')})*{_ABOVE})>0)"
        ),
        "No: its name is taken",
    ),
    (
        (
            f"SUMPRODUCT((tblProfiles[Where]={_own('Where')})"
            f'*(tblProfiles[Equals]&""={_own("Equals")}&"")*{_ABOVE})>0'
        ),
        "No: a row above asks the same",
    ),
    (f"{_own('Sum of weights')}=0", "No: its weights add up to 0"),
)


def _applies() -> str:
    formula = f'"{APPLIES}"'
    for condition, words in reversed(_REFUSALS):
        formula = f'IF({condition},"{words}",{formula})'
    typed_cells = f"{_own('Profile')},{_own('Where')},{_own('Equals')},{_WEIGHTS}"
    return f'IF(COUNTA({typed_cells})=0,"",{formula})'


def _weight(slot: int) -> Column:
    return typed(
        f"Weight {slot}",
        Format.DECIMAL,
        11,
        "Weight of the measure named above, for the accounts of this profile: any number from 0. "
        "Blank: the weight on Weights.",
        lowest=0,
    )


TBL_PROFILES = Table(
    name="tblProfiles",
    sheet="Profiles",
    title="Profiles of the health score",
    purpose="Other weights for some accounts: by segment, plan, status or stage. Without a profile "
    "an account is scored by Weights.",
    columns=(
        stamped("Order", Format.WHOLE, 8, "The first row from the top that fits applies."),
        typed("Profile", Format.TEXT, 20, "Its name, as Health shows it beside the account."),
        typed(
            "Where",
            Format.TEXT,
            12,
            f"Column of Accounts that says whom it is for. {OWN_COLUMN} is one of your own: insert "
            "it on Accounts between MRR and the last signal.",
            list_name="ListProfileColumns",
        ),
        typed(
            "Equals", Format.TEXT, 18, "What that column says, such as Enterprise; case is free."
        ),
        calculated(
            "Applies", Format.TEXT, 37, "Whether the row applies, or why it cannot.", _applies()
        ),
        calculated(
            "Accounts",
            Format.WHOLE,
            10,
            "Accounts scored with it. None: no account says so, or a row above takes it.",
            f'IF({_own("Applies")}<>"{APPLIES}","",IF({_FOUND}=0,"None",{_FOUND}))',
        ),
        calculated(
            "Sum of weights",
            Format.DECIMAL,
            11,
            "Sum of the weights in force for its accounts, typed here or taken from Weights.",
            f'IF(COUNTA({_own("Profile")},{_WEIGHTS})=0,"",'
            f'SUMPRODUCT({_WEIGHTS},--({_strip(PROFILE_NAME_ROW)}<>""))'
            f'+SUMPRODUCT({_strip(PROFILE_BASE_ROW)},--({_WEIGHTS}="")))',
        ),
        *(_weight(slot) for slot in range(1, SLOTS + 1)),
        calculated(
            "Applies where",
            Format.TEXT,
            26,
            "What Health looks an account up with; blank where the row cannot apply.",
            f'IF({_own("Applies")}="{APPLIES}",{_own("Where")}&": "&{_own("Equals")},"")',
        ),
    ),
    key=("Order",),
    frozen=2,
    header_row=PROFILE_BASE_ROW + 1,
)
