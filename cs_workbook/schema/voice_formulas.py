"""Worksheet formulas for scores and their intervals, the twins of :mod:`cs_workbook.measures`.

Each function takes cell references and returns a formula without ``=``. The square root is written
as a power of 0.5.
"""

from cs_workbook.schema.interval_formulas import Z_95

NO_DATA = "No data"


def nps(promoters: str, detractors: str, n: str) -> str:
    """Return the formula of a Net Promoter Score.

    >>> nps("C7", "E7", "F7")
    'IF(F7=0,"No data",100*(C7-E7)/F7)'
    """
    return f'IF({n}=0,"{NO_DATA}",100*({promoters}-{detractors})/{n})'


def nps_end(promoters: str, detractors: str, n: str, *, high: bool) -> str:
    """Return the formula of one end of the adjusted Wald interval; an empty text without answers.

    3/4 of a promoter, 3/4 of a detractor and 3 answers are added first.
    """
    score = f"({promoters}-{detractors})/({n}+3)"
    spread = f"(({promoters}+{detractors}+1.5)/({n}+3)-({score})^2)/({n}+3)"
    half = f"{Z_95}*({spread})^0.5"
    if high:
        return f'IF({n}=0,"",MIN(100,100*({score}+{half})))'
    return f'IF({n}=0,"",MAX(-100,100*({score}-{half})))'


def nps_error(promoters: str, detractors: str, n: str) -> str:
    """Return the standard error of a score in points, as an expression for n above 0.

    Of all answers in one group the difference under the root is 0, which rounding could make a
    hair less; a negative root would be an error.
    """
    shares = f"({promoters}+{detractors})/{n}-(({promoters}-{detractors})/{n})^2"
    return f"100*(MAX(0,{shares})/{n})^0.5"


def share(part: str, base: str) -> str:
    """Return the formula of a share in percent.

    >>> share("D9", "C9")
    'IF(C9=0,"No data",100*D9/C9)'
    """
    return f'IF({base}=0,"{NO_DATA}",100*{part}/{base})'
