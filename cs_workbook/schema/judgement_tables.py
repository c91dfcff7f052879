"""The sheet Gut and data: where the CSM's pulse and the data disagree, both ways.

A pulse of 4 or 5 is good, of 1 or 2 poor. The data is the health score without the pulse, because
a score that contains the pulse would half agree with it.
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

PULSE = "CSM pulse"
"""The measure people type, as the health model names it."""
GOOD_PULSE, POOR_PULSE = 4, 2
"""From 4 up the pulse is good, up to 2 it is poor; 3 says neither."""
GUT_HIGH, GUT_LOW = "▼ Gut good, data poor", "◆ Gut poor, data good"
NO_MORE = "□ No longer apart"
"""States of ``tblDisagreements``; the last one is kept for what somebody typed."""

_ROW = 15


def _this(header: str) -> str:
    return f"tblDisagreements[[#This Row],[{header}]]"


TBL_DISAGREEMENTS = Table(
    name="tblDisagreements",
    sheet="Gut and data",
    title="Gut and data",
    purpose="Customers whose CSM says one thing and whose data says the other, largest MRR first. "
    "Comment is yours.",
    columns=(
        ACCOUNT_ID,
        ACCOUNT,
        stamped("Says", Format.STATE, 24, "Which of the two is the good one."),
        stamped(PULSE, Format.WHOLE, 12, "What the CSM typed on Accounts, 1 to 5."),
        stamped(
            "Data score",
            Format.SCORE,
            12,
            "Health of the other measures alone, 0 to 100; the pulse is left out of it.",
        ),
        calculated(
            "Gap",
            Format.DECIMAL,
            10,
            "Pulse as points (1 = 0, 5 = 100) less data score. Above 0 the gut is the kinder one.",
            f"IF(AND(ISNUMBER({_this(PULSE)}),ISNUMBER({_this('Data score')})),"
            f'25*({_this(PULSE)}-1)-{_this("Data score")},"")',
        ),
        stamped("MRR", Format.MONEY, 14, "MRR, as on Accounts."),
        stamped("Band", Format.STATE, 14, "Health band with the pulse in it, as on Accounts."),
        stamped("Next renewal", Format.DATE, 14, "Next renewal, as on Accounts."),
        stamped(
            "Why",
            Format.TEXT,
            60,
            "The two measures that pull the data score down most; the pulse is left out.",
        ),
        stamped("CSM", Format.TEXT, 18, "Who typed the pulse, or looks after the account."),
        typed("Comment", Format.TEXT, 50, "Who is right, and why. Refresh never changes it."),
    ),
    key=("Account ID",),
    header_row=_ROW,
)
