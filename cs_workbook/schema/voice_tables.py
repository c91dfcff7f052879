"""The sheets of what customers say: satisfaction by group, growth by NPS group, follow-up."""

from cs_workbook.schema.columns import (
    ACCOUNT,
    ACCOUNT_ID,
    SOURCE,
    Format,
    Table,
    calculated,
    imported,
    stamped,
    typed,
)
from cs_workbook.schema.interval_formulas import wilson_end
from cs_workbook.schema.voice_formulas import nps, nps_end, share

GROWTH_HEADER_ROW = 41
GROUPS_HEADER_ROW = 49
FOLLOW_UP_HEADER_ROW = 11

VOICE_NAMES = ("InvitationsAsked", "InvitationsAnswered", "InvitationsSilent")
"""Cells on the Satisfaction sheet that refresh writes; Not known without a sent list."""
NOT_KNOWN = "Not known"

WHOLE_BOOK = "Whole book"
ALL_ANSWERS, LATEST, BEFORE = "All answers", "Latest per person", "Window before"
"""Kind and groups of the rows that hold the counts of the whole book."""

GROUP_KINDS = ("Segment", "CSM", "Plan", "Country")
NOT_STATED = "Not stated"

FEW = "○ Few answers"
NO_ANSWERS = "○ No NPS answer"

IN_TIME, OPEN, OVERDUE, LATE = "▲ Closed in time", "◆ Open", "▼ Overdue", "▼ Closed late"
OLDER = "□ Out of window"
"""What the State column of the Follow-up sheet may say."""

N_NEEDED = 'INDEX(tblSurveyRules[n needed],MATCH("NPS",tblSurveyRules[Survey],0))'


def _groups(header: str) -> str:
    return f"tblVoiceGroups[[#This Row],[{header}]]"


_NPS = (_groups("Promoters"), _groups("Detractors"), _groups("n"))

TBL_VOICE_GROUPS = Table(
    name="tblVoiceGroups",
    sheet="Satisfaction",
    title="Satisfaction",
    purpose="What customers say, how sure that is, and who has not spoken.",
    columns=(
        stamped("Kind", Format.TEXT, 30, "Whole book, or what the groups are."),
        stamped("Group", Format.TEXT, 32, "The group; Not stated where the accounts do not say."),
        stamped("Promoters", Format.WHOLE, 14, "NPS answers of 9 and 10."),
        stamped("Passives", Format.WHOLE, 14, "NPS answers of 7 and 8."),
        stamped("Detractors", Format.WHOLE, 14, "NPS answers of 0 to 6."),
        calculated(
            "n",
            Format.WHOLE,
            14,
            "NPS answers of the group.",
            f"N({_groups('Promoters')})+N({_groups('Passives')})+N({_groups('Detractors')})",
        ),
        calculated("NPS", Format.DECIMAL, 14, "100 x (promoters - detractors) / n.", nps(*_NPS)),
        calculated(
            "Low 95 %",
            Format.DECIMAL,
            14,
            "Lower end of the adjusted Wald interval of NPS.",
            nps_end(*_NPS, high=False),
        ),
        calculated(
            "High 95 %",
            Format.DECIMAL,
            14,
            "Upper end of the adjusted Wald interval of NPS.",
            nps_end(*_NPS, high=True),
        ),
        stamped(
            "CSAT (%)",
            Format.PERCENT,
            14,
            "Share of satisfied answers by the survey rules; ticket ratings where the book has no "
            "CSAT answer.",
        ),
        stamped("CSAT n", Format.WHOLE, 10, "Answers behind CSAT."),
        stamped("CES", Format.SCORE, 10, "Mean effort answer, on the scale of the survey rules."),
        stamped("CES n", Format.WHOLE, 10, "Answers behind CES."),
        calculated(
            "Note",
            Format.STATE,
            22,
            "Few answers: n is below n needed of NPS on Survey rules.",
            f'IF({_NPS[2]}=0,"{NO_ANSWERS}",IF({_NPS[2]}<{N_NEEDED},"{FEW}",""))',
        ),
    ),
    key=("Kind", "Group"),
    header_row=GROUPS_HEADER_ROW,
)


def _growth(header: str) -> str:
    return f"tblVoiceGrowth[[#This Row],[{header}]]"


_THEN, _STILL, _PAID = _growth("Customers"), _growth("Still there"), _growth("MRR then")

TBL_VOICE_GROWTH = Table(
    name="tblVoiceGrowth",
    sheet="Satisfaction",
    title="Promoters against growth",
    purpose="Customers at the start of the period by what they had answered in the survey window "
    "before it, and what became of them.",
    columns=(
        stamped("NPS group", Format.TEXT, 30, "Promoter, passive, detractor or silent then."),
        stamped("Mean answer", Format.TEXT, 32, "The account's mean answer that puts it there."),
        stamped("Customers", Format.WHOLE, 14, "Customers at the start of the period."),
        stamped("Still there", Format.WHOLE, 14, "Of these, customers at the as-of date."),
        calculated(
            "Kept (%)",
            Format.PERCENT,
            14,
            "Still there / customers.",
            share(_STILL, _THEN),
        ),
        calculated(
            "Low 95 %",
            Format.DECIMAL,
            14,
            "Lower end of Wilson's interval.",
            wilson_end(_STILL, _THEN, high=False),
        ),
        calculated(
            "High 95 %",
            Format.DECIMAL,
            14,
            "Upper end of Wilson's interval.",
            wilson_end(_STILL, _THEN, high=True),
        ),
        stamped("MRR then", Format.MONEY, 14, "Their MRR at the start of the period."),
        stamped("MRR kept", Format.MONEY, 14, "Per account the smaller of MRR then and now."),
        stamped("MRR now", Format.MONEY, 14, "Their MRR at the as-of date."),
        calculated(
            "GRR (%)",
            Format.PERCENT,
            10,
            "MRR kept / MRR then.",
            share(_growth("MRR kept"), _PAID),
        ),
        calculated(
            "NRR (%)",
            Format.PERCENT,
            10,
            "MRR now / MRR then.",
            share(_growth("MRR now"), _PAID),
        ),
    ),
    key=("NPS group",),
    header_row=GROWTH_HEADER_ROW,
)


def _follow(header: str) -> str:
    return f"tblFollowUp[[#This Row],[{header}]]"


_CLOSED, _DUE = _follow("Closed on"), _follow("Follow up by")
_ANSWERED = _follow("Answered on")

DUE_FORMULA = f'IF(ISNUMBER({_ANSWERED}),{_ANSWERED}+FollowUpDays,"")'
STATE_FORMULA = (
    f'IF(NOT(ISNUMBER({_ANSWERED})),"",'
    f"IF(AND(N(SurveyWindowDays)>0,{_ANSWERED}<=N(AsOfDate)-N(SurveyWindowDays)),"
    f'"{OLDER}",IF(ISNUMBER({_CLOSED}),IF(INT({_CLOSED})<={_DUE},"{IN_TIME}","{LATE}"),'
    f'IF(N(AsOfDate)>{_DUE},"{OVERDUE}","{OPEN}"))))'
)

TBL_FOLLOW_UP = Table(
    name="tblFollowUp",
    sheet="Follow-up",
    title="Follow-up with detractors",
    purpose="One row per NPS answer of 0 to 6 in the survey window, newest first. The yellow "
    "columns are yours and follow their answer.",
    columns=(
        imported("Answer ID", Format.ID, 26, "Id of the answer."),
        ACCOUNT_ID,
        ACCOUNT,
        calculated(
            "State",
            Format.STATE,
            18,
            "Closed where you typed a day; overdue after Follow up by. Out of window: an older "
            "answer, kept for what you typed; it counts in no figure.",
            STATE_FORMULA,
        ),
        imported("Score", Format.WHOLE, 10, "The answer, 0 to 6."),
        imported("Answered on", Format.DATE, 13, "Day of the answer."),
        calculated(
            "Follow up by",
            Format.DATE,
            13,
            "Answered on + Days to follow up (Settings).",
            DUE_FORMULA,
        ),
        stamped("CSM", Format.TEXT, 18, "Who looks after the account."),
        stamped("MRR", Format.MONEY, 14, "MRR of the account at the as-of date."),
        typed(
            "Closed on",
            Format.DATE,
            13,
            "The day you got back to them. Refresh never changes it.",
        ),
        typed(
            "Outcome",
            Format.TEXT,
            18,
            "What came of it. Refresh never changes it.",
            list_name="ListOutcomes",
        ),
        typed(
            "Notes",
            Format.TEXT,
            34,
            "Anything you want to keep with this answer. Refresh never changes it.",
        ),
        imported("Comment", Format.TEXT, 50, "The answer in words."),
        imported("Respondent", Format.TEXT, 26, "Who answered."),
        SOURCE,
    ),
    key=("Answer ID",),
    frozen=3,
    header_row=FOLLOW_UP_HEADER_ROW,
)
