"""The sheet What-if: each score by the weights tried, beside the score in force.

Above the table stand the weights in force and those that are tried, a column per slot of the
model. A row takes the scores of the measures from ``tblHealth`` and weighs them anew. Caps and
overrides hold as on Health. Bands are compared without the margin of bands on both sides: the
margin depends on the band shown before, which other weights would have changed too. An account
whose profile sets a weight keeps it: only its other weights are the ones that are tried.
"""

from cs_workbook.schema.columns import ACCOUNT_ID, Format, Table, calculated, column_letter
from cs_workbook.schema.health_model import NO_DATA_BAND, NOT_SCORED, SLOTS
from cs_workbook.schema.profile_table import WEIGHT_HEADERS

WHAT_IF_BY, WHAT_IF_WHY = WHAT_IF_TYPED = ("WhatIfBy", "WhatIfWhy")
"""Names of the two cells the button Adopt reads: who adopts the weights, and why."""

WHAT_IF_WEIGHT = "What-if weight"
"""The column of ``tblWeights`` with the weights that are tried."""

FIRST_SLOT_COLUMN = 3
NAME_ROW, NOW_ROW, NEW_ROW = 6, 7, 8
"""Rows above the table: the measures, their weights now, and the weights that are tried."""

TO_WORSE, TO_BETTER, TO_OR_FROM_NO_DATA = "▼", "▲", "○"
"""What the words of a flip begin with."""

_FIRST = column_letter(FIRST_SLOT_COLUMN)
_LAST = column_letter(FIRST_SLOT_COLUMN + SLOTS - 1)
NEW_WEIGHTS = f"${_FIRST}${NEW_ROW}:${_LAST}${NEW_ROW}"
_NAMED = f'--(${_FIRST}${NAME_ROW}:${_LAST}${NAME_ROW}<>"")'


def _own(header: str) -> str:
    return f"tblWhatIf[[#This Row],[{header}]]"


def _health(header: str) -> str:
    """Return what ``tblHealth`` says of the account."""
    return f"INDEX(tblHealth[{header}],{_own('Row')})"


def _block(name: str) -> str:
    return f"INDEX(tblHealth[[{name} 1]:[{name} {SLOTS}]],{_own('Row')},0)"


def _where_known(formula: str, otherwise: str = '""') -> str:
    return f"IF(N({_own('Row')})=0,{otherwise},{formula})"


_INPUT_KNOWN = f"--ISNUMBER({_block('Input')})"
_SCORED = f"--ISNUMBER({_block('Score')})"
_PROFILE_ROW = _health("Profile row")
_OF_PROFILE = f"INDEX(tblProfiles[[{WEIGHT_HEADERS[0]}]:[{WEIGHT_HEADERS[-1]}]],{_PROFILE_ROW},0)"


def _weighed(*factors: str) -> str:
    """Add up weights times factors: those tried, but of a profile the ones it sets."""
    by = "".join(f",{factor}" for factor in factors)
    return (
        f"IF({_PROFILE_ROW}=0,SUMPRODUCT({NEW_WEIGHTS}{by}),"
        f'SUMPRODUCT({NEW_WEIGHTS},--({_OF_PROFILE}=""){by})'
        f"+SUMPRODUCT({_OF_PROFILE},{_NAMED}{by}))"
    )


_NO_DATA_WORDS = NO_DATA_BAND[2:]


def _place(score: str, coverage: str, place: str) -> str:
    """Return the place of a band among the bands, 0 for "no data", blank for "not scored"."""
    return _where_known(
        f'IF({_own("Band")}="{NOT_SCORED}","",IF(OR(NOT(ISNUMBER({score})),'
        f"ROUND({coverage},9)<ROUND(MinimumCoverage,9)),0,{place}))"
    )


def _word(place: str) -> str:
    """Return a band without its shape."""
    return f'IF({place}=0,"{_NO_DATA_WORDS}",MID(INDEX(tblBands[Band],{place}),3,99))'


_BEFORE, _AFTER = _own("Place now"), _own("New place")
_MRR = f"INDEX(tblAccounts[MRR],{_health('Row')})"

TBL_WHAT_IF = Table(
    name="tblWhatIf",
    sheet="What-if",
    title="What-if: other weights tried",
    purpose="Health by the what-if weights beside health now. Nothing changes before it is "
    "adopted.",
    columns=(
        ACCOUNT_ID,
        calculated(
            "Account",
            Format.TEXT,
            26,
            "The account's name.",
            _where_known(_health("Account")),
        ),
        calculated(
            "Flips",
            Format.STATE,
            24,
            "From which band to which, blank where the band stays. Both sides without the margin "
            "of bands.",
            f'IF(COUNT({_BEFORE},{_AFTER})<2,"",IF({_BEFORE}={_AFTER},"",'
            f'IF({_BEFORE}*{_AFTER}=0,"{TO_OR_FROM_NO_DATA}",'
            f'IF({_AFTER}<{_BEFORE},"{TO_WORSE}","{TO_BETTER}"))'
            f'&" "&{_word(_BEFORE)}&" to "&{_word(_AFTER)}))',
        ),
        calculated(
            "MRR",
            Format.MONEY,
            13,
            "The account's MRR; blank where it is not known.",
            _where_known(f'IFERROR(IF(ISNUMBER({_MRR}),{_MRR},""),"")'),
        ),
        calculated(
            "MRR that crosses",
            Format.MONEY,
            13,
            "MRR of an account that changes band; blank where it stays.",
            f'IF({_own("Flips")}="","",{_own("MRR")})',
        ),
        calculated(
            "Band",
            Format.STATE,
            13,
            "The band on Health, with the margin of bands.",
            _where_known(_health("Band")),
        ),
        calculated(
            "New band",
            Format.STATE,
            13,
            "Band of the new score: the same bounds and coverage, without the margin of bands.",
            f'IF({_AFTER}="",{_own("Band")},'
            f'IF({_AFTER}=0,"{NO_DATA_BAND}",INDEX(tblBands[Band],{_AFTER})))',
        ),
        calculated(
            "Health", Format.SCORE, 12, "The score in force.", _where_known(_health("Health"))
        ),
        calculated(
            "New score",
            Format.SCORE,
            12,
            "Health by the what-if weights, with the same caps and overrides.",
            f"IF(ISNUMBER({_own('New uncapped')}),"
            f'MIN({_own("New uncapped")},{_own("At most")}),"")',
        ),
        calculated(
            "Change",
            Format.SCORE,
            12,
            "New score less health.",
            f"IF(COUNT({_own('Health')},{_own('New score')})=2,"
            f'{_own("New score")}-{_own("Health")},"")',
        ),
        calculated(
            "New coverage (%)",
            Format.PERCENT,
            12,
            "Share of the what-if weights whose input is known and fresh.",
            f"IF(N({_own('Row')})=0,0,IF({_own('Sum of weights')}=0,0,"
            f"100*{_weighed(_INPUT_KNOWN, _SCORED)}/{_own('Sum of weights')}))",
        ),
        calculated(
            "New uncapped",
            Format.SCORE,
            12,
            "Mean of the scores of the measures on Health, each with its what-if weight.",
            f'IF({_own("New coverage (%)")}=0,"",{_weighed(_block("Score"))}/{_weighed(_SCORED)})',
        ),
        calculated(
            "At most",
            Format.SCORE,
            12,
            "The lowest cap or override of the account, as on Health; 100 where none holds.",
            _where_known(f"100-MAX({_health('Off by caps')},{_health('Off by overrides')})"),
        ),
        calculated(
            "Place now",
            Format.WHOLE,
            12,
            "Place of the score in force among the bands, from the worst, without the margin; 0: "
            "no data.",
            _place(_own("Health"), _health("Coverage (%)"), _health("Place now")),
        ),
        calculated(
            "New place",
            Format.WHOLE,
            9,
            "Place of the new score among the bands; 0: no data.",
            _place(
                _own("New score"),
                _own("New coverage (%)"),
                f"1+SUMPRODUCT(--(tblBands[Up to]<ROUND({_own('New score')},9)))",
            ),
        ),
        calculated(
            "Profile",
            Format.TEXT,
            18,
            "The profile of the account; it keeps the weights its profile sets.",
            _where_known(_health("Profile")),
        ),
        calculated(
            "Sum of weights",
            Format.DECIMAL,
            12,
            "Sum of the weights the new score is made with.",
            _where_known(_weighed()),
        ),
        calculated(
            "Row",
            Format.WHOLE,
            9,
            "The account's place in the table of the Health sheet.",
            f'IF({_own("Account ID")}="","",'
            f'IFERROR(MATCH({_own("Account ID")},tblHealth[Account ID],0),""))',
        ),
    ),
    key=("Account ID",),
    header_row=36,
)
