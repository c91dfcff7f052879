"""The formulas that compute a health score, step by step, in ``tblHealth``.

Above the table stand lines that fetch the model from ``tblWeights``, a column per slot. A row then
refers to nothing but itself, those lines and the input in ``tblAccounts``:

- age: as-of date less the date column of the measure; blank where it has none;
- input: the account's cell, "Stale" where it is older than its limit, blank where it is no number;
- score: 0 to 100 by the measure's scale, or what its rule says of a blank; a value in no tier, or
  among too few peers, has none;
- weight: the measure's weight, or the one the account's profile sets;
- points: weight x score / the weights whose score counts. They add up to the uncapped score;
- lost: the points it could have brought, less those it brings.

The inputs are looked up in the columns of ``tblAccounts`` from MRR to the last signal, never in the
whole table: its Health column looks into ``tblHealth``, and Excel would call that a circle.
:mod:`cs_workbook.measures.health` computes the same in Python.
"""

from cs_workbook.schema.health_model import NO_DATA_BAND, NOT_SCORED, PERCENTILE, SLOTS, TIERS
from cs_workbook.schema.lists import CUSTOMER, TRIAL

NAME_ROW = 3
"""Above every block: the measure."""
FIRST_ROW, SECOND_ROW, THIRD_ROW, FOURTH_ROW = 4, 5, 6, 7
"""Above a block: what its formulas take from ``tblWeights``."""

NO_LIMIT = "no limit"
"""Stands for a limit of age; a number is never greater than a text."""
STALE = "Stale"
NO_SEGMENT = "No segment"
NOTHING_LOST = "Nothing pulls it down"
WORTH_NAMING = 0.5
"""Points a measure must cost to be named as a reason."""
TIE_BREAK = 10**9
"""Slots that follow / this much makes equal losses different, the earlier slot first."""

BLOCKS = ("Input", "Score", "Weight", "Points", "Lost", "Age")
"""The blocks of ``tblHealth``, a column per slot each."""


def here(header: str) -> str:
    """Return the reference to a cell of the same row of ``tblHealth``."""
    return f"tblHealth[[#This Row],[{header}]]"


def block(name: str) -> str:
    """Return the reference to a whole block of the same row."""
    return f"tblHealth[[#This Row],[{name} 1]:[{name} {SLOTS}]]"


ROW_FORMULA = (
    f'IF({here("Account ID")}="","",'
    f'IFERROR(MATCH({here("Account ID")},tblAccounts[Account ID],0),""))'
)
ACCOUNT_FORMULA = f'IF(N({here("Row")})=0,"",INDEX(tblAccounts[Account],{here("Row")})&"")'


def age_formula(letter: str, inputs: str) -> str:
    """Return the formula of an age; above it stands the place of the date column."""
    place = f"{letter}${FIRST_ROW}"
    day = f"INDEX({inputs},{here('Row')},{place})"
    return f'IF(N({here("Row")})*N({place})=0,"",IF(ISNUMBER({day}),AsOfDate-{day},""))'


def input_formula(slot: int, letter: str, inputs: str) -> str:
    """Return the formula of an input; above it its place and how old it may be."""
    place = f"{letter}${FIRST_ROW}"
    found = f"INDEX({inputs},{here('Row')},{place})"
    return (
        f'IF(N({here("Row")})*N({place})=0,"",IF(NOT(ISNUMBER({found})),"",'
        f'IF(N({here(f"Age {slot}")})>{letter}${SECOND_ROW},"{STALE}",{found})))'
    )


def score_formula(slot: int, letter: str) -> str:
    """Return the formula of a score; above it scale, anchors and what a blank counts."""
    value = here(f"Input {slot}")
    scale = f"{letter}${FIRST_ROW}"
    zero, hundred = f"{letter}${SECOND_ROW}", f"{letter}${THIRD_ROW}"
    linear = f"MEDIAN(0,100,100*({value}-{zero})/({hundred}-{zero}))"
    return (
        f"IF(NOT(ISNUMBER({value})),{letter}${FOURTH_ROW},"
        f'IF({scale}="{TIERS}",{_by_tier(value, f"{letter}${NAME_ROW}")},'
        f'IF({scale}="{PERCENTILE}",{_by_rank(slot, value, zero, hundred)},{linear})))'
    )


def _by_tier(value: str, name: str) -> str:
    inside = f"(tblTiers[Measure]={name})*(tblTiers[Above]<{value})*({value}<=tblTiers[Up to])"
    return f'IF(SUMPRODUCT({inside})=0,"",SUMPRODUCT({inside}*tblTiers[Points]))'


def _by_rank(slot: int, value: str, zero: str, hundred: str) -> str:
    inputs = f"tblHealth[Input {slot}]"
    peers = f"(tblHealth[Peer group]={here('Peer group')})*ISNUMBER({inputs})"
    below = f"SUMPRODUCT({peers}*(({inputs}<{value})+({inputs}={value})/2))"
    rank = f"100*{below}/SUMPRODUCT({peers})"
    # Turned round at 50 where less is better, so that the rank stands in the formula once.
    turned = f"50+SIGN({hundred}-{zero})*({rank}-50)"
    return f'IF(SUMPRODUCT({peers})<SmallestGroup,"",{turned})'


def weight_formula(slot: int, letter: str) -> str:
    """Return the formula of a weight: the profile's, else the one above it."""
    own = f"INDEX(tblProfiles[Weight {slot}],{here('Profile row')})"
    base = f"{letter}${FIRST_ROW}"
    return (
        f'IF(OR({letter}${NAME_ROW}="",N({here("Profile row")})=0),{base},'
        f"IF(ISNUMBER({own}),{own},{base}))"
    )


def points_formula(slot: int) -> str:
    """Return the formula of the points one measure brings."""
    score = here(f"Score {slot}")
    return (
        f"IF(AND({here('Coverage (%)')}>0,ISNUMBER({score})),"
        f'{here(f"Weight {slot}")}*{score}/{here("Weights counted")},"")'
    )


def lost_formula(slot: int, letter: str) -> str:
    """Return the formula of the points one measure costs; above it stands its slot."""
    points = here(f"Points {slot}")
    return (
        f"IF(ISNUMBER({points}),100*{here(f'Weight {slot}')}/{here('Weights counted')}"
        f'-{points}+({SLOTS}-{letter}${FIRST_ROW})/{TIE_BREAK},"")'
    )


COUNTED_FORMULA = f"SUMPRODUCT({block('Weight')},--ISNUMBER({block('Score')}))"
COVERAGE_FORMULA = (
    f"IF(OR(N({here('Row')})=0,SUM({block('Weight')})=0),0,"
    f"100*SUMPRODUCT({block('Weight')},--ISNUMBER({block('Input')}),"
    f"--ISNUMBER({block('Score')}))/SUM({block('Weight')}))"
)
GROUP_FORMULA = (
    f'IF(N({here("Row")})=0,"",'
    f'IF(AND(INDEX(tblAccounts[Status],{here("Row")})<>"{CUSTOMER}",'
    f'INDEX(tblAccounts[Status],{here("Row")})<>"{TRIAL}"),"{NOT_SCORED}",'
    f'IF(INDEX(tblAccounts[Segment],{here("Row")})="","{NO_SEGMENT}",'
    f"INDEX(tblAccounts[Segment],{here('Row')}))))"
)
UNCAPPED_FORMULA = (
    f'IF({here("Coverage (%)")}=0,"",'
    f"SUMPRODUCT({block('Weight')},{block('Score')})/{here('Weights counted')})"
)
AGE_FORMULA = f'IF(COUNT({block("Age")})=0,"",MAX({block("Age")}))'
WORDS_FORMULA = (
    f'IF(ISNUMBER({here("Health")}),ROUND({here("Health")},0)&" from "&'
    f'ROUND({here("Coverage (%)")},0)&" % of the weights","No data")'
)


PLACE_FORMULA = (
    f'IF(ISNUMBER({here("Health")}),1+SUMPRODUCT(--(tblBands[Up to]<ROUND({here("Health")},9))),"")'
)
"""Place of the band among the bands: the first one whose upper bound reaches the score."""

HELD_FORMULA = (
    f"IF(ISNUMBER({here('Health')}),"
    f'MAX(IFERROR(MATCH({here("Band before")}&"",tblBands[Band],0),ROWS(tblBands[Band])),'
    f"1+SUMPRODUCT(--((ROUND({here('Health')},9)>=tblBands[Up to]+BandMargin)"
    f'+(ROUND({here("Health")},9)>=100)>0))),"")'
)
"""The highest place the band before allows: its own, or past every bound left by the margin."""

_STATUS = f"INDEX(tblAccounts[Status],{here('Row')})"
BAND_FORMULA = (
    f'IF(N({here("Row")})=0,"{NOT_SCORED}",'
    f'IF(AND({_STATUS}<>"{CUSTOMER}",{_STATUS}<>"{TRIAL}"),"{NOT_SCORED}",'
    f"IF(OR(NOT(ISNUMBER({here('Health')})),"
    f'ROUND({here("Coverage (%)")},9)<ROUND(MinimumCoverage,9)),"{NO_DATA_BAND}",'
    f"INDEX(tblBands[Band],MIN({here('Place now')},{here('Place held')})))))"
)

LARGEST_FORMULA = f'IF(COUNT({block("Lost")})=0,"",MAX({block("Lost")}))'
SECOND_FORMULA = f'IF(COUNT({block("Lost")})<2,"",LARGE({block("Lost")},2))'


def why_formula(names: str) -> str:
    """Return the formula of the reasons in words; ``names`` has the measures of the slots."""

    def named(header: str) -> str:
        place = f"MATCH({here(header)},{block('Lost')},0)"
        return f'INDEX({names},{place})&" (-"&ROUND({here(header)},0)&")"'

    return (
        f'IF({here("Coverage (%)")}=0,"No data",IF(N({here("Largest loss")})<{WORTH_NAMING},'
        f'"{NOTHING_LOST}",{named("Largest loss")}&'
        f'IF(N({here("Second loss")})<{WORTH_NAMING},"",", "&{named("Second loss")})))'
    )


def from_health(header: str, otherwise: str) -> str:
    """Return the formula that repeats a result of ``tblHealth`` in ``tblAccounts``."""
    own = "tblAccounts[[#This Row],[Account ID]]"
    return (
        f'IF({own}="",{otherwise},'
        f"IFERROR(INDEX(tblHealth[[{header}]],MATCH({own},tblHealth[Account ID],0)),{otherwise}))"
    )
