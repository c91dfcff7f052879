"""The At risk sheet: what each customer may cost, and the chances of leaving behind it."""

from cs_workbook.schema.columns import (
    ACCOUNT,
    ACCOUNT_ID,
    Format,
    Table,
    calculated,
    stamped,
    typed,
)
from cs_workbook.schema.health_model import DEFAULT_BANDS, NO_DATA_BAND
from cs_workbook.schema.interval_formulas import wilson_end

HORIZON_DAYS = 90
"""How far ahead a chance of leaving looks; one of the lead times of the back-test."""
FEWEST_LOST = 20
"""Accounts lost before the back-test's rates replace the assumed ones."""
FEWEST_LOOKED_AT = 20
"""Times a band must have been looked at before its own rate counts."""
ASSUMED, CALIBRATED = "Assumed", "Back-test"
NOT_LISTED = "□ Not listed"
"""Stands for the band of a row that is kept for what somebody typed into it."""
OPEN_LINK = "Open"
SCORE_QUESTION = "Does the score tell who will leave?"
BAND_QUESTION = "How many of a band leave?"

DEFAULT_LOSS_CHANCES: tuple[tuple[str, float], ...] = (
    (DEFAULT_BANDS[0][0], 15),
    (DEFAULT_BANDS[1][0], 5),
    (DEFAULT_BANDS[2][0], 2),
    (NO_DATA_BAND, 5),
)
"""Band and the chance, in percent, of leaving within the horizon that is assumed for it."""

_RATES_ROW = 5
_RISK_ROW = 21


def _rate(header: str) -> str:
    return f"tblLossRates[[#This Row],[{header}]]"


def _this(header: str) -> str:
    return f"tblAtRisk[[#This Row],[{header}]]"


def _plan(header: str) -> str:
    """Return what Plans says of the row's account."""
    place = f"MATCH({_this('Account ID')},tblPlans[Account ID],0)"
    return f"INDEX(tblPlans[{header}],{place})"


def _tested(header: str) -> str:
    """Return what the back-test counted in the band of the row."""
    return (
        f"SUMIFS(tblBacktest[{header}],tblBacktest[Days before],{HORIZON_DAYS},"
        f'tblBacktest[Question],"{BAND_QUESTION}",tblBacktest[About],{_rate("Band")})'
    )


_LOST = (
    f"SUMIFS(tblBacktest[Part],tblBacktest[Days before],{HORIZON_DAYS},"
    f'tblBacktest[Question],"{SCORE_QUESTION}")'
)

TBL_LOSS_RATES = Table(
    name="tblLossRates",
    sheet="At risk",
    title=f"Chance of leaving within {HORIZON_DAYS} days, by band",
    purpose="Share of each health band that left, as the back-test counted it, else assumed.",
    columns=(
        stamped("Band", Format.STATE, 14, "The health band."),
        calculated(
            "Chance from",
            Format.TEXT,
            26,
            f"Back-test where it saw {FEWEST_LOST} lost accounts or more and looked at the band "
            f"{FEWEST_LOOKED_AT} times or more; else Assumed.",
            f"IF(AND({_LOST}>={FEWEST_LOST},{_rate('n')}>={FEWEST_LOOKED_AT}),"
            f'"{CALIBRATED}","{ASSUMED}")',
        ),
        calculated(
            "Chance (%)",
            Format.DECIMAL,
            13,
            "The chance in force: of the back-test, else the assumed one.",
            f'IF({_rate("Chance from")}="{CALIBRATED}",{_rate("Back-test (%)")},'
            f"N({_rate('Assumed (%)')}))",
        ),
        typed(
            "Assumed (%)",
            Format.DECIMAL,
            12,
            f"How many of 100 such customers you expect to leave within {HORIZON_DAYS} days. Used "
            "until the back-test knows better.",
            lowest=0,
            highest=100,
        ),
        calculated(
            "Back-test (%)",
            Format.DECIMAL,
            12,
            "100 x left / n.",
            f'IF({_rate("n")}=0,"",100*{_rate("Left")}/{_rate("n")})',
        ),
        calculated(
            "Low 95 %",
            Format.DECIMAL,
            12,
            "Lower end of Wilson's interval.",
            wilson_end(_rate("Left"), _rate("n"), high=False),
        ),
        calculated(
            "High 95 %",
            Format.DECIMAL,
            14,
            "Upper end of Wilson's interval.",
            wilson_end(_rate("Left"), _rate("n"), high=True),
        ),
        calculated(
            "Left",
            Format.WHOLE,
            9,
            "Times an account that stood in the band had left as many days later.",
            _tested("Part"),
        ),
        calculated(
            "n",
            Format.WHOLE,
            10,
            "Times an account stood in the band at a month's end.",
            _tested("n"),
        ),
        calculated(
            "Customers",
            Format.WHOLE,
            13,
            "Customers of the list below in the band.",
            f'IF(COUNTA(tblAtRisk[Account ID])=0,"",COUNTIFS(tblAtRisk[Band],{_rate("Band")}))',
        ),
        calculated(
            "MRR",
            Format.MONEY,
            14,
            "Their MRR; blank where none is known.",
            'IF(COUNT(tblAtRisk[MRR])=0,"",'
            f"SUMIFS(tblAtRisk[MRR],tblAtRisk[Band],{_rate('Band')}))",
        ),
        calculated(
            "Expected loss",
            Format.MONEY,
            15,
            "Their expected loss.",
            'IF(COUNT(tblAtRisk[MRR])=0,"",'
            f"SUMIFS(tblAtRisk[Expected loss],tblAtRisk[Band],{_rate('Band')}))",
        ),
    ),
    key=("Band",),
    frozen=1,
    header_row=_RATES_ROW,
)

# An empty band is matched as an empty text: a look-up of nothing would find a zero.
_PLACE = f'MATCH({_this("Band")}&"",tblLossRates[Band],0)'
_ROW = f"MATCH({_this('Account ID')},tblAccounts[Account ID],0)"

TBL_AT_RISK = Table(
    name="tblAtRisk",
    sheet="At risk",
    title="Customers at risk",
    purpose="Every customer with an MRR or below the best band, largest expected loss first. "
    "Yellow columns are yours.",
    columns=(
        ACCOUNT_ID,
        ACCOUNT,
        calculated(
            "Expected loss",
            Format.MONEY,
            13,
            f"12 x MRR x chance of leaving within {HORIZON_DAYS} days: the yearly revenue that "
            "would go.",
            f"IF(AND(ISNUMBER({_this('MRR')}),ISNUMBER({_this('Chance (%)')})),"
            f'12*{_this("MRR")}*{_this("Chance (%)")}/100,"")',
        ),
        stamped("MRR", Format.MONEY, 12, "MRR, as on Accounts."),
        calculated(
            "Chance (%)",
            Format.DECIMAL,
            12,
            f"Chance of leaving within {HORIZON_DAYS} days: that of its band, in the block above.",
            f'IFERROR(INDEX(tblLossRates[Chance (%)],{_PLACE}),"")',
        ),
        calculated(
            "Chance from",
            Format.TEXT,
            12,
            "Back-test: counted in this book. Assumed: typed in the block above.",
            f'IFERROR(INDEX(tblLossRates[Chance from],{_PLACE}),"")',
        ),
        stamped("Band", Format.STATE, 14, "Health band, as on Accounts."),
        stamped("Health", Format.SCORE, 9, "Health score, as on Accounts."),
        calculated(
            "Change",
            Format.DECIMAL,
            10,
            "Health now less health before.",
            f"IF(AND(ISNUMBER({_this('Health')}),ISNUMBER({_this('Health before')})),"
            f'{_this("Health")}-{_this("Health before")},"")',
        ),
        stamped("Next renewal", Format.DATE, 13, "Next renewal, as on Accounts."),
        calculated(
            "Days left",
            Format.WHOLE,
            14,
            "Days from the as-of date to the next renewal; below 0 it has passed.",
            f'IF(N({_this("Next renewal")})=0,"",{_this("Next renewal")}-AsOfDate)',
        ),
        stamped(
            "Last touch",
            Format.DATE,
            15,
            "Latest day the exports know of the account: a use, a ticket or an answer.",
        ),
        stamped("Touch", Format.TEXT, 12, "What it was: Use, Ticket or Answer."),
        stamped(
            "Why",
            Format.TEXT,
            64,
            "The two measures that pull the health down most: value, and points of the score lost.",
        ),
        stamped("CSM", Format.TEXT, 18, "Who looks after the account."),
        typed("Next step", Format.TEXT, 34, "What you will do. Refresh never changes it."),
        typed("Due", Format.DATE, 12, "By when. Refresh never changes it."),
        stamped("Health before", Format.SCORE, 10, "Health at the last earlier refresh."),
        stamped("Before on", Format.DATE, 12, "As-of date of that refresh."),
        calculated(
            "Link",
            Format.TEXT,
            8,
            "Leads to its row on Accounts.",
            f'IF({_this("Account ID")}="","",IFERROR(HYPERLINK("#Accounts!A"&('
            f'ROW(tblAccounts[[#Headers],[Account ID]])+{_ROW}),"{OPEN_LINK}"),""))',
        ),
        calculated(
            "Plan",
            Format.TEXT,
            44,
            "State and sheet of its success plan, and leads there; blank where it has no plan.",
            f'IF({_this("Account ID")}="","",IFERROR(IF({_plan("Sheet")}="",{_plan("Status")}&"",'
            f"""HYPERLINK("#'"&SUBSTITUTE({_plan("Sheet")},"'","''")&"'!A1","""
            f"""{_plan("Status")}&", "&{_plan("Sheet")})),""))""",
        ),
    ),
    key=("Account ID",),
    header_row=_RISK_ROW,
)
