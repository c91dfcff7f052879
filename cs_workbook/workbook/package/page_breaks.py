"""Page breaks of a sheet: the rows before which printing turns the page."""

import re
from collections.abc import Sequence
from typing import Final

_ALL: Final = re.compile(r"<rowBreaks\b[^>]*?(?:/>|>.*?</rowBreaks>)", re.DOTALL)
# What the schema wants to stand before the breaks.
_BEFORE: Final = re.compile(
    r"</sheetData>|<(?:sheetCalcPr|sheetProtection|autoFilter|dataConsolidate|phoneticPr"
    r"|printOptions|pageMargins|pageSetup|headerFooter)\b[^>]*/>"
    r"|</(?:protectedRanges|scenarios|autoFilter|sortState|dataConsolidate|customSheetViews"
    r"|mergeCells|conditionalFormatting|dataValidations|hyperlinks|pageSetup|headerFooter)>"
)
_LAST_COLUMN: Final = 16383


def with_breaks(tail: str, rows: Sequence[int]) -> str:
    """Return the text after a sheet's rows with breaks before these rows and no others.

    Args:
        tail: The text after the rows.
        rows: Row numbers, from 2 on; none takes every break away.

    >>> with_breaks("</sheetData><pageMargins/><drawing/>", [9, 4]).count('man="1"')
    2
    >>> with_breaks('<rowBreaks count="0"/></sheetData></worksheet>', [])
    '</sheetData></worksheet>'
    """
    bare = _ALL.sub("", tail)
    if not rows:
        return bare
    # A break is known by the row above it.
    breaks = "".join(f'<brk id="{row - 1}" max="{_LAST_COLUMN}" man="1"/>' for row in sorted(rows))
    text = f'<rowBreaks count="{len(rows)}" manualBreakCount="{len(rows)}">{breaks}</rowBreaks>'
    at = max(found.end() for found in _BEFORE.finditer(bare))
    return bare[:at] + text + bare[at:]
