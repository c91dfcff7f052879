"""Salesforce's two spellings of one id."""

import re

from cs_workbook.errors import OutOfRangeError

_SHORT_ID = re.compile(r"[A-Za-z0-9]{15}")
_CHECK_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"


def salesforce_id_18(identifier: str) -> str:
    """Make the 18-character form of a 15-character Salesforce id.

    The three added characters say which of the 15 are capitals, five each, so that look-ups
    which ignore case (Excel's do) still tell two ids apart.

    Args:
        identifier: The 15-character id; an 18-character one is returned as it is.

    Returns:
        The 18-character id.

    Raises:
        OutOfRangeError: The text is no Salesforce id.

    >>> salesforce_id_18("0014000000Lmabc")
    '0014000000LmabcAAB'
    """
    if is_salesforce_id_18(identifier):
        return identifier
    if not _SHORT_ID.fullmatch(identifier):
        raise OutOfRangeError(f"expected a Salesforce id of 15 characters, found {identifier!r}")
    check = (
        _CHECK_LETTERS[sum(1 << place for place, letter in enumerate(five) if "A" <= letter <= "Z")]
        for five in (identifier[:5], identifier[5:10], identifier[10:])
    )
    return identifier + "".join(check)


def is_salesforce_id_18(identifier: str) -> bool:
    """Tell whether a text is an 18-character Salesforce id with the right checksum.

    >>> is_salesforce_id_18("0014000000LmabcAAB"), is_salesforce_id_18("0014000000LmabcAAA")
    (True, False)
    """
    short = identifier[:15]
    return (
        len(identifier) == 18  # noqa: PLR2004 - Salesforce's number
        and _SHORT_ID.fullmatch(short) is not None
        and salesforce_id_18(short) == identifier
    )
