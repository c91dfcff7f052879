"""The formulas that find the profile of an account, in ``tblHealth``."""

from cs_workbook.schema.accounts_table import INPUT_HEADERS, INPUTS
from cs_workbook.schema.health_formulas import here
from cs_workbook.schema.profile_words import (
    ALL_ACCOUNTS,
    OWN_COLUMN,
    PROFILE_COLUMNS,
    PROFILE_ROWS,
)


def _said(header: str) -> str:
    """Return what an account says in a column, as text."""
    if header != OWN_COLUMN:
        return f"INDEX(tblAccounts[{header}],{here('Row')})"
    place = f'MATCH("{OWN_COLUMN}",{INPUT_HEADERS},0)'
    return f'IFERROR(INDEX({INPUTS},{here("Row")},{place}),"")'


_FITS = "+".join(
    f'(tblProfiles[Applies where]="{header}: "&{_said(header)})' for header in PROFILE_COLUMNS
)
_FROM_BELOW = f"SUMPRODUCT(MAX(({_FITS})*({PROFILE_ROWS + 1}-tblProfiles[Order])))"
_PLACES = ",".join(str(place) for place in range(PROFILE_ROWS, 0, -1))

PROFILE_ROW_FORMULA = (
    f'IF(OR(N({here("Row")})=0,COUNTIFS(tblProfiles[Applies],"Yes")=0),0,'
    f"CHOOSE(1+{_FROM_BELOW},0,{_PLACES}))"
)
"""The first row that fits: the highest place counted from below. 0 where none fits."""

PROFILE_FORMULA = (
    f'IF(N({here("Row")})=0,"",IF({here("Profile row")}=0,"{ALL_ACCOUNTS}",'
    f'INDEX(tblProfiles[Profile],{here("Profile row")})&""))'
)
