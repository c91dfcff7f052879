"""Worksheet formulas for Wilson's interval, the twin of :mod:`cs_workbook.measures.intervals`."""

from typing import Final

Z_95: Final = "1.95996398454005"
"""How many standard errors reach to each side at 95 %, with the 15 digits a worksheet keeps."""


def wilson_bound(part: str, base: str, *, high: bool) -> str:
    """Return one end of Wilson's 95 % interval in percent, as an expression for cases above 0.

    It is the formula of :func:`cs_workbook.measures.intervals.wilson_interval` times n:
    (k + z²/2 -+ z * sqrt(k(n-k)/n + z²/4)) / (n + z²).

    Args:
        part: Cell or expression of the cases counted.
        base: Cell or expression of all cases.
        high: Whether the upper end is wanted.
    """
    k, n = f"({part})", f"({base})"
    half = f"{Z_95}*({k}*({n}-{k})/{n}+{Z_95}^2/4)^0.5"
    end = f"100*({k}+{Z_95}^2/2{'+' if high else '-'}{half})/({n}+{Z_95}^2)"
    return f"MIN(100,{end})" if high else f"MAX(0,{end})"


def wilson_end(part: str, base: str, *, high: bool) -> str:
    """Return the formula of one end of Wilson's interval; an empty text without cases."""
    return f'IF(({base})=0,"",{wilson_bound(part, base, high=high)})'
