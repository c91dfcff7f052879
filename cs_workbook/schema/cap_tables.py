"""The sheets Caps and Overrides: what limits a health score, whatever the other measures say.

A cap or an override that has no reason or no author, or has run out, does not act, and says so. A
column counts the points it takes off the top of the scale, so that one maximum finds the lowest.
"""

from cs_workbook.schema.columns import ACCOUNT_ID, Column, Format, Table, calculated, typed
from cs_workbook.schema.health_formulas import here
from cs_workbook.schema.health_model import SLOTS

AT_LEAST, AT_MOST = COMPARISONS = ("at least", "at most")
"""When a cap holds: the input is at least, or at most, the value typed."""

ACTS, OVER, NO_REASON, NOT_COMPLETE = (
    "Yes",
    "No: it has run out",
    "No: without reason or author",
    "No: not complete",
)


def _acts(table: str, key: str, complete: str) -> str:
    own = f"{table}[[#This Row],[{{}}]]".format
    until = own("Until")
    return (
        f'IF({own(key)}="","",'
        f'IF(NOT(AND(ISNUMBER({own("Health at most")}),{complete})),"{NOT_COMPLETE}",'
        f'IF(OR({own("Reason")}="",{own("Author")}=""),"{NO_REASON}",'
        f'IF(AND(ISNUMBER({until}),{until}<AsOfDate),"{OVER}","{ACTS}"))))'
    )


def _points_off(table: str) -> str:
    own = f"{table}[[#This Row],[{{}}]]".format
    return f'IF({own("Acts")}="{ACTS}",MEDIAN(0,100,100-{own("Health at most")}),0)'


def _end(table: str, key: str, complete: str) -> tuple[Column, ...]:
    return (
        typed(
            "Health at most",
            Format.DECIMAL,
            14,
            "Highest score while it holds, 0 to 100. A higher score is lowered to it, a lower one "
            "is not raised.",
            lowest=0,
            highest=100,
        ),
        typed("Reason", Format.TEXT, 40, "Why; shown beside the score. Without it nothing acts."),
        typed("Author", Format.TEXT, 20, "Who decided it. Without a name nothing acts."),
        typed("Until", Format.DATE, 13, "Last day it acts; blank means no end."),
        calculated("Acts", Format.TEXT, 27, "Whether it acts.", _acts(table, key, complete)),
        calculated(
            "Points off",
            Format.DECIMAL,
            11,
            "100 less the highest score, 0 where it does not act.",
            _points_off(table),
        ),
    )


TBL_CAPS = Table(
    name="tblCaps",
    sheet="Caps",
    title="Caps of the health score",
    purpose="A fact that limits the score of every account it holds for. A cap never raises one.",
    columns=(
        typed(
            "Measure",
            Format.TEXT,
            22,
            "A measure of the Weights sheet; one with weight 0 counts for nothing else.",
        ),
        typed(
            "Input is",
            Format.TEXT,
            12,
            "How the account's input compares with the value.",
            list_name="ListComparisons",
        ),
        typed("Value", Format.DECIMAL, 12, "What the input is compared with."),
        *_end(
            "tblCaps",
            "Measure",
            "ISNUMBER(tblCaps[[#This Row],[Value]]),"
            'OR(tblCaps[[#This Row],[Input is]]="at least",'
            'tblCaps[[#This Row],[Input is]]="at most")',
        ),
    ),
    key=("Measure", "Input is", "Value"),
    frozen=1,
)

TBL_OVERRIDES = Table(
    name="tblOverrides",
    sheet="Overrides",
    title="Overrides of the health score",
    purpose="What a person knows of one account: its score is at most this, with reason and name.",
    columns=(
        typed(ACCOUNT_ID.header, Format.ID, 16, "The account's id, as on the Accounts sheet."),
        calculated(
            "Account",
            Format.TEXT,
            26,
            "The account's name.",
            'IF(tblOverrides[[#This Row],[Account ID]]="","",IFERROR(INDEX(tblAccounts[Account],'
            "MATCH(tblOverrides[[#This Row],[Account ID]],tblAccounts[Account ID],0))"
            '&"","Not on Accounts"))',
        ),
        *_end("tblOverrides", "Account ID", "TRUE"),
    ),
    key=("Account ID",),
    frozen=2,
)

_INPUTS = f"tblHealth[[#This Row],[Input 1]:[Input {SLOTS}]]"


def _holds(names: str) -> str:
    return (
        f"(tblCaps[Measure]={names})*ISNUMBER({_INPUTS})*"
        f'((tblCaps[Input is]="{AT_LEAST}")*({_INPUTS}>=tblCaps[Value])'
        f'+(tblCaps[Input is]="{AT_MOST}")*({_INPUTS}<=tblCaps[Value]))'
    )


_ABOUT = f'(tblOverrides[Account ID]={here("Account ID")})*({here("Account ID")}<>"")'


def rule_formula(names: str) -> str:
    """Return the formula of the points caps take off; ``names`` has the measures of the slots."""
    return f"SUMPRODUCT(MAX({_holds(names)}*tblCaps[Points off]))"


PERSON_FORMULA = f"SUMPRODUCT(MAX({_ABOUT}*tblOverrides[Points off]))"


def _reason(table: str, holds: str, points: str) -> str:
    """Return the reason in the last row of those that take most points off."""
    place = f"ROW({table}[Reason])-ROW({table}[[#Headers],[Reason]])"
    row = f"SUMPRODUCT(MAX({holds}*({table}[Points off]={points})*({place})))"
    return f"INDEX({table}[Reason],{row})"


def reason_formula(names: str) -> str:
    """Return the formula of what holds the score down; blank where nothing does."""
    rule, person = here("Off by caps"), here("Off by overrides")
    return (
        f'IF(N({here("Uncapped")})<=100-MAX({rule},{person}),"",'
        f"IF({person}>={rule},{_reason('tblOverrides', _ABOUT, person)},"
        f"{_reason('tblCaps', _holds(names), rule)}))"
    )


CAPPED_FORMULA = (
    f"IF(ISNUMBER({here('Uncapped')}),MIN({here('Uncapped')},"
    f'100-MAX({here("Off by caps")},{here("Off by overrides")})),"")'
)
