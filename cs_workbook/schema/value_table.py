"""The Value sheet: one row per account with what its people want and what it is worth.

Attention is live: it finds the account's row on Problems or Contacts by the keys there. What
looks back in time (trust, moves) or needs all accounts (tiers, segments) is stamped by refresh.
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

VALUE_ROW = 14
OVERDUE, PLANNED, MILESTONE, NO_TOUCH = (
    "▼ Overdue",
    "▲ Planned",
    "◆ At milestones",
    "○ No touch known",
)
"""What the Touch column says."""

_ID = "tblValue[[#This Row],[Account ID]]"
_ATTENTION = "tblValue[[#This Row],[Attention]]"
_DUE = "tblValue[[#This Row],[Next touch due]]"
_PROBLEMS, _CONTACTS = "tblProblems[Key]", "tblContacts[Key]"


def _attention() -> str:
    formula = '"Not known"'
    for keys in (_CONTACTS, _PROBLEMS):
        for level in ("Low", "Neutral", "High"):
            formula = f'IF(ISNUMBER(MATCH({_ID}&"|{level}",{keys},0)),"{level}",{formula})'
    return f'IF({_ID}="","",{formula})'


def _found(header: str, *, contacts: bool = True, text: bool = True) -> str:
    """Return a cell of the row attention comes from: on Problems, else on Contacts."""
    end = '&""' if text else ""

    def row(table: str) -> str:
        return f'INDEX({table}[{header}],MATCH({_ID}&"|"&{_ATTENTION},{table}[Key],0)){end}'

    rest = f'IFERROR({row("tblContacts")},"")' if contacts else '""'
    return f"IFERROR({row('tblProblems')},{rest})"


_TIER = "tblValue[[#This Row],[Tier]]"
_TIER_DAYS = (
    f'IF({_TIER}="","No data",IFERROR("Every "&INDEX(tblTierRules[[Touch every (days)]],'
    f'MATCH({_TIER},tblTierRules[Tier],0))&" days (tier)","No data"))'
)
QUESTIONS = (
    "1 Who they are",
    "2 What they are worth",
    "3 How satisfied",
    "4 What they buy",
    "5 Wider footprint",
    "6 Growth markets",
    "7 Influencers",
)


def _question(header: str) -> str:
    return f"tblValue[[#This Row],[{header}]]"


_KNOWN = "+".join(
    f'IF(OR({_question(header)}="",{_question(header)}="Unknown"),0,1)' for header in QUESTIONS
)
_BLANK = "&".join(f'IF({_question(header)}="","{header[0]} ","")' for header in QUESTIONS)

TBL_VALUE = Table(
    name="tblValue",
    sheet="Value",
    title="Attention and value by account",
    purpose="Two things that never mix: what a person wants to hear, and what the account is worth "
    "to both sides.",
    columns=(
        ACCOUNT_ID,
        ACCOUNT,
        stamped("Status", Format.TEXT, 12, "Status on Accounts."),
        stamped("MRR", Format.MONEY, 12, "MRR at the as-of date."),
        stamped(
            "Tier",
            Format.TEXT,
            10,
            "By rank or amount of MRR; equal MRR, equal tier.",
        ),
        stamped("Segments", Format.TEXT, 46, "Segments whose rules it all meets."),
        calculated(
            "Plan depth",
            Format.TEXT,
            12,
            "From Plan choice, overrides included.",
            f'IF({_ID}="","",IFERROR(INDEX(tblPlanChoice[Plan depth],'
            f'MATCH({_ID},tblPlanChoice[Account ID],0))&"",""))',
        ),
        calculated(
            "Attention",
            Format.TEXT,
            12,
            "The highest of its open problems; only where none is open, the highest standing one "
            "of its contacts.",
            _attention(),
        ),
        calculated("Person", Format.TEXT, 20, "Who it is about.", _found("Contact")),
        calculated("Problem", Format.TEXT, 32, "Their problem.", _found("Problem", contacts=False)),
        calculated(
            "Next touch due",
            Format.DATE,
            16,
            "When that person should hear from us next; Low follows milestones.",
            _found("Next touch due", text=False),
        ),
        calculated(
            "Touch",
            Format.STATE,
            17,
            "Overdue after that day, counted to the as-of date.",
            f'IF(OR({_ATTENTION}="",{_ATTENTION}="Not known"),"",IF(ISNUMBER({_DUE}),'
            f'IF(N(AsOfDate)>{_DUE},"{OVERDUE}","{PLANNED}"),'
            f'IF({_DUE}="","{NO_TOUCH}","{MILESTONE}")))',
        ),
        calculated(
            "Cadence",
            Format.TEXT,
            24,
            "How often to touch: by attention, else by tier, whatever plan it has.",
            f'IF({_ATTENTION}="","",IF({_ATTENTION}="High","Every "&HighTouchDays&" days (High)",'
            f'IF({_ATTENTION}="Neutral","Every "&NeutralTouchDays&" days (Neutral)",'
            f'IF({_ATTENTION}="Low","At milestones (Low)",{_TIER_DAYS}))))',
        ),
        stamped(
            "Attention at refresh",
            Format.TEXT,
            12,
            "Attention at the last refresh; Segment moves compares the next one with it.",
        ),
        stamped(
            "High days (%)",
            Format.PERCENT,
            10,
            "Share of the last 90 days on which it showed High; blank where nothing is known.",
        ),
        stamped(
            "Trust",
            Format.STATE,
            22,
            "Long a customer and still High: a warning. Long a customer and Low: trust. Down to "
            "Low after a deliverable: a candidate for a reference.",
        ),
        stamped("What to do", Format.TEXT, 68, "What the signal asks for, and of whom."),
        stamped(
            "Tier breach",
            Format.STATE,
            50,
            "What its tier promises and it does not get (Segment model).",
        ),
        stamped(QUESTIONS[0], Format.TEXT, 38, "Industry, country and segment as exported."),
        stamped(QUESTIONS[1], Format.TEXT, 26, "Tier, and revenue so far where it is known."),
        stamped(QUESTIONS[2], Format.TEXT, 26, "Mean NPS answer and ticket rating."),
        stamped(QUESTIONS[3], Format.TEXT, 26, "Plan, seats and subscriptions."),
        typed(
            "Share of wallet",
            Format.TEXT,
            12,
            "Their spend with us of all they spend on such things; or Unknown.",
        ),
        typed(
            QUESTIONS[4],
            Format.TEXT,
            26,
            "Who could use it beyond the group that buys; or Unknown.",
        ),
        typed(QUESTIONS[5], Format.TEXT, 26, "Markets they grow in; or Unknown."),
        typed(QUESTIONS[6], Format.TEXT, 26, "Who influences them, and whom; or Unknown."),
        calculated(
            "Completeness (%)",
            Format.PERCENT,
            15,
            "Questions with a known answer, of seven; Unknown is asked, but not known.",
            f'IF({_ID}="","",100*({_KNOWN})/7)',
        ),
        calculated(
            "Not asked yet",
            Format.TEXT,
            12,
            "Numbers of the questions left blank.",
            f'IF({_ID}="","",TRIM({_BLANK}))',
        ),
        typed("Reviewed on", Format.DATE, 13, "Day somebody last went through the seven."),
    ),
    key=("Account ID",),
    frozen=2,
    header_row=VALUE_ROW,
)
