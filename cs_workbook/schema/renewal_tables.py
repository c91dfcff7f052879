"""The sheets of renewals: contract terms that end, the chances they stand at, past forecasts.

Every amount is money per month. What is renewed, and what is expected of an open renewal, is
counted up to its MRR due and no further: growth at a renewal is expansion, not renewal.
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
from cs_workbook.schema.health_model import DEFAULT_BANDS, NO_DATA_BAND, NOT_SCORED
from cs_workbook.schema.lists import AT_RISK, COMMIT, LIKELY, LOST

RENEWED_STATE, OPEN_STATE = "▲ Renewed", "◆ Open"
LATE_STATE, LOST_STATE = "▼ Late", "▼ Lost"
GONE_STATE, OLD_STATE = "□ Not in export", "□ Before the period"
"""States of a row that is kept for what somebody typed into it; it counts nowhere."""

LATE_BUCKET, PAST_BUCKET, NO_BUCKET = "Late", "Past", "Not counted"
TIME_BUCKETS: tuple[tuple[str, int], ...] = (
    ("0-30 days", 30),
    ("31-60 days", 60),
    ("61-90 days", 90),
    ("91-180 days", 180),
    ("181-365 days", 365),
)
"""Name and last day, included, of each stretch of time to go."""

HORIZONS = (30, 60, 90)
"""Days ahead for which each refresh keeps a forecast."""

DEFAULT_CHANCES: tuple[tuple[str, float, str], ...] = (
    (COMMIT, 100, "Agreed, only to be signed"),
    (LIKELY, 80, "We expect it"),
    (AT_RISK, 40, "It needs a rescue"),
    (LOST, 0, "Notice given, or as good"),
    (DEFAULT_BANDS[2][0], 80, "Nothing typed: by health"),
    (DEFAULT_BANDS[1][0], 60, "Nothing typed: by health"),
    (DEFAULT_BANDS[0][0], 40, "Nothing typed: by health"),
    (NO_DATA_BAND, 60, "Nothing typed: by health"),
    (NOT_SCORED, 40, "Nothing typed: no customer"),
)
"""Forecast or health band, chance in percent, what it stands for."""

_CHANCES_ROW = 16
_FORECASTS_ROW = 12
"""Above the tables stand blocks of figures, which need these rows."""

TBL_CHANCES = Table(
    name="tblChances",
    sheet="Renewals",
    title="Chances",
    purpose="How likely a renewal is: by its forecast, or by health where nobody typed one.",
    columns=(
        stamped("Stands at", Format.STATE, 15, "The forecast typed, else the health band."),
        stamped("Meaning", Format.TEXT, 30, "What it stands for."),
        typed(
            "Chance (%)",
            Format.DECIMAL,
            17,
            "How many of 100 such renewals you expect to come. Best, Likely and Worst move "
            "with it.",
            lowest=0,
            highest=100,
        ),
    ),
    key=("Stands at",),
    frozen=1,
    header_row=_CHANCES_ROW,
)


def _this(header: str) -> str:
    return f"tblRenewals[[#This Row],[{header}]]"


_STILL_TO_COME = f'OR({_this("State")}="{OPEN_STATE}",{_this("State")}="{LATE_STATE}")'
_BUCKET_NUMBER = "+".join(f"({_this('Days left')}>{last})" for _, last in TIME_BUCKETS[:-1])
_BUCKET_NAMES = ",".join(f'"{name}"' for name, _ in TIME_BUCKETS)
_BY_FORECAST = f'IF({_this("Forecast")}="",{_this("Health band")},{_this("Forecast")})'
_EXPECTED = (
    f"IF(ISNUMBER({_this('Forecast MRR')}),{_this('Forecast MRR')},"
    f"N({_this('MRR due')})*{_this('Chance (%)')}/100)"
)

TBL_RENEWALS = Table(
    name="tblRenewals",
    sheet="Renewals",
    title="Renewals",
    purpose="One row per account and day a paid contract ends: late ones first, then what comes "
    "next, then the past.",
    columns=(
        ACCOUNT_ID,
        ACCOUNT,
        stamped("CSM", Format.TEXT, 16, "Who looks after the account."),
        stamped(
            "Renewal date",
            Format.DATE,
            11,
            "End of the paid subscriptions that end that day: the first day without service.",
        ),
        calculated(
            "Days left",
            Format.WHOLE,
            10,
            "Days from the as-of date to the renewal date; below 0 it has passed.",
            f'IF(N({_this("Renewal date")})=0,"",{_this("Renewal date")}-AsOfDate)',
        ),
        calculated(
            "Bucket",
            Format.TEXT,
            13,
            "Time to go. Late: passed, not renewed, still within the days of grace.",
            f'IF({_this("Days left")}="","",IF(LEFT({_this("State")},1)="□","{NO_BUCKET}",'
            f'IF({_this("Days left")}<0,IF({_this("State")}="{LATE_STATE}","{LATE_BUCKET}",'
            f'"{PAST_BUCKET}"),CHOOSE(1+{_BUCKET_NUMBER},{_BUCKET_NAMES}))))',
        ),
        calculated(
            "Notice by",
            Format.DATE,
            11,
            "Last day to give notice: the renewal date less the notice days of Settings.",
            f'IF(N({_this("Renewal date")})=0,"",{_this("Renewal date")}-NoticeDays)',
        ),
        stamped(
            "Auto-renew",
            Format.YES_NO,
            11,
            "Yes where all contracts of the row renew by themselves; blank where the exports do "
            "not say.",
        ),
        stamped("Term (months)", Format.WHOLE, 10, "Months of the longest contract that ends."),
        stamped("MRR due", Format.MONEY, 12, "MRR of the contracts that end that day."),
        stamped(
            "State",
            Format.STATE,
            18,
            "Renewed, Open, Late or Lost at the as-of date, see the rule above. A row kept only "
            "for what you typed says why it no longer counts.",
        ),
        stamped(
            "MRR after",
            Format.MONEY,
            12,
            "MRR of the contracts that follow; 0 where nothing follows, blank while it is open.",
        ),
        calculated(
            "Health band",
            Format.STATE,
            13,
            "Band of the account on the Accounts sheet.",
            f'IF({_this("Account ID")}="","",IFERROR(INDEX(tblAccounts[Band],'
            f'MATCH({_this("Account ID")},tblAccounts[Account ID],0)),"{NO_DATA_BAND}"))',
        ),
        typed(
            "Forecast",
            Format.TEXT,
            11,
            "Your call. Blank: the chance follows the health band. Refresh never changes it.",
            list_name="ListForecasts",
        ),
        typed(
            "Forecast MRR",
            Format.MONEY,
            12,
            "The MRR you expect to keep. Blank: MRR due x chance. Counts up to MRR due. "
            "Refresh never changes it.",
            lowest=0,
        ),
        typed(
            "Notes",
            Format.TEXT,
            23,
            "Anything you want to keep with this renewal. Refresh never changes it.",
        ),
        calculated(
            "Chance (%)",
            Format.PERCENT,
            9,
            "Chance of the forecast typed, else of the health band; see Chances above.",
            "IFERROR(MEDIAN(0,100,N(INDEX(tblChances[Chance (%)],"
            f'MATCH({_BY_FORECAST}&"",tblChances[Stands at],0)))),0)',
        ),
        calculated(
            "Renewed MRR",
            Format.MONEY,
            12,
            "The smaller of MRR due and MRR after, once renewed.",
            f'IF({_this("State")}="{RENEWED_STATE}",'
            f"MIN(N({_this('MRR due')}),N({_this('MRR after')})),0)",
        ),
        calculated(
            "Worst",
            Format.MONEY,
            12,
            "What is renewed already, and what is typed as Commit.",
            f'IF(AND({_STILL_TO_COME},{_this("Forecast")}="{COMMIT}"),{_this("Likely")},'
            f"{_this('Renewed MRR')})",
        ),
        calculated(
            "Likely",
            Format.MONEY,
            12,
            "Renewed MRR, or of an open one the forecast MRR, else MRR due x chance; at most MRR "
            "due.",
            f"IF({_STILL_TO_COME},MEDIAN(0,N({_this('MRR due')}),{_EXPECTED}),"
            f"{_this('Renewed MRR')})",
        ),
        calculated(
            "Best",
            Format.MONEY,
            12,
            "Renewed MRR, or of an open one all of it unless its chance is 0.",
            f"IF({_STILL_TO_COME},IF({_this('Chance (%)')}>0,N({_this('MRR due')}),"
            f"{_this('Likely')}),{_this('Renewed MRR')})",
        ),
    ),
    key=("Account ID", "Renewal date"),
    header_row=_CHANCES_ROW + len(DEFAULT_CHANCES) + 5,
)

TBL_FORECASTS = Table(
    name="tblForecasts",
    sheet="Renewal forecasts",
    title="Renewal forecasts",
    purpose="What each refresh expected of the next 30, 60 and 90 days, and what came of it.",
    columns=(
        stamped("As of", Format.DATE, 16, "As-of date of the refresh that made the forecast."),
        stamped("Horizon (days)", Format.WHOLE, 16, "How many days ahead it looked."),
        stamped("Due by", Format.DATE, 16, "Last renewal date it covers, this day included."),
        stamped("Renewals", Format.WHOLE, 17, "Renewals due from the as-of date to that day."),
        stamped("Target MRR", Format.MONEY, 14, "Their MRR due."),
        stamped("Worst", Format.MONEY, 14, "Renewed already or typed as Commit."),
        stamped("Likely", Format.MONEY, 14, "Each at its forecast MRR or its chance."),
        stamped("Best", Format.MONEY, 14, "All of it, less what had no chance."),
        stamped(
            "Outcome MRR",
            Format.MONEY,
            14,
            "MRR renewed of those due, up to MRR due each; blank until the last day has passed.",
        ),
        stamped(
            "Outcome is",
            Format.STATE,
            16,
            "Final once the days of grace have passed as well; until then it may rise.",
        ),
        calculated(
            "Error (%)",
            Format.DECIMAL,
            12,
            "Likely less outcome, in percent of the target; above 0 the forecast was too high.",
            "IF(OR(NOT(ISNUMBER(tblForecasts[[#This Row],[Outcome MRR]])),"
            'N(tblForecasts[[#This Row],[Target MRR]])=0),"",'
            "100*(tblForecasts[[#This Row],[Likely]]-tblForecasts[[#This Row],[Outcome MRR]])"
            "/tblForecasts[[#This Row],[Target MRR]])",
        ),
    ),
    key=("As of", "Horizon (days)"),
    frozen=2,
    header_row=_FORECASTS_ROW,
)

FINAL, IN_GRACE, NOT_YET_DUE = "▲ Final", "◆ In grace", "○ Not yet due"
"""What the Outcome is column may say."""
