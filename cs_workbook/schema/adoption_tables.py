"""The sheets Adoption and Referrals: one row per account, figures above."""

from cs_workbook.schema.columns import (
    ACCOUNT,
    Format,
    Table,
    calculated,
    imported,
    stamped,
    typed,
)

ADOPTION_HEADER_ROW = 16
REFERRALS_HEADER_ROW = 13
ADOPTION_NAMES = ("BookFeatures", "ShownReferrals")
"""Cells on these sheets that refresh writes."""

IN_USE, FALLING, DISENGAGED, NO_USAGE = (
    "▲ In use",
    "◆ Falling",
    "▼ Disengaged",
    "○ No usage data",
)
ASK = "◆ Ask"


def _adoption(header: str) -> str:
    return f"tblAdoption[[#This Row],[{header}]]"


def _share(part: str, base: str) -> str:
    known = f"AND(ISNUMBER({part}),N({base})>0)"
    return f'IF({known},100*N({part})/{base},"")'


_LAST, _TREND = _adoption("Last activity"), _adoption("Usage trend (%)")
_USED, _BOUGHT = _adoption("Features used (90 d)"), _adoption("Features bought")
_USERS, _USES, _ACCESS = _adoption("Users (28 d)"), _adoption("Uses (28 d)"), _adoption("Access")

IDLE_FORMULA = f'IF(ISNUMBER({_LAST}),N(AsOfDate)-{_LAST},"")'
ADOPTION_STATE_FORMULA = (
    f'IF(NOT(ISNUMBER({_LAST})),"{NO_USAGE}",'
    f'IF({_adoption("Days idle")}>=DisengagedDays,"{DISENGAGED}",'
    f'IF(AND(ISNUMBER({_TREND}),N({_TREND})<=-DisengagedFall),"{FALLING}","{IN_USE}")))'
)

TBL_ADOPTION = Table(
    name="tblAdoption",
    sheet="Adoption",
    title="Adoption",
    purpose="How much of what they bought customers use, by how many people, and who has stopped.",
    columns=(
        imported("Account ID", Format.ID, 30, "The account's id, letter for letter."),
        ACCOUNT,
        calculated(
            "State",
            Format.STATE,
            18,
            "Disengaged: idle for Days without use (Settings) or longer. Falling: the usage trend "
            "is down by Fall of usage (Settings) or more.",
            ADOPTION_STATE_FORMULA,
        ),
        stamped("MRR", Format.MONEY, 14, "MRR at the as-of date."),
        stamped("CSM", Format.TEXT, 18, "Who looks after the account."),
        stamped("Last activity", Format.DATE, 13, "Day of the last use up to the as-of date."),
        calculated("Days idle", Format.WHOLE, 9, "As-of date minus last activity.", IDLE_FORMULA),
        stamped(
            "Usage trend (%)",
            Format.DECIMAL,
            11,
            "Uses of the last six weeks against the six before, as on Accounts.",
        ),
        stamped("Features used (90 d)", Format.WHOLE, 13, "Different features used in 90 days."),
        imported(
            "Features bought",
            Format.WHOLE,
            11,
            "From the accounts export; blank where it does not say.",
        ),
        calculated(
            "Breadth (%)",
            Format.PERCENT,
            11,
            "Features used / features bought; where that is not known, / features the whole book "
            "used in 90 days.",
            f"IF(N({_BOUGHT})>0,{_share(_USED, _BOUGHT)},{_share(_USED, 'BookFeatures')})",
        ),
        stamped("Users (28 d)", Format.WHOLE, 10, "Different users in 28 days."),
        stamped(
            "Access",
            Format.WHOLE,
            10,
            "Users with an access by the accounts export, else the seats bought.",
        ),
        calculated(
            "Reach (%)",
            Format.PERCENT,
            10,
            "Users / access; above 100 more people use it than may.",
            _share(_USERS, _ACCESS),
        ),
        stamped("Uses (28 d)", Format.WHOLE, 10, "Uses in 28 days."),
        calculated(
            "Uses per user",
            Format.DECIMAL,
            10,
            "Depth: uses / users in 28 days.",
            f'IF(AND(ISNUMBER({_USES}),N({_USERS})>0),{_USES}/{_USERS},"")',
        ),
    ),
    key=("Account ID",),
    header_row=ADOPTION_HEADER_ROW,
)


def _referral(header: str) -> str:
    return f"tblReferrals[[#This Row],[{header}]]"


ASK_FORMULA = (
    f'IF(AND({_referral("Status")}="Customer",N({_referral("NPS answer")})>=9,'
    f'N({_referral("Referrals")})=0,{_referral("Reference")}<>"No"),"{ASK}","")'
)

TBL_REFERRALS = Table(
    name="tblReferrals",
    sheet="Referrals",
    title="Referrals and references",
    purpose="Who brings others, who is won through them, and who would speak for us.",
    columns=(
        imported("Account ID", Format.ID, 34, "The account's id, letter for letter."),
        ACCOUNT,
        typed(
            "Reference",
            Format.YES_NO,
            13,
            "Yes: willing to be a reference when asked. No: asked and not willing. Blank: not "
            "asked. Refresh never changes it.",
            list_name="ListYesNo",
        ),
        stamped("Referrals", Format.WHOLE, 12, "Leads the account brought up to the as-of date."),
        stamped("Won", Format.WHOLE, 12, "Of these, won."),
        stamped("Lost", Format.WHOLE, 12, "Of these, lost; the others are open."),
        stamped("Last referral", Format.DATE, 13, "Day of the newest one."),
        stamped("NPS answer", Format.SCORE, 12, "Mean NPS answer in the survey window."),
        calculated(
            "Next",
            Format.STATE,
            12,
            "Ask: a customer and promoter who has brought nobody and has not said no.",
            ASK_FORMULA,
        ),
        stamped("Status", Format.TEXT, 14, "As on Accounts."),
        stamped("MRR", Format.MONEY, 14, "MRR at the as-of date."),
        stamped("CSM", Format.TEXT, 18, "Who looks after the account."),
    ),
    key=("Account ID",),
    header_row=REFERRALS_HEADER_ROW,
)
