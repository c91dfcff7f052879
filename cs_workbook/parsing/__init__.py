"""Text to number, date, moment and yes-or-no under a declared locale; nothing here guesses.

A text either means one thing under the locale it is read with, or it is refused with a sentence.
Where a locale is not declared (``None``), only texts that mean the same under every locale are
read: ``12`` and ``2025-03-04`` are, ``1.234`` and ``03/04/2025`` are not. Which locale a whole
column is written in is decided from all its texts by :func:`decide_decimal_mark` and
:func:`decide_date_order`; one telling text (``31/12/2025``) decides for its column, and two that
contradict each other decide nothing.

Missing values: a blank, a lone dash and the words programs write for "nothing" (``NULL``, ``N/A``)
are ``None``. A blank is not a zero.

References: ISO 8601 for year-first dates; ECMA-376 part 1, 18.17.4.1 for Excel's serial dates;
Salesforce's "18-character ids" for the checksum of its ids.
"""

from cs_workbook.parsing.blanks import BLANK_WORDS, WHITE_SPACE, is_blank
from cs_workbook.parsing.dates import (
    EARLIEST_YEAR,
    DateOrder,
    NotADateError,
    decide_date_order,
    from_excel_serial,
    parse_date,
    parse_moment,
)
from cs_workbook.parsing.identifiers import is_salesforce_id_18, salesforce_id_18
from cs_workbook.parsing.numbers import (
    DecimalMark,
    NotANumberError,
    decide_decimal_mark,
    parse_number,
)
from cs_workbook.parsing.yes_no import NO_WORDS, YES_WORDS, NotYesNoError, parse_yes_no

__all__ = [
    "BLANK_WORDS",
    "EARLIEST_YEAR",
    "NO_WORDS",
    "WHITE_SPACE",
    "YES_WORDS",
    "DateOrder",
    "DecimalMark",
    "NotADateError",
    "NotANumberError",
    "NotYesNoError",
    "decide_date_order",
    "decide_decimal_mark",
    "from_excel_serial",
    "is_blank",
    "is_salesforce_id_18",
    "parse_date",
    "parse_moment",
    "parse_number",
    "parse_yes_no",
    "salesforce_id_18",
]
