"""The sheet Survey trends: every survey by group and quarter."""

from cs_workbook.schema.columns import Format, Table, calculated, stamped
from cs_workbook.schema.voice_formulas import NO_DATA
from cs_workbook.schema.voice_tables import FEW

TRENDS_HEADER_ROW = 45


def _this(header: str) -> str:
    return f"tblSurveyTrends[[#This Row],[{header}]]"


_N = _this("n")
_NEEDED = f"INDEX(tblSurveyRules[n needed],MATCH({_this('Survey')},tblSurveyRules[Survey],0))"

TBL_SURVEY_TRENDS = Table(
    name="tblSurveyTrends",
    sheet="Survey trends",
    title="Survey trends",
    purpose="NPS, CSAT and CES of the last eight quarters by segment, CSM, plan, country and "
    "tenure.",
    columns=(
        stamped("By", Format.TEXT, 26, "Whole book, or what the groups are."),
        stamped(
            "Group",
            Format.TEXT,
            22,
            "The group the account is in now; tenure is the one on the day of the answer. Not "
            "stated where nobody says.",
        ),
        stamped("Survey", Format.TEXT, 12, "NPS, CSAT or CES."),
        stamped("Quarter", Format.TEXT, 12, "Calendar quarter of the answer."),
        calculated(
            "Value",
            Format.DECIMAL,
            12,
            "NPS and CSAT: 100 x part / n. CES: part / n, the mean answer.",
            f'IF(N({_N})=0,"{NO_DATA}",IF({_this("Survey")}="CES",1,100)*{_this("Part")}/{_N})',
        ),
        stamped(
            "Part",
            Format.DECIMAL,
            12,
            "NPS: promoters minus detractors. CSAT: satisfied answers. CES: sum of the answers.",
        ),
        stamped("n", Format.WHOLE, 12, "Answers in the quarter."),
        stamped(
            "Low 95 %",
            Format.DECIMAL,
            12,
            "Lower end of the interval: NPS adjusted Wald, CSAT Wilson, CES none.",
        ),
        stamped("High 95 %", Format.DECIMAL, 12, "Upper end of the interval."),
        calculated(
            "Note",
            Format.STATE,
            16,
            "Few answers: n is below n needed of the survey on Survey rules.",
            f'IF(N({_N})=0,"",IF({_N}<{_NEEDED},"{FEW}",""))',
        ),
    ),
    key=("By", "Group", "Survey", "Quarter"),
    header_row=TRENDS_HEADER_ROW,
)
